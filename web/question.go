package web

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

func (s *server) newQuestion(c echo.Context) error {
	kind := survey.Kind(c.QueryParam("kind"))
	if !slices.Contains(survey.Kinds, kind) {
		return seeOther(c, seasonPath(scopeOf(c).Season.ID, "/survey"))
	}
	return render(c, http.StatusOK, view.EditQuestion(s.page(c, "kind_"+survey.Key(kind)), firstForm(kind)))
}

// firstForm is the form for a new question, with what most clubs choose.
func firstForm(kind survey.Kind) view.QuestionForm {
	f := view.QuestionForm{Kind: kind}
	switch kind {
	case survey.Scale:
		f.Min, f.Max, f.Required = "1", "5", true
	case survey.Availability:
		f.Days, f.From, f.To = [7]bool{true, true, true, true, true}, "9", "22"
	case survey.Teammates:
		f.Wishes, f.Avoids, f.Sensitive = "3", "2", true
	}
	return f
}

func (s *server) addQuestion(c echo.Context) error {
	id := scopeOf(c).Season.ID
	f, q, wrong := s.readQuestion(c, survey.Kind(c.FormValue("kind")))
	if len(wrong) == 0 {
		_, err := s.Store.AddQuestion(ctx(c), id, q)
		if err == nil {
			s.flash(c, "question_added")
			return seeOther(c, seasonPath(id, "/survey"))
		}
		if wrong, err = onlyInvalid(err); err != nil {
			return err
		}
	}
	return s.showQuestion(c, f, wrong)
}

func (s *server) showQuestion(c echo.Context, f view.QuestionForm, wrong []*survey.InvalidError) error {
	title := "kind_" + survey.Key(f.Kind)
	if !slices.Contains(survey.Kinds, f.Kind) {
		f.Kind, title = survey.ShortText, "kind_short_text"
	}
	p := s.page(c, title)
	for _, w := range wrong {
		s.addError(c, &p, w)
	}
	return render(c, http.StatusUnprocessableEntity, view.EditQuestion(p, f))
}

// question returns the season's question that the address names, and whether it has been answered.
func (s *server) question(c echo.Context) (survey.Question, bool, error) {
	id, err := idParam[survey.QuestionID](c, "question")
	if err != nil {
		return survey.Question{}, false, err
	}
	season := scopeOf(c).Season.ID
	asked, err := s.Store.Survey(ctx(c), season)
	if err != nil {
		return survey.Question{}, false, err
	}
	q, ok := asked.Question(id)
	if !ok {
		return q, false, survey.ErrNotFound
	}
	answered, err := s.Store.Answered(ctx(c), season)
	return q, answered[id], err
}

func (s *server) editQuestion(c echo.Context) error {
	q, answered, err := s.question(c)
	if err != nil {
		return err
	}
	f := view.FormOf(q)
	f.Answered = answered
	return render(c, http.StatusOK, view.EditQuestion(s.page(c, "kind_"+survey.Key(q.Kind)), f))
}

func (s *server) changeQuestion(c echo.Context) error {
	old, answered, err := s.question(c)
	if err != nil {
		return err
	}
	f, q, wrong := s.readQuestion(c, old.Kind) // the kind stays: answers of another would be lost
	f.ID, f.Answered = old.ID, answered
	if len(wrong) == 0 {
		q.ID, q.Options = old.ID, survey.KeepKeys(old.Options, q.Options)
		_, err = s.Store.ChangeQuestion(ctx(c), scopeOf(c).Season.ID, q)
		if err == nil {
			s.flash(c, "saved")
			return seeOther(c, seasonPath(scopeOf(c).Season.ID, fmt.Sprintf("/survey#q%d", q.ID)))
		}
		if wrong, err = onlyInvalid(err); err != nil {
			return err
		}
	}
	return s.showQuestion(c, f, wrong)
}

// moveQuestion serves the buttons and the drag: "to" is the new place, counted from 0.
func (s *server) moveQuestion(c echo.Context) error {
	q, _, err := s.question(c)
	if err != nil {
		return err
	}
	to, err := strconv.Atoi(c.FormValue("to"))
	if err != nil {
		return &survey.InvalidError{Reason: "error_request_do"}
	}
	season := scopeOf(c).Season.ID
	if err := s.Store.MoveQuestion(ctx(c), season, q.ID, to); err != nil {
		return err
	}
	return seeOther(c, seasonPath(season, fmt.Sprintf("/survey#q%d", q.ID)))
}

