package clustering

import (
	"gonum.org/v1/gonum/mat"
)

// Silhouette returns for each row of x (n by d) how much closer it is to its own cluster than to the
// next one, from −1 to 1, and the mean. Rousseeuw (1987); exact, without an n × n matrix. A row alone in its cluster
// has 0. Fewer than two clusters are [ErrTooFewClusters]. Labels count from 0.
func Silhouette(x *mat.Dense, labels []int) (rows []float64, mean float64, err error) {
	p, err := newPoints(x)
	if err != nil {
		return nil, 0, err
	}
	order, start := byCluster(labels, p.n)
	k := len(start) - 1
	if k < 2 {
		return nil, 0, ErrTooFewClusters
	}
	cols := newColumns(p, order)
	sorted := make([]float64, p.n)
	parallel((p.n+queries-1)/queries, func(_, task int) {
		lo, hi := task*queries, min((task+1)*queries, p.n)
		sums := clusterSums(p, cols, order[lo:hi], start)
		for i := lo; i < hi; i++ {
			sorted[i] = silhouetteOf(sums[(i-lo)*k:(i-lo+1)*k], start, i)
		}
	})
	rows = make([]float64, p.n)
	for i, r := range order {
		rows[r] = sorted[i]
	}
	return rows, sum(rows) / float64(p.n), nil
}

const (
	queries = 16   // rows measured together, so that a chunk of columns is read once for all
	chunk   = 1024 // columns that stay in the cache meanwhile
)

// byCluster returns the rows in the order of their clusters and where each non-empty cluster starts in it.
func byCluster(labels []int, n int) (order, start []int) {
	if len(labels) != n {
		panic("clustering: another number of labels than rows")
	}
	k := 0
	for _, c := range labels {
		k = max(k, c+1)
	}
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

// clusterSums returns for each of rows, one after another, the sum of its distances to each cluster.
func clusterSums(p points, cols columns, rows, start []int) []float64 {
	k := len(start) - 1
	sums := make([]float64, len(rows)*k)
	var dist [chunk]float64
	for lo := 0; lo < cols.n; lo += chunk {
		hi := min(lo+chunk, cols.blocks*wide)
		end := min(hi, cols.n)
		for q, row := range rows {
			sqDists(cols.from(lo/wide, hi/wide), p.row(row), dist[:hi-lo])
			for c := range k {
				if a, b := max(lo, start[c]), min(end, start[c+1]); a < b {
					sums[q*k+c] += sumSqrt(dist[a-lo : b-lo])
				}
			}
		}
	}
	return sums
}

// silhouetteOf is the silhouette of the row at position i from its sums of distances to each cluster.
func silhouetteOf(sums []float64, start []int, i int) float64 {
	own, other := 0.0, -1.0
	for c, s := range sums {
		n := start[c+1] - start[c]
		if i >= start[c] && i < start[c+1] {
			if n == 1 {
				return 0
			}
			own = s / float64(n-1)
			continue
		}
		if m := s / float64(n); other < 0 || m < other {
			other = m
		}
	}
	if m := max(own, other); m > 0 {
		return (other - own) / m
	}
	return 0
}
