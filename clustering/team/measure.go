package team

import (
	"math"
)

// An outcome is what a rule says about one team.
type outcome struct {
	value float64 // the rule's own quantity
	score float64 // 0 to 1, 1 is best
	ok    bool    // whether the team keeps the rule
}

// A measure applies a compiled rule to team number t with the given members.
type measure interface {
	of(t int, members []int32) outcome
}

// pairs is a rule on a sum over the pairs of a team.
type pairs struct {
	between func(i, j int32) float64
	share   func(size int) float64 // the value of a team that scores 1 (or, if less is better, 0)
	less    bool
	known   []*pairFacts // by section
}

func (p *pairs) sum(members []int32) float64 {
	sum := 0.0
	for a, i := range members {
		for _, j := range members[:a] {
			sum += p.between(i, j)
		}
	}
	return sum
}

func (p *pairs) of(_ int, members []int32) outcome {
	v := p.sum(members)
	return outcome{v, relative(v, p.share(len(members)), p.less), true}
}

// relative scores v between 0 and full.
func relative(v, full float64, less bool) float64 {
	if full <= 0 {
		return 1
	}
	if less {
		return clamp(1 - v/full)
	}
	return clamp(v / full)
}

func clamp(v float64) float64 { return max(0, min(1, v)) }

// scatter is a rule on how far the means of teams lie from the club's: the sum over teams of
// size times squared distance. z is n by d and centred; total is its sum of squares.
type scatter struct {
	z     []float64
	d     int
	total float64
	per   float64 // total per member
	alike bool    // what is wanted is the scatter inside teams to be small
	thin  *thin   // z again, where its columns are indicators of many categories; may be nil
}

func newScatter(columns [][]float64, alike bool) *scatter {
	s := &scatter{d: len(columns), alike: alike}
	if s.d == 0 {
		return s
	}
	n := len(columns[0])
	s.z = make([]float64, n*s.d)
	for j, x := range columns {
		for i, v := range fill(x) {
			s.z[i*s.d+j] = v
			s.total += v * v
		}
	}
	s.per = s.total / float64(max(n, 1))
	s.thin = thinned(s.z, n, s.d, nil)
	return s
}

func (s *scatter) row(i int32) []float64 { return s.z[int(i)*s.d : (int(i)+1)*s.d] }

// split returns a team's scatter of its mean around the club's and of its members around its mean.
func (s *scatter) split(members []int32) (between, within float64) {
	if len(members) == 0 {
		return 0, 0
	}
	if s.thin != nil {
		if whole, each, ok := s.thin.split(members); ok {
			between = max(0, whole/float64(len(members)))
			return between, max(0, each-between)
		}
	}
	var space [32]float64
	sums := space[:]
	if s.d > len(space) {
		sums = make([]float64, s.d)
	}
	sums = sums[:s.d]
	all := 0.0
	for _, i := range members {
		for j, v := range s.row(i)[:len(sums)] {
			sums[j] += v
			all += v * v
		}
	}
	for _, v := range sums {
		between += v * v
	}
	between /= float64(len(members))
	return between, max(0, all-between)
}

func (s *scatter) of(_ int, members []int32) outcome {
	between, within := s.split(members)
	v := between
	if s.alike {
		v = within
	}
	return outcome{v, relative(v, s.per*float64(len(members)), true), true}
}

// tally is a rule on how many of a team's members are of one kind.
type tally struct {
	is    []uint8
	table func(size, count int) (score float64, ok bool)
}

