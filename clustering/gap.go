// The gap statistic for the number of clusters: the mean log inertia of reference sets without
// clusters less that of the data; Tibshirani, Walther and Hastie (2001), Journal of the Royal
// Statistical Society B 63, 411-423. Two things differ from the paper, and are said where they do:
// the spread of the reference, and which k is taken.

package clustering

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// uniformReference returns the log inertia by k = 1..maxK of several sets of rows without clusters:
// drawn uniformly along the principal axes of x, on each with the variance that x has there. The
// paper takes the range of each axis in place of its variance; then one outlier makes an axis seem
// wide and the first axis less of the whole than it is, and a gradient without gaps comes out as
// clusters: 1,000 answers to the bfi personality survey would have three.
func uniformReference(ctx context.Context, x *mat.Dense, maxK int, rng *rand.Rand) ([][]float64, error) {
	pca, err := PCA{}.Fit(x)
	if err != nil {
		return nil, err
	}
	n, _ := x.Dims()
	sides := make([]float64, len(pca.Variance))
	for j, v := range pca.Variance {
		if v > 0 { // not where it is beyond all numbers
			sides[j] = math.Sqrt(12 * v)
		}
	}
	out := make([][]float64, referenceSets)
	for r := range out {
		y := mat.NewDense(n, len(sides), nil)
		for i := range n {
			for j, side := range sides {
				y.Set(i, j, (rng.Float64()-0.5)*side)
			}
		}
		parts, err := KMeans{Restarts: 1, Quick: true, Rand: rng}.Sweep(ctx, y, maxK)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			out[r] = append(out[r], logInertia(p.Inertia))
		}
	}
	return out, nil
}

// logInertia is finite also for clusters of equal rows.
func logInertia(v float64) float64 { return math.Log(max(v, 1e-300)) }

// gapCurve returns the gap statistic by k and the smallest k whose gap is within one standard error
// of the largest; 1 says no clusters. The paper takes the first k whose gap is within one standard
// error of the next, and so stops at 1 where three clusters are such that no two halves tell them
// apart.
func gapCurve(parts []Partition, refs [][]float64) (gap []float64, k int) {
	best, enough := math.Inf(-1), 0.0
	for i, p := range parts {
		var logs []float64
		for _, r := range refs {
			logs = append(logs, r[min(i, len(r)-1)])
		}
		mean, sd := meanSD(logs)
		gap = append(gap, mean-logInertia(p.Inertia))
		if gap[i] > best {
			best, enough = gap[i], gap[i]-sd*math.Sqrt(1+1/float64(len(logs)))
		}
	}
	return gap, 1 + slices.IndexFunc(gap, func(v float64) bool { return v >= enough })
}

// clusterIndex is how far the log of the cluster index of k clusters, the within-cluster share of
// the total sum of squares, lies below that of uniform rows, in standard deviations of theirs; Liu,
// Hayes, Nobel and Marron (2008), Journal of the American Statistical Association 103 (SigClust),
// with a uniform null in place of a normal one.
func clusterIndex(parts []Partition, refs [][]float64, k int) float64 {
	var even []float64
	for _, r := range refs {
		even = append(even, r[min(k, len(r))-1]-r[0])
	}
	mean, sd := meanSD(even)
	sd *= math.Sqrt(referenceSets / (referenceSets - 1.0))
	return (mean - logInertia(parts[k-1].Inertia) + logInertia(parts[0].Inertia)) / max(sd, 1e-9)
}
