package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// start opens a survey of one question with settings.
func (s *site) start(consent survey.Text, set survey.Settings) survey.Survey {
	s.Helper()
	asked := s.ask(everyKind()[7])
	asked.Consent, asked.Settings = consent, set
	s.must("set the survey", s.db.SaveSurvey(s.Context(), asked))
	return asked
}

// Nothing is kept of answers before the member has agreed, and what was typed before there was anything to agree to is not lost.
func TestConsentStandsBeforeTheFirstQuestion(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()[7], survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "A secret"}, Sensitive: true})
	m, v := s.member("Mina"), s.visitor()
	own := "/m/" + string(m.Token)
	early := v.get(own).want(200, "Your motto")
	asked.Consent = survey.Text{"en": "My answers may be used.", "ko": "내 답을 써도 됩니다."}
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), asked))

	v.get(own).want(200, "My answers may be used.", "It takes about", "totals only", ">Begin<").lacks("Your motto")
	v.get(own+"/answers").want(200, ">Begin<").lacks("Your motto")
	v.wantSaved(own+"/draft", url.Values{"q1": {"typed before"}, "q1v": {"1"}}, 409, "Not saved: something is to be agreed to first. Load the page again; what you typed stays.")
	start := early.submit(v, own+"/answers", url.Values{"q1": {"typed before"}}).want(422, "Tick the box to agree", `name="q1" value="typed before"`)
	if _, err := s.db.Response(t.Context(), m.ID); err == nil {
		t.Error("answers were kept before the member agreed")
	}
	v.post(own+"/draft", url.Values{"q1": {"typed before"}, "lang": {"ko"}}).want(200, "내 답을 써도 됩니다.", `name="q1" value="typed before"`)
	v.post(own+"/draft", url.Values{"lang": {"en"}}).want(200)
	form := start.submit(v, own+"/answers", url.Values{"consent": {"yes"}, "go": {"start"}}).want(200, `value="typed before"`)
	form.submit(v, own+"/answers", url.Values{"q1": {"done"}}).want(200, "Thank you")
	if r, err := s.db.Response(t.Context(), m.ID); err != nil || !r.Consented || r.Answers[1].Text != "done" || r.Begun.IsZero() {
		t.Errorf("kept %+v, %v; want the answer with consent, and when it was begun", r, err)
	}
}

// To agree says nothing of the answers: a draft offered from last season and answers that were sent before there was anything to
// agree to stand in the form that follows.
func TestToAgreeKeepsWhatWasAnsweredBefore(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()...)
	first, sent := s.member("Mina"), s.member("Jun")
	for _, m := range []survey.Member{first, sent} {
		s.visitor().post("/m/"+string(m.Token)+"/answers", everyAnswer()).want(200)
	}
	asked.Consent = survey.Text{"en": "My answers may be used."}
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), asked))
	own := "/m/" + string(sent.Token)
	v := s.visitor()
	v.get(own+"/answers").submit(v, own+"/answers", url.Values{"consent": {"yes"}, "go": {"start"}}).want(200, `name="q1" value="7" checked`).lacks("changes that are not sent")
	if r, err := s.db.Response(t.Context(), sent.ID); err != nil || len(r.Answers) != len(asked.Questions) || len(r.Current()) != len(r.Answers) {
		t.Errorf("after agreeing %d answers of %d are kept and %d stand in the form, %v", len(r.Answers), len(asked.Questions), len(r.Current()), err)
	}

	v = s.organizer()
	next := v.post(s.at("/next"), url.Values{"name": {"Autumn"}, "members": {"all"}, "answers": {"1"}}).want(200).path
	v.post(next+"/survey/open", nil).want(200, "Open")
	seasons, err := s.db.Seasons(t.Context(), s.club.ID)
	s.must("read the seasons", err)
	members, err := s.db.Members(t.Context(), seasons[0].ID)
	s.must("read the members", err)
	own = "/m/" + string(members[0].Token)
	member := s.visitor()
	member.get(own).want(200, ">Begin<").submit(member, own+"/answers", url.Values{"consent": {"yes"}, "go": {"start"}}).
		want(200, "This is what you answered last season", ` value="7" checked`)
}

