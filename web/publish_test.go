package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// dividedBy keeps a proposal of a request with the members in teams as given, as forming would.
func (s *site) dividedBy(r team.Request, teams ...[]survey.Member) team.ProposalID {
	s.Helper()
	ctx := context.Background()
	data, err := json.Marshal(r)
	s.must("write the request", err)
	id, err := s.db.CreateProposal(ctx, s.season.ID, "First", data, s.now)
	s.must("make a proposal", err)
	var l team.Lineup
	for t, members := range teams {
		g := team.SavedTeam{Name: fmt.Sprintf("Team %d", t+1), Members: []survey.MemberID{}}
		for _, m := range members {
			g.Members = append(g.Members, m.ID)
		}
		l.Teams = append(l.Teams, g)
	}
	s.must("finish the proposal", s.db.Finish(ctx, id, json.RawMessage(`{}`), l, s.now))
	return id
}

func (s *site) isPublished(id team.ProposalID) bool {
	s.Helper()
	r, err := s.db.Roster(context.Background(), s.season.ID)
	return err == nil && r.Proposal == id
}

// A must-rule that is broken stands before any percentage, in the list and on the page, and publishing asks once more and names it.
func TestABrokenMustStandsFirst(t *testing.T) {
	s, m := newTeams(t, 7)
	v := s.organizer()
	for _, kind := range []string{"apart", "together"} {
		v.post(s.at("/teams/rules?kind=%s", kind), url.Values{"members": {m[0].ID.Code(), m[1].ID.Code()}, "strength": {"must"}}).want(200)
	}
	s.form()
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	at := s.at("/proposals/%d", id)
	page := v.get(at).want(200, "One must-rule is broken", "Of what the other rules ask for", "Check and publish", `class="not-kept"`)
	page.lacks(`class="score"`, "this is proved", "scores more than", "random divisions")
	if broken, percent := strings.Index(page.body, "One must-rule is broken"), strings.Index(page.body, "\u00a0%"); percent < broken {
		t.Errorf("a percentage stands at %d of the page, before the broken must-rule at %d", percent, broken)
	}
	v.get(s.at("/teams")).want(200, "One must-rule broken").lacks("\u00a0%</small>", "\u00a0% ·")

	asked := v.post(at+"/publish", url.Values{"revision": {s.current(id)}}).want(200, "Publish Proposal 1", "Publish as it is", "Member00, Member01", "in one of 2 teams", `name="sure"`)
	if !strings.HasSuffix(asked.path, "/publish") || s.isPublished(id) {
		t.Fatalf("publishing over a broken must-rule leads to %s, published %t; want to be asked once more", asked.path, s.isPublished(id))
	}
	old := s.current(id)
	v.post(at+"/move", url.Values{"member": {m[2].ID.Code()}, "target": {fmt.Sprint(1 - s.teamOf(id, m[2]))}, "revision": {old}}).want(200)
	v.post(at+"/publish", url.Values{"revision": {old}, "sure": {"yes"}}).want(200, "Somebody changed this proposal in the meantime", `name="sure"`)
	if s.isPublished(id) {
		t.Error("teams were published that were changed since they were looked at")
	}
	v.post(at+"/publish", url.Values{"revision": {s.current(id)}, "sure": {"yes"}}).want(200, "Published.")
	if !s.isPublished(id) {
		t.Error("“Publish as it is” did not publish")
	}
	v.lang = "ko"
	v.get(at+"/publish").want(200, "지키지 못한 필수 규칙 1개", "멤버는 이미 이 팀을 보고 있습니다.")
}

