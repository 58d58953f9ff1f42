package db

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/survey"
)

// formed makes a season of two members and a proposal with each in a team of its own.
func formed(t *testing.T, d *DB) (team.Saved, []survey.MemberID) {
	t.Helper()
	ctx := t.Context()
	_, season := newSeason(t, d)
	ara, bo := newMember(t, d, season.ID, "ara").ID, newMember(t, d, season.ID, "bo").ID
	id := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "First", json.RawMessage(`{"seed":1}`), now))
	ok(t, d.Finish(ctx, id, json.RawMessage(`{"objective":1}`), pair(ara, bo), now.Add(time.Minute)))
	return must[team.Saved](t)(d.Proposal(ctx, id)), []survey.MemberID{ara, bo}
}

// pair returns a lineup of two teams with a member each.
func pair(a, b survey.MemberID) team.Lineup {
	return team.Lineup{Teams: []team.SavedTeam{{Name: "1", Members: []survey.MemberID{a}}, {Name: "2", Members: []survey.MemberID{b}}}}
}

func testProposals(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	id := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "First", json.RawMessage(`{"seed":1}`), now))
	want := team.Saved{
		ID: id, Season: season.ID, Name: "First", State: survey.JobQueued, Request: json.RawMessage(`{"seed":1}`), Created: now, Updated: now,
	}
	check := func(when string) {
		t.Helper()
		if diff := cmp.Diff(want, must[team.Saved](t)(d.Proposal(ctx, id))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
		moves := team.Saved{ID: id, Season: season.ID, State: want.State, Progress: want.Progress, Revision: want.Revision}
		if diff := cmp.Diff(moves, must[team.Saved](t)(d.ProposalPulse(ctx, id))); diff != "" {
			t.Errorf("%s, what moves of it (-want +got):\n%s", when, diff)
		}
	}
	if _, err := d.ProposalPulse(ctx, id+1); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("what moves of no proposal: %v, want not found", err)
	}
	check("a new proposal")
	ok(t, d.SetProgress(ctx, id, json.RawMessage(`{"moves":10}`)))
	want.State, want.Progress = survey.JobRunning, json.RawMessage(`{"moves":10}`)
	check("a running proposal")
	if err := d.Edit(ctx, id, 0, team.Lineup{}, nil, now); !isInvalid(err, "") {
		t.Errorf("edit while it is formed: %v", err)
	}
	ok(t, d.RequestStop(ctx, id))
	want.Stop = true
	check("a proposal that is to stop")
	m := newMember(t, d, season.ID, "ara").ID
	ok(t, d.Finish(ctx, id, json.RawMessage(`{"objective":1}`), pair(m, m), now.Add(time.Minute)))
	want.State, want.Result, want.Lineup, want.Revision = survey.JobStopped, json.RawMessage(`{"objective":1}`), pair(m, m), 1
	want.Note, want.Updated = json.RawMessage(`{"kind":"formed"}`), now.Add(time.Minute)
	check("a stopped proposal")
	ok(t, d.RenameProposal(ctx, id, "Best", now.Add(time.Minute)))
	want.Name = "Best"
	check("a renamed proposal")

	second := must[team.ProposalID](t)(d.CreateProposal(ctx, season.ID, "Second", nil, now))
	if got := must[[]team.Saved](t)(d.Proposals(ctx, season.ID)); len(got) != 2 || got[0].ID != second || !cmp.Equal(got[1], want) {
		t.Errorf("proposals: %+v", got)
	}
	ok(t, d.DeleteProposal(ctx, id))
	if _, err := d.Proposal(ctx, id); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("deleted proposal: %v", err)
	}
	ok(t, d.Finish(ctx, id, nil, team.Lineup{}, now))
}

