package team

import (
	"math"
	"slices"

	"dure/clustering/team/search"
)

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

// giveWay lets the rules of section s give way by as little as lets the others be kept, or where those cannot be kept in any case be broken as
// little; firm is the search in which they did not. A search may miss the least that can be broken; what comes near it is taken for that.
func (f *former) giveWay(s int, firm trial) {
	if len(f.p.yielders()) == 0 || f.late(f.opt.Budget*3/10) {
		return
	}
	breaks := func(more int) float64 {
		f.p.yield(s, more)
		return f.probe(s).broken
	}
	if f.firm[s] = firm.moves; f.impossible(s) {
		f.firm[s] = math.Inf(1)
	}
	f.most = f.fair(s)
	near, more, broken := f.near(s, breaks(len(f.p.sections[s]))), 0, firm.broken
	if f.most = 0; broken > near && !math.IsInf(f.firm[s], 1) { // once more, since one search may just miss it
		f.opt.Seed++
		broken = min(broken, breaks(0))
		f.opt.Seed--
	}
	for broken > near && f.p.yield(s, more+1) && !f.late(f.opt.Budget*4/10) {
		more++
		broken = breaks(more)
	}
	f.p.yield(s, more)
	f.given[s] = more
}

// near is what counts as the least that can be broken in section s, of which so little was found.
func (f *former) near(s int, least float64) float64 {
	if math.IsInf(f.firm[s], 1) {
		return least*nearLeast + 1e-9
	}
	return least*muchLess + 1e-9
}

// nearLeast is within which factor of the least that was found to be broken counts as that. It hardly matters: of 1.0, 1.02, 1.05 and 1.1 each broke
// 34 or 35 teams in three classes of ENGG1100 with a fifth unanswered, 64 in two of ENGG2800 and 45 in five random clubs, and 1.05 spread who has not
// answered as evenly as any. Where nothing is proved and some rule is broken in any case, muchLess takes its place: that one member more is short of
// what a team must have is no reason to put others aside.
const (
	nearLeast = 1.05
	muchLess  = 2
)

// fair is how many moves a search may take in which the rules of section s give way: what it finds in so few, a search in which they do not has
// missed in fairShare times as many, and they are likely to have to. Where must-rules are hard to keep in either case it is by chance which search
// finds how, and nobody is put aside for that. It is 0 for any number, where it is proved that they have to.
func (f *former) fair(s int) int64 {
	if math.IsInf(f.firm[s], 1) {
		return 0
	}
	return max(1, int64(f.firm[s]/fairShare))
}

// With 20 nobody was put aside in 300 random clubs whose must-rules can all be kept, after 30 ms, 200 ms or a second; without any such limit who has
// not answered gave way in 1 to 5 of a hundred.
const fairShare = 20

// keepMusts takes what a search for must-rules alone finds, where the search for all rules broke some and that keeps all: with the teams as
// planned, or with another number of them. A way out that was tried, was found in the same way.
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
		solved := len(f.p.yielders()) == 0 && len(f.p.sections[s]) <= search.ExactLimit && len(f.plans[s]) == 1
		if !all(s) && !solved {
			f.keepIn(g, s)
		}
	}
}

// keepIn does so in section s. Then it is tried whether the rules that gave way can do so by less.
func (f *former) keepIn(g *former, s int) {
	kept, _, over := f.gaveWay(s)
	g.firm[s] = f.firm[s]
	found := !kept && g.reaches(s, keepingEnd) && f.adopt(g, s)
	if found {
		kept, _, over = f.gaveWay(s)
	}
	for more := int(b2f(found)); kept && more < over; more++ {
		if ok, _ := g.reachesBy(s, more, keepingEnd); ok && f.adopt(g, s) {
			found, over = true, more
		}
	}
	if _, _, over = f.gaveWay(s); over > 0 || found {
		f.yieldLess(s, max(over, 0))
	}
}

// reaches reports whether a division of section s was found that keeps the must-rules, which are all that the former is asked for, with teams as
// planned or with another number of them. Those that give way do so only where that is fair.
func (f *former) reaches(s int, end float64) bool {
	before := f.moves
	ok, proved := f.reachesBy(s, 0, end)
	if f.firm[s] += float64(f.moves - before); proved {
		f.firm[s] = math.Inf(1)
	}
	if ok || len(f.p.yielders()) == 0 {
		return ok
	}
	f.most = f.fair(s)
	ok, _ = f.reachesBy(s, len(f.p.sections[s]), end)
	f.most = 0
	return ok
}

// reachesBy does so where those rules give way by so much, and says where none was found whether that is proved.
func (f *former) reachesBy(s, more int, end float64) (ok, proved bool) {
	f.p.yield(s, more)
	if !slices.Equal(f.chosen[s], f.plans[s][0]) {
		if ok, _ = f.keeps(s, end); ok {
			return true, true
		}
	}
	return f.feasible(s, end)
}

// yieldLess searches section s for teams that break the other must-rules no more though the rules that give way, which did so by over, do it by less:
// the short search before may have missed them. What is found is the best by all rules.
func (f *former) yieldLess(s, over int) {
	quality := func(teams [][]int32) quality { return f.p.quality(teams, f.numbers(s), f.scales) }
	f.p.yield(s, over)
	was := quality(f.found[s])
	for k := 0; k < 2*over+1 && !f.over(keepingEnd); k++ { // each twice, since one search may just miss it
		f.p.yield(s, k/2)
		e := f.evaluator(s)
		f.moves += e.Search(search.Options{Rand: f.rng(s, 2000+k), Budget: f.probing(len(f.p.sections[s])), From: f.groups(s), Criteria: f.criteria(s)})
		found := slices.Clone(f.found)
		found[s] = f.teams(s, e)
		if q := quality(found[s]); (q.better(was) || k < 2*over && q.broken <= was.broken+1e-9) && f.takeFound(f.chosen, found) {
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

// adopt takes what g, which is asked for must-rules alone, has found for section s, and reports whether it can.
func (f *former) adopt(g *former, s int) bool {
	chosen, found := slices.Clone(f.chosen), slices.Clone(f.found)
	chosen[s], found[s] = g.chosen[s], g.found[s]
	return f.takeFound(chosen, found)
}

// keepingEnd is until when must-rules are searched for alone, in budgets: a search ends shortly before the first, and a probe takes a tenth.
const keepingEnd = 1.3
