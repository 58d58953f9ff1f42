package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"

	"dure/db/query"
)

// A server is a database of PostgreSQL, which other processes may use at the same time. Each write has a transaction of its own there, as if it were
// alone: SERIALIZABLE, and begun anew where the database finds that it cannot be so. The backups are PostgreSQL's, and so is what becomes of files.
type server struct {
	pools
	turns   *sql.DB       // whose connections hold locks while requests are under way
	mover   *sql.Conn     // of them, what holds that of a move
	listen  *pgxpool.Pool // of the connection on which River hears of jobs
	name    string        // of this process, to River and among the connections to the database
	lease   time.Duration // of jobs
	using   sync.RWMutex  // read by each write that is under way
	closed  bool          // under using
	hurried atomic.Bool
	stumble func(nth int) error // what befalls the nth try of a write, for tests
	news    news
}

// ErrAddress says that the address of a database cannot be read.
var ErrAddress = errors.New("not the address of a PostgreSQL database")

// How long a connection may take to come about, how long a write is tried again, and when a connection goes that nobody uses.
const (
	connectWaits = 5 * time.Second
	writeWaits   = 10 * time.Second
	idleGoes     = time.Minute
)

// dial makes a server of its address, such as postgres://user:password@host/name, without connecting to it.
func dial(address string) (*server, error) {
	conf, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err) // which does not say the password
	}
	s := &server{lease: jobLease, name: fmt.Sprintf("dure %d %x", os.Getpid(), rand.Uint64())}
	conf.ConnConfig.RuntimeParams["application_name"] = s.name
	if conf.ConnConfig.ConnectTimeout == 0 {
		conf.ConnConfig.ConnectTimeout = connectWaits
	}
	open := func() *sql.DB {
		p := stdlib.OpenDB(*conf.ConnConfig)
		n := max(2, int(conf.MaxConns)) // ?pool_max_conns= of the address
		p.SetMaxOpenConns(n)
		p.SetMaxIdleConns(n)
		p.SetConnMaxIdleTime(idleGoes)
		return p
	}
	s.pools, s.turns = pools{open(), open()}, open()
	s.news.conf = conf.ConnConfig.Copy()
	conf.MaxConns, conf.MinConns = 1, 0
	s.listen, err = pgxpool.NewWithConfig(context.Background(), conf)
	return s, wrap(err, "connect")
}

// db returns what the use cases see of the server.
func (s *server) db(dir string) *DB {
	return newDB(s, s.pools, query.New(texts{s.reader}), dir)
}

// openServer is [OpenWith] for PostgreSQL. Of several that begin at once one brings the schema up to date and makes the key, and the others wait.
func openServer(ctx context.Context, dir string, o Options) (*DB, error) {
	s, err := dial(o.Database)
	if err != nil {
		return nil, err
	}
	d := s.db(dir)
	if err := s.prepare(ctx, d, o); err != nil {
		return nil, errors.Join(s.explain(err), s.closePools())
	}
	return d, d.begin(ctx, d)
}

func (s *server) prepare(ctx context.Context, d *DB, o Options) error {
	alone, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer alone.Close()
	if _, err := alone.ExecContext(ctx, "SELECT pg_advisory_lock($1)", appID); err != nil {
		return err
	}
	defer alone.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", appID)
	if err := s.utf8(ctx); err != nil {
		return err
	}
	schema := s.schema()
	if state, err := schema.state(ctx); err != nil {
		return err
	} else if state == schemaEmpty && o.There {
		return ErrNone
	}
	if err := schema.up(ctx); err != nil {
		return err
	}
	if o.Given == "" && !o.arriving {
		if err := os.MkdirAll(d.dir, 0o700); err != nil {
			return fmt.Errorf("make data directory: %w", err)
		}
	}
	return d.take(ctx, o)
}

// ErrEncoding says that a database cannot hold every name.
var ErrEncoding = errors.New("the database has another encoding than UTF8: make one by CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0")

func (s *server) utf8(ctx context.Context) error {
	found, err := list[string](ctx, s.reader, "SHOW server_encoding")
	if err == nil && !slices.Equal(found, []string{"UTF8"}) {
		err = ErrEncoding
	}
	return err
}

func (s *server) begin(_ context.Context, d *DB) error {
	if err := d.openJobs(); err != nil {
		return errors.Join(err, s.closePools())
	}
	return nil
}

// write runs a write in a transaction of its own, and again where others came in its way.
func (s *server) write(w *write) {
	s.using.RLock()
	defer s.using.RUnlock()
	if s.closed {
		w.err = errClosed
		return
	}
	for began, nth := time.Now(), 0; ; nth++ {
		if w.err = w.ctx.Err(); w.err != nil {
			return
		}
		if w.err = s.try(w, nth); !collided(w.err) || s.hurried.Load() && nth > 2 || time.Since(began) > writeWaits {
			return
		}
		time.Sleep(rand.N(time.Millisecond << min(nth, 7)))
	}
}

