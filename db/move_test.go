package db

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// upgradedDir is a data directory with all that a program of before left, brought up to date.
func upgradedDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(dir, File), unzipped(t, "616d664.db.gz"), 0o600))
	d := must[*DB](t)(OpenWith(t.Context(), dir, Options{}))
	ok(t, d.Close())
	return dir
}

// dump returns all rows of a database's tables, with the ids that were given last and the jobs that wait.
func dump(t *testing.T, p Place) map[string][]any {
	t.Helper()
	ctx := t.Context()
	p.moving = true
	d := must[*DB](t)(OpenWith(ctx, p.Dir, p.Options))
	defer d.Close()
	file := d
	if d.shared() {
		file = must[*DB](t)(OpenWith(ctx, t.TempDir(), Options{}))
		defer file.Close()
	}
	all := map[string][]any{}
	for _, table := range must[[]table](t)(tables(ctx, file.schema())) {
		if table.name == "moves" {
			continue
		}
		all[table.name] = []any{must[int64](t)(d.lastID(ctx, table.name))}
		ok(t, table.each(ctx, d.reader, table.selecting(d.shared(), false), nil, func(row []any) error {
			all[table.name] = append(all[table.name], row)
			return nil
		}))
	}
	all["jobs"] = []any{must[[]string](t)(list[string](ctx, d.reader, "SELECT kind || ' ' || queue || ' ' || state"+waitingJobs))}
	return all
}

func sameNothing(*DB, *DB) error { return nil }

// TestMoveThereAndBack brings a site to PostgreSQL and back, each time broken off after every few writes: all is as it was.
func TestMoveThereAndBack(t *testing.T) {
	server := Place{t.TempDir(), Options{Database: emptyServer(t)}}
	ctx := t.Context()
	home := Place{Dir: upgradedDir(t)}
	d := must[*DB](t)(Open(ctx, home.Dir))
	ok(t, d.update(ctx, func(ctx context.Context, t tx) error { // ids that are given and gone, what is no text to PostgreSQL, a job
		_, err1 := t.sql.ExecContext(ctx, "UPDATE sqlite_sequence SET seq = 7777 WHERE name = 'members'")
		_, err2 := t.sql.ExecContext(ctx, "UPDATE seasons SET name = 'a' || char(0) || 'b' WHERE id = 1")
		return errors.Join(err1, err2, d.enqueue(ctx, t, formArgs{rowArgs{3}}))
	}))
	ok(t, d.Close())
	was := dump(t, home)
	if len(was["members"]) < 50 || len(was["jobs"][0].([]string)) != 1 {
		t.Fatalf("only %d members and the jobs %v to move", len(was["members"]), was["jobs"])
	}
	was["seasons"][1].([]any)[2] = "a\ufffdb"
	back := Place{Dir: t.TempDir()}
	for _, way := range [][2]Place{{home, server}, {server, back}} {
		moved := moveInPieces(t, way[0], way[1])
		if moved.Rows != moved.All || moved.Jobs != 1 || moved.Before == 0 {
			t.Errorf("moved from %v: %+v", way[0], moved)
		}
		if diff := cmp.Diff(was, dump(t, way[1])); diff != "" {
			t.Fatalf("from %v to %v (-was +is):\n%s", way[0], way[1], diff)
		}
		if _, err := OpenWith(ctx, way[0].Dir, way[0].Options); !errors.Is(err, ErrMoved) || !strings.Contains(err.Error(), way[1].String()) {
			t.Errorf("open what was moved: %v, want that it is at %v", err, way[1])
		}
		if _, err := Attach(ctx, way[0].Dir, way[0].Options); !errors.Is(err, ErrMoved) {
			t.Errorf("attach to what was moved: %v", err)
		}
		if err := Reopen(ctx, way[0]); !errors.Is(err, ErrMoved) {
			t.Errorf("open what was moved again: %v", err)
		}
		if _, err := Move(ctx, way[0], way[1], now, sameNothing, nil); !errors.Is(err, ErrFilled) {
			t.Errorf("move what was moved: %v", err)
		}
	}
	if m := newMember(t, openAt(t, back.Dir, back.Options), 1, "New"); m.ID != 7778 {
		t.Errorf("a new member has the number %d, want the one after the last that was given", m.ID)
	}
}

// moveInPieces moves by a program that ends after every few writes, until it is done.
func moveInPieces(t *testing.T, from, to Place) Moved {
	t.Helper()
	for range 1000 {
		ctx, end := context.WithCancel(t.Context())
		writes := 0
		moved, err := Move(ctx, from, to, now, sameNothing, func(Moved) {
			if writes++; writes == 12 {
				end()
			}
		})
		end()
		if err == nil {
			return moved
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("move: %v", err)
		}
		for _, p := range []Place{from, to} {
			if _, err := OpenWith(t.Context(), p.Dir, p.Options); !errors.Is(err, ErrMoving) && !errors.Is(err, ErrArriving) {
				t.Fatalf("open %v in the middle of a move: %v", p, err)
			}
		}
	}
	t.Fatal("the move does not end")
	return Moved{}
}

