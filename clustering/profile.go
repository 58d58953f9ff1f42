// What sets a cluster apart: for each column Cohen's d and Welch's t-test (1947, Biometrika 34) of
// the rows in the cluster against all others, corrected for the number of tests by the false
// discovery rate of Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.
// Clusters have unequal sizes and spreads, for which Student's test with a pooled variance is not
// made.

package clustering

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Fact is how one column of one cluster differs from the rest of the rows.
type Fact struct {
	Cluster, Column int
	Mean, Rest      float64 // means inside the cluster and outside
	Effect          float64 // (Mean−Rest) ÷ pooled standard deviation (Cohen's d); positive means above the rest. 0.2 is small, 0.5 medium, 0.8 large
	P               float64 // two-sided, Welch's t-test; 1 where it cannot be had
	Q               float64 // P corrected for all clusters and columns (Benjamini and Hochberg)
	Significant     bool    // Q below 0.05 and an effect of at least 0.2
}

// Profile returns for each cluster of labels a fact for each column of x (n by d), the largest
// effects first. The clusters were made from the same answers, so P tells which differences are too
// large for their number of rows to be chance, not that the clusters are real: for that see
// [Assess].
func Profile(x *mat.Dense, labels []int) ([][]Fact, error) {
	p, err := newPoints(x)
	if err != nil {
		return nil, err
	}
	_, start := byCluster(labels, p.n)
	k := len(start) - 1
	center := p.centered()
	mean := p.mean()
	var all []Fact
	for c := range k {
		for j := range p.d {
			all = append(all, compareColumn(center, labels, c, j))
		}
	}
	falseDiscoveryRate(all)
	out := make([][]Fact, k)
	for _, f := range all {
		f.Mean += mean[f.Column]
		f.Rest += mean[f.Column]
		out[f.Cluster] = append(out[f.Cluster], f)
	}
	for _, facts := range out {
		slices.SortStableFunc(facts, func(a, b Fact) int { return cmp.Compare(math.Abs(b.Effect), math.Abs(a.Effect)) })
	}
	return out, nil
}

// compareColumn measures column j of cluster c against the other rows.
func compareColumn(p points, labels []int, c, j int) Fact {
	var in, out moments
	for i, l := range labels {
		if l == c {
			in.add(p.a[i*p.d+j])
		} else {
			out.add(p.a[i*p.d+j])
		}
	}
	f := Fact{Cluster: c, Column: j, Mean: in.mean, Rest: out.mean, P: 1}
	diff := in.mean - out.mean
	if in.n == 0 || out.n == 0 || diff == 0 {
		return f
	}
	if pooled := math.Sqrt((in.ss + out.ss) / max(in.n+out.n-2, 1)); pooled > 0 {
		f.Effect = diff / pooled
	} else {
		f.Effect = math.Copysign(math.MaxFloat64, diff) // the column alone tells the cluster
		f.P = 0
	}
	if in.n < 2 || out.n < 2 {
		return f
	}
	vi, vo := in.ss/(in.n-1)/in.n, out.ss/(out.n-1)/out.n
	if vi+vo == 0 {
		return f
	}
	df := (vi + vo) * (vi + vo) / (vi*vi/(in.n-1) + vo*vo/(out.n-1))
	t := math.Abs(diff) / math.Sqrt(vi+vo)
	f.P = 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Survival(t)
	return f
}

// moments gather a mean and a sum of squared deviations (Welford 1962).
type moments struct{ n, mean, ss float64 }

func (m *moments) add(v float64) {
	m.n++
	d := v - m.mean
	m.mean += d / m.n
	m.ss += d * (v - m.mean)
}

// falseDiscoveryRate fills Q, the least rate at which a fact would still be reported, and Significant.
func falseDiscoveryRate(facts []Fact) {
	order := make([]int, len(facts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(facts[b].P, facts[a].P) })
	q := 1.0
	for at, i := range order {
		rank := float64(len(order) - at)
		q = min(q, facts[i].P*float64(len(order))/rank)
		facts[i].Q = q
		facts[i].Significant = q < 0.05 && math.Abs(facts[i].Effect) >= 0.2
	}
}
