package sheet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dure/survey"
)

type oneOfAsk struct{ optionsAsk }

func (oneOfAsk) complete(c *Column, col column, _ bool) {
	if len(c.Options) > 0 {
		return
	}
	if col.ticked() {
		c.Options, c.Ticks = col.yesAndNo(), true
		return
	}
	if c.Options, c.Ordered = col.ordered(); !c.Ordered {
		c.Options = col.options()
	}
}

// optionsAsk are the askers whose columns have options.
type optionsAsk struct{ single }

func (optionsAsk) check(c Column) *RowError {
	if c.Part == "" && len(c.Options) > survey.MaxOptions {
		return new(rowError(0, "", "column_options", "Max", survey.MaxOptions))
	}
	return nil
}

// of takes the question's labels in every language besides the texts of the cells: what a cell is cut by, so that an option
// with a comma in it stays whole, and what a dash may be one of.
func (optionsAsk) of(c *Column, q survey.Question) {
	if c.Part != "" {
		return
	}
	var all []string
	for _, o := range q.Options {
		all = append(all, o.Label.Wordings()...)
	}
	for _, o := range c.Options {
		if survey.FindSpelling(all, o) < 0 {
			all = append(all, o)
		}
	}
	c.Options = all
}

func (oneOfAsk) ask(a *applier, k, j int) {
	a.offer(k, a.columns[j].Options)
	a.questions[k].Ordered = a.columns[j].Ordered
}

func (oneOfAsk) merged(_ Column, col column) []survey.Merged { return col.merged }

// offer adds options to question k that it does not have in any spelling.
func (a *applier) offer(k int, options []string) {
	q := &a.questions[k]
	for _, o := range options {
		if survey.FindSpelling(q.Options, plain(o)) < 0 {
			q.Options = append(q.Options, plain(o))
		}
	}
}

func (oneOfAsk) cell(a *applier, i, j int, text string, out *Answer) {
	out.Chosen = a.offered(i, j, []string{text})
}

// offered returns what was chosen as options are called, each once, and says what is none of them.
func (a *applier) offered(i, j int, choices []string) (chosen []string) {
	options := a.columns[j].Options
	var unknown []string
	for _, choice := range choices {
		switch k := survey.FindSpelling(options, choice); {
		case k >= 0:
			choice = options[k]
		case len(options) > 0 && survey.FindSpelling(unknown, choice) < 0:
			a.wrong(i, j, "cell_choice", "Choice", choice)
			unknown = append(unknown, choice)
		}
		if choice = plain(choice); !slices.Contains(chosen, choice) {
			chosen = append(chosen, choice)
		}
	}
	return chosen
}

// plain returns an option without ";", which separates options in a file.
func plain(option string) string { return strings.ReplaceAll(option, ";", ",") }

// listAsk are the askers whose cells list options, or whose columns are parts of one list.
type listAsk struct{ optionsAsk }

func (listAsk) complete(c *Column, col column, _ bool) {
	if c.Part != "" || len(c.Options) > 0 {
		return
	}
	c.Separator = cmp.Or(c.Separator, col.separator(), ";")
	c.gather(optionsOf(col.filled, c.Separator), col)
}

func (listAsk) merged(c Column, col column) []survey.Merged {
	if c.Part != "" {
		return nil
	}
	sep := cmp.Or(c.Separator, col.separator(), ";")
	var lists [][]string
	for _, cell := range col.typed.Texts {
		lists = append(lists, split(cell, sep, slices.Concat(c.Options, c.Others)))
	}
	_, merged := survey.MergeListSpellings(lists, col.typed.Count)
	return merged
}

func (listAsk) joins(first, c Column) bool { return first.Part != "" && c.Part != "" }

// list are the options in a cell.
func (listAsk) list(a *applier, i, j int, text string) []string {
	return a.offered(i, j, a.columns[j].choices(text))
}

type anyOfAsk struct{ listAsk }

func (anyOfAsk) ask(a *applier, k, j int) {
	if a.columns[j].Part != "" {
		options := a.spreadOptions(j)
		a.offer(k, options)
		a.questions[k].Named = append(a.questions[k].Named, options...)
		return
	}
	a.offer(k, a.columns[j].Options)
}

// part is the option that a column of marks stands for.
func (anyOfAsk) part(col column) (of, part string) {
	for _, head := range spreadHeads {
		if m := head.FindStringSubmatch(col.label); m != nil && col.marks(m[2]) {
			return m[1], m[2]
		}
	}
	return "", ""
}

// marks reports whether the cells only say whether a choice was made, or name it.
func (c column) marks(choice string) bool {
	return yesOrNo(slices.DeleteFunc(slices.Clone(c.texts), func(text string) bool { return survey.SameSpelling(text, choice) }))
}