// Who is too young is told whom to ask, or names a guardian who agrees.
func TestTheLeastAgeAndTheGuardian(t *testing.T) {
	for _, lang := range []string{"en", "ko"} {
		s := newSite(t)
		asked := s.start(nil, survey.Settings{MinAge: 14})
		m, v := s.member("Mina"), s.visitor()
		v.lang = lang
		own := "/m/" + string(m.Token)
		says := map[string][]string{"en": {"I am 14 or older", "ask the organizers of Chess", "Name of the guardian", "Ask the organizers"},
			"ko": {"만 14세 이상입니다", "Chess 운영자에게", "보호자 이름", "운영자에게 참여 방법"}}[lang]
		page := v.get(own).want(200, says[:2]...).lacks(says[2])
		page.submit(v, own+"/answers", url.Values{"go": {"start"}}).want(422, `id="age-error"`)
		page.submit(v, own+"/answers", url.Values{"age": {"younger"}, "go": {"start"}}).want(422, says[3])
		asked.Guardian = true
		s.must("let guardians agree", s.db.SaveSurvey(t.Context(), asked))
		page = v.get(own).want(200, says[2])
		page.submit(v, own+"/answers", url.Values{"age": {"younger"}, "go": {"start"}}).want(422, `id="guardian-error"`, `id="agreed-error"`)
		page.submit(v, own+"/answers", url.Values{"age": {"younger"}, "guardian": {" Park Ji "}, "agreed": {"yes"}, "go": {"start"}}).want(200, "q1")
		v.post(own+"/answers", url.Values{"q1": {"go"}}).want(200)
		if r, err := s.db.Response(t.Context(), m.ID); err != nil || r.Guardian != "Park Ji" {
			t.Errorf("in %s the guardian %q is kept, %v; want Park Ji", lang, r.Guardian, err)
		}
		o := s.organizer()
		o.lang = lang
		o.get(s.at("/members/%d", m.ID)).want(200, map[string]string{"en": "Said to be younger than the least age. Named as the guardian who agrees: Park Ji", "ko": "동의한 보호자로 적은 이름: Park Ji"}[lang])
		file := o.get(s.at("/responses.csv")).want(200, "Name,E-mail,ID,Guardian,Your motto", "mina@example.org,,Park Ji,go").body
		asked.Guardian = false
		s.must("let guardians agree no more", s.db.SaveSurvey(t.Context(), asked))
		o.get(s.at("/responses.csv")).want(200, "Park Ji")
		if use := o.upload("/import", "answers.csv", []byte(file)).want(200).proposed().Get("use3"); use != "leave_out" {
			t.Errorf("the column of guardians of a file out is taken for %q when it is read, want left out", use)
		}
		s.must("erase who has a guardian", s.db.EraseMember(t.Context(), m.ID, false, nil, s.now))
		o.get(s.at("/responses.csv")).lacks("Guardian")
		asked.Guardian = true
		s.must("let guardians agree again", s.db.SaveSurvey(t.Context(), asked))
		other := "/m/" + string(s.member("Jun").Token)
		v.get(other).submit(v, other+"/answers", url.Values{"age": {"older"}, "guardian": {"nobody"}, "go": {"start"}}).want(200, "q1")
	}
}

