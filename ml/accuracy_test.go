package ml

import (
	"math"
	"testing"
)

// TestAsAccurateAsScikitLearn trains the network that testdata/tables.py trained, as long, on
// the same halves of each table.
func TestAsAccurateAsScikitLearn(t *testing.T) {
	var tables []struct {
		Name  string
		Net   Net
		X     [][]float64
		Y     []float64
		Test  [][]int
		Score []float64
	}
	read(t, "tables.json", &tables)
	for _, table := range tables {
		t.Run(table.Name, func(t *testing.T) {
			d := Data{X: table.X, Y: table.Y}
			d.K = d.ClassCount(table.Net.Task)
			var ours, theirs, square float64
			for i, test := range table.Test {
				score := heldOut(t, table.Net, d, test, uint64(i))
				ours += score / 10
				theirs += table.Score[i] / 10
				square += (score - table.Score[i]) * (score - table.Score[i]) / 10
			}
			noise := math.Sqrt(max(square-(ours-theirs)*(ours-theirs), 0) / 9)
			t.Logf("ours %.4f, scikit-learn %.4f, standard error of the difference %.4f", ours, theirs, noise)
			if ours < theirs-2*noise-0.002 {
				t.Errorf("score %.4f, scikit-learn's network %.4f: worse by more than twice the standard error %.4f", ours, theirs, noise)
			}
		})
	}
}

// heldOut fits m to the rows not in test and returns its accuracy or R² on those in it.
func heldOut(t *testing.T, net Net, d Data, test []int, seed uint64) float64 {
	t.Helper()
	in := map[int]bool{}
	for _, i := range test {
		in[i] = true
	}
	var train []int
	for i := range d.X {
		if !in[i] {
			train = append(train, i)
		}
	}
	net.Seed = seed
	held := d.Pick(test)
	p := must[Predictor](t)(net.Fit(t.Context(), d.Pick(train), nil))
	if net.Task != Regression {
		return accuracyOf(t, p, held)
	}
	answers := must[[][]float64](t)(p.Predict(held.X))
	_, size := meanAndSD(len(held.Y), func(i int) float64 { return held.Y[i] })
	unexplained := 0.0
	for i, y := range held.Y {
		unexplained += (y - answers[i][0]) * (y - answers[i][0]) / float64(len(held.Y))
	}
	return 1 - unexplained/(size*size)
}
