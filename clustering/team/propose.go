package team

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"dure/clustering/team/search"
	"dure/survey"
)

// How a division is found. Must-rules come first and the objective second, so that divisions are compared by both in turn (see
// [quality]). What the teams of a section are worth does not depend on other sections, but for a worst team; so each section is
// divided by itself: one of up to search.ExactLimit members exactly, by dynamic programming over its subsets, others by the
// annealing and local search of package search. That method was chosen since forming groups by sums over pairs is NP-hard
// already (Gallego, Laguna, Martí and Duarte 2013, doi:10.1057/jors.2012.66), and rules here are of more kinds than pairs.
//
// One section alone is searched from two starts, each with half of the moves, whether there are two cores or one: thus the
// number of workers changes nothing that is found where moves end the search.

// Evaluate scores a division made by hand, as [Open] reads it: rules, teams and what is unmet, without bounds, comparison and clash, which
// take a search.
func Evaluate(in Input, teams [][]int) (Proposal, error) {
	d, err := Open(in, teams)
	if err != nil {
		return Proposal{}, err
	}
	return d.Score(), nil
}

// checkDivision refuses a division with a member who is in two teams or in no row of the table, by an [*survey.InvalidError] that
// names the team, from 1, and the row.
func (p *problem) checkDivision(teams [][]int) error {
	seen := make([]bool, p.n)
	for t, g := range teams {
		for _, i := range g {
			if i < 0 || i >= p.n || seen[i] {
				return &survey.InvalidError{Field: "teams", Reason: "member_not_once", Args: map[string]any{"Team": t + 1, "Member": i}}
			}
			seen[i] = true
		}
	}
	return nil
}

// Propose searches for the best division of in: the one that breaks the must-rules least, and of those the one with the largest
// objective. First it takes the number and sizes of teams of each section, then it divides each section by itself, and last it
// describes what was found: bounds, a comparison with chance, and why must-rules clash where one is broken.
//
// It returns the best so far when ctx ends. An error says what in the input has to be corrected; it is an
// [*survey.InvalidError], unless a past season cannot be read. The same input, Seed and Moves give the same division whatever
// the number of workers; with a Budget in time the division depends on the machine. report may be nil; it is called from one
// goroutine at a time.
func Propose(ctx context.Context, in Input, opt Options, report func(Progress)) (Proposal, error) {
	p, err := read(in)
	if err != nil {
		return Proposal{}, err
	}
	plans, err := p.plans()
	if err != nil {
		return Proposal{}, err
	}
	f := newFormer(ctx, p, opt, report)
	if err := f.choose(plans); err != nil {
		return Proposal{}, err
	}
	f.search()
	f.keepMusts()
	return f.proposal(), nil
}

// A former forms the teams of a problem.
type former struct {
	ctx      context.Context
	p        *problem
	opt      Options
	report   func(Progress)
	start    time.Time
	plan     plan
	plans    [][][]slot // what the teams of each section can be
	scales   []scale
	found    [][][]int32 // by section and team
	moves    int64
	mu       sync.Mutex
	progress Progress
	optimal  bool
	alone    *search.Evaluator // of the only section, if there is one
}

// newFormer fills in the options: two workers, and a second to search. Without a clock a budget in time has no end, so that two million
// moves stand for it.
func newFormer(ctx context.Context, p *problem, opt Options, report func(Progress)) *former {
	if opt.Workers <= 0 {
		opt.Workers = 2
	}
	if opt.Budget <= 0 && opt.Moves <= 0 {
		if opt.Now == nil {
			opt.Moves = 2_000_000
		}
		opt.Budget = time.Second
	}
	f := &former{ctx: ctx, p: p, opt: opt, report: report, found: make([][][]int32, len(p.sections))}
	if opt.Now != nil {
		f.start = opt.Now()
	}
	return f
}

// prepare numbers the teams of the plan, tells planners of them and works out the scales: all that has to be known of a plan before anybody
// is put into its teams. It fails where locks do not fit into the plan.
func (f *former) prepare() error {
	if err := f.p.number(f.plan); err != nil {
		return err
	}
	teams, sizes := make([]int, len(f.plan)), make([]int, f.plan.teams())
	for s, slots := range f.plan {
		teams[s] = len(slots)
		for _, sl := range slots {
			sizes[sl.number] = sl.size
		}
	}
	if err := f.p.plan(teams, sizes, nil); err != nil {
		return err
	}
	f.scales = f.p.scales(f.p.framesOf(f.plan))
	return nil
}

func (f *former) section(s int) *section {
	return newSection(f.p, f.p.sections[s], f.plan[s], f.scales, f.plan.teams())
}

