package team

import (
	"slices"

	"dure/survey"
)

// Nobody is put aside without a word: a section that is too small for a team of its own is formed all the same, and named; and so are teams of
// one member that nobody asked for.

// A TooSmall is a section that is too small for a team of its own, with the ways out, or, where there are Teams, all teams of one member
// in other sections, by position.
type TooSmall struct {
	Section string   `json:"section"`          // "" of those without an answer, and of the teams
	Merged  []string `json:"merged,omitempty"` // sections that count as one with it
	Teams   []int    `json:"teams,omitempty"`
	Members int      `json:"members"` // of the section, or of each team
	Ways    []Way    `json:"ways,omitempty"`
}

// tooSmall names the sections that are too small, and then the teams of one.
func (f *former) tooSmall(out Proposal) (all []TooSmall) {
	for s, members := range f.p.sections {
		if f.p.isTooSmall(s) {
			names := f.p.sectionNames(s)
			all = append(all, TooSmall{Section: names[0], Merged: names[1:], Members: len(members)})
			if !f.opt.Plain {
				all[len(all)-1].Ways = f.sectionWays(s)
			}
		}
	}
	if alone := f.lonely(out); len(alone) > 0 {
		all = append(all, TooSmall{Teams: alone, Members: 1})
		if !f.opt.Plain {
			all[len(all)-1].Ways = f.lonelyWays(out)
		}
	}
	return all
}

// isTooSmall reports whether section s, of several, is too small for a team of its own.
func (p *problem) isTooSmall(s int) bool { return len(p.sections) > 1 && p.tooFew(len(p.sections[s])) }

// lonely lists the teams of one member: but those that were asked for, by a size of one or by a team that is locked, and those of a section
// that is named already.
func (f *former) lonely(out Proposal) (teams []int) {
	z := f.p.in.Sizes
	if z.Ideal == 1 || z.Min == 1 || slices.ContainsFunc(z.List, func(r Range) bool { return r.Min == 1 }) {
		return nil
	}
	for t, g := range out.Teams {
		if len(g.Members) == 1 && !slices.Contains(f.p.in.Closed, t) && !f.p.isTooSmall(f.p.section[g.Members[0]]) {
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
	return survey.Say("too_small_section", "Count", s.Members, "Section", SectionList(sectionColumnOf(rules), append([]string{s.Section}, s.Merged...), n))
}

// sectionColumnOf is the column that the first rule on sections is on, "" without rules.
func sectionColumnOf(rules []Result) string {
	for _, r := range rules {
		if k, ok := r.Rule.Kind.kind().(sectioner); ok {
			return k.sectionColumn(r.Rule)
		}
	}
	return ""
}
