package survey

import (
	"slices"
	"strings"
)

// OneOf is a choice of one of several options, which may be in an order. AnyOf is a choice of as many of them as one likes.
const (
	OneOf Kind = "one_of"
	AnyOf Kind = "any_of"
)

type oneOfKind struct{ choices }

func (oneOfKind) name() Kind { return OneOf }

func (oneOfKind) effort(Question) float64 { return 3 }

func (k oneOfKind) read(q *Question, r *reader) {
	k.choices.read(q, r)
	q.Ordered = r.form.Ticked("ordered")
}

func (k oneOfKind) write(q Question, f Form) {
	k.choices.write(q, f)
	f.tick("ordered", q.Ordered)
}

func (k oneOfKind) fits(q Question, a Answer) Message {
	if len(a.Choices) > 1 {
		return Say("choose_one")
	}
	return k.choices.fits(q, a)
}

func (oneOfKind) columns(q Question, answers []Answer, _ *Directory) []Column {
	codes, picked := q.picked(answers, func(a Answer) []int { return a.Choices })
	out := Options{Names: codes, Of: make([]int, len(answers))}
	for i, all := range picked {
		if out.Of[i] = -1; len(all) > 0 {
			out.Of[i] = all[len(all)-1]
		}
	}
	if q.Ordered {
		return []Column{{Name: q.Column(), Values: Levels{out, 1}}}
	}
	return []Column{{Name: q.Column(), Values: out}}
}

type anyOfKind struct{ choices }

func (anyOfKind) name() Kind { return AnyOf }

// beside keeps the choices of which the file has no column.
func (anyOfKind) beside(_ Question, a, was Answer, options []int) Answer {
	if options == nil {
		return a
	}
	a.Choices = append(slices.DeleteFunc(slices.Clone(was.Choices), func(key int) bool { return slices.Contains(options, key) }), a.Choices...)
	slices.Sort(a.Choices)
	a.Choices = slices.Compact(a.Choices)
	return a
}

func (anyOfKind) effort(Question) float64 { return 5 }

func (anyOfKind) columns(q Question, answers []Answer, _ *Directory) []Column {
	codes, picked := q.picked(answers, func(a Answer) []int { return a.Choices })
	for _, all := range picked {
		slices.Sort(all)
	}
	return []Column{{Name: q.Column(), Values: Sets{codes, picked}}}
}

// picked returns the codes of the question's options, and the numbers among them of those that each answer has, of which keys
// are given.
func (q Question) picked(answers []Answer, keys func(Answer) []int) (codes []string, of [][]int) {
	at := map[int]int{}
	for k, o := range q.Options {
		codes, at[o.Key] = append(codes, o.Code()), k
	}
	of = make([][]int, len(answers))
	for i, a := range answers {
		for _, key := range keys(a) {
			if k, offered := at[key]; offered {
				of[i] = append(of[i], k)
			}
		}
	}
	return codes, of
}

// choices are the kinds that are answered by choosing options.
type choices struct{ withOptions }

func (choices) parse(q Question, form map[string][]string) (Answer, *InvalidError) {
	return Answer{Choices: whole(form[q.Field()])}, nil
}

func (choices) fits(q Question, a Answer) Message { return q.offers(a.Choices) }

func (choices) carry(_, q Question, a Answer) Answer {
	a.Choices = q.countedAs(a.Choices)
	slices.Sort(a.Choices)
	return a
}

func (choices) cells(q Question, a Answer) []string { return []string{q.labels(a.Choices)} }

func (choices) total(t *Total, given []Answer) {
	for _, o := range t.Question.Options {
		t.Bars = append(t.Bars, Bar{Key: o.Key, Label: o.Label, Count: count(given, func(a Answer) bool { return slices.Contains(a.Choices, o.Key) })})
	}
}

// withOptions are the kinds of question that have options.
type withOptions struct{ plain }

func (withOptions) read(q *Question, r *reader) {
	q.Options, q.Merged = r.options(), r.form.Into()
	for _, o := range q.Options {
		delete(q.Merged, o.Key)
	}
}

func (withOptions) write(q Question, f Form) { f.writeOptions(q) }

func (withOptions) check(q Question) error { return q.checkOptions(2) }

func (q Question) checkOptions(fewest int) error {
	if len(q.Options) < fewest {
		return &InvalidError{Field: "options", Reason: "options_few", Args: map[string]any{"Count": fewest}}
	}
	if len(q.Options) > MaxOptions {
		return &InvalidError{Field: "options", Reason: "options_many", Args: map[string]any{"Max": MaxOptions}}
	}
	for i, o := range q.Options {
		if o.Label.IsZero() || o.Label.longest() > MaxLabel {
			return &InvalidError{Field: "options", Reason: "option_label", Args: map[string]any{"Max": MaxLabel}}
		}
		for _, before := range q.Options[:i] {
			if words := o.Label.sameWords(before.Label); words != "" {
				return &InvalidError{Field: "options", Reason: "option_twice", Args: map[string]any{"Option": words}}
			}
		}
	}
	return nil
}

// offers says which keys are of no option of the question.
func (q Question) offers(keys []int) Message {
	for _, c := range keys {
		if _, ok := q.Option(c); !ok {
			return Say("choice_unknown")
		}
	}
	return Message{}
}

// labels joins the English labels of options, in whose words no ";" can stand.
func (q Question) labels(keys []int) string {
	var labels []string
	for _, c := range keys {
		if o, ok := q.Option(c); ok {
			labels = append(labels, strings.ReplaceAll(o.Label.In(English), ";", ","))
		}
	}
	return strings.Join(labels, "; ")
}
