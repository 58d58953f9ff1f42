package team

import (
	"fmt"
	"strings"

	"dure/survey"
)

// A card is its rule's sentence with blanks in it: what a field of the form fills in stands where the sentence says it, in the order of the
// language's words. So one sentence serves to be read and to be filled in, and what it leaves unsaid is asked for below it.

// A Part is a piece of a rule's sentence: words, or the blank of a field with what it says now.
type Part struct {
	Field string // the name of the field; "" for words
	Text  string
}

// Marks of a blank in a message: before its field, between that and what it says, and behind. They are of no language, so that particles
// behind a blank are those of what it says.
const blankOpens, blankSays, blankEnds = "\ue000", "\ue001", "\ue002"

// words are what a sentence is made of: names, and what stands in the place of what a field fills in.
type words struct {
	Names
	blanks bool
}

// blank is what a field says in a sentence, marked where the sentence is one to fill in.
func (w words) blank(field string, says any) any {
	if !w.blanks {
		return says
	}
	return blankOpens + field + blankSays + fmt.Sprint(says) + blankEnds
}

// number is a number that a field says, none for 0.
func (w words) number(field string, says float64) any {
	if w.blanks && says == 0 {
		return w.blank(field, "")
	}
	return w.blank(field, says)
}

// whole is a whole number that a field says, none for nil.
func (w words) whole(field string, says *int) any {
	if says == nil {
		return w.blank(field, "")
	}
	return w.blank(field, *says)
}

// on are the columns that a rule is on.
func (w words) on(r Rule) any { return w.blank(columnField.Name, w.Columns(r.columns())) }

// having says of which column an option is meant.
func (w words) having(r Rule) survey.Message {
	if w.blanks {
		return survey.Say("rule_blank", "Blank", w.blank(optionField.Name, w.Value(r.only(), string(r.Value))))
	}
	return survey.Say("rule_what", "On", w.Columns(r.columns()), "Value", w.Value(r.only(), string(r.Value)))
}

// Blanks says what a rule asks for with a blank for each field that the sentence names; see [Parts]. Of a rule that is half made it says as much.
func (r Rule) Blanks(n Names) survey.Message { return r.said(words{n, true}) }

// Parts takes a sentence of [Rule.Blanks], worded, to pieces.
func Parts(sentence string) (parts []Part) {
	for sentence != "" {
		text, rest, found := strings.Cut(sentence, blankOpens)
		if text != "" {
			parts = append(parts, Part{Text: text})
		}
		if !found {
			break
		}
		field, rest, _ := strings.Cut(rest, blankSays)
		says, rest, _ := strings.Cut(rest, blankEnds)
		parts, sentence = append(parts, Part{field, says}), rest
	}
	return parts
}

// only is the column of a rule that is on one, "" before one is chosen.
func (r Rule) only() string {
	if all := r.columns(); len(all) > 0 {
		return all[0]
	}
	return ""
}
