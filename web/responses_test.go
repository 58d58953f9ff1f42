package web_test

import (
	"strings"
	"testing"

	"dure/survey"
)

// Numbers are shown as a histogram, with percents and of how many they are; of a sensitive question only the mean is.
func TestHistogramOfNumbers(t *testing.T) {
	s := newSite(t)
	number := func(title string, sensitive bool) survey.Question {
		return survey.Question{Kind: survey.Number, Title: survey.Text{survey.English: title}, Sensitive: sensitive}
	}
	asked := s.ask(number("Hours", false), number("Weight", true)).Questions
	for i, hours := range []float64{0, 1, 1, 30, 31, 31} {
		m := s.member(strings.Repeat("A", i+1))
		s.choose(m, survey.Answers{asked[0].ID: {Number: &hours}, asked[1].ID: {Number: new(1000 + hours)}})
	}
	v := s.organizer()
	shown, secret, _ := strings.Cut(v.get(s.at("/responses")).want(200).body, "Weight")
	for _, want := range []string{`<th scope="col" class="num">of 6</th>`, `<th scope="row">0 to 4</th>`, `<td class="num">3</td><td class="num">50%</td>`, `<th scope="row">30 to 34</th>`} {
		if !strings.Contains(shown, want) {
			t.Errorf("the totals of numbers lack %s in\n%s", want, shown)
		}
	}
	if !strings.Contains(secret, "Mean 1012.6") || strings.Contains(secret, `class="bars"`) || strings.Contains(secret, "1030") {
		t.Errorf("of a sensitive number the page says\n%s\nwant its mean alone", secret)
	}
	v.lang = "ko"
	v.get(s.at("/responses")).want(200, "0~4", "6개 중")
}
