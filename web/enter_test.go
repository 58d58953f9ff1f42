package web_test

import (
	"net/url"
	"strings"
	"testing"

	"dure/survey"
)

// The club link goes on where a device was, and makes nobody twice of who comes again on it.
func TestTheClubLinkGoesOnWhereADeviceWas(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	club := "/s/" + string(s.season.Token)
	phone := s.visitor()
	phone.get(club).want(200, "Start answering").lacks("Go on as")
	mine := strings.TrimSuffix(phone.join("mina").want(200, "Why?").path, "/answers")
	phone.get(club).want(200, "Go on as mina", `href="`+mine+`"`, "Somebody else on this device")
	if again := phone.join("mina").want(200, "Why?"); again.path != mine {
		t.Errorf("who joins again on the same device is led to %s, want %s", again.path, mine)
	}
	phone.join("jun").want(200, "Why?")
	phone.get(club).want(200, "Go on as mina", "Go on as jun")
	s.visitor().get(club).want(200).lacks("Go on as", mine)
	own := s.member("Bora")
	phone.own(own)
	phone.get(club).want(200, "Go on as Bora")
}

// The personal link stands on the first page already, and where there is something to agree to before it.
func TestThePersonalLinkIsShownFromTheFirstPageOn(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	v := s.visitor()
	link := s.url + v.join("mina").want(200, "Why?", "Your personal link").path
	v.get(strings.TrimPrefix(link, s.url)).want(200, `value="`+link+`"`, `data-share="link"`, `data-copy="link"`)
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), survey.Survey{Season: s.season.ID, Opens: s.now, Consent: survey.Text{"en": "I agree."}}))
	v.get(strings.TrimPrefix(link, s.url)).want(200, "I agree.", `value="`+link+`"`)
}

// Who comes after the teams were published answers first, and is told then that there is no team yet.
func TestALateJoinerAnswersFirst(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Why?"}})
	s.roster(3)
	v := s.visitor()
	form := v.join("late").want(200, `id="answers"`).lacks("The teams are out")
	form.submit(v, form.path+"/answers", url.Values{"q1": {"fun"}}).want(200, "Thank you", "The teams are out, but you are in none")
}
