package clustering

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// A Verdict says whether rows fall into clusters at all, with the figures it rests on.
type Verdict struct {
	Strength    Strength
	ElbowK      int     // where inertia bends
	SilhouetteK int     // where the mean silhouette is largest; 0 if there are no two clusters
	GapK        int     // where the gap statistic first levels off; 1 says no clusters
	Agree       bool    // all three name the same k
	Silhouette  float64 // the largest mean silhouette
	Stability   float64 // mean adjusted Rand index of bootstrap samples at SilhouetteK
}

// Strength is how much structure there is.
type Strength int

// The strengths. Most surveys have none or weak clusters, and a page should say so.
const (
	NoClusters    Strength = iota // groups are a convenience: other members would have given others
	WeakClusters                  // something is there, but groups overlap
	ClearClusters                 // groups stand apart and come out again
)

// String is the strength as a word.
func (s Strength) String() string { return [...]string{"none", "weak", "clear"}[s] }

// Bounds of a [Verdict]. For silhouettes see Kaufman and Rousseeuw (1990), page 88; for stability Hennig (2007).
const (
	WeakSilhouette  = 0.25 // below it there is no substantial structure
	ClearSilhouette = 0.5
	StableRand      = 0.6 // below it clusters dissolve in other samples
	VeryStableRand  = 0.85
)

// Assess judges the partitions of x for k = 1..len, as from [KMeans.Sweep]. There are no clusters if the best
// silhouette is below [WeakSilhouette] and the gap statistic finds none, or if the clusters do not come
// out again under bootstrap; they are clear only if silhouette and stability both say so. rng may be nil.
func Assess(x *mat.Dense, parts []Partition, rng *rand.Rand) (Verdict, error) {
	if rng == nil {
		rng = rand.New(rand.NewPCG(1, 0))
	}
	inertia := make([]float64, len(parts))
	for i, p := range parts {
		inertia[i] = p.Inertia
	}
	v := Verdict{ElbowK: Elbow(inertia), GapK: 1}
	n, _ := x.Dims()
	for _, p := range parts {
		if p.K() < 2 || p.K() >= n {
			continue
		}
		_, s, err := Silhouette(x, p.Labels)
		if err != nil {
			return v, err
		}
		if v.SilhouetteK == 0 || s > v.Silhouette {
			v.Silhouette, v.SilhouetteK = s, p.K()
		}
	}
	if v.SilhouetteK == 0 {
		return v, nil
	}
	gap, err := Gap{MaxK: len(parts), References: 5, Rand: rng}.Fit(x, parts)
	if err != nil {
		return v, err
	}
	a, err := Stability{K: v.SilhouetteK, Samples: 10, Rand: rng}.Fit(x, parts[v.SilhouetteK-1].Labels)
	if err != nil {
		return v, err
	}
	v.GapK, v.Stability = gap.K, a.Mean
	v.Agree = v.ElbowK == v.SilhouetteK && v.GapK == v.SilhouetteK
	v.Strength = v.strength()
	return v, nil
}

func (v Verdict) strength() Strength {
	switch {
	case v.Stability < StableRand, v.Silhouette < WeakSilhouette && v.GapK == 1:
		return NoClusters
	case v.Silhouette >= ClearSilhouette && v.Stability >= VeryStableRand:
		return ClearClusters
	case v.Silhouette < WeakSilhouette/2:
		return NoClusters
	}
	return WeakClusters
}
