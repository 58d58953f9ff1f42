package web

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
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
	// Rescued returns the files into which data was saved that was deleted in use, and that nobody has looked at.
	Rescued() []string
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

// readiness tells proxies whether to send visitors here: not where the server is about to end.
func (s *server) readiness(c echo.Context) error {
	if s.Leaving() {
		return c.String(http.StatusServiceUnavailable, "this server is ending\n")
	}
	return s.health(c)
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

// backupNotes are what organizers are told of backups that fail, and of data that was saved and that nobody has looked at.
func (s *server) backupNotes(p view.Page) (notes []string) {
	if !p.SignedIn {
		return nil
	}
	if last, late := s.Store.LateBackup(s.Now()); late && last.IsZero() {
		notes = append(notes, p.T("backup_none"))
	} else if late {
		notes = append(notes, p.T("backup_late", "At", p.DateTime(last)))
	}
	for _, file := range s.Store.Rescued() {
		notes = append(notes, p.T("backup_rescued", "File", filepath.Base(file)))
	}
	return notes
}
