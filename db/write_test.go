package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"dure/db/query"
	"dure/survey"
)

var errBad = errors.New("bad")

// TestWritesShareACommit queues writes while one holds the writer, so that they run as one batch.
func TestWritesShareACommit(t *testing.T) {
	d := openDir(t, t.TempDir())
	o := newOrganizer(t, d, "minji@example.org")
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := d.update(t.Context(), func(context.Context, tx) error { close(held); <-hold; return nil })
		if err != nil {
			t.Error(err)
		}
	})
	<-held
	const n = 40
	errs := make([]error, n)
	for i := range n {
		wg.Go(func() { errs[i] = d.update(t.Context(), insertOrNot(i)) })
	}
	close(hold)
	wg.Wait()
	for i, err := range errs {
		if got, want := errors.Is(err, errBad), i%4 == 0; got != want {
			t.Errorf("write %d: %v", i, err)
		}
	}
	kept := must[[]string](t)(list[string](t.Context(), d.reader, "SELECT COUNT(*) FROM clubs"))
	if want := fmt.Sprint(n - n/4); kept[0] != want {
		t.Errorf("kept %s rows, want %s: those whose write had no error", kept[0], want)
	}
	must[survey.Club](t)(d.CreateClub(t.Context(), o.ID, "After", "", now))
}

// insertOrNot adds a club, and for every fourth i fails after that.
func insertOrNot(i int) func(context.Context, tx) error {
	return func(ctx context.Context, t tx) error {
		if _, err := t.InsertClub(ctx, query.InsertClubParams{Name: fmt.Sprint(i)}); err != nil {
			return err
		}
		if i%4 == 0 {
			return errBad
		}
		return nil
	}
}

func TestAWriteThatPanics(t *testing.T) {
	d := openNew(t)
	o := newOrganizer(t, d, "minji@example.org")
	func() {
		defer func() {
			if v := recover(); v != "oops" {
				t.Errorf("the caller recovered %v, want its own panic", v)
			}
		}()
		_ = d.update(t.Context(), func(ctx context.Context, q tx) error {
			if _, err := q.sql.ExecContext(ctx, "DELETE FROM organizers"); err != nil {
				return err
			}
			panic("oops")
		})
	}()
	must[survey.Organizer](t)(d.Organizer(t.Context(), o.ID))
}

func TestAWriteWhoseContextEnds(t *testing.T) {
	d := openNew(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := d.update(ctx, func(ctx context.Context, q tx) error {
		cancel() // the visitor goes away
		return one(q.SaveClub(ctx, query.SaveClubParams{ID: 99, Name: "x"}))
	})
	if !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a write under way when its context ends: %v, want its own error", err)
	}
	if err := d.SaveBaseURL(ctx, "http://localhost"); !errors.Is(err, context.Canceled) {
		t.Errorf("a write after its context has ended: %v", err)
	}
	if got, err := d.BaseURL(t.Context()); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("it was written all the same: %s, %v", got, err)
	}
}

// TestDiskFull lets the file grow no further, which SQLite answers as it does a full disk.
func TestDiskFull(t *testing.T) {
	d := openDir(t, t.TempDir())
	_, season := newSeason(t, d)
	if _, err := d.writer.Exec("PRAGMA max_page_count = 1"); err != nil { // the least is what the file has
		t.Fatal(err)
	}
	im := survey.Import{Season: season.ID, File: "big.csv", Data: make([]byte, 1<<20)}
	if _, err := d.StoreImport(t.Context(), im, now); !errors.Is(err, ErrFull) {
		t.Errorf("store a file on a full disk: %v", err)
	}
	if _, err := d.writer.Exec("PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	must[survey.ImportID](t)(d.StoreImport(t.Context(), im, now))
}
