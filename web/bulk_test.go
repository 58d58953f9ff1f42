package web_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// Each action says what will happen to how many, and does that to them alone.
func TestSeveralMembersAtOnce(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}}).Questions[0]
	ara, bo, chul, dan := s.member("Ara"), s.member("Bo"), s.member("Chul"), s.member("Dan")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: ara.ID, Answers: survey.Answers{q.ID: {Text: "hm"}}}, s.now))
	s.must("drop", s.db.DropMember(t.Context(), dan.ID, s.now))
	v := s.organizer()
	v.get(s.at("/members")).want(200, `name="m" value="1"`, "Tick Ara", "All 4 that the list shows")
	page, post := s.at("/members/bulk"), s.at("/members/bulk")
	ids := func(members ...survey.Member) string {
		var b strings.Builder
		for _, m := range members {
			fmt.Fprintf(&b, "&m=%d", m.ID)
		}
		return b.String()
	}

	s.colleague(survey.Viewer).get(s.at("/members")).want(200, "Ara").lacks("With those who are ticked", "Tick Ara")
	v.get(page+"?do=drop").want(200, "Nobody was ticked")
	v.get(page + "?do=sing" + ids(bo)).want(404)
	v.get(page+"?do=drop"+ids(bo, dan)).want(200, "One member is left out of groups and teams", "One of those you chose stays as before: they have dropped out already", "Bo").lacks("Chul", "Ara").
		submit(v, post, nil).want(200, "One member has dropped out.")
	v.get(page+"?do=drop"+ids(dan)).want(200, "One of those you chose stays as before").lacks("<form method=\"post\" action=\"" + post)
	v.get(page+"?do=restore&all=yes&state=dropped&q=bo").want(200, "One member takes part again", "Bo").lacks("Dan").
		submit(v, post, nil).want(200, "One member takes part again.")
	v.get(page+"?do=restore&all=yes").want(200, "One member takes part again", "3 of those you chose stay as before", "Dan")

	// Somebody is erased after the page was read: nothing is done, and the page says whom it concerns now.
	ready := v.get(page+"?do=drop&all=yes").want(200, "3 members are left out")
	s.must("erase", s.db.EraseMember(t.Context(), chul.ID, false, nil, s.now))
	again := ready.submit(v, post, nil).want(422, "Nothing was changed", "2 members are left out")
	if m, err := s.db.Member(t.Context(), ara.ID); err != nil || !m.Active() {
		t.Errorf("after what was refused, Ara is %+v (%v), want her to take part", m, err)
	}
	again.submit(v, post, nil).want(200, "2 members have dropped out.")
}

// A member with leave answers after the close, is told until when, and finds the survey closed again after that.
func TestOneMemberAnswersAfterTheClose(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}}).Questions[0]
	ara, bo := s.member("Ara"), s.member("Bo")
	page := s.at("/members/%d", ara.ID)
	v := s.organizer()
	v.get(page).want(200).lacks("Answering after the close")
	s.now = s.now.Add(48 * time.Hour)
	own := "/m/" + string(ara.Token)
	m := s.visitor()
	m.get(own).want(200, "closed").lacks(q.Field())

	v.get(page).want(200, "Answering after the close", `value="2026-03-07T09:00"`, "In the zone UTC")
	v.post(page+"/reopen", url.Values{"until": {"soon"}}).want(422, "Enter a date and a time", `value="soon"`)
	v.post(page+"/reopen", url.Values{"until": {"2026-03-04T09:00"}}).want(422, "Enter a time that is still to come")
	v.post(page+"/reopen", url.Values{"until": {"2026-03-07T09:00"}}).want(200, "Ara may answer until Sat, 7 Mar 2026, 09:00 (UTC)", "Take that back")
	v.get(s.at("/members")).want(200, "may answer until Sat, 7 Mar 2026, 09:00")
	m.get(own).want(200, `name="`+q.Field()+`"`, "Open until Sat, 7 Mar 2026, 09:00 (UTC)")
	m.post(own+"/answers", url.Values{q.Field(): {"late"}}).want(200, "Thank you", "until Sat, 7 Mar 2026, 09:00 (UTC)")
	s.visitor().get("/m/"+string(bo.Token)).want(200, "closed").lacks(q.Field())
	s.visitor().post("/m/"+string(bo.Token)+"/answers", url.Values{q.Field(): {"me too"}}).want(409)

	v.post(page+"/unopen", nil).want(200, "may no longer answer after the close")
	m.get(own).want(200, "closed", "late").lacks(`name="` + q.Field() + `"`)
	both := v.get(s.at("/members/bulk?do=reopen&all=yes")).want(200, "2 members may answer", "until the time below").lacks("not closed")
	both.submit(v, s.at("/members/bulk"), url.Values{"until": {"2026-03-05T09:00"}}).want(200, "2 members may answer after the close.")
	both.submit(v, s.at("/members/bulk"), url.Values{"until": {"2026-03-04T10:00"}}).want(422, "Somebody else changed this in the meantime")
	m.get(own+"/answers").want(200, "Open until Thu, 5 Mar 2026, 09:00 (UTC)")
	v.get(s.at("/members/bulk?do=unopen&m=%d", bo.ID)).want(200, "One member may no longer answer").submit(v, s.at("/members/bulk"), nil).want(200, "closes as for all")
	s.now = s.now.Add(24 * time.Hour)
	m.get(own).want(200, "closed").lacks(`name="` + q.Field() + `"`)
	v.get(s.at("/members/bulk?do=unopen&all=yes")).want(200, "2 of those you chose stay as before")
}

