package db

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

func testMembers(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	if diff := cmp.Diff([]survey.Member{ara, bo}, must[[]survey.Member](t)(d.Members(ctx, season.ID))); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	if got := must[survey.Member](t)(d.MemberByToken(ctx, bo.Token)); !reflect.DeepEqual(got, bo) {
		t.Errorf("member by link: %+v", got)
	}
	wasCalled := ara.Name
	ara.Name, ara.Ref = "김아라", "2026-1"
	ok(t, d.ChangeMember(ctx, ara, now))
	ara.Former = []survey.Calling{{Name: wasCalled, Email: ara.Email, Until: now}}
	if got := must[survey.Member](t)(d.Member(ctx, ara.ID)); !reflect.DeepEqual(got, ara) {
		t.Errorf("changed member: got %+v, want %+v", got, ara)
	}
	ok(t, d.DropMember(ctx, bo.ID, now.Add(time.Hour)))
	if got := must[survey.Member](t)(d.Member(ctx, bo.ID)); !got.Dropped.Equal(now.Add(time.Hour)) {
		t.Errorf("dropped at %v", got.Dropped)
	}
	want := survey.Counts{Members: 1, Dropped: 1}
	if got := must[survey.Counts](t)(d.Counts(ctx, season.ID)); got != want {
		t.Errorf("counts: got %+v, want %+v", got, want)
	}
	ok(t, d.RestoreMember(ctx, bo.ID))
	if got := must[survey.Member](t)(d.Member(ctx, bo.ID)); !reflect.DeepEqual(got, bo) {
		t.Errorf("restored member: got %+v, want %+v", got, bo)
	}
	for what, err := range map[string]error{
		"change":  d.ChangeMember(ctx, survey.Member{ID: 99, Name: "x"}, now),
		"drop":    d.DropMember(ctx, 99, now),
		"restore": d.RestoreMember(ctx, 99),
		"remove":  d.EraseMember(ctx, 99, true, nil, now),
	} {
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("%s nobody: %v", what, err)
		}
	}
}

func testMemberKeys(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	newMember(t, d, season.ID, "ara")
	add := func(m survey.Member) (survey.Member, error) {
		m.Season = season.ID
		return d.AddMember(ctx, m, now)
	}
	must[survey.Member](t)(add(survey.Member{Name: "No address", Ref: "7"}))
	must[survey.Member](t)(add(survey.Member{Name: "Ｂo"}))
	for field, m := range map[string]survey.Member{
		"email": {Name: "Other", Email: "ARA@example.org"},
		"ref":   {Name: "Other", Ref: " 7"},
		"name":  {Name: "ｂo"},
	} {
		if _, err := add(m); !isInvalid(err, field) {
			t.Errorf("add %+v: got %v, want an InvalidError at %s", m, err, field)
		}
	}
	bo := newMember(t, d, season.ID, "bo")
	bo.Email = "Ara@Example.org"
	if err := d.ChangeMember(ctx, bo, now); !isInvalid(err, "email") {
		t.Errorf("change to an address that is taken: %v", err)
	}
	fall := must[survey.Season](t)(d.CreateSeason(ctx, season.Club, "Fall", now))
	newMember(t, d, fall.ID, "ara")
}

func testRemoveMember(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"))
	m := newMember(t, d, season.ID, "ara")
	ok(t, d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: survey.Answers{s.Questions[0].ID: {Number: new(1.0)}}}, now))
	ok(t, d.EraseMember(ctx, m.ID, false, nil, now))
	if _, err := d.Response(ctx, m.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("answers of an erased member: %v", err)
	}
	if _, err := d.MemberByToken(ctx, m.Token); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("link of an erased member: %v", err)
	}
}

