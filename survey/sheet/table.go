package sheet

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dure/survey"
)

// As says how a sheet is to be read as a table where its cells do not tell.
type As struct {
	ID      string                 // the column of what members are called, besides their names; "" means their row numbers from 1
	Types   map[string]survey.Type // of columns that somebody asked for as such; one that cannot be read so is read as its cells are
	Values  map[string][]string    // by column, what somebody names as an answer in it
	Avoided []string               // those of them that name whom members avoid
	Within  string                 // a column; teammates are looked for among the rows with the same value there
}

// Table reads every column of the sheet once, and says what it made of it.
func (s Sheet) Table(as As) (survey.Table, Reading) {
	g := newGuesser(s)
	g.about()
	r := tableReader{sheet: s, as: as, about: g, page: Guess(s).Columns, reading: s.newReading()}
	r.assumeCodes()
	t := survey.Table{N: len(s.Rows)}
	r.others = g.otherTexts()
	spreads := g.spreads()
	for _, q := range spreads {
		r.spread = append(r.spread, q.columns...)
	}
	for j := range s.Header {
		r.merged, r.unit = nil, ""
		t.Columns = append(t.Columns, r.column(j))
		r.reading.Columns = append(r.reading.Columns, ReadColumn{Merged: r.merged, Unit: r.unit})
	}
	for _, q := range spreads {
		if q.again >= 0 {
			t.Columns[q.again].Aside = survey.AsideSplit
		}
		for _, j := range q.columns {
			if t.Columns[j].Among = len(q.columns); q.list >= 0 {
				t.Columns[j].Aside = survey.AsideSplit
			} else {
				r.reading.Columns[j].Of = q.title
			}
		}
		r.unchosen(t, q)
	}
	for _, order := range t.Orders() {
		for _, name := range order {
			j := s.Column(name)
			t.Columns[j].Aside = survey.AsidePlace
			of, _, option := survey.ChoiceOf(g.columns[j].label)
			if k := slices.IndexFunc(g.columns, func(c column) bool { return c.label == of }); option && k >= 0 {
				t.Columns[k].Aside = survey.AsideSplit // which lists the same
			}
		}
	}
	for _, o := range r.others {
		t.Columns[o.typed].Aside = survey.AsideSplit
	}
	t.MarkPins(func(j int) (string, survey.Column, bool) {
		return s.Header[j], t.Columns[j], s.Kinds[s.Header[j]] == ""
	})
	for j, c := range t.Columns {
		r.reading.Columns[j].read(c, r.page[j])
		r.tellNotation(j, c)
		r.reading.Columns[j].missing(g.columns[j].answers())
		if kind := s.Kinds[c.Name]; kind != "" {
			r.reading.Columns[j].Kind, r.reading.Columns[j].Of = kind, ""
		}
	}
	return t, r.reading
}

type tableReader struct {
	sheet   Sheet
	as      As
	about   *guesser
	page    []Column // what an import takes each column for, nil where that is not known yet
	reading Reading
	merged  []survey.Merged              // spellings of the column that is read
	unit    string                       // what its numbers count
	others  []otherText                  // columns into which other answers of a question were typed
	spread  []int                        // columns of a choice each
	coded   map[int]bool                 // columns whose numbers stand for choices, as is assumed
	known   map[string]*survey.Directory // members by the value of as.Within; made when first needed
	ids     []string                     // what reports call each member
	names   []string                     // of each member, "" where the file has none
}

