package survey

import (
	"fmt"
	"strings"
)

// A Kind is how a question is answered.
type Kind string

// The kinds of question.
const (
	Scale        Kind = "scale"
	Number       Kind = "number"
	OneOf        Kind = "one_of"
	AnyOf        Kind = "any_of"
	Availability Kind = "availability"
	Teammates    Kind = "teammates"
	ShortText    Kind = "short_text"
	LongText     Kind = "long_text"
)

// Kinds lists every kind in the order in which a page offers them.
var Kinds = []Kind{Scale, Number, OneOf, AnyOf, Availability, Teammates, ShortText, LongText}

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

	Min      *float64 `json:"min,omitempty"` // scale: first point; number: least allowed, nil for any
	Max      *float64 `json:"max,omitempty"`
	MinLabel Text     `json:"min_label,omitzero"` // scale: what its ends mean
	MaxLabel Text     `json:"max_label,omitzero"`

	Options []Option `json:"options,omitempty"` // one of, any of

	Days []int `json:"days,omitempty"` // availability: weekdays, Monday 0
	From int   `json:"from,omitempty"` // availability: first hour, 0..23
	To   int   `json:"to,omitempty"`   // availability: hour after the last, 1..24

	Wishes int `json:"wishes,omitempty"` // teammates: how many may be wished
	Avoids int `json:"avoids,omitempty"` // teammates: how many may be avoided
}

// An Option is one choice of a one-of or any-of question. Key is unique in the question
// and never used again for another choice.
type Option struct {
	Key   int  `json:"key"`
	Label Text `json:"label"`
}

// Option returns the option with the key.
func (q Question) Option(key int) (Option, bool) {
	for _, o := range q.Options {
		if o.Key == key {
			return o, true
		}
	}
	return Option{}, false
}

// Limits of a question.
const (
	MaxTitle     = 300
	MaxHelp      = 1000
	MaxOptions   = 60
	MaxLabel     = 200
	MaxPoints    = 11
	MaxShort     = 300
	MaxLong      = 5000
	MaxTeammates = 10
)

// Check returns an [*InvalidError] for the first part of the question that cannot be asked.
func (q Question) Check() error {
	if q.Title.IsZero() {
		return &InvalidError{Field: "title", Reason: "title_missing"}
	}
	if q.Title.longest() > MaxTitle {
		return &InvalidError{Field: "title", Reason: "too_long", Args: map[string]any{"Max": MaxTitle}}
	}
	if q.Help.longest() > MaxHelp {
		return &InvalidError{Field: "help", Reason: "too_long", Args: map[string]any{"Max": MaxHelp}}
	}
	switch q.Kind {
	case Scale:
		return q.checkScale()
	case Number:
		if q.Min != nil && q.Max != nil && *q.Min > *q.Max {
			return &InvalidError{Field: "max", Reason: "max_below_min"}
		}
	case OneOf, AnyOf:
		return q.checkOptions()
	case Availability:
		return q.checkGrid()
	case Teammates:
		if q.Wishes < 0 || q.Avoids < 0 || q.Wishes+q.Avoids == 0 || max(q.Wishes, q.Avoids) > MaxTeammates {
			return &InvalidError{Field: "wishes", Reason: "teammates_range", Args: map[string]any{"Max": MaxTeammates}}
		}
	case ShortText, LongText:
	default:
		return &InvalidError{Field: "kind", Reason: "kind_unknown", Args: map[string]any{"Kind": string(q.Kind)}}
	}
	return nil
}

func (q Question) checkScale() error {
	if q.Min == nil || q.Max == nil || *q.Min != float64(int(*q.Min)) || *q.Max != float64(int(*q.Max)) {
		return &InvalidError{Field: "min", Reason: "scale_ends"}
	}
	if n := int(*q.Max-*q.Min) + 1; n < 2 || n > MaxPoints {
		return &InvalidError{Field: "max", Reason: "scale_points", Args: map[string]any{"Max": MaxPoints}}
	}
	return nil
}

func (q Question) checkOptions() error {
	if len(q.Options) < 2 {
		return &InvalidError{Field: "options", Reason: "options_few"}
	}
	if len(q.Options) > MaxOptions {
		return &InvalidError{Field: "options", Reason: "options_many", Args: map[string]any{"Max": MaxOptions}}
	}
	for i, o := range q.Options {
		if o.Label.IsZero() || o.Label.longest() > MaxLabel {
			return &InvalidError{Field: "options", Reason: "option_label", Args: map[string]any{"Max": MaxLabel}}
		}
		for _, before := range q.Options[:i] {
			if words := o.Label.sameWords(before.Label); words != "" {
				return &InvalidError{Field: "options", Reason: "option_twice", Args: map[string]any{"Option": words}}
			}
		}
	}
	return nil
}

func (q Question) checkGrid() error {
	if len(q.Days) == 0 {
		return &InvalidError{Field: "days", Reason: "days_missing"}
	}
	for i, d := range q.Days {
		if d < 0 || d > 6 || i > 0 && d <= q.Days[i-1] {
			return &InvalidError{Field: "days", Reason: "days_invalid"}
		}
	}
	if q.From < 0 || q.To > 24 || q.From >= q.To {
		return &InvalidError{Field: "to", Reason: "hours_range"}
	}
	return nil
}

func runes(s string) int { return len([]rune(s)) }

// Columns returns the names of the question's columns in a file: one, or one per day of
// an availability grid ("Free hours (available) [Monday]"), or wished and avoided teammates. The English
// title names them where there is one.
func (q Question) Columns() []string {
	title := strings.ReplaceAll(q.Title.In(English), "\n", " ")
	switch q.Kind {
	case Availability:
		names := make([]string, len(q.Days))
		for i, d := range q.Days {
			names[i] = fmt.Sprintf("%s (available) [%s]", title, Weekdays[d])
		}
		return names
	case Teammates:
		var names []string
		if q.Wishes > 0 {
			names = append(names, title+" (wished)")
		}
		if q.Avoids > 0 {
			names = append(names, title+" (avoided)")
		}
		return names
	}
	return []string{title}
}

// Weekdays are the English names of the days, Monday first.
var Weekdays = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
