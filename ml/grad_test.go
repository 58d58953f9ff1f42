package ml

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// checked is a network whose gradients the suite compares with finite differences.
type checked struct {
	name   string
	layers []Layer
	head   head[float64]
}

// suite returns every layer, every activation, and every loss.
func suite() []checked {
	square := head[float64]{task: Regression, loss: Squared}
	var out []checked
	for _, a := range Activations() {
		if a == Step {
			continue
		}
		out = append(out,
			checked{"activation " + string(a), []Layer{Dense(5, a)}, square},
			checked{"16 wide " + string(a), []Layer{Dense(16, a)}, square})
	}
	for name, layers := range map[string][]Layer{
		"64 and 128 wide":  {Dense(64, ReLU), Dense(128, Tanh)},
		"no hidden layer":  nil,
		"two dense":        {Dense(17, Tanh), Dense(3, Sigmoid)},
		"two relu":         {Dense(18, ReLU), Dense(7, ReLU)},
		"dropout":          {Dense(9, Tanh), Dropout(0.4), Dense(4, ELU)},
		"dropout first":    {Dropout(0.3), Dense(4, Tanh)},
		"leaky, slope 0.3": {{Kind: DenseKind, Units: 5, Activation: LeakyReLU, Slope: 0.3}},
		"elu, alpha 0.5":   {{Kind: DenseKind, Units: 5, Activation: ELU, Slope: 0.5}},
	} {
		out = append(out, checked{name, layers, square})
	}
	for name, h := range map[string]head[float64]{
		"squared": square, "absolute": {loss: Absolute}, "huber": {loss: Huber, delta: 0.7},
		"binary":                   {task: Binary, k: 2},
		"binary, smooth":           {task: Binary, k: 2, smoothing: 0.2},
		"multiclass":               {task: Multiclass, k: 4},
		"multiclass, smooth":       {task: Multiclass, k: 4, smoothing: 0.1},
		"binary, squared":          {task: Binary, k: 2, loss: Squared},
		"binary, perceptron":       {task: Binary, k: 2, loss: Perceptron},
		"classes, squared":         {task: Multiclass, k: 4, loss: Squared},
		"classes, squared, smooth": {task: Multiclass, k: 4, loss: Squared, smoothing: 0.1},
		"classes, perceptron":      {task: Multiclass, k: 4, loss: Perceptron},
		"ordinal":                  {task: Ordinal, k: 5},
		"ordinal, two":             {task: Ordinal, k: 2},
	} {
		out = append(out, checked{"loss " + name, []Layer{Dense(6, Tanh)}, h})
	}
	return out
}

// probe is one network with a batch of rows.
type probe struct {
	w      *work[float64]
	in     []float64
	y, wt  []float64
	m      int
	pieces int
}

func newProbe(c checked, rng *rand.Rand) *probe {
	const m, d = 10, 7
	g := compile(c.layers, d, c.head)
	g.start(rng.Uint64())
	for i := range g.blocks {
		g.blocks[i].each(func(at int) { g.p[at] += 0.1 * rng.NormFloat64() })
	}
	p := &probe{w: g.work(12, true), m: m, pieces: 2}
	p.in = make([]float64, 16*stride(d))
	for i := range m {
		for j := range d {
			p.in[i*stride(d)+j] = rng.NormFloat64()
		}
		y := rng.NormFloat64()
		if c.head.k > 0 {
			y = float64(i % c.head.k)
		}
		p.y, p.wt = append(p.y, y), append(p.wt, 0.5+rng.Float64())
	}
	return p
}

// loss passes the batch in pieces and leaves the gradients in w.g and those of the inputs in din.
func (p *probe) loss() (sum float64, din []float64) {
	ld := stride(p.w.d)
	p.w.noise, p.w.overwrite = 42, true
	if b := p.w.head.block; b != nil {
		clear(p.w.g[b.off:][:b.size()])
	}
	size := p.m / p.pieces
	for lo := 0; lo < p.m; lo += size {
		in := p.in[lo*ld:]
		z := p.w.forward(in, size)
		sum += p.w.head.grad(z, p.y[lo:], p.wt[lo:], 1, size, p.w.dz, p.w.p, p.w.g)
		din = append(din, p.w.backward(in, p.w.dz, size, true)[:size*ld]...)
		p.w.overwrite = false
	}
	return sum, din
}

// slope is the derivative of the loss by *v, from differences of fourth order. It is not smooth
// where the loss or its slope has a bend nearby, so that differences mean nothing.
func (p *probe) slope(v *float64) (slope float64, smooth bool) {
	const h = 1e-4
	at := *v
	f := func(by float64) float64 {
		*v = at + by
		sum, _ := p.loss()
		return sum
	}
	a, b, c, d, e := f(-2*h), f(-h), f(0), f(h), f(2*h)
	*v = at
	left, mid, right := (c-a)/(2*h), (d-b)/(2*h), (e-c)/(2*h)
	return (8*(d-b) - (e - a)) / (12 * h), math.Abs(left-2*mid+right) < 2e-7*(1+math.Abs(mid))
}

func TestGradientsAgreeWithFiniteDifferences(t *testing.T) {
	for _, c := range suite() {
		t.Run(c.name, func(t *testing.T) {
			p := newProbe(c, rand.New(rand.NewPCG(3, 4)))
			_, din := p.loss()
			g := append([]float64(nil), p.w.g...)
			tested, bent := 0, 0
			compare := func(what string, v *float64, got float64) {
				want, smooth := p.slope(v)
				if !smooth {
					bent++
					return
				}
				tested++
				if math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
					t.Errorf("gradient by %s: got %.9g, finite differences give %.9g", what, got, want)
				}
			}
			for _, b := range p.w.blocks {
				// Of a large block some hundred are enough.
				every, count := 1+b.rows*b.cols/100, 0
				b.each(func(at int) {
					if count++; count%every != 0 {
						return
					}
					compare(fmt.Sprintf("%s of layer %d at %d", b.name, b.layer, at-b.off), &p.w.p[at], g[at])
				})
			}
			for i := range p.m {
				for j := range p.w.d {
					at := i*stride(p.w.d) + j
					compare(fmt.Sprintf("input %d of row %d", j, i), &p.in[at], din[at])
				}
			}
			if bent > tested/2 {
				t.Errorf("%d of %d slopes could not be tested because of bends", bent, bent+tested)
			}
		})
	}
}

func TestPaddingStaysZero(t *testing.T) {
	for _, c := range suite() {
		p := newProbe(c, rand.New(rand.NewPCG(5, 6)))
		p.loss()
		used := map[int]bool{}
		for _, b := range p.w.blocks {
			b.each(func(at int) { used[at] = true })
		}
		for i, v := range p.w.g {
			if !used[i] && v != 0 {
				t.Fatalf("%s: the gradient of padding at %d is %g, want 0", c.name, i, v)
			}
		}
	}
}
