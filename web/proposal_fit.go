package web

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
	"dure/web/view"
)

// tradesShown is how many trades are proposed for a team.
const tradesShown = 3

// proposalFit says how the club's model sees the teams of a proposal, and of one of them why, and what would help it.
func (s *server) proposalFit(c echo.Context, w work) error {
	scorer, err := w.fitScorer()
	if err != nil {
		return err
	}
	if scorer == nil || !w.saved.State.Ended() {
		return survey.ErrNotFound
	}
	p := s.page(c, "proposal_fit_of", "Name", w.saved.Name)
	d := view.ProposalFitPage{ID: w.saved.ID, Name: w.saved.Name}
	teams := w.fitTeams()
	asked := w.addFitTeams(p, &d, scorer, teams, c.QueryParam("team"))
	if asked >= 0 {
		w.addFitReasons(p, &d, scorer.Explain(teams[asked]))
		w.addTrades(p, &d, scorer, teams, asked)
	}
	return render(c, http.StatusOK, view.ProposalFit(p, d))
}

// fitScorer is the model that the season's club uses, nil where it uses none or one that is refused.
func (w work) fitScorer() (*fit.Scorer, error) {
	scorer, err := w.season.Fit(w.season.Members)
	if _, refused := errors.AsType[*team.RefusedError](err); refused || err == nil && scorer == nil {
		return nil, nil
	}
	of, _ := scorer.(*fit.Scorer)
	return of, err
}

// leaveUnpredicted takes out of the rules those on a model that the club does not use, and says why: the other rules are scored all the same.
func (w *work) leaveUnpredicted() {
	predicts := func(r team.Rule) bool { return r.Kind.Predicts() }
	if !slices.ContainsFunc(w.request.Rules, predicts) {
		return
	}
	scorer, err := w.season.Fit(w.season.Members)
	refused, ok := errors.AsType[*team.RefusedError](err)
	switch {
	case ok:
		w.unpredicted = survey.Say("rule_unpredicted", "Why", refused.Why)
	case err == nil && scorer == nil:
		w.unpredicted = survey.Say("rule_unpredicted")
	default:
		return
	}
	w.request.Rules = slices.DeleteFunc(slices.Clone(w.request.Rules), predicts)
}

// fitTeams are the teams as rows of the season's members.
func (w work) fitTeams() [][]int32 {
	var teams [][]int32
	for _, g := range w.season.Division(w.saved.Lineup) {
		rows := make([]int32, len(g))
		for a, i := range g {
			rows[a] = int32(i)
		}
		teams = append(teams, rows)
	}
	return teams
}

// addFitTeams lists the teams and returns the one that is asked about, or else the one with the lowest chance; -1 where there is none.
func (w work) addFitTeams(p view.Page, d *view.ProposalFitPage, scorer *fit.Scorer, teams [][]int32, typed string) int {
	asked, least := -1, math.Inf(1)
	for t, rows := range teams {
		if len(rows) == 0 {
			continue
		}
		v := scorer.Expect(rows)
		d.Teams = append(d.Teams, view.FitTeam{Number: t, Name: teamName(p.T, t, w.saved.Lineup.Teams[t].Name), Chance: figure(v.Chance, 2), Error: figure(v.Error, 2), Value: figure(v.Value, 2)})
		if strconv.Itoa(t+1) == typed {
			asked, least = t, math.Inf(-1)
		}
		if v.Chance < least {
			asked, least = t, v.Chance
		}
	}
	for i := range d.Teams {
		if t := &d.Teams[i]; t.Number == asked {
			t.Asked = true
			d.Heading = p.T("proposal_fit_team", "Team", t.Name, "Chance", t.Chance, "Error", t.Error)
		}
	}
	return asked
}

// leastReason is how many points of rating a question must add or take to be told.
const leastReason = 0.005

// addFitReasons words what adds to the rating of a team. What is about wishes goes with all else: it would tell who avoids whom.
func (w work) addFitReasons(p view.Page, d *view.ProposalFitPage, e fit.Explanation) {
	d.Base = p.T("proposal_fit_base", "Base", figure(e.Base, 2), "Value", figure(e.Value, 2))
	words := columnWords(p, w.survey)
	rest := 0.0
	for _, r := range e.Reasons {
		if len(r.Columns) > 1 || !r.Asked && r.Columns[0] == fit.OfWishes {
			rest += r.Value
			continue
		}
		if math.Abs(r.Value) >= leastReason {
			d.Reasons = append(d.Reasons, view.FitReason{Name: questionName(p, words, r.Columns[0], r.Asked), Adds: fmt.Sprintf("%+.2f", r.Value)})
		}
	}
	if math.Abs(rest) >= leastReason {
		d.Reasons = append(d.Reasons, view.FitReason{Name: p.T("proposal_fit_other"), Adds: fmt.Sprintf("%+.2f", rest)})
	}
}

// addTrades words the trades that would help a team most. Whoever is locked stays.
func (w work) addTrades(p view.Page, d *view.ProposalFitPage, scorer *fit.Scorer, teams [][]int32, asked int) {
	l := w.saved.Lineup
	stays := func(row int32) bool {
		id := w.season.Members[row].ID
		return slices.Contains(l.Locked, id) || slices.ContainsFunc(l.Teams, func(g team.SavedTeam) bool { return g.Locked && slices.Contains(g.Members, id) })
	}
	for _, t := range scorer.Trades(teams, asked, tradesShown, stays) {
		a, b, e := w.season.Members[t.A], w.season.Members[t.B], t.Effect
		d.Trades = append(d.Trades, view.FitTrade{
			Text: p.T("proposal_fit_trade", "A", w.names.Called(a), "B", w.names.Called(b), "Team", teamName(p.T, t.Team, l.Teams[t.Team].Name),
				"Before", figure(e.Before, 2), "After", figure(e.After, 2), "Error", figure(e.Error, 2)),
			Unsure: e.After-e.Before < e.Error,
			Path:   fmt.Sprintf("/move?member=%d&target=%d-%d", a.ID, t.Team, b.ID),
		})
	}
}
