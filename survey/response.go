package survey

import (
	"slices"
	"time"
)

// A Response is a member's answers. A draft is kept as the member goes; Submitted answers
// are what counts, and stay as they are until the member submits again.
type Response struct {
	Member    MemberID
	Season    SeasonID
	Draft     Answers   // as last typed; nil once submitted and unchanged since
	Answers   Answers   // as submitted
	Meant     Meant     // what was decided that names in Answers mean; nil where nothing was
	Begun     time.Time // when the form was first opened; zero where that is not known, or the form held answers
	First     time.Time // of the first submission
	Submitted time.Time // of the last submission; zero before the first
	Sent      time.Time // of the last submission by the member, not out of a file; zero before the first
	Saved     time.Time // of the last draft or submission
	Lang      Lang
	Consented bool      // before the first question
	Agreed    Agreement // to what; nothing where that was not kept
	Guardian  string    // who agreed for a member below [Settings.MinAge]; "" for nobody
	Otherwise Otherwise // what else was answered, on other devices
	Decided   Answers   // to be saved: of Otherwise, on which the member said what counts
	Turns     Turns     // of the forms that brought what is kept
	Turn      Turn      // to be saved: of the form that brings it
	Read      *Answers  // to be saved: what Current was that the answers were merged with; nil for whatever it is
}

// Current returns what the form shows: the draft, or the submitted answers where there is none.
func (r Response) Current() Answers {
	if r.Draft != nil {
		return r.Draft
	}
	return r.Answers
}

// Filed reports whether a file brought some of the answers after the member last sent theirs.
func (r Response) Filed() bool {
	return len(r.Answers) > 0 && (r.Sent.IsZero() || r.Submitted.After(r.Sent))
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
	Halves  []int    `json:"h,omitempty"` // free half hours as 48·weekday + half hour of the day, ascending
	None    bool     `json:"f,omitempty"` // free at none of the hours asked for, which is an answer
	Zone    string   `json:"z,omitempty"` // on whose clock the hours are, by its proper name, or as typed where that is no zone
	Wished  []string `json:"w,omitempty"` // names or addresses as typed
	Avoided []string `json:"a,omitempty"`

	Ranked []int       `json:"r,omitempty"` // option keys, the most wanted first: rank
	Levels map[int]int `json:"l,omitempty"` // numbers among [LanguageLevels] by option key: level
}

// IsZero reports whether nothing was answered. A time zone alone answers nothing.
func (a Answer) IsZero() bool {
	return a.Number == nil && a.Text == "" && !a.None && len(a.Choices)+len(a.Slots)+len(a.Halves)+len(a.Wished)+len(a.Avoided)+len(a.Ranked)+len(a.Levels) == 0
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
	if m := q.kind().fits(q, a); m.Key != "" {
		return &InvalidError{Field: field, Reason: m.Key, Args: m.Args}
	}
	return nil
}

// Beside is an answer out of a file that has columns of some parts of the question, nil for all, with what was known of the others: parts are
// weekdays, keys of options or places.
func (q Question) Beside(a, was Answer, parts []int) Answer {
	if k, ok := q.kind().(parter); ok && !was.IsZero() {
		return k.beside(q, a, was, parts)
	}
	return a
}

// besidePlaces puts what stands at some places, in their order, among what stood at the others.
func besidePlaces[T comparable](now, was []T, places []int) []T {
	var all []T
	for place := 1; place <= len(was) || len(now) > 0; place++ {
		switch here := slices.Contains(places, place); {
		case here && len(now) > 0:
			all, now = append(all, now[0]), now[1:]
		case !here && place <= len(was):
			all = append(all, was[place-1])
		case place > len(was): // no place is left for these
			all, now = append(all, now...), nil
		}
	}
	return all
}

// CheckAnswers checks every question of the survey and returns all that is wrong, in the survey's order; it is for one
// whose questions are all asked, see [Survey.Shown].
func (s Survey) CheckAnswers(as Answers) []*InvalidError {
	var all []*InvalidError
	for _, q := range s.Questions {
		if err, ok := q.CheckAnswer(as[q.ID]).(*InvalidError); ok {
			all = append(all, err)
		}
	}
	return all
}

// Cells returns the answer as the question's cells in a file out, aligned with [Question.Columns].
// Choices appear by their English label, free hours as "09:00".
func (q Question) Cells(a Answer) []string { return q.kind().cells(q, a) }
