package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"github.com/riverqueue/river"
	"time"
)

// sequences has new ids count on where they were, also after those whose rows are gone.
func (c *carrier) sequences(ctx context.Context, all []table) error {
	for _, t := range all {
		last, err := c.from.lastID(ctx, t.name)
		if err == nil && last > 0 {
			err = c.to.update(ctx, func(ctx context.Context, w tx) error { return c.to.countFrom(ctx, w.sql, t.name, last) })
		}
		if err != nil {
			return fmt.Errorf("ids of %s: %w", t.name, err)
		}
	}
	return nil
}

func (d *file) lastID(ctx context.Context, table string) (last int64, err error) {
	err = d.reader.QueryRowContext(ctx, "SELECT seq FROM sqlite_sequence WHERE name = $1", table).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return last, d.explain(err)
}

func (d *file) countFrom(ctx context.Context, t *sql.Tx, table string, last int64) error {
	_, err := t.ExecContext(ctx, "DELETE FROM sqlite_sequence WHERE name = $1", table)
	if err == nil {
		_, err = t.ExecContext(ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", table, last)
	}
	return err
}

func (s *server) lastID(ctx context.Context, table string) (last int64, err error) {
	var name sql.NullString
	err = s.reader.QueryRowContext(ctx, `SELECT (SELECT pg_get_serial_sequence($1, 'id') FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name = $1 AND column_name = 'id')`, table).Scan(&name)
	if err == nil && name.Valid {
		err = s.reader.QueryRowContext(ctx, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM "+name.String).Scan(&last)
	}
	return last, s.explain(err)
}

func (s *server) countFrom(ctx context.Context, t *sql.Tx, table string, last int64) error {
	_, err := t.ExecContext(ctx, "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", table, last)
	return err
}

// waitingJobs are those that nobody has done. Who serves when a move begins is not there any more, so what runs is done by nobody.
const waitingJobs = ` FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'pending') ORDER BY id`

// A movedJob is one that waits, in River's own words.
type movedJob struct {
	kind string
	args []byte
}

// Kind is the job's.
func (j movedJob) Kind() string { return j.kind }

// MarshalJSON returns the arguments as they are.
func (j movedJob) MarshalJSON() ([]byte, error) { return j.args, nil }

// jobs puts the jobs that wait in the new queue. How often a program died over one is forgotten.
func (c *carrier) jobs(ctx context.Context) error {
	args := "json(args)"
	if c.from.shared() {
		args = "CAST(args AS TEXT)"
	}
	rows, err := c.from.reader.QueryContext(ctx, "SELECT kind, "+args+", queue, priority, max_attempts, scheduled_at"+waitingJobs)
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	defer rows.Close()
	type waiting struct {
		movedJob
		opts river.InsertOpts
	}
	var all []waiting
	for rows.Next() {
		var w waiting
		if err := rows.Scan(&w.kind, &w.args, &w.opts.Queue, &w.opts.Priority, &w.opts.MaxAttempts, &w.opts.ScheduledAt); err != nil {
			return fmt.Errorf("jobs: %w", err)
		}
		if !w.opts.ScheduledAt.After(time.Now()) {
			w.opts.ScheduledAt = time.Time{} // at once
		}
		all = append(all, w)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	c.moved.Jobs = len(all)
	return c.to.update(ctx, func(ctx context.Context, t tx) error {
		_, err := t.sql.ExecContext(ctx, "DELETE FROM river_job")
		for _, w := range all {
			if err == nil {
				_, err = c.to.jobs.client.InsertTx(ctx, t.sql, w.movedJob, &w.opts)
			}
		}
		return wrap(err, "jobs")
	})
}
