package team

import (
	"maps"
	"slices"
)

// A capacity is an activity that holds only so many, by a rule.
type capacity struct {
	rule int
	name string
	was  int
}

// tryMorePlaces offers more places, where they let every must-rule be kept: the fewest in all that are found. With as many more of each activity as are
// needed, each is then given as few as the others leave it; and if that are several, it is tried whether one does with as many.
func (w *finder) tryMorePlaces() {
	all := w.limitedPlaces()
	if len(all) == 0 {
		return
	}
	more := slices.Repeat([]int{w.p.n - slices.MinFunc(all, func(a, b capacity) int { return a.was - b.was }).was}, len(all))
	if !w.keptWith(all, more) {
		return
	}
	w.lessen(all, more, count(len(all)))
	for k := len(all) - 1; k >= 0; k-- {
		w.lessen(all, more, []int{k})
	}
	for k := 0; k < len(all) && len(w.raised(all, more).changes) > 1; k++ {
		one := make([]int, len(all))
		if one[k] = sum(more); w.keptWith(all, one) {
			w.lessen(all, one, []int{k})
			more = one
		}
	}
	if a := w.raised(all, more); len(a.changes) <= maxChanges && !w.over(waysEnd) {
		w.add(a)
	}
}

// limitedPlaces are the activities that hold fewer than there are members, in the order of rules and names.
func (w *finder) limitedPlaces() (all []capacity) {
	for r, rule := range w.told().rules {
		if !rule.Limits() {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(rule.Capacity)) {
			if n := rule.Capacity[name]; n > 0 && n < w.p.n { // one without any place does not take place
				all = append(all, capacity{r, name, n})
			}
		}
	}
	return all
}

// raised is what was asked for with so many more places of each.
func (w *finder) raised(all []capacity, more []int) attempt {
	a := attempt{demand: w.told()}
	for k, at := range all {
		if more[k] > 0 {
			rule := a.rules[at.rule]
			rule.Capacity = maps.Clone(rule.Capacity)
			rule.Capacity[at.name] += more[k]
			a = a.take(Change{Kind: changePlaces, Rule: at.rule, Was: at.was, Count: at.was + more[k], Value: at.name}, rule)
		}
	}
	return a
}

func (w *finder) keptWith(all []capacity, more []int) bool {
	return !w.spent() && w.kept(w.raised(all, more), waysEnd)
}

// lessen finds with how few more places at some positions, each with as many, it is kept, by halving.
func (w *finder) lessen(all []capacity, more []int, at []int) {
	set := func(n int) {
		for _, k := range at {
			more[k] = n
		}
	}
	most := more[at[0]]
	for least := 0; least < most; {
		n := (least + most) / 2
		if set(n); w.keptWith(all, more) {
			most = n
		} else {
			least = n + 1
		}
	}
	set(most)
}
