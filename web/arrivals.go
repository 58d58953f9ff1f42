package web

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// fewMembers is how high the chart of answers is at least, so that its axis counts whole members.
const fewMembers = 5

// arrivals charts how many of the members had answered by when, from the opening to the close, or to now where there is none.
// It is nil before the first answer.
func (s *server) arrivals(c echo.Context, p view.Page, asked survey.Survey, given []survey.Response, members int) *view.Plot {
	var came []time.Time
	for _, r := range given {
		if !r.Submitted.IsZero() {
			came = append(came, r.First)
		}
	}
	if len(came) == 0 {
		return nil
	}
	now := s.Now()
	to := now
	if !asked.Closes.IsZero() {
		to = asked.Closes
	}
	all := survey.Arrivals(came, asked.Opens, to, s.zone(c))
	word := s.arrivalWord(c, all)
	l := &view.Plot{
		Frame: view.ChartFrame{ID: "arrivals", Title: p.T("arrivals_title"), Table: p.T("arrivals_table"), Head: []string{p.T("arrivals_from"), p.T("arrivals_new"), p.T("arrivals_all")},
			Desc: p.T("arrivals_desc", "Answered", len(came), "Members", members, "At", p.DateTime(now))},
		X: p.T("arrivals_when"), Y: p.T("arrivals_answered"),
		XRange: view.ChartRange{Lo: seconds(all[0].From), Hi: seconds(all[len(all)-1].To)}, YRange: view.ChartRange{Hi: float64(max(fewMembers, members))},
	}
	line := view.Path{Points: []view.XY{{X: l.XRange.Lo}}, Label: strconv.Itoa(len(came))}
	for _, a := range all {
		if a.From.After(now) {
			break
		}
		at := view.XY{X: min(seconds(a.To), seconds(now)), Y: float64(a.All)}
		line.Points = append(line.Points, at)
		l.Marks = append(l.Marks, view.Mark{XY: at, Tone: view.ToneMain, Text: p.T("arrivals_point", "At", word(a.From), "New", a.New, "All", a.All)})
		l.Rows = append(l.Rows, []string{word(a.From), strconv.Itoa(a.New), strconv.Itoa(a.All)})
	}
	l.Lines = []view.Path{line}
	every := (len(all) + arrivalTicks - 1) / arrivalTicks
	for i := 0; i < len(all); i += every {
		l.XTicks = append(l.XTicks, view.ChartTick{At: seconds(all[i].From), Label: word(all[i].From)})
	}
	s.markTimes(p, l, asked)
	return l
}

// arrivalTicks is how many labels fit below the chart on a phone.
const arrivalTicks = 5

// arrivalWord words when an interval begins: an hour by the clock, with the day where they are of several, and all else by the day.
func (s *server) arrivalWord(c echo.Context, all []survey.Arrival) func(time.Time) string {
	lang, zone := string(s.lang(c)), s.zone(c)
	first, last := all[0], all[len(all)-1]
	return func(t time.Time) string {
		t = t.In(zone)
		day := s.Locale.Day(lang, t)
		if first.To.Sub(first.From) > time.Hour {
			return day
		}
		clock := t.Format("15:04")
		if first.From.In(zone).YearDay() == last.From.In(zone).YearDay() {
			return clock
		}
		return day + " " + clock
	}
}

// markTimes marks when the survey opens and closes.
func (s *server) markTimes(p view.Page, l *view.Plot, asked survey.Survey) {
	mark := func(t time.Time, key survey.Key) {
		if !t.IsZero() {
			l.Cuts = append(l.Cuts, view.Cut{X: seconds(t), Label: p.T(key, "At", p.DateTime(t))})
		}
	}
	mark(asked.Opens, "arrivals_opened")
	if asked.State(s.Now()) == survey.Closed {
		mark(asked.Closes, "arrivals_closed")
	} else {
		mark(asked.Closes, "arrivals_closes")
	}
}

// seconds is a time as a number, for an axis.
func seconds(t time.Time) float64 { return float64(t.Unix()) }
