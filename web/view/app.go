package view

import (
	"net/url"
	"slices"
	"strings"
)

// An App is one whose own browser a page is open in, as a link in a chat room opens: files are often not saved there, and what it stores is apart
// from the phone's browser. The zero App is none.
type App struct {
	Name    string
	opens   func(link string) string // "" where the app has no such way
	android bool
}

// apps are told by a part of their user agents. Those of Android open a link elsewhere by an intent, where they have no way of their own.
var apps = []struct {
	name  string
	parts []string
	opens func(link string) string
}{
	{"KakaoTalk", []string{"KAKAOTALK"}, func(link string) string { return "kakaotalk://web/openExternal?url=" + url.QueryEscape(link) }},
	{"LINE", []string{" Line/"}, lineOpens},
	{"Instagram", []string{"Instagram"}, nil},
	{"NAVER", []string{"NAVER(inapp"}, nil},
	{"Facebook", []string{"FBAN/", "FBAV/", "FB_IAB/"}, nil},
}

// AppOf is the app that the user agent tells of.
func AppOf(userAgent string) App {
	for _, app := range apps {
		if slices.ContainsFunc(app.parts, func(part string) bool { return strings.Contains(userAgent, part) }) {
			return App{app.name, app.opens, strings.Contains(userAgent, "Android")}
		}
	}
	return App{}
}

// Opens is the address by which the app opens a link in the phone's browser; "" where its own menu alone does.
func (a App) Opens(link string) string {
	switch {
	case a.opens != nil:
		return a.opens(link)
	case a.android:
		return intent(link)
	}
	return ""
}

func lineOpens(link string) string {
	mark := "?"
	if strings.Contains(link, "?") {
		mark = "&"
	}
	return link + mark + "openExternalBrowser=1"
}

// intent asks Android to open a link in the browser that the phone's owner uses.
func intent(link string) string {
	scheme, rest, _ := strings.Cut(link, "://")
	return "intent://" + rest + "#Intent;scheme=" + scheme + ";action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end"
}
