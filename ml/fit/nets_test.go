package fit

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"dure/ml"
	"dure/ml/tune"
)

// bump is a table with a target that no line explains.
func bump(n int) ml.Data {
	rng := rand.New(rand.NewPCG(2, 0))
	var d ml.Data
	for i := range n {
		a, b := rng.NormFloat64(), rng.NormFloat64()
		d.X = append(d.X, []float64{a, b})
		d.Y = append(d.Y, a*a+b+0.1*rng.NormFloat64())
		d.Group = append(d.Group, i/3)
	}
	return d
}

func TestTuneBeatsTheLineWhereThereIsNone(t *testing.T) {
	d := bump(120)
	got, err := Nets{Folds: 3, Trials: 25, Outer: 2, Seed: 1}.Tune(t.Context(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Nested > 0.8*got.Linear {
		t.Errorf("nested %v, linear %v, mean %v; want the net well below the line", got.Nested, got.Linear, got.Mean)
	}
	if !(got.Low <= got.Nested && got.Nested <= got.High) || len(got.Trials) != 25 {
		t.Errorf("interval %v to %v of %v, %d trials", got.Low, got.High, got.Nested, len(got.Trials))
	}
}

func TestWorkersDoNotChangeTheResult(t *testing.T) {
	d := bump(60)
	for i := range d.Y {
		if d.Y[i] = 0; d.X[i][0] > 0.5 {
			d.Y[i] = 1
		}
	}
	var last Tuned
	for _, workers := range []int{1, 3} {
		share := 0.0
		got, err := Nets{Task: ml.Binary, Folds: 2, Trials: 4, Outer: 2, Workers: workers, Sampler: tune.Random{}}.
			Tune(t.Context(), d, func(s float64) { share = s })
		if err != nil {
			t.Fatal(err)
		}
		if share != 1 {
			t.Errorf("the last report is %v, want 1", share)
		}
		if workers > 1 && (got.Nested != last.Nested || got.Best.Value != last.Best.Value) {
			t.Errorf("with %d workers %v and %v, with one %v and %v", workers, got.Best.Value, got.Nested, last.Best.Value, last.Nested)
		}
		last = got
	}
}

func TestPrunedTrialsKeepTheirFolds(t *testing.T) {
	got, err := Nets{Folds: 5, Trials: 20, Outer: 2, Pruner: tune.Median{}}.Tune(t.Context(), bump(60), nil)
	if err != nil {
		t.Fatal(err)
	}
	pruned := 0
	for _, r := range got.Trials {
		if r.State == tune.Pruned {
			pruned++
			if len(r.Steps) == 0 || len(r.Steps) >= 5 {
				t.Errorf("trial %d was pruned after %d folds", r.Number, len(r.Steps))
			}
		}
	}
	if pruned == 0 {
		t.Error("no trial was pruned")
	}
}

func TestSpreadCountsGroupsOnce(t *testing.T) {
	mean, alone := clusteredSE([]float64{1, 2, 3, 4}, nil)
	if want := math.Sqrt(5.0 / 3 / 4); mean != 2.5 || math.Abs(alone-want) > 1e-12 {
		t.Errorf("mean %v ± %v, want 2.5 ± %v", mean, alone, want)
	}
	if _, grouped := clusteredSE([]float64{1, 1, 4, 4}, []int{0, 0, 1, 1}); math.Abs(grouped-1.5) > 1e-12 {
		t.Errorf("the error of two groups is %v, want 1.5", grouped)
	}
}

func TestOddsFallWithStandardErrors(t *testing.T) {
	var trials []tune.Record
	losses := map[int]*rowLosses{}
	for i, more := range []float64{0.05, 0, 5, 0.05, 0} { // above the best, by row 0.05 ± 0.2
		trials = append(trials, tune.Record{Number: i, State: tune.Complete, Value: 1 + more})
		losses[i] = &rowLosses{}
		for k := range 9 {
			noise := 0.0
			if i != 1 {
				noise = 0.2 * float64(k-4) / 4
			}
			losses[i].smoothed = append(losses[i].smoothed, 1+more+noise)
		}
	}
	trials[3].State = tune.Pruned
	got := relativeLikelihoods(trials, losses, nil)
	z := 0.05 / (0.2 / 4 * math.Sqrt(60.0/8/9))
	if want := math.Exp(-z * z / 2); math.Abs(got[0]-want) > 1e-9 || got[1] != 1 || math.Abs(got[2]-math.Exp(-4.5)) > 1e-12 || got[3] != 0 || got[4] != 1 {
		t.Errorf("odds %v, want %v, 1, 0.011, 0, 1", got, want)
	}
	for range alwaysKept { // that are better than the third
		trials, losses[len(trials)] = append(trials, tune.Record{Number: len(trials), State: tune.Complete, Value: 1.02}), losses[0]
	}
	if more := relativeLikelihoods(trials, losses, nil); more[2] != 0 {
		t.Errorf("of those far behind the %dth still counts %v", alwaysKept+3, more[2])
	}
	if one := relativeLikelihoods(trials, losses, []int{0, 0, 0, 1, 1, 1, 2, 2, 2}); one[0] <= got[0] {
		t.Errorf("with three groups the odds of the first net are %v, with nine rows %v; want more, for less is known", one[0], got[0])
	}
}

// TestAnEnsembleIsAtLeastAsGoodAsItsParts has two nets that err on different rows and one that adds nothing.
func TestAnEnsembleIsAtLeastAsGoodAsItsParts(t *testing.T) {
	const n = 40
	trials, losses := []tune.Record{}, map[int]*rowLosses{}
	d := ml.Data{X: make([][]float64, n)}
	chance := func(net, row int) float64 {
		switch {
		case net == 0 && row < 8, net == 1 && row >= 8 && row < 18:
			return 0.05
		case net == 2:
			return 0.5
		}
		return 0.9
	}
	for net := range 3 {
		c := newRowLosses(ml.Binary, d)
		for row := range n {
			p := chance(net, row)
			c.record(ml.Binary, row, []float64{1 - p, p}, 1)
		}
		losses[net] = c
		trials = append(trials, tune.Record{Number: net, State: tune.Complete, Value: Nets{}.mean(c.smoothed)})
	}
	loss := func(w []float64) (sum float64) {
		c := newRowLosses(ml.Binary, d)
		for row := range n {
			p := 0.0
			for net := range 3 {
				p += w[net] * chance(net, row)
			}
			c.record(ml.Binary, row, []float64{1 - p, p}, 1)
		}
		return Nets{Task: ml.Binary}.mean(c.smoothed)
	}
	got := ensembleWeights(ml.Binary, trials, losses, nil)
	sum := got[0] + got[1] + got[2]
	if math.Abs(sum-1) > 1e-12 || got[0] <= got[1] || got[2] > 0.2 {
		t.Fatalf("weights %v", got)
	}
	first := relativeLikelihoods(trials, losses, nil)
	normalise(first)
	for _, w := range [][]float64{first, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.3, 0.3, 0.4}} {
		if loss(got) > loss(w)+1e-3 {
			t.Errorf("weights %v have loss %v, %v have %v", got, loss(got), w, loss(w))
		}
	}
}

func TestTheGuardedLossDoubtsWhatRowsCannotShow(t *testing.T) {
	d := ml.Data{X: make([][]float64, 50)}
	c := newRowLosses(ml.Binary, d)
	sure, fair := 1-1e-9, 0.98
	c.record(ml.Binary, 0, []float64{1 - sure, sure}, 1)
	c.record(ml.Binary, 1, []float64{1 - fair, fair}, 1)
	c.record(ml.Multiclass, 2, []float64{0, 1, 0}, 1)
	r := newRowLosses(ml.Regression, d)
	r.record(ml.Regression, 3, []float64{3}, 1)
	if c.loss[0] >= c.loss[1] || c.smoothed[0] <= c.smoothed[1] {
		t.Errorf("losses %v, guarded %v: want surer than 50 rows can show to be worse only guarded", c.loss[:2], c.smoothed[:2])
	}
	if want := 0.98*-math.Log(fair) - 0.02*math.Log(1-fair); math.Abs(c.smoothed[1]-want) > 1e-12 {
		t.Errorf("guarded loss %v, want %v", c.smoothed[1], want)
	}
	if math.IsInf(c.smoothed[2], 0) || r.smoothed[3] != 4 || r.loss[3] != 4 || r.residual[3] != 2 {
		t.Errorf("certain: %v, want a finite loss; a number: %v, want 4", c.smoothed[2], r.smoothed[3])
	}
	if g := newRowLosses(ml.Binary, ml.Data{X: make([][]float64, 4), Group: []int{1, 1, 2, 2}}); g.smoothing != 0.5 {
		t.Errorf("the doubt with two groups is %v", g.smoothing)
	}
}

// TestTheWeightsAreNumbers has nets that are as sure as a float can be, right and wrong.
func TestTheWeightsAreNumbers(t *testing.T) {
	const n = 300
	rng := rand.New(rand.NewPCG(8, 0))
	d := ml.Data{X: make([][]float64, n)}
	trials, losses := []tune.Record{}, map[int]*rowLosses{}
	for net := range 40 {
		c := newRowLosses(ml.Binary, d)
		for row := range n {
			p := 1 / (1 + math.Exp(-(1+float64(net%9))*5*float64(row)/n+1-rng.NormFloat64()))
			c.record(ml.Binary, row, []float64{1 - p, p}, 1)
		}
		losses[net] = c
		trials = append(trials, tune.Record{Number: net, State: tune.Complete, Value: Nets{Task: ml.Binary}.mean(c.smoothed)})
	}
	var sum float64
	for i, w := range ensembleWeights(ml.Binary, trials, losses, nil) {
		if !(w >= 0 && w <= 1) {
			t.Fatalf("net %d weighs %v", i, w)
		}
		sum += w
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("the weights sum to %v", sum)
	}
}

func TestTheEnsembleTheNetItTaughtAndTheBestNetAlone(t *testing.T) {
	d := bump(60)
	for i := range d.Y {
		if d.Y[i] = 0; d.X[i][0] > 0.3 {
			d.Y[i] = 1
		}
	}
	tuned := func(n Nets) Tuned {
		t.Helper()
		n.Task, n.Folds, n.Outer = ml.Binary, 3, 3
		got, err := n.Tune(t.Context(), d, nil)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	one := tuned(Nets{Trials: 1})
	if one.EnsembleScore != one.Nested || one.BestScore != one.Nested || len(one.Ensemble) != 1 || one.Ensemble[0].Weight != 1 {
		t.Errorf("of one trial the net scores %v, alone %v, as an ensemble %v: %+v", one.Nested, one.BestScore, one.EnsembleScore, one.Ensemble)
	}
	store := &tune.Memory{}
	more := tuned(Nets{Trials: 12, Store: store})
	if more.EnsembleScore == more.BestScore || more.Nested == more.BestScore || more.Nested == more.EnsembleScore || len(more.Ensemble) < 2 {
		t.Errorf("of twelve trials the best net scores %v, the ensemble %v, the net it taught %v, with %d nets", more.BestScore, more.EnsembleScore, more.Nested, len(more.Ensemble))
	}
	if math.Abs(math.Log(more.Nested/more.EnsembleScore)) > 0.15 {
		t.Errorf("the net scores %v, the ensemble that taught it %v", more.Nested, more.EnsembleScore)
	}
	again := tuned(Nets{Trials: 12, Store: store})
	if !slices.EqualFunc(again.Ensemble, more.Ensemble, func(a, b WeightedNet) bool { return a.Trial == b.Trial && a.Weight == b.Weight }) {
		t.Errorf("the ensemble of the study read again is %v, it was %v", again.Ensemble, more.Ensemble)
	}
	fitted, err := more.Ensemble.fit(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	p, err := fitted.Predict(d.X)
	if err != nil {
		t.Fatal(err)
	}
	if loss := ml.LogLoss(p, d.Y); loss > 0.9*more.Mean {
		t.Errorf("on its own rows the ensemble has a log loss of %v, the mean %v", loss, more.Mean)
	}
	for i, row := range p {
		if math.Abs(row[0]+row[1]-1) > 1e-12 {
			t.Fatalf("row %d: the chances are %v", i, row)
		}
	}
}

// A wild net diverges; the others are asked without it.
func TestAnEnsembleLeavesOutNetsThatDiverge(t *testing.T) {
	d := bump(40)
	tame := ml.Net{Task: ml.Regression, Epochs: 20}
	wild := ml.Net{Task: ml.Regression, Epochs: 200, Rate: 1e6, Optimizer: ml.SGD}
	if _, err := (WeightedEnsemble{{0, wild, 1}}).fit(t.Context(), d); !errors.Is(err, ml.ErrDiverged) {
		t.Fatalf("an ensemble of a wild net: %v, want %v", err, ml.ErrDiverged)
	}
	both, err := WeightedEnsemble{{0, wild, 0.9}, {1, tame, 0.1}}.fit(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	one, err := tame.Fit(t.Context(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := both.Predict(d.X)
	want, _ := one.Predict(d.X)
	for i := range got {
		if math.Abs(got[i][0]-want[i][0]) > 1e-12 {
			t.Fatalf("row %d: %v, want %v of the tame net alone", i, got[i], want[i])
		}
	}
}

// The search goes by another loss than the score that is reported; an ensemble is weighed by the former,
// also after the latter was looked up.
func TestTheEnsembleIsWeighedByWhatTheSearchGoesBy(t *testing.T) {
	d := bump(80)
	for i := range d.Y {
		if d.Y[i] = 0; d.X[i][0] > 0.3 {
			d.Y[i] = 1
		}
	}
	n := Nets{Task: ml.Binary, Folds: 3, Trials: 15}.withDefaults()
	trials, losses, err := n.search(t.Context(), d, 1, nil, &trialCounter{total: 1})
	if err != nil {
		t.Fatal(err)
	}
	before := n.ensemble(trials, losses, d)
	all, best, err := scored(trials)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range trials {
		if r.State == tune.Complete && (r.Value != n.mean(losses[r.Number].smoothed) || all[i].Value != n.mean(losses[r.Number].loss) ||
			all[i].Value < best.Value) {
			t.Errorf("trial %d was searched by %v and scored %v, the best scored %v", i, r.Value, all[i].Value, best.Value)
		}
	}
	after := n.ensemble(trials, losses, d)
	if len(before) < 2 || !slices.EqualFunc(before, after, func(a, b WeightedNet) bool { return a.Trial == b.Trial && a.Weight == b.Weight }) {
		t.Errorf("before the ensemble is %v, after %v", before, after)
	}
	if !slices.IsSortedFunc(before, func(a, b WeightedNet) int { return cmp.Compare(b.Weight, a.Weight) }) {
		t.Errorf("the most weighty do not come first: %v", before)
	}
	delete(losses, before[0].Trial)
	if without := n.ensemble(trials, losses, d); slices.ContainsFunc(without, func(s WeightedNet) bool { return s.Trial == before[0].Trial }) {
		t.Errorf("trial %d is asked without losses", before[0].Trial)
	}
}

type overflows struct{}

func (overflows) Predict([][]float64) ([][]float64, error) { return nil, ml.ErrOverflow }

type says float64

func (s says) Predict(x [][]float64) ([][]float64, error) {
	out := make([][]float64, len(x))
	for i := range out {
		out[i] = []float64{float64(s)}
	}
	return out, nil
}

func TestAnEnsembleLeavesOutNetsThatOverflow(t *testing.T) {
	x := [][]float64{{1}, {2}}
	got, err := fittedEnsemble{[]ml.Predictor{overflows{}, says(2), says(5)}, []float64{0.5, 0.4, 0.1}}.Predict(x)
	if err != nil || len(got) != 2 || math.Abs(got[1][0]-2.6) > 1e-12 {
		t.Errorf("%v, %v; want 2.6 for each row", got, err)
	}
	if _, err := (fittedEnsemble{[]ml.Predictor{overflows{}}, []float64{1}}).Predict(x); !errors.Is(err, ml.ErrOverflow) {
		t.Errorf("of overflowing nets alone: %v", err)
	}
}

// With the targets of the rows outside turned over, what was tuned without them says the same of them.
func TestNothingThatIsTunedInsideSeesTheRowsOutside(t *testing.T) {
	d := halves(bump(60))
	n := Nets{Task: ml.Binary, Folds: 2, Trials: 6}.withDefaults()
	outer, err := ml.Split{Folds: 3, Task: n.Task, Seed: 1}.Of(d)
	if err != nil {
		t.Fatal(err)
	}
	f := outer[0]
	said := func(d ml.Data) []*rowLosses {
		o := outerLosses{newRowLosses(n.Task, d), newRowLosses(n.Task, d), newRowLosses(n.Task, d), newRowLosses(n.Task, d), newRowLosses(n.Task, d)}
		if err := n.outerFold(t.Context(), d, f, o, &trialCounter{total: 1}); err != nil {
			t.Fatal(err)
		}
		return []*rowLosses{o.net, o.ensemble, o.best}
	}
	other := d
	other.Y = slices.Clone(d.Y)
	for _, row := range f.Test {
		other.Y[row] = 1 - d.Y[row]
	}
	turned := said(other)
	for k, c := range said(d) {
		for _, row := range f.Test {
			if sum := math.Exp(-c.loss[row]) + math.Exp(-turned[k].loss[row]); math.Abs(sum-1) > 1e-6 {
				t.Fatalf("losses %d: row %d, which is outside, changes what is said of it", k, row)
			}
		}
	}
}
