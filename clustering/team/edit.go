package team

import (
	"cmp"
	"math"
	"slices"

	"dure/clustering/team/search"
)

// What a hand edit could do next. All swaps and moves are weighed by the evaluator of the search, in which what other teams are
// worth stays as it is; so after a step only those of the two teams it touched are weighed anew. The evaluator's worth of a worst
// team is not the objective's, so the most promising are scored in truth before they are offered. A repair is local search by
// best improvement with a budget of members who move, the way of fewest changes that a person would take too.

// A Suggestion is a swap, or a move where With is -1, and what it would change. Members are rows, teams are counted from 0, and changes are
// of scores from 0 to 1, so that 0.01 is one point of a hundred.
type Suggestion struct {
	Member int       `json:"member"`
	With   int       `json:"with"` // who trades places with Member, or -1
	To     int       `json:"to"`   // team that Member goes to
	Change float64   `json:"change"`
	Rules  []float64 `json:"rules"` // change of each rule's score
	Unmet  int       `json:"unmet"` // must-rules broken afterwards
}

// Suggest returns up to limit swaps and moves that improve the draft, best first: those that leave fewest must-rules broken, then
// those that raise the objective most. They leave alone the members that its input's Fixed and Closed name. It returns none
// where no single step is for the better.
func (d *Draft) Suggest(limit int) []Suggestion {
	before := d.p.evaluateScaled(d.teams, d.scales)
	var out []Suggestion
	for _, st := range promising(d.improving(), limit) {
		after := d.p.evaluateScaled(d.after(st), d.scales)
		sg := Suggestion{Member: st.a, With: st.b, To: st.to, Change: after.Objective - before.Objective, Unmet: len(after.Unmet)}
		for r := range after.Rules {
			sg.Rules = append(sg.Rules, after.Rules[r].Score-before.Rules[r].Score)
		}
		if sg.Unmet < len(before.Unmet) || sg.Unmet == len(before.Unmet) && sg.Change > 1e-9 {
			out = append(out, sg)
		}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(a.Unmet, b.Unmet), cmp.Compare(b.Change, a.Change))
	})
	return out[:min(limit, len(out))]
}

