package web_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// watched is a season with a question that everybody sees the totals of, a sensitive one, and members who have not answered.
func watched(t *testing.T) (s *site, open, sensitive survey.QuestionID, members []survey.Member) {
	s = newSite(t)
	option := func(en, ko string) survey.Option { return survey.Option{Label: survey.Text{"en": en, "ko": ko}} }
	q := s.ask(
		survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Role", "ko": "역할"}, Options: []survey.Option{option("Lead", "이끌기"), option("Make", "만들기")}},
		survey.Question{Kind: survey.OneOf, Sensitive: true, Title: survey.Text{"en": "Gender", "ko": "성별"}, Options: []survey.Option{option("Woman", "여성"), option("Man", "남성")}},
		survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto", "ko": "좌우명"}},
	).Questions
	for i := range 8 {
		members = append(members, s.member(fmt.Sprintf("M%d", i)))
	}
	return s, q[0].ID, q[1].ID, members
}

func (s *site) choose(m survey.Member, as survey.Answers) {
	s.Helper()
	s.must("answer", s.db.SaveResponse(context.Background(), survey.Response{Member: m.ID, Answers: as}, s.now))
}

func TestHowManyHadAnsweredByWhen(t *testing.T) {
	s, role, _, m := watched(t)
	v := s.organizer()
	v.get(s.at("/responses")).want(200, "0 of 8 answered", `data-live="`+s.at("/responses/events")+`"`, "Load the newest answers").lacks("How many had answered")
	lead := survey.Answers{role: {Choices: []int{1}}}
	s.choose(m[0], lead)
	s.now = s.now.Add(3 * time.Hour)
	s.choose(m[1], lead)
	s.choose(m[2], lead)
	s.choose(m[0], lead) // changed later, and counted when it first came
	v.get(s.at("/responses")).want(200, "3 of 8 had answered by Mon, 2 Mar 2026, 12:00.", "opened 2 Mar 09:00", "closes 3 Mar 09:00",
		`<th scope="row">2 Mar 09:00</th><td>1</td><td>1</td>`, `<th scope="row">2 Mar 12:00</th><td>2</td><td>3</td>`).lacks("13:00</th>")
	s.must("drop", s.db.DropMember(t.Context(), m[1].ID, s.now))
	v.get(s.at("/responses")).want(200, "2 of 7 had answered", `<td>1</td><td>2</td>`)
	s.now = s.now.Add(30 * time.Hour)
	v.get(s.at("/responses")).want(200, "closed 3 Mar 09:00").lacks("data-live", "Load the newest")
	s.must("let one in", s.db.LetIn(t.Context(), s.season.ID, []survey.MemberID{m[4].ID}, s.now.AddDate(0, 0, 1)))
	v.get(s.at("/responses")).want(200, "data-live")
	s.choose(m[4], lead)
	v.get(s.at("/responses")).want(200, "3 of 7 had answered", `<td>1</td><td>3</td>`)
	v.lang = "ko"
	v.get(s.at("/responses")).want(200, "7명 중 3명이 답했습니다", "3월 3일 09:00 마감", `<th scope="row">3월 2일 09:00</th>`)
	s.must("open again later", s.db.SaveSurvey(t.Context(), survey.Survey{Season: s.season.ID, Opens: s.now.AddDate(0, 0, 9)}))
	v.get(s.at("/responses")).want(200, "3월 12일 18:00 시작", `<th scope="row">3월 3일</th><td>1</td><td>3</td>`).lacks("마감", "data-live")
}

// The stream brings the totals as answers come in; that of a sensitive question stays until enough answers are new.
func TestTotalsAreStreamed(t *testing.T) {
	s, role, gender, m := watched(t)
	for _, m := range m[:5] {
		s.choose(m, survey.Answers{role: {Choices: []int{1}}, gender: {Choices: []int{2}}})
	}
	v := s.organizer()
	v.get(s.at("/responses")).want(200, "Woman")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+s.at("/responses/events"), nil)
	s.must("make a request", err)
	res, err := v.client.Do(req)
	s.must("follow the stream", err)
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	next := func() (event, data string) {
		for lines.Scan() {
			if line, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				event = line
			}
			if line, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return event, line
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return "", ""
	}
	for _, want := range []string{"5 of 8 answered", "6 of 8 answered"} {
		event, data := next()
		if event != "responses" || !strings.Contains(data, want) || !strings.Contains(data, "Lead") {
			t.Errorf("the stream brings %q with %s, want responses with %q and the total of Role", event, data, want)
		}
		_, secret, shown := strings.Cut(data, "Gender")
		secret, _, _ = strings.Cut(secret, "Motto")
		if !shown || !strings.Contains(secret, "5 answers") || !strings.Contains(secret, `<td class="num">0</td>`) {
			t.Errorf("the stream says of a sensitive question %s, want what the first five said", secret)
		}
		s.choose(m[5], survey.Answers{role: {Choices: []int{1}}, gender: {Choices: []int{1}}})
	}
}

func TestTotalsComeInOnAPage(t *testing.T) {
	browser := webtest.New(t)
	for lang, words := range map[string][2]string{"en": {"1 of 8 answered", "2 of 8 answered"}, "ko": {"8명 중 1명 답변", "8명 중 2명 답변"}} {
		s, role, gender, m := watched(t)
		s.choose(m[0], survey.Answers{role: {Choices: []int{1}}, gender: {Choices: []int{1}}})
		tab := browser.Tab(t, 360, lang)
		token, err := s.db.SigninToken(t.Context(), s.owner.ID, s.now.Add(time.Hour))
		s.must("make a sign-in link", err)
		tab.Go(s.url + "/signin/" + string(token))
		tab.Follow("main form button")
		tab.Go(s.url + s.at("/responses"))
		tab.Check()
		tab.Screenshot("responses-live-" + lang)
		if got := tab.Text("#responses [role=status] strong"); got != words[0] {
			t.Errorf("in %s the page says %q, want %q", lang, got, words[0])
		}
		tab.Click("#arrivals summary")
		s.choose(m[1], survey.Answers{role: {Choices: []int{2}}})
		tab.Until("the second answer is shown", `document.querySelector("#responses [role=status] strong").textContent == "`+words[1]+`"`)
		if open := webtest.Eval[bool](tab, `document.querySelector("#arrivals details").open`); !open {
			t.Errorf("in %s the numbers, which were open, are shut once an answer has come in", lang)
		}
		tab.Check()
		for _, path := range []string{"/members", "/members/1", "/members/reminders", "/members/bulk?do=reopen&all=yes", "/members/bulk?do=drop&m=1"} {
			tab.Go(s.url + s.at("%s", path))
			tab.Check()
		}
		s.now = s.now.Add(48 * time.Hour)
		for _, path := range []string{"/members/1", "/responses"} {
			tab.Go(s.url + s.at("%s", path))
			tab.Check()
		}
		// Opened again halfway.
		s.must("open again", s.db.SaveSurvey(t.Context(), survey.Survey{Season: s.season.ID, Opens: s.now.Add(-28 * time.Hour), Closes: s.now}))
		tab.Go(s.url + s.at("/responses"))
		tab.Check()
	}
}
