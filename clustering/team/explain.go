package team

import (
	"cmp"
	"math"
	"slices"

	"dure/survey"
)

// Why a team is as it is, and a member where. A team's facts come from the measures; of a rule on what is told in confidence there is none but
// that, since a count in a team of five is nearly a name; of wishes more is told, as SECURITY.md says. A member's are what trading places would do to
// each rule, on average over everybody in other teams of the section: a place that gives loses by the trade. A mean is taken and not
// the best trade alone, since people ask what their place is worth, not what one swap could do.

// A Fact is something true of a team or a member, as a message with arguments: web/locale words it. Facts never say who avoids
// whom.
type Fact struct {
	Rule int `json:"rule"` // position among the rules
	survey.Message
}

// ExplainTeams says for every team and rule how the team does: one fact for each rule, in their order, also of a team that nobody is in.
func (d *Draft) ExplainTeams() [][]Fact {
	out := make([][]Fact, len(d.teams))
	for t := range d.teams {
		out[t] = d.ExplainTeam(t)
	}
	return out
}

// ExplainTeam says the same of one team.
func (d *Draft) ExplainTeam(t int) (facts []Fact) {
	members := divided(d.teams[t : t+1])[0]
	for r, c := range d.p.rules {
		if _, confided := c.Disclosed(d.p.in.Table); confided {
			facts = append(facts, Fact{r, secret()})
			continue
		}
		facts = append(facts, Fact{r, c.fact(t, members)})
	}
	return facts
}

// An overaller has something to say of the whole division, such as of how many members it knows anything.
type overaller interface {
	overall(teams [][]int32) survey.Message
}

// A doubter knows of teams whether anything is known of them by which they could break the rule.
type doubter interface {
	unknown(members []int32) bool
	// partly reports of such a team whether something is known by which it keeps the rule so far.
	partly(members []int32) bool
}

func (c *compiled) unknown(members []int32) bool {
	m, ok := c.measure.(doubter)
	return ok && m.unknown(members)
}

// partly reports whether of some of what the rule asks of a team it is known all the same.
func (c *compiled) partly(members []int32) bool { return c.measure.(doubter).partly(members) }

// Moot reports whether what [Draft.ExplainRules] says of a rule is that nothing is known in the club that it could be kept or broken by. Its score
// says nothing then, though the search counts it as kept.
func Moot(of survey.Message) bool { return of.Args["Nobody"] == true }

// ExplainRules says of the whole division for every rule of how many members anything is known, and how many of those have
// what they asked for; a message without a key where a rule is on everybody.
func (d *Draft) ExplainRules() []survey.Message {
	out := make([]survey.Message, len(d.p.rules))
	for r, c := range d.p.rules {
		own, any := c.own(divided(d.teams))
		if m, ok := c.measure.(overaller); ok {
			out[r] = m.overall(own)
		}
		if !any {
			out[r] = survey.Say("fact_rule_nowhere", "Nobody", true)
		}
	}
	return out
}

func round(x float64) float64 { return math.Round(x*100) / 100 }

// ExplainMember says what the place of the member in this row gives and costs: for each rule, how its score would change on average,
// or at best, if the member traded places with anyone of another team. A rule that would lose on average gives; one that would not, but
// gains by some trade, costs. The rules that matter most by weight come first. It returns none for who is in no team.
func (d *Draft) ExplainMember(member int) []Fact {
	p, teams := d.p, d.teams
	home := slices.IndexFunc(teams, func(g []int) bool { return slices.Contains(g, member) })
	if home < 0 || member >= p.n {
		return nil
	}
	before := p.evaluateScaled(teams, d.scales)
	all := make([]teamScores, len(p.rules))
	for r := range all {
		all[r] = scoresOf(before, r)
	}
	mean, best := make([]float64, len(p.rules)), make([]float64, len(p.rules))
	n := 0
	for t, g := range teams {
		for _, other := range g {
			if t == home || p.section[other] != p.section[member] {
				continue
			}
			n++
			for r, change := range d.tradeChange(before, all, home, t, member, other) {
				mean[r] += change
				best[r] = max(best[r], change)
			}
		}
	}
	var out []Fact
	for r, c := range p.rules {
		change := mean[r] / float64(max(n, 1))
		switch {
		case slices.ContainsFunc(c.standsOn(), p.in.Table.Confides): // by how much a place matters would tell what was answered
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

// teamScores are what is known of how the teams that somebody is in score by a rule, so that a trade is rated by the two teams that it changes.
type teamScores struct {
	filled int
	sum    float64
	lowest []int // the teams that score least, three at most: one of them takes no part in a trade
}

func scoresOf(before Proposal, r int) (out teamScores) {
	score := func(t int) float64 { return before.Teams[t].Scores[r] }
	for t, g := range before.Teams {
		if len(g.Members) == 0 {
			continue
		}
		out.filled++
		out.sum += score(t)
		at := len(out.lowest)
		for at > 0 && score(t) < score(out.lowest[at-1]) {
			at--
		}
		if at < 3 {
			out.lowest = slices.Insert(out.lowest, at, t)
			out.lowest = out.lowest[:min(3, len(out.lowest))]
		}
	}
	return out
}

// tradeChange is the change of each rule's score if a of team s and b of team t trade places; before is the draft's own score, and all is how the teams
// stand by each rule. It measures two teams and looks at no other, as a page asks for every trade of a member.
func (d *Draft) tradeChange(before Proposal, all []teamScores, s, t, a, b int) []float64 {
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
		if c.whole() {
			out[r] = d.scales[r].slope * (x.value + y.value - before.Teams[s].Values[r] - before.Teams[t].Values[r])
			continue
		}
		sum := all[r].sum + x.score + y.score - before.Teams[s].Scores[r] - before.Teams[t].Scores[r]
		worst := min(x.score, y.score)
		for _, u := range all[r].lowest {
			if u != s && u != t {
				worst = min(worst, before.Teams[u].Scores[r])
				break
			}
		}
		out[r] = d.scales[r].score(c, worst, sum/float64(all[r].filled), 0) - before.Rules[r].Score
	}
	return out
}
