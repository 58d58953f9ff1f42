package sheet

import (
	"slices"
	"strings"

	"dure/survey"
)

// A Reading says what was understood of a file, in the form in which reports hold it. Rows are lines of the sheet, from 1.
type Reading struct {
	Rows          int          `json:"rows"`       // lines of the sheet, those above and below the table too
	Members       int          `json:"members"`    // rows of the table
	HeaderRow     int          `json:"header_row"` // the line that names the columns
	LeftOut       []LeftOutRow `json:"left_out"`
	Columns       []ReadColumn `json:"columns"`
	Assumed       []Assumed    `json:"assumed"`
	NotUnderstood []Unread     `json:"not_understood"`
}

// NamesIn returns the reading with what it says of names in columns that are used as such, and of no others.
func (r Reading) NamesIn(used func(column string) bool) Reading {
	unused := func(column string) bool {
		of := slices.IndexFunc(r.Columns, func(c ReadColumn) bool { return c.Name == column })
		return of >= 0 && r.Columns[of].Kind == string(Wished.kind()) && !used(column)
	}
	r.Assumed = slices.DeleteFunc(slices.Clone(r.Assumed), func(a Assumed) bool { return unused(a.Column) })
	r.NotUnderstood = slices.DeleteFunc(slices.Clone(r.NotUnderstood), func(u Unread) bool { return unused(u.Column) })
	return r
}

// A LeftOutRow is a line that is nobody's.
type LeftOutRow struct {
	Row    int    `json:"row"`
	Reason string `json:"reason"`
	By     int    `json:"by,omitempty"` // the row of the same member that counts instead
}

// A ReadColumn says what a column was taken for.
type ReadColumn struct {
	Name     string          `json:"name"`
	Kind     string          `json:"kind"`         // of question, or what the column says of the member, or leave_out
	Of       string          `json:"of,omitempty"` // the question of which the column is one choice
	Answered int             `json:"answered"`
	Order    []string        `json:"order,omitempty"`  // of ordered levels, from least to most
	Absent   []string        `json:"absent,omitempty"` // those of them that the file does not hold
	Unit     string          `json:"unit,omitempty"`   // what numbers count
	Merged   []survey.Merged `json:"merged,omitempty"` // options that stand in several spellings
}

// mergedShown is how many options of a column are told with their spellings.
const mergedShown = 5

// MergedMessages are what to tell of spellings that were merged, of the first options each, and how many more there are.
func MergedMessages(merged []survey.Merged) []survey.Message {
	var all []survey.Message
	for _, m := range merged[:min(mergedShown, len(merged))] {
		all = append(all, survey.Say("spellings_merged", "Count", len(m.Spellings), "As", m.As, "Cells", survey.Say("cells", "Count", m.Cells)))
	}
	if more := len(merged) - mergedShown; more > 0 {
		all = append(all, survey.Say("spellings_more", "Count", more))
	}
	return all
}

// An Assumed is a text that could mean several things, or was written in another way, and what it was taken for.
type Assumed struct {
	Row     int           `json:"row"`
	Column  string        `json:"column"`
	Text    string        `json:"text"`
	TakenAs []string      `json:"taken_as"`
	Reason  survey.Reason `json:"reason"`
}

// Message is what to tell of it.
func (a Assumed) Message() survey.Message {
	return survey.Say("read_"+survey.Key(a.Reason), "Row", a.Row, "Column", a.Column, "Text", a.Text, "TakenAs", strings.Join(a.TakenAs, ", "))
}

func (a Assumed) sameText(b Assumed) bool {
	return a.Row == b.Row && a.Column == b.Column && a.Text == b.Text && a.Reason == b.Reason
}

// An Unread is a part of a cell of which nothing could be made, or too many things.
type Unread struct {
	Row    int           `json:"row"`
	Column string        `json:"column"`
	Text   string        `json:"text"`
	Reason survey.Reason `json:"reason"`
	Near   []string      `json:"near"` // what it may mean
}

