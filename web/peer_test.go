package web_test

import (
	"net/url"
	"testing"
	"time"

	"dure/survey"
)

// Where an organizer has members asked about each other, each of them is told before who reads it; who it is about reads it, on an own device, once the round
// has closed, and nobody else: no teammate, no organizer, on no page and in no file.
func TestWhatTeammatesSayIsReadByWhomItIsAbout(t *testing.T) {
	s := newSite(t)
	teams := s.roster(5, 3)
	s.openRound(survey.MainFeedback)
	ana, bo := teams[0][0], teams[0][1]
	owner := s.organizer()
	home := func(m survey.Member) string { return "/m/" + string(m.Token) }
	s.visitor().get(home(bo)+"/feedback").want(200).lacks("How do your teammates work?", "at least 3 of you")
	times := s.at("/feedback/times?kind=feedback")
	owner.get(times).want(200, "Members are not asked about each other.", "You do not read it.")
	owner.post(s.at("/feedback/times"), url.Values{"kind": {"feedback"}, "by": {"peers"}, "peers": {"on"}}).want(200, "Members are asked about each other.")
	s.visitor().get(home(teams[1][0]) + "/feedback").want(200).lacks("How do your teammates work?")

	phones := map[survey.MemberID]*visitor{}
	for i, m := range teams[0] {
		v := s.visitor()
		phones[m.ID] = v
		form := url.Values{"fit": {"4"}, "again": {"yes"}}
		for _, of := range teams[0] {
			form.Set(survey.PeerField(of.ID, "work"), []string{"5", "5", "4", "3", "2"}[i])
			form.Set(survey.PeerComment(of.ID), "of "+of.Name+" by "+m.Name)
		}
		v.get(home(m)+"/feedback").want(200, "How do your teammates work?", "only that teammate reads", "Organizers do not read it", "A word for ").lacks("A word for " + m.Name)
		v.post(home(m)+"/feedback", form).want(200, "Thank you for your feedback")
		v.get(home(m)+"/feedback").want(200, "by "+m.Name, `<option value="`+form.Get(survey.PeerField(ana.ID, "work"))+`" selected>`).lacks("of " + m.Name)
		v.get(home(m)).lacks("What your teammates say")
	}
	s.now = s.now.Add(time.Hour)
	owner.post(s.at("/feedback/close"), url.Values{"kind": {"feedback"}}).want(200)
	phones[ana.ID].get(home(ana)).want(200, "What your teammates say", "4 teammates said something", "3.5 of 5 (mostly)", "of M0 by M1", "of M0 by M4").
		lacks("of M0 by M0", "of M1", "tells the others")
	phones[bo.ID].get(home(bo)).want(200, "3.5 of 5", "of M1 by M0").lacks("of M0")
	s.visitor().get(home(ana)).want(200).lacks("What your teammates say", "of M0")
	for _, page := range []string{"/feedback", "/feedback.csv", "/members/1", "/members/2", "/responses", "/responses.csv", "/log"} {
		owner.get(s.at("%s", page)).lacks("of M0 by", "by M1")
	}
	phones[bo.ID].get(home(bo)+"/data.json").want(200, "of M0 by M1").lacks("of M1 by")
	phones[bo.ID].get(home(bo) + "/data.html").want(200).lacks("of M1 by")

	owner.post(s.at("/feedback/open"), url.Values{"kind": {"feedback"}}).want(200)
	s.now = s.now.Add(time.Hour)
	owner.post(s.at("/feedback/close"), url.Values{"kind": {"feedback"}}).want(200)
	phones[ana.ID].get(home(ana)).want(200).lacks("What your teammates say", "of M0")
}

