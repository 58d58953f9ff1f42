package team

import (
	"slices"
	"strings"

	"dure/clustering/team/search"
	"dure/survey"
)

// Rules on who shares a team and who does not. A should-rule counts pairs, so that each pair that is together, or parted, is
// progress. As a must, those who share a team become a block that moves as one, and the search is told nothing more; those who
// do not are penalised by the pairs that still meet. Bounds count pairs too: those of n members are fewest if they are dealt
// evenly over the teams, and most if they fill the largest.

// linked measures how many pairs of some disjoint sets of members share a team: all of them should, or none.
type linked struct {
	set   []int // by member, the number of the set, -1 for none
	sizes []int // of the sets
	all   int   // pairs in all sets
	apart bool
}

// link makes a measure of sets, of which those of a single member say nothing.
func link(set []int, apart bool) *linked {
	m := &linked{set: set, apart: apart}
	for _, s := range set {
		if s >= 0 {
			for len(m.sizes) <= s {
				m.sizes = append(m.sizes, 0)
			}
			m.sizes[s]++
		}
	}
	for _, n := range m.sizes {
		m.all += pairsOf(n)
	}
	return m
}

// pairsOf is how many pairs n members make.
func pairsOf(n int) int { return n * (n - 1) / 2 }

// counts returns how many of the members are of each set.
func (m *linked) counts(members []int32) []int {
	n := make([]int, len(m.sizes))
	for _, i := range members {
		if s := m.set[i]; s >= 0 {
			n[s]++
		}
	}
	return n
}

func (m *linked) of(_ int, members []int32) outcome {
	if len(m.sizes) == 1 {
		n := 0
		for _, i := range members {
			n += 1 + min(0, m.set[i])
		}
		return m.outcome(pairsOf(n), pairsOf(m.sizes[0])*int(b2f(n > 0)), n == 0 || n == m.sizes[0])
	}
	here, could, whole := 0, 0, true
	for s, n := range m.counts(members) {
		if n > 0 {
			here, could, whole = here+pairsOf(n), could+pairsOf(m.sizes[s]), whole && n == m.sizes[s]
		}
	}
	return m.outcome(here, could, whole)
}

// outcome rates a team with so many pairs of sets, which with all members of those sets would be could.
func (m *linked) outcome(here, could int, whole bool) outcome {
	if m.apart {
		return outcomeOf(float64(here), 1-float64(here)/float64(max(m.all, 1)), here == 0)
	}
	score := 1.0
	if could > 0 {
		score = float64(here) / float64(could)
	}
	return outcomeOf(float64(here), score, whole)
}

// scale is the share of all pairs of the sets that share a team, or that do not where they should be apart.
func (m *linked) scale(*problem, []frame) scale {
	switch {
	case m.all == 0:
		return scale{offset: 1}
	case m.apart:
		return scale{offset: 1, slope: -1 / float64(m.all)}
	}
	return scale{slope: 1 / float64(m.all)}
}

// terms are a count where there is one set, which is quickest; for several sets a sum over pairs, or as a must, whose penalty is no sum
// of weights, a function of the group. Musts on who shares a team need none.
func (m *linked) terms(s *section) []search.Term {
	must, slope := s.c.must(), s.slope()
	if must && !m.apart {
		return nil // members who must share a team move as one
	}
	if must && s.exact {
		return []search.Term{s.asked(m)}
	}
	rating := func(pairs int) search.Rating {
		r := search.Rating{Value: slope * float64(pairs)}
		if must {
			r.Violation = float64(pairs)
		}
		return r
	}
	switch {
	case len(m.sizes) == 1:
		is := make([]uint8, len(m.set))
		for i, set := range m.set {
			is[i] = uint8(1 + min(0, set))
		}
		return []search.Term{search.Count{Marked: s.marked(is), Hard: must, Rate: func(_, n int) search.Rating { return rating(pairsOf(n)) }}}
	case must:
		c := *s
		return []search.Term{search.Func{Hard: true, Most: 0, Step: 0, New: func() search.GroupFunc {
			var all []int32
			return func(_ int, items []int32) search.Rating {
				all = c.rows(all, items)
				return rating(m.shared(all))
			}
		}}}
	}
	return []search.Term{search.PairSum{Weight: slope, Between: func(i, j int32) float64 {
		return b2f(m.together(s.members[i], s.members[j]))
	}}}
}

// together reports whether two members are of one set.
func (m *linked) together(i, j int32) bool { return m.set[i] >= 0 && m.set[i] == m.set[j] }

// shared counts the pairs of one set among the members.
func (m *linked) shared(members []int32) (n int) {
	for a, i := range members {
		for _, j := range members[:a] {
			n += int(b2f(m.together(i, j)))
		}
	}
	return n
}

// present counts the members of sets that a team has, and all members of those sets.
func (m *linked) present(members []int32) (count, all int) {
	if len(m.sizes) == 1 {
		return m.counts(members)[0], m.sizes[0]
	}
	for s, n := range m.counts(members) {
		if n > 0 {
			count, all = count+n, all+m.sizes[s]
		}
	}
	return count, all
}

