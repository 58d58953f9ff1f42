package survey

import "slices"

// MinTotal is the least number of answers to a sensitive question whose totals are shown: below it
// they would say what single members answered.
const MinTotal = 5

// A Total is what members answered to a question, taken together.
type Total struct {
	Question Question
	Answered int  // members who answered it
	Hidden   bool // a sensitive question with too few answers: the rest is empty
	Bars     []Bar
	Mean, SD float64 // of scales and numbers; SD is of the population
	Min, Max float64
	Texts    []string // what was typed, sorted; never of a sensitive question
}

// A Bar says how many members gave one answer. Slot is the cell of an availability grid,
// see [Question.CellsOf], and Label the wording of anything else. Counts says of an option that is ranked how many gave it each
// place, and of a language how many speak it at each level.
type Bar struct {
	Label  Text
	Slot   int
	Count  int
	Counts []int
}

// Totals adds up the submitted answers, one [Total] for each question that asks something, in the survey's order.
// A choice that is no longer offered is left out.
func Totals(s Survey, responses []Response) []Total {
	asked := s.Asked()
	totals := make([]Total, len(asked))
	for i, q := range asked {
		var given []Answer
		for _, r := range responses {
			if a := r.Answers[q.ID]; !r.Submitted.IsZero() && !a.IsZero() {
				given = append(given, a)
			}
		}
		totals[i] = q.total(given)
	}
	return totals
}

func (q Question) total(given []Answer) Total {
	t := Total{Question: q, Answered: len(given)}
	if t.Hidden = q.Sensitive && len(given) < MinTotal; t.Hidden {
		return t
	}
	if k, ok := q.kind().(totaler); ok {
		k.total(&t, given)
	}
	return t
}

func count(given []Answer, is func(Answer) bool) int {
	n := 0
	for _, a := range given {
		if is(a) {
			n++
		}
	}
	return n
}

// Public returns the survey without its sensitive questions, for what names single members.
func (s Survey) Public() Survey {
	s.Questions = slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return q.Sensitive })
	return s
}
