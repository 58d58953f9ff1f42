package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// What two organizers edit at once is shown to the second in pages that stand up to axe-core, on a phone and on a desk.
func TestEditsOfTwoInABrowser(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 4)
	v := s.organizer()
	c, _ := s.keptCards(v)
	s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{survey.English: "Motto", survey.Korean: "좌우명"}})
	n := 10
	other := func() { // changes every card, the order of the questions, and the first question
		n++
		s.must("change the cards", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
			for i := range d.Cards {
				least := n + i
				d.Revision++
				d.Cards[i].Revision, d.Cards[i].Rule.AtLeast = d.Revision, &least
			}
			return nil
		}))
		asked := s.stored()
		s.must("move a question", s.db.MoveQuestion(t.Context(), s.season.ID, asked.Questions[0].ID, asked.Revision, 2))
		q, _ := s.stored().Question(1)
		q.Title = survey.Text{survey.English: fmt.Sprint("Hours ", n), survey.Korean: fmt.Sprint("시간 ", n)}
		_, err := s.db.ChangeQuestion(t.Context(), s.season.ID, q)
		s.must("change a question", err)
	}
	for _, look := range []struct {
		lang  string
		width int64
	}{{"ko", 360}, {"en", 1440}} {
		tab := s.signedInTab(b, look.width, look.lang)
		for _, step := range []struct{ name, page, press string }{
			{"card", s.rulePath(c[0], ""), "main form button[type=submit]"},
			{"card-remove", s.at("/teams"), `details[open] form[action$="/delete"] button`},
			{"cards-reset", s.at("/teams"), `form[action$="/reset"] button`},
			{"cards-move", s.at("/teams"), `details[open] form[action$="/move"] button:enabled`},
			{"question", s.at("/survey/questions/1"), "main form button[type=submit]"},
			{"question-remove", s.at("/survey/questions/1/delete"), "main form button"},
			{"questions-move", s.at("/survey"), `#asks details[open] form[action$="/move"] button:enabled`},
		} {
			tab.Go(s.url + step.page)
			other()
			if step.name == "questions-move" { // which stays on the page
				tab.Click("#asks summary")
				tab.Click(step.press)
				tab.Wait("main [role=alert]")
			} else {
				if strings.HasPrefix(step.press, "details[open]") {
					tab.Click(".rule-card summary")
				}
				tab.Follow(step.press)
			}
			tab.Check()
			tab.Screenshot(step.name + "-" + look.lang)
			if got := tab.Text("main [role=alert]"); !strings.Contains(got, map[string]string{"ko": "다른 사람이", "en": "Somebody changed"}[look.lang]) {
				t.Errorf("%s in %s says %q, want that somebody changed it", step.name, look.lang, got)
			}
		}
	}
}

// A card is dragged to its place, and a drag that was overtaken shows the order as it is now.
func TestSortCardsByDrag(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 4)
	s.keptCards(s.organizer())
	tab := s.signedInTab(b, 1440, "en")
	tab.Go(s.url + s.at("/teams"))
	webtest.Eval[bool](tab, `window.dragged = true`)
	tab.Drag(".rule-card:nth-child(3) .rule-say", ".rule-card:nth-child(1) .rule-say")
	tab.Until("the page after the drag", `!window.dragged && document.readyState === "complete"`)
	moved := s.counts()
	if strings.HasSuffix(moved, "3") {
		t.Fatalf("after the last card was dragged up the cards say %q", moved)
	}
	tab.Go(s.url + s.at("/teams"))
	s.must("add a card", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error { d.Add(d.Cards[0].Rule); return nil }))
	tab.Drag(".rule-card:nth-child(3) .rule-say", ".rule-card:nth-child(1) .rule-say")
	tab.Wait("main [role=alert] button")
	s.wantCounts("after a drag that was overtaken", moved+" "+moved[:1])
	tab.Follow("main [role=alert] button")
	if got := s.counts(); got[4] == moved[4] {
		t.Errorf("after it was moved all the same the cards say %q, want %q in another place than in %q", got, moved[4:], moved)
	}
}

