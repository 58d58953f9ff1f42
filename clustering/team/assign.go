package team

import (
	"cmp"
	"slices"
	"strconv"
)

// Which teams take up which activity is decided before members are divided: as many teams take one up as an exact assignment of the members to
// activities, within capacities, fills. That assignment is a transportation problem, solved by successive shortest paths (Ahuja,
// Magnanti and Orlin 1993, section 9.7) over the activities, of which there are few.

// A planner decides, once it is known how many teams each section has, what its teams are to be; divisions are the teams where
// they exist, else nil, and then sizes are those of the teams to be filled, by number. An error says what in the input has to be
// corrected.
type planner interface {
	plan(p *problem, teams, sizes []int, divisions [][]int) error
}

// plan tells all planners of the teams.
func (p *problem) plan(teams, sizes []int, divisions [][]int) error {
	for _, c := range p.rules {
		if m, ok := c.measure.(planner); ok {
			if err := m.plan(p, teams, sizes, divisions); err != nil {
				return numbered(c.number, err)
			}
		}
	}
	return nil
}

// planFor tells all planners of teams that exist, which are as they are.
func (p *problem) planFor(divisions [][]int) {
	p.follow(divisions)
	teams, _ := p.counts(divisions)
	_ = p.plan(teams, nil, divisions)
}

// plan gives every team an activity. A team that is closed, or that exists, keeps the one that the input says it has; what is formed anew
// may take up anything. The error, an [*survey.InvalidError], says that capacities hold too few teams.
func (m *ranks) plan(p *problem, teams, sizes []int, divisions [][]int) error {
	all := len(divisions)
	if divisions == nil {
		for _, g := range teams {
			all += g
		}
	}
	m.activity = slices.Repeat([]int{-1}, all)
	if divisions != nil || len(p.in.Closed) > 0 { // what is formed anew may take up anything
		for t, of := range p.in.Activities {
			if t < all && (divisions != nil || slices.Contains(p.in.Closed, t)) {
				m.activity[t] = slices.Index(m.activities, of[m.column])
			}
		}
	}
	return m.assign(p.n, sizes, divisions)
}

// assign gives an activity to every team that has none. For a given division it is the one that suits each team's members best. Otherwise as
// many teams take up an activity as an exact assignment of the members within capacities fills, improved by handing teams from
// one activity to another.
func (m *ranks) assign(n int, sizes []int, divisions [][]int) error {
	teams := len(m.activity)
	if len(m.activities) == 0 || teams == 0 {
		return nil
	}
	size, least := (n+teams-1)/teams, n/teams
	if sizes != nil {
		least = slices.Min(sizes)
	}
	left, room, total := make([]int, len(m.activities)), make([]int, len(m.activities)), 0 // members and teams that each activity holds
	for a, name := range m.activities {
		left[a] = n
		if limit, ok := m.capacity[name]; ok {
			left[a] = limit
		}
		room[a] = min(teams, left[a]/max(least, 1))
		total += room[a]
	}
	few := invalid("capacity_few", "Kind", Ranked, "Teams", teams, "Size", size, "Room", total)
	if divisions == nil && total < teams {
		return few
	}
	open := 0
	for t, a := range m.activity {
		if a < 0 {
			open++
			continue
		}
		if room[a] = max(0, room[a]-1); sizes != nil {
			left[a] -= sizes[t]
		}
	}
	if divisions != nil {
		m.assignGiven(divisions, room)
		return nil
	}
	if !m.fitTeams(m.teamsPer(room, open, size), left, sizes, least) {
		return few
	}
	return nil
}

// fitTeams lets as many teams as per says take up each activity, the largest first, so that none holds more members than are left of its
// capacity; where that cannot be, a team goes where there is still room. It reports whether all teams found an activity.
func (m *ranks) fitTeams(per, left, sizes []int, least int) bool {
	order := count(len(sizes))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	for _, t := range order {
		if m.activity[t] >= 0 {
			continue
		}
		a := slices.IndexFunc(count(len(per)), func(a int) bool { return per[a] > 0 && left[a]-sizes[t] >= (per[a]-1)*least })
		if a < 0 {
			a = slices.IndexFunc(left, func(n int) bool { return n >= sizes[t] })
		}
		if a < 0 {
			return false
		}
		m.activity[t] = a
		per[a]--
		left[a] -= sizes[t]
	}
	return true
}

// assignGiven gives teams that exist the activities that cost least, the clearest cases first.
func (m *ranks) assignGiven(divisions [][]int, room []int) {
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
			if m.activity[c.t] < 0 && (room[c.a] > 0 || again) {
				m.activity[c.t] = c.a
				room[c.a]--
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

// name is what team t is called: as a rule says, else by its number.
func (p *problem) name(t int) string {
	for _, c := range p.rules {
		if m, ok := c.measure.(teamNamer); ok {
			if name, ok := m.teamName(t); ok {
				return name
			}
		}
	}
	return "Team " + strconv.Itoa(t+1)
}
