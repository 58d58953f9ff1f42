// Silhouettes; Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53-65. Exact,
// without an n × n matrix: rows are put in the order of their clusters, each pair is measured once
// and added to the sums of both its rows, a tile of 16 × 1,024 pairs at a time, which stays in the
// cache. Stripes of rows have sums of their own, so that cores share the work and the order of
// additions does not depend on their number.

package clustering

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Silhouette returns for each row of x (n by d) how much closer it is to its own cluster than to the
// next one, from −1 to 1, and the mean.  A row alone in its cluster
// has 0. Fewer than two clusters are [ErrTooFewClusters]. Labels count from 0.
func Silhouette(ctx context.Context, x *mat.Dense, labels []int) (rows []float64, mean float64, err error) {
	p, err := newPoints(x)
	if err != nil {
		return nil, 0, err
	}
	order, start := byCluster(labels, p.n)
	k := len(start) - 1
	if k < 2 {
		return nil, 0, ErrTooFewClusters
	}
	sums := pairSums(ctx, p, order, start)
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	rows = make([]float64, p.n)
	sizes := make([]int, k)
	for c := range k {
		sizes[c] = start[c+1] - start[c]
	}
	for c := range k {
		for i := start[c]; i < start[c+1]; i++ {
			rows[order[i]] = silhouetteOf(sums[i*k:(i+1)*k], sizes, c)
		}
	}
	return rows, sum(rows) / float64(p.n), nil
}

// sharedRows is up to how many rows are measured once for all partitions, which takes half the time or
// less: ten of 60 rows 0.4, of 128 rows 0.3 of it.
const sharedRows = 128

// MeanSilhouettes returns the mean silhouette of each partition of x for k = 1..len, as [ByK] does.
func MeanSilhouettes(ctx context.Context, x *mat.Dense, parts []Partition) ([]float64, error) {
	p, err := newPoints(x)
	if err != nil {
		return nil, err
	}
	if p.n > sharedRows {
		return ByK(x, parts, meanSilhouette(ctx))
	}
	f := measureFew(p, false, 0)
	defer putBuffer(f.buffer)
	return ByK(x, parts, func(_ *mat.Dense, labels []int) (float64, error) {
		k := slices.Max(labels) + 1
		sizes, sums := make([]int, k), make([]float64, p.n*k) // by row and cluster
		for i, c := range labels {
			sizes[c]++
			to := sums[i*k : (i+1)*k]
			for j, dist := range f.cells[i*f.stride:][:p.n] {
				to[labels[j]] += dist
			}
		}
		var total float64
		for i, own := range labels {
			total += silhouetteOf(sums[i*k:(i+1)*k], sizes, own)
		}
		return total / float64(p.n), nil
	})
}

// meanSilhouette is the mean of [Silhouette], as [ByK] asks for it.
func meanSilhouette(ctx context.Context) func(x *mat.Dense, labels []int) (float64, error) {
	return func(x *mat.Dense, labels []int) (float64, error) {
		_, mean, err := Silhouette(ctx, x, labels)
		return mean, err
	}
}

const (
	tileRows    = width64 // rows measured together, so that a tile of columns is read once for all
	tileColumns = 1024    // columns that stay in the cache meanwhile

	maxStripeSums = 2 << 20 // sums that stripes may keep for rows to come: 16 MiB, or as many as rows times clusters
)

// byCluster returns the rows in the order of their clusters and where each non-empty cluster starts
// in it.
func byCluster(labels []int, n int) (order, start []int) {
	if len(labels) != n {
		panic("clustering: another number of labels than rows")
	}
	k := slices.Max(labels) + 1
	at := make([]int, k+1)
	for _, c := range labels {
		at[c+1]++
	}
	for c := range k {
		if at[c+1] > 0 {
			start = append(start, at[c])
		}
		at[c+1] += at[c]
	}
	start = append(start, n)
	order = make([]int, n)
	for i, c := range labels {
		order[at[c]] = i
		at[c]++
	}
	return order, start
}

// pairSums returns for each row, in the given order, the sum of its distances to each cluster.
// Every pair is measured once and counts for both its rows.
func pairSums(ctx context.Context, p points, order, start []int) []float64 {
	k := len(start) - 1
	sums := make([]float64, p.n*k)
	stripes := make([]*stripe, max(1, min(4, 1+p.n/256, maxStripeSums/(k*p.n)))) // the same whatever the number of cores
	cols := newBlocks64(p, order)
	parallel(ctx, len(stripes), func(_, s int) {
		stripes[s] = newStripe(p, cols, order, start, sums)
		for lo := s * tileRows; lo < p.n && ctx.Err() == nil; lo += len(stripes) * tileRows {
			stripes[s].measure(lo, min(lo+tileRows, p.n))
		}
	})
	if ctx.Err() != nil {
		return nil
	}
	for i := range p.n {
		for c := range k {
			for _, s := range stripes {
				sums[i*k+c] += s.later[c*p.n+i]
			}
		}
	}
	return sums
}

// A stripe adds up the distances of some of the rows to those after them.
type stripe struct {
	p            points
	cols         blocks64 // in order
	order, start []int
	sums         []float64 // of each row to each cluster, for the stripe's own rows
	later        []float64 // cluster by row: what earlier rows of the stripe add to the row
	dist, ones   []float64
}

func newStripe(p points, cols blocks64, order, start []int, sums []float64) *stripe {
	s := &stripe{p: p, cols: cols, order: order, start: start, sums: sums}
	s.later = make([]float64, (len(start)-1)*p.n)
	s.dist, s.ones = make([]float64, tileColumns), slices.Repeat([]float64{1}, tileColumns)
	return s
}

// measure takes the rows at positions lo..hi−1; lo is where a block of columns begins.
func (s *stripe) measure(lo, hi int) {
	for from := lo; from < s.p.n; from += tileColumns {
		blocks := min(tileColumns/width64, s.cols.blocks-from/width64)
		end := min(from+blocks*width64, s.p.n)
		own := 0
		for i := lo; i < hi; i++ {
			for i >= s.start[own+1] {
				own++
			}
			sqDists(s.cols.span(from/width64, from/width64+blocks), s.p.row(s.order[i]), s.dist[:blocks*width64])
			if first := max(from, i+1); first < end {
				s.add(i, own, first, s.dist[first-from:end-from])
			}
		}
	}
}

// add counts the squared distances of the row at position i, which is in cluster own, to those from
// first on.
func (s *stripe) add(i, own, first int, dist []float64) {
	sqrtAll(dist)
	addTo(s.later[own*s.p.n+first:own*s.p.n+first+len(dist)], dist)
	k := len(s.start) - 1
	for c := own; c < k; c++ {
		if a, b := max(first, s.start[c]), min(first+len(dist), s.start[c+1]); a < b {
			s.sums[i*k+c] += dot(dist[a-first:b-first], s.ones[:b-a])
		}
	}
}

// silhouetteOf is the silhouette of a row of cluster own from its sums of distances to each cluster.
func silhouetteOf(sums []float64, sizes []int, own int) float64 {
	if sizes[own] == 1 {
		return 0
	}
	a, b := sums[own]/float64(sizes[own]-1), math.Inf(1)
	for c, n := range sizes {
		if c != own && n > 0 {
			b = min(b, sums[c]/float64(n))
		}
	}
	if most := max(a, b); most > 0 {
		return (b - a) / most
	}
	return 0
}
