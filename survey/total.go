package survey

import (
	"maps"
	"reflect"
	"slices"
)

// MinTotal is the least number of answers to a sensitive question whose totals are shown: below it
// they would say what single members answered.
const MinTotal = 5

// A Total is what members answered to a question, taken together.
type Total struct {
	Question Question `json:"-"`
	Answered int      // members who answered it
	Hidden   bool     `json:"-"` // of a sensitive question, while it is added up of too few answers: the rest is empty
	Bars     []Bar
	Mean, SD float64  // of scales and numbers; SD is of the population
	Min, Max float64  // never of a sensitive question
	Bins     []Bin    `json:",omitempty"` // of numbers; never of a sensitive question
	Texts    []string `json:",omitempty"` // what was typed, sorted; never of a sensitive question
}

// A Bar says how many members gave one answer: Key is that of an option, or the cell of an availability grid, see [Question.CellsOf],
// and Label the wording of anything but a cell. Counts says of an option that is ranked how many gave it each place, and of a
// language how many speak it at each level.
type Bar struct {
	Key    int
	Label  Text `json:",omitempty"`
	Count  int
	Counts []int `json:",omitempty"`
}

// Sums are what sensitive questions were last added up to, each as the version that it was then. All of a season are looked at each time
// that [MinTotal] members more have sent answers, whatever they are, and added up anew where then at least [MinTotal] answers are new or
// changed, and by nothing else, so that no two looks at them tell of fewer, nor of who sent last: not when a member joins, drops out or is
// erased, nor when the question is changed.
type Sums map[QuestionID]Total

// Totals adds up the submitted answers, as organizers may see them by [WithoutAvoided], one [Total] for each question that asks something, in the survey's order; those of
// sensitive questions are taken from their sums. A choice that is no longer offered is left out.
func Totals(s Survey, responses []Response, sums Sums, versions []Question) []Total {
	asked := s.Asked()
	totals := make([]Total, len(asked))
	for i, q := range asked {
		switch totals[i] = sums.of(q, versions); {
		case q.Sensitive:
		case q.secret():
			totals[i] = Total{Question: q, Hidden: true}
		default:
			totals[i] = q.Total(responses)
		}
	}
	return totals
}

// Total adds up the submitted answers, which are to the question as it is.
func (q Question) Total(responses []Response) Total {
	var given []Answer
	for _, r := range responses {
		if a := r.Answers[q.ID]; !r.Submitted.IsZero() && !a.IsZero() {
			given = append(given, a)
		}
	}
	return q.total(given)
}

func (q Question) total(given []Answer) Total {
	t := Total{Question: q, Answered: len(given)}
	if k, ok := q.kind().(totaler); ok {
		k.total(&t, given)
	}
	return t
}

// of returns the total of a sensitive question in the words of now. It is hidden if too few had answered, or if the question has
// been changed so that what was added up does not say how many answers now count.
func (all Sums) of(q Question, versions []Question) Total {
	sum, known := all[q.ID]
	if t, same := sum.as(q, versions); known && same && t.Answered >= MinTotal {
		return t
	}
	return Total{Question: q, Hidden: true}
}

// as returns the total as one of the question as it is now, if no answer counts otherwise.
func (t Total) as(now Question, versions []Question) (Total, bool) {
	was := t.Question
	if was.Kind != now.Kind || was.Half != now.Half || !maps.Equal(was.Merged, now.Merged) || !was.unitStays(now) || !reflect.DeepEqual(was.allows(), now.allows()) {
		return t, false
	}
	out := now.total(nil)
	t.Question = now
	for i, b := range out.Bars {
		old, known := find(t.Bars, func(old Bar) bool { return old.Key == b.Key })
		if !known && was.everOffered(b.Key, versions) || known && len(old.Counts) != len(b.Counts) {
			return t, false
		}
		if known {
			out.Bars[i].Count, out.Bars[i].Counts = old.Count, old.Counts
		}
	}
	gone, sum, places := 0, 0, false
	for _, b := range t.Bars {
		if sum += b.Count; !slices.ContainsFunc(out.Bars, func(now Bar) bool { return now.Key == b.Key }) {
			gone, places = gone+b.Count, places || b.Counts != nil
		}
	}
	if places || gone > 0 && sum != t.Answered { // who gave several answers counts still, by the others
		return t, false
	}
	t.Answered -= gone
	t.Bars = out.Bars
	return t, true
}

// everOffered reports whether a version up to this one has the option, or, of a grid, whether the key is none of an option.
func (q Question) everOffered(key int, versions []Question) bool {
	return len(q.Options) == 0 || slices.ContainsFunc(q.before(versions), func(v Question) bool {
		_, offered := v.Option(key)
		return offered && v.Version <= q.Version
	})
}

// Pooled lists the sensitive questions whose answers teams may be mixed by, in classes of [MinTotal] and more; see [Table.Coarse]. Of numbers
// so many have answered that there may be two classes; of what is chosen so many gave each answer, and left it out where several can be chosen.
func (s Survey) Pooled(sums Sums, versions []Question) map[QuestionID]bool {
	pooled := map[QuestionID]bool{}
	for _, q := range s.Asked() {
		t := sums.of(q, versions)
		few := slices.ContainsFunc(t.Bars, func(b Bar) bool {
			left := t.Answered - b.Count
			return b.Count < MinTotal || left < MinTotal && q.Is(SetColumn) || slices.ContainsFunc(b.Counts, func(n int) bool { return n < MinTotal }) // of each level, too
		})
		if q.Is(NumberColumn) {
			few = t.Answered < 2*MinTotal
		}
		if q.Sensitive && q.Mixes() && !t.Hidden && !few {
			pooled[q.ID] = true
		}
	}
	return pooled
}

func count[T any](given []T, is func(T) bool) int {
	n := 0
	for _, a := range given {
		if is(a) {
			n++
		}
	}
	return n
}

// Secrets are the sensitive questions, whose answers organizers see only added up.
func (s Survey) Secrets() []Question {
	return slices.DeleteFunc(slices.Clone(s.Asked()), func(q Question) bool { return !q.Sensitive })
}

// Given are those of the answers that are to the survey's questions.
func (s Survey) Given(as Answers) Answers {
	out := Answers{}
	for _, q := range s.Questions {
		if a, given := as[q.ID]; given {
			out[q.ID] = a
		}
	}
	return out
}

// Confides reports whether any of its answers is told in confidence: of a sensitive question all, of others whom members avoid.
func (q Question) Confides() bool { return q.Sensitive || q.Avoids > 0 }

// secret reports whether all of its answers are.
func (q Question) secret() bool { return q.Sensitive || q.Avoids > 0 && q.Wishes == 0 }

// Public returns the survey without what is told in confidence, for what names single members: without sensitive questions, and without
// whom members avoid.
func (s Survey) Public() Survey {
	s.Questions = slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return q.secret() })
	for i := range s.Questions {
		s.Questions[i].Avoids = 0
	}
	return s
}
