package team

import (
	"cmp"
	"slices"

	"dure/survey"
)

// Which teams take up which activity is decided before members are divided: as many teams take one up as an exact assignment of the members to
// activities, within capacities, fills (packing.go says how they fit in). That assignment is a transportation problem, solved by successive shortest
// paths (Ahuja, Magnanti and Orlin 1993, section 9.7) over the activities, of which there are few.

// A planner decides what teams are to be before members are in them.
type planner interface {
	// plan decides it for a plan of all sections, in which it may change sizes and narrow limits so that the teams hold whom they are to. An
	// error says what in the input has to be corrected, and leaves all as it was.
	plan(p *problem, pl plan) error
	// follow decides it for teams that exist, which are as they are.
	follow(p *problem, divisions [][]int)
}

// arrange is a plan of these slots, numbered, with room for who is locked, of which planners know: all that does not depend on who is in which
// team. The error says what in the input does not fit.
func (p *problem) arrange(slots plan) (plan, error) {
	pl := make(plan, len(slots))
	for s := range slots {
		pl[s] = slices.Clone(slots[s])
	}
	if err := p.number(pl); err != nil {
		return nil, err
	}
	for _, c := range p.rules {
		if m, ok := c.measure.(planner); ok {
			if err := m.plan(p, pl); err != nil {
				return nil, numbered(c.number, err)
			}
		}
	}
	return pl, nil
}

// planFor tells all planners of teams that exist.
func (p *problem) planFor(divisions [][]int) {
	p.follow(divisions)
	for _, c := range p.rules {
		if m, ok := c.measure.(planner); ok {
			m.follow(p, divisions)
		}
	}
}

// taken is what teams take up, by number, of those that keep what the input says they have; -1 for others.
func (m *ranks) taken(p *problem, teams int, keeps func(t int) bool) []int {
	out := slices.Repeat([]int{-1}, teams)
	for t, of := range p.in.Activities {
		if t < teams && keeps(t) {
			out[t] = slices.Index(m.activities, of[m.column])
		}
	}
	return out
}

// room is how many members each activity holds of so many.
func (m *ranks) room(n int) []int {
	left := make([]int, len(m.activities))
	for a, name := range m.activities {
		left[a] = n
		if limit, ok := m.capacity[name]; ok {
			left[a] = min(limit, n)
		}
	}
	return left
}

// named gives teams that are called by an activity before anybody is in them that one, where it holds them.
func (m *ranks) named(p *problem, pl plan, activity []int) {
	room := m.room(p.n)
	for _, slots := range pl {
		for k := range slots {
			sl := &slots[k]
			if sl.number >= len(p.in.Names) || activity[sl.number] >= 0 {
				continue
			}
			a := slices.IndexFunc(count(len(m.activities)), func(a int) bool { return survey.SameSpelling(first(m.called(a)), p.in.Names[sl.number]) })
			if a < 0 || room[a] < sl.size {
				continue
			}
			if activity[sl.number] = a; room[a] < p.n { // what others take up it holds besides
				sl.hi = sl.size
			}
			room[a] -= sl.size
		}
	}
}

// plan gives every team an activity. A closed team keeps its own; what is formed anew may take up anything. As many teams take up an activity as an
// exact assignment of the members within capacities fills, improved by handing teams from one activity to another, where they fit in; else as
// many as do. The error, an [*survey.InvalidError], says that capacities hold too few.
func (m *ranks) plan(p *problem, pl plan) error {
	teams := pl.teams()
	if len(m.activities) == 0 || teams == 0 {
		m.activity = slices.Repeat([]int{-1}, teams)
		return nil
	}
	activity := m.taken(p, teams, func(t int) bool { return slices.Contains(p.in.Closed, t) })
	m.named(p, pl, activity)
	k := m.packing(p.n, pl, activity)
	size := (p.n + teams - 1) / teams
	rooms := make([]int, len(k.left)) // teams that each activity holds
	for a, n := range k.left {
		rooms[a] = min(len(k.open), max(0, n)/max(k.least, 1))
	}
	k.wanted = m.teamsPer(rooms, len(k.open), size)
	if !k.pack() {
		if all := sum(m.room(p.n)); all < p.n {
			return invalid("capacity_under_members", "Kind", Ranked, "Members", p.n, "Room", all)
		}
		return invalid("capacity_few", "Kind", Ranked, "Teams", len(k.open), "Size", size, "Room", min(sum(rooms), len(k.open)-1))
	}
	k.apply(activity)
	m.activity = activity
	return nil
}

// follow gives teams that exist and have no activity the one that suits each team's members best.
func (m *ranks) follow(p *problem, divisions [][]int) {
	m.activity = m.taken(p, len(divisions), func(int) bool { return true })
	left := m.room(p.n)
	for t, a := range m.activity {
		if a >= 0 {
			left[a] -= len(divisions[t])
		}
	}
	m.assignGiven(divisions, left)
}