// By keys alone a card is made weaker in its menu, and moved down; the menu stands up to axe-core.
func TestCardsByKeys(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 4)
	s.keptCards(s.organizer())
	for _, look := range []struct {
		width int64
		lang  string
	}{{360, "ko"}, {1440, "en"}} {
		tab := s.signedInTab(b, look.width, look.lang)
		tab.Go(s.url + s.at("/teams"))
		before := s.counts()
		webtest.Eval[bool](tab, `(document.querySelector(".rule-card summary").focus(), window.left = true)`)
		tab.Press("\r")
		tab.Wait(".rule-card:first-child .menu[open] .entry")
		tab.Check()
		tab.Press("\x1b")
		if !webtest.Eval[bool](tab, `!document.querySelector(".menu[open]") && document.activeElement.matches(".rule-card:first-child summary")`) {
			t.Error("Escape does not close the menu, or the focus is not back on it")
		}
		tab.Press("\r")
		for range 5 { // past what changes the card, to the last strength
			tab.Press("\t")
		}
		tab.Press("\r")
		tab.Until("the page after the change", `!window.left && document.readyState === "complete"`)
		if got := s.cards().Cards[0].Rule.Strength; got != team.May {
			t.Errorf("the last entry of strength makes the card %s", got)
		}
		webtest.Eval[bool](tab, `(document.querySelector(".rule-card summary").focus(), window.left = true)`)
		webtest.Eval[bool](tab, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown", altKey: true, bubbles: true}))`)
		tab.Until("the page after the move", `!window.left && document.readyState === "complete"`)
		if got, want := s.counts(), before[2:3]+" "+before[:1]+before[3:]; got != want {
			t.Errorf("with Alt and an arrow the cards say %q, want %q", got, want)
		}
		webtest.Eval[bool](tab, `window.left = true`)
		webtest.Eval[bool](tab, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp", altKey: true, bubbles: true}))`)
		tab.Until("the page after the way back", `!window.left && document.readyState === "complete"`)
		if got := s.counts(); got != before {
			t.Errorf("with Alt and the other arrow the card that was moved goes to %q, want back to %q", got, before)
		}
	}
}

// By finger alone a card's blank is filled in, its menu makes it weaker and moves it, and a finger that rests on it drags it.
func TestCardsByFinger(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 4)
	c, _ := s.keptCards(s.organizer())
	for i, lang := range []string{"ko", "en"} {
		tab := s.signedInTab(b, 360, lang)
		tab.Touch(360, 740)
		tab.Go(s.url + s.at("/teams"))
		card := fmt.Sprintf("#rule-%d", c[0].ID)
		tab.Tap(card + "-at_least")
		webtest.Eval[bool](tab, `(document.activeElement.select(), true)`)
		tab.Press(fmt.Sprint(7 + i))
		tab.Tap("h1")
		tab.Until("a line that it is kept", `document.getElementById("rules-said").textContent !== ""`)
		now := func() team.Card {
			cards := s.cards().Cards
			return cards[slices.IndexFunc(cards, func(k team.Card) bool { return k.ID == c[0].ID })]
		}
		if got := *now().Rule.AtLeast; got != 7+i {
			t.Errorf("in %s the blank that was tapped and filled in keeps %d, want %d", lang, got, 7+i)
		}
		entry := func(what string) {
			webtest.Eval[bool](tab, `window.left = true`)
			tab.Tap(card + "-menu > summary")
			tab.Wait(card + "-menu[open] .entry")
			tab.Check()
			tab.TapOn(card + "-menu " + what)
		}
		entry(`[name=strength][value=may]`)
		if got := now().Rule.Strength; got != team.May {
			t.Errorf("in %s the tapped strength makes the card %s, want may", lang, got)
		}
		before := s.counts()
		entry(`[data-key=ArrowDown]:not(:disabled), ` + card + `-menu [data-key=ArrowUp]:not(:disabled)`)
		if after := s.counts(); after == before {
			t.Errorf("in %s the tapped way leaves the cards as %q", lang, after)
		}
		before = s.counts()
		webtest.Eval[bool](tab, `window.left = true`)
		tab.Carry(".rule-card:nth-child(2) .badge", ".rule-card:nth-child(1) .badge", "")
		tab.Until("the page after the drag", `!window.left && document.readyState === "complete"`)
		if after := s.counts(); after == before {
			t.Errorf("in %s a finger's drag leaves the cards as %q", lang, after)
		}
	}
}
