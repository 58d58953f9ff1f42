package fit

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// predicted are out-of-fold predictions of d that somebody made, one repeat.
func predicted(d *design, value, chance []float64) outOfFold {
	return newOutOfFold("made", d, [][]float64{value}, [][]float64{chance}, [][]float64{value})
}

func meansOf(d *design) (outOfFold, split) {
	div := split{slices.Clone(d.group), d.groups}
	for i, g := range d.group {
		div.fold[i] = g % 5
	}
	div.folds = 5
	return outOfFoldOf(MeanName, d, []split{div}, [][]float64{foldMeans(div, d.y)}, nil), div
}

func TestScoresOfTheMeanOfTheTruthAndOfItsOpposite(t *testing.T) {
	d := noisyLine(100, 2, 1, 0.5, 21)
	m, _ := meansOf(d)
	opposite := make([]float64, d.n)
	for i, y := range d.y {
		opposite[i] = 6 - y
	}
	sure, wrong := make([]float64, d.n), make([]float64, d.n)
	for i, a := range d.above {
		sure[i], wrong[i] = 0.01+0.98*a, 0.99-0.98*a
	}
	truth, against := predicted(d, d.y, sure), predicted(d, opposite, wrong)
	if s := m.metricsOf(&m, d, nil, ones(d.n)); s.r2 != 0 || s.skill != 0 || !math.IsNaN(s.auc) {
		t.Errorf("the mean beside itself has %+v", s)
	}
	if s := truth.metricsOf(&m, d, truth.rankings(1), ones(d.n)); s.r2 != 1 || s.auc != 1 || !near(s.brier, 1e-4, 1e-9) || !near(s.logLoss, -math.Log(0.99), 1e-9) {
		t.Errorf("the truth has %+v", s)
	}
	if s := against.metricsOf(&m, d, against.rankings(1), ones(d.n)); s.r2 >= 0 || s.auc != 0 || s.skill >= 0 {
		t.Errorf("its opposite has %+v", s)
	}
}

// A row that counts twice is as two rows.
func TestWeightsCountRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := noisyLine(20, 1, 1, 0.5, rapid.Uint64().Draw(t, "seed"))
		m, _ := meansOf(d)
		value := make([]float64, d.n)
		for i := range value {
			value[i] = rapid.Float64Range(0, 6).Draw(t, "value")
		}
		o := outOfFoldOf("made", d, []split{{slices.Clone(d.group), d.groups}}, [][]float64{value}, nil)
		twice := rapid.IntRange(0, d.n-1).Draw(t, "twice")
		w := ones(d.n)
		w[twice] = 2
		rows := append(upTo(d.n), twice)
		double := &design{n: d.n + 1, y: pick(d.y, rows), above: pick(d.above, rows)}
		pickOf := func(o *outOfFold) outOfFold {
			return newOutOfFold(o.name, double, [][]float64{pick(o.value[0], rows)}, [][]float64{pick(o.chance[0], rows)}, [][]float64{pick(o.logOdds[0], rows)})
		}
		o2, m2 := pickOf(&o), pickOf(&m)
		got, want := o.metricsOf(&m, d, o.rankings(1), w), o2.metricsOf(&m2, double, o2.rankings(1), ones(double.n))
		for _, v := range [][2]float64{{got.r2, want.r2}, {got.auc, want.auc}, {got.brier, want.brier}, {got.skill, want.skill}, {got.logLoss, want.logLoss}} {
			if !near(v[0], v[1], 1e-9) {
				t.Errorf("with row %d twice the scores are %+v, of the rows themselves %+v", twice, got, want)
			}
		}
	})
}

func TestFoldMeansAreThoseOfTheOtherFolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.SliceOfN(rapid.Float64Range(-9, 9), 4, 20).Draw(t, "y")
		div := split{make([]int, len(y)), 3}
		for i := range y {
			div.fold[i] = i % 3
		}
		for i, got := range foldMeans(div, y) {
			if want := meanOver(y, div.train(div.fold[i])); !near(got, want, 1e-9) {
				t.Errorf("row %d is predicted %v, want %v", i, got, want)
			}
			if slices.Contains(div.train(div.fold[i]), i) || !slices.Contains(div.test(div.fold[i]), i) {
				t.Errorf("row %d of fold %d is not where it belongs", i, div.fold[i])
			}
		}
	})
}

