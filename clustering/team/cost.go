package team

import "slices"

// What it costs to drop a member anywhere: all places are rated when somebody is picked up, so that the cost is seen before the drop and not after. A drop
// changes two teams, and the outcomes of the others are known; only these two are measured anew, and sums over teams are taken again. That is exact,
// for as long as a drop leaves all else as it is by which teams are judged: how many teams and members there are, and which activity each team has
// taken up. Where it does not, as when it empties a team, the division is scored from scratch, as [Draft.Try] does.

// A Cost is a place where a member could be dropped, and what the division would score then.
type Cost struct {
	To     int       // team, from 0
	With   int       // the row of who trades places with the member, -1 for a move
	Change float64   // of the objective; 0.01 is one point of a hundred
	Unmet  int       // must-rules that are unmet then
	Uneven int       // members who then have to change teams until sizes are as they should be
	Rules  []float64 // change of each rule's score
}

// Costs rates every drop of the member in this row: to each other team, and, from a team, in the place of each member of another.
// They are in the order of teams, a move before the swaps.
func (d *Draft) Costs(member int) []Cost {
	d.load()
	home := slices.IndexFunc(d.teams, func(g []int) bool { return slices.Contains(g, member) })
	now := d.Score()
	var out []Cost
	for t, g := range d.teams {
		if t == home {
			continue
		}
		out = append(out, d.cost(now, drop{member, -1, home, t}))
		for _, with := range g {
			if home >= 0 {
				out = append(out, d.cost(now, drop{member, with, home, t}))
			}
		}
	}
	return out
}

// A drop is a member on the way from one team, -1 for none, to another, with who goes the other way, -1 for nobody.
type drop struct{ member, with, from, to int }

// teams are the teams once it is done.
func (x drop) teams(before [][]int) [][]int {
	out := slices.Clone(before)
	out[x.to] = append(less(before[x.to], x.with), x.member)
	if x.from >= 0 {
		out[x.from] = less(before[x.from], x.member)
		if x.with >= 0 {
			out[x.from] = append(out[x.from], x.with)
		}
	}
	return out
}

// less is a team less a member.
func less(team []int, member int) []int {
	return slices.DeleteFunc(slices.Clone(team), func(i int) bool { return i == member })
}

func (d *Draft) cost(now Proposal, x drop) Cost {
	after := x.teams(d.teams)
	then := now
	if d.steady(x) {
		then = d.rescored(after, x)
	} else {
		d.p.planFor(after)
		then = d.p.evaluate(after)
		d.p.planFor(d.teams)
	}
	out := Cost{To: x.to, With: x.with, Change: then.Objective - now.Objective, Unmet: len(then.Unmet), Uneven: d.p.uneven(after)}
	for r := range then.Rules {
		out.Rules = append(out.Rules, then.Rules[r].Score-now.Rules[r].Score)
	}
	return out
}

// steady reports whether a drop leaves all as it is by which teams are judged, but for who is in them.
func (d *Draft) steady(x drop) bool {
	if x.from < 0 || len(d.teams[x.to]) == 0 || x.with < 0 && len(d.teams[x.from]) == 1 || slices.ContainsFunc(count(d.p.n), d.p.crosses) {
		return false
	}
	return !slices.ContainsFunc(d.p.rules, func(c *compiled) bool {
		m, ok := c.measure.(*ranks)
		return ok && slices.Contains(m.taken(d.p, len(d.teams), func(int) bool { return true }), -1)
	})
}

// rescored scores the teams after a drop: their rules and objective, of what the draft knows of all other teams.
func (d *Draft) rescored(after [][]int, x drop) Proposal {
	out := Proposal{Rules: make([]Result, len(d.p.rules))}
	changed := divided([][]int{after[x.from], after[x.to]})
	for r, c := range d.p.rules {
		sum, worst, value, ok := 0.0, 1.0, 0.0, 0
		for _, t := range d.filled {
			o := d.outcomes[r][t]
			switch t {
			case x.from:
				o = c.of(t, changed[0])
			case x.to:
				o = c.of(t, changed[1])
			}
			sum, worst, value, ok = sum+o.score, min(worst, o.score), value+o.value, ok+int(b2f(o.ok))
		}
		res := Result{Met: ok == len(d.filled) && len(c.overfull(after)) == 0, Score: d.scales[r].score(c, worst, sum/float64(len(d.filled)), value)}
		if (c.must() || c.Limits()) && !res.Met {
			out.Unmet = append(out.Unmet, r)
		}
		out.Rules[r] = res
		out.Objective += c.w * res.Score
	}
	if len(d.p.rules) == 0 {
		out.Objective = 1
	}
	return out
}
