package web

import (
	"fmt"
	"testing"
	"time"
)

func TestAttemptsRestAfterFiveWrong(t *testing.T) {
	a, now := newAttempts(), time.Unix(1e9, 0)
	for i := range freeAttempts {
		if w := a.wait("k", now); w != 0 {
			t.Fatalf("try %d must wait %v", i+1, w)
		}
		a.failed("k", now)
	}
	if w := a.wait("k", now); w != time.Minute {
		t.Errorf("after five wrong tries the rest is %v, want a minute", w)
	}
	if w := a.wait("other", now); w != 0 {
		t.Errorf("another account must wait %v", w)
	}
	now = now.Add(time.Minute)
	a.failed("k", now)
	if w := a.wait("k", now); w != 2*time.Minute {
		t.Errorf("after the sixth the rest is %v, want two minutes", w)
	}
	for range 40 {
		a.failed("k", now)
	}
	if w := a.wait("k", now); w != time.Hour {
		t.Errorf("after many the rest is %v, want an hour", w)
	}
	a.succeeded("k")
	if w := a.wait("k", now); w != 0 {
		t.Errorf("after success the rest is %v", w)
	}
}

func TestAttemptsKeepABoundedMemory(t *testing.T) {
	a, now := newAttempts(), time.Unix(1e9, 0)
	for i := range 3 * maxTracked {
		a.failed(fmt.Sprint(i), now)
	}
	if len(a.wrong) > maxTracked {
		t.Errorf("%d accounts are tracked, want at most %d", len(a.wrong), maxTracked)
	}
}
