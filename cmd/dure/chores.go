package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dure/db"
)

// choresEvery is how often the program looks for what is to be done by itself.
const choresEvery = time.Hour

// doChores sees to what nobody asks for, at once and then every hour until ctx ends. Of several programs one does.
func doChores(ctx context.Context, d *db.DB, nightly bool) {
	tick := time.NewTicker(choresEvery)
	defer tick.Stop()
	for d.Lead(ctx) {
		if err := d.Chores(ctx, time.Now()); err != nil && ctx.Err() == nil {
			slog.Error("chores", "err", err)
		}
		if nightly {
			if err := d.NightlyBackup(ctx, time.Now()); err != nil && ctx.Err() == nil {
				slog.Error("the data is not backed up", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// clockEvery is how often it is looked whether something is to be done at a time: members to be reminded of a close, teams to be published.
var clockEvery = time.Minute

// watchClock does what is to be done at a time, at once where that went by while the program did not run, until ctx ends. It reminds only where there
// are letters. Of several programs one does.
func watchClock(ctx context.Context, d *db.DB, mails bool) {
	tick := time.NewTicker(clockEvery)
	defer tick.Stop()
	for d.Lead(ctx) {
		if mails {
			if err := d.RemindBeforeClose(ctx, time.Now()); err != nil && ctx.Err() == nil {
				slog.Error("reminders", "err", err)
			}
		}
		if err := d.PublishPlanned(ctx, time.Now()); err != nil && ctx.Err() == nil {
			slog.Error("publishing at a time", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// rescueAgain is after how long it is tried again to save what is in no file any more.
var rescueAgain = time.Minute

// watchFiles looks every second whether the database is where it was. Where it is not, nothing is written any more; what there is is saved once, and
// until that is done it is only in this process.
func watchFiles(ctx context.Context, d *db.DB) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := d.InPlace(); errors.Is(err, db.ErrGone) {
			file, failed := d.Rescue(ctx, time.Now())
			if failed == nil {
				slog.Error("nothing is kept any more: stop the program, and restore the copy", "err", err, "copy", file)
				return
			}
			slog.Error("nothing is kept any more, and no copy could be made yet: do not stop the program before one is made", "err", err, "failed", failed)
			tick.Reset(rescueAgain)
		} else if errors.Is(err, db.ErrDamaged) {
			slog.Error("nothing is kept any more: stop the program, and restore the newest copy", "err", err)
			return
		}
	}
}
