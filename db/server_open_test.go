package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

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
	for _, cut := range []error{pgconn.ErrConnClosed, io.ErrUnexpectedEOF} {
		if err := classify(fmt.Errorf("begin: %w", cut)); !errors.Is(err, ErrUnreachable) {
			t.Errorf("a connection that ended before it was used, or while an answer was awaited: %v", err)
		}
	}
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
