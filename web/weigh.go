package web

import (
	"reflect"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// What stands on a card beside what it says: what it counts, what is wrong with it, and what is proved of it for teams of the sizes that are typed.

// weighCards says of each card what it counts of the whole, or what is wrong with it.
func (s *server) weighCards(c echo.Context, names view.Names, f forming, cards []view.RuleCard) {
	in := f.season.Input(team.Request{Rules: f.deck.Rules()}, team.Lineup{})
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
	for i, why := range f.idle(in) {
		if why != "" {
			in.Rules[i].Silent, asked[i].Note = true, s.translator(c)(why, "Least", team.MinMixed)
		}
	}
	for i, share := range team.Shares(in) {
		asked[i].Share = share
	}
	p, err := team.Evaluate(in, nil)
	if err != nil {
		f.wrong = err
	}
	for _, n := range p.Told(in.Table).Notes {
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
		asked[i-1].Problem, asked[i-1].Way = say, f.morePlaces(s.translator(c), in.Rules[i-1])
	}
}

// formed is what teams of the sizes that are typed are formed of; false where nobody could.
func (f forming) formed() (team.Input, bool) {
	r, err := readRequest(f.typed)
	r.Rules = f.deck.Rules()
	return f.season.Forming(r, team.Lineup{}).Input(r, team.Lineup{}), err == nil
}

// ruleAt is the position of a card's rule among those of an input, or -1: cards on members who are left out are not among those that are formed by.
func ruleAt(in team.Input, rule team.Rule) int {
	return slices.IndexFunc(in.Rules, func(of team.Rule) bool { return reflect.DeepEqual(of, rule) })
}

// idle says of each rule of the cards why it does not count, if teams of the sizes that are typed are formed; nil where that cannot be said.
func (f forming) idle(in team.Input) []survey.Key {
	formed, ok := f.formed()
	if !ok || !in.Confides() {
		return nil
	}
	out, why := make([]survey.Key, len(in.Rules)), team.Idle(formed)
	for i, rule := range in.Rules { // these are on no members
		if at := ruleAt(formed, rule); at >= 0 && why != nil {
			out[i] = why[at]
		}
	}
	return out
}

// foretell says of each card what is proved of it for teams of the sizes that are typed: how many of them could keep it, and with which it cannot be kept.
func (f forming) foretell(p view.Page, names view.Names, cards []view.RuleCard) {
	formed, ok := f.formed()
	if !ok {
		return
	}
	prospects := team.Prospects(formed)
	for i, card := range f.deck.Cards {
		at := ruleAt(formed, card.Rule)
		if at < 0 || cards[i].Problem != "" || cards[i].Note != "" {
			continue
		}
		said := prospects[at]
		for _, m := range said.Messages() {
			cards[i].Prospects = append(cards[i].Prospects, p.T.Say(m))
		}
		cards[i].Short = min(said.Most, said.Beside) < said.Teams || said.None
		for _, with := range said.With {
			var rules []string
			for _, other := range with {
				rules = append(rules, names.Sentence(p, formed.Rules[other]))
			}
			say := p.T("card_clash_set", "Rules", strings.Join(rules, " · "))
			if len(rules) == 1 {
				say = p.T("card_clash", "Rule", rules[0])
			}
			cards[i].Clashes = append(cards[i].Clashes, say)
		}
	}
}
