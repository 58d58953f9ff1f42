package db

import (
	"context"
	"reflect"
	"testing"

	"dure/survey"
)

// fresh checks that what is kept under the keys of a database's surveys is what they ask.
func (s *askings) fresh(t *testing.T, d *DB) {
	t.Helper()
	ctx := context.Background()
	for _, id := range must[[]int64](t)(list[int64](ctx, d.reader, "SELECT id FROM seasons")) {
		got := must[*asking](t)(askingOf(ctx, d.read, survey.SeasonID(id)))
		var none askings
		want := must[*asking](t)(none.read(ctx, d.read, survey.SeasonID(id)))
		if len(want.versions) > 0 && got.key != want.key || !reflect.DeepEqual(got.asked, want.asked) || !reflect.DeepEqual(got.versions, want.versions) {
			t.Errorf("survey of season %d: kept is\n%+v\nwhere it asks\n%+v", id, got, want)
		}
	}
}

// What a survey asks is another after each change that anything makes of its questions, whichever program that is, and the same while answers come in. What a
// write left behind that failed is nobody's.
func testAskings(t *testing.T, d *DB) {
	_, season := newSeason(t, d)
	asked := openSurvey(t, d, season.ID, scale("a"), scale("b"))
	other := walkSeason(t, d, season.Club)
	openSurvey(t, d, other.ID, scale("c"))
	key := func(of survey.SeasonID) int64 {
		t.Helper()
		return must[*asking](t)(askingOf(t.Context(), d.read, of)).key
	}
	before, beside := key(season.ID), key(other.ID)
	m := newMember(t, d, season.ID, "ara")
	for range 2 {
		ok(t, d.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: survey.Answers{asked.Questions[0].ID: {Number: new(2.0)}}}, now))
	}
	if got := key(season.ID); got != before {
		t.Error("an answer has a survey read again")
	}
	first := int64(asked.Questions[0].ID)
	for _, change := range []string{
		"UPDATE questions SET position = 7 WHERE id = $1",
		"UPDATE questions SET retired = TRUE WHERE id = $1",
		"UPDATE question_versions SET body = '{\"title\":{\"en\":\"d\"},\"kind\":\"scale\",\"points\":5}' WHERE question_id = $1",
		"INSERT INTO question_versions (question_id, version, body, answered, since) VALUES ($1, 9, '{}', FALSE, 0)",
		"DELETE FROM question_versions WHERE question_id = $1 AND version = 9",
		"DELETE FROM questions WHERE id = $1",
	} {
		before := key(season.ID)
		if _, err := d.writer.ExecContext(t.Context(), change, first); err != nil {
			t.Fatalf("%s: %v", change, err)
		}
		if key(season.ID) == before {
			t.Errorf("a survey is not read again after %s", change)
		}
		surveys.fresh(t, d)
	}
	if key(other.ID) != beside {
		t.Error("a change of a survey has another one read again")
	}
	for _, text := range []string{"gone", "there"} { // the first is rolled back after it was read
		err := d.update(t.Context(), func(ctx context.Context, w tx) error {
			_, err := addQuestion(ctx, w, season.ID, scale(text))
			if err == nil {
				_, err = surveyOf(ctx, w.Queries, season.ID)
			}
			if text == "gone" {
				return survey.ErrStale
			}
			w.changes(season.ID)
			return err
		})
		if (err == nil) != (text == "there") {
			t.Fatalf("%s: %v", text, err)
		}
	}
	all := must[survey.Survey](t)(d.Survey(t.Context(), season.ID)).Questions
	if len(all) != 2 || all[1].Title["en"] != "there" {
		t.Errorf("the survey asks %+v, want b and there", all)
	}
}

// What is kept of surveys is bounded by their questions.
func TestAskingsAreBounded(t *testing.T) {
	var s askings
	for season := range int64(3000) {
		s.keep(season, &asking{key: season, asked: make([]survey.Question, 10), versions: make([]survey.Question, 10)})
		if n := len(s.kept) * 20; n > mostAsked || n != s.size {
			t.Fatalf("%d questions of %d surveys are kept, counted as %d, want %d at most", n, len(s.kept), s.size, mostAsked)
		}
		if s.find(season, season) == nil || s.find(season, season+1) != nil {
			t.Fatalf("survey %d is not found under its key alone", season)
		}
	}
}
