package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

func (s *server) newQuestion(c echo.Context) error {
	kind := survey.Kind(c.QueryParam("kind"))
	if !kind.Known() {
		return s.pickQuestion(c)
	}
	f := view.FormOf(kind.New())
	f.Below = belowOf(c)
	return s.showEditor(c, http.StatusOK, s.page(c, "kind_"+survey.Key(kind)), f)
}

func (s *server) addQuestion(c echo.Context) error {
	id := scopeOf(c).Season.ID
	f, q, wrong := s.readQuestion(c, survey.Kind(c.FormValue("kind")))
	if do := c.FormValue("do"); do != "" && f.Kind.Known() {
		return s.changeRows(c, f, do, askedBefore{}, survey.Question{})
	}
	asked, err := s.asked(c)
	if err != nil {
		return err
	}
	next := asked.WithBelow(q, f.Below)
	if wrong = checkShow(f, q, wrong, asked, next); len(wrong) > 0 {
		return s.showQuestion(c, f, wrong)
	}
	if f.Taken, err = s.takenBy(c, asked, next); err != nil {
		return err
	}
	if !agreed(c, f.Taken) { // a page puts the questions below it on another one
		return s.showEditor(c, http.StatusOK, s.page(c, "kind_"+survey.Key(f.Kind)), f)
	}
	q, err = s.Store.AddQuestionBelow(ctx(c), id, f.Below, q)
	if err != nil {
		return s.showRefused(c, f, err)
	}
	s.flash(c, "question_added")
	return seeOther(c, seasonPath(id, fmt.Sprintf("/survey#q%d", q.ID)))
}

// showRefused shows the form again with what the store refused of it.
func (s *server) showRefused(c echo.Context, f view.QuestionForm, err error) error {
	wrong, err := onlyInvalid(err)
	if err != nil {
		return err
	}
	return s.showQuestion(c, f, wrong)
}

func (s *server) showQuestion(c echo.Context, f view.QuestionForm, wrong []*survey.InvalidError) error {
	if !f.Kind.Known() {
		return wrong[0]
	}
	p := s.page(c, "kind_"+survey.Key(f.Kind))
	s.addErrors(c, &p, wrong...)
	return s.showEditor(c, http.StatusUnprocessableEntity, p, f)
}

// showEditor shows the form of a question, with the questions before it, whose answers can decide on it.
func (s *server) showEditor(c echo.Context, status int, p view.Page, f view.QuestionForm) error {
	asked, err := s.asked(c)
	if err != nil {
		return err
	}
	f.Before = view.AskedBefore(asked, f)
	return render(c, status, view.EditQuestion(p, f))
}

// checkShow adds to what is wrong with a question what is wrong with its condition, or would be with those of others.
func checkShow(f view.QuestionForm, q survey.Question, wrong []*survey.InvalidError, asked, next survey.Survey) []*survey.InvalidError {
	bad, ok := cmp.Or(f.CheckShow(asked, q.Show), asked.CheckChange(next)).(*survey.InvalidError)
	if ok && !slices.ContainsFunc(wrong, func(e *survey.InvalidError) bool { return e.Field == bad.Field }) {
		wrong = append(wrong, bad)
	}
	return wrong
}

// question returns the season's question that the address names.
func (s *server) question(c echo.Context) (survey.Question, error) {
	id, err := questionID(c)
	if err != nil {
		return survey.Question{}, err
	}
	asked, err := s.asked(c)
	if err != nil {
		return survey.Question{}, err
	}
	q, ok := asked.Question(id)
	if !ok {
		return q, survey.ErrNotFound
	}
	return q, nil
}

func (s *server) editQuestion(c echo.Context) error {
	q, err := s.question(c)
	if err != nil {
		return err
	}
	before, err := s.askedBefore(c)
	if err != nil {
		return err
	}
	f := view.FormOf(q)
	f.Answered, f.Hidden = before.answered(q), before.hidden(q)
	return s.showEditor(c, http.StatusOK, s.page(c, "kind_"+survey.Key(q.Kind)), f)
}

