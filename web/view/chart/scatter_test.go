package chart

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Labels are moved apart wherever they stand. One that was put just below another was by rounding a little less than its height away, and moved again without end.
func TestLabelsStandApart(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		all := make([]placed, 2+rng.IntN(8))
		for i := range all {
			all[i] = placed{x: 340 * rng.Float64(), y: 260 * rng.Float64()}
		}
		for i, a := range apart(all) {
			for _, b := range all[:i] {
				if math.Abs(a.x-b.x) < labelWide && math.Abs(a.y-b.y) < labelHigh-touch {
					t.Fatalf("a label at %g, %g lies on one at %g, %g", a.x, a.y, b.x, b.y)
				}
			}
		}
	}
}
