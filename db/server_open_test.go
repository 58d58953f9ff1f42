package db

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// onlyServer skips what is about PostgreSQL alone.
func onlyServer(t *testing.T) {
	t.Helper()
	if !onServer {
		t.Skip("about PostgreSQL")
	}
}

// emptyServer returns the address of a database of PostgreSQL without anything in it.
func emptyServer(t *testing.T) string {
	t.Helper()
	onlyServer(t)
	name := newName()
	askServer("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'")
	t.Cleanup(func() { dropServer(name) })
	return addressIn(name)
}

func TestServersBeginAtOnce(t *testing.T) {
	o := Options{Database: emptyServer(t), Keys: Keys{Given: strings.Repeat("0f", 32)}}
	all, errs := make([]*DB, 4), make([]error, 4)
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() { all[i], errs[i] = OpenWith(t.Context(), t.TempDir(), o) })
	}
	wg.Wait()
	ok(t, errors.Join(errs...))
	who := newOrganizer(t, all[0], "minji@example.org")
	for _, d := range all {
		must[survey.Organizer](t)(d.Organizer(t.Context(), who.ID))
		ok(t, d.Close())
	}
	if _, err := Attach(t.Context(), t.TempDir(), Options{Database: o.Database, Keys: Keys{Given: strings.Repeat("f0", 32)}}); !errors.Is(err, ErrKey) {
		t.Errorf("attach with another key: %v", err)
	}
	if _, err := OpenWith(t.Context(), t.TempDir(), Options{Database: o.Database}); !errors.Is(err, ErrKey) {
		t.Errorf("open without the key: %v", err)
	}
}

func TestNoServer(t *testing.T) {
	empty := emptyServer(t)
	for what, o := range map[string]Options{"nobody listens": {Database: "postgres://127.0.0.1:1/dure"}, "no such database": {Database: addressIn("dure_test_none")}} {
		if _, err := OpenWith(t.Context(), t.TempDir(), o); !errors.Is(err, ErrUnreachable) {
			t.Errorf("where %s: %v", what, err)
		}
	}
	if _, err := OpenWith(t.Context(), t.TempDir(), Options{Database: "postgres://dure:secret@host:port/x"}); !errors.Is(err, ErrAddress) || strings.Contains(err.Error(), "secret") {
		t.Errorf("an address that is none: %v", err)
	}
	if _, err := OpenWith(t.Context(), t.TempDir(), Options{Database: empty, There: true}); !errors.Is(err, ErrNone) {
		t.Errorf("a database without data that is to be there: %v", err)
	}
	if _, err := Attach(t.Context(), t.TempDir(), Options{Database: empty}); !errors.Is(err, ErrNone) {
		t.Errorf("attach to a database without data: %v", err)
	}
}

