package survey

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
)

// Chosen is an option that members chose, with how many did.
type Chosen struct {
	Option
	Count  int
	Before []Text // what it was called before, the latest first
}

// Given returns the submitted answers to a question, each to the version that it was given to.
func Given(responses map[MemberID]Response, id QuestionID) []Answer {
	var given []Answer
	for _, r := range responses {
		if a, ok := r.Answers[id]; ok && !r.Submitted.IsZero() {
			given = append(given, a)
		}
	}
	return given
}

// options are the keys of the options that an answer chooses.
func (a Answer) options() []int {
	return slices.Concat(a.Choices, a.Ranked, slices.Collect(maps.Keys(a.Levels)))
}

// Hidden returns the options that q does not offer, though members chose them in earlier versions: what they were called last, and how many
// chose each. Their answers are kept, and count again once the option is offered, or merged into one that is.
//
// Of a sensitive question with few answers all options that are not offered any more are returned, chosen or not, without counts.
func (q Question) Hidden(versions []Question, given []Answer) []Chosen {
	var keys []int
	if q.Secret(given) {
		return q.everHidden(versions)
	}
	for _, a := range given {
		keys = append(keys, a.options()...)
	}
	return q.chosen(versions, slices.DeleteFunc(keys, func(key int) bool { _, offered := q.Option(key); return offered }))
}

// Secret reports whether to say what was chosen would say what single members answered.
func (q Question) Secret(given []Answer) bool { return q.Sensitive && len(given) < MinTotal }

func (q Question) everHidden(versions []Question) []Chosen {
	var keys []int
	for _, v := range q.before(versions) {
		for _, o := range v.Options {
			if _, offered := q.Option(o.Key); !offered && !slices.Contains(keys, o.Key) {
				keys = append(keys, o.Key)
			}
		}
	}
	all := q.chosen(versions, keys)
	for i := range all {
		all[i].Count = 0
	}
	return all
}

// chosen returns the options with the keys, of which each is given as often as it was chosen.
func (q Question) chosen(versions []Question, keys []int) []Chosen {
	counts := map[int]int{}
	for _, key := range keys {
		counts[key]++
	}
	var all []Chosen
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		if called := q.called(versions, key); len(called) > 0 {
			all = append(all, Chosen{Option{key, called[0]}, counts[key], called[1:]})
		}
	}
	return all
}

// called returns what an option is called and was called before, the latest first.
func (q Question) called(versions []Question, key int) []Text {
	latest := append(q.before(versions), q)
	slices.Reverse(latest)
	var labels []Text
	for _, v := range latest {
		o, ok := v.Option(key)
		if ok && !slices.ContainsFunc(labels, func(t Text) bool { return reflect.DeepEqual(t, o.Label) }) {
			labels = append(labels, o.Label)
		}
	}
	return labels
}

// before returns the versions of the question, the oldest first.
func (q Question) before(versions []Question) []Question {
	mine := slices.DeleteFunc(slices.Clone(versions), func(v Question) bool { return v.ID != q.ID })
	slices.SortFunc(mine, func(a, b Question) int { return cmp.Compare(a.Version, b.Version) })
	return mine
}

// After returns a question that was typed with what its words mean after all of its versions.
func (q Question) After(versions []Question) Question {
	if k, ok := q.kind().(meaner); ok {
		q.Meaning = k.meaning(q, q.before(versions))
	}
	return q
}

// A Loss is what a change of a question takes from the answers that count before it. Nothing is deleted: to take the change back
// brings it all back.
type Loss struct {
	Secret  bool     // of a sensitive question with few answers: that something may be taken is all that is said
	Of      int      // answers that count before
	Whole   int      // of them, those that would not count any more
	Part    int      // and those of which only a part would
	Options []Chosen // that count before, with in how many answers each would not any more
}

// Any reports whether anything would not count any more.
func (l Loss) Any() bool { return l.Secret || l.Whole+l.Part > 0 }

// Loss returns what the answers lose if the question becomes next. Versions are all that were ever asked.
func (q Question) Loss(next Question, versions []Question, given []Answer) Loss {
	var l Loss
	var gone []int
	next = next.After(versions)
	if q.Secret(given) {
		return Loss{Secret: len(given) > 0 && q.mayLose(next)}
	}
	for _, a := range given {
		before, ok := q.CarryFrom(versions, a)
		if !ok {
			continue
		}
		l.Of++
		after, still := next.Carry(versionOf(versions, q.ID, a.Version), a)
		lost := slices.DeleteFunc(a.options(), func(key int) bool { return !q.counts(key, before) || next.counts(key, after) })
		gone = append(gone, lost...)
		back, _ := q.Carry(next, after)
		switch {
		case !still:
			l.Whole++
		case len(lost) > 0, len(a.options()) == 0 && !reflect.DeepEqual(back, before):
			l.Part++
		}
	}
	l.Options = q.chosen(versions, gone)
	return l
}

// mayLose reports whether an answer could count less than before if the question becomes next.
func (q Question) mayLose(next Question) bool {
	if q.Sensitive && !next.Sensitive {
		return true
	}
	for _, key := range slices.Concat(keysOf(q.Options), slices.Collect(maps.Keys(q.Merged))) {
		_, before := q.CountsAs(key)
		if _, after := next.CountsAs(key); before && !after {
			return true
		}
	}
	allows := func(q Question) []any {
		return []any{q.Min, q.Max, q.Meaning, q.Places() - len(q.Options), q.Days, q.From, q.To, q.Half, q.Zones, q.Wishes, q.Avoids}
	}
	return !reflect.DeepEqual(allows(q), allows(next))
}

func keysOf(options []Option) []int {
	var all []int
	for _, o := range options {
		all = append(all, o.Key)
	}
	return all
}

// counts reports whether an option that was chosen counts in the answer as it was carried to q.
func (q Question) counts(key int, carried Answer) bool {
	o, ok := q.CountsAs(key)
	return ok && slices.Contains(carried.options(), o.Key)
}
