package web

import (
	"errors"
	"slices"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// answered returns the survey without the questions on which no card would help: those that fewer than half of who
// answered have an answer to, as after an import that brought other questions. Teammates are named by few anyway: one
// is enough. Before the first response every question stays.
func answered(sv survey.Survey, all map[survey.MemberID]survey.Response) survey.Survey {
	submitted, given := 0, map[survey.QuestionID]int{}
	for _, r := range all {
		if r.Submitted.IsZero() {
			continue
		}
		submitted++
		for id, a := range r.Answers {
			if !a.IsZero() {
				given[id]++
			}
		}
	}
	if submitted == 0 {
		return sv
	}
	sv.Questions = slices.DeleteFunc(slices.Clone(sv.Questions), func(q survey.Question) bool {
		return given[q.ID] == 0 || q.Kind != survey.Teammates && 2*given[q.ID] < submitted
	})
	return sv
}

// SuggestCards returns the cards with which most clubs would begin: shared hours, wishes, equal means, the club's mix.
// One is on scales and numbers, card 1, and at most one on each other question; see [team.Deck.Suggest].
func SuggestCards(sv survey.Survey) []team.Card {
	var balance []string
	var first, last []team.Card
	for _, q := range sv.Questions {
		if q.Sensitive && q.Kind != survey.Teammates {
			continue // a card for it is the organizer's to make
		}
		card := team.Card{ID: 1 + team.CardID(q.ID)}
		switch q.Kind {
		case survey.Availability:
			card.Rule = team.Rule{Kind: team.Hours, Columns: []string{q.Column()}, Min: 2, Want: 4}
			first = append(first, card)
		case survey.Teammates:
			wished, avoided := q.MateColumns()
			card.Rule = team.Rule{Kind: team.Wishes, Column: wished, AvoidColumn: avoided, AtLeast: new(1)}
			first = append(first, card)
		case survey.Scale, survey.Number:
			balance = append(balance, q.Column())
		case survey.OneOf:
			card.Rule = team.Rule{Kind: team.Match, Column: q.Column(), Strength: team.Could}
			last = append(last, card)
		}
	}
	if len(balance) > 0 {
		first = append(first, team.Card{ID: 1, Rule: team.Rule{Kind: team.Balance, Columns: balance}})
	}
	return append(first, last...)
}

// ruleKinds says which kinds of question a rule can be on.
var ruleKinds = map[team.Kind][]survey.Kind{
	team.Balance: {survey.Scale, survey.Number}, team.Match: {survey.OneOf, survey.AnyOf}, team.Section: {survey.OneOf},
	team.Similar: {survey.Scale, survey.Number, survey.OneOf, survey.AnyOf}, team.Spread: {survey.Scale, survey.Number, survey.OneOf, survey.AnyOf},
	team.Mix: {survey.Scale, survey.Number, survey.OneOf, survey.AnyOf}, team.Alike: {survey.Scale, survey.Number, survey.OneOf, survey.AnyOf},
	team.NeverAlone: {survey.OneOf}, team.Count: {survey.OneOf, survey.AnyOf, survey.Scale, survey.Number},
	team.Hours: {survey.Availability}, team.Wishes: {survey.Teammates},
}

// offer fills in what the form lets choose from.
func offer(f *view.RuleForm, sv survey.Survey, members []survey.Member) {
	for _, q := range sv.Questions {
		if slices.Contains(ruleKinds[f.Kind], q.Kind) {
			f.Questions = append(f.Questions, q)
		}
	}
	if f.Names() {
		f.People = slices.DeleteFunc(slices.Clone(members), func(m survey.Member) bool { return !m.Active() })
	}
}

// problemOf words what is wrong with one of the rules, by its position from 1, or returns 0.
func (s *server) problemOf(c echo.Context, n view.Names, err error) (rule int, say string) {
	var bad *survey.InvalidError
	if !errors.As(err, &bad) {
		return 0, ""
	}
	rule, _ = bad.Args["Rule"].(int)
	return rule, s.wordWith(c, n, bad)
}

// wordWith words an error of the optimiser, whose arguments are codes.
func (s *server) wordWith(c echo.Context, n view.Names, bad *survey.InvalidError) string {
	args := map[string]any{}
	for k, v := range bad.Args {
		text, ok := v.(string)
		if k == "Row" || k == "Section" || k == "Known" {
			continue // the optimiser's own numbers and codes, which a page does not show
		}
		switch {
		case ok && k == "Column":
			v = n.Column(text)
		case ok && k == "Member":
			v = n.Member(s.translator(c), text)
		}
		args[k] = v
	}
	return s.word(c, &survey.InvalidError{Field: bad.Field, Reason: bad.Reason, Args: args})
}
