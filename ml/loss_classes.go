package ml

import "slices"

// The losses of classes beside cross-entropy, to compare with it. The squared error of chances is Brier's score (1950); its gradient has the slope of
// the sigmoid as a factor, which is nearly 0 where the answer is surely wrong, so that it learns slowly just there. The perceptron's criterion is how far
// a wrong answer lies on the wrong side of the line; one step of gradient by it, row by row, is Rosenblatt's rule (1958): the row is added where the
// answer should have been yes, taken away where it should have been no, and nothing moves where it was right. It converges only where a line divides the
// classes (Novikoff 1962).

// otherBinary is grad for two classes and one of these losses.
func (h *head[T]) otherBinary(z T, y float64) (loss, slope float64) {
	v, y := float64(z), y*(1-h.smoothing)+h.smoothing/2
	switch {
	case h.loss == Squared:
		p := sigmoid(v)
		return (p - y) * (p - y), 2 * (p - y) * p * (1 - p)
	case v > 0:
		return (1 - y) * v, 1 - y
	}
	return -y * v, -y
}

// otherClasses is grad for a row of several classes and one of these losses: q are the chances that they should have.
func (h *head[T]) otherClasses(z, d []T, q []float64, scale float64) (loss float64) {
	if h.loss == Perceptron {
		top := slices.Index(z, slices.Max(z))
		loss = float64(z[top])
		for j, v := range z {
			loss -= q[j] * float64(v)
			d[j] = T(-scale * q[j])
		}
		d[top] += T(scale)
		return loss
	}
	_, sum := exponentials(z, d)
	var dot float64 // Σ p (p - q)
	for j, v := range d {
		p := float64(v) / sum
		loss += (p - q[j]) * (p - q[j])
		dot += p * (p - q[j])
	}
	for j, v := range d {
		p := float64(v) / sum
		d[j] = T(2 * scale * p * (p - q[j] - dot))
	}
	return loss
}

// want writes into q the chances that class y should have.
func (h *head[T]) want(q []float64, y int) []float64 {
	for j := range q {
		q[j] = h.smoothing / float64(len(q))
	}
	q[y] += 1 - h.smoothing
	return q
}

// decide leaves of chances only which is the largest: a perceptron says yes or no.
func decide(out []float64) {
	top := slices.Index(out, slices.Max(out))
	clear(out)
	out[top] = 1
}
