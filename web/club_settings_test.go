package web_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dure/survey"
)

func TestAClubsTimesAreInItsZone(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	m := s.member("Ara")
	v.post("/clubs/1/settings", url.Values{"name": {"Chess"}, "zone": {"KST"}, "revision": {"0"}}).want(200, "Saved.", `value="Asia/Seoul"`, "Asia/Seoul (UTC+09:00)")
	v.post(s.at("/survey/questions"), url.Values{"kind": {"short_text"}, "title_en": {"Who?"}}).want(200)
	v.get(s.at("/survey/times")).submit(v, s.at("/survey/times"), url.Values{"opens": {"2026-03-01T09:00"}, "closes": {"2026-03-20T18:00"}}).want(200)
	asked, err := s.db.Survey(t.Context(), s.season.ID)
	s.must("read the survey", err)
	if got := asked.Closes.UTC().Format("15:04"); got != "09:00" {
		t.Errorf("a close typed as 18:00 in Seoul is at %s UTC, want 09:00", got)
	}
	v.get(s.at("/survey")).want(200, "20 Mar 2026, 18:00 (KST)")
	s.visitor().get("/m/"+string(m.Token)).want(200, "Open until Fri, 20 Mar 2026, 18:00 (KST).")
	s.visitor().get("/s/"+string(s.season.Token)).want(200, "18:00 (KST)")

	v.post("/clubs/1/settings", url.Values{"name": {"Go"}, "revision": {"0"}}).want(409, "Somebody else has changed the settings", "Time zone: Asia/Seoul", "Name of the club: Go")
	v.post("/clubs/1/settings", url.Values{"name": {"Go"}, "zone": {"Nowhere"}, "revision": {"1"}}).want(422, `value="Nowhere"`, `value="Go"`, `aria-invalid="true"`)
	v.post("/clubs", url.Values{"name": {"New"}, "zone": {"Europe/Berlin"}}).want(200)
	v.get("/clubs/2/settings").want(200, `value="Europe/Berlin"`)
	v.post("/clubs", url.Values{"name": {"Odd"}, "zone": {"a browser's own words"}}).want(200)
}

func TestAClubsLanguageIsForWhoAsksForNone(t *testing.T) {
	s := newSite(t)
	s.organizer().post("/clubs/1/settings", url.Values{"name": {"Chess"}, "lang": {"ko"}, "revision": {"0"}}).want(200)
	for header, want := range map[string]string{"": "ko", "fr": "ko", "en": "en", "fr, en;q=0.5": "en", "ko": "ko"} {
		v := s.visitor()
		v.lang = header
		v.get("/s/"+string(s.season.Token)).want(200, `<html lang="`+want+`"`)
	}
}

func TestAClubsLogo(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	m := s.member("Ara")
	picture := image.NewNRGBA(image.Rect(0, 0, 900, 600))
	for x := range 900 {
		for y := range 600 {
			picture.Set(x, y, color.NRGBA{byte(x), byte(y), byte(x * y), byte(x)})
		}
	}
	var file bytes.Buffer
	s.must("draw", png.Encode(&file, picture))
	v.sendFile("/clubs/1/logo", "logo", "logo.png", file.Bytes(), nil).want(200, "Saved.", `alt="Logo of Chess"`)

	shown := regexp.MustCompile(`src="(/[^"]*/logo/[^"]*)"`)
	for _, path := range []string{"/m/" + string(m.Token), "/s/" + string(s.season.Token)} {
		at := shown.FindStringSubmatch(s.visitor().get(path).want(200).body)
		if at == nil {
			t.Fatalf("%s shows no logo", path)
		}
		got := s.visitor().get(at[1]).want(200)
		drawn, kind, err := image.Decode(strings.NewReader(got.body))
		if err != nil || kind != "png" || drawn.Bounds().Dx() > 240 || drawn.Bounds().Dy() > 72 || len(got.body) > 40_000 {
			t.Errorf("%s shows a %s of %v and %d bytes (%v), want a PNG of at most 240x72 and 40 kB", path, kind, drawn.Bounds(), len(got.body), err)
		}
	}
	v.sendFile("/clubs/1/logo", "logo", "logo.svg", []byte("<svg><script/></svg>"), nil).want(422, "no PNG, JPEG, GIF or WebP picture")
	v.post("/clubs/1/logo", nil).want(422, "Choose a picture.")
	v.post("/clubs/1/logo/delete", nil).want(200).lacks("Logo of Chess")
	s.visitor().get("/clubs/1/logo/any").lacks("PNG")
}

