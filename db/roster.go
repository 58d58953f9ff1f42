package db

import (
	"context"
	"errors"
	"time"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// Publish makes a proposal the roster of its season, in place of another, and plans the rounds of feedback. One without teams is an
// [survey.InvalidError] "no_teams". Nothing is planned to be published by itself any more.
func (d *DB) Publish(ctx context.Context, id team.ProposalID, now time.Time) error {
	return d.PublishRevision(ctx, id, anyRevision, now)
}

// anyRevision is the revision of who did not look at one.
const anyRevision = -1

// PublishRevision is Publish of the teams that were looked at: if revision is not the proposal's, the error is [survey.ErrStale]. A negative
// one is of none in particular.
func (d *DB) PublishRevision(ctx context.Context, id team.ProposalID, revision int, now time.Time) error {
	return d.change(ctx, id, "publish proposal", func(ctx context.Context, t tx, p query.Proposal) error {
		if err := settled(p); err != nil {
			return err
		}
		if revision >= 0 && int64(revision) != p.Revision {
			return survey.ErrStale
		}
		if p.Edit < 0 {
			return &survey.InvalidError{Reason: "no_teams"}
		}
		if err := rosterRead(ctx, t, p.SeasonID, p.ID); err != nil {
			return err
		}
		return publish(ctx, t, p, now)
	})
}

// publish makes a proposal the roster. What its season had planned to publish is done by it, or overtaken.
func publish(ctx context.Context, t tx, p query.Proposal, now time.Time) error {
	err := t.Publish(ctx, query.PublishParams{SeasonID: p.SeasonID, ProposalID: p.ID, Published: millis(now)})
	if err != nil {
		return err
	}
	if err := t.DeleteRosterPlan(ctx, p.SeasonID); err != nil {
		return err
	}
	if err := errors.Join(t.reseat(ctx, p.SeasonID), t.logTeams(ctx, p, survey.PublishedTeams)); err != nil {
		return err
	}
	return planFeedback(ctx, t, survey.SeasonID(p.SeasonID), now)
}

// Unpublish takes the roster of a season back, with what is planned to be published, and the plan of its feedback unless somebody has given some.
func (d *DB) Unpublish(ctx context.Context, season survey.SeasonID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := rosterRead(ctx, t, int64(season), 0); err != nil {
			return err
		}
		if err := errors.Join(t.Unpublish(ctx, int64(season)), t.DeleteRosterPlan(ctx, int64(season)), t.reseat(ctx, int64(season))); err != nil {
			return err
		}
		if err := t.log(ctx, survey.Act{Season: season, What: survey.Unpublished}); err != nil {
			return err
		}
		return t.DropFeedbackRounds(ctx, int64(season))
	})
	return wrap(err, "unpublish season %d", season)
}

// rosterRead is [asRead] of what a season has published, 0 for nothing, and of what is to be.
func rosterRead(ctx context.Context, t tx, season, next int64) error {
	now, err1 := rosterOf(t.Roster(ctx, season))
	plan, err2 := planOf(t.RosterPlan(ctx, season))
	if err := errors.Join(ifThere(err1), ifThere(err2)); err != nil {
		return err
	}
	return asRead(ctx, plan.Mark(now), team.Plan{}.Mark(team.Roster{Proposal: team.ProposalID(next), Briefs: now.Briefs}))
}

// Roster returns which proposal of a season is published, or [survey.ErrNotFound] if none is.
func (d *DB) Roster(ctx context.Context, season survey.SeasonID) (team.Roster, error) {
	r, err := rosterOf(d.read.Roster(ctx, int64(season)))
	return r, wrap(err, "roster of season %d", season)
}

func rosterOf(r query.Roster, err error) (team.Roster, error) {
	roster := team.Roster{Season: survey.SeasonID(r.SeasonID), Proposal: team.ProposalID(r.ProposalID), Published: fromMillis(r.Published)}
	if err == nil && r.Briefs != "" {
		err = decode(r.Briefs, &roster.Briefs)
	}
	return roster, missing(classify(err))
}

// SaveBriefs keeps what the teams of a roster are told to begin with. A proposal that is not published has none: [survey.ErrNotFound].
func (d *DB) SaveBriefs(ctx context.Context, id team.ProposalID, b team.Briefs) error {
	return d.change(ctx, id, "save briefs", func(ctx context.Context, t tx, p query.Proposal) error {
		r, err := rosterOf(t.Roster(ctx, p.SeasonID))
		if err != nil {
			return err
		}
		if r.Proposal != id {
			return survey.ErrNotFound
		}
		if err := asRead(ctx, r.Briefs.Mark(), b.Mark()); err != nil {
			return err
		}
		text, err := encode(b)
		if err != nil {
			return err
		}
		if err := one(t.SaveBriefs(ctx, query.SaveBriefsParams{SeasonID: p.SeasonID, Briefs: text})); err != nil {
			return err
		}
		return t.logTeams(ctx, p, survey.BriefedTeams)
	})
}
