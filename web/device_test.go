package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// ownTab makes a browser's tab a device of a member's, by a code that one of the member's own shows.
func (s *site) ownTab(tab *webtest.Tab, own *visitor, m survey.Member) {
	s.Helper()
	at := "/m/" + string(m.Token) + "/devices"
	code := deviceCode.FindStringSubmatch(own.post(at+"/code", nil).want(200).body)
	tab.Go(s.url + at)
	tab.Check()
	tab.Fill("#code", code[1])
	tab.Follow("main form button")
}

var deviceCode = regexp.MustCompile(`<strong>(\d{3} \d{3})</strong>`)

// confided asks two questions in confidence, and one that is not.
func confided(s *site) (secret, mates, motto survey.Question) {
	q := s.ask(
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Illness"}, Sensitive: true, Required: true},
		survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom"}, Wishes: 1, Avoids: 1},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}},
	).Questions
	return q[0], q[1], q[2]
}

// What a member answers in confidence stays on the member's own device, whatever is sent from another, until that is confirmed by a code.
func TestConfidedAnswersStayOnOwnDevices(t *testing.T) {
	s := newSite(t)
	secret, mates, motto := confided(s)
	mina, link := s.member("Mina"), ""
	s.member("Bo")
	link = "/m/" + string(mina.Token)
	phone, other := s.visitor(), s.visitor()

	other.get(link).want(200, "Illness") // a preview of the link, before anything is kept
	open := other.get(link+"/answers").want(200, "Illness", "With whom", "Motto")
	all := url.Values{secret.Field(): {"asthma"}, mates.Field() + survey.AvoidedField: {"Bo"}, motto.Field(): {"carpe diem"}}
	phone.post(link+"/answers", all).want(200, "Thank you")
	phone.get(link+"/answers").want(200, "asthma", "Bo", "carpe diem")

	hidden := []string{"asthma", "Bo", "Illness", "With whom"}
	for _, path := range []string{"", "/answers", "/data", "/devices"} {
		other.get(link + path).want(200).lacks(hidden...)
	}
	form := other.get(link+"/answers").want(200, "2 sensitive questions are not shown on this device", "carpe diem")
	form.submit(other, link+"/answers", url.Values{motto.Field(): {"festina lente"}}).want(200, "Thank you").lacks(hidden...)
	stale := url.Values{secret.Field(): {"none"}, mates.Field() + survey.AvoidedField: {""}, motto.Field(): {"once more"}}
	open.submit(other, link+"/answers", stale).want(409, "answers to them were not taken", "once more", "<li>festina lente</li>").lacks(hidden...)
	other.wantSaved(link+"/draft", url.Values{secret.Field(): {"none"}, secret.SeenField(): {"1"}, survey.PageField: {"0"}}, 422,
		"Sensitive questions can only be answered on your own devices. From this one, answers to them were not taken; all else was kept. Confirm this device under “Your devices and your link”.")
	phone.get(link+"/answers").want(200, "asthma", "Bo", "festina lente")

	other.post(link+"/devices/code", nil).want(200, "Confirm this one first").lacks("Type this code")
	other.post(link+"/link", nil).want(200, "Confirm this one first")
	shown := phone.post(link+"/devices/code", nil).want(200, "Type this code on the other device")
	code := deviceCode.FindStringSubmatch(shown.body)
	if code == nil {
		t.Fatalf("no code in %s", shown.body)
	}
	other.post(link+"/devices", url.Values{"code": {"12345"}}).want(422, "does not fit")
	other.post(link+"/devices", url.Values{"code": {code[1]}}).want(200, "This device is yours now")
	other.get(link+"/answers").want(200, "asthma", "Bo")
	s.visitor().post(link+"/devices", url.Values{"code": {code[1]}}).want(422, "does not fit") // once only

	end := regexp.MustCompile(`action="([^"]*/end)"`).FindAllStringSubmatch(phone.get(link+"/devices").want(200, "this device").body, -1)
	if len(end) != 2 {
		t.Fatalf("%d devices are listed, want 2", len(end))
	}
	phone.post(end[0][1], nil).want(200, "The device was ended")
	other.get(link + "/answers").want(200).lacks(hidden...)
	phone.get(link+"/data").want(200, "Ended a device")
	phone.get(link + "/devices").want(200).lacks("/end\"")
	phone.post(end[1][1], nil).want(422, "This is your only device") // or who opens the link next would see all
	phone.get(link+"/answers").want(200, "asthma")

	renewed := phone.post(link+"/link", nil).want(200, "You have a new link")
	s.visitor().get(link).want(410, "This link was renewed")
	now := strings.TrimSuffix(renewed.path, "/devices")
	phone.get(now+"/answers").want(200, "asthma")
	s.organizer().get(s.at("/members/%d", mina.ID)).want(200, now)
}

