package web_test

import (
	"fmt"
	"net/url"
	"testing"

	"dure/survey"
)

// Beside the names on a board stand the answers that rules use, or what the visitor chose, which a move does not take away; never what is sensitive.
func TestAnswersBesideNames(t *testing.T) {
	s := newSite(t)
	low, high := 0.0, 40.0
	both := func(en, ko string) survey.Text { return survey.Text{"en": en, "ko": ko} }
	asked := s.ask(
		survey.Question{Kind: survey.Number, Title: both("Hours", "시간"), Min: &low, Max: &high},
		survey.Question{Kind: survey.OneOf, Title: both("Driver", "운전"), Options: []survey.Option{{Label: both("Yes", "예")}, {Label: both("No", "아니요")}}},
		survey.Question{Kind: survey.OneOf, Sensitive: true, Title: both("Health", "건강"), Options: []survey.Option{{Label: both("Frail", "약함")}, {Label: both("Sturdy", "튼튼")}}},
	).Questions
	for i := range 10 {
		hours := float64(i % 7)
		s.say(s.member(fmt.Sprintf("Member%02d", i)), survey.Answers{
			asked[0].ID: {Version: 1, Number: &hours}, asked[1].ID: {Version: 1, Choices: []int{1 + i%2}}, asked[2].ID: {Version: 1, Choices: []int{1 + i%2}},
		})
	}
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"5"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	at := s.at("/proposals/%d", id)
	v.get(at).want(200, `title="Driver">Yes</span>`, "hue-0", "hue-1").lacks(`title="Hours"`, "Frail", "Sturdy", "Health")
	hours := fmt.Sprintf("q%d", asked[0].ID)
	v.get(at+"?colour="+hours+"&show="+hours).want(200, `title="Hours">6</span>`, "shade-0", "shade-4").lacks(`title="Driver"`)
	v.post(at+"/move", url.Values{"member": {s.lineup(id)[0][0].Code()}, "target": {"1"}, "revision": {s.current(id)}}).want(200, `title="Hours">6</span>`).lacks(`title="Driver"`)
	v.get(at + "?colour=").want(200).lacks(`class="chip`)
}
