package main

import (
	"context"

	"dure/db"
)

// startJobs says what the queue's jobs do and begins to run them.
func startJobs(ctx context.Context, d *db.DB) error {
	return d.StartJobs(ctx)
}
