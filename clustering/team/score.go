package team

import "slices"

// scales works out how the values of whole rules become scores, for teams of the given sizes in
// each section, and what share of it each team has.
func (p *problem) scales(sizes [][]int) []scale {
	out := make([]scale, len(p.rules))
	for r, c := range p.rules {
		switch m := c.measure.(type) {
		case *pairs:
			out[r] = p.pairScale(c, m, sizes)
		case *scatter:
			out[r] = scale{offset: 1}
			if m.total > 1e-12 {
				out[r].slope = -1 / m.total
			}
		case *linked:
			all := float64(m.all * (m.all - 1) / 2)
			out[r] = scale{slope: 1 / all}
			if m.apart {
				out[r] = scale{1, -1 / all}
			}
		case *ranked:
			k := float64(m.choices)
			out[r] = scale{1 + 1/k, -1 / (k * float64(p.n))}
		}
	}
	return out
}

// pairScale scores spread and affinity by the most that teams of these sizes could have, and
// similar and new teammates by twice what chance gives.
func (p *problem) pairScale(c *compiled, m *pairs, sizes [][]int) scale {
	full, least := 0.0, 0.0
	slots := 0.0
	for s, members := range p.sections {
		f := m.facts(p, s, members)
		for _, n := range sizes[s] {
			slots += float64(n * (n - 1))
		}
		switch {
		case m.less:
			full += 2 * f.expected(sizes[s])
		case c.Kind == Spread:
			full += f.energyBound(sizes[s])
		default:
			full += f.partnerBound(sizes[s], 1)
			least -= f.partnerBound(sizes[s], -1)
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
		return scale{1, -1 / full}
	}
	return scale{-least / (full - least), 1 / (full - least)}
}

// evaluate scores a division of all members. Team t holds divisions[t].
func (p *problem) evaluate(divisions [][]int) Proposal {
	sizes := make([][]int, len(p.sections))
	for _, g := range divisions {
		if len(g) > 0 {
			s := p.section[g[0]]
			sizes[s] = append(sizes[s], len(g))
		}
	}
	return p.evaluateScaled(divisions, p.scales(sizes))
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
		sum, value, ok, filled := 0.0, 0.0, 0, 0
		for t := range divisions {
			o := c.of(t, members[t])
			out.Teams[t].Scores[r], out.Teams[t].OK[r], out.Teams[t].Values[r] = o.score, o.ok, o.value
			if len(members[t]) == 0 {
				continue
			}
			filled++
			sum += o.score
			value += o.value
			if o.ok {
				ok++
			}
		}
		res := Result{Rule: c.Rule, Teams: filled, Value: value, Met: ok == filled, Score: sum / float64(max(filled, 1))}
		if c.whole {
			res.Score = clamp(scales[r].offset + scales[r].slope*value)
		}
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
		sum, value := 0.0, 0.0
		for t, members := range teams {
			o := c.of(numbers[t], members)
			sum += o.score
			value += o.value
			if c.must() && !o.ok {
				q.broken += max(1-o.score, 1e-3)
			}
		}
		score := sum / float64(max(len(teams), 1))
		if c.whole {
			score = clamp(scales[r].offset + scales[r].slope*value)
		}
		q.objective += c.w * score
	}
	return q
}
