package web_test

import (
	"context"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/web"
	"dure/web/job"
	"dure/web/webtest"
)

// A postedSite is a site that sends letters, and the mail server that takes them.
type postedSite struct {
	*site
	server *webtest.MailServer
	mail   job.Mail
}

func newPostedSite(t *testing.T) postedSite {
	t.Helper()
	p := postedSite{site: siteOf(t, web.Config{Mails: true}), server: webtest.NewMailServer(t)}
	p.fill()
	word, err := web.Letters(web.Config{Store: p.db, BaseURL: p.url, Now: func() time.Time { return p.now }, Zone: time.UTC})
	p.must("make what words letters", err)
	sender, err := job.NewSMTP(job.Settings{Addr: p.server.Addr, From: "dure@example.org", Lasts: time.Second})
	p.must("make what sends letters", err)
	p.mail = job.Mail{Store: p.db, Word: word, Sender: sender, Now: func() time.Time { return p.now }}
	return p
}

// sent sends what is due and returns what the server took since then, as a reader sees it.
func (p postedSite) sent() (all []webtest.Taken) {
	p.Helper()
	before := len(p.server.Taken())
	p.must("send what is due", p.mail.Run(context.Background()))
	for _, l := range p.server.Taken()[before:] {
		text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(l.Raw)))
		p.must("read a letter", err)
		l.Raw = strings.ReplaceAll(string(text), "\r\n", "\n")
		all = append(all, l)
	}
	return all
}

// wantLetter wants one letter to an address, in which the texts stand, and returns it.
func (p postedSite) wantLetter(to string, texts ...string) string {
	p.Helper()
	all := p.sent()
	if len(all) != 1 || all[0].To != to {
		p.Fatalf("the server took %d letters, %v, want one to %s", len(all), all, to)
	}
	for _, text := range texts {
		if !strings.Contains(all[0].Raw, text) {
			p.Errorf("the letter does not say %q:\n%s", text, all[0].Raw)
		}
	}
	return all[0].Raw
}

func TestRemindersByMail(t *testing.T) {
	p := newPostedSite(t)
	q := p.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto", "ko": "좌우명"}}).Questions[0]
	ara, chul := p.member("Ara"), p.member("Chul")
	as := survey.Answers{q.ID: {Text: "Secret motto"}}
	p.must("begin", p.db.SaveDraft(t.Context(), survey.Response{Member: chul.ID, Draft: as, Lang: survey.Korean}, p.now))
	_, err := p.db.AddMember(t.Context(), survey.Member{Season: p.season.ID, Name: "Dami", Ref: "7"}, p.now)
	p.must("add a member without an address", err)
	v := p.organizer()
	page := p.at("/members/reminders")

	first := v.get(page).want(200, "Send letters to all 2 with an address", "no address").lacks("sends no letters")
	first.submit(v, page, url.Values{"who": {"mail"}, "m": {fmt.Sprint(chul.ID)}}).want(200, "One letter waits to be sent", "a letter waits").lacks("Reminded once")
	first.submit(v, page, url.Values{"who": {"mail"}, "m": {fmt.Sprint(chul.ID)}}).want(200, "a letter waits") // pressed twice
	v.get(page).submit(v, page, url.Values{"who": {"mail"}, "m": {fmt.Sprint(chul.ID)}}).want(200, "0 letters wait")
	v.get(p.at("/letters")).want(200, "One letter waits", "Chul").lacks("taken by")
	letter := p.wantLetter("chul@example.org", "Chul 님, 안녕하세요.", "/m/"+string(chul.Token)+"\n", "List-Unsubscribe: <"+p.url+"/m/"+string(chul.Token)+"/letters>",
		"List-Unsubscribe-Post: List-Unsubscribe=One-Click", `lang="ko"`, "2026년 3월 3일 (화) 오전 9:00 (UTC)까지")
	if strings.Contains(letter, "Secret") || strings.Contains(letter, "<img") || strings.Contains(letter, "src=") {
		t.Errorf("the letter tells what was answered, or loads something:\n%s", letter)
	}
	first = v.get(page).want(200, "Reminded once").lacks("a letter waits")
	v.get(p.at("/letters")).want(200, "One letter was taken by the mail server", "Chul", "a reminder of the survey")
	v.get(p.at("/log")).want(200, "Had a letter sent: a reminder of the survey")
	p.visitor().get("/m/"+string(chul.Token)+"/data").want(200, "Had a letter sent: a reminder of the survey", "owner@example.org")

	// Who answers before the letter goes out gets none.
	first.submit(v, page, url.Values{"who": {"mail_all"}}).want(200, "2 letters wait")
	p.must("answer", p.db.SaveResponse(t.Context(), survey.Response{Member: ara.ID, Answers: as}, p.now))
	p.wantLetter("chul@example.org")
	v.get(p.at("/letters")).want(200, "One letter was not sent", "There is nothing to say any more")
}

