package web_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// An organizer asks why a member is in a team, and gets no answer about somebody of another season.
func TestWhyAMemberIsWhere(t *testing.T) {
	s, m := newTeams(t, 12)
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	at := s.at("/proposals/%d", id)
	v.get(at).want(200, "Why Member03 is here").lacks(`id="why-`)
	v.get(fmt.Sprintf("%s?why=%d", at, m[3].ID)).want(200, fmt.Sprintf(`id="why-%d"`, m[3].ID))
	v.get(at + "?why=99999").want(200).lacks(`id="why-`)
	v.get(at + "?why=x").want(200).lacks(`id="why-`)
	v.lang = "ko"
	v.get(fmt.Sprintf("%s?why=%d", at, m[3].ID)).want(200, "Member03 님이 이 팀인 까닭")
}

// Who gave no answer is a category of their own, which has a name.
func TestFactsOnNoAnswer(t *testing.T) {
	p := view.Page{T: func(key survey.Key, args ...any) string { return fmt.Sprint(append([]any{key}, args...)...) }}
	fact := team.Fact{Message: survey.Say("fact_team_share", "Value", "")}
	if got := (view.Names{}).Fact(p, fact); !strings.Contains(got, "Valueno_answer") {
		t.Errorf("a fact on who gave no answer reads %q", got)
	}
}

// A member is told what came true for them, and nothing of what others answered or whom anybody avoids.
func TestAMemberIsToldWhy(t *testing.T) {
	s := newSite(t)
	asked := s.ask(
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "Who with?"}, Wishes: 2, Avoids: 1},
		survey.Question{Kind: survey.AnyOf, Title: survey.Text{"en": "Likes"}, Options: []survey.Option{
			{Key: 1, Label: survey.Text{"en": "Juggling"}}, {Key: 2, Label: survey.Text{"en": "Origami"}}, {Key: 3, Label: survey.Text{"en": "Rain"}}}},
		survey.Question{Kind: survey.AnyOf, Title: survey.Text{"en": "Illness"}, Sensitive: true, Options: []survey.Option{{Key: 1, Label: survey.Text{"en": "Asthma"}}, {Key: 2, Label: survey.Text{"en": "Gout"}}}},
	)
	ara, bo, cy, dan := s.member("Ara"), s.member("Bo"), s.member("Cy"), s.member("Dan")
	who, likes, ill := asked.Questions[0].ID, asked.Questions[1].ID, asked.Questions[2].ID
	s.say(ara, survey.Answers{who: {Version: 1, Wished: []string{"bo", "Zoe"}, Avoided: []string{"Cy"}}, likes: {Version: 1, Choices: []int{1, 2}}, ill: {Version: 1, Choices: []int{1}}})
	s.say(bo, survey.Answers{likes: {Version: 1, Choices: []int{1, 3}}, ill: {Version: 1, Choices: []int{1}}})
	s.say(cy, survey.Answers{who: {Version: 1, Avoided: []string{"Ara"}}})
	id := s.divided("Final", []survey.Member{ara, bo, cy, dan})
	s.must("publish", s.db.Publish(context.Background(), id, s.now))
	v := s.visitor().own(ara).own(cy)
	v.get("/m/"+string(ara.Token)).want(200, "One of the people you wished for is in your team", "Juggling").lacks("Origami", "Asthma", "avoid", "Rain")
	v.get("/m/"+string(cy.Token)).want(200, "Ara").lacks("wished for", "Juggling", "avoid")
	v.lang = "ko"
	v.get("/m/"+string(ara.Token)).want(200, "함께하고 싶다고 한 사람 1명과 같은 팀입니다")
}

