package db

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// isPublished reports whether a proposal is the roster.
func isPublished(d *DB, t *testing.T, p team.Saved) bool {
	t.Helper()
	r, err := d.Roster(t.Context(), p.Season)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		t.Fatal(err)
	}
	return r.Proposal == p.ID
}

// Teams are published at the time that was confirmed for them, once, and not where they were changed since.
func testPublishAtATime(t *testing.T, d *DB) {
	ctx := t.Context()
	p, m := formed(t, d)
	if err := d.PlanRoster(ctx, p.ID, p.Revision, now, now); !isInvalid(err, "due") {
		t.Errorf("planned for now: %v, want to be told at the field", err)
	}
	if err := d.PlanRoster(ctx, p.ID, p.Revision+1, now.Add(day), now); !errors.Is(err, survey.ErrStale) {
		t.Errorf("planned for a revision that is not there: %v", err)
	}
	ok(t, d.PlanRoster(ctx, p.ID, p.Revision, now.Add(2*day), now))
	ok(t, d.PlanRoster(ctx, p.ID, p.Revision, now.Add(day), now)) // in its place
	ok(t, d.PublishPlanned(ctx, now.Add(day-time.Minute)))
	if isPublished(d, t, p) {
		t.Error("teams were published before their time")
	}
	ok(t, d.PublishPlanned(ctx, now.Add(day)))
	if !isPublished(d, t, p) {
		t.Error("at their time the teams are not published")
	}
	if len(must[[]survey.FeedbackRound](t)(d.FeedbackRounds(ctx, p.Season))) == 0 {
		t.Error("publishing at a time plans no feedback, as publishing does")
	}
	ok(t, d.Unpublish(ctx, p.Season))
	ok(t, d.PublishPlanned(ctx, now.Add(3*day)))
	if isPublished(d, t, p) {
		t.Error("teams that were taken back were published a second time")
	}

	ok(t, d.PlanRoster(ctx, p.ID, p.Revision, now.Add(5*day), now))
	ok(t, d.Edit(ctx, p.ID, p.Revision, pair(m[1], m[0]), nil, now))
	ok(t, d.PublishPlanned(ctx, now.Add(6*day)))
	if isPublished(d, t, p) {
		t.Error("teams that nobody confirmed were published")
	}
	p = must[team.Saved](t)(d.Proposal(ctx, p.ID))
	if plan := must[team.Plan](t)(d.RosterPlan(ctx, p.Season)); plan.Stands(p.Revision) || !plan.Due.Equal(now.Add(5*day)) {
		t.Errorf("after an edit the plan is %+v, want the old one, which stands no more", plan)
	}
	ok(t, d.DropRosterPlan(ctx, p.Season))
	if _, err := d.RosterPlan(ctx, p.Season); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a plan that was dropped: %v", err)
	}
}

// What was planned is overtaken by what is published by hand or taken back, and goes with its proposal.
func testPlansOvertaken(t *testing.T, d *DB) {
	ctx := t.Context()
	p, m := formed(t, d)
	other := must[team.ProposalID](t)(d.CreateProposal(ctx, p.Season, "Other", nil, now))
	ok(t, d.Finish(ctx, other, nil, pair(m[1], m[0]), now))
	for name, do := range map[string]func() error{
		"another is published":    func() error { return d.Publish(ctx, other, now) },
		"what was there is taken": func() error { return d.Unpublish(ctx, p.Season) },
		"nobody wants it":         func() error { return d.DropRosterPlan(ctx, p.Season) },
	} {
		ok(t, d.PlanRoster(ctx, p.ID, p.Revision, now.Add(day), now))
		ok(t, do())
		if _, err := d.RosterPlan(ctx, p.Season); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("once %s the plan is still there (%v)", name, err)
		}
	}
	ok(t, d.PlanRoster(ctx, p.ID, p.Revision, now.Add(day), now))
	ok(t, d.DeleteProposal(ctx, p.ID))
	ok(t, d.PublishPlanned(ctx, now.Add(day)))
	if _, err := d.RosterPlan(ctx, p.Season); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the plan of a proposal that is gone: %v", err)
	}
}

// A plan is there after a restart, and what came due meanwhile is published by many who look at once as by one.
func TestAPlanOutlivesTheProcess(t *testing.T) {
	onFile(t)
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	p, _ := formed(t, d)
	ok(t, d.PlanRoster(t.Context(), p.ID, p.Revision, now.Add(day), now))
	ok(t, d.Close())
	d = must[*DB](t)(Open(t.Context(), dir))
	defer d.Close()
	done := make(chan error)
	for range 8 {
		go func() { done <- d.PublishPlanned(t.Context(), now.Add(2*day)) }()
	}
	for range 8 {
		ok(t, <-done)
	}
	acts := must[[]survey.Act](t)(d.Acts(t.Context(), must[survey.Season](t)(d.Season(t.Context(), p.Season)).Club, survey.ActFilter{What: survey.PublishedTeams, Most: 9}))
	if !isPublished(d, t, p) || len(acts) != 1 {
		t.Errorf("after a restart eight lookers published the teams %d times: %v", len(acts), acts)
	}
}

// Nothing of a backup that is put in place is published that may have been called off since, and what is planned for later is.
func TestARestoredPlanIsConfirmedAnew(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	d := must[*DB](t)(Open(t.Context(), dir))
	p, _ := formed(t, d)
	later, _ := formed(t, d)
	ok(t, d.PlanRoster(t.Context(), p.ID, p.Revision, now.Add(day), now))
	ok(t, d.PlanRoster(t.Context(), later.ID, later.Revision, now.Add(3*day), now))
	ok(t, Backup(t.Context(), dir, out, false, nil))
	ok(t, d.Close())
	must[Restored](t)(Restore(t.Context(), dir, out, Keys{}, now.Add(2*day)))
	d = openDir(t, dir)
	ok(t, d.PublishPlanned(t.Context(), now.Add(4*day)))
	if isPublished(d, t, p) || !isPublished(d, t, later) {
		t.Errorf("after a restore what was to be published before is %v, and what was to be later %v; want only the latter", isPublished(d, t, p), isPublished(d, t, later))
	}
	if plan := must[team.Plan](t)(d.RosterPlan(t.Context(), p.Season)); !plan.Due.Equal(now.Add(day)) {
		t.Errorf("what is to be confirmed anew is %+v", plan)
	}
}
