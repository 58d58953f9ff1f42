package db

import (
	"errors"
	"testing"
	"time"

	"dure/survey"
)

// Whoever joins gets a link and may answer. A known address, and on a closed list everybody, waits and counts nowhere until let in.
func testJoin(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	now := time.Now().Truncate(time.Second)
	q := must[survey.Question](t)(d.AddQuestion(ctx, season.ID, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}}))
	ok(t, d.SaveSurvey(ctx, survey.Survey{Season: season.ID, Opens: now.Add(-time.Hour)}))
	answer := func(id survey.MemberID, text string) error {
		return d.SaveResponse(ctx, survey.Response{Member: id, Season: season.ID, Answers: survey.Answers{q.ID: {Text: text, Version: 1}}}, now)
	}
	join := func(name, email string) survey.Member {
		t.Helper()
		return must[survey.Member](t)(d.Join(ctx, survey.Member{Season: season.ID, Name: name, Email: email}, now))
	}
	count := func(members, waiting, submitted int) {
		t.Helper()
		sound(t, d)
		c := must[survey.Counts](t)(d.Counts(ctx, season.ID))
		if c.Members != members || c.Waiting != waiting || c.Submitted != submitted || c.Dropped != 0 {
			t.Errorf("the counts are %+v, want %d members, %d waiting and %d answers", c, members, waiting, submitted)
		}
		if n := len(must[map[survey.MemberID]survey.Response](t)(d.Responses(ctx, season.ID))); n != submitted {
			t.Errorf("%d answers count, want %d", n, submitted)
		}
	}
	listed := must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "Mina Kim", Email: "mina@example.org"}, now))
	named := must[survey.Member](t)(d.AddMember(ctx, survey.Member{Season: season.ID, Name: "Bo"}, now))
	fresh, claim := join("Ara", "ara@example.org"), join("Mina", "MINA@example.org")
	draft := func(id survey.MemberID, text string) {
		ok(t, d.SaveDraft(ctx, survey.Response{Member: id, Season: season.ID, Draft: survey.Answers{q.ID: {Text: text, Version: 1}}}, now))
	}
	if fresh.Waiting || !claim.Waiting || !claim.MayAnswer() || claim.Active() {
		t.Errorf("a new address waits: %v, a known one: %v; want only the known one to wait", fresh.Waiting, claim.Waiting)
	}
	ok(t, answer(fresh.ID, "fun"))
	draft(claim.ID, "friends")
	count(3, 1, 1)

	// Let in, Mina is the one on the list, with what was answered, under both links.
	ok(t, d.Admit(ctx, season.ID, []survey.MemberID{claim.ID}, now))
	for _, token := range []survey.Token{listed.Token, claim.Token} {
		if m := must[survey.Member](t)(d.MemberByToken(ctx, token)); m.ID != listed.ID || m.Name != "Mina Kim" {
			t.Errorf("a link of Mina's leads to %+v, want the member on the list", m)
		}
	}
	if r := must[survey.Response](t)(d.Response(ctx, listed.ID)); r.Draft[q.ID].Text != "friends" {
		t.Errorf("Mina's answers are %+v, want those given before she was let in", r.Draft)
	}
	ok(t, answer(listed.ID, "friends"))
	count(3, 0, 2)
	// Nobody who has answered is written over.
	again := join("Mina", "mina@example.org")
	ok(t, answer(again.ID, "not me"))
	var bad *survey.InvalidError
	ok(t, d.Refuse(ctx, season.ID, []survey.MemberID{again.ID}))
	if _, err := d.Member(ctx, again.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("who was refused is still there: %v", err)
	}
	if err := d.Refuse(ctx, season.ID, []survey.MemberID{listed.ID}); !errors.As(err, &bad) {
		t.Errorf("to refuse a member who does not wait gives %v", err)
	}

	ok(t, d.ChangeSeason(ctx, season.ID, season.Name, true))
	bo, stranger := join("bo", "bo@example.org"), join("Cho", "cho@example.org")
	if !bo.Waiting || !stranger.Waiting {
		t.Error("who joins a closed list does not wait")
	}
	draft(bo.ID, "music")
	count(3, 2, 2)
	ok(t, answer(stranger.ID, "chess")) // nobody's place: waits on
	ok(t, d.Admit(ctx, season.ID, []survey.MemberID{bo.ID, stranger.ID}, now))
	ok(t, answer(named.ID, "music"))
	count(4, 0, 4)
	if m := must[survey.Member](t)(d.Member(ctx, named.ID)); m.Email != "bo@example.org" {
		t.Errorf("of Bo on the list %+v is kept, want the address too", m)
	}
}
