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

// firstMeeting is how long a calendar has a team's first meeting.
const firstMeeting = time.Hour

// A calendar is a file for one. It has no personal link: calendars are shared.
type calendar struct {
	*ics.Calendar
	now         time.Time
	season      survey.SeasonID
	host, words string // the words are said of each entry
}

func (s *server) calendar(c echo.Context, club survey.Club, season survey.Season) calendar {
	cal := calendar{ics.NewCalendarFor("Dure"), s.Now(), season.ID, c.Request().Host, fmt.Sprintf("%s · %s", club.Name, season.Name)}
	cal.SetMethod(ics.MethodPublish)
	return cal
}

// add adds an entry of a team. What has the same id when the file is taken again a calendar has once.
func (cal calendar) add(id string, t int, m survey.Meeting, summary string) *ics.VEvent {
	e := cal.AddEvent(fmt.Sprintf("%d-%d-%s@%s", cal.season, t, id, cal.host))
	e.SetDtStampTime(cal.now)
	e.SetStartAt(m.From)
	e.SetEndAt(m.From.Add(m.Length))
	if m.Weeks > 1 {
		e.AddRrule(fmt.Sprintf("FREQ=WEEKLY;COUNT=%d", m.Weeks))
	}
	e.SetSummary(summary)
	e.SetDescription(cal.words)
	return e
}

// first adds the first meeting of a team, which takes people's time where the hours in common only say that it is free.
func (cal calendar) first(t int, at time.Time, summary string) {
	cal.add("first", t, survey.Meeting{From: at, Length: firstMeeting}, summary).SetTimeTransparency(ics.TransparencyOpaque)
}

func (cal calendar) send(c echo.Context, file string) error {
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("inline; filename=%q", file)) // phones open it in their calendar
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(cal.Serialize()))
}

// teamCalendar is when the team first meets and the hours that it has in common, as a file for a calendar.
func (s *server) teamCalendar(c echo.Context, v view.Visit) error {
	if !v.Member.MayAnswer() {
		return survey.ErrNotFound
	}
	t, err := s.memberTeam(c, v)
	if err != nil {
		return err
	}
	if t == nil || !t.Dated() {
		return survey.ErrNotFound
	}
	words, cal := s.translator(c), s.calendar(c, v.Club, v.Season)
	if !t.Brief.Meet.IsZero() {
		cal.first(t.Number, t.Brief.Meet, words("calendar_first", "Team", t.Name))
	}
	const week = 7 * 24 * time.Hour
	for _, m := range t.Meetings {
		at := m.From.Sub(m.From.Truncate(week))
		e := cal.add(fmt.Sprintf("%d-%d", int(at.Minutes()), int(m.Length.Minutes())), t.Number, m, words("calendar_event", "Team", t.Name))
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return cal.send(c, "dure-team.ics")
}

// teamMeetings are the first meetings of all published teams as a file for an organizer's calendar.
func (s *server) teamMeetings(c echo.Context, l leaf) error {
	r, err := s.Store.Roster(ctx(c), l.saved.Season)
	if err != nil {
		return err
	}
	if r.Proposal != l.saved.ID || !r.Briefs.Meet() {
		return survey.ErrNotFound
	}
	if err := s.took(c, survey.TookTeams); err != nil {
		return err
	}
	words, cal := s.translator(c), s.calendar(c, scopeOf(c).Club, scopeOf(c).Season)
	for t, name := range l.names {
		if at := r.Briefs.Of(t).Meet; !at.IsZero() && len(l.saved.Lineup.Teams[t].Members) > 0 {
			cal.first(t, at, words("calendar_first", "Team", name))
		}
	}
	return cal.send(c, fmt.Sprintf("dure-meetings-%d.ics", l.saved.ID))
}
