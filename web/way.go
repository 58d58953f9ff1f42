package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// A way out is applied as forming found it: the form names which of the kept ones, and rules are never read from it. What it changes is changed in
// the season's cards, and the teams are formed by those as they are then, from the same seed. It was tried with the cards of the proposal: where
// others have changed since, that is said.

// ways are those of a list that the proposal's result keeps.
func (w work) ways(list string) []team.Way {
	if list == view.ClashWays && w.result.Clash != nil {
		return w.result.Clash.Ways
	}
	for k, small := range w.result.TooSmall {
		if list == view.TooSmallList(k) {
			return small.Ways
		}
	}
	return nil
}

// wayOptions words the ways of a list. Those of earlier versions are not offered, as nothing says what they would come to.
func (w *work) wayOptions(p view.Page, list string) (all []view.WayOption) {
	for k, way := range w.ways(list) {
		if len(way.Changes) > 0 {
			all = append(all, view.WayOption{List: list, Number: k, Say: p.T.Say(way.Text(w.result.Rules, w.names.In(p.T)))})
		}
	}
	return all
}

// tooSmall words what is too small in the teams as they are now, with the ways out that were found for it where they are as they were formed.
func (w *work) tooSmall(p view.Page, draft *team.Draft, scored team.Proposal, asFormed bool) (all []view.TooSmall) {
	name := func(t int) string { return w.teamName(p, t) }
	for _, small := range draft.TooSmall() {
		said := view.TooSmall{Say: p.T.Say(small.Text(scored.Rules, w.names.In(p.T), name)), Blank: small.Blank}
		if k := slices.IndexFunc(w.result.TooSmall, small.Same); asFormed && k >= 0 {
			said.Ways = w.wayOptions(p, view.TooSmallList(k))
		}
		all = append(all, said)
	}
	return all
}

// typedWay is the way that a form names.
func (w work) typedWay(c echo.Context) (way team.Way, ok bool) {
	k, err := strconv.Atoi(c.FormValue("way"))
	ways := w.ways(c.FormValue("list"))
	if err != nil || k < 0 || k >= len(ways) {
		return way, false
	}
	return ways[k], len(ways[k].Changes) > 0
}

// takeWay changes cards and sizes as a way out says, and forms the proposal again by it. If a card is not as it was when the teams were
// formed, nothing changes.
func (s *server) takeWay(c echo.Context, w work) error {
	way, ok := w.typedWay(c)
	if !ok || typedRevision(c) != w.saved.Revision {
		return s.back(c, w.saved.ID, survey.ErrStale) // the page it came from is older than these teams
	}
	if !w.saved.State.Ended() {
		return s.back(c, w.saved.ID, &survey.InvalidError{Reason: "forming"})
	}
	deck, err := s.deck(c, w.read, w.all)
	if err != nil {
		return err
	}
	read, since := deck.Revision, !w.allSaySame(deck.Rules())
	if err := w.changeCards(&deck, way); err != nil {
		return s.back(c, w.saved.ID, err)
	}
	w.request = w.requestBy(way, deck.Rules())
	if err := s.tryAgain(c, w); err != nil {
		return s.refuseAgain(c, w, err)
	}
	cards := s.suggested(c, w.read)
	id, err := s.queueAgain(c, w, func(d *team.Deck, typed *string) (err error) {
		if d.Suggest(cards); d.Revision != read {
			return survey.ErrStale
		}
		*typed, err = typedAs(*typed, way.Sizes)
		return cmp.Or(err, w.changeCards(d, way))
	})
	if err != nil {
		return s.back(c, w.saved.ID, err)
	}
	p := s.page(c, "page_of", "Name", w.saved.Name)
	said := p.T("way_done", "Way", p.T.Say(way.Text(w.result.Rules, w.names.In(p.T))), "Since", since)
	if id != w.saved.ID {
		said += " " + p.T("formed_beside", "Name", w.saved.Name)
	}
	s.flashText(c, said)
	return seeOther(c, proposalPath(w.saved.Season, id, ""))
}

// requestBy is the request of the proposal with what the way changes, by the rules of the cards after it.
func (w work) requestBy(way team.Way, rules []team.Rule) team.Request {
	r := w.request
	r.Rules = rules
	if way.Sizes != nil {
		r.Sizes = *way.Sizes
	}
	r.LeaveOut = slices.Clone(r.LeaveOut)
	for _, m := range w.all.Members {
		if slices.Contains(way.LeaveOut, m.ID.Code()) && !slices.Contains(r.LeaveOut, m.ID) {
			r.LeaveOut = append(r.LeaveOut, m.ID)
		}
	}
	return r
}

// changeCards changes the cards that say what the proposal's rules say where the way changes those. A card that is gone, or says something
// else now, is [survey.ErrStale].
func (w work) changeCards(d *team.Deck, way team.Way) error {
	for _, change := range way.Changes {
		if change.Rule < 0 {
			continue
		}
		was := w.result.Rules[change.Rule].Rule
		k := slices.IndexFunc(d.Cards, func(card team.Card) bool { return w.saysSame(card.Rule, was) })
		if k < 0 {
			return errCardGone
		}
		card, to := d.Cards[k], way.Rules[change.Rule]
		if len(card.Rule.Members) > 0 { // also those who have left, and may come back
			to.Members = slices.DeleteFunc(slices.Clone(card.Rule.Members), func(m team.Text) bool { return string(m) == change.Member })
		}
		if err := d.Change(card.ID, card.Revision, to); err != nil {
			return err
		}
	}
	return nil
}

var errCardGone = &survey.InvalidError{Reason: "way_card_gone"}

// allSaySame reports whether the cards' rules that ask for anything are those of the proposal, in order.
func (w work) allSaySame(cards []team.Rule) bool {
	cards, _ = w.all.Standing(cards)
	return slices.EqualFunc(cards, w.result.Rules, func(card team.Rule, was team.Result) bool { return w.saysSame(card, was.Rule) })
}

// saysSame reports whether a card asks for what a rule of the proposal does, which knows of no members who have left.
func (w work) saysSame(card, rule team.Rule) bool {
	standing, _ := w.all.Standing([]team.Rule{card, rule})
	if len(standing) < 2 {
		return false
	}
	a, wrong := json.Marshal(standing[0])
	b, err := json.Marshal(standing[1])
	return wrong == nil && err == nil && bytes.Equal(a, b)
}

// typedAs is what is typed to form teams with other sizes; nil leaves them.
func typedAs(typed string, z *team.Sizes) (string, error) {
	if z == nil {
		return typed, nil
	}
	f, err := readTyped(typed)
	if err != nil {
		return "", err
	}
	f.Ideal, f.Teams, f.Min, f.Max = typedCount(z.Ideal), typedCount(z.Teams), typedCount(z.Min), typedCount(z.Max)
	settings, err := json.Marshal(f)
	return string(settings), err
}

// typedCount is how a number is typed; 0 is none.
func typedCount(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
