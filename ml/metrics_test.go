package ml

import (
	"math"
	"reflect"
	"slices"
	"testing"
)

type metricFile struct {
	Y, P                           []float64
	Accuracy, Brier, R2, MAE, RMSE float64
	LogLoss                        float64 `json:"log_loss"`
	ROCAUC                         float64 `json:"roc_auc"`
	PRAUC                          float64 `json:"pr_auc"`
	F1                             []float64
	MacroF1                        float64 `json:"macro_f1"`
	Confusion                      [][]int
	CurveMean                      []float64 `json:"curve_mean"`
	CurveShare                     []float64 `json:"curve_share"`
	Grid, Isotonic                 []float64
	Temperature                    float64
}

type multiFile struct {
	metricFile
	P [][]float64
}

type sklearnFile struct {
	Binary     metricFile
	Multiclass multiFile
	Regression metricFile
	Linear     struct {
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

func TestMetricsAgreeWithScikitLearn(t *testing.T) {
	var f sklearnFile
	read(t, "sklearn.json", &f)
	b, p := f.Binary, pairs(f.Binary.P)
	same9(t, "accuracy", Accuracy(p, b.Y), b.Accuracy, 1e-12)
	same9(t, "log loss", LogLoss(p, b.Y), b.LogLoss, 1e-9)
	same9(t, "Brier score", Brier(p, b.Y), b.Brier, 1e-12)
	same9(t, "ROC-AUC", ROCAUC(b.P, b.Y), b.ROCAUC, 1e-12)
	same9(t, "PR-AUC", PRAUC(b.P, b.Y), b.PRAUC, 1e-12)
	c := Confusion(Labels(p), b.Y, 2)
	if !reflect.DeepEqual(c, b.Confusion) {
		t.Errorf("confusion: got %v, want %v", c, b.Confusion)
	}
	for i, v := range F1(c) {
		same9(t, "F1", v, b.F1[i], 1e-12)
	}
	for i, bin := range CalibrationCurve(b.P, b.Y, 7) {
		same9(t, "calibration curve, mean", bin.Mean, b.CurveMean[i], 1e-12)
		same9(t, "calibration curve, share", bin.Share, b.CurveShare[i], 1e-12)
	}
	line := FitIsotonic(p, b.Y).Classes[0]
	for i, x := range b.Grid {
		same9(t, "isotonic", line.At(x), b.Isotonic[i], 1e-9)
	}
	m := f.Multiclass
	same9(t, "accuracy of four classes", Accuracy(m.P, m.Y), m.Accuracy, 1e-12)
	same9(t, "log loss of four classes", LogLoss(m.P, m.Y), m.LogLoss, 1e-9)
	same9(t, "Brier score of four classes", Brier(m.P, m.Y), m.Brier, 1e-12)
	same9(t, "macro F1", MacroF1(Confusion(Labels(m.P), m.Y, 4)), m.MacroF1, 1e-12)
	same9(t, "temperature", float64(FitTemperature(m.P, m.Y)), m.Temperature, 1e-5)
	r := f.Regression
	same9(t, "R²", R2(r.P, r.Y), r.R2, 1e-12)
	same9(t, "MAE", MAE(r.P, r.Y), r.MAE, 1e-12)
	same9(t, "RMSE", RMSE(r.P, r.Y), r.RMSE, 1e-12)
}

func TestBaselinesAgreeWithScikitLearn(t *testing.T) {
	var f sklearnFile
	read(t, "sklearn.json", &f)
	l := f.Linear
	for text, l2 := range map[string]float64{"0.01": 0.01, "1.0": 1, "30.0": 30} {
		p := must[Predictor](t)(Ridge{L2: l2}.Fit(t.Context(), Data{X: l.X, Y: l.Y, Weight: l.W}, nil))
		got := Column(must[[][]float64](t)(p.Predict(l.X)), 0)
		for i, want := range l.Ridge[text] {
			same9(t, "ridge "+text, got[i], want, 1e-9)
		}
		p = must[Predictor](t)(Logistic{L2: l2}.Fit(t.Context(), Data{X: l.X, Y: l.YB, Weight: l.W}, nil))
		near(t, "logistic "+text, must[[][]float64](t)(p.Predict(l.X)), l.Binary[text], 1e-6)
		p = must[Predictor](t)(Logistic{Task: Multiclass, L2: l2}.Fit(t.Context(), Data{X: l.X, Y: l.YK, Weight: l.W}, nil))
		near(t, "multinomial "+text, must[[][]float64](t)(p.Predict(l.X)), l.Multinomial[text], 1e-6)
	}
}

func TestMetricsOfOddInput(t *testing.T) {
	if v := ROCAUC([]float64{0.1, 0.9}, []float64{1, 1}); !math.IsNaN(v) {
		t.Errorf("ROC-AUC of one class is %g, want NaN", v)
	}
	if v := PRAUC([]float64{0.1, 0.9}, []float64{0, 0}); !math.IsNaN(v) {
		t.Errorf("PR-AUC without a 1 is %g, want NaN", v)
	}
	if v := LogLoss([][]float64{{1, 0}}, []float64{1}); math.IsInf(v, 0) || v < 30 {
		t.Errorf("log loss of a certain error is %g, want large and finite", v)
	}
	for _, c := range []struct{ p, y, want float64 }{{2, 2, 1}, {1, 2, 0}} {
		if v := R2([]float64{c.p, c.p}, []float64{c.y, c.y}); v != c.want {
			t.Errorf("R² of %g for a constant %g is %g, want %g", c.p, c.y, v, c.want)
		}
	}
	if got := Names([][]float64{{0.2, 0.8}, {0.5, 0.5}, {0, 0, 1}}, []string{"no", "yes"}); !slices.Equal(got, []string{"yes", "no", "2"}) {
		t.Errorf("names %v, want yes, no, 2", got)
	}
}

func TestOddArgumentsOfMeasures(t *testing.T) {
	if got := CalibrationCurve([]float64{0.5}, []float64{1}, 0); len(got) != 1 || got[0].Rows != 1 {
		t.Errorf("a curve of 0 bins: %+v, want the one row in one bin", got)
	}
	if got := FitTemperature(nil, nil); got != 1 {
		t.Errorf("temperature without rows: %g, want 1", got)
	}
	d := blobs(40, 3, 2, 1)
	p := must[Predictor](t)(Logistic{}.Fit(t.Context(), d, nil))
	got := must[[]Importance](t)(PermutationImportance(t.Context(), p, d, LogLoss, 0, 1))
	for _, v := range got {
		if bad(v.Mean) || bad(v.SD) {
			t.Errorf("importance by 0 repeats: %+v, want numbers", v)
		}
	}
	for name, d := range map[string]Data{"no rows": {}, "no target": {X: d.X}, "other columns": {X: [][]float64{{1}}, Y: []float64{0}}} {
		if _, err := PermutationImportance(t.Context(), p, d, LogLoss, 1, 1); !named(err) {
			t.Errorf("importance, %s: error %v, want a DataError", name, err)
		}
	}
}

func TestCalibrationLessensTheLoss(t *testing.T) {
	var f sklearnFile
	read(t, "sklearn.json", &f)
	m := f.Multiclass
	sure := Temperature(0.2).Correct(m.P)
	before, error := LogLoss(sure, m.Y), CalibrationError(sure, m.Y, 10)
	for name, c := range map[string]Calibrator{"temperature": FitTemperature(sure, m.Y), "isotonic": FitIsotonic(sure, m.Y)} {
		p := c.Correct(sure)
		if v := LogLoss(p, m.Y); v >= before {
			t.Errorf("%s: log loss %g after, %g before", name, v, before)
		}
		if v := CalibrationError(p, m.Y, 10); v >= error {
			t.Errorf("%s: calibration error %g after, %g before", name, v, error)
		}
		for i, row := range p {
			var sum float64
			for _, v := range row {
				sum += v
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Errorf("%s: row %d sums to %g", name, i, sum)
			}
		}
	}
	if v := Temperature(1).Correct([][]float64{{0, 1}})[0]; v[1] != 1 || v[0] > 1e-300 {
		t.Errorf("certain stays certain: got %v", v)
	}
}

func TestPermutationImportanceFindsTheColumnsThatCount(t *testing.T) {
	d := waves(400, 4, 1)
	for _, row := range d.X { // two columns without effect
		row[2], row[3] = math.Sin(1e6*row[0]), 7
	}
	for i, row := range d.X {
		d.Y[i] = 3*row[0] + row[1]
	}
	p := must[Predictor](t)(Ridge{}.Fit(t.Context(), d, nil))
	loss := func(p [][]float64, y []float64) float64 { return RMSE(Column(p, 0), y) }
	got := must[[]Importance](t)(PermutationImportance(t.Context(), p, d, loss, 5, 1))
	if !(got[0].Mean > 2*got[1].Mean && got[1].Mean > 20*math.Abs(got[2].Mean) && got[3].Mean == 0) {
		t.Errorf("importances %+v, want the first well above the second, the rest about 0", got)
	}
}
