package ml

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// unsure returns rows with chances of k classes, and the same rows once for each class, weighed by
// its chance.
func unsure(k int) (chances, split Data) {
	rng := rand.New(rand.NewPCG(uint64(k), 0))
	chances.K, split.K = k, k
	for range 60 {
		x := []float64{rng.NormFloat64(), rng.NormFloat64()}
		p, sum := make([]float64, k), 0.0
		for c := range p {
			p[c] = math.Exp(x[0]*float64(c) - x[1])
			sum += p[c]
		}
		for c := range p {
			p[c] /= sum
			split.X, split.Y, split.Weight = append(split.X, x), append(split.Y, float64(c)), append(split.Weight, p[c])
		}
		chances.X, chances.Chances = append(chances.X, x), append(chances.Chances, p)
		chances.Y = append(chances.Y, float64(slices.Index(p, slices.Max(p))))
	}
	return chances, split
}

func TestChancesTeachAsRowsSplitIntoTheirClassesDo(t *testing.T) {
	for _, task := range []Task{Binary, Multiclass} {
		k := 4
		if task == Binary {
			k = 2
		}
		chances, split := unsure(k)
		net := Net{Task: task, Layers: []Layer{Dense(6, Tanh)}, Batch: FullBatch, Epochs: 300, Rate: 0.02, Smoothing: 0.05, Exact: true, Seed: 3}
		var said [2][][]float64
		for i, d := range []Data{chances, split} {
			fitted, err := net.Train(t.Context(), d, nil)
			if err != nil {
				t.Fatal(err)
			}
			said[i], _ = fitted.Predict(chances.X)
		}
		far := 0.0
		for i, p := range chances.Chances {
			for c := range p {
				if math.Abs(said[0][i][c]-said[1][i][c]) > 1e-6 {
					t.Fatalf("%s: row %d: %v, of split rows %v", task, i, said[0][i], said[1][i])
				}
				far = max(far, math.Abs(said[0][i][c]-p[c]))
			}
		}
		if far > 0.08 {
			t.Errorf("%s: what it learned is up to %v from what it was taught", task, far)
		}
	}
}

func TestChancesStayWithTheirRows(t *testing.T) {
	chances, _ := unsure(3)
	got := chances.Pick([]int{5, 2})
	if !slices.Equal(got.Chances[0], chances.Chances[5]) || !slices.Equal(got.Chances[1], chances.Chances[2]) {
		t.Errorf("rows 5 and 2 have %v", got.Chances)
	}
	even, held := chances, Net{Task: Multiclass, Layers: []Layer{Dense(4, Tanh)}, Validation: 0.2, Epochs: 200, Rate: 0.02}
	even.Chances = nil
	var last [2]float64 // loss on the rows held out, of the chances and of the classes
	for i, d := range []Data{chances, even} {
		n, err := held.Train(t.Context(), d, nil)
		if err != nil {
			t.Fatal(err)
		}
		last[i] = n.History()[len(n.History())-1].Valid
	}
	if last[0] < 1.2*last[1] { // no net can be sure of what is not
		t.Errorf("on rows held out the loss is %v, and %v where they are certain", last[0], last[1])
	}
	few := chances
	few.K, few.Y = 0, make([]float64, len(few.Y))
	if n, err := (Net{Task: Multiclass, Epochs: 1}).Train(t.Context(), few, nil); err != nil || n.Classes() != 3 {
		t.Errorf("of chances of three classes: %v", err)
	}
}

func TestChancesOfOneClass(t *testing.T) {
	d := Data{X: [][]float64{{1}, {2}, {3}}, Y: []float64{0, 0, 0}, Chances: [][]float64{{1}, {1}, {1}}, K: 1}
	n, err := Net{Task: Multiclass, Epochs: 2}.Train(t.Context(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := n.Predict(d.X); err != nil || p[0][0] != 1 {
		t.Errorf("%v, %v", p, err)
	}
}

func TestChancesThatAreNoneAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Data){
		"a row too few": func(d *Data) { d.Chances = d.Chances[1:] },
		"one short":     func(d *Data) { d.Chances[3] = []float64{0.5, 0.5} },
		"sum of 2":      func(d *Data) { d.Chances[3] = []float64{1, 1, 0} },
		"negative":      func(d *Data) { d.Chances[3] = []float64{1.5, -0.5, 0} },
		"no number":     func(d *Data) { d.Chances[3] = []float64{math.NaN(), 0.5, 0.5} },
	} {
		d, _ := unsure(3)
		spoil(&d)
		_, err := Net{Task: Multiclass, Epochs: 1}.Train(t.Context(), d, nil)
		if bad, ok := errors.AsType[*DataError](err); !ok || bad.Reason != "chances" && bad.Reason != "length" || bad.Reason == "chances" && bad.Row != 3 {
			t.Errorf("%s: %v", name, err)
		}
	}
	d, _ := unsure(2)
	if _, err := (Net{Task: Ordinal, Epochs: 1}).Train(t.Context(), d, nil); err == nil {
		t.Error("an ordinal net takes chances, which it does not read")
	}
}
