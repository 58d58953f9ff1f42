package survey

import (
	"strconv"
	"strings"
)

// Coded returns the submitted answers of members as a table for forming teams, in the order of the members. Its
// columns and cells have codes instead of words, so that rules survive a new wording and pages word them in any
// language: a question is [Question.Column], an option [Option.Code], a wished or avoided teammate
// [MemberID.Code], hours are "09:00". Names that nobody in the season has are left out.
func Coded(s Survey, members []Member, responses map[MemberID]Response) Table {
	var t Table
	for _, q := range s.Questions {
		t.Header = append(t.Header, q.CodedColumns()...)
	}
	known := directory(members)
	for _, m := range members {
		var row []string
		for _, q := range s.Questions {
			row = append(row, q.codedCells(responses[m.ID].Answers[q.ID], members, known)...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Code is what the member is called in rules.
func (id MemberID) Code() string { return strconv.FormatInt(int64(id), 10) }

// Code is the option as a cell of [Coded].
func (o Option) Code() string { return "o" + strconv.Itoa(o.Key) }

// Column is the question's column in [Coded], or the beginning of its columns' names.
func (q Question) Column() string { return "q" + strconv.FormatInt(int64(q.ID), 10) }

// CodedColumns are the question's columns in [Coded]: one; one for each day of an availability grid; or one
// for wished and one for avoided teammates.
func (q Question) CodedColumns() []string {
	switch q.Kind {
	case Availability:
		names := make([]string, len(q.Days))
		for i, d := range q.Days {
			names[i] = q.Column() + " [" + Weekdays[d] + "]"
		}
		return names
	case Teammates:
		return []string{q.Column() + " wished", q.Column() + " avoided"}
	}
	return []string{q.Column()}
}

func (q Question) codedCells(a Answer, members []Member, known *Directory) []string {
	switch q.Kind {
	case OneOf, AnyOf:
		var codes []string
		for _, c := range a.Choices {
			if o, ok := q.Option(c); ok {
				codes = append(codes, o.Code())
			}
		}
		return []string{strings.Join(codes, "; ")}
	case Teammates:
		return []string{codes(a.Wished, members, known), codes(a.Avoided, members, known)}
	}
	return q.Cells(a)
}

// directory finds members by their places.
func directory(members []Member) *Directory {
	d := NewDirectory()
	for i, m := range members {
		d.Add(i, m.Ref, m.Email, m.Name)
	}
	return d
}

// codes lists the members whom somebody typed.
func codes(typed []string, members []Member, known *Directory) string {
	var all []string
	for _, s := range typed {
		if i, ok := known.Find(s); ok {
			all = append(all, members[i].ID.Code())
		}
	}
	return strings.Join(all, "; ")
}
