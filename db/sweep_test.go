package db

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"dure/db/query"
	"dure/survey"
)

// Once a season is deleted nobody finds it or a member of it, though a process that ended has left its rows. The chores of the next erase them, some in each
// write, and what counted its changes.
func testSweepGoesOn(t *testing.T, d *DB) {
	ctx := t.Context()
	season, teams := published(t, d, 3, 3)
	why := openSurvey(t, d, season.ID, survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why?"}}).Questions[0].ID
	ok(t, d.SaveResponse(ctx, survey.Response{Member: teams[0][0], Answers: survey.Answers{why: {Text: "because"}}}, now))
	m := must[[]survey.Member](t)(d.Members(ctx, season.ID))[0]
	other := must[survey.Season](t)(d.CreateSeason(ctx, season.Club, "Other", now))
	newMember(t, d, other.ID, "stays")

	ok(t, d.update(ctx, func(ctx context.Context, t tx) error {
		return one(t.HideSeason(ctx, query.HideSeasonParams{ID: int64(season.ID), Gone: goneAtOnce}))
	}))
	for what, err := range map[string]error{
		"the season":             errOf(d.Season(ctx, season.ID)),
		"the season by its link": errOf(d.SeasonByToken(ctx, season.Token)),
		"a member by the link":   errOf(d.MemberByToken(ctx, m.Token)),
	} {
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("%s, once it is deleted: %v, want not found", what, err)
		}
	}
	if all := must[[]survey.Season](t)(d.Seasons(ctx, season.Club)); len(all) != 1 || all[0].ID != other.ID {
		t.Errorf("the club has the seasons %v, want the other alone", all)
	}
	must[survey.Season](t)(d.CreateSeason(ctx, season.Club, season.Name, now)) // the name is free

	d.sliceTime = 0
	ok(t, d.Chores(ctx, now))
	for _, of := range []string{
		"seasons WHERE id = %d", "members WHERE season_id = %d", "responses WHERE season_id = %d", "seats WHERE season_id = %d", "proposals WHERE season_id = %d",
		"settings WHERE name LIKE 'season %d %%'",
	} {
		of = fmt.Sprintf(of, season.ID)
		if n := must[[]int64](t)(list[int64](ctx, d.reader, "SELECT COUNT(*) FROM "+of)); n[0] != 0 {
			t.Errorf("%d rows are left of %s", n[0], of)
		}
	}
	if n := must[int64](t)(d.SeasonKey(ctx, other.ID)); n == 0 {
		t.Error("the changes of another season are not counted any more")
	}
}

// A season whose date has come is not found until it is empty, whatever its rows are meanwhile; they go some in each write. A process that ended in between leaves it
// so, and the chores of the next go on. A club that is deleted meanwhile stays gone.
func testEmptyingGoesOn(t *testing.T, d *DB) {
	ctx := t.Context()
	season, _ := published(t, d, 12, 13)
	later := now.Add(time.Hour)
	ok(t, d.KeepUntil(ctx, season.ID, now))
	if !must[bool](t)(d.hideToEmpty(ctx, int64(season.ID), later)) {
		t.Fatal("the season is not to be emptied")
	}
	if _, err := d.Season(ctx, season.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the season while it is emptied: %v, want not found", err)
	}

	d.sliceTime = 0
	left := int64(25)
	d.look = func(ctx context.Context, x tx) error {
		var n, seen int64
		err := errors.Join(x.sql.QueryRowContext(ctx, "SELECT COUNT(*) FROM members WHERE season_id = $1", season.ID).Scan(&n),
			x.sql.QueryRowContext(ctx, "SELECT COUNT(*) FROM seasons WHERE id = $1 AND gone = 0", season.ID).Scan(&seen))
		if left-n > 10 {
			t.Errorf("one write takes %d members away, want at most 10", left-n)
		}
		if seen > 0 && n > 0 {
			t.Errorf("the season is seen with %d of its members", n)
		}
		left = n
		return err
	}
	ok(t, d.Chores(ctx, later))
	d.look = nil
	if s := must[survey.Season](t)(d.Season(ctx, season.ID)); !s.KeepUntil.IsZero() {
		t.Errorf("once it is empty the season is kept until %s", s.KeepUntil)
	}
	if n := len(must[[]survey.Act](t)(d.Acts(ctx, season.Club, survey.ActFilter{What: survey.RanRetention, Most: 9}))); n != 1 {
		t.Errorf("the log says %d times that the season was emptied, want once", n)
	}

	ok(t, d.KeepUntil(ctx, season.ID, now))
	must[bool](t)(d.hideToEmpty(ctx, int64(season.ID), later))
	ok(t, d.DeleteClub(ctx, season.Club))
	ok(t, d.Chores(ctx, later))
	if n := must[[]int64](t)(list[int64](ctx, d.reader, "SELECT COUNT(*) FROM seasons")); n[0] != 0 {
		t.Errorf("%d seasons are left of a deleted club", n[0])
	}
}

