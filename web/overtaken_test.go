package web_test

import (
	"net/url"
	"testing"

	"dure/survey"
)

// often is a scale from never to always.
func often() survey.Question {
	return survey.Question{Kind: survey.Scale, Title: survey.Text{"en": "How often?", "ko": "얼마나 자주?"}, Min: new(1.0), Max: new(5.0),
		MinLabel: survey.Text{"en": "never", "ko": "전혀"}, MaxLabel: survey.Text{"en": "always", "ko": "늘"}}
}

// reverse turns the scale around.
func (s *site) reverse(id survey.QuestionID) {
	s.Helper()
	q, _ := s.stored().Question(id)
	q.Title = survey.Text{"en": "How seldom?", "ko": "얼마나 드물게?"}
	q.MinLabel, q.MaxLabel = q.MaxLabel, q.MinLabel
	_, err := s.db.ChangeQuestion(s.Context(), s.season.ID, q)
	s.must("reverse the scale", err)
}

// An organizer reverses a scale while a member's page is open: what was answered to the old one is never read as an answer to
// the new one, and the member sees both.
func TestAnAnswerBelongsToTheQuestionThatWasSeen(t *testing.T) {
	for _, lang := range []string{"en", "ko"} {
		s := newSite(t)
		id := s.ask(often(), everyKind()[7]).Questions[0].ID
		m, v := s.member("Mina"), s.visitor()
		v.lang = lang
		own := "/m/" + string(m.Token)
		form := v.get(own + "/answers").want(200)
		s.reverse(id)
		says := map[string][]string{
			"en": {"How seldom?", "It was “How often?”", "1 (on a scale from 1 to 5) · never", "changed while you were answering"},
			"ko": {"얼마나 드물게?", "전에는 “얼마나 자주?”", "1 (1~5 척도) · 전혀", "답하는 동안 질문이 바뀌었습니다"},
		}[lang]
		again := form.submit(v, own+"/answers", url.Values{"q1": {"1"}, "q2": {"kept"}}).want(422, append(says, `value="kept"`)...)
		r, err := s.db.Response(t.Context(), m.ID)
		s.must("read the answers", err)
		if a := r.Draft[id]; a.Version != 1 || !r.Submitted.IsZero() {
			t.Errorf("in %s the answer 1 to version 1 was kept as %+v, submitted %v; want a draft to version 1", lang, a, r.Submitted)
		}
		again.submit(v, own+"/answers", url.Values{"q1": {"5"}, "q2": {"kept"}}).want(200, "Mina").lacks(says[1])
		r, err = s.db.Response(t.Context(), m.ID)
		s.must("read the answers", err)
		if a := r.Answers[id]; a.Version != 2 || *a.Number != 5 {
			t.Errorf("in %s the answer 5 to version 2 was kept as %+v", lang, a)
		}
	}
}

// What is saved as it is typed says that a question changed, and keeps to which version the answer was given.
func TestADraftBelongsToTheQuestionThatWasSeen(t *testing.T) {
	s := newSite(t)
	id := s.ask(often()).Questions[0].ID
	m := s.member("Mina")
	own := "/m/" + string(m.Token)
	s.reverse(id)
	s.visitor().wantSaved(own+"/draft", url.Values{"q1": {"1"}, "q1v": {"1"}}, 200, "Saved at 09:00 A question was changed meanwhile; you will see it before your answers are sent.")
	r, err := s.db.Response(t.Context(), m.ID)
	s.must("read the draft", err)
	if a := r.Draft[id]; a.Version != 1 {
		t.Errorf("the draft was kept as %+v, want an answer to version 1", a)
	}
	s.visitor().wantSaved(own+"/draft", url.Values{"q1": {"1"}, "q1v": {"2"}}, 200, "Saved at 09:00")
}

// A question that is taken away while a member answers it is asked no more, and what was answered is there if it comes back.
func TestAnAnswerToAQuestionThatIsGoneIsKept(t *testing.T) {
	s := newSite(t)
	asked := s.ask(often(), everyKind()[7])
	id := asked.Questions[0].ID
	m, v := s.member("Mina"), s.visitor()
	own := "/m/" + string(m.Token)
	form := v.get(own + "/answers")
	s.must("remove the question", s.db.RemoveQuestion(t.Context(), s.season.ID, id, asked.Questions[0].Revision))
	form.submit(v, own+"/answers", url.Values{"q1": {"1"}, "q2": {"go"}}).want(200, "1 of 1 question")
	v.get(own+"/answers").submit(v, own+"/answers", url.Values{"q2": {"go on"}}).want(200)
	r, err := s.db.Response(t.Context(), m.ID)
	s.must("read the answers", err)
	if a := r.Answers[id]; a.Version != 1 || a.Number == nil || *a.Number != 1 {
		t.Errorf("of the question that is gone %+v is kept, want the answer 1 to version 1", a)
	}
}
