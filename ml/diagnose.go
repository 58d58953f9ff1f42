package ml

import "math"

// The limits beyond which [Network.Diagnose] names a trouble.
const (
	DeadLimit      = 0.2  // share of a layer's ReLU units that are 0 on every row
	SaturatedLimit = 0.5  // share of a layer's sigmoid or tanh outputs at the ends of their range
	ZigzagLimit    = 0.9  // agreement of the signs of the gradients of a unit's weights
	VanishingLimit = 1e-3 // gradient of the first layer over that of the last
	ExplodingLimit = 1e3  // norm of the gradient
)

// LayerFacts is what a pass over some rows shows of one layer. Fields that do not apply are 0.
type LayerFacts struct {
	Layer      int        `json:"layer"` // index into Net.Layers; len(Layers) is the output layer
	Activation Activation `json:"activation"`
	Mean       float64    `json:"mean"`      // of the activations
	Positive   float64    `json:"positive"`  // share of the layer's inputs that are not below 0
	Dead       float64    `json:"dead"`      // share of ReLU units that are 0 on every row
	Saturated  float64    `json:"saturated"` // share of sigmoid or tanh outputs within 2.5 % of an end of the range
	SameSign   float64    `json:"same_sign"` // of the gradients of a unit's weights: 0.5 mixed, 1 all one sign; mean over units
	Weight     float64    `json:"weight"`    // root mean square of the weights
	Gradient   float64    `json:"gradient"`  // root mean square of the gradients of the weights
}

// A Trouble is what can be wrong with a network's training.
type Trouble string

// The troubles.
const (
	DeadReLU          Trouble = "dead_relu"
	Saturated         Trouble = "saturated"
	ZigZag            Trouble = "zigzag"
	VanishingGradient Trouble = "vanishing_gradient"
	ExplodingGradient Trouble = "exploding_gradient"
)

// A Finding is a trouble as a fact: which, where, and how far beyond the limit.
type Finding struct {
	Key   Trouble `json:"key"`
	Layer int     `json:"layer"` // -1 for the whole network
	Value float64 `json:"value"`
	Limit float64 `json:"limit"`
}

// A Diagnosis is how a network takes some rows.
type Diagnosis struct {
	Layers   []LayerFacts `json:"layers"`
	Gradient float64      `json:"gradient"` // norm of the gradient of the loss
	Findings []Finding    `json:"findings"`
}

// maxDiagnosedRows is how many rows a diagnosis looks at.
const maxDiagnosedRows = 1024

// Diagnose passes the first 1,024 rows of d forward and back and reports what textbooks name as
// the troubles of training. The network does not change.
func (n *Network) Diagnose(d Data) (Diagnosis, error) {
	d.K = n.k
	if err := d.Check(n.net.Task); err != nil {
		return Diagnosis{}, err
	}
	if err := n.checkInput(d.X); err != nil {
		return Diagnosis{}, err
	}
	rows := make([]int, min(len(d.X), maxDiagnosedRows))
	for i := range rows {
		rows[i] = i
	}
	d = d.Pick(rows)
	out := Diagnosis{}
	out.Layers, out.Gradient = n.body.facts(n, d)
	out.Findings = findTroubles(out, len(n.net.Layers))
	return out, nil
}

func findTroubles(d Diagnosis, last int) []Finding {
	var out []Finding
	add := func(key Trouble, layer int, value, limit float64) {
		if value > limit || math.IsNaN(value) {
			out = append(out, Finding{key, layer, value, limit})
		}
	}
	var first, final float64
	for _, l := range d.Layers {
		add(DeadReLU, l.Layer, l.Dead, DeadLimit)
		add(Saturated, l.Layer, l.Saturated, SaturatedLimit)
		if l.Positive == 1 {
			add(ZigZag, l.Layer, l.SameSign, ZigzagLimit)
		}
		if first == 0 && l.Weight > 0 {
			first = l.Gradient
		}
		if l.Layer == last {
			final = l.Gradient
		}
	}
	if len(d.Layers) > 1 && final > 0 && first < VanishingLimit*final {
		out = append(out, Finding{VanishingGradient, -1, first / final, VanishingLimit})
	}
	add(ExplodingGradient, -1, d.Gradient, ExplodingLimit)
	return out
}