// evaluator returns what the search of section s works on, with the locks and blocks of the input.
func (f *former) evaluator(s int) *search.Evaluator {
	c := f.section(s)
	return c.evaluator(c.fixed(), f.p.blocks)
}

// teams returns the members of e's teams, by row of the table.
func (f *former) teams(s int, e *search.Evaluator) [][]int32 {
	out := e.Groups()
	for _, t := range out {
		for k, i := range t {
			t[k] = f.p.sections[s][i]
		}
	}
	return out
}

// criteria are the rules as they are meant, for the search's last step, which improves the worst teams in truth: Slope is per
// unit of a rule's value, Worst and Mean are per unit of score. Rules without weight that are no must are left out.
func (f *former) criteria(k int) []search.Criterion {
	s := f.section(k)
	var out []search.Criterion
	for r, c := range f.p.rules {
		if c.w == 0 && !c.must() {
			continue
		}
		var rows []int32
		sc, worst := f.scales[r], 0.0
		if c.worstFirst() {
			worst = worstShare
		}
		out = append(out, search.Criterion{Weight: c.w, Slope: sc.slope, Worst: worst, Mean: 1 - worstShare*sc.ceiling, Best: sc.ceiling, Total: c.whole(),
			Rate: func(t int, items []int32) search.Outcome {
				rows = s.rows(rows, items)
				o := c.of(s.slots[t].number, rows)
				return search.Outcome{Value: o.value, Score: o.score, Violation: c.breach(o)}
			}})
	}
	return out
}

// numbers are those of section s's teams in the proposal, slot by slot.
func (f *former) numbers(s int) []int {
	out := make([]int, len(f.plan[s]))
	for t, sl := range f.plan[s] {
		out[t] = sl.number
	}
	return out
}

// rng returns the random numbers of one start in one section, a stream of PCG for each: so it does not matter in which order, or on
// which core, sections are searched.
func (f *former) rng(s, start int) *rand.Rand {
	return rand.New(rand.NewPCG(f.opt.Seed, uint64(s)<<20|uint64(start)))
}

// each calls do for every section, on all workers.
func (f *former) each(do func(s int)) {
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(f.opt.Workers, len(f.plan)) {
		wg.Go(func() {
			for s := range next {
				do(s)
			}
		})
	}
	for s := range f.plan {
		next <- s
	}
	close(next)
	wg.Wait()
}

// search improves every section. One section alone is searched from two starts at once; of several each is searched once, for a part of the
// moves, or of the time on all workers, by its members.
func (f *former) search() {
	f.optimal = f.exactly()
	if len(f.plan) == 1 {
		f.searchOne()
		return
	}
	total := 0.0
	for s := range f.plan {
		total += float64(len(f.p.sections[s]))
	}
	left := f.left()
	workers := float64(min(f.opt.Workers, len(f.plan)))
	f.each(func(s int) {
		share := float64(len(f.p.sections[s])) / total
		if f.found[s] = f.small(s); f.found[s] != nil {
			return
		}
		e := f.evaluator(s)
		budget := f.budget(share, time.Duration(float64(left)*share*workers*0.97))
		moves := e.Search(search.Options{Rand: f.rng(s, 0), Budget: budget, Labels: f.clusters(s), Gather: f.p.gathers(), Criteria: f.criteria(s)})
		f.mu.Lock()
		defer f.mu.Unlock()
		f.found[s] = f.teams(s, e)
		f.moves += moves
		f.tell(share)
	})
}

// ideal returns what tells whether a division of section s, the only one, scores as much as its bound, so that the search can
// end early. It takes the cheap bounds: the finer ones cost as much as the search of a small club.
func (f *former) ideal(s int) func(team []int32) bool {
	none := Proposal{Rules: make([]Result, len(f.p.rules))}
	f.p.bounds(&none, f.plan, f.scales, false)
	groups := len(f.plan[s])
	return func(team []int32) bool {
		teams := make([][]int32, groups)
		for i, t := range team {
			teams[t] = append(teams[t], f.p.sections[s][i])
		}
		q := f.p.quality(teams, f.numbers(s), f.scales)
		return q.broken == 0 && q.objective >= *none.Bound-1e-9
	}
}

// left is what remains of the time budget for the search, zero where moves count. What describes the result afterwards takes
// its part: 20 µs for each member and rule, at most a quarter of the budget, and the time of eigenvalues where they are reckoned. Were
// this too little, a proposal would end after its budget; were it too much, the search would be the worse for it. A tenth
// of the budget is searched in any case.
func (f *former) left() time.Duration {
	if f.opt.Now == nil || f.opt.Budget <= 0 {
		return 0
	}
	budget := f.opt.Budget
	if !f.opt.Plain { // what describes the result afterwards takes its part
		budget -= min(budget/4, time.Duration(f.p.n*len(f.p.rules))*20*time.Microsecond)
		if f.fine() {
			budget -= f.eigenTime()
		}
	}
	return max(budget-f.opt.Now().Sub(f.start), f.opt.Budget/10)
}

