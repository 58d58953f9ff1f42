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
	p.mail = job.Mail{Store: p.db, Word: word, Sender: sender, Backs: job.Backs, Now: func() time.Time { return p.now }}
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
	p.visitor().get("/m/"+string(ara.Token)+"/data").want(200, "Looked at texts with personal links")
	first.submit(v, page, url.Values{"who": {"mail"}, "m": {fmt.Sprint(chul.ID)}}).want(200, "One letter waits to be sent", "a letter waits").lacks("Reminded once")
	first.submit(v, page, url.Values{"who": {"mail"}, "m": {fmt.Sprint(chul.ID)}}).want(200, "a letter waits") // pressed twice
	v.get(page).submit(v, page, url.Values{"who": {"mail"}, "m": {fmt.Sprint(chul.ID)}}).want(200, "No letter was added: it waits already")
	v.get(p.at("/letters")).want(200, "One letter waits", "Chul").lacks("taken by")
	letter := p.wantLetter("chul@example.org", "Chul 님, 안녕하세요.", `width=device-width`, `content="light dark"`, "overflow-wrap:anywhere", "/m/"+string(chul.Token)+"\n", "List-Unsubscribe: <"+p.url+"/m/"+string(chul.Token)+"/letters>",
		"List-Unsubscribe-Post: List-Unsubscribe=One-Click", `lang="ko"`, "2026년 3월 3일 (화) 오전 9:00 (UTC)까지")
	if strings.Contains(letter, "Secret") || strings.Contains(letter, "<img") || strings.Contains(letter, "src=") {
		t.Errorf("the letter tells what was answered, or loads something:\n%s", letter)
	}
	first = v.get(page).want(200, "Reminded once").lacks("a letter waits")
	v.get(p.at("/letters")).want(200, "One letter was taken by the mail server", "Chul", "a reminder of the survey")
	v.get(p.at("/log")).want(200, "Had a letter sent: a reminder of the survey")
	p.visitor().get("/m/"+string(chul.Token)+"/data").want(200, "Had a letter sent: a reminder of the survey", "owner@example.org")

	v.get(p.at("/members/bulk?do=link&m=%d", ara.ID)).want(200, "One member has a personal link to be handed out", "/m/"+string(ara.Token)).lacks("/m/" + string(chul.Token))

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
	v.get(page).want(200, "One letter was not sent")
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
	v.get(page).want(200).lacks("not sent")

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
	v.get(p.at("/letters")).want(200, "2 letters wait", "The mail server wants it later")
	p.now = p.now.Add(6 * 24 * time.Hour)
	p.must("keep open", p.db.LetIn(t.Context(), p.season.ID, []survey.MemberID{ara.ID, bo.ID}, p.now.Add(time.Hour)))
	p.sent()
	v.get(p.at("/letters")).want(200, "One letter was not sent", "One letter waits") // after five days it is given up
}

// A letter that waited in a backup stands on the page with why it was not sent, and is sent again from there.
func TestLettersOfARestoredBackup(t *testing.T) {
	p := newPostedSite(t)
	p.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	p.member("Ara")
	v := p.organizer()
	v.get(p.at("/members/reminders")).submit(v, p.at("/members/reminders"), url.Values{"who": {"mail_all"}}).want(200, "One letter waits")
	l, err := p.db.NextLetter(t.Context(), p.now)
	p.must("find the letter", err)
	p.must("hold it back as a restore does", p.db.LetterFailed(t.Context(), l.ID, survey.Say("letter_restored"), time.Time{}, time.Time{}, p.now))
	page := v.get(p.at("/letters")).want(200, "One letter was not sent", "It waited in a backup that was restored")
	page.submit(v, p.at("/letters"), url.Values{"letter": {"0"}}).want(200, "One letter waits to be sent")
	p.wantLetter("ara@example.org")
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
	v.post(path, url.Values{"letter": {"1"}}).want(http.StatusOK, "No letter was added")
}

// linkIn finds a link of the site in a letter.
func (p postedSite) linkIn(letter, begins string) string {
	p.Helper()
	_, rest, ok := strings.Cut(letter, p.url+begins)
	if !ok {
		p.Fatalf("the letter has no link %s…:\n%s", begins, letter)
	}
	return begins + rest[:strings.IndexFunc(rest, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`"<>`, r) })]
}

