package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"

	"dure/survey"
)

// A quiet store has one organizer, and counts what it is asked. Whatever else a stream asked of it would end the test: there is no store behind it.
type quiet struct {
	Store
	bell  chan struct{}
	asked int
}

func (q *quiet) Follow(...survey.Topic) (told <-chan struct{}, end func()) { return q.bell, func() {} }

func (q *quiet) Session(context.Context, survey.SessionID, time.Time) (survey.Session, error) {
	q.asked++
	return survey.Session{ID: 1, Organizer: 1, Seen: time.Now()}, nil
}

func (q *quiet) Organizer(context.Context, survey.OrganizerID) (survey.Organizer, error) {
	q.asked++
	return survey.Organizer{ID: 1}, nil
}

func (q *quiet) Season(context.Context, survey.SeasonID) (survey.Season, error) {
	q.asked++
	return survey.Season{ID: 1, Club: 1}, nil
}

func (q *quiet) Role(context.Context, survey.OrganizerID, survey.ClubID) (survey.Role, error) {
	q.asked++
	return survey.Viewer, nil
}

func (q *quiet) Club(context.Context, survey.ClubID) (survey.Club, error) {
	q.asked++
	return survey.Club{ID: 1}, nil
}

// A stream asks the database when somebody wrote of what it follows, or when a time has come, and else for nothing, however long it goes on.
func TestAnIdleStreamReadsNothing(t *testing.T) {
	q := &quiet{}
	s, err := newServer(Config{Store: q})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		q.bell = make(chan struct{}, 1)
		signed, err := s.sessions.Load(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		s.sessions.Put(signed, sessionID, int64(1))
		w := httptest.NewRecorder()
		c := echo.New().NewContext(httptest.NewRequestWithContext(signed, http.MethodGet, "/", nil), w)
		c.SetParamNames("season")
		c.SetParamValues("1")
		c.Set(scopeKey, scope{Organizer: survey.Organizer{ID: 1}})
		looks, due, ended := 0, time.Time{}, false
		f := following{least: time.Second, look: func() (bool, error) { looks++; return false, nil }, due: func() time.Time { return due }}
		go func() {
			if err := s.stream(c, f); err != nil {
				t.Error(err)
			}
			ended = true
		}()
		want := func(when string, looked int) {
			t.Helper()
			if synctest.Wait(); looks != looked || q.asked != 5*looked {
				t.Fatalf("%s: %d looks, and the store was asked %d times; want %d and %d", when, looks, q.asked, looked, 5*looked)
			}
		}
		want("at the beginning", 1)
		time.Sleep(4 * time.Minute)
		want("after four minutes without a write", 1)
		if beats := strings.Count(w.Body.String(), ":\n\n"); beats < 7 {
			t.Errorf("%d lines were sent in four minutes, to whom a proxy may cut off for silence", beats)
		}
		q.bell <- struct{}{}
		want("after a write", 2)
		q.bell <- struct{}{}
		want("after another at once", 2)
		time.Sleep(time.Second)
		want("a second later", 3)
		due = time.Now().Add(time.Minute)
		time.Sleep(3 * streamBeats)
		due = time.Time{}
		want("once a time has come", 4)
		time.Sleep(streamLasts)
		if want("at its end", 4); !ended {
			t.Error("the stream goes on for longer than it is to")
		}
	})
}
