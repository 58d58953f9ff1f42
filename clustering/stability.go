// Stability of a partition under resampling; Hennig (2007), Computational Statistics & Data
// Analysis 52, 258-271. Rows are drawn with replacement (bootstrap), clustered, and the centers
// found divide all rows; agreement with the partition of all rows is the adjusted Rand index, where
// Hennig takes Jaccard's coefficient cluster by cluster: one number is asked for here.

package clustering

import (
	"context"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// stability is the mean agreement of the partition of x (n by d) into k clusters, whose labels are
// given, with those of bootstrap samples: whether other members would have given the same clusters.
func stability(ctx context.Context, x *mat.Dense, labels []int, k int, rng *rand.Rand) (float64, error) {
	n, d := x.Dims()
	var agreement float64
	for range bootstrapSamples {
		sample := mat.NewDense(n, d, nil)
		for i := range n {
			sample.SetRow(i, x.RawRowView(rng.IntN(n)))
		}
		part, err := KMeans{K: k, Restarts: 3, Quick: true, Rand: rng}.Fit(ctx, sample)
		if err != nil {
			return 0, err
		}
		agreement += AdjustedRand(labels, part.Assign(x))
	}
	return agreement / bootstrapSamples, nil
}

// Assign returns the cluster with the nearest center for each row of x, which may be rows that the
// partition was not made from.
func (p Partition) Assign(x *mat.Dense) []int {
	n, d := x.Dims()
	k, cols := p.Centers.Dims()
	if d != cols {
		panic("clustering: Assign of a matrix with another number of columns")
	}
	out := make([]int, n)
	for i := range n {
		row := x.RawRowView(i)
		best := sqDist(row, p.Centers.RawRowView(0))
		for c := 1; c < k; c++ {
			if v := sqDist(row, p.Centers.RawRowView(c)); v < best {
				best, out[i] = v, c
			}
		}
	}
	return out
}
