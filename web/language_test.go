package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"dure/web"
	"dure/web/locale"
)

// A third language is one file: pages come in it, and lead to it and from it.
func TestThirdLanguage(t *testing.T) {
	s := newSite(t)
	files := fstest.MapFS{"de.toml": {Data: []byte("language_name = \"Deutsch\"\nwelcome_heading = \"Aus neuen Mitgliedern werden Teams\"")}}
	for _, lang := range []string{"en", "ko"} {
		data, err := locale.Files.ReadFile(lang + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		files[lang+".toml"] = &fstest.MapFile{Data: data}
	}
	words, err := locale.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := web.New(web.Config{Store: s.db, Sessions: s.db.Sessions(nil), Locale: words})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(header, cookie string) string {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", header)
		r.AddCookie(&http.Cookie{Name: "lang", Value: cookie})
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Body.String()
	}
	for _, tt := range []struct {
		header, cookie string
		says           []string
	}{
		{"de", "", []string{`lang="de"`, "Aus neuen Mitgliedern werden Teams", "한국어", "English", "Form."}},
		{"ko", "de", []string{`lang="de"`, "Aus neuen Mitgliedern"}},
		{"ko", "", []string{`lang="ko"`, "Deutsch", "English"}},
		{"fr", "fr", []string{`lang="en"`, "Deutsch", "한국어"}},
	} {
		page := ask(tt.header, tt.cookie)
		for _, want := range tt.says {
			if !strings.Contains(page, want) {
				t.Errorf("with Accept-Language %q and cookie %q the page lacks %q:\n%s", tt.header, tt.cookie, want, page)
			}
		}
	}
}
