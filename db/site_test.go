package db

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river/rivermigrate"

	"dure/survey"
)

// filled makes a site with one organizer in dir, whom it returns.
func filled(t *testing.T, dir string) survey.Organizer {
	t.Helper()
	d := must[*DB](t)(Open(t.Context(), dir))
	o, _ := newSeason(t, d)
	ok(t, d.Close())
	return o
}

// killed runs a server on dir and kills it in the middle, so that its write-ahead log stays.
func killed(t *testing.T, dir string) {
	t.Helper()
	queued(t, dir)
	killInTheMiddle(t, dir)
	if info := must[fs.FileInfo](t)(os.Stat(filepath.Join(dir, File+"-wal"))); info.Size() == 0 {
		t.Fatal("the killed server left no write-ahead log")
	}
}

// Nothing is begun, written or moved in place of data that was lost.
func TestNoSiteInPlaceOfALostOne(t *testing.T) {
	onFile(t)
	write := func(name, data string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			ok(t, os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600))
		}
	}
	remove := func(names ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			killed(t, dir)
			for _, name := range names {
				ok(t, os.Remove(filepath.Join(dir, name)))
			}
		}
	}
	foreign := func(t *testing.T, dir string) {
		p := must[*sql.DB](t)(sql.Open("sqlite", filepath.Join(dir, File)))
		must[sql.Result](t)(p.Exec("CREATE TABLE songs (name TEXT)"))
		ok(t, p.Close())
	}
	for what, tt := range map[string]struct {
		harm func(*testing.T, string)
		want error
	}{
		"an empty file":                  {write(File, ""), ErrLost},
		"an empty file where data was":   {func(t *testing.T, dir string) { filled(t, dir); write(File, "")(t, dir) }, ErrLost},
		"a text":                         {write(File, strings.Repeat("no database ", 50)), ErrDamaged},
		"zeros":                          {write(File, strings.Repeat("\x00", 8192)), ErrDamaged},
		"another program's database":     {foreign, ErrForeign},
		"a log without its database":     {remove(File), ErrLost},
		"a marker alone":                 {remove(File, File+"-wal", File+"-shm", KeyFile), ErrLost},
		"a key alone":                    {remove(File, File+"-wal", File+"-shm", MarkerFile), ErrLost},
		"copies alone":                   {func(t *testing.T, dir string) { copies(t, dir) }, ErrLost},
		"a restore that was interrupted": {func(t *testing.T, dir string) { ok(t, os.Mkdir(filepath.Join(dir, stagePrefix+"1"), 0o700)) }, ErrLost},
	} {
		dir := t.TempDir()
		tt.harm(t, dir)
		before := contentsOf(t, dir)
		_, err1 := Open(t.Context(), dir)
		_, err2 := Check(t.Context(), dir, Options{})
		_, err3 := Attach(t.Context(), dir, Options{})
		err4 := Backup(t.Context(), dir, filepath.Join(t.TempDir(), "copy"), false, nil)
		for i, err := range []error{err1, err2, err3, err4} {
			if !errors.Is(err, tt.want) {
				t.Errorf("%s: %s says %v, want %v", what, []string{"Open", "Check", "Attach", "Backup"}[i], err, tt.want)
			}
		}
		if after := contentsOf(t, dir); after != before {
			t.Errorf("%s: the files were %q and are %q", what, before, after)
		}
	}
}

// A link in the place of the database is neither followed, for the log would lie elsewhere than beside it, nor replaced.
func TestNoSiteInPlaceOfALink(t *testing.T) {
	onFile(t)
	there := t.TempDir()
	filled(t, there)
	for _, to := range []string{filepath.Join(there, File), filepath.Join(there, "nothing")} {
		dir := t.TempDir()
		if err := os.Symlink(to, filepath.Join(dir, File)); err != nil {
			t.Skip(err) // not every system has them
		}
		_, err1 := Open(t.Context(), dir)
		_, err2 := Check(t.Context(), dir, Options{})
		for i, err := range []error{err1, err2} {
			if !errors.Is(err, ErrLink) {
				t.Errorf("%s with a link to %s: %v, want %v", []string{"Open", "Check"}[i], to, err, ErrLink)
			}
		}
		if left := must[string](t)(os.Readlink(filepath.Join(dir, File))); left != to {
			t.Errorf("the link leads to %s now, want %s", left, to)
		}
	}
}

// copies keeps a copy of another site in the folder of copies in a directory.
func copies(t *testing.T, in string) string {
	t.Helper()
	folder := filepath.Join(in, CopiesDir)
	from := t.TempDir()
	d := openDir(t, from)
	fileOf(d).copies = folder
	ok(t, d.NightlyBackup(t.Context(), now))
	return folder
}

// contentsOf are the names of the files in dir with what they begin with, but for the lock and what SQLite makes to look.
func contentsOf(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	for _, e := range must[[]fs.DirEntry](t)(os.ReadDir(dir)) {
		if e.Name() == "dure.lock" || e.Name() == File+"-shm" || e.IsDir() {
			continue
		}
		data := must[[]byte](t)(os.ReadFile(filepath.Join(dir, e.Name())))
		all.WriteString(e.Name() + " " + string(data[:min(len(data), 100)]) + "\n")
	}
	return all.String()
}

