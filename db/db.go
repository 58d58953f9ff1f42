// Package db stores what the program knows, in one SQLite file in the data directory, or in a PostgreSQL database.
//
// A method of [DB] is one use case in one transaction. Writes of all requests to a file go through one
// queue that commits those waiting together, so that each is on the disk when its method
// returns without each paying for a sync of its own. Reads see one moment of the database.
package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"dure/db/query"
)

//go:generate go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1 generate

// A DB is an open database. Its methods may be called concurrently.
type DB struct {
	engine
	pools
	dir     string         // where the key of links lies
	read    *query.Queries // on reader
	waiting atomic.Int64   // how many writes wait or are under way
	fill    atomic.Bool    // see [DB.Fill]
	key     linkKey
	jobs    *jobs
	turns   turns
	erasing sync.Mutex // held by who takes out what names somebody who is erased

	portions  [2]portion    // of an import in one write, and in several
	sliceTime time.Duration // how long each of the several takes

	renewed bool // all links were renewed when it was opened

	followers followers
	look      func(context.Context, tx) error // at each write before its commit, for tests
}

// Options say how a database is opened.
type Options struct {
	Keys
	Copies   string // the folder of the copies that the program makes by itself; [CopiesDir] beside the database by default
	Database string // the address of a PostgreSQL database, beside which the data directory has the key of links alone; "" for a file of SQLite there
	There    bool   // the data must be there: where there is none and never was, the error is [ErrNone], and nothing is made

	moving, arriving bool // for a move: from it, or to it
}

// Open is [OpenWith] with the key of links, and the folder of copies, that lie beside the database.
func Open(ctx context.Context, dir string) (*DB, error) { return OpenWith(ctx, dir, Options{}) }

// OpenWith opens the database in dir, brings its schema up to date after a copy of it was made, and holds dir for this process until [DB.Close].
// It makes one where there is none and never was, unless it must be there. Its errors are [ErrLocked] if another process holds dir, [ErrDamaged] if the file does not pass
// SQLite's quick check, [ErrLost], [ErrForeign], [ErrMixed], [ErrReplaced], [ErrNoLog] or [ErrBehind] if it is not the one that was here, [ErrNewer] if a newer
// program has written it, [ErrKey], [MoveError], and the faults of the disk. On PostgreSQL they are [ErrUnreachable], [ErrAddress], [ErrEncoding], [ErrNewer] and [ErrKey].
func OpenWith(ctx context.Context, dir string, o Options) (*DB, error) {
	if o.Database != "" {
		return openServer(ctx, dir, o)
	}
	if o.There {
		if _, err := existing(dir); errors.Is(err, ErrNone) {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make data directory: %w", classify(err))
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	d, err := open(ctx, dir, lock, cmp.Or(o.Copies, filepath.Join(dir, CopiesDir)))
	if err != nil {
		lock.Close()
		return nil, told(filepath.Join(dir, File), err)
	}
	if err := d.take(ctx, o); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// take begins to use a database, unless its data is elsewhere.
func (d *DB) take(ctx context.Context, o Options) error {
	if o.arriving {
		return nil
	}
	if !o.moving {
		if err := d.stays(ctx); err != nil {
			return err
		}
	}
	return d.useKey(ctx, o.Keys)
}

// Attach opens the database in dir beside the process that holds it, for a short command such as adding
// an organizer. It changes no schema: if dir's is not the program's own, it returns [ErrNewer] or [ErrOlder]. Nor does it make a key: if
// it is not the other process's, it returns [ErrKey].
func Attach(ctx context.Context, dir string, o Options) (*DB, error) {
	d, err := beside(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	err = d.schema().current(ctx)
	if err == nil {
		err = errors.Join(d.stays(ctx), d.checkKey(ctx, o.Keys))
	}
	if err != nil {
		return nil, d.unopened(errors.Join(err, d.closePools()))
	}
	return d, d.begin(ctx, d)
}

// beside connects to the database in dir, which another process may hold. What was killed left its log: that stays.
func beside(ctx context.Context, dir string, o Options) (*DB, error) {
	if o.Database != "" {
		s, err := dial(o.Database)
		if err != nil {
			return nil, err
		}
		return s.db(dir), nil
	}
	path, err := existing(dir)
	if err != nil {
		return nil, err
	}
	d := connect(path)
	if err := keepLogOf(ctx, d.writer, path); err != nil {
		return nil, told(path, errors.Join(err, d.closePools()))
	}
	return d.db(), nil
}

// Close ends the jobs that run, waits for the writes that are under way and lets the database go.
func (d *DB) Close() error {
	d.Hurry()
	d.followers.close()
	d.stopJobs()
	return d.close()
}

// view runs do on one moment of the database.
func (d *DB) view(ctx context.Context, do func(*query.Queries) error) error {
	return d.snapshot(ctx, func(t tx) error { return do(t.Queries) })
}

// Ready returns an error unless the database is there and can be read and written.
func (d *DB) Ready(ctx context.Context) error {
	if err := d.InPlace(); err != nil {
		return err
	}
	if _, err := d.setting(ctx, baseURL); err != nil {
		return err
	}
	// A small write has its place in a write-ahead log that was larger once, also where no other has any.
	if err := d.roomy(); err != nil {
		return fmt.Errorf("look for room: %w", err)
	}
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		// To write what stands there already would change no page.
		if err := t.SaveSetting(ctx, query.SaveSettingParams{Name: "probe"}); err != nil {
			return err
		}
		return t.DeleteSetting(ctx, "probe")
	})
	return wrap(err, "write to the database")
}

// list returns the first column of the rows of a query.
func list[V any](ctx context.Context, db *sql.DB, q string) ([]V, error) {
	rows, err := db.QueryContext(ctx, q)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []V
	for rows.Next() {
		var v V
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// decodeEach returns what of makes of every row, or its first error.
func decodeEach[R, V any](rows []R, of func(R) (V, error)) ([]V, error) {
	var all []V
	for _, r := range rows {
		v, err := of(r)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// setOf returns the ids as a set.
func setOf[ID ~int64](ids []int64) map[ID]bool {
	all := make(map[ID]bool, len(ids))
	for _, id := range ids {
		all[ID(id)] = true
	}
	return all
}

// each returns what of makes of every row.
func each[R, V any](rows []R, of func(R) V) []V {
	var all []V
	for _, r := range rows {
		all = append(all, of(r))
	}
	return all
}
