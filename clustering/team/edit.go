package team

import (
	"cmp"
	"slices"

	"dure/clustering/team/search"
)

// What a hand edit could do next. All swaps and moves are weighed by the evaluator of the search, in which what other teams are
// worth stays as it is; so after a step only those of the two teams it touched are weighed anew. The evaluator's worth of a worst
// team is not the objective's, so the most promising are rated in truth before they are offered: by the teams that they touch, with
// what is known of the others.

// A Suggestion is a swap, or a move where With is -1, and what it would change. Members are rows, teams are counted from 0, and changes are
// of scores from 0 to 1, so that 0.01 is one point of a hundred.
type Suggestion struct {
	Member int       `json:"member"`
	With   int       `json:"with"` // who trades places with Member, or -1
	To     int       `json:"to"`   // team that Member goes to
	Change float64   `json:"change"`
	Rules  []float64 `json:"rules"`  // change of each rule's score
	Unmet  int       `json:"unmet"`  // must-rules broken afterwards
	Uneven int       `json:"uneven"` // members who then still have to change teams until sizes are as they should be
}

// Suggest returns up to limit swaps and moves that improve the draft, best first: those after which must-rules are broken least, then those
// that even out sizes, then those that raise the objective most. They leave alone the members that its input's Fixed and Closed name.
// Of steps that mend as much and lower the objective only the best is among them. It returns none where no single step is for the better.
func (d *Draft) Suggest(limit int) []Suggestion {
	before := d.p.evaluateScaled(d.teams, d.scales)
	all := d.improvements(d.improving(), limit)
	for k := len(all) - 1; k > 0; k-- {
		if it, ahead := all[k], all[k-1]; it.objective < d.now.objective && it.crowded == ahead.crowded && it.uneven == ahead.uneven && abs(it.broken-ahead.broken) < 1e-9 {
			all = slices.Delete(all, k, k+1)
		}
	}
	out := make([]Suggestion, min(limit, len(all)))
	for k := range out {
		st := all[k].step
		after := d.p.evaluateScaled(d.after(st), d.scales)
		sg := Suggestion{Member: d.row(st, st.a), With: -1, To: d.numbers[st.section][st.to], Change: after.Objective - before.Objective, Unmet: len(after.Unmet), Uneven: all[k].uneven}
		if st.b >= 0 {
			sg.With = d.row(st, st.b)
		}
		for r := range after.Rules {
			sg.Rules = append(sg.Rules, after.Rules[r].Score-before.Rules[r].Score)
		}
		out[k] = sg
	}
	return out
}

// A state is what a division made by hand is compared by: who is in no team, whom activities have beyond what they hold, how much of the must-rules
// it breaks, then how far its sizes are from those asked for, then the objective.
type state struct {
	quality
	without, crowded, uneven int
}

// better reports whether a is better than b by more than rounding.
func (a state) better(b state) bool {
	switch {
	case a.without != b.without:
		return a.without < b.without
	case a.crowded != b.crowded:
		return a.crowded < b.crowded
	case abs(a.broken-b.broken) > 1e-9:
		return a.broken < b.broken
	case a.uneven != b.uneven:
		return a.uneven < b.uneven
	}
	return a.objective > b.objective+1e-9
}

// state scores another division than the draft's from scratch. Teams that nobody is in do not count.
func (p *problem) state(teams [][]int) state {
	var filled [][]int
	var numbers []int
	for t, g := range teams {
		if len(g) > 0 {
			filled, numbers = append(filled, g), append(numbers, t)
		}
	}
	return p.stateOf(teams, p.quality(divided(filled), numbers, p.scalesOf(teams)), p.uneven(teams))
}

// stateOf is the state of a division of which the rest is known.
func (p *problem) stateOf(teams [][]int, q quality, uneven int) state {
	without := p.n
	for _, g := range teams {
		without -= len(g)
	}
	return state{q, without, crowded(p.holdings(teams)), uneven}
}

// An improvement is a step and what the division is once it is taken.
type improvement struct {
	step
	state
}

