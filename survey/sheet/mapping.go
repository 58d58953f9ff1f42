package sheet

import (
	"slices"

	"dure/survey"
)

// A Use is what a column is taken for.
type Use string

// The uses of a column. Those from Scale on make a question.
const (
	LeaveOut     Use = "leave_out"
	Name         Use = "name"
	FirstName    Use = "first_name"
	LastName     Use = "last_name"
	Email        Use = "email"
	Ref          Use = "id" // the club's own id
	Timestamp    Use = "timestamp"
	Scale        Use = Use(survey.Scale)
	Number       Use = Use(survey.Number)
	OneOf        Use = Use(survey.OneOf)
	AnyOf        Use = Use(survey.AnyOf)
	Availability Use = Use(survey.Availability)
	Wished       Use = "wished"
	Avoided      Use = "avoided"
	ShortText    Use = Use(survey.ShortText)
	LongText     Use = Use(survey.LongText)
)

// Uses lists every use in the order in which a page offers them.
var Uses = []Use{LeaveOut, Name, FirstName, LastName, Email, Ref, Timestamp,
	Scale, Number, OneOf, AnyOf, Availability, Wished, Avoided, ShortText, LongText}

// Asks reports whether columns of this use make a question.
func (u Use) Asks() bool { return slices.Index(Uses, u) >= slices.Index(Uses, Scale) }

// A Mapping says what each column of a table is, in the order of its header.
// It is plain data, which a form may change and JSON may hold.
type Mapping struct {
	Columns []Column
}

// A Column is what one column is taken for. Columns of the same kind and Question make one
// question: the days of an availability grid, the choices of an any-of question that is spread
// over columns, teammates wished and avoided.
//
// A page need only let Use be chosen: what a question needs besides, [Mapping.Complete] works out.
type Column struct {
	Use       Use
	Question  string   `json:",omitempty"` // its title
	Min       int      `json:",omitempty"` // scale: the first point
	Max       int      `json:",omitempty"` // scale: the last
	Levels    []string `json:",omitempty"` // scale: the texts of Min, Min+1, ... where cells hold texts
	Options   []string `json:",omitempty"` // one of, any of: what can be chosen
	Separator string   `json:",omitempty"` // any of: "," or ";", what stands between choices in a cell
	Part      string   `json:",omitempty"` // any of: the choice that the column stands for; hours: the hour, if cells hold days
	Day       int      `json:",omitempty"` // hours: the weekday, Monday 0
	Busy      bool     `json:",omitempty"` // hours: cells hold the hours that are not free
}

// kind returns the kind of question that columns of this use make.
func (u Use) kind() survey.Kind {
	if u == Wished || u == Avoided {
		return survey.Teammates
	}
	return survey.Kind(u)
}
