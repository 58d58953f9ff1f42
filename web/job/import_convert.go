package job

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"dure/survey"
	"dure/survey/sheet"
)

// A converter turns what a sheet holds into questions and answers of a season, collecting what does not fit.
type converter struct {
	asked     survey.Survey
	sheet     sheet.Sheet
	columns   []sheet.Column // what each of its columns is
	in        sheet.Import
	header    map[string]string // of each title, its column
	targets   []survey.Question // for each question of the sheet, what it answers
	parts     [][]int           // and of which of its parts the sheet has columns; nil for all
	questions []survey.Question // those that are new, with negative ids, and those that are to ask for more hours
	asOf      time.Time         // of answers of which the sheet does not say when they were given
	what      Beyond            // what becomes of hours beyond those that are asked for
	beyond    []BeyondHours
	rows      []survey.Imported
	known     map[survey.MemberID]survey.Member // who is there
	like      []TwinRow                         // rows that may be of somebody who is there
	options   bool                              // what is unknown becomes an option
	unknown   []Unknown
	unread    []sheet.RowError // cells that say nothing that the question takes
	listed    bool             // all of them are there
	read      []*survey.Answer // what many rows have, by [sheet.Answer.Same]
	wrong     []sheet.RowError
}

func (c *converter) convert() {
	for k, q := range c.in.Questions {
		target := c.target(k, q)
		c.targets, c.parts = append(c.targets, target), append(c.parts, partsOf(q, target))
	}
	if len(c.wrong) > 0 {
		return
	}
	c.fitHours()
	c.list()
	if c.options && len(c.unknown) > 0 {
		c.offer()
		c.unread = nil
		c.list()
	}
	c.listed = true
	for _, m := range c.in.Members {
		row := survey.Imported{Member: survey.Member{Name: m.Name, Email: m.Email, Ref: m.Ref}, Answered: m.Answered, At: m.At}
		if row.At.IsZero() {
			row.At = c.asOf
		}
		c.rows = append(c.rows, row)
	}
}

// list finds what of the members' answers cannot be read.
func (c *converter) list() {
	c.read = nil
	for _, m := range c.in.Members {
		for k, q := range c.targets {
			_ = c.answer(m, k, q)
		}
	}
}

// answers are what a row answers, and of which parts of questions. They are read anew whenever somebody asks: those of all rows together may be more than fits.
func (c *converter) answers(i int) (as survey.Answers, parts map[survey.QuestionID][]int) {
	for k, q := range c.targets {
		a := c.answer(c.in.Members[i], k, q)
		if a.IsZero() {
			continue
		}
		if as == nil {
			as = make(survey.Answers, len(c.targets))
		}
		as[q.ID] = a
		if c.parts[k] != nil {
			if parts == nil {
				parts = map[survey.QuestionID][]int{}
			}
			parts[q.ID] = c.parts[k]
		}
	}
	return as, parts
}

// partsOf are the parts of a question of which a sheet has columns.
func partsOf(from sheet.Question, q survey.Question) []int {
	parts := from.Parts
	for _, words := range from.Named {
		if key, ok := optionCalled(q, words); ok {
			parts = append(parts, key)
		}
	}
	return parts
}

// target returns the survey's question that the columns answer, or a new one.
func (c *converter) target(k int, from sheet.Question) survey.Question {
	for _, q := range c.asked.Questions {
		if from.Title == marker(q.ID) && from.Kind == q.Kind {
			return q
		}
	}
	q := newQuestion(survey.QuestionID(-k-1), from)
	if err := q.Check(); err != nil {
		c.refuse(from, err)
	}
	c.questions = append(c.questions, q)
	return q
}

// refuse says why columns make no question.
func (c *converter) refuse(from sheet.Question, err error) {
	bad, ok := errors.AsType[*survey.InvalidError](err)
	if !ok {
		return
	}
	p := sheet.RowError{Column: c.header[from.Title], Reason: bad.Reason, Args: bad.Args}
	if bad.Reason == "options_few" {
		p.Reason = "import_one_value"
	}
	c.wrong = append(c.wrong, p)
}

