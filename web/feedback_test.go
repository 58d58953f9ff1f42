package web_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// roster publishes teams of so many members each, called M1, M2 …, and returns the members by team.
func (s *site) roster(sizes ...int) [][]survey.Member {
	s.Helper()
	ctx := s.Context()
	var l team.Lineup
	var teams [][]survey.Member
	for t, n := range sizes {
		g := team.SavedTeam{Name: fmt.Sprintf("Team %d", t+1)}
		var members []survey.Member
		for range n {
			m := s.member(fmt.Sprintf("M%d", s.count))
			s.count++
			members, g.Members = append(members, m), append(g.Members, m.ID)
		}
		teams, l.Teams = append(teams, members), append(l.Teams, g)
	}
	id, err := s.db.CreateProposal(ctx, s.season.ID, "First", json.RawMessage("{}"), s.now)
	s.must("make a proposal", err)
	s.must("form teams", s.db.Finish(ctx, id, json.RawMessage("{}"), l, s.now))
	s.must("publish", s.db.Publish(ctx, id, s.now))
	return teams
}

// openRound opens a round of feedback by hand.
func (s *site) openRound(kind survey.FeedbackKind) survey.FeedbackRound {
	s.Helper()
	rounds, err := s.db.FeedbackRounds(s.Context(), s.season.ID)
	s.must("read the rounds", err)
	for _, r := range rounds {
		if r.Kind == kind {
			r = r.OpenNow(s.now)
			s.must("open the round", s.db.SaveFeedbackRound(s.Context(), r, s.now))
			return r
		}
	}
	s.Fatalf("no round of kind %s is planned", kind)
	return survey.FeedbackRound{}
}

func TestAMemberSaysHowTheTeamIs(t *testing.T) {
	s := newSite(t)
	teams := s.roster(3, 2)
	m, mate, third := teams[0][0], teams[0][1], teams[0][2]
	home := "/m/" + string(m.Token)
	v := s.visitor()
	v.get(home).want(200, "Team 1").lacks("How is your team?")
	v.get(home+"/feedback").want(200, "Feedback is not being taken now")
	s.openRound(survey.MainFeedback)
	v.get(home).want(200, "How is your team?", home+"/feedback", "Tell how it is")
	v.get(home+"/feedback").want(200, "This is about Team 1", mate.Name, third.Name, "Myself", "300 % to give", "Would you work with this team again?").lacks(">" + teams[1][0].Name + "<")

	share := func(m survey.Member) string { return survey.ShareField(m.ID) }
	form := url.Values{"fit": {"4"}, share(m): {"100"}, share(mate): {"90"}, share(third): {"90"}, "helped": {"mood"}, "helped_text": {"Our <b>tea</b>"}}
	r := v.post(home+"/feedback", form).want(422, "280 %", "300 %: 20 % are left to give", "Please answer this question", "20 % left to give", `value="90"`, "Our &lt;b&gt;tea&lt;/b&gt;")
	if r.path != home+"/feedback" {
		t.Errorf("a rejected form is at %s", r.path)
	}
	v.get(home).want(200, "Tell how it is")
	v.get(home+"/feedback").want(200, `value="90"`, "Our &lt;b&gt;tea")
	form.Set(share(mate), "x")
	v.post(home+"/feedback", form).want(422, "Type a whole number from 0 to 300", `value="x"`)
	form.Set(share(mate), "110")
	form.Set("again", "yes")
	v.post(home+"/feedback", form).want(200, "Thank you for your feedback", "It came in on Mon, 2 Mar 2026, 09:00", "Change my feedback")
	v.get(home+"/feedback").want(200, "It adds up", "Send the changed feedback")
	form.Set("fit", "2")
	v.post(home+"/feedback/draft", form).want(200, "Saved.", "You have changes that are not sent yet")
	given, err := s.db.MemberFeedback(t.Context(), m.ID)
	s.must("read the feedback", err)
	if f := given[survey.MainFeedback]; f.Answers.Fit != 4 || f.Draft.Fit != 2 || f.Answers.Shares[mate.ID] != 110 {
		t.Errorf("kept %+v with the draft %+v, want fit 4 and 2", f.Answers, f.Draft)
	}

	v.lang = "ko"
	v.get(home+"/feedback").want(200, "팀은 어땠나요?", "이 팀과 다시 함께하고 싶나요?")
	v.lang = "en"
	s.now = s.now.AddDate(0, 2, 0)
	v.get(home).want(200).lacks("Change my feedback")
	v.get(home+"/feedback").want(200, "Feedback is not being taken now", "4 of 5")
	v.post(home+"/feedback", form).want(409, "this was not sent", "2 of 5")
}

