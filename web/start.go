package web

import (
	"errors"
	"maps"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// start takes what a member says before the first question, if that is still to be said and answers are taken, and returns what is wrong with it. Nothing is
// kept of answers before.
func (f typedForm) start(v *view.Visit) []*survey.InvalidError {
	if !v.Starts() || !v.CanAnswer() {
		return nil
	}
	said := survey.ReadStart(f.values)
	wrong := v.Survey.CheckStart(said)
	if len(wrong) == 0 {
		v.Consented, v.Agreed, v.Guardian = true, said.Shown, v.Survey.AgreedBy(said)
	}
	return wrong
}

// beginsOnly reports whether the form is the page before the first question with no answers that came along: it says nothing of what is kept.
func (f typedForm) beginsOnly() bool {
	if f.values.Get("go") != view.GoStart {
		return false
	}
	for field := range f.values {
		if !view.StartFields[field] && field != "begun" && field != view.OwnField {
			return false
		}
	}
	return true
}

// startAgain asks what is to be said before the first question. Answers that came with it, as from a page that was open before there was
// anything to say, go with the form and not into the database.
func (s *server) startAgain(c echo.Context, v view.Visit, f typedForm, status int, wrong []*survey.InvalidError) error {
	p := s.visitPage(c, v)
	p.Path, p.Keep, p.Enter = v.Path("/answers"), v.Path("/draft"), view.GoStart
	s.addErrors(c, &p, wrong...)
	said := survey.ReadStart(f.values)
	if !v.Survey.AgreedTo(said.Shown) { // the boxes ticked were beside other words
		said = survey.Start{Guardian: said.Guardian}
	}
	answers := maps.Clone(f.values)
	maps.DeleteFunc(answers, func(field string, _ []string) bool { return view.StartFields[field] })
	return render(c, status, view.Start(p, v, view.Started{Start: said, Answers: answers}))
}

// started keeps what was said, and shows the first page.
func (s *server) started(c echo.Context, v view.Visit, f typedForm) error {
	err := s.keep(c, v, f, s.Store.SaveDraft)
	if errors.Is(err, survey.ErrClosed) {
		return s.tooLate(c, v)
	}
	if err != nil {
		return err
	}
	s.sayKept(c, v, f.values, f.unkept(v))
	if newer := f.clashes(v); len(newer) > 0 {
		return s.answersAgain(c, v, newer)
	}
	return s.toPage(c, v)
}
