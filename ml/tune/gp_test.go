package tune

import (
	"math"
	"math/rand/v2"
	"testing"
)

// model returns a process over random points of two numbers and a choice.
func model(n int) *gp {
	rng := rand.New(rand.NewPCG(5, 0))
	var x, z []float64
	for range n {
		a, b, c := rng.Float64(), rng.Float64(), float64(rng.IntN(3))/3
		x = append(x, a, b, c)
		z = append(z, math.Sin(5*a)+b*b-c+0.1*rng.NormFloat64())
	}
	m := &gp{}
	m.set(x, z, []bool{false, false, true})
	return m
}

func TestEvidenceGradient(t *testing.T) {
	m := model(25)
	theta := []float64{0.7, -0.5, 1.2, 0.3, -3}
	g, scratch := make([]float64, 5), make([]float64, 5)
	m.negLogPosterior(theta, g)
	for i := range theta {
		const h = 1e-5
		up, down := append([]float64(nil), theta...), append([]float64(nil), theta...)
		up[i] += h
		down[i] -= h
		want := (m.negLogPosterior(up, scratch) - m.negLogPosterior(down, scratch)) / (2 * h)
		if math.Abs(g[i]-want) > 1e-5*(1+math.Abs(want)) {
			t.Errorf("derivative %d of the evidence is %v, by differences %v", i, g[i], want)
		}
	}
}

func TestPredictionGradient(t *testing.T) {
	m := model(25)
	m.theta = []float64{1, 0.5, 0, 0.1, -4}
	if !m.factor(m.theta) {
		t.Fatal("no Cholesky factor")
	}
	x, gm, gv := []float64{0.3, 0.6, 1.0 / 3}, make([]float64, 3), make([]float64, 3)
	m.predict(x, gm, gv)
	for j := range 2 {
		const h = 1e-6
		up, down := append([]float64(nil), x...), append([]float64(nil), x...)
		up[j] += h
		down[j] -= h
		m1, v1 := m.predict(up, nil, nil)
		m0, v0 := m.predict(down, nil, nil)
		if want := (m1 - m0) / (2 * h); math.Abs(gm[j]-want) > 1e-6*(1+math.Abs(want)) {
			t.Errorf("derivative %d of the mean is %v, by differences %v", j, gm[j], want)
		}
		if want := (v1 - v0) / (2 * h); math.Abs(gv[j]-want) > 1e-6*(1+math.Abs(want)) {
			t.Errorf("derivative %d of the variance is %v, by differences %v", j, gv[j], want)
		}
	}
}

func TestLogEI(t *testing.T) {
	for _, c := range [][3]float64{{0, 1, 0.5}, {2, 0.3, -1}, {1, 0.01, 0}, {3, 0.02, 0}} {
		const h = 1e-6
		v, dm, dv := logEI(c[0], c[1], c[2])
		up, _, _ := logEI(c[0]+h, c[1], c[2])
		down, _, _ := logEI(c[0]-h, c[1], c[2])
		if want := (up - down) / (2 * h); math.Abs(dm-want) > 1e-3*(1+math.Abs(want)) {
			t.Errorf("logEI(%v): derivative by the mean is %v, by differences %v", c, dm, want)
		}
		up, _, _ = logEI(c[0], c[1]+h*c[1], c[2])
		down, _, _ = logEI(c[0], c[1]-h*c[1], c[2])
		if want := (up - down) / (2 * h * c[1]); math.Abs(dv-want) > 1e-3*(1+math.Abs(want)) {
			t.Errorf("logEI(%v): derivative by the variance is %v, by differences %v", c, dv, want)
		}
		if sd := math.Sqrt(c[1]); c[2]-c[0] > -4*sd {
			u := (c[2] - c[0]) / sd
			want := math.Log(sd * (math.Exp(-u*u/2)/math.Sqrt(2*math.Pi) + u*0.5*math.Erfc(-u/math.Sqrt2)))
			if math.Abs(v-want) > 1e-9 {
				t.Errorf("logEI(%v) = %v, want %v", c, v, want)
			}
		}
	}
}

func TestModelFindsTheConditions(t *testing.T) {
	st := study(Sobol{}, 30)
	for range 30 {
		trial, err := st.Ask(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		v := wide(trial)
		if err := st.Tell(t.Context(), trial, v, nil); err != nil {
			t.Fatal(err)
		}
	}
	h := st.state.history
	ids := h.union()
	rules := h.conditions(ids)
	for k, i := range ids {
		gate := ""
		if rules[k].parent >= 0 {
			gate = h.params[ids[rules[k].parent]].Name
		}
		want := map[string]string{"f": "e", "g": "e", "h": "g"}[h.params[i].Name]
		if gate != want {
			t.Errorf("%q is found to depend on %q, want %q", h.params[i].Name, gate, want)
		}
	}
}
