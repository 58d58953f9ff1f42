// k-medoids: K of the rows are chosen so that the distances of all rows to the nearest of them add
// up to little. FasterPAM; Schubert and Rousseeuw (2021), Information Systems 101,
// arXiv:2008.05171, algorithm 3: swaps are tried row by row and each improvement is taken at once;
// for one candidate the change of cost is known for all K medoids after a single pass over the
// rows, where PAM (Kaufman and Rousseeuw 1990) needs K passes. Random starts suffice for it, as the
// paper shows, so that there is no BUILD phase.

package clustering

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Medoids divides rows around K of them so that the distances to the nearest of these add up to
// little: for answers that have no mean.
type Medoids struct {
	K        int
	Restarts int        // 0 means 3
	Rand     *rand.Rand // nil means a fixed seed
}

// A MedoidPartition says which cluster each row is in; clusters are numbered by size, the largest
// first.
type MedoidPartition struct {
	Labels  []int
	Medoids []int // the row in the middle of each cluster
	Sizes   []int
	Cost    float64 // sum of distances to the medoids

	Silhouette float64 // the mean by these distances; 0 where there are no two clusters, or as many as rows
}

// Fit divides n rows whose distances are given: those of row 0 to 1, 2.., n−1, then of row 1 to 2,
// and so on.
func (s Medoids) Fit(ctx context.Context, dist []float64, n int) (MedoidPartition, error) {
	switch {
	case n < 1:
		return MedoidPartition{}, ErrEmpty
	case s.K < 1:
		return MedoidPartition{}, ErrTooFewClusters
	case s.K > n:
		return MedoidPartition{}, ErrTooManyClusters
	case len(dist) != n*(n-1)/2:
		panic("clustering: Medoids needs n(n-1)/2 distances")
	}
	for i, v := range dist {
		if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			return MedoidPartition{}, fmt.Errorf("distance %d: %w", i, ErrNotFinite)
		}
	}
	if s.Restarts <= 0 {
		s.Restarts = 3
	}
	if s.Rand == nil {
		s.Rand = rand.New(rand.NewPCG(1, 0))
	}
	starts := make([][]int, s.Restarts)
	for r := range starts {
		starts[r] = s.Rand.Perm(n)[:s.K]
	}
	runs := make([]*pam, s.Restarts)
	parallel(ctx, s.Restarts, func(_, r int) {
		runs[r] = newPAM(triangle{n, dist}, starts[r])
		runs[r].run(ctx)
	})
	if err := ctx.Err(); err != nil {
		return MedoidPartition{}, err
	}
	best := slices.MinFunc(runs, func(a, b *pam) int {
		return cmp.Compare(a.total, b.total)
	})
	out := best.partition()
	out.Silhouette = best.t.silhouette(out.Labels, out.Sizes)
	return out, nil
}

// silhouette is the mean over rows of how much closer a row is to its own cluster than to the next
// one. Rousseeuw (1987).
func (t triangle) silhouette(labels, sizes []int) float64 {
	if len(sizes) < 2 || len(sizes) >= t.n {
		return 0
	}
	sums := make([][]float64, t.n) // by row and cluster
	for i := range sums {
		sums[i] = make([]float64, len(sizes))
	}
	for i := range t.n {
		for j := i + 1; j < t.n; j++ {
			d := t.d[t.at(i, j)]
			sums[i][labels[j]] += d
			sums[j][labels[i]] += d
		}
	}
	var total float64
	for i, own := range labels {
		total += silhouetteOf(sums[i], sizes, own)
	}
	return total / float64(t.n)
}

// A pam keeps for each row its nearest and second nearest medoid.
type pam struct {
	t            triangle
	medoid       []int
	first        []int // index into medoid
	second       []int
	dist2, dist1 []float64 // distances to the second nearest and the nearest medoid
	isMedoid     []bool    // whether a row is a medoid
	total        float64   // the cost
	removalLoss  []float64 // what removing each medoid adds to the cost
}

