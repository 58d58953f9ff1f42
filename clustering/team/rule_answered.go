package team

import (
	"slices"

	"dure/clustering/team/search"
	"dure/survey"
)

// Answered spreads those who have not answered over the teams, so that none has more of them than it must.
const Answered Kind = "answered"

type answeredRule struct{ traits }

var answeredKind = answeredRule{traits{Answered, Must, byTeam, breakable, unseeded}}

func (answeredRule) fields() []Field {
	return []Field{{Name: "at_most", Control: WholeControl, Label: "rule_answered_limit", Help: "rule_answered_limit_help", Optional: true, at: func(r *Rule) any { return &r.AtMost }}}
}

func (answeredRule) check(r Rule) error {
	if r.AtMost != nil && *r.AtMost < 0 {
		return r.invalid("rule_count_negative")
	}
	return nil
}

func (answeredRule) sentence(r Rule, w words) survey.Message {
	if r.AtMost != nil {
		return survey.Say("rule_answered_most", "N", w.blank("at_most", *r.AtMost))
	}
	return survey.Say("rule_answered")
}

func (answeredRule) givesWay() {}

// suggest asks for it where some have answered and some have not.
func (answeredRule) suggest(t survey.Table) []Rule {
	n := 0
	for _, v := range silent(t, nil) {
		n += int(v)
	}
	if n == 0 || n == t.N {
		return nil
	}
	return []Rule{{Kind: Answered}}
}

// silent marks the members who have answered nothing: ids, names and what else is no answer do not count, nor do the
// sections that others say they are of.
func silent(t survey.Table, sections map[string]bool) []uint8 {
	out := make([]uint8, t.N)
	for i, is := range t.Silent {
		out[i] = uint8(b2f(is))
	}
	if t.Silent != nil {
		return out
	}
	for i := range out {
		out[i] = 1
		for _, c := range t.Columns {
			if c.IsAnswer() && !sections[c.Name] && c.Answered(i) {
				out[i] = 0
			}
		}
	}
	return out
}

// silentBeside marks the silent where the sections are those of rules.
func silentBeside(t survey.Table, rules []Rule) []uint8 {
	sections := map[string]bool{}
	for _, r := range rules {
		if k, ok := r.Kind.kind().(sectioner); ok {
			sections[k.sectionColumn(r)] = true
		}
	}
	return silent(t, sections)
}

func (answeredRule) compile(c *compiler) (measure, error) {
	m := &unanswered{is: silentBeside(c.in.Table, c.in.Rules), must: c.Power() == Must}
	if c.AtMost != nil {
		m.least = *c.AtMost
	}
	return m, nil
}

// unanswered measures how many of a team have not answered, against the most that a team needs to have: their number divided by that of the
// teams, rounded up, over all sections, or more where the section has more for its own teams. What is above it costs its square, as in a
// count. Those who are held together, by locks or as they must share a team, are never too many by themselves.
type unanswered struct {
	is      []uint8
	must    bool  // what was found is about must-rules alone
	least   int   // what every limit is at least
	section []int // of each member
	even    int   // the limit without sections
	limit   []int // of each section
	found   []int // of each section, the limit to which forming gave way, or 0
	more    []int // by how many the search may go beyond the limit of each section
	held    []int // by member, the number of those held together that they are of, or -1; nil where no such are above a limit
	most    []int // of each section, the most of those who are held together
}

// yield lets the teams of section s have so many more than the limit while they are searched for; false where that is no limit any more.
func (m *unanswered) yield(p *problem, s, more int) bool {
	if m.more == nil {
		m.more = make([]int, len(p.sections))
	}
	m.more[s] = more
	return m.limit != nil && m.limit[s]+more <= m.total(p.sections[s])
}

func (m *unanswered) over(s int, members []int32) (over, has int) {
	has = m.total(members)
	return has - m.limit[s], has
}

// plan sets the limits: as even as so many teams allow.
func (m *unanswered) plan(p *problem, pl plan) error {
	m.among(p, pl.teamsOf())
	return nil
}

func (m *unanswered) follow(p *problem, divisions [][]int) {
	teams, _ := p.counts(divisions)
	m.among(p, teams)
}

