// Indices of partitions, as scikit-learn defines them: two internal ones that compare the spread
// between clusters with that within, and one external one that compares two partitions of the same
// rows.

package clustering

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// CalinskiHarabasz is the variance between clusters over that within, each per degree of freedom;
// more is better. Caliński and Harabasz (1974). It is +Inf where rows in a cluster do not differ.
func CalinskiHarabasz(x *mat.Dense, labels []int) (float64, error) {
	p, part, err := measured(x, labels)
	if err != nil {
		return 0, err
	}
	var total float64
	for _, v := range p.a {
		total += v * v
	}
	n, k := float64(p.n), float64(part.K())
	return (total - part.Inertia) / (k - 1) / (part.Inertia / (n - k)), nil
}

// DaviesBouldin is the mean over clusters of how much the cluster overlaps with the one it overlaps
// most; less is better. Davies and Bouldin (1979).
func DaviesBouldin(x *mat.Dense, labels []int) (float64, error) {
	p, part, err := measured(x, labels)
	if err != nil {
		return 0, err
	}
	k := part.K()
	spread := make([]float64, k)
	for i, c := range part.Labels {
		spread[c] += math.Sqrt(sqDist(p.row(i), part.Centers.RawRowView(c)))
	}
	var sum float64
	for a := range k {
		worst := 0.0
		for b := range k {
			if d := math.Sqrt(sqDist(part.Centers.RawRowView(a), part.Centers.RawRowView(b))); a != b && d > 0 {
				worst = max(worst, (spread[a]/float64(part.Sizes[a])+spread[b]/float64(part.Sizes[b]))/d)
			}
		}
		sum += worst
	}
	return sum / float64(k), nil
}

// measured centres x and makes the partition that labels stand for, of 2 to n−1 clusters.
func measured(x *mat.Dense, labels []int) (points, Partition, error) {
	p, err := newPoints(x)
	if err != nil {
		return p, Partition{}, err
	}
	if len(labels) != p.n {
		panic("clustering: another number of labels than rows")
	}
	p = p.centered()
	part := newPartition(p, make([]float64, p.d), slices.Clone(labels), slices.Max(labels)+1, 0, true)
	if part.K() < 2 {
		return p, part, ErrTooFewClusters
	}
	if part.K() >= p.n {
		return p, part, ErrTooManyClusters
	}
	return p, part, nil
}

// AdjustedRand says how alike two partitions of the same rows are: 1 if they are the same but for
// names, 0 in expectation for random ones. Hubert and Arabie (1985).
func AdjustedRand(a, b []int) float64 {
	if len(a) != len(b) {
		panic("clustering: AdjustedRand of partitions of different rows")
	}
	both := make(map[[2]int]int)
	left, right := make(map[int]int), make(map[int]int)
	for i := range a {
		both[[2]int{a[i], b[i]}]++
		left[a[i]]++
		right[b[i]]++
	}
	pairs := func(n int) float64 { return float64(n) * float64(n-1) / 2 }
	var together, inA, inB float64 // whole numbers, so that the order of a map does not matter
	for _, n := range both {
		together += pairs(n)
	}
	for _, n := range left {
		inA += pairs(n)
	}
	for _, n := range right {
		inB += pairs(n)
	}
	luck := 0.0
	if all := pairs(len(a)); all > 0 {
		luck = inA * inB / all
	}
	if most := (inA + inB) / 2; most != luck {
		return (together - luck) / (most - luck)
	}
	return 1
}

// ByK returns a measure of each partition of x for k = 1..len, as from [KMeans.Sweep]; NaN where
// there are not k clusters, or not 2 to n−1.
func ByK(x *mat.Dense, parts []Partition, measure func(x *mat.Dense, labels []int) (float64, error)) ([]float64, error) {
	n, _ := x.Dims()
	out := make([]float64, len(parts))
	for i, p := range parts {
		out[i] = math.NaN()
		if p.K() < max(2, i+1) || p.K() >= n {
			continue
		}
		var err error
		if out[i], err = measure(x, p.Labels); err != nil {
			return nil, err
		}
	}
	return out, nil
}
