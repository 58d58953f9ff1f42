package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dure/clustering/team"
)

// blankAttrs are those of a blank, by what it takes. A card with an error in it is open.
func (f RuleForm) blankAttrs(p Page, field team.Field) templ.Attributes {
	a := templ.Attributes{}
	if f.Open {
		a = fieldAttrs(p, field.Name, false)
	}
	switch field.Control {
	case team.WholeControl:
		a["inputmode"] = "numeric"
	case team.NumberControl, team.PercentControl:
		a["inputmode"] = "decimal"
	}
	return a
}

// unchosen is what stands in a blank of which nothing is chosen that can be: what the card says there, until it is opened to be changed. It is "" where
// one is chosen, as the first of a list is, where nothing else can be.
func (f RuleForm) unchosen(p Page, field team.Field, says string, choices []Choice) string {
	switch {
	case slices.ContainsFunc(choices, func(c Choice) bool { return f.Has(field.Name, c.Value) }), f.Gone == "" && len(f.Typed[field.Name]) == 0 && len(choices) == 1:
		return ""
	case says == "" || f.Open:
		return p.T("choose")
	}
	return says
}

// noColumn is the word for no column below the sentence: where there need be none, and in the place of what is gone.
func (f RuleForm) noColumn(p Page, field team.Field) string {
	switch {
	case field.Optional:
		return p.T("rule_none")
	case f.Gone != "":
		return p.T("choose")
	}
	return ""
}

// Of more than mostTicked choices a card names the first few; all of them stand below.
const (
	mostTicked = 3
	fewTicked  = 2
)

// ticked names the first of many choices and how many more there are, "" where there are few.
func (f RuleForm) ticked(p Page, field team.Field, choices []Choice) string {
	var chosen []string
	for _, c := range choices {
		if f.Has(field.Name, c.Value) {
			chosen = append(chosen, "“"+c.Label+"”")
		}
	}
	if len(chosen) <= mostTicked {
		return ""
	}
	return p.T("rule_ticked", "First", strings.Join(chosen[:fewTicked], ", "), "Count", len(chosen)-fewTicked)
}

func (f RuleForm) columnChoices(field team.Field) (all []Choice) {
	for _, c := range f.Columns {
		if field.Fits(c.Code) {
			all = append(all, Choice{Value: c.Code, Label: c.Title})
		}
	}
	return all
}

// optionChoices are options, each with what it answers, and numbers.
func (f RuleForm) optionChoices(p Page) (all []Choice) {
	for _, c := range f.Columns {
		for _, o := range c.Options {
			all = append(all, Choice{Value: c.Code + "=" + o.Value, Label: p.T("rule_option", "Option", o.Label, "On", c.Title)})
		}
		if len(c.Options) == 0 {
			all = append(all, Choice{Value: c.Code + "#", Label: c.Title})
		}
	}
	return all
}

func (f RuleForm) seasonChoices() (all []Choice) {
	for _, s := range f.Seasons {
		all = append(all, Choice{Value: fmt.Sprint(s.ID), Label: s.Name})
	}
	return all
}

func choiceChoices(p Page, field team.Field) (all []Choice) {
	for _, c := range field.Choices {
		all = append(all, Choice{Value: c.Value, Label: ruleChoiceLabel(p, c)})
	}
	return all
}

// sending is how the form is sent: a file may come with an open one, and the others are kept as soon as a blank changes.
func (f RuleForm) sending() templ.Attributes {
	if f.Open {
		return templ.Attributes{"enctype": "multipart/form-data"}
	}
	return templ.Attributes{"data-blanks": true}
}
