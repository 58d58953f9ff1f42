package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"dure/db/query"
)

// movable is what a move asks of an engine.
type movable interface {
	unserved(context.Context) error                // returns an error where another process uses the database
	shutting(tables []string) []string             // statements after which the tables refuse every change, and
	unshutting(tables []string) []string           // no more
	lastID(context.Context, string) (int64, error) // of all that a table gave so far, 0 where it gives none
	countFrom(ctx context.Context, t *sql.Tx, table string, last int64) error
}

// shutState is how PostgreSQL's triggers of a database that is shut say so: a code of our own, of a class that no other has.
const shutState = "DUMVD"

// shut has the database refuse every change from now on, but to what is said of the move itself. Changes that are under way end first.
func (d *DB) shut(ctx context.Context, id string, to Place, now time.Time) error {
	names, err := d.schema().guarded(ctx)
	if err != nil {
		return err
	}
	return d.update(ctx, func(ctx context.Context, t tx) error {
		states, err := t.Moves(ctx)
		if err != nil || slices.ContainsFunc(states, func(m query.Move) bool { return m.State == leaving || m.State == left }) {
			return err // it is
		}
		for _, q := range d.shutting(names) {
			if _, err := t.sql.ExecContext(ctx, q); err != nil {
				return fmt.Errorf("shut: %w", err)
			}
		}
		return t.SaveMove(ctx, query.SaveMoveParams{State: leaving, Move: id, Place: to.String(), At: millis(now)})
	})
}

// unshut takes back shut.
func (d *DB) unshut(ctx context.Context) error {
	names, err := d.schema().guarded(ctx)
	if err != nil {
		return err
	}
	return d.update(ctx, func(ctx context.Context, t tx) error {
		for _, q := range d.unshutting(names) {
			if _, err := t.sql.ExecContext(ctx, q); err != nil {
				return fmt.Errorf("open again: %w", err)
			}
		}
		return t.DeleteMoves(ctx)
	})
}

// guarded are the tables that are shut: all but those of what was migrated and moved, which no program changes when it serves.
func (s schema) guarded(ctx context.Context) ([]string, error) {
	names, err := list[string](ctx, s.db, s.tables)
	return slices.DeleteFunc(names, func(name string) bool {
		return name == "moves" || name == "goose_db_version" || name == "river_migration" || strings.HasPrefix(name, "sqlite_")
	}), classify(err)
}

// filled reports whether something was kept in a database, or in a table of another program in it.
func (s schema) filled(ctx context.Context) (bool, error) {
	names, err := s.guarded(ctx)
	if err != nil {
		return false, err
	}
	for _, name := range names {
		if strings.HasPrefix(name, "river_") {
			continue
		}
		var some bool
		if err := s.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+quoted(name)+kept(name)+")").Scan(&some); err != nil || some {
			return some, classify(err)
		}
	}
	return false, nil
}

// kept is the condition for rows that are moved: how many commits a file has seen is its own.
func kept(table string) string {
	if table == "settings" {
		return " WHERE name <> '" + commits + "'"
	}
	return ""
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// shutting has a trigger for each kind of change of each table, as SQLite wants it. Commits go on being counted.
func (d *file) shutting(names []string) (all []string) {
	for _, name := range names {
		for _, change := range changes {
			when := ""
			if name == "settings" {
				row := "NEW"
				if change == "DELETE" {
					row = "OLD"
				}
				when = " WHEN " + row + ".name <> '" + commits + "'"
			}
			all = append(all, fmt.Sprintf("CREATE TRIGGER %s BEFORE %s ON %s%s BEGIN SELECT RAISE(ABORT, 'the data was moved'); END",
				shutter(name, change), change, quoted(name), when))
		}
	}
	return all
}

var changes = []string{"INSERT", "UPDATE", "DELETE"}

func shutter(table, change string) string { return quoted("moved_" + table + "_" + change) }

func (d *file) unshutting(names []string) (all []string) {
	for _, name := range names {
		for _, change := range changes {
			all = append(all, "DROP TRIGGER IF EXISTS "+shutter(name, change))
		}
	}
	return all
}

// shutting has one trigger for all changes of a table.
func (s *server) shutting(names []string) []string {
	all := []string{"CREATE OR REPLACE FUNCTION dure_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " +
		"RAISE EXCEPTION 'the data was moved' USING ERRCODE = '" + shutState + "'; END $$"}
	for _, name := range names {
		all = append(all, "CREATE OR REPLACE TRIGGER dure_moved BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "+quoted(name)+
			" FOR EACH STATEMENT EXECUTE FUNCTION dure_moved()")
	}
	return all
}

func (s *server) unshutting([]string) []string {
	return []string{"DROP FUNCTION IF EXISTS dure_moved() CASCADE"}
}

// unserved is so: this process holds the data directory.
func (d *file) unserved(context.Context) error { return nil }

// unserved returns [ErrServed] where another program serves the database, or moves it. It holds off another move for as long as the database is open.
func (s *server) unserved(ctx context.Context) error {
	var free bool
	c, err := s.turns.Conn(ctx)
	if err != nil {
		return s.explain(err)
	}
	s.mover = c
	if err := c.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", appID+1).Scan(&free); err != nil {
		return s.explain(err)
	}
	var others int
	err = c.QueryRowContext(ctx, `SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dure %' AND application_name <> $1`,
		s.name).Scan(&others)
	if err == nil && (!free || others > 0) {
		return fmt.Errorf("PostgreSQL: %w", ErrServed)
	}
	return s.explain(err)
}

// hostOf names a database of PostgreSQL by its host and its own name.
func hostOf(address string) string {
	conf, err := pgxpool.ParseConfig(address)
	if err != nil {
		return "an address that cannot be read"
	}
	return conf.ConnConfig.Host + ", " + conf.ConnConfig.Database
}
