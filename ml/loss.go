// Losses and the heads that compute them from the last layer's outputs, with their gradients: squared,
// absolute and Huber's for numbers, cross-entropy on logits for classes, the cumulative logit model for
// classes in order. Working on logits keeps gradients where probabilities would round to 0 or 1.

package ml

import (
	"math"
	"slices"
)

// A Loss is what training makes small. Each is a mean over rows, weighted by the rows' weights.
type Loss string

// The losses. The empty Loss takes the task's own: Squared, or cross-entropy on logits, which
// neither saturates nor overflows.
const (
	Squared      Loss = "squared"      // (p-y)²; the mean squared error, MSE, of classes Brier's score
	Absolute     Loss = "absolute"     // |p-y|; the mean absolute error, MAE
	Huber        Loss = "huber"        // (p-y)²/2 up to delta, then straight; Huber (1964)
	CrossEntropy Loss = "crossentropy" // -ln of the probability of what happened
	Perceptron   Loss = "perceptron"   // how far a wrong answer lies on the wrong side; the answers are yes or no
)

func (l Loss) fits(t Task) bool {
	switch l {
	case "":
		return true
	case Squared:
		return t != Ordinal
	case Absolute, Huber:
		return !t.classes()
	case Perceptron:
		return t == Binary || t == Multiclass
	case CrossEntropy:
		return t.classes()
	}
	return false
}

// A head turns the outputs z of the last layer into answers and into the loss and its gradient.
type head[T float] struct {
	task      Task
	loss      Loss
	delta     float64
	smoothing float64
	k         int
	block     *paramBlock // the cuts of an ordinal target
}

// outputs returns how many numbers the head takes for each row.
func (h *head[T]) outputs() int {
	if h.task == Multiclass {
		return h.k
	}
	return 1
}

// answers returns how many numbers the head gives for each row.
func (h *head[T]) answers() int {
	if h.task.classes() {
		return h.k
	}
	return 1
}

func (h *head[T]) cuts() int {
	if h.task == Ordinal {
		return h.k - 1
	}
	return 0
}

// start spreads the cuts of an ordinal target evenly around 0, one apart.
func (h *head[T]) start(p []T) {
	if h.block == nil {
		return
	}
	cuts := p[h.block.off:][:h.cuts()]
	cuts[0] = T(-float64(h.k-2) / 2)
	for j := 1; j < len(cuts); j++ {
		cuts[j] = T(math.Log(math.E - 1))
	}
}

// grad returns the summed loss of m rows with targets y and weights wt, and writes its gradient
// times scale by z into dz, by the cuts into g where g is not nil.
func (h *head[T]) grad(z []T, y, wt []float64, scale float64, m int, dz, p, g []T) float64 {
	ld, sum := stride(h.outputs()), 0.0
	other := h.loss == Squared || h.loss == Perceptron
	if h.task == Binary && !other {
		return h.binary(z, y, wt, scale, m, dz)
	}
	var q []float64
	if h.task == Multiclass && other {
		q = make([]float64, h.k)
	}
	for i := range m {
		row, d := z[i*ld:][:h.outputs()], dz[i*ld:][:h.outputs()]
		var loss float64
		switch {
		case h.task == Binary:
			var slope float64
			loss, slope = h.otherBinary(row[0], y[i])
			d[0] = T(wt[i] * scale * slope)
		case h.task == Multiclass && other:
			loss = h.otherClasses(row, d, h.want(q, int(y[i])), wt[i]*scale)
		case h.task == Multiclass:
			loss = h.multiclass(row, d, int(y[i]), wt[i]*scale)
		case h.task == Ordinal:
			loss = h.ordinal(row, d, int(y[i]), wt[i]*scale, p, g)
		default:
			loss = h.regression(row, d, y[i], wt[i]*scale)
		}
		sum += wt[i] * loss
	}
	return sum
}

func (h *head[T]) regression(z, d []T, y, scale float64) float64 {
	e := float64(z[0]) - y
	size := math.Abs(e)
	sign := math.Copysign(1, e)
	if e == 0 {
		sign = 0
	}
	switch {
	case h.loss == Absolute:
		d[0] = T(scale * sign)
		return size
	case h.loss == Huber && size > h.delta:
		d[0] = T(scale * h.delta * sign)
		return h.delta * (size - h.delta/2)
	case h.loss == Huber:
		d[0] = T(scale * e)
		return e * e / 2
	}
	d[0] = T(2 * scale * e)
	return e * e
}

