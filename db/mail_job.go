package db

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"dure/survey"
)

// MailJob is the kind of job that sends what is due in the outbox. It is about no row: one job sends all.
const MailJob = "mail"

// mailQueue is a queue of its own, so that no letter waits behind hours of training.
const mailQueue = "mail"

type mailArgs struct{}

func (mailArgs) Kind() string { return MailJob }

// A mailWorker sends letters until none is due, and waits for the next.
type mailWorker struct {
	river.WorkerDefaults[mailArgs]
	db *DB
}

// mailNear is how soon a letter may be due that is waited for: River looks for jobs that are due every few seconds only.
const mailNear = 5 * time.Second

// mailAgain is after how long letters are looked at again where something is wrong with the program or its disk.
const mailAgain = time.Minute

// Work sends what is due. However it ends, there is such a job while letters wait.
func (w *mailWorker) Work(ctx context.Context, r *river.Job[mailArgs]) error {
	ctx, end := w.db.jobs.hold(ctx, r.ID)
	defer end()
	for {
		err := call(ctx, w.db.jobs.work[MailJob], 0)
		if ctx.Err() != nil {
			return river.JobSnooze(0) // the program is ending
		}
		if err != nil && !gone(ctx, err) {
			slog.Error("letters", "err", err)
		}
		wait, over, err := w.db.restMail(ctx, r.ID, err != nil)
		switch {
		case over || gone(ctx, err):
			return nil
		case err != nil:
			slog.Error("letters", "err", err)
			return river.JobSnooze(mailAgain)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// restMail ends a job that sends letters where none is due in a moment, and else returns how long to wait. Where one is due later, another job is at it
// then; where something went wrong, in a while. All that in one transaction: who posts a letter meanwhile finds either this job going on, or none.
func (d *DB) restMail(ctx context.Context, row int64, wrong bool) (wait time.Duration, over bool, err error) {
	err = d.update(freed(ctx), func(ctx context.Context, t tx) error { // which looks at the job's row itself
		next, err := t.NextLetter(ctx)
		none := errors.Is(missing(err), survey.ErrNotFound)
		if err != nil && !none {
			return err
		}
		wait = time.Until(fromMillis(next.Due))
		if wrong {
			wait = mailAgain
		}
		if over = none || wait > mailNear; !over {
			return nil
		}
		ended, err := t.sql.ExecContext(ctx, `UPDATE river_job SET state = 'completed', finalized_at = CURRENT_TIMESTAMP WHERE id = $1 AND state = 'running'`, row)
		if err != nil {
			return err
		}
		if n, err := ended.RowsAffected(); err != nil || n == 0 {
			return cmp.Or(err, errTaken)
		}
		if none && !wrong {
			return nil
		}
		return d.enqueueAt(ctx, t, mailArgs{}, time.Now().Add(wait))
	})
	return wait, over, err
}

// wakeMail has the outbox looked at after the transaction: by the job that sends letters now, the one that waits for its time, or a new one. There is
// never more than one, so that no letter is sent by two. Where all jobs are this process's and it sends no letters there is none, which would wait for ever:
// letters wait without, and [DB.StartJobs] of a process that sends them begins with one.
func (d *DB) wakeMail(ctx context.Context, t tx) error {
	if d.jobs.started.Load() && !d.shared() && d.jobs.work[MailJob] == nil {
		return nil
	}
	woken, err := t.sql.ExecContext(ctx, `UPDATE river_job SET state = 'available', scheduled_at = CURRENT_TIMESTAMP
		WHERE kind = $1 AND state IN ('available', 'scheduled', 'retryable')`, MailJob)
	if err != nil {
		return err
	}
	if n, err := woken.RowsAffected(); err != nil || n > 0 {
		d.jobs.bell.ring(mailQueue)
		return err
	}
	var running int
	if err := t.sql.QueryRowContext(ctx, `SELECT COUNT(*) FROM river_job WHERE kind = $1 AND state = 'running'`, MailJob).Scan(&running); err != nil || running > 0 {
		return err
	}
	return d.enqueue(ctx, t, mailArgs{})
}

// startMail has letters that wait looked at by a process that sends them.
func (d *DB) startMail(ctx context.Context, t tx) error {
	if d.jobs.work[MailJob] == nil {
		return nil
	}
	return d.wakeMail(ctx, t)
}

// restoreMail puts one job in the place of those of a former process, however often that died over them.
func (d *DB) restoreMail(ctx context.Context, t tx) error {
	if _, err := t.sql.ExecContext(ctx, `DELETE FROM river_job WHERE kind = $1`, MailJob); err != nil || d.jobs.work[MailJob] == nil {
		return err
	}
	return d.enqueue(ctx, t, mailArgs{})
}
