package team

import "slices"

// What it costs to drop members anywhere: all places are rated when somebody is picked up, so that the cost is seen before the drop and not after. A drop
// changes a few teams, and the outcomes of the others are known; only those are measured anew, and sums over teams are taken again, in the order
// in which the division is scored. So what is said is to the last bit what the teams score then,
// for as long as a drop leaves all else as it is by which teams are judged: how many teams and members there are, and which activity each team has
// taken up. Where it does not, as when it empties a team, the division is scored from scratch, as [Draft.Try] does.

// A Cost is a place where members could be dropped, and what the division would score then.
type Cost struct {
	To        int       // team, from 0
	With      int       // the row of who trades places with the member, -1 for a move
	Objective float64   // of the teams then
	Unmet     int       // must-rules that are unmet then
	Uneven    int       // members who then have to change teams until sizes are as they should be
	Scores    []float64 // of each rule then
}

// Costs rates every drop of the members in these rows: to each team that has not all of them, and of one who is in a team also in the place of each
// member of another. They are in the order of teams, a move before the swaps.
func (d *Draft) Costs(members ...int) []Cost { return d.CostsIn(count(len(d.teams)), members...) }

// CostsIn rates only the drops to these teams.
func (d *Draft) CostsIn(teams []int, members ...int) []Cost {
	d.look()
	at := assignment(d.teams, d.p.n)
	keeps := d.keeps()
	var out []Cost
	for _, t := range teams {
		g := d.teams[t]
		moving := slices.DeleteFunc(slices.Clone(members), func(i int) bool { return at[i] == t })
		if len(moving) == 0 {
			continue
		}
		x := drop{members: moving, with: -1, to: t}
		for _, i := range moving {
			x.from = append(x.from, at[i])
		}
		out = append(out, d.cost(x, keeps))
		for _, with := range g {
			if x.with = with; len(members) == 1 && x.from[0] >= 0 {
				out = append(out, d.cost(x, keeps))
			}
		}
	}
	return out
}

// A drop is members on the way from their teams, -1 for none, to another, with who goes the other way, -1 for nobody.
type drop struct {
	members, from []int
	with, to      int
}

// teams are the teams once it is done.
func (x drop) teams(before [][]int) [][]int {
	out := slices.Clone(before)
	out[x.to] = append(less(before[x.to], x.with), x.members...)
	for k, from := range x.from {
		if from >= 0 {
			out[from] = less(out[from], x.members[k])
		}
	}
	if x.with >= 0 {
		out[x.from[0]] = append(out[x.from[0]], x.with)
	}
	return out
}

// less is a team less a member.
func less(team []int, member int) []int {
	return slices.DeleteFunc(slices.Clone(team), func(i int) bool { return i == member })
}

func (d *Draft) cost(x drop, keeps bool) Cost {
	after := x.teams(d.teams)
	var then Proposal
	if keeps && d.steady(x, after) {
		then = d.rescored(after, x)
	} else {
		d.p.planFor(after)
		then = d.p.evaluate(after)
		d.p.planFor(d.teams)
	}
	out := Cost{To: x.to, With: x.with, Objective: then.Objective, Unmet: len(then.Unmet), Uneven: d.p.uneven(after)}
	for _, r := range then.Rules {
		out.Scores = append(out.Scores, r.Score)
	}
	return out
}

// steady reports whether a drop leaves all as it is by which teams are judged, but for who is in them, where [Draft.keeps] says that it can.
func (d *Draft) steady(x drop, after [][]int) bool {
	left := func(t int) bool { return t < 0 || len(after[t]) == 0 }
	return len(d.teams[x.to]) > 0 && !slices.ContainsFunc(x.from, left)
}

// keeps reports whether drops can be steady at all: nobody counts in two sections, and each team has taken up its activity.
func (d *Draft) keeps() bool {
	if slices.ContainsFunc(count(d.p.n), d.p.crosses) {
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
	changed := map[int][]int32{}
	for _, t := range append(x.from, x.to) {
		changed[t] = ordered(after[t])
	}
	for r, c := range d.p.rules {
		sum, worst, value, ok := 0.0, 1.0, 0.0, 0
		for _, t := range d.filled {
			o := d.outcomes[r][t]
			if members := changed[t]; members != nil {
				o = c.of(t, members)
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

// ordered are the members of a team in the order in which it is scored.
func ordered(team []int) []int32 {
	out := divided([][]int{team})[0]
	slices.Sort(out)
	return out
}
