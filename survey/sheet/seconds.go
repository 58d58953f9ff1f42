package sheet

import (
	"regexp"
	"slices"
)

// A row may be of people who came together: "Name", "Partner name". Only the first of them is a member then, and nothing else would say that the others are lost.

// secondPerson matches the heading of the name of somebody besides the one whose row it is, or of one of several.
var secondPerson = regexp.MustCompile(`(?i)^(partner|team ?mate|buddy|friend|(second|other) (person|member|player|participant)|member|player|person|participant|applicant)('s)? ?#?\d?('s)? (full )?name$` +
	`|^(full )?name ?[(#]?[2-9]\)?$|^(짝|짝꿍|파트너|동반[인자]|동행인?|팀원|조원|친구|신청자|참가자|참여자) ?[1-9]? ?(의 )?(이름|성명|성함)$|^(이름|성명|성함) ?[2-9]$`)

// tellSeconds notes of columns below such a heading how many people they name, where most of them have no row of their own.
func (g *guesser) tellSeconds(s *Sheet) {
	for j, c := range g.columns {
		if g.Columns[j].Use != "" || g.naming[j] || !secondPerson.MatchString(c.header) || c.share(isName) < 0.5 {
			continue
		}
		members := g.members()
		lost := slices.DeleteFunc(slices.Clone(c.texts), func(name string) bool { _, found := members.Find(name); return found || !isName(name) })
		if 2*len(lost) > len(c.texts) {
			s.note("second_people", "Column", c.header, "Count", len(lost))
		}
	}
}
