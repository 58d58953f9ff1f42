// A Gaussian process with a Matérn 5/2 kernel and a length scale for each dimension (ARD);
// Rasmussen and Williams (2006), "Gaussian Processes for Machine Learning", chapters 2, 4 and 5.
// Choices count as distance 1 where they differ. Hyperparameters maximise the posterior with
// Optuna's weak priors; the acquisition function is log expected improvement, which keeps a
// gradient where plain expected improvement underflows to 0.
//
// It is written out here, and not taken from a library, because gradients by the hyperparameters
// and by the point, conditional settings and reuse of memory are needed together; n stays below
// 400, where a plain Cholesky factor is quick.

package tune

import "math"

// A gp holds points, targets and hyperparameters, and what follows from them. theta are logarithms:
// inverse squared length scales, then the variance of the signal, then that of the noise.
type gp struct {
	n, d        int
	categorical []bool
	x           []float64 // n × d
	z           []float64 // n targets
	theta       []float64 // d+2
	invSqLength []float64 // d, exp of theta
	l           []float64 // n × n, lower Cholesky factor
	alpha       []float64 // K⁻¹ z
	dist        []float64 // d × n(n-1)/2: squared distances
	kernelSlope []float64 // n(n-1)/2: derivative of the kernel by the squared distance
	kInv        []float64 // n × n
	k, v        []float64
}

// noiseFloor is added to the noise, as is usual, so that repeated points leave the matrix positive
// definite.
const noiseFloor = 1e-9

// set gives the points and targets.
func (m *gp) set(x, z []float64, cat []bool) {
	m.n, m.d, m.categorical, m.x, m.z = len(z), len(cat), cat, x, z
	n := m.n
	pairs := n * (n - 1) / 2
	m.dist, m.kernelSlope = resize(m.dist, pairs*m.d), resize(m.kernelSlope, pairs)
	m.l, m.kInv = resize(m.l, n*n), resize(m.kInv, n*n)
	m.alpha, m.k, m.v, m.invSqLength = resize(m.alpha, n), resize(m.k, n), resize(m.v, n), resize(m.invSqLength, m.d)
	for j := range m.d {
		at := j * pairs
		for a := 1; a < n; a++ {
			for b := range a {
				m.dist[at] = m.sqDist1(j, x[a*m.d+j], x[b*m.d+j])
				at++
			}
		}
	}
}

func (m *gp) sqDist1(j int, a, b float64) float64 {
	if !m.categorical[j] {
		return (a - b) * (a - b)
	}
	if math.Abs(a-b) > 1e-9 {
		return 1
	}
	return 0
}

// matern returns the kernel at squared distance q and its derivative by q.
func matern(q float64) (k, dk float64) {
	r := math.Sqrt(5 * q)
	if r > 600 {
		return 0, 0
	}
	e := expBelow(-r)
	return (1 + r + r*r/3) * e, -5.0 / 6 * (1 + r) * e
}

// factor computes the Cholesky factor and alpha for theta, and tells whether it could.
func (m *gp) factor(theta []float64) bool {
	n := m.n
	for j := range m.invSqLength {
		m.invSqLength[j] = math.Exp(theta[j])
	}
	variance, noise := math.Exp(theta[m.d]), math.Exp(theta[m.d+1])+noiseFloor
	pairs := n * (n - 1) / 2
	clear(m.kernelSlope)
	for j, w := range m.invSqLength {
		axpy(w, m.dist[j*pairs:(j+1)*pairs], m.kernelSlope)
	}
	at := 0
	for a := range n {
		row := m.l[a*n : a*n+n]
		for b := range a {
			k, dk := matern(m.kernelSlope[at])
			row[b], m.kernelSlope[at] = variance*k, variance*dk
			at++
		}
		row[a] = variance + noise
	}
	if !cholesky(m.l, n) {
		return false
	}
	copy(m.alpha, m.z)
	m.solveLower(m.alpha)
	m.solveUpper(m.alpha)
	return true
}

// cholesky replaces the lower triangle of a by its factor.
func cholesky(a []float64, n int) bool {
	for i := range n {
		ri := a[i*n : i*n+n]
		for j := range i {
			rj := a[j*n : j*n+n]
			ri[j] = (ri[j] - dot(ri[:j], rj[:j])) / rj[j]
		}
		p := ri[i] - dot(ri[:i], ri[:i])
		if !(p > 0) {
			return false
		}
		ri[i] = math.Sqrt(p)
	}
	return true
}

// solveLower solves L x = b in place.
func (m *gp) solveLower(b []float64) {
	for i := range b {
		row := m.l[i*m.n : i*m.n+i+1]
		b[i] = (b[i] - dot(row[:i], b[:i])) / row[i]
	}
}

// solveUpper solves Lᵀ x = b in place.
func (m *gp) solveUpper(b []float64) {
	for i := len(b) - 1; i >= 0; i-- {
		row := m.l[i*m.n : i*m.n+i+1]
		b[i] /= row[i]
		axpy(-b[i], row[:i], b[:i])
	}
}

