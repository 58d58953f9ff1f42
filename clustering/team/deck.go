package team

import (
	"reflect"
	"slices"

	"dure/survey"
)

// A deck is edited by several people at once, from pages that may be old. It is optimistic concurrency: everything carries the
// revision at which it was read, and a change of what has since changed is refused, never merged.

// A CardID names a rule card. It is never used again in its season.
type CardID int64

// A Card is a rule that a season's organizers can change. Its revision is the deck's at which it was last changed, 0 for one
// that was suggested and stayed so.
type Card struct {
	ID       CardID `json:"id"`
	Revision int    `json:"revision"`
	Rule     Rule   `json:"rule"`
	With     CardID `json:"with,omitempty"` // the last of the cards that were added at once with it
}

// A Deck is a season's rule cards in order. Until somebody changes one, and again after [Deck.Reset], none are kept and
// the suggested ones stand in their place. Its revision grows with every change of the deck or of a card.
//
// What changes a card names it by its id and says at which revision it was read. If that is not the card's, or the card
// is gone, the error is [survey.ErrStale] and nothing changes. What is so already is no error: a form may be sent twice.
type Deck struct {
	Revision int    `json:"revision"`
	Last     CardID `json:"last"` // the highest id that any card has had
	Kept     bool   `json:"kept"`
	Cards    []Card `json:"cards,omitempty"`
}

// Suggest puts the suggested cards in the place of none kept. The ids that they come with, from 1, belong to what they are
// suggested for, so that a card is found again when there are more suggestions than when it was read.
func (d *Deck) Suggest(cards []Card) {
	if d.Kept {
		return
	}
	d.Cards = slices.Clone(cards)
	for i := range d.Cards {
		d.Cards[i].ID += d.Last
	}
}

// Rules returns the rules of the cards.
func (d Deck) Rules() []Rule {
	rules := make([]Rule, len(d.Cards))
	for i, c := range d.Cards {
		rules[i] = c.Rule
	}
	return rules
}

// Card returns the card with the id.
func (d Deck) Card(id CardID) (Card, bool) {
	if i := d.index(id); i >= 0 {
		return d.Cards[i], true
	}
	return Card{}, false
}

func (d Deck) index(id CardID) int {
	return slices.IndexFunc(d.Cards, func(c Card) bool { return c.ID == id })
}

// Add puts a rule at the end.
func (d *Deck) Add(r Rule) {
	d.keep()
	d.Last++
	d.Cards = append(d.Cards, Card{ID: d.Last, Revision: d.Revision, Rule: r})
}

// AddAll puts rules at the end, as cards that were added at once.
func (d *Deck) AddAll(rules []Rule) {
	for _, r := range rules {
		d.Add(r)
	}
	for i := len(d.Cards) - len(rules); i < len(d.Cards); i++ {
		d.Cards[i].With = d.Last
	}
}

// AddedLast are the cards that were added at once last, none where another was added since.
func (d Deck) AddedLast() (cards []Card) {
	for _, c := range d.Cards {
		if d.Kept && c.With == d.Last {
			cards = append(cards, c)
		}
	}
	return cards
}

// Change puts a rule in the place of a card's.
func (d *Deck) Change(id CardID, revision int, r Rule) error {
	i := d.index(id)
	if i >= 0 && reflect.DeepEqual(d.Cards[i].Rule, r) {
		return nil
	}
	if i < 0 || d.Cards[i].Revision != revision {
		return survey.ErrStale
	}
	d.keep()
	d.Cards[i].Revision, d.Cards[i].Rule = d.Revision, r
	return nil
}

// Remove takes a card out.
func (d *Deck) Remove(id CardID, revision int) error {
	i := d.index(id)
	if i < 0 {
		return nil
	}
	if d.Cards[i].Revision != revision {
		return survey.ErrStale
	}
	d.keep()
	d.Cards = slices.Delete(d.Cards, i, i+1)
	return nil
}

// Move puts a card at the position to, counted from 0, of the deck as it was at the revision. A position outside
// the deck means the nearest end.
func (d *Deck) Move(id CardID, revision, to int) error {
	i, to := d.index(id), min(max(to, 0), len(d.Cards)-1)
	if i >= 0 && i == to {
		return nil
	}
	if i < 0 || d.Revision != revision {
		return survey.ErrStale
	}
	d.keep()
	c := d.Cards[i]
	d.Cards = slices.Insert(slices.Delete(d.Cards, i, i+1), to, c)
	return nil
}

// Reset takes all cards out, as the deck was at the revision, and lets the suggested ones stand again.
func (d *Deck) Reset(revision int) error {
	if !d.Kept {
		return nil
	}
	if d.Revision != revision {
		return survey.ErrStale
	}
	d.keep()
	d.Kept, d.Cards = false, nil
	return nil
}

// keep makes the cards that stand, suggested ones too, the organizers' own, at a new revision. It copies them, as others may hold the slice.
func (d *Deck) keep() {
	d.Revision++
	d.Kept = true
	for _, c := range d.Cards {
		d.Last = max(d.Last, c.ID)
	}
	d.Cards = slices.Clone(d.Cards)
}