func testResponses(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"), oneOf("b", "x", "y"))
	a, b := s.Questions[0].ID, s.Questions[1].ID
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	if _, err := d.Response(ctx, ara.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("response before any answer: %v", err)
	}
	first := survey.Answers{a: {Version: 1, Number: new(3.0)}}
	ok(t, d.SaveDraft(ctx, survey.Response{Member: ara.ID, Draft: first, Lang: survey.Korean}, now))
	want := survey.Response{Member: ara.ID, Season: season.ID, Draft: first, Saved: now, Lang: survey.Korean}
	check := func(when string) {
		t.Helper()
		if diff := cmp.Diff(want, must[survey.Response](t)(d.Response(ctx, ara.ID))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	check("a draft")

	agreed := survey.Agreement{Words: "Use them.", MinAge: 14, Guardian: true}
	second := survey.Answers{a: {Version: 1, Number: new(4.0)}, b: {Version: 1, Choices: []int{2}}}
	ok(t, d.SaveResponse(ctx, survey.Response{Member: ara.ID, Answers: second, Lang: survey.English, Consented: true, Agreed: agreed}, now.Add(time.Minute)))
	want = survey.Response{
		Member: ara.ID, Season: season.ID, Answers: second, First: now.Add(time.Minute), Submitted: now.Add(time.Minute), Sent: now.Add(time.Minute), Saved: now.Add(time.Minute),
		Lang: survey.English, Consented: true, Agreed: agreed,
	}
	check("a submission")

	ok(t, d.SaveDraft(ctx, survey.Response{Member: ara.ID, Draft: first, Lang: survey.English, Consented: true, Agreed: agreed}, now.Add(time.Hour)))
	want.Draft, want.Saved = first, now.Add(time.Hour)
	check("a draft after a submission")

	ok(t, d.SaveDraft(ctx, survey.Response{Member: bo.ID, Draft: first}, now))
	counts := survey.Counts{Members: 2, Started: 1, Submitted: 1}
	if got := must[survey.Counts](t)(d.Counts(ctx, season.ID)); got != counts {
		t.Errorf("counts: got %+v, want %+v", got, counts)
	}
	all := must[map[survey.MemberID]survey.Response](t)(d.Responses(ctx, season.ID))
	if len(all) != 2 || !cmp.Equal(all[ara.ID], want) {
		t.Errorf("responses: %+v", all)
	}
}

func testClosedSurvey(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"))
	m := newMember(t, d, season.ID, "ara")
	answers := survey.Answers{s.Questions[0].ID: {Number: new(1.0)}}
	r := survey.Response{Member: m.ID, Draft: answers, Answers: answers}
	refused := func(when string, at time.Time) {
		t.Helper()
		if err := d.SaveDraft(ctx, r, at); !errors.Is(err, survey.ErrClosed) {
			t.Errorf("draft %s: %v", when, err)
		}
		if err := d.SaveResponse(ctx, r, at); !errors.Is(err, survey.ErrClosed) {
			t.Errorf("response %s: %v", when, err)
		}
	}
	refused("before the opening", now.Add(-time.Second))
	s.Closes = now.Add(time.Hour)
	ok(t, d.SaveSurvey(ctx, s))
	refused("after the close", now.Add(time.Hour))
	ok(t, d.DropMember(ctx, m.ID, now))
	refused("of a dropped member", now)
	if _, err := d.Response(ctx, m.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("something was saved: %v", err)
	}
	if err := d.SaveResponse(ctx, survey.Response{Member: m.ID + 1}, now); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("response of nobody: %v", err)
	}
}

func testStrayAnswers(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	s := openSurvey(t, d, season.ID, scale("a"))
	other := must[survey.Season](t)(d.CreateSeason(ctx, season.Club, "Fall", now))
	stray := openSurvey(t, d, other.ID, scale("b")).Questions[0].ID
	m := newMember(t, d, season.ID, "ara")
	a := s.Questions[0].ID
	ok(t, d.SaveResponse(ctx, survey.Response{Member: m.ID, Answers: survey.Answers{
		a: {Number: new(1.0)}, stray: {Number: new(1.0)}, 99: {Number: new(1.0)},
	}}, now))
	want := survey.Answers{a: {Version: 1, Number: new(1.0)}}
	if diff := cmp.Diff(want, must[survey.Response](t)(d.Response(ctx, m.ID)).Answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}
