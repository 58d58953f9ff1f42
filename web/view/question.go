package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dure/survey"
)

// radiosUpTo is how many options of a one-of question are shown at once; more are a list to open.
const radiosUpTo = 8

// An asked question is what its part of a form shows: the question, the answer so far, and what was typed
// where that could be no answer.
type asked struct {
	Page
	q     survey.Question
	a     survey.Answer
	typed string
}

func (k asked) field() string { return k.q.Field() }

// grouped reports whether the question is several inputs under one legend.
func (k asked) grouped() bool {
	switch k.q.Kind {
	case survey.Number, survey.ShortText, survey.LongText:
		return false
	case survey.OneOf:
		return len(k.q.Options) <= radiosUpTo
	}
	return true
}

// describedBy names the help and the error of the question.
func (k asked) describedBy() templ.Attributes {
	a := templ.Attributes{}
	var by []string
	if !k.q.Help.IsZero() {
		by = append(by, k.field()+"-help")
	}
	if k.q.Kind == survey.Number && k.bounds() != "" {
		by = append(by, k.field()+"-bounds")
	}
	if k.Error(k.field()) != "" {
		by = append(by, k.field()+"-error")
	}
	if len(by) > 0 {
		a["aria-describedby"] = strings.Join(by, " ")
	}
	return a
}

// input are the attributes of the question's one input.
func (k asked) input() templ.Attributes {
	a := k.describedBy()
	if k.q.Required {
		a["required"] = true
	}
	if k.Error(k.field()) != "" {
		a["aria-invalid"] = "true"
	}
	return a
}

// id is the question's field for its first input, where an error's link leads, and one of its own for every other.
func (k asked) id(i int) string {
	if i == 0 {
		return k.field()
	}
	return fmt.Sprintf("%s-%d", k.field(), i)
}

// points are the steps of a scale.
func (k asked) points() []int {
	var all []int
	if k.q.Min == nil || k.q.Max == nil {
		return nil
	}
	for v := int(*k.q.Min); v <= int(*k.q.Max) && len(all) < survey.MaxPoints; v++ {
		all = append(all, v)
	}
	return all
}

// end words what the point means if it is one of the scale's ends.
func (k asked) end(v int) string {
	switch {
	case k.q.Min != nil && v == int(*k.q.Min):
		return k.In(k.q.MinLabel)
	case k.q.Max != nil && v == int(*k.q.Max):
		return k.In(k.q.MaxLabel)
	}
	return ""
}

func (k asked) isPoint(v int) bool { return k.a.Number != nil && *k.a.Number == float64(v) }

// number is what the number's input holds.
func (k asked) number() string {
	return cmp.Or(k.typed, number(k.a.Number))
}

// bounds words which numbers are allowed, or "".
func (k asked) bounds() string {
	if k.q.Min == nil && k.q.Max == nil {
		return ""
	}
	return k.T("number_bounds", "Min", number(k.q.Min), "Max", number(k.q.Max))
}

func (k asked) chosen(key int) bool { return slices.Contains(k.a.Choices, key) }

// hours are the rows of an availability grid.
func (k asked) hours() []int {
	var all []int
	for h := max(0, k.q.From); h < min(24, k.q.To); h++ {
		all = append(all, h)
	}
	return all
}

func (k asked) free(day, hour int) bool { return slices.Contains(k.a.Slots, 24*day+hour) }

// slotID is the id of a cell; the first one has the question's own.
func (k asked) slotID(day, hour int) string {
	if len(k.q.Days) > 0 && day == k.q.Days[0] && hour == k.q.From {
		return k.id(0)
	}
	return k.id(24*day + hour + 1)
}

// slotName is what a screen reader says for a cell.
func (k asked) slotName(day, hour int) string {
	return fmt.Sprintf("%s %s–%s", DayName(k.Page, day), clock(hour), clock(hour+1))
}

var (
	dayKeys      = [7]survey.Key{"day_0", "day_1", "day_2", "day_3", "day_4", "day_5", "day_6"}
	dayShortKeys = [7]survey.Key{"day_short_0", "day_short_1", "day_short_2", "day_short_3", "day_short_4", "day_short_5", "day_short_6"}
)

// DayName is a weekday in the page's language, Monday 0.
func DayName(p Page, day int) string { return p.T(dayKeys[day]) }

// DayShort is a weekday in a letter or three.
func DayShort(p Page, day int) string { return p.T(dayShortKeys[day]) }

func clock(hour int) string { return fmt.Sprintf("%02d:00", hour) }

// people are the inputs for teammates: what was typed, then empty ones up to the limit.
func people(names []string, limit int) []string {
	return append(slices.Clone(names), make([]string, max(0, limit-len(names)))...)
}

// AnswerLines words an answer for reading, a line each; none for no answer.
func AnswerLines(p Page, q survey.Question, a survey.Answer) []string {
	switch {
	case a.Number != nil:
		line := number(a.Number)
		if q.Kind == survey.Scale {
			line = p.T("answer_of_scale", "Value", line, "Min", number(q.Min), "Max", number(q.Max))
		}
		return []string{line}
	case len(a.Choices) > 0:
		var lines []string
		for _, c := range a.Choices {
			if o, ok := q.Option(c); ok {
				lines = append(lines, p.In(o.Label))
			}
		}
		return lines
	case len(a.Slots) > 0:
		return SlotLines(p, a.Slots)
	case len(a.Wished)+len(a.Avoided) > 0:
		var lines []string
		if len(a.Wished) > 0 {
			lines = append(lines, p.T("answer_wished", "Names", strings.Join(a.Wished, ", ")))
		}
		if len(a.Avoided) > 0 {
			lines = append(lines, p.T("answer_avoided", "Names", strings.Join(a.Avoided, ", ")))
		}
		return lines
	case a.Text != "":
		return strings.Split(a.Text, "\n")
	}
	return nil
}

// SlotLines words free hours, a line for each day: "Monday 09:00–11:00, 18:00–20:00".
func SlotLines(p Page, slots []int) []string {
	var lines []string
	day := -1
	for _, r := range survey.HourRanges(slots) {
		span := clock(r.From) + "–" + clock(r.To)
		if r.Day != day {
			day = r.Day
			lines = append(lines, DayName(p, day)+" "+span)
			continue
		}
		lines[len(lines)-1] += ", " + span
	}
	return lines
}
