package db

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dure/survey"
)

// A backup is put in place only when it is whole, with its key, and nobody serves; what was there is kept.
func TestRestore(t *testing.T) {
	onFile(t)
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	o := filled(t, dir)
	ok(t, Backup(t.Context(), dir, out, false, nil))
	withKey := out + ".key"
	ok(t, Backup(t.Context(), dir, withKey, false, &Keys{}))
	whole := must[[]byte](t)(os.ReadFile(out))
	d := must[*DB](t)(Open(t.Context(), dir))
	newOrganizer(t, d, "later@example.org")
	if _, err := Restore(t.Context(), dir, out, Keys{}, now); !errors.Is(err, ErrLocked) {
		t.Errorf("restore what is served: %v, want %v", err, ErrLocked)
	}
	ok(t, d.Close())

	bad := func(change func([]byte) []byte) string {
		file := filepath.Join(t.TempDir(), "bad.db")
		ok(t, os.WriteFile(file, change(append([]byte{}, whole...)), 0o600))
		return file
	}
	before := contentsOf(t, dir)
	for what, tt := range map[string]struct {
		file string
		want error
	}{
		"nothing":             {filepath.Join(dir, "nothing"), fs.ErrNotExist},
		"itself":              {filepath.Join(dir, File), ErrOwn},
		"a folder":            {t.TempDir(), syscall.EISDIR},
		"a device":            {os.DevNull, ErrNoFile},
		"an empty file":       {bad(func([]byte) []byte { return nil }), ErrLost},
		"a text":              {bad(func([]byte) []byte { return []byte(strings.Repeat("text ", 99)) }), ErrDamaged},
		"half a backup":       {bad(func(b []byte) []byte { return b[:len(b)/2] }), ErrDamaged},
		"overwritten pages":   {bad(func(b []byte) []byte { copy(b[3*4096:], strings.Repeat("\xff", 4096)); return b }), ErrDamaged},
		"a club without rows": {harmed(t, whole, "DELETE FROM club_organizers"), ErrDamaged},
		"one of a newer program that landed a lower number late": {harmed(t, whole, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (35, 1)"), ErrNewer},
		"a newer one":        {harmed(t, whole, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"), ErrNewer},
		"another's database": {harmed(t, whole, "PRAGMA application_id = 7"), ErrForeign},
		"another key's":      {harmed(t, whole, "UPDATE settings SET value = 'x' WHERE name = 'link_key'"), ErrKey},
	} {
		if _, err := Restore(t.Context(), dir, tt.file, Keys{}, now); !errors.Is(err, tt.want) {
			t.Errorf("restore %s: %v, want %v", what, err, tt.want)
		}
		if after := contentsOf(t, dir); after != before {
			t.Errorf("restore %s changed the directory", what)
		}
	}

	r := must[Restored](t)(Restore(t.Context(), dir, out, Keys{}, now))
	if r.Clubs != 1 || r.Renewed || !exists(filepath.Join(r.Aside, File)) {
		t.Errorf("restored: %+v, want one club and the old database aside", r)
	}
	var names []string
	check := func(dir string) {
		t.Helper()
		d := must[*DB](t)(Open(t.Context(), dir))
		if got := must[survey.Organizer](t)(d.Organizer(t.Context(), o.ID)); got != o {
			t.Errorf("after the restore: %+v, want %+v", got, o)
		}
		if _, err := d.OrganizerByEmail(t.Context(), "later@example.org"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("who came after the backup is there: %v", err)
		}
		ok(t, d.Close())
	}
	check(dir)
	for _, e := range must[[]fs.DirEntry](t)(os.ReadDir(dir)) {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), "dure.db dure.lock dure.site links.key "+filepath.Base(r.Aside); got != want {
		t.Errorf("files after the restore: %s, want %s", got, want)
	}

	empty := t.TempDir()
	if _, err := Restore(t.Context(), empty, out, Keys{}, now); !errors.Is(err, ErrKey) || !strings.Contains(err.Error(), filepath.Join(empty, KeyFile)) {
		t.Errorf("restore without the key: %v, want %v, and where the key belongs in %s", err, ErrKey, empty)
	}
	if r := must[Restored](t)(Restore(t.Context(), empty, out, Keys{Renew: true}, now)); !r.Renewed || r.Aside != "" {
		t.Errorf("restored with new links: %+v", r)
	}
	check(empty)
	if r := must[Restored](t)(Restore(t.Context(), empty, withKey, Keys{}, now)); r.Renewed || !exists(filepath.Join(r.Aside, KeyFile)) {
		t.Errorf("restored with the key of the backup: %+v, want the other key aside", r)
	}
	check(empty)
	if a, b := must[[]byte](t)(os.ReadFile(filepath.Join(empty, KeyFile))), must[[]byte](t)(os.ReadFile(filepath.Join(dir, KeyFile))); string(a) != string(b) {
		t.Error("the key that came along in the backup is not in place")
	}
}

// Two restores of one second set aside what each replaced.
func TestRestoreTwiceInASecond(t *testing.T) {
	onFile(t)
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	filled(t, dir)
	ok(t, Backup(t.Context(), dir, out, false, nil))
	seen := map[string]bool{}
	for _, email := range []string{"first@example.org", "second@example.org", "third@example.org"} {
		d := must[*DB](t)(Open(t.Context(), dir))
		newOrganizer(t, d, email)
		ok(t, d.Close())
		r := must[Restored](t)(Restore(t.Context(), dir, out, Keys{}, now))
		aside := connect(filepath.Join(r.Aside, File)).db()
		if _, err := aside.OrganizerByEmail(t.Context(), email); err != nil || seen[r.Aside] {
			t.Errorf("%s is said to be set aside in %s: %v", email, r.Aside, err)
		}
		ok(t, aside.closePools())
		seen[r.Aside] = true
	}
	for path := range seen {
		if !exists(filepath.Join(path, File)) {
			t.Errorf("what was set aside in %s is gone", path)
		}
	}
}

// harmed writes a database to a file after a change of it.
func harmed(t *testing.T, data []byte, change string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "harmed.db")
	ok(t, os.WriteFile(file, data, 0o600))
	p := openPool(file, 1)
	if _, err := p.Exec(change); err != nil {
		t.Fatal(err)
	}
	ok(t, p.Close())
	return file
}

// A restore that dies between any two of its moves changes nothing: what was there is put back with its key by whoever opens it next, and by a second
// restore, which then sets all of it aside.
func TestRestoreDiesInTheMiddle(t *testing.T) {
	out := filepath.Join(t.TempDir(), "copy.db")
	first := t.TempDir()
	o := filled(t, first)
	ok(t, Backup(t.Context(), first, out, false, &Keys{}))
	// dies returns a data directory where a restore died after so many moves, and how many there are.
	dies := func(after int) (dir string, of int) {
		dir = t.TempDir()
		killed(t, dir)
		stage := must[string](t)(os.MkdirTemp(dir, stagePrefix))
		must[bool](t)(fetch(t.Context(), dir, out, filepath.Join(stage, File)))
		ok(t, new(Restored).tryOut(t.Context(), dir, stage, "copy.db", Keys{}, now))
		moves := must[[]move](t)(movesOf(dir, filepath.Base(stage), asidePrefix+"1", false))
		ok(t, keepMoves(stage, moves))
		for _, m := range moves[:min(after, len(moves))] {
			ok(t, m.make(dir))
		}
		return dir, len(moves)
	}
	for after, of := 1, 2; after < of; after++ {
		var dir string
		dir, of = dies(after)
		if _, err := Check(t.Context(), dir, Options{}); !errors.Is(err, ErrHalfway) {
			t.Errorf("after %d of %d moves the data is checked with %v, want %v", after, of, err, ErrHalfway)
		}
		d := must[*DB](t)(Open(t.Context(), dir))
		if jobs := must[[]string](t)(list[string](t.Context(), d.reader, "SELECT kind FROM river_job")); len(jobs) != 1 {
			t.Errorf("after %d of %d moves the log that is put back has %d jobs, want the one", after, of, len(jobs))
		}
		ok(t, d.Close())
		for _, prefix := range []string{stagePrefix, asidePrefix} {
			if left := namesIn(dir, prefix); len(left) > 0 {
				t.Errorf("after %d of %d moves and a start %q are left", after, of, left)
			}
		}
		dir, _ = dies(after)
		r := must[Restored](t)(Restore(t.Context(), dir, out, Keys{}, now))
		for _, name := range []string{File, File + "-wal", KeyFile} {
			if !exists(filepath.Join(r.Aside, name)) {
				t.Errorf("after %d of %d moves and a second restore the old %s is not in %s", after, of, name, r.Aside)
			}
		}
		d = openDir(t, dir)
		if got := must[survey.Organizer](t)(d.Organizer(t.Context(), o.ID)); got != o {
			t.Errorf("after %d moves and a second restore: %+v, want %+v", after, got, o)
		}
	}
	dir, of := dies(99)
	d := openDir(t, dir)
	if got := must[survey.Organizer](t)(d.Organizer(t.Context(), o.ID)); got != o {
		t.Errorf("after the last of %d moves: %+v, want what was restored, %+v", of, got, o)
	}
}

// A letter that waited in a backup may have been sent since: it is not sent by itself again, and stands among those that were not, with why.
func TestRestoreSendsNoLetter(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	d := must[*DB](t)(Open(t.Context(), dir))
	_, season := newSeason(t, d)
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	must[int](t)(d.MailMembers(t.Context(), season.ID, survey.SurveyLetter, []survey.MemberID{ara.ID, bo.ID}, "ko", now))
	sent := due(t, d)
	ok(t, d.LetterSent(t.Context(), sent, now))
	ok(t, Backup(t.Context(), dir, out, false, nil))
	ok(t, d.Close())

	if r := must[Restored](t)(Restore(t.Context(), dir, out, Keys{}, now)); r.Letters != 1 {
		t.Errorf("the restore held back %d letters, want 1", r.Letters)
	}
	d = openDir(t, dir)
	noneDue(t, d, "after the restore")
	box := must[survey.LetterBox](t)(d.LetterBox(t.Context(), season.Club, season.ID, 10))
	if len(box.Letters) != 2 || box.Letters[1].ID != sent.ID || box.Counts[survey.LetterSent] != 1 {
		t.Fatalf("after the restore the letters are %+v, want the one held back and the one that was sent", box.Letters)
	}
	l := box.Letters[0]
	if l.State != survey.LetterFailed || l.Member != bo.ID || l.Problem == nil || l.Problem.Key != "letter_restored" || !l.Done.Equal(now) {
		t.Errorf("the letter that waited is %+v, want it failed as letter_restored", l)
	}
	later := now.Add(time.Hour)
	must[int](t)(d.RetryLetters(t.Context(), season.Club, season.ID, l.ID, later))
	again := must[survey.Letter](t)(d.NextLetter(t.Context(), later))
	if again.MessageID != l.MessageID || !again.Done.IsZero() || !again.Created.Equal(now) || !again.Since.Equal(later) {
		t.Errorf("sent again it is %+v, want the same letter, not done, written at %v and tried since %v", again, now, later)
	}
}

// Moves are taken back as far as they were made.
func TestMovesAreTakenBack(t *testing.T) {
	onFile(t)
	dir := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(dir, "a"), []byte("x"), 0o600))
	moves := []move{{"a", filepath.Join("c", "a")}, {"b", "a"}}
	ok(t, moves[0].make(dir))
	if err := moves[1].make(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there is moved with %v", err)
	}
	ok(t, undo(dir, moves))
	if !exists(filepath.Join(dir, "a")) {
		t.Error("the move before it stays")
	}
}
