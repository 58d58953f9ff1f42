// k-means as it is offered: the sum of squared distances to cluster means (inertia) is made small
// by restarts from greedy k-means++ (kmeanspp.go), Lloyd's iterations (lloyd.go), single-row
// transfers (hartigan.go), a genetic search over what restarts found (genetic.go) and, in a sweep
// over k, warm starts from the neighbouring k (warmstart.go). scikit-learn stops after Lloyd; the
// rest is there because a club's groups should not change with the seed, and because gap statistic
// and elbow compare inertias of different k, which must all be about as close to their optimum.

package clustering

import (
	"context"
	"math/rand/v2"
	"sync"

	"gonum.org/v1/gonum/mat"
)

// KMeans divides rows into K clusters so that the squared distances to the clusters' means add
// up to little.
type KMeans struct {
	K        int        // clusters, at least 1
	Restarts int        // 0 means 10; the best one counts. Each ten of them are a population of their own, so that more find no less
	MaxIter  int        // Lloyd iterations in each restart; 0 means 300, as scikit-learn
	Quick    bool       // leave out genetic search and warm starts: several times sooner
	Rand     *rand.Rand // nil means a fixed seed
}

// A Partition says which cluster each row is in. Clusters are numbered by size, the largest first.
type Partition struct {
	Labels     []int      // of the rows, 0..K−1
	Centers    *mat.Dense // clusters by columns, the means of their rows
	Sizes      []int      // rows in each cluster
	Inertia    float64    // sum of squared distances to the centers
	Iterations int        // Lloyd iterations of the restart that won
	Converged  bool       // false if MaxIter ended it
}

// K is the number of clusters.
func (p Partition) K() int { return len(p.Sizes) }

// Fit returns the best partition found of x (n rows by d columns). If x has fewer than K different
// rows, each of them is a cluster and the partition has fewer than K. K above n is
// [ErrTooManyClusters].
func (s KMeans) Fit(ctx context.Context, x *mat.Dense) (Partition, error) {
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
	parts, err := s.fit(ctx, p, []int{s.K})
	if err != nil {
		return Partition{}, err
	}
	return parts[0], nil
}

// Sweep returns partitions for k = 1..maxK, or up to the number of rows if that is less. The restarts
// share their starting centers among all k.
func (s KMeans) Sweep(ctx context.Context, x *mat.Dense, maxK int) ([]Partition, error) {
	p, err := newPoints(x)
	if err != nil {
		return nil, err
	}
	if maxK < 1 {
		return nil, ErrTooFewClusters
	}
	ks := make([]int, min(maxK, p.n))
	for i := range ks {
		ks[i] = i + 1
	}
	return s.fit(ctx, p, ks)
}

// A kmeansJob is the search for one number of clusters after another on the same rows.
type kmeansJob struct {
	ctx     context.Context // looked at once for each pass over the rows
	s       KMeans
	p       points // centred
	x       blocks32
	mean    []float64
	squares float64 // of all rows
	tol     float64 // as scikit-learn's: 1e-4 of the columns' mean variance
	pool    sync.Pool
}

func (s KMeans) fit(ctx context.Context, p points, ks []int) ([]Partition, error) {
	if s.Restarts <= 0 {
		s.Restarts = 10
	}
	if s.MaxIter <= 0 {
		s.MaxIter = 300
	}
	if s.Rand == nil {
		s.Rand = rand.New(rand.NewPCG(1, 0))
	}
	maxK := ks[len(ks)-1]
	distinct := p.distinct(maxK)
	for i, k := range ks {
		ks[i] = min(k, distinct)
	}
	j := &kmeansJob{ctx: ctx, s: s, mean: p.mean()}
	j.p = p.minus(j.mean)
	j.x = newBlocks32(j.p)
	j.squares = dot(j.p.a, j.p.a)
	j.tol = 1e-4 * j.squares / float64(p.n*p.d)
	j.pool.New = func() any { return newLloyd(ctx, j.p, j.x) }
	starts := j.drawStarts(min(maxK, distinct))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	best := j.search(ks, starts)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := make([]Partition, len(ks))
	parallel(ctx, len(ks), func(_, i int) {
		j.finish(&best[i], ks[i])
		labels := make([]int, j.p.n)
		for r, c := range best[i].labels[:j.p.n] {
			labels[r] = int(c)
		}
		out[i] = newPartition(j.p, j.mean, labels, ks[i], best[i].iterations, best[i].converged)
	})
	return out, ctx.Err()
}

// drawStarts returns the rows at which each restart begins. A restart draws the same whatever their
// number.
func (j *kmeansJob) drawStarts(k int) [][]int {
	seeds := make([][2]uint64, j.s.Restarts)
	for r := range seeds {
		seeds[r] = [2]uint64{j.s.Rand.Uint64(), j.s.Rand.Uint64()}
	}
	starts := make([][]int, len(seeds))
	seeders := make([]*seeder, workers())
	parallel(j.ctx, len(seeds), func(w, r int) {
		if seeders[w] == nil {
			seeders[w] = newSeeder(j.x)
		}
		starts[r] = seeders[w].draw(k, rand.New(rand.NewPCG(seeds[r][0], seeds[r][1])))
	})
	return starts
}

// finish takes the labels to where no single-row transfer lowers the inertia, in float64.
func (j *kmeansJob) finish(o *outcome, k int) {
	if k == 1 {
		return
	}
	l := j.pool.Get().(*lloyd)
	defer j.pool.Put(l)
	l.setLabels(o.labels, k)
	l.transferAll(100)
	l.transferExact(100)
	o.labels = append([]int32(nil), l.prev...)
}

// newPartition makes the exact figures of labels on the centred rows p, whose old mean is mean.
func newPartition(p points, mean []float64, labels []int, k, iterations int, converged bool) Partition {
	k = len(renumber(labels, k))
	out := Partition{Labels: labels, Sizes: make([]int, k), Iterations: iterations, Converged: converged}
	out.Centers = mat.NewDense(k, p.d, nil)
	for i, c := range labels {
		out.Sizes[c]++
		addTo(out.Centers.RawRowView(c), p.row(i))
	}
	for c, n := range out.Sizes {
		row := out.Centers.RawRowView(c)
		for t := range row {
			row[t] /= float64(n)
		}
	}
	for i, c := range labels {
		out.Inertia += sqDist(p.row(i), out.Centers.RawRowView(c))
	}
	for c := range k {
		addTo(out.Centers.RawRowView(c), mean)
	}
	return out
}
