package team

import (
	"dure/clustering/team/search"
	"dure/survey"
)

// Section wants teams never to cross sections. As a must-rule it divides the members before all else, and each section is formed
// by itself.
const Section Kind = "section"

type sectionRule struct{ traits }

var sectionKind = sectionRule{traits{Section, Must, byTeam, breakable, unseeded}}

func (sectionRule) fields() []Field              { return []Field{columnField} }
func (sectionRule) check(r Rule) error           { return r.needsColumn() }
func (sectionRule) accepts(c survey.Column) bool { return isCategory(c) }

// suggest takes every column of sections.
func (sectionRule) suggest(t survey.Table) (rules []Rule) {
	for _, c := range t.Columns {
		if c.Aside == survey.AsideSection {
			rules = append(rules, Rule{Kind: Section, Column: c.Name})
		}
	}
	return rules
}

func (sectionRule) sentence(r Rule, n Names) survey.Message {
	return survey.Say("rule_section", "On", n.Columns(r.columns()))
}

// sectionColumn is the column that says of which section a member is, which is no answer.
func (sectionRule) sectionColumn(r Rule) string { return r.columns()[0] }

func (sectionRule) compile(c *compiler) (measure, error) {
	column, err := c.only()
	if err != nil {
		return nil, err
	}
	return &sameSection{column.Codes(), column}, nil
}

// sameSection measures whether all members of a team are of one section. A blank is a section too. As a must it is never asked in a search,
// since sections are formed apart; as any other rule it is 0 or 1 for a team.
type sameSection struct {
	code   []int
	column survey.Column
}

func (m *sameSection) codes() []int { return m.code }

// called is what the section of a member is called.
func (m *sameSection) called(i int32) string { return m.column.Cell(int(i)) }

func (m *sameSection) of(_ int, members []int32) outcome {
	for _, i := range members {
		if m.code[i] != m.code[members[0]] {
			return outcome{0, 0, false}
		}
	}
	return outcome{1, 1, true}
}

func (m *sameSection) scale(*problem, []frame) scale  { return scale{ceiling: 1} }
func (m *sameSection) terms(s *section) []search.Term { return []search.Term{s.asked(m)} }
func (m *sameSection) bound(bounding) (float64, bool) { return 1, true }
func (m *sameSection) fact(t int, members []int32) survey.Message {
	if !m.of(t, members).ok {
		return survey.Say("fact_team_crosses")
	}
	return always()
}
