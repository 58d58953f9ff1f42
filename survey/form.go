package survey

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Field is the name of the question's form field, and what the [InvalidError] of its answer names.
func (q Question) Field() string { return "q" + strconv.FormatInt(int64(q.ID), 10) }

// Limits on what a form may bring along, above those that [Question.CheckAnswer] words: nothing that a
// page sends comes near them.
const (
	maxValues    = HalvesOfWeek
	maxTextBytes = 16 * MaxLong
	maxNameRunes = 2 * MaxName
)

// SeenField is the name of the form field that says which version of the question the form shows.
func (q Question) SeenField() string { return q.Field() + "v" }

// Filled is what a member's form brings.
type Filled struct {
	Seen    []Question            // as the form showed them
	Answers Answers               // to those versions, none of them empty
	Unread  []*InvalidError       // of what can be no answer at all, such as a number made of letters
	Bases   map[QuestionID]string // [Question.Mark] of the answers that the form showed, as far as it says
	Counts  map[QuestionID]string // which of two answers counts, by [Question.CountsField]
	Own     map[QuestionID]string // [Turn.Sums] of the answers that it brought before
}

// ParseAnswers reads the answers that a form brings by [Question.Field], each by the version of its question that the form
// showed, as [Question.SeenField] says, among all that were ever asked. A form that says neither of a question that it showed it,
// nor which page it is, has shown the survey as it is. The answers need not fit their questions: [Survey.Mistakes] says which do not.
func (s Survey) ParseAnswers(form map[string][]string, versions []Question) Filled {
	f := Filled{Answers: Answers{}, Bases: map[QuestionID]string{}, Counts: map[QuestionID]string{}}
	for _, q := range versions {
		if first(form[q.SeenField()]) == strconv.Itoa(q.Version) {
			f.Seen = append(f.Seen, q)
		}
	}
	if _, page := form[PageField]; f.Seen == nil && !page {
		f.Seen = s.Questions
	}
	for _, q := range f.Seen {
		if _, says := form[q.BaseField()]; says {
			f.Bases[q.ID] = first(form[q.BaseField()])
		}
		f.Counts[q.ID] = first(form[q.CountsField()])
		a, err := q.kind().parse(q, form)
		if err != nil {
			f.Unread = append(f.Unread, err)
		}
		if !a.IsZero() {
			a.Version = q.Version
			f.Answers[q.ID] = a
		}
	}
	return f
}

// Overtaken are the questions that the form brings answers to and that are asked in another version by now.
func (f Filled) Overtaken(s Survey) []*InvalidError {
	var all []*InvalidError
	for _, q := range s.Questions {
		if a, ok := f.Answers[q.ID]; ok && a.Version != q.Version {
			all = append(all, &InvalidError{Field: q.Field(), Reason: "question_overtaken"})
		}
	}
	return all
}

