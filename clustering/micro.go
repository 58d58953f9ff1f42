// Linkage of very many rows by way of micro-clusters: k-means first divides the rows into many more
// clusters than anybody looks for, then the means of these are linked, each weighing as much as it has
// rows; Wong (1982), Journal of the American Statistical Association 77, 841-847, and BIRCH, whose
// leaves are such clusters found in one pass (Zhang, Ramakrishnan and Livny 1996, SIGMOD). Linking n
// rows takes n² distances: four times as long for twice the rows. With m micro-clusters it takes n·m of
// them in float32, a few times over, and m². A few of Lloyd's iterations from rows drawn at random will do:
// what counts is that micro-clusters are small, not that they are the best.

package clustering

import (
	"context"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// microPasses is how many of Lloyd's iterations make micro-clusters. On 5,000 answers to 25 scales the
// cophenetic correlation of Ward's tree grows no more after three.
const microPasses = 4

// microClusters are groups of rows that lie near each other.
type microClusters struct {
	of   []int32 // the cluster of each row
	mean points
	size []float64 // rows in each
	row  []int     // the first row of each
}

// fitMicro links the rows of p by way of l.Micro clusters. Rows of one of them are joined at height 0,
// so that the tree has all rows, and its upper m−1 merges are those of the micro-clusters.
func (l Linkage) fitMicro(ctx context.Context, p points) (Tree, error) {
	c := newMicroClusters(ctx, p.centered(), l.Micro)
	if err := ctx.Err(); err != nil {
		return Tree{}, err
	}
	inner := make([]Merge, 0, p.n-1)
	for i, of := range c.of {
		if first := c.row[of]; i != first {
			inner = append(inner, Merge{A: first, B: i})
		}
	}
	merges := l.linkMicro(ctx, c)
	if err := ctx.Err(); err != nil {
		return Tree{}, err
	}
	for i, m := range merges {
		merges[i].A, merges[i].B = c.row[m.A], c.row[m.B]
	}
	return newTree(p.n, append(inner, merges...), l.ordered()), nil
}

// newMicroClusters divides the rows of p into at most m clusters, none of them empty.
func newMicroClusters(ctx context.Context, p points, m int) microClusters {
	l := newLloyd(ctx, p, newBlocks32(p))
	l.setCenters(p.distinctRows(rand.New(rand.NewPCG(1, 2)).Perm(p.n), m))
	l.run(microPasses, 0)
	if ctx.Err() != nil {
		return microClusters{}
	}
	c := microClusters{of: l.prev[:p.n], mean: points{d: p.d}}
	to := make([]int32, l.k)
	for i, from := range c.of {
		if to[from] == 0 {
			c.row, c.size = append(c.row, i), append(c.size, float64(l.count[from]))
			for _, v := range l.sum[int(from)*p.d : int(from+1)*p.d] {
				c.mean.a = append(c.mean.a, v/float64(l.count[from]))
			}
			to[from] = int32(len(c.row))
		}
		c.of[i] = to[from] - 1
	}
	c.mean.n = len(c.row)
	return c
}

// linkMicro links the means. Of two of them it takes the distance, or Ward's, which is exact: it needs
// no more than means and sizes.
func (l Linkage) linkMicro(ctx context.Context, c microClusters) []Merge {
	switch l.Method {
	case Single:
		return spanningTree(ctx, c.mean)
	case Centroid, Median:
		return generic(ctx, triangle{c.mean.n, distances(ctx, c.mean)}, updates[l.Method], c.size)
	case Ward:
		numbers := make([]int, c.mean.n)
		for i := range numbers {
			numbers[i] = i
		}
		return newCentroids(c.mean, c.size, numbers).link(ctx)
	}
	s := distanceMatrixOf(ctx, c.mean, l.Method)
	copy(s.size, c.size)
	return s.link(ctx)
}

// Sampled is the part of the tree that joins some of its rows, and those rows of x: what is measured of
// them takes less time than of all. The rows of the result are as in rows.
func (t Tree) Sampled(x *mat.Dense, rows []int) (Tree, *mat.Dense) {
	_, d := x.Dims()
	some := mat.NewDense(len(rows), d, nil)
	at := make([]int, t.N+len(t.Merges)) // the cluster of the result that stands for each of t, or −1
	for i := range at {
		at[i] = -1
	}
	for i, r := range rows {
		some.SetRow(i, x.RawRowView(r))
		at[r] = i
	}
	part := Tree{N: len(rows)}
	for i, m := range t.Merges {
		a, b := at[m.A], at[m.B]
		at[t.N+i] = max(a, b)
		if a >= 0 && b >= 0 {
			part.Merges = append(part.Merges, Merge{min(a, b), max(a, b), m.Height, part.size(a) + part.size(b)})
			at[t.N+i] = part.N + len(part.Merges) - 1
		}
	}
	return part, some
}