func (s *server) deleteQuestionForm(c echo.Context) error {
	q, answered, err := s.question(c)
	if err != nil {
		return err
	}
	p := s.page(c, "question_delete")
	text := p.T("question_delete_text", "Title", p.In(q.Title))
	if answered {
		text = p.T("question_delete_answered", "Title", p.In(q.Title))
	}
	path := seasonPath(scopeOf(c).Season.ID, fmt.Sprintf("/survey/questions/%d", q.ID))
	return render(c, http.StatusOK, view.Delete(p, view.DeletePage{Text: text, Label: p.T("question_delete"), Action: path + "/delete", Back: path}))
}

func (s *server) deleteQuestion(c echo.Context) error {
	q, _, err := s.question(c)
	if err != nil {
		return err
	}
	season := scopeOf(c).Season.ID
	if err := s.Store.RemoveQuestion(ctx(c), season, q.ID); err != nil {
		return err
	}
	s.flash(c, "removed")
	return seeOther(c, seasonPath(season, "/survey"))
}

// readQuestion reads the form for a kind, the question that it describes, and what is wrong with it.
func (s *server) readQuestion(c echo.Context, kind survey.Kind) (view.QuestionForm, survey.Question, []*survey.InvalidError) {
	f := view.QuestionForm{
		Kind: kind, Title: s.textValue(c, "title"), Help: s.textValue(c, "help"),
		Required: c.FormValue("required") != "", Sensitive: c.FormValue("sensitive") != "",
		Min: strings.TrimSpace(c.FormValue("min")), Max: strings.TrimSpace(c.FormValue("max")),
		MinLabel: s.textValue(c, "min_label"), MaxLabel: s.textValue(c, "max_label"),
		Options: s.typedText(c, "options"),
		From:    c.FormValue("from"), To: c.FormValue("to"), Wishes: c.FormValue("wishes"), Avoids: c.FormValue("avoids"),
	}
	for _, v := range c.Request().PostForm["days"] {
		if d, err := strconv.Atoi(v); err == nil && d >= 0 && d < len(f.Days) {
			f.Days[d] = true
		}
	}
	r := questionReader{f: f}
	q := r.question()
	if err, ok := q.Check().(*survey.InvalidError); ok && !r.has(err.Field) {
		r.wrong = append(r.wrong, err)
	}
	return f, q, r.wrong
}

// A questionReader turns what was typed into a question and gathers what cannot be read.
type questionReader struct {
	f     view.QuestionForm
	wrong []*survey.InvalidError
}

func (r *questionReader) question() survey.Question {
	f := r.f
	q := survey.Question{Kind: f.Kind, Title: f.Title, Help: f.Help, Required: f.Required, Sensitive: f.Sensitive}
	switch f.Kind {
	case survey.Scale:
		q.Min, q.Max, q.MinLabel, q.MaxLabel = r.number("min", f.Min), r.number("max", f.Max), f.MinLabel, f.MaxLabel
	case survey.Number:
		q.Min, q.Max = r.number("min", f.Min), r.number("max", f.Max)
	case survey.OneOf, survey.AnyOf:
		options, err := survey.OptionLines(f.Options)
		if err, ok := err.(*survey.InvalidError); ok {
			r.wrong = append(r.wrong, err)
		}
		q.Options = options
	case survey.Availability:
		for d, on := range f.Days {
			if on {
				q.Days = append(q.Days, d)
			}
		}
		q.From, q.To = r.count("from", f.From), r.count("to", f.To)
	case survey.Teammates:
		q.Wishes, q.Avoids = r.count("wishes", f.Wishes), r.count("avoids", f.Avoids)
	}
	return q
}

func (r *questionReader) number(field, typed string) *float64 {
	if typed == "" {
		return nil
	}
	v, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e15 {
		r.wrong = append(r.wrong, &survey.InvalidError{Field: field, Reason: "number_invalid"})
		return nil
	}
	return &v
}

func (r *questionReader) count(field, typed string) int {
	if strings.TrimSpace(typed) == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil {
		r.wrong = append(r.wrong, &survey.InvalidError{Field: field, Reason: "count_invalid"})
	}
	return n
}

// has reports whether something was already found wrong with the field.
func (r *questionReader) has(field string) bool {
	return slices.ContainsFunc(r.wrong, func(e *survey.InvalidError) bool { return e.Field == field })
}
