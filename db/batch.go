package db

import (
	"context"
	crand "crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"dure/db/query"
)

// maxBatch is how many writes share a commit at most.
const maxBatch = 128

// write puts a write in the queue and waits for its end, and where it erased something for that of the scrubbing.
func (d *file) write(w *write) {
	if d.alone(w) == nil && w.scrub && w.panic == nil {
		_ = d.scrub(context.WithoutCancel(w.ctx)) // it stays due, and the chores see to it
	}
}

// alone is write without the scrubbing. It returns how the write ended.
func (d *file) alone(w *write) error {
	w.done = make(chan struct{})
	select {
	case d.writes <- w:
		<-w.done
	case <-w.ctx.Done():
		w.err = w.ctx.Err()
	case <-d.quit:
		w.err = errClosed
	}
	return w.err
}

func (d *file) runWrites() {
	defer close(d.ended)
	for {
		select {
		case w := <-d.writes:
			d.commit(d.together(w))
		case <-d.quit:
			return
		}
	}
}

// together returns first and the writes that wait behind it.
func (d *file) together(first *write) []*write {
	batch := []*write{first}
	for len(batch) < maxBatch {
		select {
		case w := <-d.writes:
			batch = append(batch, w)
		default:
			return batch
		}
	}
	return batch
}

// commit runs the writes in one transaction. One that fails is undone alone; if the
// transaction itself fails, so do all.
func (d *file) commit(batch []*write) {
	err := d.runBatch(batch)
	for _, w := range batch {
		if err == nil && w.err == nil && w.after != nil {
			w.err = w.after(context.Background())
		}
		if err != nil && w.err == nil {
			w.err = err
		}
		close(w.done)
	}
}

func (d *file) runBatch(batch []*write) error {
	ctx := context.Background()
	full := slices.ContainsFunc(batch, func(w *write) bool { return !w.lazy })
	if err := d.setSync(ctx, full); err != nil {
		return err
	}
	t, err := d.beginWrite(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	counter := d.counter
	if !full {
		counter = nil
	}
	before, err := counter.before(ctx, t)
	if err != nil {
		return errors.Join(err, t.Rollback())
	}
	for _, w := range batch {
		if w.err = w.ctx.Err(); w.err != nil {
			continue
		}
		if err := w.savepoint(tx{d.alter.WithTx(t), t, w.key, w}); err != nil {
			return errors.Join(err, t.Rollback())
		}
	}
	if err := d.InPlace(); err != nil { // what is refused is not written either: it would come to light when the program ends
		return errors.Join(err, t.Rollback())
	}
	nth, err := counter.count(ctx, t, before)
	if err != nil {
		return errors.Join(err, t.Rollback())
	}
	if err := t.Commit(); err != nil {
		// A commit that fails may leave the connection in its transaction.
		_, _ = d.writer.ExecContext(ctx, "ROLLBACK")
		return fmt.Errorf("commit: %w", err)
	}
	if err := d.InPlace(); err != nil {
		return err
	}
	d.promise(nth)
	return nil
}

// beginWrite waits until no other program holds the lock, but not for long, and no more than a moment once this one is ending.
func (d *file) beginWrite(ctx context.Context) (*sql.Tx, error) {
	for end := time.Now().Add(lockWaits); ; {
		t, err := d.writer.BeginTx(ctx, nil)
		if !busy(err) || d.hurried.Load() || time.Now().After(end) {
			return t, err
		}
	}
}

// Hurry has writes wait no more than a moment for other programs: this one is ending.
func (d *file) Hurry() { d.hurried.Store(true) }

// setSync says whether the next commit waits for the disk.
func (d *file) setSync(ctx context.Context, full bool) error {
	if full == !d.lazy {
		return nil
	}
	mode := "NORMAL"
	if full {
		mode = synchronous
	}
	if _, err := d.writer.ExecContext(ctx, "PRAGMA synchronous = "+mode); err != nil {
		return fmt.Errorf("synchronous: %w", err)
	}
	d.lazy = !full
	return nil
}

// savepoint runs one write. It returns an error only if the whole transaction cannot go on,
// as when SQLite rolled it back because the disk is full.
func (w *write) savepoint(t tx) error {
	ctx := context.WithoutCancel(w.ctx)
	if _, err := t.sql.ExecContext(ctx, "SAVEPOINT one"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	w.run(ctx, t)
	if w.scrub && w.err == nil {
		w.err = t.SaveSetting(ctx, query.SaveSettingParams{Name: scrubDue, Value: crand.Text()})
	}
	if w.err != nil || w.panic != nil {
		if _, err := t.sql.ExecContext(ctx, "ROLLBACK TO one"); err != nil {
			return errors.Join(w.err, fmt.Errorf("roll back to savepoint: %w", err))
		}
	}
	if _, err := t.sql.ExecContext(ctx, "RELEASE one"); err != nil {
		return fmt.Errorf("release savepoint: %w", err)
	}
	return nil
}
