package web

import (
	"context"
	"maps"
	"sync"
	"time"
)

// A pace is how often something may happen: so many times at once, and then once in every so long.
type pace struct {
	burst float64
	every time.Duration
}

// A paced thing is what keeps a pace: an account, an address.
type paced struct {
	key  string
	pace pace
}

// A bucket is what a pace has left at a time, and of how much that is taken it is not said yet whether it counts.
type bucket struct {
	pace
	left float64
	open int
	at   time.Time
}

// now returns the bucket as it stands now: token buckets fill as time goes by.
func (b bucket) now(now time.Time) bucket {
	if d := now.Sub(b.at); d > 0 {
		b.left, b.at = min(b.burst, b.left+float64(d)/float64(b.every)), now
	}
	return b
}

// paces counts what happens, as token buckets: one a key. A bucket that is full again is forgotten, for it is as good as none, and nothing
// else ever is: no flood of keys makes one forget a key that was seen before. Where as many are known as may be, all keys that are new count as one.
type paces struct {
	mu      sync.Mutex
	of      map[string]bucket
	sweep   int           // at so many buckets full ones are looked for,
	swept   time.Time     // and a minute after the last time
	settled chan struct{} // closes when it is said of something whether it counts
}

// The most keys that are counted apart, and the fewest for which it pays to look for what can be forgotten.
const (
	maxBuckets = 100_000
	minSweep   = 1000
	otherKeys  = "others"
)

func newPaces() *paces {
	return &paces{of: map[string]bucket{}, sweep: minSweep, settled: make(chan struct{})}
}

// take counts once more for all the keys, before what is counted is done; or for none where one of them has nothing left, and then says how long that
// lasts. By settle it is said once, when it is done, whether it counts. What finds nothing left waits for what is not settled yet, and may be given
// back: many at once that are all right are let through.
func (p *paces) take(ctx context.Context, now time.Time, counts ...paced) (settle func(counts bool), wait time.Duration) {
	for {
		settle, wait, settled := p.try(now, counts)
		if settled == nil {
			return settle, wait
		}
		select {
		case <-settled:
		case <-ctx.Done():
			return func(bool) {}, wait
		}
	}
}

// try is [paces.take] once. It returns what to wait for where one of the keys has nothing left but what may be given back.
func (p *paces) try(now time.Time, counts []paced) (settle func(counts bool), wait time.Duration, settled <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.of) >= p.sweep || now.Sub(p.swept) > time.Minute {
		maps.DeleteFunc(p.of, func(_ string, b bucket) bool { return b.open == 0 && b.now(now).left >= b.burst })
		p.sweep, p.swept = max(minSweep, 2*len(p.of)), now
	}
	keys, may := make([]string, len(counts)), true
	for i, c := range counts {
		keys[i] = p.key(c.key)
		if b := p.bucket(keys[i], c.pace, now); b.left < 1 {
			wait, may = max(wait, time.Duration((1-b.left)*float64(b.every))), may && b.open > 0
		}
	}
	if wait > 0 && may {
		return nil, wait, p.settled
	}
	if wait > 0 {
		return func(bool) {}, wait, nil
	}
	p.add(keys, counts, -1, 1, now)
	return func(done bool) {
		p.mu.Lock()
		defer p.mu.Unlock()
		back := 1.0
		if done {
			back = 0
		}
		p.add(keys, counts, back, -1, now)
		close(p.settled)
		p.settled = make(chan struct{})
	}, 0, nil
}

func (p *paces) key(key string) string {
	if _, known := p.of[key]; !known && len(p.of) >= maxBuckets {
		return otherKeys
	}
	return key
}

func (p *paces) bucket(key string, pace pace, now time.Time) bucket {
	b, known := p.of[key]
	if !known {
		return bucket{pace: pace, left: pace.burst, at: now}
	}
	return b.now(now)
}

func (p *paces) add(keys []string, counts []paced, left float64, open int, now time.Time) {
	for i, key := range keys {
		b := p.bucket(key, counts[i].pace, now)
		b.left, b.open = min(b.burst, b.left+left), b.open+open
		p.of[key] = b
	}
}