// What members avoid in confidence changes nothing on the page, and before publishing one sentence says that requests are not met, no more.
func TestWhatIsAvoidedIsNotTold(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 1})
	q := asked.Questions[0]
	ann, bo, cy, dee := s.member("Ann"), s.member("Bo"), s.member("Cy"), s.member("Dee")
	s.say(ann, survey.Answers{q.ID: {Version: 1, Wished: []string{"Bo"}, Avoided: []string{"Cy"}}})
	s.say(dee, survey.Answers{q.ID: {Version: 1, Wished: []string{"Cy"}}})
	wished, avoided := q.MateColumns()
	r := team.Request{Rules: []team.Rule{{Kind: team.Wishes, Column: wished, AvoidColumn: avoided, AtLeast: new(1), Strength: team.Must}}}
	shown := func(page string) string { // what changes with who is where, but for names
		page = page[strings.Index(page, `<h2 id="rulescores-heading"`):]
		return page[:strings.Index(page, `<h2 id="manage-heading"`)]
	}
	v := s.organizer()
	met, broken := s.dividedBy(r, []survey.Member{ann, bo}, []survey.Member{cy, dee}), s.dividedBy(r, []survey.Member{ann, bo, cy, dee}, nil)
	one := s.dividedBy(r, []survey.Member{ann, bo, dee}, []survey.Member{cy})
	quiet := v.get(s.at("/proposals/%d", broken)).want(200, "2 of 4 wished; 2 of them have their wishes met").lacks("must-rule is broken", `class="error"`)
	if !strings.Contains(shown(quiet.body), "100") {
		t.Errorf("with all wishes met and an avoided mate in the team the rule reads:\n%s", shown(quiet.body))
	}
	v.get(s.at("/proposals/%d?why=%d", met, ann.ID)).want(200, "better than elsewhere on average: Everybody gets at least one wished teammate.").lacks("nobody whom they avoid")
	v.get(s.at("/proposals/%d", one)).want(200, "One must-rule is broken", "2 of 4 wished; 1 of them has their wishes met")
	v.get(s.at("/proposals/%d/move?member=%d&target=0", s.dividedBy(r, []survey.Member{ann, bo, dee}, []survey.Member{cy}), cy.ID)).want(200, "+")
	v.get(s.at("/teams")).want(200)
	sentence := "Requests made in confidence are not all met."
	v.get(s.at("/proposals/%d/publish", met)).want(200).lacks(sentence)
	v.post(s.at("/proposals/%d/publish", broken), nil).want(200, sentence, "/mend").lacks("avoid", "Every must-rule is kept.")
	if s.isPublished(broken) {
		t.Error("teams that leave requests in confidence unmet were published without a word")
	}
	v.post(s.at("/proposals/%d/publish", met), nil).want(200, "Published.")
}

// Teams can be formed without those who have not answered: they stand apart, can be moved in by hand, and are told the truth.
func TestTeamsWithoutWhoHasNotAnswered(t *testing.T) {
	s, _ := newTeams(t, 6)
	late, later := s.member("Late"), s.member("Later")
	s.form()
	v := s.organizer()
	v.get(s.at("/teams")).want(200, "8 members take part, 6 have answered", "Form teams without them")
	id := v.press(url.Values{"ideal": {"3"}, "seed": {"1"}, "seconds": {"1"}, "unanswered": {"without"}})
	p := s.ended(id)
	if p.Lineup.Team(late.ID) >= 0 || p.Lineup.Team(later.ID) >= 0 || len(p.Lineup.Teams) != 2 {
		t.Fatalf("teams formed without who has not answered are %+v (%v)", p.Lineup.Teams, p.Problem)
	}
	at := s.at("/proposals/%d", id)
	v.get(s.at("/teams")).want(200, `value="without" checked`)
	v.get(at).want(200, "Left out by choice: 2", "Late", "has not answered (2)").lacks("In no team yet")
	v.get(fmt.Sprintf("%s/move?member=%d", at, late.ID)).want(200, "Move Late", "has not answered")
	v.get(fmt.Sprintf("%s/move?member=%d&target=0", at, late.ID)).want(200, "Keep this")
	v.post(at+"/move", url.Values{"member": {late.ID.Code()}, "target": {"0"}, "revision": {s.current(id)}}).want(200, "Left out by choice: 1")
	if s.teamOf(id, late) != 0 {
		t.Error("who was left out cannot be moved into a team by hand")
	}
	v.get(at+"/print").want(200, "Left out by choice: 1", "has not answered (2)").lacks("is in no team")
	v.post(at+"/publish", url.Values{"revision": {s.current(id)}}).want(200, "one is in no team.").lacks("sees that")
	s.visitor().get("/m/"+string(later.Token)).want(200, "It takes about 1 min") // answers come first
	v.get(at).submit(v, at+"/unpublish", nil)
	v.post(at+"/again", nil).want(200)
	if p := s.ended(id); p.Lineup.Team(late.ID) >= 0 || len(p.Lineup.Teams) != 2 {
		t.Errorf("formed again the teams are %+v, want them without who has not answered and is not locked", p.Lineup.Teams)
	}
}

// A card says what it counts of the whole, so that one sees that one should counts as much as two could.
func TestACardSaysWhatItCounts(t *testing.T) {
	s, m := newTeams(t, 6)
	v := s.organizer()
	v.get(s.at("/teams")).want(200, "counts 66.7\u00a0% of the whole", "counts 33.3\u00a0% of the whole")
	v.post(s.at("/teams/rules?kind=apart"), url.Values{"members": {m[0].ID.Code(), m[1].ID.Code()}, "strength": {"must"}}).want(200, "comes first", "counts 66.7\u00a0% of the whole")
	v.lang = "ko"
	v.get(s.at("/teams")).want(200, "전체의 66.7\u00a0%", "가장 먼저")
}