func TestThePulseIsTwoQuestions(t *testing.T) {
	s := newSite(t)
	m := s.roster(4)[0][0]
	s.openRound(survey.Pulse)
	v := s.visitor()
	home := "/m/" + string(m.Token)
	v.get(home).want(200, "How is your team going?", home+"/pulse")
	v.get(home+"/pulse").want(200, "How well is your team going so far?", "What should the organizers know?").lacks("again", "share-")
	v.post(home+"/pulse", url.Values{"note": {"slow"}}).want(422, "Please answer this question", "slow")
	v.post(home+"/pulse", url.Values{"fit": {"3"}, "note": {"slow"}}).want(200, "Thank you for your feedback", "How is your team going?")
	v.post(home+"/feedback", url.Values{"fit": {"3"}, "again": {"yes"}}).want(409, "this was not sent")
	v.get("/m/nobody/pulse").want(404)
	alone := s.member("Alone")
	v.get("/m/" + string(alone.Token) + "/pulse").want(404)
	s.must("drop", s.db.DropMember(t.Context(), m.ID, s.now))
	v.get(home + "/pulse").want(404)
}

// A draft of feedback is kept by the page's script, by a button and by the language switch, as long as the round is open.
func TestADraftOfFeedback(t *testing.T) {
	s := newSite(t)
	team := s.roster(3)[0]
	s.openRound(survey.MainFeedback)
	v := s.visitor()
	page := "/m/" + string(team[0].Token) + "/feedback"
	draft := func() survey.Opinion {
		given, err := s.db.MemberFeedback(t.Context(), team[0].ID)
		s.must("read the feedback", err)
		if f := given[survey.MainFeedback]; f.Draft != nil {
			return *f.Draft
		}
		return survey.Opinion{}
	}
	v.wantSaved(page+"/draft", url.Values{"fit": {"3"}}, 200, "Saved at 09:00")
	if got := draft(); got.Fit != 3 {
		t.Errorf("after the script saved, the draft is %+v, want fit 3", got)
	}
	v.post(page+"/draft", url.Values{"fit": {"2"}, "lang": {"ko"}}).want(200, "팀은 어땠나요?").lacks("Saved.")
	share := survey.ShareField(team[1].ID)
	v.post(page+"/draft", url.Values{"fit": {"2"}, share: {"x"}, "lang": {"en"}}).want(422, "Type a whole number from 0 to 300", `value="x"`)
	s.now = s.now.AddDate(0, 2, 0)
	v.wantSaved(page+"/draft", url.Values{"fit": {"5"}}, 409, "The feedback has closed; this was not sent.")
	v.post(page+"/draft", url.Values{"fit": {"5"}}).want(409, "this was not sent", "5 of 5")
	if got := draft(); got.Fit != 2 {
		t.Errorf("after the round the draft is %+v, want fit 2 as before", got)
	}
}

func TestErasingSaysWhatGoes(t *testing.T) {
	s := newSite(t)
	teams := s.roster(5)
	m := teams[0][0]
	s.openRound(survey.MainFeedback)
	for _, m := range teams[0] {
		s.must("give feedback", s.db.SaveFeedback(t.Context(), m.ID, survey.MainFeedback, survey.Opinion{Fit: 4, Again: "yes"}, s.now))
	}
	autumn, err := s.db.CreateSeason(t.Context(), s.club.ID, "Autumn", s.now)
	s.must("make a season", err)
	again, err := s.db.AddMember(t.Context(), survey.Member{Season: autumn.ID, Name: m.Name, Email: m.Email}, s.now)
	s.must("add a member", err)
	v := s.organizer()
	path := s.at("/members/%d/remove", m.ID)
	v.get(path).want(200, "Erase M0?", "The feedback about the team", "One of them is the published roster", "The same person also takes part in another season", "Autumn",
		"In all 2 seasons", "What you have downloaded").lacks("The answers to the survey")
	v.post(path, url.Values{"where": {"club"}}).want(200, "The member was erased for good")
	if _, err := s.db.Member(t.Context(), again.ID); err == nil {
		t.Error("the member of the other season is still there")
	}
	v.get("/m/" + string(m.Token)).want(404)
}

