package search

import (
	"math"
	"math/bits"
	"slices"
)

// Small problems are solved exactly by dynamic programming over sets of items, as Held and Karp (1962) did for sequences: what a group
// is worth does not depend on the others, so the best way to fill the groups that are left depends only on which items are left, not
// on how the others were divided. A set of items is a number with a bit for each. The sets of all subsets are 3^n: a second or so for
// 14 items, where all divisions into four groups are 4^14, and branch and bound would need a bound for functions of any kind.

// ExactLimit is the number of items up to which [Exact] is quick: it takes time of order 3^n for each group.
const ExactLimit = 14

// Exact finds the division with the largest sum of rate over the groups. rate is asked about every set that fits group t; -Inf
// forbids a set. fixed is as in [Problem]. numbered says that rate depends on t; where it does not, groups of one size are
// interchangeable and tried once. The items of each group are ascending. It returns nil if no division is allowed.
func Exact(n int, groups []Group, fixed []int, numbered bool, rate func(t int, items []int32) float64) [][]int32 {
	g, full := len(groups), 1<<n-1
	x := exact{n: n, groups: groups, fixed: fixed, numbered: numbered, rate: rate, known: map[int][]float64{}}
	best := make([][]float64, g+1) // by number of groups filled and set of items left: the most that the filled are worth
	last := make([][]uint16, g+1)  // and what the last of them was filled with
	for t := range best {
		best[t] = slices.Repeat([]float64{math.Inf(-1)}, full+1)
		last[t] = make([]uint16, full+1)
	}
	best[0][full] = 0
	for t := range groups {
		x.prepare(t)
		x.fill(t, best[t], best[t+1], last[t+1])
	}
	if math.IsInf(best[g][0], -1) {
		return nil
	}
	out := make([][]int32, g)
	left := 0
	for t := g; t > 0; t-- {
		set := int(last[t][left])
		out[t-1] = itemsOf(set)
		left |= set
	}
	return out
}

func itemsOf(set int) []int32 {
	var items []int32
	for ; set != 0; set &= set - 1 {
		items = append(items, int32(bits.TrailingZeros(uint(set))))
	}
	return items
}

type exact struct {
	n        int
	groups   []Group
	fixed    []int
	numbered bool
	rate     func(t int, items []int32) float64
	known    map[int][]float64 // what every set is worth, NaN if not asked yet, by group where that matters
	value    []float64         // of those, for the group at hand
	required int               // items fixed to the group at hand
	excluded int               // items fixed to others
	alike    bool              // the groups from here on are interchangeable
}

// prepare makes ready to fill group t.
func (x *exact) prepare(t int) {
	x.required, x.excluded = 0, 0
	numbered := x.numbered
	for i, to := range x.fixed {
		if to < 0 {
			continue
		}
		numbered = true
		if to == t {
			x.required |= 1 << i
			continue
		}
		x.excluded |= 1 << i
	}
	x.alike = !numbered
	for _, s := range x.groups[t:] {
		x.alike = x.alike && s.Min == x.groups[t].Min && s.Max == x.groups[t].Max
	}
	key := 0
	if numbered {
		key = t
	}
	if x.known[key] == nil {
		x.known[key] = slices.Repeat([]float64{math.NaN()}, 1<<x.n)
	}
	x.value = x.known[key]
}

// worth is what a set of items is worth as group t, asked once.
func (x *exact) worth(t, set int) float64 {
	if math.IsNaN(x.value[set]) {
		x.value[set] = x.rate(t, itemsOf(set))
	}
	return x.value[set]
}

// fill extends every way to fill the groups before t by a set for t. Of interchangeable groups the first takes the first item left.
func (x *exact) fill(t int, before, after []float64, last []uint16) {
	group := x.groups[t]
	for left, value := range before {
		if math.IsInf(value, -1) {
			continue
		}
		free := left &^ x.excluded
		if free&x.required != x.required {
			continue
		}
		first := 0
		if x.alike {
			first = left & -left
		}
		always := x.required | first
		rest := free &^ always
		for sub := rest; ; sub = (sub - 1) & rest {
			set := sub | always
			if k := bits.OnesCount(uint(set)); k >= group.Min && k <= group.Max {
				if v := value + x.worth(t, set); v > after[left&^set]+1e-13 {
					after[left&^set], last[left&^set] = v, uint16(set)
				}
			}
			if sub == 0 {
				break
			}
		}
	}
}
