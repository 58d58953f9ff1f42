package team

import (
	"cmp"
	"slices"
)

// How many wishes can come true at most. Every member needs some of the wishes to be satisfied, and whoever is wished for has room in
// the team for so many: a maximum flow from members to those wished for, found by augmenting paths one unit at a time. Units that
// are worth most are tried first: the units that a flow can serve at once are a matroid, so that the greedy choice is the best. The flow forgets that those who share one wished member share a team, and is a bound for that.

// A wishFlow gives members their wishes one by one, each wished member to no more than share a team with it.
type wishFlow struct {
	wished [][]int // by member of the section, in it
	room   int     // how many others a team holds
	from   [][]int // who has each wished member
	seen   []int   // round in which a wished member was last looked at
	round  int
}

// meanBound bounds the sum of the mean scores of a section's teams. Nobody can be the wish that comes true of more members than
// the team holds beside them; how many come true at most is a flow, in which the wishes that count most go first. Nobody is taken to be
// with whom they avoid.
func (w *wishes) meanBound(members []int32, f frame) float64 {
	hi := slices.Max(f.hi)
	flow := newWishFlow(w, members, hi-1)
	type wish struct {
		member int
		gain   float64
	}
	var all []wish
	sum := 0.0
	for a, i := range members {
		want := min(w.least, len(w.wished[i]))
		if want == 0 {
			sum++
		}
		for g := range min(want, len(flow.wished[a]), flow.room) {
			all = append(all, wish{a, square(float64(want-g)/float64(want)) - square(float64(want-g-1)/float64(want))})
		}
	}
	slices.SortStableFunc(all, func(a, b wish) int { return cmp.Compare(b.gain, a.gain) })
	for _, v := range all {
		flow.round++
		if flow.grant(v.member) {
			sum += v.gain
		}
	}
	lost := (float64(len(members)) - sum) / float64(hi)
	if w.confides {
		lost *= 1 - avoidedFloor
	}
	return float64(len(f.hi)) - lost
}

// newWishFlow readies the flow among the members of a section, in which wishes for others are no edges. room is of how many members
// somebody can be the wish that comes true.
func newWishFlow(w *wishes, members []int32, room int) *wishFlow {
	at := make(map[int32]int, len(members))
	for a, i := range members {
		at[i] = a
	}
	flow := &wishFlow{wished: make([][]int, len(members)), room: room, from: make([][]int, len(members)), seen: make([]int, len(members))}
	for a, i := range members {
		for _, j := range w.wished[i] {
			if b, ok := at[j]; ok {
				flow.wished[a] = append(flow.wished[a], b)
			}
		}
	}
	return flow
}

// grant finds member a one more of its wishes, if need be by giving others another of theirs.
func (f *wishFlow) grant(a int) bool {
	for _, j := range f.wished[a] {
		if f.seen[j] == f.round || slices.Contains(f.from[j], a) {
			continue
		}
		f.seen[j] = f.round
		if len(f.from[j]) < f.room {
			f.from[j] = append(f.from[j], a)
			return true
		}
		for k, other := range f.from[j] {
			if f.grant(other) {
				f.from[j][k] = a
				return true
			}
		}
	}
	return false
}
