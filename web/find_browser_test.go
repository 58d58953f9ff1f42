package web_test

import (
	"net/url"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/webtest"
)

// Names are found as they are typed, on a board and for a rule: also by first consonants, without accents and inside a syllable that is being put together.
// Who is chosen stays in sight, and while somebody is picked up every place does.
func TestFindMembers(t *testing.T) {
	b := webtest.New(t)
	s, _ := newTeams(t, 0)
	for _, name := range []string{"길가온", "한지민", "Élise Moon", "하지원", "Ann Lee", "Bo Lee", "Cy Park", "Di Park"} {
		_, err := s.db.AddMember(t.Context(), survey.Member{Season: s.season.ID, Name: name}, s.now)
		s.must("add a member", err)
	}
	s.form()
	id := s.organizer().press(url.Values{"ideal": {"4"}, "seed": {"1"}, "seconds": {"1"}})
	s.ended(id)
	for _, look := range []struct {
		width int64
		lang  string
	}{{360, "ko"}, {1440, "en"}} {
		tab := s.signedInTab(b, look.width, look.lang)
		for _, page := range []struct{ path, items, name string }{
			{s.at("/proposals/%d", id), "[data-member]", ".member-name"},
			{s.at("/teams/rules/new?kind=%s", team.Together), ".people-list label", ".member-name"},
		} {
			tab.Go(s.url + page.path)
			for _, c := range []struct{ typed, want string }{
				{"elise", "Élise Moon"}, {"LEE ann", "Ann Lee"}, {"ㅎㅈ", "하지원 한지민"}, {"긹", "길가온"}, {"ㄱㄱㅇ", "길가온"}, {"핮", "하지원"}, {"nobody", ""},
			} {
				tab.Set("[data-find]", c.typed)
				got := webtest.Eval[string](tab, `[...document.querySelectorAll("`+page.items+`")].filter((item) => item.checkVisibility()).map((item) => (item.querySelector("`+page.name+`") ?? item).textContent.trim()).sort().join(" ")`)
				if got != c.want {
					t.Errorf("on %s %q finds %q, want %q", page.path, c.typed, got, c.want)
				}
			}
			if said := tab.Text(".finder [role=status]"); said == "" {
				t.Errorf("%s does not say that nobody is found", page.path)
			}
			tab.Check()
		}
		tab.Set("[data-find]", "elise")
		tab.Click(".people-list label:not(.missed)")
		tab.Set("[data-find]", "길")
		if got := tab.Text(".people-list"); !strings.Contains(got, "Élise") {
			t.Errorf("who is chosen is not in sight while another is looked for: %q", got)
		}
		webtest.Eval[bool](tab, `(document.querySelector("[data-find]").focus(), true)`)
		at := tab.URL()
		tab.Press("\r")
		if tab.URL() != at {
			t.Error("Enter in the field sends the rule")
		}
		tab.Go(s.url + s.at("/proposals/%d", id))
		tab.Set("[data-find]", "길가온")
		tab.Click("[data-member]:not(.missed) .member-name")
		tab.Until("every place in sight", `[...document.querySelectorAll("#board [data-member]")].every((item) => item.checkVisibility())`)
		before := s.lineup(id)
		tab.Click(`[data-team]:not(:has(.picked)) [data-member] .member-name`)
		s.untilChanged(t, id, before)
		tab.Until("what is looked for is looked for still", `[...document.querySelectorAll("[data-member]")].filter((item) => item.checkVisibility()).length === 1`)
	}
}