func TestTheCalibrationSlopeIsOneWhereChancesHold(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	d := &design{n: 20000}
	var odds []float64
	for range d.n {
		x := rng.NormFloat64()
		odds, d.above = append(odds, x), append(d.above, indicator(rng.Float64() < sigmoid(x)))
	}
	d.y = make([]float64, d.n)
	for _, c := range []struct{ factor, want float64 }{{1, 1}, {2, 0.5}, {0.5, 2}} {
		p := make([]float64, d.n)
		for i, x := range odds {
			p[i] = sigmoid(c.factor * x)
		}
		o := predicted(d, d.y, p)
		if got := o.calibrationSlope(d); !near(got, c.want, 0.06*c.want) {
			t.Errorf("with log odds times %v the slope is %v, want %v", c.factor, got, c.want)
		}
	}
	for name, p := range map[string]func(i int) float64{"equal": func(int) float64 { return 0.4 }, "separable": func(i int) float64 { return 0.1 + 0.8*d.above[i] }} {
		v := make([]float64, d.n)
		for i := range v {
			v[i] = p(i)
		}
		if o := predicted(d, d.y, v); !math.IsNaN(o.calibrationSlope(d)) {
			t.Errorf("of %s chances the slope is %v, want none", name, o.calibrationSlope(d))
		}
	}
}

func TestBinsHoldEveryRowOnce(t *testing.T) {
	d := noisyLine(200, 2, 1, 0.4, 3)
	chance := make([]float64, d.n)
	for i := range chance {
		chance[i] = sigmoid(d.row(i)[0])
	}
	o := predicted(d, d.y, chance)
	all, rows, happened := bins(&o, d), 0, 0.0
	for k, b := range all {
		rows, happened = rows+b.Rows, happened+b.Happened*float64(b.Rows)
		if b.Low > b.Happened || b.High < b.Happened || k > 0 && b.Predicted < all[k-1].Predicted {
			t.Errorf("bin %d is %+v", k, b)
		}
	}
	least, most := d.n, 0
	for _, b := range all {
		least, most = min(least, b.Rows), max(most, b.Rows)
	}
	if least < 4 || most < 3*least {
		t.Errorf("bins hold %d to %d rows, want more where predictions crowd", least, most)
	}
	if len(all) < 6 || len(all) > 10 || rows != d.n || !near(happened, total(d.above), 1e-9) {
		t.Errorf("%d bins hold %d of %d rows, of which %v are above, want %v", len(all), rows, d.n, happened, total(d.above))
	}
	flat := predicted(d, d.y, slices.Repeat([]float64{0.5}, d.n))
	if got := bins(&flat, d); len(got) != 1 || !near(got[0].Predicted, 0.5, 1e-9) {
		t.Errorf("chances that do not differ fall into %d bins", len(got))
	}
}

func TestTheSimplestOfModelsThatAreAboutAsGoodIsChosen(t *testing.T) {
	d := noisyLine(120, 1, 1, 0.3, 4)
	at := func(name string, better, noise float64) outOfFold {
		rng := rand.New(rand.NewPCG(5, 5))
		o := outOfFold{name: name, errors: make([]float64, d.n)}
		for i := range o.errors {
			o.errors[i] = 1 - better + noise*rng.NormFloat64()
		}
		return o
	}
	for _, c := range []struct {
		ridge, trees float64
		want         string
	}{{0, 0, MeanName}, {0.2, 0.21, RidgeName}, {0.01, 0.01, MeanName}, {0.2, 0.5, TreesName}, {0.5, 0.2, RidgeName}} {
		tr := &trainer{d: d, results: []outOfFold{at(MeanName, 0, 0.5), at(RidgeName, c.ridge, 0.1), at(TreesName, c.trees, 0.3)}}
		if got := tr.oneStandardErrorRule().name; got != c.want {
			t.Errorf("ridge saves %v and trees %v: chosen is the %s, want the %s", c.ridge, c.trees, got, c.want)
		}
	}
	a, b := at(MeanName, 0, 0), at(RidgeName, 0.3, 0)
	_, sd := zScores(slices.Clone(d.y))
	if more, se := errorDifference(d, &b, &a); !near(more, 0.3/(sd*sd), 1e-9) || !near(se, 0, 1e-9) {
		t.Errorf("the mean is behind by %v ± %v, want %v", more, se, 0.3/(sd*sd))
	}
}

