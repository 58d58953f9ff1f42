package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
)

// everyKind is a question of each kind.
func everyKind() []survey.Question {
	both := func(en, ko string) survey.Text { return survey.Text{"en": en, "ko": ko} }
	var many []survey.Option
	for i := range 12 {
		many = append(many, survey.Option{Label: both(fmt.Sprintf("Town %d", i+1), fmt.Sprintf("동네 %d", i+1))})
	}
	return []survey.Question{
		{Kind: survey.Scale, Title: both("How much energy do you have?", "얼마나 기운이 있나요?"), Min: new(0.0), Max: new(10.0), Required: true,
			MinLabel: both("none", "없음"), MaxLabel: both("plenty", "넘침"), Help: both("On a usual week.", "보통 한 주에.")},
		{Kind: survey.Number, Title: both("Hours per week", "한 주에 몇 시간"), Min: new(1.0), Max: new(40.0)},
		{Kind: survey.OneOf, Title: both("Role", "역할"), Options: []survey.Option{{Label: both("Lead", "이끔이")}, {Label: both("Helper", "도움이")}}},
		{Kind: survey.OneOf, Title: both("Town", "동네"), Options: many},
		{Kind: survey.AnyOf, Title: both("Skills", "잘하는 것"), Options: []survey.Option{{Label: both("Design", "디자인")}, {Label: both("Music", "음악")}}},
		{Kind: survey.Availability, Title: both("When are you free?", "언제 시간이 되나요?"), Days: []int{0, 1, 2, 3, 4, 5, 6}, From: 9, To: 22},
		{Kind: survey.Teammates, Title: both("With whom?", "누구와 함께?"), Wishes: 2, Avoids: 1},
		{Kind: survey.ShortText, Title: both("Your motto", "좌우명")},
		{Kind: survey.LongText, Title: both("Anything else", "더 하고 싶은 말")},
		{Kind: survey.Rank, Title: both("Which trip?", "어떤 여행?"), Most: 2, Options: []survey.Option{{Label: both("Sea", "바다")}, {Label: both("Hill", "산")}, {Label: both("Temple", "절")}}},
		{Kind: survey.Level, Title: both("How well do you speak?", "얼마나 하나요?"), Options: []survey.Option{{Label: both("Korean", "한국어")}, {Label: both("English", "영어")}}},
	}
}

func TestAMemberJoinsByTheClubLinkAnswersAndChangesTheAnswers(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()...)
	v := s.visitor()
	v.get("/s/"+string(s.season.Token)).want(200, "Chess", "Spring", "Your name")
	form := v.post("/s/"+string(s.season.Token), url.Values{"name": {"Mina"}, "email": {"mina@example.org"}}).want(200, "How much energy", "Town 12", "plenty")
	if !strings.HasPrefix(form.path, "/m/") {
		t.Fatalf("joining led to %s, want the personal link", form.path)
	}
	values := url.Values{"q1": {"7"}, "q2": {"2,5"}, "q3": {"1"}, "q4": {"12"}, "q5": {"1", "2"}, "q6": {"9", "10", "33"}, "q6w": {"x"}, "q7w": {"Jun", ""}, "q7a": {"Bo"}, "q8": {"go"}, "q9": {"a\nb"},
		"q10p1": {""}, "q10p2": {"2"}, "q10p3": {"1"}, "q11l1": {"native"}, "q11l2": {"B1"}}
	v.post(form.path+"/answers", values).want(200, "Thank you, Mina", "11 of 11 questions", "until Tue, 3 Mar 2026, 09:00", "Change my answers", s.url+form.path,
		"Monday 09:00–11:00", "Not with: Bo", "1. Temple", "2. Hill", "Korean: Native language", "English: B1")
	v.get(form.path+"/answers").want(200, `value="2.5"`, `value="Jun"`, ">a\nb</textarea>")

	values.Set("q1", "3")
	v.post(form.path+"/answers", values).want(200, "3 (on a scale from 0 to 10)")
	m, err := s.db.MemberByToken(t.Context(), survey.Token(strings.TrimPrefix(form.path, "/m/")))
	s.must("find the member", err)
	r, err := s.db.Response(t.Context(), m.ID)
	s.must("read the answers", err)
	if got := *r.Answers[asked.Questions[0].ID].Number; got != 3 || r.Draft != nil || r.Lang != survey.English {
		t.Errorf("stored %v, draft %v, in %q; want 3, no draft, in en", got, r.Draft, r.Lang)
	}
}

