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
	Before []Text       // what it was called before, the latest first
	behind map[int]bool // of each option that was ever offered with it, whether it stood behind it when both were offered last
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

// Openly returns those of the answers to a question that were not given in confidence, to whichever of its versions: nothing is told of the
// others though the question shows single answers now, since two looks would tell what one member said.
func (q Question) Openly(versions []Question, given []Answer) []Answer {
	return slices.DeleteFunc(given, func(a Answer) bool { return VersionOf(versions, q.ID, a.Version).Sensitive })
}

// Confided reports whether the question is answered in confidence, or was.
func (q Question) Confided(versions []Question) bool {
	return q.Confides() || slices.ContainsFunc(q.before(versions), Question.Confides)
}

// options are the keys of the options that an answer chooses.
func (a Answer) options() []int {
	return slices.Concat(a.Choices, a.Ranked, slices.Collect(maps.Keys(a.Levels)))
}

// Hidden returns the options that q does not offer, though members chose them in earlier versions: what they were called last, and how many
// of those given chose each. Their answers are kept, and count again once the option is offered, or merged into one that is. Aside are answers
// of members who do not take part: they are not counted, and what they alone chose is an option all the same.
//
// Of a sensitive question all options that are not offered any more are returned, chosen or not, and without counts: two looks at them
// would tell what one member chose.
func (q Question) Hidden(versions []Question, given, aside []Answer) []Chosen {
	keys, counted := q.unoffered(slices.Concat(given, aside)), q.unoffered(given)
	if q.Sensitive {
		keys, counted = q.everHidden(versions), nil
	}
	all := q.chosen(versions, keys)
	for i, o := range all {
		all[i].Count = count(counted, func(key int) bool { return key == o.Key })
		all[i].behind = q.behind(versions, o.Key)
	}
	return all
}

func (q Question) behind(versions []Question, key int) map[int]bool {
	stood := map[int]bool{}
	for _, v := range q.before(versions) {
		keys := keysOf(v.Options)
		at := slices.Index(keys, key)
		for i, other := range keys {
			if at >= 0 && i != at {
				stood[other] = i > at
			}
		}
	}
	return stood
}

// place is where the option comes back among rows: where the fewest of those that it was offered with stand on another side of it than they
// did; of such places, the last.
func (h Chosen) place(rows []Option) int {
	best, fewest := 0, len(rows)
	for at := range len(rows) + 1 {
		wrong := 0
		for i, o := range rows {
			if behind, known := h.behind[o.Key]; known && behind != (i >= at) {
				wrong++
			}
		}
		if wrong <= fewest {
			best, fewest = at, wrong
		}
	}
	return best
}

// unoffered are the keys of the options that q does not offer, as often as answers choose them.
func (q Question) unoffered(given []Answer) []int {
	var keys []int
	for _, a := range given {
		keys = append(keys, a.options()...)
	}
	return slices.DeleteFunc(keys, func(key int) bool { _, offered := q.Option(key); return offered })
}

// everHidden are the keys of the options that some version offers, but not q.
func (q Question) everHidden(versions []Question) []int {
	var keys []int
	for _, v := range q.before(versions) {
		for _, o := range v.Options {
			if _, offered := q.Option(o.Key); !offered {
				keys = append(keys, o.Key)
			}
		}
	}
	return keys
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
			all = append(all, Chosen{Option: Option{key, called[0]}, Count: counts[key], Before: called[1:]})
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
