package web

import (
	"crypto/rand"
	"log/slog"
	"time"

	"github.com/labstack/echo/v4"
)

// A Meter is told what is asked of the program. Routes stand for addresses, in which there may be links.
type Meter interface {
	Request(method, route string, status int, took time.Duration)
	Stream(more int) // event streams that began, or ended
}

type noMeter struct{}

func (noMeter) Request(string, string, int, time.Duration) {}
func (noMeter) Stream(int)                                 {}

// requestID is under what the context of a request has its id.
const requestID = "request"

// gone stands for the status of what was not answered, since who asked went away.
const gone = 499

// measured gives a request its id, which is in the answer and in each line of the log that is about it, and tells log and meter how it went.
func (s *server) measured(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun, id := time.Now(), rand.Text()[:12]
		c.Set(requestID, id)
		c.Response().Header().Set("X-Request-Id", id)
		if err := next(c); err != nil {
			c.Error(err)
		}
		status, route, took := c.Response().Status, c.Path(), time.Since(begun)
		if !c.Response().Committed {
			status = gone
		}
		if !s.paths[route] { // an address that somebody typed, which may be a link
			route = "none"
		}
		s.logOf(c).Info("answered", "method", c.Request().Method, "route", route, "status", status, "ms", took.Milliseconds())
		s.Meter.Request(c.Request().Method, route, status, took)
		return nil
	}
}

// logOf is for lines about a request.
func (s *server) logOf(c echo.Context) *slog.Logger {
	id, _ := c.Get(requestID).(string) // none where it is refused before it has a route
	return s.Log.With(requestID, id)
}
