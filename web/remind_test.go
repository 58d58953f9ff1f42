package web_test

import (
	"net/url"
	"testing"
	"time"

	"dure/survey"
)

// Where letters are sent, the page of times offers a reminder before the close, with the next one chosen beforehand; the pages say when it goes out, it
// moves with the close, and it reaches once those who have not answered by then.
func TestRemindersBeforeTheClose(t *testing.T) {
	p := newPostedSite(t)
	q := p.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}}).Questions[0]
	ara, _ := p.member("Ara"), p.member("Bo")
	v := p.organizer()
	times, page := p.at("/survey/times"), p.at("/members/reminders")
	v.get(page).want(200, "No reminder goes out by itself")
	v.get(times).want(200, `name="remind" value="1" checked`)
	typed := func(opens, closes, remind string) url.Values {
		return url.Values{"opens": {opens}, "closes": {closes}, "remind": {remind}}
	}
	v.get(times).submit(v, times, typed("2026-03-01T09:00", "2026-03-09T18:00", "3")).want(200, "Saved. A reminder goes out by itself on Fri, 6 Mar 2026, 18:00")
	v.get(times).want(200, `name="remind" value="3" checked`)
	stale := v.get(times)
	v.get(times).submit(v, times, typed("2026-03-01T09:00", "2026-03-09T18:00", "-1")).want(200, "Saved.").lacks("A reminder goes out")
	v.get(page).want(200, "No reminder goes out by itself")
	both := stale.submit(v, times, typed("2026-03-01T09:00", "2026-03-09T18:00", "1")).want(409, "Reminder before the close: None", "Reminder before the close: 1 day before")
	both.submit(v, times, typed("2026-03-01T09:00", "2026-03-12T18:00", "1")).want(200, "on Wed, 11 Mar 2026, 18:00")
	v.get(page).want(200, "A reminder goes out by itself on Wed, 11 Mar 2026, 18:00, to those")

	remind := func(at time.Time) {
		t.Helper()
		p.now = at
		p.must("remind", p.db.RemindBeforeClose(t.Context(), p.now))
	}
	due := time.Date(2026, 3, 11, 18, 0, 0, 0, time.UTC)
	remind(due.Add(-time.Minute))
	if n := len(p.sent()); n != 0 {
		t.Errorf("%d reminders go out before their time", n)
	}
	v = p.organizer()
	p.now = due
	v.get(page).want(200, "goes out by itself within a minute")
	p.say(ara, survey.Answers{q.ID: {Version: 1, Text: "x"}})
	remind(due)
	p.wantLetter("bo@example.org", "Chess", "12 Mar 2026")
	remind(due.Add(time.Hour))
	if n := len(p.sent()); n != 0 {
		t.Errorf("%d reminders go out a second time", n)
	}
	done := "A reminder went out by itself on Wed, 11 Mar 2026, 18:00; no second one does."
	v.get(page).want(200, done, "Reminded once")
	v.get(times).want(200, done).lacks(`name="remind"`)
}

// Without a mail server no page promises a reminder.
func TestNoRemindersWithoutAMailServer(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	s.member("Ara")
	v := s.organizer()
	v.get(s.at("/survey/times")).want(200).lacks(`name="remind"`)
	v.get(s.at("/survey/times")).submit(v, s.at("/survey/times"), url.Values{"opens": {"2026-03-01T09:00"}, "closes": {"2026-03-09T18:00"}, "remind": {"1"}}).want(200, "Saved.").lacks("A reminder goes out")
	v.get(s.at("/members/reminders")).want(200).lacks("by itself")
	if asked := s.stored(); asked.Remind != 0 {
		t.Errorf("a form that offers no reminder sets it to %d days", asked.Remind)
	}
}

