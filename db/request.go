package db

import (
	"context"
	"hash/fnv"
	"sync"
	"time"

	"dure/db/query"
	"dure/survey"
)

// onceLasts is how long a form is known again: as long as a session lasts at most, after which nobody who is signed in has its page.
const onceLasts = 30 * 24 * time.Hour

// turns let requests of this process that are the same go one after the other.
type turns [256]sync.Mutex

// Turn waits until no other request with the same key is under way at any server, so that it finds what the one before it has made. It ends by end.
func (d *DB) Turn(ctx context.Context, once string) (end func(), err error) {
	h := fnv.New64a()
	h.Write([]byte(once))
	key := h.Sum64()
	here := &d.turns[key%uint64(len(d.turns))]
	here.Lock()
	leave, err := d.turn(ctx, int64(key))
	if err != nil {
		here.Unlock()
		return nil, wrap(err, "wait for the same request")
	}
	return func() { leave(); here.Unlock() }, nil
}

// made keeps what a request has made in the transaction that makes it, so that the request is known when it comes again: see [survey.Doer.Once].
// One that was not in its turn, and comes too late, makes nothing.
func (t tx) made(ctx context.Context, id int64) error {
	by := survey.DoneBy(ctx)
	if by.Once == "" {
		return nil
	}
	n, err := t.InsertMade(ctx, query.InsertMadeParams{Hash: by.Once, Made: id, At: millis(by.At)})
	if err == nil && n == 0 {
		err = ErrBusy
	}
	return err
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
