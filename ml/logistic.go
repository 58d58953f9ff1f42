// Multinomial logistic regression with an L2 penalty, by a truncated Newton method: conjugate
// gradients solve for the step, a line search takes it; Lin, Weng and Keerthi (2008), JMLR 9, as in
// scikit-learn's newton-cg. The loss is convex, so that there is one answer and no learning rate to
// choose.

package ml

import (
	"cmp"
	"context"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Logistic is logistic regression, multinomial for more than two classes (an ordinal target
// counts as such), with an exact L2 penalty on the coefficients of standardised columns, not on
// the intercepts: it minimises Σ w·(-ln p) + L2/2 Σ β².
type Logistic struct {
	Task Task    // default Binary
	L2   float64 // default 1; below 0 none
}

// interceptL2 is the L2 on intercepts, which keeps them finite where a class has no rows.
const interceptL2 = 1e-9

// Fit implements [Model]. It minimises by Newton's method with conjugate gradients; Lin, Weng
// and Keerthi (2008). When ctx ends it returns context.Cause(ctx).
func (l Logistic) Fit(ctx context.Context, d Data, _ func(Epoch)) (Predictor, error) {
	task := cmp.Or(l.Task, Binary)
	if !task.classes() {
		return nil, &SettingError{"Task", "out_of_range"}
	}
	if err := d.Check(task); err != nil {
		return nil, err
	}
	f := newFit(d, task, lambda(l.L2))
	for range 500 {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if !f.newton() {
			break
		}
	}
	return f.linear(), nil
}

// logisticFit is a minimisation on the way. Parameters lie output by output, the d
// coefficients and then the intercept.
type logisticFit struct {
	task      Task
	k, out, d int
	l2, total float64
	scale     Scale
	head      head[float64]
	x         [][]float64 // standardised, with a 1 at the end
	y, w      []float64
	p, g      []float64 // n × out: probabilities of the outputs, gradient of parameters
	theta     []float64
	value     float64
}

func newFit(d Data, task Task, l2 float64) *logisticFit {
	f := &logisticFit{task: task, k: d.ClassCount(task), d: len(d.X[0]), l2: l2, scale: Standardise(d.X), y: d.Y}
	f.out = f.k
	if task == Binary {
		f.out = 1
	}
	f.head = head[float64]{task: task, k: f.k}
	if task == Ordinal {
		f.head.task = Multiclass
	}
	for i, row := range d.X {
		v := make([]float64, f.d+1)
		apply(&f.scale, v, row, false)
		v[f.d] = 1
		f.x, f.w, f.total = append(f.x, v), append(f.w, d.weight(i)), f.total+d.weight(i)
	}
	f.p = make([]float64, len(f.x)*f.out)
	f.theta = make([]float64, f.out*(f.d+1))
	f.g = make([]float64, len(f.theta))
	f.value = f.loss(f.theta, f.g)
	return f
}

// penalty returns the L2 on the parameter at position j.
func (f *logisticFit) penalty(j int) float64 {
	if j%(f.d+1) == f.d {
		return interceptL2
	}
	return f.l2
}

// part returns the parameters of output c.
func (f *logisticFit) part(v []float64, c int) []float64 { return v[c*(f.d+1) : (c+1)*(f.d+1)] }

// loss returns what is minimised, writes its gradient into g, and the probabilities into f.p.
func (f *logisticFit) loss(theta, g []float64) float64 {
	sum := 0.0
	for j, v := range theta {
		sum += f.penalty(j) * v * v / 2
		g[j] = f.penalty(j) * v
	}
	z, dz, answer := make([]float64, f.out), make([]float64, f.out), make([]float64, f.k)
	for i, row := range f.x {
		for c := range z {
			z[c] = dot(f.part(theta, c), row)
		}
		sum += f.head.grad(z, f.y[i:i+1], f.w[i:i+1], 1, 1, dz, nil, nil)
		f.head.answer(answer, z, nil)
		copy(f.p[i*f.out:(i+1)*f.out], answer[f.k-f.out:])
		for c, v := range dz {
			floats.AddScaled(f.part(g, c), v, row)
		}
	}
	return sum
}

// times writes the product of the second derivatives and v into out.
func (f *logisticFit) times(out, v []float64) {
	for j := range v {
		out[j] = f.penalty(j) * v[j]
	}
	u := make([]float64, f.out)
	for i, row := range f.x {
		p, mean := f.p[i*f.out:(i+1)*f.out], 0.0
		for c := range u {
			u[c] = dot(f.part(v, c), row)
			mean += p[c] * u[c]
		}
		for c := range u {
			floats.AddScaled(f.part(out, c), f.w[i]*p[c]*(u[c]-mean), row)
		}
	}
}

// newton takes one step and tells whether there is reason to take another.
func (f *logisticFit) newton() bool {
	norm := floats.Norm(f.g, math.Inf(1))
	if norm <= 1e-10*f.total {
		return false
	}
	move := f.direction()
	down := dot(move, f.g)
	next, g := make([]float64, len(move)), make([]float64, len(move))
	for by := 1.0; by > 1e-10; by /= 2 {
		copy(next, f.theta)
		floats.AddScaled(next, by, move)
		if v := f.loss(next, g); v <= f.value+1e-4*by*down {
			going := f.value-v > 1e-15*math.Abs(f.value) || norm > 1e-7*f.total
			f.theta, f.g, f.value = next, g, v
			return going
		}
	}
	f.loss(f.theta, f.g)
	return false
}

// direction solves for the Newton step by conjugate gradients.
func (f *logisticFit) direction() []float64 {
	n := len(f.theta)
	move, rest, dir, by := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for j, v := range f.g {
		rest[j], dir[j] = -v, -v
	}
	size := dot(rest, rest)
	goal := size * min(0.01, size) * 0.01
	for range 2 * n {
		f.times(by, dir)
		bend := dot(dir, by)
		if bend <= 0 || size <= goal || size == 0 {
			break
		}
		step := size / bend
		floats.AddScaled(move, step, dir)
		floats.AddScaled(rest, -step, by)
		before := size
		size = dot(rest, rest)
		for j, v := range rest {
			dir[j] = v + size/before*dir[j]
		}
	}
	return move
}

func (f *logisticFit) linear() *LinearFit {
	l := &LinearFit{Task: f.task, K: f.k, X: f.scale, Unit: 1}
	for c := range f.out {
		t := f.part(f.theta, c)
		l.W, l.B = append(l.W, t[:f.d:f.d]), append(l.B, t[f.d])
	}
	return l
}