// assignGiven gives teams that exist the activities that cost least, the clearest cases first; left is how many members each still holds.
func (m *ranks) assignGiven(divisions [][]int, left []int) {
	type choice struct{ t, a, cost int }
	var all []choice
	for t, g := range divisions {
		for a := range m.activities {
			cost := 0
			for _, i := range g {
				cost += int(m.rank[i][a])
			}
			all = append(all, choice{t, a, cost})
		}
	}
	slices.SortStableFunc(all, func(x, y choice) int { return cmp.Compare(x.cost, y.cost) })
	for _, again := range []bool{false, true} { // what capacities do not hold goes beyond them
		for _, c := range all {
			if m.activity[c.t] < 0 && (left[c.a] >= len(divisions[c.t]) || again) {
				m.activity[c.t] = c.a
				left[c.a] -= len(divisions[c.t])
			}
		}
	}
}

// teamsPer decides how many teams take up each activity.
func (m *ranks) teamsPer(room []int, teams, size int) []int {
	limit := make([]int, len(room))
	total := 0
	for a, c := range room {
		limit[a] = c * size
		total += c
	}
	count := make([]int, len(room))
	if total < teams {
		copy(count, room) // what capacities do not hold is spread evenly beyond them
		for k := range teams - total {
			count[k%len(count)]++
		}
		return count
	}
	_, load := m.transport(limit)
	for range teams {
		best := -1
		for a := range count {
			if count[a] < room[a] && (best < 0 || load[a]-count[a]*size > load[best]-count[best]*size) {
				best = a
			}
		}
		count[best]++
	}
	if len(m.rank)*len(count)*len(count) > 200_000 {
		return count
	}
	return m.handOver(count, room, size)
}

// handOver moves teams between activities as long as the exact assignment gets cheaper: local search, which may end short of the best numbers,
// from a start that is near it.
func (m *ranks) handOver(count, room []int, size int) []int {
	cost := func() int {
		limit := make([]int, len(count))
		for a, c := range count {
			limit[a] = c * size
		}
		c, _ := m.transport(limit)
		return c
	}
	least := cost()
	for again := true; again; {
		again = false
		for a := range count {
			for b := range count {
				if a == b || count[a] == 0 || count[b] == room[b] {
					continue
				}
				count[a]--
				count[b]++
				if c := cost(); c < least {
					least, again = c, true
					continue
				}
				count[a]++
				count[b]--
			}
		}
	}
	return count
}

// transport assigns every member to an activity within limits, in members, at the least sum of ranks, by successive shortest paths over
// the activities, and returns that sum and how many each gets. Members beyond all limits cost the worst rank. With k activities each of
// the n members costs a round of relax, of the order of k·n + k³ steps.
func (m *ranks) transport(limit []int) (cost int, load []int) {
	k := len(limit)
	load = make([]int, k)
	in := make([][]int, k)
	for i, rank := range m.rank {
		dist, via, by := make([]int, k), make([]int, k), make([]int, k)
		for a := range dist {
			dist[a], via[a], by[a] = int(rank[a]), -1, i
		}
		m.relax(in, dist, via, by)
		end := -1
		for a := range dist {
			if load[a] < limit[a] && (end < 0 || dist[a] < dist[end]) {
				end = a
			}
		}
		if end < 0 {
			cost += m.choices + 1
			continue
		}
		cost += dist[end]
		load[end]++
		for a := end; a >= 0; a = via[a] {
			if via[a] >= 0 {
				from := in[via[a]]
				at := slices.Index(from, by[a])
				in[via[a]] = slices.Delete(from, at, at+1)
			}
			in[a] = append(in[a], by[a])
		}
	}
	return cost, load
}

// relax finds the cheapest ways to make room in each activity by moving members on.
func (m *ranks) relax(in [][]int, dist, via, by []int) {
	k := len(dist)
	step := make([]int, k*k)
	who := make([]int, k*k)
	for a := range k {
		for b := range k {
			step[a*k+b] = 1 << 30
			for _, j := range in[a] {
				if c := int(m.rank[j][b]) - int(m.rank[j][a]); c < step[a*k+b] {
					step[a*k+b], who[a*k+b] = c, j
				}
			}
		}
	}
	for range k {
		changed := false
		for a := range k {
			for b := range k {
				if a != b && step[a*k+b] < 1<<30 && dist[a]+step[a*k+b] < dist[b] {
					dist[b], via[b], by[b] = dist[a]+step[a*k+b], a, who[a*k+b]
					changed = true
				}
			}
		}
		if !changed {
			return
		}
	}
}

// A teamNamer says what teams are called, and what they take up.
type teamNamer interface {
	teamName(t int) (string, bool)
	activityOf(t int) (column, option string, ok bool)
}

// activities are what team t takes up.
func (p *problem) activities(t int) (all Activities) {
	for _, c := range p.rules {
		if m, ok := c.measure.(teamNamer); ok {
			if column, option, ok := m.activityOf(t); ok {
				if all == nil {
					all = Activities{}
				}
				all[column] = option
			}
		}
	}
	return all
}

// name is what team t is called: as the input says, else as a rule does, else by its number.
func (p *problem) name(t int) string {
	if t < len(p.in.Names) && p.in.Names[t] != "" {
		return p.in.Names[t]
	}
	for _, c := range p.rules {
		if m, ok := c.measure.(teamNamer); ok {
			if name, ok := m.teamName(t); ok && !slices.Contains(p.in.Names, name) {
				return name
			}
		}
	}
	return NumberName(t)
}
