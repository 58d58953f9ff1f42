package team

import "slices"

// How far the sizes of teams that were changed by hand are from what the sizes asked for would make of as many teams. Where there are
// limits, every size within them is as good. Where there are none, a section's teams should differ by one at most, as a plan makes
// them. A closed team is as large as it should be, for nobody may change it, and a team that nobody is in any more counts no more.

// ranges returns how few and many members each team of a division should have.
func (p *problem) ranges(teams [][]int) []Range {
	out, all := make([]Range, len(teams)), make([][]int, len(p.sections))
	for t, g := range teams {
		if len(g) > 0 {
			all[p.sectionOf(g)] = append(all[p.sectionOf(g)], t)
		}
	}
	z, list := p.in.Sizes.filled(p.n), p.in.Sizes.List
	for _, section := range all {
		even, members := p.evenRange(teams, section), 0
		for _, t := range section {
			members += len(teams[t])
		}
		for k, t := range section {
			switch {
			case slices.Contains(p.in.Closed, t):
				out[t] = Range{len(teams[t]), len(teams[t])}
			case len(p.sections) > 1 && p.tooFew(members): // too small for a team, and one all the same
				out[t] = even
			case len(list) == len(teams): // of all sections
				out[t] = list[t]
			case len(list) == len(section):
				out[t] = list[k]
			case len(list) == 0 && z.Max > 0:
				out[t] = Range{z.Min, z.Max}
			default:
				out[t] = even
			}
		}
	}
	return out
}

// evenRange is the size of a section's open teams if they differ by one at most.
func (p *problem) evenRange(teams [][]int, section []int) Range {
	open, members := 0, 0
	for _, t := range section {
		if !slices.Contains(p.in.Closed, t) {
			open, members = open+1, members+len(teams[t])
		}
	}
	if open == 0 {
		return Range{}
	}
	return Range{members / open, (members + open - 1) / open}
}

// unevenness counts in each section the members whom teams have beyond their ranges, and those whom teams lack.
type unevenness struct{ over, under []int }

func (p *problem) unevenness(teams [][]int, ranges []Range) unevenness {
	out := unevenness{make([]int, len(p.sections)), make([]int, len(p.sections))}
	for t, g := range teams {
		if len(g) > 0 {
			s := p.sectionOf(g)
			out.over[s] += max(0, len(g)-ranges[t].Max)
			out.under[s] += max(0, ranges[t].Min-len(g))
		}
	}
	return out
}

// sum is how many members have to change teams at the least until every team is within its range.
func (u unevenness) sum() int {
	n := 0
	for s, over := range u.over {
		n += max(over, u.under[s])
	}
	return n
}

// uneven is how many members of a division have to change teams at the least until all sizes are as they should be.
func (p *problem) uneven(teams [][]int) int { return p.unevenness(teams, p.ranges(teams)).sum() }
