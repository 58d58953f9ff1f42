package web_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"dure/survey"
)

// What is to be looked at stands on the survey's page and on the overview until the survey opens, which it never keeps from opening.
func TestAdviceBeforeOpening(t *testing.T) {
	s := newSite(t)
	o := s.organizer()
	o.get(s.at("/survey")).want(200).lacks("Before it opens")
	o.post(s.at("/survey/preset"), url.Values{"preset": {"first_meeting"}}).want(200, "Before it opens", "It takes about 3 min", "estimated, not measured",
		"Answered in members&#39; own words").lacks("no rule card")
	o.post(s.at("/survey/tiles"), url.Values{"tile": {"gender"}}).want(200, "A sensitive question that no rule card is on", `#q9">Which gender are you?`)
	s.must("add questions", s.db.AddQuestions(t.Context(), survey.Survey{Season: s.season.ID, Revision: s.stored().Revision, Title: s.stored().Title, Questions: []survey.Question{
		{Kind: survey.LongText, Title: survey.Text{"en": "Tell us of your life"}, Sensitive: true, Required: true},
		{Kind: survey.LongText, Title: survey.Text{"en": "And of your plans"}, Show: &survey.Condition{Question: s.stored().Questions[1].ID, From: new(99.0)}},
	}}))
	said := []string{"It is estimated at about 4 min, more than three", "A sensitive question must be answered", "2 sensitive questions that no rule card is on", "Asked of nobody"}
	o.get(s.at("/survey")).want(200, said...)
	o.get(s.at("")).want(200, append(said, "2 texts are missing in 한국어")...)
	o.lang = "ko"
	o.get(s.at("/survey")).want(200, "열기 전에", "4분쯤", "민감한 질문 2개에 걸린 규칙 카드가 없습니다")
	o.lang = "en"

	at := s.stored().Questions[0].ID // a suggested card stands on it
	o.post(s.at("/teams/rules?kind=balance"), url.Values{"columns": {fmt.Sprintf("q%d", at)}, "strength": {"should"}}).want(200)
	q, _ := s.stored().Question(at)
	s.must("remove the question", s.db.RemoveQuestion(t.Context(), s.season.ID, at, q.Revision))
	o.get(s.at("/survey")).want(200, "A rule card is on what the survey no longer asks or offers")

	o.post(s.at("/survey/open"), nil).want(200, "The survey is open").lacks("Before it opens", "no rule card is on")
	o.get(s.at("/survey")).want(200, "Worth a look", "A rule card is on what the survey no longer asks or offers", "Asked of nobody")
	o.get(s.at("")).want(200).lacks("It takes about")
}

// A language in which nothing is written is told of with how many texts it lacks, though no question has it, with a way to the first.
func TestAdviceOnALanguageThatIsMissing(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Where from?"}, Help: survey.Text{"en": "A town."}})
	o := s.organizer()
	question := s.stored().Questions[0]
	lack := s.stored().Lacking("ko")
	if lack.Count < 2 || s.stored().Speaks("ko") {
		t.Fatalf("the survey lacks %d Korean texts, want it to have none", lack.Count)
	}
	s.must("take its opening back", s.db.EditTimes(t.Context(), s.season.ID, func(asked *survey.Survey) error {
		asked.Opens, asked.Closes = time.Time{}, time.Time{}
		return nil
	}))
	said := fmt.Sprintf("%d texts are missing in 한국어, in which nothing is written yet", lack.Count)
	o.get(s.at("")).want(200, said, s.at("/survey")+"#"+question.Field())
	o.get(s.at("/survey")).want(200, fmt.Sprintf("Nothing is written in 한국어 yet: %d texts are missing.", lack.Count), `href="#`+question.Field()).lacks(said)
	o.lang = "ko"
	o.get(s.at("")).want(200, fmt.Sprintf("글 %d개가 다른 언어로 보입니다", lack.Count))
}

// After the survey is closed the answers are looked at; the sensitive ones are not.
func TestReviewAfterClosing(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()[0], survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Secret"}, Sensitive: true})
	o := s.organizer()
	for _, name := range []string{"Mina", "Jun"} {
		m, v := s.member(name), s.visitor()
		form := v.get("/m/" + string(m.Token) + "/answers").want(200)
		if name == "Jun" {
			s.now = s.now.Add(time.Hour)
		}
		form.submit(v, "/m/"+string(m.Token)+"/answers", url.Values{"q1": {"7"}, "q2": {"the same"}}).want(200)
	}
	s.member("Ara")
	o.get(s.at("/responses")).want(200).lacks("Worth a look")
	o.post(s.at("/survey/close"), nil).want(200)
	s.now = s.now.Add(time.Minute)
	o.get(s.at("/responses")).want(200, "Worth a look", "All who answered it said the same", "1 of 2 members whose time is known", ">Mina</a>",
		"One member has sent no answers", ">Ara</a>").lacks(">Jun</a>", "said the same to each")
	o.lang = "ko"
	o.get(s.at("/responses")).want(200, "살펴볼 것", "걸린 시간을 아는 2명 가운데 1명", "1명이 답을 보내지 않았습니다")
}

// Who only corrects what is there, as from a file, or sends what was offered from last season, is not said to have answered in a rush.
func TestOnlyAnEmptyFormIsTimed(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()[0])
	asked.Consent = survey.Text{"en": "My answers may be used."}
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), asked))
	o := s.organizer()
	mina := s.member("Mina")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: mina.ID, Answers: survey.Answers{asked.Questions[0].ID: {Number: new(3.0)}}}, s.now))
	closed := func(season string) {
		t.Helper()
		o.post(season+"/survey/close", nil).want(200)
		s.now = s.now.Add(time.Minute)
		o.get(season+"/responses").want(200, "1 of 1 answered").lacks("members whose time is known")
	}
	send := func(m survey.Member, field string) {
		t.Helper()
		s.now = s.now.Add(time.Hour)
		v, own := s.visitor(), "/m/"+string(m.Token)+"/answers"
		form := v.get(own).want(200, ">Begin<").submit(v, own, url.Values{"consent": {"yes"}, "go": {"start"}}).want(200, "How much energy")
		s.now = s.now.Add(time.Second)
		form.submit(v, own, url.Values{field: {"7"}}).want(200, "Thank you")
	}
	send(mina, "q1")
	closed(s.at(""))

	next := o.post(s.at("/next"), url.Values{"name": {"Autumn"}, "members": {"all"}, "answers": {"1"}}).want(200).path
	o.post(next+"/survey/open", nil).want(200)
	seasons, err := s.db.Seasons(t.Context(), s.club.ID)
	s.must("read the seasons", err)
	members, err := s.db.Members(t.Context(), seasons[0].ID)
	s.must("read the members", err)
	send(members[0], "q2")
	closed(next)
}
