package tune

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// samplers is what the suite runs on.
var samplers = map[string]Sampler{
	"Random": Random{}, "Sobol": Sobol{}, "Halton": Halton{}, "Grid": Grid{Steps: 5},
	"TPE": TPE{}, "TPE univariate": TPE{Univariate: true}, "TPE group": TPE{Group: true},
	"GP": GP{}, "CMA": CMA{}, "Auto": Auto{}, "Alternate": Alternate{},
}

func everySampler(t *testing.T, f func(t *testing.T, s Sampler)) {
	for name, s := range samplers {
		t.Run(name, func(t *testing.T) { f(t, s) })
	}
}

func study(s Sampler, trials int) *Study {
	return &Study{Sampler: s, Trials: trials, Rand: rand.New(rand.NewPCG(7, 0))}
}

// wide has every kind of setting, conditional ones too.
func wide(t *Trial) float64 {
	v := t.Float("a", -3, 2) + math.Log(t.LogFloat("b", 1e-5, 10))
	v += float64(t.Int("c", -2, 300)) + math.Log(float64(t.LogInt("d", 1, 1000)))
	if t.Choice("e", "x", "y", "z") == "y" {
		return v + t.Float("f", 5, 6)
	}
	if t.Int("g", 0, 1) == 1 {
		v += float64(t.LogInt("h", 3, 9))
	}
	return v
}

func TestValuesStayWithinBounds(t *testing.T) {
	everySampler(t, func(t *testing.T, s Sampler) {
		st := study(s, 40)
		if _, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) { return wide(t), nil }); err != nil {
			t.Fatal(err)
		}
		records, _ := st.Records(context.Background())
		if len(records) != 40 {
			t.Errorf("%d trials, want 40", len(records))
		}
		for _, r := range records {
			for _, v := range r.Settings {
				if !v.Param.has(v.Value) {
					t.Errorf("trial %d got %s = %v, outside of %+v", r.Number, v.Param.Name, v.Value, v.Param)
				}
			}
		}
	})
}

// points lists what each trial asked for.
func points(t *testing.T, st *Study) []string {
	records, err := st.Records(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range records {
		text, err := json.Marshal(r.Map())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	return out
}

func TestFiniteSpaceIsNotAskedTwice(t *testing.T) {
	everySampler(t, func(t *testing.T, s Sampler) {
		st := study(s, 0)
		best, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
			v := math.Abs(float64(t.Int("a", 0, 5) - 2))
			if t.Choice("b", "x", "y", "z") == "y" {
				return v + float64(t.LogInt("c", 1, 4)), nil
			}
			return v, nil
		})
		if err != nil || best.Value != 0 {
			t.Errorf("best is %v, %v; want 0", best.Value, err)
		}
		seen := map[string]bool{}
		for _, p := range points(t, st) {
			if seen[p] {
				t.Errorf("%s was asked for twice", p)
			}
			seen[p] = true
		}
		if len(seen) != 6*(1+4+1) {
			t.Errorf("%d points were tried, want all 36", len(seen))
		}
		if _, err := st.Ask(context.Background()); !errors.Is(err, ErrExhausted) {
			t.Errorf("asking on gives %v, want ErrExhausted", err)
		}
	})
}

func TestOnePointSpaces(t *testing.T) {
	everySampler(t, func(t *testing.T, s Sampler) {
		st := study(s, 30)
		_, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
			if a, b, c := t.Float("a", 2, 2), t.LogInt("b", 7, 7), t.Choice("c", "only"); a != 2 || b != 7 || c != "only" {
				return 0, fmt.Errorf("got %v, %v, %v", a, b, c)
			}
			return t.LogFloat("d", 1e-3, 1), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if st.state.failed > 0 {
			t.Errorf("%d trials failed", st.state.failed)
		}
	})
}

func TestSameSeedSameTrials(t *testing.T) {
	everySampler(t, func(t *testing.T, s Sampler) {
		var runs [2][]string
		for i := range runs {
			st := study(s, 30)
			if _, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) { return wide(t) + noise(t), nil }); err != nil {
				t.Fatal(err)
			}
			runs[i] = points(t, st)
		}
		for i, p := range runs[0] {
			if p != runs[1][i] {
				t.Fatalf("trial %d is %s in one run and %s in the next", i, p, runs[1][i])
			}
		}
	})
}

func TestOddTrialsDoNotStopTheSearch(t *testing.T) {
	everySampler(t, func(t *testing.T, s Sampler) {
		if _, ok := s.(Grid); ok {
			s = Grid{Steps: 60}
		}
		st := study(s, 60)
		n := 0
		best, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
			v := math.Abs(t.Float("x", -5, 5) - 1)
			switch n++; n % 6 {
			case 0:
				return math.NaN(), nil
			case 1:
				return math.Inf(-1), nil
			case 2:
				return 0, errors.New("it broke")
			case 3:
				t.Report(1, v)
				return 0, ErrPruned
			}
			return v, nil
		})
		if err != nil || best.State != Complete || best.Value > 3 {
			t.Errorf("best is %v %v, %v; want a complete one near 0", best.State, best.Value, err)
		}
		count := map[State]int{}
		records, _ := st.Records(context.Background())
		for _, r := range records {
			count[r.State]++
		}
		if count[Failed] != 30 || count[Pruned] != 10 || count[Complete] != 20 {
			t.Errorf("states are %v, want 30 failed, 10 pruned, 20 complete", count)
		}
	})
}

// noise is a number of 0..1 that depends on the trial alone.
func noise(t *Trial) float64 { return rand.New(rand.NewPCG(8, uint64(t.Number()))).Float64() }

