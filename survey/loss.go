package survey

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
)

// A Loss is what a change of the survey takes from the answers to a question that count before it, and which count only after it.
// Nothing is deleted: to take the change back brings it all back.
type Loss struct {
	Question
	Secret  bool     // of a sensitive question: that something may be taken is all that is said, as two looks would tell what one member chose
	Avoided bool     // whom members avoid may not count any more: how many that is of is never said
	Of      int      // answers that count before; of teammates, as all below, those who wish for somebody
	Whole   int      // of them, those that would not count any more
	Part    int      // and those of which only a part would
	Joined  int      // of those that count before, in how many two levels, or two places, become one
	More    int      // answers that do not count before, and would
	Grown   int      // answers that count before, of which more would
	Unit    Text     // of a number: in which unit answers would count that were given without one; nil if none would
	Bare    int      // how many those are; 0 of a sensitive question
	Options []Chosen // that count before, with in how many answers each would not any more
	Moved   []Moved  // options that count before and after, as others
}

// Moved says in how many answers an option counts as another one by a change: as of two that are merged, or are two again.
type Moved struct {
	From, To Option
	Count    int
}

// Any reports whether anything would count otherwise than before.
func (l Loss) Any() bool {
	return l.Secret || l.Avoided || l.Unit != nil || l.Whole+l.Part+l.Joined+l.More+l.Grown+len(l.Moved) > 0
}

// Losses are those of the questions for whose answers a change is one.
type Losses []Loss

// Losses returns what the answers lose, or gain, if the survey becomes next. Versions are all that were ever asked.
func (s Survey) Losses(next Survey, versions []Question, responses map[MemberID]Response) Losses {
	next = next.Typed(versions)
	var each []recount
	for _, r := range responses {
		if !r.Submitted.IsZero() {
			given := r.Answers.WithoutAvoided()
			each = append(each, recount{given, s.Carry(given, versions), next.Carry(given, versions)})
		}
	}
	var all Losses
	for _, q := range slices.Concat(s.Questions, next.Questions) {
		if slices.ContainsFunc(all, func(l Loss) bool { return l.ID == q.ID }) {
			continue
		}
		l := Loss{Question: q}
		now, _ := next.Question(q.ID)
		l.Secret, l.Avoided = q.Sensitive || now.Sensitive, q.Avoids > 0
		if !l.Secret {
			l.sum(now, versions, each)
		}
		answered := len(each) > 0 && len(q.before(versions)) > 0
		aside := q
		aside.Wishes = now.Wishes // which are counted, and take no avoidance with them
		l.Avoided = l.Avoided && !l.Secret && answered && s.mayLose(next, aside, versions)
		if l.Secret && answered && slices.ContainsFunc(q.before(versions), func(v Question) bool { return v.Unit.IsZero() }) {
			l.Unit = q.newUnit(now)
		}
		l.Secret = l.Secret && answered && s.mayLose(next, q, versions)
		all = append(all, l)
	}
	return slices.DeleteFunc(all, func(l Loss) bool { return !l.Any() })
}

// Typed returns the survey with each question that says what its latest version does as that version, and others as of none yet.
func (s Survey) Typed(versions []Question) Survey {
	s.Questions = slices.Clone(s.Questions)
	for i, q := range s.Questions {
		q = q.After(versions)
		var latest Question
		for _, v := range q.before(versions) {
			latest = v
		}
		q.Version, q.Revision, q.Gone = latest.Version, latest.Revision, latest.Gone
		if !reflect.DeepEqual(q, latest) {
			q.Version = 0
		}
		s.Questions[i] = q
	}
	return s
}

// A recount is what a member answered, and what of it counts before and after a change.
type recount struct{ given, before, after Answers }

// sum adds up what the answers lose where the question becomes next.
func (l *Loss) sum(next Question, versions []Question, each []recount) {
	var gone []int
	for _, r := range each {
		a, before, after := r.given[l.ID], r.before[l.ID], r.after[l.ID]
		gone = append(gone, l.add(next, a, before, after)...)
		bare := VersionOf(versions, l.ID, a.Version).Unit.IsZero()
		if unit := l.newUnit(next); unit != nil && bare && !before.IsZero() && !after.IsZero() {
			l.Unit, l.Bare = unit, l.Bare+1
		}
	}
	l.Options = l.chosen(versions, gone)
	slices.SortFunc(l.Moved, func(a, b Moved) int {
		return cmp.Or(cmp.Compare(a.From.Key, b.From.Key), cmp.Compare(a.To.Key, b.To.Key))
	})
}

// move adds the options of one answer that count as others.
func (l *Loss) move(next Question, a, before, after Answer) {
	seen := map[[2]int]bool{}
	for _, key := range a.options() {
		from, _ := l.CountsAs(key)
		to, _ := next.CountsAs(key)
		way := [2]int{from.Key, to.Key}
		if from.Key == to.Key || seen[way] || !l.counts(key, before) || !next.counts(key, after) {
			continue
		}
		seen[way] = true
		at := slices.IndexFunc(l.Moved, func(m Moved) bool { return m.From.Key == from.Key && m.To.Key == to.Key })
		if at < 0 {
			at, l.Moved = len(l.Moved), append(l.Moved, Moved{From: from, To: to})
		}
		l.Moved[at].Count++
	}
}

