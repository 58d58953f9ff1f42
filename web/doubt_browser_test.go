package web_test

import (
	"testing"

	"dure/survey"
	"dure/web/webtest"
)

// Names that are not certain stand up to axe-core where they are decided: an organizer's page and the writer's, and beside a form whose button
// to send it is still the one that Enter presses.
func TestNamesInDoubtInChromium(t *testing.T) {
	b := webtest.New(t)
	n := newNamesake(t)
	anas := n.visitor().own(n.ana)
	for _, lang := range []string{"en", "ko"} {
		phone := n.signedInTab(b, 360, lang)
		phone.Go(n.url + n.at("/members"))
		phone.Check()
		phone.Screenshot("names-" + lang)
		own := b.Tab(t, 360, lang)
		n.ownTab(own, anas, n.ana)
		for name, path := range map[string]string{"receipt": "", "form": "/answers"} {
			own.Go(n.url + "/m/" + string(n.ana.Token) + path)
			own.Check()
			own.Screenshot("own-names-" + name + "-" + lang)
		}
	}
	tab := b.Tab(t, 1440, "en")
	n.ownTab(tab, anas, n.ana)
	tab.Go(n.url + "/m/" + string(n.ana.Token) + "/answers")
	first := webtest.Eval[string](tab, `[...document.querySelector("#answers").elements].find(e => e.type === "submit").name`)
	if first != "" {
		t.Errorf("Enter in the form presses the button %q, want the one that sends the answers", first)
	}
	asks := func() string {
		return webtest.Eval[string](tab, `[...document.querySelectorAll(".person :is(.note:not([hidden]) p, .says:not(:empty))")].map(p => p.textContent.trim()).join("|")`)
	}
	const several = "Several members are called so. Did you mean …?"
	if got, want := asks(), "Nobody is called so, but it is nearly a member’s name. Did you mean …?|Nobody here is called so.|"+several; got != want {
		t.Errorf("at the fields it is asked %q, want %q", got, want)
	}
	tab.Set("#q1", "Bo Lind")
	tab.Set("#q1-1", "Di Fell")
	if got, want := asks(), "Not on this list. You can leave it: if it is not clear whom you mean, you are asked.|"+several; got != want {
		t.Errorf("of names that were typed since the fields say %q, want %q", got, want)
	}
	tab.Set("#q1", slip)
	tab.Follow(".person .actions button")
	n.wantMeant("pressed in a browser", survey.WishedSide, slip, n.jose.ID, true)
	desk := n.signedInTab(b, 1440, "en")
	desk.Go(n.url + n.at("/members"))
	desk.Check()
	desk.Follow("#names .doubts button")
	n.wantMeant("decided in a browser", survey.WishedSide, "Zed Nobody", 0, true)
}
