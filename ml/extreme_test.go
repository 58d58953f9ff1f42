package ml

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

// everyModel lists each kind of model for a task.
func everyModel(task Task) map[string]Model {
	out := map[string]Model{
		"mean":       Mean{Task: task},
		"net":        Net{Task: task, Layers: []Layer{Dense(8, ReLU)}, Epochs: 5},
		"net, exact": Net{Task: task, Layers: []Layer{Dense(8, Tanh)}, Epochs: 5, Exact: true},
		"net, raw":   Net{Task: task, Layers: []Layer{Dense(8, Sigmoid)}, Epochs: 5, Raw: true},
		"net, held":  Net{Task: task, Layers: []Layer{Dense(8, SELU), Dropout(0.2)}, Epochs: 5, Validation: 0.2},
	}
	if task.classes() {
		out["logistic"] = Logistic{Task: task}
		out["logistic, no L2"] = Logistic{Task: task, L2: -1}
		return out
	}
	out["ridge"] = Ridge{}
	out["ridge, no L2"] = Ridge{L2: -1}
	return out
}

// named tells whether err is one that callers can test for.
func named(err error) bool {
	var data *DataError
	var setting *SettingError
	return errors.As(err, &data) || errors.As(err, &setting) || errors.Is(err, ErrDiverged) || errors.Is(err, ErrOverflow)
}

func TestOddInputGivesANamedErrorOrAFiniteAnswer(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, d := range map[string]Data{
		"nothing":            {},
		"no columns":         {X: [][]float64{{}, {}}, Y: []float64{0, 1}},
		"one row":            {X: [][]float64{{3, 4}}, Y: []float64{0}},
		"one class":          {X: [][]float64{{3, 4}, {1, 2}, {5, 1}}, Y: []float64{0, 0, 0}},
		"the second class":   {X: [][]float64{{3, 4}, {1, 2}, {5, 1}}, Y: []float64{1, 1, 1}},
		"constant columns":   {X: [][]float64{{3, 4}, {3, 4}, {3, 4}, {3, 4}}, Y: []float64{0, 1, 0, 1}},
		"NaN":                {X: [][]float64{{3, 4}, {nan, 4}}, Y: []float64{0, 1}},
		"infinite":           {X: [][]float64{{3, 4}, {inf, 4}}, Y: []float64{0, 1}},
		"NaN in the target":  {X: [][]float64{{3, 4}, {2, 4}}, Y: []float64{0, nan}},
		"ragged":             {X: [][]float64{{3, 4}, {2}}, Y: []float64{0, 1}},
		"too few targets":    {X: [][]float64{{3, 4}, {2, 3}}, Y: []float64{0}},
		"half a class":       {X: [][]float64{{3, 4}, {2, 3}}, Y: []float64{0, 0.5}},
		"class -1":           {X: [][]float64{{3, 4}, {2, 3}}, Y: []float64{0, -1}},
		"class 1e18":         {X: [][]float64{{3, 4}, {2, 3}}, Y: []float64{0, 1e18}},
		"weights of 0":       {X: [][]float64{{3, 4}, {2, 3}}, Y: []float64{0, 1}, Weight: []float64{0, 0}},
		"negative weight":    {X: [][]float64{{3, 4}, {2, 3}}, Y: []float64{0, 1}, Weight: []float64{1, -1}},
		"tiny weights":       {X: [][]float64{{3, 4}, {2, 3}}, Y: []float64{0, 1}, Weight: []float64{1e-300, 1e-300}},
		"extreme values":     {X: [][]float64{{1e308, -1e308}, {-1e308, 1e308}, {0, 5}}, Y: []float64{0, 1, 1}},
		"tiny values":        {X: [][]float64{{1e-308, 0}, {-1e-308, 1e-320}, {0, 0}}, Y: []float64{0, 1, 1}},
		"all dependent":      {X: [][]float64{{1, 2, 4}, {2, 4, 8}, {3, 6, 12}, {4, 8, 16}}, Y: []float64{0, 1, 1, 0}},
		"more columns":       {X: [][]float64{{1, 2, 4, 1, 3, 9}, {2, 4, 8, 0, 0, 1}}, Y: []float64{0, 1}},
		"one far value":      {X: [][]float64{{0}, {0.1}, {0.2}, {1e12}}, Y: []float64{0, 1, 0, 1}},
		"large regression":   {X: [][]float64{{0}, {1}, {2}}, Y: []float64{1e307, -1e307, 0}},
		"constant target":    {X: [][]float64{{0}, {1}, {2}}, Y: []float64{1, 1, 1}},
		"equal rows, unlike": {X: [][]float64{{1, 1}, {1, 1}, {1, 1}}, Y: []float64{0, 1, 0}},
	} {
		for _, task := range []Task{Regression, Binary, Multiclass, Ordinal} {
			for model, m := range everyModel(task) {
				what := fmt.Sprintf("%s, %s, %s", name, task, model)
				p, err := m.Fit(t.Context(), d, nil)
				if err != nil {
					if !named(err) {
						t.Errorf("%s: error %v, want a named one", what, err)
					}
					continue
				}
				finiteAnswers(t, what, p, d, task)
			}
		}
	}
}

