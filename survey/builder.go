package survey

import (
	"math"
	"slices"
	"strings"
)

// A Form is the settings of a question as they are typed in the builder, by field. A text has a field in each language:
// "title_en", "title_ko".
type Form map[string][]string

// Value is what stands in a field.
func (f Form) Value(field string) string { return first(f[field]) }

// Ticked reports whether a box is ticked.
func (f Form) Ticked(field string) bool { return f.Value(field) != "" }

// Text is what stands in the fields of a text, in each of the languages.
func (f Form) Text(field string, langs []Lang) Text {
	t := Text{}
	for _, lang := range langs {
		t[lang] = f.Value(field + "_" + string(lang))
	}
	return t
}

func (f Form) set(field, value string) { f[field] = []string{value} }

func (f Form) tick(field string, on bool) {
	if on {
		f.set(field, "1")
	}
}

func (f Form) setText(field string, t Text) {
	for lang, words := range t {
		f.set(field+"_"+string(lang), words)
	}
}

// Form is the form that shows the question.
func (q Question) Form() Form {
	f := Form{}
	f.setText("title", q.Title)
	f.setText("help", q.Help)
	f.tick("required", q.Required)
	f.tick("sensitive", q.Sensitive)
	if q.Show != nil {
		q.Show.write(f)
	}
	q.kind().write(q, f)
	return f
}

// Read returns the question of the kind that a form describes, texts in the given languages, and all that is wrong with it.
func (f Form) Read(k Kind, langs []Lang) (Question, []*InvalidError) {
	r := reader{form: f, langs: langs}
	q := Question{Kind: k, Title: r.text("title"), Help: r.text("help"), Required: f.Ticked("required"), Sensitive: f.Ticked("sensitive"), Show: r.condition()}
	if k.Known() {
		q.kind().read(&q, &r)
	}
	if err, ok := q.Check().(*InvalidError); ok && !slices.ContainsFunc(r.wrong, func(e *InvalidError) bool { return e.Field == err.Field }) {
		r.wrong = append(r.wrong, err)
	}
	return q, r.wrong
}

// A reader reads the fields of a form and gathers what cannot be read.
type reader struct {
	form  Form
	langs []Lang
	wrong []*InvalidError
}

func (r *reader) refuse(field string, reason Key, pairs ...any) {
	r.wrong = append(r.wrong, &InvalidError{Field: field, Reason: reason, Args: Say(reason, pairs...).Args})
}

// typed is a text as it was typed, with space and empty lines at its ends, each line ended by "\n".
func (r *reader) typed(field string) Text {
	t := r.form.Text(field, r.langs)
	for lang, words := range t {
		t[lang] = strings.ReplaceAll(strings.ReplaceAll(words, "\r\n", "\n"), "\r", "\n")
	}
	return t
}

func (r *reader) text(field string) Text {
	t := Text{}
	for lang, words := range r.form.Text(field, r.langs) {
		t = t.With(lang, Clean(words))
	}
	return t
}

func (r *reader) number(field string) *float64 {
	typed := strings.TrimSpace(r.form.Value(field))
	if typed == "" {
		return nil
	}
	v, ok := ParseNumber(typed)
	if !ok || math.Abs(v) > 1e15 {
		r.refuse(field, "number_invalid")
		return nil
	}
	return &v
}

func (r *reader) count(field string) int {
	typed := strings.TrimSpace(r.form.Value(field))
	if typed == "" {
		return 0
	}
	n, ok := ParseWhole(typed)
	if !ok {
		r.refuse(field, "count_invalid")
	}
	return n
}