func TestAKnownAddressOpensNothing(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()[0])
	m := s.member("Mina")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: survey.Answers{1: {Number: new(4.0)}}}, s.now))
	v := s.visitor()
	for _, address := range []string{"mina@example.org", "  MINA@Example.org "} {
		v.post("/s/"+string(s.season.Token), url.Values{"name": {"Thief"}, "email": {address}}).
			want(200, "Thief").lacks(string(m.Token), "Mina", " checked")
	}
	kept, err := s.db.Member(t.Context(), m.ID)
	s.must("read the member", err)
	if kept.Name != "Mina" {
		t.Errorf("the member is called %q after somebody else typed the address, want Mina", kept.Name)
	}
}

func TestJoiningSaysWhatIsWrongAndKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	s.ask()
	v, link := s.visitor(), "/s/"+string(s.season.Token)
	v.post(link, url.Values{"name": {""}, "email": {"a@example.org"}}).want(422, "Enter a name", `value="a@example.org"`)
	v.post(link, url.Values{"name": {"Mina"}, "email": {""}}).want(422, "Enter an e-mail address", `value="Mina"`)
	v.post(link, nil).want(422, "2 things need mending", "Enter a name", "Enter an e-mail address")
	v.post(link, url.Values{"name": {"<b>Mina"}, "email": {"nonsense"}}).want(422, "Enter an e-mail address", "&lt;b&gt;Mina")
	v.post(link, url.Values{"name": {"Mina"}, "email": {"nonsense"}, "lang": {"ko"}}).want(200, "이름", `value="nonsense"`)
	v.get("/s/NOSUCHTOKEN").want(404, "아무것도 없습니다")
	v.get("/m/NOSUCHTOKEN").want(404)
	v.post("/m/NOSUCHTOKEN/answers", nil).want(404)
	v.post("/m/NOSUCHTOKEN/draft", nil).want(404)
	if members, _ := s.db.Members(t.Context(), s.season.ID); len(members) > 0 {
		t.Errorf("%d members were added by bad input, want none", len(members))
	}
}

func TestASurveyThatIsNotOpenSaysWhen(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()[0])
	m := s.member("Mina")
	v, link, own := s.visitor(), "/s/"+string(s.season.Token), "/m/"+string(m.Token)
	s.now = s.now.Add(-time.Hour)
	v.get(link).want(200, "opens on Mon, 2 Mar 2026, 09:00").lacks("<form method=\"post\" id")
	v.get(own).want(200, "opens on Mon, 2 Mar 2026, 09:00")
	s.now = s.now.Add(25 * time.Hour)
	v.get(link).want(200, "closed on Tue, 3 Mar 2026, 09:00")
	v.post(link, url.Values{"name": {"Late"}, "email": {"late@example.org"}}).want(409, "closed on")
	v.get(own).want(200, "closed on", "You did not send any answers")
	v.post(own+"/answers", url.Values{"q1": {"9"}}).want(409, "this was not sent", "9 (on a scale from 0 to 10)")
	v.post(own+"/draft", url.Values{"q1": {"9"}}).want(409, "this was not sent")
	asked.Opens = time.Time{}
	s.must("withdraw the survey", s.db.SaveSurvey(context.Background(), survey.Survey{Season: s.season.ID}))
	v.get(link).want(200, "not open yet")
	v.get(own).want(200, "not open yet")
}

func TestAfterTheCloseTheAnswersAreThereToRead(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	own, v := "/m/"+string(s.member("Mina").Token), s.visitor()
	v.post(own+"/answers", url.Values{"q1": {"8"}, "q8": {"carpe diem"}}).want(200, "Thank you")
	v.post(own+"/draft", url.Values{"q1": {"2"}, "q8": {"never mind"}}).want(200, "changes that are not sent")
	s.now = s.now.Add(48 * time.Hour)
	v.get(own).want(200, "carpe diem", "8 (on a scale").lacks("never mind", "<textarea")
}