// Who forgot the password gets a link, once; an address without an account is answered alike, and gets nothing.
func TestForgottenPassword(t *testing.T) {
	p := newPostedSite(t)
	v := p.visitor()
	v.get("/signin").want(200, "/signin/forgot")
	v.get("/signin/forgot").submit(v, "/signin/forgot", url.Values{"email": {"no address"}}).want(422)
	answers := map[string]string{}
	for _, email := range []string{"Owner@example.org", "nobody@example.org"} {
		answers[email] = strings.ReplaceAll(v.post("/signin/forgot", url.Values{"email": {email}}).want(200, "If there is an account").body, email, "")
	}
	if answers["Owner@example.org"] != answers["nobody@example.org"] {
		t.Error("an address without an account is answered differently")
	}
	v.post("/signin/forgot", url.Values{"email": {"owner@example.org"}}).want(200, "If there is an account") // a double tap leaves the first letter's link alone
	link := p.linkIn(p.wantLetter("owner@example.org", "this link works once, by Mon, 2 Mar 2026, 10:00 (UTC)"), "/signup/")
	w := p.visitor()
	w.get(link).want(200, "owner@example.org")
	w.post(link, url.Values{"password": {"a long enough sentence"}}).want(200)
	w.get("/account").want(200, "owner@example.org")
	p.visitor().get(link).want(404)

	// Nobody fills a mailbox; that somebody asked too often is said of all addresses.
	for _, email := range []string{"owner@example.org", "nobody@example.org"} {
		for v.post("/signin/forgot", url.Values{"email": {email}}).status == 200 {
		}
		v.post("/signin/forgot", url.Values{"email": {strings.ToUpper(email)}}).want(429)
	}
	if n := len(p.sent()); n > 1 { // the older links ended with the newest
		t.Errorf("%d letters with a link go out at once, want one", n)
	}
}

func TestForgottenPasswordWithoutMail(t *testing.T) {
	s := newSite(t)
	v := s.visitor()
	v.get("/signin").want(200, "dure organizer add").lacks("/signin/forgot")
	v.get("/signin/forgot").want(200, "dure organizer add").lacks("<form method=\"post\" action=\"/signin/forgot\"")
	v.post("/signin/forgot", url.Values{"email": {"owner@example.org"}}).want(200, "dure organizer add").lacks("If there is an account")
}

func TestInvitationsByMail(t *testing.T) {
	p := newPostedSite(t)
	v := p.organizer()
	page := fmt.Sprintf("/clubs/%d/organizers", p.club.ID)
	v.get(page).submit(v, page, url.Values{"email": {"new@example.org"}, "role": {"viewer"}, "mail": {"yes"}}).want(200, "A letter to new@example.org waits").lacks("/signup/")
	link := p.linkIn(p.wantLetter("new@example.org", "owner@example.org invites you", "Chess"), "/signup/")
	w := p.visitor()
	w.post(link, url.Values{"password": {"a long enough sentence"}}).want(200)
	w.get(fmt.Sprintf("/clubs/%d", p.club.ID)).want(200)
	v.get(fmt.Sprintf("/clubs/%d/letters", p.club.ID)).want(200, "One letter was taken", "new@example.org", "an invitation to organize")

	// One that is withdrawn is not sent.
	v.get(page).submit(v, page, url.Values{"email": {"other@example.org"}, "role": {"viewer"}, "mail": {"yes"}}).want(200)
	all, err := p.db.Invitations(t.Context(), p.club.ID, p.now)
	p.must("read the invitations", err)
	p.must("withdraw", p.db.WithdrawInvitation(t.Context(), p.club.ID, all[0].ID))
	if n := len(p.sent()); n != 0 {
		t.Errorf("an invitation that was withdrawn is sent")
	}
}

// To open the link of a letter changes nothing; to press the button, or one click in a mail program, stops what organizers send, and nothing else.
func TestLettersAreDeclined(t *testing.T) {
	p := newPostedSite(t)
	q := p.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}}).Questions[0]
	ara := p.member("Ara")
	v := p.organizer()
	page := p.at("/members/reminders")
	v.get(page).submit(v, page, url.Values{"who": {"mail_all"}}).want(200, "One letter waits")
	link := p.linkIn(p.wantLetter("ara@example.org"), "/m/"+string(ara.Token)+"/letters")
	m := p.visitor()
	form := m.get(link).want(200, "No more letters")
	v.get(page).submit(v, page, url.Values{"who": {"mail_all"}}).want(200, "One letter waits") // opening it changed nothing
	form.submit(m, link, url.Values{"letters": {"stop"}}).want(200, "You get no more letters")
	if n := len(p.sent()); n != 0 {
		t.Error("the letter that waited is sent though its member declined letters")
	}
	v.get(page).want(200, "wants no letters", "Send letters to all 0")
	v.get(page).submit(v, page, url.Values{"who": {"mail_all"}}).want(200, "No letter was added")
	p.must("answer", p.db.SaveResponse(t.Context(), survey.Response{Member: ara.ID, Answers: survey.Answers{q.ID: {Text: "Secret"}}}, p.now))
	own := "/m/" + string(ara.Token)
	receipt := m.get(own).want(200)
	receipt.submit(m, own+"/receipt", nil).want(200, "A letter to ara@example.org waits")
	for range survey.CodeTries + 5 { // somebody presses again and again
		receipt.submit(m, own+"/receipt", nil).want(200)
	}
	if letter := p.wantLetter("ara@example.org", "have arrived, last at Mon, 2 Mar 2026, 09:00 (UTC)"); strings.Contains(letter, "List-Unsubscribe") || strings.Contains(letter, "Secret") {
		t.Errorf("the receipt can be declined, or tells answers:\n%s", letter)
	}
	m.get(own+"/data").want(200, "Wanted no more letters")
	m.get(link).submit(m, link, url.Values{"letters": {"again"}}).want(200, "You get letters again")
	if got := p.visitor().post(link, url.Values{"List-Unsubscribe": {"One-Click"}}).want(200, "You get no more letters"); got.path != link {
		t.Errorf("one click leads on to %s", got.path)
	}
	if own, err := p.db.Devices(t.Context(), ara.ID, "", p.now); err != nil || len(own) > 0 {
		t.Errorf("who declines letters, which mail servers do for members, has become %d devices of the member's own, %v", len(own), err)
	}
}

