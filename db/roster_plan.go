package db

import (
	"context"
	"errors"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// PlanRoster has a proposal published at a time by itself, as it is at the revision that was looked at, in place of what the season had planned. It keeps
// nothing and returns [survey.ErrStale] where the proposal is of another one, and an [survey.InvalidError] for a time that is not to come or a proposal without
// teams.
func (d *DB) PlanRoster(ctx context.Context, id team.ProposalID, revision int, due, now time.Time) error {
	return d.change(ctx, id, "plan to publish proposal", func(ctx context.Context, t tx, p query.Proposal) error {
		if err := editable(p, revision); err != nil {
			return err
		}
		switch {
		case p.Edit < 0:
			return &survey.InvalidError{Reason: "no_teams"}
		case !due.After(now):
			return &survey.InvalidError{Field: "due", Reason: "plan_past"}
		}
		next := team.Plan{Season: survey.SeasonID(p.SeasonID), Proposal: id, Revision: revision, Due: due}
		if err := planRead(ctx, t, p.SeasonID, next); err != nil {
			return err
		}
		err := t.SaveRosterPlan(ctx, query.SaveRosterPlanParams{SeasonID: p.SeasonID, ProposalID: p.ID, Revision: p.Revision, Due: millis(due)})
		return errors.Join(err, t.logTeams(ctx, p, survey.PlannedTeams))
	})
}

// DropRosterPlan has nothing published by itself in a season.
func (d *DB) DropRosterPlan(ctx context.Context, season survey.SeasonID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := planRead(ctx, t, int64(season), team.Plan{}); err != nil {
			return err
		}
		was, err := planOf(t.RosterPlan(ctx, int64(season)))
		if err != nil {
			return ifThere(err)
		}
		p := query.Proposal{ID: int64(was.Proposal), SeasonID: int64(season)}
		return errors.Join(t.DeleteRosterPlan(ctx, int64(season)), t.logTeams(ctx, p, survey.UnplannedTeams))
	})
	return wrap(err, "drop the plan to publish in season %d", season)
}

// planRead is [asRead] of what a season has planned and published, and of what is to be planned.
func planRead(ctx context.Context, t tx, season int64, next team.Plan) error {
	now, err1 := planOf(t.RosterPlan(ctx, season))
	roster, err2 := rosterOf(t.Roster(ctx, season))
	if err := errors.Join(ifThere(err1), ifThere(err2)); err != nil {
		return err
	}
	return asRead(ctx, now.Mark(roster), next.Mark(roster))
}

// RosterPlan returns which proposal of a season is to be published when, or [survey.ErrNotFound].
func (d *DB) RosterPlan(ctx context.Context, season survey.SeasonID) (team.Plan, error) {
	p, err := planOf(d.read.RosterPlan(ctx, int64(season)))
	return p, wrap(err, "plan to publish in season %d", season)
}

func planOf(r query.RosterPlan, err error) (team.Plan, error) {
	return team.Plan{Season: survey.SeasonID(r.SeasonID), Proposal: team.ProposalID(r.ProposalID), Revision: int(r.Revision), Due: fromMillis(r.Due)}, missing(classify(err))
}

// PublishPlanned publishes what is to be published by now, unless it was changed since that was confirmed: then the plan stays, and does nothing. What is
// published is planned no more in the same transaction, so that it is published once whenever this is called, and however often the program dies over it.
func (d *DB) PublishPlanned(ctx context.Context, now time.Time) error {
	seasons, err := d.read.RosterPlansDue(ctx, millis(now))
	if err != nil {
		return wrap(classify(err), "teams to publish")
	}
	for _, id := range seasons {
		if err := d.publishPlanned(ctx, id, now); err != nil {
			return err
		}
	}
	return nil
}

func (d *DB) publishPlanned(ctx context.Context, season int64, now time.Time) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		plan, err := planOf(t.RosterPlan(ctx, season))
		if err != nil || plan.Due.After(now) {
			return ifThere(err)
		}
		p, err := t.Proposal(ctx, int64(plan.Proposal))
		if err != nil || !plan.Stands(int(p.Revision)) {
			return err
		}
		return publish(ctx, t, p, now)
	})
	return wrap(err, "publish what season %d has planned", season)
}

// planNoMore has what was to be published by now confirmed anew, as it may have been called off after the backup was made that is put in place.
func (d *DB) planNoMore(ctx context.Context, now time.Time) error {
	return d.update(ctx, func(ctx context.Context, t tx) error { return t.VoidRosterPlansDue(ctx, millis(now)) })
}
