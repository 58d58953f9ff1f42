package sheet

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"dure/survey"
)

// Kinds of column that say something of the member, or nothing, as --map names them besides the kinds of question.
var aboutKinds = []string{survey.AsideID, survey.AsideName, survey.AsideEmail, survey.AsideTime, survey.AsideSection, survey.AsideTeam, survey.AsidePartTeam, survey.AsidePin, survey.AsideStatus,
	survey.AsideMetadata, survey.AsideLeftOut}

// ColumnKinds are the names of what a column can be said to be.
func ColumnKinds() []string {
	var all []string
	for _, k := range survey.Kinds {
		all = append(all, string(k))
	}
	return append(all, aboutKinds...)
}

// Mapped returns the sheet with what somebody says columns are, each "Column=kind". A name may have "=" in it. The error says what there is instead.
func (s Sheet) Mapped(said []string) (Sheet, error) {
	s.Kinds = map[string]string{}
	for _, one := range said {
		cut := strings.LastIndexByte(one, '=')
		if cut < 0 {
			return s, fmt.Errorf("%q is not Column=kind", one)
		}
		name, kind := strings.TrimSpace(one[:cut]), strings.TrimSpace(one[cut+1:])
		switch {
		case !slices.Contains(ColumnKinds(), kind):
			return s, fmt.Errorf("there is no kind %q; the kinds are %s", kind, strings.Join(ColumnKinds(), ", "))
		case s.Column(name) < 0:
			return s, fmt.Errorf("there is no column %q; the columns are %s", name, strings.Join(s.Header, ", "))
		case s.Kinds[name] != "" && s.Kinds[name] != kind:
			return s, fmt.Errorf("column %q is said to be %s and %s", name, s.Kinds[name], kind)
		}
		s.Kinds[name] = kind
	}
	return s, nil
}

// told decides the columns of which somebody says that they say something of the member, and keeps the others from being taken for that.
func (g *guesser) told(s Sheet) {
	uses := map[string]Use{survey.AsideID: Ref, survey.AsideName: Name, survey.AsideEmail: Email, survey.AsideTime: Timestamp}
	for j, name := range s.Header {
		kind := s.Kinds[name]
		if kind == "" {
			continue
		}
		if g.Columns[j].Use = uses[kind]; g.Columns[j].Use == "" {
			g.Columns[j].Use = LeaveOut // for the guesses: how it is read is said
		}
		if slices.Contains(aboutKinds, kind) {
			g.aside[j] = kind
		}
		g.mapped = append(g.mapped, g.Columns[j].Use)
	}
}

// mapped reads column j as somebody says that it is.
func (r *tableReader) mapped(c survey.Column, j int, kind string) survey.Column {
	cells := r.answers(j)
	one, merged := survey.MergeSpellings(r.dashed(j, cells))
	said := survey.TallyOf(withText(one))
	col := column{header: c.Name, label: c.Name, filled: said, texts: said.Texts, lines: r.about.columns[j].lines}
	switch Use(kind) {
	case Number:
		c.Values = r.counted(j, cells)
	case Scale:
		if low, levels := col.levels(); levels != nil {
			c.Values = survey.Levels{Options: amongLevels(levels, one), Low: low}
		} else if levels, ok := col.ordered(); ok {
			c.Values = survey.Levels{Options: amongLevels(levels, one), Low: 1}
		} else {
			c.Values = r.counted(j, cells)
		}
	case OneOf:
		r.merged = merged
		c.Values = among(nil, one)
		if levels, ok := col.ordered(); ok {
			c.Values = survey.Levels{Options: amongLevels(levels, one), Low: 1}
		}
	case AnyOf, Rank:
		q := Column{Separator: ";"}
		if !separated(cells) {
			q.Separator = cmp.Or(col.separator(), ",")
		}
		q.Options = optionsOf(col.filled, q.Separator)
		sets := r.lists(cells, q)
		if c.Values = sets; Use(kind) == Rank {
			c.Values = survey.Ranks(sets)
		}
	case Level:
		c.Values = spoken(cells)
		for i, cell := range cells {
			if cell != "" && !c.Values.Answered(i) {
				r.unread(i, j, cell, survey.AsNoLevel)
			}
		}
	case Availability:
		c.Values = r.mappedHours(j, r.withDashes(j, cells))
	case Wished.kindUse():
		c.Values, c.Aside = r.people(j, cells), survey.AsidePeople
	case ShortText, LongText:
		c.Values, c.Aside = survey.Texts(cells), survey.AsideText
	default:
		c = r.natural(c, j, cells)
		c.Aside = kind
	}
	return c
}

// mappedHours are those of the weekday that the header names, or of the days that the cells name, all where they name none; unless a rule names the columns of the days in their order.
func (r *tableReader) mappedHours(j int, cells []string) (v survey.Values) {
	day, _ := survey.DayIn(r.about.columns[j].label)
	if day >= 0 || r.as.Types[r.sheet.Header[j]] == survey.HourColumn {
		v = r.hours(j, cells, day >= 0)
	}
	if v == nil {
		v = r.week(j, cells)
	}
	return v
}

// kindUse is the kind of question of a use, as a use.
func (u Use) kindUse() Use { return Use(u.kind()) }

// counted reads cells as numbers, and lists those that are none.
func (r *tableReader) counted(j int, cells []string) survey.Numbers {
	if x, ok := r.numbers(j, cells); ok {
		return x
	}
	m, _ := survey.MeasuringUnder(r.about.columns[j].label, survey.TallyOf(withText(cells)))
	x := r.measures(j, m, cells)
	for i, cell := range cells { // points with their words: "4 - good"
		if n, _, ok := survey.ParsePoint(cell); ok && math.IsNaN(x[i]) {
			x[i] = float64(n)
			r.reading.NotUnderstood = slices.DeleteFunc(r.reading.NotUnderstood, func(u Unread) bool {
				return u.Row == r.sheet.Line(i) && u.Column == r.sheet.Header[j] && u.Reason == survey.AsNoNumber
			})
		}
	}
	return x
}
