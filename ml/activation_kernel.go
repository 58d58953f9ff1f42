// Activations with an exponential in them, by vector code: the exponential of a whole row first,
// then the activation and its derivative from it, which is kept for the backward pass. Polynomial
// approximations are within 1e-7, the precision of float32.

package ml

import "slices"

// hasKernel tells whether the kernels compute the activation by their exponential, slopes included.
func (a Activation) hasKernel() bool {
	switch a {
	case ELU, SELU, GELU, SiLU, Softplus:
		return true
	}
	return false
}

// forwardKernel writes a(z) into y and the slopes into s; e is room. All are as long, a multiple of 8.
func (n *activationNode[T]) forwardKernel(k *kernels[T], y, z, s, e []T) {
	switch n.kind {
	case ELU:
		k.exp(e, z, 1)
		eluOf(y, z, s, e, n.slope, 1)
	case SELU:
		k.exp(e, z, 1)
		eluOf(y, z, s, e, seluAlpha, seluScale)
	case GELU:
		for i, v := range z {
			e[i] = v * v
		}
		k.exp(e, e, -0.5)
		geluOf(y, z, s, e)
	case SiLU:
		k.sigmoid(e, z, 1, 1, 0)
		siluOf(y, z, s, e)
	case Softplus:
		for i, v := range z {
			e[i] = max(v, -v)
		}
		k.exp(e, e, -1)
		softplusOf(y, z, s, e)
	}
}

// eluOf is ELU and its slope, with e = e^min(z, 0).
func eluOf[T float](y, z, s, e []T, alpha, scale T) {
	y, s, e = y[:len(z)], s[:len(z)], e[:len(z)]
	alpha *= scale
	for i, v := range z {
		if v > 0 {
			y[i], s[i] = scale*v, scale
			continue
		}
		y[i], s[i] = alpha*(e[i]-1), alpha*e[i]
	}
}

// geluOf is GELU and its slope, with e = e^(-z²/2). The normal distribution is within 8e-8;
// Abramowitz and Stegun (1964), 7.1.26.
func geluOf[T float](y, z, s, e []T) {
	y, s, e = y[:len(z)], s[:len(z)], e[:len(z)]
	for i, v := range z {
		t := 1 / (1 + 0.3275911*0.70710678118654752*max(v, -v))
		below := 0.5 * t * (0.254829592 + t*(-0.284496736+t*(1.421413741+t*(-1.453152027+t*1.061405429)))) * e[i]
		if v > 0 {
			below = 1 - below
		}
		y[i], s[i] = v*below, below+v*e[i]*0.39894228040143268
	}
}

// siluOf is SiLU and its slope, with e = σ(z).
func siluOf[T float](y, z, s, e []T) {
	y, s, e = y[:len(z)], s[:len(z)], e[:len(z)]
	for i, v := range z {
		y[i], s[i] = v*e[i], e[i]*(1+v*(1-e[i]))
	}
}

// softplusOf is softplus and its slope, with e = e^-|z|: ln(1+e) is 2 artanh(e/(2+e)), by its
// series within 1e-7.
func softplusOf[T float](y, z, s, e []T) {
	y, s, e = y[:len(z)], s[:len(z)], e[:len(z)]
	for i, v := range z {
		u := e[i]
		h := u / (2 + u)
		q := h * h
		y[i] = max(v, 0) + 2*h*(1+q*(1./3+q*(1./5+q*(1./7+q*(1./9+q*(1./11))))))
		s[i] = 1 / (1 + u)
		if !(v > 0) {
			s[i] *= u
		}
	}
}

// softmaxRow is softmax over the first width numbers of z; the rest of y becomes 0.
func (n *activationNode[T]) softmaxRow(k *kernels[T], y, z, e []T) {
	top := slices.Max(z[:n.width])
	for i, v := range z {
		e[i] = v - top
	}
	k.exp(y, e, 1)
	clear(y[n.width:])
	var sum T
	for _, v := range y {
		sum += v
	}
	for i := range y {
		y[i] /= sum
	}
}
