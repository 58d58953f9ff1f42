package main

import (
	"context"
	"log/slog"
	"time"

	"dure/db"
)

// choresEvery is how often the program looks for what is to be done by itself.
const choresEvery = time.Hour

// doChores sees to what nobody asks for, at once and then every hour until ctx ends.
func doChores(ctx context.Context, d *db.DB) {
	tick := time.NewTicker(choresEvery)
	defer tick.Stop()
	for {
		if err := d.Chores(ctx, time.Now()); err != nil && ctx.Err() == nil {
			slog.Error("chores", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
