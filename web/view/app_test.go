package view

import "testing"

// The user agents are those that the apps send.
func TestAppsThatAPageIsOpenIn(t *testing.T) {
	const link, query = "https://dure.example/m/ABC/data", "https://dure.example/m/ABC/devices?code=123456"
	for _, tt := range []struct{ agent, name, opens, more string }{
		{"Mozilla/5.0 (Linux; Android 14; SM-S918N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.122 Mobile Safari/537.36;KAKAOTALK 2410720", "KakaoTalk",
			"kakaotalk://web/openExternal?url=https%3A%2F%2Fdure.example%2Fm%2FABC%2Fdata", "kakaotalk://web/openExternal?url=https%3A%2F%2Fdure.example%2Fm%2FABC%2Fdevices%3Fcode%3D123456"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK/10.8.2 (INAPP)", "KakaoTalk",
			"kakaotalk://web/openExternal?url=https%3A%2F%2Fdure.example%2Fm%2FABC%2Fdata", "kakaotalk://web/openExternal?url=https%3A%2F%2Fdure.example%2Fm%2FABC%2Fdevices%3Fcode%3D123456"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.9.1", "LINE",
			link + "?openExternalBrowser=1", query + "&openExternalBrowser=1"},
		{"Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A.230805.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.6422.165 Mobile Safari/537.36 Instagram 335.0.0.39.93 Android (33/13; 420dpi; 1080x2400; Google/google; Pixel 7; panther; panther; en_US; 609513418)", "Instagram",
			"intent://dure.example/m/ABC/data#Intent;scheme=https;action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end",
			"intent://dure.example/m/ABC/devices?code=123456#Intent;scheme=https;action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 335.1.8.26.85 (iPhone14,5; iOS 17_5_1; ko_KR; ko; scale=3.00; 1170x2532; 611041498)", "Instagram", "", ""},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 2030; 12.6.1; 14PRO)", "NAVER", "", ""},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "", "", ""},
		{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36", "", "", ""},
		{"facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984", "", "", ""},
	} {
		app := AppOf(tt.agent)
		if app.Name != tt.name || app.Opens(link) != tt.opens || app.Opens(query) != tt.more {
			t.Errorf("%q is taken for %q, which opens\n%q and\n%q; want %q, which opens\n%q and\n%q", tt.agent, app.Name, app.Opens(link), app.Opens(query), tt.name, tt.opens, tt.more)
		}
	}
}