// Whether answers may be sent from another device tells nothing of what was answered in confidence, nor whether it was.
func TestWhatIsSentFromElsewhereTellsNothingInConfidence(t *testing.T) {
	s := newSite(t)
	asked := s.ask(
		survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Ill"}, Sensitive: true, Options: []survey.Option{{Label: survey.Text{"en": "Yes"}}, {Label: survey.Text{"en": "No"}}}},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Illness"}, Sensitive: true, Required: true, Show: &survey.Condition{Question: 1, Options: []int{1}}},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Medicine"}, Sensitive: true},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}},
	).Questions
	ill, illness, medicine, motto := asked[0], asked[1], asked[2], asked[3]
	same := func(when string, status int, says string, members ...survey.Member) {
		t.Helper()
		for _, m := range members {
			s.visitor().post("/m/"+string(m.Token)+"/answers", url.Values{motto.Field(): {when}}).want(status, says)
		}
	}
	link := func(m survey.Member) string { return "/m/" + string(m.Token) }
	mina, bo := s.member("Mina"), s.member("Bo")
	const saved = "Saved at 09:00"
	phone := s.visitor().own(mina)
	phone.wantSaved(link(mina)+"/draft", url.Values{ill.Field(): {"1"}, survey.PageField: {"0"}}, 200, saved)
	s.visitor().own(bo).wantSaved(link(bo)+"/draft", url.Values{ill.Field(): {"2"}, survey.PageField: {"0"}}, 200, saved)
	same("by the answer another must be given", 200, "Thank you", mina, bo)

	phone.post(link(mina)+"/answers", url.Values{ill.Field(): {"1"}, illness.Field(): {"asthma"}, medicine.Field(): {"some"}}).want(200, "Thank you")
	medicine.Required = true
	s.save(medicine)
	same("one left out what must be given now", 200, "Thank you", mina, bo)

	cy, dan := s.member("Cy"), s.member("Dan")
	s.visitor().own(cy).wantSaved(link(cy)+"/draft", url.Values{medicine.Field(): {"some"}, survey.PageField: {"0"}}, 200, saved)
	s.visitor().own(dan).wantSaved(link(dan)+"/draft", url.Values{ill.Field(): {"2"}, survey.PageField: {"0"}}, 200, saved)
	same("what must be given was never sent", 422, "can only be answered on your own devices", cy, dan)
}

// A code ends by its time, and by wrong ones.
func TestCodesEnd(t *testing.T) {
	s := newSite(t)
	confided(s)
	mina := s.member("Mina")
	link := "/m/" + string(mina.Token) + "/devices"
	phone := s.visitor().own(mina)
	code := func() url.Values {
		found := deviceCode.FindStringSubmatch(phone.post(link+"/code", nil).want(200).body)
		return url.Values{"code": {found[1]}}
	}
	right := code()
	s.now = s.now.Add(survey.CodeLasts)
	s.visitor().post(link, right).want(422, "does not fit")
	phone.get(link).want(200).lacks("Type this code")
	right = code()
	for range survey.CodeTries {
		s.visitor().post(link, url.Values{"code": {"x"}}).want(422)
	}
	s.visitor().post(link, right).want(422, "does not fit")
	other := s.visitor()
	other.get(link).want(200)
	other.post(link, code()).want(200, "This device is yours now")
}

