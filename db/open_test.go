package db

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

func TestOpenHoldsTheDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b%20c?d#e")
	d := openDir(t, dir)
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrLocked) {
		t.Errorf("open a directory twice: %v", err)
	}
	ok(t, d.SaveBaseURL(t.Context(), "http://localhost:1"))

	beside, err := Attach(t.Context(), dir, Options{})
	if err != nil {
		t.Fatalf("attach beside the holder: %v", err)
	}
	newOrganizer(t, beside, "minji@example.org")
	if url := must[string](t)(beside.BaseURL(t.Context())); url != "http://localhost:1" {
		t.Errorf("base URL seen beside: %q", url)
	}
	ok(t, beside.Close())
	if has := must[bool](t)(d.HasOrganizer(t.Context())); !has {
		t.Error("the holder does not see the organizer added beside it")
	}
	for _, name := range []string{File, "dure.lock"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want only its owner to read it", name, info.Mode(), err)
		}
	}
}

func TestOpenAgain(t *testing.T) {
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	o, _ := newSeason(t, d)
	ok(t, d.Close())
	if err := d.SaveBaseURL(t.Context(), "http://localhost"); err == nil {
		t.Error("a write after Close has no error")
	}
	again := openDir(t, dir)
	if got := must[survey.Organizer](t)(again.Organizer(t.Context(), o.ID)); got != o {
		t.Errorf("after opening again: %+v, want %+v", got, o)
	}
}

func TestPragmas(t *testing.T) {
	d := openDir(t, t.TempDir())
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "100",
	} {
		if got := must[[]string](t)(list[string](t.Context(), d.writer, "PRAGMA "+pragma)); len(got) != 1 || got[0] != want {
			t.Errorf("PRAGMA %s of the writer: %q, want %q", pragma, got, want)
		}
	}
	if _, err := d.reader.ExecContext(t.Context(), "DELETE FROM clubs"); err == nil {
		t.Error("a reader can write")
	}
}

// TestFillDoesNotWaitForTheDisk looks at how the writer commits, in the middle of filling a database and after it.
func TestFillDoesNotWaitForTheDisk(t *testing.T) {
	d := openDir(t, t.TempDir())
	wrote := func() string {
		ok(t, d.SaveBaseURL(t.Context(), "http://localhost"))
		return must[[]string](t)(list[string](t.Context(), d.writer, "PRAGMA synchronous"))[0]
	}
	ok(t, d.Fill(func() error {
		if got := wrote(); got != "1" {
			t.Errorf("PRAGMA synchronous while filling: %s, want 1", got)
		}
		return nil
	}))
	if got := wrote(); got != "2" {
		t.Errorf("PRAGMA synchronous after filling: %s, want 2", got)
	}
}

func TestOpenNewer(t *testing.T) {
	onFile(t)
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	if _, err := d.writer.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	ok(t, d.Close())
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrNewer) {
		t.Errorf("open a newer database: %v", err)
	}
	if _, err := Attach(t.Context(), dir, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("attach to a newer database: %v", err)
	}
	if _, err := Check(t.Context(), dir, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("check a newer database: %v", err)
	}
}