func TestAnOrganizerFollowsTheFeedback(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	page := s.at("/feedback")
	v.get(page).want(200, "The teams are not published yet", "after 6 weeks")
	v.post(page+"/open", url.Values{"kind": {"feedback"}}).want(422, "Publish the teams first")
	v.get(page+"/reminders?kind=feedback").want(200, "The teams are not published yet")
	teams := s.roster(4, 4, 3)
	v.get(page).want(200, "Opens on Mon, 13 Apr 2026, 09:00", "Opens on Mon, 23 Mar 2026, 09:00", "planned").lacks("Remind", "By team")
	v.get(page+"/times?kind=feedback").want(200, `value="6"`, `value="2026-04-13T09:00"`)
	v.get(page + "/times?kind=other").want(404)
	v.post(page+"/times", url.Values{"kind": {"feedback"}, "by": {"weeks"}, "weeks": {"0"}}).want(422, "from 1 to 104", `value="0"`)
	v.post(page+"/times", url.Values{"kind": {"feedback"}, "by": {"weeks"}, "weeks": {"4"}}).want(200, "Opens on Mon, 30 Mar 2026, 09:00 (UTC) and closes on Mon, 13 Apr")
	v.post(page+"/times", url.Values{"kind": {"feedback"}, "by": {"dates"}, "opens": {"2026-05-02T09:00"}, "closes": {"2026-05-01T09:00"}}).want(422, "2026-05-01T09:00")
	v.post(page+"/times", url.Values{"kind": {"feedback"}, "by": {"dates"}, "opens": {"soon"}, "closes": {""}}).want(422)
	v.post(page+"/times", url.Values{"kind": {"feedback"}, "by": {"dates"}, "opens": {"2026-05-02T09:00"}, "closes": {"2999-01-01T09:00"}}).want(422, "2999-01-01T09:00")
	v.post(page+"/open", url.Values{"kind": {"other"}}).want(404)
	v.post(page+"/close", url.Values{"kind": {"feedback"}}).want(200, "Opens on Mon, 30 Mar 2026")
	v.post(page+"/open", url.Values{"kind": {"feedback"}}).want(200, "The round is open", "Remind 11", "of 11")

	low := survey.Opinion{Fit: 1, Again: "no", HinderedText: "no time", Hindered: []survey.Factor{"hours"}}
	high := survey.Opinion{Fit: 5, Again: "yes", HelpedText: "good mood"}
	give := func(m survey.Member, o survey.Opinion) {
		s.must("give feedback", s.db.SaveFeedback(t.Context(), m.ID, survey.MainFeedback, o, s.now))
	}
	for _, m := range teams[0] {
		give(m, low)
	}
	v.get(page).want(200, "4 answers so far. Figures are shown once there are 5").lacks("no time", "may need you", "does not fit well", "on average")
	v.get(page + ".csv").want(200).lacks("no time")
	v.get(page+"/reminders?kind=feedback").want(200, "7 members have not answered", "Hello M5,", "/m/"+string(teams[1][0].Token)+"/feedback", "mailto:m5@example.org?subject=Chess").lacks("Hello M0,")
	v.get(page+"/reminders.csv?kind=feedback").want(200, "Hello M5,").lacks("Hello M0,")
	nudges := v.get(page + "/reminders?kind=feedback").lacks("Reminded once")
	nudges.submit(v, page+"/reminders?kind=feedback", url.Values{"who": {"all"}}).want(200, "7 members are marked as reminded", "Reminded once")
	v.get(page + "/reminders?kind=pulse").want(200).lacks("Reminded once")
	for _, m := range teams[1] {
		give(m, high)
	}
	v.get(page).want(200, "From 5 answers.", "3 more wait until 5 are new or changed", "One team may need you", "Team 1", "nothing amiss when it was judged", "no time", "We hardly found time to meet").
		lacks("Fit 1 on average", "M0")
	v.get(page+".csv").want(200, "feedback,fit,", "no time").lacks("M0", "m0@")
	s.now = s.now.Add(time.Hour)
	v.post(page+"/close", url.Values{"kind": {"feedback"}}).want(200, "The round is closed", "closed", "Open again")
	v.get(s.at("")).want(200, "Ask how the teams are")
	v.lang = "ko"
	v.get(page).want(200, "살펴볼 팀이 1개 있습니다", "피드백 결과")
	other := s.visitor()
	if r := other.get(page); r.path == page {
		t.Errorf("a stranger sees %s", r.path)
	}
}

// What two rounds say of teams is one warning, which counts each team once.
func TestTeamsThatMayNeedHelpAreCountedOnce(t *testing.T) {
	s := newSite(t)
	teams := s.roster(6, 5)
	for _, kind := range []survey.FeedbackKind{survey.Pulse, survey.MainFeedback} {
		s.openRound(kind)
		for _, m := range teams[0] {
			s.must("give feedback", s.db.SaveFeedback(t.Context(), m.ID, kind, survey.Opinion{Fit: 1, Again: "no"}, s.now))
		}
	}
	r := s.organizer().get(s.at("/feedback")).want(200, "One team may need you")
	if n := strings.Count(r.body, "may need you"); n != 1 {
		t.Errorf("that a team may need help is said %d times, want once", n)
	}
}

func TestTeamFiguresAfterTheClose(t *testing.T) {
	s := newSite(t)
	teams := s.roster(6, 5)
	s.openRound(survey.MainFeedback)
	for i := range 6 {
		for _, members := range teams {
			if i >= len(members) {
				continue
			}
			o := survey.Opinion{Fit: 4, Again: "yes", Shares: map[survey.MemberID]int{}}
			for _, of := range members {
				o.Shares[of.ID] = survey.EvenShare
			}
			s.must("give feedback", s.db.SaveFeedback(t.Context(), members[i].ID, survey.MainFeedback, o, s.now))
		}
	}
	v := s.organizer()
	page := s.at("/feedback")
	v.get(page).want(200, "One more is new").lacks("would do it again")
	s.now = s.now.Add(time.Hour)
	v.post(page+"/close", url.Values{"kind": {"feedback"}}).want(200, "would do it again")
	v.post(page+"/open", url.Values{"kind": {"feedback"}}).want(200, "open").lacks("would do it again")
	s.now = s.now.Add(time.Hour)
	v.post(page+"/close", url.Values{"kind": {"feedback"}}).want(200).lacks("would do it again")
}
