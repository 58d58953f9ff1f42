package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dure/survey"
)

// A QuestionForm is a question as typed. ID is 0 for a new one.
type QuestionForm struct {
	survey.Form
	Kind     survey.Kind
	ID       survey.QuestionID
	Revision int
	Version  int
	Below    survey.QuestionID // where a new one is to stand; 0 for the end
	Before   []survey.Question // those that its answers may depend on
	Both     *Both             // what the question says now, if that was changed meanwhile
	Answered bool              // by at least one member: a change makes a new version
	Hidden   []survey.Chosen   // options that are not among the rows, though members chose them
	Reached  survey.Reached    // where a button beside the rows left off
	Taken    Taken             // what is lost by saving it, once that was asked for

	Crossings []survey.Crossing // languages whose words pass between options, so that it is to be asked whose answers these have
	Followed  string            // what was said to that, of [followChoices]; "" for nothing yet
}

// FormOf returns the form that shows a question.
func FormOf(q survey.Question) QuestionForm {
	return QuestionForm{Form: q.Form(), Kind: q.Kind, ID: q.ID, Revision: q.Revision, Version: q.Version}
}

func (f QuestionForm) action(p Page) string {
	if f.ID == 0 {
		return SeasonPath(p, "/survey/questions")
	}
	return questionPath(p, f.ID, "")
}

// text is what stands in the fields of a text, in the languages that pages are worded in.
func (f QuestionForm) text(p Page, field string) survey.Text { return f.Text(field, p.langs()) }

// A setting is a field of the builder that a kind of question has of its own.
type setting struct {
	name        string
	label, help survey.Key
	as          settingForm
	optional    bool
	answered    survey.Key // a note once members have answered; "" for none
}

// A settingForm is how a setting is typed.
type settingForm int

const (
	asNumber  settingForm = iota // a whole number
	asDecimal                    // any number
	asLines                      // texts on lines, in every language
	asText                       // a text of one line, in every language
	asRows                       // options, a row each
	asBox                        // a box to tick
	asDays                       // the days of a week
	asHour                       // an hour of the day
	asEnd                        // the hour after the last
	asShow                       // by which earlier answer the question is asked
)

// field is the setting as one input, for a keyboard of that mode.
func (s setting) field(p Page, f QuestionForm, mode string) FieldSpec {
	spec := FieldSpec{Name: s.name, Label: p.T(s.label), Value: f.Value(s.name), Optional: s.optional, Attrs: templ.Attributes{"inputmode": mode}}
	if s.help != "" {
		spec.Help = p.T(s.help)
	}
	return spec
}

// lines are what stands in the field, to read.
func (s setting) lines(p Page, f QuestionForm) []string {
	value := f.Value(s.name)
	switch s.as {
	case asLines, asText:
		return inLanguages(p, s.label, f.text(p, s.name))
	case asRows:
		return f.optionLines(p, s)
	case asShow:
		return f.showLines(p)
	case asBox:
		if value != "" {
			return []string{p.T(s.label)}
		}
		return nil
	case asDays:
		var names []string
		for d := range 7 {
			if f.day(d) {
				names = append(names, DayName(p, d))
			}
		}
		value = strings.Join(names, ", ")
	case asHour, asEnd:
		value += ":00"
	}
	return inLanguages(p, s.label, survey.Text{p.Lang: value})
}

// inLanguages are lines that say what stands in a field in each language that has words.
func inLanguages(p Page, label survey.Key, t survey.Text) []string {
	var all []string
	for _, words := range t.Wordings() {
		all = append(all, p.T(label)+": "+words)
	}
	return all
}

func (f QuestionForm) day(d int) bool { return slices.Contains(f.Form["days"], strconv.Itoa(d)) }

// rows puts two settings side by side that are as narrow as a number.
func rows(all []setting) [][]setting {
	wide := []settingForm{asLines, asText, asRows, asBox, asDays}
	narrow := func(s setting) bool { return !slices.Contains(wide, s.as) && s.help == "" }
	var out [][]setting
	for i, s := range all {
		if n := len(out); i > 0 && narrow(s) && narrow(all[i-1]) && len(out[n-1]) == 1 {
			out[n-1] = append(out[n-1], s)
			continue
		}
		out = append(out, []setting{s})
	}
	return out
}

// Lines says all that a question asks, a line each.
func (f QuestionForm) Lines(p Page) []string {
	lines := append(inLanguages(p, "question_label", f.text(p, "title")), inLanguages(p, "help_label", f.text(p, "help"))...)
	boxes := []setting{{name: "show", as: asShow}, {name: "required", label: "required_label", as: asBox}, {name: "sensitive", label: "sensitive_label", as: asBox}}
	for _, s := range append(questionViews[f.Kind].settings(), boxes...) {
		lines = append(lines, s.lines(p, f)...)
	}
	return lines
}
