package web_test

import (
	"fmt"
	"net/url"
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// mostTaps is how many a season of 13 questions may take, from the club link to the receipt, typing not counted.
const mostTaps = 32

// A season of 13 questions, all of them required, is answered with few taps. Each touch of the screen is one, those which only bring up the
// keyboard included; a list of the phone's own takes two; a stroke over hours is one.
func TestASeasonTakesFewTaps(t *testing.T) {
	browser := webtest.New(t)
	for lang, typed := range map[string]struct{ mate, second, avoided string }{
		"ko": {"ㅎㄱ", "ㄱㅁ", "ㄱㄱㅇ"},
		"en": {"jos", "luk", "hong"},
	} {
		s := newSite(t)
		asked := s.ask(thirteen()...)
		club := "/s/" + string(s.season.Token)
		for i, name := range []string{"홍길동", "김민준", "길가온", "José García", "Łukasz Nowak", "Hong Jin-ah"} {
			s.visitor().post(club, url.Values{"name": {name}, "email": {fmt.Sprintf("member%d@example.org", i)}}).want(200)
		}
		asked.Consent = survey.Text{"en": "The organizers may use my answers to form teams.", "ko": "운영자가 팀을 만드는 데 제 답을 써도 됩니다."}
		s.must("ask for consent", s.db.SaveSurvey(t.Context(), asked))
		tab := browser.Tab(t, 360, lang)
		tab.Touch(360, 740)
		tab.Go(s.url + club)
		taps := 1 // on the link
		types := func(sel, text string) {
			t.Helper()
			tab.Tap(sel)
			tab.Commit(text)
		}
		types("#name", "Mina")
		types("#email", "mina@example.org")
		tab.Tap("#consent")
		tab.TapOn("main form button")
		for n := 1; n <= 3; n++ {
			tab.Tap(fmt.Sprintf(`[name=q%d][value="4"]`, n))
		}
		types("#q4", "6")
		tab.Tap(`[name=q5][value="2"]`)
		tab.Tap(`[name=q6][value="1"]`)
		tab.Tap(`[name=q7][value="1"]`)
		tab.Tap(`[name=q7][value="3"]`)
		tab.Finger(`[name=q8][value="18"]`, `[name=q8][value="19"]`)
		tab.Tap(".copies button:not([hidden])")
		for i, name := range []string{typed.mate, typed.second, typed.avoided} {
			types([]string{"#q9", "#q9-1", "#q9-2"}[i], name)
			tab.Until("the list", foundMates+` !== ""`)
			tab.Tap("#mates-found li:first-child")
		}
		for _, key := range []int{3, 1, 4, 2} {
			tab.Tap(fmt.Sprintf(`.ranks li:has([name="q10p%d"]) [data-up]`, key))
		}
		tab.Pick("[name=q11l1]", "B1")
		types("#q12", "carpe diem")
		tab.TapOn(".send button")
		tab.Wait("h1[data-kept]")
		taps += tab.Taps()
		t.Logf("%s: %d taps", lang, taps)
		if taps > mostTaps {
			t.Errorf("%s: a season of 13 questions takes %d taps, want at most %d", lang, taps, mostTaps)
		}
		s.wantThirteen(lang)
		tab.Check()
	}
}

// thirteen are the questions of a season, to which comes consent.
func thirteen() (all []survey.Question) {
	both := func(en, ko string) survey.Text { return survey.Text{"en": en, "ko": ko} }
	options := func(labels ...survey.Text) (all []survey.Option) {
		for _, label := range labels {
			all = append(all, survey.Option{Label: label})
		}
		return all
	}
	places := options(both("Sea", "바다"), both("Hill", "산"), both("Temple", "절"), both("Market", "시장"))
	for _, title := range []survey.Text{both("I like to plan ahead.", "미리 계획하는 것을 좋아해요."), both("I like to talk in front of others.", "사람들 앞에서 말하는 것을 좋아해요."), both("I want to win.", "이기고 싶어요.")} {
		all = append(all, survey.Question{Kind: survey.Scale, Title: title, Min: new(1.0), Max: new(5.0)})
	}
	all = append(all,
		survey.Question{Kind: survey.Number, Title: both("Hours per week", "한 주에 몇 시간"), Min: new(1.0), Max: new(40.0)},
		survey.Question{Kind: survey.OneOf, Title: both("Role", "역할"), Options: options(both("Lead", "이끔이"), both("Helper", "도움이"))},
		survey.Question{Kind: survey.OneOf, Title: both("Campus", "캠퍼스"), Options: options(both("North", "북"), both("South", "남"))},
		survey.Question{Kind: survey.AnyOf, Title: both("Skills", "잘하는 것"), Options: options(both("Design", "디자인"), both("Music", "음악"), both("Code", "코딩"))},
		survey.Question{Kind: survey.Availability, Title: both("When are you free?", "언제 시간이 되나요?"), Days: []int{0, 1, 2, 3, 4, 5, 6}, From: 9, To: 22},
		survey.Question{Kind: survey.Teammates, Title: both("With whom?", "누구와 함께?"), Wishes: 2, Avoids: 1},
		survey.Question{Kind: survey.Rank, Title: both("Where to?", "어디로?"), Options: places},
		survey.Question{Kind: survey.Level, Title: both("How well do you speak?", "얼마나 하나요?"), Options: options(both("Korean", "한국어"))},
		survey.Question{Kind: survey.ShortText, Title: both("Your motto", "좌우명")},
	)
	for i := range all {
		all[i].Required = true
	}
	return all
}

// wantThirteen checks that what was tapped is what was sent.
func (s *site) wantThirteen(lang string) {
	s.Helper()
	responses, err := s.db.Responses(s.Context(), s.season.ID)
	s.must("read the answers", err)
	for _, r := range responses {
		a := r.Answers
		if len(a) != 12 || *a[1].Number != 4 || *a[4].Number != 6 || len(a[7].Choices) != 2 || len(a[8].Slots) != 10 || len(a[9].Wished) != 2 || len(a[9].Avoided) != 1 ||
			fmt.Sprint(a[10].Ranked) != "[3 1 4 2]" || a[12].Text != "carpe diem" {
			s.Errorf("%s: sent is %+v, want what was tapped", lang, a)
		}
	}
	if len(responses) != 1 {
		s.Errorf("%s: %d members have answered, want one", lang, len(responses))
	}
}
