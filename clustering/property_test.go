package clustering

import (
	"context"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// drawMatrix draws rows whose cells are often equal, so that ties and duplicates come up.
func drawMatrix(t *rapid.T, minRows int) *mat.Dense {
	n := rapid.IntRange(minRows, 40).Draw(t, "n")
	d := rapid.IntRange(1, 6).Draw(t, "d")
	cell := rapid.Float64Range(-100, 100)
	if rapid.Bool().Draw(t, "whole") {
		cell = rapid.Map(rapid.IntRange(1, 5), func(v int) float64 { return float64(v) })
	}
	x := mat.NewDense(n, d, nil)
	for i := range n {
		for j := range d {
			x.Set(i, j, cell.Draw(t, "x"))
		}
	}
	return x
}

// genericRows draws rows without equal distances.
func genericRows(t *rapid.T) *mat.Dense {
	n, d := rapid.IntRange(2, 40).Draw(t, "n"), rapid.IntRange(1, 5).Draw(t, "d")
	return cloud(n, d, rapid.Uint64().Draw(t, "seed"))
}

func must[T any](t *rapid.T) func(T, error) T {
	return func(v T, err error) T {
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestTreeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawMatrix(t, 1)
		n, _ := x.Dims()
		m := rapid.SampledFrom(Methods()).Draw(t, "method")
		tree := must[Tree](t)(Linkage{Method: m}.Fit(t.Context(), x))
		if len(tree.Merges) != n-1 {
			t.Fatalf("%s: %d merges of %d rows", m, len(tree.Merges), n)
		}
		used := make(map[int]bool)
		for i, g := range tree.Merges {
			if g.A >= g.B || g.B >= n+i || used[g.A] || used[g.B] || math.IsNaN(g.Height) {
				t.Fatalf("%s: merge %d is %+v", m, i, g)
			}
			used[g.A], used[g.B] = true, true
			if i > 0 && m != Centroid && m != Median && g.Height < tree.Merges[i-1].Height {
				t.Fatalf("%s: heights fall at merge %d", m, i)
			}
		}
		if n > 1 && tree.Merges[n-2].Size != n {
			t.Fatalf("%s: the last merge has %d of %d rows", m, tree.Merges[n-2].Size, n)
		}
		k := rapid.IntRange(1, n).Draw(t, "k")
		if labels := tree.Cut(k); len(labels) != n || slices.Max(labels) != k-1 || slices.Min(labels) != 0 {
			t.Fatalf("%s: cut at %d gives %v", m, k, labels)
		}
		if shape := tree.Shape(k); len(shape.Leaves) != k || len(shape.Joints) != k-1 {
			t.Fatalf("%s: a shape of %d leaves has %d and %d joints", m, k, len(shape.Leaves), len(shape.Joints))
		}
		if c := must[float64](t)(tree.Cophenetic(t.Context(), x)); math.IsNaN(c) || math.Abs(c) > 1+1e-9 {
			t.Fatalf("%s: cophenetic correlation %v", m, c)
		}
	})
}

// Rows in another order, moved, turned round or made larger: the same heights.
func TestTreeDoesNotMindOrderOrMotion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := genericRows(t)
		n, d := x.Dims()
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "motion"), 0))
		perm := rng.Perm(n)
		turn := must[Components](t)(PCA{}.Fit(cloud(d+2, d, rng.Uint64()))).Loadings
		f := math.Exp(rng.NormFloat64())
		y := mat.NewDense(n, d, nil)
		for i, from := range perm {
			for j := range d {
				y.Set(i, j, 3+f*dot(x.RawRowView(from), turn.RawRowView(j)))
			}
		}
		m := rapid.SampledFrom(Methods()).Draw(t, "method")
		a, b := must[Tree](t)(Linkage{Method: m}.Fit(t.Context(), x)), must[Tree](t)(Linkage{Method: m}.Fit(t.Context(), y))
		for i := range a.Merges {
			if !near(b.Merges[i].Height, f*a.Merges[i].Height, 1e-8) || a.Merges[i].Size != b.Merges[i].Size {
				t.Fatalf("%s: merge %d is %+v, after the motion %+v (times %v)", m, i, a.Merges[i], b.Merges[i], f)
			}
		}
		k := rapid.IntRange(1, n).Draw(t, "k")
		before, after := a.Cut(k), b.Cut(k)
		same := make([]int, n)
		for i, from := range perm {
			same[from] = after[i]
		}
		if AdjustedRand(before, same) != 1 {
			t.Fatalf("%s: cut at %d: %v, after the motion %v", m, k, before, same)
		}
	})
}

