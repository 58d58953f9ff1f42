package web_test

import (
	"net/url"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// What members share of how to reach them is on their own devices, and on those of who is in their published team; organizers have every link and see it nowhere.
func TestContactsAreForTheTeamAlone(t *testing.T) {
	s := newSite(t)
	why := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}}).Questions[0]
	ann, bo, cy := s.member("Ann"), s.member("Bo"), s.member("Cy")
	at := func(m survey.Member) string { return "/m/" + string(m.Token) }
	phones := map[survey.MemberID]*visitor{}
	for _, m := range []survey.Member{ann, bo, cy} {
		phones[m.ID] = s.visitor()
		phones[m.ID].post(at(m)+"/answers", url.Values{why.Field(): {"so"}}).want(200, "Thank you", "You share nothing", `href="`+at(m)+`/contacts"`)
	}
	a := phones[ann.ID]
	form := a.get(at(ann)+"/contacts").want(200, "Organizers see it on no page", `type="tel"`, "LINE or Instagram").lacks(" required")
	typed := url.Values{"contact_phone": {"call me"}, "contact_kakao": {"<b>ann-ka</b>"}, "contact_email": {"ann at home"}}
	form.submit(a, at(ann)+"/contacts", typed).want(422, `href="#contact_phone">Phone — Give the number in digits`, `href="#contact_email">E-mail — Enter an e-mail address`, `id="contact_phone-error"`, "&lt;b&gt;ann-ka", `value="call me"`)
	typed.Set("contact_phone", "010-9876-5432")
	typed.Set("contact_email", "ann+team@home.example")
	form.submit(a, at(ann)+"/contacts", typed).want(200, "Only those in your team see it", "Phone: 010-9876-5432", "&lt;b&gt;ann-ka")
	form.submit(a, at(ann)+"/contacts", url.Values{"contact_kakao": {"older"}}).want(409, "You changed this elsewhere", "KakaoTalk ID: older", "Phone: 010-9876-5432")
	a.get(at(ann)+"/data.json").want(200, "010-9876-5432")
	a.get(at(ann)+"/data.html").want(200, "010-9876-5432", "&lt;b&gt;ann-ka")

	secret := []string{"9876", "ann-ka", "home.example"}
	id := s.dividedBy(team.Request{}, []survey.Member{ann, bo}, []survey.Member{cy})
	phones[bo.ID].get(at(bo)).want(200).lacks(secret...)
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	phones[bo.ID].get(at(bo)).want(200, `href="tel:01098765432"`, `href="mailto:ann+team@home.example"`, "&lt;b&gt;ann-ka").lacks("<b>ann-ka")
	phones[cy.ID].get(at(cy)).want(200).lacks(secret...)
	other := s.visitor()
	for _, m := range []survey.Member{ann, bo, cy} {
		for _, v := range []*visitor{other, s.organizer()} {
			v.get(at(m)).want(200, "on your own devices only").lacks(secret...)
			v.get(at(m)+"/contacts").want(200, "Confirm this one first").lacks(secret...)
			v.post(at(m)+"/contacts", url.Values{"contact_kakao": {"mallory"}}).want(200, "Confirm this one first")
		}
	}
	o := s.organizer()
	for _, path := range []string{"/members", "/responses", "/responses.csv", "/log", "/letters", "/teams"} {
		o.get(s.at("%s", path)).want(200).lacks(secret...)
	}
	for _, path := range []string{"", "/roster.csv", "/print", "/briefs", "/repair"} {
		o.get(s.at("/proposals/%d%s", id, path)).want(200).lacks(secret...)
	}
	o.get(s.at("/members/%d", ann.ID)).want(200).lacks(secret...)
	o.get(s.at("/members/%d/remove", ann.ID)).want(200).lacks(secret...)

	a.post(at(ann)+"/contacts", url.Values{}).want(200, "You share nothing")
	phones[bo.ID].get(at(bo)).want(200).lacks(secret...)
}

// Who came by the club link is told that nobody sees the contacts only where that is so: an organizer has to look first at a name of the list.
func TestWhoJoinedIsToldWhoSeesTheContacts(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	ann, unseen := s.member("Ann"), "nobody sees it before"
	v := s.visitor()
	v.get("/s/"+string(s.season.Token)).want(200, "another device, an organizer looks at it first").lacks("If you are not on the club’s list")
	page := v.join("Bo")
	page.submit(v, page.path+"/answers", url.Values{"q1": {"so"}}).want(200, "Thank you")
	v.post(page.path+"/contacts", url.Values{"contact_kakao": {"bo-ka"}}).want(200, "if an organizer has to look first whether it is you, "+unseen)
	bo, err := s.db.MemberByToken(t.Context(), survey.Token(page.path[len("/m/"):]))
	s.must("read who came", err)
	s.must("publish", s.db.Publish(t.Context(), s.dividedBy(team.Request{}, []survey.Member{ann, bo}), s.now))
	s.visitor().own(ann).get("/m/"+string(ann.Token)).want(200, "bo-ka")
	v.get(page.path).want(200, "KakaoTalk ID: bo-ka").lacks(unseen)
}

// Nothing is kept of who has not agreed yet to what the survey asks before its first question.
func TestNoContactBeforeConsent(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	asked.Consent = survey.Text{"en": "We keep it for a year."}
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), asked))
	m := s.member("Ann")
	v, at := s.visitor().own(m), "/m/"+string(m.Token)
	v.get(at+"/contacts").want(200, "We keep it for a year.")
	v.post(at+"/contacts", url.Values{"contact_kakao": {"ann"}}).want(200, "We keep it for a year.")
	if own, _, err := s.db.Contacts(t.Context(), m.ID); err != nil || len(own) > 0 {
		t.Errorf("kept without consent: %v (%v), want nothing", own, err)
	}
}
