// Package clustering groups the rows of a matrix: principal components, k-means,
// agglomerative linkage, k-medoids, and the measures that say how many groups there are
// and whether there are any at all. It knows nothing of members or surveys.
//
// Settings are plain structs whose zero fields mean the documented default, and Fit returns
// a new value. What takes a context ends soon after it is done, and returns its error. Every result is the same on one core as on many: random numbers are drawn
// before work is shared out, and sums are added in an order that does not depend on it.
package clustering

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"
)

// Conditions that callers test for.
var (
	ErrEmpty           = errors.New("clustering: no rows or no columns")
	ErrNotFinite       = errors.New("clustering: a value is missing or infinite")
	ErrTooManyClusters = errors.New("clustering: more clusters than rows")
	ErrTooFewClusters  = errors.New("clustering: fewer clusters than this needs")
)

// maxMagnitude is the largest value taken: squares of larger ones overflow, so they count as infinite.
const maxMagnitude = 1e150

// points are n rows of d finite values, row after row.
type points struct {
	n, d int
	a    []float64
}

// newPoints checks x and copies it only where its rows do not lie end to end.
func newPoints(x *mat.Dense) (points, error) {
	if x == nil || x.IsEmpty() {
		return points{}, ErrEmpty
	}
	r := x.RawMatrix()
	p := points{r.Rows, r.Cols, r.Data}
	if r.Stride != r.Cols {
		p.a = make([]float64, r.Rows*r.Cols)
		for i := range r.Rows {
			copy(p.row(i), r.Data[i*r.Stride:i*r.Stride+r.Cols])
		}
	}
	p.a = p.a[:p.n*p.d]
	if dot(p.a, p.a) <= maxMagnitude*maxMagnitude { // then no value is larger
		return p, nil
	}
	for i, v := range p.a {
		if !(math.Abs(v) <= maxMagnitude) {
			return points{}, fmt.Errorf("row %d, column %d: %w", i/p.d, i%p.d, ErrNotFinite)
		}
	}
	return p, nil
}

func (p points) row(i int) []float64 { return p.a[i*p.d : (i+1)*p.d : (i+1)*p.d] }

// mean returns the column means.
func (p points) mean() []float64 {
	m := make([]float64, p.d)
	for i := range p.n {
		addTo(m, p.row(i))
	}
	for j := range m {
		m[j] /= float64(p.n)
	}
	return m
}

// centered returns a copy with column means of zero, which keeps squares small.
func (p points) centered() points { return p.minus(p.mean()) }

// minus returns a copy with m subtracted from each row.
func (p points) minus(m []float64) points {
	c := points{p.n, p.d, makeFloats(len(p.a))}
	copy(c.a, p.a)
	for i := range p.n {
		subFrom(c.row(i), m)
	}
	return c
}

// distinct counts the different rows of p, but stops at limit.
func (p points) distinct(limit int) int { return len(p.distinctRows(nil, limit)) }

// distinctRows returns the first different rows in an order, nil for that of p, at most limit of them.
func (p points) distinctRows(order []int, limit int) (rows []int) {
	seen := make(map[string]struct{}, limit)
	key := make([]byte, 0, 8*p.d)
	for i := range p.n {
		if order != nil {
			i = order[i]
		}
		key = key[:0]
		for _, v := range p.row(i) { // -0 and 0 are the same answer
			key = binary.LittleEndian.AppendUint64(key, math.Float64bits(v+0))
		}
		if _, known := seen[string(key)]; !known {
			seen[string(key)] = struct{}{}
			rows = append(rows, i)
		}
		if len(rows) >= limit {
			break
		}
	}
	return rows
}

// sqDist is the squared Euclidean distance.
func sqDist(a, b []float64) float64 {
	var s float64
	b = b[:len(a)]
	for j, v := range a {
		v -= b[j]
		s += v * v
	}
	return s
}

// serialBelow is the number of tasks below which goroutines cost more than they save.
const serialBelow = 4

// parallel calls do(worker, i) once for each i below n, on as many goroutines as there are
// cores; worker numbers the goroutine, so that each can keep buffers of its own.
// do must not depend on the order of the calls. Once ctx is done no more calls are begun: what they were to
// make is then incomplete, and the caller returns ctx.Err() instead.
func parallel(ctx context.Context, n int, do func(worker, i int)) {
	w := min(workers(), n)
	if w <= 1 || n < serialBelow {
		for i := 0; i < n && ctx.Err() == nil; i++ {
			do(0, i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for g := range w {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(g, i)
			}
		})
	}
	wg.Wait()
}

// parallelFew is parallel for a few tasks, each long enough for a goroutine of its own.
func parallelFew(ctx context.Context, n int, do func(i int)) {
	if n >= serialBelow || workers() == 1 {
		parallel(ctx, n, func(_, i int) { do(i) })
		return
	}
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}

// parallelAbove is parallel where there are clusters enough to be worth it.
func parallelAbove(ctx context.Context, clusters, n int, do func(worker, i int)) {
	if clusters > minParallelClusters {
		parallel(ctx, n, do)
		return
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		do(0, i)
	}
}

func workers() int { return runtime.GOMAXPROCS(0) }

// renumber names the clusters of labels 0, 1, 2... by size, the largest first and equal ones
// by their first row. It returns the old number of each new one.
func renumber(labels []int, k int) (old []int) {
	size, first := make([]int, k), make([]int, k)
	for i := len(labels) - 1; i >= 0; i-- {
		size[labels[i]]++
		first[labels[i]] = i
	}
	for c := range k {
		if size[c] > 0 {
			old = append(old, c)
		}
	}
	slices.SortFunc(old, func(a, b int) int { return cmp.Or(size[b]-size[a], first[a]-first[b]) })
	to := make([]int, k)
	for c, o := range old {
		to[o] = c
	}
	for i, l := range labels {
		labels[i] = to[l]
	}
	return old
}
