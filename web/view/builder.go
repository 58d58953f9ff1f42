package view

import (
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
	Both     *Both // what the question says now, if that was changed meanwhile
	Answered bool  // by at least one member: a change makes a new version
}

// FormOf returns the form that shows a question.
func FormOf(q survey.Question) QuestionForm {
	return QuestionForm{Form: q.Form(), Kind: q.Kind, ID: q.ID, Revision: q.Revision}
}

func (f QuestionForm) action(p Page) string {
	if f.ID == 0 {
		return SeasonPath(p, "/survey/questions")
	}
	return questionPath(p, f.ID, "")
}

// text is what stands in the fields of a text, in the languages that pages are worded in.
func (f QuestionForm) text(p Page, field string) survey.Text {
	var langs []survey.Lang
	for _, l := range p.Languages {
		langs = append(langs, l.Code)
	}
	return f.Text(field, langs)
}

// A setting is a field of the builder that a kind of question has of its own.
type setting interface {
	input(p Page, f QuestionForm) templ.Component
	lines(p Page, f QuestionForm) []string // what stands in it, to read
	narrow() bool                          // two of them have room side by side
}

// A fieldSetting is one input.
type fieldSetting struct {
	name        string
	label, help survey.Key
	mode        string // of the keyboard
	optional    bool
}

func numberSetting(name string, label survey.Key) setting {
	return fieldSetting{name: name, label: label, mode: "numeric"}
}

func decimalSetting(name string, label survey.Key) setting {
	return fieldSetting{name: name, label: label, mode: "decimal", optional: true}
}

func (s fieldSetting) input(p Page, f QuestionForm) templ.Component {
	spec := FieldSpec{Name: s.name, Label: p.T(s.label), Value: f.Value(s.name), Optional: s.optional, Attrs: templ.Attributes{"inputmode": s.mode}}
	if s.help != "" {
		spec.Help = p.T(s.help)
	}
	return Field(p, spec)
}

func (s fieldSetting) lines(p Page, f QuestionForm) []string {
	return labelled(p, s.label, f.Value(s.name))
}

func (s fieldSetting) narrow() bool { return s.help == "" }

// labelled is a line that says what stands in a field, none if nothing does.
func labelled(p Page, label survey.Key, value string) []string {
	if value == "" {
		return nil
	}
	return []string{p.T(label) + ": " + value}
}

// A linesSetting is texts on lines, in every language.
type linesSetting struct {
	name        string
	label, help survey.Key
	answered    survey.Key // a note once members have answered; "" for none
	optional    bool
}

func (s linesSetting) lines(p Page, f QuestionForm) []string {
	return inLanguages(p, s.label, f.text(p, s.name))
}

func inLanguages(p Page, label survey.Key, t survey.Text) []string {
	var all []string
	for _, words := range t.Wordings() {
		all = append(all, labelled(p, label, words)...)
	}
	return all
}

func (linesSetting) narrow() bool { return false }

// A boxSetting is a box to tick.
type boxSetting struct {
	name        string
	label, help survey.Key
}

func (s boxSetting) lines(p Page, f QuestionForm) []string {
	if !f.Ticked(s.name) {
		return nil
	}
	return []string{p.T(s.label)}
}

func (boxSetting) narrow() bool { return false }

// A daysSetting is the days of a week.
type daysSetting struct{}

func (daysSetting) lines(p Page, f QuestionForm) []string {
	var names []string
	for d := range 7 {
		if f.day(d) {
			names = append(names, DayName(p, d))
		}
	}
	return labelled(p, "days_label", strings.Join(names, ", "))
}

func (daysSetting) narrow() bool { return false }

// An hourSetting is an hour of the day, from the first that can be chosen.
type hourSetting struct {
	name  string
	label survey.Key
	first int
}

func (s hourSetting) lines(p Page, f QuestionForm) []string {
	return labelled(p, s.label, f.Value(s.name)+":00")
}

func (hourSetting) narrow() bool { return true }

func (f QuestionForm) day(d int) bool {
	for _, v := range f.Form["days"] {
		if v == strconv.Itoa(d) {
			return true
		}
	}
	return false
}

// rows puts two narrow settings side by side.
func rows(all []setting) [][]setting {
	var out [][]setting
	for i, s := range all {
		if n := len(out); i > 0 && s.narrow() && all[i-1].narrow() && len(out[n-1]) == 1 {
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
	for _, s := range questionViews[f.Kind].settings() {
		lines = append(lines, s.lines(p, f)...)
	}
	for _, box := range []boxSetting{{"required", "required_label", ""}, {"sensitive", "sensitive_label", ""}} {
		lines = append(lines, box.lines(p, f)...)
	}
	return lines
}
