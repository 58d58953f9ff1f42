package fit

import "math"

// A machine is a fitted model of any kind, over standardised features.
type machine struct {
	Kind   string    `json:"kind"`
	Linear linear    `json:"linear"`
	Used   []int     `json:"used,omitempty"`  // features that Root is about
	Root   []float64 `json:"root,omitempty"`  // len(Used) square: |Root·(x-Mid)| is the uncertainty of the mean rating
	Mid    []float64 `json:"mid,omitempty"`   // of the used features
	Floor  float64   `json:"floor,omitempty"` // uncertainty at Mid
	Noise  float64   `json:"noise,omitempty"` // variance of the mean rating at Mid
	Guess  float64   `json:"guess,omitempty"` // slope of a theory score that nothing was learned for
	Store  *store    `json:"store,omitempty"` // of a linear model
	Forest *forest   `json:"forest,omitempty"`
	Bags   []*forest `json:"bags,omitempty"` // fits to resampled teams
	Crew   *crew     `json:"crew,omitempty"`
	Share  float64   `json:"share,omitempty"` // of the deviations from the mean rating that is used; 0 means all
}

func (m *machine) value(x []float64) float64 {
	switch {
	case m.Forest != nil:
		return m.Forest.value(x)
	case m.Crew != nil:
		return m.Crew.value(x)
	}
	return m.Linear.value(x)
}

// sd is the standard error of the predicted mean rating at x.

// room is the length of the scratch space that [machine.sdIn] needs.
func (m *machine) room() int {
	if m.Crew != nil {
		return len(m.Crew.Used)
	}
	return len(m.Used)
}

// sdIn is sd with scratch space of the caller's, for those who ask often.
func (m *machine) sdIn(x, scratch []float64) float64 {
	v := m.Floor * m.Floor
	switch {
	case m.Crew != nil:
		_, sd := m.Crew.both(x, scratch)
		return math.Sqrt(v + sd*sd)
	case m.Bags != nil:
		return math.Sqrt(v + m.apart(x))
	}
	for b, f := range m.Used {
		scratch[b] = x[f] - m.Mid[b]
	}
	q := len(m.Used)
	for a := range q {
		s := dot(m.Root[a*q:(a+1)*q], scratch)
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
func (m *machine) apart(x []float64) float64 {
	var sum, square float64
	for _, b := range m.Bags {
		d := m.Forest.Share * (b.value(x) - b.Base)
		sum += d
		square += d * d
	}
	k := float64(len(m.Bags))
	return max(0, square-sum*sum/k) / (k - 1)
}

// fitted fits the chosen kind on all rows.
func (t *trainer) fitted(name string) (*machine, error) {
	rows := upTo(t.d.n)
	s := t.d.sum(rows, t.d.y)
	m := &machine{Kind: name, Linear: linear{W: make([]float64, t.d.p), B: s.y / s.n}}
	_, sd := scaleOne(append([]float64(nil), t.d.y...))
	m.Floor = sd * math.Sqrt(t.effect(MeanName)/s.n)
	switch w := t.d.theoryWeights(); name {
	case MeanName:
		m.Store = s.store()
	case TheoryName:
		m.Store = s.store()
		m.Store.Theory = w
		m.Guess = t.guess(&s)
		m.Linear = s.theory(w, m.Guess)
	case RidgeName:
		l := least(t.ridge)
		used := s.chosen(t.d.all, t.d.parts)
		raw := s.clone()
		st := raw.store()
		st.Used, st.Lambda, st.Theory = used, l, w
		m.Store = st
		slope := s.shrinkTo(w)
		p := s.solve(used)
		m.Linear = p.at(l).plus(w, slope)
		m.uncertain(p, l, total(t.outcome(RidgeName).errors)/float64(t.d.n)*t.effect(RidgeName)/s.n)
	case TreesName:
		m.Forest = t.d.boost(rows, t.d.y, t.opt.Seed)
		m.Bags = t.bags(len(m.Forest.Trees))
	case NetName:
		var err error
		if m.Crew, t.net, err = t.netter(rows, NetStudy).tuned(); err != nil {
			return nil, err
		}
		return m, m.Crew.pack()
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
func (t *trainer) bags(rounds int) []*forest {
	draw := t.d.bootstrap(t.opt.Seed + 1)
	var out []*forest
	for b := range treeBags {
		var rows []int
		for i, w := range draw() {
			for range int(w) {
				rows = append(rows, i)
			}
		}
		out = append(out, newGrower(t.d, rows, t.d.y).grow(rounds, t.opt.Seed+uint64(b), nil))
	}
	return out
}

// effect is the design effect of rows sharing a team: how many rows count as one, for the errors
// of an outcome; Kish (1965).
func (t *trainer) effect(name string) float64 {
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
func (m *machine) uncertain(p *path, l int, noise float64) {
	q := len(p.used)
	m.Noise, m.Floor = noise, math.Sqrt(noise)
	m.Used, m.Mid, m.Root = p.used, make([]float64, q), make([]float64, q*q)
	for a, f := range p.used {
		m.Mid[a] = p.s.x[f] / p.s.n
	}
	if math.IsInf(lambdas[l], 1) {
		return
	}
	for e := range q {
		size := math.Sqrt(noise / (max(p.values[e], 0) + lambdas[l]))
		for b := range q {
			m.Root[e*q+b] = size * p.vec.At(b, e) / p.size[b]
		}
	}
}