func TestTheGarroteUsesNothingOfWhatMayBeChance(t *testing.T) {
	d := noisyLine(100, 1, 1, 0.3, 4)
	rng := rand.New(rand.NewPCG(6, 6))
	noise := make([]float64, d.n)
	for i := range noise {
		noise[i] = rng.NormFloat64()
	}
	last := -1.0
	for _, gain := range []float64{-0.5, 0.1, 0.3, 0.6, 5} {
		m, o := outOfFold{name: MeanName, errors: make([]float64, d.n)}, outOfFold{errors: make([]float64, d.n)}
		for i := range noise {
			m.errors[i], o.errors[i] = 1+gain, 1+noise[i]
		}
		tr := &trainer{d: d, results: []outOfFold{m, o}}
		got := tr.garrote(&o, upTo(d.n))
		diff := slices.Clone(noise)
		for i := range diff {
			diff[i] = gain - diff[i]
		}
		won, se := clusteredSE(diff, nil)
		want := 0.0
		if won > 0 {
			want = max(0, 1-math.Pow(tQuantile(100)*se/won, 2))
		}
		if !near(got, want, 1e-9) || got < last || got > 1 {
			t.Errorf("a gain of %v ± %v is used to %v, want %v", won, se, got, want)
		}
		if (got == 0) != (won-tQuantile(100)*se <= 0) {
			t.Errorf("a gain of %v ± %v is used to %v", won, se, got)
		}
		last = got
	}
}

// Members who all rate as their team count as one; members who rate by themselves as many.
func TestTheDesignEffectIsTheSizeOfTeamsThatAgree(t *testing.T) {
	for name, c := range map[string]struct {
		y    func(i int) float64
		want float64
	}{"agree": {func(i int) float64 { return float64(i / 4 % 2) }, 4}, "alternate": {func(i int) float64 { return float64(i % 2) }, 1}, "equal": {func(int) float64 { return 3 }, 1}} {
		d := noisyLine(80, 4, 1, 0, 1)
		for i := range d.y {
			d.y[i] = c.y(i)
		}
		tr := &trainer{d: d, results: []outOfFold{{name: MeanName, value: [][]float64{slices.Repeat([]float64{mean(d.y)}, d.n)}}}}
		if got := tr.designEffect(MeanName); !near(got, c.want, 1e-9) {
			t.Errorf("%s: the design effect is %v, want %v", name, got, c.want)
		}
	}
}

func TestEachFoldStopsAtAnErrorOrTheEndOfItsContext(t *testing.T) {
	fault := errors.New("fault")
	shares := 0
	tr := &trainer{ctx: t.Context(), report: func(p Progress) {
		if shares++; p.Share < 0.2 || p.Share >= 0.4 {
			t.Errorf("progress is %v", p)
		}
	}}
	if err := tr.eachFold("x", 0.2, 0.4, 6, func(int) error { return nil }); err != nil || shares != 6 {
		t.Errorf("six folds end with %v after %d reports", err, shares)
	}
	if err := tr.eachFold("x", 0.2, 0.4, 6, func(k int) error {
		if k == 3 {
			return fault
		}
		return nil
	}); !errors.Is(err, fault) {
		t.Errorf("a fold that fails gives %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(fault)
	tr.ctx = ctx
	ran := false
	if err := tr.eachFold("x", 0.2, 0.4, 6, func(int) error { ran = true; return nil }); !errors.Is(err, fault) || ran {
		t.Errorf("after the end of the context folds run (%v) and give %v", ran, err)
	}
}
