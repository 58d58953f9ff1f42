package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A crowd is who comes to an admission: in which order they began, how each ended, and what ends one that is at work.
type crowd struct {
	*admission
	begun []string
	ended map[string]error
	end   [classes]chan struct{}
}

func newCrowd() *crowd {
	return &crowd{newAdmission(), nil, map[string]error{}, [classes]chan struct{}{make(chan struct{}), make(chan struct{})}}
}

// come asks to be let in, and works until it is ended.
func (l *crowd) come(ctx context.Context, name string, of class) {
	go func() {
		leave, err := l.enter(ctx, of)
		if l.ended[name] = err; err != nil {
			return
		}
		l.begun = append(l.begun, name)
		<-l.end[of]
		leave()
	}()
	synctest.Wait()
}

// fill has as many work as may.
func (l *crowd) fill(ctx context.Context, of class) {
	for range limits[of].work * l.cpus {
		l.come(ctx, "first", of)
	}
	l.begun = nil
}

// over ends one that is at work, and returns who begins.
func (l *crowd) over(of class) []string {
	l.begun = nil
	l.end[of] <- struct{}{}
	synctest.Wait()
	return l.begun
}

// Past the limit one waits in the order of the line, members before pages of a season; a full line takes nobody, and who goes away is waited for no more.
func TestWorkIsBoundedAndMembersComeFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newCrowd()
		l.fill(t.Context(), heavy)
		l.fill(t.Context(), quick)
		leaving, leave := context.WithCancel(t.Context())
		l.come(leaving, "gone", heavy)
		l.come(t.Context(), "page 1", heavy)
		l.come(t.Context(), "page 2", heavy)
		l.come(t.Context(), "member 1", quick)
		l.come(t.Context(), "member 2", quick)
		if len(l.begun) > 0 {
			t.Errorf("%q begin past the limit", l.begun)
		}
		leave()
		synctest.Wait()
		if !errors.Is(l.ended["gone"], context.Canceled) {
			t.Errorf("who goes away while waiting gets %v, want that it was cancelled", l.ended["gone"])
		}
		for range limits[heavy].waiting*l.cpus - 2 {
			l.come(t.Context(), "another page", heavy)
		}
		l.come(t.Context(), "one too many", heavy)
		if !errors.Is(l.ended["one too many"], errBusy) {
			t.Errorf("past a full line one gets %v, want that the program is busy", l.ended["one too many"])
		}
		for _, step := range []struct {
			ends class
			want []string
		}{{heavy, nil}, {quick, []string{"member 1"}}, {quick, []string{"member 2", "page 1"}}, {heavy, []string{"page 2"}}} {
			if got := l.over(step.ends); !slices.Equal(slices.Sorted(slices.Values(got)), step.want) {
				t.Errorf("as one of class %d is over %q begin, want %q", step.ends, got, step.want)
			}
		}
		close(l.end[heavy])
		close(l.end[quick])
		synctest.Wait()
		if l.working != [classes]int{} || l.waiting[quick].Len()+l.waiting[heavy].Len() != 0 {
			t.Errorf("%d work and %d and %d wait when all is over, want none", l.working, l.waiting[quick].Len(), l.waiting[heavy].Len())
		}
	})
}

// Who waits too long is told to come again, and pages that stood behind for that go on.
func TestNobodyWaitsLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newCrowd()
		l.fill(t.Context(), quick)
		l.come(t.Context(), "member", quick)
		l.come(t.Context(), "page", heavy)
		time.Sleep(limits[quick].patience - time.Millisecond)
		synctest.Wait()
		if _, over := l.ended["member"]; over || len(l.begun) > 0 {
			t.Errorf("before the time %q begin", l.begun)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if !errors.Is(l.ended["member"], errBusy) || !slices.Equal(l.begun, []string{"page"}) {
			t.Errorf("who waits too long gets %v, and %q begin, want that the program is busy, and the page", l.ended["member"], l.begun)
		}
		close(l.end[heavy])
		close(l.end[quick])
	})
}

// What members do is never behind what organizers look at, and what is asked by programs is not counted.
func TestEachRouteHasItsClass(t *testing.T) {
	for _, r := range new(server).routes() {
		want := heavy
		switch {
		case r.path == "/healthz" || r.path == "/readyz" || r.path == "/static/*" || strings.HasSuffix(r.path, "/events"):
			want = free
		case !strings.HasPrefix(r.path, "/seasons/") && !strings.HasPrefix(r.path, "/clubs/"):
			want = quick
		}
		if got := r.class(); got != want || got == free && r.method != http.MethodGet {
			t.Errorf("%s %s is of class %d, want %d", r.method, r.path, got, want)
		}
	}
}