func testEdits(t *testing.T, d *DB) {
	ctx := t.Context()
	p, m := formed(t, d)
	swapped := pair(m[1], m[0])
	ok(t, d.Edit(ctx, p.ID, p.Revision, swapped, json.RawMessage(`{"kind":"swap"}`), now))
	state := func(want team.Lineup, undo, redo int) team.Saved {
		t.Helper()
		got := must[team.Saved](t)(d.Proposal(ctx, p.ID))
		if !cmp.Equal(got.Lineup, want) || got.Undo != undo || got.Redo != redo {
			t.Errorf("got %+v with %d to undo, %d to redo; want %+v with %d, %d", got.Lineup, got.Undo, got.Redo, want, undo, redo)
		}
		return got
	}
	now2 := state(swapped, 1, 0)
	if err := d.Edit(ctx, p.ID, p.Revision, swapped, nil, now); !errors.Is(err, survey.ErrStale) {
		t.Errorf("an edit of an old page: %v", err)
	}
	must[team.ProposalID](t)(d.Undo(ctx, p.ID, "Beside", now2.Revision, now))
	undone := state(pair(m[0], m[1]), 0, 1)
	must[team.ProposalID](t)(d.Undo(ctx, p.ID, "Beside", undone.Revision, now))
	state(pair(m[0], m[1]), 0, 1)
	must[team.ProposalID](t)(d.Redo(ctx, p.ID, "Beside", undone.Revision, now))
	redone := state(swapped, 1, 0)
	must[team.ProposalID](t)(d.Redo(ctx, p.ID, "Beside", redone.Revision, now))
	must[team.ProposalID](t)(d.Undo(ctx, p.ID, "Beside", redone.Revision, now))
	undone = state(pair(m[0], m[1]), 0, 1)

	both := team.Lineup{Teams: []team.SavedTeam{{Name: "1", Members: m, Locked: true}, {Name: "2"}}, Locked: m[:1]}
	ok(t, d.Edit(ctx, p.ID, undone.Revision, both, nil, now))
	edited := state(both, 1, 0)

	must[team.ProposalID](t)(d.FormAgain(ctx, p.ID, "Beside", json.RawMessage(`{"seed":2}`), nil, now))
	if _, err := d.FormAgain(ctx, p.ID, "Beside", nil, nil, now); !isInvalid(err, "") {
		t.Errorf("form again while it is formed: %v", err)
	}
	ok(t, d.Finish(ctx, p.ID, nil, swapped, now))
	again := state(swapped, 2, 0)
	if string(again.Request) != `{"seed":2}` || again.Revision <= edited.Revision {
		t.Errorf("formed again: %+v", again)
	}
}

func testDroppedInProposal(t *testing.T, d *DB) {
	ctx := t.Context()
	p, m := formed(t, d)
	lineup := func() team.Lineup { return must[team.Saved](t)(d.Proposal(ctx, p.ID)).Lineup }
	ok(t, d.DropMember(ctx, m[0], now))
	if got := lineup(); got.Team(m[0]) != -1 || got.Team(m[1]) != 1 {
		t.Errorf("teams without the dropped member: %+v", got)
	}
	renamed := lineup()
	renamed.Teams[0].Name = "One"
	ok(t, d.Edit(ctx, p.ID, p.Revision, renamed, nil, now))
	ok(t, d.RestoreMember(ctx, m[0]))
	if got := lineup(); got.Team(m[0]) != 0 || got.Teams[0].Name != "One" {
		t.Errorf("teams with the restored member: %+v", got)
	}
	ok(t, d.EraseMember(ctx, m[1], false, nil, now))
	if got := lineup(); got.Team(m[1]) != -1 || len(got.Teams) != 2 {
		t.Errorf("teams without the erased member: %+v", got)
	}
}

