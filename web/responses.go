package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/survey/sheet"
	"dure/web/view"
)

// totalStore reads what members answered.
type totalStore interface {
	Responses(context.Context, survey.SeasonID) (map[survey.MemberID]survey.Response, error)
	// QuestionVersions returns every version of every question, so that old answers are read as they were given.
	QuestionVersions(context.Context, survey.SeasonID) ([]survey.Question, error)
}

// submitted returns the survey, who takes part, and their submitted answers as far as they answer the
// questions as they are asked now.
func (s *server) submitted(ctx context.Context, id survey.SeasonID) (survey.Survey, []survey.Member, map[survey.MemberID]survey.Response, error) {
	asked, err := s.Store.Survey(ctx, id)
	if err != nil {
		return asked, nil, nil, err
	}
	versions, err := s.Store.QuestionVersions(ctx, id)
	if err != nil {
		return asked, nil, nil, err
	}
	members, err := s.Store.Members(ctx, id)
	if err != nil {
		return asked, nil, nil, err
	}
	members = slices.DeleteFunc(members, func(m survey.Member) bool { return !m.Active() })
	all, err := s.Store.Responses(ctx, id)
	if err != nil {
		return asked, nil, nil, err
	}
	for id, r := range all {
		r.Answers = asked.Carry(r.Answers, versions)
		all[id] = r
	}
	return asked, members, all, nil
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

// responseTable is what organizers may take away: every question but the sensitive ones.
func (s *server) responseTable(c echo.Context) (sheet.Cells, error) {
	asked, members, all, err := s.submitted(ctx(c), scopeOf(c).Season.ID)
	if err != nil {
		return sheet.Cells{}, err
	}
	return sheet.Responses(asked.Public(), members, all), nil
}

func (s *server) responsesCSV(c echo.Context) error {
	t, err := s.responseTable(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheet.WriteCSV(&b, t); err != nil {
		return err
	}
	return download(c, "text/csv; charset=utf-8", fmt.Sprintf("dure-%d-answers.csv", scopeOf(c).Season.ID), b.Bytes())
}

func (s *server) responsesXLSX(c echo.Context) error {
	t, err := s.responseTable(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, sheet.Page{Name: s.translator(c)("responses_title"), Cells: t}); err != nil {
		return err
	}
	return download(c, xlsxType, fmt.Sprintf("dure-%d-answers.xlsx", scopeOf(c).Season.ID), b.Bytes())
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
