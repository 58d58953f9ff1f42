package db

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"

	"dure/db/query"
)

// A move brings all data of a file to a server, or of a server to a file, such that nothing that was told anyone as kept is lost and there are never two
// places where more is kept. First the database that is moved from is shut: its own triggers refuse every change, by whatever program, of whatever build.
// So it stays as it is for as long as the move takes, over any number of kills, and a move that is begun again goes on after the last row that is there.
// Then rows are copied table by table, those that are referred to first, each table in the order of its primary key. Then both are read to the end, and each
// table must have the same hash on both sides. Only then is the old database left for good, and after that the new one can be opened.
//
// What each database knows of it stands in its table moves, which is not moved: the old one is leaving or left, the new one is arriving, and both name the move.

// The states of a database in a move, as its table moves has them.
const (
	leaving  = "leaving"  // shut; another is being filled from it
	left     = "left"     // shut for good; another has all that it has
	arriving = "arriving" // being filled
)

// A Place is where data lies: a data directory, and the options it is opened by.
type Place struct {
	Dir string
	Options
}

// String names the place without a password.
func (p Place) String() string {
	if p.Database != "" {
		return "PostgreSQL at " + hostOf(p.Database)
	}
	return p.Dir
}

// Moved says what a move brought, or has brought so far.
type Moved struct {
	Tables, Jobs int
	All, Rows    int64 // in the old database, and in the new one,
	Before       int64 // and of these those that were there from a move that was interrupted
	Changed      int64 // texts with characters that PostgreSQL does not take, which have a sign in their place
}

// What keeps data from being moved.
var (
	ErrAlike     = errors.New("both are files, or both are PostgreSQL")
	ErrFilled    = errors.New("there is data already")
	ErrArriving  = errors.New("a move of data to here was begun and is not done")
	ErrElsewhere = errors.New("the data is on its way, or was moved, to another place")
	ErrMoving    = errors.New("the data is being moved")
	ErrServed    = errors.New("another program serves the database, or moves it")
	ErrDiffers   = errors.New("what was moved is not what there was")
)

