// Minimisation within a box by L-BFGS; Nocedal and Wright (2006), "Numerical Optimization",
// chapters 7 and 16. Variables that a bound holds are left out of the step, the rest is projected
// back into the box, and backtracking asks for sufficient decrease (Armijo). That is simpler than
// L-BFGS-B (Byrd, Lu, Nocedal and Zhu 1995), whose search along the projected path pays where many
// bounds change in one step; here the box is the unit cube and the dimensions are few.

package tune

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// lbfgs is a minimiser; its memory is kept from call to call.
type lbfgs struct {
	s, y         [lbfgsMemory][]float64
	rho          [lbfgsMemory]float64
	g, d, nx, ng []float64
}

// lbfgsMemory is how many steps the approximation of the curvature remembers; 3 to 20 are usual.
const lbfgsMemory = 6

// minimise starts at x, which it changes to the best point found, and returns the value there. It
// ends after so many evaluations, or when a step gains no more than gain, relative to 1 plus the value.
// f returns the value and puts the gradient into its second argument.
func (m *lbfgs) minimise(x, low, high []float64, evals int, gain float64, f func(x, g []float64) float64) float64 {
	n := len(x)
	m.g, m.d, m.nx, m.ng = resize(m.g, n), resize(m.d, n), resize(m.nx, n), resize(m.ng, n)
	for i := range lbfgsMemory {
		m.s[i], m.y[i] = resize(m.s[i], n), resize(m.y[i], n)
	}
	fx := f(x, m.g)
	kept := 0
	for evals--; evals > 0; {
		if !m.direction(x, low, high, kept) {
			return fx
		}
		step, slope := 1.0, dot(m.d, m.g)
		if kept == 0 {
			step = min(1, 0.1/(1e-12+norm(m.d)))
		}
		moved := false
		for ; evals > 0; evals-- {
			for i := range x {
				m.nx[i] = min(max(x[i]+step*m.d[i], low[i]), high[i])
			}
			fn := f(m.nx, m.ng)
			if fn <= fx+1e-4*step*slope && !math.IsNaN(fn) {
				kept = m.store(x, kept)
				small := fx-fn <= gain*(1+math.Abs(fx))
				copy(x, m.nx)
				copy(m.g, m.ng)
				fx, moved = fn, true
				evals--
				if small {
					return fx
				}
				break
			}
			step *= 0.3
			if step < 1e-8 {
				break
			}
		}
		if !moved {
			if kept == 0 {
				return fx
			}
			kept = 0
		}
	}
	return fx
}

// direction puts the step to go into m.d and tells whether there is one.
func (m *lbfgs) direction(x, low, high []float64, kept int) bool {
	held := func(i int) bool { return x[i] <= low[i] && m.g[i] > 0 || x[i] >= high[i] && m.g[i] < 0 }
	stop := func() {
		for i := range m.d {
			if held(i) {
				m.d[i] = 0
			}
		}
	}
	descend := func() {
		floats.ScaleTo(m.d, -1, m.g)
		stop()
	}
	descend()
	if norm(m.d) < 1e-9 {
		return false
	}
	var a [lbfgsMemory]float64
	from := max(0, kept-lbfgsMemory)
	for k := kept - 1; k >= from; k-- {
		i := k % lbfgsMemory
		a[i] = m.rho[i] * dot(m.s[i], m.d)
		axpy(-a[i], m.y[i], m.d)
	}
	if kept > 0 {
		i := (kept - 1) % lbfgsMemory
		scale := 1 / (m.rho[i] * dot(m.y[i], m.y[i]))
		floats.Scale(scale, m.d)
	}
	for k := from; k < kept; k++ {
		i := k % lbfgsMemory
		axpy(a[i]-m.rho[i]*dot(m.y[i], m.d), m.s[i], m.d)
	}
	if stop(); dot(m.d, m.g) >= 0 {
		descend()
	}
	return true
}

// store remembers the step from x to m.nx if the curvature along it is positive.
func (m *lbfgs) store(x []float64, kept int) int {
	i := kept % lbfgsMemory
	floats.SubTo(m.s[i], m.nx, x)
	floats.SubTo(m.y[i], m.ng, m.g)
	c := dot(m.s[i], m.y[i])
	if c <= 1e-12*dot(m.y[i], m.y[i]) || c <= 0 {
		return kept
	}
	m.rho[i] = 1 / c
	return kept + 1
}

func norm(x []float64) float64 { return math.Sqrt(dot(x, x)) }
