package ml

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// TestReachDrawsInWhatIsFarOut compares a network that draws its inputs in with one that is given
// them so.
func TestReachDrawsInWhatIsFarOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	d := Data{}
	for range 60 {
		a, b := math.Exp(2*rng.NormFloat64()), rng.NormFloat64()
		d.X, d.Y = append(d.X, []float64{a, b, 7}), append(d.Y, b+math.Tanh(a))
	}
	const reach = 2.0
	s, drawn := Standardise(d.X), Data{Y: d.Y}
	for _, row := range d.X {
		x := make([]float64, 3)
		for j := range 2 {
			z := (row[j] - s.Mean[j]) / s.Size[j]
			x[j] = z / math.Sqrt(1+z*z/(reach*reach))
			if math.Abs(x[j]) >= reach {
				t.Fatalf("%v reaches beyond %v", x[j], reach)
			}
		}
		drawn.X = append(drawn.X, x)
	}
	net := Net{Layers: []Layer{Dense(6, Tanh)}, Epochs: 20, Exact: true, Seed: 4, Clip: reach}
	got, err := net.Train(t.Context(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	net.Clip, net.Raw = 0, true
	y, size := meanAndSD(len(d.Y), func(i int) float64 { return d.Y[i] })
	drawn.Y = make([]float64, len(d.Y))
	for i, v := range d.Y {
		drawn.Y[i] = (v - y) / size
	}
	want, err := net.Train(t.Context(), drawn, nil)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := Save(&file, got); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := loaded.Predict(d.X)
	if err != nil {
		t.Fatal(err)
	}
	q, err := want.Predict(drawn.X)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p {
		if w := q[i][0]*size + y; math.Abs(p[i][0]-w) > 1e-9 {
			t.Fatalf("row %d: %v, want %v", i, p[i][0], w)
		}
	}
	if err := (Net{Clip: -1}).Check(); err == nil {
		t.Error("a reach below 0 is accepted")
	}
}
