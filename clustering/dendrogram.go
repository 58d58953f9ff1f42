// What is read from a finished tree: the partition at a cut, the order of leaves, and the
// cophenetic correlation, which is Pearson's correlation between the distances of rows and the
// heights at which the tree merges them; Sokal and Rohlf (1962), Taxon 11. Heights of all pairs are
// never written down: in the order of the leaves two rows are merged by the highest merge between
// them, so that each row sees runs of equal height, and sums over a run are one pass.

package clustering

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Cut returns the cluster of each row when the last k−1 merges are undone, numbered by size, the
// largest first. k is taken as within 1..N.
func (t Tree) Cut(k int) []int {
	return t.clusters(t.N - max(1, min(k, t.N)))
}

// clusters labels the rows after the first merges.
func (t Tree) clusters(merges int) []int {
	top := make([]int, t.N+len(t.Merges))
	for i := range top {
		top[i] = i
	}
	for i := len(t.Merges) - 1; i >= 0; i-- {
		if i < merges {
			top[t.Merges[i].A], top[t.Merges[i].B] = top[t.N+i], top[t.N+i]
		}
	}
	labels := top[:t.N:t.N]
	renumber(labels, len(top))
	return labels
}

// Order returns the rows from left to right so that no two merges cross, the cluster with
// the lower number on the left.
func (t Tree) Order() []int {
	out := make([]int, 0, t.N)
	stack := []int{t.N + len(t.Merges) - 1}
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if c < t.N {
			out = append(out, c)
			continue
		}
		m := t.Merges[c-t.N]
		stack = append(stack, m.B, m.A)
	}
	return out
}

// Cophenetic returns the correlation between the distances of the rows of x and the heights at which
// the tree joins them: how true the tree is to the data, 1 at best. It is 0 if either does not vary.
func (t Tree) Cophenetic(ctx context.Context, x *mat.Dense) (float64, error) {
	p, err := newPoints(x)
	if err != nil {
		return 0, err
	}
	if p.n != t.N {
		panic("clustering: Cophenetic of another number of rows than the tree has")
	}
	if p.n < 3 {
		return 0, nil
	}
	order := t.Order()
	gap, next := t.mergeBetween(order)
	p = p.centered()
	cols := newBlocks64(p, order)
	parts := make([][3]float64, (p.n+tileRows-1)/tileRows) // Σd, Σd², Σdh
	bufs := make([][]float64, workers())
	parallel(ctx, len(parts), func(w, task int) {
		if bufs[w] == nil {
			bufs[w] = make([]float64, cols.blocks*width64)
		}
		for i := task * tileRows; i < min((task+1)*tileRows, p.n-1); i++ {
			b := (i + 1) / width64
			sqDists(cols.span(b, cols.blocks), p.row(order[i]), bufs[w][b*width64:])
			t.addPairs(&parts[task], bufs[w], gap, next, i)
		}
	})
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	var s [3]float64
	for _, v := range parts {
		for j := range s {
			s[j] += v[j]
		}
	}
	return t.correlate(s), nil
}

// mergeBetween returns for each gap between neighbouring leaves the merge that joins them, and the
// next gap to the right with a later merge.
func (t Tree) mergeBetween(order []int) (gap, next []int) {
	leftmost, rightmost := make([]int, 2*t.N-1), make([]int, 2*t.N-1)
	for at, r := range order {
		leftmost[r], rightmost[r] = at, at
	}
	gap = make([]int, t.N-1)
	for i, m := range t.Merges {
		leftmost[t.N+i], rightmost[t.N+i] = leftmost[m.A], rightmost[m.B]
		gap[rightmost[m.A]] = i
	}
	next = make([]int, t.N-1)
	for i := t.N - 2; i >= 0; i-- {
		j := i + 1
		for j < t.N-1 && gap[j] < gap[i] {
			j = next[j]
		}
		next[i] = j
	}
	return gap, next
}

// addPairs adds to s the pairs of the leaf at place i with those to its right, whose squared
// distances are in dist, run by run of equal height.
func (t Tree) addPairs(s *[3]float64, dist []float64, gap, next []int, i int) {
	for at := i; at < len(gap); at = next[at] {
		part := dist[at+1 : next[at]+1]
		d := sumSqrt(part)
		s[0] += d
		s[1] += sum(part)
		s[2] += d * t.Merges[gap[at]].Height
	}
}

// correlate finishes Pearson's correlation from Σd, Σd², Σdh over all pairs.
func (t Tree) correlate(s [3]float64) float64 {
	count := float64(t.N) * float64(t.N-1) / 2
	size := make([]float64, t.N+len(t.Merges))
	var mean float64
	pairs := func(i int) float64 {
		m := t.Merges[i]
		return size[m.A] * size[m.B]
	}
	for i := range size {
		size[i] = 1
	}
	for i, m := range t.Merges {
		size[t.N+i] = float64(m.Size)
		mean += pairs(i) * m.Height
	}
	mean /= count
	var varH float64
	for i, m := range t.Merges {
		varH += pairs(i) * (m.Height - mean) * (m.Height - mean)
	}
	meanD := s[0] / count
	varD := s[1] - count*meanD*meanD
	if varD <= 0 || varH <= 0 {
		return 0
	}
	return (s[2] - mean*s[0]) / (math.Sqrt(varD) * math.Sqrt(varH)) // varD*varH of tiny distances loses its digits
}