// negLogPosterior returns minus the log marginal likelihood without constants, minus the log prior,
// and puts the gradient into g; Rasmussen and Williams (2006), eqs. 5.8 and 5.9.
func (m *gp) negLogPosterior(theta, g []float64) float64 {
	if !m.factor(theta) {
		clear(g)
		return math.Inf(1)
	}
	n := m.n
	value := 0.5 * dot(m.z, m.alpha)
	for i := range n {
		value += math.Log(m.l[i*n+i])
	}
	m.invert()
	clear(g)
	variance, noise := math.Exp(theta[m.d]), math.Exp(theta[m.d+1])
	var trace float64
	for i := range n {
		trace += m.kInv[i*n+i] - m.alpha[i]*m.alpha[i]
	}
	at := 0
	for a := range n { // m.r becomes the weight of each pair's distance
		for b := range a {
			m.kernelSlope[at] *= m.kInv[a*n+b] - m.alpha[a]*m.alpha[b]
			at++
		}
	}
	for j, w := range m.invSqLength {
		g[j] = w * dot(m.kernelSlope, m.dist[j*len(m.kernelSlope):(j+1)*len(m.kernelSlope)])
	}
	// The derivative by the log variance is tr((K⁻¹-ααᵀ)(K-noise I))/2.
	g[m.d] = 0.5 * (float64(n) - dot(m.z, m.alpha) - (noise+noiseFloor)*trace)
	g[m.d+1] = 0.5 * noise * trace
	return value + m.prior(theta, g, variance, noise)
}

// prior adds the weak priors of Optuna's GPSampler: length scales of about the range, variance
// about 1, little noise.
func (m *gp) prior(theta, g []float64, variance, noise float64) float64 {
	var value float64
	for j, w := range m.invSqLength {
		value += 0.1/w + 0.1*w
		g[j] += -0.1/w + 0.1*w
	}
	value += variance - theta[m.d]
	g[m.d] += variance - 1
	value += 30*noise - 0.1*theta[m.d+1]
	g[m.d+1] += 30*noise - 0.1
	return value
}

// invert puts the lower triangle of K⁻¹ into m.inv.
func (m *gp) invert() {
	n := m.n
	// Rows of m.inv first hold the columns of L⁻¹: row j is L⁻¹ e_j from element j on.
	for j := range n {
		c := m.kInv[j*n : j*n+n]
		c[j] = 1 / m.l[j*n+j]
		for i := j + 1; i < n; i++ {
			row := m.l[i*n : i*n+n]
			c[i] = -dot(row[j:i], c[j:i]) / row[i]
		}
	}
	for a := range n {
		ca := m.kInv[a*n : a*n+n]
		for b := range a {
			cb := m.kInv[b*n : b*n+n]
			// Element (a, b) is stored in row a before its diagonal, which is free.
			ca[b] = dot(ca[a:], cb[a:])
		}
	}
	for a := range n {
		ca := m.kInv[a*n : a*n+n]
		ca[a] = dot(ca[a:], ca[a:])
	}
}

// predict returns mean and variance at x. With gm and gv it puts their gradients there.
func (m *gp) predict(x, gm, gv []float64) (mean, variance float64) {
	n, d := m.n, m.d
	top := math.Exp(m.theta[d])
	dk := m.kernelSlope[:n]
	for i := range n {
		row := m.x[i*d : i*d+d]
		var q float64
		for j, v := range row {
			if m.categorical[j] {
				q += m.invSqLength[j] * m.sqDist1(j, x[j], v)
				continue
			}
			t := x[j] - v
			q += m.invSqLength[j] * t * t
		}
		k, g := matern(q)
		m.k[i], dk[i] = top*k, top*g
	}
	mean = dot(m.k, m.alpha)
	copy(m.v, m.k)
	m.solveLower(m.v)
	variance = max(top-dot(m.v, m.v), 1e-12)
	if gm == nil {
		return mean, variance
	}
	m.solveUpper(m.v)
	clear(gm)
	clear(gv)
	for i := range n {
		a, b := dk[i]*m.alpha[i], dk[i]*m.v[i]
		for j, v := range m.x[i*d : i*d+d] {
			if !m.categorical[j] {
				t := 2 * m.invSqLength[j] * (x[j] - v)
				gm[j] += a * t
				gv[j] -= 2 * b * t
			}
		}
	}
	return mean, variance
}

// logEI returns the log of the expected improvement below best, in units of the standard
// deviation's logarithm, and its derivatives by mean and variance; Ament et al. (2023),
// arXiv:2310.20708.
func logEI(mean, variance, best float64) (value, dMean, dVariance float64) {
	sd := math.Sqrt(variance)
	u := (best - mean) / sd
	// log h(u), h(u) = φ(u) + u Φ(u), h' = Φ.
	var logh, slope float64 // slope = Φ/h
	switch {
	case u > -25:
		phi := math.Exp(-0.5*u*u) / math.Sqrt(2*math.Pi)
		cdf := 0.5 * math.Erfc(-u/math.Sqrt2)
		h := phi + u*cdf
		logh, slope = math.Log(h), cdf/h
	default: // h ≈ φ(u) (1 - 3/u² + 15/u⁴)/u², Φ ≈ φ(u)/|u| (1 - 1/u² + 3/u⁴)
		i := 1 / (u * u)
		series := i * (1 - 3*i + 15*i*i)
		logh = -0.5*u*u - 0.5*math.Log(2*math.Pi) + math.Log(series)
		slope = math.Sqrt(i) * (1 - i + 3*i*i) / series
	}
	// value = log sd + log h(u); du/dmean = -1/sd; du/dvar = -u/(2 var).
	return math.Log(sd) + logh, -slope / sd, (0.5 - 0.5*u*slope) / variance
}
