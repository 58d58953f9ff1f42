// Agglomerative clustering. Every way below gives the same tree: it merges the two nearest clusters
// again and again. Which one is used depends on the method and on n, for what costs most is memory
// traffic, not arithmetic: few rows have a matrix in which columns are written at once (fewrows.go);
// of more, Ward needs means only (centroids.go); other methods keep a matrix of
// distances while it fits into memory (distmatrix.go), and before that merge reciprocal nearest
// neighbours in rounds, measuring from the rows (reciprocal.go, rowlists.go). Methods and heights
// are those of SciPy and of R's hclust; Müllner (2011), "Modern hierarchical, agglomerative
// clustering algorithms", arXiv:1109.2378.

package clustering

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A Method says how far apart two clusters are.
type Method string

// The linkage methods, as SciPy and R's hclust name them (Ward is R's ward.D2).
const (
	Ward     Method = "ward"     // the growth of the sum of squares
	Average  Method = "average"  // the mean distance between their rows (UPGMA)
	Weighted Method = "weighted" // the mean of the distances of the two halves (WPGMA)
	Complete Method = "complete" // the largest distance between their rows
	Single   Method = "single"   // the smallest
	Centroid Method = "centroid" // the distance of the means; heights may fall
	Median   Method = "median"   // the distance of the midpoints; heights may fall
)

// Methods lists all linkage methods.
func Methods() []Method {
	return []Method{Ward, Average, Weighted, Complete, Single, Centroid, Median}
}

// squared says that distances are kept squared while clusters are merged.
func (m Method) squared() bool { return m == Ward || m == Complete }

// height is the distance that is kept as dist.
func (m Method) height(dist float64) float64 {
	if m.squared() {
		return math.Sqrt(dist)
	}
	return dist
}

// Linkage merges the two nearest clusters again and again until one is left.
type Linkage struct {
	Method Method // "" means [Ward]
	Micro  int    // above 0, link not rows but so many micro-clusters of them, where rows are more: see micro.go
}

// A Merge is of two clusters. Clusters below n are rows; n+i is made by the merge at index i. A is
// below B.
type Merge struct {
	A, B   int
	Height float64 // distance of the two
	Size   int     // rows in the new cluster
}

// A Tree is what a linkage of n rows found: n−1 merges from the lowest to the highest (for
// centroid and median in the order in which they were made).
type Tree struct {
	N      int
	Merges []Merge
}

// Fit links the rows of x (n by d) by Euclidean distance. One row has a tree without merges.
func (l Linkage) Fit(ctx context.Context, x *mat.Dense) (Tree, error) {
	p, err := newPoints(x)
	if err != nil {
		return Tree{}, err
	}
	if err := l.check(); err != nil {
		return Tree{}, err
	}
	if l.Micro > 0 && l.Micro < p.n {
		return l.fitMicro(ctx, p)
	}
	merges := l.merges(ctx, p)
	if err := ctx.Err(); err != nil { // they are not all
		return Tree{}, err
	}
	return newTree(p.n, merges, l.ordered()), nil
}

// ordered says that merges are named from the lowest to the highest, not as they were made.
func (l Linkage) ordered() bool { return l.Method != Centroid && l.Method != Median }

// merges are all, of two rows each, unless ctx was done before.
func (l Linkage) merges(ctx context.Context, p points) []Merge {
	switch {
	case l.Method == Single:
		return spanningTree(ctx, p)
	case l.Method == Centroid || l.Method == Median:
		return generic(ctx, triangle{p.n, distances(ctx, p)}, updates[l.Method], nil)
	case p.n <= maxFew:
		return linkFew(p, l.Method)
	case l.Method == Ward && p.n > maxWardMatrix(p.d) && p.n <= maxChainMeans:
		return newCentroids(p.centered(), nil, nil).link(ctx)
	case l.Method == Ward && p.n <= maxWardMatrix(p.d) || l.Method != Ward && p.n <= maxMatrixClusters:
		return distanceMatrixOf(ctx, p, l.Method).link(ctx)
	case l.Method == Ward:
		w := newWardMeans(p.centered())
		mergeReciprocal(ctx, w)
		return w.pairs
	}
	g := newRowLists(p, l.Method)
	mergeReciprocal(ctx, g)
	return g.pairs
}

