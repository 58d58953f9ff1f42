package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

// A gate lets a few in at a time, for work that takes much memory. A few more wait for their turn, and who comes then is asked to come again.
type gate struct{ places, work chan struct{} }

func newGate(work, waiting int) gate {
	return gate{make(chan struct{}, work+waiting), make(chan struct{}, work)}
}

// enter waits for a turn, which ends by leave.
func (g gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.places <- struct{}{}:
	default:
		return nil, errBusy
	}
	select {
	case g.work <- struct{}{}:
		return func() { <-g.work; <-g.places }, nil
	case <-ctx.Done():
		<-g.places
		return nil, ctx.Err()
	}
}

// A laterError asks to come again after a while.
type laterError struct {
	status int
	wait   time.Duration
}

func (e *laterError) Error() string { return http.StatusText(e.status) }

// minutes is the wait in whole minutes, as a page says it.
func (e *laterError) minutes() int { return int((e.wait + time.Minute - 1) / time.Minute) }

func (e *laterError) header(c echo.Context) { retryAfter(c, e.wait) }

// retryAfter tells programs how long to wait.
func retryAfter(c echo.Context, wait time.Duration) {
	c.Response().Header().Set("Retry-After", strconv.Itoa(max(1, int(wait.Seconds()))))
}

// errBusy is for who finds the program at the limit of what it does at once.
var errBusy = &laterError{http.StatusServiceUnavailable, 3 * time.Second}

// tooOften is for who did something as often as may be.
func tooOften(wait time.Duration) *laterError {
	return &laterError{http.StatusTooManyRequests, wait}
}
