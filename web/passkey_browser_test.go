package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dure/web"
	"dure/web/webtest"
)

// An organizer adds a passkey with the password, signs in with it and without typing anything, and removes it.
func TestPasskeys(t *testing.T) {
	browser := webtest.New(t)
	s := siteOf(t, web.Config{BaseURL: "http://localhost:0"})
	s.fill()
	s.several(2)
	s.account("mina@example.org")
	mina, err := s.db.OrganizerByEmail(t.Context(), "mina@example.org")
	s.must("find the account", err)
	tab := browser.Tab(t, 360, "en")
	tab.Device()
	signIn := func() {
		t.Helper()
		tab.Go(s.url + "/signin?next=%2Faccount")
		tab.Follow(`[data-passkey] button`)
	}
	tab.Go(s.url + "/signin?next=%2Faccount")
	tab.Check()
	tab.Click(`[data-passkey] button`) // the device has none yet
	tab.Wait("[data-failed]")
	tab.Fill("#email", "mina@example.org")
	tab.Fill("#password", sentence)
	tab.Follow(`[action="/signin"] button`)
	tab.Follow(`[href="/account/passkeys/new"]`)
	tab.Check()
	tab.Fill("#password_now", "not the sentence")
	tab.Follow("form .field + button")
	tab.Wait("#password_now-error")
	tab.Fill("#password_now", sentence)
	tab.Follow("form .field + button")
	tab.Check()
	if tab.Screenshot("passkey-make-en"); webtest.Eval[bool](tab, `document.querySelector("[data-no-passkey]").checkVisibility()`) {
		t.Error("a browser that knows passkeys is told that it does not")
	}
	tab.Fill("#name", "My <phone>")
	tab.Follow(`[data-passkey] button`)
	tab.Check()
	tab.Screenshot("account-en")
	if got := tab.Text("main"); !strings.Contains(got, "The passkey was added.") || !strings.Contains(got, "My <phone>") {
		t.Errorf("after adding a passkey the account says:\n%s", got)
	}

	s.now = s.now.Add(time.Hour)
	tab.Follow(".signout button")
	signIn()
	if got := tab.Text("main"); !strings.Contains(got, "Last used Mon, 2 Mar 2026, 10:00") {
		t.Errorf("after signing in with a passkey the account says:\n%s", got)
	}

	// What went over the wire is good for nothing else: not a second time, not later, not under another seal, not for somebody else.
	tab.Follow(".signout button")
	tab.Go(s.url + "/signin")
	webtest.Eval[bool](tab, `(HTMLFormElement.prototype.submit = function () { window.sent = new URLSearchParams(new FormData(this)).toString() }, true)`)
	tab.Click(`[data-passkey] button`)
	tab.Until("asking the passkey", `window.sent !== undefined`)
	sent, err := url.ParseQuery(webtest.Eval[string](tab, `window.sent`))
	s.must("read the form", err)
	other, before := s.visitor(), s.content()
	fresh := hiddenField.FindStringSubmatch(after(other.get("/signin").body, "data-passkey"))[2]
	for what, form := range map[string]url.Values{
		"another question":  {"credential": sent["credential"], "ceremony": {fresh}},
		"a broken seal":     {"credential": sent["credential"], "ceremony": {sent.Get("ceremony") + "A"}},
		"no question":       {"credential": sent["credential"]},
		"another signature": {"credential": {signature.ReplaceAllString(sent.Get("credential"), `${1}AAAA`)}, "ceremony": sent["ceremony"]},
		"another key":       {"credential": {strings.ReplaceAll(sent.Get("credential"), credentialOf(sent), "AAAA")}, "ceremony": sent["ceremony"]},
		"no answer":         {"ceremony": sent["ceremony"]},
	} {
		if r := other.post("/signin/passkey", form); r.status != 422 || !strings.Contains(r.body, "The passkey was not accepted") {
			t.Errorf("with %s: %d, want 422:\n%s", what, r.status, r.body)
		}
	}
	s.now = s.now.Add(16 * time.Minute)
	other.post("/signin/passkey", sent).want(422, "The passkey was not accepted")
	s.now = s.now.Add(-16 * time.Minute)
	if diff := cmp.Diff(before, s.content()); diff != "" {
		t.Errorf("asking passkeys and giving wrong answers leaves something behind (-before +after):\n%s", diff)
	}
	other.post("/signin/passkey", sent).want(200, "signout")
	s.visitor().post("/signin/passkey", sent).want(422, "The passkey was not accepted")

	signIn()
	tab.Follow(`[action$="/remove"] button`)
	if keys, err := s.db.Passkeys(t.Context(), mina.ID); len(keys) != 0 || err != nil {
		t.Errorf("after removing the passkey there are %+v (%v)", keys, err)
	}
	tab.Follow(".signout button")
	signIn()
	if got := tab.Text("main"); !strings.Contains(got, "The passkey was not accepted") {
		t.Errorf("after signing in with a removed passkey the page says:\n%s", got)
	}
	tab.Check()
}

func after(body, mark string) string {
	_, rest, _ := strings.Cut(body, mark)
	return rest
}

var signature = regexp.MustCompile(`("signature":")....`)

// credentialOf is what the device calls the key with which it answered.
func credentialOf(form url.Values) string {
	id, _, _ := strings.Cut(after(form.Get("credential"), `"id":"`), `"`)
	return id
}
