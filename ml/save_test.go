package ml

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestSaveAndLoadGiveTheSameAnswers(t *testing.T) {
	d := blobs(120, 5, 3, 1)
	d.Classes = []string{"red", "green", "blue"}
	two := blobs(120, 5, 2, 1)
	net := must[Predictor](t)(Net{Task: Multiclass, Layers: []Layer{Maxout(6, 2), BatchNorm(), Dense(4, PReLU)}, Epochs: 3}.Fit(t.Context(), d, nil))
	p := must[[][]float64](t)(net.Predict(d.X))
	for name, p := range map[string]Predictor{
		"network":     net,
		"exact":       must[Predictor](t)(Net{Task: Ordinal, Exact: true, Layers: []Layer{Dense(3, SELU), LayerNorm()}, Epochs: 3}.Fit(t.Context(), d, nil)),
		"mean":        must[Predictor](t)(Mean{Task: Multiclass}.Fit(t.Context(), d, nil)),
		"ridge":       must[Predictor](t)(Ridge{}.Fit(t.Context(), d, nil)),
		"logistic":    must[Predictor](t)(Logistic{Task: Multiclass}.Fit(t.Context(), d, nil)),
		"binary":      must[Predictor](t)(Logistic{}.Fit(t.Context(), two, nil)),
		"temperature": Calibrated{net, FitTemperature(p, d.Y)},
		"isotonic":    Calibrated{net, FitIsotonic(p, d.Y)},
	} {
		file := saved(t, p)
		q, err := Load(bytes.NewReader(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, got := must[[][]float64](t)(p.Predict(d.X)), must[[][]float64](t)(q.Predict(d.X))
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: answers differ after loading", name)
		}
		if again := saved(t, q); !bytes.Equal(again, file) {
			t.Errorf("%s: saved again, the bytes differ", name)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	d := blobs(30, 3, 2, 1)
	file := string(saved(t, must[Predictor](t)(Net{Task: Binary, Epochs: 1}.Fit(t.Context(), d, nil))))
	var sealed bytes.Buffer
	if err := seal(&sealed, kindNetwork, map[string]any{"Net": Net{}, "Surprise": 1}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file string
		want       error
	}{
		{"nothing", "", ErrFormat},
		{"text", "hello\nworld", ErrFormat},
		{"newer", strings.Replace(file, "dure-ml 1 ", "dure-ml 2 ", 1), ErrVersion},
		{"another kind", strings.Replace(file, " network ", " forest ", 1), ErrFormat},
		{"one bit", strings.Replace(file, "binary", "cinary", 1), ErrChecksum},
		{"cut off", file[:len(file)-10], ErrChecksum},
		{"unknown field", sealed.String(), ErrFormat},
	} {
		if _, err := Load(strings.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("loading %s: error %v, want %v", c.name, err, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	net, err := Net{Task: Multiclass}.Untrained(2, 3)
	if err != nil {
		f.Fatal(err)
	}
	_, body, _ := unseal(bytes.NewReader(func() []byte { var b bytes.Buffer; _ = Save(&b, net); return b.Bytes() }()))
	f.Add(body)
	f.Fuzz(func(t *testing.T, body []byte) {
		var file networkFile
		if decode(body, &file) != nil || file.Columns > 100 || file.K > 100 || wide(file.Net) {
			return
		}
		n, err := file.network()
		if err != nil {
			return
		}
		if _, err := n.Predict([][]float64{make([]float64, n.Columns())}); err != nil && !errors.Is(err, ErrOverflow) {
			t.Errorf("a loaded network refuses a row of zeros: %v", err)
		}
	})
}

// wide tells whether n is too large to build thousands of times.
func wide(n Net) bool {
	for _, l := range n.Layers {
		if l.Units > 100 || l.Pieces > 10 {
			return true
		}
	}
	return false
}
