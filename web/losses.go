package web

import (
	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// taken is what the answers of who takes part lose, and which cards would mean something else, if the survey becomes next.
func (s *server) taken(c echo.Context, before askedBefore, asked, next survey.Survey) (view.Taken, error) {
	losses, err := s.losses(c, before, asked, next)
	if err != nil {
		return view.Taken{}, err
	}
	d := view.Taken{Losses: losses, Survey: next, Asked: asked.Turned(next)}
	deck, err := s.Store.Deck(ctx(c), asked.Season)
	if err != nil || !deck.Kept { // suggested ones go with the question
		return d, err
	}
	changed := team.Changed(asked, next.Typed(before.versions), deck.Rules(), d.Losses)
	if len(changed) == 0 {
		return d, nil
	}
	f, err := s.forming(c)
	then := f
	then.survey = next
	then.names = s.namesIn(c, then)
	for _, what := range team.CardChanges {
		in := then
		if team.NamesGone(what) {
			in = f
		}
		if lines := s.sentences(c, in, changed[what]); len(lines) > 0 {
			d.Cards = append(d.Cards, view.CardsChanged{What: what, Lines: lines})
		}
	}
	return d, err
}

// losses are what answers lose, counted once for a change that is looked at again.
func (s *server) losses(c echo.Context, before askedBefore, asked, next survey.Survey) (survey.Losses, error) {
	read, err := s.reading(ctx(c), asked.Season)
	if err != nil {
		return nil, err
	}
	of, err := sumOf(asked, next)
	if err != nil {
		return nil, err
	}
	return derive(s, read, "losses", of, answerBytes, func() (survey.Losses, error) {
		return asked.Losses(next, before.versions, before.given), nil
	})
}

// takenBy is what a change of the season's survey takes.
func (s *server) takenBy(c echo.Context, asked, next survey.Survey) (d view.Taken, err error) {
	before, err := s.askedBefore(c)
	if err != nil {
		return d, err
	}
	return s.taken(c, before, asked, next)
}

// sentences are what rules of a season say, in the visitor's language.
func (s *server) sentences(c echo.Context, f forming, rules []team.Rule) (all []string) {
	t := s.translator(c)
	names := f.names.In(t)
	for _, r := range rules {
		all = append(all, t.Say(r.Sentence(names)))
	}
	return all
}

// agreed reports whether all stays as it is, or what is taken was said on the page that the request comes from.
func agreed(c echo.Context, d view.Taken) bool {
	code := d.Code()
	return code == "" || code == c.FormValue("agreed")
}

// askToChange says what a change of the survey takes, and asks whether to make it.
func askToChange(c echo.Context, status int, p view.Page, d view.DeletePage) error {
	if d.Label = p.Title; d.Back == "" {
		d.Back, d.No = seasonPath(scopeOf(c).Season.ID, "/survey"), p.T("cancel")
	}
	return render(c, status, view.Delete(p, d))
}
