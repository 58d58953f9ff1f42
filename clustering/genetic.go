// A genetic search for better partitions than restarts of k-means find: HG-means; Gribel and Vidal
// (2019), Pattern Recognition 88, doi:10.1016/j.patcog.2018.12.022, arXiv:1804.09813. Two parents
// are drawn by binary tournament; crossover matches their centers and takes each from either;
// mutation sends one center to a point far from its own; local search is k-means, and here
// single-row transfers after a few of Lloyd's iterations. The survivor replaces the worst of the
// population.
//
// More restarts alone do not help where clusters are many: each falls into a local optimum of its
// own, while crossover keeps the parts that two good ones agree on.

package clustering

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// A solution is an individual of the population: a partition at a local optimum of single-row
// transfers, as a [lloyd] holds it.
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

// An evolution is one run of the genetic search over a population.
type evolution struct {
	l          *lloyd
	squares    float64 // of all rows
	rng        *rand.Rand
	population []*solution
	best       *solution
	matched    []bool
}

// Limits of an evolution: the size of the population, and how many offspring for each cluster, that
// come out as the best again, end the search. On data as small as a club's the optimum is found
// again long before the offspring are used up.
const (
	maxPopulation = 10
	maxRepeats    = 3
)

// A filter gives an offspring up if, after so many of Lloyd's iterations, its inertia is still
// above the best by more than the tolerance (a factor).
type filter struct {
	iterations int
	tolerance  float64
}

// filters are stricter for large data, where one partition differs less from the next and an
// iteration costs more.
func (b *evolution) filters() []filter {
	if !b.l.p.small() {
		return []filter{{2, 1.03}, {6, 1.01}}
	}
	return []filter{{1, 1.12}, {2, 1.05}}
}

// run makes that many offspring from the population, which is not empty, and returns the best solution.
func (b *evolution) run(tries int) *solution {
	k := len(b.population[0].count)
	b.l.reset(k)
	b.matched = make([]bool, k)
	b.best = slices.MinFunc(b.population, func(s, t *solution) int { return cmp.Compare(s.inertia, t.inertia) })
	again := 0
	for range tries {
		if b.l.ctx.Err() != nil || b.best.inertia <= 1e-12*b.squares || again > maxRepeats*k {
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

// tournament draws two of the population and returns the better one.
func (b *evolution) tournament() *solution {
	s, t := b.population[b.rng.IntN(len(b.population))], b.population[b.rng.IntN(len(b.population))]
	if t.inertia < s.inertia {
		return t
	}
	return s
}

// crossover takes up a, but with probability ½ replaces each center by the one matched to it in t:
// the nearest that is not yet taken, in an order that starts at random.
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

// mutate moves a random center to a row far from its own center: the farthest of three drawn.
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

// localSearch improves what l holds and returns its inertia, or false if a filter gave it up.
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

// insert takes what l holds into the population in place of the worst, unless a solution of the
// same inertia is there already: clones would crowd out what crossover lives by.
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
	if worst == b.best { // all of the population are as good
		worst = &solution{}
		b.population[0] = worst
	}
	if b.l.save(worst, v); v < b.best.inertia {
		b.best = worst
	}
}
