package survey

import (
	"slices"
	"strconv"
)

// A Condition says to whom a question is asked: by the answer to an earlier question, one that has any of the options or
// a number between two, or, where neither is given, any answer.
type Condition struct {
	Question QuestionID `json:"question"`
	Options  []int      `json:"options,omitempty"` // keys
	From     *float64   `json:"from,omitempty"`
	To       *float64   `json:"to,omitempty"`
	Not      bool       `json:"not,omitempty"` // to all others
}

// holds reports whether an answer to the condition's question has it so.
func (c Condition) holds(q Question, a Answer) bool {
	return c.met(q, a) != c.Not
}

func (c Condition) met(q Question, a Answer) bool {
	switch {
	case len(c.Options) > 0:
		wanted := q.countedAs(c.Options)
		for key := range a.Levels {
			if slices.Contains(wanted, key) {
				return true
			}
		}
		return slices.ContainsFunc(slices.Concat(a.Choices, a.Ranked), func(key int) bool { return slices.Contains(wanted, key) })
	case c.From != nil || c.To != nil:
		return a.Number != nil && (c.From == nil || *a.Number >= *c.From) && (c.To == nil || *a.Number <= *c.To)
	}
	return !a.IsZero()
}

// Deciding returns the question whose answer decides on whether q is asked. There is none where q is asked of all: without a
// condition, and where the condition's question is gone or comes after q.
func (s Survey) Deciding(q Question) (Question, bool) {
	if q.Show == nil {
		return Question{}, false
	}
	for _, before := range s.Questions {
		if before.ID == q.ID {
			break
		}
		if before.ID == q.Show.Question && !before.IsPage() {
			return before, true
		}
	}
	return Question{}, false
}

// shown says which questions, and beginnings of pages, there are for a member with these answers, to the current versions. The
// answer to a question that is not shown counts as none, and with a page go all of its questions.
func (s Survey) shown(as Answers) map[QuestionID]bool {
	shown, page := map[QuestionID]bool{}, true
	for _, q := range s.Questions {
		is := true
		if on, ok := s.Deciding(q); ok {
			var a Answer
			if shown[on.ID] {
				a = as[on.ID]
			}
			if a.Avoided != nil && s.tells(q.ID) { // of a survey from before that was refused
				a.Avoided = nil
			}
			is = q.Show.holds(on, a)
		}
		if q.IsPage() {
			page = is
		}
		shown[q.ID] = is && page
	}
	return shown
}

// Shown returns the survey with the questions alone that are asked of a member with these answers, to the current versions.
func (s Survey) Shown(as Answers) Survey {
	if !s.Conditional() {
		return s
	}
	shown := s.shown(as)
	s.Questions = slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return !shown[q.ID] })
	return s
}

// Conditional reports whether any question is asked of some only.
func (s Survey) Conditional() bool {
	return slices.ContainsFunc(s.Questions, func(q Question) bool { return q.Show != nil })
}

// telling returns the questions that would tell, by whom they are asked, what was answered in confidence, each with that by whose condition
// it would: itself or its page. That page is among them, by itself.
func (s Survey) telling() map[QuestionID]Question {
	tells := map[QuestionID]Question{}
	var page Question
	for _, q := range s.Questions {
		if q.IsPage() {
			page = q
			continue
		}
		for _, by := range []Question{q, page} {
			if on, ok := s.Deciding(by); ok && on.Confides() && !q.secret() {
				tells[q.ID], tells[by.ID] = by, by
				break
			}
		}
	}
	return tells
}

func (s Survey) tells(id QuestionID) bool {
	_, tells := s.telling()[id]
	return tells
}

// forgotten are the options of a question that conditions name, though it does not offer them.
func (s Survey) forgotten(on Question) []int {
	var keys []int
	for _, q := range s.Questions {
		if q.Show == nil || q.Show.Question != on.ID {
			continue
		}
		for _, key := range q.Show.Options {
			if _, offered := on.Option(key); !offered && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// Forgets reports whether a condition names an option that is not offered.
func (s Survey) Forgets() bool {
	return slices.ContainsFunc(s.Questions, func(q Question) bool { return len(s.forgotten(q)) > 0 })
}

// Recall has the survey know what was asked last of what it no longer asks, and its questions what options were called last that they no
// longer offer, which conditions and rules may name.
func (s *Survey) Recall(versions []Question) {
	for i, q := range s.Questions {
		s.Questions[i].Gone = q.recalled(versions)
	}
	s.Retired = nil
	for i, v := range versions {
		_, asked := s.Question(v.ID)
		later := slices.ContainsFunc(versions[i+1:], func(other Question) bool { return other.ID == v.ID })
		if !asked && !later {
			v.Gone = v.recalled(versions)
			s.Retired = append(s.Retired, v)
		}
	}
}

func (q Question) recalled(versions []Question) map[int]Text {
	var gone map[int]Text
	for _, o := range q.chosen(versions, q.everHidden(versions)) {
		if gone == nil {
			gone = map[int]Text{}
		}
		gone[o.Key] = o.Label
	}
	return gone
}

// OptionWords is what an option is called, or the one as which it counts; of one that is hidden what it was called, where that is known.
func (q Question) OptionWords(key int) Text {
	if o, ok := q.CountsAs(key); ok {
		return o.Label
	}
	return q.Gone[key]
}

// ShowField is the field of the builder's form for a part of a condition on the answer to a question.
func (q Question) ShowField(part string) string { return "show_" + part + "_" + q.Field() }

// write puts the condition into the fields of the builder's form.
func (c Condition) write(f Form) {
	on := Question{ID: c.Question}
	f.tick(on.ShowField("any"), len(c.Options) == 0)
	f.set("show", strconv.FormatInt(int64(c.Question), 10))
	f.tick("show_not", c.Not)
	for _, key := range c.Options {
		f[on.ShowField("options")] = append(f[on.ShowField("options")], strconv.Itoa(key))
	}
	f.set(on.ShowField("from"), bound(c.From))
	f.set(on.ShowField("to"), bound(c.To))
}

// CheckShow returns an [*InvalidError] if the form says neither which options of the deciding question are meant nor that any answer is.
func (f Form) CheckShow(s Survey, c *Condition) error {
	if c == nil || len(c.Options) > 0 || f.Ticked(Question{ID: c.Question}.ShowField("any")) {
		return nil
	}
	if on, ok := s.Question(c.Question); ok && len(on.Options) > 0 {
		return &InvalidError{Field: "show", Reason: "show_none_ticked"}
	}
	return nil
}

// condition reads a condition from the builder's form; nil if the question is asked of all.
func (r *reader) condition() *Condition {
	id, err := strconv.ParseInt(r.form.Value("show"), 10, 64)
	if err != nil {
		return nil
	}
	on := Question{ID: QuestionID(id)}
	c := Condition{Question: on.ID, Not: r.form.Ticked("show_not"), Options: whole(r.form[on.ShowField("options")]),
		From: r.number(on.ShowField("from")), To: r.number(on.ShowField("to"))}
	if r.form.Ticked(on.ShowField("any")) {
		c.Options = nil
	}
	if c.From != nil && c.To != nil && *c.From > *c.To {
		r.refuse("show", "max_below_min")
	}
	return &c
}
