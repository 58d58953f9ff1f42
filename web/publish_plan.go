package web

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// planStore keeps which teams are to be published at a time by themselves.
type planStore interface {
	PlanRoster(ctx context.Context, id team.ProposalID, revision int, due, now time.Time) error
	DropRosterPlan(context.Context, survey.SeasonID) error
	// RosterPlan returns survey.ErrNotFound where nothing is planned.
	RosterPlan(context.Context, survey.SeasonID) (team.Plan, error)
}

// rosterPlan says what is planned in the season of a proposal, with the mark of it beside what is published.
func (s *server) rosterPlan(c echo.Context, saved team.Saved, published team.Roster) (view.RosterPlan, error) {
	d, err := s.planOf(c, saved.Season, published)
	if d.Proposal != saved.ID {
		d.Other = d.Name
	}
	return d, err
}

// planOf says what is planned in a season.
func (s *server) planOf(c echo.Context, season survey.SeasonID, published team.Roster) (d view.RosterPlan, err error) {
	plan, err := s.Store.RosterPlan(ctx(c), season)
	if errors.Is(err, survey.ErrNotFound) {
		return view.RosterPlan{Read: team.Plan{}.Mark(published)}, nil
	}
	if err != nil {
		return d, err
	}
	of, err := s.Store.Proposal(ctx(c), plan.Proposal)
	return view.RosterPlan{
		Proposal: plan.Proposal, Name: s.proposalName(c, of.Name), Due: plan.Due, Off: !plan.Stands(of.Revision), Back: plan.Revision < 0, Past: !plan.Due.After(s.Now()), Read: plan.Mark(published),
	}, err
}

// planRoster has the teams published at a time, as they stood on the page that it was asked from.
func (s *server) planRoster(c echo.Context, w work) error {
	path := proposalPath(w.saved.Season, w.saved.ID, "/publish")
	due, ok := s.parseLocal(c, c.FormValue("due"))
	err := error(nil)
	if !ok {
		err = &survey.InvalidError{Field: "due", Reason: "time_invalid"}
	} else {
		err = s.Store.PlanRoster(ctx(c), w.saved.ID, typedRevision(c), due, s.Now())
	}
	if errors.Is(err, survey.ErrStale) {
		s.flash(c, "changed_meanwhile")
		return seeOther(c, path)
	}
	if err == nil {
		s.flash(c, "plan_kept", "At", s.dateTime(c, s.lang(c), due))
		return seeOther(c, proposalPath(w.saved.Season, w.saved.ID, ""))
	}
	p := s.page(c, "publish_title", "Name", w.saved.Name)
	d, lost := s.publishPage(c, &p, &w)
	if lost != nil {
		return lost
	}
	d.Due = c.FormValue("due")
	return show(s, c, p, err, view.Publish, d)
}

// dropRosterPlan has nothing published by itself.
func (s *server) dropRosterPlan(c echo.Context, p team.Saved) error {
	err := s.Store.DropRosterPlan(ctx(c), p.Season)
	if err == nil {
		s.flash(c, "plan_dropped")
	}
	return s.back(c, p.ID, err)
}
