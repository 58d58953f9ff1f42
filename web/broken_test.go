package web_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"dure/db"
	"dure/survey"
	"dure/web"
)

// tables are what pages read. Without one, each page that needs it says that the data cannot be read.
var tables = []string{"club_organizers", "clubs", "feedback", "feedback_rounds", "feedback_verdicts", "histories", "imports", "links", "members", "model_uses", "models",
	"organizers", "passkeys", "proposals", "question_versions", "questions", "responses", "rosters", "seasons", "sessions", "signins", "studies", "surveys", "trials"}

// A broken disk is never “not found”, and never half a page.
func TestPagesOverABrokenDisk(t *testing.T) {
	s := newSite(t)
	teams := s.ratedSeason()
	s.openRound(survey.Pulse)
	s.usedModel()
	study, _ := s.tuning(4)
	v := s.organizer()
	v.upload("/import", "roster.csv", []byte("Name,Hours\nA,3\nB,4\nC,3\n")).want(200)
	id := s.divided("Second", teams[0], teams[2], teams[1])
	signup := s.invited("new@example.org", survey.Viewer)
	fill := strings.NewReplacer("/s/:token", "/s/"+string(s.season.Token), "/m/:token", "/m/"+string(teams[0][0].Token), "/signup/:token", signup,
		":club", "1", ":season", "1", ":member", fmt.Sprint(teams[0][0].ID), ":proposal/move", fmt.Sprintf("%d/move?member=%d", id, teams[0][0].ID),
		":proposal", fmt.Sprint(id), ":question", "1", ":import", "1", ":model", "1", ":file", "1", ":rule", "1", ":shape", "canvas.csv", ":organizer", "1",
		"rules/new", "rules/new?kind=count", "questions/new", "questions/new?kind=scale", "feedback/times", "feedback/times?kind=feedback")
	paths := []string{study}
	for _, r := range web.Routes() {
		if path := fill.Replace(r.Path); r.Method == http.MethodGet && !strings.Contains(r.Path, "events") && v.get(path).status == http.StatusOK {
			paths = append(paths, path)
		}
	}
	if len(paths) < 50 {
		t.Fatalf("only %d pages are there to look at: %q", len(paths), paths)
	}
	disk, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, db.File)+"?_pragma=busy_timeout(5000)&_pragma=legacy_alter_table(1)")
	s.must("open the database beside", err)
	t.Cleanup(func() { disk.Close() })
	rename := func(from, to string) {
		t.Helper()
		_, err := disk.ExecContext(t.Context(), "ALTER TABLE "+from+" RENAME TO "+to)
		s.must("rename "+from, err)
	}
	for _, table := range tables {
		rename(table, "lost")
		wrong := 0
		for _, path := range paths {
			r := v.get(path)
			switch {
			case r.status == http.StatusServiceUnavailable && strings.Contains(r.body, "The data cannot be read") && strings.HasSuffix(r.body, "</html>"):
				wrong++
			case r.status == http.StatusServiceUnavailable && table == "sessions":
				wrong++
			case r.status != http.StatusOK:
				t.Errorf("without %s %s answers %d:\n%s", table, path, r.status, r.body)
			}
		}
		if wrong == 0 {
			t.Errorf("no page reads %s", table)
		}
		rename("lost", table)
	}
	for _, path := range paths {
		v.get(path).want(200)
	}
}
