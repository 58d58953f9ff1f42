package web

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"dure/survey"
)

// attemptStore counts, for all servers of the site, what may be done only so often.
type attemptStore interface {
	// Attempt counts the attempts, or none of them where one has to wait, and returns how long each has.
	Attempt(ctx context.Context, now time.Time, attempts ...survey.Attempt) ([]time.Duration, error)
	// Forgive takes back attempts that were counted.
	Forgive(context.Context, ...survey.Attempt) error
}

// A pace is how often something may happen: so many times at once, and then once in every so long.
type pace struct {
	burst int
	every time.Duration
}

// of is an attempt at what the key says that keeps the pace.
func (p pace) of(key string) survey.Attempt {
	return survey.Attempt{Key: key, Burst: p.burst, Every: p.every}
}

// paces counts attempts before it is known whether they count: a password may turn out right.
type paces struct {
	counts  attemptStore
	mu      sync.Mutex
	open    map[string]int // by key, attempts of which it is not said yet whether they count
	settled chan struct{}  // closes when it is said of something whether it counts
}

func newPaces(counts attemptStore) *paces {
	return &paces{counts: counts, open: map[string]int{}, settled: make(chan struct{})}
}

// take counts the attempts before what is counted is done; or none where one has to wait, and then its error is a [laterError]. By settle it is said
// once, when it is done, whether they count. What has to wait waits first for what is not settled yet, and may be taken back: many at once that are
// all right are let through.
func (p *paces) take(ctx context.Context, now time.Time, attempts ...survey.Attempt) (settle func(counts bool), err error) {
	for {
		wait, settled, err := p.try(ctx, now, attempts)
		if err != nil {
			return nil, err
		}
		if wait == 0 {
			return func(counts bool) { p.settle(context.WithoutCancel(ctx), attempts, counts) }, nil
		}
		if settled == nil {
			return nil, tooOften(wait)
		}
		select {
		case <-settled:
		case <-ctx.Done():
			return nil, tooOften(wait)
		}
	}
}

// try is [paces.take] once. It returns what to wait for where all that have to wait may be given an attempt back.
func (p *paces) try(ctx context.Context, now time.Time, attempts []survey.Attempt) (wait time.Duration, settled <-chan struct{}, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	waits, err := p.counts.Attempt(ctx, now, attempts...)
	if err != nil {
		return 0, nil, err
	}
	may := true
	for i, a := range attempts {
		may = may && (waits[i] == 0 || p.open[a.Key] > 0)
	}
	if wait = slices.Max(waits); wait == 0 {
		for _, a := range attempts {
			p.open[a.Key]++
		}
	} else if may {
		settled = p.settled
	}
	return wait, settled, nil
}

func (p *paces) settle(ctx context.Context, attempts []survey.Attempt, count bool) {
	if !count {
		_ = p.counts.Forgive(ctx, attempts...) // what cannot be taken back counts
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range attempts {
		if p.open[a.Key]--; p.open[a.Key] == 0 {
			delete(p.open, a.Key)
		}
	}
	close(p.settled)
	p.settled = make(chan struct{})
}

// tally counts attempts at this server alone, and until it ends. One that is whole again is forgotten, for it is as good as none, and nothing
// else ever is: no flood of keys makes one forget a key that was seen before. Where as many are known as may be, all keys that are new count as one.
type tally struct {
	mu    sync.Mutex
	whole map[string]time.Time // when each is whole again
	sweep int                  // at so many those that are whole are looked for,
	swept time.Time            // and a minute after the last time
}

// The most keys that are counted apart, and the fewest for which it pays to look for what can be forgotten.
const (
	maxCounted = 100_000
	minSweep   = 1000
	otherKeys  = "others"
)

func newTally() *tally { return &tally{whole: map[string]time.Time{}, sweep: minSweep} }

func (t *tally) Attempt(_ context.Context, now time.Time, attempts ...survey.Attempt) ([]time.Duration, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.whole) >= t.sweep || now.Sub(t.swept) > time.Minute {
		maps.DeleteFunc(t.whole, func(_ string, whole time.Time) bool { return !whole.After(now) })
		t.sweep, t.swept = max(minSweep, 2*len(t.whole)), now
	}
	next, waits := make([]time.Time, len(attempts)), make([]time.Duration, len(attempts))
	for i, a := range attempts {
		next[i], waits[i] = a.Count(t.whole[t.key(a)], now)
	}
	if slices.Max(waits) == 0 {
		for i, a := range attempts {
			t.whole[t.key(a)] = next[i]
		}
	}
	return waits, nil
}

func (t *tally) Forgive(_ context.Context, attempts ...survey.Attempt) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range attempts {
		if whole, counted := t.whole[t.key(a)]; counted {
			t.whole[t.key(a)] = whole.Add(-a.Every)
		}
	}
	return nil
}

func (t *tally) key(a survey.Attempt) string {
	if _, known := t.whole[a.Key]; !known && len(t.whole) >= maxCounted {
		return otherKeys
	}
	return a.Key
}
