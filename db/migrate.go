package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*/*.sql
var migrations embed.FS

// A schema is that of the database of a pool, with River's tables, and how its kind of database is asked for it.
type schema struct {
	db      *sql.DB
	dialect goose.Dialect
	folder  string // of the migrations
	tables  string // a query for the names of all tables
	river   riverdriver.Driver[*sql.Tx]
}

func sqliteSchema(db *sql.DB) schema {
	return schema{db, goose.DialectSQLite3, "migrations/sqlite", "SELECT name FROM sqlite_master WHERE type = 'table'", riversqlite.New(db)}
}

func postgresSchema(db *sql.DB) schema {
	const tables = "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
	return schema{db, goose.DialectPostgres, "migrations/postgres", tables, riverdatabasesql.New(db)}
}

// up brings the schema up to date.
func (s schema) up(ctx context.Context) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	m, err := s.riverMigrator()
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate queue: %w", err)
	}
	return nil
}

// current returns an error unless the schema is this program's.
func (s schema) current(ctx context.Context) error {
	state, err := s.state(ctx)
	switch {
	case err == nil && state == schemaEmpty:
		err = ErrNone
	case err == nil && state != schemaCurrent:
		err = ErrOlder
	}
	return err
}

// The states of a schema that this program can bring up to date.
const (
	schemaEmpty   = iota // nothing is in it yet
	filledBefore         // by an older program
	schemaCurrent        // this program's
)

// state tells how old the schema is, or returns [ErrNewer] if it, or that of River's tables, is of a newer program.
func (s schema) state(ctx context.Context) (int, error) {
	has, err := list[string](ctx, s.db, s.tables)
	if err != nil {
		return 0, fmt.Errorf("schema version: %w", classify(err))
	}
	if !slices.Contains(has, "goose_db_version") {
		return schemaEmpty, nil
	}
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return 0, fmt.Errorf("schema version: %w", classify(err))
	}
	if have > want {
		return 0, fmt.Errorf("%w (its schema is %d, this program knows %d)", ErrNewer, have, want)
	}
	if err := s.knowsAll(ctx, p); err != nil {
		return 0, err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return 0, fmt.Errorf("schema version: %w", classify(err))
	}
	late, err := s.queueIsOlder(ctx, slices.Contains(has, "river_migration"))
	switch {
	case err != nil:
		return 0, err
	case have == 0:
		return schemaEmpty, nil
	case pending || late:
		return filledBefore, nil
	}
	return schemaCurrent, nil
}

// knowsAll returns [ErrNewer] where a migration was made that this program does not know: of a newer one it may have a lower number than the program's last.
func (s schema) knowsAll(ctx context.Context, p *goose.Provider) error {
	made, err := list[int64](ctx, s.db, "SELECT DISTINCT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY version_id")
	if err != nil {
		return fmt.Errorf("schema version: %w", classify(err))
	}
	known := p.ListSources()
	for _, version := range made {
		if !slices.ContainsFunc(known, func(known *goose.Source) bool { return known.Version == version }) {
			return fmt.Errorf("%w (its schema has %d, which this program does not know)", ErrNewer, version)
		}
	}
	return nil
}

// queueIsOlder reports whether River's tables are not yet this program's, or returns [ErrNewer]. River itself does not say
// which version it does not know.
func (s schema) queueIsOlder(ctx context.Context, there bool) (bool, error) {
	m, err := s.riverMigrator()
	if err != nil || !there {
		return true, err
	}
	var have int
	if err := s.db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version), 0) FROM river_migration").Scan(&have); err != nil {
		return false, fmt.Errorf("schema version of the queue: %w", classify(err))
	}
	all := m.AllVersions()
	want := all[len(all)-1].Version
	if have > want {
		return false, fmt.Errorf("%w (the schema of its queue is %d, this program knows %d)", ErrNewer, have, want)
	}
	return have < want, nil
}

func (s schema) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, s.folder)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	p, err := goose.NewProvider(s.dialect, s.db, files, goose.WithLogger(goose.NopLogger()), goose.WithGoMigrations(cardsMigration, seatsMigration, namesMigration),
		goose.WithAllowOutofOrder(true)) // migrations are numbered before they land
	return p, wrap(err, "migrations")
}

func (s schema) riverMigrator() (*rivermigrate.Migrator[*sql.Tx], error) {
	m, err := rivermigrate.New(s.river, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	return m, wrap(err, "queue migrations")
}
