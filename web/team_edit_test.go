package web_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// current returns the proposal's revision, as the forms of its page have it.
func (s *site) current(id team.ProposalID) string {
	s.Helper()
	p, err := s.db.Proposal(context.Background(), id)
	s.must("read the proposal", err)
	return strconv.Itoa(p.Revision)
}

func (s *site) teamOf(id team.ProposalID, m survey.Member) int {
	s.Helper()
	p, err := s.db.Proposal(context.Background(), id)
	s.must("read the proposal", err)
	return p.Lineup.Team(m.ID)
}

func TestMoveMembers(t *testing.T) {
	s, m := newTeams(t, 4)
	v := s.organizer()
	id := s.divided("First", m[:2], m[2:])
	at := s.at("/proposals/%d", id)
	swap := fmt.Sprintf("1-%d", m[2].ID)
	v.get(fmt.Sprintf("%s/move?member=%d", at, m[0].ID)).want(200, "Move Member00", "trade places with Member02")
	v.get(fmt.Sprintf("%s/move?member=%d&target=%s", at, m[0].ID, swap)).want(200, "Keep this")
	if s.teamOf(id, m[0]) != 0 {
		t.Error("looking at a move moves the member")
	}
	old := s.current(id)
	keep := func(target, revision string) reply {
		return v.post(at+"/move", url.Values{"member": {m[0].ID.Code()}, "target": {target}, "revision": {revision}})
	}
	keep(swap, old).want(200)
	if s.teamOf(id, m[0]) != 1 || s.teamOf(id, m[2]) != 0 {
		t.Error("a swap did not change both members' teams")
	}
	keep("0", old).want(200, "Somebody changed this proposal in the meantime", "Keep this", `name="revision" value="`+s.current(id)+`"`)
	if s.teamOf(id, m[0]) != 1 {
		t.Error("an old page moved a member")
	}
	v.post(at+"/undo", url.Values{"revision": {s.current(id)}}).want(200, "Undone. Member00 and Member02 have traded places.")
	if s.teamOf(id, m[0]) != 0 {
		t.Error("undo left the member in the new team")
	}
	v.lang = "ko"
	again := v.get(at)
	again.submit(v, at+"/redo", nil).want(200, "다시 했습니다. Member00 님과").lacks("두 번")
	again.submit(v, at+"/redo", nil).want(200, "이미 다시 했습니다. 같은 요청이 두 번 왔습니다.")
	v.lang = "en"
	if s.teamOf(id, m[0]) != 1 {
		t.Error("redo left the member in the old team")
	}
	for _, target := range []string{"9", "-1", "x", "1", "0-" + m[0].ID.Code(), "0-99999", ""} {
		keep(target, s.current(id)).want(200, "Choose a team or a member from the list.")
	}
	v.get(at + "/move?member=99999").want(404)
	v.get(fmt.Sprintf("%s/move?member=%d&target=9", at, m[0].ID)).want(422)
}

// Who drops out leaves the others where they are; who joins late gets a place.
func TestDropAndJoin(t *testing.T) {
	s, m := newTeams(t, 6)
	v := s.organizer()
	v.post(s.at("/teams/rules?kind=apart"), url.Values{"members": {m[0].ID.Code(), m[3].ID.Code()}, "strength": {"must"}}).want(200)
	s.form()
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	before := s.ended(id).Lineup
	at := s.at("/proposals/%d", id)
	v.post(at+"/drop", url.Values{"member": {m[0].ID.Code()}}).want(200, "Everybody else is where they were")
	v.get(at).want(200, "Hours").lacks(`>Member00</a>`, `role="alert"`)
	for _, other := range m[1:] {
		if got := s.teamOf(id, other); got != before.Team(other.ID) {
			t.Errorf("%s went from team %d to %d when another dropped out", other.Name, before.Team(other.ID), got)
		}
	}
	v.get(fmt.Sprintf("%s/move?member=%d&target=%d", at, m[1].ID, 1-s.teamOf(id, m[1]))).want(200, "Keep this")
	late := s.member("Late")
	v.get(at).want(200, "In no team yet: 1", "Late")
	v.get(at+"/repair").want(200, "Late joins Team")
	v.post(at+"/repair", url.Values{"option": {"0"}, "revision": {s.current(id)}}).want(200)
	if s.teamOf(id, late) < 0 {
		t.Error("the late joiner is in no team after the repair")
	}
	s.must("restore", s.db.RestoreMember(context.Background(), m[0].ID))
	if s.teamOf(id, m[0]) != before.Team(m[0].ID) {
		t.Error("a restored member is not back in the team")
	}
}

