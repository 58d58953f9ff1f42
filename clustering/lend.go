package clustering

import "slices"

// lend lets the partitions of a sweep start from each other: from one with a cluster less by halving
// a cluster, from one with a cluster more by dissolving one, as long as that helps.
func (j *kmeansJob) lend(best []outcome, ks []int) {
	if j.tries(2) == 0 {
		return
	}
	fresh := make([]bool, len(ks)) // found since it was last lent
	for i := range fresh {
		fresh[i] = true
	}
	for range 4 {
		better := slices.Clone(best)
		parallel(len(ks), func(_, i int) {
			if ks[i] == 1 || ks[i] >= j.p.n {
				return
			}
			if i > 0 && ks[i-1] == ks[i]-1 && fresh[i-1] {
				j.borrow(&better[i], best[i-1].labels, ks[i]-1, 1)
			}
			if i+1 < len(ks) && ks[i+1] == ks[i]+1 && fresh[i+1] {
				j.borrow(&better[i], best[i+1].labels, ks[i]+1, -1)
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

// borrow tries the few best ways to come from labels of k clusters to k+step.
func (j *kmeansJob) borrow(o *outcome, labels []int32, k, step int) {
	l := j.pool.Get().(*lloyd)
	defer j.pool.Put(l)
	l.resume(labels, k)
	for _, center := range l.neighbours(step) {
		l.reset(k + step)
		copy(l.center, center)
		l.run(8, 0)
		if l.inertia(j.squares) > o.inertia*1.01 {
			continue
		}
		l.settle(50)
		if v := l.inertia(j.squares); v < o.inertia*(1-1e-10) {
			o.inertia = v
			o.labels = append([]int32(nil), l.prev[:j.p.n]...)
		}
	}
}

// neighbours returns centers for one cluster more or one less, the three most promising.
func (l *lloyd) neighbours(step int) [][]float64 {
	d := l.p.d
	all := make([]swap, l.k)
	if step > 0 {
		for c, spread := range l.spreads() {
			all[c] = swap{in: c, worth: spread}
		}
	} else {
		for c, cost := range l.dissolving() {
			all[c] = swap{in: c, worth: -cost}
		}
	}
	sortBy(all, func(a, b swap) bool { return a.worth > b.worth })
	var out [][]float64
	for _, s := range all[:min(3, len(all))] {
		center := append([]float64(nil), l.center...)
		if step < 0 {
			out = append(out, append(center[:s.in*d], l.center[(s.in+1)*d:]...))
			continue
		}
		if s = l.halve(s.in); s.halve {
			copy(center[s.in*d:], s.a)
			out = append(out, append(center, s.b...))
		}
	}
	return out
}

// resume takes up labels found earlier.
func (l *lloyd) resume(labels []int32, k int) {
	l.reset(k)
	copy(l.prev, labels)
	l.recount()
}
