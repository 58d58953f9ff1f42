package fit

import (
	"math"
	"math/rand/v2"
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
		if workers > 1 && (got.Nested != last.Nested || got.Best.Value() != last.Best.Value()) {
			t.Errorf("with %d workers %v and %v, with one %v and %v", workers, got.Best.Value(), got.Nested, last.Best.Value(), last.Nested)
		}
		last = got
	}
}

func TestPrunedTrialsKeepTheirFolds(t *testing.T) {
	got, err := Nets{Folds: 5, Trials: 20, Outer: 2, Pruner: tune.Median{Startup: 3}}.Tune(t.Context(), bump(60), nil)
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
	mean, alone := spread([]float64{1, 2, 3, 4}, nil)
	if want := math.Sqrt(5.0 / 3 / 4); mean != 2.5 || math.Abs(alone-want) > 1e-12 {
		t.Errorf("mean %v ± %v, want 2.5 ± %v", mean, alone, want)
	}
	if _, grouped := spread([]float64{1, 1, 4, 4}, []int{0, 0, 1, 1}); math.Abs(grouped-1.5) > 1e-12 {
		t.Errorf("the error of two groups is %v, want 1.5", grouped)
	}
}

func TestLeadingTrialsAreTheBest(t *testing.T) {
	var trials []tune.Record
	for i, v := range []float64{3, 1, 2, 0} {
		trials = append(trials, tune.Record{Number: i, State: tune.Complete, Values: []float64{v}})
	}
	trials[3].State = tune.Pruned
	got := leading(trials, 2)
	if len(got) != 2 || got[0].Number != 1 || got[1].Number != 2 || len(leading(trials, 9)) != 3 || trials[0].Number != 0 {
		t.Errorf("the leading two of %v are %v, want trials 1 and 2", trials, got)
	}
}