// What two teammates say is not told, and whoever is not asked about teammates any more loses nothing that was said.
func TestWhatFewTeammatesSayIsNotTold(t *testing.T) {
	s := newSite(t)
	team := s.roster(4)[0]
	s.openRound(survey.MainFeedback)
	asks := func(on string) {
		s.organizer().post(s.at("/feedback/times"), url.Values{"kind": {"feedback"}, "by": {"peers"}, "peers": {on}}).want(200)
	}
	asks("on")
	ana := team[0]
	form := url.Values{"fit": {"4"}, "again": {"yes"}, survey.PeerComment(ana.ID): {"a rock"}}
	for _, m := range team[1:3] {
		s.visitor().post("/m/"+string(m.Token)+"/feedback", form).want(200, "Thank you")
	}
	own := s.visitor()
	own.post("/m/"+string(ana.Token)+"/feedback", url.Values{"fit": {"2"}, "again": {"no"}}).want(200)
	asks("")
	last := s.visitor()
	last.post("/m/"+string(team[3].Token)+"/feedback", form).want(200, "Thank you")
	given, err := s.db.Feedback(t.Context(), s.season.ID, survey.MainFeedback)
	s.must("read the feedback", err)
	for _, f := range given {
		if says := f.Answers.Peers[ana.ID].Comment; (says != "") != (f.Member == team[1].ID || f.Member == team[2].ID) {
			t.Errorf("%d says %q of a teammate, want it of those alone who were asked", f.Member, says)
		}
	}
	asks("on")
	s.now = s.now.Add(time.Hour)
	s.organizer().post(s.at("/feedback/close"), url.Values{"kind": {"feedback"}}).want(200)
	own.get("/m/"+string(ana.Token)).want(200, "Fewer than 3 of your teammates").lacks("a rock")
}

// Shares that are left blank are filled up evenly, which is said before and after.
func TestBlankSharesAreFilledUp(t *testing.T) {
	s := newSite(t)
	team := s.roster(4)[0]
	s.openRound(survey.MainFeedback)
	page := "/m/" + string(team[0].Token) + "/feedback"
	v := s.visitor()
	form := url.Values{"fit": {"4"}, survey.ShareField(team[1].ID): {"130"}}
	v.get(page).want(200, "What you leave empty gets what is left, evenly")
	v.post(page, form).want(422, "270 % left: each empty field gets 90 %.").lacks(`value="90"`, "fields are empty")
	form.Set("again", "yes")
	v.post(page, form).want(200, "got what was left, evenly: M2 90%, M3 90%, Myself 90%")
	v.get(page).want(200, `value="90"`, `value="130"`, "It adds up")
	form.Set(survey.ShareField(team[2].ID), "500")
	v.post(page, form).want(422, "Type a whole number from 0 to 400")
	form.Set(survey.ShareField(team[2].ID), "300")
	v.post(page, form).want(422, "take 30 % away", "30 % too much")
	form.Set(survey.ShareField(team[2].ID), "-5")
	v.post(page, form).want(422, "Type a whole number from 0 to 400", `value="-5"`)
}

// Two devices that answer different questions about the team both keep what they say; where it is the same one, the form shows both, with the rest of both.
func TestFeedbackOnTwoDevices(t *testing.T) {
	s := newSite(t)
	team := s.roster(3)[0]
	s.openRound(survey.MainFeedback)
	page := "/m/" + string(team[0].Token) + "/feedback"
	one := s.visitor().own(team[0])
	code := deviceCode.FindStringSubmatch(one.post("/m/"+string(team[0].Token)+"/devices/code", nil).want(200).body)
	two := s.visitor()
	two.post("/m/"+string(team[0].Token)+"/devices", url.Values{"code": {code[1]}}).want(200)
	open := two.get(page).want(200)
	one.get(page).submit(one, page, url.Values{"fit": {"4"}, "again": {"yes"}, "helped_text": {"tea"}}).want(200, "Thank you")
	two.post(page+"/draft", open.fields(page, url.Values{"hindered_text": {"rain"}})).want(200, "tea", "rain", "You have changes that are not sent yet")
	two.get(page).want(200).submit(two, page, url.Values{"fit": {"4"}, "again": {"yes"}, "helped_text": {"tea"}, "hindered_text": {"rain"}}).want(200, "Thank you")
	two.post(page, open.fields(page, url.Values{"fit": {"1"}, "again": {"yes"}, "hindered_text": {"snow"}})).want(409, "on another device", ">tea</textarea>", ">snow</textarea>", "rain")
	given, err := s.db.MemberFeedback(t.Context(), team[0].ID)
	s.must("read the feedback", err)
	if o := given[survey.MainFeedback].Answers; o.Fit != 4 || o.HelpedText != "tea" || o.HinderedText != "rain" {
		t.Errorf("kept is %+v, want what both devices sent", o)
	}
}
