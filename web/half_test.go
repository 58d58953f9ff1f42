package web_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"dure/survey"
	"dure/web/webtest"
)

// halves asks for half hours of two mornings, a number with a unit, and something sensitive.
func halves() []survey.Question {
	both := func(en, ko string) survey.Text { return survey.Text{"en": en, "ko": ko} }
	return []survey.Question{
		{Kind: survey.Availability, Title: both("When are you free?", "언제 시간이 되나요?"), Days: []int{0, 2}, From: 9, To: 12, Half: true},
		{Kind: survey.Number, Title: both("How much time?", "얼마나 시간을 낼 수 있나요?"), Unit: both("hours a week", "시간/주"), Min: new(1.0)},
		{Kind: survey.ShortText, Title: both("A secret", "비밀"), Sensitive: true},
		{Kind: survey.Teammates, Title: both("With whom?", "누구와?"), Wishes: 1, Avoids: 1, Sensitive: true},
	}
}

// Half hours and units are asked, shown, added up, written to a file and read from it; each sensitive question says who sees it.
func TestHalfHoursUnitsAndWhoSees(t *testing.T) {
	s := newSite(t)
	s.ask(halves()...)
	m, o := s.member("Mina"), s.organizer()
	own := "/m/" + string(m.Token)
	v := s.visitor()
	for _, lang := range []string{"en", "ko"} {
		v.lang, o.lang = lang, lang
		says := map[string][]string{"en": {"hours a week", "Organizers see totals only", "No organizer’s page says whom you avoid", "Of some questions"},
			"ko": {"시간/주", "다시 낸 합계만 볼 수 있어요", "피하고 싶은 사람은 운영자의 어느 화면에도 나오지 않아요", "일부 질문은"}}[lang]
		v.get(own+"/answers").want(200, append(says, `value="18"`, `value="19"`, "09:30–10:00")...)
		v.post(own+"/answers", url.Values{"q1": {"19", "20", "115"}, "q2": {"2.5"}}).want(200, "09:30–10:30", "2.5 "+says[0])
		o.get(s.at("/survey/preview")).want(200, says[:3]...)
		o.get(s.at("/responses")).want(200, "09:30", says[0])
		o.get(s.at("/survey/questions/1")).want(200, `name="half" value="1" checked`)
		o.get(s.at("/survey/questions/2")).want(200, `name="unit_ko" value="시간/주"`)
	}
	file := o.get(s.at("/responses.csv")).want(200, "How much time? (hours a week)", "09:30; 10:00").body

	other := newSite(t)
	other.work()
	again := other.organizer()
	r := again.upload("/import", "answers.csv", []byte(file)).want(200)
	again.take(r.path, r.proposed())
	again.finish(r.path).want(200, "The import is done")
	if got := again.get(other.at("/responses.csv")).body; !strings.Contains(got, "09:30; 10:00") {
		t.Errorf("half hours of the file\n%s\nare written again as\n%s", file, got)
	}
}

// A grid of half hours is painted and gone through by keys as one of hours.
func TestAGridOfHalfHoursOnAPhone(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.ask(halves()...)
	m := s.member("Mina")
	for _, lang := range []string{"en", "ko"} {
		tab := browser.Tab(t, 360, lang)
		tab.Go(s.url + "/m/" + string(m.Token) + "/answers")
		tab.Check()
		tab.Screenshot("halves-" + lang)
		if lang == "ko" {
			continue
		}
		tab.Drag(`input[value="18"]`, `input[value="20"]`)
		webtest.Eval[bool](tab, `(() => { document.querySelector('input[value="114"]').focus(); return true })()`)
		for _, key := range []string{" ", kb.ArrowDown, " "} {
			tab.Press(key)
		}
		tab.Follow(".send button")
		tab.Check()
		r, err := s.db.Response(t.Context(), m.ID)
		s.must("read the answers", err)
		if got, want := r.Answers[1].Halves, []int{18, 19, 20, 114, 115}; !reflect.DeepEqual(got, want) {
			t.Errorf("painting three half hours and choosing two by keys is kept as %v, want %v", got, want)
		}
	}
}
