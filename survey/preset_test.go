package survey

import "testing"

func TestStarterSurvey(t *testing.T) {
	s := StarterSurvey()
	both := func(what string, x Text) {
		if x[English] == "" || x[Korean] == "" {
			t.Errorf("%s is %+v, want both languages", what, x)
		}
	}
	both("title", s.Title)
	both("intro", s.Intro)
	both("consent", s.Consent)
	for _, q := range s.Questions {
		if err := q.Check(); err != nil {
			t.Errorf("%s: %v", q.Title.In(English), err)
		}
		both("a question", q.Title)
		for _, o := range q.Options {
			both("an option of "+q.Title.In(English), o.Label)
		}
	}
}
