package view

import (
	"slices"
	"strings"

	"dure/survey"
)

// A DoubtCard is a name that somebody typed and that is not certain, or that was decided, with what can be said of it.
type DoubtCard struct {
	survey.Doubt
	Field string   // of the form in which it was typed
	Who   string   // the member who typed it, as organizers call them
	Near  []Choice // whom it may mean; a value is what a button sends
	Else  []Choice // whom else it could be given to; nil where those are many, and for the member, who says so in the answers
	Taken string   // whom it was decided to mean, "" for nobody
}

// Send is what a button of the card sends: the field, what was chosen and the text. What is chosen is the code of a member or one of
// the constants below.
func (d DoubtCard) Send(chosen string) string { return SentDoubt(d.Field, chosen, d.Text) }

// What can be chosen beside a member.
const (
	NobodyMeant = "nobody"
	TypedMeant  = "typed" // whose name or address is sent beside it
	WaitAgain   = "again"
)

// SentDoubt is what a button about a name sends.
func SentDoubt(field, chosen, text string) string { return field + " " + chosen + " " + text }

// A DoubtsPage is what of a season's names waits.
type DoubtsPage struct {
	Wishes     []DoubtCard // that wait for the organizers, the first of them
	Waiting    int         // how many those are
	Decided    []DoubtCard // wishes
	Avoidances int         // that wait for who wrote them; nothing else is said of them
}

// Empty reports whether there is nothing to say.
func (d DoubtsPage) Empty() bool { return d.Waiting+d.Avoidances+len(d.Decided) == 0 }

// open counts the names that wait.
func open(all []DoubtCard) (n int) {
	for _, d := range all {
		if !d.Decided() {
			n++
		}
	}
	return n
}

// why says what keeps a name from being certain.
func (d DoubtCard) why() survey.Key {
	switch {
	case d.Reason == survey.AsSeveral:
		return "doubt_several_members"
	case d.Reason == survey.AsNear:
		return "doubt_near_name"
	case d.Reason == survey.AsLater:
		return "doubt_later_name"
	case d.Reason == survey.AsSelf:
		return "doubt_own_name"
	case len(d.Near) > 0:
		return "doubt_part_of_name"
	}
	return "doubt_no_member"
}

// meanwhile says for what a name counts until somebody decides.
func (d DoubtCard) meanwhile() survey.Key {
	if d.Side == survey.AvoidedSide && slices.Contains([]survey.Reason{survey.AsSeveral, survey.AsNear, survey.AsLater}, d.Reason) {
		return "doubt_avoids_all"
	}
	return "doubt_counts_none"
}

// nearNames are whom a name may mean, in a list.
func (d DoubtCard) nearNames() string {
	var names []string
	for _, m := range d.Near {
		names = append(names, m.Label)
	}
	return strings.Join(names, ", ")
}

// fileDoubtsShown is how many names of a file a page lists.
const fileDoubtsShown = 100
