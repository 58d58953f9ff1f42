package survey

import (
	"cmp"
	"slices"
	"strings"
)

// A Question is one version of a question. To change it after answers came in makes a new
// version; the answers keep the version they were given to. An option keeps its Key for
// good, so that answers survive a new wording and no answer is read as another option.
type Question struct {
	ID        QuestionID `json:"-"`
	Version   int        `json:"-"` // from 1
	Revision  int        `json:"-"` // grows with every change, also of one that nobody has answered
	Kind      Kind       `json:"kind"`
	Title     Text       `json:"title"`
	Help      Text       `json:"help,omitzero"`
	Required  bool       `json:"required,omitempty"`
	Sensitive bool       `json:"sensitive,omitempty"` // organizers see totals only
	Show      *Condition `json:"show,omitempty"`      // to whom it is asked; nil for all

	Min      *float64 `json:"min,omitempty"` // scale: first point; number: least allowed, nil for any
	Max      *float64 `json:"max,omitempty"`
	Unit     Text     `json:"unit,omitzero"`      // number: what it counts, such as hours
	MinLabel Text     `json:"min_label,omitzero"` // scale: what its ends mean
	MaxLabel Text     `json:"max_label,omitzero"`
	Between  []Text   `json:"between,omitempty"` // scale: what the points between its ends mean; nil if none has words
	Meaning  int      `json:"meaning,omitempty"` // scale: another for each time that words moved to other points, number: for each unit, by [Question.After]

	Options []Option     `json:"options,omitempty"` // of kinds that have some; level: the languages
	Gone    map[int]Text `json:"-"`                 // what options, by key, were called last that are no longer offered, by [Survey.Recall]
	Merged  map[int]int  `json:"merged,omitempty"`  // by the key of an option that is no longer offered, that of the one as which it counts
	Ordered bool         `json:"ordered,omitempty"` // one of: the options are in an order, from least to most
	Most    int          `json:"most,omitempty"`    // rank: how many options may be ranked; 0 for all

	Days []int `json:"days,omitempty"` // availability: weekdays, Monday 0
	From int   `json:"from,omitempty"` // availability: first hour, 0..23
	To   int   `json:"to,omitempty"`   // availability: hour after the last, 1..24
	Half bool  `json:"half,omitempty"` // availability: the grid asks for half hours

	Zones bool `json:"zones,omitempty"` // availability: each member says in which time zone the hours are

	Wishes int `json:"wishes,omitempty"` // teammates: how many may be wished
	Avoids int `json:"avoids,omitempty"` // teammates: how many may be avoided
}

// Limits of a question.
const (
	MaxTitle   = 300
	MaxHelp    = 1000
	MaxOptions = 60
	MaxLabel   = 200
)

// Check returns an [*InvalidError] for the first part of the question that cannot be asked.
func (q Question) Check() error {
	if q.Title.IsZero() {
		return &InvalidError{Field: "title", Reason: "title_missing"}
	}
	if err := cmp.Or(q.Title.check("title", MaxTitle), q.Help.check("help", MaxHelp)); err != nil {
		return err
	}
	if !q.Kind.Known() {
		return &InvalidError{Field: "kind", Reason: "kind_unknown", Args: map[string]any{"Kind": string(q.Kind)}}
	}
	return q.kind().check(q)
}

func runes(s string) int { return len([]rune(s)) }

// title names the question's columns in a file: in English where it has such words.
func (q Question) title() string { return strings.ReplaceAll(q.Title.In(English), "\n", " ") }

// A Heading is a column that a question has in a file.
type Heading struct {
	Name  string
	Use   string // what an import takes it for: the question's kind, or a side of it
	Field string // the form field that asks for the same
	Part  string // the option that the column is of; "" for the whole question
}

// Headings returns the question's columns in a file: one, or one for each day of a grid or each language.
func (q Question) Headings() []Heading { return q.kind().header(q) }

// Columns returns the names of [Question.Headings].
func (q Question) Columns() []string {
	var names []string
	for _, h := range q.Headings() {
		names = append(names, h.Name)
	}
	return names
}

// InFile returns the question's columns of a table, as [Question.Blank] has them, as the columns of a file are: as many as
// [Question.Columns] names, with options called by their words, by which questions of two seasons are the same.
func (q Question) InFile(typed []Column) []Column {
	if k, ok := q.kind().(splitter); ok {
		return k.split(q, typed)
	}
	words := map[string]string{}
	for _, o := range q.Options {
		words[o.Code()] = o.Label.In(English)
	}
	out := slices.Clone(typed)
	for j, c := range out {
		out[j].Values = renamed(c.Values, words)
	}
	return out
}

// Weekdays are the English names of the days, Monday first.
var Weekdays = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
