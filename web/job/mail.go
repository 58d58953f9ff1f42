package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dure/survey"
)

// A letterStore is the outbox.
type letterStore interface {
	// NextLetter returns survey.ErrNotFound where no letter is due.
	NextLetter(ctx context.Context, now time.Time) (survey.Letter, error)
	LetterSent(ctx context.Context, l survey.Letter, now time.Time) error
	// LetterFailed keeps why, and when to try again: never by itself at the zero time. Before others no other letter is tried.
	LetterFailed(ctx context.Context, id survey.LetterID, why survey.Message, again, others, now time.Time) error
}

// A Message is a letter in words, as it goes to the mail server.
type Message struct {
	ID          string // without its brackets
	From, To    string // what sender and recipient are called
	Address     string // of the recipient
	Subject     string
	Text, HTML  string
	Unsubscribe string // the address at which letters are declined, with one click too; "" for what was asked for
}

// A Sender hands letters to a mail server. What the server does not take is a [*MailError].
type Sender interface {
	Send(context.Context, Message) error
	Close()
}

// A MailError is why a letter was not taken.
type MailError struct {
	Why   survey.Message
	Final bool // it will not be taken later either
	All   bool // it is about the server, and none would be taken now
}

func (e *MailError) Error() string { return fmt.Sprint(e.Why.Key, e.Why.Args) }

// Mail sends letters.
type Mail struct {
	Store letterStore
	// Word words a letter, as things are now. A [survey.InvalidError] is why it is not to be sent any more.
	Word   func(context.Context, survey.Letter) (Message, error)
	Sender Sender
	Pace   int                           // letters a minute at most; 0 for no limit
	Backs  func(tries int) time.Duration // after how long a letter is tried again, such as [Backs]
	Now    func() time.Time
}

// Backs is after how long a letter is tried again that was tried so often: a greylisting server wants a few minutes, one that is down some hours.
func Backs(tries int) time.Duration {
	all := []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour}
	return all[min(tries, len(all)-1)]
}

// givenUp is after how long a letter is not tried any more (RFC 5321, 4.5.4.1, wants four or five days).
const givenUp = 5 * 24 * time.Hour

// Run sends the letters that are due, one after the other. A letter counts as sent when that the server took it is in the database: if the program
// ends in between, it is sent once more, under the same Message-ID.
func (m Mail) Run(ctx context.Context) error {
	defer m.Sender.Close()
	for ctx.Err() == nil {
		begun := time.Now()
		l, err := m.Store.NextLetter(ctx, m.Now())
		if errors.Is(err, survey.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := m.send(ctx, l); err != nil {
			return err
		}
		if m.Pace > 0 {
			pause(ctx, time.Minute/time.Duration(m.Pace)-time.Since(begun))
		}
	}
	return ctx.Err()
}

// send tries one letter and keeps what came of it. What the server took is kept even where the program is about to end.
func (m Mail) send(ctx context.Context, l survey.Letter) error {
	msg, err := m.Word(ctx, l)
	if err == nil {
		err = m.Sender.Send(ctx, msg)
	}
	if err == nil {
		return m.sent(ctx, l)
	}
	if ctx.Err() != nil {
		return ctx.Err() // it was broken off, which is nobody's fault
	}
	var failed MailError
	if moot, ok := errors.AsType[*survey.InvalidError](err); ok {
		failed = MailError{Why: moot.Message(), Final: true}
	} else if why, ok := errors.AsType[*MailError](err); ok {
		failed = *why
	} else { // a fault of the program must not hold up the letters behind
		failed = MailError{Why: survey.Say("letter_internal")}
		slog.Error("letter", "id", l.ID, "kind", l.Kind, "err", err)
	}
	if failed.All { // of single letters nothing is logged: servers answer with addresses
		slog.Warn("mail server takes no letters", "why", failed.Why.Key)
	}
	now := m.Now()
	again, others := now.Add(m.Backs(l.Tries)), time.Time{}
	if failed.All {
		others = again
	}
	if failed.Final || again.Sub(l.Since) > givenUp {
		again = time.Time{}
	}
	return m.Store.LetterFailed(ctx, l.ID, failed.Why, again, others, now)
}

// How often, and after how long, it is tried again to keep that a letter was sent: nobody else knows it.
const (
	sentTries = 30
	sentAgain = time.Second
)

// sent keeps that the server took a letter, also where the database is away for a while, and where the program is about to end once more at most.
func (m Mail) sent(ctx context.Context, l survey.Letter) (err error) {
	for range sentTries {
		if err = m.Store.LetterSent(context.WithoutCancel(ctx), l, m.Now()); err == nil || ctx.Err() != nil {
			return err
		}
		pause(ctx, sentAgain)
	}
	return err
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