// A card on an answer that nobody gave says so, once somebody has given another.
func TestACardSaysThatNobodyAnsweredSo(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Gender"}, Options: []survey.Option{
		{Key: 1, Label: survey.Text{"en": "man"}}, {Key: 2, Label: survey.Text{"en": "woman"}}}})
	who, _ := s.member("Ana"), s.member("Bo")
	s.keepCards(team.Rule{Kind: team.NeverAlone, Column: "q1", Value: "o2", Strength: team.Must})
	v := s.organizer()
	const note = "Nobody has given this answer."
	v.get(s.at("/teams")).want(200).lacks(note)
	s.say(who, survey.Answers{asked.Questions[0].ID: {Version: 1, Choices: []int{1}}})
	v.get(s.at("/teams")).want(200, note)
}

// The board, the print page and the members' pages count alike: hours among those who said when, wishes among those who wished.
func TestOneCountEverywhere(t *testing.T) {
	s := newSite(t)
	asked := s.ask(
		survey.Question{Kind: survey.Availability, Title: survey.Text{"en": "When?"}, Days: []int{0, 1}, From: 9, To: 14},
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2},
	)
	when, who := asked.Questions[0], asked.Questions[1]
	wished, _ := who.MateColumns()
	var m []survey.Member
	for _, name := range []string{"Ann", "Bo", "Cy", "Dee", "Eve", "Flo"} {
		m = append(m, s.member(name))
	}
	s.say(m[0], survey.Answers{when.ID: {Version: 1, Slots: []int{9, 10, 33}}, who.ID: {Version: 1, Wished: []string{"Bo", "Flo"}}})
	s.say(m[1], survey.Answers{when.ID: {Version: 1, Slots: []int{10, 33}}, who.ID: {Version: 1, Wished: []string{"Flo"}}})
	s.say(m[3], survey.Answers{when.ID: {Version: 1, Slots: []int{12}}})
	id := s.dividedBy(team.Request{Rules: []team.Rule{
		{Kind: team.Hours, Columns: []string{when.Column()}, Min: 1}, {Kind: team.Wishes, Column: wished, AtLeast: new(1)},
	}}, []survey.Member{m[0], m[1], m[2]}, []survey.Member{m[3], m[4], m[5]})
	s.must("publish", s.db.Publish(context.Background(), id, s.now))
	v := s.organizer()
	board := v.get(s.at("/proposals/%d", id)).want(200)
	printed := v.get(s.at("/proposals/%d/print", id)).want(200)
	for _, c := range []struct {
		member        survey.Member
		hours, wishes string
	}{
		{m[0], "2 of 3 said when; 2 h in common.", "1 of 2 who wished has their wishes met."},
		{m[3], "1 of 3 said when: nothing is known of hours in common.", "Nobody here wished for teammates."},
	} {
		own := s.visitor().get("/m/" + string(c.member.Token)).want(200)
		for where, page := range map[string]reply{"board": board, "print page": printed, "page of " + c.member.Name: own} {
			if !strings.Contains(page.body, c.hours) {
				t.Errorf("the %s does not say %q", where, c.hours)
			}
		}
		if !strings.Contains(board.body, c.wishes) {
			t.Errorf("the board does not say %q", c.wishes)
		}
	}
	board.want(200, "3 of 6 said when they are free.", "2 of 6 wished; 1 of them has their wishes met.")
	s.visitor().get("/m/"+string(m[0].Token)).want(200, "One of the people you wished for")
	s.visitor().get("/m/" + string(m[1].Token)).lacks("you wished for")
	for where, page := range map[string]reply{"board": board, "print page": printed} {
		if !strings.Contains(page.body, "has not answered (3)") || strings.Count(page.body, `title="has not answered"`) != 3 {
			t.Errorf("the %s marks %d of the three who have not answered", where, strings.Count(page.body, `title="has not answered"`))
		}
	}
}