// spreadOptions returns the options that a column of an any-of question stands for: its part, and texts typed under it.
func (a *applier) spreadOptions(j int) []string {
	c := newColumn(a.sheet, j)
	var all []string
	if a.gathers(j) {
		all = append(all, plain(a.columns[j].Part))
		for k, text := range c.filled.Texts {
			if c.filled.Count[k] > 1 && !survey.SameSpelling(text, a.columns[j].Part) {
				all = append(all, plain(text))
			}
		}
		return all
	}
	if yesOrNo(c.texts) || survey.FindSpelling(c.texts, a.columns[j].Part) >= 0 {
		all = append(all, plain(a.columns[j].Part))
	}
	for _, t := range c.texts {
		if !yesOrNo([]string{t}) && !survey.SameSpelling(t, a.columns[j].Part) {
			all = append(all, plain(t))
		}
	}
	return all
}

// gathers reports whether what people typed below a column of other answers is gathered where one alone typed it: among many rows.
func (a *applier) gathers(j int) bool {
	c := newColumn(a.sheet, j)
	return otherChoice.MatchString(a.columns[j].Part) && !yesOrNo(c.texts) && len(c.at) >= enoughToGather
}

func (l anyOfAsk) cell(a *applier, i, j int, text string, out *Answer) {
	part := a.columns[j].Part
	if part == "" {
		out.Chosen = l.list(a, i, j, text)
		return
	}
	if slices.Contains(yes, strings.ToLower(text)) || newColumn(a.sheet, j).crossed() || survey.SameSpelling(text, part) {
		text = part
	}
	if a.gathers(j) && !slices.Contains(a.spreadOptions(j), plain(text)) && !yesOrNo([]string{text}) {
		text = part // what one alone typed is gathered
	}
	if !yesOrNo([]string{text}) || text == part {
		out.Chosen = append(out.Chosen, plain(text))
	}
}

// rankAsk reads cells that list options, the most wanted first, a column for each place: "Choice 1", "Choice 2", or one for each option whose
// cells are places: "Order [Robot]", "Order [Film]".
type rankAsk struct{ listAsk }

func (l rankAsk) complete(c *Column, col column, given bool) {
	c.Question = strings.TrimSuffix(c.Question, survey.RankedMark)
	if of, part := l.part(col); part != "" && !given {
		c.Question, c.Part = of, part
	}
	l.listAsk.complete(c, col, given)
	switch {
	case c.ofOption():
		c.Options = []string{c.Part}
	case c.Part != "" && len(c.Options) == 0:
		c.Options = byCount(col.filled)
	}
}

// ask takes columns of a place each in the order of the places, whatever order the file has.
func (rankAsk) ask(a *applier, k, j int) {
	a.offer(k, a.columns[j].Options)
	if a.columns[j].ofOption() {
		return
	}
	a.place(k, j, 1)
	slices.SortStableFunc(a.sources[k], func(x, y int) int { return natural(a.columns[x].Part, a.columns[y].Part) })
}

// place notes of which place of question k column j is, if its header says.
func (a *applier) place(k, j, sign int) {
	if place, err := strconv.Atoi(a.columns[j].Part); err == nil {
		a.questions[k].Parts = append(a.questions[k].Parts, sign*place)
	}
}

// placePart is the part that a column is of which stands for a place.
func (c column) placePart() (of, part string) {
	of, place := survey.PlaceOf(c.header)
	if place == 0 {
		return "", ""
	}
	return survey.OrderTitle(of), strconv.Itoa(place)
}

// part is the place that the column stands for, or the option where its cells are places.
func (rankAsk) part(col column) (of, part string) {
	placed := func(text string) bool { return survey.PlaceWritten(text) > 0 }
	if of, option, ok := survey.ChoiceOf(col.label); ok && !placed(option) && col.share(placed) == float64(count(col.filled.N > 0)) {
		return survey.OrderTitle(of), option
	}
	return col.placePart()
}

// ofOption reports whether a column of a ranking is of an option, so that its cells are places.
func (c Column) ofOption() bool {
	_, err := strconv.Atoi(c.Part)
	return c.Part != "" && err != nil
}

func (l rankAsk) merged(c Column, col column) []survey.Merged {
	if c.ofOption() {
		return nil
	}
	if c.Part != "" {
		return col.merged
	}
	return l.listAsk.merged(c, col)
}

func (l rankAsk) cell(a *applier, i, j int, text string, out *Answer) {
	if a.columns[j].ofOption() {
		place := survey.PlaceWritten(text)
		if place == 0 {
			a.wrong(i, j, "cell_place", "Value", text)
			return
		}
		at, _ := slices.BinarySearch(out.places, place+1) // behind those who have the same place
		out.places, out.Ranked = slices.Insert(out.places, at, place), slices.Insert(out.Ranked, at, plain(a.columns[j].Part))
		return
	}
	if a.columns[j].Part != "" {
		if name := plain(text); survey.FindSpelling(out.Ranked, name) < 0 { // given again, it says nothing
			out.Ranked = append(out.Ranked, name)
		}
		return
	}
	out.Ranked = l.list(a, i, j, text)
}