// Until when a code works stands on the page with its zone, as in the letter.
func TestUntilWhenACodeWorksHasAZone(t *testing.T) {
	s := newSite(t)
	confided(s)
	mina := s.member("Mina")
	link := "/m/" + string(mina.Token) + "/devices"
	s.visitor().own(mina).post(link+"/code", nil).want(200, "by Mon, 2 Mar 2026, 09:10 (UTC):")
}

// Who is refused before anything is kept has no device by it: somebody else who has the link could be shut out.
func TestNothingKeptMakesNoDevice(t *testing.T) {
	s := newSite(t)
	s.start(survey.Text{"en": "My answers may be used."}, survey.Settings{})
	mina, jun := s.member("Mina"), s.member("Jun")
	devices := func(m survey.Member, want int) {
		t.Helper()
		all, err := s.db.Devices(t.Context(), m.ID, "", s.now)
		s.must("look at the devices", err)
		if len(all) != want {
			t.Errorf("%s has %d devices, want %d", m.Name, len(all), want)
		}
	}
	own, v := "/m/"+string(mina.Token), s.visitor()
	begin := v.get(own)
	page := begin.submit(v, own+"/answers", url.Values{"go": {"start"}}).want(422, "Tick the box")
	devices(mina, 0)
	v.wantSaved(own+"/draft", url.Values{"q1": {"typed"}, "q1v": {"1"}}, 409, "Not saved: something is to be agreed to first. Load the page again; what you typed stays.")
	devices(mina, 0)
	page.submit(v, own+"/answers", url.Values{"consent": {"yes"}, "go": {"start"}}).want(200)
	devices(mina, 1)
	s.now = s.now.Add(48 * time.Hour)
	v.post("/m/"+string(jun.Token)+"/answers", url.Values{"consent": {"yes"}, "shown": {begin.fields(own+"/answers", nil).Get("shown")}, "q1": {"late"}}).want(409)
	devices(jun, 0)
}

// Answers that came otherwise than from a device, as by a file, are shown to whoever says first that the device is theirs. An organizer's browser never is by the way.
func TestTheFirstDevice(t *testing.T) {
	s := newSite(t)
	secret, _, _ := confided(s)
	mina, jun := s.member("Mina"), s.member("Jun")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: mina.ID, Answers: survey.Answers{secret.ID: {Text: "asthma", Version: 1}}}, s.now))
	link := "/m/" + string(mina.Token)
	v := s.visitor()
	v.get(link+"/answers").want(200, "not shown on this device").lacks("asthma")
	v.get(link+"/devices").want(200, "No device is Mina’s own yet", "This is my device")
	v.own(mina).get(link+"/answers").want(200, "asthma")
	s.visitor().post(link+"/devices", nil).want(422)

	o, own := s.organizer(), "/m/"+string(jun.Token)
	o.post(own+"/answers", url.Values{secret.Field(): {"typed by an organizer"}, secret.SeenField(): {"1"}}).want(422, "answers to them were not taken")
	s.visitor().get(own+"/devices").want(200, "No device is Jun’s own yet")
	o.own(jun)
	o.get(own+"/data").want(200, "@", "Made a device the member’s own")
}

// A member's feedback is as confidential.
func TestFeedbackStaysOnOwnDevices(t *testing.T) {
	s := newSite(t)
	m := s.roster(3)[0][0]
	s.openRound(survey.MainFeedback)
	page := "/m/" + string(m.Token) + "/feedback"
	phone, other := s.visitor(), s.visitor()
	other.get(page).want(200, "How")
	phone.post(page+"/draft", url.Values{"fit": {"2"}, "helped_text": {"tea together"}}).want(200, "tea together")
	other.get(page).want(200, "Confirm this one first").lacks("tea together")
	other.post(page, url.Values{"fit": {"5"}}).want(200, "Confirm this one first").lacks("tea together")
	other.wantSaved(page+"/draft", url.Values{"fit": {"5"}}, 409, "This is shown on your own devices only. Confirm this one first.")
	phone.get(page).want(200, "tea together")
}
