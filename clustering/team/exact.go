package team

import (
	"math"

	"dure/clustering/team/search"
)

// Clubs of up to search.ExactLimit members are solved exactly: they are common, and a proof that nothing is better ends the
// question. What a team is worth is a function of its members alone, so that the dynamic programming of [search.Exact] holds
// for rules of every kind. Worst teams, which do not add up, come in as floors; see worst.go.

// exactPenalty is what a breach of 1 of a must-rule costs where a section is solved exactly, beside an objective of at most 1. The
// least breach is a thousandth, which then costs 1, so that no gain in the objective makes up for it. Any larger number would do
// as well, up to where sums lose their last digits.
const exactPenalty = 1000

// exact finds the best division of small section k, but for its worst teams, among those in which every team scores at least floors[r]
// under each rule r that has one. It returns the members of each team, by row of the table and in the order of the slots; nil if
// no division is above the floors.
func (f *former) exact(k int, floors map[int]float64) [][]int32 {
	s := f.section(k)
	numbered, steady := false, []watched(nil)
	if f.opt.Robust {
		steady = f.p.watched(k)
	}
	for _, c := range f.p.rules {
		m, ok := c.measure.(interface{ numberedTeams() bool })
		numbered = numbered || c.only != nil || ok && m.numberedTeams()
	}
	var rows []int32
	teams := search.Exact(len(s.members), groups(s.slots), s.fixed(), numbered, func(t int, items []int32) float64 {
		rows = s.rows(rows, items)
		v := 0.0
		if steady != nil {
			near, _, _ := standing(steady, s.slots[t].number, rows)
			v = robustShare * near / float64(s.teams)
		}
		for r, c := range f.p.rules {
			o := c.of(s.slots[t].number, rows)
			if c.whole() {
				v += c.w * f.scales[r].slope * o.value
			} else {
				v += c.w * f.scales[r].blend(0, o.score) / float64(s.teams)
			}
			if floor, ok := floors[r]; ok && o.score < floor {
				return math.Inf(-1)
			}
			v -= exactPenalty * c.breach(o)
		}
		return v
	})
	if teams == nil {
		return nil
	}
	out := make([][]int32, len(teams))
	for t, items := range teams {
		out[t] = s.rows(nil, items)
	}
	return out
}
