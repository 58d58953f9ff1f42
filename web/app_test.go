package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/web"
	"dure/web/webtest"
)

// User agents of the browsers inside apps, and of what fetches a link to show of what page it is.
const (
	kakaoAndroid = "Mozilla/5.0 (Linux; Android 14; SM-S918N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.122 Mobile Safari/537.36;KAKAOTALK 2410720"
	lineIPhone   = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.9.1"
	naverIPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 2030; 12.6.1; 14PRO)"
	instaAndroid = "Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A.230805.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.6422.165 Mobile Safari/537.36 Instagram 335.0.0.39.93 Android (33/13; 420dpi; 1080x2400; Google/google; Pixel 7; panther; panther; en_US; 609513418)"
)

var fetchers = []string{
	"facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984",
	"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
	"Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
	"TelegramBot (like TwitterBot)",
	"Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
	"facebookexternalhit/1.1;line-poker/1.0",
}

// What fetches a link for its preview, as often as it likes, changes nothing and uses nothing up: the link does for its owner what it did.
func TestPreviewsUseNothingUp(t *testing.T) {
	s := siteOf(t, web.Config{Mails: true})
	s.fill()
	s.ask(everyKind()...)
	m := s.member("Mina")
	own := s.visitor().own(m)
	own.post("/m/"+string(m.Token)+"/devices/code", nil).want(200)
	devices, err := s.db.Devices(t.Context(), m.ID, "", s.now)
	s.must("read the devices", err)
	invitation, err := s.db.SignupToken(t.Context(), survey.Invite{Email: "new@example.org", Club: s.club.ID, Role: survey.Viewer, Sender: s.owner.ID, Expires: s.now.Add(time.Hour)}, s.now)
	s.must("make a sign-up link", err)
	links := []string{"/s/" + string(s.season.Token), "/m/" + string(m.Token), "/m/" + string(m.Token) + "/answers", "/m/" + string(m.Token) + "/devices?code=123456",
		"/m/" + string(m.Token) + "/letters", "/m/" + string(m.Token) + "/data", "/signup/" + string(invitation)}
	before := s.content()
	for _, agent := range fetchers {
		v := s.browser(agent)
		v.from = ""
		for _, link := range links {
			for _, method := range []string{http.MethodHead, http.MethodGet} {
				if got := v.send(method, link, nil); got.status != http.StatusOK {
					t.Errorf("%s of %.7s… for %q answers %d, want 200", method, link, agent, got.status)
				}
			}
		}
	}
	for table, after := range s.content() {
		if after != before[table] {
			t.Errorf("previews change %s from\n%sto\n%s", table, before[table], after)
		}
	}
	if len(devices) != 1 {
		t.Errorf("%d devices are Mina's, want the one", len(devices))
	}
	s.visitor().post("/signup/"+string(invitation), url.Values{"email": {"new@example.org"}, "password": {sentence}}).want(200)
}

// In the browser of an app the whole survey works, also where it keeps nothing; where a file is offered, the page offers to read it there and to go on
// in the phone's browser, which becomes the member's own by the code in its link. Elsewhere nothing of that is said.
func TestOwnDataInTheBrowserOfAnApp(t *testing.T) {
	browser := webtest.New(t)
	for _, tt := range []struct{ agent, lang, name, opens, says string }{
		{kakaoAndroid, "ko", "KakaoTalk", "kakaotalk://web/openExternal?url=http", ""},
		{lineIPhone, "en", "LINE", "openExternalBrowser=1", ""},
		{instaAndroid, "en", "Instagram", "intent://127.0.0.1", ""},
		{naverIPhone, "ko", "NAVER", "", "다른 브라우저로 열기"},
	} {
		s := newSite(t)
		s.ask(mottoAndWish()...)
		m := s.member("Mina")
		page := s.url + "/m/" + string(m.Token)
		tab := browser.Tab(t, 360, tt.lang)
		tab.As(tt.agent)
		tab.Before(webtest.NoStorage)
		tab.Go(page)
		tab.Fill("#q1", "carpe diem")
		tab.Until("it is saved without storage", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
		tab.Follow(".send button")
		tab.Wait("h1[data-kept]")
		s.wantKept(m, true, map[survey.QuestionID]string{1: "carpe diem"})
		tab.Go(page + "/data")
		tab.Check()
		tab.Screenshot("app-data-" + tt.name)
		if got := tab.Text("main"); !strings.Contains(got, tt.name) {
			t.Errorf("the page of own data does not say in %s what it saves: %s", tt.name, got)
		}
		tab.Follow(".actions a[href$='/data.html']")
		if got := tab.Text("body"); !strings.Contains(got, "carpe diem") {
			t.Errorf("in %s the file is not there to read: %.300s", tt.name, got)
		}
		tab.Go(page + "/data")
		tab.Follow("form[action$='/devices/code'] button")
		tab.Check()
		tab.Screenshot("app-code-" + tt.name)
		opens := webtest.Eval[string](tab, `document.querySelector("#code + .actions a")?.getAttribute("href") ?? ""`)
		if !strings.Contains(opens, tt.opens) || (tt.opens == "") != (opens == "") || !strings.Contains(tab.Text("main"), tt.says) {
			t.Errorf("in %s the page opens %q and says %q, want %q and %q", tt.name, opens, tab.Text("main"), tt.opens, tt.says)
		}
		code := strings.ReplaceAll(tab.Text("#code strong"), " ", "")
		phone := browser.Tab(t, 360, tt.lang)
		phone.Go(page + "/devices?code=" + code)
		phone.Check()
		phone.Follow("form[action$='/devices'] button")
		phone.Go(page + "/data")
		if phone.Text(".actions a[download]") == "" || strings.Contains(phone.Text("main"), tt.name) {
			t.Errorf("the phone's browser does not offer the files: %s", phone.Text("main"))
		}
	}
}
