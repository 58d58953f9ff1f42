package team

import (
	"cmp"
	"slices"
)

// How teams fit into activities that hold only so many members: bin packing, with items that may be of several sizes. Teams are given activities in
// turn by backtracking, of which teams that are alike are tried in one order only; whether there are sizes for the teams of each activity, so
// that all members of each section have a place, is a flow of members from sections to activities, raised a member at a time (Ford and
// Fulkerson 1956). It is asked for the sizes that are planned first, and where limits allow for others.

// maxPacked is how many activities are tried for teams at most, a millisecond or two. Teams that need more are taken for some that do not fit: they are
// of many sizes, or many, and leave next to no room.
const maxPacked = 20_000

// A packing gives teams activities.
type packing struct {
	left   []int   // members that each activity holds, without those of closed teams
	wanted []int   // teams that each activity is to have
	open   []*slot // the teams, the largest first
	home   []int   // the section of each
	least  int     // members that a team has at least
	of     []int   // the activity of each
	size   []int   // and how many members it is to have
	held   []int   // members that each activity has so far at least
	steps  int
}

// packing reads the teams of a plan that have no activity yet.
func (m *ranks) packing(n int, pl plan, activity []int) *packing {
	k := &packing{left: m.room(n), least: n}
	for s, slots := range pl {
		for t := range slots {
			sl := &slots[t]
			if a := activity[sl.number]; a >= 0 {
				k.left[a] -= sl.size
				continue
			}
			k.open, k.home, k.least = append(k.open, sl), append(k.home, s), min(k.least, sl.size)
		}
	}
	order := count(len(k.open))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(k.open[b].size, k.open[a].size) })
	k.open, k.home = picked(k.open, order), picked(k.home, order)
	k.of, k.size = make([]int, len(order)), make([]int, len(order))
	return k
}

// picked are the elements at some positions.
func picked[T any](all []T, at []int) []T {
	out := make([]T, len(at))
	for k, i := range at {
		out[k] = all[i]
	}
	return out
}

// pack finds an activity and a size for each team: with the sizes as planned if it can be, else with others within the limits; and as many teams
// in each activity as are wanted if it can be.
func (k *packing) pack() bool {
	planned := func(sl *slot) (lo, hi int) { return sl.size, sl.size }
	limits := func(sl *slot) (lo, hi int) { return sl.lo, sl.hi }
	for _, of := range []func(*slot) (lo, hi int){planned, limits} {
		for _, asWanted := range []bool{true, false} {
			k.steps, k.held = maxPacked, make([]int, len(k.left))
			if k.give(0, slices.Clone(k.wanted), asWanted, of) {
				return true
			}
		}
	}
	return false
}

// give gives teams activities from position t on, and then sizes.
func (k *packing) give(t int, wanted []int, asWanted bool, of func(*slot) (lo, hi int)) bool {
	if t == len(k.open) {
		return k.fill(of)
	}
	lo, hi := of(k.open[t])
	first := 0
	if t > 0 && k.home[t] == k.home[t-1] {
		if was, also := of(k.open[t-1]); was == lo && also == hi {
			first = k.of[t-1]
		}
	}
	for a := first; a < len(k.left); a++ {
		if asWanted && wanted[a] <= 0 || k.held[a]+lo > k.left[a] {
			continue
		}
		if k.steps--; k.steps < 0 {
			return false
		}
		k.of[t] = a
		k.held[a] += lo
		wanted[a]--
		if k.give(t+1, wanted, asWanted, of) {
			return true
		}
		k.held[a] -= lo
		wanted[a]++
	}
	return false
}

// fill finds sizes of the teams so that they have all members of their sections, and no activity more than it holds.
func (k *packing) fill(of func(*slot) (lo, hi int)) bool {
	spare := make([]int, len(k.left))
	for a := range spare {
		spare[a] = k.left[a] - k.held[a]
	}
	for t, sl := range k.open {
		k.size[t], _ = of(sl)
	}
	for t, sl := range k.open { // the members whom it was planned for, as far as they have no place yet
		lo, _ := of(sl)
		for range sl.size - lo {
			if !k.place(k.home[t], spare, of, map[int]bool{}) {
				return false
			}
		}
	}
	return true
}

// place makes room for a member of section s more, in the smallest team that can be; where the activities of the section's teams are full, by taking
// one from another section's team in them, for whom room is made elsewhere.
func (k *packing) place(s int, spare []int, of func(*slot) (lo, hi int), tried map[int]bool) bool {
	tried[s] = true
	best := -1
	roomy := func(t int) bool { _, hi := of(k.open[t]); return k.home[t] == s && k.size[t] < hi }
	for t := range k.open {
		if roomy(t) && spare[k.of[t]] > 0 && (best < 0 || k.size[t] < k.size[best]) {
			best = t
		}
	}
	if best >= 0 {
		k.size[best]++
		spare[k.of[best]]--
		return true
	}
	for t := range k.open {
		if !roomy(t) {
			continue
		}
		for u, sl := range k.open {
			if lo, _ := of(sl); k.of[u] == k.of[t] && k.size[u] > lo && !tried[k.home[u]] && k.place(k.home[u], spare, of, tried) {
				k.size[u]--
				k.size[t]++
				return true
			}
		}
	}
	return false
}

// apply writes down what was found: activities by number, sizes, and as limits what the activities hold however members move between the teams. What an
// activity has room for besides is dealt out among its teams.
func (k *packing) apply(activity []int) {
	spare := slices.Clone(k.left)
	for t := range k.open {
		spare[k.of[t]] -= k.size[t]
	}
	most := slices.Clone(k.size)
	for again := true; again; {
		again = false
		for t, sl := range k.open {
			if a := k.of[t]; spare[a] > 0 && most[t] < sl.hi {
				most[t]++
				spare[a]--
				again = true
			}
		}
	}
	for t, sl := range k.open {
		activity[sl.number] = k.of[t]
		sl.size, sl.hi = k.size[t], most[t]
	}
}
