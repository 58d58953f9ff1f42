package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// everyTeam is the programme over teams one after another, of which [tally.meanDeal] is the quick form.
func everyTeam(c *tally, f frame, total int, with mixture) float64 {
	unreached := slices.Repeat([]float64{math.Inf(-1)}, total+1)
	without, held := slices.Clone(unreached), slices.Clone(unreached)
	without[0] = 0
	for _, of := range c.bests(f, with) {
		nextWithout, nextHeld := slices.Clone(unreached), slices.Clone(unreached)
		for at := range total + 1 {
			for more := range min(len(of[0]), at+1) {
				nextWithout[at] = max(nextWithout[at], without[at-more]+of[0][more])
				nextHeld[at] = max(nextHeld[at], held[at-more]+of[0][more], without[at-more]+of[1][more])
			}
		}
		without, held = nextWithout, nextHeld
	}
	return held[total]
}

func TestTeamsByHalvesAreDealtAsOneByOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(22, 1))
	for range 2000 {
		scores := map[[2]int]float64{}
		m := &tally{rate: func(size, count int) outcome {
			key := [2]int{size, count}
			if _, known := scores[key]; !known {
				scores[key] = float64(rng.IntN(5)) / 4
			}
			return outcome{score: scores[key]}
		}}
		f, sorts := frame{}, 1+rng.IntN(4)
		for range 1 + rng.IntN(30) {
			lo := 1 + rng.IntN(sorts)
			hi := lo + rng.IntN(sorts)
			f.sizes, f.lo, f.hi, f.free = append(f.sizes, lo), append(f.lo, lo), append(f.hi, hi), append(f.free, sorts > 3 && rng.IntN(9) == 0)
		}
		total, with := rng.IntN(sum(f.hi)+2), mixture{rng.IntN(3), rng.IntN(3)}
		if got, want := m.meanDeal(f, total, with), everyTeam(m, f, total, with); got != want && !near(got, want) {
			t.Fatalf("%d dealt to %+v, one of which holds %+v, come to %v, want %v", total, f, with, got, want)
		}
	}
}

// What it takes grows with the logarithm of the teams: a season of 40,000 teams takes a few more halvings than one of 400.
func TestDealsToManyTeamsTakeFewSteps(t *testing.T) {
	m := &tally{rate: func(_, n int) outcome { return outcome{score: b2f(n != 1)} }}
	steps := func(teams int) float64 {
		f := frame{sizes: slices.Repeat([]int{5, 6}, teams/2), lo: slices.Repeat([]int{5, 6}, teams/2), hi: slices.Repeat([]int{5, 6}, teams/2)}
		return testing.AllocsPerRun(1, func() {
			if got := m.meanDeal(f, 2*teams+1, mixture{}); got != float64(teams) {
				t.Errorf("two or three of a kind can be in each of %d teams, and %v keep that", teams, got)
			}
		})
	}
	if few, many := steps(400), steps(40_000); many > 2*few {
		t.Errorf("a deal to 400 teams takes %v steps and one to 40,000 takes %v", few, many)
	}
}

// bests are for each team the best scores by count, without and with those whom one of the teams holds.
func (c *tally) bests(f frame, with mixture) (all [][2][]float64) {
	for t, hi := range f.hi {
		all = append(all, c.bestsOf(limits{f.lo[t], hi, f.frees(t)}, with))
	}
	return all
}