// A must-rule that a move, a swap or a repair breaks is told of before any percentage, and nothing is green then; and the table of rules begins
// with those that are broken.
func TestBrokenMustsStandFirst(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Year"}, Options: []survey.Option{{Key: 1, Label: survey.Text{"en": "1"}}, {Key: 2, Label: survey.Text{"en": "2"}}}})
	var m []survey.Member
	for i, name := range []string{"Ann", "Bo", "Cy", "Dee"} {
		m = append(m, s.answer(name, survey.Answers{asked.Questions[0].ID: {Version: 1, Choices: []int{1 + i%2}}}))
	}
	r := team.Request{Sizes: team.Sizes{Teams: 2}, Rules: []team.Rule{{Kind: team.Match, Columns: []string{"q1"}},
		{Kind: team.Apart, Members: []team.Text{team.Text(m[0].ID.Code()), team.Text(m[2].ID.Code())}, Strength: team.Must}}}
	v := s.organizer()
	inOrder := func(body string, parts ...string) {
		t.Helper()
		at := 0
		for _, part := range parts {
			next := strings.Index(body[at:], part)
			if next < 0 {
				t.Fatalf("there is no %q behind what has to stand before it:\n%s", part, body[at:])
			}
			at += next + len(part)
		}
	}
	kept, broken := s.dividedBy(r, m[:2], m[2:]), s.dividedBy(r, []survey.Member{m[0], m[2]}, []survey.Member{m[1], m[3]})
	preview := v.get(s.at("/proposals/%d/move?member=%d&target=0", kept, m[2].ID)).want(200).body
	inOrder(preview[strings.Index(preview, `id="preview"`):], `class="not-kept"`, "is no longer kept", "The whole: ", "</ul>")
	if strings.Count(preview, "is no longer kept") != 1 {
		t.Errorf("of one rule the preview says more than once that it is not kept any more:\n%s", preview)
	}
	page := v.get(s.at("/proposals/%d", broken)).want(200).body
	inOrder(page[strings.Index(page, `class="rule-scores"`):], "<td>2</td>", "<td>1</td>")
}

// No score counts what is in confidence, which the page says; and of a must that may be broken in confidence nothing is green, nor called the best but
// by what is shown.
func TestNoScoreCountsWhatIsInConfidence(t *testing.T) {
	s := newSite(t)
	asked := s.ask(
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Avoids: 9},
		survey.Question{Kind: survey.Scale, Title: survey.Text{"en": "Energy"}, Min: new(1.0), Max: new(5.0)},
	)
	q, energy := asked.Questions[0], survey.Answer{Version: 1, Number: new(3.0)}
	for name, a := range map[string]survey.Answer{"Ann": {Avoided: []string{"Cy", "Di", "Bo", "Ed", "Fay", "Gus", "Hal", "Ina", "Jo"}}, "Cy": {Wished: []string{"Di"}},
		"Di": {Wished: []string{"Cy"}}, "Bo": {}, "Ed": {}, "Fay": {}, "Gus": {}, "Hal": {}, "Ina": {}, "Jo": {}} {
		a.Version = 1
		s.say(s.member(name), survey.Answers{q.ID: a, asked.Questions[1].ID: energy})
	}
	wished, avoided := q.MateColumns()
	s.keepCards(team.Rule{Kind: team.Wishes, Column: wished, AvoidColumn: avoided, AtLeast: new(1), Strength: team.Must},
		team.Rule{Kind: team.Balance, Columns: []string{asked.Questions[1].Column()}})
	v := s.organizer()
	s.form()
	id := v.press(url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	page := v.get(s.at("/proposals/%d", id)).want(200, "What members said in confidence was counted when the teams were formed", "It stands in no figure here", "but for what members asked in confidence", `class="not-kept"`)
	v.get(s.at("/teams")).want(200, "100\u00a0% but for what is asked in confidence")
	page.lacks("fill these teams scores better: this", "nobody whom they avoid", "must-rule is broken")
	v.get(s.at("/proposals/%d/publish", id)).want(200, "Requests made in confidence are not all met.")
}