// From data and from distances, above and below the sizes at which the way of working changes.
func TestTreeFromDistancesIsTheSame(t *testing.T) {
	for _, n := range []int{2, 3, 70, minParallelClusters - 1, minParallelClusters + 130} {
		x := cloud(n, 3, uint64(n))
		p, err := newPoints(x)
		if err != nil {
			t.Fatal(err)
		}
		dist := distances(t.Context(), p.centered())
		for _, m := range Methods() {
			a, err := Linkage{Method: m}.Fit(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			b := linkReference(t.Context(), m, slices.Clone(dist), n)
			for i := range a.Merges {
				if g, w := a.Merges[i], b.Merges[i]; g.A != w.A || g.B != w.B || !near(g.Height, w.Height, 1e-9) {
					t.Fatalf("%s n=%d: merge %d is %+v, from distances %+v", m, n, i, g, w)
				}
			}
		}
	}
}

// waysOf are the trees of the ways in which Fit could link so many rows, those in rounds until a third is left.
func waysOf(ctx context.Context, p points, m Method) map[string]Tree {
	matrix, means := maxMatrixClusters, maxChainMeans
	defer func() { maxMatrixClusters, maxChainMeans = matrix, means }()
	maxMatrixClusters, maxChainMeans = max(4, p.n/3), max(4, p.n/3)
	ways := map[string]Tree{"a matrix": newTree(p.n, distanceMatrixOf(ctx, p, m).link(ctx), true)}
	if p.n <= maxFew {
		ways["a matrix of few"] = newTree(p.n, linkFew(p, m), true)
	}
	if m == Ward {
		ways["means"] = newTree(p.n, newCentroids(p.centered(), nil, nil).link(ctx), true)
		w := newWardMeans(p.centered())
		mergeReciprocal(ctx, w)
		ways["rounds of means"] = newTree(p.n, w.pairs, true)
		return ways
	}
	g := newRowLists(p, m)
	mergeReciprocal(ctx, g)
	ways["rounds"] = newTree(p.n, g.pairs, true)
	return ways
}

// A tree comes from a matrix, one of few clusters, from means or in rounds, whichever is sooner; all must be the same tree.
func TestTreeOfEachWayIsTheSame(t *testing.T) {
	for _, n := range []int{1, 2, 7, 8, 15, 16, 17, 60, 64, 65, 127, 128, maxFew, 300, minParallelClusters, minParallelClusters + 33} {
		p, err := newPoints(drawn(n, 5, 4, 3))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []Method{Ward, Average, Weighted, Complete} {
			ways := waysOf(t.Context(), p, m)
			for way, tree := range ways {
				for i, got := range tree.Merges {
					if w := ways["a matrix"].Merges[i]; got.A != w.A || got.B != w.B || got.Size != w.Size || math.Abs(got.Height-w.Height) > 1e-10*w.Height {
						t.Fatalf("%s, %d rows, merge %d: %v from %s, %v from a matrix", m, n, i, got, way, w)
					}
				}
			}
		}
	}
}

// Where distances are equal any nearest pair may be merged first, and ways differ; but it is always a nearest pair.
func TestTreeMergesANearestPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := must[points](t)(newPoints(drawMatrix(t, 1)))
		m := rapid.SampledFrom([]Method{Ward, Average, Weighted, Complete}).Draw(t, "method")
		for way, tree := range waysOf(t.Context(), p, m) {
			far, upd, left := map[[2]int]float64{}, anyUpdateOf(m), []int{}
			for i := range p.n {
				left = append(left, i)
				for j := range i {
					far[[2]int{j, i}] = math.Sqrt(sqDist(p.row(i), p.row(j)))
				}
			}
			of := func(a, b int) float64 { return far[[2]int{min(a, b), max(a, b)}] }
			for i, g := range tree.Merges {
				least := slices.Min(slices.Collect(maps.Values(far)))
				ab := of(g.A, g.B)
				if !near(ab, least, 1e-7) || !near(g.Height, least, 1e-7) {
					t.Fatalf("%s from %s: merge %d is %+v of two %v apart, the nearest are %v", m, way, i, g, ab, least)
				}
				left = slices.DeleteFunc(left, func(c int) bool { return c == g.A || c == g.B })
				for _, c := range left {
					far[[2]int{c, p.n + i}] = upd(of(g.A, c), of(g.B, c), ab, tree.size(g.A), tree.size(g.B), tree.size(c))
				}
				maps.DeleteFunc(far, func(k [2]int, _ float64) bool { return k[0] == g.A || k[1] == g.A || k[0] == g.B || k[1] == g.B })
				left = append(left, p.n+i)
			}
		}
	})
}

