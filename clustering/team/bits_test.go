package team

import (
	"math/rand/v2"
	"testing"
	"time"

	"dure/clustering/team/search"
	"dure/survey"
)

// someSection makes a section that is every second of n members, in one team of all.
func someSection(n int) *section {
	b := &section{p: &problem{n: n}, teams: 1, scales: []scale{{slope: 1}}, local: make([]int32, n)}
	for m := 0; m < n; m += 2 {
		b.local[m] = int32(len(b.members))
		b.members = append(b.members, int32(m))
	}
	return b
}

// agree compares ratings by bits with those of the measure on random teams.
func agree(t *testing.T, rng *rand.Rand, b *section, fast search.GroupFunc) {
	t.Helper()
	for range 300 {
		var local, rows []int32
		for _, k := range rng.Perm(len(b.members))[:rng.IntN(min(8, len(b.members)+1))] {
			local, rows = append(local, int32(k)), append(rows, b.members[k])
		}
		if got, want := fast(0, local), b.rating(b.c.of(0, rows)); got != want {
			t.Fatalf("of members %v: %v; the measure says %v", rows, got, want)
		}
	}
}

func TestHoursByBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 0))
	counted := 0
	for round := range 200 {
		block := 1 + rng.IntN(6)
		first := rng.IntN(block)
		b := someSection(2 + rng.IntN(60))
		h := &hours{block: block, min: float64(rng.IntN(4)), want: float64(4 + rng.IntN(3)), free: make([]survey.Week, b.p.n), said: make([]bool, b.p.n)}
		for m := range h.said {
			h.said[m] = round%4 > 0 || rng.IntN(3) > 0
		}
		density := []float64{0.5, 0.9, 1}[rng.IntN(3)]
		for m := range h.free {
			for from := first; from < first+survey.HalvesOfWeek; from += block {
				for k := range block {
					if k == 0 && rng.Float64() > density || k > 0 && !h.free[m].Has((from+k-1)%survey.HalvesOfWeek) {
						break
					}
					h.free[m].Add(from + k)
				}
			}
		}
		for m, said := range h.said {
			if !said {
				h.free[m] = wholeWeek
			}
		}
		quarter := round%3 == 0 // on a clock a quarter of an hour off
		for m := range h.free {
			if quarter && h.said[m] {
				h.free[m] = h.free[m].LaterBy(15 * time.Minute)
			}
		}
		ragged := round%5 == 0
		if ragged {
			h.said[b.members[0]] = true
			h.free[b.members[0]].Add(rng.IntN(survey.HalvesOfWeek)) // perhaps a part of a block
		}
		c := compile(Rule{Kind: Hours, Strength: []Strength{Must, Should}[rng.IntN(2)]}, 1, h)
		c.w = 0.7
		b.c = c
		maker := h.byBits(b)
		if maker == nil {
			if !ragged && survey.HalvesOfWeek%block == 0 && density < 1 {
				t.Fatalf("blocks of %d from %d are not seen", block, first)
			}
			continue
		}
		counted++
		agree(t, rng, b, maker())
	}
	if counted < 100 {
		t.Errorf("only %d of 200 were counted by bits", counted)
	}
}

func TestWishesByBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 0))
	for range 100 {
		b := someSection(2 + rng.IntN(200))
		named := func(most int) [][]int32 {
			out := make([][]int32, b.p.n)
			for i := range out {
				for _, j := range rng.Perm(b.p.n)[:rng.IntN(min(most, b.p.n))] {
					if j != i {
						out[i] = append(out[i], int32(j))
					}
				}
			}
			return out
		}
		w := &wishes{wished: named(12), avoided: named(6), least: rng.IntN(4), confides: true}
		c := compile(Rule{Kind: Wishes, Strength: []Strength{Must, Should}[rng.IntN(2)]}, 1, w)
		c.w = 0.3
		b.c = c
		agree(t, rng, b, w.byBits(b)())
	}
}
