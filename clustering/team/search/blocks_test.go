package search

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Blocks stay together and groups within their limits, whether a block's move is accepted or taken back, which changes nothing.
func TestBlocksMoveAsOne(t *testing.T) {
	for _, flexible := range []bool{false, true} {
		t.Run(fmt.Sprintf("flexible=%v", flexible), func(t *testing.T) {
			s := shape{n: 48, size: 6, flexible: flexible, blocks: true}
			p := s.problem(named(rand.New(rand.NewPCG(1, 6)), s.n, len(s.groups()), "PairSum", "Scatter", "Count of the worst", "Func that is hard")...)
			p.Blocks = append(p.Blocks, []int32{20, 21})
			e := New(p)
			search := testSearcher(e, 4)
			moved := 0
			for k := range 2000 {
				group, objective := slices.Clone(e.group), e.objective
				temperature := math.Inf(1)
				if k%2 == 0 {
					temperature = 0
				}
				search.tryBlock(temperature)
				if !slices.Equal(group, e.group) {
					moved++
					if temperature == 0 && e.objective <= objective {
						t.Fatalf("without temperature a block's move changes the objective from %v to %v", objective, e.objective)
					}
				} else if e.objective != objective {
					t.Fatalf("a block that stays changes the objective from %v to %v", objective, e.objective)
				}
				for _, block := range p.Blocks {
					for _, i := range block {
						if e.group[i] != e.group[block[0]] {
							t.Fatalf("items of block %v are in groups %d and %d", block, e.group[block[0]], e.group[i])
						}
					}
				}
			}
			if moved < 200 {
				t.Errorf("of 2000 tries %d moved a block, want more", moved)
			}
			checkDivision(t, p, e.Groups())
			objective := e.objective
			if e.Place(slices.Clone(e.group)); far(objective, e.objective, 1e-9) {
				t.Errorf("the objective by moves of blocks is %v, anew %v", objective, e.objective)
			}
		})
	}
}

// Partners of a block are single items of the group, or another block of its size.
func TestSwapPartners(t *testing.T) {
	p := Problem{N: 8, Groups: []Group{{4, 4, 4}, {4, 4, 4}}, Blocks: [][]int32{{0, 1}, {4, 5}}, Fixed: []int{-1, -1, -1, -1, -1, -1, 1, -1}}
	s := testSearcher(New(p), 1)
	s.e.Place([]int32{0, 0, 0, 0, 1, 1, 1, 1})
	for range 20 {
		if got := s.swapPartners(1, 2); got != nil && !slices.Equal(got, []int32{4, 5}) {
			t.Fatalf("partners of two are %v, want the block 4 and 5 or none: 6 is fixed, 7 alone", got)
		}
		if got := s.swapPartners(0, 2); !slices.Contains(got, 0) && !slices.Contains(got, 2) || len(got) != 2 {
			t.Fatalf("partners of two are %v, want 0 and 1 or 2 and 3", got)
		}
		if got := s.swapPartners(0, 3); got != nil {
			t.Fatalf("partners of three are %v, want none", got)
		}
	}
}