// newQuestion words a question as the file does, which is of no known language: it stands as English,
// which is shown in every language that has no words. It is sensitive where one that is built anew would be, and
// where it says whom members avoid, whatever its columns were taken for.
func newQuestion(id survey.QuestionID, from sheet.Question) survey.Question {
	q := survey.Question{
		ID: id, Kind: from.Kind, Title: inEnglish(from.Title, survey.MaxTitle), Days: from.Days, From: from.From, To: from.To, Half: from.Half, Zones: from.Zones,
		Ordered: from.Ordered, Wishes: min(from.Wishes, survey.MaxTeammates), Avoids: min(from.Avoids, survey.MaxTeammates),
		Sensitive: from.Kind.New().Sensitive || survey.ReadMates(from.Title).ShunsSurely(),
	}
	if from.Min < from.Max {
		q.Min, q.Max = new(float64(from.Min)), new(float64(from.Max))
	}
	if n := len(from.Labels); n > 0 {
		words := make([]survey.Text, n)
		for i, label := range from.Labels {
			words[i] = inEnglish(sheet.PointWords(label), survey.MaxLabel)
		}
		q.WordPoints(words)
	}
	if from.Unit != "" {
		q.Unit = inEnglish(from.Unit, survey.MaxUnit)
	}
	for i, label := range from.Options {
		q.Options = append(q.Options, survey.Option{Key: i + 1, Label: survey.Text{survey.English: label}})
	}
	return q
}

// inEnglish is the text of a file's words, cut where they are longer than most characters.
func inEnglish(words string, most int) survey.Text {
	return survey.Text{}.With(survey.English, survey.Shorten(words, most))
}

// answer returns what a member answers to question k of the sheet.
func (c *converter) answer(m sheet.Member, k int, q survey.Question) survey.Answer {
	given, listed := m.Answers[k], len(c.unread)
	if n := given.Same; n < len(c.read) && c.read[n] != nil {
		return *c.read[n]
	}
	a := given.Answer
	a.Choices, a.Ranked = c.keys(m, k, q, given.Chosen), c.keys(m, k, q, given.Ranked)
	slices.Sort(a.Choices)
	a.Choices = slices.Compact(a.Choices)
	for words, level := range given.Spoken {
		if a.Levels == nil {
			a.Levels = map[int]int{}
		}
		for _, key := range c.keys(m, k, q, []string{words}) {
			a.Levels[key] = level
		}
	}
	if week := a.Week(); week != (survey.Week{}) {
		if a = q.Free(week, a.Zone); a.IsZero() {
			a.None = true // of the hours that are asked for
		}
	}
	if bad, ok := errors.AsType[*survey.InvalidError](q.CheckAnswer(a)); ok && !a.IsZero() {
		c.pass(sheet.RowError{Row: m.Line, Column: c.header[c.in.Questions[k].Title], Reason: bad.Reason, Args: bad.Args})
		return survey.Answer{}
	}
	if given.Same > 0 && len(c.unread) == listed && !c.listed {
		c.read = append(c.read, make([]*survey.Answer, max(0, given.Same+1-len(c.read)))...)
		c.read[given.Same] = &a
	}
	return a
}

// pass lists a cell that is passed over, once.
func (c *converter) pass(e sheet.RowError) {
	if !c.listed {
		c.unread = append(c.unread, e)
	}
}

