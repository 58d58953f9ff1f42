package web_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"

	"dure/db"
	"dure/survey"
)

// slow is a store in which what a club did takes until it is let go, or ends in a panic.
type slow struct {
	*db.DB
	asked chan bool     // somebody does
	let   chan struct{} // closes when they are let go
	fall  bool
}

func (s *slow) Acts(ctx context.Context, club survey.ClubID, f survey.ActFilter) ([]survey.Act, error) {
	s.asked <- true
	<-s.let
	if s.fall {
		panic("it falls")
	}
	return s.DB.Acts(ctx, club, f)
}

// Of heavy pages so many are made at once, some wait, and who comes then is told to come again, in words and for programs. Members, health, files and streams
// are answered all the while; and when it is over, however it ended, all is as before.
func TestACrowdIsToldToComeAgain(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	m := s.member("Mina")
	for _, fall := range []bool{false, true} {
		store := &slow{s.db, make(chan bool, 1000), make(chan struct{}), fall}
		s.over(store)
		v := s.organizer()
		var all sync.WaitGroup
		var mu sync.Mutex
		answered := map[int]int{}
		log := s.at("/log")
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+log, nil)
		s.must("make a request", err)
		most := 18 * runtime.GOMAXPROCS(0)
		ask := func() {
			res, err := v.client.Do(req.Clone(req.Context()))
			if err != nil {
				t.Error(err)
				return
			}
			res.Body.Close()
			mu.Lock()
			answered[res.StatusCode]++
			mu.Unlock()
		}
		for range most + 20 {
			all.Go(ask)
		}
		for range 2 * runtime.GOMAXPROCS(0) {
			<-store.asked
		}
		for {
			mu.Lock()
			refused := answered[http.StatusServiceUnavailable]
			mu.Unlock()
			if refused == 20 || len(store.asked) > 0 {
				break
			}
			runtime.Gosched()
		}
		for i, says := range []string{"Many are here at once", "지금 이용자가 많습니다"} {
			v.lang = []string{"en", "ko"}[i]
			again := []string{"that sends again what you sent", "다시 전송됩니다"}[i]
			if r := v.get(log).want(503, says, again); r.header.Get("Retry-After") != "3" {
				t.Errorf("who is refused is to come again after %q seconds, want 3", r.header.Get("Retry-After"))
			}
		}
		v.lang = "en"
		s.visitor().get("/m/" + string(m.Token)).want(200)
		s.visitor().get("/healthz").want(200)
		s.visitor().get("/readyz").want(200)
		s.visitor().get("/static/dure.css").want(200)
		if r := v.send(http.MethodHead, s.at("/responses/events"), nil); r.status != 200 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/event-stream") {
			t.Errorf("a stream is answered with %d", r.status)
		}
		if len(store.asked) > 0 {
			t.Errorf("%d more pages are made at once than may be", len(store.asked))
		}
		close(store.let)
		all.Wait()
		want := 200
		if fall {
			want = 500
		}
		if answered[want] != most || answered[503] != 20 {
			t.Errorf("the pages are answered with %v, want %d with %d", answered, most, want)
		}
		store.fall = false
		for range 2*runtime.GOMAXPROCS(0) + 1 {
			v.get(log).want(200)
		}
	}
}
