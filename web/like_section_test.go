package web_test

import (
	"fmt"
	"net/url"
	"testing"

	"dure/survey"
)

// A question that looks like sections has no card though everybody is in one, as it has no rule in dure form: it is named below the cards with a way
// to a card on it.
func TestQuestionsLikeSectionsAreNamed(t *testing.T) {
	s := newSite(t)
	choice := func(en, ko string) survey.Question {
		return survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": en, "ko": ko}, Options: []survey.Option{{Label: survey.Text{"en": "A", "ko": "가"}}, {Label: survey.Text{"en": "B", "ko": "나"}}}}
	}
	s.ask(choice("Major", "전공"), choice("Lab", "분반"))
	for i := range 9 {
		s.answer(fmt.Sprint("M", i), survey.Answers{1: {Choices: []int{1 + i/5}}, 2: {Choices: []int{1 + i%2}}})
	}
	v := s.organizer()
	add := s.at("/teams/rules/new?column=q2&kind=section")
	v.get(s.at("/teams")).want(200, "“Lab” looks like sections.", "Add a card that teams never cross it")
	v.get(add).want(200, `value="q2" selected`).submit(v, s.at("/teams/rules?kind=section"), url.Values{"columns": {"q2"}, "strength": {"must"}}).want(200).lacks("looks like sections")
	v.lang = "ko"
	s.keepCards()
	v.get(s.at("/teams")).want(200, "“분반” 질문은 분반처럼 보입니다.", "팀이 분반을 넘지 않는다는 카드 추가")
}