// Without a mail server the texts are there to paste, and no page says that a letter was or will be sent.
func TestWithoutAMailServer(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	ara := s.member("Ara")
	v := s.organizer()
	page := s.at("/members/reminders")
	for _, kind := range []string{"", "?kind=link"} {
		first := v.get(page+kind).want(200, "no mail server is set up", "/m/"+string(ara.Token)).lacks("Send letters")
		first.submit(v, page+kind, url.Values{"who": {"mail"}, "m": {fmt.Sprint(ara.ID)}}).want(200, "marked as reminded").lacks("wait")
	}
	v.get(s.at("/letters")).want(200, "No mail server is set up", "No letter has been sent")
	if _, err := s.db.NextLetter(t.Context(), s.now); err == nil {
		t.Error("a letter is in the outbox, though none can be sent")
	}
}

// What the server does not take stands on the organizers' page with why, and is tried again by itself or at the push of a button.
func TestLettersThatAreNotTaken(t *testing.T) {
	p := newPostedSite(t)
	p.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	ara, bo := p.member("Ara"), p.member("Bo")
	v := p.organizer()
	page := p.at("/members/reminders")
	v.get(page).submit(v, page, url.Values{"who": {"mail_all"}}).want(200, "2 letters wait")
	p.server.Fail = func(step, to string) error {
		switch {
		case step == "rcpt" && to == "ara@example.org":
			return webtest.Refuse(550)
		case step == "rcpt":
			return webtest.Refuse(450)
		}
		return nil
	}
	if n := len(p.sent()); n != 0 {
		t.Fatalf("the server took %d letters", n)
	}
	v.get(p.at("/letters")).want(200, "One letter was not sent", "refused it for good. It says: 550", "the test says so", "One letter waits", "wants it later. It says: 450", "tried once, again at Mon, 2 Mar 2026, 09:01")
	p.now = p.now.Add(59 * time.Second)
	p.server.Fail = nil
	if n := len(p.sent()); n != 0 {
		t.Errorf("the letter that was put off goes out %d times before its time", n)
	}
	p.now = p.now.Add(time.Second)
	p.wantLetter("bo@example.org")
	v.get(p.at("/letters")).submit(v, p.at("/letters"), url.Values{"letter": {"0"}}).want(200, "One letter waits to be sent")
	p.wantLetter("ara@example.org", "/m/"+string(ara.Token))

	// Where the server is gone, all letters wait, and one alone is tried now and then.
	v.get(page).submit(v, page, url.Values{"who": {"mail_all"}})
	tries := 0
	p.server.Fail = func(step, to string) error {
		if step == "mail" {
			tries++
			return webtest.Refuse(451)
		}
		return nil
	}
	p.sent()
	p.sent()
	if tries != 1 {
		t.Errorf("a server that takes nothing was tried %d times at once, want once", tries)
	}
	v.get(p.at("/letters")).want(200, "2 letters wait", "takes no letters from this program")
	p.now = p.now.Add(6 * 24 * time.Hour)
	p.must("keep open", p.db.LetIn(t.Context(), p.season.ID, []survey.MemberID{ara.ID, bo.ID}, p.now.Add(time.Hour)))
	p.sent()
	v.get(p.at("/letters")).want(200, "One letter was not sent", "One letter waits") // after five days it is given up
}

// What an organizer may not see of another season's letters, a form does not change.
func TestLettersOfOthers(t *testing.T) {
	p := newPostedSite(t)
	p.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	p.member("Ara")
	v := p.organizer()
	page := p.at("/members/reminders")
	v.get(page).submit(v, page, url.Values{"who": {"mail_all"}})
	p.server.Fail = func(string, string) error { return webtest.Refuse(550) }
	p.sent()
	other, err := p.db.CreateSeason(t.Context(), p.club.ID, "Autumn", p.now)
	p.must("make another season", err)
	path := fmt.Sprintf("/seasons/%d/letters", other.ID)
	v.get(path).want(200, "No letter has been sent").lacks("Ara")
	v.post(path, url.Values{"letter": {"1"}}).want(http.StatusOK, "0 letters wait")
}
