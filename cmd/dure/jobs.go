package main

import (
	"context"
	"time"

	"dure/clustering/team"
	"dure/db"
	"dure/ml/fit"
	"dure/survey"
	"dure/web/job"
)

// startJobs says what the queue's jobs do and begins to run them.
func startJobs(ctx context.Context, d *db.DB) error {
	d.Work(db.ImportJob, func(ctx context.Context, id int64) error {
		return job.Import(ctx, d, survey.ImportID(id), time.Now)
	})
	d.Work(db.FormJob, func(ctx context.Context, id int64) error {
		return job.Form(ctx, d, team.ProposalID(id), time.Now)
	})
	d.Work(db.TrainJob, func(ctx context.Context, id int64) error {
		return job.Train(ctx, d, fit.VersionID(id), time.Now)
	})
	return d.StartJobs(ctx)
}
