// Starting centers by k-means++: each next one is a row drawn with probability proportional to its
// squared distance from the centers so far; Arthur and Vassilvitskii (2007), "k-means++: the
// advantages of careful seeding", SODA. Greedy, as the paper suggests and scikit-learn does: of
// 2+ln k candidates the one that lowers the sum of distances most is taken.

package clustering

import (
	"math"
	"math/rand/v2"
)

// A seeder draws starting centers. The first k of the rows drawn are a start for k clusters, so
// that a sweep draws once for all k.
type seeder struct {
	x           blocks32
	dist, sums  []float32
	trial, best candidate
	q           []float32
}

// A candidate is what the distances would be if a row became a center.
type candidate struct {
	dist, sums []float32
	total      float64
}

func newSeeder(x blocks32) *seeder {
	s := &seeder{x: x, q: make([]float32, x.d)}
	n := x.blocks * width32
	s.dist, s.sums = make([]float32, n), make([]float32, x.blocks)
	s.trial = candidate{dist: make([]float32, n), sums: make([]float32, x.blocks)}
	s.best = candidate{dist: make([]float32, n), sums: make([]float32, x.blocks)}
	return s
}

// draw returns k rows. Once every row lies on a center it goes on at random.
func (s *seeder) draw(k int, rng *rand.Rand) []int {
	for i := range s.dist {
		s.dist[i] = math.MaxFloat32
		if i >= s.x.n {
			s.dist[i] = 0 // the padding of the last block is never drawn
		}
	}
	first := rng.IntN(s.x.n)
	s.best.total = math.Inf(1)
	s.evaluate(first)
	s.accept()
	rows := []int{first}
	tries := 2 + int(math.Log(float64(k)))
	for len(rows) < k {
		rows = append(rows, s.next(tries, rng))
	}
	return rows
}

// next adds the best of some candidates to the centers.
func (s *seeder) next(tries int, rng *rand.Rand) int {
	var total float64
	for _, v := range s.sums {
		total += float64(v)
	}
	s.best.total = math.Inf(1)
	row := rng.IntN(s.x.n)
	if total == 0 {
		return row
	}
	for range tries {
		if i := s.pick(rng.Float64() * total); s.evaluate(i) {
			row = i
		}
	}
	s.accept()
	return row
}

// pick returns the row at which the running sum of squared distances passes at.
func (s *seeder) pick(at float64) int {
	b := 0
	for ; b < len(s.sums)-1 && at >= float64(s.sums[b]); b++ {
		at -= float64(s.sums[b])
	}
	last := 0
	for i := b * width32; i < min((b+1)*width32, s.x.n); i++ {
		if s.dist[i] > 0 {
			last = i
			if at -= float64(s.dist[i]); at < 0 {
				break
			}
		}
	}
	return last
}

// evaluate measures what row would do as a center and reports whether it is the best candidate so far.
func (s *seeder) evaluate(row int) bool {
	s.x.point(row, s.q)
	nearerDists(s.x.a, s.x.d, s.q, s.dist, s.trial.dist, s.trial.sums)
	s.trial.total = 0
	for _, v := range s.trial.sums {
		s.trial.total += float64(v)
	}
	if s.trial.total >= s.best.total {
		return false
	}
	s.trial, s.best = s.best, s.trial
	return true
}

// accept makes the best candidate a center.
func (s *seeder) accept() {
	s.dist, s.best.dist = s.best.dist, s.dist
	s.sums, s.best.sums = s.best.sums, s.sums
}
