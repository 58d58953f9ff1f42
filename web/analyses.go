package web

import (
	"context"
	"crypto/sha256"
	"runtime"
	"slices"
	"sync"

	"dure/clustering"
)

// What takes long to find, such as how members group, is found once for all who ask for it meanwhile, and ends when the last of them goes away. A shared
// flight as golang.org/x/sync/singleflight has goes on whoever waits; here each counts who wait for it and has a context of its own, which ends with the last.

// analyses remembers what took long to find, under all that it is found from, so that it is never out of date. Of what is to be found as many are at work as
// there are processors.
type analyses struct {
	mu      sync.Mutex
	kept    map[analysisKey]keptAnalysis
	order   []analysisKey // the oldest first
	most    int           // that the kept ones weigh together
	weight  int           // that they do
	finding map[analysisKey]*finding
	turns   gate
}

// A keptAnalysis is what was found and how much it weighs.
type keptAnalysis struct {
	made   any
	weight int
}

// A finding is what is at work for all who wait for it.
type finding struct {
	waiting int
	stop    context.CancelFunc // once nobody does
	done    chan struct{}      // is closed when made or err is there
	made    any
	err     error
}

func newAnalyses(most int) *analyses {
	cpus := runtime.GOMAXPROCS(0)
	return &analyses{most: most, kept: map[analysisKey]keptAnalysis{}, finding: map[analysisKey]*finding{}, turns: newGate(cpus, 16*cpus)}
}

// An analysisKey tells tables apart, and what is found of one: its base, or what a linkage makes of it.
type analysisKey struct {
	table   [sha256.Size]byte
	linkage clustering.Method
}

// remember returns what is kept under the key, or else finds and keeps it. It ends with ctx at the latest; find ends when nobody waits for it any more.
// Weigh says how much of what may be kept it takes.
func remember[T any](ctx context.Context, c *analyses, key analysisKey, weigh func(T) int, find func(context.Context) (T, error)) (none T, err error) {
	if err := ctx.Err(); err != nil {
		return none, err
	}
	c.mu.Lock()
	if old, ok := c.kept[key]; ok {
		c.mu.Unlock()
		return old.made.(T), nil
	}
	f := c.finding[key]
	if f == nil {
		f = &finding{done: make(chan struct{})}
		var whole context.Context
		whole, f.stop = context.WithCancel(context.WithoutCancel(ctx))
		c.finding[key] = f
		go func() {
			defer f.stop()
			made, err := turn(whole, c.turns, find)
			c.end(key, f, made, weigh(made), err)
		}()
	}
	f.waiting++
	c.mu.Unlock()
	select {
	case <-f.done:
		made, _ := f.made.(T)
		return made, f.err
	case <-ctx.Done():
		c.leave(key, f)
		return none, ctx.Err()
	}
}

// turn finds when it is its turn. A fault in it is the request's, and does not end the program.
func turn[T any](ctx context.Context, turns gate, find func(context.Context) (T, error)) (made T, err error) {
	defer catch(&err)
	leave, err := turns.enter(ctx)
	if err != nil {
		return made, err
	}
	defer leave()
	return find(ctx)
}

// leave is for one who waits no more. Who asks after the last has left begins anew.
func (c *analyses) leave(key analysisKey, f *finding) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.waiting--; f.waiting > 0 {
		return
	}
	f.stop()
	if c.finding[key] == f {
		delete(c.finding, key)
	}
}

// end tells all who wait what was found, and keeps it in place of the oldest, unless it was forgotten meanwhile.
func (c *analyses) end(key analysisKey, f *finding, made any, weight int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	current := c.finding[key] == f
	if current {
		delete(c.finding, key)
	}
	if f.made, f.err = made, err; err == nil && current {
		c.keep(key, keptAnalysis{made, weight})
	}
	close(f.done)
}

// keep is under the lock.
func (c *analyses) keep(key analysisKey, k keptAnalysis) {
	if _, ok := c.kept[key]; ok || k.weight > c.most {
		return
	}
	for c.weight+k.weight > c.most {
		c.drop(c.order[0])
	}
	c.kept[key], c.weight = k, c.weight+k.weight
	c.order = append(c.order, key)
}

func (c *analyses) drop(key analysisKey) {
	c.weight -= c.kept[key].weight
	delete(c.kept, key)
	c.order = slices.DeleteFunc(c.order, func(k analysisKey) bool { return k == key })
}

// clear forgets all that is kept, as somebody was erased, and what is at work: who waits for it gets it, and nobody after them.
func (c *analyses) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept, c.order, c.weight = map[analysisKey]keptAnalysis{}, nil, 0
	c.finding = map[analysisKey]*finding{}
}
