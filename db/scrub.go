package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dure/db/query"
	"dure/survey"
)

// What is erased is not only no longer found by a query: it leaves the files. secure_delete puts zeros where a row was, but copies that SQLite
// made of it when it moved rows between pages stay, and so does the write-ahead log. So the write is followed by others that clean the pages, and by a checkpoint
// that empties the log. Both are made good later if the program dies in between or a reader, such as a backup, holds the log. None of them holds up what
// others write for longer than a moment.

// scrubDue is the setting that stands while something erased may still be in the files.
const scrubDue = "scrub"

// erased has the files scrubbed once the transaction is on the disk, before the write returns.
func (t tx) erased() { t.write.scrub = true }

// scrub cleans the files of what was erased until now. Where it cannot, that stays due, and the chores see to it.
func (d *file) scrub(ctx context.Context) error {
	d.scrubbing.Lock()
	defer d.scrubbing.Unlock()
	why, err := d.read.Setting(ctx, scrubDue)
	if err != nil {
		return ifThere(err) // another has seen to it meanwhile
	}
	if err := d.cleanPages(ctx); err != nil {
		return err
	}
	for end := time.Now().Add(lockWaits); ; time.Sleep(logAgain) {
		err := d.alone(&write{ctx: ctx, lazy: true, do: func(context.Context, tx) error { return nil }, after: d.emptyLog})
		if err == nil {
			return d.forgetDue(ctx, why)
		}
		if !errors.Is(err, errHeld) || d.hurried.Load() || time.Now().After(end) {
			return err
		}
	}
}

// logAgain is how long the log is left to others before it is tried again to empty it.
const logAgain = 50 * time.Millisecond

// errHeld is that another process still reads the database as it was.
var errHeld = errors.New("somebody still reads the database as it was before the erasing")

// emptyLog is called between writes.
func (d *file) emptyLog(ctx context.Context) error {
	var busy, log, moved int
	if err := d.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved); err != nil {
		return fmt.Errorf("empty the write-ahead log: %w", classify(err))
	}
	if busy != 0 {
		return errHeld
	}
	return nil
}

// Scrubbed reports whether nothing that was erased is left in the files. Where something may be, [DB.Chores] sees to it.
func (d *DB) Scrubbed(ctx context.Context) (bool, error) {
	n, err := d.read.CountErasures(ctx)
	if err == nil && n == 0 {
		_, err = d.read.Setting(ctx, scrubDue)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	return false, wrap(classify(err), "state of the files")
}

// importWaits is how long a file waits for its import to be started, or to be tried again.
const importWaits = 24 * time.Hour

// Chores does what nobody has to ask for, and is called every now and then: what the erasing of members, seasons and clubs and the undoing of imports have left to do is done, seasons that are kept until now are emptied, files that wait to be
// imported go after a day, results of imports after a week, what forms have made is forgotten after a month, letters that are done after
// [survey.LetterKept], and what could not leave the files before is seen to.
func (d *DB) Chores(ctx context.Context, now time.Time) error {
	if err := errors.Join(d.finishErasures(ctx), d.finishUndos(ctx), d.sweep(ctx, now), d.emptySeasons(ctx, now)); err != nil {
		return err
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if err := t.DeleteOldLetters(ctx, millis(now.Add(-survey.LetterKept))); err != nil {
			return err
		}
		n, err := t.DeleteStaleImports(ctx, query.DeleteStaleImportsParams{Waiting: millis(now.Add(-importWaits)), Done: millis(now.Add(-survey.ImportKept))})
		if err == nil {
			err = errors.Join(t.DeleteMade(ctx, millis(now.Add(-onceLasts))), t.DeleteAttempts(ctx, millis(now)))
		}
		if err != nil {
			return err
		}
		_, due := t.Setting(ctx, scrubDue)
		if n > 0 || due == nil {
			t.erased()
			return nil
		}
		return ifThere(missing(due))
	})
	return wrap(err, "chores")
}
