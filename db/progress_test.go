package db

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

func testRenewLink(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	m := newMember(t, d, season.ID, "ara")
	token := must[survey.Token](t)(d.RenewLink(ctx, m.ID))
	if got := must[survey.Member](t)(d.MemberByToken(ctx, token)); got.ID != m.ID || token == m.Token {
		t.Errorf("the new link opens member %d, want %d under another token", got.ID, m.ID)
	}
	if _, err := d.MemberByToken(ctx, m.Token); !errors.Is(err, survey.ErrLinkEnded) {
		t.Errorf("the old link gives %v, want that it was renewed", err)
	}
	if _, err := d.RenewLink(ctx, m.ID+1); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("renewing nobody's link gives %v, want not found", err)
	}
}

func testProgress(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"), scale("b"))
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	newMember(t, d, season.ID, "chul")
	as := survey.Answers{s.Questions[0].ID: {Version: 1, Number: new(3.0)}}
	ok(t, d.SaveResponse(ctx, survey.Response{Member: ara.ID, Answers: as}, now))
	ok(t, d.SaveDraft(ctx, survey.Response{Member: bo.ID, Draft: as}, now.Add(time.Minute)))
	want := map[survey.MemberID]survey.Progress{
		ara.ID: {Submitted: now, Sent: now, Saved: now},
		bo.ID:  {Saved: now.Add(time.Minute), Draft: true},
	}
	if diff := cmp.Diff(want, must[map[survey.MemberID]survey.Progress](t)(d.Progress(ctx, season.ID))); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	answered := must[map[survey.QuestionID]bool](t)(d.Answered(ctx, season.ID))
	if !answered[s.Questions[0].ID] || answered[s.Questions[1].ID] {
		t.Errorf("answered questions: %v, want the first only", answered)
	}
}

func testAddQuestions(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	start := survey.Presets()[0].Survey
	start.Season = season.ID
	bad := start
	bad.Closes, bad.Opens = now, now.Add(time.Hour)
	if err := d.AddQuestions(ctx, bad); !isInvalid(err, "closes") {
		t.Errorf("a survey that closes before it opens: %v", err)
	}
	if got := must[survey.Survey](t)(d.Survey(ctx, season.ID)); len(got.Questions) != 0 {
		t.Errorf("a survey that was refused has left %d questions", len(got.Questions))
	}
	ok(t, d.AddQuestions(ctx, start))
	got := must[survey.Survey](t)(d.Survey(ctx, season.ID))
	for i := range got.Questions {
		got.Questions[i].ID, got.Questions[i].Version = 0, 0
	}
	start.Revision = got.Revision
	if diff := cmp.Diff(start, got); diff != "" {
		t.Errorf("the survey as added (-want +got):\n%s", diff)
	}
}
