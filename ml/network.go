package ml

import (
	"errors"
	"fmt"
	"slices"
	"sync"
)

// A Network is a fitted network. It does not change; several goroutines may use it at once.
type Network struct {
	net     Net
	d, k    int
	names   []string
	x, y    Scale
	body    body
	history []Epoch
}

// body is a graph of some type.
type body interface {
	// predict writes the answers for rows of x into out.
	predict(n *Network, out, x [][]float64)
	learner(n *Network, d, held Data) learner
	params() []Param
	with(ps []Param) (body, error)
	steps() bool
	facts(n *Network, d Data) ([]LayerFacts, float64)
}

// ErrOverflow says that a model's answer is not finite: its weights or inputs are too large.
var ErrOverflow = errors.New("the answer is not a finite number")

func newNetwork(n Net, d Data, x, y Scale) *Network {
	out := &Network{net: n, d: len(x.Mean), k: d.ClassCount(n.Task), names: d.Classes, x: x, y: y}
	if n.Exact {
		out.body = newBody[float64](out)
		return out
	}
	out.body = newBody[float32](out)
	return out
}

func newBody[T float](n *Network) body {
	h := head[T]{task: n.net.Task, loss: n.net.Loss, delta: n.net.Delta, smoothing: n.net.Smoothing, k: n.k}
	g := compile(n.net.Layers, n.d, h)
	g.start(n.net.Seed)
	return newInference(g)
}

// with returns n with other weights.
func (n *Network) with(b body) *Network {
	c := *n
	c.body = b
	return &c
}

// Settings returns the settings n was trained with, defaults filled in.
func (n *Network) Settings() Net { return n.net }

// Columns returns how many columns a row has.
func (n *Network) Columns() int { return n.d }

// History returns the learning curve.
func (n *Network) History() []Epoch { return slices.Clone(n.history) }

// Outputs returns how many numbers an answer has: 1, or the number of classes.
func (n *Network) Outputs() int { return max(n.k, 1) }

// Predict returns the answers for the rows of x; see [Predictor].
func (n *Network) Predict(x [][]float64) ([][]float64, error) {
	if len(x) == 0 {
		return nil, nil
	}
	if err := n.checkInput(x); err != nil {
		return nil, err
	}
	flat := make([]float64, len(x)*n.Outputs())
	out := make([][]float64, len(x))
	for i := range out {
		out[i] = flat[i*n.Outputs() : (i+1)*n.Outputs()]
	}
	n.body.predict(n, out, x)
	for i, v := range flat {
		if v-v != 0 {
			return nil, fmt.Errorf("row %d: %w", i/n.Outputs()+1, ErrOverflow)
		}
	}
	return out, nil
}

// PredictRow writes the answer for one row into out, which has [Network.Outputs] numbers, and
// allocates nothing.
func (n *Network) PredictRow(out, row []float64) error {
	if len(out) != n.Outputs() {
		panic("ml: PredictRow: out does not have Outputs numbers")
	}
	rows := rowPool.Get().(*[2][1][]float64)
	defer rowPool.Put(rows)
	rows[0][0], rows[1][0] = out, row
	if err := n.checkInput(rows[1][:]); err != nil {
		return err
	}
	n.body.predict(n, rows[0][:], rows[1][:])
	for _, v := range out {
		if v-v != 0 {
			return ErrOverflow
		}
	}
	return nil
}

// rowPool holds the slices that PredictRow hands down, which would otherwise be allocated.
var rowPool = sync.Pool{New: func() any { return new([2][1][]float64) }}

func (n *Network) checkInput(x [][]float64) error {
	if len(x[0]) != n.d {
		return &DataError{-1, -1, "columns"}
	}
	if err := checkRows(x, n.d); err != nil {
		return err
	}
	if !n.net.Raw {
		return nil
	}
	for i, row := range x {
		for j, v := range row {
			if v > maxRaw || v < -maxRaw {
				return &DataError{i, j, "too_large"}
			}
		}
	}
	return nil
}

// inference is a graph that nothing changes any more, with a pool of buffers for concurrent
// predictions.
type inference[T float] struct {
	g    *graph[T]
	pool sync.Pool
}

func newInference[T float](g *graph[T]) *inference[T] {
	f := &inference[T]{g: g}
	f.pool.New = func() any { return g.work(microBatchRows, false) }
	return f
}

func (f *inference[T]) predict(n *Network, out, x [][]float64) {
	w := f.pool.Get().(*work[T])
	w.answer(n, out, x)
	f.pool.Put(w)
}

// answer writes the answers for the rows of x into out.
func (w *work[T]) answer(n *Network, out, x [][]float64) {
	ld, zld := stride(w.d), stride(w.head.outputs())
	for lo := 0; lo < len(x); lo += w.rows {
		m := min(w.rows, len(x)-lo)
		for i := range m {
			apply(&n.x, w.in[i*ld:][:w.d], x[lo+i], n.net.Raw)
		}
		z := w.forward(w.in, m)
		for i := range m {
			o := out[lo+i]
			w.head.answer(o, z[i*zld:][:w.head.outputs()], w.p)
			if n.k == 0 {
				o[0] = o[0]*n.y.Size[0] + n.y.Mean[0]
			}
		}
	}
}

func (f *inference[T]) learner(n *Network, d, held Data) learner {
	return newTraining(n, f.g.copy(), d, held)
}

func (f *inference[T]) steps() bool { return f.g.step }

// A Param is one block of parameters of a [Network].
type Param struct {
	Name   string    // weight, bias, slope (PReLU), cuts (ordinal)
	Layer  int       // index into Net.Layers; len(Layers) is the output layer
	Rows   int       // inputs of a weight, otherwise 1
	Cols   int       // units
	Values []float64 // row by row
}

// Params returns a copy of every parameter, in an order that follows from the settings alone.
func (n *Network) Params() []Param { return n.body.params() }

func (f *inference[T]) params() []Param {
	var out []Param
	for _, b := range f.g.blocks {
		p := Param{Name: b.name, Layer: b.layer, Rows: b.rows, Cols: b.cols}
		b.each(func(at int) { p.Values = append(p.Values, float64(f.g.p[at])) })
		out = append(out, p)
	}
	return out
}

func (f *inference[T]) with(ps []Param) (body, error) {
	g := f.g.copy()
	if len(ps) != len(g.blocks) {
		return nil, &SettingError{"Params", "out_of_range"}
	}
	for i, b := range g.blocks {
		if len(ps[i].Values) != b.rows*b.cols {
			return nil, &SettingError{"Params", "out_of_range"}
		}
		at, fault := 0, false
		b.each(func(to int) {
			v := T(ps[i].Values[at])
			g.p[to] = v
			fault = fault || v-v != 0
			at++
		})
		if fault {
			return nil, &SettingError{"Params", "not_finite"}
		}
	}
	return newInference(g), nil
}