func (s *server) changeQuestion(c echo.Context) error {
	old, err := s.question(c)
	if errors.Is(err, survey.ErrNotFound) {
		return s.changeRemoved(c)
	}
	if err != nil {
		return err
	}
	before, err := s.askedBefore(c)
	if err != nil {
		return err
	}
	f, q, wrong := s.readQuestion(c, old.Kind) // the kind stays: answers of another would be lost
	f.ID, f.Answered = old.ID, before.answered(old)
	if do := c.FormValue("do"); do != "" {
		return s.changeRows(c, f, do, before, old)
	}
	q.ID, q.Revision = old.ID, f.Revision
	f.Hidden = before.hidden(q)
	var back []survey.Chosen
	q.Options, back = old.Keyed(before.hidden(old), q.Options)
	if q.Revision == old.Revision { // of another, both are shown first
		asked, err := s.asked(c)
		if err != nil {
			return err
		}
		if f.Crossings, err = s.crossings(c, asked, before, old, q.Options); err != nil {
			return err
		}
		q.Options = f.Follow(c.FormValue("follow"), q.Options)
		next := asked.With(q)
		if wrong = checkShow(f, q, wrong, asked, next); len(wrong) == 0 {
			if f.Taken, err = s.taken(c, before, asked, next); err != nil {
				return err
			}
		}
	}
	if len(wrong) > 0 {
		return s.showQuestion(c, f, wrong)
	}
	if f.Open() || !agreed(c, f.Taken) {
		return s.showEditor(c, http.StatusOK, s.page(c, "kind_"+survey.Key(f.Kind)), f)
	}
	return s.saveQuestion(c, f, q, back)
}

// saveQuestion changes a question, and says which hidden options have come back by their words.
func (s *server) saveQuestion(c echo.Context, f view.QuestionForm, q survey.Question, back []survey.Chosen) error {
	id := scopeOf(c).Season.ID
	_, err := s.Store.ChangeQuestion(ctx(c), id, q)
	if errors.Is(err, survey.ErrStale) || errors.Is(err, survey.ErrNotFound) {
		return s.bothQuestions(c, f)
	}
	if err != nil {
		return s.showRefused(c, f, err)
	}
	s.flashSaved(c, back)
	return seeOther(c, seasonPath(id, fmt.Sprintf("/survey#q%d", q.ID)))
}

// changeRemoved shows what was typed for a question that somebody has removed meanwhile.
func (s *server) changeRemoved(c echo.Context) error {
	kind := survey.Kind(c.FormValue("kind"))
	if !kind.Known() {
		return survey.ErrNotFound
	}
	f, _, _ := s.readQuestion(c, kind)
	return s.bothQuestions(c, f)
}

// bothQuestions shows the form again with what was typed, beside what the question says now. To save it once more puts it in
// the place of that, or makes a question of its own if that one is gone.
func (s *server) bothQuestions(c echo.Context, f view.QuestionForm) error {
	now, err := s.question(c)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	before, err := s.askedBefore(c)
	if err != nil {
		return err
	}
	p := s.page(c, "kind_"+survey.Key(f.Kind))
	f.ID, f.Revision, f.Answered, f.Taken = now.ID, now.Revision, before.answered(now), view.Taken{}
	f.Both = view.NewBoth(p.T("question_gone"), nil, f.Lines(p))
	if now.ID != 0 {
		f.Both = view.NewBoth(p.T("question_changed"), view.FormOf(now).Lines(p), f.Lines(p))
	}
	return s.showEditor(c, http.StatusConflict, p, f)
}

// errPlace is the error of a place in an order that is no number.
var errPlace = &survey.InvalidError{Reason: "error_request_do"}

// moveQuestion serves the buttons and the drag: "to" is the new place, counted from 0.
func (s *server) moveQuestion(c echo.Context, id survey.QuestionID) error {
	to, err := strconv.Atoi(c.FormValue("to"))
	if err != nil {
		return errPlace
	}
	season := scopeOf(c).Season.ID
	asked, err := s.asked(c)
	if err != nil {
		return err
	}
	next := asked.Moved(id, to)
	taken, err := s.takenBy(c, asked, next)
	if err != nil {
		return err
	}
	refused := asked.Revision != typedRevision(c) || asked.CheckChange(next) != nil // as the store will say
	if !refused && !agreed(c, taken) {
		p := s.page(c, "question_move")
		d := view.DeletePage{Action: c.Request().URL.Path, To: strconv.Itoa(to), Revision: asked.Revision, Taken: taken}
		return askToChange(c, http.StatusOK, p, d)
	}
	err = s.Store.MoveQuestion(ctx(c), season, id, typedRevision(c), to)
	if err != nil {
		return s.showSurvey(c, err)
	}
	return seeOther(c, seasonPath(season, fmt.Sprintf("/survey#q%d", id)))
}

