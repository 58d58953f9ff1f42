// Warm starts in a sweep over k: the partition into k clusters also starts from those into k-1 and
// k+1, by splitting a cluster or merging two (splitmerge.go), as bisecting and global k-means do;
// Likas, Vlassis and Verbeek (2003), Pattern Recognition 36. Without it a sweep has dents where one
// k fell into a worse local optimum than its neighbours, and the elbow is read from dents.

package clustering

import (
	"cmp"
	"slices"
)

// warmStartSweep improves the partitions of a sweep from each other, twice at most; a partition
// that was not improved since it last served as a start does not serve again.
func (j *kmeansJob) warmStartSweep(best []outcome, ks []int) {
	if j.offspring(2) == 0 {
		return
	}
	fresh := make([]bool, len(ks)) // found since it last served as a start
	for i := range fresh {
		fresh[i] = true
	}
	for try := 0; try < 2 && j.ctx.Err() == nil; try++ {
		better := slices.Clone(best)
		parallel(j.ctx, len(ks), func(_, i int) {
			if ks[i] == 1 || ks[i] >= j.p.n {
				return
			}
			if i > 0 && ks[i-1] == ks[i]-1 && fresh[i-1] {
				j.warmStart(&better[i], best[i-1].labels, ks[i]-1, 1)
			}
			if i+1 < len(ks) && ks[i+1] == ks[i]+1 && fresh[i+1] {
				j.warmStart(&better[i], best[i+1].labels, ks[i]+1, -1)
			}
		})
		for i := range better {
			fresh[i] = better[i].inertia < best[i].inertia
		}
		copy(best, better)
		if !slices.Contains(fresh, true) {
			return
		}
	}
}

// warmStart tries the few most promising ways to come from labels of k clusters to k+step. What
// lies further above the best so far than the remaining iterations may gain is given up: single-row
// transfers gain less the more rows there are to a cluster.
func (j *kmeansJob) warmStart(o *outcome, labels []int32, k, step int) {
	l := j.pool.Get().(*lloyd)
	defer j.pool.Put(l)
	l.setLabels(labels, k)
	for _, center := range l.splitMergeCandidates(step) {
		if j.ctx.Err() != nil {
			return
		}
		l.reset(k + step)
		copy(l.center, center)
		if l.run(2, 0); l.inertia(j.squares) > o.inertia*1.02 {
			continue
		}
		if l.run(8, 0); l.inertia(j.squares) > o.inertia*(1+0.15*float64(k)/float64(j.p.n)) {
			continue
		}
		l.transferAll(50)
		if v := l.inertia(j.squares); v < o.inertia*(1-1e-10) {
			o.inertia = v
			o.labels = append([]int32(nil), l.prev[:j.p.n]...)
		}
	}
}

// splitMergeCandidates returns centers for one cluster more or one less, the three most promising:
// the clusters of the largest inertia split, those that cost least merged.
func (l *lloyd) splitMergeCandidates(step int) [][]float64 {
	d := l.p.d
	worth := l.clusterInertias()
	if step < 0 {
		worth = l.mergeCosts()
		for c := range worth {
			worth[c] = -worth[c]
		}
	}
	order := make([]int, l.k)
	for c := range order {
		order[c] = c
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(worth[b], worth[a]) })
	var out [][]float64
	for _, c := range order[:min(3, l.k)] {
		center := append([]float64(nil), l.center...)
		if step < 0 {
			out = append(out, append(center[:c*d], l.center[(c+1)*d:]...))
		} else if l.count[c] > 1 {
			a, b := l.splitCenters(c)
			copy(center[c*d:], a)
			out = append(out, append(center, b...))
		}
	}
	return out
}

// setLabels takes up labels found earlier.
func (l *lloyd) setLabels(labels []int32, k int) {
	l.reset(k)
	copy(l.prev, labels)
	l.recompute()
}