// A new site is not begun either where the folder that its copies would go to has those of another.
func TestNoSiteWhereCopiesAre(t *testing.T) {
	onFile(t)
	folder := copies(t, t.TempDir())
	if _, err := OpenWith(t.Context(), t.TempDir(), Options{Copies: folder}); !errors.Is(err, ErrLost) {
		t.Errorf("a new site whose folder of copies has some: %v, want %v", err, ErrLost)
	}
}

// What a program of before left has no marker and no number, and opens; from then on it is known.
func TestAnOlderSiteIsKnownByItsTables(t *testing.T) {
	dir := t.TempDir()
	atVersion(t, dir, 1)
	openDir(t, dir)
	if h := must[header](t)(readHeader(filepath.Join(dir, File))); h.app != appID || h.opening == 0 {
		t.Errorf("after it was opened its header says %+v", h)
	}
}

// A backup that somebody puts beside the log of a killed server is neither written over by that log nor taken without a word.
func TestACopyBesideAnOldLog(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	o := filled(t, dir)
	old := must[[]byte](t)(os.ReadFile(filepath.Join(dir, File))) // copied by hand while nothing ran
	ok(t, Backup(t.Context(), dir, out, false, nil))
	killed(t, dir)
	live := must[[]byte](t)(os.ReadFile(filepath.Join(dir, File)))
	for what, data := range map[string][]byte{"a backup": must[[]byte](t)(os.ReadFile(out)), "the file of an earlier run": old} {
		ok(t, os.WriteFile(filepath.Join(dir, File), data, 0o600))
		if _, err := Check(t.Context(), dir, Options{}); !errors.Is(err, ErrMixed) {
			t.Errorf("check %s beside the log: %v, want %v", what, err, ErrMixed)
		}
		if _, err := Open(t.Context(), dir); !errors.Is(err, ErrMixed) {
			t.Errorf("open %s beside the log: %v, want %v", what, err, ErrMixed)
		}
		if now := must[[]byte](t)(os.ReadFile(filepath.Join(dir, File))); !bytes.Equal(now, data) {
			t.Errorf("%s beside the log was written to", what)
		}
	}
	ok(t, os.WriteFile(filepath.Join(dir, File), live, 0o600))
	if s := must[Summary](t)(Check(t.Context(), dir, Options{})); s.Proposals != 1 {
		t.Errorf("the file with its own log holds %+v, want the proposal", s)
	}
	killed(t, dir)
	ok(t, os.WriteFile(filepath.Join(dir, File), old, 0o600))
	r := must[Restored](t)(Restore(t.Context(), dir, filepath.Join(dir, File), Keys{}, now))
	if left := must[[]fs.DirEntry](t)(os.ReadDir(r.Aside)); len(left) == 0 {
		t.Error("the log of the other file is not set aside")
	}
	d := openDir(t, dir)
	if got := must[survey.Organizer](t)(d.Organizer(t.Context(), o.ID)); got != o {
		t.Errorf("the file in place has organizer %+v, want %+v", got, o)
	}
}

// What goes on with files that were deleted or replaced is told nobody as kept, and the copy that is rescued has all that was.
func TestDeletedWhileOpen(t *testing.T) {
	for what, harm := range map[string]func(path string) error{
		"deleted":         os.Remove,
		"its log deleted": func(path string) error { return os.Remove(path + "-wal") },
		"moved away":      func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+".new", []byte("x"), 0o600), os.Rename(path+".new", path))
		},
		"the directory moved": func(path string) error { return os.Rename(filepath.Dir(path), filepath.Dir(path)+".old") },
	} {
		dir := filepath.Join(t.TempDir(), "data")
		d := openDir(t, dir)
		o, _ := newSeason(t, d)
		ok(t, d.InPlace())
		ok(t, d.Ready(t.Context()))
		ok(t, harm(filepath.Join(dir, File)))
		for doing, err := range map[string]error{"a write": d.SaveBaseURL(t.Context(), "http://localhost"), "Ready": d.Ready(t.Context()), "InPlace": d.InPlace(), "a nightly copy": d.NightlyBackup(t.Context(), now)} {
			if !errors.Is(err, ErrGone) {
				t.Errorf("%s: %s says %v, want %v", what, doing, err, ErrGone)
			}
		}
		file := must[string](t)(d.Rescue(t.Context(), now))
		to := t.TempDir()
		must[Restored](t)(Restore(t.Context(), to, file, Keys{Renew: true}, now))
		r := openDir(t, to)
		if got := must[survey.Organizer](t)(r.Organizer(t.Context(), o.ID)); got != o {
			t.Errorf("%s: organizer in the rescued copy: %+v, want %+v", what, got, o)
		}
	}
}