func TestRemindersOfTheSurvey(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto", "ko": "좌우명"}}).Questions[0]
	ara, bo, chul := s.member("Ara"), s.member("Bo"), s.member("Chul")
	as := survey.Answers{q.ID: {Text: "hm"}}
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: ara.ID, Answers: as}, s.now))
	s.must("begin", s.db.SaveDraft(t.Context(), survey.Response{Member: chul.ID, Draft: as, Lang: survey.Korean}, s.now))
	v := s.organizer()
	page := s.at("/members/reminders")
	v.get(s.at("")).want(200, "Remind 2", page)
	first := v.get(page).want(200, "2 members have not answered", "Hello Bo,", "answer by Tue, 3 Mar 2026, 09:00 (UTC)", "/m/"+string(bo.Token), "Chul 님, 안녕하세요.",
		"mailto:bo@example.org?subject=Chess", "New here? "+s.url+"/s/"+string(s.season.Token), "아직 설문에 답하지 않은 분이 있습니다").lacks("Hello Ara", "Reminded", "not open now")
	v.get(page+".csv").want(200, "Hello Bo,", "Chul 님").lacks("Hello Ara,")
	first.submit(v, page, url.Values{"shown": nil}).want(422, "Nobody was ticked")
	first.submit(v, page, url.Values{"m": {fmt.Sprint(bo.ID)}}).want(200, "One member is marked as reminded", "Reminded once, on Mon, 2 Mar 2026, 09:00")
	s.now = s.now.Add(time.Hour)
	first.submit(v, page, url.Values{"who": {"all"}}).want(200, "2 members are marked as reminded", "Reminded 2 times, last on Mon, 2 Mar 2026, 10:00", "Reminded once, on Mon, 2 Mar 2026, 10:00")

	// Of those who are ticked, or found, only who has not answered.
	v.get(s.at("/members/bulk?do=remind&m=%d&m=%d", ara.ID, bo.ID)).want(200, "One member has not answered", "Hello Bo,").lacks("Chul")
	some := v.get(s.at("/members/bulk?do=remind&all=yes&q=chul&state=")).want(200, "One member has not answered", "Chul 님").lacks("Hello Bo,")
	v.get(regexp.MustCompile(`/seasons/\d+/members/reminders\.csv\?[^"]*`).FindString(strings.ReplaceAll(some.body, "&amp;", "&"))).want(200, "Chul 님").lacks("Hello Bo,")
	v.get(fmt.Sprintf("%s?m=%d", page, bo.ID)).want(200, "아직 설문에 답하지 않은 분이 있습니다") // also to who may read it in another language than is known
	v.get(page+"?m=1").want(200, "Of those you chose there is nobody to remind").lacks(">Everybody has answered.")

	stale := v.get(page)
	s.must("drop", s.db.DropMember(t.Context(), bo.ID, s.now))
	stale.submit(v, page, url.Values{"who": {"all"}}).want(422, "Nothing was changed", "Reminded once").lacks("Hello Bo,")
	s.now = s.now.AddDate(0, 0, 2)
	v.get(page).want(200, "not open now", "답해 주세요").lacks("2026년 3월 3일 (화) 오전 9:00")
	v.get(s.at("")).want(200).lacks(page)
	s.must("let in", s.db.LetIn(t.Context(), s.season.ID, []survey.MemberID{chul.ID}, s.now.Add(time.Hour)))
	v.get(page).want(200, "2026년 3월 4일 (수) 오전 11:00 (UTC)까지").lacks("not open now")
}
