package sheet

import (
	"maps"
	"slices"

	"dure/survey"
)

// An asker is how columns of one use make a question and how their cells are read as answers to it.
type asker interface {
	complete(c *Column, col column, given bool) // works out what the question needs; given says that it has a title
	of(c *Column, q survey.Question)            // lets the column answer a question of a survey
	check(c Column) *RowError                   // says what keeps the column from being asked

	joins(first, c Column) bool                          // whether c is a further part of the question that first began
	ask(a *applier, k, j int)                            // adds to question k what column j asks
	cell(a *applier, i, j int, text string, out *Answer) // adds to an answer what stands in a cell
}

// A gridder is an asker whose columns can only be understood together.
type gridder interface {
	plan(a *applier, k int)             // once all columns of question k are known
	answer(a *applier, i, k int) Answer // what row i answers
}

// A parter is an asker whose columns may each be a part of a question, as the header says; "" where it says of none.
type parter interface {
	part(col column) (of, part string)
}

// A speller is an asker of options that may stand in several spellings in its cells; it says which it takes as one.
type speller interface {
	merged(c Column, col column) []survey.Merged
}

// asks has every use that makes a question.
var asks = map[Use]asker{
	Scale: scaleAsk{}, Number: numberAsk{}, OneOf: oneOfAsk{}, AnyOf: anyOfAsk{}, Rank: rankAsk{}, Level: levelAsk{},
	Availability: hoursAsk{}, Zone: zoneAsk{}, Wished: wishedAsk{}, Avoided: avoidedAsk{}, ShortText: textAsk{most: survey.MaxShort}, LongText: textAsk{most: survey.MaxLong},
}

// Questions are the uses that make a question, in the order in which a page offers them.
var Questions = func() []Use {
	var all []Use
	for _, k := range survey.Kinds {
		var uses []Use
		q := k.New()
		q.Zones = true // which only free hours are asked with
		for _, h := range q.Headings() {
			uses = append(uses, Use(h.Use))
		}
		if uses == nil {
			uses = []Use{Use(k)} // without options it has no column yet
		}
		all = append(all, slices.Compact(uses)...)
	}
	return all
}()

// Asks reports whether columns of this use make a question.
func (u Use) Asks() bool { return asks[u] != nil }

// Joins reports whether two columns may be of one question, as the days of a grid are.
func Joins(a, b Column) bool { return a.Use == b.Use && a.Use.Asks() && asks[a.Use].joins(a, b) }

// Apart is column j of the sheet as a part of a question, if columns of the use may be that and its header says of which.
func (s Sheet) Apart(j int, use Use) Column {
	c := Column{Use: use}
	if p, ok := asks[use].(parter); ok {
		c.Question, c.Part = p.part(newColumn(s, j))
	}
	return c
}

// Merged are the spellings of options that an import takes as one in column j of the sheet, which is taken for c.
func (s Sheet) Merged(j int, c Column) []survey.Merged {
	if a, ok := asks[c.Use].(speller); ok {
		return a.merged(c, newColumn(s, j))
	}
	return nil
}

// Answering returns the column as one that answers a question of a survey, which the import calls by title.
func (c Column) Answering(q survey.Question, title string) Column {
	c.Question = title
	asks[c.Use].of(&c, q)
	return c
}

// single are the askers whose question one column makes.
type single struct{}

func (single) complete(*Column, column, bool) {}

func (single) of(*Column, survey.Question) {}

func (single) check(Column) *RowError { return nil }

func (single) joins(_, _ Column) bool { return false }

func (single) ask(*applier, int, int) {}

// plan makes the questions of the columns.
func (a *applier) plan() {
	at := map[[2]string]int{}
	a.grids = map[int]hourGrid{}
	for j, c := range a.columns {
		if !c.Use.Asks() {
			continue
		}
		id := [2]string{string(c.Use.kind()), c.Question}
		k, ok := at[id]
		if !ok || !asks[c.Use].joins(a.columns[a.sources[k][0]], c) {
			k = len(a.questions)
			at[id] = k
			a.questions = append(a.questions, Question{Kind: c.Use.kind(), Title: c.Question})
			a.sources = append(a.sources, nil)
		}
		a.sources[k] = append(a.sources[k], j)
		asks[c.Use].ask(a, k, j)
	}
	for k := range a.questions {
		if g, ok := a.asker(k).(gridder); ok {
			g.plan(a, k)
		}
	}
}

// asker is how question k is read.
func (a *applier) asker(k int) asker { return asks[a.columns[a.sources[k][0]].Use] }

// answerOnce is [applier.answer], but reads a cell that stands alone for a question once for all rows that have it: most texts come again. What cannot be
// read is read for each row, as each is listed.
func (a *applier) answerOnce(i, k int) *Answer {
	if _, ok := a.asker(k).(gridder); ok || len(a.sources[k]) > 1 || a.columns[a.sources[k][0]].Ticks || a.columns[a.sources[k][0]].Typed != "" {
		out := a.answer(i, k)
		return &out
	}
	col := a.sheet.stands(a.sources[k][0])
	if a.read[k] == nil {
		a.read[k] = make([]*Answer, len(col.raw.Texts))
	}
	known := &a.read[k][col.at[i]]
	if *known != nil {
		return *known
	}
	listed := len(a.unread) + len(a.errs)
	out := a.answer(i, k)
	if len(a.unread)+len(a.errs) == listed {
		a.shared++
		out.Same, *known = a.shared, &out
	}
	return &out
}

// answer reads the cells of question k in row i.
func (a *applier) answer(i, k int) (out Answer) {
	if g, ok := a.asker(k).(gridder); ok {
		return g.answer(a, i, k)
	}
	for _, j := range a.sources[k] {
		text := oneDash(survey.Clean(a.sheet.Rows[i][j]))
		if ticked := a.columns[j].tick(text); ticked != text && (!survey.Missing(text) || a.answered(i)) {
			text = ticked
		}
		if !a.columns[j].NoAnswer(text) {
			asks[a.columns[j].Use].cell(a, i, j, text, &out)
		}
		if o := a.other(i, j, out.Chosen); o != "" {
			out.Chosen = append(out.Chosen, o)
		}
		if len(a.sources[k]) > 1 {
			out.foundIn(a.sheet.Header[j])
		}
	}
	return out
}

// NoAnswer reports whether a cell of the column says nothing.
func (c Column) NoAnswer(cell string) bool {
	text := oneDash(cell)
	return slices.Contains(c.None, text) || survey.Missing(text) && (text == "" || survey.FindSpelling(c.Options, text) < 0)
}

// foundIn says of the words that came since it was called last that they stand in a column.
func (a *Answer) foundIn(column string) {
	for _, words := range slices.Concat(a.Chosen, a.Ranked, slices.Collect(maps.Keys(a.Spoken))) {
		if a.In == nil {
			a.In = map[string]string{}
		}
		if a.In[words] == "" {
			a.In[words] = column
		}
	}
}
