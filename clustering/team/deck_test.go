package team

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// suggested are two cards as somebody who has kept none sees them.
func suggested() []Card {
	return []Card{{ID: 1, Rule: on("a")}, {ID: 5, Rule: on("b")}}
}

func on(column string) Rule { return Rule{Kind: Match, Column: column} }

// ids returns the ids and columns of a deck in its order.
func ids(d Deck) map[CardID]string {
	all := map[CardID]string{}
	for _, c := range d.Cards {
		all[c.ID] = c.Rule.Column
	}
	return all
}

func order(d Deck) string {
	var text strings.Builder
	for _, c := range d.Cards {
		text.WriteString(c.Rule.Column)
	}
	return text.String()
}

// The first edit keeps the suggested cards under the ids by which they were shown, and the second finds them there.
func TestFirstEditKeepsSuggestions(t *testing.T) {
	var d Deck
	d.Suggest(suggested())
	if d.Kept || d.Revision != 0 {
		t.Errorf("a deck that is only suggested is kept (%t) at revision %d, want not, at 0", d.Kept, d.Revision)
	}
	if err := d.Change(5, 0, on("B")); err != nil {
		t.Errorf("the first edit: %v", err)
	}
	d.Suggest(append(suggested(), Card{ID: 9, Rule: on("c")})) // more has been answered since
	if err := d.Change(1, 0, on("A")); err != nil {
		t.Errorf("an edit of another card of the page that suggested both: %v", err)
	}
	if diff := cmp.Diff(map[CardID]string{1: "A", 5: "B"}, ids(d)); diff != "" || !d.Kept {
		t.Errorf("after both edits the deck is kept (%t) with (-want +got):\n%s", d.Kept, diff)
	}
}

func TestEditsOfADeck(t *testing.T) {
	deck := func() (d Deck) {
		for _, c := range []string{"a", "b", "c", "d"} {
			d.Add(on(c))
		}
		return d
	}
	for _, tt := range []struct {
		what string
		do   func(*Deck) error
		want string
		err  error
	}{
		{"change", func(d *Deck) error { return d.Change(2, 2, on("B")) }, "aBcd", nil},
		{"change of an old page", func(d *Deck) error { return d.Change(2, 1, on("B")) }, "abcd", survey.ErrStale},
		{"change sent twice", func(d *Deck) error { return errors.Join(d.Change(2, 2, on("B")), d.Change(2, 2, on("B"))) }, "aBcd", nil},
		{"changes of one card by two", func(d *Deck) error { return errors.Join(d.Change(2, 2, on("B")), d.Change(2, 2, on("x"))) }, "aBcd", survey.ErrStale},
		{"changes of two cards by two", func(d *Deck) error { return errors.Join(d.Change(2, 2, on("B")), d.Change(3, 3, on("C"))) }, "aBCd", nil},
		{"removal", func(d *Deck) error { return d.Remove(2, 2) }, "acd", nil},
		{"removal sent twice", func(d *Deck) error { return errors.Join(d.Remove(2, 2), d.Remove(2, 2)) }, "acd", nil},
		{"removal of what was changed", func(d *Deck) error { return errors.Join(d.Change(2, 2, on("B")), d.Remove(2, 2)) }, "aBcd", survey.ErrStale},
		{"change of what was removed", func(d *Deck) error { return errors.Join(d.Remove(2, 2), d.Change(2, 2, on("B"))) }, "acd", survey.ErrStale},
		{"move up", func(d *Deck) error { return d.Move(3, 4, 0) }, "cabd", nil},
		{"move down", func(d *Deck) error { return d.Move(1, 4, 1) }, "bacd", nil},
		{"move beyond the end", func(d *Deck) error { return d.Move(1, 4, 99) }, "bcda", nil},
		{"move before the first", func(d *Deck) error { return d.Move(3, 4, -9) }, "cabd", nil},
		{"move sent twice", func(d *Deck) error { return errors.Join(d.Move(1, 4, 1), d.Move(1, 4, 1)) }, "bacd", nil},
		{"moves by two", func(d *Deck) error { return errors.Join(d.Move(1, 4, 1), d.Move(4, 4, 0)) }, "bacd", survey.ErrStale},
		{"move of what was removed", func(d *Deck) error { return errors.Join(d.Remove(2, 2), d.Move(2, 5, 0)) }, "acd", survey.ErrStale},
		{"removal after a move", func(d *Deck) error { return errors.Join(d.Move(1, 4, 3), d.Remove(1, 1)) }, "bcd", nil},
		{"reset", func(d *Deck) error { return d.Reset(4) }, "", nil},
		{"reset sent twice", func(d *Deck) error { return errors.Join(d.Reset(4), d.Reset(4)) }, "", nil},
		{"reset of what was changed", func(d *Deck) error { return errors.Join(d.Change(2, 2, on("B")), d.Reset(4)) }, "aBcd", survey.ErrStale},
		{"change of what was reset", func(d *Deck) error { return errors.Join(d.Reset(4), d.Change(2, 2, on("B"))) }, "", survey.ErrStale},
	} {
		d := deck()
		if err := tt.do(&d); !errors.Is(err, tt.err) || tt.err == nil && err != nil {
			t.Errorf("%s of abcd: error %v, want %v", tt.what, err, tt.err)
		}
		if got := order(d); got != tt.want {
			t.Errorf("%s of abcd: the cards are now %q, want %q", tt.what, got, tt.want)
		}
	}
}

// An id names one card for ever, also where cards were suggested again.
func TestCardIDsAreNeverUsedAgain(t *testing.T) {
	var d Deck
	used := map[CardID]string{}
	note := func(when string) {
		t.Helper()
		for id, column := range ids(d) {
			if was, ok := used[id]; ok && was != when[:1]+column {
				t.Errorf("%s: card %d is %q, which was %q before", when, id, when[:1]+column, was)
			}
			used[id] = when[:1] + column
		}
	}
	d.Suggest(suggested())
	d.Add(on("c"))
	note("1: the suggested cards and one more")
	if err := errors.Join(d.Remove(5, 0), d.Remove(6, 1)); err != nil {
		t.Fatalf("remove the last cards: %v", err)
	}
	d.Add(on("d"))
	note("1: after the last were removed")
	if err := d.Reset(d.Revision); err != nil {
		t.Fatalf("reset: %v", err)
	}
	d.Suggest(suggested())
	note("2: suggested again")
	if err := d.Change(1, 0, on("x")); !errors.Is(err, survey.ErrStale) {
		t.Errorf("a change of a card from before the reset: error %v, want that it is stale", err)
	}
}

// A copy of a deck stays as it is when the deck is edited.
func TestEditsLeaveCopiesAlone(t *testing.T) {
	var d Deck
	d.Suggest(suggested())
	before := d
	if err := errors.Join(d.Change(1, 0, on("x")), d.Remove(5, 0)); err != nil {
		t.Fatal(err)
	}
	if got := order(before); got != "ab" {
		t.Errorf("a copy made before the edits reads %q, want %q", got, "ab")
	}
}