// moveQuestionAgain asks whether to move a question in the order as it is now.
func moveQuestionAgain(c echo.Context, p view.Page, asked survey.Survey) *view.MoveAgain {
	id, _ := questionID(c)
	q, ok := asked.Question(id)
	if !ok {
		return &view.MoveAgain{Say: p.T("question_moved_gone")}
	}
	to, _ := strconv.Atoi(c.FormValue("to"))
	return &view.MoveAgain{
		Say: p.T("questions_moved", "What", p.In(q.Title), "Place", to+1), Action: c.Request().URL.Path, Revision: asked.Revision, To: to,
	}
}

func (s *server) deleteQuestionForm(c echo.Context) error {
	return s.deleteQuestionPage(c, nil)
}

func (s *server) deleteQuestionPage(c echo.Context, wrong error) error {
	q, err := s.question(c)
	if err != nil {
		return err
	}
	before, err := s.askedBefore(c)
	if err != nil {
		return err
	}
	asked, err := s.asked(c)
	if err != nil {
		return err
	}
	next := asked.Without(q.ID)
	p, back := s.page(c, "question_delete"), seasonPath(asked.Season, fmt.Sprintf("/survey#q%d", q.ID))
	d := view.DeletePage{Text: p.T("question_delete_text", "Title", p.In(q.Title)), Back: back, Revision: q.Revision}
	d.Action = seasonPath(asked.Season, fmt.Sprintf("/survey/questions/%d/delete", q.ID))
	if before.answered(q) {
		d.Text = p.T("question_delete_answered", "Title", p.In(q.Title))
	}
	if errors.Is(wrong, survey.ErrStale) {
		d.Both, wrong = view.NewBoth(p.T("question_changed"), view.FormOf(q).Lines(p), nil), nil
	}
	status, err := s.status(c, &p, cmp.Or(wrong, asked.CheckChange(next)))
	if err != nil {
		return err
	}
	switch {
	case d.Both != nil:
		status = http.StatusConflict
	case c.Request().Method == http.MethodGet: // nothing was refused yet
		status = http.StatusOK
	}
	if d.Taken, err = s.taken(c, before, asked, next); err != nil {
		return err
	}
	return askToChange(c, status, p, d)
}

func (s *server) deleteQuestion(c echo.Context, id survey.QuestionID) error {
	asked, err := s.asked(c)
	if err != nil {
		return err
	}
	next := asked.Without(id)
	taken, err := s.takenBy(c, asked, next)
	if err != nil {
		return err
	}
	q, _ := asked.Question(id)
	if q.Revision == typedRevision(c) && asked.CheckChange(next) == nil && !agreed(c, taken) {
		return s.deleteQuestionPage(c, nil)
	}
	if err := s.Store.RemoveQuestion(ctx(c), asked.Season, id, typedRevision(c)); err != nil {
		return s.deleteQuestionPage(c, err)
	}
	return s.done(c, nil, seasonPath(asked.Season, "/survey"), "removed")
}

// readQuestion reads the form for a kind, the question that it describes, and what is wrong with it.
func (s *server) readQuestion(c echo.Context, kind survey.Kind) (view.QuestionForm, survey.Question, []*survey.InvalidError) {
	f := view.QuestionForm{Kind: kind, Revision: typedRevision(c), Below: belowOf(c)} // which parses the form
	f.Form = survey.Form(c.Request().PostForm)
	q, wrong := f.Read(kind, s.langs())
	return f, q, wrong
}

func questionID(c echo.Context) (survey.QuestionID, error) {
	return idParam[survey.QuestionID](c, "question")
}
