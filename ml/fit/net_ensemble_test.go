package fit

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"dure/ml"
	"dure/ml/tune"
)

// smallNets is an ensemble trained on a design of 60 teams.
func smallNets(t *testing.T, store tune.Store) (*design, *netEnsemble, *NetFacts) {
	t.Helper()
	d := noisyLine(120, 2, 2, 0.6, 41)
	tr := &trainer{ctx: t.Context(), d: d, opt: Options{Trials: 3}}
	if store != nil {
		tr.opt.Study = func(_ context.Context, name string) (tune.Store, error) {
			if name != NetStudy {
				t.Errorf("the study %q is asked for", name)
			}
			return store, nil
		}
	}
	c, facts, err := tr.netTrainer(upTo(d.n), NetStudy).tune()
	if err != nil {
		t.Fatal(err)
	}
	return d, c, facts
}

func TestAnEnsembleOfNetsLearnsAndIsSaved(t *testing.T) {
	store := &tune.Memory{}
	d, c, facts := smallNets(t, store)
	if len(c.networks) != innerFoldCount || facts.Members != netSeeds || len(facts.Trials) != 3 || len(facts.Epochs) == 0 {
		t.Errorf("%d networks, %+v", len(c.networks), facts)
	}
	if c.Share <= 0.5 || c.Share > 1 || c.Temperature < 0.5 || c.Temperature > 5 {
		t.Errorf("of a clear signal the share is %v, the temperature %v", c.Share, c.Temperature)
	}
	v := make([]float64, d.n)
	for i := range v {
		v[i] = c.value(d.row(i))
	}
	if r2 := 1 - squaredError(d.y, v)/squaredError(d.y, repeated(d.n, mean(d.y))); r2 < 0.4 {
		t.Errorf("on their own rows the networks have an R² of %v", r2)
	}
	if err := c.encode(); err != nil {
		t.Fatal(err)
	}
	again := &netEnsemble{Used: c.Used, Nets: c.Nets, Base: c.Base, Share: c.Share}
	if err := again.decode(); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if a, b := c.value(d.row(i)), again.value(d.row(i)); a != b {
			t.Errorf("row %d is predicted %v, after saving %v", i, a, b)
		}
	}
	other := &netEnsemble{Used: []int{0, 1, 1}, Nets: c.Nets}
	if err := other.decode(); !errors.Is(err, ErrFormat) {
		t.Errorf("networks of another number of columns: %v", err)
	}
	// A study that has its trials already goes on from them, and ends as the first did.
	_, same, _ := smallNets(t, store)
	if a, b := c.value(d.row(0)), same.value(d.row(0)); a != b {
		t.Errorf("with the trials of the store row 0 is predicted %v, at first %v", b, a)
	}
	if records, _, _ := store.Since(t.Context(), 0); len(records) != 3 {
		t.Errorf("the store has %d trials, want the three of the first time", len(records))
	}
}

// The trial that is chosen was scored on every fold that the ensemble is trained on, and one that is behind on the first alone.
func TestTheBestSettingsAreTriedOnAllFolds(t *testing.T) {
	d := noisyLine(120, 2, 2, 0.6, 41)
	n := (&trainer{ctx: t.Context(), d: d, opt: Options{Trials: 8}}).netTrainer(upTo(d.n), NetStudy)
	_, facts, err := n.tune()
	if err != nil {
		t.Fatal(err)
	}
	least, few := math.Inf(1), 0
	for _, trial := range facts.Trials {
		st := tune.Study{Sampler: tune.Random{}}
		if err := st.Enqueue(t.Context(), trial.Settings); err != nil {
			t.Fatal(err)
		}
		fixed, err := st.Ask(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want, err := n.score(n.settings(fixed), least)
		if err != nil || want != trial.Value {
			t.Errorf("trial %d has %v, want %v (%v)", trial.Number, trial.Value, want, err)
		}
		all, err := n.score(n.settings(fixed), math.Inf(1))
		if err != nil {
			t.Fatal(err)
		}
		if trial.Value < least && all != trial.Value {
			t.Errorf("trial %d became the best with %v, on all folds it has %v", trial.Number, trial.Value, all)
		}
		if all != trial.Value {
			few++
		}
		least = min(least, trial.Value)
	}
	if few == 0 {
		t.Error("each trial was tried on all folds")
	}
}

func TestTheCurveIsOfAllNetworks(t *testing.T) {
	curve := func(v ...float64) (c []ml.Epoch) {
		for i, l := range v {
			c = append(c, ml.Epoch{Number: i + 1, Loss: l, Valid: 2 * l, HasHeld: true})
		}
		return c
	}
	if got, want := meanCurve([][]ml.Epoch{curve(4, 2), curve(8, 6, 4)}), curve(6, 4, 3); !slices.Equal(got, want) {
		t.Errorf("the mean curve is %+v, want %+v", got, want)
	}
}

func repeated(n int, v float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func TestTheSpreadOfNetsIsTheirStandardError(t *testing.T) {
	d, c, _ := smallNets(t, nil)
	x, y := d.row(3), d.row(4)
	var at, diff []float64
	for _, n := range c.networks {
		var a, b [1]float64
		in := func(row []float64) []float64 { return pick(row, c.Used) }
		if n.PredictRow(a[:], in(x)) != nil || n.PredictRow(b[:], in(y)) != nil {
			t.Fatal("a network does not predict")
		}
		at, diff = append(at, a[0]), append(diff, b[0]-a[0])
	}
	m := &estimator{Kind: NetName, Ensemble: c, Floor: 0.2}
	value, sd := c.meanSD(x, make([]float64, len(c.Used)))
	if !near(value, c.Base+c.Share*(mean(at)-c.Base), 1e-9) || !near(sd, c.Share*sampleSD(at), 1e-9) {
		t.Errorf("the networks say %v ± %v, want the mean and standard deviation of %v", value, sd, at)
	}
	if got := m.standardError(x, make([]float64, m.scratchLen())); !near(got, math.Hypot(0.2, sd), 1e-9) {
		t.Errorf("the standard error is %v", got)
	}
	if got, want := m.differenceSE(x, y), c.Share*sampleSD(diff); !near(got, want, 1e-9) {
		t.Errorf("the error of the difference is %v, want %v", got, want)
	}
	m.shrink(0.5, c.Base)
	if got, want := c.value(x), c.Base+0.5*(value-c.Base); !near(got, want, 1e-9) {
		t.Errorf("shrunk to half, the value is %v, want %v", got, want)
	}
}

func TestAFixedTrialHasTheSettingsOfAnother(t *testing.T) {
	rate := tune.Setting{Param: tune.Param{Name: "rate", Kind: tune.Float, Low: 1e-3, High: 3e-2, Log: true}, Value: 0.02}
	units := tune.Setting{Param: tune.Param{Name: "units", Kind: tune.Int, Low: 2, High: 32, Log: true}, Value: 2}
	trial, err := fixedTrial(t.Context(), tune.Record{Settings: []tune.Setting{rate, units}})
	if err != nil {
		t.Fatal(err)
	}
	n := &netTrainer{rows: upTo(1000)}
	net := n.settings(trial)
	if net.Rate != 0.02 || len(net.Layers) != 0 || net.Epochs != 80 || net.Optimizer != ml.AdamW {
		t.Errorf("the settings are %+v, want a linear net with a rate of 0.02", net)
	}
	n.rows = upTo(20000)
	if got := n.settings(trial).Epochs; got != 8 {
		t.Errorf("on 20,000 rows it goes over them %d times, want 8", got)
	}
}
