package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// An initial division has groups of the sizes that were asked for, fixed items where they stay, and blocks together where they fit.
func TestInitialDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawShape(t, 60)
		if s.size < 4 {
			s.blocks = false
		}
		s.fixed = s.fixed && s.n/s.size > 4
		p := s.problem()
		e := New(p)
		testSearcher(e, rapid.Uint64().Draw(t, "seed"))
		if !s.blocks {
			checkDivision(t, p, e.Groups())
			for k, items := range e.items {
				if len(items) != p.Groups[k].Size {
					t.Fatalf("group %d has %d items, want %d", k, len(items), p.Groups[k].Size)
				}
			}
		}
		for i, k := range e.group {
			if at := e.position[i]; e.items[k][at] != int32(i) {
				t.Fatalf("item %d is said to be at %d of group %d, where %d is", i, at, k, e.items[k][at])
			}
		}
	})
}

// Blocks start together in groups that are enlarged for them, as far as limits allow.
func TestBlocksStartTogether(t *testing.T) {
	p := Problem{N: 12, Groups: []Group{{4, 2, 6}, {4, 2, 6}, {4, 2, 6}}, Blocks: [][]int32{{0, 1, 2, 3, 4, 5}, {6, 7, 8}}}
	for seed := range uint64(30) {
		e := New(p)
		testSearcher(e, seed)
		checkDivision(t, p, e.Groups())
		for _, block := range p.Blocks {
			for _, i := range block {
				if e.Group(i) != e.Group(block[0]) {
					t.Fatalf("seed %d: items of block %v are in groups %d and %d", seed, block, e.Group(block[0]), e.Group(i))
				}
			}
		}
	}
	p.Blocks[0] = []int32{0, 1, 2, 3, 4, 5, 9} // larger than every group: parted
	e := New(p)
	testSearcher(e, 1)
	checkDivision(t, p, e.Groups())
}

// A block with a fixed item starts where that one stays.
func TestBlocksStartWithTheirFixedItem(t *testing.T) {
	p := Problem{N: 9, Groups: []Group{{3, 3, 3}, {3, 3, 3}, {3, 3, 3}}, Blocks: [][]int32{{1, 5, 7}}, Fixed: slices.Repeat([]int{-1}, 9)}
	p.Fixed[5] = 2
	for seed := range uint64(10) {
		e := New(p)
		testSearcher(e, seed)
		if got, want := e.Groups()[2], p.Blocks[0]; !slices.Equal(got, want) {
			t.Errorf("seed %d: group 2 starts with %v, want %v", seed, got, want)
		}
	}
}

// Clusters are dealt to all groups, or kept together.
func TestStartFromClusters(t *testing.T) {
	const n, g, clusters = 40, 5, 5
	labels := make([]int, n)
	for i := range labels {
		labels[i] = i * 7 % clusters
	}
	spread := func(gather bool) (least, most int) {
		s := newSearcher(New(shape{n: n, size: n / g}.problem()), Options{Rand: rand.New(rand.NewPCG(2, 2)), Labels: labels, Gather: gather})
		s.initialise()
		least = n
		for _, items := range s.e.items {
			seen := map[int]bool{}
			for _, i := range items {
				seen[labels[i]] = true
			}
			least, most = min(least, len(seen)), max(most, len(seen))
		}
		return least, most
	}
	if least, _ := spread(false); least < clusters {
		t.Errorf("where clusters are dealt a group has items of %d, want all %d", least, clusters)
	}
	if _, most := spread(true); most > 1 {
		t.Errorf("where clusters are kept together a group has items of %d, want 1", most)
	}
}
