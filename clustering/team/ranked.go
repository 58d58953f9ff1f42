package team

import (
	"cmp"
	"fmt"
	"slices"
)

// assign gives every team an activity. For a given division it is the one that suits each
// team's members best. Otherwise as many teams take up an activity as an exact assignment of
// the members within capacities fills, improved by handing teams from one activity to another.
func (m *ranked) assign(r Rule, teams, n int, divisions [][]int) {
	m.of2 = make([]int, teams)
	if len(m.activities) == 0 || teams == 0 {
		return
	}
	size := (n + teams - 1) / teams
	room := make([]int, len(m.activities))
	for a, name := range m.activities {
		room[a] = teams
		if limit, ok := r.Capacity[name]; ok {
			room[a] = min(teams, limit/size)
		}
	}
	if divisions != nil {
		m.assignGiven(divisions, room)
		return
	}
	for a := range room {
		room[a] = max(room[a], 0)
	}
	count := m.teamsPer(room, teams, size)
	t := 0
	for a, c := range count {
		for range c {
			if t < teams {
				m.of2[t] = a
				t++
			}
		}
	}
}

// assignGiven gives teams that exist the activities that cost least, the clearest cases first.
func (m *ranked) assignGiven(divisions [][]int, room []int) {
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
	done := make([]bool, len(divisions))
	for _, c := range all {
		if !done[c.t] && room[c.a] > 0 {
			done[c.t], m.of2[c.t] = true, c.a
			room[c.a]--
		}
	}
}

// teamsPer decides how many teams take up each activity.
func (m *ranked) teamsPer(room []int, teams, size int) []int {
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

// handOver moves teams between activities as long as the exact assignment gets cheaper.
func (m *ranked) handOver(count, room []int, size int) []int {
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

// transport assigns every member to an activity within limits at the least sum of ranks, by
// successive shortest paths over the activities, and returns that sum and how many each gets.
// Members beyond all limits cost the worst rank.
func (m *ranked) transport(limit []int) (cost int, load []int) {
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
func (m *ranked) relax(in [][]int, dist, via, by []int) {
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

// name is what team t is called: by its activity where members rank them, else by number.
func (p *problem) name(t int) string {
	for _, c := range p.rules {
		m, ok := c.measure.(*ranked)
		if !ok || t >= len(m.of2) || len(m.activities) == 0 {
			continue
		}
		same, mine := 0, 0
		for u, a := range m.of2 {
			if a == m.of2[t] {
				same++
				if u <= t {
					mine++
				}
			}
		}
		if same == 1 {
			return m.activities[m.of2[t]]
		}
		return fmt.Sprintf("%s %d", m.activities[m.of2[t]], mine)
	}
	return fmt.Sprintf("Team %d", t+1)
}

// assignActivities gives each team the activity that most of its members want; without teams,
// activities by how much they are wanted.
func (p *problem) assignActivities(teams int, divisions [][]int) {
	for _, c := range p.rules {
		if m, ok := c.measure.(*ranked); ok {
			m.assign(c.Rule, teams, p.n, divisions)
		}
	}
}
