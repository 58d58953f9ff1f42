package db

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dure/survey"
)

func testAddBelow(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"), scale("b"), scale("c"))
	add := func(title string, above survey.QuestionID, want string) survey.Question {
		t.Helper()
		q := must[survey.Question](t)(d.AddQuestionBelow(ctx, season.ID, above, scale(title)))
		if got := titles(must[survey.Survey](t)(d.Survey(ctx, season.ID))); got != want {
			t.Errorf("add %s below question %d: got %s, want %s", title, above, got, want)
		}
		return q
	}
	x := add("x", s.Questions[0].ID, "axbc")
	add("y", s.Questions[2].ID, "axbcy")
	ok(t, d.RemoveQuestion(ctx, season.ID, x.ID, x.Revision))
	add("z", x.ID, "abcyz") // what it was to stand below is gone
}

// what members and counts see of a season: what is asked, and what each has answered to that.
func seen(t *testing.T, d *DB, season survey.SeasonID) (survey.Survey, map[survey.MemberID]survey.Answers) {
	t.Helper()
	ctx := t.Context()
	s := must[survey.Survey](t)(d.Survey(ctx, season))
	versions := must[[]survey.Question](t)(d.QuestionVersions(ctx, season))
	answers := map[survey.MemberID]survey.Answers{}
	for id, r := range must[map[survey.MemberID]survey.Response](t)(d.Responses(ctx, season)) {
		answers[id] = s.Carry(r.Answers, versions)
	}
	return s, answers
}

// same compares two states of a survey but for the numbers of versions and revisions.
var same = cmp.Options{
	cmpopts.IgnoreFields(survey.Survey{}, "Revision"), cmpopts.IgnoreFields(survey.Question{}, "Version", "Revision"),
	cmpopts.IgnoreFields(survey.Answer{}, "Version"), cmpopts.EquateEmpty(),
}

func testSurveyEdits(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	if e := must[survey.Edits](t)(d.Edits(ctx, season.ID)); e != (survey.Edits{}) {
		t.Errorf("the edits of a new survey: %+v, want none", e)
	}
	q := must[survey.Question](t)(d.AddQuestion(ctx, season.ID, scale("a")))
	ok(t, d.SaveSurvey(ctx, survey.Survey{Season: season.ID, Title: survey.Text{"en": "Hello"}, Opens: now}))
	ok(t, d.SaveSurvey(ctx, survey.Survey{Season: season.ID, Title: survey.Text{"en": "Hello"}, Opens: now.Add(1)})) // no edit: only the time
	ok(t, d.RemoveQuestion(ctx, season.ID, q.ID, 0))
	at := func(undo, redo survey.Key, want string) survey.Edits {
		t.Helper()
		e := must[survey.Edits](t)(d.Edits(ctx, season.ID))
		note := func(e *survey.Edit) survey.Key {
			if e == nil {
				return ""
			}
			return e.Note
		}
		s := must[survey.Survey](t)(d.Survey(ctx, season.ID))
		if got := titles(s) + "/" + s.Title["en"]; note(e.Undo) != undo || note(e.Redo) != redo || got != want {
			t.Fatalf("undo %q, redo %q of %q; want undo %q, redo %q of %q", note(e.Undo), note(e.Redo), got, undo, redo, want)
		}
		if s.Opens.IsZero() {
			t.Error("undo closed the survey")
		}
		return e
	}
	first := at(survey.EditRemoved, "", "/Hello")
	ok(t, d.UndoEdit(ctx, season.ID, first.Now))
	e := at(survey.EditWording, survey.EditRemoved, "a/Hello")
	ok(t, d.UndoEdit(ctx, season.ID, e.Now))
	e = at(survey.EditAdded, survey.EditWording, "a/")
	ok(t, d.UndoEdit(ctx, season.ID, e.Now))
	e = at("", survey.EditAdded, "/")
	if err := d.UndoEdit(ctx, season.ID, e.Now); !errors.Is(err, survey.ErrStale) {
		t.Errorf("undo where there is nothing to undo: %v, want that it is stale", err)
	}
	ok(t, d.RedoEdit(ctx, season.ID, e.Now))
	e = at(survey.EditAdded, survey.EditWording, "a/")
	must[survey.Question](t)(d.AddQuestion(ctx, season.ID, scale("b")))
	e2 := at(survey.EditAdded, "", "ab/")
	for _, stale := range []int{first.Now, e.Now, e2.Now + 1} {
		if err := d.UndoEdit(ctx, season.ID, stale); !errors.Is(err, survey.ErrStale) {
			t.Errorf("undo as of edit %d where %d counts: %v, want that it is stale", stale, e2.Now, err)
		}
	}
}

// A season whose survey was changed past all edits keeps that change.
func testUndoUnknown(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	must[survey.Question](t)(d.AddQuestion(ctx, season.ID, scale("a")))
	_, err := d.writer.ExecContext(ctx, "UPDATE surveys SET title = '{\"en\":\"Past\"}'")
	ok(t, err)
	if e := must[survey.Edits](t)(d.Edits(ctx, season.ID)); e.Undo != nil {
		t.Errorf("undo offers %+v over a change that it knows nothing of", e.Undo)
	}
	must[survey.Question](t)(d.AddQuestion(ctx, season.ID, scale("b")))
	ok(t, d.UndoEdit(ctx, season.ID, must[survey.Edits](t)(d.Edits(ctx, season.ID)).Now))
	s := must[survey.Survey](t)(d.Survey(ctx, season.ID))
	if got := titles(s) + "/" + s.Title["en"]; got != "a/Past" {
		t.Errorf("after undo the survey asks %q, want \"a/Past\"", got)
	}
	if e := must[survey.Edits](t)(d.Edits(ctx, season.ID)); e.Undo != nil {
		t.Errorf("undo offers %+v from before a change that it knows nothing of", e.Undo)
	}
}

