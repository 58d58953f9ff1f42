package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"dure/db/query"
	"dure/survey"
)

// File is the name of the database in the data directory.
const File = "dure.db"

// A file is a database of SQLite. Its writes go through one queue, which commits those together that wait.
type file struct {
	path    string
	lock    lock           // zero when attached
	pools                  // of which the writer has one connection
	read    *query.Queries // on reader
	alter   *query.Queries // on writer
	writes  chan *write
	lazy    bool        // the writer does not wait for the disk
	hurried atomic.Bool // see [DB.Hurry]
	quit    chan struct{}
	ended   chan struct{}
	marker  marker
	copies  string         // where those are that the program makes by itself
	saved   []string       // see [DB.Rescued]
	files   [3]os.FileInfo // that were opened
	head    *os.File       // the database beside SQLite, nil when attached
	numbers []uint32       // of openings, that its header may have
	counter *counter       // of its commits
	cycle   [8]byte        // of its write-ahead log: see [cycleOf]
	night   night

	scrubbing sync.Mutex // held by who cleans the files of what was erased
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
	db := d.db()
	return db, d.begin(ctx, db)
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
func (d *file) prepare(ctx context.Context) error {
	if err := integrity(ctx, d.writer, quickCheck); err != nil {
		return err
	}
	if err := d.setSync(ctx, false); err != nil {
		return err
	}
	schema := sqliteSchema(d.writer)
	state, err := schema.state(ctx)
	if err == nil && state == filledBefore {
		err = d.copyBefore(ctx)
	}
	if err == nil {
		err = schema.up(ctx)
	}
	if err != nil {
		return err
	}
	return errors.Join(d.stamp(ctx, isOpen), d.setSync(ctx, true))
}

func (d *file) begin(ctx context.Context, db *DB) error {
	if err := d.prepareQueries(ctx); err != nil {
		return errors.Join(err, d.closePools())
	}
	db.read = d.read
	if err := errors.Join(db.openJobs(), d.wait(ctx, haste), d.lookAtFiles()); err != nil {
		return errors.Join(err, d.closePools())
	}
	go d.runWrites()
	return nil
}

// db returns what the use cases see of the file.
func (d *file) db() *DB { return newDB(d, d.pools, d.read, filepath.Dir(d.path)) }

// prepareQueries has SQLite read every query once: to read one again took a third of the time of a write.
func (d *file) prepareQueries(ctx context.Context) error {
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

func connect(path string) *file {
	writer := openPool(path, 1, haste, wal, "synchronous("+synchronous+")", "foreign_keys(1)", "secure_delete(1)", "cache_size(-16000)", "temp_store(MEMORY)")
	reader := openPool(path, max(4, runtime.NumCPU()), patience, wal, "query_only(1)", "temp_store(MEMORY)")
	return &file{
		path:   path,
		pools:  pools{writer, reader},
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
func (d *file) wait(ctx context.Context, long string) error {
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

// close waits for the writes that are under way and releases the data directory.
func (d *file) close() error {
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

func (d *file) closePools() error {
	err := errors.Join(d.reader.Close(), d.writer.Close())
	if d.head != nil { // not before: it would end the locks that SQLite has on the file
		err = errors.Join(err, d.head.Close())
	}
	return errors.Join(err, d.lock.Close())
}

func (d *file) snapshot(ctx context.Context, do func(tx) error) error {
	if err := d.intact(); err != nil {
		return err
	}
	t, err := d.reader.BeginTx(ctx, nil)
	if err != nil {
		return d.explain(err)
	}
	defer t.Rollback() // nothing to keep
	return errors.Join(d.intact(), classify(do(tx{Queries: d.read.WithTx(t), sql: t})))
}

func (d *file) explain(err error) error { return fullOr(filepath.Dir(d.path), classify(err)) }

func (d *file) unopened(err error) error { return told(d.path, err) }

func (d *file) examine(ctx context.Context) error {
	for _, check := range []string{fullCheck, referenceCheck} {
		if err := integrity(ctx, d.reader, check); err != nil {
			return err
		}
	}
	return nil
}

func (d *file) roomy() error { return room(filepath.Dir(d.path)) }

func (d *file) size() (n int64, err error) {
	for _, name := range fileNames[:2] {
		info, err := os.Stat(d.path + name)
		if err != nil {
			return n, fmt.Errorf("look at the database: %w", classify(err))
		}
		n += info.Size()
	}
	return n, nil
}

func (d *file) schema() schema { return sqliteSchema(d.reader) }

// shared is false: this process holds the data directory. So it leads, and there are no others whose jobs it would do.
func (d *file) shared() bool { return false }

func (d *file) tend(context.Context, *DB) {}

func (d *file) leads(context.Context) (bool, error) { return true, nil }

// spread does nothing: who writes to the file beside this process is a command, which nobody follows.
func (d *file) spread([]survey.Topic) {}

// hearEvery is how often the file is asked whether a command wrote to it.
const hearEvery = time.Second

// hear rings at all when another program has written to the file: https://www.sqlite.org/pragma.html#pragma_data_version, of the connection that writes,
// is another number then, and stays the same for what this process writes.
func (d *file) hear(ctx context.Context, db *DB) {
	tick := time.NewTicker(hearEvery)
	defer tick.Stop()
	for was := int64(-1); ; {
		var now int64
		if err := d.writer.QueryRowContext(ctx, "PRAGMA data_version").Scan(&now); err == nil && now != was {
			db.followers.ringAll()
			was = now
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// turn has nobody to wait for, as this process holds the data directory.
func (d *file) turn(context.Context, int64) (end func(), err error) { return func() {}, nil }

func (d *file) queue() (riverdriver.Driver[*sql.Tx], bell, river.Config) {
	rung := newBell()
	return ringing{riversqlite.New(d.writer), rung}, rung, river.Config{FetchPollInterval: 10 * time.Second} // the bell is quicker
}
