package db

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dure/clustering/team"
	"dure/survey"
)

// Whatever is done with proposals and members, each member sits where the lineup that is published says, and nowhere while none is.
func testSeats(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	rng := rand.New(rand.NewPCG(1, 22))
	var members []survey.MemberID
	for k := range 9 {
		members = append(members, newMember(t, d, season.ID, fmt.Sprint("m", k)).ID)
	}
	division := func() team.Lineup {
		var l team.Lineup
		for r := range 1 + rng.IntN(2) {
			teams := make([]team.SavedTeam, 3)
			for k := range teams {
				teams[k] = team.SavedTeam{Name: fmt.Sprint(rng.IntN(3)), Members: []survey.MemberID{}}
			}
			for _, m := range must[[]survey.Member](t)(d.Members(ctx, season.ID)) {
				if k := rng.IntN(4); k < 3 && m.Active() {
					teams[k].Members = append(teams[k].Members, m.ID)
				}
			}
			if r == 0 {
				l.Teams = teams
				continue
			}
			l.Later = append(l.Later, teams)
		}
		return l
	}
	var ids []team.ProposalID
	add := func() {
		id := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "P", json.RawMessage(`{"seed":1}`), now))
		ok(t, d.Finish(ctx, id, nil, division(), now))
		ids = append(ids, id)
	}
	add()
	add()
	seen := map[string]int{}
	for step := range 250 {
		id := ids[rng.IntN(len(ids))]
		p := must[team.Saved](t)(d.Proposal(ctx, id))
		member := members[rng.IntN(len(members))]
		what := []string{"edit", "edit", "undo", "redo", "publish", "publish", "unpublish", "delete", "drop", "restore", "erase"}[rng.IntN(11)]
		switch what {
		case "edit":
			l := division()
			l.Later = p.Lineup.Later
			ok(t, d.Edit(ctx, id, p.Revision, l, json.RawMessage(`{"kind":"move"}`), now))
		case "undo":
			must[team.ProposalID](t)(d.Undo(ctx, id, "Beside", p.Revision, now))
		case "redo":
			must[team.ProposalID](t)(d.Redo(ctx, id, "Beside", p.Revision, now))
		case "publish":
			ok(t, d.Publish(ctx, id, now))
		case "unpublish":
			ok(t, d.Unpublish(ctx, season.ID))
		case "delete":
			ok(t, d.DeleteProposal(ctx, id))
			ids = nil
			for _, left := range must[[]team.Saved](t)(d.Proposals(ctx, season.ID)) {
				ids = append(ids, left.ID)
			}
			for len(ids) < 2 {
				add()
			}
		case "drop":
			ok(t, d.DropMember(ctx, member, now))
		case "restore":
			ok(t, d.RestoreMember(ctx, member))
		case "erase":
			if len(members) < 6 || rng.IntN(4) > 0 {
				continue
			}
			ok(t, d.EraseMember(ctx, member, false, nil, now))
			members = nil
			for _, left := range must[[]survey.Member](t)(d.Members(ctx, season.ID)) {
				members = append(members, left.ID)
			}
		}
		checkSeats(t, d, season.ID, fmt.Sprint("step ", step, ", ", what), seen)
	}
	if seen["sits"] < 100 || seen["sits nowhere"] < 20 || seen["twice"] < 20 || seen["none published"] < 20 {
		t.Errorf("too little was seen: %v", seen)
	}
}

func checkSeats(t *testing.T, d *DB, season survey.SeasonID, when string, seen map[string]int) {
	t.Helper()
	ctx := t.Context()
	r, err := d.Roster(ctx, season)
	none := errors.Is(err, survey.ErrNotFound)
	var p team.Saved
	if !none {
		p = must[team.Saved](t)(d.Proposal(ctx, r.Proposal))
	}
	all := must[[]survey.Member](t)(d.Members(ctx, season))
	for _, m := range all {
		got, err := d.Seat(ctx, m)
		if none {
			seen["none published"]++
			if !errors.Is(err, survey.ErrNotFound) {
				t.Fatalf("%s: a seat while no teams are published: %+v, %v", when, got, err)
			}
			continue
		}
		ok(t, err)
		want := team.NewSeat(p, r.Briefs, m.ID, all)
		if !m.Active() {
			continue // their page says that they left
		}
		if len(want.Teams) == 0 {
			seen["sits nowhere"]++
		}
		seen["sits"] += min(len(want.Teams), 1)
		seen["twice"] += len(want.Teams) / 2
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(survey.Member{}, "Token")); diff != "" {
			t.Fatalf("%s: seat of member %d (-lineup +seat):\n%s", when, m.ID, diff)
		}
	}
}

// Teams that were published before there were seats have theirs from the first start on.
func TestSeatsOfTeamsPublishedBefore(t *testing.T) {
	dir := t.TempDir()
	d := must[*DB](t)(OpenWith(t.Context(), dir, Options{}))
	p, _ := formed(t, d)
	ok(t, d.Publish(t.Context(), p.ID, now))
	for _, undo := range []string{"DELETE FROM seats", "DELETE FROM seat_teams", "DELETE FROM goose_db_version WHERE version_id = 49"} {
		must[any](t)(d.writer.ExecContext(t.Context(), undo))
	}
	ok(t, d.Close())
	seen := map[string]int{}
	checkSeats(t, openDir(t, dir), p.Season, "after an update", seen)
	if seen["sits"] != 2 {
		t.Errorf("%d of two members have seats", seen["sits"])
	}
}
