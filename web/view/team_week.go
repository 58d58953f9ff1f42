package view

import (
	"strings"

	"dure/survey"
	"dure/web/view/chart"
)

// A TeamWeek is the hours that a team has in common by one question, as a strip of the week.
type TeamWeek struct {
	Strip chart.Week // without days where nothing is known
	Says  []string   // worded: what there is to say beside it
}

// NewTeamWeek draws the days and hours that the question asks for; where it asks for time zones the whole week, on the clock that is named.
func NewTeamWeek(p Page, q survey.Question, c survey.Common, clock string) (w TeamWeek) {
	if !c.Known() {
		return TeamWeek{Says: []string{p.T("fact_team_hours_unknown", "Said", c.Said, "Count", c.Of)}}
	}
	days, from, to := q.Days, 60*max(0, q.From), 60*min(24, q.To)
	if q.Zones {
		days, from, to = []int{0, 1, 2, 3, 4, 5, 6}, 0, 24*60
	}
	lines := WeekLines(p, c.Free)
	w.Strip.Desc = p.T("week_common", "Question", p.In(q.Title), "When", strings.Join(lines, "; "))
	if len(lines) == 0 {
		w.Strip.Desc = p.T("week_none", "Question", p.In(q.Title))
		w.Says = append(w.Says, w.Strip.Desc)
	}
	for _, d := range days {
		day := chart.WeekDay{Name: DayShort(p, d)}
		for _, r := range c.Free.Ranges() {
			if r.Day == d && r.To > from && r.From < to {
				at := func(minute int) float64 { return float64(minute-from) / float64(to-from) }
				day.Free = append(day.Free, chart.DayPart{From: at(max(r.From, from)), To: at(min(r.To, to))})
			}
		}
		w.Strip.Days = append(w.Strip.Days, day)
	}
	if q.Zones {
		w.Says = append(w.Says, p.T("team_hours_clock", "Zone", clock))
	}
	if c.Said < c.Of {
		w.Says = append(w.Says, p.T("week_unsaid", "Unsaid", c.Of-c.Said, "Of", c.Of))
	}
	return w
}