// binary is grad for two classes. The loss of a row is max(z,0) - y·z + ln(1+e^-|z|); the
// logarithms of rows of weight 1 are taken together, as that of a product.
func (h *head[T]) binary(z []T, y, wt []float64, scale float64, m int, dz []T) float64 {
	ld, sum, product := stride(1), 0.0, 1.0
	for i := range m {
		v, w, y := float64(z[i*ld]), wt[i], y[i]*(1-h.smoothing)+h.smoothing/2
		e := math.Exp(-math.Abs(v))
		p := 1 / (1 + e)
		if v < 0 {
			p = e / (1 + e)
		}
		dz[i*ld] = T(w * scale * (p - y))
		sum += w * (max(v, 0) - y*v)
		if w != 1 {
			sum += w * math.Log1p(e)
			continue
		}
		if product *= 1 + e; product > 1e300 {
			sum += math.Log(product)
			product = 1
		}
	}
	return sum + math.Log(product)
}

func (h *head[T]) multiclass(z, d []T, y int, scale float64) float64 {
	top, sum := exponentials(z, d)
	var mean float64
	for j, v := range d {
		mean += (float64(z[j]) - top) / float64(len(z))
		d[j] = T(scale * (float64(v)/sum - h.smoothing/float64(len(z))))
	}
	d[y] -= T(scale * (1 - h.smoothing))
	return math.Log(sum) - (1-h.smoothing)*(float64(z[y])-top) - h.smoothing*mean
}

// exponentials writes exp(z-top) into d, where top is the largest of z, and returns top and their sum.
func exponentials[T float](z, d []T) (top, sum float64) {
	top = float64(slices.Max(z))
	for j, v := range z {
		e := math.Exp(float64(v) - top)
		sum += e
		d[j] = T(e)
	}
	return top, sum
}

// ordinal is the cumulative logit model, P(y ≤ j) = σ(cut_j - z); McCullagh (1980). The cuts are
// kept in order by their steps, the softplus of the parameters after the first.
func (h *head[T]) ordinal(z, d []T, y int, scale float64, p, g []T) float64 {
	if h.cuts() == 0 {
		d[0] = 0
		return 0
	}
	params := p[h.block.off:][:h.cuts()]
	low, high, gap := math.Inf(-1), float64(params[0])-float64(z[0]), math.Inf(1)
	for j := 1; j <= y; j++ {
		low = high
		gap = math.Inf(1)
		high = math.Inf(1)
		if j < len(params) {
			gap = softplus(float64(params[j]))
			high = low + gap
		}
	}
	// σ(high) - σ(low) = σ(high)·σ(-low)·(1 - e^(low-high)), which keeps its digits far out.
	loss := softplus(-high) + softplus(low)
	between := 0.0 // slope of -ln(1 - e^-gap) by gap
	if !math.IsInf(gap, 1) {
		loss -= math.Log(-math.Expm1(-gap))
		between = -1 / math.Expm1(gap)
	}
	byHigh, byLow := -sigmoid(-high), sigmoid(low)
	d[0] = T(-scale * (byHigh + byLow))
	if g == nil {
		return loss
	}
	grad := g[h.block.off:][:h.cuts()]
	grad[0] += T(scale * (byHigh + byLow))
	for j := 1; j <= min(y, len(params)-1); j++ {
		by := byHigh + byLow
		if j == y {
			by = byHigh + between
		}
		grad[j] += T(scale * by * sigmoid(float64(params[j])))
	}
	return loss
}

// answer writes what the head says for one row z into out: a number, or k probabilities.
func (h *head[T]) answer(out []float64, z, p []T) {
	switch h.task {
	case Binary:
		out[1] = sigmoid(float64(z[0]))
		out[0] = sigmoid(-float64(z[0]))
	case Multiclass:
		for j := range out {
			out[j] = float64(z[j])
		}
		softmax(out, out)
	case Ordinal:
		below := 0.0
		cut := 0.0
		for j := range h.cuts() {
			step := float64(p[h.block.off+j])
			if j > 0 {
				step = softplus(step)
			}
			cut += step
			upTo := sigmoid(cut - float64(z[0]))
			out[j] = max(upTo-below, 0)
			below = upTo
		}
		out[h.k-1] = 1 - below
	default:
		out[0] = float64(z[0])
	}
	if h.loss == Perceptron {
		decide(out)
	}
}