func newPAM(t triangle, medoid []int) *pam {
	p := &pam{t: t, medoid: slices.Clone(medoid), first: make([]int, t.n), second: make([]int, t.n),
		dist2: make([]float64, t.n), dist1: make([]float64, t.n), isMedoid: make([]bool, t.n)}
	for _, m := range medoid {
		p.isMedoid[m] = true
	}
	p.removalLoss = make([]float64, len(medoid))
	p.assignAll()
	return p
}

// assignAll finds the medoids of all rows, and their removal losses.
func (p *pam) assignAll() {
	clear(p.removalLoss)
	p.total = 0
	for i := range p.t.n {
		p.assignRow(i)
		p.total += p.dist1[i]
		p.removalLoss[p.first[i]] += p.dist2[i] - p.dist1[i]
	}
}

func (p *pam) dist(i, j int) float64 {
	if i == j {
		return 0
	}
	return p.t.d[p.t.of(i, j)]
}

// assignRow finds the two nearest medoids of row i.
func (p *pam) assignRow(i int) {
	p.dist1[i], p.dist2[i] = math.Inf(1), math.Inf(1)
	for c, m := range p.medoid {
		v := p.dist(i, m)
		if v < p.dist1[i] {
			p.dist2[i], p.second[i] = p.dist1[i], p.first[i]
			p.dist1[i], p.first[i] = v, c
		} else if v < p.dist2[i] {
			p.dist2[i], p.second[i] = v, c
		}
	}
}

// run swaps medoids with rows until a whole round over the rows finds no improvement, or ctx is done.
func (p *pam) run(ctx context.Context) {
	k := len(p.medoid)
	if k == p.t.n {
		return
	}
	if k == 1 {
		p.optimalMedoid()
		return
	}
	loss := make([]float64, k)
	unimproved := 0
	for range 100 {
		for j := range p.t.n {
			if unimproved++; unimproved > p.t.n || ctx.Err() != nil {
				return
			}
			if !p.isMedoid[j] && p.trySwap(j, loss) {
				unimproved = 0
			}
		}
	}
}

// trySwap makes row j a medoid in place of the one whose removal costs least, if that lowers the cost.
func (p *pam) trySwap(j int, loss []float64) bool {
	copy(loss, p.removalLoss)
	gain := 0.0
	for i := range p.t.n {
		v := p.dist(i, j)
		switch {
		case v < p.dist1[i]:
			gain += v - p.dist1[i]
			loss[p.first[i]] += p.dist1[i] - p.dist2[i]
		case v < p.dist2[i]:
			loss[p.first[i]] += v - p.dist2[i]
		}
	}
	c := argmin(loss)
	if gain+loss[c] >= -1e-12*(1+p.total) {
		return false
	}
	p.isMedoid[p.medoid[c]], p.isMedoid[j] = false, true
	p.medoid[c] = j
	p.assignAll()
	return true
}

// optimalMedoid makes the row with the least sum of distances the only medoid.
func (p *pam) optimalMedoid() {
	best := math.Inf(1)
	for i := range p.t.n {
		var sum float64
		for j := range p.t.n {
			sum += p.dist(i, j)
		}
		if sum < best {
			best, p.medoid[0] = sum, i
		}
	}
	p.assignAll()
}

func (p *pam) partition() MedoidPartition {
	labels := slices.Clone(p.first)
	for c, m := range p.medoid {
		labels[m] = c // a medoid at distance 0 from another still belongs to itself
	}
	old := renumber(labels, len(p.medoid))
	out := MedoidPartition{Labels: labels, Cost: p.total, Sizes: make([]int, len(old))}
	for _, c := range old {
		out.Medoids = append(out.Medoids, p.medoid[c])
	}
	for _, c := range labels {
		out.Sizes[c]++
	}
	return out
}
