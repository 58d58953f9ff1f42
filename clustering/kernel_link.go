// Portable inner loops of linkage. They work on rows of distances, padded to whole cache lines of
// eight; mask is 0 for a cluster and +Inf where a slot is empty, so that adding it hides the slot
// without a branch. Those that merge two rows write the new one to u and return its nearest in the
// same pass, since memory is what limits them.

package clustering

import "math"

// argminMaskedGo returns the index of the least distance, the first of equals.
func argminMaskedGo(v, mask []float64) int {
	best := 0
	for i, x := range v {
		if x+mask[i] < v[best]+mask[best] {
			best = i
		}
	}
	return best
}

// mergeWeightedGo makes u = f·u + g·v, average or weighted linkage, and returns the index of the least.
func mergeWeightedGo(u, v, mask []float64, f, g float64) int {
	for i, x := range u {
		u[i] = f*x + g*v[i]
	}
	return argminMaskedGo(u, mask)
}

// mergeMaxGo makes u the larger of u and v, complete linkage, and returns the index of the least.
func mergeMaxGo(u, v, mask []float64) int {
	for i, x := range u {
		u[i] = max(x, v[i])
	}
	return argminMaskedGo(u, mask)
}

// mergeWardGo makes u the squared Ward distances of the union of clusters of a and b rows at
// squared distance ab, and returns the index of the least. Müllner (2011), figure 2.
func mergeWardGo(u, v, size, mask []float64, a, b, ab float64) int {
	for i, x := range u {
		u[i] = (a*x + b*v[i] + size[i]*(x+v[i]-ab)) / (a + b + size[i])
	}
	return argminMaskedGo(u, mask)
}

// primStepGo lowers near to the squared distances from q to the points of the blocks in x, records
// last as the source where it does, and returns the index of the least: one step of Prim's
// algorithm.
func primStepGo(x, q, near []float64, from []int64, last int64) int {
	var dist [width64]float64
	best := 0
	for b := 0; b < len(near); b += width64 {
		sqDistsGo(x[b*len(q):(b+width64)*len(q)], q, dist[:])
		for i, v := range dist {
			if v < near[b+i] {
				near[b+i], from[b+i] = v, last
			}
			if near[b+i] < near[best] {
				best = b + i
			}
		}
	}
	return best
}

// transposeTileGo writes the columns of 16 rows of 16 values, stride apart, as rows of out.
func transposeTileGo(in, out []float64, stride int) {
	for j := range width64 {
		to := out[j*stride : j*stride+width64]
		for i := range to {
			to[i] = in[i*stride+j]
		}
	}
}

// scatterColumnsGo writes value i of each of eight rows side by side to row[i] of a, for the first n.
func scatterColumnsGo(of *[cacheLine][]float64, row []int32, a []float64, stride, n int) {
	for i, r := range row[:n] {
		to := a[int(r)*stride:][:cacheLine]
		for k := range of {
			to[k] = of[k][i]
		}
	}
}

// argminWardGo returns the index of the cluster whose half squared Ward distance per row is least,
// to one of own rows: dist·size/(size+own) of the squared distances of means.
func argminWardGo(dist, size []float64, own float64) int {
	best, least := 0, math.Inf(1)
	for i, s := range size {
		if v := s * dist[i] / (s + own); v < least {
			best, least = i, v
		}
	}
	return best
}

// maxIntoGo makes u the larger of u and v.
func maxIntoGo(u, v []float64) {
	for i, x := range v[:len(u)] {
		u[i] = max(u[i], x)
	}
}