func TestTreeOfEqualAndTiedRows(t *testing.T) {
	n := 2 * minParallelClusters
	grid := mat.NewDense(n, 2, nil)
	for i := range n {
		grid.Set(i, 0, float64(i%32))
		grid.Set(i, 1, float64(i/32))
	}
	for name, x := range map[string]*mat.Dense{"equal rows": mat.NewDense(n, 2, nil), "a grid": grid} {
		for _, m := range Methods() {
			tree, err := Linkage{Method: m}.Fit(t.Context(), x)
			if err != nil || len(tree.Merges) != n-1 || tree.Merges[n-2].Size != n {
				t.Errorf("%s, %s: %d merges, %v", name, m, len(tree.Merges), err)
			}
		}
	}
}

func TestPCAProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawMatrix(t, 1)
		n, d := x.Dims()
		c := must[Components](t)(PCA{}.Fit(x))
		k, _ := c.Loadings.Dims()
		if k != min(n, d) {
			t.Fatalf("%d components of a %d × %d matrix", k, n, d)
		}
		for i := range k {
			for j := range i + 1 {
				want := 0.0
				if i == j {
					want = 1
				}
				if got := dot(c.Loadings.RawRowView(i), c.Loadings.RawRowView(j)); math.Abs(got-want) > 1e-9 {
					t.Fatalf("loadings %d and %d have product %v, want %v", i, j, got, want)
				}
			}
		}
		if s := sum(c.VarianceRatio); s != 0 && math.Abs(s-1) > 1e-9 {
			t.Fatalf("shares add up to %v", s)
		}
		scores := c.Transform(x)
		for i := range n {
			for j := range d {
				back := c.Mean[j]
				for pc := range k {
					back += scores.At(i, pc) * c.Loadings.At(pc, j)
				}
				if math.Abs(back-x.At(i, j)) > 1e-6 {
					t.Fatalf("cell %d,%d is %v after there and back, want %v", i, j, back, x.At(i, j))
				}
			}
		}
	})
}

func TestKMeansProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawMatrix(t, 2)
		n, _ := x.Dims()
		k := rapid.IntRange(1, n).Draw(t, "k")
		p := must[Partition](t)(KMeans{K: k, Restarts: 2}.Fit(t.Context(), x))
		if !slices.Equal(p.Assign(x), p.Labels) && p.Inertia > 1e-9 {
			for i, c := range p.Assign(x) {
				own, other := sqDist(x.RawRowView(i), p.Centers.RawRowView(p.Labels[i])), sqDist(x.RawRowView(i), p.Centers.RawRowView(c))
				if own > other+1e-9*(1+own) {
					t.Fatalf("row %d is nearer to another center: %v, own %v", i, other, own)
				}
			}
		}
		if p.K() < 2 || p.K() >= n {
			return
		}
		rows, mean, err := Silhouette(t.Context(), x, p.Labels)
		if err != nil || slices.Min(rows) < -1 || slices.Max(rows) > 1 || math.IsNaN(mean) {
			t.Fatalf("silhouettes %v, %v", rows, err)
		}
	})
}

// Everything is the same on one core as on all.
func TestSameOnOneCore(t *testing.T) {
	x := drawn(900, 4, 4, 21)
	measure := func() []float64 {
		c, err := PCA{}.Fit(x)
		if err != nil {
			t.Fatal(err)
		}
		out := slices.Clone(c.Variance)
		p, err := KMeans{K: 4}.Fit(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		_, s, err := Silhouette(t.Context(), x, p.Labels)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p.Inertia, s)
		for _, m := range Methods() {
			tree, err := Linkage{Method: m}.Fit(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			coph, err := tree.Cophenetic(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, coph)
			for _, g := range tree.Merges {
				out = append(out, g.Height)
			}
		}
		return out
	}
	many := measure()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if one := measure(); !slices.Equal(one, many) {
		t.Error("results differ between one core and many")
	}
}

// The portable code agrees with the vector code on the whole.
func TestPortableAgrees(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2; only the portable code runs here")
	}
	heights := func() []float64 {
		var out []float64
		for _, x := range []*mat.Dense{drawn(60, 6, 4, 22), drawn(700, 6, 4, 22)} {
			for _, m := range Methods() {
				tree, err := Linkage{Method: m}.Fit(t.Context(), x)
				if err != nil {
					t.Fatal(err)
				}
				for _, g := range tree.Merges {
					out = append(out, g.Height)
				}
			}
		}
		return out
	}
	want := heights()
	hasAVX2 = false
	defer func() { hasAVX2 = true }()
	for i, v := range heights() {
		if !near(v, want[i], 1e-9) {
			t.Fatalf("height %d is %v in portable code, %v in vector code", i, v, want[i])
		}
	}
}
