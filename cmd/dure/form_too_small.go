package main

import (
	"strings"

	"dure/clustering/team"
	"dure/survey"
)

// A formTooSmall is a section that is too small for a team of its own, or all teams of one member; or a section of those who said none.
type formTooSmall struct {
	Section string   `json:"section"`
	Merged  []string `json:"merged,omitempty"` // sections that count as one with it
	Also    []string `json:"also,omitempty"`   // what it is by each further rule that divides
	Teams   []string `json:"teams,omitempty"`
	Members int      `json:"members"`

	Ways []formWay `json:"ways"`
}

// newFormTooSmall are those that are too small, or else those of members who said no section.
func newFormTooSmall(p team.Proposal, was team.Sizes, blank bool) []formTooSmall {
	out := []formTooSmall{}
	for _, s := range p.TooSmall {
		if s.Blank != blank {
			continue
		}
		small := formTooSmall{Section: s.Section, Merged: s.Merged, Also: s.Others(), Members: s.Members, Ways: formWays(s.Ways, was)}
		for _, t := range s.Teams {
			small.Teams = append(small.Teams, p.Teams[t].Name)
		}
		out = append(out, small)
	}
	return out
}

// tooSmallLines says which sections are too small, or of members who said none, and who is alone in a team, each with the ways out on one line.
func tooSmallLines(p team.Proposal) []string {
	var lines []string
	for _, s := range p.TooSmall {
		line := s.Text(p.Rules, fileNames{}, func(t int) string { return p.Teams[t].Name })
		var ways []string
		for _, w := range s.Ways {
			ways = append(ways, say(w.Text(nil, fileNames{})))
		}
		if len(ways) > 0 {
			line = survey.Say("too_small_ways", "Small", line, "Ways", strings.Join(ways, "; "))
		}
		lines = append(lines, say(line))
	}
	return lines
}
