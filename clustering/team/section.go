package team

import (
	"slices"

	"dure/clustering/team/search"
)

// The bridge between rules and package search, which knows items and groups but no rules. Every rule hands over terms: sums over
// pairs, scatter, counts, or any function of a group. They say the same as the measure says of a team, to the last digit but
// rounding, which the tests hold them to, in a form of which the search knows how little a swap changes.

// A section is the members of one section with the teams to fill, as a search sees them: members are items by their
// position in it, teams groups by their place among the slots. What measures need to make their terms is here.
type section struct {
	p       *problem
	members []int32 // rows of the table
	local   []int32 // by row, the position among members; of other members it says nothing
	slots   []slot
	scales  []scale
	teams   int // of all sections
	// separable is set where what a change to two teams is worth must not depend on the others: then the worst team counts no more
	// than any.
	separable bool
	exact     bool // what a team is worth is what it counts in the objective; the worst team is left to [search.Polish]
	robust    bool // teams that stand are worth more

	c *compiled // the rule whose terms are made
}

// penalty is what a breach of 1 of a must-rule costs in a search: as much as four teams of a rule that alone makes the objective
// are worth. It only steers: divisions are compared with the musts first, whatever it is. Too small, a search dwells among
// divisions that break rules; too large, it cannot pass through them.
func (s *section) penalty() float64 {
	if s.exact {
		return 1e6 // nothing counts beside it
	}
	return 4 / float64(s.teams)
}

// newSection makes a section of members, given by row, who fill slots; scales are those of all rules, and teams the number of all
// sections together, by which means are weighed.
func newSection(p *problem, members []int32, slots []slot, scales []scale, teams int) *section {
	s := &section{p: p, members: members, slots: slots, scales: scales, teams: teams, local: make([]int32, p.n)}
	for k, i := range members {
		s.local[i] = int32(k)
	}
	return s
}

// evaluator returns what the search works on. fixed is as in [search.Problem]; blocks are by row, and of one that reaches into another section,
// which breaks a must-rule whatever is done, the members of this one stay together.
func (s *section) evaluator(fixed []int, blocks [][]int32) *search.Evaluator {
	out := search.Problem{N: len(s.members), Groups: groups(s.slots), Fixed: fixed, Penalty: s.penalty()}
	for _, set := range blocks {
		own := slices.DeleteFunc(slices.Clone(set), func(i int32) bool { return s.p.section[i] != s.p.section[s.members[0]] })
		if len(own) > 1 {
			out.Blocks = append(out.Blocks, s.items(own))
		}
	}
	for _, s.c = range s.p.rules {
		if !s.c.divides() { // else the section is searched by itself
			out.Terms = append(out.Terms, s.c.terms(s)...)
		}
	}
	if s.robust {
		out.Terms = append(out.Terms, s.steady())
	}
	return search.New(out)
}

// groups are the slots as the search has them. Their numbers stay here.
func groups(slots []slot) []search.Group {
	out := make([]search.Group, len(slots))
	for t, sl := range slots {
		out[t] = search.Group{Size: sl.size, Min: sl.lo, Max: sl.hi}
	}
	return out
}

// items turns rows of the section into items.
func (s *section) items(rows []int32) []int32 {
	out := make([]int32, len(rows))
	for k, i := range rows {
		out[k] = s.local[i]
	}
	return out
}

// rows turns items into rows of the table, in the space of all.
func (s *section) rows(all, items []int32) []int32 {
	all = all[:0]
	for _, i := range items {
		all = append(all, s.members[i])
	}
	return all
}

// fixed returns for each item the place among the slots of the team that the input fixes it to, or -1.
func (s *section) fixed() []int {
	if s.p.in.Fixed == nil {
		return nil
	}
	out := make([]int, len(s.members))
	for k, i := range s.members {
		if out[k] = -1; s.p.in.Fixed[i] >= 0 {
			out[k] = slices.IndexFunc(s.slots, func(sl slot) bool { return sl.number == s.p.in.Fixed[i] })
		}
	}
	return out
}

func (s *section) scale() scale { return s.scales[s.c.number-1] }

// slope is what one unit of the value of a rule on the whole division is worth.
func (s *section) slope() float64 { return s.c.w * s.scale().slope }

// utility is what a team that scores x is worth under a rule scored team by team.
func (s *section) utility(x float64) float64 {
	sc := s.scale()
	if s.exact {
		return s.c.w * (1 - worstShare*sc.ceiling) * x / float64(s.teams)
	}
	return s.c.w * sc.utility(x) / float64(s.teams)
}

// worst is how much the score of the worst team counts besides.
func (s *section) worst() float64 {
	if s.separable || s.exact || !s.c.worstFirst() {
		return 0
	}
	return worstShare * s.c.w
}

// rating returns what an outcome is to the search, under a rule scored team by team.
func (s *section) rating(o outcome) search.Rating {
	return search.Rating{Score: o.score, Value: s.utility(o.score), Violation: s.c.resists(o)}
}

// resists is what a search takes for the breach of a rule. One that gives way does so before the search, by as much as it has to, and in the search by
// nothing more: with one move after the other that gains, the members whom it spreads are spread, and no move of annealing undoes that.
func (c *compiled) resists(o outcome) float64 {
	if _, gives := c.measure.(yielder); gives {
		return firmness * c.breach(o)
	}
	return c.breach(o)
}

// firmness makes the least breach of a rule that gives way, a thousandth, more than ten whole ones of others. With 1 in its place, of 79 random clubs
// whose must-rules can all be kept, a team had too many who have not answered in 13 after 30 ms, in 11 after 200 and in 8 after a second; with it in 0, 2
// and 5. As many broke another must-rule, and who kept all scored as well. To deal those members first of all, besides, changed nothing.
const firmness = 1e4

// count is the term of a rule scored by how many of a team's members are marked; marked is by row.
func (s *section) count(marked []uint8, of func(size, count int) outcome) search.Count {
	c := *s // the rule at hand, for later
	return search.Count{Marked: s.marked(marked), Hard: s.c.must(), Worst: s.worst(),
		Rate: func(size, count int) search.Rating { return c.rating(of(size, count)) }}
}

// marked picks the marks of the section's members, item by item, from those of all rows.
func (s *section) marked(by []uint8) []uint8 {
	out := make([]uint8, len(s.members))
	for k, i := range s.members {
		out[k] = by[i]
	}
	return out
}

// function is the term of a rule scored team by team in any other way.
func (s *section) function(rate func() search.GroupFunc) search.Func {
	return search.Func{New: rate, Hard: s.c.must(), Worst: s.worst(), Most: s.utility(1), Step: s.utility(1) - s.utility(0)}
}

// A rater says how a team does by a rule.
type rater interface {
	of(t int, members []int32) outcome
}

// quickly is the term of a rule scored team by team that has a fast way to rate teams, or where that is nil asks the rule itself.
func (s *section) quickly(fast func() search.GroupFunc, m rater) []search.Term {
	if fast != nil {
		return []search.Term{s.function(fast)}
	}
	return []search.Term{s.asked(m)}
}

// asked is the term of a rule scored team by team that asks the rule itself about every team.
func (s *section) asked(m rater) search.Func {
	c := *s
	return s.function(func() search.GroupFunc {
		var all []int32
		return func(t int, items []int32) search.Rating {
			all = c.rows(all, items)
			return c.rating(m.of(c.slots[t].number, all))
		}
	})
}