// keys are the keys of the options that a row's words name in question k of the sheet, as they are or else in another spelling. Those that name none are passed over and
// listed, as a part of their cell where others of it do.
func (c *converter) keys(m sheet.Member, k int, q survey.Question, all []string) []int {
	column := func(words string) string {
		return cmp.Or(m.Answers[k].In[words], c.header[c.in.Questions[k].Title])
	}
	var keys []int
	var lost, read []string
	for _, words := range all {
		key, ok := optionCalled(q, words)
		if !ok {
			lost = append(lost, words)
			continue
		}
		keys, read = append(keys, key), append(read, column(words))
	}
	for _, words := range lost {
		if !c.listed {
			c.note(q, words)
		}
		c.pass(sheet.RowError{Row: m.Line, Column: column(words), Reason: "import_choice", Args: map[string]any{"Choice": words}, Part: slices.Contains(read, column(words))})
	}
	return keys
}

// note notes that words are no option of a question.
func (c *converter) note(q survey.Question, words string) {
	k := slices.IndexFunc(c.unknown, func(u Unknown) bool { return u.Question.ID == q.ID })
	if k < 0 {
		k = len(c.unknown)
		c.unknown = append(c.unknown, Unknown{Question: q})
	}
	u := &c.unknown[k]
	u.Cells++
	if survey.FindSpelling(u.Options, words) < 0 {
		u.Options = append(u.Options, words)
	}
}

// optionCalled is the key of the option that words name.
func optionCalled(q survey.Question, words string) (key int, ok bool) {
	for _, same := range []func(string) string{survey.Fold, survey.SpellingKey} {
		if i := slices.IndexFunc(q.Options, func(o survey.Option) bool { return called(o.Label, words, same) }); i >= 0 {
			return q.Options[i].Key, true
		}
	}
	return 0, false
}

// called reports whether a cell names the option of this label in any language, by what of two texts is the same. A semicolon cannot stand
// in a cell.
func called(label survey.Text, cell string, key func(string) string) bool {
	return slices.ContainsFunc(label.Wordings(), func(words string) bool {
		return key(strings.ReplaceAll(words, ";", ",")) == key(cell)
	})
}

// offer lets the questions of the survey offer what is unknown.
func (c *converter) offer() {
	for _, u := range c.unknown {
		q := u.With()
		if err := q.Check(); err != nil {
			c.refuse(c.in.Questions[slices.IndexFunc(c.targets, func(t survey.Question) bool { return t.ID == q.ID })], err)
			continue
		}
		c.questions, c.asked = append(c.questions, q), c.asked.With(q)
		for k, t := range c.targets {
			if t.ID == q.ID {
				c.targets[k], c.parts[k] = q, partsOf(c.in.Questions[k], q)
			}
		}
	}
}

// With is the question with the answers as options, under negative keys. They stand last, but in an order where their words tell it.
func (u Unknown) With() survey.Question {
	q := u.Question
	q.Options = u.behind()
	if at := placesTold(q.Options, len(u.Question.Options)); q.Ordered && at != nil {
		slices.SortFunc(q.Options, func(a, b survey.Option) int { return at[a.Key] - at[b.Key] })
	}
	return q
}

// behind are the options of the question, and behind them the answers.
func (u Unknown) behind() []survey.Option {
	all := slices.Clone(u.Question.Options)
	for i, words := range u.Options {
		all = append(all, survey.Option{Key: -i - 1, Label: inEnglish(words, survey.MaxLabel)})
	}
	return all
}

// Last reports whether the answers would stand last in an order of which their words do not tell where they belong.
func (u Unknown) Last() bool {
	return u.Question.Ordered && placesTold(u.behind(), len(u.Question.Options)) == nil
}

// placesTold are the places of options, by their keys, in the order that their words tell; nil where they tell none, or the first of them stand in another.
func placesTold(options []survey.Option, first int) map[int]int {
	words := make([]string, len(options))
	for i, o := range options {
		if all := o.Label.Wordings(); len(all) > 0 {
			words[i] = all[0]
		}
	}
	g, ok := survey.Graded(words)
	if !ok {
		return nil
	}
	at := map[int]int{}
	for i, o := range options {
		at[o.Key] = slices.Index(g.Levels, words[i])
		if i > 0 && i < first && at[o.Key] < at[options[i-1].Key] {
			return nil
		}
	}
	return at
}
