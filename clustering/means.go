package clustering

import "math"

// means are clusters by their means and sizes: all that Ward's distance needs, so that no matrix of distances is
// kept. Clusters keep their number and change places, so that those that are left stand together.
type means struct {
	walk
	d     int
	cols  columns   // by place
	size  []float64 // by place, of whole blocks
	mean  []float64 // by cluster
	at    []int32   // the place of each cluster
	who   []int32   // the cluster at each place
	dist  []float64
	spare *[]float64
	pairs []pair
}

// meansOf starts from clusters of given sizes, nil for single rows, and a row of each. It keeps mean and changes it.
func meansOf(mean points, size []float64, row []int) *means {
	n, d := mean.n, mean.d
	whole := spaceOf(n, 1)
	m := &means{walk: newWalk(n), d: d, mean: mean.a, spare: borrow(spaceOf(n, d) + 2*whole)}
	all := *m.spare
	m.size, m.dist = all[:whole], all[whole:2*whole]
	m.cols = columnsIn(all[2*whole:], mean, nil)
	places := make([]int32, 2*n)
	m.at, m.who = places[:n], places[n:]
	for i := range whole {
		if m.size[i] = 1; i >= n {
			m.cols.away(i)
			continue
		}
		m.at[i], m.who[i] = int32(i), int32(i)
		if size != nil {
			m.size[i], m.cluster[i].row = size[i], int32(row[i])
		}
	}
	m.search = m.find
	m.pairs = make([]pair, 0, max(n-1, 0))
	return m
}

// row is the mean of cluster i.
func (m *means) row(i int) []float64 { return m.mean[i*m.d : (i+1)*m.d] }

// find searches the nearest of cluster a. Its distance is half the square of Ward's.
func (m *means) find(a int) (int, float64) {
	sqDists(m.cols.a, m.row(a), m.dist)
	at := int(m.at[a])
	m.dist[at] = math.Inf(1)
	own := m.size[at]
	best := leastWard(m.dist, m.size, own)
	return int(m.who[best]), m.dist[best] * m.size[best] / (m.size[best] + own) * own
}

// link joins all clusters, going on from the last joined, and ends the means.
func (m *means) link() []pair {
	m.start()
	a := 0
	for left := len(m.who); left > 1; left-- {
		var b int
		a, b = m.mutual(a)
		m.merge(a, b)
	}
	giveBack(m.spare)
	return m.pairs
}

// start finds the nearest of each cluster, a few of them at a time.
func (m *means) start() {
	n := len(m.who)
	if n <= 4*queries {
		return // they are found when asked for
	}
	step := max(1, near1/m.d)
	parallelFor(n, (n+queries-1)/queries, func(_, task int) {
		lo, hi := task*queries, min((task+1)*queries, n)
		dist := make([]float64, step*wide)
		for i := lo; i < hi; i++ {
			m.cluster[i].far = math.Inf(1)
		}
		for b := 0; b < m.cols.blocks; b += step {
			e := min(b+step, m.cols.blocks)
			x, size, dist := m.cols.from(b, e), m.size[b*wide:e*wide], dist[:(e-b)*wide]
			for i := lo; i < hi; i++ {
				sqDists(x, m.row(i), dist)
				if at := i - b*wide; at >= 0 && at < len(dist) {
					dist[at] = math.Inf(1)
				}
				at := leastWard(dist, size, m.size[i])
				if far := dist[at] * size[at] / (size[at] + m.size[i]) * m.size[i]; far < m.cluster[i].far {
					m.note(i, b*wide+at, far)
				}
			}
		}
	})
}

// merge joins b to a; the last cluster takes the place of b. The height is Ward's distance: √(2ab/(a+b)) times the
// distance of the means. Müllner (2011), figure 2.
func (m *means) merge(a, b int) {
	at, hole := m.at[a], m.at[b]
	x, y := m.row(a), m.row(b)
	na, nb := m.size[at], m.size[hole]
	height := math.Sqrt(2 * na * nb / (na + nb) * sqDist(x, y))
	m.pairs = append(m.pairs, pair{int(m.cluster[a].row), int(m.cluster[b].row), height})
	m.join(a, b)
	f := nb / (na + nb)
	for t, v := range x {
		x[t] = v + f*(y[t]-v)
	}
	m.size[at] = na + nb
	m.cols.set(int(at), x)
	m.drop(int(hole))
}

// drop moves the last cluster to the place of one that is gone.
func (m *means) drop(hole int) {
	last := len(m.who) - 1
	c := m.who[last]
	m.cols.set(hole, m.row(int(c)))
	m.who[hole], m.at[c], m.size[hole] = c, int32(hole), m.size[last]
	m.cols.away(last)
	m.who = m.who[:last]
	m.cols.blocks = (last + wide - 1) / wide
	whole := m.cols.blocks * wide
	m.cols.a, m.size, m.dist = m.cols.a[:whole*m.d], m.size[:whole], m.dist[:whole]
}