func TestAClubThatCountsOnlyMutualWishes(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	asked := s.ask(survey.Question{Kind: survey.Teammates, Title: survey.Text{survey.English: "With whom?"}, Wishes: 2})
	m := s.member("Ara")
	s.member("Bo")
	wish := survey.Answers{asked.Questions[0].ID: {Wished: []string{"Bo"}}}
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: wish}, s.now))
	const mutually = "wished teammate who wishes it too"
	v.get(s.at("/teams")).want(200, "wished teammate").lacks(mutually)
	v.post("/clubs/1/settings", url.Values{"name": {"Chess"}, "mutual": {"1"}, "revision": {"0"}}).want(200, `name="mutual" value="1" checked`)
	v.get(s.at("/teams")).want(200, mutually)
	v.get(s.at("/teams/rules/new?kind=wishes")).want(200, `name="mutual" value="1" checked`)
}

func TestAProposalIsCalledInTheVisitorsLanguage(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{survey.English: "Who?"}})
	for _, name := range []string{"Ara", "Bo", "Cy", "Di"} {
		s.member(name)
	}
	v.lang = "ko"
	made := v.post(s.at("/proposals"), url.Values{"ideal": {"2"}, "seed": {"1"}, "seconds": {"1"}}).want(200, "제안 1").path
	v.lang = "en"
	page := v.get(made).want(200, "Proposal 1")
	page.body = strings.ReplaceAll(page.body, `name="read" value="제안 1"`, "") // the mark of the name, which nobody sees
	page.lacks("제안")
	v.get(s.at("/teams")).want(200, "Proposal 1").lacks("제안")
	v.post(made+"/rename", url.Values{"name": {"제안 없는 1"}}).want(200, "제안 없는 1")
}

func TestAnOrganizerOfOneClubBeginsInItsNewestSeason(t *testing.T) {
	s := newSite(t)
	token := func() string {
		token, err := s.db.SigninToken(t.Context(), s.owner.ID, s.now.Add(time.Hour))
		s.must("make a sign-in link", err)
		return "/signin/" + string(token)
	}
	if r := s.visitor().post(token(), nil).want(200); r.path != s.at("") {
		t.Errorf("signing in leads to %s, want the season's overview, %s", r.path, s.at(""))
	}
	_, err := s.db.CreateClub(t.Context(), s.owner.ID, "Go", "", s.now)
	s.must("make a club", err)
	if r := s.visitor().post(token(), nil).want(200); r.path != "/clubs" {
		t.Errorf("signing in to two clubs leads to %s, want /clubs", r.path)
	}
}

// A time in the hour that is left out where clocks go forward is refused, and the same time with an offset is not.
func TestATimeThatIsNotThere(t *testing.T) {
	s := newSite(t)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Who?"}})
	v := s.organizer()
	v.post("/clubs/1/settings", url.Values{"name": {"Chess"}, "zone": {"America/New_York"}, "revision": {"0"}}).want(200)
	times := s.at("/survey/times")
	v.get(times).submit(v, times, url.Values{"opens": {"2027-03-14T02:30"}, "closes": {""}}).want(422, "an hour of that night is left out", `value="2027-03-14T02:30"`)
	v.get(times).submit(v, times, url.Values{"opens": {"2027-03-14T03:30"}, "closes": {"2027-03-20T02:30"}}).want(200)
	asked := s.stored()
	if got := asked.Opens.UTC().Format("01-02 15:04"); got != "03-14 07:30" {
		t.Errorf("an opening typed as 03:30 in New York is at %s UTC, want 03-14 07:30", got)
	}
	v.get(times).submit(v, times, url.Values{"opens": {"2027-03-14 02:30 +00:00"}, "closes": {"2027-03-20T02:30"}}).want(200)
}

// Who makes a club without a script chooses no time zone: where times and hours are asked for, and in the overview, the pages say so until somebody does.
func TestAClubWithoutATimeZoneIsToldSo(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	hours, words, link := "", "Nobody has chosen this club’s time zone.", fmt.Sprintf(`<a href="/clubs/%d/settings">Choose the time zone</a>`, s.club.ID)
	for _, q := range s.stored().Questions {
		if q.Kind == survey.Availability {
			hours = s.at("/survey/questions/%d", q.ID)
		}
	}
	v, pages := s.organizer(), []string{s.at(""), s.at("/survey/times"), hours, s.at("/survey/questions/new?kind=availability")}
	for _, page := range pages {
		v.get(page).want(200, words, "its times are in UTC", link)
	}
	v.get(s.at("/survey/questions/1")).want(200).lacks(words)
	v.lang = "ko"
	v.get(hours).want(200, "시간대를 아직 고르지 않았습니다", "시간대 고르기")
	v.lang = "en"
	v.post(fmt.Sprintf("/clubs/%d/settings", s.club.ID), url.Values{"name": {"Chess"}, "zone": {"Seoul"}, "revision": {fmt.Sprint(s.club.Revision)}}).want(200, "Saved")
	for _, page := range pages {
		v.get(page).want(200).lacks(words)
	}
}
