package team

import (
	"math"
	"slices"
)

// The largest sum of scores over all ways to deal members of one kind to teams, and the best that the worst team can have. Teams of one sort, by their limits, are alike, and there are few sorts
// however many teams there are. So teams are not taken one after another but half of each sort at a time: numbers of 0 to h can be put into two halves, sort
// by sort, of which the sums differ by h at most (each sort in order, neighbours apart, the larger halves of sorts against each other). The best deal of a
// total to all teams is then one of half of it, give or take h, to half the teams, and the rest to the other half. Each halving asks for a range of
// totals that is hardly wider than h, which makes the work that of sorts × h² for each of log(teams) halvings, where the usual programme over teams takes
// teams × total × h: 1.2 s for a rule on 20,000 members in teams of five.

// meanDeal finds the largest sum of the teams' scores over the deals of total of one kind such that one team holds with. It returns -Inf where no deal is
// possible.
func (c *tally) meanDeal(f frame, total int, with mixture) float64 {
	return c.bestDeal(f, total, with, dealing{none: 0, join: func(a, b float64) float64 { return a + b }})
}

// worstDeal finds the best that the worst team can score in such a deal.
func (c *tally) worstDeal(f frame, total int, with mixture) float64 {
	return c.bestDeal(f, total, with, dealing{none: math.Inf(1), join: func(a, b float64) float64 { return min(a, b) }})
}

func (c *tally) bestDeal(f frame, total int, with mixture, d dealing) float64 {
	at := map[limits]int{}
	var teams []int
	for t, hi := range f.hi {
		key := limits{f.lo[t], hi, f.frees(t)}
		k, known := at[key]
		if !known {
			k = len(teams)
			at[key] = k
			teams, d.best, d.widest = append(teams, 0), append(d.best, c.bestsOf(key, with)), max(d.widest, hi)
		}
		teams[k]++
	}
	return d.deal(teams, total, total).held[0]
}

// A dealing knows for each sort of team the best scores by count, of a team and of one that holds somebody, and what scores of several teams come to.
type dealing struct {
	best   [][2][]float64
	widest int // the most that any team can be dealt
	none   float64
	join   func(a, b float64) float64
}

// sums are the largest sums for each total from a first one on: where no team holds somebody, and where one does.
type sums struct {
	first         int
	without, held []float64
}

func newSums(first, last int) sums {
	unreached := slices.Repeat([]float64{math.Inf(-1)}, last-first+1)
	return sums{first, unreached, slices.Clone(unreached)}
}

// deal returns the sums for totals from first to last, dealt to so many teams of each sort.
func (d *dealing) deal(teams []int, first, last int) sums {
	half, single, room := make([]int, len(teams)), []int{}, 0
	for k, n := range teams {
		if half[k] = n / 2; n%2 == 1 {
			single = append(single, k)
			room += len(d.best[k][0]) - 1
		}
	}
	first = max(0, first)
	out := d.twice(half, max(0, first-room), last)
	for _, k := range single {
		room -= len(d.best[k][0]) - 1
		out = d.and(out, d.best[k], max(0, first-room), last)
	}
	return out
}

// twice returns the sums for the teams and as many once more.
func (d *dealing) twice(half []int, first, last int) sums {
	out := newSums(first, last)
	if !slices.ContainsFunc(half, func(n int) bool { return n > 0 }) {
		if first == 0 {
			out.without[0] = d.none
		}
		return out
	}
	of := d.deal(half, (first-d.widest)/2, (last+d.widest+1)/2)
	for total := first; total <= last; total++ {
		without, held := math.Inf(-1), math.Inf(-1)
		for a := max(of.first, (total-d.widest)/2); 2*a <= total+d.widest+1; a++ {
			b := total - a
			if a-of.first >= len(of.held) || b < of.first || b-of.first >= len(of.held) {
				continue
			}
			without = max(without, d.join(of.without[a-of.first], of.without[b-of.first]))
			held = max(held, d.join(of.without[a-of.first], of.held[b-of.first]))
		}
		out.without[total-first], out.held[total-first] = without, held
	}
	return out
}

// and returns the sums with one team more.
func (d *dealing) and(s sums, best [2][]float64, first, last int) sums {
	out := newSums(first, last)
	for total := first; total <= last; total++ {
		at := total - first
		for more := range best[0] {
			if k := total - more - s.first; k >= 0 {
				out.without[at] = max(out.without[at], d.join(s.without[k], best[0][more]))
				out.held[at] = max(out.held[at], d.join(s.held[k], best[0][more]), d.join(s.without[k], best[1][more]))
			}
		}
	}
	return out
}