// Who lost all own devices gets a code by mail that makes the device that asked one's own: at the address that was known when the first became it, and not
// at one that an organizer put there since.
func TestADeviceIsConfirmedByMail(t *testing.T) {
	p := newPostedSite(t)
	p.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	ara := p.member("Ara")
	first := p.visitor().own(ara)
	page := "/m/" + string(ara.Token) + "/devices"
	first.get(page).want(200, "a code can be sent to ara@example.org").lacks("Send codes to")
	v := p.organizer()
	v.post(p.at("/members/%d", ara.ID), url.Values{"name": {"Ara"}, "email": {"thief@example.org"}}).want(200)

	other, thief := p.visitor(), p.visitor()
	asked := other.get(page).want(200, "Send a code to a…@example.org")
	asked.submit(other, page+"/mail", nil).want(200, "A letter to a…@example.org waits")
	for range survey.CodeTries + 5 { // somebody presses again and again
		asked.submit(other, page+"/mail", nil).want(200)
	}
	letter := p.wantLetter("ara@example.org", "type this code there, by Mon, 2 Mar 2026, 10:00 (UTC)")
	_, code, _ := strings.Cut(letter, "10:00 (UTC):\n\n")
	code, _, _ = strings.Cut(code, "\n")
	thief.post(page, url.Values{"code": {code}}).want(422) // it is for the device that asked
	other.post(page, url.Values{"code": {"AAAAA BBBBB"}}).want(422)
	other.post(page, url.Values{"code": {strings.ToLower(code)}}).want(200)
	other.get(page).want(200, "this device")
	thief.post(page, url.Values{"code": {code}}).want(422)
	other.get("/m/"+string(ara.Token)+"/data").want(200, "Had a letter sent: a code for a new device")

	// The member takes the address of now; an older code ends with it, as it does by the hour.
	thief.get(page).submit(thief, page+"/mail", nil).want(200)
	p.sent()
	other.get(page).submit(other, page+"/address", nil).want(200, "a code can be sent to thief@example.org")
	third := p.visitor()
	third.post(page+"/mail", nil).want(200)
	p.now = p.now.Add(survey.MailCodeLasts)
	if n := len(p.sent()); n != 0 {
		t.Error("a letter is sent with a code that has ended")
	}
}

// Teams and rounds of feedback are told by mail to those who are in a published team, without its name or who is in it.
func TestTeamsAndFeedbackByMail(t *testing.T) {
	p := newPostedSite(t)
	teams := p.ratedSeason()
	p.openRound(survey.Pulse)
	v := p.organizer()
	page := p.at("/feedback/reminders?kind=")
	v.get(p.at("/feedback")).want(200, "kind=team")
	m, mate := teams[0][0], teams[0][1]
	for _, kind := range []string{"team", "pulse"} {
		v.get(page+kind).submit(v, page+kind, url.Values{"who": {"mail"}, "m": {fmt.Sprint(m.ID)}}).want(200, "One letter waits")
		letter := p.wantLetter(strings.ToLower(m.Email), "/m/"+string(m.Token))
		if strings.Contains(letter, mate.Name) {
			t.Errorf("the letter names a teammate:\n%s", letter)
		}
	}
	v.get(page+"pulse").submit(v, page+"pulse", url.Values{"who": {"mail"}, "m": {fmt.Sprint(m.ID)}}).want(200, "One letter waits")
	p.must("give feedback", p.db.SaveFeedback(t.Context(), m.ID, survey.Pulse, survey.Opinion{Fit: 4, Again: survey.AgainYes}, p.now))
	if n := len(p.sent()); n != 0 {
		t.Error("who gave feedback is asked for it")
	}
}
