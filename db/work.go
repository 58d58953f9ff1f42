package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
)

// errCrashed is why a job failed over which the program ended again and again.
var errCrashed = &survey.InvalidError{Reason: "job_crashed"}

// errTold is what River keeps of a failed job: not the error itself, which may name a member.
var errTold = errors.New("its row says why")

// A worker runs jobs of one kind for River.
type worker[A interface {
	river.JobArgs
	row() int64
}] struct {
	river.WorkerDefaults[A]
	db *DB
}

// Work runs the job. A failed one is not tried again: its row says why, and a person decides. Where not even that can
// be written, it is.
func (w *worker[A]) Work(ctx context.Context, r *river.Job[A]) error {
	j := job{r.Args.Kind(), r.Args.row()}
	ctx, end := w.db.jobs.hold(ctx, r.ID)
	defer end()
	own, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer w.db.follow(own, j, cancel)()
	err := call(own, w.db.jobs.work[j.kind], j.id)
	if err == nil || gone(own, err) {
		return nil
	}
	if ctx.Err() != nil {
		return river.JobSnooze(0) // the program is ending
	}
	if errors.Is(err, ErrUnreachable) {
		return river.JobSnooze(time.Second) // it has not failed, and no attempt is used up
	}
	if failed := w.db.fail(ctx, j, err); gone(own, failed) {
		return nil
	} else if failed != nil { // the disk, most likely: no attempt is used up
		slog.ErrorContext(ctx, "job will be tried again", "kind", j.kind, "id", j.id, "error", failed)
		return river.JobSnooze(jobAgain)
	}
	return river.JobCancel(errTold)
}

// gone reports whether a job is another process's by now: whatever River makes of its end here then changes nothing.
func gone(own context.Context, err error) bool {
	return errors.Is(err, errTaken) || errors.Is(context.Cause(own), errTaken)
}

// call makes an error of a panic, for one job's fault must not end the program.
func call(ctx context.Context, do func(context.Context, int64) error, id int64) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	if do == nil {
		return errors.New("nothing does this kind of job")
	}
	return do(ctx, id)
}

// fail tells the job's row why it failed: the JSON of the [survey.InvalidError] that it is, or of one that
// says no more than that something went wrong.
func (d *DB) fail(ctx context.Context, j job, err error) error {
	why, ok := errors.AsType[*survey.InvalidError](err)
	if !ok {
		slog.ErrorContext(ctx, "job failed", "kind", j.kind, "id", j.id, "error", err)
		why = &survey.InvalidError{Reason: "internal"}
	}
	switch j.kind {
	case FormJob:
		return d.failProposal(ctx, team.ProposalID(j.id), why)
	case ImportJob:
		return d.failImport(ctx, survey.ImportID(j.id), why)
	case TrainJob:
		return d.failModel(ctx, fit.VersionID(j.id), why)
	}
	return nil
}

// follow lets [DB.RequestStop] end the job, at once in this process and within a second from
// another. It returns the function that ends it.
func (d *DB) follow(ctx context.Context, j job, cancel context.CancelCauseFunc) (end func()) {
	d.jobs.mu.Lock()
	d.jobs.running[j] = cancel
	d.jobs.mu.Unlock()
	done := make(chan struct{})
	go d.pollStop(ctx, j, cancel, done)
	return func() {
		close(done)
		d.jobs.mu.Lock()
		delete(d.jobs.running, j)
		d.jobs.mu.Unlock()
	}
}

func (d *DB) pollStop(ctx context.Context, j job, cancel context.CancelCauseFunc, done <-chan struct{}) {
	stopping := map[string]func(context.Context, int64) (bool, error){FormJob: d.read.Stopping, ImportJob: d.importGone, TrainJob: d.read.ModelStopping}[j.kind]
	if stopping == nil {
		return
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if stop, err := stopping(ctx, j.id); err == nil && stop || errors.Is(missing(err), survey.ErrNotFound) {
			cancel(team.ErrStopped)
		}
		if errors.Is(checkHeld(ctx, d.reader, ""), errTaken) {
			cancel(errTaken)
		}
		select {
		case <-done:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// stopJob ends the job if it runs in this process.
func (j *jobs) stopJob(which job) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if cancel := j.running[which]; cancel != nil {
		cancel(team.ErrStopped)
	}
}
