package fit

import (
	"math"
	"math/rand/v2"
	"testing"

	"dure/ml"
	"dure/ml/tune"
)

// missing returns trials of a regression with losses each, of what its predictions are off by.
func missing(misses ...[]float64) ([]tune.Record, map[int]*rowLosses) {
	var trials []tune.Record
	losses := map[int]*rowLosses{}
	for i, miss := range misses {
		c := newRowLosses(ml.Regression, ml.Data{X: make([][]float64, len(miss))})
		for row, v := range miss {
			c.record(ml.Regression, row, []float64{v + 3}, 3)
		}
		trials = append(trials, tune.Record{Number: i, State: tune.Complete, Value: Nets{}.withDefaults().mean(c.smoothed)})
		losses[i] = c
	}
	return trials, losses
}

func even(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = 1 / float64(n)
	}
	return w
}

func TestNetsThatErrTheOtherWayAreAskedTogether(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	misses := make([][]float64, 3)
	for range 200 {
		a, b := rng.NormFloat64(), rng.NormFloat64()
		misses[0] = append(misses[0], a+0.1*b)
		misses[1] = append(misses[1], -a+0.1*b)
		misses[2] = append(misses[2], 3*a+b) // errs as the first does, only more
	}
	trials, losses := missing(misses...)
	w := even(3)
	fitStacking(w, trials, losses)
	if math.Abs(w[0]-0.5) > 0.05 || math.Abs(w[1]-0.5) > 0.05 || w[2] > 0.02 {
		t.Errorf("they weigh %v", w)
	}
}

// The mean over rows is dominated by one that most nets miss by far: they are within the noise of
// the best, and yet ruin it.
func TestNetsThatMissTheOneThatMattersCountLittle(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 0))
	misses := make([][]float64, 20)
	for i := range misses {
		for row := range 30 {
			v := rng.NormFloat64()
			if row == 0 && i > 0 {
				v = 25
			}
			misses[i] = append(misses[i], v)
		}
	}
	trials, losses := missing(misses...)
	w := ensembleWeights(ml.Regression, trials, losses, nil)
	if w[0] < 0.8 {
		t.Errorf("they weigh %v", w)
	}
}

func TestWeightsOfARegressionAreAtLeastAsGoodAsTheFirst(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 0))
		misses := make([][]float64, 2+rng.IntN(30))
		for row := range 5 + rng.IntN(40) {
			all := rng.NormFloat64()
			for i := range misses {
				misses[i] = append(misses[i], all+float64(i%4)*rng.NormFloat64()+0.1*float64(i*row%3))
			}
		}
		trials, losses := missing(misses...)
		square := func(w []float64) (sum float64) {
			for row := range misses[0] {
				var m float64
				for i := range w {
					m += w[i] * misses[i][row]
				}
				sum += m * m
			}
			return sum
		}
		w := even(len(misses))
		before := square(w)
		fitStacking(w, trials, losses)
		var sum float64
		for _, v := range w {
			if sum += v; !(v >= 0) {
				t.Fatalf("seed %d: weights %v", seed, w)
			}
		}
		if math.Abs(sum-1) > 1e-9 || square(w) > before {
			t.Errorf("seed %d: the weights sum to %v; the squared error was %v and is %v", seed, sum, before, square(w))
		}
	}
}

func TestNetsThatAreNeverWrongOrFarOutCanBeWeighed(t *testing.T) {
	for _, misses := range [][][]float64{
		{{0, 0, 0}, {1, 2, 3}, {0, 0, 0}}, {{1e160, 1}, {1e160, 2}, {1, 1}}, {{1e-200, 1e-200}, {2e-200, 1e-200}}, {{1}, {1}},
	} {
		trials, losses := missing(misses...)
		var sum float64
		for _, v := range ensembleWeights(ml.Regression, trials, losses, nil) {
			sum += v
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%v: the weights sum to %v", misses, sum)
		}
	}
}

// Ten trials at one place and one far from it that does as well: the place counts no more for
// having been tried often. Weights of trials that are far from each other stay as they are to each
// other.
func TestTrialsAtOnePlaceShareWhatItCounts(t *testing.T) {
	rate := tune.Param{Name: "rate", Kind: tune.Float, Low: 1e-4, High: 0.1, Log: true}
	at := func(number int, v float64) tune.Record {
		return tune.Record{Number: number, State: tune.Complete, Value: 2, Settings: []tune.Setting{{Param: rate, Value: v}}}
	}
	var trials []tune.Record
	losses := map[int]*rowLosses{}
	for i := range 11 {
		trials = append(trials, at(i, 0.1))
		losses[i] = &rowLosses{loss: []float64{1, 2, 3}, smoothed: []float64{1, 2, 3}, smoothing: 1.0 / 3}
	}
	trials[10] = at(10, 1e-4)
	w := ensembleWeights(ml.Binary, trials, losses, nil)
	if math.Abs(w[0]-w[9]) > 1e-9 || w[10] < 9*w[0] {
		t.Errorf("alone %v, of ten each %v", w[10], w[0])
	}
	two := []float64{1, 0.1}
	divideByDensity(two, []tune.Record{trials[0], trials[10]})
	if r := two[0] / two[1]; math.Abs(r-10) > 0.1 {
		t.Errorf("a weight of ten times another's, far from it, is %v times that", r)
	}
}

func TestTheDistanceBetweenSettings(t *testing.T) {
	rate := tune.Param{Name: "rate", Kind: tune.Float, Low: 1e-4, High: 1, Log: true}
	kind := tune.Param{Name: "kind", Kind: tune.Choice, Options: []string{"a", "b", "c"}}
	drop := tune.Param{Name: "drop", Kind: tune.Float, Low: 0, High: 1}
	r := func(s ...tune.Setting) tune.Record { return tune.Record{Settings: s} }
	for _, c := range []struct {
		a, b tune.Record
		want float64
	}{
		{r(tune.Setting{Param: rate, Value: 1e-4}), r(tune.Setting{Param: rate, Value: 1e-2}), 0.25},
		{r(tune.Setting{Param: kind, Value: 0}), r(tune.Setting{Param: kind, Value: 2}), 0.25},
		{r(tune.Setting{Param: kind, Value: 1}), r(tune.Setting{Param: kind, Value: 1}), 0},
		{r(tune.Setting{Param: kind, Value: 1}, tune.Setting{Param: drop, Value: 0.9}), r(tune.Setting{Param: kind, Value: 1}), 0.25},
		{r(tune.Setting{Param: kind, Value: 1}), r(tune.Setting{Param: kind, Value: 1}, tune.Setting{Param: drop, Value: 0.9}), 0.25},
	} {
		if got := settingsDistance(c.a, c.b); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v and %v are %v apart, want %v", c.a.Map(), c.b.Map(), got, c.want)
		}
	}
}
