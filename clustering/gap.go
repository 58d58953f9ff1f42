package clustering

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// evenly returns the log inertia by k = 1..maxK of several sets of rows without clusters: drawn evenly along the principal axes of x, on
// each with the variance that x has there. Tibshirani, Walther and Hastie (2001) take the range of each axis in place of its variance; then axes with one
// outlier seem wide, the first axis less of the whole than it is, and a slope without gaps like clusters: 1,000 answers to bfi would
// have three.
func uniformReference(x *mat.Dense, maxK int, rng *rand.Rand) ([][]float64, error) {
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
		parts, err := KMeans{Restarts: 1, Quick: true, Rand: rng}.Sweep(y, maxK)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			out[r] = append(out[r], logInertia(p.Inertia))
		}
	}
	return out, nil
}

// logInertia keeps clusters of equal rows finite.
func logInertia(v float64) float64 { return math.Log(max(v, 1e-300)) }

// gapCurve returns the gap statistic by k, the mean log inertia without clusters less that of the data, and the smallest k whose gap
// is less than the largest by no more than that one's standard error; 1 says no clusters. Tibshirani, Walther and Hastie (2001)
// stop where the gap first falls, which three clusters that no two halves tell apart never get past.
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

// split is how much more of the spread the k clusters of parts take up than k clusters of even rows do, in standard deviations of
// those: the cluster index of Liu et al. (2008), on a logarithm.
func clusterIndex(parts []Partition, refs [][]float64, k int) float64 {
	var even []float64
	for _, r := range refs {
		even = append(even, r[min(k, len(r))-1]-r[0])
	}
	mean, sd := meanSD(even)
	sd *= math.Sqrt(referenceSets / (referenceSets - 1.0))
	return (mean - logInertia(parts[k-1].Inertia) + logInertia(parts[0].Inertia)) / max(sd, 1e-9)
}