// Message is what to tell of it.
func (u Unread) Message() survey.Message {
	return survey.Say("read_"+survey.Key(u.Reason), "Row", u.Row, "Column", u.Column, "Text", u.Text, "Near", strings.Join(u.Near, ", "))
}

func (s Sheet) newReading() Reading {
	r := Reading{Members: len(s.Rows), HeaderRow: max(s.HeaderLine, 1), LeftOut: append([]LeftOutRow{}, s.LeftOut...), Columns: []ReadColumn{}, Assumed: append([]Assumed{}, s.Assumed...), NotUnderstood: []Unread{}}
	if n := len(s.Rows); s.Last == 0 && n > 0 {
		r.Rows = s.Line(n - 1)
	}
	r.Rows = max(r.Rows, s.Last)
	return r
}

// questionKinds are the kinds of question that the types of column stand for.
var questionKinds = map[survey.Type]string{
	survey.NumberColumn: string(Number), survey.LevelColumn: string(Level), survey.OptionColumn: string(OneOf),
	survey.SetColumn: string(AnyOf), survey.RankColumn: string(Rank), survey.HourColumn: string(Availability),
	survey.PeopleColumn: string(Wished.kind()), survey.TextColumn: string(ShortText), survey.ZoneColumn: string(ShortText),
}

// askedAs are the kinds of question that an import asks of columns of a type besides: numbers may be the points of a scale, two that are neighbours a choice, and long ones that are all
// different, as of telephones, no measure; of one
// option, or of more than a survey can offer, it makes text; and a time zone is asked with the hours that are in it.
var askedAs = map[survey.Type][]Use{
	survey.NumberColumn: {Number, Scale, OneOf, ShortText, LeaveOut}, survey.LevelColumn: {Scale, OneOf, Level}, survey.OptionColumn: {OneOf, ShortText, LongText},
	survey.TextColumn: {ShortText, LongText}, survey.ZoneColumn: {Zone, ShortText, OneOf, LongText},
}

// read says what a column was taken for, which is what an import takes it for where its values are of that kind.
func (r *ReadColumn) read(c survey.Column, page Column) {
	r.Name, r.Kind, r.Answered = c.Name, questionKinds[c.Type()], c.CountAnswered()
	if levels, ordered := c.Values.(survey.Levels); ordered {
		r.Kind, r.Order = levelsKind(levels.Names), levels.Names
	}
	if slices.Contains(askedAs[c.Type()], page.Use) {
		r.Kind = string(page.Use.kind())
	}
	if r.Of != "" {
		r.Kind, r.Order = string(AnyOf), nil
		return
	}
	switch c.Aside {
	case survey.AsideID, survey.AsideName, survey.AsideEmail, survey.AsideTime, survey.AsideSection, survey.AsideTeam, survey.AsidePartTeam, survey.AsidePin,
		survey.AsideStatus, survey.AsideMetadata:
		r.Kind, r.Order = c.Aside, nil // what only says who or where members are is in no order
	case survey.AsidePlace:
		r.Kind = string(Rank)
	case survey.AsidePeople:
		r.Kind = string(Wished.kind())
	case survey.AsideBlank, survey.AsideSplit:
		r.Kind = string(LeaveOut)
	}
}

// missing notes the points of a scale that are none of the answers.
func (r *ReadColumn) missing(answers []string) {
	for _, point := range r.Order {
		if r.Kind == string(Scale) && survey.FindSpelling(answers, point) < 0 {
			r.Absent = append(r.Absent, point)
		}
	}
}

// levelsKind is the kind of question of which levels are: of a language, the points of a scale, or options in an order.
func levelsKind(names []string) string {
	if slices.Equal(names, survey.LanguageLevels) {
		return string(Level)
	}
	if g, ok := survey.Graded(names); ok && !g.Points {
		return string(OneOf)
	}
	if _, _, ok := survey.LetterGrades(names); ok {
		return string(OneOf)
	}
	return string(Scale)
}
