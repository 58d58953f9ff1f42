package team

import "slices"

// A frame is what is known of a section's teams before members are in them: the sizes that values are measured by, and how
// small and large each may be.
type frame struct{ sizes, lo, hi []int }

// frames returns the frames of a division with the given numbers of teams and members in each section. They do not
// depend on who is where, nor on which of the teams is larger, so that what a hand edit changes is worth the same
// before and after it.
func (p *problem) frames(teams, members []int) []frame {
	out := make([]frame, len(teams))
	for s, g := range teams {
		if g == 0 {
			continue
		}
		slots := even(members[s], g)
		if list, err := listed(p.in.Sizes.List, members[s], "", ""); err == nil && len(list) == g {
			slots = list
		}
		z := p.in.Sizes.filled(p.n)
		for _, sl := range slots {
			if z.Max > 0 && len(p.in.Sizes.List) == 0 {
				sl.lo, sl.hi = min(max(1, z.Min), sl.lo), max(min(z.Max, members[s]), sl.hi)
			}
			out[s].sizes, out[s].lo, out[s].hi = append(out[s].sizes, sl.size), append(out[s].lo, sl.lo), append(out[s].hi, sl.hi)
		}
	}
	return out
}

// framesOf returns the frames of a plan.
func (p *problem) framesOf(pl plan) []frame {
	teams, members := make([]int, len(pl)), make([]int, len(pl))
	for s, slots := range pl {
		teams[s], members[s] = len(slots), len(p.sections[s])
	}
	return p.frames(teams, members)
}

// counts returns how many teams and members each section has in a division.
func (p *problem) counts(divisions [][]int) (teams, members []int) {
	teams, members = make([]int, len(p.sections)), make([]int, len(p.sections))
	for _, g := range divisions {
		if len(g) > 0 {
			teams[p.section[g[0]]]++
			members[p.section[g[0]]] += len(g)
		}
	}
	return teams, members
}

// scales works out how the values of whole rules become scores, for teams in the given frames, and what share of it each
// team has; and how well the worst team can do under the others.
func (p *problem) scales(frames []frame) []scale {
	out := make([]scale, len(p.rules))
	for r, c := range p.rules {
		if !c.whole {
			out[r] = scale{ceiling: p.ceiling(c, frames)}
			continue
		}
		switch m := c.measure.(type) {
		case *pairs:
			out[r] = p.pairScale(c, m, frames)
		case *scatter:
			out[r] = scale{offset: 1}
			if m.total > 1e-12 {
				out[r].slope = -1 / m.total
			}
		case *linked:
			all := float64(m.all * (m.all - 1) / 2)
			out[r] = scale{slope: 1 / all}
			if m.apart {
				out[r] = scale{offset: 1, slope: -1 / all}
			}
		case *ranked:
			k := float64(m.choices)
			out[r] = scale{offset: 1 + 1/k, slope: -1 / (k * float64(p.n))}
		}
	}
	return out
}

// pairScale scores spread and affinity by the most that teams of these sizes could have, and
// similar and new teammates by twice what chance gives.
func (p *problem) pairScale(c *compiled, m *pairs, frames []frame) scale {
	full, least := 0.0, 0.0
	slots := 0.0
	for s, members := range p.sections {
		f, sizes := m.facts(p, s, members), frames[s].sizes
		for _, n := range sizes {
			slots += float64(n * (n - 1))
		}
		switch {
		case m.less:
			full += 2 * f.expected(sizes)
		case c.Kind == Spread:
			full += f.energyBound(sizes)
		default:
			full += f.partnerBound(sizes, 1)
			least -= f.partnerBound(sizes, -1)
		}
	}
	m.share = func(n int) float64 {
		if slots == 0 {
			return 0
		}
		return full * float64(n*(n-1)) / slots
	}
	switch {
	case full-least <= 1e-12:
		return scale{offset: 1}
	case m.less:
		return scale{offset: 1, slope: -1 / full}
	}
	return scale{offset: -least / (full - least), slope: 1 / (full - least)}
}

// evaluate scores a division of all members. Team t holds divisions[t].
func (p *problem) evaluate(divisions [][]int) Proposal {
	return p.evaluateScaled(divisions, p.scalesOf(divisions))
}

// scalesOf are the scales of a division. The last are kept: most divisions that are looked at one after another
// have as many teams and members.
func (p *problem) scalesOf(divisions [][]int) []scale {
	teams, members := p.counts(divisions)
	if p.last.scales == nil || !slices.Equal(teams, p.last.teams) || !slices.Equal(members, p.last.members) {
		p.last.teams, p.last.members, p.last.scales = teams, members, p.scales(p.frames(teams, members))
	}
	return p.last.scales
}

func (p *problem) evaluateScaled(divisions [][]int, scales []scale) Proposal {
	out := Proposal{Teams: make([]Team, len(divisions)), Rules: make([]Result, len(p.rules)), LeftOut: p.leftOut}
	members := make([][]int32, len(divisions))
	for t, g := range divisions {
		out.Teams[t] = Team{Name: p.name(t), Members: slices.Sorted(slices.Values(g)), Scores: make([]float64, len(p.rules)),
			OK: make([]bool, len(p.rules)), Values: make([]float64, len(p.rules))}
		for _, i := range out.Teams[t].Members {
			members[t] = append(members[t], int32(i))
		}
	}
	for r, c := range p.rules {
		sum, worst, value, ok, filled := 0.0, 1.0, 0.0, 0, 0
		for t := range divisions {
			o := c.of(t, members[t])
			out.Teams[t].Scores[r], out.Teams[t].OK[r], out.Teams[t].Values[r] = o.score, o.ok, o.value
			if len(members[t]) == 0 {
				continue
			}
			filled++
			sum, worst = sum+o.score, min(worst, o.score)
			value += o.value
			if o.ok {
				ok++
			}
		}
		res := Result{Rule: c.Rule, Teams: filled, Value: value, Met: ok == filled, Score: scales[r].score(c, worst, sum/float64(max(filled, 1)), value)}
		if c.binary() {
			res.TeamsOK = &ok
		}
		if c.must() && !res.Met {
			out.Unmet = append(out.Unmet, r)
		}
		out.Rules[r] = res
		out.Objective += c.w * res.Score
	}
	if len(p.rules) == 0 {
		out.Objective = 1
	}
	return out
}

// quality is what divisions are compared by: broken must-rules first, then the objective.
type quality struct{ broken, objective float64 }

func (a quality) better(b quality) bool {
	if abs(a.broken-b.broken) > 1e-9 {
		return a.broken < b.broken
	}
	return a.objective > b.objective+1e-12
}

// quality scores a division without words, in member numbers of the table.
func (p *problem) quality(teams [][]int32, numbers []int, scales []scale) quality {
	var q quality
	for r, c := range p.rules {
		sum, worst, value := 0.0, 1.0, 0.0
		for t, members := range teams {
			o := c.of(numbers[t], members)
			sum, worst = sum+o.score, min(worst, o.score)
			value += o.value
			if c.must() && !o.ok {
				q.broken += max(1-o.score, 1e-3)
			}
		}
		q.objective += c.w * scales[r].score(c, worst, sum/float64(max(len(teams), 1)), value)
	}
	return q
}
