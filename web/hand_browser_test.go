package web_test

import (
	"fmt"
	"iter"
	"maps"

	"dure/survey"
	"dure/web/webtest"
)

// A hand is one of the ways in which somebody does what a page offers: with a pointer, with a finger or by keys alone.
type hand struct {
	name   string
	tab    *webtest.Tab
	press  func(sel string) // stays on the page
	follow func(sel string) // leads to another
}

// hands are those of somebody who is signed in, each at a screen of its own.
func (s *site) hands(b *webtest.Browser, lang string) []hand {
	s.Helper()
	desk, phone, keys := s.signedInTab(b, 1440, lang), s.signedInTab(b, 360, lang), s.signedInTab(b, 768, lang)
	for _, tab := range []*webtest.Tab{desk, phone, keys} {
		tab.Scheme("light") // in which nothing scrolls on while it is pressed
	}
	phone.Touch(360, 740)
	phone.Forgive("navigator.vibrate") // of a phone that nobody has tapped yet
	enter := func(sel string) {
		tabTo(keys, sel)
		keys.Key("Enter", false)
	}
	return []hand{
		{"pointer", desk, desk.Click, desk.Follow},
		{"finger", phone, phone.Tap, phone.TapOn},
		{"keys", keys, enter, func(sel string) {
			before := webtest.Eval[float64](keys, `performance.timeOrigin`)
			enter(sel)
			keys.Until("the next page is there", fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === "complete"`, before))
		}},
	}
}

// drops are the ways of the hand to take a member of the board to another place.
func (h hand) drops() iter.Seq2[string, func(from, to string)] {
	tab, seen := h.tab, func(to string) string { return to + " .cost" }
	ways := map[string]map[string]func(from, to string){
		"pointer": {"dragged": func(from, to string) { tab.Haul(from, to, seen(to)) }, "clicked": func(from, to string) {
			tab.Click(from)
			tab.Wait(seen(to))
			tab.Check()
			tab.Screenshot("board-picked")
			tab.Middle(to) // from under the list of best places
			tab.Click(to)
		}},
		"finger": {"carried": func(from, to string) {
			tab.Touch(360, 3000) // both in sight: a page that scrolls under a finger is the same on
			tab.Carry(from, to, seen(to))
			tab.Touch(360, 740)
		}, "tapped": func(from, to string) {
			tab.Tap(from)
			tab.Wait(seen(to))
			tab.Check()
			tab.Screenshot("board-picked-phone")
			tab.Tap(to)
		}},
		"keys": {"by keys": func(from, to string) {
			tabTo(tab, from)
			tab.Key("Enter", false)
			tab.Wait(seen(to))
			h.arrows(to)
			tab.Key("Enter", false)
		}},
	}
	return maps.All(ways[h.name])
}

// arrows goes by keys alone to a place of the board: a name, or what takes a drop in the head of a team.
func (h hand) arrows(to string) {
	for range 200 {
		if webtest.Eval[bool](h.tab, fmt.Sprintf(`document.activeElement.matches(%q)`, to+", "+to+" .drop-here")) {
			return
		}
		h.tab.Key("ArrowDown", false)
	}
}

// spaces chooses members by keys alone, or takes them off.
func (h hand) spaces(all ...survey.MemberID) {
	for _, m := range all {
		tabTo(h.tab, nameOf(m))
		h.tab.Press(" ")
	}
}

// rests chooses members with a finger that rests on the first.
func (h hand) rests(all ...survey.MemberID) {
	h.tab.Rest(nameOf(all[0]))
	h.tab.Wait("#chosen")
	for _, m := range all[1:] {
		h.tab.Tap(nameOf(m))
	}
}
