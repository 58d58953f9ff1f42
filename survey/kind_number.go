package survey

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Number is any number, perhaps within bounds.
const Number Kind = "number"

type numberKind struct{ numbers }

func (numberKind) name() Kind { return Number }

func (numberKind) effort(Question) float64 { return 6 }

func (numberKind) check(q Question) error {
	if q.Min != nil && q.Max != nil && *q.Min > *q.Max {
		return &InvalidError{Field: "max", Reason: "max_below_min"}
	}
	return nil
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

func (numbers) total(t *Total, given []Answer) {
	var values []float64
	for _, a := range given {
		if a.Number != nil {
			values = append(values, *a.Number)
		}
	}
	if len(values) > 0 {
		mean, variance := moments(values)
		t.Mean, t.SD = mean, math.Sqrt(variance)
		t.Min, t.Max = slices.Min(values), slices.Max(values)
	}
}