// Move brings all data to another kind of database. Of two moves at once one is refused, and so is one from what another process serves: [ErrLocked], [ErrServed].
// Same looks at both before the old one is left for good, and ends the move by an error. A move that ended by an error, or was killed, goes on when it
// is called again. The other errors are those above and of [OpenWith]. Report is told what was brought so far; it may be nil.
func Move(ctx context.Context, from, to Place, now time.Time, same func(from, to *DB) error, report func(Moved)) (m Moved, err error) {
	if (from.Database == "") == (to.Database == "") {
		return m, ErrAlike
	}
	from.There, from.moving, to.moving = true, true, true
	source, err := OpenWith(ctx, from.Dir, from.Options)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := openTarget(ctx, to, source)
	if err != nil {
		return m, fmt.Errorf("%v: %w", to, err)
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if err := errors.Join(source.unserved(ctx), target.unserved(ctx)); err != nil {
		return m, err
	}
	id, err := agree(ctx, source, target)
	if err == nil {
		err = target.saveMove(ctx, arriving, id, from, now)
	}
	if err == nil {
		err = source.shut(ctx, id, to, now)
	}
	if err != nil {
		return m, err
	}
	if report == nil {
		report = func(Moved) {}
	}
	c := carrier{from: source, to: target, report: report}
	if err := c.carry(ctx); err != nil {
		return c.moved, err
	}
	if err := same(source, target); err != nil {
		return c.moved, err
	}
	return c.moved, c.finish(ctx, id, from, to, now)
}

// finish leaves the old database for good once all that the new one has is on its disk.
func (c *carrier) finish(ctx context.Context, id string, from, to Place, now time.Time) error {
	if err := c.to.saveMove(ctx, arriving, id, from, now); err != nil {
		return err
	}
	if err := c.from.saveMove(ctx, left, id, to, now); err != nil {
		return err
	}
	return c.to.update(ctx, func(ctx context.Context, t tx) error { return t.DeleteMoves(ctx) })
}

// openTarget opens what is moved to, or makes it, without the rows that a program makes when it begins. The links in it will be of the source's key.
func openTarget(ctx context.Context, to Place, source *DB) (*DB, error) {
	if err := vacant(ctx, to); err != nil {
		return nil, err
	}
	d, err := OpenWith(ctx, to.Dir, Options{Database: to.Database, Copies: to.Copies, moving: true, arriving: true})
	if err != nil {
		return nil, err
	}
	if err := d.takeKey(to.Keys, source.key); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// takeKey has the key of links of another database beside this one.
func (d *DB) takeKey(keys Keys, key linkKey) error {
	k, err := findKey(d.dir, keys)
	if errors.Is(err, os.ErrNotExist) {
		k, err = key, errors.Join(os.MkdirAll(d.dir, 0o700), writeKey(d.dir, key))
	}
	if err == nil && k != key {
		err = ErrKey
	}
	d.key = k
	return err
}

// vacant returns [ErrFilled] where a place has rows that no move brought there. It changes nothing.
func vacant(ctx context.Context, to Place) error {
	d, err := beside(ctx, to.Dir, to.Options)
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	defer d.closePools()
	if states, err := d.moves(ctx); err == nil && states[arriving].Move != "" {
		return nil
	}
	filled, err := d.schema().filled(ctx)
	if err == nil && filled {
		err = ErrFilled
	}
	return d.unopened(err)
}

// moves returns the rows of the table moves by their states.
func (d *DB) moves(ctx context.Context) (map[string]query.Move, error) {
	rows, err := query.New(d.reader).Moves(ctx)
	states := map[string]query.Move{}
	for _, r := range rows {
		states[r.State] = r
	}
	return states, classify(err)
}

// stays returns [ErrMoved] or [ErrArriving] where the data is not to be used, as it is elsewhere, or not all here yet.
func (d *DB) stays(ctx context.Context) error {
	states, err := d.moves(ctx)
	if err != nil {
		return err
	}
	for _, s := range []struct {
		state string
		err   error
	}{{left, ErrMoved}, {leaving, ErrMoving}, {arriving, ErrArriving}} {
		if m, is := states[s.state]; is {
			return &MoveError{m.Place, s.err}
		}
	}
	return nil
}

// A MoveError is [ErrMoving], [ErrMoved], [ErrArriving] or [ErrElsewhere], with the other place.
type MoveError struct {
	Place string
	cause error
}

// Error names the other place.
func (e *MoveError) Error() string { return fmt.Sprintf("%v: %s", e.cause, e.Place) }

// Unwrap returns which of them it is.
func (e *MoveError) Unwrap() error { return e.cause }

// agree returns the name of the move: a new one, or that of the one which is to go on.
func agree(ctx context.Context, source, target *DB) (string, error) {
	here, err1 := source.moves(ctx)
	there, err2 := target.moves(ctx)
	if err := errors.Join(err1, err2); err != nil {
		return "", err
	}
	under := here[left]
	if under.Move == "" {
		under = here[leaving]
	}
	id := there[arriving].Move
	switch {
	case under.Move != "" && under.Move != id:
		return "", &MoveError{under.Place, ErrElsewhere}
	case under.Move == "" && id != "": // killed before the first row, or the old database was opened again meanwhile
		filled, err := target.schema().filled(ctx)
		if err == nil && filled {
			err = ErrFilled
		}
		return id, err
	case id == "":
		return rand.Text(), nil
	}
	return id, nil
}

func (d *DB) saveMove(ctx context.Context, state, id string, other Place, now time.Time) error {
	return d.update(ctx, func(ctx context.Context, t tx) error {
		return t.SaveMove(ctx, query.SaveMoveParams{State: state, Move: id, Place: other.String(), At: millis(now)})
	})
}

// Reopen ends a move from a place before it is done: the data can be used there again, and what was brought elsewhere is worth nothing. A move that is done
// is not ended: [ErrMoved].
func Reopen(ctx context.Context, from Place) (err error) {
	from.There, from.moving = true, true
	d, err := OpenWith(ctx, from.Dir, from.Options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.unserved(ctx); err != nil {
		return err
	}
	states, err := d.moves(ctx)
	if m, is := states[left]; is {
		err = &MoveError{m.Place, ErrMoved}
	}
	if err != nil {
		return err
	}
	return d.unshut(ctx)
}
