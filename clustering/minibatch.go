package clustering

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// MiniBatch is k-means for many rows: centers follow small random batches instead of all rows. Sculley
// (2010), with a center's step 1 ÷ rows seen. One full assignment at the end makes the partition, whose inertia is
// a little above that of [KMeans].
type MiniBatch struct {
	K        int
	Restarts int        // 0 means 5; the best one counts
	Batch    int        // rows in each step; 0 means 1024
	Steps    int        // 0 means 100
	Rand     *rand.Rand // nil means a fixed seed
}

// Fit returns a partition of x (n rows by d columns). Errors are those of [KMeans.Fit].
func (s MiniBatch) Fit(x *mat.Dense) (Partition, error) {
	p, err := newPoints(x)
	if err != nil {
		return Partition{}, err
	}
	if s.K < 1 {
		return Partition{}, ErrTooFewClusters
	}
	if s.K > p.n {
		return Partition{}, ErrTooManyClusters
	}
	if s.Batch <= 0 {
		s.Batch = 1024
	}
	if s.Steps <= 0 {
		s.Steps = 100
	}
	if s.Restarts <= 0 {
		s.Restarts = 5
	}
	if s.Rand == nil {
		s.Rand = rand.New(rand.NewPCG(1, 0))
	}
	if p.n <= s.Batch {
		return KMeans{K: s.K, Restarts: 3, Rand: s.Rand}.Fit(x)
	}
	mean := p.mean()
	p = p.centered()
	k := min(s.K, p.distinct(s.K))
	l := newLloyd(p, newLanes(p))
	var squares float64
	for _, v := range p.a {
		squares += v * v
	}
	var best outcome
	for r := range s.Restarts {
		l.reset(k)
		s.steps(p, l)
		l.run(1, 0)
		if v := l.inertia(squares); r == 0 || v < best.inertia {
			best = outcome{inertia: v, labels: append(best.labels[:0], l.prev[:p.n]...)}
		}
	}
	labels := make([]int, p.n)
	for i, c := range best.labels {
		labels[i] = int(c)
	}
	return newPartition(p, mean, labels, k, s.Steps, true), nil
}

// steps moves the centers of l.
func (s MiniBatch) steps(p points, l *lloyd) {
	batch := points{s.Batch, p.d, make([]float64, s.Batch*p.d)}
	seen := make([]float64, l.k)
	for step := range s.Steps {
		for i := range s.Batch {
			copy(batch.row(i), p.row(s.Rand.IntN(p.n)))
		}
		b := newLloyd(batch, newLanes(batch))
		if step == 0 {
			b.start(newSeeder(b.x).draw(l.k, s.Rand))
			copy(l.center, b.center)
		}
		b.reset(l.k)
		copy(b.center, l.center)
		b.turn()
		for c, n := range b.count {
			if n == 0 {
				continue
			}
			seen[c] += float64(n)
			to := l.center[c*p.d : (c+1)*p.d]
			for t, v := range b.sum[c*p.d : (c+1)*p.d] {
				to[t] += (v - float64(n)*to[t]) / seen[c]
			}
		}
	}
}
