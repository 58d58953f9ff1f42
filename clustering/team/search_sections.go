package team

import (
	"sync"
	"time"

	"dure/clustering/team/search"
)

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
