package ml

import (
	"math"
	"slices"
)

// An Activation is the function between two layers.
type Activation string

// The activations. Those with a bend in them take 0 or the left slope as derivative there.
const (
	Linear      Activation = ""
	Step        Activation = "step" // 1 above 0, else 0; only to predict with
	Sigmoid     Activation = "sigmoid"
	Tanh        Activation = "tanh"
	HardSigmoid Activation = "hardsigmoid" // x/6 + 1/2 held in 0..1
	HardTanh    Activation = "hardtanh"    // x held in -1..1
	ReLU        Activation = "relu"
	LeakyReLU   Activation = "leakyrelu"
	PReLU       Activation = "prelu" // leaky with a slope learned for each unit
	ELU         Activation = "elu"
	SELU        Activation = "selu"     // Klambauer et al. (2017), arXiv:1706.02515
	GELU        Activation = "gelu"     // x Φ(x), exact
	SiLU        Activation = "silu"     // x σ(x), also called swish
	Softplus    Activation = "softplus" // ln(1 + eˣ)
	Softmax     Activation = "softmax"  // over the units of the layer
)

// Activations lists every activation, [Linear] first.
func Activations() []Activation {
	return []Activation{Linear, Step, Sigmoid, Tanh, HardSigmoid, HardTanh, ReLU, LeakyReLU, PReLU,
		ELU, SELU, GELU, SiLU, Softplus, Softmax}
}

// init returns the start made for a's shape.
func (a Activation) init() Init {
	switch a {
	case ReLU, LeakyReLU, PReLU, ELU, GELU, SiLU, Softplus:
		return He
	case SELU:
		return LeCun
	}
	return Glorot
}

// The constants of SELU, with which mean 0 and variance 1 are a fixed point.
const (
	seluAlpha = 1.6732632423543772848170429916717
	seluScale = 1.0507009873554804934193349852946
)

// activate writes a(z) into y. Softmax treats z as one row.
func activate[T float](a Activation, slope T, y, z []T) {
	z = z[:len(y)]
	switch a {
	case Linear:
		copy(y, z)
	case Step:
		mapInto(y, z, func(v T) T {
			if v > 0 {
				return 1
			}
			return 0
		})
	case Sigmoid:
		mapInto(y, z, func(v T) T { return T(sigmoid(float64(v))) })
	case Tanh:
		mapInto(y, z, func(v T) T { return T(math.Tanh(float64(v))) })
	case HardSigmoid:
		mapInto(y, z, func(v T) T { return min(max(v/6+0.5, 0), 1) })
	case HardTanh:
		mapInto(y, z, func(v T) T { return min(max(v, -1), 1) })
	case ReLU:
		mapInto(y, z, func(v T) T { return max(v, 0) })
	case LeakyReLU:
		mapInto(y, z, func(v T) T { return max(v, 0) + slope*min(v, 0) })
	case ELU:
		mapInto(y, z, func(v T) T { return elu(v, slope, 1) })
	case SELU:
		mapInto(y, z, func(v T) T { return elu(v, seluAlpha, seluScale) })
	case GELU:
		mapInto(y, z, func(v T) T { return v * T(normal(float64(v))) })
	case SiLU:
		mapInto(y, z, func(v T) T { return v * T(sigmoid(float64(v))) })
	case Softplus:
		mapInto(y, z, func(v T) T { return T(softplus(float64(v))) })
	case Softmax:
		softmax(y, z)
	}
}

// slopes multiplies d, the gradient by y = a(z), into the gradient by z.
func slopes[T float](a Activation, slope T, d, y, z []T) {
	y, z = y[:len(d)], z[:len(d)]
	switch a {
	case Sigmoid:
		for i, v := range y {
			d[i] *= v * (1 - v)
		}
	case Tanh:
		for i, v := range y {
			d[i] *= 1 - v*v
		}
	case HardSigmoid:
		mulByFunc(d, z, func(v T) T { return inside(v, 3) / 6 })
	case HardTanh:
		mulByFunc(d, z, func(v T) T { return inside(v, 1) })
	case ReLU:
		mulByFunc(d, y, func(v T) T { return below(v, 0) })
	case LeakyReLU:
		mulByFunc(d, z, func(v T) T { return below(v, slope) })
	case ELU:
		mulByFunc(d, y, func(v T) T { return below(v, v+slope) })
	case SELU:
		mulByFunc(d, y, func(v T) T {
			if v > 0 {
				return seluScale
			}
			return v + seluAlpha*seluScale
		})
	case GELU:
		mulByFunc(d, z, func(v T) T { return T(geluSlope(float64(v))) })
	case SiLU:
		mulByFunc(d, z, func(v T) T {
			s := T(sigmoid(float64(v)))
			return s * (1 + v*(1-s))
		})
	case Softplus:
		mulByFunc(d, z, func(v T) T { return T(sigmoid(float64(v))) })
	case Softmax:
		var dot T
		for i, v := range y {
			dot += v * d[i]
		}
		for i, v := range y {
			d[i] = v * (d[i] - dot)
		}
	}
}

func mapInto[T float](y, z []T, f func(T) T) {
	for i, v := range z {
		y[i] = f(v)
	}
}

func mulByFunc[T float](d, v []T, f func(T) T) {
	for i, x := range v {
		d[i] *= f(x)
	}
}

func mulInto[T float](d, by []T) {
	by = by[:len(d)]
	for i := range d {
		d[i] *= by[i]
	}
}

// below returns 1 where v is above 0 and s elsewhere.
func below[T float](v, s T) T {
	if v > 0 {
		return 1
	}
	return s
}

// inside returns 1 where -edge < v < edge and 0 elsewhere.
func inside[T float](v, edge T) T {
	if -edge < v && v < edge {
		return 1
	}
	return 0
}

func elu[T float](v, alpha, scale T) T {
	if v > 0 {
		return scale * v
	}
	return scale * alpha * T(math.Expm1(float64(v)))
}

// sigmoid is 1/(1+e⁻ˣ); e to a large power is Inf and its inverse 0, so nothing overflows.
func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// softplus is ln(1+eˣ) without overflow.
func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

// normal is the distribution function Φ of the standard normal.
func normal(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }

func geluSlope(x float64) float64 {
	return normal(x) + x*math.Exp(-x*x/2)/math.Sqrt(2*math.Pi)
}

// softmax subtracts the largest entry first, so that nothing overflows.
func softmax[T float](y, z []T) {
	if len(z) == 0 {
		return
	}
	top := slices.Max(z)
	var sum T
	for i, v := range z {
		y[i] = T(math.Exp(float64(v - top)))
		sum += y[i]
	}
	for i := range y {
		y[i] /= sum
	}
}
