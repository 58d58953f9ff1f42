package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
)

// The kinds of job. The id of one is that of the row that holds its request, progress and result.
const (
	FormJob   = "form"   // a [team.ProposalID]
	ImportJob = "import" // a [survey.ImportID]
	TrainJob  = "train"  // a [fit.VersionID]
)

// jobsEnd is how long jobs have to end when the program does.
const jobsEnd = 1500 * time.Millisecond

// How long a job may take, after how long without a sign one of another, dead process is taken up, and how often
// a process may die over one before it counts as failed.
const (
	jobTimeout  = 6 * time.Hour
	jobRescue   = jobTimeout + time.Hour
	jobAttempts = 3
)

// jobAgain is after how long a job is tried again of which nothing could be written.
const jobAgain = 10 * time.Second

// jobs is the queue of long work. It is River's, on the connection that writes.
type jobs struct {
	client *river.Client[*sql.Tx]
	bell   bell

	started atomic.Bool        // this process does jobs
	end     context.CancelFunc // once started
	tending sync.WaitGroup

	mu      sync.Mutex
	work    map[string]func(context.Context, int64) error
	running map[job]context.CancelCauseFunc
	held    map[int64]bool // rows of the queue
}

// A job names the row that it works for.
type job struct {
	kind string
	id   int64
}

// rowArgs are what River keeps of a job.
type rowArgs struct {
	ID int64 `json:"id"`
}

func (a rowArgs) row() int64 { return a.ID }

type (
	formArgs   struct{ rowArgs }
	importArgs struct{ rowArgs }
	trainArgs  struct{ rowArgs }
)

func (formArgs) Kind() string   { return FormJob }
func (importArgs) Kind() string { return ImportJob }
func (trainArgs) Kind() string  { return TrainJob }

// openJobs makes the queue without starting it, so that jobs can be put in.
func (d *DB) openJobs() error {
	workers := river.NewWorkers()
	driver, rung, conf := d.queue()
	river.AddWorker(workers, &worker[formArgs]{db: d})
	river.AddWorker(workers, &worker[importArgs]{db: d})
	river.AddWorker(workers, &worker[trainArgs]{db: d})
	river.AddWorker(workers, &mailWorker{db: d})
	conf.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}}
	conf.Workers = workers
	// What goes wrong in a job stands in its row; this is what goes wrong with the queue.
	conf.Logger = slog.New(onlyErrors{slog.Default().Handler()})
	conf.MaxAttempts, conf.JobTimeout, conf.RescueStuckJobsAfter = jobAttempts, jobTimeout, jobRescue
	client, err := river.NewClient(driver, &conf)
	if err != nil {
		return fmt.Errorf("job queue: %w", err)
	}
	d.jobs = &jobs{
		client:  client,
		bell:    rung,
		work:    map[string]func(context.Context, int64) error{},
		running: map[job]context.CancelCauseFunc{},
		held:    map[int64]bool{},
	}
	return nil
}

// onlyErrors leaves out what is no error.
type onlyErrors struct{ slog.Handler }

func (h onlyErrors) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }

// Work makes do the function that runs jobs of a kind. Its context ends when the job is to stop: with
// cause [team.ErrStopped] when somebody asked for it, else because the program is ending, and
// then the job starts anew the next time. It is called before [DB.StartJobs].
func (d *DB) Work(kind string, do func(ctx context.Context, id int64) error) {
	d.jobs.work[kind] = do
}

// StartJobs begins to run jobs, those of former processes as well, and letters where it was said how they are sent.
func (d *DB) StartJobs(ctx context.Context) error {
	if d.jobs.end != nil {
		return errors.New("jobs run already")
	}
	d.jobs.started.Store(true)
	if err := d.restoreJobs(ctx); err != nil {
		return fmt.Errorf("restore jobs: %w", err)
	}
	if d.jobs.work[MailJob] != nil {
		if err := d.jobs.client.Queues().Add(mailQueue, river.QueueConfig{MaxWorkers: 1}); err != nil {
			return fmt.Errorf("queue of letters: %w", err)
		}
	}
	ctx = context.WithoutCancel(ctx) // jobs end in Close, when nobody asks for them any more
	if err := d.jobs.client.Start(ctx); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	ctx, d.jobs.end = context.WithCancel(ctx)
	d.jobs.tending.Go(func() { d.tend(ctx, d) })
	return nil
}

func (d *DB) stopJobs() {
	if d.jobs == nil || d.jobs.end == nil {
		return
	}
	defer d.jobs.tending.Wait()
	defer d.jobs.end()
	ctx, cancel := context.WithTimeout(context.Background(), jobsEnd)
	defer cancel()
	_ = d.jobs.client.StopAndCancel(ctx) // what does not end is taken up after the restart
}

// restoreJobs queues jobs that ran when a process ended, but not those over which it has ended too often. Where others may be at work, which ones they
// are shows later. Then the row of every job that is not done any more says so.
func (d *DB) restoreJobs(ctx context.Context) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		if d.shared() {
			return d.startMail(ctx, t)
		}
		_, queued := t.sql.ExecContext(ctx, `UPDATE river_job SET state = 'available', scheduled_at = CURRENT_TIMESTAMP
			WHERE state IN ('running', 'retryable') AND attempt < max_attempts`)
		_, discarded := t.sql.ExecContext(ctx, `UPDATE river_job SET state = 'discarded', finalized_at = CURRENT_TIMESTAMP
			WHERE state IN ('running', 'retryable')`)
		return errors.Join(d.restoreMail(ctx, t), queued, discarded, t.ReleaseTrials(ctx))
	})
	if err != nil {
		return err
	}
	return d.failJobless(ctx)
}

// failJobless has rows say that their jobs failed which are not done any more: a process ended, or its disk failed, before it could.
func (d *DB) failJobless(ctx context.Context) error {
	for kind, query := range jobless {
		ids, err := list[int64](ctx, d.reader, query)
		if err != nil {
			return fmt.Errorf("rows of kind %s without a job: %w", kind, classify(err))
		}
		for _, id := range ids {
			if err := d.fail(ctx, job{kind, id}, errCrashed); err != nil {
				return err
			}
		}
	}
	return nil
}

// jobless finds, by kind, the rows that wait for a job that nobody will do.
var jobless = map[string]string{FormJob: withoutJob("proposals", FormJob), ImportJob: withoutJob("imports", ImportJob), TrainJob: withoutJob("models", TrainJob)}

func withoutJob(table, kind string) string {
	return fmt.Sprintf(`SELECT id FROM %s AS waiting WHERE state IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM river_job
		WHERE kind = '%s' AND CAST(args ->> 'id' AS BIGINT) = waiting.id AND state IN ('available', 'running', 'retryable', 'scheduled', 'pending'))`, table, kind)
}

// enqueue puts a job in the queue, with the rest of the transaction or not at all. River, once woken,
// looks for it on the same connection, hence after the commit.
func (d *DB) enqueue(ctx context.Context, t tx, args river.JobArgs) error {
	return d.enqueueAt(ctx, t, args, time.Time{})
}

// enqueueAt is enqueue for a job that is not begun before a time.
func (d *DB) enqueueAt(ctx context.Context, t tx, args river.JobArgs, at time.Time) error {
	queue := river.QueueDefault
	if args.Kind() == MailJob {
		queue = mailQueue
	}
	if _, err := d.jobs.client.InsertTx(ctx, t.sql, args, &river.InsertOpts{Queue: queue, ScheduledAt: at}); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	d.jobs.bell.ring(queue)
	return nil
}
