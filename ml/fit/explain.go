// Explanations of a predicted rating by Shapley values (1953): a group of questions is credited
// with its mean contribution over all orders in which groups can be added, so that the credits add
// up to the prediction. Groups left out count as the mean of the history (baseline Shapley;
// Sundararajan and Najmi 2020, arXiv:1908.08474). With at most twelve groups all 4,096 subsets are
// rated and nothing is sampled, so that two looks at a page show the same reasons.

package fit

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// maxGroups is how many groups of questions Shapley values are computed for, from 2^12 ratings of a
// team.
const maxGroups = 12

// A Reason is what a group of questions adds to a team's expected rating, beside the mean of the
// history: its Shapley value. Where there are more than 12 groups, the last, "other", takes those
// that tell least.
type Reason struct {
	Columns []string `json:"columns"`
	Value   float64  `json:"value"`
	Asked   bool     `json:"asked,omitempty"` // as in [Importance]
}

// An Explanation says why a team is expected to fit as it is: Base and the reasons add up to
// Value.
type Explanation struct {
	Base    float64  `json:"base"` // expected of a team that is like the history's mean
	Value   float64  `json:"value"`
	SD      float64  `json:"sd"`
	Chance  float64  `json:"chance"`
	Error   float64  `json:"error"`   // standard error of Chance
	Reasons []Reason `json:"reasons"` // the largest first
}

// Explain tells why a team, given by rows of the table, is expected to fit as it is. A group that
// is left out counts as the mean of the history.
func (s *Scorer) Explain(members []int32) Explanation {
	w := s.worker()
	value, sd := w.rate(members)
	x := slices.Clone(w.x)
	groups := s.groups()
	worth := make([]float64, 1<<len(groups))
	y := make([]float64, len(x))
	for set := range worth {
		clear(y)
		for g, q := range groups {
			if set>>g&1 == 1 {
				for _, f := range q.features {
					y[f] = x[f]
				}
			}
		}
		worth[set] = s.m.Estimator.value(y)
	}
	e := Explanation{Base: worth[0], Value: value, SD: sd, Chance: s.m.Link.chance(value)}
	e.Error = s.m.Link.derivative(e.Chance) * sd
	for g, v := range shapley(worth, len(groups)) {
		e.Reasons = append(e.Reasons, Reason{groups[g].columns, v, groups[g].asked})
	}
	slices.SortStableFunc(e.Reasons, func(a, b Reason) int { return cmp.Compare(math.Abs(b.Value), math.Abs(a.Value)) })
	return e
}

// Expect tells what is expected of a team, given by rows of the table, without saying why.
func (s *Scorer) Expect(members []int32) Explanation {
	value, sd := s.worker().rate(members)
	p := s.m.Link.chance(value)
	return Explanation{Value: value, SD: sd, Chance: p, Error: s.m.Link.derivative(p) * sd}
}

// shapley returns the Shapley values of n players, by the worth of every set of them.
func shapley(worth []float64, n int) []float64 {
	weight := make([]float64, n) // of a set of that many others: k! (n-1-k)! / n!
	for k := range weight {
		a, _ := math.Lgamma(float64(k + 1))
		b, _ := math.Lgamma(float64(n - k))
		c, _ := math.Lgamma(float64(n + 1))
		weight[k] = math.Exp(a + b - c)
	}
	out := make([]float64, n)
	for set, v := range worth {
		k := bits.OnesCount(uint(set))
		for g := range out {
			if set>>g&1 == 0 {
				out[g] += weight[k] * (worth[set|1<<g] - v)
			}
		}
	}
	return out
}

// groups are the questions that the model uses; those beyond the eleventh by importance go
// together.
func (s *Scorer) groups() []question {
	rank := map[string]int{}
	for i, imp := range s.m.saved.Report.Importance {
		rank[imp.Column] = cmp.Or(rank[imp.Column], i+1)
	}
	var out []question
	for _, q := range questionsOf(s.m.Features) {
		q.features = slices.DeleteFunc(q.features, func(f int) bool { return !slices.Contains(s.used, f) })
		if len(q.features) > 0 {
			out = append(out, q)
		}
	}
	// By importance, those without one last.
	slices.SortStableFunc(out, func(a, b question) int {
		ra, rb := rank[a.columns[0]], rank[b.columns[0]]
		if ra == 0 || rb == 0 {
			return rb - ra
		}
		return ra - rb
	})
	for len(out) > maxGroups {
		last := out[len(out)-1]
		out = out[:len(out)-1]
		out[len(out)-1].columns = append(out[len(out)-1].columns, last.columns...)
		out[len(out)-1].features = append(out[len(out)-1].features, last.features...)
	}
	return out
}

// An Effect is what a change of members does to the chance that a rating in the teams it touches
// is above the median. Error is the standard error of the difference.
type Effect struct {
	Before float64 `json:"before"`
	After  float64 `json:"after"`
	Error  float64 `json:"error"`
}

// Swap tells what it does if member a of one team and member b of another trade places. Both
// are rows of the table; the teams include them.
func (s *Scorer) Swap(teamA, teamB []int32, a, b int32) Effect {
	return s.worker().swap(teamA, teamB, a, b)
}

// swap weighs the chances before and after by the sizes of the two teams, since a rating is one
// member's.
func (w *worker) swap(teamA, teamB []int32, a, b int32) Effect {
	s := w.s
	na, nb := float64(len(teamA)), float64(len(teamB))
	all := na + nb
	trade := func(team []int32, out, in int32) []int32 {
		t := slices.Clone(team)
		t[slices.Index(t, out)] = in
		return t
	}
	mix := func(p, q []int32) (x []float64, value float64) {
		w.features(p)
		x = slices.Clone(w.x)
		value = na / all * s.m.Estimator.value(w.x)
		w.features(q)
		for f := range x {
			x[f] = (na*x[f] + nb*w.x[f]) / all
		}
		return x, value + nb/all*s.m.Estimator.value(w.x)
	}
	before, v := mix(teamA, teamB)
	after, u := mix(trade(teamA, a, b), trade(teamB, b, a))
	l := s.m.Link
	e := Effect{Before: l.chance(v), After: l.chance(u)}
	e.Error = l.derivative((e.Before+e.After)/2) * s.m.Estimator.differenceSE(before, after)
	return e
}

// differenceSE is the standard error of the difference between the predictions at two points.
// Errors that both share cancel, so that it is smaller than the two standard errors together.
func (m *estimator) differenceSE(x, y []float64) float64 {
	switch {
	case m.Ensemble != nil:
		return m.Ensemble.differenceSE(x, y)
	case len(m.Bootstrap) > 1:
		d := make([]float64, len(m.Bootstrap))
		for i, b := range m.Bootstrap {
			d[i] = m.Boosted.Share * (b.value(y) - b.value(x))
		}
		return sampleSD(d)
	}
	v := 0.0
	q := len(m.Used)
	for a := range q {
		s := 0.0
		for b, w := range m.CovRoot[a*q : (a+1)*q] {
			s += w * (y[m.Used[b]] - x[m.Used[b]])
		}
		v += s * s
	}
	return math.Sqrt(v)
}

// differenceSE is the standard deviation, over networks, of the difference between two points.
func (c *netEnsemble) differenceSE(x, y []float64) float64 {
	d := make([]float64, len(c.networks))
	a, b := pick(x, c.Used), pick(y, c.Used)
	var p, q [1]float64
	for i, n := range c.networks {
		if n.PredictRow(p[:], a) == nil && n.PredictRow(q[:], b) == nil {
			d[i] = c.Share * (q[0] - p[0])
		}
	}
	return sampleSD(d)
}
