package db

import (
	"reflect"
	"testing"

	"dure/survey"
)

// The questions of a survey are decoded once, however many answers are sent, and again where one is changed; what is kept of them is what their texts say,
// whatever was done with them.
func TestSurveyIsDecodedOnce(t *testing.T) {
	d := openNew(t)
	_, season := newSeason(t, d)
	asked := openSurvey(t, d, season.ID, scale("a"), scale("b"), scale("c"))
	send := func(m survey.Member) {
		t.Helper()
		must[survey.Survey](t)(d.Survey(t.Context(), season.ID))
		must[[]survey.Question](t)(d.QuestionVersions(t.Context(), season.ID))
		for range 2 { // what was sent before is kept beside what is sent
			ok(t, d.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: survey.Answers{asked.Questions[0].ID: {Number: new(2.0)}}}, now))
		}
	}
	send(newMember(t, d, season.ID, "first"))
	before := questions.misses
	for _, name := range []string{"ara", "bo", "cy"} {
		send(newMember(t, d, season.ID, name))
	}
	if n := questions.misses - before; n != 0 {
		t.Errorf("%d questions were decoded again for three members", n)
	}
	q := must[survey.Survey](t)(d.Survey(t.Context(), season.ID)).Questions[1]
	q.Title = survey.Text{"en": "Another wording"}
	must[survey.Question](t)(d.ChangeQuestion(t.Context(), season.ID, q))
	before = questions.misses
	send(newMember(t, d, season.ID, "dot"))
	if n := questions.misses - before; n > 1 {
		t.Errorf("%d questions were decoded again, as one was changed", n)
	}
	if got := must[survey.Survey](t)(d.Survey(t.Context(), season.ID)).Questions[1].Title["en"]; got != "Another wording" {
		t.Errorf("the changed question is called %q", got)
	}
	questions.unchanged(t)
}

// unchanged checks that nobody wrote into what all share.
func (d *decoded) unchanged(t *testing.T) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for w, q := range d.kept {
		fresh := survey.Question{ID: survey.QuestionID(w.id), Version: int(w.version)}
		ok(t, decode(w.body, &fresh))
		if !reflect.DeepEqual(q, fresh) {
			t.Errorf("question %d version %d was changed where all read it: %+v, want %+v", w.id, w.version, q, fresh)
		}
	}
}
