package web_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// What members sent themselves stays where a file's answers are older, and, until an organizer says otherwise, where the file does not tell; the page says of how
// many that would be before it saves, and the result how many were kept.
func TestAFileDoesNotReplaceNewerAnswers(t *testing.T) {
	for _, c := range []struct {
		name, file string
		given      string // what the form says where it asks; "" for what is checked
		asks       bool
		want       float64 // the age of Ana, who sent 30 herself
		kept       bool
	}{
		{"no time", "Name,Email,Age\nAna,ana@example.org,20\nBo,bo@example.org,41\n", "", true, 30, true},
		{"no time, and the file counts", "Name,Email,Age\nAna,ana@example.org,20\nBo,bo@example.org,41\n", "file", true, 20, false},
		{"older", "Timestamp,Name,Email,Age\n2026-03-02 17:59:00,Ana,ana@example.org,20\n2026-03-02 17:59:00,Bo,bo@example.org,41\n", "", false, 30, true},
		{"newer", "Timestamp,Name,Email,Age\n2026-03-02 18:01:00,Ana,ana@example.org,20\n2026-03-02 17:59:00,Bo,bo@example.org,41\n", "", false, 20, false},
		{"a time that cannot be read", "Timestamp,Name,Email,Age\n2026-03-01 09:01:00,Bo,bo@example.org,41\n2026-03-01 09:01:00,Cy,cy@example.org,42\n,Ana,ana@example.org,20\n", "", true, 30, true},
		{"a question that is new", "Name,Email,Age,Height\nAna,ana@example.org,20,170\nBo,bo@example.org,41,180\n", "", true, 30, true},
		{"nobody who sent any", "Name,Email,Age\nBo,bo@example.org,41\n", "", false, 30, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t)
			s.work()
			v := s.organizer()
			v.post("/clubs/1/settings", url.Values{"name": {"Chess"}, "zone": {"Asia/Seoul"}, "revision": {"0"}}).want(200)
			r := v.upload("/import", "first.csv", []byte("Name,Email,Age\nAna,ana@example.org,18\nBo,bo@example.org,40\nCy,cy@example.org,42\n"))
			v.take(r.path, r.proposed())
			v.finish(r.path).want(200, "The import is done")
			s.must("open the survey", s.db.SaveSurvey(t.Context(), survey.Survey{Season: s.season.ID, Opens: s.now, Closes: s.now.Add(24 * time.Hour)}))
			age := s.stored().Questions[0]
			members, err := s.db.Members(t.Context(), s.season.ID)
			s.must("read the members", err)
			own := 30.0
			s.must("send answers", s.db.SaveResponse(t.Context(), survey.Response{Member: members[0].ID, Answers: survey.Answers{age.ID: {Number: &own}}},
				s.now)) // 18:00 in Seoul
			s.now = s.now.Add(time.Minute)
			r = v.upload("/import", "second.csv", []byte(c.file))
			typed := url.Values{}
			if c.given != "" {
				typed.Set("given", c.given)
			}
			form := r.proposed()
			page := v.post(r.path, form)
			if asks := strings.Contains(page.body, "One member of this file has answered here themselves"); asks != c.asks {
				t.Fatalf("asked before saving: %v, want %v", asks, c.asks)
			}
			if c.asks {
				page.want(200, `value="keep" checked`)
			}
			for maps.Copy(typed, form); strings.Contains(page.body, `name="seen"`); { // the page may then say what changes
				page = page.submit(v, r.path, typed)
			}
			done := v.finish(r.path).want(200, "The import is done")
			if kept := strings.Contains(done.body, "own answers kept"); kept != c.kept {
				t.Errorf("the result says that something was kept: %v, want %v", kept, c.kept)
			}
			for i, want := range []float64{c.want, 41} {
				a, err := s.db.Response(t.Context(), members[i].ID)
				s.must("read the answers", err)
				if got := *a.Answers[age.ID].Number; got != want {
					t.Errorf("%s has the age %g, want %g", members[i].Name, got, want)
				}
			}
			if c.name == "a question that is new" {
				a, err := s.db.Response(t.Context(), members[0].ID)
				s.must("read the answers", err)
				if height := s.stored().Questions[1]; a.Answers[height.ID].IsZero() {
					t.Error("the answer to a question that the member was never asked is not taken over")
				}
			}
		})
	}
}
