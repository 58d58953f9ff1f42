package db

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// refused reports an error other than that the members changed meanwhile.
func refused(t *testing.T, what string, err error) {
	t.Helper()
	if bad, ok := errors.AsType[*survey.InvalidError](err); !ok || bad.Reason != "members_changed" {
		t.Errorf("%s: got the error %v, want members_changed", what, err)
	}
}

func testManyMembers(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara, bo, chul := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo"), newMember(t, d, season.ID, "chul")
	other := must[survey.Season](t)(d.CreateSeason(ctx, season.Club, "Other", now))
	stranger := newMember(t, d, other.ID, "dan")
	all := func() []survey.Member { return must[[]survey.Member](t)(d.Members(ctx, season.ID)) }
	same := func(when string, want ...survey.Member) {
		t.Helper()
		if diff := cmp.Diff(want, all()); diff != "" {
			t.Errorf("members %s (-want +got):\n%s", when, diff)
		}
	}

	for what, id := range map[string]survey.MemberID{"nobody": 99, "a member of another season": stranger.ID} {
		ids := []survey.MemberID{ara.ID, id}
		refused(t, "drop "+what, d.DropMembers(ctx, season.ID, ids, now))
		refused(t, "restore "+what, d.RestoreMembers(ctx, season.ID, ids))
		refused(t, "let in "+what, d.LetIn(ctx, season.ID, ids, now))
		_, err := d.Remind(ctx, season.ID, survey.OfSurvey, ids, now)
		refused(t, "remind "+what, err)
	}
	same("after what was refused", ara, bo, chul)

	ok(t, d.DropMembers(ctx, season.ID, []survey.MemberID{ara.ID, bo.ID}, now))
	ok(t, d.DropMembers(ctx, season.ID, []survey.MemberID{bo.ID, chul.ID}, now.Add(time.Hour)))
	ara.Dropped, bo.Dropped, chul.Dropped = now, now, now.Add(time.Hour)
	same("after two drops", ara, bo, chul)

	refused(t, "let in who dropped out", d.LetIn(ctx, season.ID, []survey.MemberID{ara.ID}, now))
	_, err := d.Remind(ctx, season.ID, survey.OfSurvey, []survey.MemberID{ara.ID}, now)
	refused(t, "remind who dropped out", err)
	ok(t, d.RestoreMembers(ctx, season.ID, []survey.MemberID{ara.ID, bo.ID}))
	ara.Dropped, bo.Dropped = time.Time{}, time.Time{}
	same("restored", ara, bo, chul)

	refused(t, "let in three, of whom one dropped out", d.LetIn(ctx, season.ID, []survey.MemberID{ara.ID, bo.ID, chul.ID}, now))
	same("after that", ara, bo, chul)
	ok(t, d.LetIn(ctx, season.ID, []survey.MemberID{ara.ID, bo.ID}, now.Add(time.Hour)))
	ara.Until, bo.Until = now.Add(time.Hour), now.Add(time.Hour)
	same("let in", ara, bo, chul)
	shown := survey.Doing(ctx, survey.Doer{Read: survey.UntilMark(ara, survey.Member{})})
	if err := d.LetIn(shown, season.ID, []survey.MemberID{ara.ID, bo.ID}, now.Add(2*time.Hour)); !errors.Is(err, survey.ErrStale) {
		t.Errorf("let in two, of whom one was let in since they were shown: got %v, want ErrStale", err)
	}
	same("shown before", ara, bo, chul)
	ok(t, d.LetIn(ctx, season.ID, []survey.MemberID{bo.ID, chul.ID}, time.Time{}))
	bo.Until = time.Time{}
	same("when that was taken back", ara, bo, chul)
}

// One member with leave answers after the close until the leave ends; nobody else does.
func testLeave(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	closes, until := now.Add(time.Hour), now.Add(72*time.Hour)
	ok(t, d.SaveSurvey(ctx, survey.Survey{Season: season.ID, Opens: now, Closes: closes}))
	try := func(m survey.Member, at time.Time) error {
		draft := d.SaveDraft(ctx, survey.Response{Member: m.ID}, at)
		sent := d.SaveResponse(ctx, survey.Response{Member: m.ID}, at)
		if errors.Is(draft, survey.ErrClosed) != errors.Is(sent, survey.ErrClosed) {
			t.Errorf("at %v a draft gives %v, and to send gives %v", at, draft, sent)
		}
		return sent
	}
	if err := try(ara, closes); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("after the close, without leave: %v", err)
	}
	ok(t, d.LetIn(ctx, season.ID, []survey.MemberID{ara.ID}, until))
	ok(t, try(ara, until.Add(-time.Millisecond)))
	for what, err := range map[string]error{
		"another member":      try(bo, closes),
		"when the leave ends": try(ara, until),
	} {
		if !errors.Is(err, survey.ErrClosed) {
			t.Errorf("%s: got %v, want %v", what, err, survey.ErrClosed)
		}
	}
	ok(t, d.LetIn(ctx, season.ID, []survey.MemberID{ara.ID}, time.Time{}))
	if err := try(ara, closes.Add(time.Minute)); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("after the leave was taken back: %v", err)
	}
	ok(t, d.LetIn(ctx, season.ID, []survey.MemberID{ara.ID}, now.Add(time.Minute)))
	ok(t, try(ara, closes.Add(-time.Millisecond)))
}

func testReminders(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara, bo := newMember(t, d, season.ID, "ara"), newMember(t, d, season.ID, "bo")
	reminded := func(kind survey.ReminderKind) map[survey.MemberID]survey.Reminded {
		return must[map[survey.MemberID]survey.Reminded](t)(d.Reminded(ctx, season.ID, kind))
	}
	must[int](t)(d.Remind(ctx, season.ID, survey.OfSurvey, []survey.MemberID{ara.ID, bo.ID}, now))
	must[int](t)(d.Remind(ctx, season.ID, survey.OfSurvey, []survey.MemberID{bo.ID}, now)) // a button pressed twice
	must[int](t)(d.Remind(ctx, season.ID, survey.OfSurvey, []survey.MemberID{bo.ID}, now.Add(time.Hour)))
	must[int](t)(d.Remind(ctx, season.ID, survey.OfLink, []survey.MemberID{ara.ID}, now))
	want := map[survey.MemberID]survey.Reminded{ara.ID: {Times: 1, Last: now}, bo.ID: {Times: 2, Last: now.Add(time.Hour)}}
	if diff := cmp.Diff(want, reminded(survey.OfSurvey)); diff != "" {
		t.Errorf("reminded of the survey (-want +got):\n%s", diff)
	}
	ok(t, d.EraseMember(ctx, ara.ID, true, nil, now))
	if got := reminded(survey.OfLink); len(got) != 0 {
		t.Errorf("reminders of who was erased: %v", got)
	}
}
