package team

import "slices"

// What mends a division after somebody has left it or joined late, by few members who change teams. Divisions are compared by how much of the
// must-rules they break, how far their sizes are from those asked for, and the objective, in turn. For each number of members that may
// change teams the division is improved by local search with best improvement, from the division as it is and from the best with
// one mover less; steps are moves, swaps and, where sizes are uneven, chains, in which a member takes the place of another who goes on to a
// third team. A chain finds what a move cannot where only a third team can spare whom the short one needs. Longer exchanges are
// not tried: who mends teams by hand wants them to stay as they are. Of small clubs in disorder one in fifteen is mended worse by three movers
// where only the best with one mover less is built upon. Of a large section some teams are considered, as reach.go says.

// A Repair is a division after a drop-out or a late joiner, with those who changed teams, by row in ascending order. Who had no team is
// not among them.
type Repair struct {
	Proposal Proposal `json:"proposal"`
	Moved    []int    `json:"moved"`  // members who had a team and now have another
	Uneven   int      `json:"uneven"` // members who would still have to change teams until sizes are as they should be
}

// mostRepairs is how many repairs are offered: people weigh two or three. One that breaks no fewer must-rules and leaves sizes as they are
// raises the objective by leastGain, which is what shows in points of a hundred; nobody should change teams for less.
const (
	mostRepairs = 3
	leastGain   = 5e-5
)

// Uneven is how many members have to change teams at the least until all sizes are as they should be: within the limits, or as even
// as so many teams can be. Closed teams count as they are.
func (d *Draft) Uneven() int { return d.p.uneven(d.teams) }

// Mend finds teams for members who have none and improves the division by letting at most budget members change teams. It returns up to three repairs,
// those that move fewest first, each better than the one before; none if nothing is for the better. No repair is worse in must-rules or
// sizes than the draft, unless there is no team in which who has none does no harm. Locked members, closed teams and members who have
// to share a team stay where they are, and who finds no open team of the section stays without. The draft stays as it is.
func (d *Draft) Mend(budget int) []Repair {
	before := d.assignment()
	best := d
	if teams := d.admit(before); teams != nil {
		best = d.with(teams)
	}
	start, found := best, []*Draft{}
	if start != d {
		found = append(found, start)
	}
	for movers := range budget + 1 {
		next := best
		for _, from := range []*Draft{start, best} {
			if m := from.improved(before, movers); m.now.better(next.now) {
				next = m
			}
			if start == best {
				break
			}
		}
		if worthwhile(next, best) {
			best = next
			found = append(slices.DeleteFunc(found, func(m *Draft) bool { return len(m.moved(before)) >= len(best.moved(before)) }), best)
		}
	}
	was := d
	for k, m := range found {
		if found[k] = m.relieved(before); found[k] != m && !worthwhile(found[k], was) {
			found[k] = nil // those who have no place were all that it was for
			continue
		}
		was = found[k]
	}
	var out []Repair
	for _, m := range d.offered(slices.DeleteFunc(found, func(m *Draft) bool { return m == nil })) {
		out = append(out, m.repair(before))
	}
	return out
}

// worthwhile reports whether a draft is better than another by more than people would change teams for.
func worthwhile(m, than *Draft) bool {
	m.load()
	than.load()
	now := m.now
	now.objective -= leastGain
	return now.better(than.now)
}

// offered leaves out repairs that are worse in must-rules or sizes than the division before, if any is not, and of more than are offered keeps
// the one that moves fewest and the best.
func (d *Draft) offered(found []*Draft) []*Draft {
	was := d.p.state(d.teams)
	found = slices.DeleteFunc(found, func(m *Draft) bool { return m.now.crowded > was.crowded })
	worse := func(m *Draft) bool { return m.now.broken > was.broken+1e-9 || m.now.uneven > was.uneven }
	if !slices.ContainsFunc(found, func(m *Draft) bool { return !worse(m) }) {
		worse = func(*Draft) bool { return false }
	}
	found = slices.DeleteFunc(found, worse)
	if n := len(found); n > mostRepairs {
		found = append(found[:1], found[n-mostRepairs+1:]...)
	}
	return found
}

// assignment is the team of each member, -1 for none.
func (d *Draft) assignment() []int { return assignment(d.teams, d.p.n) }

// repair is the draft as it is now.
func (d *Draft) repair(before []int) Repair {
	return Repair{Proposal: d.p.evaluateScaled(d.teams, d.scales), Moved: d.moved(before), Uneven: d.now.uneven}
}

// moved lists those who had a team before, by member, and have another.
func (d *Draft) moved(before []int) []int {
	out := []int{}
	for i, t := range d.assignment() {
		if cost(before[i], t) > 0 {
			out = append(out, i)
		}
	}
	return out
}

// improved is the draft with steps taken as long as one is for the better and no more than movers have another team than before. It ends, as
// each division is better than the one before it.
func (d *Draft) improved(before []int, movers int) *Draft {
	m := d.fork()
	for {
		st, ok := m.next(before, movers)
		if !ok {
			return m
		}
		m.take(st)
	}
}

