// Package db stores what the program knows, in one SQLite file in the data directory.
//
// A method of [DB] is one use case in one transaction. Writes of all requests go through one
// queue that commits those waiting together, so that each is on the disk when its method
// returns without each paying for a sync of its own. Reads see one moment of the database.
package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"dure/db/query"
)

//go:generate go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1 generate

// File is the name of the database in the data directory.
const File = "dure.db"

// A DB is an open database. Its methods may be called concurrently.
type DB struct {
	path    string
	lock    lock    // zero when attached
	writer  *sql.DB // one connection
	reader  *sql.DB
	read    *query.Queries // on reader
	alter   *query.Queries // on writer
	writes  chan *write
	waiting atomic.Int64 // how many writes are in the queue or under way
	lazy    bool         // the writer does not wait for the disk
	fill    atomic.Bool  // see [DB.Fill]
	hurried atomic.Bool  // see [DB.Hurry]
	key     linkKey
	quit    chan struct{}
	ended   chan struct{}
	jobs    *jobs
	marker  marker
	copies  string         // where those are that the program makes by itself
	saved   []string       // see [DB.Rescued]
	files   [3]os.FileInfo // that were opened
	head    *os.File       // the database beside SQLite, nil when attached
	numbers []uint32       // of openings, that its header may have
	counter *counter       // of its commits
	cycle   [8]byte        // of its write-ahead log: see [cycleOf]
	night   night
	turns   turns

	renewed bool // all links were renewed when it was opened
}

// Options say how a database is opened.
type Options struct {
	Keys
	Copies string // the folder of the copies that the program makes by itself; [CopiesDir] beside the database by default
	There  bool   // the data must be there: where there is none and never was, the error is [ErrNone], and nothing is made
}

// Open is [OpenWith] with the key of links, and the folder of copies, that lie beside the database.
func Open(ctx context.Context, dir string) (*DB, error) { return OpenWith(ctx, dir, Options{}) }

