package view

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"dure/survey"
)

// newRows is how many empty rows a question without options begins with.
const newRows = 3

// rows are the options of the form as they are typed.
func (f QuestionForm) rows(p Page) []survey.Option {
	if rows := f.Rows(p.langs()); len(rows) > 0 {
		return rows
	}
	return make([]survey.Option, newRows)
}

// langs are the languages that pages are worded in.
func (p Page) langs() []survey.Lang {
	var all []survey.Lang
	for _, l := range p.Languages {
		all = append(all, l.Code)
	}
	return all
}

// optionLines are what stands in the rows, to read, a line each with all languages, and as what hidden options count.
func (f QuestionForm) optionLines(p Page, s setting) []string {
	var lines []string
	for i, o := range f.Rows(p.langs()) {
		if words := inAll(o.Label); words != "" {
			lines = append(lines, fmt.Sprintf("%s %d: %s", p.T(s.label), i+1, words))
		}
	}
	into := f.Into()
	for _, h := range f.Hidden {
		if as := f.target(p, into[h.Key]); as != "" {
			lines = append(lines, p.In(h.Label)+": "+p.T("hidden_as", "Option", as))
		}
	}
	return lines
}

// target is what the option is called as which a hidden one counts; "" for none.
func (f QuestionForm) target(p Page, key int) string {
	for _, o := range f.targets(p, key) {
		if o.Key == key {
			return p.In(o.Label)
		}
	}
	return ""
}

// targets are the options as which a hidden one can count: those of the rows that are saved already, and the one that it counts
// as now, though that may be hidden in its turn.
func (f QuestionForm) targets(p Page, now int) []survey.Option {
	all := slices.DeleteFunc(f.Rows(p.langs()), func(o survey.Option) bool { return o.Key == 0 || o.Label.IsZero() })
	for _, h := range f.Hidden {
		if h.Key == now {
			all = append(all, h.Option)
		}
	}
	return all
}

// unlisted are merged options that nobody chose so far, by their keys: they stay as they are.
func (f QuestionForm) unlisted() []int {
	listed := func(key int) bool {
		return slices.ContainsFunc(f.Hidden, func(h survey.Chosen) bool { return h.Key == key })
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(f.Into())), listed)
}

// rowButton is a button that sends the form to come back with its rows changed.
func (f QuestionForm) rowButton(do string) templ.Attributes {
	return templ.Attributes{"name": "do", "value": do, "formnovalidate": true}
}

// besideRow is a button beside a row, which has the focus where it was pressed before.
func (f QuestionForm) besideRow(do string, i int) templ.Attributes {
	b := f.rowButton(do + ":" + strconv.Itoa(i))
	b["autofocus"] = f.Reached == survey.Reached{Button: do, Row: i}
	return b
}

// named says what a part of a row is, by its place, which rows.js puts in anew.
func named(p Page, key survey.Key, i int, pairs ...any) templ.Attributes {
	say := func(place string) string { return p.T(key, append(pairs, "Place", place)...) }
	return templ.Attributes{"aria-label": say(strconv.Itoa(i + 1)), "data-name": say("#")}
}

// save is the label of the button that saves the form.
func (f QuestionForm) save(p Page) string {
	if f.Taken.any() {
		return p.T("loss_save")
	}
	return f.Both.save(p)
}