func (c *tally) of(_ int, members []int32) outcome {
	score, ok := c.table(len(members), c.total(members))
	return outcome{b2f(ok), score, ok}
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// limitTable scores counts against limits: what is missing or too much costs its square, so
// that two teams short by one are better than one short by two.
func limitTable(r Rule) func(size, count int) (float64, bool) {
	return func(size, count int) (float64, bool) {
		if r.TeamSize != 0 && size != r.TeamSize || size == 0 {
			return 1, true
		}
		least, most := r.limits(size)
		switch {
		case count < least:
			return 1 - square(float64(least-count)/float64(least)), false
		case count > most:
			return 1 - square(float64(count-most)/float64(max(size-most, count-most))), false
		}
		return 1, true
	}
}

func aloneTable(_, count int) (float64, bool) { return b2f(count != 1), count != 1 }

func square(x float64) float64 { return x * x }

// linked is together or apart: the pairs of some members that share a team.
type linked struct {
	in    []bool // whether a member is one of them
	all   int    // how many they are
	apart bool
}

// count returns how many of the members are linked.
func (l *linked) count(members []int32) (n int) {
	for _, i := range members {
		if l.in[i] {
			n++
		}
	}
	return n
}

func (l *linked) of(_ int, members []int32) outcome {
	c := l.count(members)
	share := float64(c*(c-1)) / float64(l.all*(l.all-1))
	if l.apart {
		return outcome{float64(c * (c - 1) / 2), 1 - share, c <= 1}
	}
	score := share
	if c == 0 {
		score = 1
	}
	return outcome{float64(c * (c - 1) / 2), score, c == 0 || c == l.all}
}

// within is the rule that teams never cross sections.
type within struct{ of2 []int }

func (s *within) of(_ int, members []int32) outcome {
	for _, i := range members {
		if s.of2[i] != s.of2[members[0]] {
			return outcome{0, 0, false}
		}
	}
	return outcome{1, 1, true}
}

// wishes is how many members of a team have enough of their wishes in it and nobody avoided.
type wishes struct {
	wished, avoided [][]int32
	least           int
}

func (w *wishes) of(_ int, members []int32) outcome {
	met, score := 0, 0.0
	for _, i := range members {
		s := w.member(i, members)
		score += s
		if s >= 1 {
			met++
		}
	}
	if len(members) == 0 {
		return outcome{0, 1, true}
	}
	return outcome{float64(met), score / float64(len(members)), met == len(members)}
}

// member scores one member: 1 if met. Members who wished for fewer than the rule asks have it
// met by those; who wished for nobody has it met.
func (w *wishes) member(i int32, members []int32) float64 {
	got, bad := 0, 0
	for _, j := range members {
		for _, k := range w.wished[i] {
			if k == j {
				got++
			}
		}
		for _, k := range w.avoided[i] {
			if k == j {
				bad++
			}
		}
	}
	return wishScore(got, min(w.least, len(w.wished[i])), bad, len(w.avoided[i]))
}

// wishScore rates that a member has got so many of the mates wanted, and bad of those avoided.
func wishScore(got, want, bad, avoided int) float64 {
	score := 1.0
	if got < want {
		score = 1 - square(float64(want-got)/float64(want))
	}
	if bad > 0 {
		score = min(score, 0.5) - 0.5*float64(bad)/float64(avoided)
	}
	return max(0, score)
}

// ranked is the sum of the ranks that members gave to the activity of their team.
type ranked struct {
	activities []string
	rank       [][]uint8 // member by activity, from 1; choices+1 for what was not ranked
	choices    int
	of2        []int // activity of each team
}

func (r *ranked) of(t int, members []int32) outcome {
	sum := 0.0
	if t >= len(r.of2) || len(r.activities) == 0 {
		return outcome{0, 1, true}
	}
	for _, i := range members {
		sum += float64(r.rank[i][r.of2[t]])
	}
	n := float64(max(len(members), 1))
	return outcome{sum, clamp(1 - (sum/n-1)/float64(r.choices)), true}
}

// euclid returns the distance between rows of x, which is n by d.
func euclid(x []float64, d int) func(i, j int32) float64 {
	return func(i, j int32) float64 {
		a, b := x[int(i)*d:int(i)*d+d], x[int(j)*d:int(j)*d+d]
		sum := 0.0
		for k, v := range a {
			sum += (v - b[k]) * (v - b[k])
		}
		return math.Sqrt(sum)
	}
}
