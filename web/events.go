package web

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// followEvery is how often an event stream looks at the row of a job.
const followEvery = 300 * time.Millisecond

// lookEvery is how often one looks whether teams were changed by somebody else.
const lookEvery = time.Second

// How many event streams there may be at once of an organizer, from an address and in all, and for how long one goes on: then the browser
// asks again, and whoever may no longer see it does not.
const (
	ownStreams     = 12
	addressStreams = 60
	allStreams     = 400
	streamLasts    = 10 * time.Minute
	streamAsks     = time.Second      // whether who follows is still an organizer, and signed in
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

// stream answers with server-sent events: look sends those that are due, again and again, until it says that the job is
// over. Then comes an event "done", by which the page loads the result.
func (s *server) stream(c echo.Context, every time.Duration, look func() (over bool, err error)) error {
	end, err := s.streams.begin(map[string]int{fmt.Sprint("organizer ", scopeOf(c).Organizer.ID): ownStreams, "address " + address(c): addressStreams, "all": allStreams})
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
	tick := time.NewTicker(every)
	defer tick.Stop()
	last, asked := time.After(streamLasts), time.Now()
	rc := http.NewResponseController(c.Response())
	for {
		_ = rc.SetWriteDeadline(time.Now().Add(every + eventPatience))
		if time.Since(asked) > streamAsks {
			if _, err := s.scope(c, viewer); err != nil {
				return nil // the browser asks again, and is told
			}
			asked = time.Now()
		}
		over, err := look()
		if err != nil {
			return nil // the visitor went away, or the row is gone; the browser asks again
		}
		if over {
			break
		}
		select {
		case <-ctx(c).Done():
			return nil
		case <-last:
			return nil
		case <-tick.C:
		}
	}
	_, _ = fmt.Fprint(c.Response(), "event: done\ndata: \n\n")
	c.Response().Flush()
	return nil
}

// send sends a part of a page as one event.
func send(c echo.Context, event string, part templ.Component) error {
	var b bytes.Buffer
	if err := part.Render(ctx(c), &b); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c.Response(), "event: %s\ndata: %s\n\n", event, bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte(" "))); err != nil {
		return err
	}
	c.Response().Flush()
	return nil
}
