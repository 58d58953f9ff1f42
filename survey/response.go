package survey

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Response is a member's answers. A draft is kept as the member goes; Submitted answers
// are what counts, and stay as they are until the member submits again.
type Response struct {
	Member    MemberID
	Season    SeasonID
	Draft     Answers   // as last typed; nil once submitted and unchanged since
	Answers   Answers   // as submitted
	Submitted time.Time // of the last submission; zero before the first
	Saved     time.Time // of the last draft or submission
	Lang      Lang
	Consented bool
}

// Current returns what the form shows: the draft, or the submitted answers where there is none.
func (r Response) Current() Answers {
	if r.Draft != nil {
		return r.Draft
	}
	return r.Answers
}

// Answers are given answers by question.
type Answers map[QuestionID]Answer

// An Answer is what was given to one version of a question. One field is used, by kind.
type Answer struct {
	Version int      `json:"v"`
	Number  *float64 `json:"n,omitempty"` // scale, number
	Choices []int    `json:"c,omitempty"` // option keys, ascending: one of, any of
	Text    string   `json:"t,omitempty"` // short and long text
	Slots   []int    `json:"s,omitempty"` // free hours as 24·weekday + hour, ascending, Monday 0
	Wished  []string `json:"w,omitempty"` // names or addresses as typed
	Avoided []string `json:"a,omitempty"`
}

// IsZero reports whether nothing was answered.
func (a Answer) IsZero() bool {
	return a.Number == nil && len(a.Choices) == 0 && a.Text == "" && len(a.Slots) == 0 && len(a.Wished) == 0 && len(a.Avoided) == 0
}

// Check returns an [*InvalidError] if the answer does not fit the question: missing though required,
// out of range, or a choice that is not offered.
func (q Question) CheckAnswer(a Answer) error {
	field := q.Field()
	if a.IsZero() {
		if q.Required {
			return &InvalidError{Field: field, Reason: "answer_missing"}
		}
		return nil
	}
	bad := func(reason Key, args map[string]any) error {
		return &InvalidError{Field: field, Reason: reason, Args: args}
	}
	switch q.Kind {
	case Scale, Number:
		return q.checkNumber(a, bad)
	case OneOf, AnyOf:
		if q.Kind == OneOf && len(a.Choices) > 1 {
			return bad("choose_one", nil)
		}
		for _, c := range a.Choices {
			if _, ok := q.Option(c); !ok {
				return bad("choice_unknown", nil)
			}
		}
	case Availability:
		for _, s := range a.Slots {
			if !q.Asks(s) {
				return bad("choice_unknown", nil)
			}
		}
	case Teammates:
		if len(a.Wished) > q.Wishes || len(a.Avoided) > q.Avoids {
			return bad("teammates_many", map[string]any{"Wishes": q.Wishes, "Avoids": q.Avoids})
		}
		for _, w := range a.Wished {
			if slices.ContainsFunc(a.Avoided, func(s string) bool { return Fold(s) == Fold(w) }) {
				return bad("wished_and_avoided", map[string]any{"Name": w})
			}
		}
	case ShortText:
		if runes(a.Text) > MaxShort {
			return bad("too_long", map[string]any{"Max": MaxShort})
		}
	case LongText:
		if runes(a.Text) > MaxLong {
			return bad("too_long", map[string]any{"Max": MaxLong})
		}
	}
	return nil
}

// Asks reports whether an availability grid asks for an hour, given as in [Answer].
func (q Question) Asks(slot int) bool {
	return slices.Contains(q.Days, slot/24) && slot%24 >= q.From && slot%24 < q.To
}

func (q Question) checkNumber(a Answer, bad func(Key, map[string]any) error) error {
	if a.Number == nil || math.IsNaN(*a.Number) || math.IsInf(*a.Number, 0) {
		return bad("number_invalid", nil)
	}
	low, high := math.Inf(-1), math.Inf(1)
	if q.Min != nil {
		low = *q.Min
	}
	if q.Max != nil {
		high = *q.Max
	}
	if v := *a.Number; v < low || v > high {
		return bad("number_range", map[string]any{"Min": bound(q.Min), "Max": bound(q.Max)})
	}
	if q.Kind == Scale && *a.Number != math.Trunc(*a.Number) {
		return bad("number_invalid", nil)
	}
	return nil
}

func bound(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// CheckAnswers checks every question of the survey and returns all that is wrong, in the survey's order.
func (s Survey) CheckAnswers(as Answers) []*InvalidError {
	var all []*InvalidError
	for _, q := range s.Questions {
		if err, ok := q.CheckAnswer(as[q.ID]).(*InvalidError); ok {
			all = append(all, err)
		}
	}
	return all
}

// Cells returns the answer as the question's cells in a a file out, aligned with [Question.Columns].
// Choices appear by their English label, free hours as "09:00".
func (q Question) Cells(a Answer) []string {
	switch q.Kind {
	case Scale, Number:
		return []string{bound(a.Number)}
	case OneOf, AnyOf:
		var labels []string
		for _, c := range a.Choices {
			if o, ok := q.Option(c); ok {
				labels = append(labels, o.Label.In(English))
			}
		}
		return []string{strings.Join(labels, "; ")}
	case Availability:
		return q.dayCells(a)
	case Teammates:
		var cells []string
		if q.Wishes > 0 {
			cells = append(cells, strings.Join(a.Wished, "; "))
		}
		if q.Avoids > 0 {
			cells = append(cells, strings.Join(a.Avoided, "; "))
		}
		return cells
	}
	return []string{a.Text}
}

func (q Question) dayCells(a Answer) []string {
	cells := make([]string, len(q.Days))
	for i, d := range q.Days {
		var hours []string
		for _, s := range a.Slots {
			if s/24 == d {
				hours = append(hours, clock(s%24))
			}
		}
		cells[i] = strings.Join(hours, "; ")
	}
	return cells
}

func clock(hour int) string {
	return string([]byte{'0' + byte(hour/10), '0' + byte(hour%10)}) + ":00"
}
