package team

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"dure/survey"
)

// Evaluate scores a division made by hand. A member may be in no team, but in no two.
func Evaluate(in Input, teams [][]int) (Proposal, error) {
	d, err := Open(in, teams)
	if err != nil {
		return Proposal{}, err
	}
	return d.Score(), nil
}

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

// Propose searches for the best division of in. It returns the best so far when ctx ends; an
// error says what in the input has to be corrected. report may be nil; it is called from one
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
	engine   *engine // of the only section, if there is one
}

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

// settle numbers the teams of the plan and works out the scales.
func (f *former) settle() error {
	if err := f.p.number(f.plan); err != nil {
		return err
	}
	f.p.assignActivities(f.plan.teams(), nil)
	f.scales = f.p.scales(f.p.framesOf(f.plan))
	return nil
}

func (f *former) builder(s int) *builder {
	teams := f.plan.teams()
	return &builder{p: f.p, members: f.p.sections[s], slots: f.plan[s], scales: f.scales, teams: teams,
		must: 4 / float64(teams), blocks: f.p.blocks}
}

// teams returns the members of e's teams, by row of the table.
func (f *former) teams(s int, e *engine) [][]int32 {
	out := make([][]int32, e.g)
	for t, l := range e.list {
		for _, i := range l {
			out[t] = append(out[t], f.p.sections[s][i])
		}
		slices.Sort(out[t])
	}
	return out
}

func (f *former) numbers(s int) []int {
	out := make([]int, len(f.plan[s]))
	for t, sl := range f.plan[s] {
		out[t] = sl.number
	}
	return out
}

// broken is how much of the must-rules the division in e breaks.
func (f *former) broken(s int, e *engine) float64 {
	return f.p.quality(f.teams(s, e), f.numbers(s), f.scales).broken
}

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

// search improves every section. One section alone is searched from two starts at once.
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
		e := f.builder(s).engine()
		sr := newSearcher(e, f.rng(s, 0), f.pace(share, time.Duration(float64(left)*share*workers*0.97)))
		sr.labels, sr.gather = f.clusters(s), f.p.gathers()
		sr.run()
		f.level(s, sr)
		f.mu.Lock()
		defer f.mu.Unlock()
		f.found[s] = f.teams(s, e)
		f.moves += sr.moves
		f.tell(share)
	})
}

// ideal returns what tells whether a division of section s, the only one, scores as much as its bound.
func (f *former) ideal(s int) func(team []int32) bool {
	none := Proposal{Rules: make([]Result, len(f.p.rules))}
	f.p.bounds(&none, f.plan, f.scales, false)
	e := f.engine
	return func(team []int32) bool {
		teams := make([][]int32, e.g)
		for i, t := range team {
			teams[t] = append(teams[t], f.p.sections[s][i])
		}
		q := f.p.quality(teams, f.numbers(s), f.scales)
		return q.broken == 0 && q.objective >= *none.Bound-1e-9
	}
}

// left is what remains of the time budget.
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

func (f *former) pace(share float64, budget time.Duration) *pace {
	p := &pace{ctx: f.ctx, now: f.opt.Now, budget: budget}
	if f.opt.Moves > 0 {
		p.moves = max(1, int64(float64(f.opt.Moves)*share))
	}
	if p.now != nil {
		p.start = p.now()
	}
	return p
}

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
	first := f.builder(0).engine()
	f.engine = first
	left := f.left()
	var ideal func([]int32) bool
	if first.n <= reheated { // larger ones take all the time they are given
		ideal = f.ideal(0)
	}
	found := make([]*searcher, starts)
	labels := f.clusters(0)
	var wg sync.WaitGroup
	run := func(k int, e *engine) {
		share := 1 / float64(starts)
		found[k] = newSearcher(e, f.rng(0, k), f.pace(share, left))
		found[k].ideal = ideal
		if k == 0 {
			found[k].labels, found[k].gather = labels, f.p.gathers()
			found[k].report = f.telling(first, starts)
		}
		found[k].run()
		f.level(0, found[k])
	}
	if f.opt.Workers == 1 {
		for k := range starts {
			run(k, first.twin())
		}
	} else {
		for k := range starts {
			e := first.twin()
			wg.Go(func() { run(k, e) })
		}
	}
	wg.Wait()
	best := quality{broken: 1e300}
	for _, s := range found {
		f.moves += s.moves
		teams := f.teams(0, s.e)
		if q := f.p.quality(teams, f.numbers(0), f.scales); q.better(best) {
			best, f.found[0] = q, teams
		}
	}
}

// telling reports the progress of one of several starts about ten times a second at most.
func (f *former) telling(e *engine, starts int) func(int64, float64) {
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
	out := f.p.evaluate(divisions)
	out.Seed, out.Moves = f.opt.Seed, f.moves
	f.describe(&out)
	switch {
	case f.optimal || len(out.Unmet) == 0 && *out.Gap < 1e-9:
		out.Stopped = StoppedOptimal
	case f.ctx.Err() != nil:
		out.Stopped = StoppedCancelled
	case f.opt.Moves > 0 && (f.opt.Now == nil || f.moves >= f.opt.Moves):
		out.Stopped = StoppedMoves
	default:
		out.Stopped = StoppedBudget
	}
	return out
}
