package db

import (
	"context"
	"errors"
	"time"

	"dure/db/query"
	"dure/ml/fit"
	"dure/survey"
)

// StoreHistory keeps a file of past seasons and returns its id. Nothing is learned from it before [DB.MapHistory].
func (d *DB) StoreHistory(ctx context.Context, f fit.File, now time.Time) (fit.FileID, error) {
	var id int64
	err := d.update(ctx, func(ctx context.Context, t tx) (err error) {
		id, err = t.InsertHistory(ctx, query.InsertHistoryParams{
			ClubID: int64(f.Club), OrganizerID: sqlID(f.By), File: f.Name, Data: append([]byte{}, f.Data...), Created: millis(now),
		})
		return errors.Join(err, t.made(ctx, id))
	})
	return fit.FileID(id), wrap(err, "store history of club %d", f.Club)
}

// History returns a file of past seasons.
func (d *DB) History(ctx context.Context, id fit.FileID) (fit.File, error) {
	r, err := d.read.History(ctx, int64(id))
	return historyFile(r), wrap(missing(classify(err)), "history %d", id)
}

// Histories returns the files of past seasons of a club, the oldest first.
func (d *DB) Histories(ctx context.Context, club survey.ClubID) ([]fit.File, error) {
	rows, err := d.read.Histories(ctx, int64(club))
	return each(rows, historyFile), wrap(classify(err), "histories of club %d", club)
}

func historyFile(r query.History) fit.File {
	return fit.File{
		ID: fit.FileID(r.ID), Club: survey.ClubID(r.ClubID), By: survey.OrganizerID(r.OrganizerID.Int64), Name: r.File, Data: r.Data,
		Mapping: r.Mapping, Created: fromMillis(r.Created),
	}
}

// MapHistory says what the columns of a file are, JSON.
func (d *DB) MapHistory(ctx context.Context, id fit.FileID, mapping string) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		now, err := t.History(ctx, int64(id))
		if err != nil {
			return missing(err)
		}
		if err := asRead(ctx, now.Mapping+".", mapping+"."); err != nil {
			return err
		}
		return one(t.MapHistory(ctx, query.MapHistoryParams{ID: int64(id), Mapping: mapping}))
	})
	return wrap(err, "map history %d", id)
}

// DeleteHistory erases a file of past seasons.
func (d *DB) DeleteHistory(ctx context.Context, id fit.FileID) error {
	err := d.update(ctx, func(ctx context.Context, t tx) error {
		t.erased()
		return one(t.DeleteHistory(ctx, int64(id)))
	})
	return wrap(err, "delete history %d", id)
}
