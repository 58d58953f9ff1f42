package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"dure/db/query"
)

// A tx is the transaction of one write: the queries, what River needs to put a job in it, and what links are made of.
type tx struct {
	*query.Queries
	sql   *sql.Tx
	key   linkKey
	write *write
}

// A write waits in the queue for its turn.
type write struct {
	ctx   context.Context
	do    func(context.Context, tx) error
	lazy  bool // a power cut may undo it, if nothing is written after it
	scrub bool // it has erased something: see [tx.erased]
	err   error
	panic any
	done  chan struct{}
}

// maxBatch is how many writes share a commit at most.
const maxBatch = 128

// update runs do in a transaction and returns when it is on the disk. If do returns an error, nothing
// of it remains. Its context cannot end within do: SQLite would roll back its neighbours as well.
func (d *DB) update(ctx context.Context, do func(context.Context, tx) error) error {
	return d.enter(&write{ctx: ctx, do: do, done: make(chan struct{})})
}

// updateLazily is [DB.update] for what can be done again: it survives the program's death at any moment, as all writes do,
// but SQLite does not wait for the disk, so that a power cut may undo the last of such writes. That takes a tenth of the time.
func (d *DB) updateLazily(ctx context.Context, do func(context.Context, tx) error) error {
	return d.enter(&write{ctx: ctx, do: do, lazy: true, done: make(chan struct{})})
}

// Fill runs do, all of whose writes are lazy: a power cut may undo the last of them, until something is written after Fill.
// It is for filling a new database.
func (d *DB) Fill(do func() error) error {
	d.fill.Store(true)
	defer d.fill.Store(false)
	return do()
}

// enter puts a write in the queue and waits for its end.
func (d *DB) enter(w *write) error {
	d.waiting.Add(1)
	defer d.waiting.Add(-1)
	select {
	case d.writes <- w:
	case <-w.ctx.Done():
		return w.ctx.Err()
	case <-d.quit:
		return errClosed
	}
	<-w.done
	if w.panic != nil {
		panic(w.panic)
	}
	return fullOr(filepath.Dir(d.path), classify(w.err))
}

func (d *DB) runWrites() {
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
func (d *DB) together(first *write) []*write {
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
func (d *DB) commit(batch []*write) {
	err := d.runBatch(batch)
	if err == nil && slices.ContainsFunc(batch, func(w *write) bool { return w.scrub && w.err == nil }) {
		_ = d.scrub(context.Background()) // it stays due, and the chores see to it
	}
	for _, w := range batch {
		if err != nil && w.err == nil {
			w.err = err
		}
		close(w.done)
	}
}

func (d *DB) runBatch(batch []*write) error {
	ctx := context.Background()
	full := !d.fill.Load() && slices.ContainsFunc(batch, func(w *write) bool { return !w.lazy })
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
		if err := w.savepoint(tx{d.alter.WithTx(t), t, d.key, w}); err != nil {
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
func (d *DB) beginWrite(ctx context.Context) (*sql.Tx, error) {
	for end := time.Now().Add(lockWaits); ; {
		t, err := d.writer.BeginTx(ctx, nil)
		if !busy(err) || d.hurried.Load() || time.Now().After(end) {
			return t, err
		}
	}
}

// Hurry has writes wait no more than a moment for other programs: this one is ending.
func (d *DB) Hurry() { d.hurried.Store(true) }

// setSync says whether the next commit waits for the disk.
func (d *DB) setSync(ctx context.Context, full bool) error {
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

// run calls do, if who asks still may, and keeps a panic for the goroutine that asked.
func (w *write) run(ctx context.Context, t tx) {
	defer func() { w.panic = recover() }()
	if w.err = t.entitled(ctx); w.err == nil {
		w.err = w.do(ctx, t)
	}
}
