package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"dure/web/webtest"
)

// A preset is looked into and added by keyboard alone, and a single question below another one without leaving the page.
func TestPresetsInABrowser(t *testing.T) {
	b := webtest.New(t)
	for _, look := range []struct {
		lang, scheme string
		width        int64
	}{{"ko", "light", 360}, {"en", "dark", 360}, {"en", "light", 768}, {"ko", "dark", 1440}} {
		s := newSite(t)
		name := fmt.Sprintf("presets-%s-%s-%d", look.lang, look.scheme, look.width)
		tab := s.signedInTab(b, look.width, look.lang)
		tab.Scheme(look.scheme)
		tab.Go(s.url + s.at("/survey"))
		tab.Check()
		webtest.Eval[bool](tab, `document.querySelector("#list-head .presets summary").focus() === undefined`)
		tab.Press(kb.Enter)
		tab.Wait("#list-head .presets details[open]")
		tab.Check()
		tab.Screenshot(name)
		webtest.Eval[bool](tab, `document.querySelector("#list-head .presets button").focus() === undefined`)
		tab.Press(kb.Enter)
		tab.Until("the questions", `document.querySelectorAll("#asks > li").length === 8`)
		tab.Click("#add > details summary")
		tab.Wait("#add .tiles button")
		tab.Check()
		tab.Screenshot(name + "-tiles")
		tab.Click("#q2 summary")
		tab.Click("#q2 a[data-open=below]")
		tab.Wait(".panel .tiles button[value=diet]")
		tab.Check()
		tab.Click(".panel .tiles button[value=diet]")
		tab.Until("the question below", `document.querySelectorAll("#asks > li.ask").length === 9`)
		if got := s.stored().Questions[2]; !got.Sensitive || len(got.Options) != 7 {
			t.Errorf("%s: below the second question stands %+v, want the one on food", name, got)
		}
	}
}
