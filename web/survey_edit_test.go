package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"dure/survey"
)

// askedTitles are the titles of the season's questions, in order.
func (s *site) askedTitles() string {
	var all []string
	for _, q := range s.stored().Questions {
		all = append(all, q.Title.In(survey.English))
	}
	return strings.Join(all, " ")
}

func shortText(title string) survey.Question {
	return survey.Question{Kind: survey.ShortText, Title: survey.Text{survey.English: title}}
}

func TestUndoInTheBuilder(t *testing.T) {
	s := newSite(t)
	first := s.ask(shortText("Motto"), shortText("Food")).Questions[0]
	v := s.organizer()
	builder := s.at("/survey")
	remove := s.at("/survey/questions/%d/delete", first.ID)
	v.get(remove).submit(v, remove, nil).want(200, "Undo<span", "question “Motto” deleted")
	stale, other := v.get(builder), v.get(builder)
	stale.submit(v, s.at("/survey/undo"), nil).want(200, "Undone: question “Motto” deleted.", "Redo<span")
	if got := s.askedTitles(); got != "Motto Food" {
		t.Errorf("after undo the survey asks %s, want Motto Food", got)
	}
	stale.submit(v, s.at("/survey/undo"), nil).want(200, "This is undone already: it was sent twice.").lacks("Somebody changed")
	other.submit(v, s.at("/survey/undo"), nil).want(422, "Somebody changed the survey meanwhile")
	stale = v.get(builder)
	stale.submit(v, s.at("/survey/redo"), nil).want(200, "Done again: question “Motto” deleted.")
	stale.submit(v, s.at("/survey/redo"), nil).want(200, "This is done again already: it was sent twice.")
	if got := s.askedTitles(); got != "Food" {
		t.Errorf("after redo the survey asks %s, want Food", got)
	}
	v.get(s.at("/survey/wording")).submit(v, s.at("/survey/wording"), url.Values{"title_en": {"Welcome"}}).want(200, "title and texts changed")
	v.get(builder).submit(v, s.at("/survey/undo"), nil).want(200).lacks("Welcome</h2>")
	v.lang = "ko"
	v.get(builder).want(200, "되돌리기<span", "“Motto” 질문 삭제")
	v.post(s.at("/survey/undo"), url.Values{"revision": {"then"}}).want(422)
}

func TestAddBelowAndDuplicate(t *testing.T) {
	s := newSite(t)
	first := s.ask(shortText("Motto"), shortText("Food")).Questions[0]
	v := s.organizer()
	pick := s.at("/survey/questions/new?below=%d", first.ID)
	v.get(pick).want(200, "Add a question", fmt.Sprintf("kind=long_text&amp;below=%d", first.ID))
	form := v.get(s.at("/survey/questions/new?kind=long_text&below=%d", first.ID))
	form.submit(v, s.at("/survey/questions"), url.Values{"title_en": {""}}).want(422, "Enter the question").
		submit(v, s.at("/survey/questions"), url.Values{"title_en": {"Story"}}).want(200, "The question was added.")
	if got := s.askedTitles(); got != "Motto Story Food" {
		t.Errorf("after a question was added below the first the survey asks %s, want Motto Story Food", got)
	}
	v.post(s.at("/survey/questions/%d/duplicate", first.ID), nil).want(200)
	asked := s.stored().Questions
	if got := s.askedTitles(); got != "Motto Motto Story Food" || asked[0].ID == asked[1].ID {
		t.Errorf("after the first question was duplicated the survey asks %s, want Motto Motto Story Food", got)
	}
	v.post(s.at("/survey/questions/99/duplicate"), nil).want(404)
}

// What two organizers write around the questions at once is shown to the second.
func TestWordingOfTwo(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	path := s.at("/survey/wording")
	mine := v.get(path)
	v.get(path).submit(v, path, url.Values{"title_en": {"Theirs"}, "intro_en": {"Hello"}}).want(200, "Saved.")
	both := mine.submit(v, path, url.Values{"title_en": {"Mine"}, "intro_en": {"Hello"}}).
		want(409, "Somebody changed these texts", "Title: Theirs", "Title: Mine").lacks("Introduction: Hello")
	if got := s.stored().Title.In(survey.English); got != "Theirs" {
		t.Errorf("the title is %q, want Theirs until somebody decides", got)
	}
	both.submit(v, path, url.Values{"title_en": {"Mine"}, "intro_en": {"Hello"}}).want(200, "Saved.")
	mine.submit(v, path, url.Values{"title_en": {"Mine"}, "intro_en": {"Hello"}}).want(200) // as it stands there already
	if got := s.stored().Title.In(survey.English); got != "Mine" {
		t.Errorf("the title is %q, want Mine", got)
	}
}

// Before a step that hides answers, the page says how many, and asks.
func TestUndoThatHidesAnswers(t *testing.T) {
	s := newSite(t)
	s.ask(shortText("Motto"))
	v := s.organizer()
	added, err := s.db.AddQuestion(t.Context(), s.season.ID, shortText("Food"))
	s.must("add a question", err)
	for _, name := range []string{"Ara", "Bo"} {
		s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: s.member(name).ID, Answers: survey.Answers{added.ID: {Version: 1, Text: "Rice"}}}, s.now))
	}
	undo := s.at("/survey/undo")
	ask := v.get(s.at("/survey")).submit(v, undo, nil).want(200, "“Food”: 2 of 2 answers no longer count.", "Nothing is deleted")
	if got := s.askedTitles(); got != "Motto Food" {
		t.Errorf("before it was agreed to, the undo left %s, want Motto Food", got)
	}
	ask.agree(v, undo, nil).want(200, "Undone: question “Food” added.")
	redo := s.at("/survey/redo")
	v.get(s.at("/survey")).submit(v, redo, nil).want(200, "“Food”: 2 more answers count.").agree(v, redo, nil).want(200, "Done again")
	if r, err := s.db.Response(t.Context(), 1); err != nil || r.Answers[added.ID].Text != "Rice" {
		t.Errorf("after undo and redo the answer is %+v, %v", r.Answers, err)
	}
}
