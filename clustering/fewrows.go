// A matrix of the distances of few clusters, for the nearest-neighbour chain. All of it stays in the
// caches near the processor, where a column is written as quickly as a row. So clusters stand side
// by side: the union of two takes the place of one, the last cluster the place of the other, and a
// search reads only what is left. Neighbours are not remembered: the chain goes on from the last
// union and asked for 1.96 n of them at 60 rows, where one with memory asked for 1.88 n. Most of
// the first call in a process is for new memory, 2 µs for each 4 KiB; so all but the merges stands
// in one buffer. Formulas and the rule for equal distances are those of [distanceMatrix]; Müllner
// (2011), figure 2.

package clustering

import "math"

// maxFew is how many rows are few: at 60 of 12 columns this takes 0.66 of the time of a
// distanceMatrix, at 256 0.88, and as long where there are 40 columns.
const maxFew = 256

// fewRows are n rows and how far each is from all, row after row.
type fewRows struct {
	n      int
	stride int
	cells  []float64
	extra  []float64  // three times stride, for whoever works on the distances
	buffer *[]float64 // to be given back
}

// measureFew measures the rows of p, up to maxFew: right of the diagonal first, then tiles of 16 × 16 are transposed to the other
// side. squared leaves squares as they are; own is how far a row counts as from itself. Silhouettes and linkage both begin so: the
// second finds code and memory in the cache.
func measureFew(p points, squared bool, own float64) fewRows {
	whole := (p.n + width64 - 1) &^ (width64 - 1)
	stride := oddLines(whole)
	buffer := getBuffer((whole+3)*stride + lenBlocks64(p.n, p.d))
	all := *buffer
	f := fewRows{p.n, stride, all[3*stride : (whole+3)*stride], all[:3*stride], buffer}
	x := blocks64In(all[(whole+3)*stride:], p, nil)
	for i := range f.n {
		b := i / width64
		row := f.cells[i*stride:][b*width64 : whole]
		if sqDists(x.span(b, x.blocks), p.row(i), row); !squared {
			sqrtAll(row)
		}
		row[i-b*width64] = own
	}
	for i := 0; i < f.n; i += width64 {
		for j := i + width64; j < f.n; j += width64 {
			transposeTile(f.cells[i*stride+j:], f.cells[j*stride+i:], stride)
		}
	}
	return f
}

// fewClusters are n clusters and how far each is from all, +Inf from itself.
type fewClusters struct {
	fewRows
	method Method
	size   []float64
	mask   []float64 // 0 for a cluster, +Inf behind the last
	row    []float64 // a row of the data in each; float64 as all of the buffer
}

// linkFew merges the rows of p, up to maxFew, by a method without inversions.
func linkFew(p points, m Method) []Merge {
	f := measureFew(p, m.squared(), math.Inf(1))
	defer putBuffer(f.buffer)
	c := fewClusters{f, m, f.extra[:f.stride], f.extra[f.stride:][:f.stride], f.extra[2*f.stride:]}
	for i := range c.mask {
		c.size[i], c.mask[i], c.row[i] = 1, 0, float64(i)
		if i >= c.n {
			c.mask[i] = math.Inf(1)
		}
	}
	merges := make([]Merge, 0, p.n-1)
	for a, b := 0, c.nearest(0); c.n > 1; {
		if next := c.nearest(b); next != a && c.of(b)[next] < c.of(a)[b]*(1-1e-14) {
			a, b = b, next
			continue
		}
		a, b = min(a, b), max(a, b)
		merges = append(merges, Merge{A: int(c.row[a]), B: int(c.row[b]), Height: m.height(c.of(a)[b])})
		b = c.merge(a, b)
	}
	return merges
}

// of returns the distances of cluster i, to whole cache lines.
func (c *fewClusters) of(i int) []float64 {
	return c.cells[i*c.stride:][:(c.n+cacheLine-1)&^(cacheLine-1)]
}

func (c *fewClusters) nearest(i int) int { return argminMasked(c.of(i), c.mask) }

// merge makes a the union of a < b, moves the last cluster to b, and returns the nearest of the union.
func (c *fewClusters) merge(a, b int) int {
	last := c.n - 1
	u, v, moved := c.of(a), c.of(b), c.of(last)
	c.mask[a], c.mask[b] = math.Inf(1), math.Inf(1)
	near := mergeRows(c.method, u, v, c.size, c.mask, c.size[a], c.size[b], u[b])
	c.mask[a], c.mask[b], c.mask[last] = 0, 0, math.Inf(1)
	c.size[a] += c.size[b]
	c.size[b], c.row[b] = c.size[last], c.row[last]
	if near == last {
		near = b
	}
	copy(v, moved)
	u[a], u[b], v[a], v[b] = math.Inf(1), u[last], u[last], math.Inf(1)
	c.n--
	c.writeColumn(a, u)
	c.writeColumn(b, v)
	return near
}

// writeColumn writes the distances of cluster i, which its row has, to the rows of the others.
func (c *fewClusters) writeColumn(i int, row []float64) {
	for _, x := range row[:c.n] {
		c.cells[i] = x
		i += c.stride
	}
}