// TestConnectionsEnd ends them all, as a restart of PostgreSQL does: what does not succeed says so, and the next does.
func TestConnectionsEnd(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	for range 3 {
		ok(t, d.SaveBaseURL(t.Context(), "http://localhost"))
		askServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '` + d.engine.(*server).name + `'`)
		for range 10 {
			if err := d.SaveBaseURL(t.Context(), "http://localhost"); err != nil && !errors.Is(err, ErrUnreachable) {
				t.Errorf("write without a connection: %v", err)
			}
			if _, err := d.Club(t.Context(), 1); !errors.Is(err, ErrUnreachable) && !errors.Is(err, survey.ErrNotFound) {
				t.Errorf("read without a connection: %v", err)
			}
		}
		must[string](t)(d.BaseURL(t.Context()))
	}
}

// TestNoJobIsTakenFromTheLiving begins a second server while the first is at a job, and a third once both are gone and a job seems to run.
func TestNoJobIsTakenFromTheLiving(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	_, season := newSeason(t, d)
	state := func(d *DB) string {
		return must[[]string](t)(list[string](t.Context(), d.reader, "SELECT CAST(state AS TEXT) || CAST(attempt AS TEXT) FROM river_job"))[0]
	}
	beside := func(work func(context.Context, int64) error) *DB {
		other := must[*DB](t)(OpenWith(t.Context(), d.dir, Options{Database: addressOf(d)}))
		other.Work(FormJob, work)
		ok(t, other.StartJobs(t.Context()))
		return other
	}
	began, end := make(chan bool), make(chan bool)
	d.Work(FormJob, func(ctx context.Context, id int64) error { close(began); <-end; return nil })
	id := must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "x", nil, now))
	ok(t, d.StartJobs(t.Context()))
	<-began
	second := beside(func(context.Context, int64) error { t.Error("the job is done twice"); return nil })
	if got := state(second); got != "running1" {
		t.Errorf("the job of the first server is %s once there is a second, want running, by one attempt", got)
	}
	close(end)
	ok(t, errors.Join(second.Close(), d.jobs.client.Stop(t.Context())))
	ok(t, d.closePools())
	other := must[*DB](t)(OpenWith(t.Context(), d.dir, Options{Database: addressOf(d)}))
	must[any](t)(other.writer.Exec("UPDATE river_job SET state = 'running', finalized_at = NULL"))
	must[any](t)(other.writer.Exec("UPDATE proposals SET state = 'running'"))
	ok(t, other.Close())
	third := beside(func(ctx context.Context, id int64) error { return errors.New("found") })
	if p := ended(t, third, id); p.State != survey.JobFailed {
		t.Errorf("the job of a dead server left its proposal %s", p.State)
	}
	ok(t, third.Close())
}

// TestRequestsTakeTurns has the same request come to two servers at once.
func TestRequestsTakeTurns(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	other := must[*DB](t)(OpenWith(t.Context(), d.dir, Options{Database: addressOf(d)}))
	defer other.Close()
	end := must[func()](t)(d.Turn(t.Context(), "a"))
	must[func()](t)(other.Turn(t.Context(), "b"))()
	short, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	if _, err := other.Turn(short, "a"); err == nil {
		t.Error("two servers serve the same request at once")
	}
	next := make(chan func())
	go func() { end, _ := other.Turn(t.Context(), "a"); next <- end }()
	end()
	(<-next)()
	must[func()](t)(d.Turn(t.Context(), "a"))()
}

// TestTextsThatAreNone writes and looks for what no database takes as text.
func TestTextsThatAreNone(t *testing.T) {
	d := openNew(t)
	ok(t, d.SaveBaseURL(t.Context(), "a\x00b\xffc"))
	must[string](t)(d.BaseURL(t.Context()))
	if _, err := d.OrganizerByEmail(t.Context(), "a\x00b\xff"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("an organizer whose address is no text: %v", err)
	}
}

// TestAClubKeepsAnOwner has two owners take each other off the club at once: neither transaction sees the other's change.
func TestAClubKeepsAnOwner(t *testing.T) {
	d := openNew(t)
	if s, is := d.engine.(*server); is {
		s.stumble = nil
	}
	a, b := newOrganizer(t, d, "a@example.org"), newOrganizer(t, d, "b@example.org")
	for range 10 {
		club := must[survey.Club](t)(d.CreateClub(t.Context(), a.ID, "Club", "", now))
		ok(t, d.update(t.Context(), func(ctx context.Context, t tx) error { return setRole(ctx, t, b.ID, club.ID, survey.Owner) }))
		var wg sync.WaitGroup
		for _, o := range []survey.Organizer{a, b} {
			wg.Go(func() { _ = d.RemoveOrganizer(t.Context(), o.ID, club.ID) })
		}
		wg.Wait()
		if left := must[[]survey.Colleague](t)(d.Organizers(t.Context(), club.ID)); len(left) != 1 {
			t.Errorf("a club whose two owners leave at once has %d owners, want 1", len(left))
		}
	}
}