// Several rounds are formed at once, shown, told to members and exported with a column of their own.
func TestRounds(t *testing.T) {
	s, m := newTeams(t, 9)
	s.form()
	v := s.organizer()
	v.post(s.at("/proposals"), url.Values{"ideal": {"3"}, "rounds": {"99"}}).want(422, "at most 12 rounds")
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}, "rounds": {"2"}})
	p := s.ended(id)
	if len(p.Lineup.Later) != 1 || len(p.Lineup.Later[0]) != 3 || p.Lineup.Repeats() != 0 {
		t.Fatalf("two rounds of nine in threes: %+v, want no pair twice", p.Lineup)
	}
	at := s.at("/proposals/%d", id)
	v.get(at).want(200, "2 rounds", "0 pairs meet again", "Round 2", "Several rounds hang together").lacks("Search on from these")
	csv := v.get(at+"/roster.csv").want(200, "team,round,").body
	if lines := strings.Count(strings.TrimSpace(csv), "\n"); lines != 18 {
		t.Errorf("the roster has %d rows, want each of 9 members in each of 2 rounds:\n%s", lines, csv)
	}
	var teams []string // of the second round, down the file
	for row := range strings.SplitSeq(csv, "\n") {
		if name, rest, _ := strings.Cut(row, ","); strings.HasPrefix(rest, "2,") {
			teams = append(teams, name)
		}
	}
	if !slices.IsSorted(teams) || len(teams) != 9 {
		t.Errorf("the second round of the roster goes through the teams in the order %v, want team by team", teams)
	}
	v.get(at+"/print").want(200, "Round 2")
	v.post(at+"/publish", nil).want(200)
	s.visitor().get("/m/"+string(m[0].Token)).want(200, "Round 2")
	later := p.Lineup.Later[0][team.Lineup{Teams: p.Lineup.Later[0]}.Team(m[0].ID)].Members
	mate := later[slices.IndexFunc(later, func(id survey.MemberID) bool { return id != m[0].ID })]
	s.must("share", s.db.SaveContacts(t.Context(), mate, survey.Contacts{{Kind: survey.ByKakao, At: "second-round"}}))
	s.visitor().own(m[0]).get("/m/"+string(m[0].Token)).want(200, "second-round")
	s.visitor().get("/m/" + string(m[0].Token)).lacks("second-round")
	v.post(at+"/drop", url.Values{"member": {m[0].ID.Code()}}).want(200)
	after, err := s.db.Proposal(context.Background(), id)
	s.must("read the proposal", err)
	if after.Lineup.Has(m[0].ID) || len(after.Lineup.Later) != 1 {
		t.Errorf("after a drop-out the rounds are %+v", after.Lineup)
	}
	s.must("restore", s.db.RestoreMember(context.Background(), m[0].ID))
	if after, err = s.db.Proposal(context.Background(), id); err != nil || len(after.Lineup.Later[0][0].Members) != 3 {
		t.Errorf("a restored member is not back in the second round: %+v, %v", after.Lineup, err)
	}
}

// Without a script a round more is formed by a form, without who is missing then; what cannot be formed is said there with what was typed.
func TestARoundWithoutSomebody(t *testing.T) {
	s, m := newTeams(t, 6)
	s.form()
	v := s.organizer()
	id := s.dividedBy(team.Request{Sizes: team.Sizes{Ideal: 3}, Seed: 1, Seconds: 1}, m[:3], m[3:])
	at := s.at("/proposals/%d/rounds", id)
	page := v.get(at).want(200, `name="missing" value="`+m[0].ID.Code()+`"`)
	page.submit(v, at, url.Values{"from": {"9"}, "missing": {m[0].ID.Code()}}).want(422, `value="`+m[0].ID.Code()+`" checked`)
	page.submit(v, at, url.Values{"from": {"2"}, "rounds": {"0"}}).want(422, "at least 2 rounds in all")
	page.submit(v, at, url.Values{"from": {"2"}, "rounds": {"3"}, "missing": {m[0].ID.Code()}}).want(200)
	l := s.ended(id).Lineup
	if len(l.Later) != 2 || (team.Lineup{Teams: l.Later[0]}).Team(m[0].ID) >= 0 || (team.Lineup{Teams: l.Later[1]}).Team(m[0].ID) < 0 {
		t.Errorf("two rounds more, the first without %s, are %v", m[0].Name, l.Later)
	}
	v.get(s.at("/proposals/%d", id)).want(200, "Rounds were formed; there are 3 now.")
}

// Where must-rules clash, the page of several rounds offers the ways out as that of one does, and to take one forms as many rounds again.
func TestWaysOutOfRounds(t *testing.T) {
	s, m := newTeams(t, 9)
	s.form()
	v := s.organizer()
	four := url.Values{"members": {m[0].ID.Code(), m[1].ID.Code(), m[2].ID.Code(), m[3].ID.Code()}, "strength": {"must"}}
	v.post(s.at("/teams/rules?kind=apart"), four).want(200)
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}, "rounds": {"2"}})
	p := s.ended(id)
	at := s.at("/proposals/%d", id)
	v.get(at).want(200, at+"/way")
	v.post(at+"/way", url.Values{"way": {"0"}, "list": {"clash"}, "revision": {fmt.Sprint(p.Revision)}}).want(200, "Done: ")
	if p = s.ended(id); len(p.Lineup.Teams) != 4 || len(p.Lineup.Later) != 1 {
		t.Errorf("by the first way out there are %d teams and %d further rounds, want 4 and 1", len(p.Lineup.Teams), len(p.Lineup.Later))
	}
}

