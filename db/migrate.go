package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// migrate brings the schema of the database and of River's tables up to date, or returns [ErrNewer].
func (d *DB) migrate(ctx context.Context) error {
	p, err := provider(d.writer)
	if err != nil {
		return err
	}
	if err := tooNew(ctx, p); err != nil {
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
	p, err := provider(d.reader)
	if err != nil {
		return err
	}
	if err := tooNew(ctx, p); err != nil {
		return err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("schema version: %w", classify(err))
	}
	if pending {
		return ErrOlder
	}
	return nil
}

func tooNew(ctx context.Context, p *goose.Provider) error {
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("schema version: %w", classify(err))
	}
	if have > want {
		return fmt.Errorf("%w (its schema is %d, this program knows %d)", ErrNewer, have, want)
	}
	return nil
}

func provider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()), goose.WithGoMigrations(cardsMigration),
		goose.WithAllowOutofOrder(true)) // migrations are numbered before they land
	return p, wrap(err, "migrations")
}

func riverMigrator(db *sql.DB) (*rivermigrate.Migrator[*sql.Tx], error) {
	m, err := rivermigrate.New(riversqlite.New(db), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	return m, wrap(err, "queue migrations")
}
