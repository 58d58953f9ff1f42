package fit

import "math"

// A machine is a fitted model of any kind, over standardised features.
type estimator struct {
	Kind       string          `json:"kind"`
	Linear     linear          `json:"linear"`
	Used       []int           `json:"used,omitempty"`  // features that Root is about
	CovRoot    []float64       `json:"root,omitempty"`  // len(Used) square: |Root·(x-Mid)| is the uncertainty of the mean rating
	Center     []float64       `json:"mid,omitempty"`   // of the used features
	Floor      float64         `json:"floor,omitempty"` // uncertainty at Mid
	Noise      float64         `json:"noise,omitempty"` // variance of the mean rating at Mid
	PriorSlope float64         `json:"guess,omitempty"` // slope of a theory score that nothing was learned for
	Sums       *savedSums      `json:"store,omitempty"` // of a linear model
	Boosted    *boostedTrees   `json:"forest,omitempty"`
	Bootstrap  []*boostedTrees `json:"bags,omitempty"` // fits to resampled teams
	Ensemble   *netEnsemble    `json:"crew,omitempty"`
	Share      float64         `json:"share,omitempty"` // of the deviations from the mean rating that is used; 0 means all
}

func (m *estimator) value(x []float64) float64 {
	switch {
	case m.Boosted != nil:
		return m.Boosted.value(x)
	case m.Ensemble != nil:
		return m.Ensemble.value(x)
	}
	return m.Linear.value(x)
}

// sd is the standard error of the predicted mean rating at x.

// room is the length of the scratch space that [machine.sdIn] needs.
func (m *estimator) scratchLen() int {
	if m.Ensemble != nil {
		return len(m.Ensemble.Used)
	}
	return len(m.Used)
}

// sdIn is sd with scratch space of the caller's, for those who ask often.
func (m *estimator) standardError(x, scratch []float64) float64 {
	v := m.Floor * m.Floor
	switch {
	case m.Ensemble != nil:
		_, sd := m.Ensemble.meanSD(x, scratch)
		return math.Sqrt(v + sd*sd)
	case m.Bootstrap != nil:
		return math.Sqrt(v + m.bootstrapVariance(x))
	}
	for b, f := range m.Used {
		scratch[b] = x[f] - m.Center[b]
	}
	q := len(m.Used)
	for a := range q {
		s := dot(m.CovRoot[a*q:(a+1)*q], scratch)
		v += s * s
	}
	return math.Sqrt(v)
}

// dot is the sum of products, in four sums that do not wait for each other.
func dot(x, y []float64) float64 {
	var a, b, c, d float64
	y = y[:len(x)]
	for len(x) >= 4 && len(y) >= 4 {
		a += x[0] * y[0]
		b += x[1] * y[1]
		c += x[2] * y[2]
		d += x[3] * y[3]
		x, y = x[4:], y[4:]
	}
	for i, v := range x {
		a += v * y[i]
	}
	return a + b + (c + d)
}

// apart is the variance of what the bags predict at x.
func (m *estimator) bootstrapVariance(x []float64) float64 {
	var sum, square float64
	for _, b := range m.Bootstrap {
		d := m.Boosted.Share * (b.value(x) - b.Base)
		sum += d
		square += d * d
	}
	k := float64(len(m.Bootstrap))
	return max(0, square-sum*sum/k) / (k - 1)
}

// fitted fits the chosen kind on all rows.
func (t *trainer) fitEstimator(name string) (*estimator, error) {
	rows := upTo(t.d.n)
	s := t.d.sum(rows, t.d.y)
	m := &estimator{Kind: name, Linear: linear{W: make([]float64, t.d.p), B: s.y / s.n}}
	_, sd := standardize(append([]float64(nil), t.d.y...))
	m.Floor = sd * math.Sqrt(t.designEffect(MeanName)/s.n)
	switch w := t.d.theoryWeights(); name {
	case MeanName:
		m.Sums = s.save()
	case TheoryName:
		m.Sums = s.save()
		m.Sums.Theory = w
		m.PriorSlope = t.priorSlope(&s)
		m.Linear = s.theoryFit(w, m.PriorSlope)
	case RidgeName:
		l := argminLast(t.penaltyErrors)
		used := s.selectFeatures(t.d.allFeatures, t.d.theoryFeatures)
		raw := s.clone()
		st := raw.save()
		st.Used, st.Lambda, st.Theory = used, l, w
		m.Sums = st
		slope := s.centerOnTheory(w)
		p := s.solve(used)
		m.Linear = p.at(l).addTheory(w, slope)
		m.setPosterior(p, l, total(t.outcome(RidgeName).errors)/float64(t.d.n)*t.designEffect(RidgeName)/s.n)
	case TreesName:
		m.Boosted = t.d.fitBoosted(rows, t.d.y, t.opt.Seed)
		m.Bootstrap = t.bootstrapTrees(len(m.Boosted.Trees))
	case NetName:
		var err error
		if m.Ensemble, t.net, err = t.netTrainer(rows, NetStudy).tune(); err != nil {
			return nil, err
		}
		return m, m.Ensemble.encode()
	}
	return m, nil
}

// upTo returns the numbers from 0 to n - 1, in order.
func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// bags grows as many trees on teams drawn with replacement.
func (t *trainer) bootstrapTrees(rounds int) []*boostedTrees {
	draw := t.d.bootstrap(t.opt.Seed + 1)
	var out []*boostedTrees
	for b := range treeResamples {
		var rows []int
		for i, w := range draw() {
			for range int(w) {
				rows = append(rows, i)
			}
		}
		out = append(out, newTreeBooster(t.d, rows, t.d.y).boost(rounds, t.opt.Seed+uint64(b), nil))
	}
	return out
}

// effect is the design effect of rows sharing a team: how many rows count as one, for the errors
// of an outcome; Kish (1965).
func (t *trainer) designEffect(name string) float64 {
	o := t.outcome(name)
	e := make([]float64, t.d.n)
	for i, y := range t.d.y {
		e[i] = y - o.value[0][i]
	}
	sum, n := make([]float64, t.d.groups), make([]float64, t.d.groups)
	mean, square := 0.0, 0.0
	for _, v := range e {
		mean += v / float64(len(e))
	}
	for i, g := range t.d.group {
		sum[g] += e[i] - mean
		n[g]++
		square += (e[i] - mean) * (e[i] - mean)
	}
	if square == 0 {
		return 1
	}
	between := 0.0
	for _, v := range sum {
		between += v * v
	}
	return max(1, between/square)
}

// uncertain works out the covariance of ridge coefficients as a posterior: the noise of the
// ratings, as the variance of their mean, spread by the penalised covariance of the features.
func (m *estimator) setPosterior(p *path, l int, noise float64) {
	q := len(p.used)
	m.Noise, m.Floor = noise, math.Sqrt(noise)
	m.Used, m.Center, m.CovRoot = p.used, make([]float64, q), make([]float64, q*q)
	for a, f := range p.used {
		m.Center[a] = p.s.x[f] / p.s.n
	}
	if math.IsInf(lambdas[l], 1) {
		return
	}
	for e := range q {
		size := math.Sqrt(noise / (max(p.eigenvalues[e], 0) + lambdas[l]))
		for b := range q {
			m.CovRoot[e*q+b] = size * p.eigenvectors.At(b, e) / p.sd[b]
		}
	}
}