// bound counts for every set the pairs that must share a team at least, or can at most: by the number and sizes of the teams, and by what
// must-rules on others of its members leave.
func (m *linked) bound(b bounding) (float64, bool) {
	sum := 0
	for s, members := range b.p.sections {
		for set, n := range m.counts(members) {
			if m.apart {
				sum += max(leastPairs(n, len(b.plan[s])), b.p.forcedPairs(m, set, s))
				continue
			}
			sum += min(mostPairs(n, limitsOf(b.plan[s]).hi), pairsOf(n)-b.p.keptApart(m, set, s))
		}
	}
	return b.scale.offset + b.scale.slope*float64(sum), true
}

// leastPairs is the least number of pairs that share a team if n members are dealt to g teams.
func leastPairs(n, g int) int {
	each, more := n/g, n%g
	return more*(each+1)*each/2 + (g-more)*each*(each-1)/2
}

// mostPairs is the largest number of pairs that share a team if n members fill the largest teams.
func mostPairs(n int, sizes []int) int {
	sum := 0
	for _, size := range slices.Backward(slices.Sorted(slices.Values(sizes))) {
		c := min(n, size)
		sum += c * (c - 1) / 2
		n -= c
	}
	return sum
}

// forcedPairs counts the pairs of a set in section s that must-rules put into one team.
func (p *problem) forcedPairs(m *linked, set, s int) int {
	sum := 0
	for _, b := range p.blocks {
		if p.section[b[0]] == s {
			sum += pairsOf(m.counts(b)[set])
		}
	}
	return sum
}

// keptApart counts the pairs of a set in section s that the must-rule which does so most keeps apart.
func (p *problem) keptApart(m *linked, set, s int) int {
	most := 0
	for _, o := range p.separators() {
		n := map[int]int{}
		for _, i := range p.sections[s] {
			if m.set[i] == set && o.set[i] >= 0 {
				n[o.set[i]]++
			}
		}
		pairs := 0
		for _, k := range n {
			pairs += pairsOf(k)
		}
		most = max(most, pairs)
	}
	return most
}

// A separator says who may not share a team.
type separator interface{ separated() *linked }

// separators are the must-rules by which members may not share a team.
func (p *problem) separators() []*linked {
	var out []*linked
	for _, c := range p.rules {
		if m, ok := c.measure.(separator); ok && c.must() {
			out = append(out, m.separated())
		}
	}
	return out
}

// setFields are those of a rule on members: some of them, or all who gave the same answer.
var setFields = []Field{
	{Name: "members", Control: MembersControl, Label: "rule_members", Optional: true, at: func(r *Rule) any { return &r.Members }},
	{Name: "columns", Control: ColumnControl, Label: "rule_same_answer", Help: "rule_same_answer_help", Optional: true, at: column},
}

// finishSets checks that a rule on members names some, or a column.
func finishSets(r *Rule) error {
	switch {
	case len(r.Members) == 0 && r.Column == "":
		return wrong("members", "rule_two_members")
	case len(r.Members) > 0 && r.Column != "":
		return wrong("columns", "rule_members_or_answer")
	}
	return nil
}

// needsSets is the check of a kind that is on members: two of them at least, or one column, and not both, as it could mean either
// of two things.
func (r Rule) needsSets() error {
	if len(r.Members) > 0 && len(r.columns()) > 0 {
		return r.invalid("rule_members_or_column")
	}
	if len(r.Members) < 2 && len(r.columns()) != 1 {
		return r.missing("members")
	}
	return nil
}

// sets numbers the sets of members that a rule is on, -1 for who is in none: those it names, or those who gave the same answer.
func (c *compiler) sets() ([]int, error) {
	set := make([]int, c.n)
	if len(c.columns()) == 1 {
		column, err := c.only()
		if err != nil {
			return nil, err
		}
		at := map[string]int{}
		for i := range set {
			if set[i] = -1; column.Answered(i) {
				answer := survey.SpellingKey(column.Cell(i))
				if _, known := at[answer]; !known {
					at[answer] = len(at)
				}
				set[i] = at[answer]
			}
		}
		return set, nil
	}
	for i := range set {
		set[i] = -1
	}
	all := 0
	for _, id := range c.Members {
		m, err := c.member(string(id))
		if err != nil {
			return nil, err
		}
		all += -set[m]
		set[m] = 0
	}
	if all < 2 {
		return nil, c.missing("members")
	}
	return set, nil
}

// withoutOne leaves out one member of a rule after the other.
func withoutOne(r Rule) (out []milder) {
	for k, m := range r.Members {
		change := r
		if change.Members = slices.Delete(slices.Clone(r.Members), k, k+1); len(change.Members) >= 2 {
			out = append(out, milder{change, Change{Kind: "without_member", Member: string(m)}})
		}
	}
	return out
}

func memberList(r Rule, n Names) string {
	names := make([]string, len(r.Members))
	for i, m := range r.Members {
		names[i] = n.Member(string(m))
	}
	return strings.Join(names, ", ")
}
