package fit

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestATreeGoesRightAboveTheThreshold(t *testing.T) {
	tr := tree{F: [3]int{0, 1, 2}, T: [3]float64{0, 5, -5}, V: [4]float64{10, 11, 12, 13}}
	for _, c := range []struct {
		x    []float64
		want float64
	}{{[]float64{-1, 4, 0}, 10}, {[]float64{0, 6, 0}, 11}, {[]float64{0, 5, 0}, 10}, {[]float64{1, 9, -5}, 12}, {[]float64{1, 0, -4}, 13}} {
		if got := tr.value(c.x); got != c.want {
			t.Errorf("at %v the tree says %v, want %v", c.x, got, c.want)
		}
	}
	b := &boostedTrees{Base: 3, Share: 0.5, Trees: []tree{tr, tr}}
	if got := b.value([]float64{1, 0, 0}); got != 3+0.5*26 {
		t.Errorf("two such trees say %v, want 16", got)
	}
}

// steps is a design whose ratings are a step of the second feature, at 0.
func steps(n int, seed uint64) *design {
	d := noisyLine(n, 1, 3, 0, seed)
	for i := range d.y {
		d.y[i] = 2 * indicator(d.row(i)[1] > 0)
	}
	return d
}

func TestTheFirstSplitIsTheOneThatGainsMost(t *testing.T) {
	d := steps(200, 1)
	g := newTreeBooster(d, upTo(d.n), d.y)
	b := g.boost(1, 1, nil)
	if len(b.Trees) != 1 || b.Trees[0].F[0] != 1 || math.Abs(b.Trees[0].T[0]) > 0.3 {
		t.Fatalf("the first tree is %+v, want a split of feature 1 near 0", b.Trees)
	}
	if v := b.Trees[0].V; v[0] >= 0 || v[3] <= 0 {
		t.Errorf("below the step the leaves are %v and %v, above %v and %v", v[0], v[1], v[2], v[3])
	}
}

func TestNoLeafIsSmallerThanItsLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := noisyLine(rapid.IntRange(16, 120).Draw(t, "rows"), 1, 2, 0.5, rapid.Uint64().Draw(t, "seed"))
		g := newTreeBooster(d, upTo(d.n), d.y)
		g.residual = slices.Clone(d.y)
		in := make([]int32, d.n)
		for i := range in {
			in[i] = int32(i)
		}
		tr, ok := g.tree(in)
		if !ok {
			return
		}
		left := 0
		for i := range d.n {
			left += int(indicator(d.row(i)[tr.F[0]] <= tr.T[0]))
		}
		if least := int(g.minLeaf); left < least || d.n-left < least {
			t.Errorf("of %d rows %d go left, want at least %d on either side", d.n, left, least)
		}
	})
}

func TestMoreRoundsFitTheirOwnRowsBetter(t *testing.T) {
	d := steps(150, 2)
	var last float64
	first := true
	newTreeBooster(d, upTo(d.n), d.y).boost(60, 1, func(b *boostedTrees) {
		if len(b.Trees)%10 != 0 {
			return
		}
		e := 0.0
		for i := range d.n {
			e += (d.y[i] - b.value(d.row(i))) * (d.y[i] - b.value(d.row(i)))
		}
		if !first && e >= last {
			t.Errorf("after %d rounds the squared error is %v, ten before %v", len(b.Trees), e, last)
		}
		first, last = false, e
	})
	if first {
		t.Error("no round was told of")
	}
	same := noisyLine(30, 1, 2, 0, 1)
	for i := range same.y {
		same.y[i] = 4
	}
	if b := newTreeBooster(same, upTo(30), same.y).boost(5, 1, nil); len(b.Trees) != 0 || !near(b.Base, 4, 1e-9) {
		t.Errorf("ratings that do not differ give %d trees on %v", len(b.Trees), b.Base)
	}
}

func TestBoostingIsTunedByHeldOutRows(t *testing.T) {
	clear, noise := steps(200, 3), noisyLine(200, 1, 3, 0, 4)
	a, b := clear.fitBoosted(upTo(200), clear.y, 7), noise.fitBoosted(upTo(200), noise.y, 7)
	if len(a.Trees) < 40 || a.Share < 0.9 {
		t.Errorf("of a clear step %d rounds are used to %v", len(a.Trees), a.Share)
	}
	spread := func(b *boostedTrees, d *design) float64 {
		v := make([]float64, d.n)
		for i := range v {
			v[i] = b.value(d.row(i))
		}
		return sampleSD(v)
	}
	if s := spread(b, noise); s > 0.4*sampleSD(noise.y) {
		t.Errorf("of noise the predictions have a standard deviation of %v", s)
	}
	if again := clear.fitBoosted(upTo(200), clear.y, 7); jsonOf(again) != jsonOf(a) {
		t.Error("the same rows and seed give other trees")
	}
}

func TestTheShareIsThatOfLeastSquares(t *testing.T) {
	for _, c := range []struct {
		v, truth []float64
		want     float64
	}{
		{[]float64{1, -1}, []float64{0.5, -0.5}, 0.5}, {[]float64{1, -1}, []float64{3, -3}, 1}, {[]float64{1, -1}, []float64{-1, 1}, 0},
		{[]float64{0, 0}, []float64{1, 2}, 0}, {nil, nil, 0}, {[]float64{2, 1}, []float64{1, 1}, 0.6},
	} {
		if got := leastSquaresShare(c.v, c.truth); !near(got, c.want, 1e-12) {
			t.Errorf("of %v for %v the share is %v, want %v", c.v, c.truth, got, c.want)
		}
	}
}

func TestResampledTreesTellTheStandardError(t *testing.T) {
	m := &estimator{Kind: TreesName, Boosted: &boostedTrees{Base: 1, Share: 0.5}, Floor: 0.3}
	for _, v := range []float64{4, 5, 6} {
		m.Bootstrap = append(m.Bootstrap, &boostedTrees{Base: 9, Share: 1, Trees: []tree{{V: [4]float64{v, v, v, v}}}})
	}
	x := []float64{0, 0, 0}
	if got, want := m.bootstrapVariance(x), 0.25; !near(got, want, 1e-12) { // half of 4, 5 and 6
		t.Errorf("the variance of the resampled fits is %v, want %v", got, want)
	}
	if got, want := m.standardError(x, nil), math.Hypot(0.3, 0.5); !near(got, want, 1e-12) {
		t.Errorf("the standard error is %v, want %v", got, want)
	}
	for i, v := range []float64{0, 0.2, 0.4} { // above 0 of feature 1
		m.Bootstrap[i].Trees[0] = tree{F: [3]int{1, 1, 1}, V: [4]float64{0, 0, v, v}}
	}
	if got, want := m.differenceSE(x, []float64{0, 1, 0}), 0.1; !near(got, want, 1e-12) {
		t.Errorf("the error of the difference is %v, want %v", got, want)
	}
}
