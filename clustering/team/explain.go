package team

import (
	"cmp"
	"math"
	"slices"

	"dure/survey"
)

// A Fact is something true of a team or a member. Facts never say who avoids whom.
type Fact struct {
	Rule int `json:"rule"` // position among the rules
	survey.Message
}

// ExplainTeams says for every team and rule how the team does.
func (d *Draft) ExplainTeams() [][]Fact {
	p, teams := d.p, d.teams
	e := explainer{p, map[string]share{}, map[*pairs]float64{}}
	out := make([][]Fact, len(teams))
	for t := range teams {
		members := divided(teams[t : t+1])[0]
		for r, c := range p.rules {
			f := e.teamFact(c, t, members)
			f.Rule = r
			out[t] = append(out[t], f)
		}
	}
	return out
}

// An explainer finds facts, and keeps what is the same for all teams.
type explainer struct {
	*problem
	shares map[string]share   // by column
	means  map[*pairs]float64 // over the pairs that could share a team
}

// A share is which categories a column has, and who is in each.
type share struct {
	names []string
	x     [][]float64
}

func (p explainer) teamFact(c *compiled, t int, members []int32) Fact {
	o := c.of(t, members)
	switch m := c.measure.(type) {
	case *tally:
		return p.tallyFact(c, m, members)
	case *hours:
		return fact("fact_team_hours", "Hours", m.common(members))
	case *pairs:
		return p.pairFact(c, m, o, len(members))
	case *scatter:
		return p.scatterFact(c, m, members)
	case *linked:
		return fact("fact_team_linked", "Count", m.count(members), "All", m.all)
	case *wishes:
		return fact("fact_team_wishes", "Count", int(o.value), "Size", len(members))
	case *ranked:
		if t < len(m.of2) && len(m.activities) > 0 {
			return fact("fact_team_ranks", "Activity", m.activities[m.of2[t]], "Mean", round(o.value/float64(max(1, len(members)))))
		}
	case *rated:
		return fact("fact_team_fit", "Fit", round(o.score))
	}
	return fact("fact_team_section")
}

func fact(key survey.Key, pairs ...any) Fact { return Fact{Message: survey.Say(key, pairs...)} }

func round(x float64) float64 { return math.Round(x*100) / 100 }

func (p *problem) tallyFact(c *compiled, m *tally, members []int32) Fact {
	n := m.total(members)
	column := c.columns()[0]
	if c.Kind == NeverAlone {
		key := survey.Key("fact_team_not_alone")
		if n == 1 {
			key = "fact_team_alone"
		}
		return fact(key, "Count", n, "Column", column, "Value", string(c.Value))
	}
	if c.TeamSize != 0 && c.TeamSize != len(members) {
		return fact("fact_team_size_other", "Size", c.TeamSize)
	}
	least, most := c.limits(len(members))
	op := cmp.Or(c.Op, "=")
	key := survey.Key("fact_team_keeps")
	switch {
	case n < least:
		key = "fact_team_short"
	case n > most:
		key = "fact_team_over"
	}
	return fact(key, "Count", n, "Column", column, "Op", op, "Value", string(c.Value), "Least", least, "Most", most)
}

func (p explainer) pairFact(c *compiled, m *pairs, o outcome, size int) Fact {
	if c.Kind == NewTeammates {
		return fact("fact_team_repeats", "Count", int(o.value))
	}
	mine := float64(size*(size-1)) / 2
	if c.Kind == Affinity {
		return fact("fact_team_pairs", "Sum", round(o.value), "Expected", round(p.meanPair(m)*mine))
	}
	return fact("fact_team_distance", "Mean", round(o.value/max(mine, 1)), "Club", round(p.meanPair(m)))
}

// meanPair is the mean over all pairs within the sections.
func (p explainer) meanPair(m *pairs) float64 {
	if mean, ok := p.means[m]; ok {
		return mean
	}
	total, all := 0.0, 0.0
	for s, members := range p.sections {
		total += m.facts(p.problem, s, members).total
		all += float64(len(members)*(len(members)-1)) / 2
	}
	p.means[m] = total / max(all, 1)
	return p.means[m]
}

