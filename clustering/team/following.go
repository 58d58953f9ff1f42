package team

import (
	"cmp"
	"slices"
	"strconv"

	"dure/survey"
)

// A Renaming says what is called differently in the season that follows: columns and members. What has no new name is not there.
type Renaming struct {
	Asked   survey.Survey // what the cards are on
	Columns map[string]string
	Members map[survey.MemberID]survey.MemberID
	Past    []survey.SeasonID // of the club, whose teams were published, the one before among them
}

// Behind are the rules of the cards, as they were, that do not go on to the season that follows.
type Behind struct {
	Whole []Rule // on a column, an option or members that are not there
	Part  []Rule // that go on, and name fewer members or options than they did
}

// Following returns the cards as the organizers' own for the season that follows, with a card for new teammates where there is none and
// somebody had teammates.
func (d Deck) Following(r Renaming) (next Deck, left Behind) {
	next.Kept = true
	met := false
	for _, c := range d.Cards {
		rule, gone := c.Rule.renamed(r)
		if gone == CardGone {
			left.Whole = append(left.Whole, c.Rule)
			continue
		}
		if gone != "" {
			left.Part = append(left.Part, c.Rule)
		}
		next.Last++
		next.Cards = append(next.Cards, Card{ID: next.Last, Rule: rule})
		met = met || rule.Kind == NewTeammates && (len(rule.Seasons) > 0 || len(rule.columns()) == 0)
	}
	if !met && len(r.Past) > 0 {
		next.Last++
		next.Cards = append(next.Cards, Card{ID: next.Last, Rule: Rule{Kind: NewTeammates, Seasons: r.Past}})
	}
	return next, left
}

// renamed returns the rule as it is said in the season that follows, and what is gone of it there. Past seasons that it counts are those of
// the club from then on.
func (rule Rule) renamed(r Renaming) (_ Rule, gone survey.Key) {
	named := len(rule.Members) + len(rule.Pairs)
	rule, gone = rule.recoded(func(name string) (string, bool) {
		name, _ = r.Asked.Counted(name)
		to, ok := r.Columns[name]
		return to, ok
	}, r.Asked.CountedOption)
	if rule.Members != nil {
		if rule.Members = r.those(rule.Members); len(rule.Members) < 2 {
			gone = CardGone
		}
	}
	if rule.Pairs != nil {
		if rule.Pairs = r.pairs(rule.Pairs); len(rule.Pairs) == 0 {
			gone = CardGone
		}
	}
	if len(rule.Members)+len(rule.Pairs) < named {
		gone = cmp.Or(gone, CardGoneInPart)
	}
	rule.Teams = slices.Clone(rule.Teams)
	for i, members := range rule.Teams {
		rule.Teams[i] = r.those(members)
	}
	if rule.Seasons != nil {
		rule.Seasons = r.Past
	}
	return rule, gone
}

// those are the members, by code, who go on.
func (r Renaming) those(codes []Text) []Text {
	on := []Text{}
	for _, code := range codes {
		if now, ok := r.member(code); ok {
			on = append(on, now)
		}
	}
	return on
}

func (r Renaming) pairs(all []Pair) (on []Pair) {
	for _, p := range all {
		a, ok1 := r.member(p.A)
		b, ok2 := r.member(p.B)
		if ok1 && ok2 {
			on = append(on, Pair{a, b, p.Score})
		}
	}
	return on
}

func (r Renaming) member(code Text) (Text, bool) {
	id, err := strconv.ParseInt(string(code), 10, 64)
	now, ok := r.Members[survey.MemberID(id)]
	return Text(now.Code()), ok && err == nil
}
