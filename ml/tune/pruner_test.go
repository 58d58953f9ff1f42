package tune

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// pruners is what the suite runs on, with whether bad trials must be pruned.
var pruners = map[string]Pruner{
	"none": nil, "median": Median{}, "percentile": Percentile{Keep: 25}, "halving": Halving{},
	"hyperband": Hyperband{}, "patient": Patient{Pruner: Median{}, Patience: 2},
	"wilcoxon": Wilcoxon{},
}

// curves runs trials whose loss falls to x; NaN where told.
func curves(t *testing.T, p Pruner, nan bool) []Record {
	st := Study{Sampler: Random{}, Pruner: p, Trials: 60, Rand: rand.New(rand.NewPCG(3, 0))}
	rng := rand.New(rand.NewPCG(4, 0))
	_, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
		x := t.Float("x", 0, 4)
		for step := 1; step <= 27; step++ {
			v := x + 1/float64(step) + 0.01*rng.Float64()
			if nan && step == 3 {
				v = math.NaN()
			}
			if t.Report(step, v); t.ShouldPrune() {
				return 0, ErrPruned
			}
		}
		return x, nil
	})
	if err != nil && !(nan && errors.Is(err, ErrNoTrial)) {
		t.Fatal(err)
	}
	records, _ := st.Records(context.Background())
	return records
}

func TestPrunersKeepTheBestAndEndTheWorst(t *testing.T) {
	for name, p := range pruners {
		best, pruned, steps := math.Inf(1), 0, 0
		for _, r := range curves(t, p, false) {
			steps += len(r.Steps)
			if r.State == Pruned {
				pruned++
			} else {
				best = min(best, r.Value)
			}
		}
		if name == "none" != (pruned == 0) {
			t.Errorf("%s pruned %d of 60 trials", name, pruned)
		}
		if name != "none" && name != "patient" && steps > 60*27*9/10 {
			t.Errorf("%s let %d steps of %d be done", name, steps, 60*27)
		}
		if best > 0.3 {
			t.Errorf("%s: the best is %v, want below 0.3", name, best)
		}
	}
}

func TestPrunersEndTrialsThatAreNoNumber(t *testing.T) {
	for name, p := range pruners {
		for _, r := range curves(t, p, true) {
			if name != "none" && (r.State != Pruned || len(r.Steps) > 3) {
				t.Errorf("%s: trial %d is %s after %d steps, want pruned at step 3", name, r.Number, r.State, len(r.Steps))
				break
			}
		}
	}
}

// race runs trials, of which some report only every third step, and tells what became of each.
func race(t *testing.T, p Pruner, store Store, trials, workers int) []string {
	t.Helper()
	st := Study{Sampler: Random{}, Pruner: p, Trials: trials, Workers: workers, Store: store, Rand: rand.New(rand.NewPCG(3, 0))}
	if _, err := st.Minimize(t.Context(), func(_ context.Context, t *Trial) (float64, error) {
		x := t.Float("x", 0, 4)
		for step := 1; step <= 9; step++ {
			if t.Number()%4 == 1 && step%3 > 0 {
				continue
			}
			if t.Report(step, x+1/float64(step)); t.ShouldPrune() {
				return 0, ErrPruned
			}
		}
		return x, nil
	}); err != nil {
		t.Fatal(err)
	}
	records, err := st.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range records {
		out = append(out, fmt.Sprint(r.Number, r.State, r.Steps))
	}
	return out
}

func TestPrunersRepeatAndResume(t *testing.T) {
	for name, p := range pruners {
		whole := race(t, p, &Memory{}, 40, 1)
		store := &Memory{}
		race(t, p, store, 17, 1)
		if again := race(t, p, store, 40, 1); !slices.Equal(whole, again) {
			t.Errorf("%s: the study in two runs is\n%v\nin one\n%v", name, again, whole)
		}
		if many := race(t, p, &Memory{}, 40, 4); len(many) != 40 {
			t.Errorf("%s: four workers did %d trials, want 40", name, len(many))
		}
	}
}

func TestSignedRank(t *testing.T) {
	for _, c := range []struct {
		diff []float64
		want float64 // scipy.stats.wilcoxon(diff, alternative="greater", zero_method="zsplit")
	}{
		{[]float64{1, 2, 3, 4, 5}, 0.03125},
		{[]float64{1, -2, 3, 4, 5, 6}, 0.046875},
		{[]float64{-1, -2, -3, 4}, 0.6875},
	} {
		if got := signedRank(c.diff); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("signedRank(%v) = %v, want %v", c.diff, got, c.want)
		}
	}
}
