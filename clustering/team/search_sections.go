package team

import (
	"slices"
	"sync"
	"time"

	"dure/clustering/team/search"
)

// search improves every section. One section alone is searched from two starts at once; of several each is searched once, for a part of the
// moves, or of the time on all workers, by its members.
func (f *former) search() {
	f.optimal, f.share = f.exactly() && !f.opt.Robust, f.searching()
	if len(f.plan) == 1 {
		f.searchOne()
		return
	}
	f.each(func(s int) { f.found[s] = f.small(s) })
	total := 0.0
	for s := range f.plan {
		if f.found[s] == nil {
			total += float64(len(f.p.sections[s]))
		}
	}
	left := f.searchTime()
	workers := float64(min(f.opt.Workers, len(f.plan)))
	f.each(func(s int) {
		if f.found[s] != nil {
			return
		}
		share := float64(len(f.p.sections[s])) / total
		e := f.evaluator(s)
		budget := f.budget(share, time.Duration(float64(left)*share*workers*0.97))
		moves := e.Search(search.Options{Rand: f.rng(s, 0), Budget: budget, Labels: f.clusters(s), Gather: f.p.gathers(), From: f.begun(s), Criteria: f.criteria(s)})
		f.mu.Lock()
		defer f.mu.Unlock()
		f.found[s] = f.betterBegun(s, f.teams(s, e))
		f.spent(s, moves)
		f.tell(share)
	})
}

// ideal returns what tells whether a division of section s, the only one, scores as much as its bound, so that the search can
// end early. It takes the cheap bounds: the finer ones cost as much as the search of a small club.
func (f *former) ideal(s int) func(team []int32) bool {
	none := Proposal{Rules: make([]Result, len(f.p.rules))}
	f.p.bounds(&none, f.plan, f.scales, false)
	return func(team []int32) bool {
		q := f.qualityOf(s, team)
		return q.broken == 0 && q.objective >= *none.Bound-1e-9
	}
}

// qualityOf is how good a division of section s is, given as the team of each of its members.
func (f *former) qualityOf(s int, team []int32) quality {
	return f.p.quality(f.teamsAt(s, team), f.numbers(s), f.scales)
}

// searchTime is what remains of the time budget for the search: what is left but for its last step, at most a quarter.
func (f *former) searchTime() time.Duration {
	left := f.left()
	return left - min(left/4, f.polishTime())
}

// left is what remains of the time budget for the search and its last step, zero where moves count. What describes the result afterwards takes
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
		b.Moves = max(1, int64(float64(f.share)*share))
	}
	if b.Now != nil {
		b.Start = b.Now()
	}
	return b
}

// spent counts the moves of a search of section s.
func (f *former) spent(s int, moves int64) {
	f.moves += moves
	if f.given[s] == 0 {
		f.firm[s] += float64(moves)
	}
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
	left := f.searchTime()
	opt := search.Options{}
	if f.p.n <= idealLimit && !f.opt.Robust {
		opt.Optimal = f.ideal(0)
	}
	found, moves := make([]*search.Evaluator, starts), make([]int64, starts)
	labels := f.clusters(0)
	var wg sync.WaitGroup
	run := func(k int, e *search.Evaluator) {
		opt := opt
		opt.Rand, opt.Budget, opt.Criteria = f.rng(0, k), f.budget(1/float64(starts), left), f.criteria(0)
		if k == 0 {
			opt.Labels, opt.Gather, opt.From, opt.Report = labels, f.p.gathers(), f.begun(0), f.telling(starts)
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
		f.spent(0, moves[k])
		teams := f.teams(0, e)
		if q := f.preferred(0, teams); q.better(best) {
			best, f.found[0] = q, teams
		}
	}
	f.found[0] = f.betterBegun(0, f.found[0])
}

// begun is the division of section s with which the input has the search begin, as the team of each of its members; nil where there is none that fits the
// plan. A search ends with nothing worse.
func (f *former) begun(s int) []int32 {
	if f.p.in.Begin == nil {
		return nil
	}
	out, sizes := make([]int32, len(f.p.sections[s])), make([]int, len(f.plan[s]))
	for k, i := range f.p.sections[s] {
		at := slices.IndexFunc(f.plan[s], func(sl slot) bool {
			return sl.number < len(f.p.in.Begin) && slices.Contains(f.p.in.Begin[sl.number], int(i))
		})
		if at < 0 {
			return nil
		}
		out[k] = int32(at)
		sizes[at]++
	}
	for t, sl := range f.plan[s] {
		if sizes[t] < sl.lo || sizes[t] > sl.hi {
			return nil
		}
	}
	return out
}

// betterBegun is the better of what was found for section s and of what the search began with.
func (f *former) betterBegun(s int, found [][]int32) [][]int32 {
	at := f.begun(s)
	if at == nil {
		return found
	}
	if was := f.teamsAt(s, at); !f.preferred(s, found).better(f.preferred(s, was)) {
		return was
	}
	return found
}

// teamsAt are the members of the teams of section s, given the team of each.
func (f *former) teamsAt(s int, at []int32) [][]int32 {
	out := make([][]int32, len(f.plan[s]))
	for k, i := range f.p.sections[s] {
		out[at[k]] = append(out[at[k]], i)
	}
	return out
}

// keepBegun takes what the search began with where that is better in all sections together: what was solved is the best of each by itself.
func (f *former) keepBegun() {
	was := make([][][]int32, len(f.plan))
	for s := range f.plan {
		at := f.begun(s)
		if at == nil {
			return
		}
		was[s] = f.teamsAt(s, at)
	}
	if f.qualityOfAll(was).better(f.qualityOfAll(f.found)) {
		f.found = was
	}
}

// qualityOfAll is the quality of the teams of all sections.
func (f *former) qualityOfAll(found [][][]int32) quality {
	var numbers []int
	for s := range f.plan {
		numbers = append(numbers, f.numbers(s)...)
	}
	return f.p.quality(slices.Concat(found...), numbers, f.scales)
}

// idealLimit is up to how many members a search asks whether its division is as good as the bound; larger ones take all the
// time that they are given. It is a choice: to ask scores the whole division, and the larger a club the rarer is a
// division at its bound. Where it is too low, a search that could end goes on to the end of its budget, and finds the same.
const idealLimit = 200

// telling reports the progress of one of several starts, each hundredth of it. What must-rules break has no score.
func (f *former) telling(starts int) func(int64, float64, []int32) {
	if f.report == nil {
		return nil
	}
	last := -1.0
	return func(moves int64, share float64, best []int32) {
		if share < last+0.01 {
			return
		}
		last = share
		now := Progress{Share: min(share, 1), Moves: moves * int64(starts)}
		if !f.p.in.Confides() && len(best) > 0 {
			if q := f.qualityOf(0, best); q.broken == 0 {
				now.Objective = q.objective
			}
		}
		f.report(now)
	}
}
