package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dure/db"
)

// moveCmd brings the data to another kind of database.
type moveCmd struct {
	Data   string `env:"DURE_DATA" placeholder:"DIR" type:"path" help:"Where the key of links of the PostgreSQL database lies, or is put, unless that is DURE_KEY. By default the folder that dure serve takes."`
	From   string `env:"DURE_MOVE_FROM" placeholder:"PLACE" required:"" help:"Where the data is: a data directory, or postgres://USER:PASSWORD@HOST/NAME. Flags can be read by others on the machine, the variables cannot."`
	To     string `env:"DURE_MOVE_TO" placeholder:"PLACE" help:"Where it goes: the other of both, in which there is nothing yet."`
	Reopen bool   `help:"End a move that is not done, and open the data at --from again. What was brought elsewhere is then worth nothing."`
}

// Run moves the data, or goes on with a move.
func (m *moveCmd) Run() error {
	ctx, stop := untilInterrupted()
	defer stop()
	return m.move(ctx, os.Stdout)
}

func (m *moveCmd) move(ctx context.Context, out io.Writer) error {
	from, err := m.place(m.From)
	if err != nil {
		return err
	}
	if m.Reopen {
		if err := db.Reopen(ctx, from); err != nil {
			return m.explain(from, db.Place{}, err)
		}
		fmt.Fprintf(out, "%v is open again. What was brought elsewhere is not to be used: take it away.\n", from)
		return nil
	}
	if m.To == "" {
		return usageError("where is the data to go? Say it with --to or DURE_MOVE_TO")
	}
	to, err := m.place(m.To)
	if err != nil {
		return err
	}
	show, end := progress(os.Stderr, "moving", false)
	pages := 0
	done, err := db.Move(ctx, from, to, time.Now(), func(from, to *db.DB) (err error) {
		pages, err = samePages(ctx, from, to)
		return err
	}, func(m db.Moved) { show(float64(m.Rows) / float64(max(1, m.All))) })
	end()
	if err != nil {
		return m.explain(from, to, err)
	}
	m.say(out, from, to, done, pages)
	return nil
}

// say says what was done, and how it goes on.
func (m *moveCmd) say(out io.Writer, from, to db.Place, done db.Moved, pages int) {
	fmt.Fprintf(out, "%v has all that was in %v: %s in %s and %s.\n", to, from, count(int(done.Rows), "row"), count(done.Tables, "table"), count(done.Jobs, "waiting job"))
	fmt.Fprintf(out, "Each table was read again in both and has the same hash; %s of members read the same to the byte.\n", count(pages, "page"))
	if done.Before > 0 {
		fmt.Fprintf(out, "Of the rows %d were there already, from a move that was interrupted.\n", done.Before)
	}
	if done.Changed > 0 {
		fmt.Fprintf(out, "PostgreSQL does not take the character 0, nor what is no UTF-8: a sign (\ufffd) stands for it in %s.\n", count(int(done.Changed), "text"))
	}
	again := "--data " + to.Dir
	if to.Database != "" {
		again = "its address as DURE_DATABASE, and DURE_KEY"
		if linkKeys().Given == "" {
			again = "its address as DURE_DATABASE and --data " + to.Dir + ", where the key of links is"
		}
	}
	fmt.Fprintf(out, "Start dure serve with %s. %v is shut: nothing is kept there any more. Take it away once nobody needs it.\n", again, from)
}

// place reads where data lies.
func (m *moveCmd) place(text string) (db.Place, error) {
	if strings.HasPrefix(text, "postgres://") || strings.HasPrefix(text, "postgresql://") {
		dir, err := dataFlag{Data: m.Data}.dir()
		return db.Place{Dir: dir, Options: db.Options{Keys: linkKeys(), Database: text}}, err
	}
	dir, err := filepath.Abs(text)
	return db.Place{Dir: dir, Options: db.Options{Keys: linkKeys()}}, err
}

// explain says what to do about an error.
func (m *moveCmd) explain(from, to db.Place, err error) error {
	switch {
	case isMove(err):
		return moveError(err)
	case errors.Is(err, db.ErrAlike):
		return usageError("dure move goes from a data directory to PostgreSQL or back: for two directories there are dure backup and dure restore, for two PostgreSQL databases pg_dump and pg_restore")
	case errors.Is(err, db.ErrFilled):
		return usageError("%w: a move wants a new directory, or a PostgreSQL database with nothing in it", err)
	case errors.Is(err, db.ErrServed):
		return fmt.Errorf("%w: stop every dure serve and dure work that uses it, and try again", err)
	case errors.Is(err, db.ErrDiffers):
		return fmt.Errorf("%w. The data at %v is as it was, and shut: open it again by dure move --from %v --reopen", err, from, from)
	}
	for _, p := range []db.Place{from, to} {
		if p.Dir != "" && p.Database == "" {
			return dataFlag{Data: p.Dir}.dataError(p.Dir, err)
		}
	}
	return serverError(from.Dir, err)
}

func isMove(err error) bool {
	_, is := errors.AsType[*db.MoveError](err)
	return is
}

// moveError says what to do about data that is elsewhere, or not all here.
func moveError(err error) error {
	switch {
	case errors.Is(err, db.ErrMoved):
		return usageError("%w. Name that place instead; dure move brings the data back from there, to a new one", err)
	case errors.Is(err, db.ErrArriving):
		return usageError("%w. Go on by the same dure move", err)
	}
	return usageError("%w. Go on by the same dure move, or open the data here again by dure move --from here --reopen", err)
}
