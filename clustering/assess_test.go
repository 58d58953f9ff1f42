package clustering

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// cloud returns n rows without clusters.
func cloud(n, d int, seed uint64) *mat.Dense {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := mat.NewDense(n, d, nil)
	for i := range n {
		for j := range d {
			x.Set(i, j, rng.NormFloat64())
		}
	}
	return x
}

// apart returns n rows in k clusters that stand apart.
func apart(n, k int) *mat.Dense {
	x := cloud(n, 4, 3)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i%k) / float64(k))
		x.Set(i, 0, x.At(i, 0)+12*cos)
		x.Set(i, 1, x.At(i, 1)+12*sin)
	}
	return x
}

func TestGower(t *testing.T) {
	// a number, an answer to one of three, and any of two
	x := dense([][]float64{{1, 1, 0, 0, 1, 1}, {3, 0, 1, 0, 1, 0}, {5, 1, 0, 0, 0, 0}, {1, 0, 0, 1, 0, 0}})
	got, err := Gower(t.Context(), x, []Question{{Columns: []int{0}}, {Columns: []int{1, 2, 3}, Options: true}, {Columns: []int{4, 5}, Options: true}})
	if err != nil {
		t.Fatal(err)
	}
	// By hand: the number's range is 4.
	want := []float64{(0.5 + 1 + 0.5) / 3, (1.0 + 0 + 1) / 3, (0.0 + 1 + 1) / 3, (0.5 + 1 + 1) / 3, (0.5 + 1 + 1) / 3, (1.0 + 1 + 0) / 3}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-15 {
			t.Errorf("distance %d is %v, want %v", i, got[i], want[i])
		}
	}
	if _, err := Gower(t.Context(), dense([][]float64{{math.Inf(1)}}), nil); !errors.Is(err, ErrNotFinite) {
		t.Errorf("an infinite cell: %v, want ErrNotFinite", err)
	}
}

// Few rows are measured once for all partitions, more for each: with the same silhouettes.
func TestSilhouettesOfAllPartitions(t *testing.T) {
	for _, n := range []int{2, 40, sharedRows, sharedRows + 1} {
		x := cloud(n, 3, 5)
		parts, err := KMeans{Restarts: 1, Rand: rand.New(rand.NewPCG(1, 1))}.Sweep(t.Context(), x, min(n, 8))
		if err != nil {
			t.Fatal(err)
		}
		got, err := MeanSilhouettes(t.Context(), x, parts)
		if err != nil {
			t.Fatal(err)
		}
		want, err := ByK(x, parts, meanSilhouette(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if !(math.Abs(got[i]-want[i]) < 1e-12) && !(math.IsNaN(got[i]) && math.IsNaN(want[i])) {
				t.Errorf("%d rows in %d clusters: silhouette %v, want %v", n, i+1, got[i], want[i])
			}
		}
	}
}

func TestSilhouetteOfDistancesIsThatOfRows(t *testing.T) {
	x := cloud(40, 3, 5)
	p, err := newPoints(x)
	if err != nil {
		t.Fatal(err)
	}
	for k := 2; k < 40; k += 6 {
		m, err := Medoids{K: k}.Fit(t.Context(), distances(t.Context(), p), 40)
		if err != nil {
			t.Fatal(err)
		}
		want, err := meanSilhouette(t.Context())(x, m.Labels)
		if err != nil || math.Abs(m.Silhouette-want) > 1e-9 {
			t.Errorf("k=%d: silhouette %v, want %v (%v)", k, m.Silhouette, want, err)
		}
	}
}

// Every choice of medoids of a small set, against FasterPAM with restarts.
func TestMedoidsFindTheBest(t *testing.T) {
	for seed := range uint64(10) {
		n := 12
		p, err := newPoints(cloud(n, 2, seed))
		if err != nil {
			t.Fatal(err)
		}
		dist := distances(t.Context(), p)
		for k := 1; k <= 3; k++ {
			best := math.Inf(1)
			for code := range 1 << n {
				var m []int
				for i := range n {
					if code>>i&1 == 1 {
						m = append(m, i)
					}
				}
				if len(m) == k {
					best = min(best, newPAM(triangle{n, dist}, m).total)
				}
			}
			got, err := Medoids{K: k}.Fit(t.Context(), dist, n)
			if err != nil || got.Cost > best*(1+1e-12) {
				t.Errorf("seed %d k=%d: cost %v (%v), best is %v", seed, k, got.Cost, err, best)
			}
			for c, m := range got.Medoids {
				if got.Labels[m] != c {
					t.Errorf("seed %d k=%d: medoid %d is in cluster %d, want %d", seed, k, m, got.Labels[m], c)
				}
			}
		}
	}
	if p, err := (Medoids{K: 4}).Fit(t.Context(), make([]float64, 6), 4); err != nil || len(p.Medoids) != 4 {
		t.Errorf("4 medoids of 4 equal rows: %+v, %v", p, err)
	}
}

func TestStabilityOfClearClusters(t *testing.T) {
	x := apart(90, 3)
	p, err := KMeans{K: 3}.Fit(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	agreement, err := stability(t.Context(), x, p.Labels, 3, rand.New(rand.NewPCG(1, 0)))
	if err != nil || agreement < 0.99 {
		t.Errorf("clusters apart agree to %v (%v), want nearly 1", agreement, err)
	}
	if !slices.Equal(p.Assign(x), p.Labels) {
		t.Error("Assign moves rows of a k-means partition")
	}
}
