package fit

import (
	"dure/ml/fit/testdata/club"
	"dure/survey"
	"dure/survey/sheet"
)

// pastOf is a made-up history of that many teams, with the true expected rating of each member.
func pastOf(c *club.Club, teams int, seed uint64) (History, []float64) {
	s, expected := c.Past(teams, seed)
	roles := ColumnRoles{Rating: "rating", Team: "team"}
	if c.Seasons > 1 {
		roles.Season = "season"
	}
	h, err := roles.History(tableOf(s.Cells))
	if err != nil {
		panic("a made-up history cannot be read: " + err.Error())
	}
	return h, expected
}

// tableOf reads cells as the commands do. Columns called Wants and Avoids are teammates.
func tableOf(c sheet.Cells) survey.Table {
	t, _ := sheet.Sheet{Cells: c}.Table(sheet.As{Types: map[string]survey.Type{
		"Free [Mon]": survey.HourColumn, "Wants": survey.PeopleColumn, "Avoids": survey.PeopleColumn}})
	return t
}
