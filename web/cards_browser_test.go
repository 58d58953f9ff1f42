package web_test

import (
	"fmt"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/web/webtest"
)

// A card's blanks are filled in in place, by pointer and by keys: what is changed is kept at once and said, and what cannot be is said at its blank. A card
// of every kind is made and stands up to axe-core, on a phone and on a desk.
func TestCardsAreFilledInInPlace(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 8)
	c, _ := s.keptCards(s.organizer())
	for i, look := range []struct {
		width int64
		lang  string
	}{{360, "ko"}, {768, "en"}, {1440, "en"}} {
		s.must("begin with one", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
			rule := d.Cards[0].Rule
			rule.AtLeast = new(1)
			return d.Change(d.Cards[0].ID, d.Cards[0].Revision, rule)
		}))
		tab := s.signedInTab(b, look.width, look.lang)
		tab.Go(s.url + s.at("/teams"))
		blank := fmt.Sprintf("#rule-%d-at_least", c[0].ID)
		saved := func(what, want string) {
			t.Helper()
			tab.Until("a line that it is kept", `document.getElementById("rules-said").textContent !== "" && document.querySelector("`+blank+`") !== null`)
			if got := fmt.Sprint(*s.cards().Cards[0].Rule.AtLeast); got != want {
				t.Errorf("%s keeps %s, want %s", what, got, want)
			}
		}
		webtest.Eval[bool](tab, `(window.here = true, document.querySelector("`+blank+`").focus(), document.activeElement.select(), true)`)
		tab.Press("4")
		tab.Press("\t") // out of the blank, to the next one
		saved("a number and the key that leaves it", "4")
		tab.Until("the focus on the blank that was reached", fmt.Sprintf(`document.activeElement.id === "rule-%d-at_most"`, c[0].ID))
		webtest.Eval[bool](tab, `(document.getElementById("rules-said").textContent = "", document.querySelector("`+blank+`").focus(), document.activeElement.select(), true)`)
		tab.Press("5")
		tab.Press("\r")
		saved("Enter", "5")
		tab.Pick(fmt.Sprintf("#rule-%d-what", c[0].ID), "q2=o2")
		tab.Until("the other answer is kept", `document.getElementById("rules-said").textContent !== ""`)
		if got := s.cards().Cards[0].Rule.Value; got != "o2" {
			t.Errorf("another answer is chosen, and the card is on %q", got)
		}
		tab.Pick(fmt.Sprintf("#rule-%d-what", c[0].ID), "q2=o1")
		tab.Until("the first answer is kept", `document.getElementById("rules-said").textContent !== ""`)
		tab.Check()
		tab.Screenshot(fmt.Sprintf("blanks-%s-%d", look.lang, look.width))
		webtest.Eval[bool](tab, `(document.querySelector("`+blank+`").value = "many", document.querySelector("`+blank+`").dispatchEvent(new Event("change", {bubbles: true})), true)`)
		tab.Wait("#at_least[aria-invalid]")
		if !webtest.Eval[bool](tab, `window.here && document.activeElement.id === "at_least" && document.activeElement.value === "many"`) {
			t.Error("what cannot be leaves the page, or the focus is not on its blank with what was typed")
		}
		tab.Check()
		tab.Screenshot(fmt.Sprintf("blanks-wrong-%s-%d", look.lang, look.width))
		for _, kind := range team.Kinds() {
			if kind.Predicts() || i > 0 && kind != team.Balance {
				continue
			}
			tab.Go(s.url + s.at("/teams/rules/new?kind=%s", kind))
			tab.Wait("#rule-0 .actions")
			tab.Check()
			tab.Screenshot(fmt.Sprintf("blanks-%s-%s-%d", kind, look.lang, look.width))
		}
	}
}

// What is typed on a card and not yet kept is kept before teams are formed by it, though the press that leaves the blank is the one that forms them.
func TestCardsAreKeptBeforeTeamsAreFormed(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 8)
	c, _ := s.keptCards(s.organizer())
	tab := s.signedInTab(b, 1440, "en")
	tab.Go(s.url + s.at("/teams"))
	blank := fmt.Sprintf("#rule-%d-at_least", c[0].ID)
	webtest.Eval[bool](tab, `(document.querySelector("`+blank+`").focus(), document.activeElement.select(), true)`)
	tab.Press("2")
	tab.Follow(".form-teams .big")
	all, err := s.db.Proposals(t.Context(), s.season.ID)
	s.must("read the proposals", err)
	if len(all) != 1 || !strings.Contains(string(all[0].Request), `"at_least":2`) || strings.Contains(string(all[0].Request), `"at_least":1`) {
		t.Errorf("teams are formed by %s, want at least 2 on the first card", all[0].Request)
	}
}

// A blank of several choices stands in its sentence as one piece, with what the sentence goes on with behind it.
func TestABlankIsOnePiece(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 8)
	s.keepCards(team.Rule{Kind: team.Spread, Columns: []string{"q1", "q2"}})
	for _, width := range []int64{360, 1440} {
		tab := s.signedInTab(b, width, "en")
		tab.Go(s.url + s.at("/teams"))
		pieces := webtest.Eval[float64](tab, `document.querySelector("details.menu.blank").getClientRects().length`)
		gap := webtest.Eval[float64](tab, `(() => {
			const blank = document.querySelector("details.menu.blank"), behind = document.createRange();
			behind.selectNode(blank.nextSibling);
			return Math.abs(behind.getBoundingClientRect().left - blank.getBoundingClientRect().right);
		})()`)
		if pieces != 1 || gap > 8 {
			t.Errorf("at %d px a blank is in %v pieces, and the sentence goes on %v px behind it", width, pieces, gap)
		}
	}
}
