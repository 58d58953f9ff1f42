package web

import (
	"errors"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
)

// usePreset adds a preset to the survey: the questions that it does not ask yet, and words around them if it has none.
func (s *server) usePreset(c echo.Context, asked survey.Survey) error {
	p, known := survey.PresetOf(c.FormValue("preset"))
	if !known {
		return survey.ErrNotFound
	}
	more := p.Added(asked)
	if len(more.Questions) == 0 {
		return s.showSurvey(c, &survey.InvalidError{Reason: "preset_all_asked"})
	}
	more.Opens, more.Closes = time.Time{}, time.Time{} // which may be others by now
	err := s.Store.AddQuestions(ctx(c), more)
	if errors.Is(err, survey.ErrStale) {
		return s.showSurvey(c, &survey.InvalidError{Reason: "preset_overtaken"})
	}
	if err != nil {
		return err
	}
	t := s.translator(c)
	said := t("preset_added", "Count", len(more.Questions))
	if left := len(p.Questions) - len(more.Questions); left > 0 {
		said += " " + t("preset_left", "Count", left)
	}
	s.flashText(c, said)
	return seeOther(c, seasonPath(asked.Season, "/survey"))
}

// useTile adds a single question.
func (s *server) useTile(c echo.Context) error {
	t, known := survey.TileOf(c.FormValue("tile"))
	if !known {
		return survey.ErrNotFound
	}
	id := scopeOf(c).Season.ID
	q, err := s.Store.AddQuestionBelow(ctx(c), id, belowOf(c), t.Question)
	return s.done(c, err, seasonPath(id, fmt.Sprintf("/survey#q%d", q.ID)), "question_added")
}
