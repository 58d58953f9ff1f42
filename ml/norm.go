package ml

import "math"

// normEps keeps the deviation of a constant column from being 0.
const normEps = 1e-5

// running is how far the running means of batch normalisation move at each batch.
const running = 0.1

// norm is what both normalisations share: out = scale·(in-mean)/deviation + shift. The frame
// keeps the normalised input in aux and one inverse deviation per column or row in wt.
type norm[T float] struct {
	width, ld    int
	scale, shift *block
}

func (n *norm[T]) prepare(f *frame[T], rows int, _ bool) {
	f.out = make([]T, rows*n.ld)
	f.aux = make([]T, rows*n.ld)
	f.wt = make([]T, max(rows, 3*n.ld))
}

// layerNorm normalises each row.
type layerNorm[T float] struct{ norm[T] }

func (n *layerNorm[T]) forward(w *work[T], f *frame[T], in []T, m int) []T {
	scale, shift := w.p[n.scale.off:][:n.width], w.p[n.shift.off:][:n.width]
	for i := range m {
		x, out := in[i*n.ld:][:n.width], f.aux[i*n.ld:][:n.width]
		var mean, square T
		for _, v := range x {
			mean += v
		}
		mean /= T(n.width)
		for _, v := range x {
			square += (v - mean) * (v - mean)
		}
		f.wt[i] = T(1 / math.Sqrt(float64(square)/float64(n.width)+normEps))
		y, inv := f.out[i*n.ld:][:n.width], f.wt[i]
		for j, v := range x {
			out[j] = (v - mean) * inv
			y[j] = out[j]*scale[j] + shift[j]
		}
	}
	return f.out
}

// learn adds the gradients of scale and shift and turns dout into the gradient by aux.
func (n *layerNorm[T]) learn(w *work[T], f *frame[T], dout []T, m int) {
	scale := w.p[n.scale.off:][:n.width]
	ds, dt := w.g[n.scale.off:][:n.width], w.g[n.shift.off:][:n.width]
	if w.fresh {
		clear(ds)
		clear(dt)
	}
	for i := range m {
		d, x := dout[i*n.ld:][:n.width], f.aux[i*n.ld:][:n.width]
		for j, v := range d {
			ds[j] += v * x[j]
			dt[j] += v
			d[j] = v * scale[j]
		}
	}
}

func (n *layerNorm[T]) backward(w *work[T], f *frame[T], _, dout []T, m int, _ bool) []T {
	n.learn(w, f, dout, m)
	for i := range m {
		d, x := dout[i*n.ld:][:n.width], f.aux[i*n.ld:][:n.width]
		var sum, dot T
		for j, v := range d {
			sum += v
			dot += v * x[j]
		}
		sum, dot = sum/T(n.width), dot/T(n.width)
		for j, v := range d {
			d[j] = f.wt[i] * (v - sum - x[j]*dot)
		}
	}
	return dout
}

// batchNorm normalises each column, by the batch in training where it has two rows or more,
// otherwise by the running means, which lie at at in the state, variances ld after them.
type batchNorm[T float] struct {
	norm[T]
	at int
}

func (n *batchNorm[T]) forward(w *work[T], f *frame[T], in []T, m int) []T {
	mean, inv := f.wt[:n.width], f.wt[n.ld:][:n.width]
	f.still = !w.train || m < 2
	if f.still {
		copy(mean, w.state[n.at:])
		for j := range inv {
			inv[j] = T(1 / math.Sqrt(float64(w.state[n.at+n.ld+j])+normEps))
		}
	} else {
		n.measure(w, f, in, m)
	}
	scale, shift := w.p[n.scale.off:][:n.width], w.p[n.shift.off:][:n.width]
	for i := range m {
		v, x, y := in[i*n.ld:][:n.width], f.aux[i*n.ld:][:n.width], f.out[i*n.ld:][:n.width]
		for j := range mean {
			x[j] = (v[j] - mean[j]) * inv[j]
			y[j] = x[j]*scale[j] + shift[j]
		}
	}
	return f.out
}

// measure writes mean and inverse deviation of the batch into the frame and moves the running ones.
func (n *batchNorm[T]) measure(w *work[T], f *frame[T], in []T, m int) {
	mean, square := f.wt[:n.width], f.wt[n.ld:][:n.width]
	clear(f.wt[:n.ld])
	clear(square)
	w.k.addRows(f.wt[:n.ld], in, n.ld, m)
	for j := range mean {
		mean[j] /= T(m)
	}
	for i := range m {
		for j, v := range in[i*n.ld:][:n.width] {
			square[j] += (v - mean[j]) * (v - mean[j])
		}
	}
	means, variances := w.state[n.at:][:n.width], w.state[n.at+n.ld:][:n.width]
	for j, s := range square {
		means[j] += running * (mean[j] - means[j])
		variances[j] += running * (s/T(m-1) - variances[j])
		square[j] = T(1 / math.Sqrt(float64(s)/float64(m)+normEps))
	}
}

func (n *batchNorm[T]) backward(w *work[T], f *frame[T], _, dout []T, m int, _ bool) []T {
	inv, sum, dot := f.wt[n.ld:][:n.width], f.wt[:n.width], f.wt[2*n.ld:][:n.width]
	clear(sum)
	clear(dot)
	for i := range m {
		d, x := dout[i*n.ld:][:n.width], f.aux[i*n.ld:][:n.width]
		for j := range sum {
			sum[j] += d[j]
			dot[j] += d[j] * x[j]
		}
	}
	scale := w.p[n.scale.off:][:n.width]
	ds, dt := w.g[n.scale.off:][:n.width], w.g[n.shift.off:][:n.width]
	if w.fresh {
		clear(ds)
		clear(dt)
	}
	for j := range sum {
		ds[j] += dot[j]
		dt[j] += sum[j]
		sum[j] /= T(m)
		dot[j] /= T(m)
		inv[j] *= scale[j]
	}
	if f.still {
		clear(sum)
		clear(dot)
	}
	for i := range m {
		d, x := dout[i*n.ld:][:n.width], f.aux[i*n.ld:][:n.width]
		for j := range sum {
			d[j] = inv[j] * (d[j] - sum[j] - x[j]*dot[j])
		}
	}
	return dout
}
