package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// Who publishes may mend what members asked for in confidence. The page says who would move and nothing of why: no rule, no score of it.

// mend finds the fewest moves that meet what is asked in confidence, as far as so many as a repair may have can; whole reports that they meet
// all of it. Without any it is nil.
func (w *work) mend() (best *team.Repair, whole bool, err error) {
	draft, from, err := w.inConfidence()
	if err != nil {
		return nil, false, err
	}
	now := draft.Score()
	most := worth(now, from)
	for budget := 0; budget <= maxBudget && !whole; budget++ {
		repairs := draft.Mend(budget)
		if len(repairs) == 0 {
			continue
		}
		r := repairs[len(repairs)-1]
		if kept := worth(r.Proposal, from); kept > most+1e-9 && broken(r.Proposal, from) <= broken(now, from) {
			best, most, whole = &r, kept, len(r.Proposal.Unmet) == broken(r.Proposal, from)
		}
	}
	return best, whole, nil
}

// worth adds the scores of the rules from a number on.
func worth(p team.Proposal, from int) (sum float64) {
	for _, r := range p.Rules[from:] {
		sum += r.Score
	}
	return sum
}

// broken counts the must-rules before a number that are not kept.
func broken(p team.Proposal, from int) (n int) {
	for _, r := range p.Unmet {
		if r < from {
			n++
		}
	}
	return n
}

func (s *server) mendForm(c echo.Context, w work) (err error) {
	p := s.page(c, "mend_title", "Name", w.saved.Name)
	d := view.MendPage{}
	if d.Proposal, err = s.proposalHead(c, &w); err != nil {
		return err
	}
	if _, err = w.openShown(&p); err != nil {
		return err
	}
	if !w.confided() {
		return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, "/publish"))
	}
	if err := s.sawConfided(c, w); err != nil {
		return err
	}
	r, whole, err := w.mend()
	if err != nil {
		return s.back(c, w.saved.ID, err)
	}
	d.Whole = whole
	if r != nil {
		now, err := w.openDisclosed()
		if err != nil {
			return err
		}
		d.Moved, d.Moves, d.Sizes = len(r.Moved), w.moves(p, now.Score(), r.Proposal), w.sizes(p, sizesOf(r.Proposal.Divisions()))
	}
	return render(c, http.StatusOK, view.Mend(p, d))
}

// takeMend takes what the page offers, found anew for the same teams.
func (s *server) takeMend(c echo.Context, w work) error {
	if typedRevision(c) != w.saved.Revision {
		return s.back(c, w.saved.ID, survey.ErrStale)
	}
	r, _, err := w.mend()
	if err != nil {
		return s.back(c, w.saved.ID, err)
	}
	if r == nil {
		return survey.ErrNotFound
	}
	return s.back(c, w.saved.ID, s.edit(c, w, w.season.Lineup(r.Proposal.Teams, w.saved.Lineup), "repair"))
}
