// First-order optimisers, each as torch.optim of the same name computes it, so that settings from the
// literature mean the same here. A step is one pass over all parameters of a group.

package ml

import "math"

// An Optimizer is the rule by which a gradient changes the weights.
type Optimizer string

// The optimisers. All compute as torch's of the same name do.
const (
	SGD      Optimizer = "sgd"
	Momentum Optimizer = "momentum" // Polyak (1964)
	Nesterov Optimizer = "nesterov" // Sutskever et al. (2013)
	AdaGrad  Optimizer = "adagrad"  // Duchi et al. (2011)
	RMSProp  Optimizer = "rmsprop"  // Tieleman and Hinton (2012)
	Adam     Optimizer = "adam"     // Kingma and Ba (2015), arXiv:1412.6980
	AdamW    Optimizer = "adamw"    // Loshchilov and Hutter (2019), arXiv:1711.05101
)

// Optimizers lists every optimiser.
func Optimizers() []Optimizer {
	return []Optimizer{SGD, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW}
}

func (o Optimizer) rate() float64 {
	switch o {
	case SGD, Momentum, Nesterov, AdaGrad, RMSProp:
		return 0.01
	}
	return 0.001
}

func (o Optimizer) momentum() float64 {
	if o == RMSProp {
		return 0.99
	}
	return 0.9
}

// slots returns how many numbers o remembers for each parameter.
func (o Optimizer) slots() int {
	switch o {
	case SGD:
		return 0
	case Adam, AdamW:
		return 2
	}
	return 1
}

// An updater is one step: its number from 1, its rate, and the decay of the parameters it moves.
type updateRule struct {
	net             *Net
	rate, l2, count float64
}

// update moves p by the gradient g; m and v are what the optimiser remembers.
func update[T float](u updateRule, k *kernels[T], p, g, m, v []T) {
	rate, l2, mu := T(u.rate), T(u.l2), T(u.net.Momentum)
	switch u.net.Optimizer {
	case SGD:
		for i, d := range g {
			p[i] -= rate * (d + l2*p[i])
		}
	case Momentum:
		for i, d := range g {
			m[i] = mu*m[i] + d + l2*p[i]
			p[i] -= rate * m[i]
		}
	case Nesterov:
		for i, d := range g {
			d += l2 * p[i]
			m[i] = mu*m[i] + d
			p[i] -= rate * (d + mu*m[i])
		}
	case AdaGrad:
		for i, d := range g {
			d += l2 * p[i]
			m[i] += d * d
			p[i] -= rate * d / (T(math.Sqrt(float64(m[i]))) + 1e-10)
		}
	case RMSProp:
		for i, d := range g {
			d += l2 * p[i]
			m[i] = mu*m[i] + (1-mu)*d*d
			p[i] -= rate * d / (T(math.Sqrt(float64(m[i]))) + 1e-8)
		}
	default:
		k.adam(p, g, m, v, adamStepOf[T](u))
	}
	if int64(u.count)%flushSteps == 0 {
		flush(p)
		flush(m)
		flush(v)
	}
}

// flushSteps is after how many steps numbers that died away are set to 0: in each step it would take
// gradient descent twice as long, and so it takes nothing.
const flushSteps = 64

// flush sets to 0 what is subnormal, smaller than the least normal number. An average without a gradient
// dies away to subnormal numbers and stays there, rounded up at each step, and each takes many processors
// ten to a hundred times as long; no digit of a weight depends on it.
func flush[T float](x []T) {
	tiny := leastNormal[T]()
	for i, v := range x {
		if -tiny < v && v < tiny {
			x[i] = 0
		}
	}
}

// leastNormal is the least positive number of type T that is not subnormal.
func leastNormal[T float]() T {
	if tiny := T(0x1p-1022); tiny > 0 {
		return tiny
	}
	return 0x1p-126
}

func adamStepOf[T float](u updateRule) adamStep[T] {
	b1, b2 := u.net.Momentum, u.net.Beta2
	s := adamStep[T]{b1: T(b1), b1c: T(1 - b1), b2: T(b2), b2c: T(1 - b2), eps: 1e-8, keep: 1, l2: T(u.l2),
		rate: T(u.rate / (1 - math.Pow(b1, u.count))), root: T(1 / math.Sqrt(1-math.Pow(b2, u.count)))}
	if u.net.Optimizer == AdamW {
		s.keep, s.l2 = T(1-u.rate*u.l2), 0
	}
	return s
}
