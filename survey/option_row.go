package survey

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Options are typed in rows, each with the key of the option that it is, 0 for a new one, and its words in every language side by
// side: fields that stand in the form once a row. Below them many can be pasted at once, one on each line, and there it is said
// as what a hidden option counts.
const (
	keyField    = "options_key"
	optionField = "options"
	pasteField  = "more"
	hiddenField = "hidden_key"
	intoField   = "hidden_into"
)

// Rows are the options as they are typed, also those without words yet.
func (f Form) Rows(langs []Lang) []Option {
	n := len(f[keyField])
	for _, lang := range langs {
		n = max(n, len(f[inLang(optionField, lang)]))
	}
	rows := make([]Option, n)
	for i := range rows {
		rows[i].Key = numberAt(f[keyField], i)
		for _, lang := range langs {
			if words := f[inLang(optionField, lang)]; i < len(words) {
				rows[i].Label = rows[i].Label.With(lang, Clean(words[i]))
			}
		}
	}
	return rows
}

func inLang(field string, lang Lang) string { return field + "_" + string(lang) }

// numberAt is the whole number at a place among values, 0 where there is none.
func numberAt(values []string, i int) int {
	if i >= len(values) {
		return 0
	}
	n, _ := strconv.Atoi(values[i])
	return n
}

func (f Form) setRows(rows []Option, langs []Lang) {
	delete(f, keyField)
	for _, lang := range langs {
		delete(f, inLang(optionField, lang))
	}
	for _, o := range rows {
		f[keyField] = append(f[keyField], strconv.Itoa(o.Key))
		for _, lang := range langs {
			f[inLang(optionField, lang)] = append(f[inLang(optionField, lang)], o.Label[lang])
		}
	}
}

// Into are the keys as which hidden options count, by their own.
func (f Form) Into() map[int]int {
	into := map[int]int{}
	for i := range f[hiddenField] {
		if key, as := numberAt(f[hiddenField], i), numberAt(f[intoField], i); key > 0 && as > 0 {
			into[key] = as
		}
	}
	return into
}

// writeOptions puts the question's options in rows, in every language that one has words in.
func (f Form) writeOptions(q Question) {
	var langs []Lang
	for _, o := range q.Options {
		langs = append(langs, slices.Collect(maps.Keys(o.Label))...)
	}
	slices.Sort(langs)
	f.setRows(q.Options, slices.Compact(langs))
	for _, key := range slices.Sorted(maps.Keys(q.Merged)) {
		f[hiddenField] = append(f[hiddenField], strconv.Itoa(key))
		f[intoField] = append(f[intoField], strconv.Itoa(q.Merged[key]))
	}
}

// options are the rows that have words, and what was pasted below them.
func (r *reader) options() []Option {
	rows := slices.DeleteFunc(r.form.Rows(r.langs), func(o Option) bool { return o.Label.IsZero() })
	more, err := OptionLines(r.typed(pasteField))
	if bad, ok := err.(*InvalidError); ok {
		r.wrong = append(r.wrong, bad)
	}
	return append(rows, more...)
}

// Reached is where a button beside the rows leaves off: the row that the focus goes to, at the same button or, for a row that
// is new there, at its words.
type Reached struct {
	Button string
	Row    int
}

// Words reports whether the focus goes to the words of a row.
func (r Reached) Words(row int) bool {
	return r.Row == row && (r.Button == "add" || r.Button == "back" || r.Button == "paste")
}

// Do does to the rows what a button beside them says: "up", "down" or "remove" with the number of a row behind a colon, "back" with the
// key of an option that is hidden, "add" a row, or "paste" what stands below them. Of a button that is not known nothing comes.
func (f Form) Do(button string, langs []Lang, hidden []Chosen) (Reached, error) {
	rows := f.Rows(langs)
	do, number, _ := strings.Cut(button, ":")
	i, err := strconv.Atoi(number)
	row := err == nil && i >= 0 && i < len(rows)
	at := len(rows)
	switch {
	case do == "up" && row:
		at = max(0, i-1)
		rows[at], rows[i] = rows[i], rows[at]
	case do == "down" && row:
		at = min(i+1, len(rows)-1)
		rows[at], rows[i] = rows[i], rows[at]
	case do == "remove" && row:
		rows = slices.Delete(rows, i, i+1)
		at = max(0, min(i, len(rows)-1))
	case do == "add":
		rows = append(rows, Option{})
	case do == "back":
		if h, ok := find(hidden, func(h Chosen) bool { return h.Key == i }); ok {
			at = h.place(rows)
			rows = slices.Insert(rows, at, h.Option)
		}
	case do == "paste":
		more, err := OptionLines((&reader{form: f, langs: langs}).typed(pasteField))
		if err != nil {
			return Reached{}, err
		}
		rows = slices.DeleteFunc(rows, func(o Option) bool { return o.Key == 0 && o.Label.IsZero() })
		at = len(rows)
		rows = append(rows, more...)
		for _, lang := range langs {
			delete(f, inLang(pasteField, lang))
		}
	}
	f.setRows(rows, langs)
	return Reached{do, at}, nil
}
