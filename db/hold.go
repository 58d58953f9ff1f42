package db

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"
)

// Several processes do the jobs of a server. Who does one says so in its row of the queue, again and again. A job of which nothing was said for a while
// is begun anew in another row: what its former process still writes of it is refused, and how it ends there means nothing to River.

// jobLease is after how long without a word a job is another's. A word is said five times as often.
const jobLease = 15 * time.Second

// errTaken says that a job is another process's by now.
var errTaken = errors.New("the job was given to another process")

// heldKey has, in the context of a job, the number of its row in the queue.
type heldKey struct{}

// hold returns the context of a job that this process does until end.
func (j *jobs) hold(ctx context.Context, row int64) (own context.Context, end func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.held[row] = true
	return context.WithValue(ctx, heldKey{}, row), func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		delete(j.held, row)
	}
}

func (j *jobs) rows() []int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]int64{}, slices.Collect(maps.Keys(j.held))...) // not null
}

// freed is a context whose writes count whoever has the job by now: of what cannot be undone.
func freed(ctx context.Context) context.Context { return context.WithValue(ctx, heldKey{}, nil) }

// checkHeld returns [errTaken] where ctx is of a job that is another process's by now. Lock ends a query that keeps it from becoming so, or is "".
func checkHeld(ctx context.Context, q interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, lock string) error {
	row, is := ctx.Value(heldKey{}).(int64)
	if !is {
		return nil
	}
	err := q.QueryRowContext(ctx, "SELECT id FROM river_job WHERE id = $1 AND state = 'running'"+lock, row).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		return errTaken
	}
	return err
}

// guard keeps the job that ctx is of, if it is of one, from being given to another process until it is freed, or returns [errTaken]. It has a connection
// of its own: to lock the row in the write itself would keep this process, too, from saying that it lives, for as long as the write takes.
func (s *server) guard(ctx context.Context) (free func(), err error) {
	if _, is := ctx.Value(heldKey{}).(int64); !is {
		return func() {}, nil
	}
	t, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if err := checkHeld(ctx, t, " FOR SHARE"); err != nil {
		return nil, errors.Join(err, t.Rollback())
	}
	return func() { _ = t.Rollback() }, nil // nothing to keep
}

// tend says which jobs this process does, and has those of processes that say nothing any more begun anew, until ctx ends. It judges others only once
// it could say its own for as long as they are silent: until then it may be the database that was away, or this machine.
func (s *server) tend(ctx context.Context, d *DB) {
	every := s.lease / 5
	tick := time.NewTicker(every)
	defer tick.Stop()
	for steady := time.Now(); ; {
		began := time.Now()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.sign(ctx, d.jobs.rows(), every); err != nil || time.Since(began) > 3*every {
			steady = time.Now()
		}
		if time.Since(steady) < s.lease {
			continue
		}
		if err := s.giveBack(ctx, d); err != nil && ctx.Err() == nil {
			slog.Error("jobs of other processes", "err", s.explain(err))
		}
	}
}

func (s *server) sign(ctx context.Context, rows []int64, within time.Duration) error {
	ctx, end := context.WithTimeout(ctx, within)
	defer end()
	_, err := s.writer.ExecContext(ctx, "UPDATE river_job SET attempted_at = now() WHERE id = ANY($1) AND state = 'running'", rows)
	return err
}

// giveBack begins anew what no process does any more. A job over which too many have ended counts as failed; letters are sent however many did.
func (s *server) giveBack(ctx context.Context, d *DB) error {
	var n int
	err := s.writer.QueryRowContext(ctx, `WITH lost AS (
			UPDATE river_job SET state = 'discarded', finalized_at = now() WHERE state = 'running' AND attempted_at < now() - make_interval(secs => $1) RETURNING *
		), again AS (
			INSERT INTO river_job (state, attempt, max_attempts, priority, args, kind, metadata, queue, tags)
			SELECT 'available', CASE WHEN kind = $2 THEN 0 ELSE attempt END, max_attempts, priority, args, kind, metadata, queue, tags FROM lost
			WHERE kind = $2 OR attempt < max_attempts
		) SELECT COUNT(*) FROM lost`, s.lease.Seconds(), MailJob).Scan(&n)
	if err != nil || n == 0 {
		return err
	}
	slog.Warn("jobs of processes that ended are begun anew", "jobs", n)
	return d.failJobless(ctx)
}

// leads reports whether River has this process do what one does for all.
func (s *server) leads(ctx context.Context) (yes bool, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM river_leader WHERE leader_id = $1 AND expires_at > now())", s.name).Scan(&yes)
	return yes, s.explain(err)
}

// leadEvery is how often a process asks whether it leads.
const leadEvery = time.Second

// Lead returns once this process is the one that does what nobody asks for, and whether it is: not where ctx ended before.
func (d *DB) Lead(ctx context.Context) bool {
	for {
		if yes, err := d.leads(ctx); err == nil && yes {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(leadEvery):
		}
	}
}
