package web_test

import (
	"fmt"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// The round of feedback in a browser: a member answers on a phone, the organizer looks, reminds and closes. The
// club's name is long, which must not make any page wider than the phone.
func TestTheFeedbackRoundInABrowser(t *testing.T) {
	browser := webtest.New(t)
	for _, lang := range []string{"en", "ko"} {
		t.Run(lang, func(t *testing.T) { feedbackRound(t, browser, lang) })
	}
}

func feedbackRound(t *testing.T, browser *webtest.Browser, lang string) {
	s := newSite(t)
	s.club.Name = "한마당 국제 교류 봉사 동아리 · Hanmadang International Exchange and Volunteering Club"
	s.must("rename the club", s.db.SaveClub(t.Context(), s.club))
	teams := s.roster(3, 3)
	m := teams[0][0]
	organizer := browser.Tab(t, 1440, lang)
	token, err := s.db.SigninToken(t.Context(), s.owner.ID, s.now.Add(time.Hour))
	s.must("make a sign-in link", err)
	organizer.Go(s.url + "/signin/" + string(token))
	organizer.Follow("main form button")
	organizer.Go(s.url + s.at("/feedback"))
	organizer.Check()
	organizer.Follow(`form[action$="/feedback/open"] button[value="feedback"]`)
	organizer.Check()

	phone := browser.Tab(t, 360, lang)
	phone.Go(s.url + "/m/" + string(m.Token))
	phone.Check()
	phone.Screenshot("feedback-team-" + lang)
	phone.Follow(".next-step a[role=button]")
	phone.Check()
	phone.Screenshot("feedback-form-" + lang)
	for _, of := range teams[0] {
		phone.Fill("#"+survey.ShareField(of.ID), "90")
	}
	if got, want := phone.Text(".left"), map[string]string{"en": "30 % left to give.", "ko": "30% 남았어요."}[lang]; got != want {
		t.Errorf("after sharing 270 of 300 the page says %q, want %q", got, want)
	}
	phone.Follow(".send button")
	phone.Check()
	phone.Screenshot("feedback-errors-" + lang)
	phone.Click("#fit-4")
	phone.Click("#again")
	phone.Fill("#"+survey.ShareField(m.ID), "120")
	phone.Follow(".send button")
	phone.Check()
	phone.Screenshot("feedback-thanks-" + lang)
	phone.Wait(".good-card")

	for i, of := range teams[1] {
		s.must("give feedback", s.db.SaveFeedback(t.Context(), of.ID, survey.MainFeedback,
			survey.Opinion{Fit: 1 + i, Again: survey.AgainNo, HinderedText: fmt.Sprintf("reason %d", i), Hindered: []survey.Factor{"hours", "talk"}}, s.now))
	}
	organizer.Go(s.url + s.at("/feedback/reminders?kind=feedback"))
	organizer.Check()
	organizer.Go(s.url + s.at("/feedback/times?kind=feedback"))
	organizer.Check()
	s.must("give feedback", s.db.SaveFeedback(t.Context(), teams[0][1].ID, survey.MainFeedback, survey.Opinion{Fit: 5, Again: survey.AgainYes, HelpedText: "tea"}, s.now))
	s.now = s.now.Add(time.Minute)
	organizer.Go(s.url + s.at("/feedback"))
	organizer.Follow(`form[action$="/feedback/close"] button`)
	organizer.Wait(".warning")
	organizer.Check()
	organizer.Screenshot("feedback-results-" + lang)
	organizer.Go(s.url + s.at("/members/%d/remove", m.ID))
	organizer.Check()

	small := browser.Tab(t, 360, lang)
	small.Go(s.url + "/signin/" + string(token))
	small.Follow("main form button")
	for _, path := range []string{"", "/survey", "/members", "/members/1", "/groups", "/teams", "/responses", "/feedback", "/feedback/reminders?kind=feedback", "/feedback/times?kind=pulse", "/members/1/remove", "/next"} {
		small.Go(s.url + s.at("%s", path))
		small.Check()
		small.Screenshot("feedback-small-" + lang + path)
	}
	small.Go(s.url + s.at("/feedback"))
	if !webtest.Eval[bool](small, `[...document.querySelectorAll("[aria-labelledby$=-teams] tbody :is(th, td)")].every((e) => e.clientWidth > 200)`) {
		t.Error("on a phone what is said of a team stands in a narrow column, want it below the team's name")
	}
	small.Go(s.url + fmt.Sprintf("/clubs/%d", s.club.ID))
	small.Check()
}

// What a page of feedback could not save comes back question by question: over nothing that another device said meanwhile, which a copy of the whole form
// would have taken back.
func TestACopyOfFeedbackHidesNothingNewer(t *testing.T) {
	s := newSite(t)
	m := s.roster(3)[0][0]
	s.openRound(survey.MainFeedback)
	path := "/m/" + string(m.Token)
	phone := webtest.New(t).Tab(t, 360, "en")
	phone.Forgive(failed...)
	line := s.wire()
	phone.Go(line.url + path + "/feedback")
	phone.Click("#fit-2")
	phone.Fill("#helped_text", "tea")
	phone.Until("both answers are saved", `["fit", "helped_text"].every((name) => document.querySelector("[name=read]").value.includes(name))`)
	line.posts(cut)
	phone.Fill("#hindered_text", "snow")
	phone.Until("there is a copy", `document.querySelector("[data-saved]").dataset.saved === "no" && localStorage.length === 1`)
	s.must("say more elsewhere", s.db.SaveFeedbackDraft(t.Context(), m.ID, survey.MainFeedback, survey.Opinion{Fit: 5, Again: survey.AgainYes, HelpedText: "cake"}, s.now))
	phone.Go("about:blank")
	line.passes()
	phone.Go(line.url + path + "/feedback")
	phone.Until("what was typed comes back and is saved", `document.querySelector("#hindered_text").value === "snow" && localStorage.length === 0`)
	if !webtest.Eval[bool](phone, `document.querySelector("#fit-5").checked && document.querySelector("#helped_text").value === "cake"`) {
		t.Error("beside the text that came back the page does not show what was said elsewhere")
	}
	got, err := s.db.MemberFeedback(t.Context(), m.ID)
	s.must("read the feedback", err)
	if o := got[survey.MainFeedback].Current(); o.Fit != 5 || o.HelpedText != "cake" || o.HinderedText != "snow" || o.Again != survey.AgainYes {
		t.Errorf("after a copy came back %+v is kept, want what was said elsewhere, and the text that was typed here", o)
	}
}
