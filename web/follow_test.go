package web_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"

	"dure/survey"
)

// followed opens a stream, and returns a function that waits for an event in which something stands.
func (v *visitor) followed(s *site, path string) (next func(event, says string)) {
	req, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.url+path+"/events", nil)
	s.must("make a request", err)
	res, err := v.client.Do(req)
	s.must("follow "+path, err)
	s.Cleanup(func() { res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	return func(event, says string) {
		s.Helper()
		for last := ""; lines.Scan(); {
			if name, is := strings.CutPrefix(lines.Text(), "event: "); is {
				last = name
			}
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is && last == event && strings.Contains(data, says) {
				return
			}
		}
		s.Fatalf("the stream of %s ends without an event %s that says %q: %v", path, event, says, lines.Err())
	}
}

// Who looks at an import sees how far it is as soon as that is written, and its page anew at the end.
func TestImportIsFollowed(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	r := v.upload("/import", "large.csv", largeTable(5000)).want(200, `data-live="`)
	next := v.followed(s, r.path)
	next("import", "Reading")
	id := survey.ImportID(1)
	s.must("say how far it is", s.db.SetImportProgress(t.Context(), id, `{"rows": 1234}`))
	next("import", "1234")
	s.must("keep what was read", s.db.KeepRead(t.Context(), id, []byte("a"), ""))
	next("done", "")
}

// Who looks at what a club has learned sees how far a training is, and the page anew at its end.
func TestTrainingIsFollowed(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	s.pastSeasons()
	v.post(s.at("/fit/train"), nil).want(200, `data-live="`)
	id := s.versions()[0].ID
	next := v.followed(s, s.at("/fit/models/%d", id))
	next("training-now", `value="0"`)
	s.must("say how far it is", s.db.SetModelProgress(t.Context(), id, []byte(`{"share": 0.25}`)))
	next("training-now", `value="25"`)
	s.must("end it", s.db.StopModel(t.Context(), id))
	next("done", "")
}
