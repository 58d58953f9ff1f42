// Learning from ratings that arrive after training, without the rows of the past. Mean, theory
// score and ridge follow from sums of squares and products (sufficient statistics), so that adding
// rows gives what a new fit at the same penalty would give. Nets take one gradient step for each
// row; trees cannot be updated and only move their mean.

package fit

import (
	"math"
	"slices"

	"dure/ml"
	"dure/survey"
)

// onlineRate is the learning rate of single rows: small, since each row weighs as much as a batch did.
const onlineRate = 1e-3

// savedSums are the [sums] of the training rows as a model file keeps them, with what the fit was
// made with.
type savedSums struct {
	N      float64   `json:"n"`
	X      []float64 `json:"x"`
	XX     []float64 `json:"xx"` // lower triangle, row by row
	XY     []float64 `json:"xy"`
	Y      float64   `json:"y"`
	YY     float64   `json:"yy"`
	Groups float64   `json:"groups"`
	Used   []int     `json:"used,omitempty"`
	Lambda int       `json:"lambda"`
	Theory []float64 `json:"theory,omitempty"`
}

// save keeps the lower triangle of xx only, which is symmetric.
func (s *sums) save() *savedSums {
	st := &savedSums{N: s.n, X: s.x, XY: s.xy, Y: s.y, YY: s.yy, Groups: s.groups}
	for a := range s.p {
		st.XX = append(st.XX, s.xx[a*s.p:a*s.p+a+1]...)
	}
	return st
}

// restore is the inverse of save.
func (st *savedSums) restore() sums {
	s := newSums(len(st.X))
	s.n, s.y, s.yy, s.groups = st.N, st.Y, st.YY, st.Groups
	copy(s.x, st.X)
	copy(s.xy, st.XY)
	k := 0
	for a := range s.p {
		for b := range a + 1 {
			s.xx[a*s.p+b], s.xx[b*s.p+a] = st.XX[k], st.XX[k]
			k++
		}
	}
	return s
}

// Observe returns a model that has also learned from the rated rows of t; NaN is no rating. Team
// is as for [Model.Predict]. A ridge is then the one that all rows together give at its penalty;
// the mean and theory score follow likewise; a net goes on from its weights; trees only move
// their mean. The scores in the report stay those of the last training.
func (m *Model) Observe(t survey.Table, team []string, rating []float64) (*Model, error) {
	rows, err := m.rows(t, team)
	if err != nil {
		return nil, err
	}
	next := &Model{saved: m.saved}
	seen := map[string]bool{}
	var x [][]float64
	var y []float64
	for i, v := range rating {
		if math.IsNaN(v) {
			continue
		}
		key := itoa(i)
		if team != nil {
			key = team[i]
		}
		seen[key] = true
		x, y = append(x, rows[i]), append(y, v)
	}
	if len(y) == 0 {
		return next, nil
	}
	next.Seen += len(y)
	st := m.Estimator.Sums
	if st == nil {
		return next, next.continueFit(x, y)
	}
	s := st.restore()
	for i, row := range x {
		s.addRow(row, y[i])
	}
	s.groups += float64(len(seen))
	next.Estimator = m.Estimator.refit(s, st)
	next.Link.Mean = s.y / s.n
	next.Least, next.Most = min(m.Least, slices.Min(y)), max(m.Most, slices.Max(y))
	return next, nil
}

// addRow adds one row.
func (s *sums) addRow(x []float64, y float64) {
	s.n++
	s.y += y
	s.yy += y * y
	for a, v := range x {
		s.x[a] += v
		s.xy[a] += v * y
		for b, w := range x {
			s.xx[a*s.p+b] += v * w
		}
	}
}

// refit fits a linear estimator to other sums.
func (m *estimator) refit(s sums, st *savedSums) estimator {
	next, mean := *m, s.y/s.n
	c := s.clone()
	next.Sums = c.save()
	next.Sums.Used, next.Sums.Lambda, next.Sums.Theory = st.Used, st.Lambda, st.Theory
	switch m.Kind {
	case MeanName:
		next.Linear.B = s.y / s.n
		next.Floor *= math.Sqrt(st.N / s.n)
	case TheoryName:
		next.Linear = s.theoryFit(st.Theory, m.PriorSlope)
	case RidgeName:
		noise := m.Noise * st.N / s.n
		slope := s.centerOnTheory(st.Theory)
		p := s.solve(st.Used)
		next.Linear = p.at(st.Lambda).addTheory(st.Theory, slope)
		next.setPosterior(p, st.Lambda, noise)
	}
	if m.Share > 0 {
		next.Linear = next.Linear.shrink(m.Share, mean)
	}
	return next
}

// continueFit lets nets go on learning, and moves the mean of trees.
func (m *Model) continueFit(x [][]float64, y []float64) error {
	if f := m.Estimator.Boosted; f != nil {
		moved := *f
		for i, row := range x {
			moved.Base += (y[i] - f.value(row)) / (float64(m.saved.Report.Rows) + float64(m.Seen))
		}
		m.Estimator.Boosted = &moved
		return nil
	}
	c := m.Estimator.Ensemble
	if c == nil {
		return nil
	}
	next := *c
	next.networks, next.Nets = nil, nil
	for _, n := range c.networks {
		learned, err := continueNet(n, c.Used, x, y)
		if err != nil {
			return err
		}
		next.networks = append(next.networks, learned)
	}
	m.Estimator.Ensemble = &next
	return next.encode()
}

// continueNet returns a copy of n that has taken one gradient step for each row.
func continueNet(n *ml.Network, used []int, x [][]float64, y []float64) (*ml.Network, error) {
	o, err := n.Online(onlineRate)
	if err != nil {
		return nil, err
	}
	for i, row := range x {
		if _, err := o.Observe(pick(row, used), y[i]); err != nil {
			return nil, err
		}
	}
	return o.Network(), nil
}