// budget is what one search may take: a share of the moves, at least one, where moves count, and so much time, where there is a clock.
// Whichever ends first ends the search.
func (f *former) budget(share float64, time time.Duration) search.Budget {
	b := search.Budget{Context: f.ctx, Now: f.opt.Now, Time: time}
	if f.opt.Moves > 0 {
		b.Moves = max(1, int64(float64(f.opt.Moves)*share))
	}
	if b.Now != nil {
		b.Start = b.Now()
	}
	return b
}

// tell reports that a share of the work, 0 to 1, is done. Callers hold the lock.
func (f *former) tell(share float64) {
	f.progress.Share = min(1, f.progress.Share+share)
	f.progress.Moves = f.moves
	if f.report != nil {
		f.report(f.progress)
	}
}

// searchOne searches a single section from two starts, one on each worker.
func (f *former) searchOne() {
	if f.found[0] = f.small(0); f.found[0] != nil {
		return
	}
	starts := 2
	if f.opt.Moves <= 0 {
		starts = min(2, f.opt.Workers)
	}
	first := f.evaluator(0)
	f.alone = first
	left := f.left()
	opt := search.Options{}
	if f.p.n <= idealLimit {
		opt.Optimal = f.ideal(0)
	}
	found, moves := make([]*search.Evaluator, starts), make([]int64, starts)
	labels := f.clusters(0)
	var wg sync.WaitGroup
	run := func(k int, e *search.Evaluator) {
		opt := opt
		opt.Rand, opt.Budget, opt.Criteria = f.rng(0, k), f.budget(1/float64(starts), left), f.criteria(0)
		if k == 0 {
			opt.Labels, opt.Gather, opt.Report = labels, f.p.gathers(), f.telling(starts)
		}
		found[k], moves[k] = e, e.Search(opt)
	}
	for k := range starts {
		e := first.Clone()
		if f.opt.Workers == 1 {
			run(k, e)
			continue
		}
		wg.Go(func() { run(k, e) })
	}
	wg.Wait()
	best := quality{broken: 1e300}
	for k, e := range found {
		f.moves += moves[k]
		teams := f.teams(0, e)
		if q := f.p.quality(teams, f.numbers(0), f.scales); q.better(best) {
			best, f.found[0] = q, teams
		}
	}
}

// idealLimit is up to how many members a search asks whether its division is as good as the bound; larger ones take all the
// time that they are given. It is a choice: to ask scores the whole division, and the larger a club the rarer is a
// division at its bound. Where it is too low, a search that could end goes on to the end of its budget, and finds the same.
const idealLimit = 200

// telling reports the progress of one of several starts about ten times a second at most.
func (f *former) telling(starts int) func(int64, float64) {
	if f.report == nil {
		return nil
	}
	last := -1.0
	return func(moves int64, share float64) {
		if share < last+0.01 {
			return
		}
		last = share
		f.report(Progress{Share: min(share, 1), Moves: moves * int64(starts)})
	}
}

// proposal words what was found.
func (f *former) proposal() Proposal {
	divisions := make([][]int, f.plan.teams())
	for s, teams := range f.found {
		for t, members := range teams {
			g := make([]int, len(members))
			for k, i := range members {
				g[k] = int(i)
			}
			divisions[f.plan[s][t].number] = g
		}
	}
	for s := range f.plan {
		f.p.yield(s, 0)
	}
	out := f.p.evaluate(divisions)
	out.Seed, out.Moves = f.opt.Seed, f.moves
	out.TooSmall = f.tooSmall(out)
	f.describe(&out)
	out.Disclosed = f.disclosed(divisions)
	switch {
	case !f.p.placed && (f.optimal || len(out.Unmet) == 0 && *out.Gap < 1e-9):
		out.Stopped = StoppedOptimal
	case f.ctx.Err() != nil:
		out.Stopped = StoppedCancelled
	case f.opt.Moves > 0 && (f.opt.Now == nil || f.moves >= f.opt.Moves):
		out.Stopped = StoppedMoves
	default:
		out.Stopped = StoppedBudget
	}
	if f.p.placed { // who may be in another section was not tried there
		out.unbound()
	}
	return out
}

// unbound takes back what is known of how well any division can do.
func (p *Proposal) unbound() {
	p.Bound, p.Gap = nil, nil
	for r := range p.Rules {
		p.Rules[r].Bound = nil
	}
}
