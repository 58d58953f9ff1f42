// Stability of a partition under resampling; Hennig (2007), Computational Statistics & Data
// Analysis 52, 258-271. Rows are drawn with replacement (bootstrap), clustered, and the centers
// found divide all rows; agreement with the partition of all rows is the adjusted Rand index, where
// Hennig takes Jaccard's coefficient cluster by cluster: one number is asked for here.

package clustering

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Stability asks whether other members would have given the same clusters.
type Stability struct {
	K       int
	Samples int        // 0 means 20
	Rand    *rand.Rand // nil means a fixed seed
}

// Agreement is how alike the partitions of the samples are to that of all rows.
type Agreement struct {
	Mean, SD float64   // of the adjusted Rand indices
	Each     []float64 // by sample
}

// Fit measures the partition of x (n by d) into K clusters; labels are those of all rows.
func (s Stability) Fit(x *mat.Dense, labels []int) (Agreement, error) {
	p, err := newPoints(x)
	if err != nil {
		return Agreement{}, err
	}
	if s.K < 2 {
		return Agreement{}, ErrTooFewClusters
	}
	if s.K > p.n {
		return Agreement{}, ErrTooManyClusters
	}
	if s.Samples <= 0 {
		s.Samples = 20
	}
	if s.Rand == nil {
		s.Rand = rand.New(rand.NewPCG(1, 0))
	}
	var a Agreement
	for range s.Samples {
		sample := mat.NewDense(p.n, p.d, nil)
		for i := range p.n {
			sample.SetRow(i, p.row(s.Rand.IntN(p.n)))
		}
		part, err := KMeans{K: s.K, Restarts: 3, Quick: true, Rand: s.Rand}.Fit(sample)
		if err != nil {
			return Agreement{}, err
		}
		a.Each = append(a.Each, AdjustedRand(labels, part.Assign(x)))
	}
	a.Mean, a.SD = meanSD(a.Each)
	return a, nil
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
