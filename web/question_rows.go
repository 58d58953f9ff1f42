package web

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// askedBefore are all versions of the season's questions, and the answers that one of them has.
type askedBefore struct {
	versions []survey.Question
	given    []survey.Answer
}

// askedBefore reads nothing for a question that nobody answered.
func (s *server) askedBefore(c echo.Context, q survey.Question, answered bool) (b askedBefore, err error) {
	if !answered {
		return b, nil
	}
	season := scopeOf(c).Season.ID
	if b.versions, err = s.Store.QuestionVersions(ctx(c), season); err != nil {
		return b, err
	}
	all, err := s.Store.Responses(ctx(c), season)
	b.given = survey.Given(all, q.ID)
	return b, err
}

func (b askedBefore) hidden(q survey.Question) []survey.Chosen { return q.Hidden(b.versions, b.given) }

// changeRows does what a button beside the rows of options says, and shows the form with all that was typed.
func (s *server) changeRows(c echo.Context, f view.QuestionForm, button string, before askedBefore, old survey.Question) error {
	hidden := func() []survey.Chosen {
		old.Options = f.Rows(s.langs())
		return before.hidden(old)
	}
	reached, wrong := f.Do(button, s.langs(), hidden())
	f.Hidden, f.Reached = hidden(), reached
	p := s.page(c, "kind_"+survey.Key(f.Kind))
	status, err := s.status(c, &p, wrong)
	if err != nil {
		return err
	}
	return s.showEditor(c, status, p, f)
}

// flashSaved says that a question was saved, and which hidden options have come back by their words.
func (s *server) flashSaved(c echo.Context, back []survey.Chosen) {
	if len(back) == 0 {
		s.flash(c, "saved")
		return
	}
	lang := s.lang(c)
	var names []string
	for _, h := range back {
		names = append(names, h.Label.In(lang))
	}
	s.flash(c, "hidden_back_done", "Option", strings.Join(slices.Compact(names), "”, “"))
}