// What is told not to be kept is not there later either: a log that was deleted while it was in use is written into the database at the end.
func TestRefusedIsNotKept(t *testing.T) {
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	ok(t, d.SaveBaseURL(t.Context(), "http://before"))
	ok(t, os.Remove(filepath.Join(dir, File+"-wal")))
	if err := d.SaveBaseURL(t.Context(), "http://since"); !errors.Is(err, ErrGone) {
		t.Errorf("a write says %v, want %v", err, ErrGone)
	}
	ok(t, d.Close())
	if got := must[string](t)(openDir(t, dir).setting(t.Context(), baseURL)); got != "http://before" {
		t.Errorf("after a write that was refused the database has %q, want what was there before", got)
	}
}

// A program older than the tables of the queue refuses them, as it does its own.
func TestOpenNewerQueue(t *testing.T) {
	onFile(t)
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	must[sql.Result](t)(d.writer.Exec("INSERT INTO river_migration (line, version) VALUES ('main', 99)"))
	ok(t, d.Close())
	_, err1 := Open(t.Context(), dir)
	_, err2 := Attach(t.Context(), dir, Options{})
	_, err3 := Check(t.Context(), dir, Options{})
	_, err4 := Restore(t.Context(), t.TempDir(), filepath.Join(dir, File), Keys{Renew: true}, now)
	for i, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, ErrNewer) {
			t.Errorf("%s of a newer queue says %v, want %v", []string{"Open", "Attach", "Check", "Restore"}[i], err, ErrNewer)
		}
	}
}

// An older queue is brought up to date, after a copy was made.
func TestOpenOlderQueue(t *testing.T) {
	dir := t.TempDir()
	d := must[*DB](t)(Open(t.Context(), dir))
	m := must[*rivermigrate.Migrator[*sql.Tx]](t)(sqliteSchema(d.writer).riverMigrator())
	must[*rivermigrate.MigrateResult](t)(m.Migrate(t.Context(), rivermigrate.DirectionDown, nil))
	ok(t, d.Close())
	if _, err := Attach(t.Context(), dir, Options{}); !errors.Is(err, ErrOlder) {
		t.Errorf("attach to an older queue: %v, want %v", err, ErrOlder)
	}
	openDir(t, dir)
	if made := copiesIn(filepath.Join(dir, CopiesDir)); len(made) != 1 || made[0].why != upgrade {
		t.Errorf("copies from before the upgrade: %+v, want one", made)
	}
}

// Another program that holds the lock is told of after two seconds.
func TestALockIsToldSoon(t *testing.T) {
	dir := t.TempDir()
	d := openDir(t, dir)
	other := must[*sql.DB](t)(sql.Open("sqlite", filepath.Join(dir, File)))
	other.SetMaxOpenConns(1)
	defer other.Close()
	must[sql.Result](t)(other.Exec("BEGIN IMMEDIATE"))
	begun := time.Now()
	err := d.SaveBaseURL(t.Context(), "http://localhost")
	if took := time.Since(begun); !errors.Is(err, ErrBusy) || took > 4*time.Second {
		t.Errorf("a write while another program holds the lock ends after %v with %v, want %v", took, err, ErrBusy)
	}
	must[sql.Result](t)(other.Exec("ROLLBACK"))
	ok(t, d.SaveBaseURL(t.Context(), "http://localhost"))
}

// To look whether the data can be written is to write it: a file beside which nothing can be written must not look ready. Nothing stays of it.
func TestReadyWrites(t *testing.T) {
	d := openDir(t, t.TempDir())
	ok(t, d.SaveBaseURL(t.Context(), "http://localhost"))
	log := func() int64 {
		return must[fs.FileInfo](t)(os.Stat(fileOf(d).path + "-wal")).Size()
	}
	rows := func() []string {
		return must[[]string](t)(list[string](t.Context(), d.reader, "SELECT name FROM settings ORDER BY name"))
	}
	before, names := log(), rows()
	ok(t, d.Ready(t.Context()))
	if log() == before {
		t.Error("Ready wrote nothing")
	}
	if got := rows(); !slices.Equal(got, names) {
		t.Errorf("settings after Ready: %q, want %q", got, names)
	}
}

// What SQLite calls damaged is so only where it can be read.
func TestUnreadableIsNotDamaged(t *testing.T) {
	whole := filepath.Join(t.TempDir(), File)
	ok(t, os.WriteFile(whole, []byte("x"), 0o600))
	if err := told(whole, fmt.Errorf("%w: page 7", ErrDamaged)); !errors.Is(err, ErrDamaged) {
		t.Errorf("of a file that can be read it says %v, want %v", err, ErrDamaged)
	}
	unread := t.TempDir() // which opens, and gives an error to who reads it
	if err := told(unread, fmt.Errorf("%w: page 7", ErrDamaged)); !errors.Is(err, ErrDisk) || errors.Is(err, ErrDamaged) {
		t.Errorf("of a file that cannot be read it says %v, want %v", err, ErrDisk)
	}
}

func isPlace(err error, path string) bool {
	place, ok := errors.AsType[*PlaceError](err)
	return ok && place.Path == path
}
