package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// turnedAway has every way to the data in dir refuse it with an error, and change nothing.
func turnedAway(t *testing.T, what, dir string, want error) {
	t.Helper()
	before := contentsOf(t, dir)
	_, err1 := Open(t.Context(), dir)
	_, err2 := Check(t.Context(), dir, Options{})
	_, err3 := Attach(t.Context(), dir, Options{})
	err4 := Backup(t.Context(), dir, filepath.Join(t.TempDir(), "copy"), false, nil)
	for i, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, want) {
			t.Errorf("%s: %s says %v, want %v", what, []string{"Open", "Check", "Attach", "Backup"}[i], err, want)
		}
	}
	if after := contentsOf(t, dir); after != before {
		t.Errorf("%s: the files were %q and are %q", what, before, after)
	}
}

// After the program ended no other database is gone on with in the place of its own, until somebody says so by a restore.
func TestNoOlderDatabaseIsGoneOnWith(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	path := filepath.Join(dir, File)
	filled(t, dir)
	old := must[[]byte](t)(os.ReadFile(path))
	ok(t, Backup(t.Context(), dir, out, false, nil))
	d := must[*DB](t)(Open(t.Context(), dir))
	served := must[[]byte](t)(os.ReadFile(path))
	late := newOrganizer(t, d, "late@example.org")
	ok(t, d.Close())
	newest := must[[]byte](t)(os.ReadFile(path))
	for what, data := range map[string][]byte{
		"the file of an earlier run": old, "a backup": must[[]byte](t)(os.ReadFile(out)), "the file without its log while it was served": served,
	} {
		ok(t, os.WriteFile(path, data, 0o600))
		turnedAway(t, what, dir, ErrReplaced)
	}
	ok(t, os.WriteFile(path, newest, 0o600))
	d = must[*DB](t)(Open(t.Context(), dir))
	if got := must[survey.Organizer](t)(d.Organizer(t.Context(), late.ID)); got != late {
		t.Errorf("the newest file in its place has organizer %+v, want %+v", got, late)
	}
	ok(t, d.Close())
	ok(t, os.WriteFile(path, old, 0o600))
	must[Restored](t)(Restore(t.Context(), dir, path, Keys{}, now))
	d = openDir(t, dir)
	if _, err := d.OrganizerByEmail(t.Context(), "late@example.org"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("after the older file was taken by a restore: %v, want %v", err, survey.ErrNotFound)
	}
}

// What a killed program left in its log is not lost without a word, by whoever takes the log away, nor by who only looks on.
func TestALogThatWasTakenAway(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, File)
	filled(t, dir)
	killed(t, dir)
	must[Summary](t)(Check(t.Context(), dir, Options{}))
	ok(t, CheckKey(t.Context(), dir, Options{}))
	ok(t, Backup(t.Context(), dir, filepath.Join(t.TempDir(), "copy"), false, nil))
	a := must[*DB](t)(Attach(t.Context(), dir, Options{}))
	ok(t, a.Close())
	log := must[[]byte](t)(os.ReadFile(path + "-wal")) // is there still
	ok(t, os.Remove(path+"-wal"))
	turnedAway(t, "without the log of a killed program", dir, ErrNoLog)
	ok(t, os.WriteFile(path+"-wal", log, 0o600))
	if s := must[Summary](t)(Check(t.Context(), dir, Options{})); s.Proposals != 1 {
		t.Errorf("with the log in its place again the data is %+v, want the proposal", s)
	}
	ok(t, os.Remove(path+"-wal"))
	must[Restored](t)(Restore(t.Context(), dir, path, Keys{}, now))
	ok(t, openDir(t, dir).InPlace())
}

// What nobody did wrong is opened without a word.
func TestWhatBelongsTogetherOpens(t *testing.T) {
	onFile(t)
	for what, do := range map[string]func(t *testing.T, dir string){
		"killed": killed,
		"a log that was deleted while it was in use, and written into the database at the end": func(t *testing.T, dir string) {
			d := must[*DB](t)(Open(t.Context(), dir))
			newOrganizer(t, d, "late@example.org")
			ok(t, os.Remove(fileOf(d).path+"-wal"))
			ok(t, d.Close())
			d = must[*DB](t)(Open(t.Context(), dir))
			if _, err := d.OrganizerByEmail(t.Context(), "late@example.org"); err != nil {
				t.Errorf("who came before the log was deleted: %v", err)
			}
			ok(t, d.Close())
		},
		"closed while another program reads": func(t *testing.T, dir string) {
			d := must[*DB](t)(Open(t.Context(), dir))
			other := openPool(fileOf(d).path, 2, "busy_timeout(0)")
			defer other.Close()
			r := must[interface{ Rollback() error }](t)(other.Begin())
			must[[]string](t)(list[string](t.Context(), other, "SELECT name FROM settings"))
			newOrganizer(t, d, "late@example.org")
			begun := time.Now()
			ok(t, d.Close())
			if took := time.Since(begun); took > 3*time.Second {
				t.Errorf("to close takes %v while another program reads", took)
			}
			ok(t, r.Rollback())
		},
		"a marker of before": func(t *testing.T, dir string) {
			m := must[marker](t)(readMarker(dir))
			ok(t, marker{site: m.site, openings: []uint32{7}}.write(dir))
		},
		"no marker": func(t *testing.T, dir string) { ok(t, os.Remove(filepath.Join(dir, MarkerFile))) },
	} {
		dir := t.TempDir()
		filled(t, dir)
		do(t, dir)
		if _, err := Check(t.Context(), dir, Options{}); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		d, err := Open(t.Context(), dir)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		ok(t, d.Close())
		if _, err := os.Stat(fileOf(d).path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: a log is left behind: %v", what, err)
		}
	}
}

// A copy that was rescued is named until it is taken away or put in place; those of other sites and other reasons are not.
func TestRescuedCopiesAreNamed(t *testing.T) {
	onFile(t)
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	newSeason(t, d)
	file := must[string](t)(d.Rescue(t.Context(), now))
	ok(t, d.NightlyBackup(t.Context(), now))
	ok(t, os.WriteFile(strings.Replace(file, fileOf(d).marker.site, "other", 1), nil, 0o600))
	ok(t, d.Close())
	d = must[*DB](t)(Open(t.Context(), dir))
	if got := d.Rescued(); !slices.Equal(got, []string{file}) {
		t.Errorf("rescued: %q, want %s alone", got, file)
	}
	ok(t, os.Rename(file, file+".seen"))
	if got := d.Rescued(); len(got) != 0 {
		t.Errorf("rescued and moved away: %q is still named", got)
	}
	ok(t, os.Rename(file+".seen", file))
	ok(t, d.Close())
	night := fileOf(d).nights()[0].name
	must[Restored](t)(Restore(t.Context(), dir, filepath.Join(fileOf(d).copies, night), Keys{}, now.Add(time.Minute)))
	if got := RescuedIn(dir, fileOf(d).copies); !slices.Equal(got, []string{file}) {
		t.Errorf("after another copy was put in place: %q, want %s still", got, file)
	}
	must[Restored](t)(Restore(t.Context(), dir, file, Keys{}, now.Add(2*time.Minute)))
	must[Restored](t)(Restore(t.Context(), dir, filepath.Join(fileOf(d).copies, night), Keys{}, now.Add(3*time.Minute)))
	if got := RescuedIn(dir, fileOf(d).copies); len(got) != 0 {
		t.Errorf("rescued and put in place: %q is still named", got)
	}
}
