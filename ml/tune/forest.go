// Functional analysis of variance over a space of settings by a random forest (fANOVA); Hutter,
// Hoos and Leyton-Brown (2014), ICML, PMLR 32, 754-762. A regression tree divides the space into
// boxes, over which means and variances are sums in closed form, so that the share of the variance
// that each setting makes alone needs no further evaluations. Trees grow on bootstrap samples with
// every setting tried at every split, as in bagging (Breiman 1996), not on random subsets: settings
// are few.

package tune

import (
	"cmp"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// A forest is the points, in unit coordinates, that trees are grown on, and the memory of growing one.
type forest struct {
	x           [][]float64 // n points × d unit coordinates
	y           []float64
	options     []int      // by dimension: of a choice, how many; 0 for a number
	activeWhere [][]uint64 // by dimension: nil, or the options of all choices with which it is active

	order       [][]int // by dimension: all points by their coordinate
	columns     [][]int // the same of a tree's sample; of each node in one piece, from..to
	left        []bool  // by point: on which side of the cut it lies
	scratch     []int
	optionOrder []int // options by the mean of y
	sum         []float64
	count       []float64
}

// A leaf is a box of the space with one predicted value.
type leaf struct {
	low, high []float64 // by dimension of numbers
	options   []uint64  // of choices, a bit for each option
	volume    float64   // its share of the space
	value     float64
}

// maxOptions is the most options of a choice that a leaf can tell apart; those after it count as one.
const maxOptions = 64

// center subtracts the mean from the values, so that squares of them are precise.
func (f *forest) center() {
	var mean float64
	for _, v := range f.y {
		mean += v / float64(len(f.y))
	}
	for i := range f.y {
		f.y[i] -= mean
	}
}

// variances grows a tree and returns its variance over the whole space, and the share of it that
// each setting makes alone: the variance of the marginal, the mean over all other settings.
func (f *forest) variances(rng *rand.Rand) (total float64, alone []float64) {
	f.sample(rng)
	d := len(f.options)
	whole := leaf{low: make([]float64, d), high: slices.Repeat([]float64{1}, d), options: make([]uint64, d), volume: 1}
	for j, k := range f.options {
		whole.options[j] = ^uint64(0) >> (maxOptions - min(k, maxOptions))
	}
	leaves := f.grow(whole, 0, len(f.y), nil)
	_, total = moments(leaves)
	alone = make([]float64, d)
	for j := range alone {
		there, share := f.restrict(leaves, j)
		if share == 0 {
			continue
		}
		mean, _ := moments(there)
		alone[j] = share * max(0, f.marginal(there, j)/(share*share)-mean*mean/(share*share))
	}
	return total, alone
}

// moments returns the sum of the values by their mass, and their variance where all mass is 1.
func moments(leaves []leaf) (mean, variance float64) {
	for _, l := range leaves {
		mean += l.volume * l.value
	}
	for _, l := range leaves {
		variance += l.volume * (l.value - mean) * (l.value - mean)
	}
	return mean, variance
}

// restrict returns the leaves cut to the region where setting j is active, and how much of the
// space that is.
func (f *forest) restrict(leaves []leaf, j int) (within []leaf, share float64) {
	if f.activeWhere[j] == nil {
		return leaves, 1
	}
	for _, l := range leaves {
		has := slices.Clone(l.options)
		for k, set := range f.activeWhere[j] {
			if f.options[k] > 0 {
				l.volume *= float64(bits.OnesCount64(has[k]&set)) / float64(bits.OnesCount64(has[k]))
				has[k] &= set
			}
		}
		if l.volume > 0 {
			l.options = has
			within = append(within, l)
			share += l.volume
		}
	}
	return within, share
}

// marginal returns the mean square, over setting j, of the sum by mass over all others.
func (f *forest) marginal(leaves []leaf, j int) float64 {
	if k := f.options[j]; k > 0 {
		k = min(k, maxOptions)
		mean := make([]float64, k)
		for _, l := range leaves {
			w := l.value * l.volume / l.width(j, k)
			for b := l.options[j]; b != 0; b &= b - 1 {
				mean[bits.TrailingZeros64(b)] += w
			}
		}
		var sum float64
		for _, m := range mean {
			sum += m * m / float64(k)
		}
		return sum
	}
	type step struct{ at, by float64 }
	steps := make([]step, 0, 2*len(leaves))
	for _, l := range leaves {
		w := l.value * l.volume / l.width(j, 0)
		steps = append(steps, step{l.low[j], w}, step{l.high[j], -w})
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	var sum, mean, from float64
	for _, s := range steps {
		sum += mean * mean * (s.at - from)
		mean, from = mean+s.by, s.at
	}
	return sum
}

// width returns the share of dimension j that the leaf takes; options is 0 for a number.
func (l *leaf) width(j, options int) float64 {
	if options > 0 {
		return float64(bits.OnesCount64(l.options[j])) / float64(options)
	}
	return l.high[j] - l.low[j]
}

// sample draws the points of a tree.
func (f *forest) sample(rng *rand.Rand) {
	n := len(f.y)
	times := make([]int, n)
	for range n {
		times[rng.IntN(n)]++
	}
	f.left, f.scratch = slices.Grow(f.left[:0], n)[:n], slices.Grow(f.scratch[:0], n)[:n]
	for j := range f.options {
		if len(f.order) == j {
			order := make([]int, n)
			for i := range order {
				order[i] = i
			}
			slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(f.x[a][j], f.x[b][j]) })
			f.order, f.columns = append(f.order, order), append(f.columns, nil)
		}
		f.columns[j] = f.columns[j][:0]
		for _, i := range f.order[j] {
			for range times[i] {
				f.columns[j] = append(f.columns[j], i)
			}
		}
	}
}

