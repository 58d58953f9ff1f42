package db

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dure/survey"
)

func scale(title string) survey.Question {
	return survey.Question{Kind: survey.Scale, Title: survey.Text{"en": title}, Min: new(1.0), Max: new(5.0)}
}

func oneOf(title string, labels ...string) survey.Question {
	q := survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": title}}
	for _, l := range labels {
		q.Options = append(q.Options, survey.Option{Label: survey.Text{"en": l}})
	}
	return q
}

func keys(q survey.Question) []int {
	var ks []int
	for _, o := range q.Options {
		ks = append(ks, o.Key)
	}
	return ks
}

func titles(s survey.Survey) string {
	var all strings.Builder
	for _, q := range s.Questions {
		all.WriteString(q.Title["en"])
	}
	return all.String()
}

func testSurvey(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	empty := must[survey.Survey](t)(d.Survey(ctx, season.ID))
	if diff := cmp.Diff(survey.Survey{Season: season.ID}, empty, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the survey of a new season (-want +got):\n%s", diff)
	}
	want := survey.Survey{
		Season: season.ID, Title: survey.Text{"en": "Hello", "ko": "안녕"}, Intro: survey.Text{"ko": "소개"}, Consent: survey.Text{"en": "I agree"},
		Opens: now, Closes: now.Add(time.Hour),
	}
	ok(t, d.SaveSurvey(ctx, want))
	if diff := cmp.Diff(want, must[survey.Survey](t)(d.Survey(ctx, season.ID))); diff != "" {
		t.Errorf("the saved survey (-want +got):\n%s", diff)
	}
	want.Closes = now.Add(-time.Hour)
	if err := d.SaveSurvey(ctx, want); !isInvalid(err, "closes") {
		t.Errorf("a survey that closes before it opens: %v", err)
	}
	if _, err := d.Survey(ctx, season.ID+1); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the survey of no season: %v", err)
	}
}

func testChangeQuestion(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"))
	q := s.Questions[0]
	if _, err := d.AddQuestion(ctx, season.ID, survey.Question{Kind: survey.Scale}); !isInvalid(err, "title") {
		t.Errorf("a question without a title: %v", err)
	}
	if _, err := d.AddQuestion(ctx, season.ID+1, scale("x")); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a question for no season: %v", err)
	}
	if _, err := d.ChangeQuestion(ctx, season.ID+1, q); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("change another season's question: %v", err)
	}

	s.Opens = time.Time{}
	ok(t, d.SaveSurvey(ctx, s))
	rename := func(when, title string, version int) {
		t.Helper()
		q.Title = survey.Text{"en": title}
		if q = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q)); q.Version != version {
			t.Errorf("change a question %s: version %d, want %d", when, q.Version, version)
		}
	}
	rename("of a survey that nobody has seen", "b", 1)
	s.Opens = now.Add(-time.Hour)
	ok(t, d.SaveSurvey(ctx, s))
	rename("that a member may have open", "c", 2)
	m := newMember(t, d, season.ID, "ara")
	ok(t, d.SaveDraft(ctx, survey.Response{Member: m.ID, Draft: survey.Answers{q.ID: {Version: 1, Number: new(2.0)}}}, now))
	rename("of which an earlier version has a draft", "d", 3)
	s.Opens = time.Time{}
	ok(t, d.SaveSurvey(ctx, s))
	rename("whose version has no answer, of a survey that is none yet", "e", 3)

	versions := must[[]survey.Question](t)(d.QuestionVersions(ctx, season.ID))
	if got := titles(survey.Survey{Questions: versions}); got != "bce" {
		t.Errorf("the versions are %s, want b, c and e", got)
	}
	r := must[survey.Response](t)(d.Response(ctx, m.ID))
	if a := r.Current()[q.ID]; a.Version != 1 || *a.Number != 2 {
		t.Errorf("the answer to version 1 is now %+v", a)
	}
}

func testOptionKeys(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	q := openSurvey(t, d, season.ID, oneOf("colour", "red", "green", "blue")).Questions[0]
	if diff := cmp.Diff([]int{1, 2, 3}, keys(q)); diff != "" {
		t.Errorf("keys of a new question: %s", diff)
	}
	q.Options = q.Options[:2]
	q = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))
	// Blue is merged into red, green is renamed, one tries to pass for red twice, and one for an option that never was.
	q.Merged = map[int]int{3: 1}
	q.Options[1].Label = survey.Text{"en": "verde"}
	q.Options = append(q.Options, survey.Option{Label: survey.Text{"en": "cyan"}}, survey.Option{Key: 1, Label: survey.Text{"en": "pink"}}, survey.Option{Key: 9, Label: survey.Text{"en": "grey"}})
	q = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))
	if diff := cmp.Diff([]int{1, 2, 4, 5, 6}, keys(q)); diff != "" || q.Merged[3] != 1 {
		t.Errorf("keys after a removal and three new options, %v merged: %s", q.Merged, diff)
	}
	q.Options = append(q.Options[:1:1], survey.Option{Key: 3, Label: survey.Text{"en": "blue"}})
	q = must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, q))
	if diff := cmp.Diff([]int{1, 3}, keys(q)); diff != "" || len(q.Merged) > 0 {
		t.Errorf("keys after blue was brought back, %v merged: %s", q.Merged, diff)
	}
	if stored := must[survey.Survey](t)(d.Survey(ctx, season.ID)).Questions[0]; !cmp.Equal(stored, q) {
		t.Errorf("stored %+v, returned %+v", stored, q)
	}
}