// try runs a write once, the nth time.
func (s *server) try(w *write, nth int) error {
	c, err := s.writer.Conn(w.ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	ctx := context.WithoutCancel(w.ctx)
	t, err := c.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer t.Rollback() // nothing to keep, unless committed
	if w.lazy {
		if _, err := t.ExecContext(ctx, "SET LOCAL synchronous_commit = off"); err != nil {
			return err
		}
	}
	if w.run(ctx, tx{query.New(texts{t}), t, w.key, w}); w.err != nil || w.panic != nil {
		return w.err
	}
	if s.stumble != nil {
		if err := s.stumble(nth); err != nil {
			return err
		}
	}
	free, err := s.guard(ctx)
	if err != nil {
		return err
	}
	defer free()
	return wrap(t.Commit(), "commit")
}

func (s *server) snapshot(ctx context.Context, do func(tx) error) error {
	t, err := s.reader.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return s.explain(err)
	}
	defer t.Rollback() // nothing to keep
	return s.explain(do(tx{Queries: query.New(texts{t}), sql: t}))
}

func (s *server) explain(err error) error { return classify(err) }

func (s *server) unopened(err error) error { return s.explain(err) }

// examine finds nothing: what is written where is PostgreSQL's to check.
func (s *server) examine(context.Context) error { return nil }

func (s *server) roomy() error { return nil }

func (s *server) size() (n int64, err error) {
	err = s.reader.QueryRow("SELECT pg_database_size(current_database())").Scan(&n)
	return n, wrap(s.explain(err), "size of the database")
}

func (s *server) schema() schema { return postgresSchema(s.writer) }

// queue has River wake all processes, which it does but once in a while: not again for a write that is run again.
func (s *server) queue() (riverdriver.Driver[*sql.Tx], bell, river.Config) {
	return riverdatabasesql.NewWithPgxListener(s.writer, s.listen), nil, river.Config{ID: s.name, FetchPollInterval: time.Second}
}

func (s *server) shared() bool { return true }

// turn holds a lock that is a session's, on a connection that nothing else waits for: whoever has it goes on by others.
func (s *server) turn(ctx context.Context, key int64) (end func(), err error) {
	c, err := s.turns.Conn(ctx)
	if err != nil {
		return nil, s.explain(err)
	}
	if _, err := c.ExecContext(ctx, "SELECT pg_advisory_lock($1)", key); err != nil {
		return nil, errors.Join(s.explain(err), c.Close())
	}
	return func() {
		if _, err := c.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", key); err != nil {
			_ = c.Raw(func(any) error { return driver.ErrBadConn }) // with which the lock goes
		}
		c.Close()
	}, nil
}

func (s *server) close() error {
	s.using.Lock()
	s.closed = true
	s.using.Unlock()
	s.news.sending.Wait()
	return s.closePools()
}

func (s *server) closePools() error {
	s.listen.Close()
	if s.mover != nil {
		s.mover.Close()
	}
	return errors.Join(s.reader.Close(), s.writer.Close(), s.turns.Close())
}

// Hurry has writes not be tried again: this program is ending.
func (s *server) Hurry() { s.hurried.Store(true) }

// InPlace has nothing to look at: the files are PostgreSQL's.
func (s *server) InPlace() error { return nil }

// Rescue has nothing to save.
func (s *server) Rescue(context.Context, time.Time) (string, error) { return "", nil }

// NightlyBackup leaves backups to who runs PostgreSQL.
func (s *server) NightlyBackup(context.Context, time.Time) error { return nil }

// LateBackup knows of no backup, and misses none.
func (s *server) LateBackup(time.Time) (time.Time, bool) { return time.Time{}, false }

// Rescued has none.
func (s *server) Rescued() []string { return nil }

// texts has PostgreSQL take every text that can be typed: it refuses the character 0, and what is no UTF-8.
type texts struct{ query.DBTX }

// ExecContext, QueryContext and QueryRowContext are those of the connection.
func (t texts) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	return t.DBTX.ExecContext(ctx, q, typed(args)...)
}

// QueryContext is the connection's.
func (t texts) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	return t.DBTX.QueryContext(ctx, q, typed(args)...)
}

// QueryRowContext is the connection's.
func (t texts) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	return t.DBTX.QueryRowContext(ctx, q, typed(args)...)
}

// typed puts the sign for what cannot be shown in the place of what PostgreSQL does not take.
func typed(args []any) []any {
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\ufffd"), "\ufffd")
		}
	}
	return args
}
