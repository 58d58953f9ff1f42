// Temperature scaling; Guo, Pleiss, Sun and Weinberger (2017), "On calibration of modern neural
// networks", arXiv:1706.04599: one number that divides log probabilities, fitted on held-out rows.
// It changes no ranking and has nothing to overfit with.

package ml

import "math"

// leastTemperature is the least; the greatest is its inverse.
const leastTemperature = 0.01

// A Temperature divides the logarithms of probabilities; above 1 it makes them less sure.
type Temperature float64

// FitTemperature returns the temperature with the least [SmoothedLogLoss] on rows that p was not
// fitted to; Guo et al. (2017), arXiv:1706.04599, who do not smooth it. Where all rows came out as
// p says, only smoothing keeps it from falling to the least. It lies between 1/100 and 100;
// without rows it is 1, which changes nothing.
func FitTemperature(p [][]float64, y []float64, smoothing float64) Temperature {
	if len(p) == 0 {
		return 1
	}
	// The loss is convex in the inverse of the temperature, but for smoothing, which is slight;
	// golden section on its logarithm.
	low, high := math.Log(leastTemperature), -math.Log(leastTemperature)
	loss := func(v float64) float64 { return SmoothedLogLoss(Temperature(math.Exp(v)).Correct(p), y, smoothing) }
	ratio := (math.Sqrt(5) - 1) / 2
	a, b := high-ratio*(high-low), low+ratio*(high-low)
	fa, fb := loss(a), loss(b)
	for high-low > 1e-8 {
		if fa <= fb {
			high, b, fb = b, a, fa
			a = high - ratio*(high-low)
			fa = loss(a)
			continue
		}
		low, a, fa = a, b, fb
		b = low + ratio*(high-low)
		fb = loss(b)
	}
	return Temperature(math.Exp((low + high) / 2))
}

// Correct returns new rows of probabilities that sum to 1.
func (t Temperature) Correct(p [][]float64) [][]float64 {
	out := make([][]float64, len(p))
	for i, row := range p {
		z := make([]float64, len(row))
		for c, v := range row {
			z[c] = math.Log(max(v, math.SmallestNonzeroFloat64)) / float64(t)
		}
		softmax(z, z)
		out[i] = z
	}
	return out
}

// tempered returns n with the temperature of its settings in the weights of its output layer.
func (n *Network) tempered() *Network {
	ps := n.Params()
	for _, p := range ps {
		if p.Layer < len(n.net.Layers) {
			continue
		}
		for i := range p.Values {
			p.Values[i] /= float64(n.net.Temperature)
		}
	}
	b, err := n.body.with(ps)
	if err != nil { // a weight is too large for it
		return n
	}
	return n.with(b)
}