// Who agreed is asked again once the words that were read are others, or what is asked of the age is; the answers stay and count
// meanwhile, and the organizer sees how many have agreed to what is asked now.
func TestWhoAgreedIsAskedAgainOnceItIsChanged(t *testing.T) {
	for _, lang := range []string{"en", "ko"} {
		says := map[string][]string{
			"en": {"What you sent is kept and counts meanwhile", "changed while you read it", "All 1 who answered have agreed", "0 of 1 who answered have agreed", "Agreed to: Use them.", "Is not known to have agreed"},
			"ko": {"보낸 답은 그대로 남아 있고 계속 반영됩니다", "읽는 동안 내용이 바뀌었습니다", "답한 1명 모두", "답한 1명 중 0명", "동의한 글: 써도 됩니다.", "동의했는지 알 수 없습니다"},
		}[lang]
		again, meanwhile, all, none, words, unknown := says[0], says[1], says[2], says[3], says[4], says[5]
		s := newSite(t)
		asked := s.start(survey.Text{"en": "Use them.", "ko": "써도 됩니다."}, survey.Settings{MinAge: 14})
		m, v, o := s.member("Mina"), s.visitor(), s.organizer()
		v.lang, o.lang = lang, lang
		own := "/m/" + string(m.Token)
		yes := url.Values{"consent": {"yes"}, "age": {"older"}, "go": {"start"}}
		form := v.get(own).lacks(again).submit(v, own+"/answers", yes).want(200, "q1")
		form.submit(v, own+"/answers", url.Values{"q1": {"carpe diem"}}).want(200).lacks(again)
		change := func(what func()) {
			what()
			s.must("change what is agreed to", s.db.SaveSurvey(t.Context(), asked))
		}
		counts := func(says string) {
			t.Helper()
			o.get(s.at("/responses")).want(200, says, "carpe diem")
		}
		counts(all)
		other := map[string]survey.Lang{"en": "ko", "ko": "en"}[lang]
		change(func() { asked.Consent = asked.Consent.With(other, "!") })
		v.get(own+"/answers").want(200, "q1").lacks(again) // nothing of what was read
		for _, c := range []struct {
			name string
			do   func()
		}{
			{"the words", func() { asked.Consent = survey.Text{"en": "Show them.", "ko": "보여도 됩니다."} }},
			{"the least age", func() { asked.MinAge = 16 }},
			{"the guardian", func() { asked.Guardian = true }},
			{"the words again", func() { asked.Consent = survey.Text{"en": "Use them.", "ko": "써도 됩니다."} }},
		} {
			change(c.do)
			counts(none)
			o.get(s.at("/members/%d", m.ID)).want(200, unknown, "carpe diem")
			v.get(own).want(200, again)
			if r := v.get(own+"/answers").want(200, again).lacks("carpe diem"); r.status == 200 {
				form.submit(v, own+"/answers", url.Values{"q1": {"sent from a page of before"}}).want(422, again, "sent from a page of before")
				r.submit(v, own+"/answers", yes).want(200, "carpe diem").lacks(again)
			}
			if r, err := s.db.Response(t.Context(), m.ID); err != nil || !s.stored().AgreedTo(r.Agreed) || r.Answers[1].Text != "carpe diem" {
				t.Errorf("after %s was changed and agreed to %+v is kept, %v; want that with the answer that was sent", c.name, r, err)
			}
			counts(all)
		}
		o.get(s.at("/members/%d", m.ID)).want(200, words).lacks(unknown)
		stale := v.get("/m/" + string(s.member("Jun").Token))
		change(func() { asked.Consent = survey.Text{"en": "Sell them.", "ko": "팔아도 됩니다."} })
		fresh := stale.submit(v, stale.path+"/answers", yes).want(422, meanwhile).lacks(" checked", again)
		fresh.submit(v, stale.path+"/answers", yes).want(200, "q1")
		change(func() { asked.Consent, asked.MinAge = nil, 0 })
		v.get(own+"/answers").want(200, "carpe diem").lacks(again) // nothing is asked for any more
	}
}

