package ml

// dense is out = in·W + b, with ReLU in the same pass.
type dense[T float] struct {
	rows, in int // input columns, and the distance of input rows
	w, b     *paramBlock
	relu     bool
}

func (n *dense[T]) prepare(f *frame[T], rows int, train bool) {
	f.out = make([]T, rows*n.w.width())
	if train {
		f.din = make([]T, rows*n.in)
		f.wt = make([]T, pad(n.w.span())*n.in)
	}
}

func (n *dense[T]) forward(w *work[T], f *frame[T], in []T, m int) []T {
	out := n.w.width()
	w.k.mul(product[T]{c: f.out, ldc: out, a: in, rsa: n.in, csa: 1, b: w.p[n.w.off:], ldb: out,
		init: w.p[n.b.off:], m: m, n: n.w.span(), k: n.rows, relu: n.relu})
	return f.out
}

func (n *dense[T]) backward(w *work[T], f *frame[T], in, dout []T, m int, need bool) []T {
	out := n.w.width()
	if n.relu {
		w.k.mask(dout[:m*out], f.out)
	}
	dw, db := w.g[n.w.off:n.w.off+n.w.size()], w.g[n.b.off:n.b.off+n.w.span()]
	init := dw
	if w.overwrite {
		init = nil
		clear(db)
	}
	w.k.mul(product[T]{c: dw, ldc: out, a: in, rsa: 1, csa: n.in, b: dout, ldb: out,
		init: init, ldi: out, m: n.rows, n: n.w.span(), k: m})
	w.k.addRows(db, dout, out, m)
	if !need {
		return nil
	}
	if w.overwrite {
		w.k.transpose(f.wt, n.in, w.p[n.w.off:], out, pad(n.rows), (n.w.cols+7)&^7)
	}
	w.k.mul(product[T]{c: f.din, ldc: n.in, a: dout, rsa: out, csa: 1, b: f.wt, ldb: n.in,
		m: m, n: pad(n.rows), k: n.w.cols})
	return f.din
}

// activationNode is an activation that is not part of a dense node.
type activationNode[T float] struct {
	width, ld int
	kind      Activation
	slope     T
	learned   *paramBlock // the slopes of PReLU
}

// prepare makes room for one row beside the answers, and for the slopes: of all rows in training,
// otherwise of one, which nobody reads.
func (n *activationNode[T]) prepare(f *frame[T], rows int, train bool) {
	f.out = make([]T, rows*n.ld)
	f.wt = make([]T, n.ld)
	switch {
	case !n.kind.hasKernel():
	case train:
		f.aux = make([]T, rows*n.ld)
	default:
		f.aux = make([]T, n.ld)
	}
}

func (n *activationNode[T]) forward(w *work[T], f *frame[T], in []T, m int) []T {
	wide := pad(n.width)
	for i := range m {
		y, z := f.out[i*n.ld:][:wide], in[i*n.ld:][:wide]
		switch {
		case w.k.exp != nil && n.kind.hasKernel():
			n.forwardKernel(&w.k, y, z, f.aux[min(i*n.ld, len(f.aux)-n.ld):][:wide], f.wt[:wide])
			clear(y[n.width:])
		case w.k.exp != nil && n.kind == Softmax:
			n.softmaxRow(&w.k, y, z, f.wt[:wide])
		case n.kind == PReLU:
			slope := w.p[n.learned.off:]
			for j, v := range z[:n.width] {
				y[j] = max(v, 0) + slope[j]*min(v, 0)
			}
		case w.k.sigmoid != nil && n.sigmoid(w, y, z):
			clear(y[n.width:])
		default:
			activate(n.kind, n.slope, y[:n.width], z[:n.width])
		}
	}
	return f.out
}

// sigmoid computes the activations that are a sigmoid at heart by the vector kernel.
func (n *activationNode[T]) sigmoid(w *work[T], y, z []T) bool {
	switch n.kind {
	case Sigmoid:
		w.k.sigmoid(y, z, 1, 1, 0)
	case Tanh: // 2σ(2z) - 1
		w.k.sigmoid(y, z, 2, 2, -1)
	default:
		return false
	}
	return true
}

func (n *activationNode[T]) backward(w *work[T], f *frame[T], in, dout []T, m int, _ bool) []T {
	if n.kind == PReLU {
		n.learnSlopes(w, in, dout, m)
		return dout
	}
	for i := range m {
		d := dout[i*n.ld:][:n.width]
		if w.k.exp != nil && n.kind.hasKernel() {
			mulInto(d, f.aux[i*n.ld:])
			continue
		}
		y, z := f.out[i*n.ld:][:n.width], in[i*n.ld:][:n.width]
		slopes(n.kind, n.slope, d, y, z)
	}
	return dout
}

// learnSlopes is the backward pass of PReLU.
func (n *activationNode[T]) learnSlopes(w *work[T], in, dout []T, m int) {
	slope, grad := w.p[n.learned.off:], w.g[n.learned.off:][:n.width]
	if w.overwrite {
		clear(grad)
	}
	for i := range m {
		d, z := dout[i*n.ld:][:n.width], in[i*n.ld:][:n.width]
		for j, v := range z {
			if !(v > 0) {
				grad[j] += d[j] * v
				d[j] *= slope[j]
			}
		}
	}
}

// dropout multiplies by 0 or by 1/(1-rate), so that the mean stays.
type dropout[T float] struct {
	width, ld int
	rate      float64
}

func (n *dropout[T]) prepare(f *frame[T], rows int, _ bool) {
	f.out = make([]T, rows*n.ld)
	f.aux = make([]T, rows*n.ld)
}

func (n *dropout[T]) forward(w *work[T], f *frame[T], in []T, m int) []T {
	if !w.train {
		copy(f.out, in[:m*n.ld])
		return f.out
	}
	keep, limit := T(1/(1-n.rate)), uint32(n.rate*(1<<32))
	for i, v := range in[:m*n.ld] {
		f.aux[i] = keep
		if w.uniform() < limit {
			f.aux[i] = 0
		}
		f.out[i] = v * f.aux[i]
	}
	return f.out
}

func (n *dropout[T]) backward(w *work[T], f *frame[T], _, dout []T, m int, _ bool) []T {
	if w.train {
		for i := range dout[:m*n.ld] {
			dout[i] *= f.aux[i]
		}
	}
	return dout
}