// A rule that names somebody who dropped out says so.
func TestRuleOnSomebodyWhoLeft(t *testing.T) {
	s, m := newTeams(t, 6)
	v := s.organizer()
	v.post(s.at("/teams/rules?kind=apart"), url.Values{"members": {m[0].ID.Code(), m[3].ID.Code()}, "strength": {"must"}}).want(200)
	s.must("drop", s.db.DropMember(context.Background(), m[0].ID, s.now))
	v.get(s.at("/teams")).want(200, "Member00 (left), Member03")
}

// On whom alone a rule hangs in their team is marked, and why.
func TestNeededIsMarked(t *testing.T) {
	s, m := newTeams(t, 6)
	asked, err := s.db.Survey(t.Context(), s.season.ID)
	s.must("read the survey", err)
	column := fmt.Sprintf("q%d", asked.Questions[1].ID)
	v := s.organizer()
	v.post(s.at("/teams/rules?kind=count"), url.Values{"what": {column + "=o1"}, "at_least": {"1"}, "strength": {"should"}}).want(200)
	s.form()
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	p := s.ended(id)
	at := s.at("/proposals/%d", id)
	page := v.get(at).want(200, "without this person the team would break a rule").body
	for _, g := range p.Lineup.Teams {
		drivers, place := 0, func(id survey.MemberID) int {
			return slices.IndexFunc(m, func(m survey.Member) bool { return m.ID == id })
		}
		for _, id := range g.Members {
			drivers += 1 - place(id)%2
		}
		for _, id := range g.Members {
			i := place(id)
			line := page[strings.Index(page, fmt.Sprintf(`<li data-member="%d"`, id)):]
			line = line[:strings.Index(line, "</li>")]
			if marked := strings.Contains(line, "without them the team would not keep: At least 1"); marked != (i%2 == 0 && drivers == 1) {
				t.Errorf("%s in a team with %d drivers is marked: %v", m[i].Name, drivers, marked)
			}
		}
	}
	v.lang = "ko"
	v.get(at).want(200, "이 사람이 없으면")
}

// What was done with teams stands in a list with who did it, and teams can be again as they were after any of it, also after what was taken back.
func TestWhatWasDone(t *testing.T) {
	s, m := newTeams(t, 8)
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	formed := s.ended(id)
	at := s.at("/proposals/%d", id)
	now := func() team.Saved {
		p, err := s.db.Proposal(t.Context(), id)
		s.must("read the proposal", err)
		return p
	}
	a, b := formed.Lineup.Teams[0].Members[0], formed.Lineup.Teams[1].Members[0]
	v.post(at+"/move", url.Values{"member": {a.Code()}, "target": {"1-" + b.Code()}, "revision": {fmt.Sprint(now().Revision)}}).want(200)
	swapped := now()
	if swapped.Undo != 1 {
		t.Fatalf("after a swap %d edits can be undone, want 1", swapped.Undo)
	}
	v.post(at+"/lock", url.Values{"member": {a.Code()}, "lock": {"yes"}, "revision": {fmt.Sprint(swapped.Revision)}}).want(200, "Locked: ")
	name := m[slices.IndexFunc(m, func(m survey.Member) bool { return m.ID == a })].Name
	v.post(at+"/undo", url.Values{"revision": {fmt.Sprint(now().Revision)}}).want(200, "Undone. Unlocked: "+name+".")
	v.post(at+"/redo", url.Values{"revision": {fmt.Sprint(now().Revision)}}).want(200, "Done again. Locked: "+name+".")
	v.get(at).want(200, at+"/edits")
	v.get(at+"/edits").want(200, "2 teams were formed.", "have traded places.", "Locked: "+name+".", s.owner.Email, "Now", "Back to this")
	v.post(at+"/edits", url.Values{"seq": {"0"}, "revision": {fmt.Sprint(now().Revision)}}).want(200, "The teams are as they were. ", "have traded places. Unlocked: "+name+".")
	if got := now(); fmt.Sprint(got.Lineup) != fmt.Sprint(formed.Lineup) || got.Redo != 2 {
		t.Errorf("back at the first edit the teams are %v with %d to do again, want %v with 2", got.Lineup, got.Redo, formed.Lineup)
	}
	v.get(at+"/edits").want(200, "Undone")
	v.post(at+"/edits", url.Values{"seq": {"1"}, "revision": {fmt.Sprint(now().Revision)}}).want(200)
	if got := now(); fmt.Sprint(got.Lineup) != fmt.Sprint(swapped.Lineup) {
		t.Errorf("back at the swap the teams are %v, want %v", got.Lineup, swapped.Lineup)
	}
	v.post(at+"/edits", url.Values{"seq": {"7"}, "revision": {fmt.Sprint(now().Revision)}}).want(404)
	v.post(at+"/edits", url.Values{"seq": {"0"}, "revision": {"0"}}).want(200, "Somebody changed this proposal in the meantime")
	v.lang = "ko"
	v.get(at+"/edits").want(200, "잠금: "+name)
}