// promising returns the steps that the search rates best, four times as many as are wanted and eight: what they are worth in
// truth, with worst teams first, is reckoned for these. With fewer the truly best step may be passed over; each costs a whole evaluation.
func promising(all []step, wanted int) []step {
	most := 4*wanted + 8
	best := make([]step, 0, most+1)
	for _, st := range all {
		if len(best) == most && st.compare(best[most-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, st, step.compare)
		if best = slices.Insert(best, at, st); len(best) > most {
			best = best[:most]
		}
	}
	return best
}

// A step is a swap or a move by rows of the table and numbers of teams, and by those of the evaluator.
type step struct {
	a, b, to int
	change   float64
	section  int
	la, lb   int32
	from, lt int
}

// compare puts the step of the larger change first.
func (st step) compare(o step) int {
	return cmp.Or(cmp.Compare(o.change, st.change), cmp.Compare(st.a, o.a), cmp.Compare(st.b, o.b), cmp.Compare(st.to, o.to))
}

// improving returns the steps that improve the objective of the search. The slice stays the draft's.
func (d *Draft) improving() []step {
	if d.better == nil {
		d.load()
		d.better = []step{}
		for s, e := range d.evaluators {
			if e != nil {
				d.addSteps(s, e, func(int) bool { return true })
			}
		}
	}
	return d.better
}

// addSteps adds the swaps and moves in section s that improve the objective of the search, of which at least one team is to be looked at.
func (d *Draft) addSteps(s int, e *search.Evaluator, look func(t int) bool) {
	const top = 1e-9
	movable := e.Movable()
	for k, a := range movable {
		from := e.Group(a)
		for _, b := range movable[:k] {
			to := e.Group(b)
			if from == to || !look(from) && !look(to) {
				continue
			}
			if c := e.SwapChange(a, b); c > top {
				d.better = append(d.better, step{int(d.members[s][a]), int(d.members[s][b]), d.numbers[s][to], c, s, a, b, from, to})
			}
		}
		for t := range d.numbers[s] {
			if !e.MayMove(a, t) || !look(from) && !look(t) {
				continue
			}
			if c := e.MoveChange(a, t); c > top {
				d.better = append(d.better, step{int(d.members[s][a]), -1, d.numbers[s][t], c, s, a, -1, from, t})
			}
		}
	}
}

// take makes a step. What other teams could do stays worth as much, as that objective is a sum over teams.
func (d *Draft) take(st step) {
	d.improving()
	d.teams = d.after(st)
	e := d.evaluators[st.section]
	if st.b >= 0 {
		e.Swap(st.la, st.lb, st.change)
	} else {
		e.Move(st.la, st.lt, st.change)
	}
	look := func(t int) bool { return t == st.from || t == st.lt }
	d.better = slices.DeleteFunc(d.better, func(o step) bool { return o.section == st.section && (look(o.from) || look(o.lt)) })
	d.addSteps(st.section, e, look)
}

// after returns the teams with a step taken.
func (d *Draft) after(st step) [][]int {
	out := make([][]int, len(d.teams))
	from := 0
	for t, g := range d.teams {
		out[t] = slices.Clone(g)
		if slices.Contains(g, st.a) {
			from = t
		}
	}
	out[from] = slices.DeleteFunc(out[from], func(i int) bool { return i == st.a })
	out[st.to] = append(slices.DeleteFunc(out[st.to], func(i int) bool { return i == st.b }), st.a)
	if st.b >= 0 {
		out[from] = append(out[from], st.b)
	}
	return out
}

// A Repair is a division after a drop-out or a late joiner, with those who changed teams, by row in ascending order. Who had no team is
// not among them.
type Repair struct {
	Proposal Proposal `json:"proposal"`
	Moved    []int    `json:"moved"` // members who had a team and now have another
}

// Mend finds teams for members who have none in a division and improves it by letting at most budget members change teams. It
// returns the division for each number of steps that is for the better, from none on; the last is the best. Locked members and closed
// teams stay as they are, and who finds no open team of the section stays without.
func Mend(in Input, teams [][]int, budget int) ([]Repair, error) {
	d, err := Open(in, teams)
	if err != nil {
		return nil, err
	}
	return d.Mend(budget), nil
}

// Mend is [Mend] for the draft, which it leaves as it is. Those without a team are placed first, in the order of the table; then steps
// are taken as long as one is for the better and keeps to the budget.
func (d *Draft) Mend(budget int) []Repair {
	before, placed := slices.Repeat([]int{-1}, d.p.n), 0
	for t, g := range d.teams {
		for _, i := range g {
			before[i] = t
			placed++
		}
	}
	m := *d.with(d.admit(before))
	if placed == d.p.n { // what is known of the steps is too; d would load its evaluators again
		m = *d
		d.loaded, d.better = false, nil
	}
	out := []Repair{m.repair(before)}
	for range 2 * (budget + 1 + d.p.n - placed) {
		st, ok := m.next(before, budget)
		if !ok {
			break
		}
		m.take(st)
		out = append(out, m.repair(before))
	}
	return out
}

// repair is the draft as it is now, with those who had a team before, by member, and have another.
func (d *Draft) repair(before []int) Repair {
	r := Repair{Proposal: d.p.evaluateScaled(d.teams, d.scales), Moved: []int{}}
	for i, t := range r.Proposal.Assignment(d.p.n) {
		if before[i] >= 0 && before[i] != t {
			r.Moved = append(r.Moved, i)
		}
	}
	return r
}

// next returns the best step that keeps the number of moved members within budget, false if none is for the better. before is the team
// that each member had, -1 for none; a step that takes a member back lowers the number.
func (d *Draft) next(before []int, budget int) (best step, ok bool) {
	moved := 0
	where := make([]int, d.p.n)
	for t, g := range d.teams {
		for _, i := range g {
			where[i] = t
			if before[i] >= 0 && before[i] != t {
				moved++
			}
		}
	}
	var within []step
	for _, st := range d.improving() {
		cost := moved + moves(before, where, st.a, st.to)
		if st.b >= 0 {
			cost += moves(before, where, st.b, where[st.a])
		}
		if cost <= budget {
			within = append(within, st)
		}
	}
	now := d.quality(d.teams)
	top := quality{now.broken, now.objective + 1e-9}
	for _, st := range promising(within, 4) {
		if q := d.quality(d.after(st)); q.better(top) {
			best, top, ok = st, q, true
		}
	}
	return best, ok
}

// quality scores other teams than the draft's, by their own scales: as many teams and members have the same.
func (d *Draft) quality(teams [][]int) quality {
	return d.p.quality(divided(teams), count(len(teams)), d.p.scalesOf(teams))
}

// moves is by how much the number of moved members grows if i goes to team t.
func moves(before, where []int, i, t int) int {
	if before[i] < 0 {
		return 0
	}
	n := 0
	if before[i] != where[i] {
		n--
	}
	if before[i] != t {
		n++
	}
	return n
}

// admit returns a copy of the teams with each member who has none, by row, put where the division is best with them. A team of the section
// with room comes before any without: below the largest size, or, where there are no limits, one that no other is smaller than.
// Who finds only closed teams stays without one.
func (d *Draft) admit(before []int) [][]int {
	z := d.p.in.Sizes.filled(d.p.n)
	teams := make([][]int, len(d.teams))
	for t, g := range d.teams {
		teams[t] = slices.Clone(g)
	}
	for i, t := range before {
		if t >= 0 {
			continue
		}
		best, top, room := -1, quality{broken: math.Inf(1)}, false
		for t := range teams {
			if slices.Contains(d.p.in.Closed, t) || len(teams[t]) > 0 && d.p.section[teams[t][0]] != d.p.section[i] {
				continue
			}
			fits := z.Max == 0 || len(teams[t]) < z.Max
			if z.Max == 0 {
				fits = !slices.ContainsFunc(teams, func(g []int) bool { return len(g) < len(teams[t]) && len(g) > 0 })
			}
			if room && !fits {
				continue
			}
			teams[t] = append(teams[t], i)
			q := d.p.quality(divided(teams), count(len(teams)), d.scales)
			teams[t] = teams[t][:len(teams[t])-1]
			if best < 0 || fits && !room || q.better(top) {
				best, top, room = t, q, room || fits
			}
		}
		if best >= 0 {
			teams[best] = append(teams[best], i)
		}
	}
	return teams
}
