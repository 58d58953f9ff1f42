package team

import "dure/clustering/team/search"

// Teams that stand with any one member missing. A team stands if it keeps every rule that asks for members of some sort, and would without any one of its
// members; see needed.go for why those rules. On request a search prefers such teams: what a division is worth to it is the objective and a little for each team
// that stands, and for one that does not the less the more of its members a rule hangs on, so that a search sees when a team comes nearer. A team that breaks
// a rule does not stand, lest rules are broken to have nothing hang on anybody. The objective that is told is that of the rules alone.

// robustShare is how much it is worth to a search that all teams stand, beside an objective of at most 1.
const robustShare = 0.1

// A watched rule asks for members of some sort in a team.
type watched struct {
	c *compiled
	*tally
}

// watched are the rules that a team has to keep to stand. What is told in confidence is none of them.
func (p *problem) watched(s int) (all []watched) {
	for _, c := range p.rules {
		m, counts := c.measure.(counter)
		_, seeks := c.kind.(seeker)
		if _, confided := c.Disclosed(p.in.Table); counts && seeks && !confided {
			all = append(all, watched{c, m.countIn(s)})
		}
	}
	return all
}

// standing is how near team t is to standing, from 0 to 1, and whether it does; asked reports whether any of the rules is for it.
func standing(all []watched, t int, members []int32) (near float64, stands, asked bool) {
	hang, rules := 0.0, 0
	for _, w := range all {
		if !w.c.holdsIn(t) || len(members) == 0 {
			continue
		}
		rules++
		size, n := len(members), w.total(members)
		if !w.rate(size, n).ok {
			hang++
			continue
		}
		on := 0 // members without whom the team would break it
		if n > 0 && size > 1 && !w.rate(size-1, n-1).ok {
			on += n
		}
		if n < size && size > 1 && !w.rate(size-1, n).ok {
			on += size - n
		}
		hang += float64(on) / float64(size)
	}
	if hang == 0 {
		return 1, true, rules > 0
	}
	return (1 - hang/float64(rules)) / 2, false, true
}

// steady is the term of a search for teams that stand.
func (s *section) steady() search.Func {
	all, c := s.p.watched(s.p.section[s.members[0]]), *s
	worth := robustShare / float64(s.teams)
	return search.Func{Most: worth, Step: worth, New: func() search.GroupFunc {
		var rows []int32
		return func(t int, items []int32) search.Rating {
			rows = c.rows(rows, items)
			near, _, _ := standing(all, c.slots[t].number, rows)
			return search.Rating{Score: near, Value: worth * near}
		}
	}}
}

// preferred is the quality of a division of section s, with what it is worth besides that teams stand, where that is asked for.
func (f *former) preferred(s int, teams [][]int32) quality {
	q := f.p.quality(teams, f.numbers(s), f.scales)
	if f.opt.Robust {
		all := f.p.watched(s)
		for k, number := range f.numbers(s) {
			near, _, _ := standing(all, number, teams[k])
			q.objective += robustShare * near / float64(f.plan.teams())
		}
	}
	return q
}

// Standing is how many of the draft's teams keep their rules on members of some sort with any one member missing, and of how many any is asked.
func (d *Draft) Standing() (teams, of int) {
	all := make([][]watched, len(d.p.sections))
	for s := range all {
		all[s] = d.p.watched(s)
	}
	for t, g := range divided(d.teams) {
		if len(g) == 0 {
			continue
		}
		_, stands, asked := standing(all[d.p.section[g[0]]], t, g)
		of += int(b2f(asked))
		teams += int(b2f(asked && stands))
	}
	return teams, of
}
