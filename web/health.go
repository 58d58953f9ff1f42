package web

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
	"dure/web/view"
)

// healthStore tells how the data fares.
type healthStore interface {
	// Ready returns an error unless the data can be read and written.
	Ready(context.Context) error
	// LateBackup returns when the newest backup was made that is made by itself, the zero time for never, and whether that is to be said.
	LateBackup(now time.Time) (last time.Time, late bool)
}

// A storageFault is an error of the store that is nobody's who asks.
type storageFault interface {
	error
	Fault() survey.Fault
}

// A probe asks the store for all who ask within a moment: strangers may ask as often as they like.
type probe struct {
	mu   sync.Mutex
	done time.Time
	err  error
}

const (
	probeHolds = 2 * time.Second
	probeWaits = 5 * time.Second
)

func (p *probe) ask(now time.Time, ready func(context.Context) error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.done.Add(probeHolds)) {
		return p.err
	}
	ctx, end := context.WithTimeout(context.Background(), probeWaits) // not the request's: others get the answer too
	defer end()
	p.done, p.err = now, ready(ctx)
	return p.err
}

// health tells programs whether the data can be read and written, and if not why.
func (s *server) health(c echo.Context) error {
	err := s.probe.ask(s.Now(), s.Store.Ready)
	if err == nil {
		return c.String(http.StatusOK, "ok\n")
	}
	s.logOf(c).Error("not ready", "err", err)
	retryAfter(c, max(probeHolds, failureOf(err).wait))
	why := "the data cannot be reached"
	if fault, ok := errors.AsType[storageFault](err); ok && fault.Fault() != survey.Damaged { // which may be its disk
		why = fault.Error()
	}
	return c.String(http.StatusServiceUnavailable, why+"\n")
}

// lateBackup is the store's, for organizers.
func (s *server) lateBackup(p view.Page) (time.Time, bool) {
	if !p.SignedIn {
		return time.Time{}, false
	}
	return s.Store.LateBackup(s.Now())
}
