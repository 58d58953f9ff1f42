package team

import (
	"maps"
	"math"
	"math/big"
	"slices"
	"sort"
)

// The best way to deal members of one kind to teams, where a team's score depends on its size and on how many of them it has.
// Teams are taken one after another, and for every number of those dealt so far the most is kept: dynamic programming
// (Bellman 1957), with the least of the scores to maximise; their sum is in bound_sums.go. It is exact but for members who must stay
// together, of whom it takes one sort at a time: a bound on each is a bound on all.

// A mixture is how many of a kind, and how many others, some members are.
type mixture struct{ kind, others int }

// meanBound is the best sum of scores over all ways to deal those who count to the teams of section s, such that the
// members who must share a team fit into one.
func (c *tally) meanBound(p *problem, s int, f frame) float64 {
	least := math.Inf(1)
	total := c.total(p.sections[s])
	for _, with := range c.blockKinds(p, s) {
		least = min(least, c.meanDeal(f, total, with))
	}
	return least
}

// maxBlockKinds is how many sorts of blocks bounds look at. Each costs a run of the programme; leaving some out makes a bound
// no less true, only higher. Eight is a choice: clubs have pairs and trios of friends, which make seven sorts by what they hold.
const maxBlockKinds = 8

// blockKinds lists what the blocks of section s hold of those who count, each once, and first what holds nobody.
func (c *tally) blockKinds(p *problem, s int) []mixture {
	kinds := []mixture{{}}
	for _, b := range p.blocks {
		if p.section[b[0]] != s || len(kinds) > maxBlockKinds {
			continue
		}
		n := c.total(b)
		if m := (mixture{n, len(b) - n}); !slices.Contains(kinds, m) {
			kinds = append(kinds, m)
		}
	}
	return kinds
}

// worstDeal is the best that the worst team can score if total of one kind are dealt to the teams, one of which holds with: the greatest of all scores
// that every team can have at once, and -Inf where no deal is possible. It takes time of the order of teams × total × the largest team / 64.
func (c *tally) worstDeal(f frame, total int, with mixture) float64 {
	of, scores := c.bests(f, with), map[float64]bool{}
	for _, best := range of {
		for _, x := range slices.Concat(best[0], best[1]) {
			scores[x] = true
		}
	}
	delete(scores, math.Inf(-1))
	sorted := slices.Sorted(maps.Keys(scores))
	n := sort.Search(len(sorted), func(k int) bool { return !reaches(of, total, sorted[k]) })
	if n == 0 {
		return math.Inf(-1)
	}
	return sorted[n-1]
}

// reaches reports whether in some deal every team scores at least so much. One bit for each number says whether so many can be dealt so far.
func reaches(of [][2][]float64, total int, least float64) bool {
	var without, held, nextWithout, nextHeld, more big.Int
	without.SetBit(&without, 0, 1)
	for _, best := range of {
		nextWithout.SetInt64(0)
		nextHeld.SetInt64(0)
		for k, x := range best[0] {
			if x >= least {
				nextWithout.Or(&nextWithout, more.Lsh(&without, uint(k)))
				nextHeld.Or(&nextHeld, more.Lsh(&held, uint(k)))
			}
			if best[1][k] >= least {
				nextHeld.Or(&nextHeld, more.Lsh(&without, uint(k)))
			}
		}
		without.Set(&nextWithout)
		held.Set(&nextHeld)
	}
	return held.Bit(total) == 1
}

// bests are for each team the best scores by count, without and with those whom one of the teams holds.
func (c *tally) bests(f frame, with mixture) (all [][2][]float64) {
	known := map[limits][2][]float64{}
	for t, hi := range f.hi {
		key := limits{f.lo[t], hi, f.frees(t)}
		of, ok := known[key]
		if !ok {
			of = c.bestsOf(key, with)
			known[key] = of
		}
		all = append(all, of)
	}
	return all
}

// limits are all by which teams differ before somebody is in them.
type limits struct {
	lo, hi int
	free   bool
}

func (c *tally) bestsOf(of limits, with mixture) [2][]float64 {
	return [2][]float64{c.best(of.lo, of.hi, mixture{}, of.free), c.best(of.lo, of.hi, with, of.free)}
}

// best returns for each count the best score of a team of lo to hi members that can have it and hold with; of a free one that is 1.
func (c *tally) best(lo, hi int, with mixture, free bool) []float64 {
	out := make([]float64, hi+1)
	for k := range out {
		out[k] = math.Inf(-1)
		for n := max(lo, k); n <= hi && k >= with.kind; n++ {
			switch {
			case n-k < with.others:
			case free:
				out[k] = 1
			default:
				out[k] = max(out[k], c.rate(n, k).score)
			}
		}
	}
	return out
}
