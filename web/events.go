package web

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// followEvery is how often an event stream looks at the row of a job.
const followEvery = 300 * time.Millisecond

// stream answers with server-sent events: look sends those that are due, again and again, until it says that the job is
// over. Then comes an event "done", by which the page loads the result.
func stream(c echo.Context, every time.Duration, look func() (over bool, err error)) error {
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	c.Response().WriteHeader(http.StatusOK)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
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
