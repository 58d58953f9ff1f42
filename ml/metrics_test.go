package ml

import (
	"math"
	"testing"
)

type sklearnFile struct {
	Binary struct {
		Y, P    []float64
		LogLoss float64 `json:"log_loss"`
	}
	Multiclass struct {
		Y           []float64
		P           [][]float64
		LogLoss     float64 `json:"log_loss"`
		Temperature float64
	}
	Linear struct {
		X           [][]float64
		W, Y        []float64
		YB, YK      []float64
		Ridge       map[string][]float64
		Binary      map[string][][]float64
		Multinomial map[string][][]float64
	}
}

func same9(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s: got %.12g, want %.12g", what, got, want)
	}
}

func pairs(score []float64) [][]float64 {
	var out [][]float64
	for _, p := range score {
		out = append(out, []float64{1 - p, p})
	}
	return out
}

func TestLogLossAndTemperatureAgreeWithScikitLearn(t *testing.T) {
	var f sklearnFile
	read(t, "sklearn.json", &f)
	same9(t, "log loss", LogLoss(pairs(f.Binary.P), f.Binary.Y), f.Binary.LogLoss, 1e-9)
	m := f.Multiclass
	same9(t, "log loss of four classes", LogLoss(m.P, m.Y), m.LogLoss, 1e-9)
	same9(t, "temperature", float64(FitTemperature(m.P, m.Y, 0)), m.Temperature, 1e-5)
}

func TestBaselinesAgreeWithScikitLearn(t *testing.T) {
	var f sklearnFile
	read(t, "sklearn.json", &f)
	l := f.Linear
	for text, l2 := range map[string]float64{"0.01": 0.01, "1.0": 1, "30.0": 30} {
		p := must[Predictor](t)(Ridge{L2: l2}.Fit(t.Context(), Data{X: l.X, Y: l.Y, Weight: l.W}, nil))
		got := must[[][]float64](t)(p.Predict(l.X))
		for i, want := range l.Ridge[text] {
			same9(t, "ridge "+text, got[i][0], want, 1e-9)
		}
		p = must[Predictor](t)(Logistic{L2: l2}.Fit(t.Context(), Data{X: l.X, Y: l.YB, Weight: l.W}, nil))
		near(t, "logistic "+text, must[[][]float64](t)(p.Predict(l.X)), l.Binary[text], 1e-6)
		p = must[Predictor](t)(Logistic{Task: Multiclass, L2: l2}.Fit(t.Context(), Data{X: l.X, Y: l.YK, Weight: l.W}, nil))
		near(t, "multinomial "+text, must[[][]float64](t)(p.Predict(l.X)), l.Multinomial[text], 1e-6)
	}
}

func TestOddArgumentsOfMeasures(t *testing.T) {
	if v := LogLoss([][]float64{{1, 0}}, []float64{1}); math.IsInf(v, 0) || v < 30 {
		t.Errorf("log loss of a certain error is %g, want large and finite", v)
	}
	if got := FitTemperature(nil, nil, 0); got != 1 {
		t.Errorf("temperature without rows: %g, want 1", got)
	}
}

func TestTemperatureLessensTheLoss(t *testing.T) {
	var f sklearnFile
	read(t, "sklearn.json", &f)
	m := f.Multiclass
	sure := Temperature(0.2).Correct(m.P)
	p := FitTemperature(sure, m.Y, 0).Correct(sure)
	if before, after := LogLoss(sure, m.Y), LogLoss(p, m.Y); after >= before {
		t.Errorf("log loss %g after, %g before", after, before)
	}
	for i, row := range p {
		var sum float64
		for _, v := range row {
			sum += v
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("row %d sums to %g", i, sum)
		}
	}
	if v := Temperature(1).Correct([][]float64{{0, 1}})[0]; v[1] != 1 || v[0] > 1e-300 {
		t.Errorf("certain stays certain: got %v", v)
	}
}
