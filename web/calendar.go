package web

import (
	"fmt"
	"net/http"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// meetings are when everybody of a team who said is free, in the weeks of its calendar. What is sensitive stays with the organizers.
func meetings(asked survey.Survey, given []survey.Answers, zone *time.Location, now time.Time) (all []survey.Meeting) {
	for _, q := range asked.Questions {
		if q.Is(survey.HourColumn) && !q.Sensitive {
			all = append(all, q.Meetings(answersTo(q, given), zone, now, view.CalendarWeeks)...)
		}
	}
	return all
}

// teamCalendar is the hours that the team has in common as a file for a calendar. It has no personal link: calendars are shared.
func (s *server) teamCalendar(c echo.Context, v view.Visit) error {
	if !v.Member.MayAnswer() {
		return survey.ErrNotFound
	}
	t, err := s.memberTeam(c, v)
	if err != nil {
		return err
	}
	if t == nil || len(t.Meetings) == 0 {
		return survey.ErrNotFound
	}
	words := s.translator(c)
	cal := ics.NewCalendarFor("Dure")
	cal.SetMethod(ics.MethodPublish)
	const week = 7 * 24 * time.Hour
	for _, m := range t.Meetings {
		// the same id when the file is taken again in another week, so that a calendar has it once
		at := m.From.Sub(m.From.Truncate(week))
		e := cal.AddEvent(fmt.Sprintf("%d-%d-%d-%d@%s", v.Season.ID, t.Number, int(at.Minutes()), int(m.Length.Minutes()), c.Request().Host))
		e.SetDtStampTime(s.Now())
		e.SetStartAt(m.From)
		e.SetEndAt(m.From.Add(m.Length))
		if m.Weeks > 1 {
			e.AddRrule(fmt.Sprintf("FREQ=WEEKLY;COUNT=%d", m.Weeks))
		}
		e.SetSummary(words("calendar_event", "Team", t.Name))
		e.SetDescription(fmt.Sprintf("%s · %s", v.Club.Name, v.Season.Name))
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `inline; filename="dure-team.ics"`) // phones open it in their calendar
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(cal.Serialize()))
}
