package team

import (
	"math"
	"slices"
)

// A mixture is how many of a kind, and how many others, some members are.
type mixture struct{ kind, others int }

// total counts those of one kind.
func (c *tally) total(members []int32) int {
	n := 0
	for _, i := range members {
		n += int(c.is[i])
	}
	return n
}

// tallyBound is the best sum of scores over all ways to deal those who count to the teams of section s, such that the
// members who must share a team fit into one.
func (p *problem) tallyBound(c *tally, s int, f frame) float64 {
	least := math.Inf(1)
	total := c.total(p.sections[s])
	for _, with := range p.blockKinds(c, s) {
		least = min(least, c.meanDeal(f, total, with))
	}
	return least
}

// maxBlockKinds is how many sorts of blocks bounds look at.
const maxBlockKinds = 8

// blockKinds lists what the blocks of section s hold of those who count, each once, and first what holds nobody.
func (p *problem) blockKinds(c *tally, s int) []mixture {
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

// worstDeal is the best that the worst team can score if total of one kind are dealt to the teams, one of which holds with.
func (c *tally) worstDeal(f frame, total int, with mixture) float64 {
	return c.deal(f, total, with, math.Inf(1), func(a, b float64) float64 { return min(a, b) })
}

// meanDeal is the largest sum of the teams' scores in such a deal.
func (c *tally) meanDeal(f frame, total int, with mixture) float64 {
	return c.deal(f, total, with, 0, func(a, b float64) float64 { return a + b })
}

// best returns for each count the best score of a team of lo to hi members that can have it and hold with.
func (c *tally) best(lo, hi int, with mixture) []float64 {
	out := make([]float64, hi+1)
	for k := range out {
		out[k] = math.Inf(-1)
		for n := max(lo, k); n <= hi && k >= with.kind; n++ {
			if n-k >= with.others {
				s, _ := c.table(n, k)
				out[k] = max(out[k], s)
			}
		}
	}
	return out
}

// deal finds by dynamic programming the most that the teams' scores come to, put together by join.
func (c *tally) deal(f frame, total int, with mixture, none float64, join func(a, b float64) float64) float64 {
	without, held := unreached(total), unreached(total)
	without[0] = none
	known := map[[2]int][2][]float64{}
	room := 0
	for t, hi := range f.hi {
		key := [2]int{f.lo[t], hi}
		of, ok := known[key]
		if !ok {
			of = [2][]float64{c.best(f.lo[t], hi, mixture{}), c.best(f.lo[t], hi, with)}
			known[key] = of
		}
		without2, held2 := unreached(total), unreached(total)
		for k := range min(room, total) + 1 {
			for more := range min(hi, total-k) + 1 {
				at := k + more
				without2[at] = max(without2[at], join(without[k], of[0][more]))
				held2[at] = max(held2[at], join(held[k], of[0][more]), join(without[k], of[1][more]))
			}
		}
		room += hi
		without, held = without2, held2
	}
	return held[total]
}

func unreached(n int) []float64 { return slices.Repeat([]float64{math.Inf(-1)}, n+1) }

// linkedBound bounds the score of a rule that members share a team or do not.
func (p *problem) linkedBound(m *linked, pl plan, s scale) float64 {
	sum := 0
	for k, members := range p.sections {
		n := m.count(members)
		if m.apart {
			sum += max(leastPairs(n, len(pl[k])), p.forcedPairs(m, k))
			continue
		}
		sum += min(mostPairs(n, limitsOf(pl[k]).hi), n*(n-1)/2-p.keptApart(m, k))
	}
	return s.offset + s.slope*float64(sum)
}

// leastPairs is the least number of pairs that share a team if n members are dealt to g teams.
func leastPairs(n, g int) int {
	each, more := n/g, n%g
	return more*(each+1)*each/2 + (g-more)*each*(each-1)/2
}

// mostPairs is the largest number of pairs that share a team if n members fill the largest teams.
func mostPairs(n int, sizes []int) int {
	sum := 0
	for _, size := range slices.Backward(slices.Sorted(slices.Values(sizes))) {
		c := min(n, size)
		sum += c * (c - 1) / 2
		n -= c
	}
	return sum
}

// forcedPairs counts the pairs of m in section s that must-rules put into one team.
func (p *problem) forcedPairs(m *linked, s int) int {
	sum := 0
	for _, b := range p.blocks {
		if p.section[b[0]] != s {
			continue
		}
		n := m.count(b)
		sum += n * (n - 1) / 2
	}
	return sum
}

// keptApart counts the pairs of m in section s that the must-rule which does so most keeps apart.
func (p *problem) keptApart(m *linked, s int) int {
	most := 0
	for _, c := range p.rules {
		o, ok := c.measure.(*linked)
		if !ok || !o.apart || !c.must() {
			continue
		}
		n := 0
		for _, i := range p.sections[s] {
			n += int(b2f(m.in[i] && o.in[i]))
		}
		most = max(most, n*(n-1)/2)
	}
	return most
}