// column reads column j: as it is asked for where that can be done, else as its name and cells say.
func (r *tableReader) column(j int) survey.Column {
	c := survey.Column{Name: r.sheet.Header[j]}
	if label := r.about.columns[j].label; label != c.Name {
		c.Asks = label
	}
	if kind := r.sheet.Kinds[c.Name]; kind != "" {
		return r.mapped(c, j, kind)
	}
	cells := r.withOthers(j, r.answers(j))
	asked := r.as.Types[c.Name]
	switch {
	case asked == survey.PeopleColumn:
		c.Values, c.Aside = r.people(j, cells), survey.AsidePeople
	case asked == survey.ZoneColumn:
		c.Values = r.zones(j, cells, true)
	case asked == survey.HourColumn:
		if c.Values = r.hours(j, r.withDashes(j, cells), r.about.columns[j].holdsHours()); c.Values == nil && r.about.columns[j].holdsWeek() {
			c.Values = r.week(j, r.withDashes(j, cells))
		}
	case asked == survey.NumberColumn:
		if x, ok := r.numbers(j, cells); ok {
			c.Values = x
		} else if m, unread := survey.MeasuringUnder(r.about.columns[j].label, survey.TallyOf(withText(cells))); m.Worded() && unread == 0 {
			c.Values = r.measures(j, m, cells)
		}
	case asked == survey.RankColumn && separated(cells):
		c.Values = survey.Ranks(r.sets(cells))
	}
	switch {
	case c.Values == nil && asked == "" && r.coded[j]:
		c.Values = among(nil, cells)
		c.Aside = r.asideOf(c, j)
	case c.Values == nil:
		c = r.natural(c, j, cells)
	}
	if c.Name == r.as.ID && r.as.ID != "" {
		c.Aside = survey.AsideID
	}
	if slices.Contains(identities, c.Aside) {
		r.merged = nil // members are told apart by every letter
	}
	return c
}

// identities are what members are known by, and whom they name.
var identities = []string{survey.AsideID, survey.AsideName, survey.AsideEmail, survey.AsidePeople}

// answers are the cells of column j, trimmed, "" where there is no answer.
func (r *tableReader) answers(j int) []string {
	cells := make([]string, len(r.sheet.Rows))
	for i, row := range r.sheet.Rows {
		if cell := strings.TrimSpace(row[j]); !survey.Missing(cell) && !slices.Contains(r.about.columns[j].excused, survey.Clean(cell)) {
			cells[i] = r.about.columns[j].plain(cell)
		}
	}
	return cells
}

// natural reads a column as its name and cells say. What a question is taken for is decided by the column, for imports and commands alike.
func (r *tableReader) natural(c survey.Column, j int, cells []string) survey.Column {
	given := withText(cells)
	different := distinctTexts(given)
	x, numeric := numbers(cells)
	numeric = numeric && !slices.ContainsFunc(r.about.columns[j].filled.Texts, func(s string) bool { return !isNumber(s) }) // "1,3" may be two choices
	switch {
	case len(given) == 0 && r.page != nil && r.page[j].Use == Availability: // a day of several on which nobody has time
		c.Values = r.hours(j, cells, true)
		return c
	case len(given) == 0:
		c.Values, c.Aside = x, survey.AsideBlank
	case r.about.columns[j].ticked() && r.about.Columns[j].Use == "" && !slices.Contains(r.spread, j):
		c.Values = r.ticked(j)
	case r.about.columns[j].holdsDays(), r.about.columns[j].holdsLinks() && !r.about.naming[j]:
		c.Values, c.Aside = survey.Texts(cells), survey.AsideText
	case numeric && !slices.ContainsFunc(different, code.MatchString):
		x, _ = r.numbers(j, cells)
		c.Values = x
		if len(different) == len(given) && len(given) > 1 && !r.about.columns[j].ofWork() && !measures.MatchString(r.wording(j)) && !slices.ContainsFunc(x, func(v float64) bool { return v != math.Trunc(v) && v == v }) {
			c.Aside = survey.AsideSerial
		}
	default:
		c.Values, c.Aside = r.words(c.Name, j, cells)
	}
	c.Aside = r.asideOf(c, j)
	return c
}

// notChosen is what a column of a choice says of who chose others.
const notChosen = "no"