// add adds one answer, and returns the options in it that would not count any more.
func (l *Loss) add(next Question, a, before, after Answer) []int {
	if before.IsZero() {
		if !after.IsZero() {
			l.More++
		}
		return nil
	}
	l.Of++
	l.move(next, a, before, after)
	lost := slices.DeleteFunc(a.options(), func(key int) bool { return !l.counts(key, before) || next.counts(key, after) })
	same, back := before, Answer{}
	same.Version = after.Version
	changed := len(a.options()) == 0 && !reflect.DeepEqual(after, same)
	if changed { // as when hours are told in half hours
		back, _ = l.Carry(next, after)
	}
	switch {
	case after.IsZero():
		l.Whole++
	case len(lost) > 0, changed && !reflect.DeepEqual(back, before):
		l.Part++
	}
	if !after.IsZero() && l.grows(next, a, before, after) {
		l.Grown++
	}
	if k, ok := l.kind().(rater); ok && l.joins(next, k.rated(a)) {
		l.Joined++
	}
	return lost
}

// grows reports whether more of an answer counts after than before: an option, perhaps as another one that counts already where each has a
// place or a level, or what has no options and is more than what counted says of itself.
func (l Loss) grows(next Question, a, before, after Answer) bool {
	same, _ := next.Carry(l.Question, before)
	if reflect.DeepEqual(same, after) {
		return false
	}
	if len(a.options()) == 0 {
		return !same.IsZero()
	}
	_, rates := l.kind().(rater)
	return slices.ContainsFunc(a.options(), func(key int) bool {
		as, _ := next.CountsAs(key)
		return !l.counts(key, before) && next.counts(key, after) && (rates || !slices.Contains(before.options(), as.Key))
	})
}

// newUnit is the unit of next where a number is asked in other words of it, or in none before.
func (q Question) newUnit(next Question) Text {
	if next.Unit.IsZero() || q.Unit.agrees(next.Unit) {
		return nil
	}
	return next.Unit
}

// counts reports whether an option that was chosen counts in the answer as it was carried to q.
func (q Question) counts(key int, carried Answer) bool {
	o, ok := q.CountsAs(key)
	return ok && slices.Contains(carried.options(), o.Key)
}

// joins reports whether two of the keys count apart, and as one if the question becomes next.
func (q Question) joins(next Question, keys []int) bool {
	of := map[int]int{}
	for _, key := range keys {
		before, counted := q.CountsAs(key)
		after, counts := next.CountsAs(key)
		if !counted || !counts {
			continue
		}
		if other, ok := of[after.Key]; ok && other != before.Key {
			return true
		}
		of[after.Key] = before.Key
	}
	return false
}

// mayLose reports whether an answer to the question could count otherwise than before if the survey becomes next, whatever was answered.
func (s Survey) mayLose(next Survey, q Question, versions []Question) bool {
	n, asked := next.Question(q.ID)
	if !asked || q.mayLose(n, versions) {
		return true
	}
	before, after := map[QuestionID]Question{}, map[QuestionID]Question{}
	s.askedBy(q, before)
	next.askedBy(n, after)
	return !maps.EqualFunc(before, after, func(a, b Question) bool {
		return reflect.DeepEqual(a.Show, b.Show) && (a.ID == q.ID || !a.mayLose(b, versions) && !b.mayLose(a, versions))
	})
}

// askedBy puts into all the question and those by which it is asked: what decides on it and on its page.
func (s Survey) askedBy(q Question, all map[QuestionID]Question) {
	if _, known := all[q.ID]; known {
		return
	}
	all[q.ID] = q
	if on, some := s.Deciding(q); some {
		s.askedBy(on, all)
	}
	var page Question
	for _, before := range s.Questions {
		if before.ID == q.ID {
			break
		}
		if before.IsPage() {
			page = before
		}
	}
	if _, some := s.Deciding(page); some && !q.IsPage() {
		s.askedBy(page, all)
	}
}

// mayLose reports whether an answer could count less than before if the question becomes next.
func (q Question) mayLose(next Question, versions []Question) bool {
	if q.Sensitive && !next.Sensitive || q.Half && !next.Half || !q.unitStays(next) {
		return true
	}
	keys := slices.Concat(keysOf(q.Options), slices.Collect(maps.Keys(q.Merged)))
	if _, ok := q.kind().(rater); ok && q.joins(next, keys) {
		return true
	}
	for _, key := range keys {
		_, before := q.CountsAs(key)
		if _, after := next.CountsAs(key); before && !after {
			return true
		}
	}
	ever := q.before(versions)
	return !reflect.DeepEqual(q.within(ever).allows(), next.within(ever).allows())
}

// within narrows the limits of a question to the widest ever asked with, beyond which there is no answer.
func (q Question) within(ever []Question) Question {
	if len(ever) == 0 {
		return q
	}
	widest := ever[0]
	for _, v := range ever[1:] {
		widest = widest.widened(v)
	}
	q.Wishes, q.Avoids = min(q.Wishes, widest.Wishes), min(q.Avoids, widest.Avoids)
	if q.Kind != Number { // the ends of a scale are what its points mean
		return q
	}
	if least := widest.Min; least != nil && (q.Min == nil || *q.Min < *least) {
		q.Min = least
	}
	if greatest := widest.Max; greatest != nil && (q.Max == nil || *q.Max > *greatest) {
		q.Max = greatest
	}
	return q
}

// widened takes the wider of the limits of two versions of a question.
func (q Question) widened(v Question) Question {
	q.Wishes, q.Avoids = max(q.Wishes, v.Wishes), max(q.Avoids, v.Avoids)
	if q.Min != nil && (v.Min == nil || *v.Min < *q.Min) {
		q.Min = v.Min
	}
	if q.Max != nil && (v.Max == nil || *v.Max > *q.Max) {
		q.Max = v.Max
	}
	return q
}

// allows is what answers there can be, but for the options.
func (q Question) allows() []any {
	return []any{q.Min, q.Max, q.Meaning, q.Places() - len(q.Options), q.Days, q.From, q.To, q.Zones, q.Wishes, q.Avoids}
}

func keysOf(options []Option) []int {
	var all []int
	for _, o := range options {
		all = append(all, o.Key)
	}
	return all
}
