// An estimator is the chosen model fitted to all rows, in a form that can be saved: a linear
// function (mean, theory score, ridge), boosted trees or an ensemble of nets, each with a standard
// error of the expected rating. For ridge that is the posterior standard deviation of Bayesian
// linear regression; for trees the spread of fits to teams drawn with replacement; for nets the
// spread of the ensemble. The noise of ratings is inflated by the design effect, since members of a
// team are no independent rows.

package fit

import (
	"math"
	"slices"
)

// An estimator is a fitted model of any kind, over standardised features. Exactly one of Linear,
// Boosted and Ensemble predicts. The JSON names are those of files that clubs have, and older than
// the names here.
type estimator struct {
	Kind       string          `json:"kind"`
	Linear     linear          `json:"linear"`
	Used       []int           `json:"used,omitempty"`  // features that CovRoot is about
	CovRoot    []float64       `json:"root,omitempty"`  // len(Used) square: |CovRoot·(x-Center)| is the standard error of the expected rating, beside Floor
	Center     []float64       `json:"mid,omitempty"`   // of the used features
	Floor      float64         `json:"floor,omitempty"` // standard error at Center
	Noise      float64         `json:"noise,omitempty"` // variance of the mean rating at Center
	PriorSlope float64         `json:"guess,omitempty"` // slope of a theory score for which there were too few teams to learn one
	Sums       *savedSums      `json:"store,omitempty"` // of a linear model
	Boosted    *boostedTrees   `json:"forest,omitempty"`
	Bootstrap  []*boostedTrees `json:"bags,omitempty"` // fits to resampled teams
	Ensemble   *netEnsemble    `json:"crew,omitempty"`
	Share      float64         `json:"share,omitempty"` // of the deviations from the mean rating that is used, see shrinkage.go; 0 means all
}

// value is the expected rating at standardised features x.
func (m *estimator) value(x []float64) float64 {
	switch {
	case m.Boosted != nil:
		return m.Boosted.value(x)
	case m.Ensemble != nil:
		return m.Ensemble.value(x)
	}
	return m.Linear.value(x)
}

// scratchLen is the length of the scratch space that [estimator.standardError] needs.
func (m *estimator) scratchLen() int {
	if m.Ensemble != nil {
		return len(m.Ensemble.Used)
	}
	return len(m.Used)
}

// standardError is that of the expected rating at x. scratch is the caller's, since a search asks
// for thousands of teams.
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

// bootstrapVariance is the variance of what the resampled fits predict at x.
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

// fitEstimator fits the chosen kind on all rows.
func (t *trainer) fitEstimator(name string) (*estimator, error) {
	rows := upTo(t.d.n)
	s := t.d.sum(rows, t.d.y)
	m := &estimator{Kind: name, Linear: linear{W: make([]float64, t.d.p), B: s.y / s.n}}
	_, sd := zScores(slices.Clone(t.d.y))
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
		m.setPosterior(p, l, total(t.resultOf(RidgeName).errors)/float64(t.d.n)*t.designEffect(RidgeName)/s.n)
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

// bootstrapTrees fits as many trees to teams drawn with replacement.
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

// designEffect is that of rows sharing a team: how many rows count as one, for the errors of a
// model; Kish (1965), "Survey Sampling".
func (t *trainer) designEffect(name string) float64 {
	o := t.resultOf(name)
	e := make([]float64, t.d.n)
	for i, y := range t.d.y {
		e[i] = y - o.value[0][i]
	}
	mean := meanOver(e, upTo(len(e)))
	sum, square := make([]float64, t.d.groups), 0.0
	for i, g := range t.d.group {
		sum[g] += e[i] - mean
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

// setPosterior sets a square root of the posterior covariance of ridge coefficients: noise, as the
// variance of the mean rating, times the inverse of the penalised correlation matrix of the
// features.
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
