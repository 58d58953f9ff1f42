package clustering

import "math"

// An update returns the distance of a cluster k to the union of a and b from the three distances and sizes:
// Lance and Williams (1967).
type update func(ka, kb, ab float64, na, nb, nk int) float64

func updater(m Method) update {
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
	case Centroid:
		return func(ka, kb, ab float64, na, nb, _ int) float64 {
			a, b := float64(na), float64(nb)
			return math.Sqrt(max(0, (a*ka*ka+b*kb*kb)/(a+b)-a*b*ab*ab/((a+b)*(a+b))))
		}
	case Median:
		return func(ka, kb, ab float64, _, _, _ int) float64 {
			return math.Sqrt(max(0, (ka*ka+kb*kb)/2-ab*ab/4))
		}
	}
	return func(ka, kb, ab float64, na, nb, nk int) float64 {
		a, b, k := float64(na), float64(nb), float64(nk)
		return math.Sqrt(max(0, ((a+k)*ka*ka+(b+k)*kb*kb-k*ab*ab)/(a+b+k)))
	}
}

// chain links by nearest-neighbour chains: follow nearest neighbours until two are each other's, join
// them, go on from there. Right for methods whose distances never fall by a merge. Murtagh (1983); Müllner (2011),
// arXiv:1109.2378, section 3.2.
func chain(t triangle, upd update) []pair {
	size := make([]int, t.n)
	active := make([]int, t.n) // sorted, so that scans run through the triangle in order
	for i := range size {
		size[i], active[i] = 1, i
	}
	pairs := make([]pair, 0, max(t.n-1, 0))
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
		pairs = append(pairs, pair{a, b, dist})
		active = remove(active, a)
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

// remove takes v out of the sorted s.
func remove(s []int, v int) []int {
	for i, x := range s {
		if x == v {
			return append(s[:i], s[i+1:]...)
		}
	}
	return s
}

// generic links by any method, joining the nearest two each time. Each cluster keeps a neighbour that was its
// nearest among later ones, whose distance is a lower bound until it is looked at again. Müllner (2011), section 3.1.
func generic(t triangle, m Method) Tree {
	upd := updater(m)
	g := neighbourList{t: t, neighbour: make([]int, t.n), dist: make([]float64, t.n)}
	size := make([]int, t.n)
	for i := range size {
		size[i] = 1
		g.active = append(g.active, i)
	}
	for i := range t.n {
		g.search(i)
	}
	pairs := make([]pair, 0, max(t.n-1, 0))
	for len(pairs) < t.n-1 {
		a := g.closest()
		b, dist := g.neighbour[a], g.dist[a]
		pairs = append(pairs, pair{a, b, dist})
		g.active = remove(g.active, a)
		for _, c := range g.active {
			if c == b {
				continue
			}
			at := t.of(b, c)
			t.d[at] = upd(t.d[t.of(a, c)], t.d[at], dist, size[a], size[b], size[c])
			if c < a && g.neighbour[c] == a {
				g.neighbour[c] = b
			}
			if c < b && t.d[at] < g.dist[c] {
				g.neighbour[c], g.dist[c] = b, t.d[at]
			}
		}
		size[b] += size[a]
		g.search(b)
	}
	return newTree(t.n, pairs, false)
}

// nearest keeps for each active cluster a neighbour with a higher number.
type neighbourList struct {
	t         triangle
	active    []int
	neighbour []int
	dist      []float64
}

// search looks up the true neighbour of a.
func (g *neighbourList) search(a int) {
	g.neighbour[a], g.dist[a] = -1, math.Inf(1)
	for _, c := range g.active {
		if c > a && g.t.d[g.t.at(a, c)] < g.dist[a] {
			g.neighbour[a], g.dist[a] = c, g.t.d[g.t.at(a, c)]
		}
	}
}

// min returns the cluster whose neighbour is nearest of all, after making sure that it is.
func (g *neighbourList) closest() int {
	for {
		best := -1
		for _, c := range g.active {
			if g.neighbour[c] >= 0 && (best < 0 || g.dist[c] < g.dist[best]) {
				best = c
			}
		}
		if g.t.d[g.t.at(best, g.neighbour[best])] == g.dist[best] {
			return best
		}
		g.search(best)
	}
}
