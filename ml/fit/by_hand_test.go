package fit

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"dure/ml"
	"dure/survey/sheet"
)

// rings are two classes that no line divides.
func rings(n int) (d ml.Data) {
	rng := rand.New(rand.NewPCG(4, 5))
	for i := range n {
		r, at := float64(1+2*(i%2))+0.2*rng.NormFloat64(), 2*math.Pi*rng.Float64()
		d.X, d.Y = append(d.X, []float64{r * math.Cos(at), r * math.Sin(at), rng.NormFloat64()}), append(d.Y, float64(i%2))
	}
	return d
}

// A net by hand is said to beat the mean and the line where it does, not where there is nothing to tell, and is scored on rows that it did not see.
func TestByHand(t *testing.T) {
	net := ml.Net{Task: ml.Binary, Layers: []ml.Layer{ml.Dense(16, ml.Tanh)}, Rate: 0.02, Epochs: 100, Seed: 1}
	points := 0
	r, err := ByHand{Net: net, Held: 0.2}.Train(t.Context(), rings(400), func(CurvePoint) { points++ })
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != 320 || r.Unseen != 80 || points != 100 || len(r.Curve) != 100 || r.Curve[99].Unseen == nil || *r.Curve[99].Unseen != r.Score {
		t.Errorf("%d rows, %d unseen, %d points told, the last %+v, score %g", r.Rows, r.Unseen, points, r.Curve[len(r.Curve)-1], r.Score)
	}
	if r.OverMean.Told() != 1 || r.OverLinear.Told() != 1 || r.Score > 0.2 || *r.Accuracy < 0.95 {
		t.Errorf("of rings: score %g, accuracy %g, over the mean %+v, over a line %+v", r.Score, *r.Accuracy, r.OverMean, *r.OverLinear)
	}
	if r.Columns[2] > r.Columns[0]/3 || r.Columns[2] > r.Columns[1]/3 {
		t.Errorf("the columns count %v; the third is noise", r.Columns)
	}
	noise := rings(400)
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range noise.Y {
		noise.Y[i] = float64(rng.IntN(2))
	}
	if r, err = (ByHand{Net: net, Held: 0.2}).Train(t.Context(), noise, func(CurvePoint) {}); err != nil || r.OverMean.Told() > 0 {
		t.Errorf("of noise (%v): score %g against %g of the mean, gap %+v", err, r.Score, r.Mean, r.OverMean)
	}
	ctx, stop := context.WithCancel(t.Context())
	seen := 0
	r, err = ByHand{Net: net, Held: 0.2}.Train(ctx, rings(400), func(CurvePoint) {
		if seen++; seen == 5 {
			stop()
		}
	})
	if err == nil || len(r.Curve) != 5 || r.Network == nil || r.Score == 0 {
		t.Errorf("stopped after five epochs: %v, curve of %d, score %g", err, len(r.Curve), r.Score)
	}
}

// A stream is compared with what the rows before told.
func TestByHandOnline(t *testing.T) {
	d := ml.Data{}
	rng := rand.New(rand.NewPCG(4, 5))
	for range 2000 {
		x := rng.NormFloat64()
		d.X, d.Y = append(d.X, []float64{x}), append(d.Y, 300+40*x+rng.NormFloat64())
	}
	r, err := ByHand{Net: ml.Net{Rate: 0.01}, Online: true}.Train(t.Context(), d, func(CurvePoint) {})
	if err != nil || r.Rows != 2000 || len(r.Curve) != 50 || r.Score > 20 || math.Abs(r.Mean-40) > 4 || r.OverMean.Told() != 1 || r.Linear != nil || r.Curve[49].Loss > 3 {
		t.Errorf("online (%v): %d rows, curve of %d ending at %g, score %g against %g of the mean", err, r.Rows, len(r.Curve), r.Curve[len(r.Curve)-1].Loss, r.Score, r.Mean)
	}
}

// A net that was kept answers the rows of another file as it did.
func TestTableNetIsKept(t *testing.T) {
	header := []string{"colour", "size", "y"}
	var c, later sheet.Cells
	c.Header, later.Header = header, []string{"size", "more", "colour"}
	for i := range 60 {
		colour := []string{"red", "green", "blue"}[i%3]
		size := []string{"1", "2", "", "4"}[i%4]
		c.Rows = append(c.Rows, []string{colour, size, []string{"no", "yes"}[i%2]})
		later.Rows = append(later.Rows, []string{size, "x", colour})
	}
	d, err := TableTask{Target: "y"}.Read(tableOf(c), tableOf(sheet.Cells{Header: header}))
	if err != nil {
		t.Fatal(err)
	}
	n, err := ml.Net{Task: d.Task, Layers: []ml.Layer{ml.Dense(4, ml.ReLU)}, Epochs: 5}.Train(t.Context(), d.Data, nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := n.Predict(d.X)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := (TableNet{Target: "y", Classes: d.Classes, Encoding: d.Encoding, Network: n, About: []byte(`{"a":1}`)}).Save(&file); err != nil {
		t.Fatal(err)
	}
	kept, err := LoadTableNet(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	got, notes, err := kept.Predict(tableOf(later))
	if err != nil || len(notes) != 0 || string(kept.About) != `{"a":1}` {
		t.Fatalf("predicting: %v, notes %v, about %s", err, notes, kept.About)
	}
	for i := range want {
		if want[i][0] != got[i][0] || want[i][1] != got[i][1] {
			t.Fatalf("row %d: %v, and %v by the net that was kept", i, want[i], got[i])
		}
	}
	later.Header = []string{"size", "more", "tint"}
	if _, notes, err := kept.Predict(tableOf(later)); err != nil || len(notes) != 1 || notes[0].Args["Column"] != "colour" || notes[0].Args["Count"] != 60 {
		t.Errorf("without a column: %v, notes %v, want that 60 rows tell nothing of colour", err, notes)
	}
	whole := file.Bytes()
	for _, at := range []int{3, 40, len(whole) - 3} {
		broken := bytes.Clone(whole)
		broken[at] ^= 0x40
		if _, err := LoadTableNet(bytes.NewReader(broken)); err == nil {
			t.Errorf("a file with another byte %d is read", at)
		}
	}
	if _, err := Load(bytes.NewReader(whole)); err == nil {
		t.Error("a net is read as a fit model")
	}
}
