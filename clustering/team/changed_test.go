package team

import (
	"maps"
	"slices"
	"testing"

	"dure/survey"
)

// What each change of a survey makes of each card is said, and of the cards of which it makes nothing, nothing is.
func TestWhatAChangeMakesOfCards(t *testing.T) {
	option := func(key int, words string) survey.Option {
		return survey.Option{Key: key, Label: survey.Text{survey.English: words}}
	}
	options := []survey.Option{option(1, "Never"), option(2, "Seldom"), option(3, "Often"), option(4, "Always")}
	often := survey.Question{ID: 1, Kind: survey.OneOf, Ordered: true, Options: options}
	liked := survey.Question{ID: 2, Kind: survey.Rank, Options: options}
	scale := survey.Question{ID: 3, Kind: survey.Scale, Min: new(1.0), Max: new(5.0), MinLabel: survey.Text{survey.English: "Little"}, MaxLabel: survey.Text{survey.English: "Much"}}
	hours := survey.Question{ID: 4, Kind: survey.Number, Unit: survey.Text{survey.English: "hours"}}
	speaks := survey.Question{ID: 5, Kind: survey.Level, Options: options}
	place := survey.Question{ID: 6, Kind: survey.OneOf, Options: options}
	count := func(column, op string, value Text) Rule {
		return Rule{Kind: Count, Column: column, Op: op, Value: value, AtLeast: new(1)}
	}
	asLeast, is, asNumber := count("q1", ">=", "o3"), count("q1", "", "o3"), count("q1", ">=", "3")
	balance, similar, match := Rule{Kind: Balance, Column: "q1"}, Rule{Kind: Similar, Columns: []string{"q1"}}, Rule{Kind: Match, Column: "q6"}
	ranked, section := Rule{Kind: Ranked, Column: "q2", Capacity: map[string]int{"o2": 6, "o3": 4}}, Rule{Kind: Section, Column: "q6", Cross: []Text{"o2"}, Merge: [][]Text{{"o1", "o3"}}}
	points, much, busy := Rule{Kind: Balance, Column: "q3"}, count("q3", ">=", "4"), count("q4", "<=", "10")
	speaker := count("q5 o2", ">=", "4")
	all := map[string]Rule{"at least often": asLeast, "often": is, "at least 3": asNumber, "balance": balance, "similar": similar, "match": match, "ranked": ranked, "section": section,
		"points": points, "much": much, "busy": busy, "speaker": speaker}
	without := func(q survey.Question, key, as int) survey.Question {
		q.Options = slices.DeleteFunc(slices.Clone(q.Options), func(o survey.Option) bool { return o.Key == key })
		if as > 0 {
			q.Merged = map[int]int{key: as}
		}
		return q
	}
	ordered := func(q survey.Question, keys ...int) survey.Question {
		q.Options = nil
		for _, key := range keys {
			q.Options = append(q.Options, option(key, "Option"))
		}
		return q
	}
	with := func(q survey.Question, change func(q *survey.Question)) survey.Question { change(&q); return q }
	for _, c := range []struct {
		name string
		now  survey.Question
		want map[string]survey.Key
	}{
		{"nothing", often, nil},
		{"other words", with(often, func(q *survey.Question) { q.Title = survey.Text{survey.English: "How often"} }), nil},
		{"an option more at the end", ordered(often, 1, 2, 3, 4, 5), nil},
		{"an option more at the beginning", ordered(often, 5, 1, 2, 3, 4), map[string]survey.Key{"at least 3": CardsMeasured}},
		{"an option more in between", ordered(often, 1, 2, 5, 3, 4), map[string]survey.Key{"at least 3": CardsMeasured, "balance": CardsMeasured, "similar": CardsMeasured}},
		{"a level turned round", ordered(often, 4, 3, 2, 1), map[string]survey.Key{"at least often": CardsMeasured, "at least 3": CardsMeasured}},
		{"two options of a level swapped on one side", ordered(often, 2, 1, 3, 4), map[string]survey.Key{"at least 3": CardsMeasured, "balance": CardsMeasured, "similar": CardsMeasured}},
		{"in no order any more", with(often, func(q *survey.Question) { q.Ordered = false }), map[string]survey.Key{"at least often": CardsLost, "at least 3": CardsLost, "balance": CardsLost, "similar": CardsMeasured}},
		{"an option hidden", without(often, 3, 0), map[string]survey.Key{"at least often": CardsLost, "often": CardsLost, "at least 3": CardsMeasured, "balance": CardsMeasured, "similar": CardsMeasured}},
		{"an option merged into that of a card", without(often, 4, 3), map[string]survey.Key{"at least often": CardsTurned, "often": CardsTurned, "at least 3": CardsMeasured, "balance": CardsTurned, "similar": CardsTurned}},
		{"the option of a card merged", without(often, 3, 4), map[string]survey.Key{"at least often": CardsTurned, "often": CardsTurned, "at least 3": CardsMeasured, "balance": CardsTurned, "similar": CardsTurned}},
		{"an option hidden that has a capacity", without(liked, 2, 0), map[string]survey.Key{"ranked": CardsLess}},
		{"an option hidden that has none", without(liked, 1, 0), nil},
		{"an option merged into one with a capacity", without(liked, 1, 2), map[string]survey.Key{"ranked": CardsTurned}},
		{"one that may be in any section hidden", without(place, 2, 0), map[string]survey.Key{"section": CardsLess}},
		{"a section hidden that counts with another", without(place, 3, 0), map[string]survey.Key{"section": CardsLess}},
		{"two sections become one", without(place, 4, 1), map[string]survey.Key{"section": CardsTurned, "match": CardsTurned}},
		{"options in no order moved", ordered(place, 4, 3, 2, 1), nil},
		{"points renumbered", with(scale, func(q *survey.Question) { q.Min, q.Max = new(0.0), new(4.0) }), map[string]survey.Key{"much": CardsMeasured}},
		{"a scale turned round", with(scale, func(q *survey.Question) { q.MinLabel, q.MaxLabel = q.MaxLabel, q.MinLabel }), map[string]survey.Key{"much": CardsMeasured}},
		{"another unit", with(hours, func(q *survey.Question) { q.Unit = survey.Text{survey.English: "minutes"} }), map[string]survey.Key{"busy": CardsMeasured}},
		{"a language merged into that of a card", without(speaks, 1, 2), map[string]survey.Key{"speaker": CardsTurned}},
		{"another language hidden", without(speaks, 1, 0), nil},
		{"a sensitive question", with(scale, func(q *survey.Question) { q.Sensitive = true }), map[string]survey.Key{"points": CardsConfided, "much": CardsConfided}},
		{"gone", survey.Question{ID: 3, Kind: survey.NewPage}, map[string]survey.Key{"points": CardsLost, "much": CardsLost}},
	} {
		s := survey.Survey{Questions: []survey.Question{often, liked, scale, hours, speaks, place}}
		next := survey.Survey{Questions: slices.Clone(s.Questions)}
		next.Questions[c.now.ID-1] = c.now
		got := map[string]survey.Key{}
		for name, r := range all {
			for what := range Changed(s, next, []Rule{r}, nil) {
				got[name] = what
			}
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: of the cards is said %v, want %v", c.name, got, c.want)
		}
	}
}