// TestMoveShutsTheOldPlace has a program at work on the data when it begins to be moved: nothing that it writes from then on is told as kept.
func TestMoveShutsTheOldPlace(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	m := newMember(t, d, season.ID, "Ara")
	ok(t, d.shut(t.Context(), "move", Place{Dir: "elsewhere"}, now))
	var told survey.Fault
	for what, err := range map[string]error{
		"add": func() error {
			_, err := d.AddMember(t.Context(), survey.Member{Season: season.ID, Name: "B"}, now)
			return err
		}(),
		"change": d.SaveBaseURL(t.Context(), "http://other"),
		"remove": d.EraseMember(t.Context(), m.ID, false, nil, now),
	} {
		if f, is := errors.AsType[*fault](err); is {
			told = f.Fault()
		}
		if !errors.Is(err, ErrMoved) || told != survey.DataMoved {
			t.Errorf("%s where the data was moved from: %v", what, err)
		}
	}
	if all := must[[]survey.Member](t)(d.Members(t.Context(), season.ID)); len(all) != 1 {
		t.Errorf("%d members, want the one of before", len(all))
	}
	ok(t, d.unshut(t.Context()))
	newMember(t, d, season.ID, "B")
}

// TestMoveRefuses tries what would mix or lose data.
func TestMoveRefuses(t *testing.T) {
	server, ctx := Place{t.TempDir(), Options{Database: emptyServer(t)}}, t.Context()
	home := Place{Dir: upgradedDir(t)}
	move := func(from, to Place) error { _, err := Move(ctx, from, to, now, sameNothing, nil); return err }
	if err := move(home, Place{Dir: t.TempDir()}); !errors.Is(err, ErrAlike) {
		t.Errorf("from a file to a file: %v", err)
	}
	if err := move(Place{Dir: t.TempDir()}, server); !errors.Is(err, ErrNone) {
		t.Errorf("from where nothing is: %v", err)
	}
	d := must[*DB](t)(Open(ctx, home.Dir))
	if err := move(home, server); !errors.Is(err, ErrLocked) {
		t.Errorf("from a file that is served: %v", err)
	}
	ok(t, d.Close())
	wrong := errors.New("wrong")
	if _, err := Move(ctx, home, server, now, func(*DB, *DB) error { return wrong }, nil); !errors.Is(err, wrong) {
		t.Errorf("where pages differ: %v", err)
	}
	if err := move(home, Place{t.TempDir(), Options{Database: emptyServer(t)}}); !errors.Is(err, ErrElsewhere) {
		t.Errorf("to a second place: %v", err)
	}
	ok(t, Reopen(ctx, home))
	d = must[*DB](t)(Open(ctx, home.Dir))
	newMember(t, d, 1, "Late")
	ok(t, d.Close())
	if err := move(home, server); !errors.Is(err, ErrFilled) {
		t.Errorf("to what was filled before the old place was opened again: %v", err)
	}
	other := Place{t.TempDir(), Options{Database: emptyServer(t)}}
	served := must[*DB](t)(OpenWith(ctx, other.Dir, other.Options))
	newOrganizer(t, served, "a@example.org")
	if err := move(home, other); !errors.Is(err, ErrFilled) {
		t.Errorf("to what has other data: %v", err)
	}
	if err := move(other, Place{Dir: t.TempDir()}); !errors.Is(err, ErrServed) {
		t.Errorf("from a server that is served: %v", err)
	}
	ok(t, served.Close())
	if err := move(other, home); !errors.Is(err, ErrFilled) {
		t.Errorf("to a file with other data: %v", err)
	}
	lost := must[*DB](t)(OpenWith(ctx, other.Dir, other.Options))
	ok(t, lost.Close())
}

// TestMoveSeesADifference changes one value behind the back of a move that is all but done.
func TestMoveSeesADifference(t *testing.T) {
	server, ctx := Place{t.TempDir(), Options{Database: emptyServer(t)}}, t.Context()
	home := Place{Dir: upgradedDir(t)}
	spoil := errors.New("not yet")
	_, err := Move(ctx, home, server, now, func(_, to *DB) error {
		return errors.Join(spoil, to.update(ctx, func(ctx context.Context, t tx) error {
			_, err := t.sql.ExecContext(ctx, "UPDATE members SET name = name || ' ' WHERE id = 1")
			return err
		}))
	}, nil)
	if !errors.Is(err, spoil) {
		t.Fatal(err)
	}
	if _, err := Move(ctx, home, server, now, sameNothing, nil); !errors.Is(err, ErrDiffers) || !strings.Contains(err.Error(), "members") {
		t.Errorf("a move that brought another name: %v", err)
	}
}

// TestBothSchemasHaveTheSameColumns compares what the migrations of each kind of database made.
func TestBothSchemasHaveTheSameColumns(t *testing.T) {
	onlyServer(t)
	d := openNew(t)
	file := must[*DB](t)(OpenWith(t.Context(), t.TempDir(), Options{}))
	defer file.Close()
	want := map[string][]column{}
	for _, table := range must[[]table](t)(tables(t.Context(), file.schema())) {
		slices.SortFunc(table.columns, func(a, b column) int { return strings.Compare(a.name, b.name) })
		want[table.name] = table.columns
	}
	got := map[string][]column{}
	rows := must[*sql.Rows](t)(d.reader.Query(`SELECT table_name, column_name, UPPER(data_type) FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'river%' AND table_name NOT IN ('goose_db_version', 'moves', 'survey_keys') ORDER BY table_name, column_name COLLATE "C"`))
	defer rows.Close()
	for rows.Next() {
		var table string
		var c column
		ok(t, rows.Scan(&table, &c.name, &c.kind))
		if c.kind == "BYTEA" {
			c.kind = blob
		}
		got[table] = append(got[table], c)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(column{})); diff != "" {
		t.Errorf("columns of a file (-) and of PostgreSQL (+):\n%s", diff)
	}
}
