package tune

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestExpBelow(t *testing.T) {
	for x := 0.0; x >= -700; x -= 0.0137 {
		if got, want := expBelow(x), math.Exp(x); math.Abs(got/want-1) > 1e-11 {
			t.Fatalf("e^%v is %v, want %v", x, got, want)
		}
	}
}

func TestLogSum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, spread := range []float64{0, 1, 30, 1e4} {
		for n := 1; n < 40; n++ {
			q := make([]float64, n)
			top, sum := math.Inf(-1), 0.0
			for i := range q {
				q[i] = 5000 - spread*rng.Float64()
				top = max(top, q[i])
			}
			for _, v := range q {
				sum += math.Exp(v - top)
			}
			if got, want := logSum(q), top+math.Log(sum); math.Abs(got-want) > 1e-9 {
				t.Errorf("the log of the sum of %d within %v is %v, want %v", n, spread, got, want)
			}
		}
	}
}