// scatterFact names the column in which the team is furthest from the club.
func (p explainer) scatterFact(c *compiled, m *scatter, members []int32) Fact {
	if m.alike {
		_, within := m.split(members)
		return fact("fact_team_scatter", "Percent", round(100*within/max(m.total, 1e-300)))
	}
	worst, off := 0, -1.0
	n := float64(max(1, len(members)))
	for j := range m.d {
		sum := 0.0
		for _, i := range members {
			sum += m.row(i)[j]
		}
		if abs(sum) > off {
			worst, off = j, abs(sum)
		}
	}
	if m.d == 0 {
		return fact("fact_team_section")
	}
	if c.Kind == Mix {
		return fact("fact_team_cluster", "Off", round(off), "Cluster", worst+1)
	}
	if c.Kind == Balance {
		return p.meanFact(c.columns()[worst], members)
	}
	return p.shareFact(c.columns()[0], worst, members, n)
}

func (p *problem) meanFact(name string, members []int32) Fact {
	column, _ := p.in.Table.Column(name)
	x, _ := column.Measured()
	sum, n, all, count := 0.0, 0, 0.0, 0
	for _, v := range x {
		if !math.IsNaN(v) {
			all, count = all+v, count+1
		}
	}
	for _, i := range members {
		if !math.IsNaN(x[i]) {
			sum, n = sum+x[i], n+1
		}
	}
	club := all / float64(max(count, 1))
	mean := club
	if n > 0 {
		mean = sum / float64(n)
	}
	return fact("fact_team_mean", "Column", name, "Mean", round(mean), "Club", round(club))
}

func (p explainer) shareFact(name string, category int, members []int32, n float64) Fact {
	of, ok := p.shares[name]
	if !ok {
		column, _ := p.in.Table.Column(name)
		of.names, of.x = indicators(column)
		p.shares[name] = of
	}
	names, x := of.names, of.x
	count, all := 0, 0.0
	for _, i := range members {
		count += int(x[category][i])
	}
	for _, v := range x[category] {
		all += v
	}
	return fact("fact_team_share", "Count", count, "Size", len(members), "Column", name, "Value", names[category],
		"Expected", round(all/float64(p.n)*n))
}

// ExplainMember says what the place of a member gives and costs: for each rule, how its score
// would change on average, or at best, if the member traded places with anyone of another team.
// The rules that matter most come first.
func (d *Draft) ExplainMember(member int) []Fact {
	p, teams := d.p, d.teams
	home := slices.IndexFunc(teams, func(g []int) bool { return slices.Contains(g, member) })
	if home < 0 || member >= p.n {
		return nil
	}
	before := p.evaluateScaled(teams, d.scales)
	mean, best := make([]float64, len(p.rules)), make([]float64, len(p.rules))
	n := 0
	for t, g := range teams {
		for _, other := range g {
			if t == home || p.section[other] != p.section[member] {
				continue
			}
			n++
			for r, change := range d.tradeChange(before, home, t, member, other) {
				mean[r] += change
				best[r] = max(best[r], change)
			}
		}
	}
	var out []Fact
	for r := range p.rules {
		change := mean[r] / float64(max(n, 1))
		switch {
		case change < -1e-6:
			out = append(out, Fact{r, survey.Say("fact_member_gives", "Change", -change)})
		case best[r] > 1e-6:
			out = append(out, Fact{r, survey.Say("fact_member_costs", "Change", best[r])})
		}
	}
	slices.SortStableFunc(out, func(a, b Fact) int {
		return cmp.Compare(p.rules[b.Rule].w*b.Args["Change"].(float64), p.rules[a.Rule].w*a.Args["Change"].(float64))
	})
	return out
}

// tradeChange is the change of each rule's score if a of team s and b of team t trade places.
func (d *Draft) tradeChange(before Proposal, s, t, a, b int) []float64 {
	swap := func(g []int, out, in int) []int32 {
		members := make([]int32, len(g))
		for k, i := range g {
			members[k] = int32(i)
			if i == out {
				members[k] = int32(in)
			}
		}
		return members
	}
	left, right := swap(d.teams[s], a, b), swap(d.teams[t], b, a)
	out := make([]float64, len(d.p.rules))
	for r, c := range d.p.rules {
		x, y := c.of(s, left), c.of(t, right)
		if c.whole {
			out[r] = d.scales[r].slope * (x.value + y.value - before.Teams[s].Values[r] - before.Teams[t].Values[r])
			continue
		}
		worst, mean, filled := min(x.score, y.score), x.score+y.score-before.Teams[s].Scores[r]-before.Teams[t].Scores[r], 0
		for u, g := range before.Teams {
			if len(g.Members) == 0 {
				continue
			}
			filled++
			mean += g.Scores[r]
			if u != s && u != t {
				worst = min(worst, g.Scores[r])
			}
		}
		out[r] = d.scales[r].score(c, worst, mean/float64(filled), 0) - before.Rules[r].Score
	}
	return out
}