func (f *inference[T]) facts(n *Network, d Data) ([]LayerFacts, float64) {
	t := newTraining(n, f.g.copy(), d, Data{})
	m := len(d.X)
	w := t.g.work(m, true)
	w.train, w.overwrite = false, true
	if b := w.head.block; b != nil {
		clear(w.g[b.off:][:b.size()])
	}
	var weight float64
	for _, v := range t.data.w {
		weight += v
	}
	z := w.forward(t.data.x, m)
	w.head.grad(z, t.data.y, t.data.w, 1/weight, m, w.dz, w.p, w.g)
	w.backward(t.data.x, w.dz, m, false)
	var out []LayerFacts
	in := t.data.x
	for i, node := range w.nodes {
		y := w.frames[i].out
		switch node := node.(type) {
		case *dense[T]:
			out = append(out, node.facts(w, in, y, m))
		case *activationNode[T]:
			if len(out) > 0 {
				node.facts(&out[len(out)-1], y, m)
			}
		}
		in = y
	}
	var square float64
	for _, v := range w.g {
		square += float64(v) * float64(v)
	}
	return out, math.Sqrt(square)
}

func (n *dense[T]) facts(w *work[T], in, y []T, m int) LayerFacts {
	out := LayerFacts{Layer: n.w.layer}
	var weights, grads, count float64
	n.w.each(func(at int) {
		weights += float64(w.p[at]) * float64(w.p[at])
		grads += float64(w.g[at]) * float64(w.g[at])
		count++
	})
	out.Weight, out.Gradient = math.Sqrt(weights/count), math.Sqrt(grads/count)
	out.Positive = fraction(in, m, n.rows, n.in, func(v T) bool { return v >= 0 })
	out.SameSign = n.sameSign(w)
	if n.relu {
		out.Activation = ReLU
		out.Mean, out.Dead = mean(y, m, n.w.cols, n.w.width()), dead(y, m, n.w.cols, n.w.width())
	}
	return out
}

// sameSign returns the mean over units of how far the gradients of a unit's weights agree in
// sign: the share of the more frequent sign among those not 0.
func (n *dense[T]) sameSign(w *work[T]) float64 {
	var sum, units float64
	for c := range n.w.cols {
		var up, down float64
		for r := range n.rows {
			switch v := w.g[n.w.off+r*n.w.width()+c]; {
			case v > 0:
				up++
			case v < 0:
				down++
			}
		}
		if up+down > 0 {
			sum += max(up, down) / (up + down)
			units++
		}
	}
	if units == 0 {
		return 0
	}
	return sum / units
}

func (n *activationNode[T]) facts(f *LayerFacts, y []T, m int) {
	f.Activation = n.kind
	f.Mean = mean(y, m, n.width, n.ld)
	low, high := T(0), T(1)
	switch n.kind {
	case ReLU:
		f.Dead = dead(y, m, n.width, n.ld)
		return
	case Tanh, HardTanh:
		low = -1
	case Sigmoid, HardSigmoid:
	default:
		return
	}
	edge := (high - low) / 40
	f.Saturated = fraction(y, m, n.width, n.ld, func(v T) bool { return v < low+edge || v > high-edge })
}

func mean[T float](y []T, m, used, ld int) float64 {
	var sum float64
	for i := range m {
		for _, v := range y[i*ld:][:used] {
			sum += float64(v)
		}
	}
	return sum / float64(m*used)
}

func fraction[T float](y []T, m, used, ld int, is func(T) bool) float64 {
	count := 0
	for i := range m {
		for _, v := range y[i*ld:][:used] {
			if is(v) {
				count++
			}
		}
	}
	return float64(count) / float64(m*used)
}

// dead returns the share of columns that are 0 in every row.
func dead[T float](y []T, m, used, ld int) float64 {
	count := 0
	for j := range used {
		alive := false
		for i := range m {
			alive = alive || y[i*ld+j] > 0
		}
		if !alive {
			count++
		}
	}
	return float64(count) / float64(used)
}