// Two processes that do the chores of one database at once do not come in each other's way, whatever each of them finds first: all that was deleted goes, and nothing else.
func testTwoSweep(t *testing.T, d *DB) {
	onlyServer(t)
	ctx := t.Context()
	second := another(t, d)
	d.sliceTime, second.sliceTime = 0, 0 // as many writes as there can be
	gone, teams := published(t, d, 8, 8)
	asked := openSurvey(t, d, gone.ID, scale("a"))
	ok(t, d.SaveResponse(ctx, survey.Response{Member: teams[0][0], Answers: survey.Answers{asked.Questions[0].ID: {Number: new(2.0)}}}, now))
	emptied := must[survey.Season](t)(d.CreateSeason(ctx, gone.Club, "Emptied", now))
	stays := must[survey.Season](t)(d.CreateSeason(ctx, gone.Club, "Stays", now))
	for i := range 15 {
		newMember(t, d, emptied.ID, fmt.Sprint("e", i))
		newMember(t, d, stays.ID, fmt.Sprint("s", i))
	}
	erased := newMember(t, d, stays.ID, "erased")
	must[query.Erasure](t)(d.beginErasure(ctx, takingAway(erased.ID, true, nil, now)))
	ok(t, d.KeepUntil(ctx, emptied.ID, now))
	ok(t, d.update(ctx, func(ctx context.Context, t tx) error {
		return one(t.HideSeason(ctx, query.HideSeasonParams{ID: int64(gone.ID), Gone: goneAtOnce}))
	}))
	done := make(chan error)
	for _, d := range []*DB{d, second} {
		go func() { done <- d.Chores(ctx, now.Add(time.Hour)) }()
	}
	if err := errors.Join(<-done, <-done); err != nil {
		t.Errorf("the chores of two processes at once: %v", err)
	}
	for of, want := range map[string]int64{
		fmt.Sprintf("seasons WHERE id = %d", gone.ID): 0, fmt.Sprintf("members WHERE season_id IN (%d, %d)", gone.ID, emptied.ID): 0,
		"responses": 0, "erasures": 0, fmt.Sprintf("seasons WHERE id = %d AND gone = 0", emptied.ID): 1, fmt.Sprintf("members WHERE season_id = %d", stays.ID): 15,
	} {
		if n := must[[]int64](t)(list[int64](ctx, d.reader, "SELECT COUNT(*) FROM "+of)); n[0] != want {
			t.Errorf("there are %d %s, want %d", n[0], of, want)
		}
	}
	if n := len(must[[]survey.Act](t)(d.Acts(ctx, gone.Club, survey.ActFilter{What: survey.RanRetention, Most: 9}))); n != 1 {
		t.Errorf("the log says %d times that a season was emptied, want once", n)
	}
}

func errOf[V any](_ V, err error) error { return err }

// A club is gone for its organizers at once, with its seasons.
func testDeletedClubIsGone(t *testing.T, d *DB) {
	ctx := t.Context()
	o, season := newSeason(t, d)
	m := newMember(t, d, season.ID, "ara")
	ok(t, d.update(ctx, func(ctx context.Context, t tx) error {
		return errors.Join(t.HideSeasonsOf(ctx, query.HideSeasonsOfParams{ClubID: int64(season.Club), Gone: goneAtOnce}),
			one(t.HideClub(ctx, query.HideClubParams{ID: int64(season.Club), Gone: goneAtOnce})))
	}))
	for what, err := range map[string]error{
		"the club": errOf(d.Club(ctx, season.Club)), "the role": errOf(d.Role(ctx, o.ID, season.Club)), "a member by the link": errOf(d.MemberByToken(ctx, m.Token)),
	} {
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("%s, once the club is deleted: %v, want not found", what, err)
		}
	}
	if all := must[[]survey.Club](t)(d.Clubs(ctx, o.ID)); len(all) != 0 {
		t.Errorf("the organizer has the clubs %v, want none", all)
	}
	ok(t, d.Chores(ctx, now))
	for _, table := range []string{"clubs", "seasons", "members"} {
		if n := must[[]int64](t)(list[int64](ctx, d.reader, "SELECT COUNT(*) FROM "+table)); n[0] != 0 {
			t.Errorf("%d rows are left in %s", n[0], table)
		}
	}
}
