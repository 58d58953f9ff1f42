package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

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
	var losses survey.Losses
	if edit != nil && now == edits.Now {
		asked, err := s.asked(c)
		if err != nil {
			return err
		}
		next := asked
		next.Questions = edit.To
		if losses, err = s.lossesIn(c, asked, next); err != nil {
			return err
		}
		if !agreed(c, losses) {
			p := s.page(c, map[survey.Key]survey.Key{"edit_undone": "undo", "edit_redone": "redo"}[said])
			return s.askToChange(c, http.StatusOK, p, view.DeletePage{Action: c.Request().URL.Path, Revision: now, Losses: losses}, asked, next)
		}
	}
	err = step(ctx(c), id, now)
	if errors.Is(err, survey.ErrStale) {
		return s.showSurvey(c, &survey.InvalidError{Reason: "edit_overtaken"})
	}
	if err != nil {
		return err
	}
	return s.done(c, nil, seasonPath(id, "/survey"), said, "What", view.EditWords(s.pageIn(c, s.lang(c), "survey_title"), *edit))
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