// TestFailuresAreLearnedFrom has a third of the space fail, just where the values would be best.
func TestFailuresAreLearnedFrom(t *testing.T) {
	for name, s := range map[string]Sampler{"GP": GP{}, "Auto": Auto{}, "TPE": TPE{}, "TPE univariate": TPE{Univariate: true}} {
		st := study(s, 80)
		best, err := st.Minimize(t.Context(), func(_ context.Context, t *Trial) (float64, error) {
			x, y := t.Float("x", 0, 3), t.Float("y", -1, 1)
			if x < 1 {
				return math.NaN(), nil
			}
			return x + y*y, nil
		})
		records, _ := st.Records(t.Context())
		failed := 0
		for _, r := range records[40:] {
			if r.State == Failed {
				failed++
			}
		}
		if err != nil || best.Value > 1.1 || failed > 30 {
			t.Errorf("%s: the best is %v, %v, and %d of the last 40 trials failed; want about 1, and at most 30", name, best.Value, err, failed)
		}
	}
}

func TestResumeGoesOn(t *testing.T) {
	run := func(t *testing.T, s Sampler, store Store, trials int) []string {
		st := study(s, trials)
		st.Store = store
		if _, err := st.Minimize(t.Context(), func(_ context.Context, t *Trial) (float64, error) {
			return float64(t.Int("x", 0, 5)*t.Int("y", 0, 5)) + t.Float("z", 0, 1), nil
		}); err != nil {
			t.Fatal(err)
		}
		return points(t, st)
	}
	everySampler(t, func(t *testing.T, s Sampler) {
		store := &Memory{}
		run(t, s, store, 15)
		resumed := run(t, s, store, 30)
		records, _, _ := store.Since(t.Context(), 0)
		if len(records) != 30 {
			t.Fatalf("%d trials in the store, want 30", len(records))
		}
		for i, r := range records {
			if r.Number != i || r.State != Complete {
				t.Errorf("trial %d has number %d and is %s", i, r.Number, r.State)
			}
		}
		switch s.(type) {
		case GP, Auto:
			return // its model goes on from the last one's lengths
		}
		if whole := run(t, s, &Memory{}, 30); !slices.Equal(resumed, whole) {
			t.Errorf("the study in two runs is\n%v\nin one\n%v", resumed, whole)
		}
	})
}

func TestSeveralWorkersDoEachTrialOnce(t *testing.T) {
	everySampler(t, func(t *testing.T, s Sampler) {
		st := study(s, 0)
		st.Workers = 4
		if _, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
			return float64(t.Int("x", 0, 6) - t.Int("y", 0, 5)), nil
		}); err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for _, p := range points(t, st) {
			seen[p]++
		}
		if len(seen) != 42 {
			t.Errorf("%d points were tried, want all 42", len(seen))
		}
	})
}

// TestACliffDoesNotHideTheValley has values of another order in a third of the space.
func TestACliffDoesNotHideTheValley(t *testing.T) {
	for name, s := range map[string]Sampler{"GP": GP{}, "Auto": Auto{}} {
		best, err := study(s, 60).Minimize(t.Context(), func(_ context.Context, t *Trial) (float64, error) {
			x, y, z := t.Float("x", 0, 1), t.Float("y", 0, 1), t.Float("z", 0, 1)
			v := (x-0.6)*(x-0.6) + (y-0.4)*(y-0.4) + (z-0.2)*(z-0.2)
			if x > 0.8 || y < 0.15 {
				v *= 1e12
			}
			return v, nil
		})
		if err != nil || best.Value > 1e-3 {
			t.Errorf("%s: the best is %v, %v; want below 0.001", name, best.Value, err)
		}
	}
}

// TestNarrowKernelsComeCloser compares TPE with itself with Optuna's least width.
func TestNarrowKernelsComeCloser(t *testing.T) {
	reach := func(s Sampler) float64 {
		var sum float64
		for seed := range uint64(5) {
			st := &Study{Sampler: s, Trials: 200, Rand: rand.New(rand.NewPCG(seed, 0))}
			best, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
				a, b, c := t.Float("a", -5, 5)-1, t.Float("b", -5, 5)+2, t.Float("c", -5, 5)
				return a*a + b*b + c*c, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			sum += math.Log(best.Value) / 5
		}
		return math.Exp(sum)
	}
	if narrow, coarse := reach(TPE{}), reach(TPE{Coarse: true}); narrow > coarse/2 {
		t.Errorf("narrow kernels come within %v, coarse ones within %v; want half at most", narrow, coarse)
	}
}

// TestAlternateExploresTheWholeRange looks at the trials that explore, which take no notice of the
// others.
func TestAlternateExploresTheWholeRange(t *testing.T) {
	st := study(Alternate{}, 64)
	if _, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
		a, b := t.Float("a", 0, 1), t.Float("b", 0, 1)
		return (a-0.9)*(a-0.9) + (b-0.1)*(b-0.1), nil
	}); err != nil {
		t.Fatal(err)
	}
	records, err := st.Records(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var explore, other [2][8]int
	for _, r := range records {
		for j, s := range r.Settings {
			at := &explore
			if r.Number%2 == 1 {
				at = &other
			}
			at[j][min(int(8*s.Value), 7)]++
		}
	}
	for j := range 2 {
		if slices.Min(explore[j][:]) < 2 {
			t.Errorf("setting %d is explored so often in its eighths: %v", j, explore[j])
		}
	}
	if other[0][7] < 10 || other[1][0] < 10 {
		t.Errorf("the other trials are not where it is best: %v", other)
	}
}
