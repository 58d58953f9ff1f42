package survey

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// AsksNumber is a question for a number, as a column of a file answers one.
func AsksNumber(id QuestionID, title Text) Question {
	return Question{ID: id, Kind: Number, Title: title}
}

// Number is any number, perhaps within bounds.
const Number Kind = "number"

// MaxUnit is how many characters a unit may have.
const MaxUnit = 40

type numberKind struct{ numbers }

func (numberKind) name() Kind { return Number }

func (numberKind) effort(Question) float64 { return 6 }

func (k numberKind) read(q *Question, r *reader) {
	k.numbers.read(q, r)
	q.Unit = r.text("unit")
}

func (k numberKind) write(q Question, f Form) {
	k.numbers.write(q, f)
	f.setText("unit", q.Unit)
}

func (numberKind) check(q Question) error {
	if err := q.Unit.check("unit", MaxUnit); err != nil {
		return err
	}
	if q.Min != nil && q.Max != nil && *q.Min > *q.Max {
		return &InvalidError{Field: "max", Reason: "max_below_min"}
	}
	return nil
}

// carry takes a number unless it counts something else now, in whichever language: members read one. A unit that is added in another
// language only says what was meant, and so does one for a number that had none: which [Survey.Losses] tell before.
func (numberKind) carry(old, q Question, a Answer) Answer {
	if !old.unitStays(q) {
		return Answer{}
	}
	return a
}

// unitStays reports whether a number counts the same once the question becomes next: in every language that has a unit in both, it is one.
// Where the unit is taken away a number still says what was counted last, and no answer in another unit stands beside it.
func (q Question) unitStays(next Question) bool {
	if !q.Unit.IsZero() && next.Unit.IsZero() {
		return q.Meaning == next.Meaning
	}
	return q.Unit.IsZero() || q.Unit.agrees(next.Unit)
}

// meaning is another one for each unit, and of a question without a unit that of the version before.
func (numberKind) meaning(q Question, before []Question) int {
	last, now, units := 0, 0, false
	for i, old := range slices.Backward(before) {
		if !q.Unit.IsZero() && q.Unit.agrees(old.Unit) {
			return old.Meaning
		}
		if i == len(before)-1 {
			now = old.Meaning
		}
		last, units = max(last, old.Meaning), units || !old.Unit.IsZero()
	}
	if units && !q.Unit.IsZero() {
		return last + 1
	}
	return now
}

// header names the unit behind the question: "Time (hours per week)".
func (k numberKind) header(q Question) []Heading {
	all := k.numbers.header(q)
	if unit := q.Unit.In(English); unit != "" {
		all[0].Name += " (" + unit + ")"
	}
	return all
}

// numbers are the kinds that are answered by a number.
type numbers struct{ plain }

func (numbers) read(q *Question, r *reader) { q.Min, q.Max = r.number("min"), r.number("max") }

func (numbers) write(q Question, f Form) { f.set("min", bound(q.Min)); f.set("max", bound(q.Max)) }

func (numbers) parse(q Question, form map[string][]string) (Answer, *InvalidError) {
	text := strings.TrimSpace(first(form[q.Field()]))
	if text == "" {
		return Answer{}, nil
	}
	v, ok := ParseNumber(text)
	if !ok {
		return Answer{}, &InvalidError{Field: q.Field(), Reason: "number_invalid"}
	}
	return Answer{Number: &v}, nil
}

func (numbers) fits(q Question, a Answer) Message {
	if a.Number == nil || math.IsNaN(*a.Number) || math.IsInf(*a.Number, 0) {
		return Say("number_invalid")
	}
	if v := *a.Number; q.Min != nil && v < *q.Min || q.Max != nil && v > *q.Max {
		return Say("number_range", "Min", bound(q.Min), "Max", bound(q.Max))
	}
	return Message{}
}

func bound(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func (numbers) columns(q Question, answers []Answer, _ *Directory) []Column {
	x := make(Numbers, len(answers))
	for i, a := range answers {
		if x[i] = math.NaN(); a.Number != nil {
			x[i] = *a.Number
		}
	}
	return []Column{{Name: q.Column(), Values: x}}
}

func (numbers) cells(_ Question, a Answer) []string { return []string{bound(a.Number)} }

// total adds the histogram, which of a sensitive question would tell what single members answered.
func (k numberKind) total(t *Total, given []Answer) {
	k.numbers.total(t, given)
	if values := numbersIn(given); len(values) > 0 && !t.Question.Sensitive {
		t.Bins = bins(values)
	}
}

func numbersIn(given []Answer) []float64 {
	var values []float64
	for _, a := range given {
		if a.Number != nil {
			values = append(values, *a.Number)
		}
	}
	return values
}

func (numbers) total(t *Total, given []Answer) {
	if values := numbersIn(given); len(values) > 0 {
		mean, variance := moments(values)
		if t.Mean, t.SD = mean, math.Sqrt(variance); !t.Question.Sensitive {
			t.Min, t.Max = slices.Min(values), slices.Max(values)
		}
	}
}