// among works out the limits among so many teams of each section.
func (m *unanswered) among(p *problem, teams []int) {
	m.section, m.limit, m.found = p.section, make([]int, len(p.sections)), make([]int, len(p.sections))
	silent, all := 0, 0
	for s, members := range p.sections {
		silent, all = silent+m.total(members), all+teams[s]
	}
	m.even = max(m.least, (silent+all-1)/max(all, 1))
	for s, members := range p.sections {
		if m.must {
			m.found[s] = p.in.GaveWay[p.sectionName(s)]
		}
		if teams[s] > 0 {
			m.limit[s] = max(m.even, (m.total(members)+teams[s]-1)/teams[s])
		}
	}
	m.hold(p)
}

// hold finds those who are held together.
func (m *unanswered) hold(p *problem) {
	m.held, m.most = slices.Repeat([]int{-1}, p.n), make([]int, len(p.sections))
	parent := count(p.n)
	join(parent, p.in.Fixed)
	for _, block := range p.blocks {
		for _, i := range block {
			parent[root(parent, int(i))] = root(parent, int(block[0]))
		}
	}
	for k, set := range components(parent) {
		for _, i := range set {
			m.held[i] = k
		}
	}
	above := false
	for s, members := range p.sections {
		m.most[s] = m.heldIn(members)
		above = above || m.most[s] > m.limit[s]
	}
	if !above {
		m.held = nil
	}
}

// heldIn is the most of the members who have not answered and are held together.
func (m *unanswered) heldIn(members []int32) (most int) {
	count := map[int]int{}
	for _, i := range members {
		if at := m.held[i]; at >= 0 && m.is[i] > 0 {
			count[at]++
			most = max(most, count[at])
		}
	}
	return most
}

func (m *unanswered) total(members []int32) int { return (&tally{is: m.is}).total(members) }

// upTo is how many a team of section s may have: as many as the search may give it, or as forming found to be needed.
func (m *unanswered) upTo(s int) int {
	if m.more != nil {
		return max(m.limit[s]+m.more[s], m.found[s])
	}
	return max(m.limit[s], m.found[s])
}

// in counts the silent of section s, of whom a team may have as many as those held together are: that is milder than the rule.
func (m *unanswered) in(s int) *tally {
	most := max(m.upTo(s), m.most[s])
	return &tally{m.is, func(size, count int) outcome { return within(size, count, 0, most) }}
}

func (m *unanswered) countIn(s int) *tally { return m.in(s) }

func (m *unanswered) of(_ int, members []int32) outcome {
	if len(members) == 0 {
		return outcomeOf(1, 1, true)
	}
	most := m.upTo(m.section[members[0]])
	if m.held != nil {
		most = max(most, m.heldIn(members))
	}
	return within(len(members), m.total(members), 0, most)
}

// scale is that of a count in each section, by its own limit.
func (m *unanswered) scale(p *problem, frames []frame) scale {
	return ceilingOf(p, frames, func(s int, members []int32, f frame) float64 {
		return m.in(s).worstDeal(f, m.total(members), mixture{})
	})
}

// terms are a count, or where some are held together above the limit the rule itself.
func (m *unanswered) terms(s *section) []search.Term {
	if m.held != nil {
		return []search.Term{s.asked(m)}
	}
	return m.in(s.p.section[s.members[0]]).terms(s)
}

func (m *unanswered) bound(b bounding) (float64, bool) {
	return b.byTeam(func(s int, _ []int32, f frame) float64 { return m.in(s).meanBound(b.p, s, f) })
}

func (m *unanswered) dealable(p *problem, s int, f frame) bool { return m.in(s).dealable(p, s, f) }

func (m *unanswered) fact(_ int, members []int32) survey.Message {
	return survey.Say("fact_team_unanswered", "Count", m.total(members), "Size", len(members))
}

// overall says how many have not answered, and how far the rule gave way: to what is known to need it, and to what forming found.
func (m *unanswered) overall(teams [][]int32) survey.Message {
	silent, all, most, found := 0, 0, 0, 0
	for t, members := range teams {
		if len(members) == 0 {
			continue
		}
		n, s := m.total(members), m.section[members[0]]
		silent, all = silent+n, all+len(members)
		if m.found[s] > m.limit[s] {
			found = max(found, m.found[s])
		}
		if m.of(t, members).ok && (n <= m.limit[s] || n > m.found[s]) {
			most = max(most, n)
		}
	}
	if silent == 0 {
		return survey.Message{}
	}
	return survey.Say("fact_rule_answered", "Silent", silent, "Count", all, "Limit", m.even, "Most", most, "Nobody", silent == all, "GaveWay", most > m.even, "Found", found)
}