// unchosen says in columns of choices that hold nothing but the choice, or a blank, who did not choose it: whoever has text in one of them has answered.
func (r *tableReader) unchosen(t survey.Table, q spreadQuestion) {
	given := func(i int) bool {
		return slices.ContainsFunc(q.columns, func(j int) bool { return t.Columns[j].Answered(i) })
	}
	cells := map[int][]string{}
	for k, j := range q.columns {
		if t.Columns[j].Aside != survey.AsideConstant || otherChoice.MatchString(q.parts[k]) {
			continue
		}
		cells[j] = r.answers(j)
		for i, cell := range cells[j] {
			if cell == "" && given(i) {
				cells[j][i] = notChosen
			}
		}
	}
	for j, said := range cells {
		t.Columns[j].Values, t.Columns[j].Aside = among(nil, said), ""
	}
}

// wording is how column j is called, and what it asks where the file says that apart.
func (r *tableReader) wording(j int) string {
	return strings.ReplaceAll(r.about.columns[j].header+" "+r.about.columns[j].label, "_", " ")
}

// asideOf is why a column that was read holds nothing to compare members by: what its header and the columns beside it say comes before what
// its cells alone look like.
func (r *tableReader) asideOf(c survey.Column, j int) string {
	comparable := c.Type() != survey.HourColumn && c.Type() != survey.PeopleColumn && c.Type() != survey.RankColumn && c.Type() != survey.ZoneColumn
	switch by := c.AsideBy(c.Name); {
	case c.Aside == survey.AsideBlank:
		return c.Aside
	case r.about.aside[j] != "":
		return r.about.aside[j]
	case namesRow(c.Name):
		return survey.AsideID
	case by != "":
		return by
	case c.Aside == "" && comparable && c.IsConstant():
		return survey.AsideConstant
	}
	return c.Aside
}

func withText(cells []string) []string {
	return slices.DeleteFunc(slices.Clone(cells), func(s string) bool { return s == "" })
}

// distinctTexts returns the different texts, in the order in which they first come.
func distinctTexts(texts []string) []string {
	var seen survey.Register
	for _, s := range texts {
		seen.Number(s)
	}
	return seen.Names
}

// asksZone matches the header of a column of time zones.
var asksZone = regexp.MustCompile(`(?i)time[ _-]?zones?|시간대|시차|\btz\b|zeitzone|fuseau|zona horaria|타임 ?존`)

// measures matches headers of what is measured of members, which may happen to be another whole number for each; gradebooks write the number of a task behind
// its name.
var measures = regexp.MustCompile(`(?i)\b(points?|scores?|grades?|marks?|quiz|exam|homework|hours?|age|years?|height|weight)\b|점수|성적|나이|시간|학점|과제|시험|\(\d+\)$`)

// code matches digits that are a name: they begin with 0, or are more than a number holds.
var code = regexp.MustCompile(`^(0\d+|\d{16,})$`)

