// Rating teams while they are formed. A search asks for the score of hundreds of thousands of
// teams, so that only the features that the model uses are computed, distances are cached, and the
// covariance root is made triangular, which halves its products.
//
// The score is a lower confidence bound: the probability at the expected rating minus one standard
// error. Without it a search finds teams unlike any in the history, for which the model is high by
// chance (the optimizer's curse; Smith and Winkler 2006).

package fit

import (
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/mat"

	"dure/clustering/team"
	"dure/survey"
)

// cautionSE is how many standard errors are subtracted from an expected rating before a team is
// scored by it.
const cautionSE = 1.0

// maxCached is up to how many members all distances are cached, in at most 36 MB.
const maxCached = 3000

// A Scorer rates teams of the members of one table: by the chance that a rating in the team is
// above the median of the history, after the model's uncertainty is taken off. It implements
// [team.RowScorer] and may be used concurrently.
type Scorer struct {
	m          *Model
	featurizer *featurizer
	member     bool  // some used feature differs within a team
	used       []int // features, by their number in the model
	from       []int // and in the shaper
	scale      []float64
	shift      []float64
	covRoot    []float64 // upper triangle, row by row: |covRoot·(x-Center)| is the estimator's |CovRoot·(x-Center)|; nil if it has none
	workers    sync.Pool // workers that [Scorer.Score] may take up
}

var _ team.RowScorer = (*Scorer)(nil)

// Scorer readies the model for the members of t. A model of teams has no say on members.
func (m *Model) Scorer(t survey.Table) (*Scorer, error) {
	if m.Schema.Level != MemberLevel {
		return nil, invalid("model_of_teams")
	}
	c, err := m.Schema.encode(t)
	if err != nil {
		return nil, err
	}
	s := &Scorer{m: m, featurizer: m.Schema.featurizer(c)}
	for f, feature := range m.Features {
		if !m.Estimator.uses(f) {
			continue
		}
		s.used, s.from = append(s.used, f), append(s.from, m.From[f])
		s.scale, s.shift = append(s.scale, 1/m.Scale[f].SD), append(s.shift, m.Scale[f].Mean)
		s.member = s.member || feature.Member
	}
	s.covRoot = upperTriangle(m.Estimator.CovRoot, len(m.Estimator.Used))
	s.featurizer.computeOnly(s.from)
	if c.n <= maxCached && s.needsDistances() {
		s.featurizer.cacheDistances()
	}
	return s, nil
}

// needsDistances reports whether distances between members are needed.
func (s *Scorer) needsDistances() bool {
	return slices.ContainsFunc(s.used, func(f int) bool { return featureFamily[s.m.Features[f].Measure] == "distance" })
}

// Score implements [team.Scorer].
func (s *Scorer) Score(g team.Team) float64 {
	w, ok := s.workers.Get().(*worker)
	if !ok {
		w = s.worker()
	}
	defer s.workers.Put(w)
	w.members = w.members[:0]
	for _, r := range g.Members {
		w.members = append(w.members, int32(r))
	}
	return w.score(w.members)
}

// Rows implements [team.RowScorer].
func (s *Scorer) Rows() func(members []int32) float64 {
	return s.worker().score
}

// score rates a team by its lower confidence bound; an empty one lacks nothing.
func (w *worker) score(m []int32) float64 {
	if len(m) == 0 {
		return 1
	}
	value, sd := w.rate(m)
	return w.s.m.Link.chance(value - cautionSE*sd)
}

// A worker rates teams on one goroutine.
type worker struct {
	s          *Scorer
	featurizer featurizer
	all        []float64 // features of the team, then of one member
	sum        []float64 // over the members
	x          []float64 // standardised, of the model's features
	scratch    []float64 // of the estimator

	members []int32 // scratch of Score
}

// worker makes the scratch space of one goroutine; distances and schema are shared.
func (s *Scorer) worker() *worker {
	w := &worker{s: s, featurizer: *s.featurizer, all: make([]float64, len(s.featurizer.features)), sum: make([]float64, len(s.used)), x: make([]float64, len(s.m.Features))}
	w.scratch = make([]float64, s.m.Estimator.scratchLen())
	w.featurizer.pairDistances = make([]float64, 0, 64)
	return w
}

// rate returns the expected rating in a team and its standard error, at the mean of its members.
func (w *worker) rate(m []int32) (value, sd float64) {
	w.features(m)
	if c := w.s.m.Estimator.Ensemble; c != nil {
		value, sd = c.meanSD(w.x, w.scratch)
		return value, math.Sqrt(sd*sd + w.s.m.Estimator.Floor*w.s.m.Estimator.Floor)
	}
	return w.s.m.Estimator.value(w.x), w.sd()
}

// sd is [estimator.standardError] with half the products.
func (w *worker) sd() float64 {
	m := &w.s.m.Estimator
	if w.s.covRoot == nil || m.Bootstrap != nil {
		return m.standardError(w.x, w.scratch)
	}
	for b, f := range m.Used {
		w.scratch[b] = w.x[f] - m.Center[b]
	}
	v, q, row := m.Floor*m.Floor, len(m.Used), w.s.covRoot
	for a := range q {
		s := dot(row[:q-a], w.scratch[a:q])
		v += s * s
		row = row[q-a:]
	}
	return math.Sqrt(v)
}

// upperTriangle returns the R of a QR decomposition of root, q by q: |R·x| is |root·x| whatever x,
// since Q is orthogonal.
func upperTriangle(root []float64, q int) []float64 {
	if len(root) == 0 {
		return nil
	}
	var qr mat.QR
	qr.Factorize(mat.NewDense(q, q, slices.Clone(root)))
	var r mat.Dense
	qr.RTo(&r)
	var out []float64
	for a := range q {
		out = append(out, r.RawRowView(a)[a:]...)
	}
	return out
}

// features fills x with the mean features of the members of a team.
func (w *worker) features(m []int32) {
	s := w.s
	w.featurizer.team(w.all, m)
	if !s.member {
		for k, f := range s.from {
			w.x[s.used[k]] = (w.all[f] - s.shift[k]) * s.scale[k]
		}
		return
	}
	clear(w.sum)
	for a := range m {
		w.featurizer.member(w.all, m, a)
		for k, f := range s.from {
			w.sum[k] += w.all[f]
		}
	}
	for k := range s.from {
		w.x[s.used[k]] = (w.sum[k]/float64(len(m)) - s.shift[k]) * s.scale[k]
	}
}

// uses reports whether the estimator looks at a feature.
func (m *estimator) uses(f int) bool {
	if m.Ensemble != nil {
		return slices.Contains(m.Ensemble.Used, f)
	}
	for _, forest := range append(m.Bootstrap[:len(m.Bootstrap):len(m.Bootstrap)], m.Boosted) {
		if forest != nil && slices.ContainsFunc(forest.Trees, func(t tree) bool { return slices.Contains(t.F[:], f) }) {
			return true
		}
	}
	return m.Linear.W[f] != 0 || slices.Contains(m.Used, f)
}
