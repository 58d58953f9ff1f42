package clustering

// lend lets the partitions of a sweep start from each other: from one with a cluster less by halving
// a cluster, from one with a cluster more by dissolving one, as long as that helps.
func (j *kmeansJob) lend(best []outcome, ks []int) {
	for range 4 {
		if j.tries(1) == 0 && j.tries(100) == 0 {
			return
		}
		better := make([]outcome, len(ks))
		parallel(len(ks), func(_, i int) {
			better[i] = best[i]
			if ks[i] == 1 || ks[i] >= j.p.n {
				return
			}
			if i > 0 && ks[i-1] == ks[i]-1 {
				j.borrow(&better[i], best[i-1].labels, ks[i]-1, 1)
			}
			if i+1 < len(ks) && ks[i+1] == ks[i]+1 {
				j.borrow(&better[i], best[i+1].labels, ks[i]+1, -1)
			}
		})
		did := false
		for i := range better {
			did = did || better[i].inertia < best[i].inertia
			best[i] = better[i]
		}
		if !did {
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
		l.run(30, 0)
		if !l.worthMoves(l.inertia(j.squares), o.inertia) {
			continue
		}
		l.hartigan(50)
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
		for c := range all {
			all[c] = l.halve(c)
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
		switch {
		case step < 0:
			out = append(out, append(center[:s.in*d], l.center[(s.in+1)*d:]...))
		case s.halve:
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
