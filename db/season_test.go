package db

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/clustering/team"
	"dure/survey"
)

func testDeck(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	if diff := cmp.Diff(team.Deck{}, must[team.Deck](t)(d.Deck(ctx, season.ID))); diff != "" {
		t.Errorf("the cards of a new season (-want +got):\n%s", diff)
	}
	none, free := 0, true
	rules := []team.Rule{
		{Kind: team.Hours, Columns: []string{"q5"}, Min: 1.5, Free: &free},
		{Kind: team.Count, Column: "q2", Value: "o1", Exactly: &none},
	}
	ok(t, d.EditDeck(ctx, season.ID, func(deck *team.Deck) error {
		for _, r := range rules {
			deck.Add(r)
		}
		return nil
	}))
	kept := must[team.Deck](t)(d.Deck(ctx, season.ID))
	if diff := cmp.Diff(rules, kept.Rules()); diff != "" || !kept.Kept || kept.Revision != 2 {
		t.Errorf("the cards are kept (%t) at revision %d with (-want +got):\n%s", kept.Kept, kept.Revision, diff)
	}
	refused := errors.New("refused")
	err := d.EditDeck(ctx, season.ID, func(deck *team.Deck) error { deck.Add(rules[0]); return refused })
	if got := must[team.Deck](t)(d.Deck(ctx, season.ID)); !errors.Is(err, refused) || !cmp.Equal(got, kept) {
		t.Errorf("an edit that is refused gives %v and %+v, want the reason and %+v as before", err, got, kept)
	}

	must[team.ProposalID](t)(d.FormTeams(ctx, season.ID, "First", nil, `{"ideal":"5"}`, now))
	if got := must[string](t)(d.FormSettings(ctx, season.ID)); got != `{"ideal":"5"}` {
		t.Errorf("what was typed to form teams reads %q", got)
	}
	if got := must[team.Deck](t)(d.Deck(ctx, season.ID)); !cmp.Equal(got, kept) {
		t.Errorf("what was typed to form teams changes the cards to %+v", got)
	}
	nobody := season.ID + 1
	_, err1 := d.Deck(ctx, nobody)
	_, err2 := d.FormSettings(ctx, nobody)
	err3 := d.EditDeck(ctx, nobody, func(*team.Deck) error { return nil })
	_, err4 := d.FormTeams(ctx, nobody, "First", nil, "{}", now)
	for _, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the cards of no season: %v", err)
		}
	}
}

// Organizers who make the first edit at once keep the suggested cards once, and every edit.
func testDeckOfTwo(t *testing.T, d *DB) {
	ctx := t.Context()
	_, season := newSeason(t, d)
	const n = 8
	var suggested []team.Card
	for i := range n {
		suggested = append(suggested, team.Card{ID: team.CardID(i + 1), Rule: team.Rule{Kind: team.Match, Column: fmt.Sprint("q", i)}})
	}
	var all sync.WaitGroup
	for _, c := range suggested {
		all.Go(func() {
			err := d.EditDeck(ctx, season.ID, func(deck *team.Deck) error {
				deck.Suggest(suggested)
				return deck.Change(c.ID, c.Revision, team.Rule{Kind: team.Section, Column: c.Rule.Column})
			})
			if err != nil {
				t.Errorf("change card %d: %v", c.ID, err)
			}
		})
	}
	all.Wait()
	deck := must[team.Deck](t)(d.Deck(ctx, season.ID))
	for i, c := range deck.Cards {
		if c.ID != suggested[i].ID || c.Rule.Kind != team.Section {
			t.Errorf("card %d is %+v, want card %d as it was changed", i, c, suggested[i].ID)
		}
	}
	if len(deck.Cards) != n || deck.Revision != n {
		t.Errorf("%d cards at revision %d, want %d at %d", len(deck.Cards), deck.Revision, n, n)
	}
}