// next returns the best step that keeps the number of moved members within movers, false if none is for the better. before is the team that each
// member had, -1 for none; a step that takes a member back lowers the number.
func (d *Draft) next(before []int, movers int) (step, bool) {
	now, moved := d.assignment(), len(d.moved(before))
	affordable := func(st step) bool {
		team := func(group int) int { return d.numbers[st.section][group] }
		a := d.row(st, st.a)
		n := moved - cost(before[a], now[a]) + cost(before[a], team(st.to))
		if st.b >= 0 {
			b := d.row(st, st.b)
			n += cost(before[b], team(st.next)) - cost(before[b], now[b])
		}
		return n <= movers
	}
	var all []step
	for _, st := range append(d.chains(), d.improving()...) {
		if affordable(st) {
			all = append(all, st)
		}
	}
	if found := d.improvements(all, 1); len(found) > 0 {
		return found[0].step, true
	}
	return step{}, false
}

// cost is 1 for a member who had a team and has another.
func cost(before, now int) int {
	if before >= 0 && before != now {
		return 1
	}
	return 0
}

// chains lists the steps that even out sizes by way of a third team; none where sizes are even.
func (d *Draft) chains() (all []step) {
	for s, e := range d.evaluators {
		if e == nil || d.uneven.over[s]+d.uneven.under[s]+d.now.crowded == 0 {
			continue
		}
		movable := d.movable(s)
		for _, a := range movable {
			for t := range d.numbers[s] {
				if !d.considered(s, t) {
					continue
				}
				st := step{section: s, a: a, b: -1, from: e.Group(a), to: t}
				if crowds := d.crowding(st); !e.MayMove(a, t) || crowds > 0 || crowds == 0 && d.evens(st) >= 0 {
					continue
				}
				for _, st.b = range movable {
					if st.to, st.next = e.Group(st.b), t; st.to != st.from && st.to != t {
						st.change = e.ChainChange(a, st.b, t)
						all = append(all, st)
					}
				}
			}
		}
	}
	return all
}

// admit returns the teams with each member who has none, by row, put where the division is best with them; nil where nobody finds one. They
// join no closed team and none of another section. Of a large section the teams that are considered are tried, and a trial measures the one team that it
// changes.
func (d *Draft) admit(before []int) [][]int {
	if !slices.Contains(before, -1) {
		return nil
	}
	d.load()
	a := admission{p: d.p, teams: slices.Clone(d.teams)}
	for r := range d.outcomes {
		a.outcomes = append(a.outcomes, slices.Clone(d.outcomes[r]))
	}
	open, joined := d.open(), false
	for i, had := range before {
		if had >= 0 {
			continue
		}
		best, top := -1, state{}
		for _, t := range open {
			if g := a.teams[t]; len(g) > 0 && !d.p.may(i, d.p.sectionOf(g)) {
				continue
			}
			if s := a.with(i, t); best < 0 || s.better(top) {
				best, top = t, s
			}
		}
		if best >= 0 {
			joined = true
			a.join(i, best)
		}
	}
	if !joined {
		return nil
	}
	return a.teams
}

// open are the teams that somebody who has none may join by a repair: those that are considered, and any that nobody is in.
func (d *Draft) open() []int {
	passed := append([]int{}, d.p.in.Closed...)
	for s, teams := range d.numbers {
		for k, t := range teams {
			if !d.considered(s, k) {
				passed = append(passed, t)
			}
		}
	}
	slices.Sort(passed)
	return slices.DeleteFunc(count(len(d.teams)), func(t int) bool {
		_, found := slices.BinarySearch(passed, t)
		return found
	})
}

// An admission is teams that members join one after another, with how each team does by each rule.
type admission struct {
	p        *problem
	teams    [][]int
	outcomes [][]outcome // of each rule, by team
}

// with is the state of the teams with a member more in one of them.
func (a *admission) with(i, t int) state {
	was := a.teams[t]
	a.teams[t] = append(slices.Clone(was), i)
	defer func() { a.teams[t] = was }()
	var filled []int
	for k, g := range a.teams {
		if len(g) > 0 {
			filled = append(filled, k)
		}
	}
	members := ordered(a.teams[t])
	q := a.p.qualityOf(len(filled), a.p.scalesOf(a.teams), func(r, k int) outcome {
		if filled[k] == t {
			return a.p.rules[r].of(t, members)
		}
		return a.outcomes[r][filled[k]]
	})
	return a.p.stateOf(a.teams, q, a.p.uneven(a.teams))
}

// join puts a member into a team.
func (a *admission) join(i, t int) {
	a.teams[t] = append(slices.Clone(a.teams[t]), i)
	members := ordered(a.teams[t])
	for r, c := range a.p.rules {
		a.outcomes[r][t] = c.of(t, members)
	}
}
