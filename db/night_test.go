package db

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// Nights are kept seven, and what is older goes with them, but for what was rescued, what another site made, and what the program did not name.
func TestNightlyBackups(t *testing.T) {
	dir := t.TempDir()
	d := openDir(t, dir)
	if _, late := d.LateBackup(now); late {
		t.Error("a backup that was never to be made is said to be late")
	}
	ok(t, os.MkdirAll(fileOf(d).copies, 0o700))
	names := []string{"mine.db", "dure-other-2020-01-01T000000Z-nightly.db", ".dure-1.tmp"}
	before := filepath.Base(fileOf(d).copyName(now.Add(-time.Hour), upgrade))
	saved := filepath.Base(fileOf(d).copyName(now.Add(-time.Hour), rescued))
	for _, name := range append(names, before, saved) {
		ok(t, os.WriteFile(filepath.Join(fileOf(d).copies, name), nil, 0o600))
	}
	night := time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC)
	for hour := range 24 * 9 {
		ok(t, d.NightlyBackup(t.Context(), night.Add(time.Duration(hour)*time.Hour)))
	}
	all := fileOf(d).nights()
	if len(all) != nightsKept || all[0].at.Day() != 5 || all[0].at.Hour() != nightHour {
		t.Errorf("nights kept: %+v, want seven, the first at three on the 5th", all)
	}
	for name, want := range map[string]bool{names[0]: true, names[1]: true, names[2]: false, before: false, saved: true} {
		if exists(filepath.Join(fileOf(d).copies, name)) != want {
			t.Errorf("%s is there: %t, want %t", name, !want, want)
		}
	}
	newest := all[len(all)-1].at
	if last, late := d.LateBackup(newest.Add(47 * time.Hour)); late || !last.Equal(newest) {
		t.Errorf("after 47 hours the last copy is of %v, and late: %t", last, late)
	}
	if _, late := d.LateBackup(newest.Add(49 * time.Hour)); !late {
		t.Error("after 49 hours the last copy is not said to be late")
	}
	ok(t, os.RemoveAll(fileOf(d).copies))
	ok(t, os.WriteFile(fileOf(d).copies, nil, 0o600))
	if err := d.NightlyBackup(t.Context(), newest.Add(time.Hour)); !isPlace(err, fileOf(d).copies) {
		t.Errorf("a copy into a folder that is a file: %v, want that this cannot be written", err)
	}
	old := t.TempDir()
	atVersion(t, old, 1)
	if _, err := OpenWith(t.Context(), old, Options{Copies: fileOf(d).copies}); !isPlace(err, fileOf(d).copies) {
		t.Errorf("an upgrade without its copy: %v, want that the folder cannot be written", err)
	}
	if _, late := d.LateBackup(newest.Add(time.Hour)); !late {
		t.Error("a copy that failed is not said")
	}
}

// A backup that is killed leaves nothing once another was made, and takes nothing from one that is being made.
func TestKilledBackups(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	d := openDir(t, dir)
	newSeason(t, d)
	ok(t, os.WriteFile(filepath.Join(out, ".dure-7.tmp"), nil, 0o600))
	ok(t, os.WriteFile(filepath.Join(out, ".dure-7.tmp-journal"), nil, 0o600))
	held := must[*os.File](t)(tempFile(out))
	ok(t, Backup(t.Context(), dir, filepath.Join(out, "copy.db"), false, nil))
	var names []string
	for _, e := range must[[]fs.DirEntry](t)(os.ReadDir(out)) {
		names = append(names, e.Name())
	}
	if want := []string{filepath.Base(held.Name()), "copy.db"}; !slices.Equal(names, want) {
		t.Errorf("files beside the copy: %q, want %q", names, want)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Backup(ended, dir, filepath.Join(out, "more.db"), false, nil); err == nil {
		t.Error("a backup that is interrupted has no error")
	}
	if left := must[[]fs.DirEntry](t)(os.ReadDir(out)); len(left) != 2 {
		t.Errorf("an interrupted backup leaves %v", left)
	}
}
