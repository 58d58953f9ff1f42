package fit

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func sumsClose(a, b *sums) bool {
	same := func(x, y []float64) bool {
		return slices.EqualFunc(x, y, func(v, w float64) bool { return near(v, w, 1e-7) })
	}
	return near(a.n, b.n, 0) && near(a.y, b.y, 1e-7) && near(a.yy, b.yy, 1e-6) && near(a.groups, b.groups, 0) && same(a.x, b.x) && same(a.xx, b.xx) && same(a.xy, b.xy)
}

func TestSumsOfPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := noisyLine(30, 3, rapid.IntRange(1, 5).Draw(t, "features"), 0.4, rapid.Uint64().Draw(t, "seed"))
		cut := 3 * rapid.IntRange(1, 9).Draw(t, "teams")
		whole, a, b := d.sum(upTo(30), d.y), d.sum(upTo(cut), d.y), d.sum(upTo(30)[cut:], d.y)
		both := a.clone()
		both.add(&b, 1)
		if !sumsClose(&both, &whole) {
			t.Errorf("the sums of %d and %d rows do not add up to those of all", cut, 30-cut)
		}
		if whole.add(&b, -1); !sumsClose(&whole, &a) {
			t.Errorf("all rows but the last %d have other sums than the first %d", 30-cut, cut)
		}
		byRow := newSums(d.p)
		for i := range cut {
			byRow.addRow(d.row(i), d.y[i])
		}
		byRow.groups = a.groups
		if !sumsClose(&byRow, &a) {
			t.Errorf("rows that are added one by one have other sums")
		}
		saved := a.save().restore()
		if !sumsClose(&saved, &a) {
			t.Errorf("sums that were saved and restored are others")
		}
	})
}

func TestTheoryIsSubtractedAsFromTheTargets(t *testing.T) {
	d := noisyLine(40, 2, 4, 0.3, 5)
	w, slope := []float64{0.7, 0, -0.2, 0}, 0.6
	less := slices.Clone(d.y)
	for i := range less {
		less[i] -= slope * dot(w, d.row(i))
	}
	s, want := d.sum(upTo(d.n), d.y), d.sum(upTo(d.n), less)
	if got := s.withoutTheory(w, slope); !sumsClose(got, &want) {
		t.Errorf("sums without the theory are %+v, want %+v", got, want)
	}
	untouched := d.sum(upTo(d.n), d.y)
	if !sumsClose(&s, &untouched) {
		t.Error("withoutTheory has changed the sums it was asked of")
	}
	f := linear{W: []float64{1, 2, 3, 4}, B: 5}
	x := []float64{0.5, -1, 2, 0.1}
	before := f.value(x)
	if got, want := f.addTheory(w, slope).value(x), before+slope*dot(w, x); !near(got, want, 1e-12) {
		t.Errorf("with the theory the value is %v, want %v", got, want)
	}
}

func TestTheEndsOfTheRidgePath(t *testing.T) {
	d := noisyLine(60, 2, 3, 0.4, 6)
	s := d.sum(upTo(d.n), d.y)
	p := s.solve(s.selectFeatures(true, nil))
	last := p.at(len(lambdas) - 1)
	for i := range d.n {
		if !near(last.value(d.row(i)), mean(d.y), 1e-9) {
			t.Fatalf("with an infinite penalty row %d is predicted %v, want the mean %v", i, last.value(d.row(i)), mean(d.y))
		}
	}
	norm := math.Inf(1)
	for l := range lambdas {
		var size float64
		for _, w := range p.at(l).W {
			size += w * w
		}
		if size > norm+1e-12 {
			t.Errorf("penalty %v has larger coefficients than the one before", lambdas[l])
		}
		norm = size
	}
	if none := s.solve(nil); !near(none.at(3).value(d.row(0)), mean(d.y), 1e-9) {
		t.Errorf("without features row 0 is predicted %v", none.at(3).value(d.row(0)))
	}
}

