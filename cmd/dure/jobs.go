package main

import (
	"context"
	"sync"
	"time"

	"dure/clustering/team"
	"dure/db"
	"dure/ml/fit"
	"dure/survey"
	"dure/web"
	"dure/web/job"
)

// work begins to do what is done without a page: jobs, letters where there is a sender, and what is due at a time, for as long as ctx goes on and d is
// open.
func work(ctx context.Context, d *db.DB, busy *sync.WaitGroup, cfg web.Config, sender *job.SMTP, pace int, nightly bool, share jobShare) error {
	if err := mailJob(d, cfg, sender, pace); err != nil {
		return err
	}
	if err := startJobs(ctx, d, share); err != nil {
		return err
	}
	busy.Go(func() { doChores(ctx, d, nightly) })
	busy.Go(func() { watchClock(ctx, d, sender != nil) })
	return nil
}

// startJobs says what the queue's jobs do, within their share of the memory, and begins to run them.
func startJobs(ctx context.Context, d *db.DB, share jobShare) error {
	d.Work(db.ImportJob, share.within(importMemory(d), func(ctx context.Context, id int64) error {
		return job.Import(ctx, d, survey.ImportID(id), time.Now)
	}))
	d.Work(db.FormJob, share.within(formMemory(d), func(ctx context.Context, id int64) error {
		return job.Form(ctx, d, team.ProposalID(id), time.Now)
	}))
	d.Work(db.TrainJob, share.within(trainingMemory, func(ctx context.Context, id int64) error {
		return job.Train(ctx, d, fit.VersionID(id), time.Now)
	}))
	return d.StartJobs(ctx)
}
