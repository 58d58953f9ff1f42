package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"path"
	"slices"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// totalStore reads what members answered.
type totalStore interface {
	Responses(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Response, error)
}

// submitted returns the survey, who takes part, and their submitted answers as far as they answer the
// questions as they are asked now.
func (s *server) submitted(ctx context.Context, id survey.SeasonID) (survey.Survey, []survey.Member, map[survey.MemberID]survey.Response, error) {
	asked, err := s.Store.Survey(ctx, id)
	if err != nil {
		return asked, nil, nil, err
	}
	members, err := s.Store.Members(ctx, id)
	if err != nil {
		return asked, nil, nil, err
	}
	members = slices.DeleteFunc(members, func(m survey.Member) bool { return !m.Active() })
	all, err := s.Store.Responses(ctx, id)
	if err == nil {
		all, err = asked.CarryAll(all, func() ([]survey.Question, error) { return s.Store.QuestionVersions(ctx, id) })
	}
	return asked, members, all, err
}

func (s *server) responses(c echo.Context) error {
	id := scopeOf(c).Season.ID
	asked, members, all, err := s.submitted(ctx(c), id)
	if err != nil {
		return err
	}
	d := view.ResponsesPage{Hidden: len(asked.Questions) - len(asked.Public().Questions)}
	if d.Counts, err = s.Store.Counts(ctx(c), id); err != nil {
		return err
	}
	var given []survey.Response
	for _, m := range members {
		if r, ok := all[m.ID]; ok {
			given = append(given, r)
		}
	}
	d.Totals = survey.Totals(asked, given)
	return render(c, http.StatusOK, view.Responses(s.page(c, "responses_title"), d))
}

// responsesFile is what organizers may take away: every question but the sensitive ones.
func (s *server) responsesFile(c echo.Context) error {
	id := scopeOf(c).Season.ID
	asked, members, all, err := s.submitted(ctx(c), id)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("dure-%d-answers%s", id, path.Ext(c.Path()))
	return download(c, name, s.translator(c)("responses_title"), sheet.Responses(asked.Public(), members, survey.WithoutWaiting(asked, members, all)))
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

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
