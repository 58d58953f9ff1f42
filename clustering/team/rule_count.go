package team

import (
	"cmp"
	"slices"
	"strings"

	"dure/survey"
)

// Count wants at least, at most or exactly so many of a kind in every team, or in teams of one size.
const Count Kind = "count"

type countRule struct{ traits }

var countKind = countRule{traits{Count, Should, byTeam, breakable, neutral}}

func (countRule) seeks()                  {}
func (countRule) narrows()                {}
func (countRule) start(survey.Table) Rule { return Rule{Op: ">=", AtLeast: new(1)} }
func (countRule) accepts(c survey.Column) bool {
	return isMeasured(c) || isCategory(c) || c.Type() == survey.SetColumn
}

// orders reports whether the rule compares by order.
func (countRule) orders(r Rule) bool { return strings.ContainsAny(r.Op, "<>") }

// comparisons are how a value can be compared; pages begin with the first.
var comparisons = []Choice{{Value: "=", Sign: "="}, {Value: ">=", Sign: "≥"}, {Value: "<=", Sign: "≤"}, {Value: ">", Sign: ">"}, {Value: "<", Sign: "<"}, {Value: "!=", Sign: "≠"}}

// OpSign is how a comparison is written.
func OpSign(op string) string {
	for _, c := range comparisons {
		if c.Value == op {
			return c.Sign
		}
	}
	return op
}

func (countRule) check(r Rule) error {
	if err := r.needsColumn(); err != nil {
		return err
	}
	given := 0
	for _, v := range []*int{r.AtLeast, r.AtMost, r.Exactly} {
		if v == nil {
			continue
		}
		given++
		if *v < 0 {
			return r.invalid("rule_count_negative")
		}
	}
	if given == 0 || given > 1 && r.Exactly != nil {
		return r.invalid("rule_count_limits")
	}
	if r.AtLeast != nil && r.AtMost != nil && *r.AtLeast > *r.AtMost {
		return r.invalid("rule_count_empty", "AtLeast", *r.AtLeast, "AtMost", *r.AtMost)
	}
	if !knownOp(r.Op) {
		return r.invalid("rule_op_unknown", "Op", r.Op)
	}
	return nil
}

func knownOp(op string) bool {
	return op == "" || slices.ContainsFunc(comparisons, func(c Choice) bool { return c.Value == op })
}

func (countRule) fields() []Field {
	what := optionField
	what.Numbers = true
	return []Field{what,
		{Name: "op", Control: ChoiceControl, Label: "rule_op", Help: "rule_number_legend", Choices: comparisons, Optional: true, at: func(r *Rule) any { return &r.Op }},
		{Name: "value", Control: NumberControl, Label: "rule_value", Help: "rule_number_help", Optional: true, at: func(r *Rule) any { return r.numberValue() }},
		{Name: "at_least", Control: WholeControl, Label: "rule_at_least", Optional: true, at: func(r *Rule) any { return r.orExactly(&r.AtLeast) }},
		{Name: "at_most", Control: WholeControl, Label: "rule_at_most", Help: "rule_exactly_help", Optional: true, at: func(r *Rule) any { return r.orExactly(&r.AtMost) }},
		{Name: "team_size", Control: WholeControl, Label: "rule_team_size", Optional: true, at: func(r *Rule) any { return &r.TeamSize }},
		{Name: "or_more", Control: BoxControl, Label: "rule_or_more", Optional: true, at: func(r *Rule) any { return &r.OrMore }}, inField}
}

// orExactly points to a limit, or to the number that is wanted exactly, which is both.
func (r *Rule) orExactly(limit **int) **int {
	if r.Exactly != nil {
		return &r.Exactly
	}
	return limit
}

// numberValue points to the rule's value unless that is an option.
func (r *Rule) numberValue() *Text {
	if r.Value != "" && !isNumber(r.Value) {
		return new(Text)
	}
	return &r.Value
}

// finish checks what the fields say together. Options that are in no order are the same or not.
func (countRule) finish(r *Rule, of Offer) error {
	if !slices.ContainsFunc(of.Columns, func(c survey.Column) bool { return c.Name == r.Column && isMeasured(c) }) && r.Op != "!=" {
		r.Op = ""
	}
	switch {
	case r.Value == "":
		return wrong("value", "number_invalid")
	case r.AtLeast == nil && r.AtMost == nil:
		return wrong("at_least", "rule_count_missing")
	case r.AtLeast != nil && r.AtMost != nil && *r.AtLeast > *r.AtMost:
		return wrong("at_most", "rule_count_crossed")
	case r.AtLeast != nil && r.AtMost != nil && *r.AtLeast == *r.AtMost:
		r.Exactly, r.AtLeast, r.AtMost = r.AtLeast, nil, nil
	}
	return nil
}

func (countRule) sentence(r Rule, w words) survey.Message {
	what := w.compared(r)
	var text survey.Message
	switch {
	case w.blanks:
		text = survey.Say("rule_count_blanks", "What", what, "Least", w.whole("at_least", *r.orExactly(&r.AtLeast)), "Most", w.whole("at_most", *r.orExactly(&r.AtMost)))
	case r.Exactly != nil:
		text = survey.Say("rule_count_exactly", "What", what, "N", *r.Exactly)
	case r.AtLeast != nil && r.AtMost != nil:
		text = survey.Say("rule_count_range", "What", what, "Least", *r.AtLeast, "Most", *r.AtMost)
	case r.AtLeast != nil:
		text = survey.Say("rule_count_least", "What", what, "N", *r.AtLeast)
	case r.AtMost != nil:
		text = survey.Say("rule_count_most", "What", what, "N", *r.AtMost)
	}
	if r.TeamSize > 0 {
		text = survey.Say("rule_count_size", "Rule", text, "Size", w.blank("team_size", r.TeamSize), "More", r.OrMore)
	}
	return text
}