// improvements returns the steps that are truly for the better, the best first, of those that promise most; so many are wanted.
func (d *Draft) improvements(all []step, wanted int) []improvement {
	d.load()
	var evening, others []step
	for _, st := range all {
		if d.evens(st) < 0 || d.crowding(st) < 0 {
			evening = append(evening, st)
		} else {
			others = append(others, st)
		}
	}
	var out []improvement
	for _, st := range append(promising(evening, wanted), promising(others, wanted)...) {
		if s := d.stateAfter(st); s.better(d.now) {
			out = append(out, improvement{st, s})
		}
	}
	slices.SortStableFunc(out, func(a, b improvement) int {
		switch {
		case a.state.better(b.state):
			return -1
		case b.state.better(a.state):
			return 1
		}
		return a.step.compare(b.step)
	})
	return out
}

// tried is how many steps are rated in truth at most for each that is wanted, and triedMore how many besides. With fewer the truly best step may be
// passed over. Of 60, 300 and 1,000 members under ten rules, 40 more found what 4,000 did, in a tenth of the time.
const (
	tried     = 4
	triedMore = 100
)

// promising returns the steps that the search rates best, as many as are rated in truth.
func promising(all []step, wanted int) []step {
	most := tried*wanted + triedMore
	if len(all) > most {
		slices.SortFunc(all, step.compare)
		all = all[:most]
	}
	return all
}

// A step is a move of a from one team to another, a swap if b goes the other way, or a chain if b makes room by going on to a third. Members are
// items of a section, teams are its groups.
type step struct {
	section  int
	a, b     int32 // b is -1 for a move
	from, to int   // of a
	next     int   // where b goes: from for a swap, a third group for a chain
	change   float64
}

// compare puts the step of the larger change first.
func (st step) compare(o step) int {
	return cmp.Or(cmp.Compare(o.change, st.change), cmp.Compare(st.section, o.section), cmp.Compare(st.a, o.a), cmp.Compare(st.b, o.b),
		cmp.Compare(st.to, o.to), cmp.Compare(st.next, o.next))
}

// touches reports whether a step changes group t of section s.
func (st step) touches(s, t int) bool {
	return st.section == s && (t == st.from || t == st.to || st.b >= 0 && t == st.next)
}

// last is the group that has a member more after a step than before, as from has one less; from itself where sizes stay.
func (st step) last() int {
	if st.b >= 0 {
		return st.next
	}
	return st.to
}

// row is the row in the table of an item of the step's section.
func (d *Draft) row(st step, item int32) int { return int(d.members[st.section][item]) }

// crowding is by how much a step changes how many members activities have beyond what they hold.
func (d *Draft) crowding(st step) int {
	return d.crowds(d.numbers[st.section][st.from], d.numbers[st.section][st.last()])
}

// evens is by how much a step changes how uneven the sizes are.
func (d *Draft) evens(st step) int {
	from, to := d.numbers[st.section][st.from], d.numbers[st.section][st.last()]
	if from == to {
		return 0
	}
	over, under := d.uneven.over[st.section], d.uneven.under[st.section]
	before := max(over, under)
	if len(d.teams[from]) > d.ranges[from].Max {
		over--
	}
	if len(d.teams[from]) <= d.ranges[from].Min {
		under++
	}
	if len(d.teams[to]) >= d.ranges[to].Max {
		over++
	}
	if len(d.teams[to]) < d.ranges[to].Min {
		under--
	}
	return max(over, under) - before
}

// improving returns the steps that may improve the draft. The slice stays the draft's.
func (d *Draft) improving() []step {
	d.load()
	if d.better == nil {
		d.better = []step{}
		for s, e := range d.evaluators {
			if e != nil {
				d.addSteps(s, e, func(int) bool { return true })
			}
		}
	}
	return d.better
}

// smallSection is up to how many members all steps of a section are looked at.
const smallSection = 24

// amiss reports whether a team is of the wrong size, or breaks a must-rule or takes up what has no room for it.
func (d *Draft) amiss(t int) bool {
	n, r := len(d.teams[t]), d.ranges[t]
	return n < r.Min || n > r.Max || d.breaks(t) || slices.ContainsFunc(d.holdings, func(h holding) bool { return h.of(t) < 0 })
}

