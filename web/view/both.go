package view

import (
	"slices"
	"strings"

	"dure/survey"
)

// Both is what is shown instead of doing an edit of something that somebody else changed since it was read: what stands there
// now and what was typed, as far as they differ.
type Both struct {
	Say   string // worded: what happened
	Now   []string
	Typed []string
}

// NewBoth leaves out the lines that are both there and typed.
func NewBoth(say string, now, typed []string) *Both {
	without := func(lines, others []string) []string {
		return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return slices.Contains(others, l) })
	}
	return &Both{Say: say, Now: without(now, typed), Typed: without(typed, now)}
}

// save is the label of the button that saves a form, also where there is nothing to show.
func (b *Both) save(p Page) string {
	if b == nil {
		return p.T("save")
	}
	return p.T("both_save")
}

// MoveAgain asks, above a list as it stands now, whether to move something in it as was asked for when it stood otherwise.
// Action is "" where that is gone.
type MoveAgain struct {
	Say      string // worded
	Action   string
	Revision int
	To       int
}

// Lines says all that a question asks, a line each.
func (f QuestionForm) Lines(p Page) []string {
	var lines []string
	add := func(label survey.Key, value string) {
		if value != "" {
			lines = append(lines, p.T(label)+": "+value)
		}
	}
	text := func(label survey.Key, t survey.Text) {
		for _, words := range t.Wordings() {
			add(label, words)
		}
	}
	text("question_label", f.Title)
	text("help_label", f.Help)
	switch f.Kind {
	case survey.Scale:
		add("scale_from", f.Min)
		add("scale_to", f.Max)
		text("scale_from_label", f.MinLabel)
		text("scale_to_label", f.MaxLabel)
	case survey.Number:
		add("number_min", f.Min)
		add("number_max", f.Max)
	case survey.OneOf, survey.AnyOf:
		text("options_label", f.Options)
	case survey.Availability:
		add("days_label", f.days(p))
		add("hour_from", f.From+":00")
		add("hour_to", f.To+":00")
	case survey.Teammates:
		add("wishes_label", f.Wishes)
		add("avoids_label", f.Avoids)
	}
	if f.Required {
		lines = append(lines, p.T("required_label"))
	}
	if f.Sensitive {
		lines = append(lines, p.T("sensitive_label"))
	}
	return lines
}

func (f QuestionForm) days(p Page) string {
	var names []string
	for d, on := range f.Days {
		if on {
			names = append(names, DayName(p, d))
		}
	}
	return strings.Join(names, ", ")
}