// compared says who counts. Only a number, and what an option is not, has a comparison to fill in.
func (w words) compared(r Rule) survey.Message {
	op, value := cmp.Or(r.Op, "="), w.Value(r.only(), string(r.Value))
	said := func(on, value any) survey.Message {
		return survey.Say("rule_what_op", "On", on, "Op", w.blank("op", OpSign(op)), "Value", value)
	}
	switch number := r.Value == "" || isNumber(r.Value); {
	case w.blanks && number && r.only() != "":
		return said(w.blank(optionField.Name, w.Columns(r.columns())), w.blank("value", value))
	case op == "=":
		return w.having(r)
	case w.blanks:
		return said("", w.blank(optionField.Name, value))
	}
	return said(w.Columns(r.columns()), value)
}

// compile marks who counts. It refuses to compare by order with a value that is neither a number nor a level of the column.
func (countRule) compile(c *compiler) (measure, error) {
	column, err := c.only()
	if err != nil {
		return nil, err
	}
	if levels := OptionsOf(column); (countRule{}).orders(c.Rule) && !isNumber(c.Value) && (!isMeasured(column) || survey.FindSpelling(levels, string(c.Value)) < 0) {
		return nil, c.invalid("rule_value_not_number", "Op", c.Op, "Value", string(c.Value))
	}
	c.noteUnheard(column)
	rule := c.Rule
	return counted{&tally{having(column, c.Op, string(c.Value)), rule.limited}, rule}, nil
}

// limits returns the least and most members that a count rule allows in a team of n.
func (r Rule) limits(n int) (least, most int) {
	least, most = 0, n
	if r.AtLeast != nil {
		least = *r.AtLeast
	}
	if r.AtMost != nil {
		most = *r.AtMost
	}
	if r.Exactly != nil {
		least, most = *r.Exactly, *r.Exactly
	}
	return least, most
}

// sized reports whether the rule is for teams of the size.
func (r Rule) sized(size int) bool {
	return r.TeamSize == 0 || size == r.TeamSize || r.OrMore && size > r.TeamSize
}

// limited rates a team by the limits of a count rule.
func (r Rule) limited(size, count int) outcome {
	if size == 0 || !r.sized(size) {
		return outcomeOf(1, 1, true)
	}
	least, most := r.limits(size)
	return within(size, count, least, most)
}

// milder loosens the limits one by one, in teams of at most most: first the least by one and so on while the rule says anything, then the
// largest up to the whole team. Of an exact number it tries the nearest others first.
func (countRule) milder(r Rule, most int) (out []milder) {
	if r.Exactly != nil {
		near := count(most + 1)
		n := *r.Exactly
		slices.SortStableFunc(near, func(a, b int) int { return cmp.Compare(max(a-n, n-a), max(b-n, n-b)) })
		for _, v := range near {
			if v != n {
				change := r
				change.Exactly = &v
				out = append(out, milder{change, Change{Kind: "exactly", Was: n, Count: v}})
			}
		}
		return out
	}
	if r.AtLeast != nil {
		for v := min(*r.AtLeast-1, most); v > 0 || v == 0 && r.AtMost != nil; v-- {
			change := r
			change.AtLeast = &v
			out = append(out, milder{change, Change{Kind: "at_least", Was: *r.AtLeast, Count: v}})
		}
	}
	if r.AtMost != nil {
		for v := *r.AtMost + 1; v <= most; v++ {
			change := r
			change.AtMost = &v
			out = append(out, milder{change, Change{Kind: "at_most", Was: *r.AtMost, Count: v}})
		}
	}
	return out
}

// counted is how many of a kind a team has, against limits. Its value is 1 in a team that keeps them and else 0, so that the value of a
// division is the teams that keep the rule.
type counted struct {
	*tally
	rule Rule
}

func (m counted) fact(_ int, members []int32) survey.Message {
	r, n := m.rule, m.total(members)
	if !r.sized(len(members)) {
		return survey.Say("fact_team_size_other", "Size", r.TeamSize, "More", r.OrMore)
	}
	least, most := r.limits(len(members))
	key := survey.Key("fact_team_keeps")
	switch {
	case n < least:
		key = "fact_team_short"
	case n > most:
		key = "fact_team_over"
	}
	return survey.Say(key, "Count", n, "Column", r.columns()[0], "Op", cmp.Or(r.Op, "="), "Value", string(r.Value), "Least", least, "Most", most)
}

// Wanted returns the key of the option that the team is to have somebody of, if the rule asks for that: not of how many at most, which would tell of the
// others in a team.
func (r Rule) Wanted(of SeatTeam) (key int, ok bool) {
	if r.Kind != Count || r.AtLeast == nil || *r.AtLeast < 1 || r.AtMost != nil || !r.sized(len(of.Members)) || !of.among(r.In) || r.Op != "" && r.Op != "=" {
		return 0, false
	}
	return survey.OptionKey(string(r.Value))
}

// ForAll reports whether the rule is for every team, however many are in it.
func (r Rule) ForAll() bool { return r.TeamSize == 0 && len(r.In) == 0 }
