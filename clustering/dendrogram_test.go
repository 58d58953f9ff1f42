package clustering

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The correlation is of the shape alone: data times 1e-79, whose squares have few digits left, has the same.
func TestCopheneticOfTinyDistances(t *testing.T) {
	want := 0.0
	for _, scale := range []float64{1, 1e-79} {
		x := mat.NewDense(4, 1, []float64{1.35 * scale, 0.4 * scale, 0, 3 * scale})
		tree, err := Linkage{Method: Average}.Fit(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		got, err := tree.Cophenetic(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		if want == 0 {
			want = got
		}
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("the cophenetic correlation of data times %g is %v, want %v", scale, got, want)
		}
	}
}
