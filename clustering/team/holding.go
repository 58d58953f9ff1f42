package team

import "slices"

// Capacities are kept by how teams are planned, and no term of a search or score of a team. What is made of teams later, by hand, by suggestions and
// by repairs, is judged by them as by must-rules, and before those: nobody is offered a place that an activity does not have.

// A holder measures a rule by which what a team takes up holds only so many members.
type holder interface {
	holds(size func(t int) int) (activity, left []int)
}

// A holding is what teams take up by one rule, -1 for nothing, and how many members more each of that holds, less than 0 where it has too many.
type holding struct{ activity, left []int }

// hold is what teams of these members take up by the rule, nothing by one that limits nobody.
func (c *compiled) hold(teams [][]int) (h holding) {
	if m, ok := c.measure.(holder); ok && c.Limits() {
		h.activity, h.left = m.holds(func(t int) int {
			if t < len(teams) {
				return len(teams[t])
			}
			return 0
		})
	}
	return h
}

// of is how many members more the activity of a team holds.
func (h holding) of(t int) int {
	if t >= len(h.activity) || h.activity[t] < 0 {
		return huge
	}
	return h.left[h.activity[t]]
}

// overfull are the teams with members whose activity has more than it holds.
func (c *compiled) overfull(teams [][]int) map[int]bool {
	full, h := map[int]bool{}, c.hold(teams)
	for t, g := range teams {
		if len(g) > 0 && h.of(t) < 0 {
			full[t] = true
		}
	}
	return full
}

// holdings are those of all rules that limit anybody.
func (p *problem) holdings(teams [][]int) (all []holding) {
	for _, c := range p.rules {
		if h := c.hold(teams); h.left != nil {
			all = append(all, h)
		}
	}
	return all
}

// crowded counts the members whom activities have beyond what they hold.
func crowded(all []holding) (n int) {
	for _, h := range all {
		for _, left := range h.left {
			n += max(0, -left)
		}
	}
	return n
}

// crowds is by how many more that are if somebody goes from one team to another.
func (d *Draft) crowds(from, to int) (n int) {
	for _, h := range d.holdings {
		if from != to && h.of(from) < 0 && !h.same(from, to) {
			n--
		}
		if from != to && h.of(to) <= 0 && !h.same(from, to) {
			n++
		}
	}
	return n
}

// same reports whether two teams take up the same.
func (h holding) same(t, u int) bool {
	return max(t, u) < len(h.activity) && h.activity[t] == h.activity[u]
}

// relieved is the draft without those who had no team before, as far as that is why activities have more members than they hold.
func (d *Draft) relieved(before []int) *Draft {
	teams := d.teams
	for i := len(before) - 1; i >= 0; i-- {
		if before[i] >= 0 {
			continue
		}
		all := d.p.holdings(teams)
		at := slices.IndexFunc(teams, func(g []int) bool { return slices.Contains(g, i) })
		if at < 0 || !slices.ContainsFunc(all, func(h holding) bool { return h.of(at) < 0 }) {
			continue
		}
		teams = slices.Clone(teams)
		teams[at] = slices.DeleteFunc(slices.Clone(teams[at]), func(m int) bool { return m == i })
	}
	if slices.EqualFunc(teams, d.teams, func(a, b []int) bool { return len(a) == len(b) }) {
		return d
	}
	out := d.with(teams)
	out.load()
	return out
}