// grow splits a leaf, whose points stand at from..to, until no split gains, and appends the leaves.
func (f *forest) grow(p leaf, from, to int, leaves []leaf) []leaf {
	c := f.split(from, to)
	if c.gain <= 0 {
		p.value = f.mean(f.columns[0][from:to])
		return append(leaves, p)
	}
	left, right := p, p
	if k := min(f.options[c.by], maxOptions); k > 0 {
		left.options, right.options = slices.Clone(p.options), slices.Clone(p.options)
		left.options[c.by], right.options[c.by] = p.options[c.by]&c.left, p.options[c.by]&^c.left
		left.volume *= left.width(c.by, k) / p.width(c.by, k)
	} else {
		left.high, right.low = slices.Clone(p.high), slices.Clone(p.low)
		left.high[c.by], right.low[c.by] = c.at, c.at
		left.volume *= left.width(c.by, 0) / p.width(c.by, 0)
	}
	right.volume = p.volume - left.volume
	at := f.partition(from, to, c)
	leaves = f.grow(left, from, at, leaves)
	return f.grow(right, at, to, leaves)
}

// A cut is where a leaf is split: below at, or by the options in left.
type cut struct {
	by   int
	at   float64
	left uint64
	gain float64 // the fall of the sum of squares; 0 for no cut
}

// goesLeft tells on which side of the cut a point lies.
func (f *forest) goesLeft(i int, c cut) bool {
	if k := f.options[c.by]; k > 0 {
		return c.left>>f.option(i, c.by)&1 == 1
	}
	return f.x[i][c.by] < c.at
}

// option returns the option of choice j that point i has.
func (f *forest) option(i, j int) int {
	return min(int(f.x[i][j]*float64(f.options[j])), f.options[j]-1, maxOptions-1)
}

// partition puts the points left of the cut first, in every column, and returns where the others begin.
func (f *forest) partition(from, to int, c cut) int {
	for _, i := range f.columns[0][from:to] {
		f.left[i] = f.goesLeft(i, c)
	}
	at := from
	for _, column := range f.columns {
		points := column[from:to]
		left, right := 0, 0
		for _, i := range points {
			if f.left[i] {
				points[left] = i
				left++
			} else {
				f.scratch[right] = i
				right++
			}
		}
		copy(points[left:], f.scratch[:right])
		at = from + left
	}
	return at
}

// split returns the best cut of the points at from..to.
func (f *forest) split(from, to int) cut {
	var best cut
	if to-from < 2 {
		return best
	}
	mean := f.mean(f.columns[0][from:to])
	for j, k := range f.options {
		c := cut{by: j}
		if points := f.columns[j][from:to]; k > 0 {
			f.cutChoice(points, mean, &c)
		} else {
			f.cutNumber(points, mean, &c)
		}
		if c.gain > best.gain*(1+1e-12) {
			best = c
		}
	}
	return best
}

// cutNumber finds the best threshold of a number, by which the points are sorted.
func (f *forest) cutNumber(points []int, mean float64, c *cut) {
	var left float64
	n := float64(len(points))
	b := f.x[points[0]][c.by]
	for i, r := range points[:len(points)-1] {
		left += f.y[r] - mean
		a := b
		if b = f.x[points[i+1]][c.by]; a == b {
			continue
		}
		m := float64(i + 1)
		at := a + (b-a)/2
		if gain := left * left * (1/m + 1/(n-m)); gain > c.gain && a < at && !isRounding(gain, mean, n) {
			c.gain, c.at = gain, at
		}
	}
}

func (f *forest) mean(points []int) float64 {
	var sum float64
	for _, i := range points {
		sum += f.y[i]
	}
	return sum / float64(len(points))
}

// isRounding tells whether a gain is no more than rounding.
func isRounding(gain, mean, n float64) bool { return gain <= 1e-24*mean*mean*n }

// cutChoice finds the best division of the options: in the order of their means one of the cuts is
// the best of all; Breiman et al. (1984), theorem 4.5.
func (f *forest) cutChoice(points []int, mean float64, c *cut) {
	k := min(f.options[c.by], maxOptions)
	f.sum, f.count, f.optionOrder = resize(f.sum, k), resize(f.count, k), f.optionOrder[:0]
	clear(f.sum)
	clear(f.count)
	for _, i := range points {
		o := f.option(i, c.by)
		if f.count[o] == 0 {
			f.optionOrder = append(f.optionOrder, o)
		}
		f.sum[o] += f.y[i] - mean
		f.count[o]++
	}
	slices.SortFunc(f.optionOrder, func(a, b int) int {
		return cmp.Or(cmp.Compare(f.sum[a]/f.count[a], f.sum[b]/f.count[b]), a-b)
	})
	var left, m float64
	var set uint64
	n := float64(len(points))
	for _, o := range f.optionOrder[:len(f.optionOrder)-1] {
		left, m, set = left+f.sum[o], m+f.count[o], set|1<<o
		if gain := left * left * (1/m + 1/(n-m)); gain > c.gain && !isRounding(gain, mean, n) {
			c.gain, c.left = gain, set
		}
	}
}

// shares returns, as a mean over trees, the share of the variance that each setting makes alone.
func (f *forest) shares(trees int, rng *rand.Rand) []float64 {
	shares := make([]float64, len(f.options))
	grown := 0.0
	for range trees {
		total, alone := f.variances(rng)
		if total <= 0 || math.IsInf(total, 0) {
			continue
		}
		grown++
		for j, v := range alone {
			shares[j] += v / total
		}
	}
	for j := range shares {
		shares[j] /= max(grown, 1)
	}
	return shares
}