// OpenWith opens the database in dir, brings its schema up to date after a copy of it was made, and holds dir for this process until [DB.Close].
// It makes one where there is none and never was, unless it must be there. Its errors are [ErrLocked] if another process holds dir, [ErrDamaged] if the file does not pass
// SQLite's quick check, [ErrLost], [ErrForeign], [ErrMixed], [ErrReplaced], [ErrNoLog] or [ErrBehind] if it is not the one that was here, [ErrNewer] if a newer
// program has written it, [ErrKey], and the faults of the disk.
func OpenWith(ctx context.Context, dir string, o Options) (*DB, error) {
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
	if err := d.useKey(ctx, o.Keys); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// Attach opens the database in dir beside the process that holds it, for a short command such as adding
// an organizer. It changes no schema: if dir's is not the program's own, it returns [ErrNewer] or [ErrOlder]. Nor does it make a key: if
// it is not the other process's, it returns [ErrKey].
func Attach(ctx context.Context, dir string, keys Keys) (*DB, error) {
	d, err := beside(ctx, dir)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(d.current(ctx), d.checkKey(ctx, keys)); err != nil {
		return nil, told(d.path, errors.Join(err, d.closePools()))
	}
	return d.begin(ctx)
}

// beside connects to the database in dir, which another process may hold. What was killed left its log: that stays.
func beside(ctx context.Context, dir string) (*DB, error) {
	path, err := existing(dir)
	if err != nil {
		return nil, err
	}
	d := connect(path)
	if err := keepLogOf(ctx, d.writer, path); err != nil {
		return nil, told(path, errors.Join(err, d.closePools()))
	}
	return d, nil
}

func open(ctx context.Context, dir string, lock lock, copies string) (*DB, error) {
	if err := undoRestores(dir); err != nil {
		return nil, err
	}
	path, err := existing(dir)
	if errors.Is(err, ErrNone) {
		path, err = filepath.Join(dir, File), begun(dir, copies)
	}
	if err != nil {
		return nil, err
	}
	clearStages(dir)
	m, err := readMarker(dir)
	if err != nil {
		return nil, err
	}
	d := connect(path)
	d.lock, d.marker, d.copies, d.saved = lock, m, copies, RescuedIn(dir, copies)
	if err := errors.Join(keepLog(ctx, d.writer, true), d.wait(ctx, patience), d.prepare(ctx)); err != nil {
		return nil, errors.Join(classify(err), d.closePools())
	}
	return d.begin(ctx)
}

// begun makes a new database, unless there are copies of one where those of a new one would go.
func begun(dir, copies string) error {
	if copied := NewestCopy(copies); copied != "" {
		return fmt.Errorf("%w: there is no %s, but %s", ErrLost, filepath.Join(dir, File), copied)
	}
	return create(dir)
}

// prepare checks the file and brings its schema up to date. A power cut may undo
// the last migrations, until the file is stamped; they are then made again.
func (d *DB) prepare(ctx context.Context) error {
	if err := integrity(ctx, d.writer, quickCheck); err != nil {
		return err
	}
	if err := d.setSync(ctx, false); err != nil {
		return err
	}
	if err := d.migrate(ctx); err != nil {
		return err
	}
	return errors.Join(d.stamp(ctx, isOpen), d.setSync(ctx, true))
}

// begin starts the queue of writes.
func (d *DB) begin(ctx context.Context) (*DB, error) {
	if err := errors.Join(d.prepareQueries(ctx), d.openJobs()); err != nil {
		return nil, errors.Join(err, d.closePools())
	}
	if err := errors.Join(d.wait(ctx, haste), d.lookAtFiles()); err != nil {
		return nil, errors.Join(err, d.closePools())
	}
	go d.runWrites()
	return d, nil
}

// prepareQueries has SQLite read every query once: to read one again took a third of the time of a write.
func (d *DB) prepareQueries(ctx context.Context) error {
	read, err := query.Prepare(ctx, d.reader)
	if err != nil {
		return fmt.Errorf("prepare queries: %w", classify(err))
	}
	alter, err := query.Prepare(ctx, d.writer)
	if err != nil {
		return fmt.Errorf("prepare queries: %w", classify(err))
	}
	d.read, d.alter = read, alter
	d.counter, err = newCounter(ctx, d.writer)
	return err
}

// synchronous is how a write waits for the disk. The crash tool builds the program with less, to see that it notices.
var synchronous = "FULL"

func connect(path string) *DB {
	writer := openPool(path, 1, haste, wal, "synchronous("+synchronous+")", "foreign_keys(1)", "secure_delete(1)", "cache_size(-16000)", "temp_store(MEMORY)")
	reader := openPool(path, max(4, runtime.NumCPU()), patience, wal, "query_only(1)", "temp_store(MEMORY)")
	return &DB{
		path:   path,
		writer: writer,
		reader: reader,
		read:   query.New(reader),
		alter:  query.New(writer),
		writes: make(chan *write),
		quit:   make(chan struct{}),
		ended:  make(chan struct{}),
	}
}

// patience is how long a connection waits where another program holds the lock, and haste how long that does which all writes go through: what the
// queue of jobs asks of it would else keep the program from ending. Of two such pragmas the driver takes the greater.
const patience, haste, wal = "busy_timeout(2000)", "busy_timeout(100)", "journal_mode(WAL)"

// wait says how long the writer waits.
func (d *DB) wait(ctx context.Context, long string) error {
	_, err := d.writer.ExecContext(ctx, "PRAGMA "+long)
	return wrap(classify(err), "wait for locks")
}

// lockWaits is patience for who asks again.
const lockWaits = 2 * time.Second

// openPool opens up to n connections.
func openPool(path string, n int, pragmas ...string) *sql.DB {
	v := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}
	if n > 1 {
		v.Set("_txlock", "deferred")
		v.Set("mode", "rw") // where somebody took the database away a reader would put an empty one in its place
	}
	p := openAs(path, v)
	p.SetMaxOpenConns(n)
	p.SetMaxIdleConns(n)
	return p
}

// openAs opens the database with what SQLite and its driver are told by its address.
func openAs(path string, how url.Values) *sql.DB {
	p, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()+"?"+how.Encode())
	if err != nil {
		panic("db: " + err.Error()) // only for a driver that is not registered
	}
	return p
}

// Close ends the jobs that run, waits for the writes that are under way and releases the data directory.
func (d *DB) Close() error {
	d.Hurry()
	d.stopJobs()
	close(d.quit)
	<-d.ended
	if errors.Is(d.intact(), ErrDamaged) {
		return d.lock.Close() // and no more: SQLite would write its log over what was put in the place of the database
	}
	sealed := d.seal()
	if errors.Is(sealed, ErrFull) || errors.Is(sealed, ErrBusy) {
		sealed = nil // the log stays then, with all that is not in the file
	}
	return errors.Join(sealed, d.closePools())
}

func (d *DB) closePools() error {
	err := errors.Join(d.reader.Close(), d.writer.Close())
	if d.head != nil { // not before: it would end the locks that SQLite has on the file
		err = errors.Join(err, d.head.Close())
	}
	return errors.Join(err, d.lock.Close())
}

// view runs do on one moment of the database.
func (d *DB) view(ctx context.Context, do func(*query.Queries) error) error {
	return d.viewTx(ctx, func(t tx) error { return do(t.Queries) })
}

// viewTx is [DB.view] for what asks more than its queries.
func (d *DB) viewTx(ctx context.Context, do func(tx) error) error {
	if err := d.intact(); err != nil {
		return err
	}
	t, err := d.reader.BeginTx(ctx, nil)
	if err != nil {
		return fullOr(filepath.Dir(d.path), classify(err))
	}
	defer t.Rollback() // nothing to keep
	return errors.Join(d.intact(), classify(do(tx{Queries: d.read.WithTx(t), sql: t})))
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
