package web_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// A member is picked up and dropped by pointer, by finger and by keys alone: each place says before what it costs, a drop on a person trades places,
// one on a team moves, and all is kept at once, where one was on the page, and undone there.
func TestTheBoardByPointerFingerAndKeys(t *testing.T) {
	b := webtest.New(t)
	s, all := newTeams(t, 24)
	names := map[survey.MemberID]string{}
	for _, m := range all {
		names[m.ID] = m.Name
	}
	s.form()
	id := s.organizer().press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	desk, phone := s.signedInTab(b, 1440, "en"), s.signedInTab(b, 360, "ko")
	phone.Touch(360, 740)
	at := s.url + s.at("/proposals/%d", id)
	for _, way := range []struct {
		name string
		tab  *webtest.Tab
		do   func(tab *webtest.Tab, from, to string)
	}{
		{"dragged", desk, func(tab *webtest.Tab, from, to string) { tab.Drag(from, to) }},
		{"clicked", desk, func(tab *webtest.Tab, from, to string) {
			tab.Click(from)
			tab.Wait(to + " .cost")
			tab.Check()
			tab.Screenshot("board-picked")
			webtest.Eval[bool](tab, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({ block: "center" }), true)`, to)) // from under the list of best places
			tab.Click(to)
		}},
		{"by keys", desk, func(tab *webtest.Tab, from, to string) {
			webtest.Eval[bool](tab, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, from))
			tab.Key("Enter", false)
			tab.Wait(to + " .cost")
			for range 200 {
				if webtest.Eval[bool](tab, fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, to)) {
					break
				}
				tab.Key("ArrowDown", false)
			}
			tab.Key("Enter", false)
		}},
		{"tapped", phone, func(tab *webtest.Tab, from, to string) {
			tab.Tap(from)
			tab.Wait(to + " .cost")
			tab.Check()
			tab.Screenshot("board-picked-phone")
			tab.Tap(to)
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			before := s.lineup(id)
			a, other := before[0][0], before[2][1]
			way.tab.Go(at)
			way.do(way.tab, nameOf(a), nameOf(other))
			s.untilChanged(t, id, before)
			after := s.lineup(id)
			if !slices.Contains(after[2], a) || !slices.Contains(after[0], other) || len(after[0]) != len(before[0]) {
				t.Errorf("%s onto each other, %d and %d are in %v and %v", way.name, a, other, after[0], after[2])
			}
			way.tab.Until("what was done is said", fmt.Sprintf(`document.getElementById("board-said").textContent.includes(%q)`, names[other]))
			way.tab.Until("the member who moved has the focus", fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, nameOf(a)))
			way.tab.Check()
			way.tab.Click(`form[action$="/undo"] button`)
			s.untilChanged(t, id, after)
			if now := s.lineup(id); !slices.Contains(now[0], a) {
				t.Errorf("after undo %d is not back in %v", a, now[0])
			}
		})
	}
	t.Run("by somebody else", func(t *testing.T) {
		before := s.lineup(id)
		desk.Go(at)
		s.organizer().post(s.at("/proposals/%d/move", id), url.Values{"member": {before[0][0].Code()}, "target": {"1"}, "revision": {s.current(id)}}).want(200)
		desk.Until("what somebody else did is shown", fmt.Sprintf(`document.querySelector('[data-team="1"] [data-member="%d"]') !== null`, before[0][0]))
	})
}

func nameOf(m survey.MemberID) string {
	return fmt.Sprintf(`#board [data-member="%d"] .member-name`, m)
}

// untilChanged waits until the teams are not as they were.
func (s *site) untilChanged(t *testing.T, id team.ProposalID, before [][]survey.MemberID) {
	t.Helper()
	for range 200 {
		if fmt.Sprint(s.lineup(id)) != fmt.Sprint(before) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the teams stay %v", before)
}
