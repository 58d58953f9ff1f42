package web_test

import (
	"encoding/json"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

func TestAMemberAnswersOnAPhone(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	asked := s.ask(everyKind()...)
	asked.Title, asked.Intro = survey.Text{"en": "Welcome to Chess", "ko": "체스 동아리에 오신 것을 환영해요"}, survey.Text{"en": "Three minutes, and we find you a team.", "ko": "3분이면 팀을 찾아 드려요."}
	asked.Consent = survey.Text{"en": "The organizers may use my answers to form teams.", "ko": "운영자가 팀을 만드는 데 제 답을 써도 됩니다."}
	s.must("word the survey", s.db.SaveSurvey(t.Context(), asked))
	tab := browser.Tab(t, 360, "ko")
	tab.Go(s.url + "/s/" + string(s.season.Token))
	tab.Check()
	tab.Screenshot("join-ko")
	tab.Fill("#name", "Mina")
	tab.Fill("#email", "mina@example.org")
	tab.Click("#consent")
	tab.Follow("main form button")
	tab.Follow(".send button")
	tab.Check()
	tab.Screenshot("answer-ko-errors")
	tab.Click(".points label:nth-child(8) input")
	tab.Drag(`input[value="9"][name="q6"]`, `input[value="12"][name="q6"]`)
	tab.Click("table.hours thead th:nth-child(3) button")
	tab.Fill("#q8", "carpe diem")
	if n := webtest.Eval[int](tab, `document.querySelectorAll("table.hours :checked").length`); n != 4+13 {
		t.Errorf("painting four hours and filling a day checked %d hours, want 17", n)
	}
	tab.Until("it is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	if got := tab.Text("[data-saved]"); got != "09:00\u2060에 저장됨" {
		t.Errorf("after typing the page says %q, want when it was saved", got)
	}
	tab.Follow(".language button")
	tab.Check()
	tab.Screenshot("answer-en")
	if got := webtest.Eval[string](tab, `document.querySelector("#q8").value + document.querySelectorAll("table.hours :checked").length`); got != "carpe diem17" {
		t.Errorf("after the language switch the form holds %q, want carpe diem and 17 hours", got)
	}
	tab.Follow(".send button")
	tab.Check()
	tab.Screenshot("receipt-en")
}

func TestAMembersTeamOnAPhone(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	free := s.ask(everyKind()...).Questions[5].ID
	a, b, c := s.member("Ann"), s.member("Bo"), s.member("Cho")
	for m, slots := range map[survey.MemberID][]int{a.ID: {9, 10, 40}, b.ID: {10, 11, 40}} {
		s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m, Answers: survey.Answers{free: {Slots: slots}}}, s.now))
	}
	id, err := s.db.CreateProposal(t.Context(), s.season.ID, "First", json.RawMessage("{}"), s.now)
	s.must("make a proposal", err)
	s.must("form teams", s.db.Finish(t.Context(), id, json.RawMessage("{}"), team.Lineup{Teams: []team.SavedTeam{
		{Name: "Rooks", Members: []survey.MemberID{a.ID, b.ID, c.ID}}}}, s.now))
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	for _, lang := range []string{"en", "ko"} {
		tab := browser.Tab(t, 360, lang)
		tab.Go(s.url + "/m/" + string(a.Token))
		tab.Check()
		tab.Screenshot("own-team-" + lang)
		tab.Go(s.url + "/m/" + string(a.Token) + "/answers")
		tab.Check()
	}
	s.now = s.now.AddDate(0, 1, 0)
	tab := browser.Tab(t, 1440, "en")
	tab.Go(s.url + "/m/" + string(a.Token) + "/answers")
	tab.Check()
	tab.Screenshot("closed-en")
}

// What the server does not take, and what is sent without a connection, stays on the device and comes back.
func TestWhatIsNotSavedStaysOnTheDevice(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.ask(everyKind()...)
	own := s.url + "/m/" + string(s.member("Mina").Token)
	tab := browser.Tab(t, 360, "en")
	tab.Go(own)
	webtest.Eval[bool](tab, `(window.fetch = async () => new Response('{"saved": "refused"}', { status: 409, headers: { "Content-Type": "application/json" } }), true)`)
	tab.Fill("#q8", "refused words")
	tab.Until("the refusal", `document.querySelector("[data-saved]").textContent.startsWith("refused") && Object.values(localStorage).some(v => v.includes("refused+words"))`)
	webtest.Eval[bool](tab, `(Object.defineProperty(navigator, "onLine", { get: () => false }),
		document.querySelector("#answers").addEventListener("submit", e => e.preventDefault()), document.querySelector("#answers").requestSubmit(), true)`)
	tab.Go(own)
	if got := webtest.Eval[string](tab, `document.querySelector("#q8").value`); got != "refused words" {
		t.Errorf("after what was typed was refused and sent without a connection the form opens with %q, want it back", got)
	}
	tab.Until("it is saved", `document.querySelector("[data-saved]").textContent.startsWith("Saved") && localStorage.length == 0`)
}

// What is sent stays on the device until the server has answered that it was kept: also where the connection is cut while the browser
// takes itself for online.
func TestWhatIsSentStaysUntilItIsKept(t *testing.T) {
	browser := webtest.New(t)
	s := newSite(t)
	s.ask(everyKind()[7], survey.Question{Kind: survey.NewPage, Title: survey.Text{"en": "More"}}, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Your wish"}})
	wire := s.wire()
	tab := browser.Tab(t, 360, "en")
	own := "/m/" + string(s.member("Mina").Token)
	left := func() string {
		return webtest.Eval[string](tab, `Object.values(localStorage).join(" ")`)
	}
	fails := func() {
		t.Helper()
		wire.posts(cut)
		webtest.Eval[bool](tab, `(document.querySelector("#answers").requestSubmit(), true)`)
		tab.Until("the page without a connection", `!document.querySelector("#answers")`)
		wire.passes()
		tab.Go(wire.url + own + "/answers")
	}
	tab.Go(wire.url + own)
	tab.Fill("#q1", "carpe diem")
	fails()
	tab.Until("what was not kept is back and saved", `document.querySelector("#q1").value == "carpe diem" && document.querySelector("[data-saved]").textContent.startsWith("Saved")`)
	tab.Follow(".send button")
	if got := left(); got != "" {
		t.Errorf("after a page was turned %q is left on the device, want nothing", got)
	}
	tab.Fill("#q3", "a boat")
	fails()
	tab.Until("the wish is saved", `localStorage.length == 0`)
	tab.Go(wire.url + own)
	tab.Follow(".send button")
	tab.Follow(".send button")
	tab.Wait("#link")
	if r, err := s.db.Response(t.Context(), 1); err != nil || r.Answers[1].Text != "carpe diem" || r.Answers[3].Text != "a boat" || left() != "" {
		t.Errorf("after all was sent %v is kept and %q left on the device, %v; want both answers kept and nothing left", r.Answers, left(), err)
	}
}