// The survey closes once so many have sent answers, also where many send at once; who has sent can still change.
func TestTheSurveyClosesOnceSoManyHaveSent(t *testing.T) {
	s := newSite(t)
	s.start(nil, survey.Settings{Limit: 3, Thanks: survey.Text{"en": "See you on Friday!"}})
	var own []string
	for i := range 8 {
		own = append(own, "/m/"+string(s.member(fmt.Sprintf("M%d", i)).Token))
	}
	taken := make([]bool, len(own))
	var wait sync.WaitGroup
	for i, link := range own {
		wait.Go(func() { taken[i] = s.visitor().post(link+"/answers", url.Values{"q1": {"go"}}).status == 200 })
	}
	wait.Wait()
	var in, out int
	first, late := "", ""
	for i, ok := range taken {
		if ok {
			in, first = in+1, own[i]
		} else {
			out, late = out+1, own[i]
		}
	}
	if in != 3 || out != 5 {
		t.Errorf("of 8 who sent answers at once %d were taken and %d refused, want 3 and 5", in, out)
	}
	v := s.visitor()
	v.get(late).want(200, "as many as could have answered")
	v.post(first+"/answers", url.Values{"q1": {"changed"}}).want(200, "See you on Friday!", "changed")
	o := s.organizer()
	o.get(s.at("/survey")).want(200, "3 have sent answers, and no more than 3 may. The latest of them came on Mon, 2 Mar 2026, 09:00.", "can still change", "Close now").lacks("Open now")
	o.get(s.at("")).want(200, "no more than 3 may. The latest of them came on Mon, 2 Mar 2026, 09:00.").lacks("Closed Tue", "Closes Tue")
	o.get(s.at("/responses")).want(200, "last answer 2 Mar 09:00").lacks("closed 3 Mar", "closes 3 Mar")
	o.post(s.at("/survey/open"), url.Values{"read": {s.stored().TimesMark()}}).want(422, "Raise that number")

	reopened, err := s.db.MemberByToken(t.Context(), survey.Token(strings.TrimPrefix(late, "/m/")))
	s.must("find who is late", err)
	s.must("reopen for one", s.db.LetIn(t.Context(), s.season.ID, []survey.MemberID{reopened.ID}, s.now.Add(time.Hour)))
	v.get(late).want(200, "q1")
	s.now = s.now.Add(time.Hour)
	v.post(late+"/answers", url.Values{"q1": {"late"}}).want(409, "not sent")
	s.now = s.now.Add(-time.Minute)
	v.post(late+"/answers", url.Values{"q1": {"late"}}).want(200, "Thank you")
	o.post(s.at("/survey/times"), url.Values{"opens": {"2026-03-02T09:00"}, "closes": {""}, "read": {s.stored().TimesMark()}}).want(200)
	v.get(first).want(200, "No more answers are taken, but you can still change yours")
	o.get(s.at("/survey")).want(200, "4 have sent answers, and no more than 3 may")
	o.post(s.at("/survey/close"), url.Values{"read": {s.stored().TimesMark()}}).want(200, "they cannot be changed either", "Open now").lacks("Close now")
	v.get(first).want(200).lacks("still change yours")
}

// An organizer sets all of it on the page of the wording.
func TestTheSettingsOfASurvey(t *testing.T) {
	s := newSite(t)
	s.start(nil, survey.Settings{})
	o := s.organizer()
	o.get(s.at("/survey")).want(200).lacks("Least age", "Close after")
	page := o.get(s.at("/survey/wording")).want(200, `name="min_age"`, `name="limit"`, `name="guardian"`, `name="thanks_ko"`)
	page.submit(o, s.at("/survey/wording"), url.Values{"min_age": {"many"}, "limit": {"40"}}).want(422, `id="min_age-error"`)
	page.submit(o, s.at("/survey/wording"), url.Values{"min_age": {"14"}, "limit": {"40"}, "guardian": {"1"}, "thanks_en": {"Bye"}}).want(200)
	if got := s.stored().Settings; got.MinAge != 14 || got.Limit != 40 || !got.Guardian || got.Thanks["en"] != "Bye" {
		t.Errorf("the settings are stored as %+v, want 14 years, 40 answers, a guardian and a closing text", got)
	}
	o.get(s.at("/survey/wording")).want(200, `value="14"`, `value="40"`)
	o.get(s.at("/survey")).want(200, "Least age: 14", "with the consent of a guardian", "Close after so many answers: 40")
}

func TestTheStartOnAPhone(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.start(survey.Text{"en": "My answers may be used.", "ko": "내 답을 써도 됩니다."}, survey.Settings{MinAge: 14, Guardian: true})
	for _, lang := range []string{"en", "ko"} {
		tab := browser.Tab(t, 360, lang)
		tab.Go(s.url + "/m/" + string(s.member("Mina"+lang).Token))
		tab.Check()
		tab.Screenshot("start-" + lang)
		tab.Follow(".send button")
		tab.Check()
		tab.Click("#age")
		tab.Click("#consent")
		tab.Follow(".send button")
		tab.Check()
	}
}