func testPublish(t *testing.T, d *DB) {
	ctx := t.Context()
	p, _ := formed(t, d)
	if _, err := d.Roster(ctx, p.Season); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("roster before publishing: %v", err)
	}
	ok(t, d.Publish(ctx, p.ID, now))
	want := team.Roster{Season: p.Season, Proposal: p.ID, Published: now}
	if diff := cmp.Diff(want, must[team.Roster](t)(d.Roster(ctx, p.Season))); diff != "" {
		t.Errorf("roster (-want +got):\n%s", diff)
	}
	second := must[team.ProposalID](t)(d.CreateProposal(ctx, p.Season, "Second", nil, now))
	if err := d.Publish(ctx, second, now); !isInvalid(err, "") {
		t.Errorf("publish what is not formed: %v", err)
	}
	ok(t, d.failProposal(ctx, second, &survey.InvalidError{Reason: "internal"}))
	if err := d.Publish(ctx, second, now); !isInvalid(err, "") {
		t.Errorf("publish what has no teams: %v", err)
	}
	ok(t, d.Unpublish(ctx, p.Season))
	if _, err := d.Roster(ctx, p.Season); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("roster after it was taken back: %v", err)
	}
	ok(t, d.Publish(ctx, p.ID, now))
	ok(t, d.DeleteProposal(ctx, p.ID))
	if _, err := d.Roster(ctx, p.Season); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("roster after its proposal was deleted: %v", err)
	}
}

func testDeleteSeason(t *testing.T, d *DB) {
	ctx := t.Context()
	p, m := formed(t, d)
	ok(t, d.Publish(ctx, p.ID, now))
	openSurvey(t, d, p.Season, scale("a"))
	season := must[survey.Season](t)(d.Season(ctx, p.Season))
	startedImport(t, d, season, 0)
	ok(t, d.DeleteSeason(ctx, p.Season))
	if _, err := d.Member(ctx, m[0]); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("member of a deleted season: %v", err)
	}
	for _, table := range []string{"surveys", "questions", "question_versions", "members", "responses", "imports", "proposals", "proposal_edits", "rosters"} {
		if n := must[[]string](t)(list[string](ctx, d.reader, "SELECT COUNT(*) FROM "+table)); n[0] != "0" {
			t.Errorf("%s rows left in %s", n[0], table)
		}
	}
}

// Teams are formed again with the change of cards and sizes that comes with it, or nothing is changed at all.
func testFormAgainAllOrNothing(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	id := must[team.ProposalID](t)(d.FormTeams(ctx, season.ID, "First", json.RawMessage(`{}`), `{"ideal":"5"}`, now))
	kept := func() string {
		deck := must[team.Deck](t)(d.Deck(ctx, season.ID))
		p := must[team.Saved](t)(d.Proposal(ctx, id))
		return fmt.Sprint(len(deck.Cards), must[string](t)(d.FormSettings(ctx, season.ID)), p.State, string(p.Request))
	}
	refused := errors.New("refused")
	change := func(why error) func(*team.Deck, *string) error {
		return func(deck *team.Deck, typed *string) error {
			deck.Add(team.Rule{Kind: team.Answered})
			*typed = `{"ideal":"4"}`
			return why
		}
	}
	before := kept()
	if _, err := d.FormAgain(ctx, id, "Beside", json.RawMessage(`{"seed":2}`), change(nil), now); !isInvalid(err, "") {
		t.Errorf("form teams again while they are formed: %v", err)
	}
	if got := kept(); got != before {
		t.Errorf("a change with teams that are being formed leaves %s, want %s", got, before)
	}
	ok(t, d.Finish(ctx, id, json.RawMessage(`{}`), team.Lineup{}, now))
	before = kept()
	if _, err := d.FormAgain(ctx, id, "Beside", json.RawMessage(`{"seed":2}`), change(refused), now); !errors.Is(err, refused) {
		t.Errorf("a change that is refused: %v", err)
	}
	if got := kept(); got != before {
		t.Errorf("a change that is refused leaves %s, want %s", got, before)
	}
	must[team.ProposalID](t)(d.FormAgain(ctx, id, "Beside", json.RawMessage(`{"seed":2}`), change(nil), now))
	if got, want := kept(), `1{"ideal":"4"}queued{"seed":2}`; got != want {
		t.Errorf("a change leaves %s, want %s", got, want)
	}
}