// finiteAnswers asks p for the rows it knows and for some it does not.
func finiteAnswers(t *testing.T, what string, p Predictor, d Data, task Task) {
	t.Helper()
	rows := append([][]float64(nil), d.X...)
	for _, v := range []float64{0, 1e308, -1e308, 1e-320} {
		row := make([]float64, len(d.X[0]))
		for j := range row {
			row[j] = v
		}
		rows = append(rows, row)
	}
	for i, row := range rows {
		answers, err := p.Predict([][]float64{row})
		if err != nil {
			if !named(err) {
				t.Errorf("%s: predicting row %d: error %v, want a named one", what, i, err)
			}
			continue
		}
		var sum float64
		for _, v := range answers[0] {
			if notFinite(v) {
				t.Errorf("%s: row %d %v gives %v", what, i, row, answers[0])
			}
			sum += v
		}
		if task.classes() && math.Abs(sum-1) > 1e-6 {
			t.Errorf("%s: row %d: probabilities %v sum to %g", what, i, answers[0], sum)
		}
	}
	var data *DataError
	if _, err := p.Predict([][]float64{make([]float64, len(d.X[0])+1)}); !errors.As(err, &data) {
		t.Errorf("%s: predicting a row too long: error %v, want a DataError", what, err)
	}
	row := make([]float64, len(d.X[0]))
	row[0] = math.NaN()
	if _, err := p.Predict([][]float64{row}); !errors.As(err, &data) || data.Row != 0 || data.Column != 0 {
		t.Errorf("%s: predicting NaN: error %v, want a DataError at row 0, column 0", what, err)
	}
}

func TestLogitsOfAThousandNeitherSaturateNorOverflow(t *testing.T) {
	for _, task := range []Task{Binary, Multiclass, Ordinal} {
		for _, exact := range []bool{false, true} {
			n := must[*Network](t)(Net{Task: task, Raw: true, Exact: exact}.Untrained(1, 3))
			k := n.Classes()
			ps := n.Params()
			for i := range ps[0].Values {
				ps[0].Values[i] = 1000 - 2000*float64(i)
			}
			n = must[*Network](t)(n.With(ps))
			for _, x := range []float64{1, -1} {
				for y := range k {
					trainer := must[*Trainer](t)(newTrainer(n, Data{X: [][]float64{{x}}, Y: []float64{float64(y)}, K: k}, Data{}))
					l := trainer.learner
					loss, _ := l.step([]int{0}, 0, 1)
					if notFinite(loss) || !l.finite() {
						t.Errorf("%s, input %g, class %d: loss %g", task, x, y, loss)
					}
					p := must[[][]float64](t)(n.Predict([][]float64{{x}}))[0]
					if p[y] < 1e-6 && loss < 500 {
						t.Errorf("%s, input %g, class %d: loss %g for probability %g, want about 1000", task, x, y, loss, p[y])
					}
				}
			}
		}
	}
}

func TestSettingsThatCannotBeUsedAreNamed(t *testing.T) {
	d := blobs(20, 2, 2, 1)
	for field, net := range map[string]Net{
		"Task":              {Task: "guess"},
		"Loss":              {Task: Binary, Loss: Huber},
		"Smoothing":         {Task: Binary, Smoothing: 1},
		"Optimizer":         {Optimizer: "lion"},
		"Rate":              {Rate: math.NaN()},
		"Momentum":          {Momentum: 1},
		"Batch":             {Batch: -7},
		"Epochs":            {Epochs: -1},
		"L2":                {L2: -1},
		"Validation":        {Validation: 1},
		"Schedule":          {Schedule: Schedule{Kind: "wave"}},
		"Layers.Kind":       {Layers: []Layer{{Kind: "conv"}}},
		"Layers.Units":      {Layers: []Layer{Dense(0, ReLU)}},
		"Layers.Rate":       {Layers: []Layer{Dropout(1)}},
		"Layers.Activation": {Layers: []Layer{Dense(3, "sine")}},
	} {
		var fault *SettingError
		if _, err := net.Train(t.Context(), d, nil); !errors.As(err, &fault) || fault.Field != field {
			t.Errorf("%+v: error %v, want a SettingError of %s", net, err, field)
		}
	}
}

func TestAHighRateDivergesWithANamedError(t *testing.T) {
	d := waves(100, 3, 1)
	for i := range d.X {
		for j := range d.X[i] {
			d.X[i][j] *= 1e6
		}
	}
	_, err := Net{Raw: true, Layers: []Layer{Dense(8, ReLU)}, Optimizer: SGD, Rate: 1}.Train(t.Context(), d, nil)
	if !errors.Is(err, ErrDiverged) {
		t.Errorf("error %v, want ErrDiverged", err)
	}
}

func TestStepsAndRowsAllocateNothing(t *testing.T) {
	d := blobs(200, 20, 3, 1)
	layers := []Layer{Dense(64, ReLU), Dropout(0.1), Dense(16, GELU), Dense(8, PReLU)}
	rows := make([]int, 32)
	for i := range rows {
		rows[i] = i * 3
	}
	for _, o := range Optimizers() {
		net := Net{Task: Multiclass, Layers: layers, Optimizer: o, L2: 1e-4}
		trainer := must[*Trainer](t)(net.Start(d, Data{}))
		if got := testing.AllocsPerRun(20, func() { trainer.learner.step(rows, 1e-3, 1) }); got != 0 {
			t.Errorf("%s: a step allocates %g times, want 0", o, got)
		}
		network := trainer.Network()
		out := make([]float64, 3)
		if got := testing.AllocsPerRun(20, func() { _ = network.PredictRow(out, d.X[0]) }); got != 0 {
			t.Errorf("%s: predicting a row allocates %g times, want 0", o, got)
		}
		online := must[*Online](t)(network.Online(0))
		if got := testing.AllocsPerRun(20, func() { _, _ = online.Observe(d.X[0], 1) }); got > 1 {
			t.Errorf("%s: observing a row allocates %g times, want once for the row's check", o, got)
		}
	}
}