func TestOpenDamaged(t *testing.T) {
	onFile(t)
	garbage := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(garbage, File), []byte("This is a text, not a database. It is longer than a header of SQLite, which has 100 bytes of its own."), 0o600))
	torn := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), torn))
	newSeason(t, d)
	ok(t, d.Close())
	path := filepath.Join(torn, File)
	b := must[[]byte](t)(os.ReadFile(path))
	for page := 4096; page+4096 <= len(b); page += 4096 {
		copy(b[page:], "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
	}
	ok(t, os.WriteFile(path, b, 0o600))
	for what, dir := range map[string]string{"a text": garbage, "overwritten pages": torn} {
		if _, err := Open(t.Context(), dir); !errors.Is(err, ErrDamaged) {
			t.Errorf("open %s: %v", what, err)
		}
		if _, err := Check(t.Context(), dir, Options{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("check %s: %v", what, err)
		}
	}
}

func TestBackup(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	d := openDir(t, dir)
	o, _ := newSeason(t, d)
	ok(t, Backup(t.Context(), dir, out, false, nil))
	if info := must[os.FileInfo](t)(os.Stat(out)); info.Mode().Perm() != 0o600 {
		t.Errorf("the copy's mode is %v", info.Mode())
	}
	if err := Backup(t.Context(), dir, out, false, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("back up over a file: %v", err)
	}
	for _, own := range []string{File, File + "-wal", File + "-journal", KeyFile, MarkerFile, lockName} {
		if err := Backup(t.Context(), dir, filepath.Join(dir, ".", own), true, nil); !errors.Is(err, ErrOwnFile) {
			t.Errorf("back up over %s, which the data consists of: %v", own, err)
		}
	}
	device := filepath.Join(t.TempDir(), "device")
	ok(t, os.Symlink(os.DevNull, device))
	if err := Backup(t.Context(), dir, device, true, nil); !errors.Is(err, ErrNoFile) {
		t.Errorf("back up over a device: %v, want %v", err, ErrNoFile)
	}
	ok(t, Backup(t.Context(), dir, out, true, &Keys{}))
	if left := must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(out))); len(left) != 1 {
		t.Errorf("files beside the copy: %v", left)
	}
	restored := t.TempDir()
	ok(t, os.Rename(out, filepath.Join(restored, File)))
	r := openDir(t, restored)
	if got := must[survey.Organizer](t)(r.Organizer(t.Context(), o.ID)); got != o {
		t.Errorf("organizer in the copy: %+v, want %+v", got, o)
	}
	if err := Backup(t.Context(), t.TempDir(), out, false, nil); !errors.Is(err, ErrNone) {
		t.Errorf("back up nothing: %v", err)
	}
	if err := Backup(t.Context(), dir, filepath.Join(dir, "no", "folder"), false, nil); err == nil {
		t.Error("back up into a folder that is not there has no error")
	}
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	d := openDir(t, dir)
	_, season := newSeason(t, d)
	openSurvey(t, d, season.ID, scale("a"))
	newMember(t, d, season.ID, "ara")
	must[team.ProposalID](t)(d.CreateProposal(t.Context(), season.ID, "First", nil, now))
	want := Summary{Clubs: 1, Seasons: 1, Members: 1, Proposals: 1}
	if got := must[Summary](t)(Check(t.Context(), dir, Options{})); got != want {
		t.Errorf("summary: got %+v, want %+v", got, want)
	}
	for what, harm := range map[string]string{
		"a question's JSON":     "UPDATE question_versions SET body = '{'",
		"a member's key":        "UPDATE members SET member_key = 'x'",
		"a question's version":  "UPDATE questions SET version = 7",
		"a season's survey":     "DELETE FROM surveys",
		"former names":          "UPDATE members SET former = '{'",
		"what finds a member":   "DELETE FROM member_names",
		"a club's owner":        "DELETE FROM club_organizers",
		"a proposal's job":      "DELETE FROM river_job",
		"what a name means":     "INSERT INTO responses (member_id, season_id, draft, answers, submitted, saved, lang, consented, meant) VALUES (1, 1, '', '', 0, 0, '', FALSE, '{')",
		"a member that is gone": "PRAGMA foreign_keys = 0; DELETE FROM members; INSERT INTO responses (member_id, season_id, draft, answers, submitted, saved, lang, consented) VALUES (1, 1, '', '', 0, 0, '', FALSE)",
	} {
		t.Run(what, func(t *testing.T) {
			hurt := t.TempDir()
			ok(t, Backup(t.Context(), dir, filepath.Join(hurt, File), false, nil))
			h := connect(filepath.Join(hurt, File))
			if _, err := h.writer.Exec(harm); err != nil {
				t.Fatal(err)
			}
			ok(t, h.closePools())
			if _, err := Check(context.Background(), hurt, Options{}); !errors.Is(err, ErrDamaged) {
				t.Errorf("check without %s: %v", what, err)
			}
		})
	}
}
