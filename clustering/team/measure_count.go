package team

import "dure/clustering/team/search"

// Rules on how many of a kind a team has, or whether just one, need nothing of a team but its size and that number. So the search
// keeps a count for each team, and the best deal of the kind to teams can be reckoned exactly; see bound_counts.go.

// tally measures a team by its size and by how many of its members are of one kind.
type tally struct {
	is   []uint8 // by member: 1 if of the kind, else 0
	rate func(size, count int) outcome
}

// total counts those of one kind.
func (m *tally) total(members []int32) int {
	n := 0
	for _, i := range members {
		n += int(m.is[i])
	}
	return n
}

func (m *tally) of(_ int, members []int32) outcome { return m.rate(len(members), m.total(members)) }

// scale has as its ceiling the worst team of the best deal, so that a rule which cannot be kept everywhere does not drown the mean.
func (m *tally) scale(p *problem, frames []frame) scale {
	return ceilingOf(p, frames, func(_ int, members []int32, f frame) float64 { return m.worstDeal(f, m.total(members), mixture{}) })
}

func (m *tally) countIn(int) *tally { return m }

func (m *tally) terms(s *section) []search.Term { return []search.Term{s.count(m.is, m.rate)} }

func (m *tally) bound(b bounding) (float64, bool) {
	return b.byTeam(func(s int, _ []int32, f frame) float64 { return m.meanBound(b.p, s, f) })
}

// A dealer can tell that a must-rule cannot be kept, even alone, in teams of such sizes.
type dealer interface {
	dealable(p *problem, s int, f frame) bool
}

// dealable reports whether those who count could be dealt so that every team keeps the rule. What members who move as one
// hold of the kind counts with it.
func (m *tally) dealable(p *problem, s int, f frame) bool {
	for _, with := range m.blockKinds(p, s) {
		if m.worstDeal(f, m.total(p.sections[s]), with) < 1-1e-9 {
			return false
		}
	}
	return true
}

// within keeps a count between limits: what is missing or too much costs its square, so that two teams short by one are better
// than one short by two. A score of 0 is none at all, or as many too many as the team could have.
func within(size, count, least, most int) outcome {
	switch {
	case count < least:
		return outcomeOf(0, 1-square(float64(least-count)/float64(least)), false)
	case count > most:
		return outcomeOf(0, 1-square(float64(count-most)/float64(max(size-most, count-most))), false)
	}
	return outcomeOf(1, 1, true)
}
