package db

import (
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

// Work sends what is due. However it ends, it comes back while letters wait; where nobody sends letters, they wait for a program that does.
func (w *mailWorker) Work(ctx context.Context, _ *river.Job[mailArgs]) error {
	send := w.db.jobs.work[MailJob]
	if send == nil {
		return nil
	}
	for {
		err := call(ctx, send, 0)
		if ctx.Err() != nil {
			return river.JobSnooze(0) // the program is ending
		}
		next, wrong := w.db.read.NextLetter(ctx)
		if err == nil && errors.Is(missing(wrong), survey.ErrNotFound) {
			return nil
		}
		if err = errors.Join(err, wrong); err != nil {
			slog.Error("letters", "err", err)
			return river.JobSnooze(mailAgain)
		}
		wait := time.Until(fromMillis(next.Due))
		if wait > mailNear {
			return river.JobSnooze(wait)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// wakeMail has the outbox looked at after the transaction: by the job that waits for its time, or a new one.
func (d *DB) wakeMail(ctx context.Context, t tx) error {
	woken, err := t.sql.ExecContext(ctx, `UPDATE river_job SET state = 'available', scheduled_at = CURRENT_TIMESTAMP
		WHERE kind = $1 AND state IN ('available', 'scheduled', 'retryable')`, MailJob)
	if err != nil {
		return err
	}
	if n, err := woken.RowsAffected(); err != nil || n > 0 {
		d.jobs.bell.ring(mailQueue)
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
