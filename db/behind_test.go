package db

import (
	"bytes"
	"database/sql"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// files are those of a site, by name: what is there of it once it is killed at that moment.
type files map[string][]byte

var siteFiles = []string{File, File + "-wal", File + "-shm", MarkerFile, KeyFile}

func filesIn(t *testing.T, dir string) files {
	t.Helper()
	all := files{}
	for _, name := range siteFiles {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			all[name] = data
		}
	}
	return all
}

// with are the files with others in the place of some.
func (f files) with(others files) files {
	all := maps.Clone(f)
	maps.Copy(all, others)
	return all
}

// put writes them into a directory of their own. What the killed program knew of the log is not there after a power cut.
func (f files) put(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, data := range f {
		if name != File+"-shm" {
			ok(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
		}
	}
	return dir
}

// ending is where a log ends: what is behind it was written before the log was begun anew.
func ending(log []byte) int {
	const head, page = 32, 4096 + 24
	n := head
	for n+page <= len(log) && bytes.Equal(log[n+8:n+16], log[16:24]) {
		n += page
	}
	return n
}

// moments are the files of a site after each of five writes, before the third of which its log was begun anew.
func moments(t *testing.T) (at [5]files) {
	t.Helper()
	dir := t.TempDir()
	d := openDir(t, dir)
	for i := range at {
		if i == 2 {
			must[sql.Result](t)(d.writer.Exec("PRAGMA wal_checkpoint(RESTART)"))
		}
		ok(t, d.SaveBaseURL(t.Context(), "http://"+strings.Repeat("x", i+1)))
		at[i] = filesIn(t, dir)
	}
	return at
}

// What was told done is missed where the log of a killed program was emptied, cut short or replaced by an older one, and where the database was, be it with
// the log that it had then. Whoever is told so finds all as it was, and takes what there is only by a restore.
func TestWhatWasToldDoneIsMissed(t *testing.T) {
	at := moments(t)
	last, log := at[4], at[4][File+"-wal"]
	spoilt := bytes.Clone(log)
	spoilt[ending(at[3][File+"-wal"])-1] ^= 1 // of what was written next to last
	for what, f := range map[string]files{
		"an empty log":                       last.with(files{File + "-wal": nil}),
		"a log of which the head is left":    last.with(files{File + "-wal": log[:32]}),
		"a log without its last byte":        last.with(files{File + "-wal": log[:ending(log)-1]}),
		"a log that was spoilt":              last.with(files{File + "-wal": spoilt}),
		"the log of one write before":        last.with(files{File + "-wal": at[3][File+"-wal"]}),
		"the log of before it was begun":     last.with(files{File + "-wal": at[1][File+"-wal"]}),
		"the first log":                      last.with(files{File + "-wal": at[0][File+"-wal"]}),
		"an older database with its log":     at[3].with(files{MarkerFile: last[MarkerFile]}),
		"the first database with its log":    at[0].with(files{MarkerFile: last[MarkerFile]}),
		"an older database with the new log": last.with(files{File: at[0][File]}),
	} {
		dir := f.put(t)
		before := filesIn(t, dir)
		turnedAway(t, what, dir, ErrBehind)
		for name, data := range filesIn(t, dir) {
			if name != File+"-shm" && !bytes.Equal(data, before[name]) {
				t.Errorf("%s: %s was written to", what, name)
			}
		}
	}
	dir := last.with(files{File + "-wal": at[3][File+"-wal"]}).put(t)
	must[Restored](t)(Restore(t.Context(), dir, filepath.Join(dir, File), Keys{}, now))
	if got := must[string](t)(openDir(t, dir).BaseURL(t.Context())); got != "http://xxxx" {
		t.Errorf("what there was, once it was taken by a restore, has %q, want all but the last write", got)
	}
}

// Nothing is missed that nobody was told to be done, or that is in the database without its log, and none of it for a marker that lags behind.
func TestWhatIsThereIsNotMissed(t *testing.T) {
	at := moments(t)
	written := at[4].put(t)
	must[Summary](t)(Check(t.Context(), written, Options{})) // which writes the log into the database when it ends
	lazy := t.TempDir()
	d := openDir(t, lazy)
	ok(t, d.SaveBaseURL(t.Context(), "http://xxxxx"))
	told := filesIn(t, lazy)
	ok(t, d.Fill(func() error { return d.SaveBaseURL(t.Context(), "http://undone") }))
	beside := t.TempDir()
	openDir(t, beside)
	a := must[*DB](t)(Attach(t.Context(), beside, Options{}))
	ok(t, a.SaveBaseURL(t.Context(), "http://xxxxx"))
	for what, f := range map[string]files{
		"all of it":                              at[4],
		"a marker that a power cut undid":        at[4].with(files{MarkerFile: at[2][MarkerFile]}),
		"an emptied log that was written":        filesIn(t, written).with(files{File + "-wal": nil}),
		"what a power cut undid":                 told.with(files{MarkerFile: filesIn(t, lazy)[MarkerFile]}),
		"what was written beside the server":     filesIn(t, beside),
		"an older marker, without numbers in it": at[4].with(files{MarkerFile: bytes.Replace(bytes.Replace(at[4][MarkerFile], []byte("kept"), []byte("what"), 1), []byte("base"), []byte("what"), 1)}),
	} {
		dir := f.put(t)
		if _, err := Check(t.Context(), dir, Options{}); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		d := must[*DB](t)(Open(t.Context(), dir))
		if got := must[string](t)(d.BaseURL(t.Context())); got != "http://xxxxx" {
			t.Errorf("%s: it has %q", what, got)
		}
		ok(t, d.Close())
	}
	all := filesIn(t, beside)
	turnedAway(t, "without what was written beside the server", all.with(files{File + "-wal": all[File+"-wal"][:ending(all[File+"-wal"])-1]}).put(t), ErrBehind)
}
