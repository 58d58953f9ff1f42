package web_test

import (
	"fmt"
	"math"
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

// Who is picked up stays under the pointer, though cards grow and shrink: a finger that hardly moved would else drop them on somebody else. Members in no team
// are picked up like others. Without a server nothing is lost but the move, and published teams that are left as they were say so.
func TestTheBoardStaysWhereItIs(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 40)
	s.form()
	v := s.organizer()
	id := v.press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	late := s.member("Latecomer")
	phone := s.signedInTab(b, 360, "en")
	phone.Touch(360, 740)
	phone.Go(s.url + s.at("/proposals/%d", id))
	before := s.lineup(id)
	last := nameOf(before[len(before)-1][3])
	for _, what := range []string{"picked up", "let go"} {
		middle := fmt.Sprintf(`(e => (e.scrollIntoView({ block: "center" }), e.getBoundingClientRect().top))(document.querySelector(%q))`, last)
		at := webtest.Eval[float64](phone, middle)
		phone.Tap(last)
		phone.Until(what, fmt.Sprintf(`!!document.querySelector("#board .cost") === %t`, what == "picked up"))
		now := webtest.Eval[float64](phone, fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().top`, last))
		if math.Abs(now-at) > 2 {
			t.Errorf("a member at %g is at %g when %s", at, now, what)
		}
	}
	said := func(part string) {
		phone.Until("said: "+part, fmt.Sprintf(`document.getElementById("board-said").textContent.includes(%q)`, part))
	}
	webtest.Eval[bool](phone, `(window.reached = window.fetch, window.fetch = () => Promise.reject(new TypeError()), true)`)
	phone.Tap(last)
	said("cannot be reached")
	webtest.Eval[bool](phone, `(window.fetch = window.reached, true)`)
	phone.Tap(fmt.Sprintf(`#main [data-member="%d"] .member-name`, late.ID))
	phone.Wait("#board .drop-here")
	phone.Tap(`[data-team="1"] .drop-here`)
	s.untilChanged(t, id, before)
	if now := s.lineup(id); !slices.Contains(now[1], late.ID) {
		t.Errorf("who was in no team is not in %v", now[1])
	}
	said("Latecomer")
	v.post(v.at("/proposals/%d/publish", id), nil).want(200)
	phone.Go(s.url + s.at("/proposals/%d", id))
	before = s.lineup(id)
	drop := func() {
		phone.Tap(nameOf(late.ID))
		phone.Wait("#board .drop-here .cost")
		phone.Tap(`[data-team="2"] .drop-here`)
		phone.Wait("#preview-dialog[open]")
	}
	drop()
	phone.Key("Escape", false)
	said("Latecomer is let go. Nothing has changed.")
	phone.Until("the focus is back", fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, nameOf(late.ID)))
	drop()
	phone.Click("#preview-dialog form button")
	s.untilChanged(t, id, before)
	said("Latecomer")
	said("now")
}
