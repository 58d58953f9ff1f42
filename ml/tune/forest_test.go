package tune

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// variances runs fANOVA on n random points of f.
func variances(t *testing.T, n int, f func(*Trial) float64) map[string]float64 {
	t.Helper()
	records := tried(t, n, f)
	return VarianceImportance(records, rand.New(rand.NewPCG(1, 1)))
}

func tried(t *testing.T, n int, f func(*Trial) float64) []Record {
	t.Helper()
	st := study(Random{}, n)
	if _, err := st.Minimize(t.Context(), func(_ context.Context, t *Trial) (float64, error) { return f(t), nil }); err != nil {
		t.Fatal(err)
	}
	records, err := st.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func near(t *testing.T, got, want map[string]float64, within float64) {
	t.Helper()
	for name, w := range want {
		if math.Abs(got[name]-w) > within {
			t.Errorf("importance of %s is %.4f, want %.4f ± %v; all: %v", name, got[name], w, within, got)
		}
	}
}

func TestVarianceOfASum(t *testing.T) {
	got := variances(t, 300, func(t *Trial) float64 { // variances 4²/12, 2²/12, 1²/12, 0
		return 4*t.Float("a", 0, 1) + math.Log10(t.LogFloat("b", 1, 100)) + t.Float("c", 0, 1) + 0*t.Float("d", 0, 1)
	})
	near(t, got, map[string]float64{"a": 16.0 / 21, "b": 4.0 / 21, "c": 1.0 / 21, "d": 0}, 0.06)
}

func TestVarianceOfChoices(t *testing.T) {
	cost := map[string]float64{"w": 0, "x": 1, "y": 2}
	got := variances(t, 300, func(t *Trial) float64 { // variances 2/3, 1/4, 1/12
		return cost[t.Choice("k", "w", "x", "y")] + float64(t.Int("n", 3, 4)) + t.Float("a", 2, 3) + float64(t.Int("one", 5, 5))
	})
	near(t, got, map[string]float64{"k": 8.0 / 12, "n": 3.0 / 12, "a": 1.0 / 12, "one": 0}, 0.03)
}

func TestVarianceOfWhatOnlySomeTrialsHave(t *testing.T) {
	got := variances(t, 600, func(t *Trial) float64 { // a: 1/12; b where k is y, half of the trials: 9/12 there
		v := t.Float("a", 0, 1)
		if t.Choice("k", "x", "y") == "y" {
			v += 3 * (t.Float("b", 0, 1) - 0.5)
		}
		return v
	})
	near(t, got, map[string]float64{"a": 2.0 / 11, "b": 9.0 / 11, "k": 0}, 0.06)
}

func TestVarianceNeedsTrials(t *testing.T) {
	records := tried(t, 12, func(t *Trial) float64 { t.Float("a", 0, 1); return 3 })
	if got := VarianceImportance(records[:9], rand.New(rand.NewPCG(1, 1))); got != nil {
		t.Errorf("9 trials tell an importance: %v", got)
	}
	if got := VarianceImportance(records, rand.New(rand.NewPCG(1, 1))); got["a"] != 0 {
		t.Errorf("equal values tell an importance: %v", got)
	}
}

func TestVarianceIsOptunas(t *testing.T) {
	text, err := os.ReadFile("testdata/fanova.json") // by testdata/fanova.py
	if err != nil {
		t.Fatal(err)
	}
	var cases map[string]struct {
		Space map[string]struct {
			Low, High float64
			Int       bool
			Options   []string
		}
		Importance map[string]float64
		Trials     []struct {
			Settings map[string]any
			Value    float64
		}
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for name, c := range cases {
		var records []Record
		for i, trial := range c.Trials {
			r := complete(i, trial.Value)
			for setting, v := range trial.Settings {
				s := c.Space[setting]
				p := Param{Name: setting, Kind: Float, Low: s.Low, High: s.High, Options: s.Options}
				if s.Int {
					p.Kind = Int
				}
				value, _ := v.(float64)
				if option, ok := v.(string); ok {
					p.Kind, value = Choice, float64(slices.Index(s.Options, option))
				}
				r.Settings = append(r.Settings, Setting{p, value})
			}
			slices.SortFunc(r.Settings, func(a, b Setting) int { return int(a.Param.Name[0]) - int(b.Param.Name[0]) })
			records = append(records, r)
		}
		t.Run(name, func(t *testing.T) {
			within := 0.02
			if name == "choices" {
				within = 0.1 // Optuna gives the ends of an integer's range half a cell
			}
			near(t, VarianceImportance(records, rand.New(rand.NewPCG(1, 1))), c.Importance, within)
		})
	}
}

func BenchmarkVarianceImportance(b *testing.B) {
	st := study(Random{}, 1000)
	if _, err := st.Minimize(b.Context(), func(_ context.Context, t *Trial) (float64, error) { return wide(t), nil }); err != nil {
		b.Fatal(err)
	}
	records, err := st.Records(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		VarianceImportance(records, rand.New(rand.NewPCG(1, 1)))
	}
}
