// One step of training: a batch passes in micro-batches of 64 rows, whose activations stay in the
// second-level cache; gradients add up over them, then the optimiser takes one step.

package ml

// microBatchRows is how many rows pass through the network at a time: few enough that all they touch
// stays in the second-level cache.
const microBatchRows = 64

// A learner trains a graph of some type.
type learner interface {
	// step moves the weights by one batch; it returns the weighted sum of its losses and the
	// sum of its weights.
	step(rows []int, rate float64, count int64) (loss, weight float64)
	valid() (loss float64, held bool)
	keep()      // remembers the present weights as the best
	body() body // a copy with the best weights, or the present ones
	finite() bool
	live() body // the present weights themselves
	observe(n *Network, row []float64, y, rate float64, count int64) (loss float64, ok bool)
}

// table is a table in the network's own numbers, rows padded.
type table[T float] struct {
	n, ld int
	x     []T
	y, w  []float64
}

type training[T float] struct {
	net        *Net
	g          *graph[T]
	w          *work[T]
	validation *work[T] // for the held rows
	data       table[T]
	held       table[T]
	y, weights []float64 // of a piece
	m, v       []T       // what the optimiser remembers
	best       []T

	beforeStep [3][]T // what a row observed online may change
}

func newTraining[T float](network *Network, g *graph[T], d, held Data) *training[T] {
	n := &network.net
	t := &training[T]{net: n, g: g, data: newTable[T](network, d)}
	t.w = g.work(microBatchRows, true)
	t.y, t.weights = make([]float64, t.w.rows), make([]float64, t.w.rows)
	t.m = make([]T, len(g.p)*min(1, n.Optimizer.slots()))
	t.v = make([]T, len(g.p)*max(0, n.Optimizer.slots()-1))
	if len(held.X) > 0 {
		t.held = newTable[T](network, held)
		t.validation = g.work(microBatchRows, false)
	}
	return t
}

// newTable standardises d.
func newTable[T float](network *Network, d Data) table[T] {
	n := len(d.X)
	s := table[T]{n: n, ld: stride(len(d.X[0])), y: make([]float64, n), w: make([]float64, n)}
	s.x = make([]T, (n+3)*s.ld)
	for i, row := range d.X {
		apply(&network.x, s.x[i*s.ld:][:len(row)], row, network.net.Raw)
		if s.y[i], s.w[i] = d.Y[i], d.weight(i); network.net.Task == Regression {
			apply(&network.y, s.y[i:i+1], d.Y[i:i+1], network.net.Raw)
		}
	}
	return s
}

func (t *training[T]) step(rows []int, rate float64, count int64) (loss, weight float64) {
	for _, r := range rows {
		weight += t.data.w[r]
	}
	if weight == 0 {
		return 0, 0
	}
	t.w.noise = t.net.Seed*0x2545f4914f6cdd1d + uint64(count)
	t.w.overwrite = true
	for lo := 0; lo < len(rows); lo += t.w.rows {
		loss += t.pass(rows[lo:min(lo+t.w.rows, len(rows))], 1/weight)
		t.w.overwrite = false
	}
	t.apply(rate, count)
	return loss, weight
}

// pass adds the gradient of a piece of a batch and returns its loss.
func (t *training[T]) pass(rows []int, scale float64) float64 {
	m, ld := len(rows), t.data.ld
	in := t.data.x[rows[0]*ld:]
	if scattered(rows) {
		in = t.w.in
		for i, r := range rows {
			copy(in[i*ld:(i+1)*ld], t.data.x[r*ld:])
		}
	}
	for i, r := range rows {
		t.y[i], t.weights[i] = t.data.y[r], t.data.w[r]
	}
	h := &t.g.head
	if t.w.overwrite && h.block != nil {
		clear(t.w.g[h.block.off:][:h.block.size()])
	}
	z := t.w.forward(in, m)
	loss := h.grad(z, t.y, t.weights, scale, m, t.w.dz, t.w.p, t.w.g)
	t.w.backward(in, t.w.dz, m, false)
	return loss
}

// scattered tells whether rows do not lie one after the other and must be gathered.
func scattered(rows []int) bool {
	for i, r := range rows {
		if r != rows[0]+i {
			return true
		}
	}
	return false
}

// apply moves the weights by the gradient.
func (t *training[T]) apply(rate float64, count int64) {
	p, g := t.w.p, t.w.g
	cut := t.g.decay
	update(updateRule{t.net, rate, t.net.L2, float64(count)}, &t.g.k, p[:cut], g[:cut], slotRange(t.m, 0, cut), slotRange(t.v, 0, cut))
	update(updateRule{t.net, rate, 0, float64(count)}, &t.g.k, p[cut:], g[cut:], slotRange(t.m, cut, len(p)), slotRange(t.v, cut, len(p)))
}

// slotRange returns s[lo:hi], or nothing where the optimiser keeps none.
func slotRange[T float](s []T, lo, hi int) []T {
	if len(s) == 0 {
		return nil
	}
	return s[lo:hi]
}

func (t *training[T]) valid() (float64, bool) {
	if t.validation == nil {
		return 0, false
	}
	return t.validation.loss(&t.held), true
}

// loss returns the mean loss on the rows of s.
func (w *work[T]) loss(s *table[T]) float64 {
	var sum, weight float64
	for lo := 0; lo < s.n; lo += w.rows {
		m := min(w.rows, s.n-lo)
		z := w.forward(s.x[lo*s.ld:], m)
		sum += w.head.grad(z, s.y[lo:], s.w[lo:], 0, m, w.dz, w.p, nil)
	}
	for _, v := range s.w {
		weight += v
	}
	return sum / weight
}

func (t *training[T]) keep() {
	t.best = append(t.best[:0], t.g.p...)
}

func (t *training[T]) body() body {
	g := t.g.copy()
	if len(t.best) > 0 {
		copy(g.p, t.best)
	}
	return newInference(g)
}

func (t *training[T]) finite() bool {
	for _, v := range t.g.p {
		if v-v != 0 {
			return false
		}
	}
	return true
}
