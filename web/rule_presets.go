package web

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// ready are the rules of a kind that the season's questions and the club's past allow, without those on what a card of the kind is on already.
func (s *server) ready(c echo.Context, f forming, kind team.Kind) (rules []team.Rule) {
	for _, card := range s.suggested(c, f.read) {
		if card.Rule.Kind == kind {
			rules = append(rules, card.Rule)
		}
	}
	if ofPast := func(field team.Field) bool { return field.Control == team.SeasonsControl }; len(f.past) > 0 && slices.ContainsFunc(kind.Fields(), ofPast) {
		past := kind.Start(f.season.Table)
		for _, season := range f.past {
			past.Seasons = append(past.Seasons, season.ID)
		}
		rules = append(rules, past)
	}
	return slices.DeleteFunc(rules, func(r team.Rule) bool {
		return slices.ContainsFunc(f.deck.Cards, func(card team.Card) bool { return card.Rule.Kind == kind && sharesColumn(card.Rule, r) })
	})
}

// sharesColumn reports whether two rules are on a column in common, or both on none.
func sharesColumn(a, b team.Rule) bool {
	on := append(slices.Clone(b.Columns), b.Column)
	return slices.ContainsFunc(append(slices.Clone(a.Columns), a.Column), func(name string) bool { return slices.Contains(on, name) && (name != "" || len(on) == 1) })
}

// presets words what can be added at once.
func (s *server) presets(c echo.Context, p view.Page, f forming, names view.Names) (all []view.RulePreset) {
	for _, kind := range team.Kinds() {
		if kind.Preset() == "" {
			continue
		}
		var says []string
		for _, r := range s.ready(c, f, kind) {
			says = append(says, names.Used(p, r))
		}
		if len(says) > 0 {
			all = append(all, view.RulePreset{Name: kind.Preset(), Says: says})
		}
	}
	return all
}

// addPreset adds the cards of a preset that are not there yet, and offers to take them away again.
func (s *server) addPreset(c echo.Context, f forming) error {
	i := slices.IndexFunc(team.Kinds(), func(k team.Kind) bool { return k.Preset() != "" && string(k.Preset()) == c.FormValue("preset") })
	if i < 0 {
		return survey.ErrNotFound
	}
	lead := to("/seasons/:season/teams") // where there is nothing to add
	err := s.editDeck(c, f.read, func(d *team.Deck) error {
		f.deck = *d // by the cards as they are now
		if rules := s.ready(c, f, team.Kinds()[i]); len(rules) > 0 {
			d.AddAll(rules)
			lead = to(presetAdded)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return lead(c, 0)
}

// presetAdded is where a preset leads: it offers to take away again what was added last.
const presetAdded = "/seasons/:season/teams?added=last"

// addedLast are the cards that a preset has just added, as far as they are there.
func addedLast(c echo.Context, f forming) []team.Card {
	if c.QueryParam("added") != "last" {
		return nil
	}
	return f.deck.AddedLast()
}

// undoPreset takes the cards of a preset away again. One that somebody has changed since stays.
func (s *server) undoPreset(c echo.Context, f forming) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	err = s.editDeck(c, f.read, func(d *team.Deck) error {
		for i, text := range form["card"] {
			id, _ := strconv.ParseInt(text, 10, 64)
			revision, _ := strconv.Atoi(form.Get("revision" + strconv.Itoa(i)))
			if card, ok := d.Card(team.CardID(id)); ok && card.Revision == revision {
				if err := d.Remove(card.ID, revision); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return s.toTeams(c, err)
}
