package web_test

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// A member is picked up and dropped by pointer, by finger and by keys alone, in both languages: each place says before what it costs, a drop on a person
// trades places, one on a team moves, and all is kept at once, where one was on the page, undone and done again there.
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
	at := s.url + s.at("/proposals/%d", id)
	first := s.lineup(id)
	for _, lang := range []string{"en", "ko"} {
		for _, hand := range s.hands(b, lang) {
			tab := hand.tab
			for how, drop := range hand.drops() {
				t.Run(lang+" "+how, func(t *testing.T) {
					a, other := first[0][0], first[2][1]
					for what, to := range map[string]string{"a person": nameOf(other), "a team": `[data-team="2"] .team-head`} {
						tab.Go(at)
						drop(nameOf(a), to)
						s.untilChanged(t, id, first)
						after := s.lineup(id)
						if swapped := slices.Contains(after[0], other) && len(after[0]) == len(first[0]); !slices.Contains(after[2], a) || swapped != (what == "a person") {
							t.Errorf("dropped on %s, %d is in %v, with %d in %v", what, a, after[2], other, after[0])
						}
						said := names[a]
						if what == "a person" {
							said = names[other]
						}
						tab.Until("what was done is said", fmt.Sprintf(`document.getElementById("board-said").textContent.includes(%q)`, said))
						tab.Until("the member who moved has the focus", fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, nameOf(a)))
						tab.Check() // once all is drawn: what is pressed before that moves away from under the pointer
						for _, step := range []struct {
							way, said string
							want      [][]survey.MemberID
						}{{"undo", "Undone|되돌렸", first}, {"redo", "Done again|다시 했", after}, {"undo", "Undone|되돌렸", first}} {
							if what == "a team" && step.way == "redo" {
								break // once is enough
							}
							before := s.lineup(id)
							hand.press(fmt.Sprintf(`form[action$="/%s"] button`, step.way))
							s.untilChanged(t, id, before)
							if now := s.lineup(id); fmt.Sprint(now) != fmt.Sprint(step.want) {
								t.Errorf("%s leads to %v, want %v", step.way, now, step.want)
							}
							tab.Until(step.way+" is said", fmt.Sprintf(`/%s/.test(document.getElementById("board-said").textContent)`, step.said))
						}
					}
				})
			}
		}
	}
	t.Run("by somebody else", func(t *testing.T) {
		desk := s.signedInTab(b, 1440, "en")
		desk.Go(at)
		s.organizer().post(s.at("/proposals/%d/move", id), url.Values{"member": {first[0][0].Code()}, "target": {"1"}, "revision": {s.current(id)}}).want(200)
		desk.Until("what somebody else did is shown", fmt.Sprintf(`document.querySelector('[data-team="1"] [data-member="%d"]') !== null`, first[0][0]))
	})
}

func nameOf(m survey.MemberID) string {
	return fmt.Sprintf(`#board [data-member="%d"] .member-name`, m)
}

// untilChanged waits until the teams are not as they were.
func (s *site) untilChanged(t *testing.T, id team.ProposalID, before [][]survey.MemberID) {
	t.Helper()
	for range 600 {
		if fmt.Sprint(s.lineup(id)) != fmt.Sprint(before) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the teams stay %v", before)
}

// A drop that breaks a must-rule puts more at the head of the page; the team that the eye is on stays where it is, and nothing moves while the drop is sent.
// Escape after arrows leads back to who was picked up.
func TestTheEyeStaysAtADrop(t *testing.T) {
	b := webtest.New(t)
	s, m := newTeams(t, 40)
	rows := slices.Collect(slices.Chunk(m, 4))
	id := s.dividedBy(team.Request{Rules: []team.Rule{{Kind: team.Apart, Strength: team.Must, Members: []team.Text{team.Text(m[21].ID.Code()), team.Text(m[25].ID.Code())}}}}, rows...)
	tab := s.signedInTab(b, 1440, "en")
	tab.Go(s.url + s.at("/proposals/%d", id))
	before, to := s.lineup(id), `[data-team="6"] .team-head`
	tabTo(tab, nameOf(m[21].ID))
	tab.Press("\r")
	tab.Wait(to + " .cost")
	for range 3 {
		tab.Press(kb.ArrowDown)
	}
	tab.Key("Escape", false)
	tab.Until("the focus is back", fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, nameOf(m[21].ID)))
	tab.Click(nameOf(m[21].ID))
	tab.Wait(to + " .cost")
	at := func() float64 {
		return webtest.Eval[float64](tab, fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().top`, to))
	}
	tab.Middle(to)
	was := at()
	if !webtest.Eval[bool](tab, `(() => {
		const board = document.getElementById("board"), main = board.closest("main");
		const tops = () => JSON.stringify([...board.parentElement.children].map((part) => part.getBoundingClientRect().top));
		const before = tops();
		main.ariaBusy = "true";
		const busy = tops();
		main.ariaBusy = null;
		return busy === before;
	})()`) {
		t.Error("what stands on the page is elsewhere while a drop is sent")
	}
	tab.Click(to)
	s.untilChanged(t, id, before)
	tab.Wait(`[aria-labelledby="unmet-heading"]`)
	if now := at(); math.Abs(now-was) > 2 {
		t.Errorf("a team at %g is at %g after a drop there", was, now)
	}
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
