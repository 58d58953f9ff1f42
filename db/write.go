package db

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"dure/db/query"
	"dure/survey"
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
	lazy  bool                        // a power cut may undo it, if nothing is written after it
	scrub bool                        // it has erased something: see [tx.erased]
	after func(context.Context) error // if not nil, done between this transaction and the next one
	err   error
	panic any

	seasons  map[survey.SeasonID]bool // that it changed: see [tx.changes]
	topics   map[survey.Topic]bool    // of which it is: see [tx.tell]
	counters int                      // that each of them has
	done     chan struct{}            // closed at its end, where others wait for it
	key      linkKey
	look     func(context.Context, tx) error // at what it did, for tests
}

// update runs do in a transaction and returns when it is on the disk. If do returns an error, nothing
// of it remains. Its context cannot end within do: SQLite would roll back its neighbours as well. On PostgreSQL do may be run again from its beginning,
// where others came in its way: so it sets what it finds, adds nothing to what is outside of it, and leaves what it was given as it is.
func (d *DB) update(ctx context.Context, do func(context.Context, tx) error) error {
	return d.enter(&write{ctx: ctx, do: do})
}

// updateLazily is [DB.update] for what can be done again: it survives the program's death at any moment, as all writes do,
// but SQLite does not wait for the disk, so that a power cut may undo the last of such writes. That takes a tenth of the time.
func (d *DB) updateLazily(ctx context.Context, do func(context.Context, tx) error) error {
	return d.enter(&write{ctx: ctx, do: do, lazy: true})
}

// Fill runs do, all of whose writes are lazy: a power cut may undo the last of them, until something is written after Fill.
// It is for filling a new database.
func (d *DB) Fill(do func() error) error {
	d.fill.Store(true)
	defer d.fill.Store(false)
	return do()
}

// enter has a write done and waits for its end.
func (d *DB) enter(w *write) error {
	w.key, w.lazy, w.look = d.key, w.lazy || d.fill.Load(), d.look
	w.counters = 1 + countersBeside*(max(1, d.writer.Stats().MaxOpenConnections)-1)
	d.waiting.Add(1)
	defer d.waiting.Add(-1)
	d.write(w)
	if w.panic != nil {
		panic(w.panic)
	}
	if w.err == nil && len(w.topics) > 0 {
		topics := slices.Collect(maps.Keys(w.topics))
		d.followers.ring(topics...)
		d.spread(topics)
	}
	return d.explain(w.err)
}

// run calls do, if who asks still may, and keeps a panic for the goroutine that asked.
func (w *write) run(ctx context.Context, t tx) {
	defer func() { w.panic = recover() }()
	w.seasons, w.topics = nil, nil // of a try before
	if w.err = t.entitled(ctx); w.err == nil {
		w.err = w.do(ctx, t)
	}
	if w.err == nil {
		w.err = w.count(ctx, t)
	}
	if w.err == nil && w.look != nil {
		w.err = w.look(ctx, t)
	}
}