func TestMissingAndWrongAnswersComeBackAsTyped(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	s.must("ask for consent", s.db.SaveSurvey(t.Context(), survey.Survey{Season: s.season.ID, Opens: s.now, Consent: survey.Text{"en": "I agree."}}))
	m := s.member("Mina")
	own, v := "/m/"+string(m.Token), s.visitor()
	v.post(own+"/answers", url.Values{"q1": {"5"}}).want(422, "Tick the box to agree", `href="#consent"`).submit(v, own+"/answers", url.Values{"consent": {"yes"}, "go": {"start"}}).want(200, "How much energy")
	v.post(own+"/answers", url.Values{"q2": {"900"}, "q8": {"kept"}, "q3": {"77"}, "q7w": {"Bo", "Al"}, "q7a": {"bo"}}).want(422,
		"4 things need mending", `href="#q1"`, `id="q1"`, `href="#q2"`, `id="q2-error"`, `value="900"`, `value="kept"`, "no longer offered", "stands in both lists")
	summary := regexp.MustCompile(`(?s)<a href="#q1">\s*How much energy do you have\?\s*—\s*Please answer this question\.\s*</a>`)
	if r := v.post(own+"/answers", nil); !summary.MatchString(r.body) {
		t.Errorf("the list of what needs mending does not name the question:\n%s", r.body)
	}
	v.post(own+"/answers", url.Values{"q2": {"900"}, "q8": {"kept"}}).want(422)
	v.get(own).want(200, `value="900"`, `value="kept"`)
	v.post(own+"/answers", url.Values{"q1": {"5"}, "q2": {"a lot"}}).want(422, "One thing needs mending", `value="a lot"`, "Enter a number")
	if r, err := s.db.Response(t.Context(), m.ID); err != nil || !r.Submitted.IsZero() {
		t.Errorf("stored %+v, %v; want a draft that was not submitted", r, err)
	}
	v.post(own+"/answers", url.Values{"q1": {"5"}}).want(200, "Thank you")
}

// wantSaved sends a draft as the page's script does, and returns the marks that it is told.
func (v *visitor) wantSaved(path string, form url.Values, status int, says string) map[string]string {
	v.Helper()
	req, err := http.NewRequest(http.MethodPost, v.url+path, strings.NewReader(form.Encode()))
	v.must("make a request", err)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := v.client.Do(req)
	v.must("save by script", err)
	defer res.Body.Close()
	var said struct {
		Saved string
		Marks map[string]string
	}
	v.must("read the answer", json.NewDecoder(res.Body).Decode(&said))
	if res.StatusCode != status || said.Saved != says {
		v.Errorf("saving %v by script is answered with %d, %v; want %d and %q", form, res.StatusCode, said, status, says)
	}
	return said.Marks
}

func TestADraftIsKeptByButtonByScriptAndByTheLanguageSwitch(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	own, v := "/m/"+string(s.member("Mina").Token), s.visitor()
	v.post(own+"/draft", url.Values{"q8": {"half a"}}).want(200, "Saved. Come back", `value="half a"`)
	v.post(own+"/draft", url.Values{"q8": {"half a motto"}, "lang": {"ko"}}).want(200, "좌우명", `value="half a motto"`)
	v.post(own+"/draft", url.Values{"q2": {"many"}, "lang": {"en"}}).want(422, "Hours per week", `value="many"`)

	v.wantSaved(own+"/draft", url.Values{"q2": {"8"}, "q8": {"by script"}}, 200, "Saved at 09:00")
	v.wantSaved(own+"/draft", url.Values{"q2": {"8 hours"}, "q8": {"by script"}}, 422,
		"Not saved: Hours per week — Enter a number, such as 3 or 2.5. Everything else is saved.")
	v.get(own).want(200, `value="8"`)
	v.get(own).want(200, `value="by script"`)
}

func TestBrokenRequestsAreNoFaultOfTheProgram(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	own := "/m/" + string(s.member("Mina").Token)
	for _, path := range []string{own + "/answers", own + "/draft", "/s/" + string(s.season.Token)} {
		for _, body := range []string{"%zz", "q1=%ff&name=%ff&email=%00", "a=1;b=2"} {
			res, err := http.Post(s.url+path, "application/x-www-form-urlencoded", strings.NewReader(body))
			s.must("send a broken form", err)
			res.Body.Close()
			if res.StatusCode >= 500 {
				t.Errorf("%s answered %d to %q, want a page that says what is wrong", path, res.StatusCode, body)
			}
		}
	}
}

