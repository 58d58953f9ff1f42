package web_test

import (
	"strings"
	"testing"

	"dure/survey"
)

// A sensitive question says that teams can be formed by its answers where they can, and nowhere else; and of wishes that are not shown nobody says
// that there are none.
func TestWhatASensitiveQuestionSaysOfItself(t *testing.T) {
	options := []survey.Option{{Label: survey.Text{"en": "Ham"}}, {Label: survey.Text{"en": "Jam"}}}
	for _, c := range []struct {
		q     survey.Question
		mixes bool
	}{
		{survey.Question{Kind: survey.Scale, Min: new(1.0), Max: new(5.0)}, true},
		{survey.Question{Kind: survey.Number}, true},
		{survey.Question{Kind: survey.OneOf, Options: options}, true},
		{survey.Question{Kind: survey.AnyOf, Options: options}, true},
		{survey.Question{Kind: survey.Level, Options: options}, true},
		{survey.Question{Kind: survey.Rank, Options: options, Most: 2}, false},
		{survey.Question{Kind: survey.Availability, Days: []int{0}, From: 8, To: 20}, false},
		{survey.Question{Kind: survey.ShortText}, false},
		{survey.Question{Kind: survey.LongText}, false},
	} {
		c.q.Title, c.q.Sensitive = survey.Text{"en": "Of " + string(c.q.Kind)}, true
		s := newSite(t)
		s.ask(c.q)
		page := s.visitor().get("/m/"+string(s.member("Ann").Token)).want(200, "Of "+string(c.q.Kind), "Organizers see totals only")
		if says := strings.Contains(page.body, "Teams can be formed by the answers"); says != c.mixes {
			t.Errorf("a sensitive question of kind %s says that teams can be formed by its answers: %v, want %v", c.q.Kind, says, c.mixes)
		}
	}
}

// Whom a member wished for while the question was sensitive is not shown once it is not any more, and it is not said that there is nobody.
func TestWishesThatAreNotShownAreNotDenied(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{"en": "With whom?"}, Wishes: 2, Sensitive: true}).Questions[0]
	ann, ben := s.member("Ann"), s.member("Ben")
	s.say(ann, survey.Answers{q.ID: {Version: 1, Wished: []string{"Ben"}}})
	s.say(ben, survey.Answers{})
	q = s.stored().Questions[0]
	q.Sensitive = false
	_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
	s.must("make it open", err)
	for _, m := range []survey.Member{ann, ben} {
		s.organizer().get(s.at("/members/%d", m.ID)).want(200, "With whom?", "No wish to be shown").lacks("Wishes for nobody")
	}
}
