package web

import (
	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// losses are what the answers of who takes part lose if the survey becomes next.
func (b askedBefore) losses(asked, next survey.Survey) survey.Losses {
	return asked.Losses(next, b.versions, b.given)
}

// lossesIn are those of a change of the season's survey.
func (s *server) lossesIn(c echo.Context, asked, next survey.Survey) (survey.Losses, error) {
	before, err := s.askedBefore(c)
	return before.losses(asked, next), err
}

// agreed reports whether all count as before, or what changes was said on the page that the request comes from.
func agreed(c echo.Context, all survey.Losses) bool {
	return len(all) == 0 || c.FormValue("agreed") == view.LossCode(all)
}

// askToChange says what a change of the survey takes from the answers and from the rules, and asks whether to make it.
func (s *server) askToChange(c echo.Context, status int, p view.Page, d view.DeletePage, asked, next survey.Survey) error {
	f, err := s.forming(c)
	if err != nil {
		return err
	}
	if f.deck.Kept { // suggested ones go with the question
		names := s.names(c, f)
		for _, r := range team.Lost(asked, next, f.deck.Rules()) {
			d.Rules = append(d.Rules, names.Sentence(p, r))
		}
	}
	if d.Label = p.Title; d.Back == "" {
		d.Back, d.No = seasonPath(asked.Season, "/survey"), p.T("cancel")
	}
	return render(c, status, view.Delete(p, d))
}
