package team

import (
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

// Following returns the cards as the organizers' own for the season that follows, with a card for new teammates where there is none and
// somebody had teammates. Cards on a column, an option or members that are not there are left behind.
func (d Deck) Following(r Renaming) (next Deck, left []Rule) {
	next.Kept = true
	met := false
	for _, c := range d.Cards {
		rule, ok := c.Rule.renamed(r)
		if ok {
			next.Last++
			next.Cards = append(next.Cards, Card{ID: next.Last, Rule: rule})
			met = met || rule.Kind == NewTeammates
		} else {
			left = append(left, c.Rule)
		}
	}
	if !met && len(r.Past) > 0 {
		next.Last++
		next.Cards = append(next.Cards, Card{ID: next.Last, Rule: Rule{Kind: NewTeammates, Seasons: r.Past}})
	}
	return next, left
}

// renamed returns the rule as it is said in the season that follows. Past seasons that it counts are those of the club from then on.
func (rule Rule) renamed(r Renaming) (Rule, bool) {
	rule, gone := rule.recoded(func(name string) (string, bool) {
		name, _ = r.Asked.Counted(name)
		to, ok := r.Columns[name]
		return to, ok
	}, r.Asked.CountedOption)
	whole := gone != CardGone
	if rule.Members != nil {
		rule.Members = r.those(rule.Members)
		whole = whole && len(rule.Members) > 1
	}
	if rule.Pairs != nil {
		rule.Pairs = r.pairs(rule.Pairs)
		whole = whole && len(rule.Pairs) > 0
	}
	rule.Teams = slices.Clone(rule.Teams)
	for i, members := range rule.Teams {
		rule.Teams[i] = r.those(members)
	}
	if rule.Seasons != nil {
		rule.Seasons = r.Past
	}
	return rule, whole
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
