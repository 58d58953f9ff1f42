package sheet

import (
	"regexp"
	"slices"
	"strings"

	"dure/survey"
)

// Survey programs write answers in words or, if one likes, as numbers. What a number stands for is in no such file: a step of a scale, or a choice that is no more
// than another. In a file of numbers a question in one column is taken for choices, which says nothing that may be untrue; columns of a grid, which ask
// the same of several things, for steps. A page asks, and a command says what it assumed.

// codingTools are the headers, as keys, of what a program notes that writes answers as numbers where somebody asks for it.
var codingTools = [][]string{{"lastpage", "startlanguage"}, {"respondentid", "collectorid"}, {"uuid", "submissiontime"}}

// codedAnswers finds the columns whose numbers, or codes with a number, may stand for choices.
func (g *guesser) codedAnswers() {
	numbers := g.writesCodes()
	coded, of := []int{}, map[string]int{}
	for j, c := range g.columns {
		_, codes := c.codes()
		plain := numbers && g.Columns[j].codable() && !slices.Contains(g.sheet.Typed, c.header) && c.numbersChoices(g.sheet.Typed != nil)
		if plain || codes != nil && g.Columns[j].Use == Scale {
			coded = append(coded, j)
			of[c.gridOf()]++
		}
	}
	for _, j := range coded {
		c := g.columns[j]
		if stem := c.gridOf(); stem == "" || of[stem] < 2 {
			g.Columns[j] = Column{Use: OneOf, Question: g.Columns[j].Question, Options: byCount(c.filled)}
		}
		g.Columns[j].Coded = true
	}
}

// codable reports whether the column is taken for plain numbers.
func (c Column) codable() bool {
	return c.Use == Number && c.Unit == "" || c.Use == Scale && c.Levels == nil
}

// writesCodes reports whether the file is of a program that can write answers as numbers, and has: Qualtrics says so by what it notes itself; of others no choice
// is in words.
func (g *guesser) writesCodes() bool {
	ofQualtrics := g.ofQualtrics()
	for _, c := range g.columns {
		if k := key(c.header); ofQualtrics && (k == "finished" || k == "status") && c.filled.N > 0 {
			return c.share(isNumber) == 1
		}
	}
	return g.noted() && !slices.ContainsFunc(g.columns, func(c column) bool { return g.wordsOf(c) })
}

func (g *guesser) ofQualtrics() bool { return g.sheet.Typed != nil || qualtrics(g.sheet.Header) }

// noted reports whether the file has what such a program notes.
func (g *guesser) noted() bool {
	return g.ofQualtrics() || slices.ContainsFunc(codingTools, func(keys []string) bool {
		return !slices.ContainsFunc(keys, func(k string) bool { return !g.has(k) })
	})
}

// wordsOf reports whether a column of choices holds words, rather than names as programs give them: "A1", "Y", or below a header that is such a name "full_time".
func (g *guesser) wordsOf(c column) bool {
	of := g.Columns[g.sheet.Column(c.header)]
	if of.Use != OneOf && of.Use != AnyOf && of.Use != Level && (of.Use != Scale || of.Levels == nil) || of.Part != "" {
		return false
	}
	return slices.ContainsFunc(c.texts, func(s string) bool {
		return !yesOrNo([]string{s}) && !slices.ContainsFunc(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",; ", r) }), isNumber) && !answerCode.MatchString(s) &&
			!(programName.MatchString(s) && programName.MatchString(c.label))
	})
}

var (
	answerCode   = regexp.MustCompile(`^([A-Z]{1,2}O?)(\d{1,3})$`)
	codedLine    = regexp.MustCompile(`^\w+(\[[A-Za-z]\w*\]|_SQ\d+)$`)
	numberedLine = regexp.MustCompile(`^\w+\[\d+\]$`)
	programName  = regexp.MustCompile(`^[a-z0-9]+([_/][a-z0-9]+)*$`)
)

// numbersChoices reports whether the numbers can be those of choices: whole ones from 1 that come again. Where the file does not say what people typed, what counts something
// is none, and neither is what does not begin with 1.
func (c column) numbersChoices(known bool) bool {
	low, high := 0, 0
	for _, s := range c.filled.Texts {
		n, ok := survey.ParseWhole(s)
		if !ok || n < 1 || n > 1000 {
			return false
		}
		if low == 0 || n < low {
			low = n
		}
		high = max(high, n)
	}
	again := len(c.texts) > 1 && len(c.texts) < c.filled.N && len(c.texts) <= survey.MaxOptions
	return again && (known || high < longest || low == 1 && high <= survey.MaxOptions) && (known || !c.counts())
}

// A CodedColumn holds numbers, or codes with one, that may be steps of a scale or stand for choices.
type CodedColumn struct {
	Column int
	Name   string // with the wording, where the file has it
	Range  string // from the least to the greatest
	Steps  Use    // what it is where they are steps
	Used   Use    // what it is taken for
}

// As is what the column is taken for by somebody who says what its numbers are.
func (c CodedColumn) As(steps bool) Use {
	if steps {
		return c.Steps
	}
	return OneOf
}

// Key is what to tell of what the column is taken for.
func (c CodedColumn) Key() survey.Key {
	switch c.Used {
	case OneOf:
		return "coded_choices"
	case Scale, Number:
		return "coded_steps"
	}
	return "coded_else"
}

// Coded are the columns of the sheet that hold such numbers.
func (s Sheet) Coded() (all []CodedColumn) {
	for j, c := range Guess(s).Columns {
		if c.Coded {
			options, steps := byCount(newColumn(s, j).filled), newColumn(s, j).numeric(Column{}).Use
			if _, codes := newColumn(s, j).codes(); codes != nil || steps == OneOf { // of two neighbours
				steps = Scale
			}
			name := s.Header[j]
			if s.Labels[j] != name {
				name += ": " + survey.Shorten(s.Labels[j], survey.MaxTitle)
			}
			all = append(all, CodedColumn{j, name, options[0] + "–" + options[len(options)-1], steps, c.Use})
		}
	}
	return all
}

// assumeCodes notes of columns whose numbers may be steps or stand for choices what they are taken for, where nobody says it.
func (r *tableReader) assumeCodes() {
	r.coded = map[int]bool{}
	if !r.about.noted() && !slices.ContainsFunc(r.about.columns, func(c column) bool { _, codes := c.codes(); return codes != nil }) {
		return
	}
	for _, c := range r.sheet.Coded() {
		name := r.sheet.Header[c.Column]
		if r.sheet.Kinds[name] != "" || r.as.Types[name] != "" {
			continue
		}
		r.coded[c.Column] = c.Used == OneOf
		r.reading.Assumed = append(r.reading.Assumed, Assumed{r.reading.HeaderRow, name, c.Range, []string{string(c.Used)}, survey.AsCodes})
	}
}

// typedInto are the columns of an export of Qualtrics into which people typed, by the row with the ids of what was asked.
func typedInto(head, ids []string) []string {
	typed := []string{}
	asked := func(id string) bool { return strings.Contains(id, "QID") }
	tells := slices.ContainsFunc(ids, asked) // what is asked and what is only noted
	for j, id := range ids[:min(len(ids), len(head))] {
		if strings.Contains(id, "_TEXT") || tells && !asked(id) {
			typed = append(typed, title(head[j]))
		}
	}
	return typed
}
