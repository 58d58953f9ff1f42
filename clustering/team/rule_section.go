package team

import (
	"slices"
	"strings"

	"dure/clustering/team/search"
	"dure/survey"
)

// Section wants teams never to cross sections. As a must-rule it divides the members before all else, and each section is formed
// by itself. Sections that are too small for that can count as one, or let their members join any; see crossing.go.
const Section Kind = "section"

type sectionRule struct{ traits }

var sectionKind = sectionRule{traits{Section, Must, byTeam, breakable, unseeded}}

func (sectionRule) fields() []Field {
	return []Field{columnField,
		{Name: "merge", Control: MergeControl, Label: "rule_merge", Help: "rule_merge_help", Optional: true},
		{Name: "cross", Control: CrossControl, Label: "rule_cross", Help: "rule_cross_help", Optional: true}}
}

// check refuses a merge of fewer than two sections, and a section that is in two merges.
func (sectionRule) check(r Rule) error {
	seen := map[string]bool{}
	for _, set := range r.Merge {
		if len(set) < 2 {
			return r.invalid("rule_merge_few")
		}
		for _, name := range set {
			if key := survey.Fold(string(name)); seen[key] {
				return r.invalid("rule_merge_twice", "Section", string(name))
			}
			seen[survey.Fold(string(name))] = true
		}
	}
	return r.needsColumn()
}

func (sectionRule) accepts(c survey.Column) bool { return isCategory(c) }

// suggest takes every column of sections.
func (sectionRule) suggest(t survey.Table) []Rule { return onAside(t, survey.AsideSection, Section) }

// onAside are rules of a kind on the columns that are aside for a reason.
func onAside(t survey.Table, reason string, k Kind) (rules []Rule) {
	for _, c := range t.Columns {
		if c.Aside == reason {
			rules = append(rules, Rule{Kind: k, Column: c.Name})
		}
	}
	return rules
}

func (sectionRule) sentence(r Rule, w words) survey.Message {
	m := survey.Say("rule_section", "On", w.on(r))
	for _, set := range r.Merge {
		m = survey.Say("rule_section_merge", "Rule", m, "Sections", sectionList(r.only(), texts(set), w))
	}
	if len(r.Cross) > 0 {
		m = survey.Say("rule_section_cross", "Rule", m, "Sections", sectionList(r.only(), texts(r.Cross), w))
	}
	return m
}

// sectionList lists the sections of a column in words. A blank is one, which each language has its own word for.
func sectionList(column string, sections []string, n Names) survey.Message {
	var words []string
	for _, name := range sections {
		if name != "" {
			words = append(words, "“"+n.Value(column, name)+"”")
		}
	}
	return survey.Say("section_list", "Names", strings.Join(words, ", "), "Blank", slices.Contains(sections, ""))
}

// SectionText words the name of a section, which says for each of the columns what it is there, as [problem.sectionName] makes it.
func SectionText(columns []string, name string, n Names) survey.Message {
	var parts []survey.Message
	for k, part := range strings.Split(name, betweenRules) {
		column := ""
		if k < len(columns) {
			column = columns[k]
		}
		sections := strings.Split(part, betweenSections)
		for i, section := range sections {
			sections[i] = showMarks.Replace(section)
		}
		parts = append(parts, sectionList(column, sections, n))
	}
	return joined("section_and", parts)
}

// sectionColumn is the column that says of which section a member is, which is no answer.
func (sectionRule) sectionColumn(r Rule) string { return r.columns()[0] }

func (sectionRule) compile(c *compiler) (measure, error) {
	column, err := c.only()
	if err != nil {
		return nil, err
	}
	m := &sameSection{column.Codes(), column}
	for _, set := range c.Merge {
		in, err := c.inSections(column, set)
		if err != nil {
			return nil, err
		}
		for i, is := range in {
			if is {
				m.code[i] = m.code[slices.Index(in, true)]
			}
		}
	}
	crossing, err := c.inSections(column, c.Cross)
	for i, is := range crossing {
		if is {
			m.code[i] = anySection
		}
	}
	return m, err
}

// inSections marks the members who are of one of the named sections, by the names folded. A section that the column does not know is an
// error that lists those it does; one that nobody is of is none.
func (c *compiler) inSections(column survey.Column, names []Text) ([]bool, error) {
	in := make([]bool, c.n)
	known := OptionsOf(column)
	for i := range in {
		if cell := column.Cell(i); !slices.Contains(known, cell) {
			known = append(known[:len(known):len(known)], cell)
		}
	}
	for _, name := range names {
		key := survey.Fold(string(name))
		same := func(known string) bool { return survey.Fold(known) == key }
		if key != "" && !slices.ContainsFunc(known, same) {
			all := slices.DeleteFunc(slices.Clone(known), func(k string) bool { return k == "" })
			return in, c.invalid("section_unknown", "Section", string(name), "Column", column.Name, "Known", strings.Join(all, ", "))
		}
		for i := range in {
			in[i] = in[i] || same(column.Cell(i))
		}
	}
	return in, nil
}

// anySection is the code of a member who may be in any section.
const anySection = -1

// sameSection measures whether all members of a team are of one section, but for those who may be in any. A blank is a section too. As a must
// it is never asked in a search, since sections are formed apart; as any other rule it is 0 or 1 for a team.
type sameSection struct {
	code   []int // of each member, or anySection
	column survey.Column
}

func (m *sameSection) codes() []int { return m.code }

// called is what the section of a member is called, those that count as one in the order in which members first show them.
func (m *sameSection) called(i int32) []string {
	var names survey.Register
	for k, code := range m.code {
		if code == m.code[i] && code != anySection || k == int(i) {
			names.Number(m.column.Cell(k))
		}
	}
	return names.Names
}

func (m *sameSection) of(_ int, members []int32) outcome {
	first := anySection
	for _, i := range members {
		switch {
		case m.code[i] == anySection:
		case first == anySection:
			first = m.code[i]
		case m.code[i] != first:
			return outcomeOf(0, 0, false)
		}
	}
	return outcomeOf(1, 1, true)
}

func (m *sameSection) scale(*problem, []frame) scale  { return scale{ceiling: 1} }
func (m *sameSection) terms(s *section) []search.Term { return []search.Term{s.asked(m)} }
func (m *sameSection) bound(bounding) (float64, bool) { return 1, true }
func (m *sameSection) fact(t int, members []int32) survey.Message {
	if !m.of(t, members).ok {
		return survey.Say("fact_team_crosses")
	}
	if slices.ContainsFunc(members, func(i int32) bool { return m.code[i] == anySection }) {
		return survey.Say("fact_team_crossing")
	}
	return always()
}
