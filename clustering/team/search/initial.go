package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// The initial division, of which nothing is asked but that sizes and fixed items are as they should be: local search and annealing
// do the rest. Fixed items come first, then blocks, the largest first where there is much room, as in bin packing by worst fit, then
// the others at random. Where the caller knows clusters of the items, they are dealt to all groups in turn, or kept together, which
// starts nearer to what its terms ask for.

// initialise divides the items anew.
func (s *searcher) initialise() {
	e := s.e
	group := slices.Repeat([]int32{-1}, e.n)
	room, sizes := make([]int, e.g), make([]int, e.g)
	for t, limits := range e.groups {
		room[t], sizes[t] = limits.Size, limits.Size
	}
	for i := range group {
		if e.fixed[i] {
			group[i] = e.fixedTo[i]
			room[group[i]]--
		}
	}
	s.placeBlocks(group, room, sizes)
	order, deal := s.Rand.Perm(e.n), false
	if s.Labels != nil {
		order, deal = byCluster(s.Rand, s.Labels), !s.Gather
	}
	t := 0
	for _, i := range order {
		if group[i] >= 0 {
			continue
		}
		for room[t] <= 0 {
			t = (t + 1) % len(room)
		}
		group[i] = int32(t)
		room[t]--
		if deal {
			t = (t + 1) % len(room)
		}
	}
	e.Place(group)
}

// placeBlocks puts the largest blocks first where there is much room, and takes what is too much from the room of groups that may
// be smaller. A block that fits nowhere is parted.
func (s *searcher) placeBlocks(group []int32, room, sizes []int) {
	e := s.e
	order := s.Rand.Perm(len(e.blocks))
	slices.SortStableFunc(order, func(a, b int) int { return len(e.blocks[b]) - len(e.blocks[a]) })
	for _, k := range order {
		block := e.blocks[k]
		to := -1
		for _, i := range block {
			if group[i] >= 0 {
				to = int(group[i])
			}
		}
		if to < 0 {
			to = s.mostRoom(room)
		}
		for _, i := range block {
			if group[i] >= 0 {
				continue
			}
			if room[to] <= 0 && !s.enlarge(room, sizes, to) {
				to = s.mostRoom(room)
			}
			group[i] = int32(to)
			room[to]--
		}
	}
}

// mostRoom returns a group with much room. It looks at as many groups as there are from a random one on, and goes on from each that
// has more room, so that some are passed over: often the roomiest is found, not always.
func (s *searcher) mostRoom(room []int) int {
	best := s.Rand.IntN(len(room))
	for k := range room {
		t := (best + k) % len(room)
		if room[t] > room[best] {
			best = t
		}
	}
	return best
}

// enlarge makes group t one larger and another one smaller, if their limits allow.
func (s *searcher) enlarge(room, sizes []int, t int) bool {
	e := s.e
	if sizes[t] >= e.groups[t].Max {
		return false
	}
	for u := range room {
		if u != t && room[u] > 0 && sizes[u] > e.groups[u].Min {
			room[u]--
			sizes[u]--
			room[t]++
			sizes[t]++
			return true
		}
	}
	return false
}

// byCluster orders items by cluster, at random within one. Dealt to the groups in turn they give every group its share of every
// cluster; filling one group after the other they keep clusters together.
func byCluster(rng *rand.Rand, labels []int) []int {
	order := rng.Perm(len(labels))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(labels[a], labels[b]) })
	return order
}
