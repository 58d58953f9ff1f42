package db

import (
	"testing"
	"time"

	"dure/clustering/team"
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
	ok(t, d.DeleteHistory(t.Context(), c.file)) // is the club's, and not of this season
	ok(t, d.Chores(t.Context(), until))
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
	for _, found := range searched(t, []string{"Zwitscherlied", canary.Ref, "m17@example.org"}, dir) {
		t.Errorf("still there: %s", found)
	}
	if _, err := Check(t.Context(), dir); err != nil {
		t.Errorf("check: %v", err)
	}
	ok(t, d.Chores(t.Context(), until.Add(time.Hour))) // nothing more to do
}

func TestMemberData(t *testing.T) {
	d := openDir(t, t.TempDir())
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
