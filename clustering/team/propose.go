package team

import (
	"context"
	"math/rand/v2"
	"slices"
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
	in.GaveWay = nil
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
	f.polish()
	return f.proposal(), nil
}

// A former forms the teams of a problem.
type former struct {
	ctx          context.Context
	p            *problem
	opt          Options
	report       func(Progress)
	start        time.Time
	plans        [][][]slot // what the teams of each section can be
	chosen       plan       // what they are of that
	plan         plan       // the same as arranged
	scales       []scale
	found        [][][]int32 // by section and team
	given        map[int]int // of sections, by how much rules that give way did so
	firm         []float64   // by section, the moves of searches in which none does
	most         int64       // moves of a short search, 0 for no such limit
	moves        int64
	share        int64 // of the moves, what the search may take
	mu           sync.Mutex
	progress     Progress
	optimal      bool
	localOptimum *bool
	alone        *search.Evaluator // of the only section, if there is one
	brief        bool              // a page waits for what is proved
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
	f := &former{ctx: ctx, p: p, opt: opt, report: report, found: make([][][]int32, len(p.sections)), given: map[int]int{}, firm: make([]float64, len(p.sections))}
	if opt.Now != nil {
		f.start = opt.Now()
	}
	return f
}

// take makes a plan the former's: arranged, and with its scales, all that has to be known before anybody is put into teams. Where locks or
// capacities do not fit into it, the former keeps the plan that it has.
func (f *former) take(chosen plan) error {
	pl, err := f.p.arrange(chosen)
	if err != nil {
		if f.plan != nil {
			_, _ = f.p.arrange(f.chosen) // planners are told of that again
		}
		return err
	}
	f.chosen, f.plan = chosen, pl
	f.scales = f.p.scales(f.p.framesOf(pl))
	return nil
}

// takeIn makes the slots those of section s.
func (f *former) takeIn(s int, slots []slot) error {
	chosen := slices.Clone(f.chosen)
	chosen[s] = slots
	return f.take(chosen)
}

func (f *former) section(s int) *section {
	c := newSection(f.p, f.p.sections[s], f.plan[s], f.scales, f.plan.teams())
	c.robust = f.opt.Robust
	return c
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

// criteria are the rules as they are meant, for the search's last steps, which improve the worst teams in truth: Slope is per
// unit of a rule's value, Worst and Mean are per unit of score. Rules without weight that are no must are left out.
func (f *former) criteria(k int) []search.Criterion {
	s := f.section(k)
	part := float64(len(f.plan[k])) / float64(f.plan.teams())
	var out []search.Criterion
	for r, c := range f.p.rules {
		if !c.counts() {
			continue
		}
		var rows []int32
		sc, worst := f.scales[r], 0.0
		if c.worstFirst() {
			worst = worstShare
		}
		out = append(out, search.Criterion{Weight: c.w, Slope: sc.slope, Worst: worst, Mean: part * (1 - worstShare*sc.ceiling), Best: sc.ceiling, Total: c.whole(),
			Rate: func(t int, items []int32) search.Outcome {
				rows = s.rows(rows, items)
				o := c.of(s.slots[t].number, rows)
				return search.Outcome{Value: o.value, Score: o.score, Violation: c.resists(o)}
			}})
	}
	if f.opt.Robust {
		rate := s.steady().New()
		out = append(out, search.Criterion{Weight: 1, Slope: 1, Total: true, Rate: func(t int, items []int32) search.Outcome {
			return search.Outcome{Value: rate(t, items).Value}
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

// proposal words what was found.
func (f *former) proposal() Proposal {
	f.judge()
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
	out.LocalOptimum = f.localOptimum
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
