package fit

import (
	"slices"

	"dure/survey"
)

// Guess proposes what the columns of a history's file are, for a person to correct.
func Guess(t survey.Table) Reading {
	r := Reading{Level: MemberLevel}
	first := func(names ...string) string {
		for _, h := range t.Header {
			low := survey.Fold(h)
			if slices.ContainsFunc(names, func(n string) bool { return low == n }) {
				return h
			}
		}
		return ""
	}
	r.Rating = first("rating", "fit", "score", "satisfaction", "평점", "만족도", "점수", "평가")
	r.Season = first("season", "term", "semester", "year", "cohort", "시즌", "학기", "기수", "연도")
	for _, h := range t.Header {
		if r.Team == "" && callsTeam(h) {
			r.Team = h
		}
	}
	seen := map[string]bool{}
	j := t.Column(r.Team)
	again := false
	for _, row := range t.Rows {
		if j >= 0 {
			again = again || seen[row[j]]
			seen[row[j]] = true
		}
	}
	if j >= 0 && !again {
		r.Level = TeamLevel
	}
	return r
}
