package sheet

import (
	"cmp"
	"slices"
	"time"

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
	Rank         Use = Use(survey.Rank)
	Level        Use = Use(survey.Level)
	Availability Use = Use(survey.Availability)
	Zone         Use = "zone" // of free hours
	Wished       Use = "wished"
	Avoided      Use = "avoided"
	ShortText    Use = Use(survey.ShortText)
	LongText     Use = Use(survey.LongText)
)

// Members are the uses of columns that say who a member is and when the answer came.
var Members = []Use{Name, FirstName, LastName, Email, Ref, Timestamp}

// A Mapping says what each column of a table is, in the order of its header.
// It is plain data, which a form may change and JSON may hold.
type Mapping struct {
	Columns []Column
	Clock   *time.Location    `json:"-"` // on which times are that name no zone; nil for UTC
	Meant   map[string]string `json:"-"` // what somebody says that parts of the day and time zones mean, see [Meaning]
	Who
}

// A Column is what one column is taken for. Columns of the same kind and Question make one
// question: the days of an availability grid, the choices of an any-of question that is spread
// over columns, languages, teammates wished and avoided.
//
// A page need only let Use be chosen: what a question needs besides, [Mapping.Complete] works out.
type Column struct {
	Use       Use
	Question  string   `json:",omitempty"` // its title
	Min       int      `json:",omitempty"` // scale: the first point
	Max       int      `json:",omitempty"` // scale: the last
	Levels    []string `json:",omitempty"` // scale: the texts of Min, Min+1, ... where cells hold texts
	Options   []string `json:",omitempty"` // what can be chosen or ranked
	Ordered   bool     `json:",omitempty"` // one of: Options are in an order, from least to most
	Unit      string   `json:",omitempty"` // number: what it counts
	Ticks     bool     `json:",omitempty"` // one of: cells are a mark or blank, which says no
	Typed     string   `json:",omitempty"` // one of, any of: the header of the column into which other answers were typed
	Coded     bool     `json:",omitempty"` // one of, scale: cells are numbers, and the file does not say whether these are steps or stand for choices
	Blank     bool     `json:",omitempty"` // a cell that cannot be read is no answer; without it the file is refused
	Others    []string `json:",omitempty"` // any of: texts in cells that count as the last of Options
	None      []string `json:",omitempty"` // cells that a program wrote in place of an answer
	Separator string   `json:",omitempty"` // one of [separators], or [dayLists], what stands between choices in a cell
	Part      string   `json:",omitempty"` // the choice, place or language that the column stands for; hours: the hour, if cells hold days
	Day       int      `json:",omitempty"` // hours: the weekday, Monday 0
	Week      bool     `json:",omitempty"` // hours: cells list days with their hours, or hours of every day
	Busy      bool     `json:",omitempty"` // hours: cells hold the hours that are not free
}

// kind returns the kind of question that columns of this use make.
func (u Use) kind() survey.Kind {
	switch u {
	case Wished, Avoided:
		return survey.Teammates
	case Zone:
		return survey.Availability
	}
	return survey.Kind(u)
}

// Complete returns the mapping with what its questions need besides their use and is not given:
// titles, options, separators, scale ends and weekdays, worked out from the sheet as [Guess] would.
// So a page need only send back the uses.
func (m Mapping) Complete(s Sheet) Mapping {
	out, mates := Mapping{Columns: slices.Clone(m.Columns)}, m.firstMates()
	for j := range out.Columns {
		c := &out.Columns[j]
		if !c.Use.Asks() || j >= len(s.Header) {
			continue
		}
		col := newColumn(s, j)
		c.None = col.excused
		given := c.Question != ""
		if !given {
			c.Question = col.label
		}
		asks[c.Use].complete(c, col, given)
		if c.Use.kind() == survey.Teammates && !given {
			c.Question = cmp.Or(mates, c.Question)
			mates = c.Question
		}
	}
	out.joinZones()
	return out
}

// firstMates is the question, if given, that columns of teammates make, which all of them are parts of.
func (m Mapping) firstMates() string {
	for _, c := range m.Columns {
		if c.Use.kind() == survey.Teammates && c.Question != "" {
			return c.Question
		}
	}
	return ""
}

// joinZones makes time zones those of the first grid of free hours, where none is called as they are.
func (m Mapping) joinZones() {
	grids := map[string]bool{}
	first := ""
	for _, c := range m.Columns {
		if c.Use == Availability {
			grids[c.Question], first = true, cmp.Or(first, c.Question)
		}
	}
	for j := range m.Columns {
		if c := &m.Columns[j]; c.Use == Zone && !grids[c.Question] {
			c.Question = first
		}
	}
}
