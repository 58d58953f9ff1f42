package db

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// named is a season in which ara typed two wishes and somebody to avoid, with the members whom they may mean.
func named(t *testing.T, d *DB) (q survey.QuestionID, ara, jose, twin survey.Member) {
	t.Helper()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 1})
	ara, jose, twin = newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "jose"), newMember(t, d, season.ID, "joze")
	q = s.Questions[0].ID
	ok(t, d.SaveResponse(t.Context(), survey.Response{Member: ara.ID, Answers: survey.Answers{
		q: {Wished: []string{"Josee", "Nobody I know"}, Avoided: []string{"Jos"}},
	}}, now))
	return q, ara, jose, twin
}

func testDecide(t *testing.T, d *DB) {
	ctx := t.Context()
	q, ara, jose, twin := named(t, d)
	answers := must[survey.Response](t)(d.Response(ctx, ara.ID)).Answers
	decide := func(side survey.Side, typed string, id survey.MemberID) {
		t.Helper()
		ok(t, d.Decide(ctx, ara.ID, survey.Decision{Question: q, Side: side, Typed: typed, Means: id}))
	}
	check := func(when string, want survey.Meant) {
		t.Helper()
		r := must[survey.Response](t)(d.Response(ctx, ara.ID))
		if diff := cmp.Diff(want, r.Meant); diff != "" {
			t.Errorf("what names mean %s (-want +got):\n%s", when, diff)
		}
		if diff := cmp.Diff(answers, r.Answers); diff != "" {
			t.Errorf("answers %s (-want +got):\n%s", when, diff)
		}
	}
	decide(survey.WishedSide, "Josee", jose.ID)
	decide(survey.WishedSide, "nobody  I know", 0)
	decide(survey.AvoidedSide, "Jos", twin.ID)
	want := survey.Meant{q: {survey.WishedSide: {"josee": jose.ID, "nobody i know": 0}, survey.AvoidedSide: {"jos": twin.ID}}}
	check("after three decisions", want)

	decide(survey.WishedSide, "JOSEE", twin.ID)
	want[q][survey.WishedSide]["josee"] = twin.ID
	check("decided again", want)

	waiting := survey.Doing(ctx, survey.Doer{Read: survey.Meant(nil).Mark(q, survey.WishedSide, "Josee")})
	if err := d.Decide(waiting, ara.ID, survey.Decision{Question: q, Side: survey.WishedSide, Typed: "Josee", Means: jose.ID}); !errors.Is(err, survey.ErrStale) {
		t.Errorf("decide otherwise than another who was faster: got %v, want ErrStale", err)
	}
	ok(t, d.Decide(waiting, ara.ID, survey.Decision{Question: q, Side: survey.WishedSide, Typed: "Josee", Means: twin.ID}))
	check("decided by two at once", want)

	ok(t, d.SaveDraft(ctx, survey.Response{Member: ara.ID, Draft: survey.Answers{q: {Wished: []string{"Bo"}}}}, now))
	check("while another answer is drafted", want)

	ok(t, d.Decide(ctx, ara.ID, survey.Decision{Question: q, Side: survey.WishedSide, Typed: "Josee", Open: true}))
	delete(want[q][survey.WishedSide], "josee")
	check("after one is taken back", want)

	s := must[survey.Survey](t)(d.Survey(ctx, ara.Season))
	s.Closes = now.Add(time.Hour)
	ok(t, d.SaveSurvey(ctx, s))
	decide(survey.WishedSide, "Josee", jose.ID)
	want[q][survey.WishedSide]["josee"] = jose.ID
	check("after the close", want)

	fewer := survey.Answers{q: {Version: 1, Wished: []string{"Josee"}}}
	ok(t, d.SaveResponse(ctx, survey.Response{Member: ara.ID, Answers: fewer}, now.Add(time.Minute)))
	answers, want = fewer, survey.Meant{q: {survey.WishedSide: {"josee": jose.ID}}}
	check("after the member took names out", want)

	elsewhere := must[survey.Season](t)(d.CreateSeason(ctx, must[survey.Season](t)(d.Season(ctx, ara.Season)).Club, "Fall", now))
	stranger := newMember(t, d, elsewhere.ID, "stranger")
	for what, id := range map[string]survey.MemberID{"a member of another season": stranger.ID, "the writer": ara.ID, "no member": 99} {
		err := d.Decide(ctx, ara.ID, survey.Decision{Question: q, Side: survey.WishedSide, Typed: "Josee", Means: id})
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("decide that a name means %s: got %v, want ErrNotFound", what, err)
		}
	}
	if err := d.Decide(ctx, jose.ID, survey.Decision{Question: q, Typed: "x"}); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("decide on a name of somebody without answers: got %v, want ErrNotFound", err)
	}
	check("after what was refused", want)
}

func testDecideErased(t *testing.T, d *DB) {
	ctx := t.Context()
	q, ara, jose, twin := named(t, d)
	for _, what := range []survey.Decision{
		{Question: q, Side: survey.WishedSide, Typed: "Josee", Means: jose.ID},
		{Question: q, Side: survey.AvoidedSide, Typed: "Jos", Means: twin.ID},
	} {
		ok(t, d.Decide(ctx, ara.ID, what))
	}
	ok(t, d.EraseMember(ctx, jose.ID, false, nil, now))
	r := must[survey.Response](t)(d.Response(ctx, ara.ID))
	want := survey.Meant{q: {survey.AvoidedSide: {"jos": twin.ID}}}
	if diff := cmp.Diff(want, r.Meant); diff != "" {
		t.Errorf("what names mean after erasing (-want +got):\n%s", diff)
	}
	if got := r.Answers[q]; !cmp.Equal(got.Wished, []string{"Nobody I know"}) || !cmp.Equal(got.Avoided, []string{"Jos"}) {
		t.Errorf("answers after erasing: %+v, want them without the name that was decided to be the erased member", got)
	}
	ok(t, d.EraseMember(ctx, ara.ID, false, nil, now))
	if all := must[map[survey.MemberID]survey.Response](t)(d.Responses(ctx, ara.Season)); len(all) != 0 {
		t.Errorf("responses after the writer is erased: %+v, want none", all)
	}
}