func TestFeaturesAreSelectedByCorrelation(t *testing.T) {
	d := noisyLine(100, 1, 40, 0.6, 7)
	s := d.sum(upTo(d.n), d.y)
	got := s.selectFeatures(false, []int{39})
	if len(got) != maxFeatures || !slices.Contains(got, 0) || !slices.Contains(got, 39) || !slices.IsSorted(got) {
		t.Errorf("selected are %v, want %d, among them 0, which the ratings follow, and 39, which is always in", got, maxFeatures)
	}
	if all := s.selectFeatures(true, nil); len(all) != 40 {
		t.Errorf("of 40 features %d are taken", len(all))
	}
	some := d.sum([]int{0, 0, 0}, d.y) // one row: nothing varies
	if got := some.selectFeatures(true, nil); len(got) != 0 {
		t.Errorf("of features that do not vary %v are taken", got)
	}
}

// Each fold's predictions are those of a ridge fitted to the rows of the other folds, with the
// penalty that does best on them.
func TestNestedRidgeIsAsIfEachFoldWereFittedAlone(t *testing.T) {
	for _, c := range []struct {
		folds  int // with inner folds drawn, and with the other folds as inner folds
		theory []int
	}{{3, nil}, {6, nil}, {6, []int{0, 2}}} {
		d, folds := noisyLine(48, 1, 3, 0.3, 8), c.folds
		d.theoryFeatures = c.theory
		w := d.theoryWeights()
		for i := range d.y {
			d.y[i] *= 5 // so that the prior slope, which is in standard deviations, is not that of a variance
		}
		div := split{make([]int, d.n), folds}
		for i := range div.fold {
			div.fold[i] = i % folds
		}
		rd := newRidgeCV(d, div)
		values, errors := rd.predict(d.y)
		total := make([]float64, len(lambdas))
		for k := range folds {
			inner := make([]float64, len(lambdas))
			for j := range folds {
				if j == k {
					continue
				}
				rows := slices.DeleteFunc(upTo(d.n), func(i int) bool { return div.fold[i] == k || div.fold[i] == j })
				s, held := d.sum(rows, d.y), d.sum(div.test(j), d.y)
				slope := s.centerOnTheory(w)
				s.solve(s.selectFeatures(true, nil)).errors(held.withoutTheory(w, slope), inner)
			}
			if folds <= 4 {
				inner = newInnerCV(d, div.train(k), d.y).errors()
			}
			s := d.sum(div.train(k), d.y)
			slope := s.centerOnTheory(w)
			p := s.solve(s.selectFeatures(true, nil))
			f := p.at(argminLast(inner)).addTheory(w, slope)
			for _, i := range div.test(k) {
				if !near(values[i], f.value(d.row(i)), 1e-8) {
					t.Fatalf("%d folds: row %d is predicted %v, want %v", folds, i, values[i], f.value(d.row(i)))
				}
			}
			held := d.sum(div.test(k), d.y)
			p.errors(held.withoutTheory(w, slope), total)
		}
		for l := range lambdas {
			if !near(errors[l], total[l], 1e-6) {
				t.Errorf("%d folds: penalty %v has the error %v, want %v", folds, lambdas[l], errors[l], total[l])
			}
		}
		again, _ := rd.predict(d.y) // from the paths that are cached
		if !slices.EqualFunc(again, values, func(a, b float64) bool { return near(a, b, 1e-9) }) {
			t.Errorf("%d folds: the second time the same targets are predicted otherwise", folds)
		}
	}
}

func TestOfEqualErrorsTheLargestPenaltyIsTaken(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		want int
	}{{[]float64{3, 1, 2}, 1}, {[]float64{1, 1, 2}, 1}, {[]float64{2, 2, 2}, 2}, {[]float64{5}, 0}} {
		if got := argminLast(c.x); got != c.want {
			t.Errorf("the least of %v is at %d, want %d", c.x, got, c.want)
		}
	}
}

