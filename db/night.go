package db

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"
)

// CopiesDir is the folder in the data directory where the copies go that the program makes by itself, where no other is given.
const CopiesDir = "backups"

// Why the program makes a copy by itself, and how the name of one tells when.
const (
	nightly  = "nightly"
	upgrade  = "before-upgrade"
	rescued  = "rescued"
	copyTime = "2006-01-02T150405Z"
)

const (
	nightHour  = 3 // from when on a night's copy is due
	nightsKept = 7
	tooOld     = 48 * time.Hour // when a copy is so old that it is said
)

// night is how the nightly copies fare.
type night struct {
	mu     sync.Mutex
	tried  bool
	failed bool
	last   time.Time // of the newest; zero for none
}

// NightlyBackup makes the copy of last night, by the clock now, unless it is there, and takes away what is older than the newest seven, but
// for copies that were rescued. Without a copy since, the night is made good at any time.
func (d *file) NightlyBackup(ctx context.Context, now time.Time) error {
	err := d.backUpTheNight(ctx, now)
	d.night.mu.Lock()
	defer d.night.mu.Unlock()
	d.night.tried, d.night.failed = true, err != nil
	if all := d.nights(); len(all) > 0 {
		d.night.last = all[len(all)-1].at
	}
	return wrap(err, "nightly backup")
}

// LateBackup returns when the newest nightly copy was made, the zero time for never, and whether that is to be said: the last try failed, or it is
// older than two days.
func (d *file) LateBackup(now time.Time) (time.Time, bool) {
	d.night.mu.Lock()
	defer d.night.mu.Unlock()
	return d.night.last, d.night.tried && (d.night.failed || now.Sub(d.night.last) > tooOld)
}

func (d *file) backUpTheNight(ctx context.Context, now time.Time) error {
	due := time.Date(now.Year(), now.Month(), now.Day(), nightHour, 0, 0, 0, now.Location())
	if now.Before(due) {
		due = due.AddDate(0, 0, -1)
	}
	clearTemps(d.copies)
	if all := d.nights(); len(all) == 0 || all[len(all)-1].at.Before(due) {
		if err := d.InPlace(); err != nil {
			return err
		}
		source := openPool(d.path, 1, patience) // writes go on meanwhile
		defer source.Close()
		if _, err := d.copyNow(ctx, source, now, nightly); err != nil {
			return err
		}
	}
	return d.dropOldCopies()
}

// copyNow is [Backup] of the database that this process has open, into the folder of copies, and returns where.
func (d *file) copyNow(ctx context.Context, source *sql.DB, now time.Time, why string) (string, error) {
	file := d.copyName(now, why)
	if err := makeFolder(d.copies); err != nil {
		return file, placed(d.copies, err)
	}
	defer handOver(file)
	return file, copyTo(ctx, source, file, nil)
}

// dropOldCopies takes away what is older than the newest seven of the nights: of them, and from before an upgrade.
func (d *file) dropOldCopies() error {
	nights := d.nights()
	if len(nights) < nightsKept {
		return nil
	}
	oldest := nights[len(nights)-nightsKept].at
	for _, m := range copiesIn(d.copies) {
		if m.site == d.marker.site && m.at.Before(oldest) && (m.why == nightly || m.why == upgrade) {
			if err := os.Remove(filepath.Join(d.copies, m.name)); err != nil {
				return fmt.Errorf("take away an old copy: %w", classify(err))
			}
		}
	}
	return nil
}

// copyBefore makes the copy from before an upgrade.
func (d *file) copyBefore(ctx context.Context) error {
	if d.copies == "" {
		return nil // what is restored is a copy already
	}
	_, err := d.copyNow(ctx, d.writer, time.Now(), upgrade)
	return wrap(err, "copy before the upgrade")
}

// A made is a copy that the program made by itself: what its name tells.
type made struct {
	name, site, why string
	at              time.Time
}

var madeName = regexp.MustCompile(`^dure-([a-z0-9]+)-(\d{4}-\d\d-\d\dT\d{6}Z)-([a-z-]+)\.db$`)

// copyName is what a copy is called that is made now, for which reason.
func (d *file) copyName(now time.Time, why string) string {
	return filepath.Join(d.copies, fmt.Sprintf("dure-%s-%s-%s.db", d.marker.site, now.UTC().Format(copyTime), why))
}

// copiesIn returns the copies in a folder, the oldest first.
func copiesIn(folder string) []made {
	entries, _ := os.ReadDir(folder) // none where it is not there
	var all []made
	for _, e := range entries {
		if m := madeName.FindStringSubmatch(e.Name()); m != nil {
			at, _ := time.Parse(copyTime, m[2]) // what is no time is of the year 1
			all = append(all, made{m[0], m[1], m[3], at})
		}
	}
	slices.SortFunc(all, func(a, b made) int { return a.at.Compare(b.at) })
	return all
}

// nights are the nightly copies of this site.
func (d *file) nights() []made {
	return slices.DeleteFunc(copiesIn(d.copies), func(m made) bool { return m.site != d.marker.site || m.why != nightly })
}

// NewestCopy returns the path of the newest copy in a folder that the program made by itself, or "".
func NewestCopy(folder string) string {
	all := copiesIn(folder)
	if len(all) == 0 {
		return ""
	}
	return filepath.Join(folder, all[len(all)-1].name)
}

// RescuedIn returns the paths of the copies in a folder that were rescued of the site in dir and that nobody has looked at, as far as can be told: they
// lie where they were made, and were not put in place.
func RescuedIn(dir, folder string) (files []string) {
	m, _ := readMarker(dir) // without one there is no copy of it
	for _, c := range copiesIn(folder) {
		if c.why == rescued && c.site == m.site && !slices.Contains(m.seen, c.name) {
			files = append(files, filepath.Join(folder, c.name))
		}
	}
	return files
}

// Rescued is [RescuedIn] of the site itself: those that were there when it was opened and are there still.
func (d *file) Rescued() []string {
	return slices.DeleteFunc(slices.Clone(d.saved), func(file string) bool { return !exists(file) })
}
