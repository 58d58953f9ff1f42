package team

import (
	"fmt"
	"math"
	"slices"
	"time"

	"dure/clustering/team/search"
)

// Limits on sizes leave open how many teams there are. Each number is a plan of its own, and to search all of them would
// divide the time by their number. So the number nearest to the ideal is taken, unless a short search finds no division with
// it that keeps the must-rules; then the others are tried from the nearest on, and the one that breaks least is kept.

// choose takes for each section the plan nearest to the ideal that meets the must-rules, as far as a short search can tell. Without
// must-rules it is the first that locks and capacities fit into. The error is of those that fit into no plan.
func (f *former) choose(plans [][][]slot) error {
	f.plans = plans
	if err := f.nearest(); err != nil {
		return err
	}
	musts, yielders := 0, len(f.p.yielders())
	for _, c := range f.p.rules {
		musts += int(b2f(c.must() && !c.divides()))
	}
	if musts == 0 {
		return nil
	}
	var again []int
	f.each(func(s int) {
		if len(f.plans[s]) == 1 && (yielders == 0 || musts == yielders && !f.impossible(s)) {
			return
		}
		if f.probe(s).broken > 0 {
			f.mu.Lock()
			again = append(again, s)
			f.mu.Unlock()
		}
	})
	slices.Sort(again)
	for _, s := range again {
		if least := f.chooseSection(s); least.broken > 0 {
			f.giveWay(s, least)
		}
	}
	return nil
}

// maxNearest is how many plans of all sections are tried for one that fits. It is a choice: of one section it is every number of teams that is
// looked at, and of several those that differ from the nearest in a few.
const maxNearest = 300

// nearest takes the plan of all sections with the sizes nearest to the ideal, of those that locks and capacities fit into. Where none does, those who
// may be in several sections are placed otherwise.
func (f *former) nearest() error {
	err := f.nearestHere()
	if err != nil && f.p.placed && f.p.limited() && f.p.placeOtherwise(f.replanned) {
		return nil
	}
	return err
}

// nearestHere does so for the sections as they are. What fits is the first but where capacities hold too few: then others are tried, the first ones
// of each section first.
func (f *former) nearestHere() error {
	zero := make([]int, len(f.plans))
	first := f.take(f.planAt(zero))
	if first == nil {
		return nil
	}
	known, best, least := map[string]bool{}, plan(nil), misfit{}
	for queue := [][]int{zero}; len(queue) > 0 && len(known) < maxNearest; queue = queue[1:] {
		for s := range queue[0] {
			at := slices.Clone(queue[0])
			if at[s]++; at[s] == len(f.plans[s]) || known[fmt.Sprint(at)] {
				continue
			}
			known[fmt.Sprint(at)] = true
			queue = append(queue, at)
			chosen := f.planAt(at)
			if pl, err := f.p.arrange(chosen); err == nil {
				if off := pl.misfit(f.p.in.Sizes.twiceIdeal(f.p.n)); best == nil || off.compare(least) < 0 {
					best, least = chosen, off
				}
			}
		}
	}
	if best == nil {
		return first
	}
	return f.take(best)
}

// replanned reports whether there is a plan for the sections as they are now, and takes it.
func (f *former) replanned() bool {
	plans, err := f.p.plans()
	if err != nil {
		return false
	}
	was := f.plans
	if f.plans = plans; f.nearestHere() == nil {
		return true
	}
	f.plans = was
	return false
}

// planAt is the plan with those of each section's at some positions.
func (f *former) planAt(at []int) plan {
	chosen := make(plan, len(at))
	for s, k := range at {
		chosen[s] = f.plans[s][k]
	}
	return chosen
}

