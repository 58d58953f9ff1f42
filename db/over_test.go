package db

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dure/survey"
)

// A database that is written over in its place while it is in use is told as damaged, by who reads and who writes, and what was put there stays as it is.
func TestWrittenOverWhileOpen(t *testing.T) {
	onFile(t)
	other := t.TempDir()
	filled(t, other)
	for what, with := range map[string]func(own []byte) []byte{
		"another site":   func([]byte) []byte { return must[[]byte](t)(os.ReadFile(filepath.Join(other, File))) },
		"zeros":          func(own []byte) []byte { return make([]byte, len(own)) },
		"nothing":        func([]byte) []byte { return nil },
		"a text":         func(own []byte) []byte { return []byte(strings.Repeat("no database ", 1000)) },
		"an earlier run": func(own []byte) []byte { return own },
	} {
		dir := t.TempDir()
		filled(t, dir)
		path := filepath.Join(dir, File)
		put := with(must[[]byte](t)(os.ReadFile(path)))
		d := must[*DB](t)(Open(t.Context(), dir))
		ok(t, d.SaveBaseURL(t.Context(), "http://before"))
		ok(t, os.WriteFile(path, put, 0o600))
		_, read := d.Survey(t.Context(), 1)
		for doing, err := range map[string]error{"a write": d.SaveBaseURL(t.Context(), "http://since"), "a read": read, "Ready": d.Ready(t.Context()), "InPlace": d.InPlace(), "a nightly copy": d.NightlyBackup(t.Context(), now)} {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%s: %s says %v, want %v", what, doing, err, ErrDamaged)
			}
		}
		ok(t, d.Close())
		if now := must[[]byte](t)(os.ReadFile(path)); !bytes.Equal(now, put) {
			t.Errorf("%s: what was put in the place of the database was written to", what)
		}
		if d, err := Open(t.Context(), dir); err == nil {
			t.Errorf("%s is opened the next time", what)
			ok(t, d.Close())
		}
	}
}

// What stands in a row that the program did not write is no error of the program, and is not quoted.
func TestStrangeValuesAreDamage(t *testing.T) {
	d := openDir(t, t.TempDir())
	_, season := newSeason(t, d)
	for _, harm := range []string{
		"UPDATE seasons SET created = 'Kim Minji'",
		"UPDATE surveys SET title = '{\"ko\": 4711.25}'",
		"UPDATE surveys SET title = 'Kim Minji'",
		"ALTER TABLE surveys RENAME TO others",
	} {
		if _, err := d.writer.Exec(harm); err != nil {
			t.Errorf("%s: %v", harm, err)
		}
		_, err1 := d.Season(t.Context(), season.ID)
		_, err2 := d.Survey(t.Context(), season.ID)
		err := errors.Join(err1, err2)
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("after %s: %v, want %v", harm, err, ErrDamaged)
		}
		if text := fmt.Sprint(err); strings.Contains(text, "Kim") || strings.Contains(text, "4711") {
			t.Errorf("after %s the error quotes what stands there: %v", harm, err)
		}
	}
	if errors.Is(classify(survey.ErrNotFound), ErrDamaged) {
		t.Error("what is not there is told as damage")
	}
}

// Who takes the file of the lock away lets nobody in.
func TestALockThatWasTakenAway(t *testing.T) {
	for what, harm := range map[string]func(path string) error{
		"taken away": os.Remove,
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+"x", nil, 0o600), os.Rename(path+"x", path))
		},
	} {
		dir := t.TempDir()
		d := openDir(t, dir)
		out := filepath.Join(t.TempDir(), "copy.db")
		ok(t, Backup(t.Context(), dir, out, false, nil))
		ok(t, harm(filepath.Join(dir, lockName)))
		_, err1 := Open(t.Context(), dir)
		_, err2 := Restore(t.Context(), dir, out, Keys{}, now)
		for i, err := range []error{err1, err2} {
			if !errors.Is(err, ErrLocked) {
				t.Errorf("%s: %s says %v, want %v", what, []string{"Open", "Restore"}[i], err, ErrLocked)
			}
		}
		ok(t, d.InPlace())
		ok(t, d.SaveBaseURL(t.Context(), "http://localhost"))
		if fileOf(d).lock.dir == nil {
			continue
		}
		ok(t, fileOf(d).lock.dir.Close()) // as where a directory cannot be locked
		fileOf(d).lock.dir = nil
		if err := d.SaveBaseURL(t.Context(), "http://localhost"); !errors.Is(err, ErrGone) {
			t.Errorf("%s, where the directory cannot be locked: a write says %v, want %v", what, err, ErrGone)
		}
	}
}
