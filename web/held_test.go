package web_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// heldTeams are three teams of two: in the first a member is locked, and the second is locked as a whole.
func heldTeams(t *testing.T, published bool) (*site, *visitor, []survey.Member, team.ProposalID, string) {
	t.Helper()
	s, m := newTeams(t, 6)
	v := s.organizer()
	id := s.divided("First", m[:2], m[2:4], m[4:])
	at := s.at("/proposals/%d", id)
	if published {
		s.must("publish", s.db.Publish(t.Context(), id, s.now))
	}
	v.post(at+"/lock", url.Values{"member": {m[0].ID.Code()}, "lock": {"yes"}, "revision": {s.current(id)}}).want(200)
	v.post(at+"/lock", url.Values{"lock_team": {"1"}, "revision": {s.current(id)}}).want(200)
	return s, v, m, id, at
}

const (
	heldMember = "Member00 is locked in Team 1. Unlock Member00 first."
	heldTeam   = "Team 2 is locked: nobody joins or leaves it. Unlock Team 2 first."
)

// What is locked is moved by nobody's hand, published or not, and each refusal says what to unlock.
func TestLocksHoldAgainstHands(t *testing.T) {
	for _, published := range []bool{false, true} {
		s, v, m, id, at := heldTeams(t, published)
		before := fmt.Sprint(s.lineup(id))
		for _, x := range []struct {
			who    int
			target string
			say    string
		}{
			{0, "2", heldMember},                   // the locked member goes
			{0, "2-" + m[4].ID.Code(), heldMember}, // or trades places
			{4, "0-" + m[0].ID.Code(), heldMember}, // or is traded
			{1, "1", heldTeam},                     // into the locked team
			{2, "2", heldTeam},                     // out of it
			{1, "1-" + m[2].ID.Code(), heldTeam},   // by a trade
			{2, "0-" + m[1].ID.Code(), heldTeam},   // either way
		} {
			form := url.Values{"member": {m[x.who].ID.Code()}, "target": {x.target}, "revision": {s.current(id)}}
			v.post(at+"/move", form).want(200, x.say)
			v.get(at+"/move?"+form.Encode()).want(422, x.say).lacks("Keep this")
		}
		v.post(at+"/drop", url.Values{"member": {m[0].ID.Code()}}).want(200, heldMember)
		v.post(at+"/drop", url.Values{"member": {m[2].ID.Code()}}).want(200, heldTeam)
		if after := fmt.Sprint(s.lineup(id)); after != before {
			t.Errorf("published %v: moves of what is locked changed the teams from %s to %s", published, before, after)
		}
		v.get(fmt.Sprintf("%s/move?member=%d", at, m[0].ID)).want(200, heldMember, ">Unlock</button>").lacks("<option", "Best places", "No longer takes part</button>")
		v.get(fmt.Sprintf("%s/move?member=%d", at, m[2].ID)).want(200, heldTeam, "Unlock Team 2</button>").lacks("<option", "Lock in this team")
		v.get(fmt.Sprintf("%s/move?member=%d", at, m[4].ID)).want(200, `<option value="0"`, fmt.Sprintf(`<option value="0-%d"`, m[1].ID), "Lock in this team").
			lacks(`<option value="1"`, `<option value="1-`, fmt.Sprintf(`<option value="0-%d"`, m[0].ID))
		v.post(at+"/lock", url.Values{"unlock_team": {"1"}, "revision": {s.current(id)}}).want(200)
		v.post(at+"/move", url.Values{"member": {m[2].ID.Code()}, "target": {"2"}, "revision": {s.current(id)}}).want(200, "Member02 is in Team 3 now.")
	}
}

// Undo brings back what was, also past a lock that came after.
func TestUndoGoesPastLocks(t *testing.T) {
	s, v, m, id, at := heldTeams(t, false)
	v.post(at+"/move", url.Values{"member": {m[1].ID.Code()}, "target": {"2"}, "revision": {s.current(id)}}).want(200)
	v.post(at+"/lock", url.Values{"lock_team": {"2"}, "revision": {s.current(id)}}).want(200)
	for range 2 {
		v.post(at+"/undo", url.Values{"revision": {s.current(id)}}).want(200)
	}
	if got := s.teamOf(id, m[1]); got != 0 {
		t.Errorf("after undo the member is in team %d, want 0", got)
	}
}

// Who is in no team is offered no lock in it, and a form that asks for one is told why not.
func TestNoLockInNoTeam(t *testing.T) {
	s, m := newTeams(t, 5)
	v := s.organizer()
	id := s.divided("First", m[:2], m[2:4])
	at := s.at("/proposals/%d", id)
	v.get(fmt.Sprintf("%s/move?member=%d", at, m[4].ID)).want(200, `<option value="0"`).lacks("Lock in this team")
	v.post(at+"/lock", url.Values{"member": {m[4].ID.Code()}, "lock": {"yes"}, "revision": {s.current(id)}}).want(200, "Member04 is in no team and cannot be locked in one.")
	p, err := s.db.Proposal(t.Context(), id)
	s.must("read the proposal", err)
	if slices.Contains(p.Lineup.Locked, m[4].ID) {
		t.Error("a member who is in no team is locked")
	}
	for n := range 2 {
		v.post(at+"/lock", url.Values{"lock_team": {fmt.Sprint(n)}, "revision": {s.current(id)}}).want(200)
	}
	v.get(fmt.Sprintf("%s/move?member=%d", at, m[4].ID)).want(200, "All other teams are locked. Unlock one first.").lacks("<option")
}
