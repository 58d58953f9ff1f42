package team

import (
	"fmt"
	"slices"
	"time"

	"dure/clustering/team/search"
)

// Limits on sizes leave open how many teams there are. Each number is a plan of its own, and to search all of them would
// divide the time by their number. So the number nearest to the ideal is taken, unless a short search finds no division with
// it that keeps the must-rules; then the others are tried from the nearest on, and the one that breaks least is kept.

// A yielder measures a rule that, as a must, gives way to all other must-rules: where they cannot all be kept, the teams are searched for with as
// little more than it allows as lets the others be kept, or be broken by as little as they can be. The division that is found, and any other by
// hand, is judged by what it needed.
type yielder interface {
	// yield lets teams of section s have so many more while they are searched for; false where nothing is asked for any more.
	yield(p *problem, s, more int) bool
	// over is by how many a team of section s is over the limit as it is, and how many it has.
	over(s int, members []int32) (over, has int)
}

// yielders are the must-rules that give way to others.
func (p *problem) yielders() (all []yielder) {
	for _, c := range p.rules {
		if m, ok := c.measure.(yielder); ok && c.must() {
			all = append(all, m)
		}
	}
	return all
}

// gaveWay says of section s whether what was found keeps all must-rules but those that give way, and of these how many a team has at most where they
// did, and how many too many; 0 where they did not.
func (f *former) gaveWay(s int) (kept bool, has, over int) {
	f.p.yield(s, 0)
	kept = true
	for k, t := range f.numbers(s) {
		members := f.found[s][k]
		for _, c := range f.p.rules {
			if c.breach(c.of(t, members)) == 0 {
				continue
			}
			m, gives := c.measure.(yielder)
			if !gives {
				kept = false
				continue
			}
			by, n := m.over(s, members)
			has, over = max(has, n), max(over, by)
		}
	}
	return kept, has, over
}

// judge takes what the rules that give way needed for their limits in each section, from here on. Beside must-rules in confidence that is whatever they
// have: whether those are kept, and so whether these gave way to them, would show in how they are judged.
func (f *former) judge() {
	given, secret := map[string]int{}, slices.ContainsFunc(f.p.in.Rules, func(r Rule) bool { return r.BindsInConfidence(f.p.in.Table) })
	for s := range f.plan {
		if kept, has, over := f.gaveWay(s); has > 0 && (kept || secret || over <= f.given[s]) {
			given[f.p.sectionName(s)] = has
		}
	}
	if len(given) > 0 {
		f.p.in.GaveWay = given
		_ = f.take(f.chosen) // as before, for the same plan
	}
}

