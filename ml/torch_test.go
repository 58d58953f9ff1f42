package ml

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"
)

type torchCase struct {
	Name    string
	Net     Net
	X       [][]float64
	Y       []float64
	K       int
	Start   [][]float64
	Answers [][]float64
	Losses  []float64
	After   [][][]float64
	Last    [][]float64
}

func read(t *testing.T, file string, v any) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// given returns the network of c with torch's parameters.
func (c *torchCase) given(t *testing.T, values [][]float64) *Network {
	t.Helper()
	n := must[*Network](t)(c.Net.Untrained(len(c.X[0]), c.K))
	ps := n.Params()
	if len(ps) != len(values) {
		t.Fatalf("%d parameters, torch has %d", len(ps), len(values))
	}
	for i := range ps {
		ps[i].Values = values[i]
	}
	return must[*Network](t)(n.With(ps))
}

func near(t *testing.T, what string, got, want [][]float64, tol float64) {
	t.Helper()
	for i := range want {
		for j, w := range want[i] {
			if g := got[i][j]; !(math.Abs(g-w) <= tol*(1+math.Abs(w))) {
				t.Errorf("%s, row %d, column %d: got %.9g, torch %.9g", what, i, j, g, w)
				return
			}
		}
	}
}

// TestAgreesWithTorch compares answers, losses and three steps of training with what
// testdata/with_torch.py had torch compute.
func TestAgreesWithTorch(t *testing.T) {
	var cases []torchCase
	read(t, "torch.json", &cases)
	for _, c := range cases {
		for _, exact := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s exact %v", c.Name, exact), func(t *testing.T) {
				c.Net.Exact = exact
				tol := 1e-6
				if !exact {
					tol = 2e-4
				}
				n := c.given(t, c.Start)
				if c.Answers != nil {
					near(t, "answers", must[[][]float64](t)(n.Predict(c.X)), c.Answers, tol)
				}
				trainer := must[*Trainer](t)(newTrainer(n, Data{X: c.X, Y: c.Y, K: c.K}, Data{}))
				for s, want := range c.After {
					e := must[Epoch](t)(trainer.Epoch(t.Context()))
					if math.Abs(e.Loss-c.Losses[s]) > tol {
						t.Errorf("loss before step %d: got %.9g, torch %.9g", s+1, e.Loss, c.Losses[s])
					}
					var got [][]float64
					for _, p := range trainer.Network().Params() {
						got = append(got, p.Values)
					}
					near(t, fmt.Sprintf("parameters after step %d", s+1), got, want, tol)
				}
				if c.K == 0 {
					near(t, "answers after training", must[[][]float64](t)(trainer.Network().Predict(c.X)), c.Last, tol)
				}
			})
		}
	}
}
