package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"path"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// totalStore reads what members answered.
type totalStore interface {
	Responses(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Response, error)
	Sums(context.Context, survey.SeasonID) (survey.Sums, error)
}

// submitted returns the survey, who takes part, and their submitted answers as far as they answer the
// questions as they are asked now.
func (s *server) submitted(ctx context.Context, id survey.SeasonID) (survey.Survey, []survey.Member, map[survey.MemberID]survey.Response, error) {
	asked, members, all, err := s.given(ctx, id)
	members = slices.DeleteFunc(members, func(m survey.Member) bool { return !m.Active() })
	return asked, members, all, err
}

// given is the same with the members who dropped out.
func (s *server) given(ctx context.Context, id survey.SeasonID) (survey.Survey, []survey.Member, map[survey.MemberID]survey.Response, error) {
	read, err := s.reading(ctx, id)
	if err != nil {
		return survey.Survey{}, nil, nil, err
	}
	asked := read.Asked
	asked.Questions = slices.Clone(asked.Questions)
	return asked, slices.Clone(read.Members), read.Responses, nil
}

func (s *server) responses(c echo.Context) error {
	p := s.page(c, "responses_title")
	d, err := s.responsesPage(c, p)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, view.Responses(p, d))
}

func (s *server) responsesPage(c echo.Context, p view.Page) (d view.ResponsesPage, err error) {
	id := scopeOf(c).Season.ID
	read, err := s.reading(ctx(c), id)
	if err != nil {
		return d, err
	}
	asked, members := read.Asked, read.Season(ctx(c), s.Store).Members
	d.Hidden = len(asked.Questions) - len(asked.Public().Questions)
	if d.Counts, err = s.Store.Counts(ctx(c), id); err != nil {
		return d, err
	}
	sum, err := s.summary(ctx(c), read, members)
	if err != nil {
		return d, err
	}
	d.Agreed, d.Totals = sum.agreed, sum.totals
	d.Starts = asked.Starts()
	d.Live = s.canAnswer(asked, members)
	d.Arrivals = s.arrivals(c, p, asked, sum.came, len(members))
	if asked.State(s.Now()) == survey.Closed {
		d.Review = s.review(read, members)
	}
	return d, nil
}

// A summary is what the answers of those who take part come to.
type summary struct {
	agreed int
	came   []time.Time // when each was sent
	totals []survey.Total
}

func (s *server) summary(ctx context.Context, r *reading, members []survey.Member) (summary, error) {
	return derive(s, r, "summary", "", len(members)*wordBytes, func() (sum summary, err error) {
		all := survey.WithoutAvoided(r.Responses)
		var given []survey.Response
		for _, m := range members {
			a, ok := all[m.ID]
			if !ok {
				continue
			}
			given = append(given, a)
			if !a.Submitted.IsZero() {
				sum.came = append(sum.came, a.First)
				if r.Asked.AgreedTo(a.Agreed) {
					sum.agreed++
				}
			}
		}
		sums, err := s.Store.Sums(context.WithoutCancel(ctx), r.season)
		sum.totals = survey.Totals(r.Asked, given, sums, r.Versions)
		return sum, err
	})
}

// canAnswer reports whether answers may come in: from all, or from a member who has leave.
func (s *server) canAnswer(asked survey.Survey, members []survey.Member) bool {
	open := func(m survey.Member) bool { return m.Active() && asked.For(m).State(s.Now()) == survey.Open }
	return asked.State(s.Now()) == survey.Open || slices.ContainsFunc(members, open)
}

// nextClose is when somebody can answer no more next, as things are; the zero time for never.
func (s *server) nextClose(ctx context.Context, id survey.SeasonID) (next time.Time, err error) {
	asked, members, _, err := s.submitted(ctx, id)
	for _, m := range append(members, survey.Member{}) {
		for _, at := range []time.Time{asked.For(m).Closes, m.Until} {
			if at.After(s.Now()) && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next, err
}

// watchEvery is how often the totals are drawn anew while answers come in, at most.
const watchEvery = 2 * time.Second

// responsesEvents streams the totals as answers come in, and an event "done" when nobody can answer any more.
func (s *server) responsesEvents(c echo.Context) error {
	p := s.page(c, "responses_title")
	season, shown, closes := scopeOf(c).Season.ID, int64(-1), time.Time{}
	look := func() (bool, error) {
		key, err := s.Store.SeasonKey(ctx(c), season)
		if err != nil || key == shown && (closes.IsZero() || s.Now().Before(closes)) {
			return false, err
		}
		d, err := s.responsesPage(c, p)
		if err != nil || !d.Live {
			return true, err
		}
		if closes, err = s.nextClose(ctx(c), season); err != nil {
			return false, err
		}
		shown = key
		return false, send(c, "responses", view.ResponsesNow(p, d))
	}
	return s.stream(c, following{topics: []survey.Topic{survey.SeasonTopic.Of(int64(season))}, least: watchEvery, look: look, due: func() time.Time { return closes }})
}

// responsesFile is what organizers may take away: every question but the sensitive ones.
func (s *server) responsesFile(c echo.Context) error {
	id := scopeOf(c).Season.ID
	asked, members, all, err := s.submitted(ctx(c), id)
	if err != nil {
		return err
	}
	if err := s.took(c, survey.TookAnswers); err != nil {
		return err
	}
	name := fmt.Sprintf("dure-%d-answers%s", id, path.Ext(c.Path()))
	return download(c, name, s.translator(c)("responses_title"), sheet.ResponsesAndGuardians(asked.Public(), members, survey.WithoutAvoided(all)))
}

// download answers a table as a file that the browser saves: with CSV, or as a page of an Excel file where its name says so.
func download(c echo.Context, name, page string, t sheet.Cells) error {
	var b bytes.Buffer
	kind, err := "text/csv; charset=utf-8", error(nil)
	if path.Ext(name) == ".xlsx" {
		kind, err = xlsxType, sheet.WriteXLSX(&b, sheet.Page{Name: page, Cells: t})
	} else {
		err = sheet.WriteCSV(&b, t)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", name))
	return c.Blob(http.StatusOK, kind, b.Bytes())
}

// downloadPlain sends a file for a program that reads columns by name, and would take a mark for a part of the first.
func downloadPlain(c echo.Context, name string, t sheet.Cells) error {
	var b bytes.Buffer
	if err := sheet.WriteCSV(&b, t); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", name))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", bytes.TrimPrefix(b.Bytes(), []byte("\ufeff")))
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
