package team

import (
	"reflect"
	"slices"

	"dure/survey"
)

// What is advised of a survey with regard to rules; see [survey.Advice].
const (
	AdviceNoRule   survey.Key = "advice_no_rule"   // no kind of rule can be on the question
	AdviceInWords  survey.Key = "advice_in_words"  // rules can only tell whether members wrote the same
	AdviceConfided survey.Key = "advice_confided"  // sensitive, and no rule is on it
	AdviceRuleGone survey.Key = "advice_rule_gone" // a rule is on a question or an option that there is no more
)

// Advise returns what can be told of a survey and its rules together.
func Advise(s survey.Survey, rules []Rule, n Names) []survey.Advice {
	used := map[string]bool{}
	var gone []survey.Advice
	for _, r := range rules {
		for _, name := range r.standsOn() {
			used[name] = true
		}
		said := survey.Advice{Message: survey.Say(AdviceRuleGone, "Rule", r.Sentence(n))}
		if r.Gone(s) != "" && !slices.ContainsFunc(gone, func(other survey.Advice) bool { return reflect.DeepEqual(other, said) }) {
			gone = append(gone, said)
		}
	}
	var none, words, confided []survey.Question
	for _, q := range s.Asked() {
		columns := q.Blank()
		switch {
		case !slices.ContainsFunc(columns, accepted):
			none = append(none, q)
		case !slices.ContainsFunc(columns, func(c survey.Column) bool { return c.Aside != survey.AsideText }):
			words = append(words, q)
		}
		if q.Sensitive && !slices.ContainsFunc(columns, func(c survey.Column) bool { return used[c.Name] }) {
			confided = append(confided, q)
		}
	}
	return slices.Concat(gone, survey.About(AdviceNoRule, none), survey.About(AdviceInWords, words), survey.About(AdviceConfided, confided))
}

// accepted reports whether a rule of any kind can be on the column.
func accepted(c survey.Column) bool {
	return slices.ContainsFunc(Kinds(), func(k Kind) bool { return k.accepts(c) })
}

// standsOn lists the columns that answers are taken from. A kind that is on none passes over what is named.
func (r Rule) standsOn() []string {
	if _, ok := r.Kind.kind().(accepter); !ok {
		return nil
	}
	return slices.DeleteFunc(append(slices.Clone(r.columns()), r.ZoneColumn, r.AvoidColumn), func(name string) bool { return name == "" })
}
