package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"dure/survey"
)

// followStore tells of what is written.
type followStore interface {
	// Follow returns a channel in which something lies after each write of one of the topics, by whichever server, until end.
	Follow(topics ...survey.Topic) (told <-chan struct{}, end func())
}

// Pages that follow a job are not drawn anew more often than this: a job says more often how far it is than anybody can read.
const followEvery = 300 * time.Millisecond

// restFor is for how many times as long as it took a page is not drawn anew: while answers come in all the time, whoever looks at the totals of a large
// season takes no more than a tenth of a processor.
const restFor = 9

// How many event streams there may be at once of an organizer, from an address and in all, and for how long one goes on: then the browser
// asks again, and whoever may no longer see it does not. Of those in all one that is idle takes 70 kB, and no time: see
// cmd/dure/testdata/streams.
const (
	ownStreams     = 12
	addressStreams = 60
	allStreams     = 5000
	streamLasts    = 10 * time.Minute
	streamBeats    = 30 * time.Second // sends an empty line: proxies cut what is silent for a minute
	eventPatience  = 10 * time.Second // for an event to be read
)

// streams counts those that are open, by what they are counted by.
type streams struct {
	mu   sync.Mutex
	open map[string]int
}

// begin counts one more, which ends by end, or says that there are too many.
func (s *streams) begin(most map[string]int) (end func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, n := range most {
		if s.open[key] >= n {
			return nil, tooOften(time.Minute)
		}
	}
	for key := range most {
		s.open[key]++
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for key := range most {
			if s.open[key]--; s.open[key] == 0 {
				delete(s.open, key)
			}
		}
	}, nil
}

// A following is what an event stream is about.
type following struct {
	topics []survey.Topic
	least  time.Duration                 // between two looks
	look   func() (over bool, err error) // sends what is new, and says whether the job is over
	due    func() time.Time              // when to look though nobody wrote, the zero time for never; never where it is nil
}

// stream answers with server-sent events: it looks now, and whenever somebody has written of what it follows. In between it asks the database for nothing.
// When the job is over comes an event "done", by which the page loads the result.
func (s *server) stream(c echo.Context, f following) error {
	organizer := scopeOf(c).Organizer.ID
	end, err := s.streams.begin(map[string]int{fmt.Sprint("organizer ", organizer): ownStreams, "address " + address(c): addressStreams, "all": allStreams})
	if err != nil {
		return err
	}
	defer end()
	s.Meter.Stream(1)
	defer s.Meter.Stream(-1)
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	c.Response().WriteHeader(http.StatusOK)
	if c.Response().Flush(); c.Request().Method == http.MethodHead {
		return nil
	}
	// What ends the session, or what its organizer may do here, is told as well.
	told, leave := s.Store.Follow(append(f.topics, survey.OrganizerTopic.Of(int64(organizer)))...)
	defer leave()
	for beat, last := time.NewTicker(streamBeats), time.Now().Add(streamLasts); time.Now().Before(last); {
		began := time.Now()
		over, err := s.lookAside(c, f)
		if fault, is := errors.AsType[*lookFault](err); is {
			return fault
		}
		if err != nil {
			return nil // who follows it may no longer, or went away, or the row is gone; the browser asks again, and is told
		}
		if over {
			return sendLine(c, "event: done\ndata: ")
		}
		if !sleep(ctx(c), max(f.least, restFor*time.Since(began))) || !s.wait(c, f, told, beat.C, last) {
			return nil
		}
	}
	return nil
}

// lookAside looks, if who follows still may, on a goroutine of its own: to read and draw a page takes a stack of 64 kB, which the stream would keep for as
// long as it is idle.
func (s *server) lookAside(c echo.Context, f following) (over bool, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		var fault error
		defer func() {
			if fault != nil {
				err = &lookFault{fault}
			}
		}()
		defer catch(&fault)
		if _, err = s.scope(c, viewer); err == nil {
			over, err = f.look()
		}
	}()
	<-done
	return over, err
}

// A lookFault is a panic while a stream looked.
type lookFault struct{ error }

// wait returns when there may be something new, false when nothing more is to be sent.
func (s *server) wait(c echo.Context, f following, told <-chan struct{}, beat <-chan time.Time, last time.Time) bool {
	for {
		select {
		case <-ctx(c).Done():
			return false
		case <-told:
			return true
		case now := <-beat:
			if f.due != nil && !f.due().IsZero() && !s.Now().Before(f.due()) {
				return true
			}
			if now.After(last) || sendLine(c, ":") != nil {
				return false
			}
		}
	}
}

// sleep waits, and returns false where the context ends before.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// send sends a part of a page as one event.
func send(c echo.Context, event string, part templ.Component) error {
	var b bytes.Buffer
	if err := part.Render(ctx(c), &b); err != nil {
		return err
	}
	return sendLine(c, "event: "+event+"\ndata: "+strings.ReplaceAll(b.String(), "\n", " "))
}

// sendLine sends a line of an event stream, or lines, and ends the event.
func sendLine(c echo.Context, line string) error {
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(eventPatience))
	if _, err := io.WriteString(c.Response(), line+"\n\n"); err != nil {
		return err
	}
	c.Response().Flush()
	return nil
}
