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
	inertia     float64 // inertia
}

// save copies what l holds to s.
func (l *lloyd) save(s *solution, value float64) {
	s.labels = append(s.labels[:0], l.prev...)
	s.center = append(s.center[:0], l.center...)
	s.sum = append(s.sum[:0], l.sum...)
	s.count = append(s.count[:0], l.count...)
	s.inertia = value
}

// restore takes up s, which has as many clusters as l.
func (l *lloyd) restore(s *solution) {
	copy(l.prev, s.labels)
	copy(l.center, s.center)
	copy(l.sum, s.sum)
	copy(l.count, s.count)
	l.bounds.valid = false
}

// A breeder looks for better partitions than restarts find: it crosses the centers of two good ones, sends one center
// to another place and improves from there. Gribel and Vidal (2019), HG-means, arXiv:1804.09813, with
// single-row moves after Lloyd's turns.
type evolution struct {
	l          *lloyd
	squares    float64 // of all rows
	rng        *rand.Rand
	population []*solution
	best       *solution
	matched    []bool
}

// Limits of a breeder's work: how many solutions are kept, and how many children in all, for each cluster, that come out as
// the best again say that there is none better.
const (
	maxPopulation = 10
	maxRepeats    = 3
)

// A stage says that after so many turns of Lloyd a child is given up that lies further above the best than this.
type filter struct {
	iterations int
	tolerance  float64
}

// stages are where a child is judged: many rows differ less from one partition to the next, and cost more.
func (b *evolution) filters() []filter {
	if !b.l.p.small() {
		return []filter{{2, 1.03}, {6, 1.01}}
	}
	return []filter{{1, 1.12}, {2, 1.05}}
}

// breed improves the herd, which is not empty, by so many tries and returns the best.
func (b *evolution) run(tries int) *solution {
	k := len(b.population[0].count)
	b.l.reset(k)
	b.matched = make([]bool, k)
	b.best = b.population[0]
	for _, s := range b.population {
		if s.inertia < b.best.inertia {
			b.best = s
		}
	}
	again := 0
	for range tries {
		if b.best.inertia <= 1e-12*b.squares || again > maxRepeats*k {
			break
		}
		before := b.best.inertia
		b.crossover(b.tournament(), b.tournament())
		b.mutate()
		v, ok := b.localSearch()
		if !ok {
			continue
		}
		switch {
		case v < before-b.eps():
			again = 0
			b.insert(v)
		case v > before+b.eps():
			b.insert(v)
		default:
			again++
		}
	}
	return b.best
}

// eps is how far apart the inertia of equal partitions may come out.
func (b *evolution) eps() float64 { return 1e-10*b.best.inertia + 1e-14*b.squares }

// pick draws two of the herd and returns the better one.
func (b *evolution) tournament() *solution {
	s, t := b.population[b.rng.IntN(len(b.population))], b.population[b.rng.IntN(len(b.population))]
	if t.inertia < s.inertia {
		return t
	}
	return s
}

// cross takes up a, but each center with probability ½ from its like in t.
func (b *evolution) crossover(a, t *solution) {
	l := b.l
	l.restore(a)
	if a == t {
		return
	}
	clear(b.matched)
	d, first := l.p.d, b.rng.IntN(l.k)
	for i := range l.k {
		c := (first + i) % l.k
		at, least := -1, math.Inf(1)
		for e := range l.k {
			if b.matched[e] {
				continue
			}
			if v := sqDist(a.center[c*d:(c+1)*d], t.center[e*d:(e+1)*d]); at < 0 || v < least {
				at, least = e, v
			}
		}
		b.matched[at] = true
		if b.rng.Uint32()&1 == 0 {
			copy(l.center[c*d:(c+1)*d], t.center[at*d:(at+1)*d])
		}
	}
}

// mutate sends a center to a row far from its own: the farthest of three drawn.
func (b *evolution) mutate() {
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
func (b *evolution) localSearch() (float64, bool) {
	l := b.l
	for _, s := range b.filters() {
		for range s.iterations {
			if !l.assignStep() {
				break
			}
			l.recenter()
		}
		if l.inertia(b.squares) > b.best.inertia*s.tolerance+b.eps() {
			return 0, false
		}
	}
	l.transferAll(100)
	return l.inertia(b.squares), true
}

// admit takes what l holds into the herd, unless it is there already, in place of the worst.
func (b *evolution) insert(v float64) {
	worst := b.population[0]
	for _, s := range b.population {
		if math.Abs(s.inertia-v) <= b.eps() {
			return
		}
		if s.inertia > worst.inertia {
			worst = s
		}
	}
	if len(b.population) < maxPopulation {
		worst = &solution{inertia: math.Inf(1)}
		b.population = append(b.population, worst)
	}
	if v >= worst.inertia {
		return
	}
	if worst == b.best { // all of the herd are the best
		worst = &solution{}
		b.population[0] = worst
	}
	if b.l.save(worst, v); v < b.best.inertia {
		b.best = worst
	}
}
