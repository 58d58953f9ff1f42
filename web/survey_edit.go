package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
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
func (s *server) stepSurvey(c echo.Context, step func(context.Context, survey.SeasonID, int, ...survey.Question) error, said survey.Key, which func(survey.Edits) *survey.Edit) error {
	id := scopeOf(c).Season.ID
	edits, err := s.Store.Edits(ctx(c), id)
	if err != nil {
		return err
	}
	edit, now := which(edits), typedRevision(c)
	d := view.DeletePage{Action: c.Request().URL.Path, Revision: now}
	var then []survey.Question
	if edit != nil && now == edits.Now {
		asked, err := s.asked(c)
		if err != nil {
			return err
		}
		before, err := s.askedBefore(c)
		if err != nil {
			return err
		}
		next := asked
		next.Questions = edit.To
		if d.Crossed, then, err = s.crossedIn(c, before, asked, next); err != nil {
			return err
		}
		for _, q := range then {
			next = next.With(q)
		}
		if d.Taken, err = s.taken(c, before, asked, next); err != nil {
			return err
		}
		if d.Crossed.Open() || !agreed(c, d.Taken) {
			p := s.page(c, map[survey.Key]survey.Key{"edit_undone": "undo", "edit_redone": "redo"}[said])
			return askToChange(c, http.StatusOK, p, d)
		}
	}
	err = step(ctx(c), id, now, then...)
	if errors.Is(err, survey.ErrStale) {
		return s.showSurvey(c, &survey.InvalidError{Reason: "edit_overtaken"})
	}
	if err != nil {
		return err
	}
	return s.done(c, nil, seasonPath(id, "/survey"), said, "What", view.EditWords(s.pageIn(c, s.lang(c), "survey_title"), *edit))
}

// crossedIn finds the question whose options get words of others if the survey becomes next, and where the request says that answers follow
// the words, the question as it is then. An edit changes the options of one question at the most.
func (s *server) crossedIn(c echo.Context, before askedBefore, asked, next survey.Survey) (f view.QuestionForm, then []survey.Question, err error) {
	for _, q := range next.Questions {
		old, ok := asked.Question(q.ID)
		if !ok {
			continue
		}
		if f.Crossings, err = s.crossings(c, asked, before, old, q.Options); err != nil {
			return f, nil, err
		}
		if len(f.Crossings) == 0 {
			continue
		}
		options := f.Follow(c.FormValue("follow"), q.Options)
		if slices.EqualFunc(options, q.Options, func(a, b survey.Option) bool { return a.Key == b.Key }) {
			return f, nil, nil
		}
		q.Options = options
		return f, []survey.Question{q}, nil
	}
	return f, nil, nil
}

// duplicateQuestion asks the same once more, below.
func (s *server) duplicateQuestion(c echo.Context) error {
	q, err := s.question(c)
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
