package clustering

import (
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// drawn returns n rows of d columns around k centers.
func drawn(n, d, k int, seed uint64) *mat.Dense {
	rng := rand.New(rand.NewPCG(seed, 0))
	center := make([]float64, k*d)
	for i := range center {
		center[i] = 2 * rng.NormFloat64()
	}
	x := mat.NewDense(n, d, nil)
	for i := range n {
		c := rng.IntN(k)
		for j := range d {
			x.Set(i, j, center[c*d+j]+rng.NormFloat64())
		}
	}
	return x
}

func TestKMeansIsAPartition(t *testing.T) {
	for _, n := range []int{1, 2, 31, 32, 33, 500, 3000} {
		x := drawn(n, 3, 4, uint64(n))
		parts, err := KMeans{}.Sweep(t.Context(), x, 6)
		if err != nil {
			t.Fatal(err)
		}
		last := math.Inf(1)
		for i, p := range parts {
			if p.K() != min(i+1, n) {
				t.Errorf("n=%d: %d clusters at k=%d", n, p.K(), i+1)
			}
			count := make([]int, p.K())
			for _, c := range p.Labels {
				count[c]++
			}
			if !slices.Equal(count, p.Sizes) || slices.Min(count) < 1 {
				t.Errorf("n=%d k=%d: sizes %v, but labels count %v", n, i+1, p.Sizes, count)
			}
			if p.Inertia > last*(1+1e-12) {
				t.Errorf("n=%d: inertia rises from %v to %v at k=%d", n, last, p.Inertia, i+1)
			}
			last = p.Inertia
		}
	}
}

func TestKMeansSameOnOneCore(t *testing.T) {
	x := drawn(700, 5, 6, 3)
	many, err := KMeans{K: 6}.Fit(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := KMeans{K: 6}.Fit(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(one.Labels, many.Labels) || one.Inertia != many.Inertia {
		t.Errorf("one core finds inertia %v, many find %v", one.Inertia, many.Inertia)
	}
}

func TestKMeansOddInput(t *testing.T) {
	equal := mat.NewDense(5, 2, []float64{1, 2, 1, 2, 1, 2, 1, 2, 1, 2})
	p, err := KMeans{K: 3}.Fit(t.Context(), equal)
	if err != nil || p.K() != 1 || p.Inertia != 0 {
		t.Errorf("equal rows in 3 clusters: %d clusters, inertia %v, %v; want one of inertia 0", p.K(), p.Inertia, err)
	}
	two := mat.NewDense(4, 1, []float64{0, 7, 0, 7})
	if p, err := (KMeans{K: 2}).Fit(t.Context(), two); err != nil || p.Inertia != 0 || p.K() != 2 {
		t.Errorf("two different rows in 2 clusters: %+v, %v", p, err)
	}
	if _, err := (KMeans{K: 6}).Fit(t.Context(), equal); !errors.Is(err, ErrTooManyClusters) {
		t.Errorf("6 clusters of 5 rows: %v, want ErrTooManyClusters", err)
	}
	if _, err := (KMeans{}).Fit(t.Context(), equal); !errors.Is(err, ErrTooFewClusters) {
		t.Errorf("no clusters: %v, want ErrTooFewClusters", err)
	}
	if _, err := (KMeans{K: 1}).Fit(t.Context(), &mat.Dense{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("no rows: %v, want ErrEmpty", err)
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if _, err := (KMeans{K: 1}).Fit(t.Context(), mat.NewDense(1, 1, []float64{v})); !errors.Is(err, ErrNotFinite) {
			t.Errorf("a cell of %v: %v, want ErrNotFinite", v, err)
		}
	}
}

func TestKMeansAnyScale(t *testing.T) {
	base, err := KMeans{K: 4}.Fit(t.Context(), drawn(200, 3, 4, 5))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []float64{1e-120, 1e-10, 1e10, 1e120} {
		x := drawn(200, 3, 4, 5)
		x.Scale(f, x)
		p, err := KMeans{K: 4}.Fit(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(p.Labels, base.Labels) {
			t.Errorf("the data times %g fall into other clusters", f)
		}
	}
}

func TestElbow(t *testing.T) {
	for _, c := range []struct {
		inertia []float64
		want    int
	}{
		{nil, 1}, {[]float64{5}, 1}, {[]float64{5, 3}, 1},
		{[]float64{5, 4, 3, 2, 1}, 1},
		{[]float64{100, 20, 15, 12, 10}, 2},
		{[]float64{100, 60, 22, 20, 19, 18}, 3},
		{[]float64{0, 0, 0}, 1},
	} {
		if got := Elbow(c.inertia); got != c.want {
			t.Errorf("elbow of %v is %d, want %d", c.inertia, got, c.want)
		}
	}
}

func TestProfileFindsWhatDiffers(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 0))
	x := mat.NewDense(80, 5, nil)
	labels := make([]int, 80)
	for i := range 80 {
		labels[i] = i % 2
		for j := range 5 {
			x.Set(i, j, rng.NormFloat64())
		}
		x.Set(i, 3, x.At(i, 3)+3*float64(labels[i]))
	}
	facts, err := Profile(x, labels)
	if err != nil {
		t.Fatal(err)
	}
	top := facts[1][0]
	if top.Column != 3 || top.Effect < 2 || !top.Significant || top.Mean < top.Rest {
		t.Errorf("the first fact of cluster 1 is %+v, want column 3 far above", top)
	}
	if f := facts[0][1]; f.Significant {
		t.Errorf("noise counts as a difference: %+v", f)
	}
}

func TestAdjustedRand(t *testing.T) {
	a := []int{0, 0, 1, 1, 2, 2}
	if got := AdjustedRand(a, []int{2, 2, 0, 0, 1, 1}); got != 1 {
		t.Errorf("other names: %v, want 1", got)
	}
	// scikit-learn: adjusted_rand_score([0,0,1,1,2,2], [0,0,1,2,2,2]) = 0.44444444444444
	if got := AdjustedRand(a, []int{0, 0, 1, 2, 2, 2}); math.Abs(got-4.0/9) > 1e-12 {
		t.Errorf("one row moved: %v, want 4/9", got)
	}
}

// Bounds change nothing but how long it takes.
func TestBoundsChangeNoTurn(t *testing.T) {
	had := worthBounds
	defer func() { worthBounds = had }()
	for _, vectors := range []bool{hasAVX2, false} {
		was := hasAVX2
		hasAVX2 = vectors
		for seed := range uint64(3) {
			x := drawn(700, 3, 9, 70+seed)
			p, err := newPoints(x)
			if err != nil {
				t.Fatal(err)
			}
			p = p.centered()
			with, without := newLloyd(t.Context(), p, newBlocks32(p)), newLloyd(t.Context(), p, newBlocks32(p))
			rows := []int{0, 1, 2, 3, 4, 5, 6, 7, 8}
			with.setCenters(rows)
			without.setCenters(rows)
			spared := 0
			for range 40 {
				worthBounds = func(int, int, int) bool { return true }
				with.assignStep()
				worthBounds = func(int, int, int) bool { return false }
				without.assignStep()
				if !slices.Equal(with.prev[:700], without.prev[:700]) {
					t.Fatalf("seed %d: labels differ from those without bounds", seed)
				}
				for _, open := range with.bounds.active {
					if open == 0 {
						spared++
					}
				}
				with.recenter()
				without.recenter()
			}
			if spared == 0 {
				t.Errorf("seed %d: no block was spared", seed)
			}
		}
		hasAVX2 = was
	}
}