func TestTheSlopeOfTheTheoryIsBetweenTheLiteratureAndTheRows(t *testing.T) {
	for _, teams := range []int{4, 40, 400, 4000} {
		d := noisyLine(teams, 1, 2, 0.5, 12)
		d.theoryFeatures = []int{0}
		w := d.theoryWeights()
		s := d.sum(upTo(d.n), d.y)
		_, sd := zScores(slices.Clone(d.y))
		alone := (s.xy[0]/s.n - s.x[0]/s.n*s.y/s.n) / (s.xx[0]/s.n - s.x[0]/s.n*s.x[0]/s.n)
		prior := priorSlopeSD * sd
		want := (priorTeams*prior + float64(teams)*alone) / (priorTeams + float64(teams))
		if got := s.theorySlopeOf(w); !near(got, want, 1e-9) {
			t.Errorf("%d teams: the slope is %v, want %v, between %v of the literature and %v of the rows", teams, got, want, prior, alone)
		}
		f := s.theoryFit(w, 0.25)
		if got, want := f.value(d.row(1))-f.value(d.row(0)), 0.25*(d.row(1)[0]-d.row(0)[0]); !near(got, want, 1e-9) {
			t.Errorf("%d teams: with a given slope of 0.25 two rows differ by %v, want %v", teams, got, want)
		}
	}
	d := noisyLine(10, 1, 2, 0.5, 12)
	if w := d.theoryWeights(); w != nil {
		t.Errorf("without theory features there are the weights %v", w)
	}
	d.theoryFeatures = []int{0, 1}
	var square float64
	for i := range d.n {
		v := dot(d.theoryWeights(), d.row(i))
		square += v * v / float64(d.n)
	}
	if !near(square, 1, 1e-9) {
		t.Errorf("the theory score has a variance of %v, want 1", square)
	}
}

// The standard error is that of Bayesian linear regression: noise·xᵀ(R + λI)⁻¹x on the correlation
// scale, and the noise itself.
func TestTheStandardErrorIsThePosterior(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := noisyLine(40, 2, rapid.IntRange(1, 6).Draw(t, "features"), 0.3, rapid.Uint64().Draw(t, "seed"))
		s := d.sum(upTo(d.n), d.y)
		l := rapid.IntRange(0, len(lambdas)-2).Draw(t, "penalty")
		p := s.solve(s.selectFeatures(true, nil))
		m := &estimator{Kind: RidgeName, Linear: p.at(l)}
		m.setPosterior(p, l, 0.02)
		x := make([]float64, d.p)
		for f := range x {
			x[f] = rapid.Float64Range(-3, 3).Draw(t, "x")
		}
		a, z := mat.NewDense(d.p, d.p, nil), mat.NewVecDense(d.p, nil)
		for f := range d.p {
			z.SetVec(f, (x[f]-s.x[f]/s.n)/p.sd[f])
			for g := range d.p {
				a.Set(f, g, (s.xx[f*d.p+g]/s.n-s.x[f]/s.n*s.x[g]/s.n)/(p.sd[f]*p.sd[g]))
			}
			a.Set(f, f, a.At(f, f)+lambdas[l])
		}
		var solved mat.VecDense
		if err := solved.SolveVec(a, z); err != nil {
			t.Skip(err)
		}
		want := math.Sqrt(0.02 + 0.02*mat.Dot(z, &solved))
		if got := m.standardError(x, make([]float64, m.scratchLen())); !near(got, want, 1e-6*want) {
			t.Errorf("the standard error at %v is %v, want %v", x, got, want)
		}
		y := slices.Clone(x)
		if got := m.differenceSE(x, y); got != 0 {
			t.Errorf("the error of no difference is %v", got)
		}
		y[0]++
		if ab, ba := m.differenceSE(x, y), m.differenceSE(y, x); !near(ab, ba, 1e-12) || !(ab > 0) {
			t.Errorf("from x to y the error is %v, back %v", ab, ba)
		}
	})
}

func TestTheTriangleHasTheLengthsOfTheRoot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.IntRange(1, 6).Draw(t, "size")
		root := rapid.SliceOfN(rapid.Float64Range(-3, 3), q*q, q*q).Draw(t, "root")
		x := rapid.SliceOfN(rapid.Float64Range(-3, 3), q, q).Draw(t, "x")
		length := func(m mat.Matrix) float64 {
			var v mat.VecDense
			v.MulVec(m, mat.NewVecDense(q, x))
			return mat.Norm(&v, 2)
		}
		r, rest := mat.NewDense(q, q, nil), upperTriangle(root, q)
		for a := range q {
			for b := a; b < q; b++ {
				r.Set(a, b, rest[0])
				rest = rest[1:]
			}
		}
		if got, want := length(r), length(mat.NewDense(q, q, root)); !near(got, want, 1e-9*(1+want)) || len(rest) > 0 {
			t.Errorf("the length is %v, want %v", got, want)
		}
	})
	if upperTriangle(nil, 0) != nil {
		t.Error("the triangle of no root is not nil")
	}
}