func testMoveQuestion(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"), scale("b"), scale("c"), scale("d"))
	move := func(i, to int, want string) {
		t.Helper()
		now := must[survey.Survey](t)(d.Survey(ctx, season.ID)).Revision
		ok(t, d.MoveQuestion(ctx, season.ID, s.Questions[i].ID, now, to))
		if got := titles(must[survey.Survey](t)(d.Survey(ctx, season.ID))); got != want {
			t.Errorf("move %s to %d: got %s, want %s", s.Questions[i].Title["en"], to, got, want)
		}
	}
	move(0, 1, "bacd")
	move(3, 0, "dbac")
	move(3, -5, "dbac")
	move(3, 99, "bacd")
	move(1, 2, "acbd")
	now := must[survey.Survey](t)(d.Survey(ctx, season.ID)).Revision
	if err := d.MoveQuestion(ctx, season.ID, s.Questions[3].ID+1, now, 0); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("move no question: %v", err)
	}
}

func testRemoveQuestion(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"), scale("b"))
	a, b := s.Questions[0].ID, s.Questions[1].ID
	m := newMember(t, d, season.ID, "ara")
	ok(t, d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: survey.Answers{a: {Number: new(1.0)}}}, now))
	ok(t, d.RemoveQuestion(ctx, season.ID, a, 0))
	ok(t, d.RemoveQuestion(ctx, season.ID, b, 0))
	if got := titles(must[survey.Survey](t)(d.Survey(ctx, season.ID))); got != "" {
		t.Errorf("questions after both were removed: %s", got)
	}
	if vs := must[[]survey.Question](t)(d.QuestionVersions(ctx, season.ID)); len(vs) != 2 || vs[0].ID != a || vs[1].ID != b {
		t.Errorf("kept versions: %+v, want those of both questions", vs)
	}
	if r := must[survey.Response](t)(d.Response(ctx, m.ID)); *r.Answers[a].Number != 1 {
		t.Errorf("the answer to a removed question: %+v", r.Answers)
	}
	for what, id := range map[string]survey.QuestionID{"one that was answered": a, "one that nobody answered": b} {
		if err := d.RemoveQuestion(ctx, season.ID, id, 0); err != nil {
			t.Errorf("remove %s twice: %v", what, err)
		}
	}
	other := must[survey.Season](t)(d.CreateSeason(ctx, season.Club, "Fall", now))
	if err := d.RemoveQuestion(ctx, other.ID, a, 0); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("remove another season's question: %v", err)
	}
}

// What one organizer changed since the other read it stays as it is.
func testQuestionsOfTwo(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	first := openSurvey(t, d, season.ID, scale("a"), oneOf("b", "red", "green"), scale("c"))
	stale := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, survey.ErrStale) {
			t.Errorf("%s: error %v, want that it is stale", what, err)
		}
	}
	mine, theirs := first.Questions[1], first.Questions[1]
	mine.Title, theirs.Title = survey.Text{survey.English: "M"}, survey.Text{survey.English: "T"}
	theirs.Options = append(slices.Clone(theirs.Options), survey.Option{Label: survey.Text{survey.English: "blue"}})
	changed := must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, theirs))
	_, err := d.ChangeQuestion(ctx, season.ID, mine)
	stale("change a question that was changed", err)
	if again := must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, changed)); !cmp.Equal(again, changed) {
		t.Errorf("a change sent twice gives %+v, want %+v as the first time", again, changed)
	}
	stale("remove a question that was changed", d.RemoveQuestion(ctx, season.ID, mine.ID, mine.Revision))
	mine.Revision, mine.Options = changed.Revision, changed.Options
	must[survey.Question](t)(d.ChangeQuestion(ctx, season.ID, mine))

	ok(t, d.RemoveQuestion(ctx, season.ID, first.Questions[0].ID, 0))
	stale("move a question after another was removed", d.MoveQuestion(ctx, season.ID, first.Questions[2].ID, first.Revision, 0))
	second := must[survey.Survey](t)(d.Survey(ctx, season.ID))
	ok(t, d.MoveQuestion(ctx, season.ID, first.Questions[2].ID, second.Revision, 0))
	ok(t, d.MoveQuestion(ctx, season.ID, first.Questions[2].ID, second.Revision, 0)) // it is there
	stale("move a question that was moved", d.MoveQuestion(ctx, season.ID, first.Questions[2].ID, second.Revision, 1))
	must[survey.Question](t)(d.AddQuestion(ctx, season.ID, scale("d")))
	if got := titles(must[survey.Survey](t)(d.Survey(ctx, season.ID))); got != "cMd" {
		t.Errorf("the questions are now %s, want cMd", got)
	}
	start := survey.Presets()[0].Survey
	start.Season, start.Revision = season.ID, second.Revision
	stale("fill a survey that was filled", d.AddQuestions(ctx, start))
}