// maxWardMatrix is up to how many rows of d columns Ward's distances are kept and updated, in at
// most 32 MB, instead of measured from means: an update takes as long whatever d, a measurement
// grows with d.
func maxWardMatrix(d int) int { return min(50*d, 2000) }

func (l *Linkage) check() error {
	if l.Method = cmp.Or(l.Method, Ward); slices.Contains(Methods(), l.Method) {
		return nil
	}
	return fmt.Errorf("clustering: no linkage %q", string(l.Method))
}

// newTree names the clusters of merges, which it takes: A and B are rows of the two. ordered says to
// sort them by height first, equal ones as they were made.
func newTree(n int, merges []Merge, ordered bool) Tree {
	if ordered {
		sortMerges(merges)
	}
	t := Tree{N: n, Merges: merges}
	var few [128]int32 // of up to 64 rows, which are not worth an allocation
	up := slices.Grow(few[:0], 2*n-1)[:2*n-1]
	for i := range up {
		up[i] = int32(i)
	}
	root := func(i int) int {
		at := int32(i)
		for up[at] != at {
			up[at] = up[up[at]]
			at = up[at]
		}
		return int(at)
	}
	for i, m := range merges {
		a, b := root(m.A), root(m.B)
		a, b = min(a, b), max(a, b)
		up[a], up[b] = int32(n+i), int32(n+i)
		merges[i] = Merge{a, b, m.Height, t.size(a) + t.size(b)}
	}
	return t
}

// sortMerges sorts by height, equal ones as they were made.
func sortMerges(merges []Merge) {
	if len(merges) < 64 { // of so few, one by one is as quick, and less code to load
		for i, m := range merges {
			at := i
			for ; at > 0 && merges[at-1].Height > m.Height; at-- {
				merges[at] = merges[at-1]
			}
			merges[at] = m
		}
		return
	}
	for i := range merges {
		merges[i].Size = i
	}
	slices.SortFunc(merges, Merge.compare)
}

// compare is by height, then by Size, the order in which merges were made.
func (m Merge) compare(o Merge) int {
	switch {
	case m.Height < o.Height:
		return -1
	case m.Height > o.Height:
		return 1
	}
	return m.Size - o.Size
}

// size is how many rows are in cluster c.
func (t Tree) size(c int) int {
	if c < t.N {
		return 1
	}
	return t.Merges[c-t.N].Size
}

// A triangle holds a distance for each pair of n clusters.
type triangle struct {
	n int
	d []float64
}

// at is the index of the pair i < j.
func (t triangle) at(i, j int) int { return i*(2*t.n-i-3)/2 + j - 1 }

// of is the index of a pair in any order.
func (t triangle) of(i, j int) int {
	if i < j {
		return t.at(i, j)
	}
	return t.at(j, i)
}

// distances returns the Euclidean distance of each pair of rows: 0 to 1, 2, …, n−1, then 1 to 2 and
// so on.
func distances(ctx context.Context, p points) []float64 {
	out := makeFloats(p.n * (p.n - 1) / 2)
	t := triangle{p.n, out}
	cols := newBlocks64(p, nil)
	buf := make([][]float64, workers())
	parallel(ctx, (p.n+tileRows-1)/tileRows, func(w, task int) {
		if buf[w] == nil {
			buf[w] = make([]float64, cols.blocks*width64)
		}
		for i := task * tileRows; i < min((task+1)*tileRows, p.n-1); i++ {
			b := (i + 1) / width64
			sqDists(cols.span(b, cols.blocks), p.row(i), buf[w][b*width64:])
			to := out[t.at(i, i+1):]
			for j, v := range buf[w][i+1 : p.n] {
				to[j] = math.Sqrt(v)
			}
		}
	})
	return out
}
