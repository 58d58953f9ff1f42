package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// ended waits until a proposal's forming has ended and returns it.
func ended(t *testing.T, d *DB, id team.ProposalID) team.Saved {
	t.Helper()
	for deadline := time.Now().Add(8 * time.Second); time.Now().Before(deadline); {
		if p := must[team.Saved](t)(d.Proposal(t.Context(), id)); p.State.Ended() {
			return p
		}
		pause()
	}
	t.Fatal("the job has not ended after 8 s, though the bell wakes River at once")
	return team.Saved{}
}

// pause lets the queue go on: its clock is SQLite's, so that a bubble of synctest cannot hold it.
func pause() { <-time.After(5 * time.Millisecond) }

func testJobs(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	imported := make(chan survey.ImportID, 1)
	d.Work(FormJob, func(ctx context.Context, id int64) error {
		return d.Finish(ctx, team.ProposalID(id), json.RawMessage(`{}`), team.Lineup{}, now)
	})
	d.Work(ImportJob, func(ctx context.Context, id int64) error {
		_, err := d.ApplyImport(ctx, survey.ImportID(id), nil, nil, now)
		imported <- survey.ImportID(id)
		return err
	})
	before := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "Before", nil, now))
	ok(t, d.StartJobs(ctx))
	after := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "After", nil, now))
	for _, id := range []team.ProposalID{before, after} {
		if p := ended(t, d, id); p.State != survey.JobDone {
			t.Errorf("proposal %s is %s, want done", p.Name, p.State)
		}
	}
	want := startedImport(t, d, season, o.ID)
	if got := <-imported; got != want {
		t.Errorf("ran import %d, want %d", got, want)
	}
}

func testFailingJobs(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	fail := []func() error{
		func() error { return &survey.InvalidError{Field: "teams", Reason: "teams_many"} },
		func() error { return errors.New("broken") },
		func() error { panic("broken") },
	}
	var ids []team.ProposalID
	d.Work(FormJob, func(_ context.Context, id int64) error { return fail[slices.Index(ids, team.ProposalID(id))]() })
	for range fail {
		ids = append(ids, must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "x", nil, now)))
	}
	ok(t, d.StartJobs(ctx))
	for i, want := range []survey.Key{"teams_many", "internal", "internal"} {
		id := ids[i]
		p := ended(t, d, id)
		if p.State != survey.JobFailed || p.Problem == nil || p.Problem.Reason != want {
			t.Errorf("proposal %d is %s with problem %v, want failed with %s", id, p.State, p.Problem, want)
		}
	}
}

func testStopJob(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	running := make(chan struct{})
	d.Work(FormJob, func(ctx context.Context, id int64) error {
		close(running)
		<-ctx.Done()
		if cause := context.Cause(ctx); !errors.Is(cause, team.ErrStopped) {
			t.Errorf("the job's context ended because of %v", cause)
		}
		return d.Finish(context.WithoutCancel(ctx), team.ProposalID(id), nil, team.Lineup{}, now)
	})
	ok(t, d.StartJobs(ctx))
	id := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "x", nil, now))
	<-running
	ok(t, d.RequestStop(ctx, id))
	if p := ended(t, d, id); p.State != survey.JobStopped {
		t.Errorf("a stopped proposal is %s", p.State)
	}
}

func testJobsThatNobodyDoes(t *testing.T, d *DB) {
	_, season := newSeason(t, d)
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "x", nil, now))
	ok(t, d.StartJobs(t.Context()))
	if p := ended(t, d, id); p.State != survey.JobFailed {
		t.Errorf("a job that nobody does is %s", p.State)
	}
}

// A job that does not listen when the program is to end holds it no longer than the others: it is taken up the next time.
func TestCloseWaitsForNoJob(t *testing.T) {
	onFile(t)
	dir := t.TempDir()
	queued(t, dir)
	d := must[*DB](t)(Open(t.Context(), dir))
	begun, forever := make(chan bool), make(chan bool)
	defer close(forever)
	d.Work(FormJob, func(context.Context, int64) error { begun <- true; <-forever; return nil })
	ok(t, d.StartJobs(t.Context()))
	<-begun
	ended := make(chan error)
	go func() { ended <- d.Close() }()
	select {
	case <-ended:
	case <-time.After(4 * time.Second):
		t.Error("the database is not closed within 4 s while a job is under way")
	}
}

func TestLoad(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "x", nil, now))
	l := must[Load](t)(d.Load(t.Context()))
	if len(l.Jobs) != 1 || l.Jobs[0] != (Counted{FormJob, "available", 1}) || l.Writes != 0 || l.Bytes < 100_000 || len(l.Letters) != 0 {
		t.Errorf("with one job in the queue the load is %+v", l)
	}
}
