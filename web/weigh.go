package web

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// What stands on a card beside what it says: what it counts, what is wrong with it, and what is proved of it for teams of the sizes that are typed.

// weighedCards are what can be said of the cards before teams are formed by them.
type weighedCards struct {
	rules     []team.Rule // those that stand, of the cards
	idle      []survey.Key
	shares    []team.Share
	notes     []survey.Message
	wrong     error
	formed    []team.Rule // those by which teams of the sizes that are typed are formed
	prospects []team.Prospect
	sizes     []int // planned; nil where no teams of what is typed can be
	open      bool
	pins      survey.Pins
	silent    int // members who have not answered
}

// weigh says it of the cards and what is typed, once for a season in which nothing of that changes.
func (s *server) weigh(f forming) (weighedCards, error) {
	rules := f.deck.Rules()
	if beside := func(r team.Rule) bool { return r.Kind.Predicts() || len(r.Seasons) > 0 }; slices.ContainsFunc(rules, beside) { // on what is no part of the season
		return f.weigh(), nil
	}
	of, err := sumOf(rules, f.typed)
	if err != nil {
		return weighedCards{}, err
	}
	return derive(s, f.read, "cards", of, len(rules)<<10, func() (weighedCards, error) { return f.weigh(), nil })
}

func (f forming) weigh() (w weighedCards) {
	in := f.season.Input(team.Request{Rules: f.deck.Rules()}, team.Lineup{})
	w.idle = f.idle(in)
	for i, why := range w.idle {
		if why != "" {
			in.Rules[i].Silent = true
		}
	}
	w.rules = in.Rules
	w.shares = team.Shares(in)
	p, err := team.Evaluate(in, nil)
	w.notes, w.wrong = p.Told(in.Table).Notes, err
	w.silent = len(unanswered(f.season, f.deck.Rules()))
	formed, ok := f.formed()
	if !ok {
		return w
	}
	w.formed, w.prospects = formed.Rules, team.Prospects(formed)
	formed, pins, wrong := formed.Pinned()
	sizes, open, err := team.Planned(formed)
	if errors.Join(wrong, err) == nil {
		w.sizes, w.open, w.pins = sizes, open, pins
	}
	return w
}

// weighCards says of each card what it counts of the whole, or what is wrong with it.
func (s *server) weighCards(c echo.Context, names view.Names, f forming, w weighedCards, cards []view.RuleCard) {
	var asked []*view.RuleCard // those of the input's rules
	for i, card := range f.deck.Cards {
		if f.season.Says(card.Rule) {
			asked = append(asked, &cards[i])
		}
		switch gone := card.Rule.Gone(f.survey); gone {
		case team.CardGone:
			cards[i].Problem = s.translator(c)(gone)
		case team.CardGoneInPart:
			cards[i].Note = s.translator(c)(gone)
		}
	}
	for i, why := range w.idle {
		if why != "" {
			asked[i].Note = s.translator(c)(why, "Least", team.MinMixed)
		}
	}
	for i, share := range w.shares {
		asked[i].Share = share
	}
	if w.wrong != nil {
		f.wrong = w.wrong
	}
	for _, n := range w.notes {
		values, _ := n.Args["Values"].([]string)
		rule := n.Args["Rule"].(int) - 1
		card := asked[rule]
		switch {
		case n.Key == team.Unheard && len(values) > 0:
			card.Note = s.translator(c)("card_unheard")
		case n.Key == team.Uncapped:
			card.Note = s.translator(c)(team.Uncapped)
		case n.Key == team.ComesAlone:
			card.Note = s.translator(c)("card_alone", "Count", n.Args["Count"], "Values", values)
		}
	}
	if i, say := s.problemOf(c, names, f.wrong); i > 0 && i <= len(asked) {
		asked[i-1].Problem, asked[i-1].Way = say, f.morePlaces(s.translator(c), w.rules[i-1])
	}
}

// formed is what teams of the sizes that are typed are formed of; false where nobody could.
func (f forming) formed() (team.Input, bool) {
	r, err := readRequest(f.typed)
	r.Rules = f.deck.Rules()
	return f.season.Forming(r, team.Lineup{}).Input(r, team.Lineup{}), err == nil
}

// ruleAt is the position of a card's rule among those of an input, or -1: cards on members who are left out are not among those that are formed by.
func ruleAt(rules []team.Rule, rule team.Rule) int {
	return slices.IndexFunc(rules, func(of team.Rule) bool { return reflect.DeepEqual(of, rule) })
}

// idle says of each rule of the cards why it does not count, if teams of the sizes that are typed are formed; nil where that cannot be said.
func (f forming) idle(in team.Input) []survey.Key {
	formed, ok := f.formed()
	if !ok || !in.Confides() {
		return nil
	}
	out, why := make([]survey.Key, len(in.Rules)), team.Idle(formed)
	for i, rule := range in.Rules { // these are on no members
		if at := ruleAt(formed.Rules, rule); at >= 0 && why != nil {
			out[i] = why[at]
		}
	}
	return out
}

// foretell says of each card what is proved of it for teams of the sizes that are typed: how many of them could keep it, and with which it cannot be kept.
func (f forming) foretell(p view.Page, names view.Names, w weighedCards, cards []view.RuleCard) {
	for i, card := range f.deck.Cards {
		at := ruleAt(w.formed, card.Rule)
		if at < 0 || cards[i].Problem != "" || cards[i].Note != "" {
			continue
		}
		said := w.prospects[at]
		for _, m := range said.Messages() {
			cards[i].Prospects = append(cards[i].Prospects, p.T.Say(m))
		}
		cards[i].Short = min(said.Most, said.Beside) < said.Teams || said.None
		for _, with := range said.With {
			var rules []string
			for _, other := range with {
				rules = append(rules, names.Sentence(p, w.formed[other]))
			}
			say := p.T("card_clash_set", "Rules", strings.Join(rules, " · "))
			if len(rules) == 1 {
				say = p.T("card_clash", "Rule", rules[0])
			}
			cards[i].Clashes = append(cards[i].Clashes, say)
		}
	}
}