// Whatever is edited, with answers coming in between, undo gives back the survey and its answers as members and counts saw
// them, and redo what there was after the edit.
func testUndoAnyEdit(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	openSurvey(t, d, season.ID, oneOf("a", "x", "y", "z"), scale("b"), oneOf("c", "p", "q"), scale("d"))
	var members []survey.Member
	for _, name := range []string{"ara", "bomi", "chan"} {
		members = append(members, newMember(t, d, season.ID, name))
	}
	rng := rand.New(rand.NewPCG(16, 4))
	kinds := map[survey.Key]int{}
	for step := range 150 {
		answerAtRandom(t, d, rng, season.ID, members[step%len(members)].ID)
		before, given := seen(t, d, season.ID)
		editAtRandom(t, d, rng, before, step)
		after, counted := seen(t, d, season.ID)
		e := must[survey.Edits](t)(d.Edits(ctx, season.ID))
		if cmp.Equal(before, after, same) {
			continue
		}
		kinds[e.Undo.Note]++
		what := fmt.Sprintf("step %d, %s", step, e.Undo.Note)
		ok(t, d.UndoEdit(ctx, season.ID, e.Now))
		compare(t, d, season.ID, "undo of "+what, before, given)
		ok(t, d.RedoEdit(ctx, season.ID, must[survey.Edits](t)(d.Edits(ctx, season.ID)).Now))
		compare(t, d, season.ID, "redo of "+what, after, counted)
	}
	for _, note := range []survey.Key{survey.EditAdded, survey.EditChanged, survey.EditMoved, survey.EditRemoved, survey.EditWording} {
		if kinds[note] == 0 {
			t.Errorf("no %s was among the edits: %v", note, kinds)
		}
	}
}

func compare(t *testing.T, d *DB, season survey.SeasonID, what string, want survey.Survey, given map[survey.MemberID]survey.Answers) {
	t.Helper()
	got, answers := seen(t, d, season)
	if diff := cmp.Diff(want, got, same); diff != "" {
		t.Fatalf("%s: the survey (-want +got):\n%s", what, diff)
	}
	if diff := cmp.Diff(given, answers, same); diff != "" {
		t.Fatalf("%s: what counts (-want +got):\n%s", what, diff)
	}
}

func answerAtRandom(t *testing.T, d *DB, rng *rand.Rand, season survey.SeasonID, m survey.MemberID) {
	t.Helper()
	s := must[survey.Survey](t)(d.Survey(t.Context(), season))
	as := survey.Answers{}
	for _, q := range s.Questions {
		switch {
		case rng.IntN(4) == 0:
		case q.Kind == survey.Scale:
			as[q.ID] = survey.Answer{Version: q.Version, Number: new(*q.Min + float64(rng.IntN(3)))}
		default:
			as[q.ID] = survey.Answer{Version: q.Version, Choices: []int{q.Options[rng.IntN(len(q.Options))].Key}}
		}
	}
	ok(t, d.SaveResponse(t.Context(), survey.Response{Member: m, Season: season, Answers: as}, now))
}

// editAtRandom makes one edit: a word, an option less or more, another order, a question less or more, the title.
func editAtRandom(t *testing.T, d *DB, rng *rand.Rand, s survey.Survey, step int) {
	t.Helper()
	ctx, word := t.Context(), fmt.Sprint("w", step)
	if len(s.Questions) < 2 {
		must[survey.Question](t)(d.AddQuestion(ctx, s.Season, oneOf(word, "u", "v", word)))
		return
	}
	q := s.Questions[rng.IntN(len(s.Questions))]
	q.Options = slices.Clone(q.Options)
	switch n := rng.IntN(8); {
	case n == 0:
		ok(t, d.RemoveQuestion(ctx, s.Season, q.ID, q.Revision))
	case n == 1:
		must[survey.Question](t)(d.AddQuestionBelow(ctx, s.Season, q.ID, oneOf(word, "u", "v", word)))
	case n == 2:
		ok(t, d.MoveQuestion(ctx, s.Season, q.ID, s.Revision, rng.IntN(len(s.Questions))))
	case n == 3:
		s.Title = survey.Text{"en": word}
		ok(t, d.SaveSurvey(ctx, s))
	case n == 4 && len(q.Options) > 2:
		q.Options = slices.Delete(q.Options, 1, 2)
		must[survey.Question](t)(d.ChangeQuestion(ctx, s.Season, q))
	case n == 5 && len(q.Options) > 0:
		q.Options = append(q.Options, survey.Option{Label: survey.Text{"en": word}})
		must[survey.Question](t)(d.ChangeQuestion(ctx, s.Season, q))
	case n == 6 && len(q.Options) == 0:
		q.Max = new(3 + float64(rng.IntN(5)))
		must[survey.Question](t)(d.ChangeQuestion(ctx, s.Season, q))
	default:
		q.Title = survey.Text{"en": word}
		must[survey.Question](t)(d.ChangeQuestion(ctx, s.Season, q))
	}
}
