package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

func (s *server) undoSurvey(c echo.Context) error {
	return s.stepSurvey(c, s.Store.UndoEdit, "edit_undone", func(e survey.Edits) *survey.Edit { return e.Undo })
}

func (s *server) redoSurvey(c echo.Context) error {
	return s.stepSurvey(c, s.Store.RedoEdit, "edit_redone", func(e survey.Edits) *survey.Edit { return e.Redo })
}

// stepSurvey takes an edit back, or does it again, if it is still the one that the page offered.
func (s *server) stepSurvey(c echo.Context, step func(context.Context, survey.SeasonID, int) error, said survey.Key, which func(survey.Edits) *survey.Edit) error {
	id := scopeOf(c).Season.ID
	edits, err := s.Store.Edits(ctx(c), id)
	if err != nil {
		return err
	}
	edit, now := which(edits), typedRevision(c)
	if edit != nil && now == edits.Now && c.FormValue("agreed") == "" {
		if text, err := s.stepLoss(c, *edit); text != "" || err != nil {
			return s.askToStep(c, text, said, now, err)
		}
	}
	err = step(ctx(c), id, now)
	if errors.Is(err, survey.ErrStale) {
		return s.showSurvey(c, &survey.InvalidError{Reason: "edit_overtaken"})
	}
	if err != nil {
		return err
	}
	p := s.pageIn(c, s.lang(c), "survey_title")
	return s.done(c, nil, seasonPath(id, "/survey"), said, "What", view.EditWords(p, *edit))
}

// stepLoss says which answers would not count any more; "" where all go on to count.
func (s *server) stepLoss(c echo.Context, edit survey.Edit) (string, error) {
	id := scopeOf(c).Season.ID
	asked, err1 := s.Store.Survey(ctx(c), id)
	versions, err2 := s.Store.QuestionVersions(ctx(c), id)
	responses, err3 := s.Store.Responses(ctx(c), id)
	p := s.pageIn(c, s.lang(c), "survey_title")
	var lines []string
	for _, l := range asked.Loss(edit.To, versions, responses) {
		lines = append(lines, p.T("edit_hides", "Title", p.In(l.Title), "Count", l.Whole+l.Part, "Of", l.Of))
	}
	return strings.Join(lines, " "), errors.Join(err1, err2, err3)
}

// askToStep says what a step hides, and asks whether to take it.
func (s *server) askToStep(c echo.Context, text string, said survey.Key, now int, err error) error {
	if err != nil {
		return err
	}
	do := map[survey.Key]survey.Key{"edit_undone": "undo", "edit_redone": "redo"}[said]
	p := s.page(c, do)
	path := seasonPath(scopeOf(c).Season.ID, "/survey")
	return render(c, http.StatusOK, view.Delete(p, view.DeletePage{
		Text: text + " " + p.T("edit_hides_back"), Label: p.T(do), Action: path + "/" + string(do) + "?agreed=yes", Back: path, No: p.T("cancel"), Revision: now,
	}))
}

// duplicateQuestion asks the same once more, below.
func (s *server) duplicateQuestion(c echo.Context) error {
	q, _, err := s.question(c)
	if err != nil {
		return err
	}
	id := scopeOf(c).Season.ID
	copied, err := s.Store.AddQuestionBelow(ctx(c), id, q.ID, q)
	return s.done(c, err, seasonPath(id, fmt.Sprintf("/survey#q%d", copied.ID)), "question_duplicated")
}

// pickQuestion offers every kind of question, to stand below the one that the address names.
func (s *server) pickQuestion(c echo.Context) error {
	return render(c, http.StatusOK, view.PickQuestion(s.page(c, "question_add"), belowOf(c)))
}

// belowOf is the question that a new one is to stand below; 0 for the last.
func belowOf(c echo.Context) survey.QuestionID {
	id, _ := strconv.ParseInt(c.FormValue("below"), 10, 64)
	return survey.QuestionID(id)
}
