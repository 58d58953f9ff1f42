// The logarithm of a sum of exponentials, which the Tree-structured Parzen estimator takes over all
// kernels for every candidate, with an exponential of twelve digits, which is enough to rank
// candidates.

package tune

import "math"

// logSum returns the log of the sum of exp(q).
func logSum(q []float64) float64 {
	top := maxOf(q)
	var sum float64
	for _, v := range q {
		if v -= top; v > -40 { // what is e⁻⁴⁰ of the largest does not show
			sum += expBelow(v)
		}
	}
	return math.Log(sum) + top
}

// maxOf returns the largest of q, of which none is NaN.
func maxOf(q []float64) float64 {
	a, b := math.Inf(-1), math.Inf(-1)
	i := 0
	for ; i+2 <= len(q); i += 2 {
		if q[i] > a {
			a = q[i]
		}
		if q[i+1] > b {
			b = q[i+1]
		}
	}
	if i < len(q) && q[i] > a {
		a = q[i]
	}
	return max(a, b)
}

// powers are 2^(i/64).
var powers = func() (t [64]float64) {
	for i := range t {
		t[i] = math.Exp2(float64(i) / 64)
	}
	return t
}()

// expBelow returns e^x for x from -700 to 0, to 12 digits: 2^(k/64) from a table, and a series for what
// is left.
func expBelow(x float64) float64 {
	t := x * (64 / math.Ln2)
	k := int64(t) // towards 0
	f := (t - float64(k)) * (math.Ln2 / 64)
	e := 1 + f*(1+f*(0.5+f*(1.0/6+f*(1.0/24))))
	return e * math.Float64frombits(math.Float64bits(powers[k&63])+uint64(k>>6)<<52)
}
