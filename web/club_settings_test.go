package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestAClubsTimesAreInItsZone(t *testing.T) {
	s := newSite(t)
	v := s.organizer()
	m := s.member("Ara")
	v.post("/clubs/1/settings", url.Values{"name": {"Chess"}, "zone": {"KST"}, "revision": {"0"}}).want(200, "Saved.", `value="Asia/Seoul"`, "Asia/Seoul (UTC+09:00)")
	v.post(s.at("/survey/questions"), url.Values{"kind": {"short_text"}, "title_en": {"Who?"}}).want(200)
	v.post(s.at("/survey/times"), url.Values{"opens": {"2026-03-01T09:00"}, "closes": {"2026-03-20T18:00"}}).want(200)
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
