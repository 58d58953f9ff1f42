package team

import (
	"slices"
)

// How many hours a team can have in common at most. A team has no more in common than any two of its members have; so a
// member in a team of k shares with it at most what is shared with the (k-1)-th best partner. A week is a set of half hours,
// and two weeks are compared by bits. The bound knows nothing of whether the partners of one are those of another, which
// would be a clique problem.

// chanceLimit is the size of section up to which pairs of members tell how many hours a member can have in common with a team. Pairs
// grow with the square; above, a member's own hours are the bound, which is higher. 1500 is a choice: about a million pairs.
const chanceLimit = 1500

// chances returns for the members of section s, in ascending order, the most that a team with each of them can score.
func (h *hours) chances(s int, members []int32, f frame) []float64 {
	k := slices.Min(f.lo)
	key := [2]int{s, k}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known[key] == nil {
		out := make([]float64, len(members))
		for a, i := range members {
			out[a] = h.rate(h.most(i, members, k), max(k, 2), 0).score
		}
		slices.Sort(out)
		if h.known == nil {
			h.known = map[[2]int][]float64{}
		}
		h.known[key] = out
	}
	return h.known[key]
}

// most bounds the hours that a team of at least k with member i has in common: each of the others shares at least as many
// with i alone.
func (h *hours) most(i int32, members []int32, k int) float64 {
	own := h.free[i].Blocks(h.block)
	if k < 2 || len(members) > chanceLimit {
		return float64(own) / 2
	}
	top := make([]float64, 0, k)
	for _, j := range members {
		if j == i {
			continue
		}
		both := h.free[i].And(h.free[j])
		if len(top) == k-1 && float64(both.Count()) <= top[k-2] {
			continue
		}
		if v := float64(both.Blocks(h.block)); len(top) < k-1 || v > top[k-2] {
			top = insert(top, v, k-1)
		}
	}
	if len(top) < k-1 {
		return float64(own) / 2
	}
	return min(float64(own), top[k-2]) / 2
}

// meanBound bounds the sum of the scores of a section's teams: members who can have few hours hurt least where
// nothing is asked, and then if they fill the largest teams.
func (h *hours) meanBound(s int, members []int32, f frame) float64 {
	chances := h.chances(s, members, f)
	asked, free, at := f.split()
	sum := float64(free)
	for _, n := range slices.Backward(slices.Sorted(slices.Values(asked.hi))) {
		if at >= len(chances) {
			sum++
			continue
		}
		sum += chances[at]
		at += n
	}
	return sum
}
