package web_test

import (
	"net/url"
	"regexp"
	"testing"

	"dure/clustering/team"
	"dure/web/webtest"
)

// presetSeason asks what every preset needs, in a club with a past season. All cards that were suggested have been taken out on the page.
func presetSeason(t *testing.T) *site {
	s := newSite(t)
	now := s.season
	var err error
	s.season, err = s.db.CreateSeason(t.Context(), s.club.ID, "Autumn", s.now)
	s.must("make a past season", err)
	s.roster(3, 3)
	s.season = now
	s.ask(everyKind()...)
	s.member("Ann")
	s.member("Bo")
	v, remove := s.organizer(), regexp.MustCompile(`action="([^"]+/teams/rules/\d+/delete)"`)
	for range 50 {
		page := v.get(s.at("/teams"))
		first := remove.FindStringSubmatch(page.body)
		if first == nil {
			return s
		}
		page.submit(v, first[1], nil).want(200)
	}
	t.Fatal("the suggested cards cannot all be taken out")
	return s
}

// Each preset adds the cards that the season's questions allow, says which question each uses, is not offered once it stands there, and can be undone; a card
// that was changed meanwhile stays.
func TestRulePresets(t *testing.T) {
	s := presetSeason(t)
	v := s.organizer()
	v.get(s.at("/teams")).want(200, "Balanced skills", "Same free hours", "Uses “", "Everyone meets someone new", "(Autumn)", "Projects by choice")
	for _, c := range []struct {
		preset string
		kind   team.Kind
	}{{"preset_skills", team.Balance}, {"preset_hours", team.Hours}, {"preset_new", team.NewTeammates}, {"preset_projects", team.Ranked}} {
		add, undo := url.Values{"preset": {c.preset}}, s.at("/teams/rules/presets/undo")
		page := v.post(s.at("/teams/rules/presets"), add).want(200, "was added.", "Undo").lacks(`value="` + c.preset + `"`)
		if cards := s.cards().Cards; len(cards) != 1 || cards[0].Rule.Kind != c.kind {
			t.Fatalf("%s makes the cards %+v, want one of the kind %s", c.preset, cards, c.kind)
		}
		v.post(s.at("/teams/rules/presets"), add).want(200).lacks("was added.")
		page.submit(v, undo, nil).want(200, `value="`+c.preset+`"`)
		page.submit(v, undo, nil).want(200)
		if cards := s.cards().Cards; len(cards) != 0 {
			t.Fatalf("after %s was undone there are the cards %+v", c.preset, cards)
		}
	}
	page := v.post(s.at("/teams/rules/presets"), url.Values{"preset": {"preset_hours"}})
	v.post(s.rulePath(s.cards().Cards[0], "/strength"), url.Values{"strength": {"may"}, "revision": {"10"}})
	s.must("change the card", s.db.EditDeck(t.Context(), s.season.ID, func(d *team.Deck) error {
		rule := d.Cards[0].Rule
		rule.Min = 7
		return d.Change(d.Cards[0].ID, d.Cards[0].Revision, rule)
	}))
	page.submit(v, s.at("/teams/rules/presets/undo"), nil).want(200)
	if cards := s.cards().Cards; len(cards) != 1 || cards[0].Rule.Min != 7 {
		t.Errorf("a card that was changed since the preset added it is %+v after the undo, want it to stay", cards)
	}
	v.post(s.at("/teams/rules/presets"), url.Values{"preset": {"preset_nothing"}}).want(404)
}

// By keys alone a preset is added to no cards at all and undone, on a phone in Korean and on a desk in English.
func TestRulePresetsInABrowser(t *testing.T) {
	b := webtest.New(t)
	s := presetSeason(t)
	for _, look := range []struct {
		width int64
		lang  string
	}{{360, "ko"}, {1440, "en"}} {
		tab := s.signedInTab(b, look.width, look.lang)
		tab.Go(s.url + s.at("/teams"))
		tab.Check()
		tab.Screenshot("presets-" + look.lang)
		webtest.Eval[bool](tab, `(document.querySelector(".rule-presets [value=preset_hours]").focus(), true)`)
		tab.Press("\r")
		tab.Wait(".rule-added button")
		tab.Check()
		tab.Screenshot("presets-added-" + look.lang)
		tab.Follow(".rule-added button")
		tab.Wait(".rule-presets [value=preset_hours]")
		if n := len(s.cards().Cards); n != 0 {
			t.Errorf("after the undo there are %d cards", n)
		}
	}
}
