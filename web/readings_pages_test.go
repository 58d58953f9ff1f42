package web_test

import (
	"context"
	"fmt"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"

	"dure/db"
	"dure/survey"
)

// A counting store counts how often the answers of a season are read.
type counting struct {
	*db.DB
	reads atomic.Int64
}

func (c *counting) Responses(ctx context.Context, id survey.SeasonID) (map[survey.MemberID]survey.Response, error) {
	c.reads.Add(1)
	return c.DB.Responses(ctx, id)
}

// The pages on a season read it once, however many are asked for at once and one after the other, and again after a write, whichever server made it. None
// changes what all of them share: each page reads as it does where the season was just read. Who was erased is on none.
func TestPagesReadASeasonOnce(t *testing.T) {
	s, id, all := large(t, 310)
	store := &counting{DB: s.db}
	s.cfg.Store = store
	s.serve()
	pages := []string{s.at("/teams"), s.at("/teams/rules/new?kind=apart"), s.at("/responses"), s.at("/members"), s.at("/survey"), s.at("/responses.csv")}
	for _, path := range []string{"", "/print", "/names", "/edits", "/rounds", "/compare", "/publish", "/briefs", "/preview", "/roster.csv", fmt.Sprintf("/move?member=%d", all[7].ID)} {
		pages = append(pages, s.at("/proposals/%d%s", id, path))
	}
	v := s.organizer()
	once := regexp.MustCompile(`name="once" value="[^"]*"`)
	look := func() map[string]string {
		var mu sync.Mutex
		var asked sync.WaitGroup
		shown := map[string]string{}
		for _, path := range pages {
			asked.Go(func() {
				body := once.ReplaceAllString(v.get(path).want(200).body, "")
				mu.Lock()
				defer mu.Unlock()
				shown[path] = body
			})
		}
		asked.Wait()
		return shown
	}
	reads := func(what string, want int64) {
		t.Helper()
		if n := store.reads.Swap(0); n != want {
			t.Errorf("%s, the season is read %d times, want %d", what, n, want)
		}
	}
	look()
	reads("at first", 1)
	before := look()
	reads("again", 0)
	s.serve()
	for path, fresh := range look() {
		if before[path] != fresh {
			t.Errorf("%s is another page where the season was just read", path)
		}
	}
	reads("by another server", 1)

	home := s.at("/proposals/%d/print?q=%s", id, all[3].Email)
	v.get(home).want(200, all[3].Name)
	s.must("erase somebody", s.db.EraseMember(t.Context(), all[3].ID, false, nil, s.now))
	v.get(home).want(200).lacks(all[3].Name)
	reads("after a write that the server knows nothing of", 1)
	look()
	reads("after that", 0)
}
