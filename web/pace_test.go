package web

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dure/survey"
)

// counted takes what counts, and returns how long to wait.
func (p *paces) counted(t *testing.T, now time.Time, attempts ...survey.Attempt) time.Duration {
	settle, err := p.take(t.Context(), now, attempts...)
	if err == nil {
		settle(true)
	}
	return waitOf(t, err)
}

func waitOf(t *testing.T, err error) time.Duration {
	t.Helper()
	later, ok := errors.AsType[*laterError](err)
	switch {
	case ok:
		return later.wait
	case err != nil:
		t.Error(err)
	}
	return 0
}

func TestPace(t *testing.T) {
	now := time.Unix(1e9, 0)
	p, mina := newPaces(newTally()), pace{5, time.Minute}.of("mina")
	for i := range 5 {
		if wait := p.counted(t, now, mina); wait != 0 {
			t.Fatalf("try %d must wait %v", i+1, wait)
		}
	}
	if wait := p.counted(t, now, mina); wait != time.Minute {
		t.Errorf("after five tries the wait is %v, want a minute", wait)
	}
	if wait := p.counted(t, now, pace{5, time.Minute}.of("ara")); wait != 0 {
		t.Errorf("another account must wait %v", wait)
	}
	settle, err := p.take(t.Context(), now.Add(time.Minute), mina)
	if wait := waitOf(t, err); wait != 0 {
		t.Errorf("a minute later the wait is %v, want none", wait)
	}
	settle(false)
	if wait := p.counted(t, now.Add(time.Minute), mina); wait != 0 {
		t.Errorf("what was given back is missing: the wait is %v", wait)
	}
	if wait := p.counted(t, now.Add(90*time.Second), mina); wait != 30*time.Second {
		t.Errorf("half a minute after the last try the wait is %v, want the other half", wait)
	}
}

// A try that one limit refuses uses up nothing of the others.
func TestPaceTakesAllOrNone(t *testing.T) {
	now, p := time.Unix(1e9, 0), newPaces(newTally())
	all := pace{3, time.Hour}.of("all")
	for range 10 {
		p.counted(t, now, pace{1, time.Hour}.of("one address"), all)
	}
	for i := range 2 {
		if wait := p.counted(t, now, pace{1, time.Hour}.of(fmt.Sprint("address ", i)), all); wait != 0 {
			t.Errorf("ten tries of one address leave an other one waiting %v", wait)
		}
	}
}

// Many at once get no more than one after the other.
func TestPaceInParallel(t *testing.T) {
	var passed atomic.Int64
	var g sync.WaitGroup
	now, p := time.Unix(1e9, 0), newPaces(newTally())
	for range 50 {
		g.Go(func() {
			if wait := p.counted(t, now, accountPace.of("mina")); wait == 0 {
				passed.Add(1)
			}
		})
	}
	g.Wait()
	if n := passed.Load(); n != int64(accountPace.burst) {
		t.Errorf("of 50 tries at once %d pass, want %v", n, accountPace.burst)
	}
}

// Many at once that do not count are all let through: what finds nothing left waits for what may be given back, and for nothing else.
func TestPaceWaitsForWhatMayBeGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var passed atomic.Int64
		var g sync.WaitGroup
		now, p := time.Unix(1e9, 0), newPaces(newTally())
		mina := accountPace.of("mina")
		for range 100 {
			g.Go(func() {
				settle, err := p.take(t.Context(), now, mina)
				if err != nil {
					return
				}
				passed.Add(1)
				time.Sleep(time.Second) // as long as it takes to look at it
				settle(false)
			})
		}
		g.Wait()
		if n := passed.Load(); n != 100 {
			t.Errorf("of 100 tries at once that are right %d pass, want all", n)
		}
		for range int(accountPace.burst) {
			p.counted(t, now, mina)
		}
		if wait := p.counted(t, now, mina, accountPace.of("ara")); wait == 0 {
			t.Error("after as many as may be that count one more passes")
		}
		gone, stop := context.WithCancel(t.Context())
		settle, _ := p.take(t.Context(), now, pace{1, time.Hour}.of("bo"))
		go stop()
		if _, err := p.take(gone, now, pace{1, time.Hour}.of("bo")); err == nil {
			t.Error("who went away is let through")
		}
		settle(true)
	})
}

// A flood of keys takes no more than so much memory, and makes nothing forgotten that counts.
func TestPaceKeepsABoundedMemory(t *testing.T) {
	now, counts := time.Unix(1e9, 0), newTally()
	p, mina := newPaces(counts), pace{1, time.Hour}.of("mina")
	p.counted(t, now, mina)
	for i := range 2 * maxCounted {
		p.counted(t, now, pace{2, time.Hour}.of(fmt.Sprint(i)))
	}
	if len(counts.whole) > maxCounted+1 {
		t.Errorf("%d keys are counted, want at most %d", len(counts.whole), maxCounted+1)
	}
	if wait := p.counted(t, now, mina); wait == 0 {
		t.Error("a flood of keys resets the count of one that was seen before")
	}
	for i := range 2 * minSweep {
		p.counted(t, now.Add(3*time.Hour), pace{1, time.Nanosecond}.of(fmt.Sprint("late ", i)))
	}
	if len(counts.whole) > 2*minSweep {
		t.Errorf("%d keys are kept after all of them have filled up again", len(counts.whole))
	}
}