// A proposal outlives the question that a rule of it is on.
func TestRuleOnADeletedQuestion(t *testing.T) {
	s, m := newTeams(t, 4)
	v := s.organizer()
	s.form()
	id := v.press(url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	s.must("delete a question", s.db.RemoveQuestion(context.Background(), s.season.ID, 1, 0))
	at := s.at("/proposals/%d", id)
	v.get(at).want(200, "One rule is on a deleted question", "Driver", "Member00").lacks("Hours")
	v.get(fmt.Sprintf("%s/move?member=%d&target=%d", at, m[0].ID, 1-s.teamOf(id, m[0]))).want(200, "Keep this")
	v.get(at + "/repair").want(200)
	v.get(s.at("/teams")).want(200)
}

// What is locked stays when the rest is formed anew.
func TestLocksHold(t *testing.T) {
	s, m := newTeams(t, 9)
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	before := s.ended(id).Lineup
	at := s.at("/proposals/%d", id)
	locked := before.Teams[1].Members
	single := before.Teams[0].Members[0]
	v.post(at+"/lock", url.Values{"lock_team": {"1"}, "revision": {s.current(id)}}).want(200, "Locked")
	v.post(at+"/lock", url.Values{"member": {single.Code()}, "lock": {"yes"}, "revision": {s.current(id)}}).want(200, "form the rest anew")
	v.post(at+"/move", url.Values{"member": {before.Teams[2].Members[0].Code()}, "target": {"0"}, "revision": {s.current(id)}}).want(200)
	uneven, err := s.db.Proposal(context.Background(), id)
	s.must("read the proposal", err)
	v.post(at+"/again", nil).want(200)
	after := s.ended(id)
	for _, id := range locked {
		if after.Lineup.Team(id) != 1 {
			t.Errorf("member %d of a locked team is now in team %d", id, after.Lineup.Team(id))
		}
	}
	if got := after.Lineup.Team(single); got != 0 {
		t.Errorf("a locked member is now in team %d, want 0", got)
	}
	if len(after.Lineup.Teams) != 3 || len(after.Lineup.Teams[1].Members) != 3 {
		t.Errorf("the teams are now %+v", after.Lineup.Teams)
	}
	first := moved(m, uneven.Lineup, after.Lineup)
	says := "Formed anew. Moved: " + first
	v.get(at).want(200, says)
	v.get(at+"/edits").want(200, says)
	v.post(at+"/undo", url.Values{"revision": {s.current(id)}}).want(200, "Undone. ", first).lacks(says)
	if got := s.teamOf(id, m[8]); got != uneven.Lineup.Team(m[8].ID) {
		t.Errorf("undo of forming anew left Member08 in team %d, want %d", got, uneven.Lineup.Team(m[8].ID))
	}
}

// moved is the first member who is in another team after than before.
func moved(all []survey.Member, before, after team.Lineup) string {
	return all[slices.IndexFunc(all, func(m survey.Member) bool { return before.Team(m.ID) != after.Team(m.ID) })].Name
}

// What no button of a page sends is not found, and changes nothing; what an old page sends is refused.
func TestEditsThatCannotBe(t *testing.T) {
	s, m := newTeams(t, 6)
	v := s.organizer()
	id := s.divided("First", m[:2], m[2:4])
	at := s.at("/proposals/%d", id)
	before := s.current(id)
	for _, c := range []struct {
		what string
		form url.Values
	}{
		{"repair", url.Values{"option": {"x"}}}, {"repair", url.Values{"option": {"-1"}}}, {"repair", url.Values{"option": {"99"}, "revision": {before}}},
		{"lock", url.Values{"member": {"999"}, "lock": {"yes"}}}, {"lock", url.Values{"lock_team": {"9"}, "member": {"x"}}},
		{"drop", url.Values{"member": {"999"}}}, {"drop", nil}, {"move", url.Values{"member": {"999"}, "target": {"0"}}},
	} {
		v.post(at+"/"+c.what, c.form).want(404)
	}
	v.post(at+"/repair", url.Values{"option": {"0"}, "revision": {"0"}}).want(200, "Somebody changed this proposal in the meantime")
	v.post(at+"/rename", url.Values{"name": {" "}}).want(200, "Enter a name.")
	if now := s.current(id); now != before {
		t.Errorf("after edits that cannot be the proposal has revision %s, want %s as before", now, before)
	}
	lock := func(on string) bool {
		v.post(at+"/lock", url.Values{"member": {m[0].ID.Code()}, "lock": {on}, "revision": {s.current(id)}}).want(200)
		p, err := s.db.Proposal(t.Context(), id)
		s.must("read the proposal", err)
		return len(p.Lineup.Locked) == 1 && p.Lineup.Locked[0] == m[0].ID
	}
	if !lock("yes") || lock("no") {
		t.Error("a member is not locked after the button, or locked after it was pressed again")
	}
}

// Forming anew says why it cannot be, and leaves the teams that there are.
func TestFormAgainWhatCannotBe(t *testing.T) {
	s, m := newTeams(t, 6)
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"list": {"3, 3"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	s.must("drop a member", s.db.DropMember(t.Context(), m[0].ID, s.now))
	at, before := s.at("/proposals/%d", id), s.current(id)
	v.post(at+"/again", nil).want(200, "the teams listed hold 6 to 6 in all")
	if now := s.current(id); now != before {
		t.Errorf("the proposal has revision %s, want %s as before", now, before)
	}
	s.must("restore the member", s.db.RestoreMember(t.Context(), m[0].ID))
	v.post(at+"/again", nil).want(200)
	s.until(id, func(p team.Saved) bool { return p.State.Ended() && strconv.Itoa(p.Revision) != before })
}

// What teams can reach at best is known of those that were formed. Once somebody was moved, sizes and members may be others.
func TestABoundIsOfTheTeamsAsFormed(t *testing.T) {
	s, m := newTeams(t, 6)
	id, _ := s.formed(team.Request{Rules: []team.Rule{{Kind: team.Count, Column: "q2", Value: "o1", AtLeast: new(1)}}, Sizes: team.Sizes{Ideal: 3}})
	v := s.organizer()
	page := s.at("/proposals/%d", id)
	best := regexp.MustCompile(`data-label="At best">\s*([^<]*)<`)
	said := func() string { return best.FindStringSubmatch(v.get(page).want(200).body)[1] }
	if got := said(); got != "100\u00a0%" {
		t.Errorf("of the teams as formed it says %q at best, want 100 %%", got)
	}
	v.get(page).want(200, `id="chance"`, "These teams: 100\u00a0%")
	v.post(page+"/move", url.Values{"member": {m[0].ID.Code()}, "target": {strconv.Itoa(1 - s.teamOf(id, m[0]))}, "revision": {s.current(id)}}).want(200)
	if got := said(); got != "—" {
		t.Errorf("of teams in other sizes it says %q at best, want that it is not known", got)
	}
	v.get(page).want(200, `id="chance"`, "These teams:", "Changed by hand, in other sizes.", "random divisions have the sizes as formed").lacks("At most:", "No other way to fill")
}

// What was found out when teams were formed stays true of them under other names and with more locked, and of what random teams are after an edit by
// hand; but not once an answer or a rule is another.
func TestChanceStaysInSightWhileItIsTrue(t *testing.T) {
	s, m := newTeams(t, 6)
	id, _ := s.formed(team.Request{Rules: []team.Rule{{Kind: team.Count, Column: "q2", Value: "o1", AtLeast: new(1)}}, Sizes: team.Sizes{Ideal: 3}})
	v, page := s.organizer(), s.at("/proposals/%d", id)
	post := func(path string, form url.Values) {
		form.Set("revision", s.current(id))
		v.post(page+path, form).want(200)
	}
	const picture, proof = `id="chance"`, "this is proved"
	v.get(page).want(200, picture, proof)
	post("/lock", url.Values{"member": {m[0].ID.Code()}, "lock": {"yes"}})
	v.get(page).want(200, picture, proof)
	v.get(page+"/names").want(200).submit(v, page+"/names", url.Values{"name1": {"Owls"}}).want(200)
	v.get(page).want(200, "Owls", picture, proof)
	other := slices.IndexFunc(m, func(o survey.Member) bool { return s.teamOf(id, o) != s.teamOf(id, m[1]) && o.ID != m[0].ID })
	post("/move", url.Values{"member": {m[1].ID.Code()}, "target": {fmt.Sprintf("%d-%s", s.teamOf(id, m[other]), m[other].ID.Code())}})
	v.get(page).want(200, picture, "Changed by hand. The score is as of now.", "random divisions").lacks(proof, "in other sizes")
	s.must("drop a member", s.db.DropMember(t.Context(), m[0].ID, s.now))
	v.get(page).want(200).lacks(picture, proof)
}

// What a move changes is said by the kind of the rule, and by its sentence where others are of that kind.
func TestRulesOfOneKindAreToldApart(t *testing.T) {
	s, m := newTeams(t, 8)
	yes := team.Rule{Kind: team.Count, Column: "q2", Value: "o1", AtLeast: new(1)}
	no := team.Rule{Kind: team.Count, Column: "q2", Value: "o2", AtLeast: new(1)}
	best := func(rules ...team.Rule) string {
		s.keepCards(rules...)
		id := s.dividedBy(team.Request{Rules: rules}, []survey.Member{m[0], m[2], m[4], m[6]}, []survey.Member{m[1], m[3], m[5], m[7]})
		page := s.organizer().get(s.at("/proposals/%d/move?member=%d", id, m[0].ID)).want(200, `id="drops"`).body
		_, drops, _ := strings.Cut(page, `id="drops"`)
		drops, _, _ = strings.Cut(drops, "</ul>")
		return drops
	}
	if drops := best(yes); !strings.Contains(drops, "At least, at most, exactly") {
		t.Errorf("the only rule of its kind is not called by it:\n%s", drops)
	}
	for _, says := range []string{"At least 1 with “Yes” (“Driver”) per team.", "At least 1 with “No” (“Driver”) per team."} {
		if drops := best(yes, no); !strings.Contains(drops, says) {
			t.Errorf("the best places do not say %q:\n%s", says, drops)
		}
	}
}
