// Package survey is what a club asks and who answers: clubs, seasons, members,
// questions and responses, and the table in which the answers meet the mathematics.
package survey

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Table is columns of values, one for each of n members in the same order. The app makes one of a season's responses,
// a command of a file; both are formed, grouped and learned from by the same code.
type Table struct {
	N       int // members
	Columns []Column
}

// Column returns the column called name.
func (t Table) Column(name string) (Column, bool) {
	j := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if j < 0 {
		return Column{}, false
	}
	return t.Columns[j], true
}

// Names are the names of the columns.
func (t Table) Names() []string {
	names := make([]string, len(t.Columns))
	for j, c := range t.Columns {
		names[j] = c.Name
	}
	return names
}

// Pick returns the table of some members, in the order of rows.
func (t Table) Pick(rows []int) Table {
	out := Table{N: len(rows), Columns: slices.Clone(t.Columns)}
	for j := range out.Columns {
		out.Columns[j].Values = t.Columns[j].Pick(rows)
	}
	return out
}

// Join returns the table with the members of another behind its own. Columns of one name become one; where a table
// lacks a column, its members have no answer.
func (t Table) Join(more Table) Table {
	out := Table{N: t.N + more.N}
	for _, c := range t.Columns {
		other, ok := more.Column(c.Name)
		if !ok {
			other.Values = c.blank(more.N)
		}
		a, b := sameType(c.Values, other.Values)
		c.Values = a.join(b)
		out.Columns = append(out.Columns, c)
	}
	for _, c := range more.Columns {
		if _, ok := t.Column(c.Name); !ok {
			c.Values = c.blank(t.N).join(c.Values)
			out.Columns = append(out.Columns, c)
		}
	}
	return out
}

// sameType returns two lists of values as ones of one type: their own if it is one, or the only one with answers, else
// numbers, else texts.
func sameType(a, b Values) (Values, Values) {
	switch {
	case a.Type() == b.Type():
		return a, b
	case !anyAnswered(b):
		return a, a.blank(b.Len())
	case !anyAnswered(a):
		return b.blank(a.Len()), b
	}
	x, numeric := measured(a)
	y, too := measured(b)
	if numeric && too {
		return Numbers(x), Numbers(y)
	}
	return textsOf(a), textsOf(b)
}

func anyAnswered(v Values) bool {
	for i := range v.Len() {
		if v.Answered(i) {
			return true
		}
	}
	return false
}

func textsOf(v Values) Texts {
	t := make(Texts, v.Len())
	for i := range t {
		t[i] = v.Cell(i)
	}
	return t
}

// TableOf returns the submitted answers of members, in the order of the members. Columns and options are called by codes
// instead of words, so that rules survive a new wording and pages word them in any language: a column is
// [Question.Column], teammates are in two, "wished" and "avoided" behind it, and an option is [Option.Code].
func TableOf(s Survey, members []Member, responses map[MemberID]Response) Table {
	t := Table{N: len(members)}
	known := directory(members)
	for _, q := range s.Questions {
		answers := make([]Answer, len(members))
		for i, m := range members {
			answers[i] = responses[m.ID].Answers[q.ID]
		}
		t.Columns = append(t.Columns, q.columns(answers, known)...)
	}
	return t
}

// Column is the name of the question's column in [TableOf].
func (q Question) Column() string { return "q" + strconv.FormatInt(int64(q.ID), 10) }

// MateColumns are the names of the columns of wished and of avoided teammates in [TableOf].
func (q Question) MateColumns() (wished, avoided string) {
	return q.Column() + " wished", q.Column() + " avoided"
}

// Code is what the member is called in rules.
func (id MemberID) Code() string { return strconv.FormatInt(int64(id), 10) }

// Code is what the option is called in rules.
func (o Option) Code() string { return "o" + strconv.Itoa(o.Key) }

// columns makes columns of the answers of members to the question.
func (q Question) columns(answers []Answer, known *Directory) []Column {
	one := func(v Values) []Column { return []Column{{Name: q.Column(), Values: v}} }
	switch q.Kind {
	case Scale, Number:
		return one(numbersOf(answers))
	case OneOf:
		return one(q.oneOf(answers))
	case AnyOf:
		return one(q.anyOf(answers))
	case Availability:
		return one(hoursOf(answers))
	case Teammates:
		wished, avoided := q.MateColumns()
		return []Column{
			{Name: wished, Aside: AsidePeople, Values: peopleOf(answers, known, func(a Answer) []string { return a.Wished })},
			{Name: avoided, Aside: AsidePeople, Values: peopleOf(answers, known, func(a Answer) []string { return a.Avoided })},
		}
	}
	texts := make(Texts, len(answers))
	for i, a := range answers {
		texts[i] = a.Text
	}
	return []Column{{Name: q.Column(), Aside: AsideText, Values: texts}}
}

func numbersOf(answers []Answer) Numbers {
	x := make(Numbers, len(answers))
	for i, a := range answers {
		if x[i] = math.NaN(); a.Number != nil {
			x[i] = *a.Number
		}
	}
	return x
}

// options returns the codes of the question's options, and the number of each by its key.
func (q Question) options() (codes []string, at map[int]int) {
	at = map[int]int{}
	for k, o := range q.Options {
		codes, at[o.Key] = append(codes, o.Code()), k
	}
	return codes, at
}

func (q Question) oneOf(answers []Answer) Options {
	codes, at := q.options()
	out := Options{Names: codes, Of: make([]int, len(answers))}
	for i, a := range answers {
		out.Of[i] = -1
		for _, key := range a.Choices {
			if k, offered := at[key]; offered {
				out.Of[i] = k
			}
		}
	}
	return out
}

func (q Question) anyOf(answers []Answer) Sets {
	codes, at := q.options()
	out := Sets{Names: codes, Of: make([][]int, len(answers))}
	for i, a := range answers {
		for _, key := range a.Choices {
			if k, offered := at[key]; offered {
				out.Of[i] = append(out.Of[i], k)
			}
		}
		slices.Sort(out.Of[i])
	}
	return out
}

func hoursOf(answers []Answer) Hours {
	h := Hours{Of: make([]Week, len(answers)), Said: make([]bool, len(answers)), Day: WholeWeek}
	for i, a := range answers {
		h.Said[i] = len(a.Slots) > 0
		for _, s := range a.Slots {
			h.Of[i].Add(2 * s)
			h.Of[i].Add(2*s + 1)
		}
	}
	return h
}

func peopleOf(answers []Answer, known *Directory, named func(Answer) []string) People {
	p := People{Of: make([][]int, len(answers)), Said: make([]string, len(answers))}
	for i, a := range answers {
		p.Said[i] = strings.Join(named(a), "; ")
		for _, name := range named(a) {
			if k, ok := known.Find(name); ok && k != i && !slices.Contains(p.Of[i], k) {
				p.Of[i] = append(p.Of[i], k)
			}
		}
	}
	return p
}
