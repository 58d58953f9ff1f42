package web

import (
	"sync"
	"time"
)

// attempts slows down guessing: after five wrong passwords for one account from one address, sign-in
// rests for a minute, then twice as long each time, an hour at the most.
type attempts struct {
	mu    sync.Mutex
	wrong map[string]attempt
}

type attempt struct {
	count int
	until time.Time // no try before this
	last  time.Time
}

const (
	freeAttempts = 5
	maxRest      = time.Hour
	maxTracked   = 10000
)

func newAttempts() *attempts { return &attempts{wrong: map[string]attempt{}} }

// wait returns how long key must rest before the next try.
func (a *attempts) wait(key string, now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return max(0, a.wrong[key].until.Sub(now))
}

func (a *attempts) failed(key string, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.wrong) >= maxTracked {
		a.forget(now)
	}
	w := a.wrong[key]
	if now.Sub(w.last) > 2*maxRest {
		w.count = 0
	}
	w.count, w.last = w.count+1, now
	if over := w.count - freeAttempts; over >= 0 {
		w.until = now.Add(min(maxRest, time.Minute<<min(over, 6)))
	}
	a.wrong[key] = w
}

func (a *attempts) succeeded(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.wrong, key)
}

// forget drops what is past; where everything is recent it starts over.
func (a *attempts) forget(now time.Time) {
	for k, w := range a.wrong {
		if now.Sub(w.last) > maxRest {
			delete(a.wrong, k)
		}
	}
	if len(a.wrong) >= maxTracked {
		clear(a.wrong)
	}
}