// Mistakes returns the first thing that is wrong with each answer, in the survey's order, of the questions that are asked of who
// gave them; known are mistakes that were found before and come first.
func (s Survey) Mistakes(as Answers, known []*InvalidError) []*InvalidError {
	s = s.Shown(as)
	byField := map[string]*InvalidError{}
	for _, e := range append(s.CheckAnswers(as), known...) {
		byField[e.Field] = e
	}
	var all []*InvalidError
	for _, q := range s.Questions {
		if e := byField[q.Field()]; e != nil {
			all = append(all, e)
		}
	}
	return all
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// whole returns the whole numbers among values, each once, ascending.
func whole(values []string) []int {
	var all []int
	for _, v := range values[:min(len(values), maxValues)] {
		if n, err := strconv.Atoi(v); err == nil {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// people returns the names that are not empty, each once.
func people(values []string) []string {
	var all []string
	seen := map[string]bool{}
	for _, v := range values[:min(len(values), maxValues)] {
		name := strings.Join(strings.Fields(Clean(strings.ToValidUTF8(v, ""))), " ")
		if r := []rune(name); len(r) > maxNameRunes {
			name = string(r[:maxNameRunes])
		}
		if key := Fold(name); key != "" && !seen[key] {
			seen[key] = true
			all = append(all, name)
		}
	}
	return all
}

// Carry returns the answer as one to q, if it means there what it meant to the version that it was given to; old is
// that version. A number on another scale or a choice that is no longer offered does not, and nothing that was told in confidence is one to
// a question that shows single answers. The answer given is not changed.
func (q Question) Carry(old Question, a Answer) (Answer, bool) {
	if old.Kind != q.Kind || a.IsZero() || old.Sensitive && !q.Sensitive {
		return Answer{}, false
	}
	a = q.kind().carry(old, q, a)
	a.Version = q.Version
	if a.IsZero() || q.CheckAnswer(a) != nil {
		return Answer{}, false
	}
	return a, true
}

// CarryFrom returns the answer as one to q, as [Question.Carry] does, whichever of the versions it was given to.
func (q Question) CarryFrom(versions []Question, a Answer) (Answer, bool) {
	if a.Version == q.Version {
		return a, !a.IsZero()
	}
	return q.Carry(VersionOf(versions, q.ID, a.Version), a)
}

// VersionOf returns a version of a question; of one that there is not, one of no kind.
func VersionOf(versions []Question, id QuestionID, version int) Question {
	q, _ := find(versions, func(v Question) bool { return v.ID == id && v.Version == version })
	return q
}

// Carry returns the answers as ones to the current versions of the survey's questions, as far
// as [Question.Carry] goes, and only to those that are asked of who gave them. Versions are all that were ever asked.
func (s Survey) Carry(as Answers, versions []Question) Answers {
	out := s.CarryEach(as, versions)
	if s.Conditional() {
		shown := s.shown(out)
		maps.DeleteFunc(out, func(id QuestionID, _ Answer) bool { return !shown[id] })
	}
	return out
}

// CarryEach returns what [Survey.Carry] does, and the answers to questions that are not asked now because of another answer.
func (s Survey) CarryEach(as Answers, versions []Question) Answers {
	out := Answers{}
	for _, q := range s.Questions {
		given, there := as[q.ID]
		if !there {
			continue
		}
		if a, ok := q.CarryFrom(versions, given); ok {
			out[q.ID] = a
		}
	}
	return out
}

// Earlier are the answers, as they were given, that are none to the current version of their question or not whole, with
// the version that they were given to.
func (s Survey) Earlier(as Answers, versions []Question) map[QuestionID]Question {
	out := map[QuestionID]Question{}
	now := s.CarryEach(as, versions)
	for _, v := range versions {
		a, ok := as[v.ID]
		if _, asked := s.Question(v.ID); !asked || !ok || a.Version != v.Version {
			continue
		}
		carried := now[v.ID]
		if carried.Version = a.Version; !reflect.DeepEqual(carried, a) {
			out[v.ID] = v
		}
	}
	return out
}

// Keep returns new answers of a member, with those as they were given before of which nothing was changed in the version that
// was seen: what an answer says beside that, of options that are hidden now, is not lost by sending the form again. A new answer
// without a version is to the current one.
func (s Survey) Keep(as, before Answers, versions []Question) Answers {
	out := Answers{}
	maps.Copy(out, as)
	for id, was := range before {
		if a, again := as[id]; again && s.unchanged(id, was, a, versions) {
			out[id] = was
		}
	}
	return out
}

// unchanged reports whether a new answer says what one of before was in the version that the new one was given to.
func (s Survey) unchanged(id QuestionID, was, a Answer, versions []Question) bool {
	q, asked := s.Question(id)
	if a.Version != 0 && a.Version != q.Version {
		q = VersionOf(versions, id, a.Version)
		asked = q.Version == a.Version
	}
	if !asked {
		return false
	}
	seen, _ := q.CarryFrom(versions, was)
	seen.Version = a.Version
	return seen.Sum() == a.Sum()
}

// CarryAll returns the responses with their submitted answers carried to the current versions of the survey's
// questions. Versions is called at most once, and only if an answer is to an earlier version or may not count.
func (s Survey) CarryAll(responses map[MemberID]Response, versions func() ([]Question, error)) (map[MemberID]Response, error) {
	if !s.anyEarlier(responses) && !s.Conditional() {
		return responses, nil
	}
	all, err := versions()
	if err != nil {
		return nil, err
	}
	out := make(map[MemberID]Response, len(responses))
	for id, r := range responses {
		r.Answers = s.Carry(r.Answers, all)
		out[id] = r
	}
	return out, nil
}

func (s Survey) anyEarlier(responses map[MemberID]Response) bool {
	for _, r := range responses {
		if slices.ContainsFunc(s.Questions, func(q Question) bool { a, ok := r.Answers[q.ID]; return ok && a.Version != q.Version }) {
			return true
		}
	}
	return false
}
