package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"dure/clustering/team"
	"dure/survey"
	"dure/web/view"
)

// SuggestCards returns the cards with which most clubs would begin; see [team.Suggested]. A card for a sensitive question, but for
// teammates, is the organizer's to make, and so is one for several choices, for a place among choices, and one where nearly all gave the same answer.
func SuggestCards(season team.Season) []team.Card {
	t := survey.Table{N: season.Table.N, Silent: season.Table.Silent}
	answers, choices := 0, season.Survey.Choices()
	for _, c := range season.Table.Columns {
		answers = max(answers, c.CountAnswered())
	}
	named := slices.ContainsFunc(season.Table.Columns, func(c survey.Column) bool { return c.Type() == survey.PeopleColumn && c.CountAnswered() > 0 })
	for _, c := range season.Table.Columns {
		q, _ := season.Survey.Of(c.Name)
		switch c.Type() {
		case survey.PeopleColumn: // few name anybody: one is enough
			if named || answers == 0 {
				t.Columns = append(t.Columns, c)
			}
		case survey.SetColumn:
		case survey.HourColumn, survey.ZoneColumn, survey.RankColumn:
			if !q.Sensitive && helps(c, answers) {
				t.Columns = append(t.Columns, c)
			}
		default:
			if c.Aside = q.AsideOf(c); !q.Sensitive && !choices[q.ID] && suits(c, answers) {
				t.Columns = append(t.Columns, c)
			}
		}
	}
	var cards []team.Card
	for _, r := range team.Suggested(t) {
		if c, _ := t.Column(r.Column); c.Values != nil && c.Aside == "" && c.Type() != survey.RankColumn {
			r.Strength = team.Could // there may be many of them
		}
		cards = append(cards, team.Card{ID: suggestedID(season.Survey, r), Rule: r})
	}
	return cards
}

// likeSections are the rules on columns that look like sections and that no card is on.
func likeSections(f forming) []team.Rule {
	var t survey.Table
	for _, c := range f.season.Table.Columns {
		if q, _ := f.season.Survey.Of(c.Name); !q.Sensitive {
			c.Aside = q.AsideOf(c)
			t.Columns = append(t.Columns, c)
		}
	}
	return slices.DeleteFunc(team.SectionRules(t), func(r team.Rule) bool {
		return slices.ContainsFunc(f.deck.Cards, func(card team.Card) bool { return card.Rule.Kind == r.Kind && card.Rule.Column == r.Column })
	})
}

// suits reports whether a column may have a suggested card. One that looks like sections divides the season, which is the organizer's to decide: it
// is named below the cards, as the command names it.
func suits(c survey.Column, answers int) bool {
	if c.Aside == "" {
		return helps(c, answers) && !c.IsNearlyConstant()
	}
	return c.Aside == survey.AsidePartTeam || c.Aside == survey.AsideTeam
}

// helps reports whether a card on the column would help: not where fewer than half of who answered have an answer to it, as after
// an import that brought other questions. Before the first response every column would.
func helps(c survey.Column, answers int) bool { return answers == 0 || 2*c.CountAnswered() >= answers }

// suggestedID is the id of a suggested card, by what it is on: a question, or what no question is alone.
func suggestedID(sv survey.Survey, r team.Rule) team.CardID {
	const several, none, questions = 1, 2, 2 // ids of questions begin at 1
	if len(r.Columns) > 0 && r.Min == 0 {
		return several
	}
	for _, name := range append(slices.Clone(r.Columns), r.Column) {
		if q, ok := sv.Of(name); ok {
			return questions + team.CardID(q.ID)
		}
	}
	return none
}

// morePlaces is the way out of a rule that holds too few; nil where the rule limits nothing, or more places do not help.
func (f forming) morePlaces(t view.Translator, rule team.Rule) *view.CardWay {
	in, ok := f.formed()
	at := ruleAt(in.Rules, rule)
	if !ok || at < 0 || !rule.Limits() {
		return nil
	}
	to, ok := team.MorePlaces(in, at)
	if !ok {
		return nil
	}
	var more int
	for name, n := range to.Capacity {
		more = max(more, n-rule.Capacity[name])
	}
	way := &view.CardWay{Say: t("card_more_places", "Count", more), Typed: to.Typed()}
	way.Typed["strength"] = []string{string(to.Power())}
	if to.Weight != 0 {
		way.Typed["weight"] = []string{strconv.FormatFloat(to.Weight, 'f', -1, 64)}
	}
	return way
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
	t := s.translator(c)
	column, _ := bad.Args["Column"].(string)
	for k, v := range bad.Args {
		text, ok := v.(string)
		if k == "Row" || k == "Known" {
			continue // the optimiser's own numbers and codes, which a page does not show
		}
		switch {
		case ok && k == "Section":
			v = n.Value(t, column, text)
		case k == "Section":
			columns, _ := bad.Args["SectionColumns"].([]string)
			name, _ := bad.Args["SectionName"].(string)
			v = team.SectionText(columns, name, n.In(t))
		case k == "Who" && text != "":
			who := strings.Split(text, ", ")
			for i := range who {
				who[i] = n.Member(t, who[i])
			}
			v = who
		case ok && k == "Activity":
			v = n.Value(t, column, text)
		case ok && k == "Column":
			v = n.Column(text)
		case ok && k == "Member":
			v = n.Member(t, text)
		}
		args[k] = v
	}
	return s.word(c, &survey.InvalidError{Field: bad.Field, Reason: bad.Reason, Args: args})
}
