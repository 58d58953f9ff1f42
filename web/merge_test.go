package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// wantKept checks which words are kept as the answers of the member to questions of text, sent or as a draft.
func (s *site) wantKept(m survey.Member, sent bool, want map[survey.QuestionID]string) {
	s.Helper()
	r, err := s.db.Response(s.Context(), m.ID)
	s.must("read the answers", err)
	got := r.Current()
	for id, text := range want {
		if got[id].Text != text {
			s.Errorf("of question %d %q is kept, want %q", id, got[id].Text, text)
		}
	}
	if sent == r.Submitted.IsZero() {
		s.Errorf("the answers are sent: %v, want %v", !sent, sent)
	}
}

// untilKept waits until the answer to a question is kept.
func (s *site) untilKept(m survey.Member, id survey.QuestionID, text string) {
	s.Helper()
	var got string
	for began := time.Now(); time.Since(began) < time.Minute; <-time.After(20 * time.Millisecond) {
		r, err := s.db.Response(s.Context(), m.ID)
		s.must("read the answers", err)
		if got = r.Current()[id].Text; got == text {
			return
		}
	}
	s.Fatalf("of question %d %q is kept after a minute, want %q", id, got, text)
}

// mottoAndWish are two questions of text.
func mottoAndWish() []survey.Question {
	return []survey.Question{everyKind()[7], {Kind: survey.ShortText, Title: survey.Text{"en": "Your wish", "ko": "소원"}}}
}

// Without JavaScript: two devices have the form open. What they answer apart is kept of both; where they answer the same question
// differently, the second sees both answers, and what it sends then counts.
func TestNoDeviceOverwritesWhatItDoesNotShow(t *testing.T) {
	for lang, says := range map[string][]string{
		"en": {"answered differently from another device", "The answer from another device or tab", "The answer here counts"},
		"ko": {"다른 기기나 탭에서 다르게 답하셨어요", "다른 기기나 탭에서 한 답이에요", "여기 적은 답 쓰기"},
	} {
		s := newSite(t)
		s.ask(mottoAndWish()...)
		m := s.member("Mina")
		own := "/m/" + string(m.Token)
		phone, laptop := s.visitor(), s.visitor()
		phone.lang, laptop.lang = lang, lang
		onPhone, onLaptop := phone.get(own+"/answers"), laptop.get(own+"/answers")
		onPhone.submit(phone, own+"/answers", url.Values{"q1": {"carpe diem"}, "q2": {""}}).want(200)
		laptop.post(own+"/draft", onLaptop.fields(own+"/answers", url.Values{"q1": {""}, "q2": {"a boat"}})).want(200, `value="carpe diem"`, `value="a boat"`)
		s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem", 2: "a boat"})

		onPhone = phone.get(own + "/answers")
		both := onLaptop.submit(laptop, own+"/answers", url.Values{"q1": {"festina lente"}, "q2": {"a boat"}}).
			want(409, append(says, "carpe diem", `value="festina lente"`, `href="#q1"`, `aria-describedby="q1-newer q1-error"`)...)
		s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem"})
		// What is saved or sent with it before the member has said which counts leaves the other answer where it is.
		for _, to := range []string{"/draft", "/answers"} {
			both = laptop.post(own+to, both.fields(own+"/answers", url.Values{"q1": {"festina lente"}, "q2": {"a raft"}, "lang": {lang}})).want(409, says...)
			s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem", 2: "a raft"})
		}
		both.submit(laptop, own+"/answers", url.Values{"q1": {"festina lente"}, "q2": {"a boat"}, "q1counts": {both.counts("q1", says[2])}}).want(200, "Mina").lacks(says[0])
		s.wantKept(m, true, map[survey.QuestionID]string{1: "festina lente", 2: "a boat"})

		phone.post(own+"/draft", onPhone.fields(own+"/answers", url.Values{"q1": {"carpe diem"}, "q2": {""}})).want(200, `value="festina lente"`).lacks(`value="a boat"`)
	}
}

// An answer that was taken back elsewhere, or is taken back here, is shown as one.
func TestToTakeAnAnswerBackClashesToo(t *testing.T) {
	s := newSite(t)
	s.ask(mottoAndWish()...)
	m, v := s.member("Mina"), s.visitor()
	own := "/m/" + string(m.Token)
	v.post(own+"/draft", url.Values{"q1": {"carpe diem"}, "q2": {"a boat"}})
	form := v.get(own + "/answers")
	v.post(own+"/draft", form.fields(own+"/answers", url.Values{"q1": {""}, "q2": {"a ship"}})).want(200)
	v.post(own+"/draft", form.fields(own+"/answers", url.Values{"q1": {"memento mori"}, "q2": {""}})).want(409, "No answer", `value="memento mori"`, "<li>a ship</li>")
	s.wantKept(m, false, map[survey.QuestionID]string{1: "", 2: "a ship"})
}

