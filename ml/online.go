package ml

import (
	"cmp"
	"math"
	"sync"
)

// Online is a network that goes on learning, one row at a time, while it serves. Its methods
// may be called by several goroutines.
type Online struct {
	mu      sync.RWMutex
	network *Network
	learner learner
	serving *Network
	rate    float64
	count   int64
}

// Online returns a learner that starts from n, with the optimiser, penalty of n's settings; rate 0
// means n's own. n itself does not change.
func (n *Network) Online(rate float64) (*Online, error) {
	if n.body.steps() {
		return nil, ErrStep
	}
	if !(rate >= 0 && rate < 1e6) {
		return nil, &SettingError{"Rate", "out_of_range"}
	}
	o := &Online{network: n, rate: cmp.Or(rate, n.net.Rate)}
	one := Data{X: [][]float64{make([]float64, n.d)}, Y: []float64{0}, K: n.k}
	o.learner = n.body.learner(n, one, Data{})
	o.serving = n.with(o.learner.live())
	return o, nil
}

// Observe learns from one row with target y and returns the loss the row had before. A row that
// cannot be learned from gives a *[DataError]; one that would make a weight infinite gives
// [ErrDiverged]. Neither changes the network.
func (o *Online) Observe(row []float64, y float64) (loss float64, err error) {
	n := o.network
	if err := n.checkInput([][]float64{row}); err != nil {
		return 0, err
	}
	if notFinite(y) || n.net.Raw && math.Abs(y) > maxRaw {
		return 0, &DataError{0, -1, "not_finite"}
	}
	if n.k > 0 && (y < 0 || y != math.Trunc(y) || y >= float64(n.k)) {
		return 0, &DataError{0, -1, "class"}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	loss, ok := o.learner.observe(n, row, y, o.rate, o.count+1)
	if !ok {
		return loss, ErrDiverged
	}
	o.count++
	return loss, nil
}

// Network returns the network as it stands, which later rows do not change.
func (o *Online) Network() *Network {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.network.with(o.learner.body())
}

// live is the graph under training, to be read only while no step is under way.
func (t *training[T]) live() body { return newInference(t.g) }

// onlyRow is the only row of the table that an [Online] learns from.
var onlyRow = []int{0}

// observe takes one step with one row, and takes it back if a weight is then not finite.
func (t *training[T]) observe(n *Network, row []float64, y, rate float64, count int64) (float64, bool) {
	apply(&n.x, t.data.x[:len(row)], row, n.net.Raw)
	t.data.y[0], t.data.w[0] = y, 1
	if n.k == 0 {
		apply(&n.y, t.data.y, t.data.y, n.net.Raw)
	}
	all := [...][]T{t.g.p, t.m, t.v}
	for i, s := range all {
		t.beforeStep[i] = append(t.beforeStep[i][:0], s...)
	}
	loss, weight := t.step(onlyRow, rate, count)
	if weight > 0 {
		loss /= weight
	}
	if !notFinite(loss) && t.finite() {
		return loss, true
	}
	for i, s := range all {
		copy(s, t.beforeStep[i])
	}
	return loss, false
}
