package db

import (
	"context"
	"time"

	"dure/db/query"
	"dure/survey"
)

// onceLasts is how long a form is known again: as long as a session lasts at most, after which nobody who is signed in has its page.
const onceLasts = 30 * 24 * time.Hour

// made keeps what a request has made in the transaction that makes it, so that the request is known when it comes again: see [survey.Doer.Once].
func (t tx) made(ctx context.Context, id int64) error {
	by := survey.DoneBy(ctx)
	if by.Once == "" {
		return nil
	}
	return t.InsertMade(ctx, query.InsertMadeParams{Hash: by.Once, Made: id, At: millis(by.At)})
}

// Made returns the id of what a request has made, or [survey.ErrNotFound] where it is new.
func (d *DB) Made(ctx context.Context, once string) (int64, error) {
	id, err := d.read.Made(ctx, once)
	return id, wrap(missing(classify(err)), "what a form has made")
}

// asRead returns [survey.ErrStale] if something else stands in a place than when the form of the request was made, by the marks of what stands there now
// and of what is to stand there next: see [survey.Doer.Read]. What stands there already has not to be put there.
func asRead(ctx context.Context, now, next string) error {
	if read := survey.DoneBy(ctx).Read; read != "" && now != read && now != next {
		return survey.ErrStale
	}
	return nil
}