// yield sets by how much the rules that give way do so in section s, and reports whether any of them still asks for anything.
func (p *problem) yield(s, more int) (asks bool) {
	for _, m := range p.yielders() {
		asks = m.yield(p, s, more) || asks
	}
	return asks
}

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
		if _, broken := f.probe(s); broken > 0 {
			f.mu.Lock()
			again = append(again, s)
			f.mu.Unlock()
		}
	})
	slices.Sort(again)
	for _, s := range again {
		if broken := f.chooseSection(s); broken > 0 {
			f.giveWay(s, broken)
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

// giveWay lets the rules of section s, which breaks so much if they do not, give way by as little as lets the others be kept, or where those
// cannot be kept in any case be broken as little. A search may miss the least that can be broken; what comes near it is taken for that.
func (f *former) giveWay(s int, broken float64) {
	if len(f.p.yielders()) == 0 || f.late(f.opt.Budget*3/10) {
		return
	}
	breaks := func(more int) (broken float64) {
		f.p.yield(s, more)
		_, broken = f.probe(s)
		return broken
	}
	least, more := breaks(len(f.p.sections[s])), 0
	for near := least*nearLeast + 1e-9; broken > near && f.p.yield(s, more+1) && !f.late(f.opt.Budget*4/10); {
		more++
		broken = breaks(more)
	}
	f.p.yield(s, more)
	f.given[s] = more
}

// nearLeast is within which factor of the least that was found to be broken counts as that. It hardly matters: of 1.0, 1.02, 1.05 and 1.1 each broke
// 34 or 35 teams in three classes of ENGG1100 with a fifth unanswered, 64 in two of ENGG2800 and 45 in five random clubs, and 1.05 spread who has not
// answered as evenly as any.
const nearLeast = 1.05

// chooseSection tries the plans of one section in turn and keeps the one that breaks least. What is proved at once to break something is passed
// over; of the others the nearest two are tried as long as the budget lasts, since must-rules come first, and more in the first half of it. It
// returns how much is broken then.
func (f *former) chooseSection(s int) (least float64) {
	if f.late(f.opt.Budget) {
		return 0
	}
	first, tried := f.chosen, 0
	best := first
	_, least = f.probe(s)
	for _, slots := range f.plans[s] {
		if least <= 0 || tried >= 2*maxTried || f.ctx.Err() != nil || f.late(f.opt.Budget) {
			break
		}
		if slices.Equal(slots, first[s]) || f.takeIn(s, slots) != nil || f.impossible(s) {
			continue
		}
		if tried++; tried > 2 && f.late(f.opt.Budget/2) {
			break
		}
		if _, broken := f.probe(s); broken < least-1e-9 {
			best, least = f.chosen, broken
		}
	}
	_ = f.take(best) // as before
	return least
}

// keepMusts takes what a search for must-rules alone finds, where the search for all rules broke some and that keeps all: with the teams as
// planned, or with another number of them. A way out that was tried, was found in the same way. Then it is tried whether the rules that gave
// way can do so by less.
func (f *former) keepMusts() {
	all := func(s int) bool { kept, _, over := f.gaveWay(s); return kept && over <= 0 }
	if f.opt.Plain || !slices.ContainsFunc(count(len(f.found)), func(s int) bool { return !all(s) }) {
		return
	}
	g, err := f.opened(f.asked())
	if err != nil || g.take(f.chosen) != nil {
		return
	}
	for s := range f.found {
		kept, _, over := f.gaveWay(s)
		solved := len(f.p.yielders()) == 0 && len(f.p.sections[s]) <= search.ExactLimit && len(f.plans[s]) == 1
		if !kept && !solved && f.adopt(g, s) {
			kept, _, over = f.gaveWay(s)
		}
		for more := 0; kept && more < over; more++ {
			if g.p.yield(s, more); f.adopt(g, s) {
				break
			}
		}
		if _, _, over = f.gaveWay(s); over > 0 {
			f.yieldLess(s, over)
		}
	}
}

// yieldLess searches section s for teams that break the other must-rules no more though the rules that give way, which did so by over, do it by less:
// the short search before may have missed them.
func (f *former) yieldLess(s, over int) {
	broken := func(teams [][]int32) float64 { return f.p.quality(teams, f.numbers(s), f.scales).broken }
	f.p.yield(s, over)
	least := broken(f.found[s])
	for k := 0; k < 2*over && !f.over(keepingEnd); k++ { // each twice, since one search may just miss it
		f.p.yield(s, k/2)
		e := f.evaluator(s)
		f.moves += e.Search(search.Options{Rand: f.rng(s, 2000+k), Budget: f.probing(len(f.p.sections[s])), From: f.groups(s), Criteria: f.criteria(s)})
		found := slices.Clone(f.found)
		if found[s] = f.teams(s, e); broken(found[s]) <= least+1e-9 && f.takeFound(f.chosen, found) {
			return
		}
	}
}

// groups is the division that was found for section s, as the team of each of its members.
func (f *former) groups(s int) []int32 {
	at := map[int32]int32{}
	for t, members := range f.found[s] {
		for _, i := range members {
			at[i] = int32(t)
		}
	}
	out := make([]int32, len(f.p.sections[s]))
	for k, i := range f.p.sections[s] {
		out[k] = at[i]
	}
	return out
}

// adopt takes what g, which is asked for must-rules alone, finds for section s, and reports whether it finds anything in time.
func (f *former) adopt(g *former, s int) bool {
	if f.over(keepingEnd) {
		return false
	}
	if ok, _ := g.keeps(s, keepingEnd); !ok {
		if ok, _ = g.feasible(s, keepingEnd); !ok {
			return false
		}
	}
	chosen, found := slices.Clone(f.chosen), slices.Clone(f.found)
	chosen[s], found[s] = g.chosen[s], g.found[s]
	return f.takeFound(chosen, found)
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

// keepingEnd is until when must-rules are searched for alone, in budgets: a search ends shortly before the first, and a probe takes a tenth.
const keepingEnd = 1.3

// probe searches section s for a short while, by moves, for a division that meets the must-rules and returns it with how much it breaks,
// 0 if nothing. A small section is solved instead, and then the least that can be broken is known.
func (f *former) probe(s int) (teams [][]int32, broken float64) {
	n := len(f.p.sections[s])
	if n <= search.ExactLimit {
		teams = f.exact(s, nil)
	}
	if teams == nil {
		e := f.evaluator(s)
		moves := e.Search(search.Options{Rand: f.rng(s, 1000), Budget: f.probing(n), Feasible: true})
		f.mu.Lock()
		defer f.mu.Unlock()
		f.moves += moves
		teams = f.teams(s, e)
	}
	return teams, f.p.quality(teams, f.numbers(s), f.scales).broken
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
