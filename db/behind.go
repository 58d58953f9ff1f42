package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A log that is emptied, cut short or replaced by an older one looks to SQLite like one to which less was written, and so does an older database. So commits are
// counted: each that waits for the disk gives the database the next number, and when it is on the disk the marker gets that number too, before the write is
// told done. For the marker itself nobody waits. After a power cut it may be older than the database, which is no fault, but never newer. What a power cut may
// undo (see [DB.updateLazily]) has no number.
//
// SQLite begins its log anew once all of it is in the database. So the commit before the first of a log is in the database without it, by which an
// older database beside the newest log is known.

// commits is the setting that has the number of the last commit.
const commits = "commits"

// firstCommit counts one, and begins to.
const firstCommit = `INSERT INTO settings (name, value) VALUES ('` + commits + `', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)`

// A counter gives commits their numbers. That of nil counts none.
type counter struct{ changes, next *sql.Stmt }

// newCounter has SQLite read its statements once, as those of [DB.prepareQueries].
func newCounter(ctx context.Context, p *sql.DB) (*counter, error) {
	changes, err1 := p.PrepareContext(ctx, "SELECT total_changes()")
	next, err2 := p.PrepareContext(ctx, `UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
		WHERE name = '`+commits+`' AND total_changes() > $1 RETURNING CAST(value AS INTEGER)`)
	return &counter{changes, next}, wrap(classify(errors.Join(err1, err2)), "count commits")
}

// before returns how many rows the connection of a transaction has changed so far.
func (c *counter) before(ctx context.Context, t *sql.Tx) (n int64, err error) {
	if c == nil {
		return 0, nil
	}
	err = t.StmtContext(ctx, c.changes).QueryRowContext(ctx).Scan(&n)
	return n, wrap(err, "count the commit")
}

// count gives a transaction the next number and returns it, or 0 where it changed nothing since before.
func (c *counter) count(ctx context.Context, t *sql.Tx, before int64) (nth int64, err error) {
	if c == nil {
		return 0, nil
	}
	err = t.StmtContext(ctx, c.next).QueryRowContext(ctx, before).Scan(&nth)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return nth, wrap(err, "count the commit")
}

// commitsIn returns the number of the last commit, 0 where none was counted.
func commitsIn(ctx context.Context, p *sql.DB) (nth int64, err error) {
	err = p.QueryRowContext(ctx, "SELECT CAST(value AS INTEGER) FROM settings WHERE name = $1", commits).Scan(&nth)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return nth, err
}

// promise has the marker say that the database has its nth commit. Where it cannot, less is known at the next opening.
func (d *file) promise(nth int64) {
	if nth == 0 {
		return
	}
	dir := filepath.Dir(d.path)
	if d.lock.file == nil { // the marker is the other process's
		if m, err := readMarker(dir); err == nil && m.kept > 0 && m.kept < nth {
			m.kept = nth
			_ = m.writeNumbers(dir)
		}
		return
	}
	if now := cycleOf(d.path); now != d.cycle {
		d.cycle, d.marker.base = now, d.marker.kept
	}
	d.marker.kept = nth
	if err := d.marker.writeNumbers(dir); err != nil {
		_ = d.marker.write(dir) // it was taken away
	}
}

// cycleOf returns the number by which SQLite tells a log from what it was before it was begun anew.
func cycleOf(path string) (salts [8]byte) {
	f, err := os.Open(path + "-wal")
	if err != nil {
		return salts
	}
	defer f.Close()
	_, _ = f.ReadAt(salts[:], 16) // an empty log has none
	return salts
}

// numbers are as long whatever they are, so that they are written over in their place.
func (m marker) numbers() string { return fmt.Sprintf("kept %019d\nbase %019d\n", m.kept, m.base) }

func numberIn(word string) int64 {
	n, _ := strconv.ParseInt(word, 10, 64) // of what is none nothing is known
	return n
}

func (m marker) writeNumbers(dir string) error {
	f, err := os.OpenFile(filepath.Join(dir, MarkerFile), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	var text [4096]byte
	n, _ := f.ReadAt(text[:], 0) // which ends before
	at := strings.Index(string(text[:n]), "\nkept ")
	if at < 0 {
		return errors.New("the marker has no numbers")
	}
	_, err = f.WriteAt([]byte(m.numbers()), int64(at)+1)
	return err
}

// lacking returns [ErrBehind] where the database at path, with its log, has not the commit that the marker says it has. It changes nothing: an older log would be
// written over what is newer. What cannot be read is told by who opens it.
func (m marker) lacking(path string) error {
	log, err := os.Stat(path + "-wal")
	logged := err == nil && log.Size() > 0
	if m.kept == 0 {
		return nil
	}
	alone, err := lastCommit(path, "immutable", "1")
	if logged && err == nil && alone > 0 && alone < m.base { // of a file that a kill left half written from its log nothing may be known
		return fmt.Errorf("%s: %w", path, ErrBehind)
	}
	if logged {
		alone, err = lastCommit(path, "mode", "ro")
	}
	if err == nil && alone < m.kept {
		return fmt.Errorf("%s: %w", path, ErrBehind)
	}
	return nil
}

// lastCommit returns the number of the last commit as it is read so: of the file alone, or with its log.
func lastCommit(path, how, value string) (int64, error) {
	p := openAs(path, url.Values{how: {value}, "_pragma": {patience}})
	defer p.Close()
	return commitsIn(context.Background(), p)
}
