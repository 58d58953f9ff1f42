package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// failed are messages that a browser writes to its console where a line fails.
var failed = []string{"net::ERR_", "responded with a status of 503", "responded with a status of 410", "TypeError: Failed to fetch"}

// keeping is a member with an open form in a browser, over a wire.
type keeping struct {
	*site
	m    survey.Member
	line *wire
	tab  *webtest.Tab
}

func keptIn(t *testing.T, browser *webtest.Browser, lang string, before ...string) keeping {
	t.Helper()
	s := newSite(t)
	s.ask(mottoWishAge()...)
	k := keeping{site: s, m: s.member("Mina"), line: s.wire(), tab: browser.Tab(t, 360, lang)}
	k.tab.Forgive(failed...)
	for _, script := range before {
		k.tab.Before(script)
	}
	k.tab.Go(k.own())
	return k
}

func mottoWishAge() []survey.Question {
	return append(mottoAndWish(), survey.Question{Kind: survey.Number, Title: survey.Text{"en": "Your age", "ko": "나이"}})
}

func (k keeping) own() string { return k.line.url + "/m/" + string(k.m.Token) + "/answers" }

func (k keeping) says(what string) {
	k.Helper()
	k.tab.Until("the page says "+what, `document.querySelector("[data-saved]").textContent.includes(`+quoted(what)+`)`)
}

