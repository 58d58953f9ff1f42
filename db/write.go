package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dure/db/query"
)

// A tx is the transaction of one write: the queries, and what River needs to put a job in it.
type tx struct {
	*query.Queries
	sql *sql.Tx
}

// A write waits in the queue for its turn.
type write struct {
	ctx   context.Context
	do    func(context.Context, tx) error
	err   error
	panic any
	done  chan struct{}
}

// maxBatch is how many writes share a commit at most.
const maxBatch = 128

// update runs do in a transaction and returns when it is on the disk. If do returns an error, nothing
// of it remains. Its context cannot end within do: SQLite would roll back its neighbours as well.
func (d *DB) update(ctx context.Context, do func(context.Context, tx) error) error {
	w := &write{ctx: ctx, do: do, done: make(chan struct{})}
	select {
	case d.writes <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-d.quit:
		return errClosed
	}
	<-w.done
	if w.panic != nil {
		panic(w.panic)
	}
	return classify(w.err)
}

func (d *DB) runWrites() {
	defer close(d.ended)
	for {
		select {
		case w := <-d.writes:
			d.commit(d.waiting(w))
		case <-d.quit:
			return
		}
	}
}

// waiting returns first and the writes that wait behind it.
func (d *DB) waiting(first *write) []*write {
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
	for _, w := range batch {
		if err != nil && w.err == nil {
			w.err = err
		}
		close(w.done)
	}
}

func (d *DB) runBatch(batch []*write) error {
	ctx := context.Background()
	t, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for _, w := range batch {
		if w.err = w.ctx.Err(); w.err != nil {
			continue
		}
		if err := w.savepoint(t, d.alter.WithTx(t)); err != nil {
			return errors.Join(err, t.Rollback())
		}
	}
	if err := t.Commit(); err != nil {
		// A commit that fails may leave the connection in its transaction.
		_, _ = d.writer.ExecContext(ctx, "ROLLBACK")
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// savepoint runs one write. It returns an error only if the whole transaction cannot go on,
// as when SQLite rolled it back because the disk is full.
func (w *write) savepoint(t *sql.Tx, q *query.Queries) error {
	ctx := context.WithoutCancel(w.ctx)
	if _, err := t.ExecContext(ctx, "SAVEPOINT one"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	w.run(ctx, tx{q, t})
	if w.err != nil || w.panic != nil {
		if _, err := t.ExecContext(ctx, "ROLLBACK TO one"); err != nil {
			return errors.Join(w.err, fmt.Errorf("roll back to savepoint: %w", err))
		}
	}
	if _, err := t.ExecContext(ctx, "RELEASE one"); err != nil {
		return fmt.Errorf("release savepoint: %w", err)
	}
	return nil
}

// run calls do and keeps a panic for the goroutine that asked.
func (w *write) run(ctx context.Context, t tx) {
	defer func() { w.panic = recover() }()
	w.err = w.do(ctx, t)
}