// Where the answers to the question of a card count otherwise, as it is asked of fewer, the card is named, as it says.
func TestCardsOnAnswersThatCountOtherwise(t *testing.T) {
	s := survey.Survey{Questions: []survey.Question{{ID: 1, Kind: survey.OneOf}, {ID: 2, Kind: survey.Number}}}
	wishes, balance := Rule{Kind: Balance, Column: "q1", ZoneColumn: "q2"}, Rule{Kind: Balance, Column: "q2"}
	got := Changed(s, s, []Rule{{Kind: Balance, Column: "q9"}, balance, wishes, {Kind: Apart, Members: []Text{"1", "2"}}}, survey.Losses{{Question: s.Questions[1], Whole: 1}})
	apples := survey.Loss{Question: survey.Question{ID: 1, Options: []survey.Option{{Key: 1}, {Key: 2}}}, Part: 1, Options: []survey.Chosen{{Option: survey.Option{Key: 1}, Count: 1}}}
	for value, want := range map[Text]bool{"o1": true, "o2": false} {
		if got := (Rule{Kind: NeverAlone, Column: "q1", Value: value}).hears(apples); got != want {
			t.Errorf("where answers with option 1 count no more, a card on %s is said to hear of it: %v", value, got)
		}
	}
	if len(got) != 1 || len(got[CardsAnswers]) != 1 || got[CardsAnswers][0].Column != "q2" {
		t.Errorf("of two cards on a question of which fewer answers count, one of them gone, is said %v", got)
	}
}

// A card of what was gone and is there again counts again, and is named: where a question comes back it is compared with nothing.
func TestCardsOnWhatIsThereAgain(t *testing.T) {
	number := survey.Question{ID: 1, Kind: survey.Number}
	often := survey.Question{ID: 2, Kind: survey.OneOf, Ordered: true, Options: []survey.Option{{Key: 1}, {Key: 2}}}
	fewer := often
	fewer.Options = often.Options[:1]
	cards := []Rule{
		{Kind: Balance, Column: "q1"}, {Kind: Count, Column: "q1", Op: ">=", Value: "5", AtLeast: new(1)}, {Kind: Similar, Columns: []string{"q1"}},
		{Kind: Spread, Columns: []string{"q1", "q2"}}, {Kind: NeverAlone, Column: "q2", Value: "o2"},
	}
	whole := survey.Survey{Questions: []survey.Question{number, often}}
	for _, c := range []struct {
		name string
		was  []survey.Question
		want int
	}{
		{"nothing", whole.Questions, 0}, {"a question", []survey.Question{often}, 4}, {"an option", []survey.Question{number, fewer}, 1}, {"all", nil, len(cards)},
	} {
		got := Changed(survey.Survey{Questions: c.was}, whole, cards, nil)
		if n := len(got[CardsBack]); n != c.want {
			t.Errorf("of %s that comes back %d cards are said to count again, want %d", c.name, n, c.want)
		}
	}
}
