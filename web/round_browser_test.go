package web_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// A proposal goes its way by pointer, by finger and by keys alone, in both languages: compared, named, with a round more without somebody and that gone back
// on, published and withdrawn, published at a time and that called off; and one is deleted. Each page of it stands up to axe-core.
func TestAProposalByPointerFingerAndKeys(t *testing.T) {
	b := webtest.New(t)
	s, m := newTeams(t, 6)
	s.form()
	request := team.Request{Sizes: team.Sizes{Ideal: 3}, Seed: 1, Seconds: 1}
	first := [][]survey.Member{m[:3], m[3:]}
	id, other := s.dividedBy(request, first...), s.dividedBy(request, m[1:4], []survey.Member{m[0], m[4], m[5]})
	teams, at := s.lineup(id), s.url+s.at("/proposals/%d", id)
	for _, lang := range []string{"en", "ko"} {
		for _, hand := range s.hands(b, lang) {
			t.Run(lang+" "+hand.name, func(t *testing.T) {
				tab, follow := hand.tab, func(sel string) {
					hand.follow(sel)
					hand.tab.Check()
				}
				spare, name := s.dividedBy(request, first...), "Kept by "+hand.name
				tab.Go(at)
				follow(`a[href$="/compare"]`)
				hand.choose("#with", fmt.Sprint(other))
				follow(".compare-form button")
				if url := tab.URL(); !strings.HasSuffix(url, fmt.Sprintf("with=%d", other)) {
					t.Errorf("to compare with another leads to %s", url)
				}
				follow(fmt.Sprintf(`.actions a[href$="/proposals/%d"]`, id))
				hand.write("#name", name)
				follow(`form[action$="/rename"] button`)
				if title := tab.Text("h1"); title != name {
					t.Errorf("a name that was typed makes the proposal %q, want %q", title, name)
				}
				follow(`a[href$="/rounds"]`)
				hand.press(`form[action$="/rounds"] summary`)
				hand.tick(fmt.Sprintf(`[name=missing][value="%s"]`, m[0].ID.Code()))
				hand.follow(`form[action$="/rounds"] button`)
				if l := s.ended(id).Lineup; len(l.Later) != 1 || (team.Lineup{Teams: l.Later[0]}).Team(m[0].ID) >= 0 {
					t.Errorf("a round more without %s is %v", m[0].Name, l.Later)
				}
				tab.Go(at)
				follow(`a[href$="/rounds"]`)
				tab.Wait("main svg")
				tab.Go(at)
				follow(`a[href$="/edits"]`)
				follow(".edits li:last-child button")
				if now := s.ended(id).Lineup; len(now.Later) > 0 || fmt.Sprint(s.lineup(id)) != fmt.Sprint(teams) {
					t.Errorf("back at the first of what was done the teams are %+v", now)
				}
				follow(`a[href$="/publish"]`)
				follow(`form[action$="/publish"] button`)
				if !s.isPublished(id) {
					t.Error("the teams are not published")
				}
				follow(`form[action$="/unpublish"] button`)
				if s.isPublished(id) {
					t.Error("the teams are not withdrawn")
				}
				follow(`a[href$="/publish"]`)
				hand.date("#due", "2027-12-31T18:00", "12312027\t0600PM")
				follow(`form[action$="/plan"] button`)
				if plan, err := s.db.RosterPlan(t.Context(), s.season.ID); err != nil || plan.Proposal != id || plan.Due.Year() != 2027 {
					t.Errorf("planned is %+v (%v)", plan, err)
				}
				tab.Go(s.url + s.at(""))
				follow(fmt.Sprintf(`main a[href$="/proposals/%d"]`, id))
				follow(`form[action$="/unplan"] button`)
				if _, err := s.db.RosterPlan(t.Context(), s.season.ID); !errors.Is(err, survey.ErrNotFound) {
					t.Errorf("the plan is not called off: %v", err)
				}
				tab.Go(s.url + s.at("/proposals/%d", spare))
				follow(`a[href$="/delete"]`)
				follow(`form[action$="/delete"] button`)
				if all, err := s.db.Proposals(t.Context(), s.season.ID); err != nil || slices.ContainsFunc(all, func(p team.Saved) bool { return p.ID == spare }) {
					t.Errorf("the proposal is not deleted (%v)", err)
				}
			})
		}
	}
}

// choose takes one of a list.
func (h hand) choose(sel, value string) {
	if h.name != "keys" {
		h.tab.Pick(sel, value)
		return
	}
	tabTo(h.tab, sel)
	for range 20 {
		if webtest.Eval[bool](h.tab, fmt.Sprintf(`document.activeElement.value === %q`, value)) {
			return
		}
		h.tab.Press(kb.ArrowDown)
	}
}

// write types over what a field holds.
func (h hand) write(sel, text string) {
	if h.name == "keys" {
		tabTo(h.tab, sel)
	} else {
		h.press(sel)
	}
	webtest.Eval[bool](h.tab, `(document.activeElement.select(), true)`)
	h.tab.Commit(text)
}

// tick ticks a box.
func (h hand) tick(sel string) {
	if h.name != "keys" {
		h.press(sel)
		return
	}
	tabTo(h.tab, sel)
	h.tab.Press(" ")
}

// date types a time, or takes it as from the list of a phone.
func (h hand) date(sel, value, typed string) {
	if h.name != "keys" {
		h.tab.Pick(sel, value)
		return
	}
	tabTo(h.tab, sel)
	h.tab.Press(typed)
}
