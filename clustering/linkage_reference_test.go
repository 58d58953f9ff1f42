package clustering

import (
	"context"
	"math"
	"slices"
)

// An anyUpdate is [update] for methods that need the size of the third cluster too.
type anyUpdate func(ka, kb, ab float64, na, nb, nk int) float64

// anyUpdateOf returns the formula of Lance and Williams (1967) for a method without inversions.
func anyUpdateOf(m Method) anyUpdate {
	switch m {
	case Average:
		return func(ka, kb, _ float64, na, nb, _ int) float64 {
			return (float64(na)*ka + float64(nb)*kb) / float64(na+nb)
		}
	case Weighted:
		return func(ka, kb, _ float64, _, _, _ int) float64 { return (ka + kb) / 2 }
	case Complete:
		return func(ka, kb, _ float64, _, _, _ int) float64 { return max(ka, kb) }
	case Single:
		return func(ka, kb, _ float64, _, _, _ int) float64 { return min(ka, kb) }
	}
	return func(ka, kb, ab float64, na, nb, nk int) float64 {
		a, b, k := float64(na), float64(nb), float64(nk)
		return math.Sqrt(max(0, ((a+k)*ka*ka+(b+k)*kb*kb-k*ab*ab)/(a+b+k)))
	}
}

// linkReference builds the tree from a full triangle of distances, by the textbook form of each
// algorithm: what the faster ways of [Linkage.Fit] are held against. Murtagh (1983); Müllner
// (2011), section 3.2.
func linkReference(ctx context.Context, m Method, dist []float64, n int) Tree {
	t := triangle{n: n, d: dist}
	if upd := updates[m]; upd != nil {
		return newTree(n, generic(ctx, t, upd, nil), false)
	}
	return newTree(n, chain(t, anyUpdateOf(m)), true)
}

// chain follows nearest neighbours until two are each other's, merges them and goes on from there.
func chain(t triangle, upd anyUpdate) []Merge {
	size := make([]int, t.n)
	active := make([]int, t.n) // sorted, so that scans run through the triangle in order
	for i := range size {
		size[i], active[i] = 1, i
	}
	pairs := make([]Merge, 0, max(t.n-1, 0))
	var path []int
	for len(pairs) < t.n-1 {
		if len(path) == 0 {
			path = append(path, active[0])
		}
		a := path[len(path)-1]
		b, dist := -1, math.Inf(1)
		if len(path) > 1 {
			b = path[len(path)-2]
			dist = t.d[t.of(a, b)]
		}
		for _, c := range active {
			if c != a && t.d[t.of(a, c)] < dist {
				b, dist = c, t.d[t.of(a, c)]
			}
		}
		if len(path) < 2 || b != path[len(path)-2] {
			path = append(path, b)
			continue
		}
		path = path[:len(path)-2]
		a, b = min(a, b), max(a, b)
		pairs = append(pairs, Merge{A: a, B: b, Height: dist})
		active = slices.DeleteFunc(active, func(i int) bool { return i == a })
		for _, c := range active {
			if c != b {
				at := t.of(b, c)
				t.d[at] = upd(t.d[t.of(a, c)], t.d[at], dist, size[a], size[b], size[c])
			}
		}
		size[b] += size[a]
	}
	return pairs
}
