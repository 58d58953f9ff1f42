package clustering

import (
	"math"
	"math/rand/v2"
)

// A solution is a partition at which no single-row move pays, as a [lloyd] holds it.
type solution struct {
	labels      []int32
	center, sum []float64
	count       []int
	value       float64 // inertia
}

// save copies what l holds to s.
func (l *lloyd) save(s *solution, value float64) {
	s.labels = append(s.labels[:0], l.prev...)
	s.center = append(s.center[:0], l.center...)
	s.sum = append(s.sum[:0], l.sum...)
	s.count = append(s.count[:0], l.count...)
	s.value = value
}

// restore takes up s, which has as many clusters as l.
func (l *lloyd) restore(s *solution) {
	copy(l.prev, s.labels)
	copy(l.center, s.center)
	copy(l.sum, s.sum)
	copy(l.count, s.count)
	l.bounds.known = false
}

// A breeder looks for better partitions than restarts find: it crosses the centers of two good ones, sends one center
// to another place and improves from there. Gribel and Vidal (2019), HG-means, arXiv:1804.09813, with
// single-row moves after Lloyd's turns.
type breeder struct {
	l       *lloyd
	squares float64 // of all rows
	rng     *rand.Rand
	herd    []*solution
	best    *solution
	used    []bool
}

// Limits of a breeder's work: how many solutions are kept, and how many children in all, for each cluster, that come out as
// the best again say that there is none better.
const (
	mostHerd  = 10
	contented = 3
)

// A stage says that after so many turns of Lloyd a child is given up that lies further above the best than this.
type stage struct {
	turns    int
	hopeless float64
}

// stages are where a child is judged: many rows differ less from one partition to the next, and cost more.
func (b *breeder) stages() []stage {
	if !b.l.p.tiny() {
		return []stage{{2, 1.03}, {6, 1.01}}
	}
	return []stage{{1, 1.12}, {2, 1.05}}
}

// breed improves the herd, which is not empty, by so many tries and returns the best.
func (b *breeder) breed(tries int) *solution {
	k := len(b.herd[0].count)
	b.l.reset(k)
	b.used = make([]bool, k)
	b.best = b.herd[0]
	for _, s := range b.herd {
		if s.value < b.best.value {
			b.best = s
		}
	}
	again := 0
	for range tries {
		if b.best.value <= 1e-12*b.squares || again > contented*k {
			break
		}
		before := b.best.value
		b.cross(b.pick(), b.pick())
		b.mutate()
		v, ok := b.grow()
		if !ok {
			continue
		}
		switch {
		case v < before-b.eps():
			again = 0
			b.admit(v)
		case v > before+b.eps():
			b.admit(v)
		default:
			again++
		}
	}
	return b.best
}

// eps is how far apart the inertia of equal partitions may come out.
func (b *breeder) eps() float64 { return 1e-10*b.best.value + 1e-14*b.squares }

// pick draws two of the herd and returns the better one.
func (b *breeder) pick() *solution {
	s, t := b.herd[b.rng.IntN(len(b.herd))], b.herd[b.rng.IntN(len(b.herd))]
	if t.value < s.value {
		return t
	}
	return s
}

// cross takes up a, but each center with probability ½ from its like in t.
func (b *breeder) cross(a, t *solution) {
	l := b.l
	l.restore(a)
	if a == t {
		return
	}
	clear(b.used)
	d, first := l.p.d, b.rng.IntN(l.k)
	for i := range l.k {
		c := (first + i) % l.k
		at, least := -1, math.Inf(1)
		for e := range l.k {
			if b.used[e] {
				continue
			}
			if v := sqDist(a.center[c*d:(c+1)*d], t.center[e*d:(e+1)*d]); at < 0 || v < least {
				at, least = e, v
			}
		}
		b.used[at] = true
		if b.rng.Uint32()&1 == 0 {
			copy(l.center[c*d:(c+1)*d], t.center[at*d:(at+1)*d])
		}
	}
}

// mutate sends a center to a row far from its own: the farthest of three drawn.
func (b *breeder) mutate() {
	l, d := b.l, b.l.p.d
	far, row := -1.0, 0
	for range 3 {
		i := b.rng.IntN(l.p.n)
		c := int(l.prev[i])
		if v := sqDist(l.p.row(i), l.center[c*d:(c+1)*d]); v > far {
			far, row = v, i
		}
	}
	out := b.rng.IntN(l.k)
	copy(l.center[out*d:(out+1)*d], l.p.row(row))
}

// grow improves what l holds and returns its inertia, or false if it promises nothing.
func (b *breeder) grow() (float64, bool) {
	l := b.l
	for _, s := range b.stages() {
		for range s.turns {
			if !l.turn() {
				break
			}
			l.recenter()
		}
		if l.inertia(b.squares) > b.best.value*s.hopeless+b.eps() {
			return 0, false
		}
	}
	l.settle(100)
	return l.inertia(b.squares), true
}

// admit takes what l holds into the herd, unless it is there already, in place of the worst.
func (b *breeder) admit(v float64) {
	worst := b.herd[0]
	for _, s := range b.herd {
		if math.Abs(s.value-v) <= b.eps() {
			return
		}
		if s.value > worst.value {
			worst = s
		}
	}
	if len(b.herd) < mostHerd {
		worst = &solution{value: math.Inf(1)}
		b.herd = append(b.herd, worst)
	}
	if v >= worst.value {
		return
	}
	if worst == b.best { // all of the herd are the best
		worst = &solution{}
		b.herd[0] = worst
	}
	if b.l.save(worst, v); v < b.best.value {
		b.best = worst
	}
}
