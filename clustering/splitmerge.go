// Which cluster to split and which two to merge, for a partition with one cluster more or one less.
// Splitting goes by inertia, along the longest axis that two farthest-row searches find; merging by the
// growth of inertia n·m/(n+m)·d² that Ward (1963), Journal of the American Statistical Association 58,
// minimises.

package clustering

import "math"

// mergeCosts returns for each cluster the growth of inertia if it is merged with the one where that
// is least.
func (l *lloyd) mergeCosts() []float64 {
	d := l.p.d
	cost := make([]float64, l.k)
	for c, n := range l.count {
		cost[c] = math.Inf(1)
		for o, m := range l.count {
			if o != c {
				share := float64(n) * float64(m) / float64(n+m)
				cost[c] = min(cost[c], share*sqDist(l.center[c*d:(c+1)*d], l.center[o*d:(o+1)*d]))
			}
		}
	}
	return cost
}

// clusterInertias returns the inertia of each cluster.
func (l *lloyd) clusterInertias() []float64 {
	d := l.p.d
	out := make([]float64, l.k)
	for i := range l.p.n {
		c := int(l.prev[i])
		out[c] += sqDist(l.p.row(i), l.center[c*d:(c+1)*d])
	}
	return out
}

// splitCenters returns two centers for the rows of cluster c: half way from its center to the row
// farthest from it, and to the row farthest from that one.
func (l *lloyd) splitCenters(c int) (a, b []float64) {
	d := l.p.d
	middle := l.center[c*d : (c+1)*d]
	far := l.p.row(l.farthest(c, middle))
	other := l.p.row(l.farthest(c, far))
	a, b = make([]float64, d), make([]float64, d)
	for t, v := range middle {
		a[t], b[t] = (v+far[t])/2, (v+other[t])/2
	}
	return a, b
}

// farthest returns the row of cluster c that lies farthest from q.
func (l *lloyd) farthest(c int, q []float64) int {
	best, row := -1.0, 0
	for i := range l.p.n {
		if int(l.prev[i]) == c {
			if v := sqDist(l.p.row(i), q); v > best {
				best, row = v, i
			}
		}
	}
	return row
}
