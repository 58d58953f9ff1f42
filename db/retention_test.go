package db

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/ml/fit"
	"dure/survey"
)

// On its date a season is emptied by itself: nothing of its members is left in the files, and the survey stays to begin the next one from.
func TestSeasonIsKeptUntilItsDate(t *testing.T) {
	dir := t.TempDir()
	d := openDir(t, dir)
	c := sing(t, d)
	until := now.Add(10 * 24 * time.Hour)
	ok(t, d.KeepUntil(t.Context(), c.season.ID, until))
	if s := must[survey.Season](t)(d.Season(t.Context(), c.season.ID)); !s.KeepUntil.Equal(until) {
		t.Errorf("kept until: got %s, want %s", s.KeepUntil, until)
	}
	ok(t, d.Chores(t.Context(), until.Add(-time.Minute)))
	if n := len(must[[]survey.Member](t)(d.Members(t.Context(), c.season.ID))); n != 61 {
		t.Errorf("members a minute before: got %d, want 61", n)
	}
	elsewhere := must[survey.Season](t)(d.CreateSeason(t.Context(), c.season.Club, "Autumn", now))
	newMember(t, d, elsewhere.ID, "Ara")
	newMember(t, d, c.season.ID, "Ara")
	ok(t, d.Chores(t.Context(), until))
	past := must[fit.File](t)(d.History(t.Context(), c.file))
	if got, want := string(past.Data), "Ara,A,4,with —"; !strings.Contains(got, want) || strings.Contains(got, ",5,") {
		t.Errorf("the file of past seasons: got %q, want only %q, who is in another season", got, want)
	}
	if n := len(must[[]survey.Member](t)(d.Members(t.Context(), c.season.ID))); n != 0 {
		t.Errorf("members after: got %d, want none", n)
	}
	if n := len(must[[]team.Saved](t)(d.Proposals(t.Context(), c.season.ID))); n != 0 {
		t.Errorf("proposals after: got %d, want none", n)
	}
	if n := len(must[survey.Survey](t)(d.Survey(t.Context(), c.season.ID)).Questions); n != 3 {
		t.Errorf("questions after: got %d, want 3", n)
	}
	acts := must[[]survey.Act](t)(d.Acts(t.Context(), c.season.Club, survey.ActFilter{What: survey.RanRetention, Most: 9}))
	if len(acts) != 1 || acts[0].By.Kind != survey.ByProgram {
		t.Errorf("the log says %+v, want that the program did it", acts)
	}
	words := slices.DeleteFunc(slices.Clone(canaryWords), func(w string) bool { return w == canary.Email }) // which a question names, whose words stay
	for _, found := range searched(t, append(words, "m17@example.org"), dir) {
		t.Errorf("still there: %s", found)
	}
	if _, err := Check(t.Context(), dir, Options{}); err != nil {
		t.Errorf("check: %v", err)
	}
	ok(t, d.Chores(t.Context(), until.Add(time.Hour))) // nothing more to do
}

func TestMemberData(t *testing.T) {
	d := openNew(t)
	c := sing(t, d)
	data := must[survey.MemberData](t)(d.MemberData(t.Context(), c.friend))
	r := data.Response
	if data.Season != "Spring" || data.Name != "m59" || data.Team != "Team Kanarienvogel Zeisig" || r == nil || r.Submitted == nil {
		t.Fatalf("the data of m59: %+v", data)
	}
	want := map[string]string{"Why?": "Because of zeisig kanarienvogel, my friend.", "Anything else?": "Said in confidence of Kanarienvogel, Zeisig."}
	for _, a := range r.Answers {
		if w, asked := want[a.Question]; asked && a.Answer != w {
			t.Errorf("the answer to %q: got %q, want %q", a.Question, a.Answer, w)
		}
		delete(want, a.Question)
	}
	if len(want) > 0 {
		t.Errorf("no answer to %v in %+v", want, r.Answers)
	}
	if len(r.Draft) != 1 || r.Draft[0].Answer != "Zeisig Kanarienvogel!" || len(data.Feedback) != 1 || len(data.Log) == 0 {
		t.Errorf("draft %+v, feedback %+v, log %+v", r.Draft, data.Feedback, data.Log)
	}
	if _, err := d.MemberData(t.Context(), 999); err == nil {
		t.Error("data of nobody: no error")
	}
}
