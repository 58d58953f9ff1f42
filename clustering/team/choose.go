package team

import (
	"slices"
	"time"

	"dure/clustering/team/search"
)

// Limits on sizes leave open how many teams there are. Each number is a plan of its own, and to search all of them would
// divide the time by their number. So the number nearest to the ideal is taken, unless a short search finds no division with
// it that keeps the must-rules; then the others are tried from the nearest on, and the one that breaks least is kept.

// choose takes for each section the plan nearest to the ideal that meets the must-rules, as far as a short search can tell. Without
// must-rules it is the first. The error is of locks that fit into no plan.
func (f *former) choose(plans [][][]slot) error {
	f.plan, f.plans = make(plan, len(plans)), plans
	for s := range plans {
		f.plan[s] = slices.Clone(plans[s][0])
	}
	if err := f.settle(); err != nil {
		return err
	}
	if !slices.ContainsFunc(f.p.rules, func(c *compiled) bool { return c.must() && !c.divides() }) {
		return nil
	}
	var again []int
	f.each(func(s int) {
		if len(plans[s]) == 1 {
			return
		}
		if broken := f.probe(s); broken > 0 {
			f.mu.Lock()
			again = append(again, s)
			f.mu.Unlock()
		}
	})
	slices.Sort(again)
	for _, s := range again {
		if err := f.chooseSection(s, plans[s]); err != nil {
			return err
		}
	}
	return nil
}

// chooseSection tries the plans of one section in turn and keeps the one that breaks least: the nearest two as long as the
// budget lasts, since must-rules come first, the others in the first part of it.
func (f *former) chooseSection(s int, plans [][]slot) error {
	if f.late(f.opt.Budget) {
		return nil
	}
	best, least := 0, f.probe(s)
	for k := 1; k < len(plans) && least > 0 && f.ctx.Err() == nil && !f.late(f.opt.Budget); k++ {
		if k > 2 && f.late(f.opt.Budget*3/10) {
			break
		}
		f.plan[s] = slices.Clone(plans[k])
		if f.settle() != nil {
			continue
		}
		if broken := f.probe(s); broken < least-1e-9 {
			best, least = k, broken
		}
	}
	f.plan[s] = slices.Clone(plans[best])
	return f.settle()
}

// probe searches section s for a short while, by moves, for a division that meets the must-rules and returns how much is broken, 0 if
// nothing. A small section is solved instead, and then the least that can be broken is known.
func (f *former) probe(s int) float64 {
	n := len(f.p.sections[s])
	if n <= search.ExactLimit {
		if teams := f.exact(s, nil); teams != nil {
			return f.p.quality(teams, f.numbers(s), f.scales).broken
		}
	}
	e := f.evaluator(s)
	moves := e.Search(search.Options{Rand: f.rng(s, 1000), Budget: f.probing(n), Feasible: true})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.moves += moves
	return f.broken(s, e)
}

// probing is the budget of a short search among n members: 3000 moves each, and of the time that there is a tenth, or up to a
// quarter where that is less than 50 ms, the smaller the more sections, but 2 ms in any case. Too short a search takes another
// number of teams than it had to, or lists a clash as unproved; too long a one is lost to the search proper. The numbers are a choice.
func (f *former) probing(n int) search.Budget {
	p := search.Budget{Context: f.ctx, Moves: min(int64(3000*n), 1_500_000)}
	if f.opt.Now != nil && f.opt.Budget > 0 {
		share := max(f.opt.Budget/10, min(f.opt.Budget/4, 50*time.Millisecond))
		p.Now, p.Start, p.Time = f.opt.Now, f.opt.Now(), max(min(share, f.opt.Budget*6/10/time.Duration(len(f.plan))), 2*time.Millisecond)
	}
	return p
}

// late reports whether more than so much time has passed since the start, where time counts.
func (f *former) late(than time.Duration) bool {
	return f.opt.Now != nil && f.opt.Budget > 0 && f.opt.Now().Sub(f.start) > than
}