// The page of a member says what the member was reminded of, and when; whoever was not reminded is told of nothing.
func TestTheMembersPageSaysWhatTheyWereRemindedOf(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	mina, bo := s.member("Mina"), s.member("Bo")
	s.must("publish", s.db.Publish(t.Context(), s.divided("First", []survey.Member{mina, bo}), s.now))
	ids := []survey.MemberID{mina.ID}
	for i, kind := range []survey.ReminderKind{survey.OfSurvey, survey.OfSurvey, survey.OfTeam} {
		_, err := s.db.Remind(t.Context(), s.season.ID, kind, ids, s.now.Add(time.Duration(i)*time.Hour))
		s.must("remind", err)
	}
	v := s.organizer()
	for lang, says := range map[string][]string{
		"en": {"<h2>Reminders</h2>", "10:00</span>: a reminder of the survey (2 times in all)", "11:00</span>: that the teams are there"},
		"ko": {"<h2>알림</h2>", "10:00</span>: 설문 알림 (모두 2번)", "11:00</span>: 팀 발표 알림"},
	} {
		v.lang = lang
		v.get(s.at("/members/%d", mina.ID)).want(200, says...)
		v.get(s.at("/members/%d", bo.ID)).want(200).lacks(says...)
	}
}

// A form that names whom its page would not offer now reminds nobody of them: who has answered meanwhile, who is in no team, who gave feedback. The page says so,
// and how many the others are.
func TestRemindersGoToWhomThePageOffers(t *testing.T) {
	p := newPostedSite(t)
	q := p.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}}).Questions[0]
	ara, bo, cy := p.member("Ara"), p.member("Bo"), p.member("Cy")
	p.say(ara, survey.Answers{q.ID: {Version: 1, Text: "x"}})
	v := p.organizer()
	ids := func(all ...survey.Member) (codes []string) {
		for _, m := range all {
			codes = append(codes, m.ID.Code())
		}
		return codes
	}
	none := "Nobody of those is to be reminded any more"
	page := p.at("/members/reminders")
	for _, who := range []string{"mail", "ticked"} {
		v.post(page, url.Values{"m": ids(ara), "who": {who}}).want(422, none)
	}
	v.post(page, url.Values{"m": ids(ara, bo), "who": {"ticked"}}).want(200, "One member is marked as reminded.")
	v.post(page, url.Values{"shown": ids(ara, bo), "who": {"mail_all"}}).want(200, "One letter waits to be sent.")
	p.wantLetter("bo@example.org", "Chess")

	p.must("publish", p.db.Publish(t.Context(), p.divided("First", []survey.Member{ara, bo}), p.now))
	for _, kind := range []string{"team", "feedback"} {
		at := p.at("/feedback/reminders?kind=%s", kind)
		v.post(at, url.Values{"m": ids(cy), "who": {"mail"}}).want(422, none)
		v.post(at, url.Values{"m": ids(cy), "who": {"ticked"}}).want(422, none)
		v.post(at, url.Values{"m": ids(cy, bo), "who": {"ticked"}}).want(200, "One member is marked as reminded.")
	}
	if n := len(p.sent()); n != 0 {
		t.Errorf("%d letters go to whom no page offers", n)
	}
}

// Once the survey is closed to all but some, the page says who cannot answer, and what is for all means those who can.
func TestRemindersLeaveOutWhoCannotAnswer(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}})
	ara, bo := s.member("Ara"), s.member("Bo")
	s.member("Cy")
	v, page, shut := s.organizer(), s.at("/members/reminders"), "cannot answer now"
	v.get(page).want(200, "Mark all 3 as reminded").lacks(shut)
	s.now = s.now.Add(48 * time.Hour)
	v.get(page).want(200, "This is not open now", "Mark all 3 as reminded").lacks(shut)
	v.post(s.at("/members/%d/reopen", ara.ID), url.Values{"until": {"2026-03-07T09:00"}}).want(200, "Ara may answer until")
	v.get(page+".csv").want(200, "Ara").lacks("Bo")
	some := v.get(page).want(200, "2 of them cannot answer now", "<small class=\"quiet-text\">"+shut, "Mark the one as reminded").lacks("This is not open now")
	some.submit(v, page, url.Values{"who": {"all"}}).want(200, "One member is marked as reminded.")
	v.post(page, url.Values{"m": {bo.ID.Code()}, "who": {"ticked"}}).want(200, "One member is marked as reminded.")
	v.lang = "ko"
	v.get(page).want(200, "이 가운데 2명은 지금 답할 수 없습니다")
}