func (k keeping) holds(field, want string) {
	k.Helper()
	k.tab.Until(field+" holds "+want, `document.querySelector(`+quoted(field)+`)?.value === `+quoted(want))
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

const saved = "Saved"

// After Send the browser's Back shows the form as it was left, and what is typed then is saved and said to be.
func TestSendThenBackGoesOnSaving(t *testing.T) {
	k := keptIn(t, webtest.New(t), "en")
	k.tab.Fill("#q1", "carpe diem")
	webtest.Eval[bool](k.tab, `(window.asItWas = true)`)
	k.tab.Follow(".send button")
	k.tab.Wait("#link")
	k.tab.Back()
	k.tab.Until("the form is back as it was left", `window.asItWas === true && document.querySelector("#q1").value === "carpe diem"`)
	k.tab.Set("#q2", "a boat")
	k.tab.Until("it is saved", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
	k.wantKept(k.m, true, map[survey.QuestionID]string{1: "carpe diem", 2: "a boat"})
}

// Send without a connection keeps the page and says so; with one, all is sent.
func TestSendWhileOffline(t *testing.T) {
	browser := webtest.New(t)
	for lang, says := range map[string]string{"en": "No connection", "ko": "인터넷에 연결되어 있지 않아"} {
		k := keptIn(t, browser, lang)
		k.tab.Offline(true)
		k.tab.Fill("#q1", "carpe diem")
		k.tab.Click(".send button")
		k.says(says)
		if at := k.tab.URL(); at != k.own() {
			t.Errorf("in %s, Send without a connection leads to %s, want the form to stay", lang, at)
		}
		k.says(map[string]string{"en": "not sent yet", "ko": "아직 보내지 않았어요"}[lang])
		k.tab.Screenshot("offline-" + lang)
		k.tab.Offline(false)
		k.tab.Until("it is saved once there is a connection", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
		k.says(map[string]string{"en": "not sent yet", "ko": "아직 보내지 않았어요"}[lang])
		k.tab.Follow(".send button")
		k.tab.Wait("#link")
		k.wantKept(k.m, true, map[survey.QuestionID]string{1: "carpe diem"})
		if left := webtest.Eval[int](k.tab, `localStorage.length`); left != 0 {
			t.Errorf("in %s, %d copies are left on the device once the receipt has come, want none", lang, left)
		}
	}
}

// A draft that the network holds until the answers are sent brings nothing back, also where it was taken back before they were.
func TestADraftArrivesAfterTheAnswers(t *testing.T) {
	browser := webtest.New(t)
	for _, tt := range []struct{ then, want string }{{"carpe diem", "carpe diem"}, {"", ""}} {
		k := keptIn(t, browser, "en")
		k.tab.Fill("#q2", "a boat")
		k.says(saved)
		held, release, done := make(chan bool, 9), make(chan bool), make(chan bool, 9)
		k.line.posts(func(w http.ResponseWriter, r *http.Request, pass http.HandlerFunc) {
			if strings.HasSuffix(r.URL.Path, "/draft") && len(held) == 0 {
				held <- true
				<-release
				pass(w, r.WithContext(t.Context()))
				done <- true
				return
			}
			pass(w, r)
		})
		k.tab.Fill("#q1", "carpe")
		k.tab.Until("the draft is on its way", `document.querySelector("#q1").value === "carpe"`)
		<-held
		k.tab.Set("#q1", tt.then)
		k.tab.Follow(".send button")
		k.tab.Wait("#link")
		close(release)
		<-done
		want := map[survey.QuestionID]string{1: tt.want, 2: "a boat"}
		k.wantKept(k.m, true, want)
		if r, err := k.db.Response(t.Context(), k.m.ID); err != nil || r.Answers[1].Text != tt.want {
			t.Errorf("after the draft came late %q is sent, %v; want %q", r.Answers[1].Text, err, tt.want)
		}
	}
}

// What was typed within a second before the page was closed comes back, with and without a connection, and where the line was just slow.
func TestClosedWithinASecond(t *testing.T) {
	browser := webtest.New(t)
	for _, how := range []string{"offline", "online", "slow"} {
		k := keptIn(t, browser, "en")
		k.tab.Offline(how == "offline")
		if how == "slow" {
			k.line.posts(cut)
		}
		k.tab.Set("#q1", "carpe diem")
		if how == "slow" { // the page is there still, and never hears that it is closed
			<-time.After(time.Second)
			k.tab = k.tab.Beside()
		} else {
			k.tab.Go("about:blank")
		}
		k.tab.Offline(false)
		k.tab.Go(k.own())
		k.holds("#q1", "carpe diem")
		k.line.passes()
		k.tab.Until("it is kept, and no copy of it", `localStorage.length === 0`)
		k.wantKept(k.m, false, map[survey.QuestionID]string{1: "carpe diem"})
	}
}

// What is no number is not said to be saved, and is there again at the next opening, also after another page of the same browser has saved something.
func TestTextInANumberFieldIsNotSaved(t *testing.T) {
	k := keptIn(t, webtest.New(t), "en")
	k.tab.Fill("#q3", "six")
	k.says("Not saved: Your age")
	beside := k.tab.Beside()
	beside.Go(k.line.url + "/m/" + string(k.m.Token) + "/answers")
	beside.Until("the other page has it, too", `document.querySelector("#q3").value === "six"`)
	beside.Set("#q3", "")
	beside.Set("#q1", "carpe diem")
	beside.Until("the other page is saved", `document.querySelector("[data-saved]").textContent.startsWith("Saved")`)
	k.tab.Go("about:blank")
	k.tab.Go(k.own())
	k.holds("#q3", "six")
	k.says("Not saved: Your age")
}

// A link that was renewed while something was typed says so, and what was typed comes back by the new one.
func TestALinkRenewedInBetween(t *testing.T) {
	browser := webtest.New(t)
	for lang, says := range map[string]string{"en": "link was renewed", "ko": "새 링크로 바뀌"} {
		k := keptIn(t, browser, lang)
		token, err := k.db.RenewLink(t.Context(), k.m.ID)
		k.must("renew the link", err)
		k.tab.Fill("#q1", "carpe diem")
		k.says(says)
		k.tab.Screenshot("renewed-" + lang)
		k.m.Token = token
		k.tab.Go(k.own())
		k.holds("#q1", "carpe diem")
		k.tab.Until("it is kept, and no copy of it", `localStorage.length === 0`)
		k.wantKept(k.m, false, map[survey.QuestionID]string{1: "carpe diem"})
	}
}

// The line below the form tells apart why something is not saved, whether this device has a copy of it, and that it is saved again.
func TestTheSaveStateTellsTheTruth(t *testing.T) {
	browser := webtest.New(t)
	for lang, says := range map[string]struct{ unreached, trouble, closed, copied, uncopied string }{
		"en": {"server cannot be reached", "server has trouble", "survey has closed", "copy on this device", "Leave this page open"},
		"ko": {"서버에 닿지 않아", "서버에 문제가", "설문이 마감", "이 기기에", "이 페이지를 열어 두"},
	} {
		for _, storage := range []bool{true, false} {
			before, kept := []string{}, says.copied
			if !storage {
				before, kept = []string{webtest.NoStorage}, says.uncopied
			}
			k := keptIn(t, browser, lang, before...)
			k.line.posts(cut)
			k.tab.Fill("#q1", "carpe")
			k.says(says.unreached)
			k.says(kept)
			k.line.posts(busy)
			k.says(says.trouble)
			k.says(kept)
			k.tab.Check()
			k.tab.Screenshot("trouble-" + lang)
			k.line.passes()
			k.tab.Until("it is saved by itself", `document.querySelector("[data-saved]").dataset.saved === "yes"`)
			k.wantKept(k.m, false, map[survey.QuestionID]string{1: "carpe"})
			k.now = k.now.Add(48 * time.Hour)
			k.tab.Fill("#q1", "carpe diem")
			k.says(says.closed)
			k.says(kept)
		}
	}
}