// chooseSection tries the plans of one section in turn and keeps the one that breaks least. What is proved at once to break something is passed
// over; of the others the nearest two are tried as long as the budget lasts, since must-rules come first, and more in the first half of it. It
// returns the search that broke that.
func (f *former) chooseSection(s int) (least trial) {
	if f.late(f.opt.Budget) {
		return trial{}
	}
	first, tried := f.chosen, 0
	best := first
	least = f.probe(s)
	for _, slots := range f.plans[s] {
		if least.broken <= 0 || tried >= 2*maxTried || f.ctx.Err() != nil || f.late(f.opt.Budget) {
			break
		}
		if slices.Equal(slots, first[s]) || f.takeIn(s, slots) != nil || f.impossible(s) {
			continue
		}
		if tried++; tried > 2 && f.late(f.opt.Budget/2) {
			break
		}
		if found := f.probe(s); found.broken < least.broken-1e-9 {
			best, least = f.chosen, found
		}
	}
	_ = f.take(best) // as before
	return least
}

// takeFound takes a plan and what was found for it, unless teams that stay as they are would no longer fit in.
func (f *former) takeFound(chosen plan, found [][][]int32) bool {
	was := f.chosen
	if f.p.limited() {
		chosen = chosen.sized(found)
	}
	if f.take(chosen) != nil {
		return false
	}
	if !f.plan.holds(found) {
		_ = f.take(was) // as before
		return false
	}
	f.found, f.alone, f.optimal = found, nil, false
	return true
}

// sized is the plan with sizes as the teams have them.
func (p plan) sized(teams [][][]int32) plan {
	out := make(plan, len(p))
	for s, slots := range p {
		out[s] = slices.Clone(slots)
		for k := range slots {
			out[s][k].size = len(teams[s][k])
		}
	}
	return out
}

// holds reports whether the teams are no larger than they can be.
func (p plan) holds(teams [][][]int32) bool {
	for s, slots := range p {
		for k, sl := range slots {
			if len(teams[s][k]) > sl.hi {
				return false
			}
		}
	}
	return true
}

// A trial is what a short search found: teams, what they break, and how many moves it tried. What is solved has tried all.
type trial struct {
	teams         [][]int32
	broken, moves float64
}

// probe searches section s for a short while, by moves, for a division that meets the must-rules. A small section is solved instead, and then the
// least that can be broken is known.
func (f *former) probe(s int) (out trial) {
	n := len(f.p.sections[s])
	if n <= search.ExactLimit {
		out = trial{teams: f.exact(s, nil), moves: math.Inf(1)}
	}
	if out.teams == nil {
		e := f.evaluator(s)
		moves := e.Search(search.Options{Rand: f.rng(s, 1000), Budget: f.probing(n), Feasible: true})
		f.mu.Lock()
		defer f.mu.Unlock()
		f.moves += moves
		out = trial{teams: f.teams(s, e), moves: float64(moves)}
	}
	out.broken = f.p.quality(out.teams, f.numbers(s), f.scales).broken
	return out
}

// probing is the budget of a short search among n members: 3000 moves each, and of the time that there is a tenth, or up to a
// quarter where that is less than 50 ms, the smaller the more sections, but 2 ms in any case. Too short a search takes another
// number of teams than it had to, or lists a clash as unproved; too long a one is lost to the search proper. The numbers are a choice.
func (f *former) probing(n int) search.Budget {
	p := search.Budget{Context: f.ctx, Moves: min(int64(3000*n), 1_500_000)}
	if f.opt.Moves > 2*p.Moves { // of which half at most
		p.Moves = min(p.Moves, max(f.opt.Moves/2-f.moves, int64(probeLeast*n)))
	}
	if f.most > 0 {
		p.Moves = min(p.Moves, f.most)
	}
	if f.opt.Now != nil && f.opt.Budget > 0 {
		share := max(f.opt.Budget/10, min(f.opt.Budget/4, 50*time.Millisecond))
		p.Now, p.Start, p.Time = f.opt.Now, f.opt.Now(), max(min(share, f.opt.Budget*6/10/time.Duration(len(f.plan))), 2*time.Millisecond)
	}
	return p
}

// probeLeast is how many moves for each member a probe may take where the half of the budget is gone that probes have.
const probeLeast = 50

// late reports whether more than so much time has passed since the start, where time counts.
func (f *former) late(than time.Duration) bool {
	return f.opt.Now != nil && f.opt.Budget > 0 && f.opt.Now().Sub(f.start) > than
}
