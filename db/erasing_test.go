package db

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"dure/clustering/team"
	"dure/db/query"
	"dure/survey"
)

// A process that ends once a member is gone leaves what names the member, and says so. The chores of the next take it out, whatever others
// have written since, and forget as whom they did.
func testErasingGoesOn(t *testing.T, d *DB) {
	ctx := t.Context()
	season, teams := published(t, d, 3, 3)
	asked := openSurvey(t, d, season.ID, survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why?"}},
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2})
	why, mates := asked.Questions[0].ID, asked.Questions[1].ID
	gone, friend, other := teams[0][0], teams[0][1], teams[1][0]
	for _, id := range []survey.MemberID{friend, other} {
		ok(t, d.SaveResponse(ctx, survey.Response{Member: id, Answers: survey.Answers{why: {Text: "because of m0-0@example.org"}, mates: {Wished: []string{"m0-0", "m1-1"}}}}, now))
	}
	tell(t, d, 4, gone, friend)

	row := must[query.Erasure](t)(d.beginErasure(ctx, takingAway(gone, true, nil, now)))
	if _, err := d.Member(ctx, gone); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the member once the erasing has begun: %v, want not found", err)
	}
	if must[bool](t)(d.Scrubbed(ctx)) {
		t.Error("said to be gone while others' answers name the member")
	}
	if seat := must[team.Seat](t)(d.Seat(ctx, survey.Member{ID: friend, Season: season.ID})); len(seat.Members) != 2 {
		t.Errorf("a teammate sees %d members meanwhile, want 2", len(seat.Members))
	}

	var e erasing
	ok(t, decode(row.What, &e))
	var found []change
	ok(t, d.snapshot(ctx, func(s tx) (err error) { found, err = e.find(ctx, s); return err }))
	since := survey.Answers{why: {Text: "since then: m0-0@example.org, and m1-1"}, mates: {Wished: []string{"m1-1", "m0-0"}}}
	ok(t, d.SaveResponse(ctx, survey.Response{Member: other, Answers: since}, now))
	d.sliceTime = 0 // a write for each
	if missed := must[bool](t)(d.inSlices(ctx, found, e.seasons(), d.updateLazily)); !missed {
		t.Error("what was changed since it was read was not missed")
	}
	if r := must[survey.Response](t)(d.Response(ctx, other)); r.Answers[why].Text != since[why].Text {
		t.Errorf("what somebody has sent since it was read is %q, want it as it was sent", r.Answers[why].Text)
	}

	ok(t, d.Chores(ctx, now))
	for id, want := range map[survey.MemberID]string{friend: "because of —", other: "since then: —, and m1-1"} {
		r := must[survey.Response](t)(d.Response(ctx, id))
		if got := fmt.Sprint(r.Answers[why].Text, r.Answers[mates].Wished); got != want+"[m1-1]" {
			t.Errorf("answers of member %d: %s, want %s[m1-1]", id, got, want)
		}
	}
	if n := must[[]int64](t)(list[int64](ctx, d.reader, "SELECT COUNT(*) FROM erasures")); n[0] != 0 {
		t.Errorf("%d erasures are left, want none", n[0])
	}
	if !must[bool](t)(d.Scrubbed(ctx)) {
		t.Error("said not to be gone after the chores")
	}
	roster := must[team.Roster](t)(d.Roster(ctx, season.ID))
	if p := must[team.Saved](t)(d.Proposal(ctx, roster.Proposal)); p.Lineup.Has(gone) {
		t.Error("the teams have the member still")
	}
	seated := must[[]string](t)(list[string](ctx, d.reader, "SELECT body FROM seat_teams ORDER BY team"))
	ok(t, d.update(ctx, func(ctx context.Context, t tx) error { return t.reseat(ctx, int64(season.ID)) }))
	if again := must[[]string](t)(list[string](ctx, d.reader, "SELECT body FROM seat_teams ORDER BY team")); fmt.Sprint(again) != fmt.Sprint(seated) {
		t.Errorf("what members see of their teams: %s, want %s", seated, again)
	}
}