// The page's script is told what is not kept because it is not the newest, and the marks of all that is kept as it was sent.
func TestADraftByScriptOverwritesNothingNewer(t *testing.T) {
	s := newSite(t)
	s.ask(mottoAndWish()...)
	m, v := s.member("Mina"), s.visitor()
	draft := "/m/" + string(m.Token) + "/draft"
	form := func(motto, mark, wish string) url.Values {
		return url.Values{"q1": {motto}, "q1v": {"1"}, "q1b": {mark}, "q2": {wish}, "q2v": {"1"}, "q2b": {""}}
	}
	first := v.wantSaved(draft, form("a", "", ""), 200, "Saved at 09:00")
	if first["q1b"] == "" || first["q2b"] != "" {
		t.Errorf("the marks of an answer and of none are %v", first)
	}
	got := v.wantSaved(draft, form("b", "", "a boat"), 409,
		"Not saved: Your motto — This was answered differently from another device or tab. “Save and go on later” shows both answers: say there which counts. Everything else is saved.")
	if _, told := got["q1b"]; told || got["q2b"] == "" {
		t.Errorf("where the first of two answers was not kept, the marks are %v", got)
	}
	v.wantSaved(draft, form("", "", ""), 200, "Saved at 09:00 2 newer answers from another device or tab are kept; load the page again to see them.")
	v.wantSaved(draft, form("b", first["q1b"], ""), 200, "Saved at 09:00 A newer answer from another device or tab is kept; load the page again to see it.")
	s.wantKept(m, false, map[survey.QuestionID]string{1: "b", 2: "a boat"})
}

// A page that was opened before forms had marks brings none: nothing that was kept since it was begun is overwritten by it.
func TestAFormWithoutMarks(t *testing.T) {
	s := newSite(t)
	s.ask(mottoAndWish()...)
	m, v := s.member("Mina"), s.visitor()
	own := "/m/" + string(m.Token)
	old := v.get(own + "/answers")
	for _, mark := range []string{"q1b", "q2b"} {
		old.body = strings.Replace(old.body, `name="`+mark+`"`, `name="nothing"`, 1)
	}
	v.post(own+"/draft", old.fields(own+"/answers", url.Values{"q1": {"first"}, "q2": {""}})).want(200, `value="first"`)
	v.post(own+"/draft", old.fields(own+"/answers", url.Values{"q1": {"second"}, "q2": {"a boat"}})).want(409, "<li>first</li>", `value="second"`, `value="a boat"`)
	s.wantKept(m, false, map[survey.QuestionID]string{1: "first", 2: "a boat"})
}

// Of a survey of several pages that one device has sent, another turns a page that it opened before.
func TestPagesOfAnOpenFormOverwriteNothingNewer(t *testing.T) {
	s := newSite(t)
	asks := mottoAndWish()
	s.ask(asks[0], survey.Question{Kind: survey.NewPage, Title: survey.Text{"en": "More"}}, asks[1])
	m := s.member("Mina")
	own := "/m/" + string(m.Token)
	phone, laptop := s.visitor(), s.visitor()
	onLaptop := laptop.get(own + "/answers")
	phone.get(own+"/answers").submit(phone, own+"/answers", url.Values{"q1": {"carpe diem"}, "go": {"next"}}).
		submit(phone, own+"/answers", url.Values{"q3": {"a boat"}}).want(200, "Thank you")
	for _, turn := range []string{"next", "back"} {
		onLaptop.submit(laptop, own+"/answers", url.Values{"q1": {"festina lente"}, "go": {turn}}).want(409, "carpe diem", `value="festina lente"`)
	}
	onLaptop.submit(laptop, own+"/answers", url.Values{"q1": {""}, "go": {"next"}}).want(200, `value="a boat"`)
	s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem", 3: "a boat"})
}

// While a question is reversed, another device answers it anew: the first one, which has the old question open, sees the new
// question with the newer answer to it, and what it was answered before.
func TestAClashOverAQuestionThatChanged(t *testing.T) {
	s := newSite(t)
	s.ask(often())
	m := s.member("Mina")
	own := "/m/" + string(m.Token)
	phone, laptop := s.visitor(), s.visitor()
	onLaptop := laptop.get(own + "/answers")
	s.reverse(1)
	phone.get(own+"/answers").submit(phone, own+"/answers", url.Values{"q1": {"5"}}).want(200, "Thank you")
	both := onLaptop.submit(laptop, own+"/answers", url.Values{"q1": {"1"}}).
		want(409, "How seldom?", "<li>5 (on a scale from 1 to 5) · never</li>", "It was “How often?”", ">1–5 · never – always</p>", "<li>1 (on a scale from 1 to 5) · never</li>").
		submit(laptop, own+"/answers", url.Values{"q1": {"4"}})
	both.want(409).submit(laptop, own+"/answers", url.Values{"q1": {"4"}, "q1counts": {both.counts("q1", "The answer here counts")}}).want(200, "Thank you")
}

// What was answered to a question that is another by now is told beside it, to organizers and after the close: it is not that there is no answer. What was
// answered in confidence is told to the member alone, also once the question is sensitive no more.
func TestAnAnswerToAQuestionAsItWasIsTold(t *testing.T) {
	for _, sensitive := range []bool{false, true} {
		s := newSite(t)
		q := often()
		q.Sensitive = sensitive
		s.ask(q)
		m := s.member("Mina")
		own, none := "/m/"+string(m.Token), "No answer"
		phone := s.visitor()
		phone.post(own+"/answers", url.Values{"q1": {"1"}}).want(200, "Thank you")
		if sensitive {
			q, _ = s.stored().Question(1)
			q.Sensitive = false
			_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
			s.must("make the question open", err)
		}
		s.reverse(1)
		answer := []string{">1–5 · never – always</p>", "<li>1 (on a scale from 1 to 5) · never</li>"}
		at := s.at("/members/%d", m.ID)
		if sensitive {
			s.organizer().get(at).want(200, "How seldom?", none).lacks(answer...)
		} else {
			s.organizer().get(at).want(200, append(answer, "It was “How often?”, and the answer was:")...).lacks(none)
		}
		phone.get(own).want(200, append(answer, "It was “How often?”, and you answered:")...)
		s.now = s.now.Add(48 * time.Hour)
		phone.get(own).want(200, append(answer, "closed", "It was “How often?”, and you answered:")...).lacks(none)
	}
}
