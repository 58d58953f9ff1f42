// Package survey is what a club asks and who answers: clubs, seasons, members,
// questions and responses, and the table in which the answers meet the mathematics.
package survey

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Table is columns of values, one for each of n members in the same order. The app makes one of a season's responses,
// a command of a file; both are formed, grouped and learned from by the same code.
type Table struct {
	N       int // members
	Columns []Column
	Silent  []bool // who has sent no answers; nil where only the columns tell
}

// Column returns the column called name.
func (t Table) Column(name string) (Column, bool) {
	return find(t.Columns, func(c Column) bool { return c.Name == name })
}

// find returns the first of all that is it.
func find[T any](all []T, is func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	return found, false
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
	if t.Silent != nil {
		out.Silent = pick(t.Silent, rows)
	}
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
	case answered(b) == 0:
		return a, a.blank(b.Len())
	case answered(a) == 0:
		return b.blank(a.Len()), b
	}
	x, numeric := Column{Values: a}.Measured()
	y, too := Column{Values: b}.Measured()
	if numeric && too {
		return Numbers(x), Numbers(y)
	}
	return textsOf(a), textsOf(b)
}

func textsOf(v Values) Texts {
	t := make(Texts, v.Len())
	for i := range t {
		t[i] = v.Cell(i)
	}
	return t
}

// TableOf returns the submitted answers of members, in the order of the members. Who of their season has left is no row, but what they are called
// is understood. Columns and options are called by codes
// instead of words, so that rules survive a new wording and pages word them in any language: a column is
// [Question.Column], a question with several has something behind it, and an option is [Option.Code].
func TableOf(s Survey, members []Member, responses map[MemberID]Response, left ...Member) Table {
	t := Table{N: len(members), Silent: make([]bool, len(members))}
	for i, m := range members {
		t.Silent[i] = responses[m.ID].Submitted.IsZero()
	}
	everybody := slices.Concat(members, left)
	known := directory(everybody)
	known.deciding(everybody, responses)
	for _, q := range s.Questions {
		for _, c := range q.columnsOf(members, everybody, responses, known) {
			if q.Sensitive || ReadMates(c.Name).Avoided {
				c.Confidence = Sealed
			}
			t.Columns = append(t.Columns, c)
		}
	}
	s.markPins(t)
	return t
}

// markPins sets the columns aside that pin members to teams, by the words of any language.
func (s Survey) markPins(t Table) {
	said := map[Lang]bool{}
	for _, q := range s.Questions {
		for lang := range q.Title {
			said[lang] = true
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(said)) {
		t.MarkPins(func(j int) (string, Column, bool) {
			q, _ := s.Of(t.Columns[j].Name)
			return q.Title[lang], q.inWords(t.Columns[j], lang), len(q.Title[lang]) > 0
		})
	}
}

// columnsOf are the columns of a question. Where members name members those who left are read too, so that as many names wait whoever leaves.
func (q Question) columnsOf(members, everybody []Member, responses map[MemberID]Response, known *Directory) []Column {
	given := func(members []Member) []Answer {
		answers := make([]Answer, len(members))
		for i, m := range members {
			answers[i] = responses[m.ID].Answers[q.ID]
		}
		return answers
	}
	if !q.Is(PeopleColumn) {
		return q.kind().columns(q, given(members), known)
	}
	columns := q.kind().columns(q, given(everybody), known)
	for j, c := range columns {
		people := c.Values.(People)
		if ReadMates(c.Name).Avoided {
			people.Waiting = new(people.Doubtful())
		}
		columns[j].Values = people.Pick(firstRows(len(members)))
	}
	return columns
}

func firstRows(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// Confides reports whether the table has the column and it was told in confidence.
func (t Table) Confides(column string) bool {
	c, _ := t.Column(column)
	return c.Confidence != Public
}

// Pool returns the table in which teams may be mixed by the answers to the sensitive questions that are pooled.
func (t Table) Pool(s Survey, pooled map[QuestionID]bool) Table {
	t.Columns = slices.Clone(t.Columns)
	for i, c := range t.Columns {
		if q, ok := s.Of(c.Name); ok && pooled[q.ID] {
			t.Columns[i].Confidence = Pooled
		}
	}
	return t
}

// Column is the name of the question's column in [TableOf].
func (q Question) Column() string { return "q" + strconv.FormatInt(int64(q.ID), 10) }

// Of returns the question of which a column of [TableOf] is.
func (s Survey) Of(column string) (Question, bool) {
	name, _, _ := strings.Cut(column, " ")
	return find(s.Questions, func(q Question) bool { return q.Column() == name })
}

// Counted returns the name of the column as which a column counts that rules name, after a merge of the options that columns are of, and
// whether there is one.
func (s Survey) Counted(column string) (string, bool) {
	q, asked := s.Of(column)
	if of, code, part := strings.Cut(column, " "); part {
		code, _ = s.CountedOption(of, code)
		column = of + " " + code
	}
	return column, asked && slices.ContainsFunc(q.Blank(), func(c Column) bool { return c.Name == column })
}

// CountedOption is the same of the code of an option of a column. What is the code of none, such as a number, stays as it is.
func (s Survey) CountedOption(column, code string) (string, bool) {
	q, _ := s.Of(column)
	key, ok := OptionKey(code)
	if !ok || len(q.Options) == 0 {
		return code, true
	}
	o, counts := q.CountsAs(key)
	if !counts {
		return code, false
	}
	return o.Code(), true
}

// Code is what the member is called in rules.
func (id MemberID) Code() string { return strconv.FormatInt(int64(id), 10) }

// Code is what the option is called in rules.
func (o Option) Code() string { return "o" + strconv.Itoa(o.Key) }

// OptionKey returns the key of the option that has the code.
func OptionKey(code string) (int, bool) {
	digits, ok := strings.CutPrefix(code, "o")
	key, err := strconv.Atoi(digits)
	return key, ok && err == nil
}

// AsideOf returns why a column of the question in [TableOf] says nothing that members could be compared by, by what its title and the words
// of its options say too, in any of its languages; "" where it does.
func (q Question) AsideOf(c Column) string {
	aside := c.Aside
	if aside == AsidePin {
		return aside
	}
	for _, lang := range slices.Sorted(maps.Keys(q.Title)) {
		aside = cmp.Or(q.inWords(c, lang).AsideBy(q.Title[lang]), aside)
	}
	return aside
}

// inWords returns a column of one option each with their words in the place of their codes, as a file has them.
func (q Question) inWords(c Column, lang Lang) Column {
	all, ok := c.Values.(Options)
	if !ok {
		return c
	}
	all.Names = slices.Clone(all.Names)
	for _, o := range q.Options {
		if i := slices.Index(all.Names, o.Code()); i >= 0 {
			all.Names[i] = o.Label.In(lang)
		}
	}
	c.Values = all
	return c
}
