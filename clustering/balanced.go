package clustering

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Balanced divides rows into clusters of given sizes so that rows within one are alike: k-means
// with sizes. Rows are assigned by regret (those that lose most by missing their nearest center choose first), then pairs
// of rows trade places as long as that lowers the inertia.
type Balanced struct {
	Sizes    []int      // one for each cluster, together the number of rows
	Restarts int        // 0 means 10
	Rand     *rand.Rand // nil means a fixed seed
}

// Fit returns the best division found of x (n rows by d columns). Label c has Sizes[c] rows: clusters
// keep the order of Sizes. Sizes below 1, or that do not add up to n, are a caller's mistake.
func (s Balanced) Fit(x *mat.Dense) (Partition, error) {
	p, err := newPoints(x)
	if err != nil {
		return Partition{}, err
	}
	total := 0
	for _, v := range s.Sizes {
		if v < 1 {
			panic("clustering: Balanced with a cluster of no rows")
		}
		total += v
	}
	if total != p.n {
		panic("clustering: the sizes of Balanced do not add up to the number of rows")
	}
	if s.Restarts <= 0 {
		s.Restarts = 10
	}
	if s.Rand == nil {
		s.Rand = rand.New(rand.NewPCG(1, 0))
	}
	mean := p.mean()
	p = p.centered()
	j := &kmeansJob{s: KMeans{Restarts: s.Restarts, Rand: s.Rand}, p: p, x: newLanes(p)}
	starts := j.draw(len(s.Sizes))
	runs := make([]*trader, len(starts))
	parallel(len(starts), func(_, r int) {
		runs[r] = newTrader(p, s.Sizes, starts[r])
		runs[r].run()
	})
	best := runs[0]
	for _, t := range runs[1:] {
		if t.inertia() < best.inertia() {
			best = t
		}
	}
	return best.partition(mean), nil
}

// A trader holds a partition whose sizes stay as they are.
type trader struct {
	p      points
	sizes  []int
	center []float64
	labels []int
	turns  int
}

func newTrader(p points, sizes, start []int) *trader {
	t := &trader{p: p, sizes: sizes, labels: make([]int, p.n)}
	for _, i := range start {
		t.center = append(t.center, p.row(i)...)
	}
	t.match()
	return t
}

// match lets Lloyd turn a little without sizes, then gives the largest size to the center with most rows and so on.
func (t *trader) match() {
	k, d := len(t.sizes), t.p.d
	l := newLloyd(t.p, newLanes(t.p))
	l.reset(k)
	copy(l.center, t.center)
	l.run(10, 0)
	byCount, bySize := make([]int, k), make([]int, k)
	for c := range k {
		byCount[c], bySize[c] = c, c
	}
	sortBy(byCount, func(a, b int) bool { return l.count[a] > l.count[b] })
	sortBy(bySize, func(a, b int) bool { return t.sizes[a] > t.sizes[b] })
	for rank, c := range bySize {
		from := byCount[rank]
		copy(t.center[c*d:(c+1)*d], l.center[from*d:(from+1)*d])
	}
}

// run alternates assigning and averaging while that helps, then trades.
func (t *trader) run() {
	last := 0.0
	for t.turns = 1; t.turns <= 20; t.turns++ {
		before := slices.Clone(t.labels)
		t.assign()
		t.average()
		if v := t.inertia(); t.turns > 1 && v >= last {
			t.labels = before
			t.average()
			break
		} else {
			last = v
		}
	}
	for range 50 {
		if !t.tradeAll() {
			break
		}
	}
}

// assign fills the clusters: rows choose in the order of what they would lose by their second choice.
func (t *trader) assign() {
	k := len(t.sizes)
	cost := make([]float64, t.p.n*k)
	type wish struct {
		row    int
		regret float64
	}
	wishes := make([]wish, t.p.n)
	for i := range t.p.n {
		row := cost[i*k : (i+1)*k]
		for c := range k {
			row[c] = sqDist(t.p.row(i), t.center[c*t.p.d:(c+1)*t.p.d])
		}
		two := slices.Clone(row)
		slices.Sort(two)
		wishes[i] = wish{i, two[min(1, k-1)] - two[0]}
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(b.regret, a.regret) })
	left := slices.Clone(t.sizes)
	for _, w := range wishes {
		best := -1
		for c := range k {
			if left[c] > 0 && (best < 0 || cost[w.row*k+c] < cost[w.row*k+best]) {
				best = c
			}
		}
		left[best]--
		t.labels[w.row] = best
	}
}

// average moves each center to the mean of its rows.
func (t *trader) average() {
	clear(t.center)
	for i, c := range t.labels {
		addTo(t.center[c*t.p.d:(c+1)*t.p.d], t.p.row(i))
	}
	for c, n := range t.sizes {
		row := t.center[c*t.p.d : (c+1)*t.p.d]
		for j := range row {
			row[j] /= float64(n)
		}
	}
}

// tradeAll lets every pair of rows in different clusters trade places if that lowers the inertia.
func (t *trader) tradeAll() bool {
	did := false
	for i := range t.p.n {
		for j := i + 1; j < t.p.n; j++ {
			if t.labels[i] != t.labels[j] && t.trade(i, j) {
				did = true
			}
		}
	}
	return did
}

// trade swaps i of cluster a and j of b if that pays. With v = xj−xi the inertia changes by
// −2v·(ca−cb) + (terms of |v|² over the sizes): Σ|x−c|² = Σ|x|² − n|c|², and ca moves by v/na, cb by −v/nb.
func (t *trader) trade(i, j int) bool {
	a, b := t.labels[i], t.labels[j]
	d := t.p.d
	ca, cb := t.center[a*d:(a+1)*d], t.center[b*d:(b+1)*d]
	xi, xj := t.p.row(i), t.p.row(j)
	var along, size float64
	for s, v := range xj {
		v -= xi[s]
		along += v * (ca[s] - cb[s])
		size += v * v
	}
	na, nb := float64(t.sizes[a]), float64(t.sizes[b])
	change := -2*along - size*(1/na+1/nb)
	if change >= -1e-12*size {
		return false
	}
	for s, v := range xj {
		v -= xi[s]
		ca[s] += v / na
		cb[s] -= v / nb
	}
	t.labels[i], t.labels[j] = b, a
	return true
}

func (t *trader) inertia() float64 {
	var v float64
	for i, c := range t.labels {
		v += sqDist(t.p.row(i), t.center[c*t.p.d:(c+1)*t.p.d])
	}
	return v
}

func (t *trader) partition(mean []float64) Partition {
	t.average()
	out := Partition{Labels: t.labels, Sizes: slices.Clone(t.sizes), Inertia: t.inertia(), Iterations: t.turns, Converged: true}
	out.Centers = mat.NewDense(len(t.sizes), t.p.d, t.center)
	for c := range t.sizes {
		addTo(out.Centers.RawRowView(c), mean)
	}
	return out
}