// words reads a column whose cells are not all numbers.
func (r *tableReader) words(name string, j int, cells []string) (survey.Values, string) {
	asked := r.page != nil && r.page[j].Use == Availability // as is decided of the days of a question together
	if asked && r.page[j].Part != "" && r.as.Types[name] == "" {
		return r.part(j, cells), ""
	}
	if day, _ := survey.DayIn(r.about.columns[j].label); day >= 0 {
		if h := r.hours(j, r.withDashes(j, cells), asked || r.about.columns[j].holdsHours()); h != nil {
			return h, ""
		}
	}
	if c := r.about.columns[j]; !r.about.naming[j] && r.as.Types[name] == "" && c.holdsWeek() {
		return r.week(j, r.withDashes(j, cells)), ""
	}
	if r.about.naming[j] {
		return r.people(j, cells), survey.AsidePeople
	}
	if strings.HasSuffix(name, survey.RankedMark) {
		return survey.Ranks(r.sets(cells)), ""
	}
	if q := r.about.columns[j].question(); q.Separator == dayLists {
		return r.lists(cells, q), ""
	}
	if separated(cells) && !sentences(survey.TallyOf(cells), ";") {
		if q := r.about.columns[j].question(); q.Use == Rank {
			return survey.Ranks(r.lists(cells, q)), ""
		}
		return r.sets(r.dashed(j, cells)), ""
	}
	if asksZone.MatchString(name) {
		if z := r.zones(j, cells, false); z != nil {
			return z, ""
		}
	}
	one, merged := survey.MergeSpellings(cells)
	given := withText(one)
	said := survey.TallyOf(given)
	if (column{header: name, label: r.about.columns[j].label, filled: said, texts: said.Texts}).spoken() {
		return spoken(cells), ""
	}
	if low, levels := (column{label: r.about.columns[j].label, texts: said.Texts, lines: r.about.columns[j].lines}).levels(); levels != nil {
		r.merged = merged
		return survey.Levels{Options: amongLevels(levels, one), Low: low}, ""
	}
	if levels, ok := (column{header: name, label: r.about.columns[j].label, texts: said.Texts, lines: r.about.columns[j].lines}).ordered(); ok {
		r.merged = merged
		return survey.Levels{Options: amongLevels(levels, one), Low: 1}, ""
	}
	if m, ok := (column{header: name, label: r.about.columns[j].label, filled: said, texts: said.Texts}).measured(); ok && (r.as.Types[name] == "" || r.as.Types[name] == survey.NumberColumn) {
		return r.measures(j, m, cells), ""
	}
	few := func(q Column) bool { return len(given) < enoughRows && slices.ContainsFunc(q.Options, isNumber) } // they may as well be numbers with marks in them
	if q := r.about.columns[j].question(); q.Separator != "" && q.Separator != ";" && !few(q) {
		if q.Use == Rank {
			return survey.Ranks(r.lists(cells, q)), ""
		}
		return r.lists(cells, q), ""
	}
	one, merged = survey.MergeSpellings(r.dashed(j, cells))
	given = withText(one)
	said = survey.TallyOf(given)
	chosen := column{filled: said, texts: said.Texts}
	text := len(said.Texts) > 1 && !chosen.chooses()
	if _, named := r.as.Values[name]; named { // by a rule, which can only compare choices
		text = chosen.allDifferent()
	}
	if text {
		return survey.Texts(cells), survey.AsideText
	}
	r.merged = merged
	return among(nil, one), ""
}

// unread lists a cell of which nothing can be made.
func (r *tableReader) unread(i, j int, cell string, reason survey.Reason) {
	r.reading.NotUnderstood = append(r.reading.NotUnderstood, Unread{Row: r.sheet.Line(i), Column: r.sheet.Header[j], Text: cell, Reason: reason, Near: []string{}})
}

// dashed returns cells of column j with the dashes that are answers.
func (r *tableReader) dashed(j int, cells []string) []string {
	if !dashAnswers(r.about.columns[j].raw, slices.ContainsFunc(r.as.Values[r.sheet.Header[j]], survey.IsDash)) {
		return cells
	}
	return r.withDashes(j, cells)
}

// withDashes returns cells of column j with the dashes that stand in it.
func (r *tableReader) withDashes(j int, cells []string) []string {
	out := slices.Clone(cells)
	for i, row := range r.sheet.Rows {
		if survey.IsDash(row[j]) {
			out[i] = dash
		}
	}
	return out
}

// isDate reports whether a cell is a date, in either order of day and month.
func isDate(cell string) bool {
	_, monthFirst := survey.ParseTime(cell, false)
	_, dayFirst := survey.ParseTime(cell, true)
	return monthFirst || dayFirst
}

// namesRow reports whether a column of this name holds ids or addresses.
func namesRow(name string) bool {
	letters := strings.TrimFunc(key(name), unicode.IsDigit)
	return slices.Contains([]string{"id", "email", "mail", "emailaddress", "이메일", "이메일주소", "메일", "아이디"}, letters)
}