func TestADroppedMemberIsToldSo(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	m := s.member("Mina")
	s.must("drop the member", s.db.DropMember(t.Context(), m.ID, s.now))
	v, own := s.visitor(), "/m/"+string(m.Token)
	v.get(own).want(200, "no longer in this season")
	v.get(own+"/answers").want(200, "no longer in this season")
	v.post(own+"/answers", url.Values{"q1": {"1"}}).want(200, "no longer in this season")
}

func TestAfterPublishingAMemberSeesTheTeamAndItsCommonHours(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()...)
	free := asked.Questions[5].ID
	a, b, c, d := s.member("Ann"), s.member("Bo"), s.member("Cho"), s.member("Dee")
	for m, slots := range map[survey.MemberID][]int{a.ID: {9, 10, 40}, b.ID: {10, 11, 40}, d.ID: {10}} {
		s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m, Answers: survey.Answers{free: {Slots: slots}}}, s.now))
	}
	id, err := s.db.CreateProposal(t.Context(), s.season.ID, "First", json.RawMessage("{}"), s.now)
	s.must("make a proposal", err)
	s.must("form teams", s.db.Finish(t.Context(), id, json.RawMessage("{}"), team.Lineup{Teams: []team.SavedTeam{
		{Name: "Rooks", Members: []survey.MemberID{a.ID, b.ID, c.ID}}}}, s.now))
	v := s.visitor()
	v.get("/m/" + string(a.Token)).lacks("Rooks")
	s.must("publish", s.db.Publish(t.Context(), id, s.now))
	v.get("/m/"+string(a.Token)).want(200, "You are in Rooks", "Your 2 teammates", "Bo", "Cho", "Monday 10:00–11:00", "Tuesday 16:00–17:00", "2 of 3 said when; 2 h in common").lacks("Dee")
	v.get("/m/"+string(d.Token)).want(200, "you are in none").lacks("Rooks")
	v.post("/m/"+string(a.Token)+"/answers", url.Values{"q1": {"4"}}).want(200, "Your answers were sent on Mon, 2 Mar 2026, 09:00", "You are in Rooks")
	v.get("/m/" + string(a.Token)).lacks("were sent")
}

func TestAnAnswerToAnotherScaleIsAskedAnew(t *testing.T) {
	s := newSite(t)
	asked := s.ask(everyKind()[0], everyKind()[7])
	m := s.member("Mina")
	own, v := "/m/"+string(m.Token), s.visitor()
	v.post(own+"/answers", url.Values{"q1": {"5"}, "q2": {"still"}}).want(200, "Thank you")
	q := asked.Questions[0]
	q.Title = survey.Text{"en": "Energy, in a word"}
	q, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
	s.must("reword the question", err)
	v.get(own+"/answers").want(200, "Energy, in a word", `value="5" checked`)
	q.Max = new(5.0)
	_, err = s.db.ChangeQuestion(t.Context(), s.season.ID, q)
	s.must("shorten the scale", err)
	v.get(own+"/answers").want(200, `value="still"`).lacks(`value="5" checked`)
}

// A link that is renewed while somebody writes takes nothing from them: what they send by the old one is shown to copy, also without JavaScript.
func TestWordsSentByARenewedLinkAreShown(t *testing.T) {
	s := newSite(t)
	why := s.ask(survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why?"}}).Questions[0]
	m := s.member("Ann")
	v := s.visitor().own(m)
	form := v.get("/m/"+string(m.Token)).want(200, "Why?")
	_, err := s.db.RenewLink(t.Context(), m.ID)
	s.must("renew the link", err)
	for _, path := range []string{"/answers", "/draft"} {
		v.post("/m/"+string(m.Token)+path, form.fields("/m/"+string(m.Token)+"/answers", url.Values{why.Field(): {"for <b>fun\nand more"}})).
			want(410, "This link was renewed", "for &lt;b&gt;fun\nand more", "It was not taken any more").lacks("Why?", "<b>fun")
	}
	v.get("/m/"+string(m.Token)).want(410, "This link was renewed").lacks("What you wrote", "not taken")
}
