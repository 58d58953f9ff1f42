package db

import (
	"errors"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// A next season is copied some members in each write. Nobody sees it before it is whole, who is erased meanwhile is not in it, and one that a process left
// unfinished goes once it cannot be going on any more.
func testNextInSlices(t *testing.T, d *DB) {
	ctx := t.Context()
	season, teams := published(t, d, 3, 3)
	q := openSurvey(t, d, season.ID, scale("a")).Questions[0]
	for _, id := range teams[0] {
		ok(t, d.SaveResponse(ctx, survey.Response{Member: id, Answers: survey.Answers{q.ID: {Number: new(3.0)}}}, now))
	}
	seen := func() int { return len(must[[]survey.Season](t)(d.Seasons(ctx, season.Club))) }
	d.sliceTime = 0
	f := survey.Following{From: season.ID, Name: "Fall", Members: survey.CarryAll, Answers: true}

	n := must[nextSeason](t)(d.hiddenNext(ctx, f, now))
	ok(t, d.EraseMember(ctx, teams[0][0], true, nil, now))
	ok(t, d.copyMembers(ctx, n, f, now))
	if seen() != 1 {
		t.Errorf("the club is seen with %d seasons while one is copied, want 1", seen())
	}
	if _, err := d.Season(ctx, n.season.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a season that is being copied: %v, want not found", err)
	}
	must[team.Behind](t)(d.showNext(ctx, n, team.Deck{}, nil))
	if seen() != 2 {
		t.Errorf("the club is seen with %d seasons, want 2", seen())
	}
	members := must[[]survey.Member](t)(d.Members(ctx, n.season.ID))
	if len(members) != 5 || len(n.members) != 5 {
		t.Errorf("%d members went on, and %d are known by who they were, want 5", len(members), len(n.members))
	}
	if r := must[survey.Response](t)(d.Response(ctx, n.members[teams[0][1]])); len(r.Draft) != 1 {
		t.Errorf("who answered is offered %v, want one answer", r.Draft)
	}
	if _, _, err := d.BeginNext(ctx, f, team.Deck{}, nil, now); !isInvalid(err, "name") {
		t.Errorf("a name that a season has: %v, want it refused", err)
	}

	f.Name = "Winter"
	n = must[nextSeason](t)(d.hiddenNext(ctx, f, now))
	must[survey.Season](t)(d.CreateSeason(ctx, season.Club, "Winter", now))
	if _, err := d.showNext(ctx, n, team.Deck{}, nil); !isInvalid(err, "name") {
		t.Errorf("a name that was taken while the season was copied: %v, want it refused", err)
	}
	rows := func() int64 {
		return must[[]int64](t)(list[int64](ctx, d.reader, "SELECT COUNT(*) FROM seasons WHERE gone > 0"))[0]
	}
	ok(t, d.Chores(ctx, time.Now()))
	if rows() != 1 {
		t.Errorf("%d seasons are being copied after the chores, want the one", rows())
	}
	ok(t, d.Chores(ctx, time.Now().Add(2*nextUnseen)))
	if rows() != 0 {
		t.Errorf("%d seasons are being copied after two hours, want none", rows())
	}
}
