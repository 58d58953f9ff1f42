package team

import (
	"slices"
	"strings"

	"dure/survey"
)

// Nobody is put aside without a word: a section that is too small for a team of its own is formed all the same, and named; and so are teams of
// one member that nobody asked for.

// A TooSmall is a section that is too small for a team of its own, with the ways out; a section of those who have not said of which they are,
// if it is Blank, though it may be large; or, where there are Teams, all teams of one member in other sections, by position.
type TooSmall struct {
	Section string   `json:"section"`          // "" of those without an answer, and of the teams
	Merged  []string `json:"merged,omitempty"` // sections that count as one with it
	Also    []string `json:"also,omitempty"`   // what it is by each further rule that divides
	Teams   []int    `json:"teams,omitempty"`
	Members int      `json:"members"` // of the section without who joined it and may be in any, or of each team
	Blank   bool     `json:"blank,omitempty"`
	Ways    []Way    `json:"ways,omitempty"`

	number int // of the section
}

// tooSmall names what is too small in the teams that were found, with the ways out.
func (f *former) tooSmall(out Proposal) []TooSmall {
	all := f.p.tooSmall(out.Divisions())
	if f.opt.Plain {
		return all
	}
	var small []int
	for k, s := range all {
		switch {
		case s.Teams != nil:
			all[k].Ways = f.aloneWays(out, s.Teams)
		case s.Blank:
			all[k].Ways = f.crossingWay(s.number)
		default:
			small = append(small, s.number)
		}
	}
	for k, ways := range f.sectionWays(small) {
		all[k].Ways = ways
	}
	return all
}

// TooSmall names who is put aside in the draft, without ways out: those are of teams as they were formed.
func (d *Draft) TooSmall() []TooSmall { return d.p.tooSmall(d.teams) }

// tooSmall names the sections that are too small and have a team of their own, then those of members who have said none, and then the teams of one.
func (p *problem) tooSmall(teams [][]int) (all []TooSmall) {
	var blank []TooSmall
	for s := range p.sections {
		if len(p.sections) == 1 || !slices.ContainsFunc(teams, func(g []int) bool { return p.only(g, s) }) {
			continue
		}
		names := p.sectionNames(s)
		of := TooSmall{Section: names[0][0], Merged: names[0][1:], Members: len(p.own(s)), number: s}
		for _, also := range names[1:] {
			of.Also = append(of.Also, inOne(also))
		}
		switch {
		case p.isTooSmall(s):
			all = append(all, of)
		case slices.ContainsFunc(names, unsaid):
			of.Blank = true
			blank = append(blank, of)
		}
	}
	all = append(all, blank...)
	if alone := p.alone(teams); len(alone) > 0 {
		all = append(all, TooSmall{Teams: alone, Members: 1})
	}
	return all
}

// unsaid reports whether a rule's names of a section are those of who said none.
func unsaid(names []string) bool { return len(names) == 1 && names[0] == "" }

// only reports whether all of a team are of section s.
func (p *problem) only(team []int, s int) bool {
	return len(team) > 0 && !slices.ContainsFunc(team, func(i int) bool { return p.section[i] != s })
}

// Same reports whether o names the same, whatever the ways out.
func (s TooSmall) Same(o TooSmall) bool {
	return s.Section == o.Section && s.Blank == o.Blank && s.Members == o.Members && slices.Equal(s.Merged, o.Merged) && slices.Equal(s.Also, o.Also) && slices.Equal(s.Teams, o.Teams)
}

// isTooSmall reports whether section s, of several, is too small for a team of its own.
func (p *problem) isTooSmall(s int) bool { return len(p.sections) > 1 && p.tooFew(len(p.sections[s])) }

// alone lists the teams of one member: but those that were asked for, by a size of one, and those of a section that is named already.
func (p *problem) alone(divisions [][]int) (teams []int) {
	z := p.in.Sizes
	if z.Ideal == 1 || z.Min == 1 || z.Max == 1 || slices.ContainsFunc(z.List, func(r Range) bool { return r.Min == 1 }) {
		return nil
	}
	for t, g := range divisions {
		if len(g) == 1 && !p.isTooSmall(p.section[g[0]]) {
			teams = append(teams, t)
		}
	}
	return teams
}

// Text says what is too small, under the rules of the proposal; n words what they name, and team what a team is called.
func (s TooSmall) Text(rules []Result, n Names, team func(t int) string) survey.Message {
	if len(s.Teams) > 0 {
		names := make([]string, len(s.Teams))
		for k, t := range s.Teams {
			names[k] = team(t)
		}
		return survey.Say("too_small_teams", "Count", len(s.Teams), "Teams", names)
	}
	name, columns := s.name(), sectionColumns(rulesOf(rules))
	if s.Blank {
		var blank []string
		for k, part := range strings.Split(name, betweenRules) {
			if part == "" && k < len(columns) {
				blank = append(blank, columns[k])
			}
		}
		return survey.Say("blank_section", "Count", s.Members, "Column", n.Columns(blank))
	}
	return survey.Say("too_small_section", "Count", s.Members, "Section", SectionText(columns, name, n))
}

// Others are what the section is called by each further rule that divides, those that count as one in one text.
func (s TooSmall) Others() (all []string) {
	for _, name := range s.Also {
		all = append(all, showMarks.Replace(name))
	}
	return all
}

// name is what the section is called by all rules.
func (s TooSmall) name() string {
	first := inOne(append([]string{s.Section}, s.Merged...))
	return strings.Join(append([]string{first}, s.Also...), betweenRules)
}

// sectionColumns are the columns that the rules which divide are on.
func sectionColumns(rules []Rule) (columns []string) {
	for _, r := range rules {
		if k, ok := r.Kind.kind().(sectioner); ok && r.binds() {
			columns = append(columns, k.sectionColumn(r))
		}
	}
	return columns
}

// rulesOf are the rules of results.
func rulesOf(results []Result) (rules []Rule) {
	for _, r := range results {
		rules = append(rules, r.Rule)
	}
	return rules
}
