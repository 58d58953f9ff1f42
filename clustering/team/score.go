package team

import "slices"

// What a division scores. A rule scored team by team has the score of its worst team and the mean, blended as [scale] says;
// one on the whole division has the sum of the teams' values on a line from 0 to 1. The objective is the weighted mean of all
// scores, must-rules apart. Scores are reckoned against frames, the sizes that teams would have if members were dealt evenly:
// thus a hand edit that makes teams uneven is not measured by another rule than the division before it.

// A frame is what is known of a section's teams before members are in them: the sizes that values are measured by, and how
// small and large each may be. All three are by team, in members, and of one length.
type frame struct {
	sizes, lo, hi []int
	free          []bool // of which a rule asks nothing; nil for none
}

// frames returns the frames of a division with the given numbers of teams and members in each section. They do not
// depend on who is where, nor on which of the teams is larger, so that what a hand edit changes is worth the same
// before and after it.
func (p *problem) frames(teams, members []int) []frame {
	out, lists := make([]frame, len(teams)), p.shareList(members)
	for s, g := range teams {
		if g == 0 {
			continue
		}
		slots := even(members[s], g)
		ranges := p.in.Sizes.List
		if lists != nil {
			ranges = p.in.Sizes.picked(lists[s])
		}
		if list, err := listed(ranges, members[s]); err == nil && len(list) == g {
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
	return p.frames(pl.teamsOf(), p.sizesOfSections())
}

// counts returns how many teams and members each section has in a division. Teams without members are of none.
func (p *problem) counts(divisions [][]int) (teams, members []int) {
	teams, members = make([]int, len(p.sections)), make([]int, len(p.sections))
	for _, g := range divisions {
		if len(g) > 0 {
			s := p.sectionOf(g)
			teams[s]++
			members[s] += len(g)
		}
	}
	return teams, members
}

// scales works out for every rule how what is measured becomes scores, for teams in the given frames.
func (p *problem) scales(frames []frame) []scale {
	out := make([]scale, len(p.rules))
	for r, c := range p.rules {
		out[r] = c.scale(p, frames)
	}
	return out
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

// evaluateScaled scores a division by scales that are known. Teams without members count in no rule and no mean.
func (p *problem) evaluateScaled(divisions [][]int, scales []scale) Proposal {
	out := Proposal{Teams: make([]Team, len(divisions)), Rules: make([]Result, len(p.rules)), LeftOut: p.leftOut,
		NotUnderstood: p.notUnderstood, Notes: p.notes, GaveWay: p.in.GaveWay}
	members := make([][]int32, len(divisions))
	for t, g := range divisions {
		out.Teams[t] = Team{Name: p.name(t), Members: slices.Sorted(slices.Values(g)), Scores: make([]float64, len(p.rules)),
			OK: make([]bool, len(p.rules)), Values: make([]float64, len(p.rules))}
		out.Teams[t].Activities = p.activities(t)
		for _, i := range out.Teams[t].Members {
			members[t] = append(members[t], int32(i))
		}
	}
	for r, c := range p.rules {
		sum, worst, value, ok, filled, asked := 0.0, 1.0, 0.0, 0, 0, 0
		for t := range divisions {
			o := c.of(t, members[t])
			out.Teams[t].Scores[r], out.Teams[t].OK[r], out.Teams[t].Values[r] = o.score, o.ok, o.value
			if len(members[t]) == 0 {
				continue
			}
			filled++
			sum, worst = sum+o.score, min(worst, o.score)
			value += o.value
			if !c.holdsIn(t) {
				out.Teams[t].Outside = append(out.Teams[t].Outside, r)
				continue
			}
			asked++
			if o.ok {
				ok++
			}
			switch {
			case !o.ok || !c.unknown(members[t]):
			case c.partly(members[t]):
				out.Teams[t].Partly = append(out.Teams[t].Partly, r)
			default:
				out.Teams[t].Unknown = append(out.Teams[t].Unknown, r)
			}
		}
		full := c.overfull(divisions)
		for t := range divisions {
			out.Teams[t].OK[r] = out.Teams[t].OK[r] && !full[t]
		}
		res := Result{Rule: c.Rule, Teams: asked, Value: value, Met: ok == asked && len(full) == 0, Score: scales[r].score(c, worst, sum/float64(max(filled, 1)), value)}
		if c.kind.about().keeping {
			res.TeamsOK = &ok
		}
		if (c.must() || c.Limits()) && !res.Met {
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

// quality is what divisions are compared by: broken must-rules first, then the objective. broken is the sum of all breaches, at
// least a thousandth for every team and must-rule that is broken; objective is from 0 to 1.
type quality struct{ broken, objective float64 }

// better reports whether a is better than b by more than rounding: sums in another order differ by less than 1e-9 in what is
// broken, and by less than 1e-12 in the objective.
func (a quality) better(b quality) bool {
	if abs(a.broken-b.broken) > 1e-9 {
		return a.broken < b.broken
	}
	return a.objective > b.objective+1e-12
}

// quality scores a division without words, in member numbers of the table.
func (p *problem) quality(teams [][]int32, numbers []int, scales []scale) quality {
	return p.qualityOf(len(teams), scales, func(r, k int) outcome { return p.rules[r].of(numbers[k], teams[k]) })
}

// qualityOf scores a division of so many teams, of which of says how each does by each rule.
func (p *problem) qualityOf(teams int, scales []scale, of func(r, k int) outcome) quality {
	var q quality
	for r, c := range p.rules {
		sum, worst, value := 0.0, 1.0, 0.0
		for k := range teams {
			o := of(r, k)
			sum, worst = sum+o.score, min(worst, o.score)
			value += o.value
			q.broken += c.breach(o)
		}
		q.objective += c.w * scales[r].score(c, worst, sum/float64(max(teams, 1)), value)
	}
	return q
}