// To undo or redo that teams were formed anew leaves those that members see as they are: the other ones stand beside them. What is changed by hand is
// seen at once, which the pages say.
func TestUndoingAFormingLeavesThePublishedTeams(t *testing.T) {
	for _, way := range []string{"undo", "redo"} {
		s, m := newTeams(t, 4)
		v, ctx := s.organizer(), t.Context()
		id := s.dividedBy(team.Request{}, m[:2], m[2:])
		at := s.at("/proposals/%d", id)
		v.get(at).want(200).lacks("members see each change by hand at once")
		saved, err := s.db.Proposal(ctx, id)
		s.must("read the proposal", err)
		crossed := saved.Lineup
		crossed.Teams = []team.SavedTeam{{Name: "Team 1", Members: []survey.MemberID{m[0].ID, m[2].ID}}, {Name: "Team 2", Members: []survey.MemberID{m[1].ID, m[3].ID}}}
		_, err = s.db.FormAgain(ctx, id, "Beside", saved.Request, nil, s.now)
		s.must("form again", err)
		s.must("finish", s.db.Finish(ctx, id, json.RawMessage(`{}`), crossed, s.now))
		if way == "redo" {
			v.post(at+"/undo", url.Values{"revision": {s.current(id)}}).want(200).lacks("is published and stays")
		}
		v.post(at+"/publish", url.Values{"revision": {s.current(id)}, "sure": {"yes"}}).want(200, "Published.")
		was, err := s.db.Proposal(ctx, id)
		s.must("read the proposal", err)
		page := v.post(at+"/"+way, url.Values{"revision": {s.current(id)}}).want(200, "“First” is published and stays as it is", "which members do not see")
		is, err := s.db.Proposal(ctx, id)
		s.must("read the proposal", err)
		if page.path == at || !s.isPublished(id) || fmt.Sprint(is.Lineup) != fmt.Sprint(was.Lineup) || is.Revision != was.Revision {
			t.Errorf("%s of a forming leads to %s, and members see %+v, want what they saw, %+v", way, page.path, is.Lineup.Teams, was.Lineup.Teams)
		}
		all, err := s.db.Proposals(ctx, s.season.ID)
		s.must("read the proposals", err)
		if len(all) != 2 || fmt.Sprint(all[0].Lineup.Teams) == fmt.Sprint(was.Lineup.Teams) || fmt.Sprint(all[0].Lineup.Teams[0].Members) != fmt.Sprint(map[string][]survey.MemberID{"undo": {m[0].ID, m[1].ID}, "redo": {m[0].ID, m[2].ID}}[way]) {
			t.Errorf("%s of a forming leaves %+v beside, want the other teams", way, all)
		}
		v.get(at).want(200, "members see each change by hand at once")
		v.get(at+"/move?"+url.Values{"member": {m[0].ID.Code()}, "target": {"1"}}.Encode()).want(200, "Keep this and show it to members")
		v.post(at+"/move", url.Values{"member": {m[0].ID.Code()}, "target": {"1"}, "revision": {s.current(id)}}).want(200, "is in Team 2 now. Members see this. With other people now, too: Member0")
		if way == "redo" {
			v.post(at+"/drop", url.Values{"member": {m[0].ID.Code()}}).want(200, "Member00 is off the season. Everybody else is where they were. Members see this. With other people now, too: Member0")
			s.must("restore the member", s.db.RestoreMember(t.Context(), m[0].ID))
		}
		v.get(at+"/repair").want(200, "Take this and show it to members")
		v.post(at+"/undo", url.Values{"revision": {s.current(id)}}).want(200).lacks("stays as it is")
		if is, err := s.db.Proposal(ctx, id); err != nil || fmt.Sprint(is.Lineup) != fmt.Sprint(was.Lineup) {
			t.Errorf("a move undone leaves %+v (%v), want the teams before it", is.Lineup, err)
		}
	}
}

// A must-rule that came after teams were formed is not said to be kept by them: nobody looked.
func TestLaterMustsAreNotKept(t *testing.T) {
	s := newSite(t)
	ann, bo, cy, di := s.member("Ann"), s.member("Bo"), s.member("Cy"), s.member("Di")
	code := func(m survey.Member) team.Text { return team.Text(m.ID.Code()) }
	apart := team.Rule{Kind: team.Apart, Members: []team.Text{code(ann), code(cy)}, Strength: team.Must}
	s.keepCards(apart)
	id := s.dividedBy(team.Request{Rules: []team.Rule{apart}}, []survey.Member{ann, bo}, []survey.Member{cy, di})
	o, at := s.organizer(), s.at("/proposals/%d/publish", id)
	o.get(at).want(200, "Every must-rule is kept.").lacks("was added or changed")
	o.get(s.at("/proposals/%d", id)).want(200).lacks("was added or changed")
	s.keepCards(apart, team.Rule{Kind: team.Together, Members: []team.Text{code(ann), code(di)}, Strength: team.Must})
	o.get(at).want(200, "1 must-rule was added or changed since these teams were formed", "Ann, Di").lacks("Every must-rule is kept.")
	o.get(s.at("/proposals/%d", id)).want(200, "1 must-rule was added or changed since")
	o.post(at, url.Values{"revision": {s.current(id)}}).want(200, `name="sure"`)
}
