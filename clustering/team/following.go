package team

import (
	"slices"
	"strconv"

	"dure/survey"
)

// A Renaming says what is called differently in the season that follows: columns and members. What has no new name is not there.
type Renaming struct {
	Columns map[string]string
	Members map[survey.MemberID]survey.MemberID
	Past    []survey.SeasonID // of the club, whose teams were published, the one before among them
}

// Following returns the cards as the organizers' own for the season that follows, with a card for new teammates where there is none and
// somebody had teammates. A card that names a column or members that are not there is left out.
func (d Deck) Following(r Renaming) Deck {
	next := Deck{Kept: true}
	met := false
	for _, c := range d.Cards {
		rule, ok := c.Rule.renamed(r)
		if ok {
			next.Last++
			next.Cards = append(next.Cards, Card{ID: next.Last, Rule: rule})
			met = met || rule.Kind == NewTeammates
		}
	}
	if !met && len(r.Past) > 0 {
		next.Last++
		next.Cards = append(next.Cards, Card{ID: next.Last, Rule: Rule{Kind: NewTeammates, Seasons: r.Past}})
	}
	return next
}

// renamed returns the rule as it is said in the season that follows. Past seasons that it counts are those of the club from then on.
func (rule Rule) renamed(r Renaming) (Rule, bool) {
	whole := true
	column := func(name string) string {
		if name == "" {
			return ""
		}
		to, ok := r.Columns[name]
		whole = whole && ok
		return to
	}
	rule.Column, rule.AvoidColumn, rule.ZoneColumn = column(rule.Column), column(rule.AvoidColumn), column(rule.ZoneColumn)
	rule.Columns = slices.Clone(rule.Columns)
	for i, name := range rule.Columns {
		rule.Columns[i] = column(name)
	}
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
