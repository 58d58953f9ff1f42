package team

import (
	"math"
	"slices"
)

// The best way to deal members of one kind to teams, where a team's score depends on its size and on how many of them it has.
// It is found by dynamic programming (Bellman 1957; see bound_sums.go), with the sum of scores to maximise, or the least of them. It is exact but for
// members who must stay together, of whom it takes one sort at a time: a bound on each is a bound on all.

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
