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
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// migrate brings the schema of the database and of River's tables up to date, or returns [ErrNewer]. What is in an older one it copies first.
func (d *DB) migrate(ctx context.Context) error {
	state, err := schemaState(ctx, d.writer)
	if err != nil {
		return err
	}
	if state == filledBefore {
		if err := d.copyBefore(ctx); err != nil {
			return err
		}
	}
	p, err := provider(d.writer)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	m, err := riverMigrator(d.writer)
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate queue: %w", err)
	}
	return nil
}

// current returns an error unless the schema is this program's.
func (d *DB) current(ctx context.Context) error {
	state, err := schemaState(ctx, d.reader)
	if err == nil && state != schemaCurrent {
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

// schemaState tells how old the schema is, or returns [ErrNewer] if it, or that of River's tables, is of a newer program.
func schemaState(ctx context.Context, db *sql.DB) (int, error) {
	has, err := list[string](ctx, db, `SELECT name FROM sqlite_master WHERE name IN ('goose_db_version', 'river_migration')`)
	if err != nil {
		return 0, fmt.Errorf("schema version: %w", classify(err))
	}
	if !slices.Contains(has, "goose_db_version") {
		return schemaEmpty, nil
	}
	p, err := provider(db)
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
	if err := knowsAll(ctx, db, p); err != nil {
		return 0, err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return 0, fmt.Errorf("schema version: %w", classify(err))
	}
	late, err := queueIsOlder(ctx, db, slices.Contains(has, "river_migration"))
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
func knowsAll(ctx context.Context, db *sql.DB, p *goose.Provider) error {
	made, err := list[int64](ctx, db, "SELECT DISTINCT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY version_id")
	if err != nil {
		return fmt.Errorf("schema version: %w", classify(err))
	}
	known := p.ListSources()
	for _, version := range made {
		if !slices.ContainsFunc(known, func(s *goose.Source) bool { return s.Version == version }) {
			return fmt.Errorf("%w (its schema has %d, which this program does not know)", ErrNewer, version)
		}
	}
	return nil
}

// queueIsOlder reports whether River's tables are not yet this program's, or returns [ErrNewer]. River itself does not say
// which version it does not know.
func queueIsOlder(ctx context.Context, db *sql.DB, there bool) (bool, error) {
	m, err := riverMigrator(db)
	if err != nil || !there {
		return true, err
	}
	var have int
	if err := db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version), 0) FROM river_migration").Scan(&have); err != nil {
		return false, fmt.Errorf("schema version of the queue: %w", classify(err))
	}
	all := m.AllVersions()
	want := all[len(all)-1].Version
	if have > want {
		return false, fmt.Errorf("%w (the schema of its queue is %d, this program knows %d)", ErrNewer, have, want)
	}
	return have < want, nil
}

func provider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()), goose.WithGoMigrations(cardsMigration, seatsMigration, namesMigration),
		goose.WithAllowOutofOrder(true)) // migrations are numbered before they land
	return p, wrap(err, "migrations")
}

func riverMigrator(db *sql.DB) (*rivermigrate.Migrator[*sql.Tx], error) {
	m, err := rivermigrate.New(riversqlite.New(db), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	return m, wrap(err, "queue migrations")
}
