package clustering

import (
	"errors"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// scales are answers from 1 to 5 to d questions of n people of three kinds, who answer with noise.
func scales(n, d int, noise float64) *mat.Dense {
	rng := rand.New(rand.NewPCG(7, 0))
	x := mat.NewDense(n, d, nil)
	for i := range n {
		for j := range d {
			x.Set(i, j, min(5, max(1, float64(int(2.5+float64((i+j)%3)+noise*rng.NormFloat64())))))
		}
	}
	return x
}

// By way of a tenth as many micro-clusters as rows the tree is as true to the rows as that of all of them, and is cut into the same groups where there are some.
func TestMicroClustersAreAsGoodAsRows(t *testing.T) {
	for name, x := range map[string]*mat.Dense{"answers": scales(5000, 25, 1), "clouds": drawn(5000, 8, 3, 1)} {
		for _, m := range []Method{Ward, Average, Complete} {
			var found [2]Tree
			var correlation [2]float64
			for i, micro := range []int{0, 500} {
				var err1, err2 error
				found[i], err1 = Linkage{Method: m, Micro: micro}.Fit(t.Context(), x)
				correlation[i], err2 = found[i].Cophenetic(t.Context(), x)
				if err := errors.Join(err1, err2); err != nil {
					t.Fatal(err)
				}
			}
			if correlation[1] < correlation[0]-0.03 {
				t.Errorf("%s of %s: the cophenetic correlation is %.3f by micro-clusters, %.3f of all rows", m, name, correlation[1], correlation[0])
			}
			if same := AdjustedRand(found[0].Cut(3), found[1].Cut(3)); same < 0.95 {
				t.Errorf("%s of %s: three groups agree by %.3f with those of all rows", m, name, same)
			}
		}
	}
}

// The tree has all rows, by whatever method, also where fewer rows differ than micro-clusters are asked for.
func TestMicroClustersGiveAWholeTree(t *testing.T) {
	few := mat.NewDense(400, 2, nil)
	for i := range 400 {
		few.SetRow(i, []float64{float64(i % 5), float64(i % 3)})
	}
	for name, x := range map[string]*mat.Dense{"answers": scales(700, 6, 1), "15 different rows": few} {
		n, _ := x.Dims()
		for _, m := range Methods() {
			tree, err := Linkage{Method: m, Micro: 90}.Fit(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			if len(tree.Merges) != n-1 || tree.Merges[n-2].Size != n || len(tree.Order()) != n {
				t.Errorf("%s of %s: %d merges of %d rows, the last of %d", m, name, len(tree.Merges), n, tree.Merges[n-2].Size)
			}
			if m != Ward || name == "answers" {
				continue
			}
			all, err := Linkage{}.Fit(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			for k := 1; k <= 15; k++ {
				if same := AdjustedRand(all.Cut(k), tree.Cut(k)); same < 1 && !near(all.Merges[n-k].Height, all.Merges[n-k-1].Height, 1e-9) {
					t.Errorf("%d groups of equal rows agree by %v", k, same)
				}
			}
		}
	}
}

// A part of the tree joins some of the rows as the whole does.
func TestSampledTree(t *testing.T) {
	x := scales(300, 6, 1)
	tree, err := Linkage{Method: Average}.Fit(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	rows := rand.New(rand.NewPCG(1, 0)).Perm(300)[:80]
	part, some := tree.Sampled(x, rows)
	heights, partHeights := tree.jointHeights(), part.jointHeights()
	for i, a := range rows {
		for j, b := range rows[:i] {
			if got, want := partHeights(i, j), heights(a, b); got != want {
				t.Fatalf("rows %d and %d are joined at %v in the part, at %v in the whole", a, b, got, want)
			}
		}
		if some.At(i, 2) != x.At(a, 2) {
			t.Fatalf("row %d of the sample is not row %d", i, a)
		}
	}
	if last := part.Merges[len(part.Merges)-1]; len(part.Merges) != 79 || last.Size != 80 {
		t.Errorf("the part has %d merges, the last of %d rows", len(part.Merges), last.Size)
	}
}

// jointHeights says at which height two rows are joined.
func (t Tree) jointHeights() func(a, b int) float64 {
	up := make([]int, t.N+len(t.Merges))
	for i, m := range t.Merges {
		up[m.A], up[m.B] = t.N+i, t.N+i
	}
	return func(a, b int) float64 {
		above := map[int]bool{}
		for ; a < len(up)-1; a = up[a] {
			above[up[a]] = true
		}
		above[len(up)-1] = true
		for b = up[b]; !above[b]; b = up[b] {
		}
		return t.Merges[b-t.N].Height
	}
}

func BenchmarkMicro(b *testing.B) {
	x := scales(20000, 25, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (Linkage{Micro: 2000}).Fit(b.Context(), x); err != nil {
			b.Fatal(err)
		}
	}
}
