package web

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// How high the chart of answers is: at least so many members, so that its axis counts whole ones, and by a part higher than all
// of them, so that the words at its head are above the line.
const (
	fewMembers = 5
	headroom   = 1.15
)

// arrivals charts how many of the members had answered by when, from the opening to the close, or to now where there is none.
// It is nil before the first answer.
func (s *server) arrivals(c echo.Context, p view.Page, asked survey.Survey, came []time.Time, members int) *view.Plot {
	if len(came) == 0 {
		return nil
	}
	now := s.Now()
	begin, end, to := span(came, asked, now)
	all := survey.Arrivals(came, asked.Opens, to, s.zone(c))
	day, hour := s.times(c)
	word := arrivalWord(all, day, hour)
	l := &view.Plot{
		Frame: view.ChartFrame{ID: "arrivals", Title: p.T("arrivals_title"), Table: p.T("arrivals_table"), Head: []string{p.T("arrivals_from"), p.T("arrivals_new"), p.T("arrivals_all")},
			Desc: p.T("arrivals_desc", "Answered", len(came), "Members", members, "At", p.DateTime(now))},
		X: p.T("arrivals_when"), Y: p.T("arrivals_answered"),
		XRange: view.ChartRange{Lo: seconds(all[0].From), Hi: seconds(all[len(all)-1].To)}, YRange: view.ChartRange{Hi: headroom * float64(max(fewMembers, members))},
	}
	line := view.Path{Points: []view.XY{{X: seconds(begin)}}}
	for _, a := range all {
		if a.From.After(end) {
			break
		}
		at := view.XY{X: min(seconds(a.To), seconds(end)), Y: float64(a.All)}
		line.Points = append(line.Points, at)
		l.Marks = append(l.Marks, view.Mark{XY: at, Tone: view.ToneMain, Text: p.T("arrivals_point", "At", word(a.From), "New", a.New, "All", a.All)})
		l.Rows = append(l.Rows, []string{word(a.From), strconv.Itoa(a.New), strconv.Itoa(a.All)})
	}
	l.Lines, l.XTicks = []view.Path{line}, ticks(all, word)
	s.markTimes(p, l, asked, hour)
	return l
}

// span is when the line begins, at the opening or with an earlier answer, when it ends, now or with the close or a later answer,
// and to when the axis goes.
func span(came []time.Time, asked survey.Survey, now time.Time) (begin, end, to time.Time) {
	begin, end, to = slices.MinFunc(came, time.Time.Compare), now, now
	if !asked.Opens.IsZero() && asked.Opens.Before(begin) {
		begin = asked.Opens
	}
	if !asked.Closes.IsZero() && (!asked.Full() || asked.Over(now)) {
		to = asked.Closes
	}
	if last := slices.MaxFunc(append(came, to), time.Time.Compare); last.Before(end) {
		end = last
	}
	if asked.Opens.After(to) { // again, after answers came in
		to = asked.Opens
	}
	return begin, end, to
}

func ticks(all []survey.Arrival, word func(time.Time) string) (labels []view.ChartTick) {
	n := arrivalTicks
	if utf8.RuneCountInString(word(all[0].From)) > shortTick {
		n = longTicks
	}
	for i := 0; i < len(all); i += (len(all) + n - 1) / n {
		labels = append(labels, view.ChartTick{At: seconds(all[i].From), Label: word(all[i].From)})
	}
	return labels
}

// How many labels fit below the chart on a phone, and how many that are longer than so many letters.
const (
	arrivalTicks = 5
	shortTick    = 7
	longTicks    = 3
)

// times word a time in the club's zone, by the day and by the day with the clock: as short as beside each other on a phone.
func (s *server) times(c echo.Context) (day, hour func(time.Time) string) {
	lang, zone := string(s.lang(c)), s.zone(c)
	day = func(t time.Time) string { return s.Locale.Day(lang, t.In(zone)) }
	return day, func(t time.Time) string { return day(t) + " " + t.In(zone).Format("15:04") }
}

// arrivalWord words when an interval begins: an hour by the clock, with the day where they are of several, and all else by the day.
func arrivalWord(all []survey.Arrival, day, hour func(time.Time) string) func(time.Time) string {
	first, last := all[0], all[len(all)-1]
	switch {
	case first.To.Sub(first.From) > time.Hour:
		return day
	case day(first.From) == day(last.From):
		return func(t time.Time) string { return strings.TrimPrefix(hour(t), day(t)+" ") }
	}
	return hour
}

// markTimes marks when the survey opens and closes.
func (s *server) markTimes(p view.Page, l *view.Plot, asked survey.Survey, hour func(time.Time) string) {
	mark := func(t time.Time, key survey.Key, low bool) {
		if !t.IsZero() {
			l.Cuts = append(l.Cuts, view.Cut{X: seconds(t), Label: p.T(key, "At", hour(t)), Low: low})
		}
	}
	mark(asked.Opens, "arrivals_opened", false)
	// At the foot: by the close, the line is high up.
	if asked.Full() && !asked.Over(s.Now()) {
		mark(asked.Newest, "arrivals_full", true)
		return
	}
	mark(asked.Closes, view.Either(asked.Over(s.Now()), "arrivals_closed", "arrivals_closes"), true)
}

// seconds is a time as a number, for an axis.
func seconds(t time.Time) float64 { return float64(t.Unix()) }