// addSteps adds the swaps and moves in section s that may improve the draft, of which at least one team is to be looked at: those that improve the
// objective of the search, those that change a team of the wrong size or one that breaks a must-rule, and all of a small section. Of a large section it
// is those among the teams that are considered.
func (d *Draft) addSteps(s int, e *search.Evaluator, look func(t int) bool) {
	const top = 1e-9
	movable := d.movable(s)
	amiss := make([]bool, len(d.numbers[s]))
	for k, t := range d.numbers[s] {
		amiss[k] = d.considered(s, k) && (len(d.members[s]) <= smallSection || d.amiss(t))
	}
	for k, a := range movable {
		from := e.Group(a)
		for _, b := range movable[:k] {
			to := e.Group(b)
			if from == to || !look(from) && !look(to) {
				continue
			}
			if c := e.SwapChange(a, b); c > top || amiss[from] || amiss[to] {
				d.better = append(d.better, step{s, a, b, from, to, from, c})
			}
		}
		for t := range d.numbers[s] {
			if !d.considered(s, t) || !e.MayMove(a, t) || !look(from) && !look(t) || d.crowds(d.numbers[s][from], d.numbers[s][t]) > 0 {
				continue
			}
			if c := e.MoveChange(a, t); c > top || amiss[from] || amiss[t] {
				d.better = append(d.better, step{s, a, -1, from, t, 0, c})
			}
		}
	}
}

// breaks reports whether a team breaks a must-rule.
func (d *Draft) breaks(t int) bool {
	for r, c := range d.p.rules {
		if c.breach(d.outcomes[r][t]) > 0 {
			return true
		}
	}
	return false
}

// take makes a step. What other teams could do stays worth as much, as that objective is a sum over teams.
func (d *Draft) take(st step) {
	d.improving()
	d.now = d.stateAfter(st)
	d.teams = d.after(st)
	d.holdings = d.p.holdings(d.teams)
	d.uneven = d.p.unevenness(d.teams, d.ranges)
	for _, t := range []int{st.from, st.to, st.last()} {
		d.measure(d.numbers[st.section][t])
	}
	e := d.evaluators[st.section]
	switch {
	case st.b >= 0 && st.next == st.from:
		e.Swap(st.a, st.b, e.SwapChange(st.a, st.b))
	case st.b >= 0:
		e.Move(st.b, st.next, e.MoveChange(st.b, st.next))
		fallthrough
	default:
		e.Move(st.a, st.to, e.MoveChange(st.a, st.to))
	}
	d.better = slices.DeleteFunc(d.better, func(o step) bool {
		return o.touches(st.section, st.from) || o.touches(st.section, st.to) || o.touches(st.section, st.last())
	})
	d.addSteps(st.section, e, func(t int) bool { return st.touches(st.section, t) })
}

// after returns the teams with a step taken.
func (d *Draft) after(st step) [][]int {
	out := slices.Clone(d.teams)
	for _, g := range []int{st.from, st.to, st.last()} {
		t := d.numbers[st.section][g]
		out[t] = nil
		for _, i := range d.membersAfter(st, g) {
			out[t] = append(out[t], int(i))
		}
	}
	return out
}

// membersAfter lists whom a group of the step's section has once the step is taken.
func (d *Draft) membersAfter(st step, group int) []int32 {
	var out []int32
	a, b := d.members[st.section][st.a], int32(-1)
	if st.b >= 0 {
		b = d.members[st.section][st.b]
	}
	for _, i := range d.teams[d.numbers[st.section][group]] {
		if int32(i) != a && int32(i) != b {
			out = append(out, int32(i))
		}
	}
	if group == st.to {
		out = append(out, a)
	}
	if b >= 0 && group == st.next {
		out = append(out, b)
	}
	return out
}

// stateAfter is the state of the draft once a step is taken. It measures the teams that the step touches; of the others it is known.
func (d *Draft) stateAfter(st step) state {
	var numbers [3]int
	var members [3][]int32
	for k, g := range [3]int{st.from, st.to, st.last()} {
		numbers[k], members[k] = d.numbers[st.section][g], d.membersAfter(st, g)
	}
	after := d.now
	after.quality = d.p.qualityOf(len(d.filled), d.scales, func(r, k int) outcome {
		if k := slices.Index(numbers[:], d.filled[k]); k >= 0 {
			return d.p.rules[r].of(numbers[k], members[k])
		}
		return d.outcomes[r][d.filled[k]]
	})
	after.crowded += d.crowding(st)
	after.uneven += d.evens(st)
	return after
}
