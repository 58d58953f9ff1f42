package web_test

import (
	"fmt"
	"testing"
	"time"

	"dure/survey"
	"dure/web/webtest"
)

// On the board what is locked stays, whether it is pressed, dragged or reached by keys, and whether or not members see the teams: the board says what to unlock,
// where that can be done at once.
func TestLocksHoldOnTheBoard(t *testing.T) {
	b := webtest.New(t)
	for _, published := range []bool{false, true} {
		s, _, m, id, at := heldTeams(t, published)
		desk, phone := s.signedInTab(b, 1440, "en"), s.signedInTab(b, 360, "ko")
		phone.Touch(360, 740)
		phone.Scheme("dark")
		before := fmt.Sprint(s.lineup(id))
		said := func(tab *webtest.Tab, part string) {
			t.Helper()
			tab.Until("said: "+part, fmt.Sprintf(`document.getElementById("board-said").textContent.includes(%q)`, part))
		}
		desk.Go(s.url + at)
		desk.Click(nameOf(m[0].ID))
		said(desk, heldMember)
		desk.Wait(`#places [name="unlock_team"], #places button[value="no"]`)
		desk.Check()
		desk.Screenshot("board-held")
		drags := func(from, to survey.MemberID, part string) {
			t.Helper()
			for range 5 { // the pointer of a test goes to where the other was when the drag began
				desk.Go(s.url + at)
				desk.Drag(nameOf(from), nameOf(to))
				for range 60 {
					if webtest.Eval[bool](desk, fmt.Sprintf(`document.getElementById("board-said").textContent.includes(%q)`, part)) {
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
			}
			t.Errorf("published %v: a drag of %d to %d does not say %q but %q", published, from, to, part, desk.Text("#board-said"))
		}
		drags(m[0].ID, m[4].ID, heldMember)
		drags(m[4].ID, m[2].ID, heldTeam)
		desk.Go(s.url + at)
		webtest.Eval[bool](desk, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, nameOf(m[4].ID)))
		desk.Key("Enter", false)
		desk.Wait(nameOf(m[1].ID) + " .cost")
		if n := webtest.Eval[int](desk, `document.querySelectorAll('[data-team="1"] :is(.cost, .drop-here)').length`) +
			webtest.Eval[int](desk, fmt.Sprintf(`document.querySelectorAll('%s .cost').length`, nameOf(m[0].ID))); n > 0 {
			t.Errorf("the board offers %d places that are locked", n)
		}
		phone.Go(s.url + at)
		phone.Tap(nameOf(m[2].ID))
		said(phone, "먼저 2팀의 잠금을 푸세요")
		phone.Check()
		phone.Screenshot("board-held-phone")
		if after := fmt.Sprint(s.lineup(id)); after != before {
			t.Errorf("published %v: the board moved what is locked, from %s to %s", published, before, after)
		}
		phone.Tap(`#places [name="unlock_team"], #places button[value="no"]`)
		phone.Until("the team is unlocked", `document.querySelector('[data-team="1"] .lock-mark') === null`)
		phone.Tap(nameOf(m[2].ID))
		phone.Wait(nameOf(m[4].ID) + " .cost")
		phone.Tap(`#places button[value="yes"]`)
		phone.Until("the member is locked", fmt.Sprintf(`document.querySelector('#board [data-member="%d"] .lock-mark') !== null`, m[2].ID))
		phone.Check()
		phone.Go(s.url + fmt.Sprintf("%s/move?member=%d", at, m[2].ID))
		phone.Check()
		phone.Screenshot("move-held-phone")
	}
}
