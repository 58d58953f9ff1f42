package web_test

import (
	"strings"
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// Rows of options are changed by keys, buttons, pasting and dragging; what a save hides is said before, and can be brought back.
func TestOptionRowsInABrowser(t *testing.T) {
	b := webtest.New(t)
	for _, look := range []struct {
		lang  string
		width int64
	}{{"en", 1440}, {"ko", 360}, {"ko", 768}} {
		s := newSite(t)
		_, path := s.fruits(survey.OneOf, 5, 3, 2)
		tab := s.signedInTab(b, look.width, look.lang)
		name := strings.Join([]string{look.lang, map[int64]string{360: "phone", 768: "tablet", 1440: "desk"}[look.width]}, "-")
		tab.Go(s.url + path)
		tab.Check()
		tab.Screenshot("rows-" + name)
		rows := func() string {
			return webtest.Eval[string](tab, `[...document.querySelectorAll("[data-rows] > ol > li")].map(li => li.querySelector("[name=options_key]").value + li.querySelector("[name=options_en]").value).join(" ")`)
		}
		after := func(what, want string) {
			t.Helper()
			if got := rows(); got != want {
				t.Errorf("%s: after %s the rows are %q, want %q", name, what, got, want)
			}
		}
		focused := func(what, want string) {
			t.Helper()
			if got := webtest.Eval[string](tab, `document.activeElement.value`); got != want {
				t.Errorf("%s: after %s %q has the focus, want %q", name, what, got, want)
			}
		}
		english := func(n string) string { return "[data-rows] li:nth-child(" + n + ") [name=options_en]" }
		tab.Click(english("1"))
		tab.Press("\r")
		webtest.Eval[bool](tab, `document.execCommand("insertText", false, "Fig")`)
		after("Enter in the first row and a word", "1Apple 0Fig 2Pear 3Plum")
		tab.Press("\r")
		tab.Press("\b")
		after("Enter and Backspace", "1Apple 0Fig 2Pear 3Plum")
		focused("Backspace in an empty row", "Fig")
		tab.Click("[data-rows] li:nth-child(3) [value^=up]")
		after("the button up of the third", "1Apple 2Pear 0Fig 3Plum")
		tab.Press("\r") // the button keeps the focus
		after("the key Enter on it", "2Pear 1Apple 0Fig 3Plum")
		webtest.Eval[bool](tab, `document.querySelector("[data-rows] li:nth-child(4) [name=options_en]").dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp", altKey: true, bubbles: true, cancelable: true}))`)
		after("Alt and the arrow up in the last", "2Pear 1Apple 3Plum 0Fig")
		tab.Click("[data-rows] li:nth-child(4) [value^=remove]")
		after("taking the new one away", "2Pear 1Apple 3Plum")
		focused("taking the new one away, which was the last", "remove:2")
		tab.Drag("[data-rows] li:nth-child(3) .handle", "[data-rows] li:nth-child(1) .handle")
		if got := rows(); !strings.HasPrefix(got, "3Plum") && !strings.HasPrefix(got, "2Pear 3Plum") { // it is dropped at the middle of the first
			t.Errorf("%s: after dragging the last up the rows are %q", name, got)
		}
		tab.Click(`[data-rows] li:has([value="1"]) [name=options_en]`)
		webtest.Eval[bool](tab, `(() => { const data = new DataTransfer(); data.setData("text", "s\nLime\nDate"); document.activeElement.setSelectionRange(9, 9); return document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})) })()`)
		if got := rows(); !strings.Contains(got, "1Apples 0Lime 0Date") {
			t.Errorf("%s: after pasting three lines behind Apple the rows are %q", name, got)
		}

		beside := webtest.Eval[string](tab, `document.querySelector('[data-rows] li:has([value="2"]) [value^=remove]').value`)
		tab.Follow(`[data-rows] li:has([value="2"]) [value^=remove]`) // it has answers: the form is sent
		after("taking one away that has answers", "3Plum 1Apples 0Lime 0Date")
		focused("taking one away that has answers", beside)
		tab.Check()
		tab.Screenshot("rows-hidden-" + name)
		tab.Follow("form .actions [type=submit]")
		tab.Wait("form .note li")
		tab.Check()
		tab.Screenshot("rows-loss-" + name)
		tab.Follow("form .actions [type=submit]")
		tab.Check()
		if got := s.counted(); got != "Plum 2, Apples 5, Lime 0, Date 0" {
			t.Errorf("%s: after saving the answers count as %s", name, got)
		}
		tab.Go(s.url + path)
		tab.Set("[name=hidden_into]", "1")
		tab.Follow("form .actions [type=submit]")
		tab.Follow("form .actions [name=agreed]")
		if got := s.counted(); got != "Plum 2, Apples 8, Lime 0, Date 0" {
			t.Errorf("%s: with the hidden option merged the answers count as %s", name, got)
		}
		tab.Go(s.url + path)
		tab.Follow("[value='back:2']")
		tab.Screenshot("rows-back-" + name)
		tab.Follow("form .actions [type=submit]")
		tab.Follow("form .actions [name=agreed]")
		if got := s.counted(); got != "Plum 2, Apples 5, Lime 0, Date 0, Pear 3" {
			t.Errorf("%s: with it brought back the answers count as %s", name, got)
		}
		tab.Go(s.url + s.at("/survey"))
		tab.Click("a[data-open][href='" + path + "']")
		tab.Wait("[data-rows] li:nth-child(5)")
		tab.Click("[data-rows] li:nth-child(5) [value^=remove]")
		tab.Until("the last is taken away in the builder", `!document.querySelector("[data-rows] li:nth-child(5)")`)
		focused("taking the last away in the builder", "remove:3")
		tab.Click(".panel a[href='" + s.at("/survey") + "']") // else it asks whether to leave what is typed
		tab.Go(s.url + path + "/versions")
		tab.Check()
		tab.Screenshot("versions-" + name)
	}
}
