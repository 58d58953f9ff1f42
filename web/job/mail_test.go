package job

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"dure/survey"
)

// An outbox of one letter whose database is away for the first tries to keep that it was sent.
type outbox struct{ away, sent int }

func (o *outbox) NextLetter(context.Context, time.Time) (l survey.Letter, err error) {
	if o.sent > 0 {
		err = survey.ErrNotFound
	}
	return l, err
}

func (o *outbox) LetterSent(context.Context, survey.Letter, time.Time) error {
	if o.away--; o.away >= 0 {
		return errors.New("the database is away")
	}
	o.sent++
	return nil
}

func (o *outbox) LetterFailed(context.Context, survey.LetterID, survey.Message, time.Time, time.Time, time.Time) error {
	return errors.New("no letter fails")
}

type counter int

func (c *counter) Send(context.Context, Message) error { *c++; return nil }
func (c *counter) Close()                              {}

// A letter that the mail server took is not sent once more because that could not be written at once.
func TestASentLetterIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent counter
		word := func(context.Context, survey.Letter) (Message, error) { return Message{}, nil }
		m := Mail{Store: &outbox{away: 3}, Word: word, Sender: &sent, Backs: Backs, Now: time.Now}
		if err := m.Run(t.Context()); err != nil || sent != 1 {
			t.Errorf("a letter was sent %d times (%v), want once", sent, err)
		}
	})
}
