// The order of a k-means search: restarts for every k, genetic search in populations of ten
// restarts, warm starts between neighbouring k. Populations do not mix, so that asking for more
// restarts never gives a worse partition, and each has a random source of its own, so that the
// result does not depend on the number of cores.

package clustering

import (
	"math/rand/v2"
	"slices"
	"sync"
)

// restartsPerPopulation is how many restarts make one population, as many as scikit-learn's n_init
// used to be.
const restartsPerPopulation = 10

// An outcome is what one or more restarts found.
type outcome struct {
	inertia    float64
	labels     []int32
	iterations int
	converged  bool
}

// A population is what a group of restarts found for one number of clusters.
type population struct {
	k, group  int
	offspring int // to be made by genetic search
	solutions []*solution

	mu          sync.Mutex
	best        outcome
	bestRestart int // the restart that found it
}

// search runs every restart for every k, then genetic search on each population. It returns the
// best of each k, or nil where the context was done before.
func (j *kmeansJob) search(ks []int, starts [][]int) []outcome {
	groups := (len(starts) + restartsPerPopulation - 1) / restartsPerPopulation
	populations := make([]*population, len(ks)*groups)
	for i := range populations {
		k := ks[i/groups]
		populations[i] = &population{k: k, group: i % groups, offspring: j.offspring(k), solutions: make([]*solution, restartsPerPopulation)}
	}
	if j.restarts(populations, starts); j.ctx.Err() != nil {
		return nil
	}
	j.evolve(populations)
	best := make([]outcome, len(ks))
	for g := range groups {
		found := make([]outcome, len(ks))
		for i := range ks {
			found[i] = populations[i*groups+g].best
		}
		j.warmStartSweep(found, ks)
		for i, o := range found {
			if g == 0 || o.inertia < best[i].inertia {
				best[i] = o
			}
		}
	}
	return best
}

// restarts fills the populations, the largest k first, which take longest. Without genetic search
// only the best is kept.
func (j *kmeansJob) restarts(populations []*population, starts [][]int) {
	parallel(j.ctx, len(populations)*restartsPerPopulation, func(_, task int) {
		h, r := populations[len(populations)-1-task/restartsPerPopulation], task%restartsPerPopulation
		if at := h.group*restartsPerPopulation + r; at < len(starts) && (h.k > 1 || r == 0) {
			s, found := j.restart(starts[at][:h.k])
			h.add(r, s, found)
		}
	})
	for _, h := range populations {
		h.solutions = slices.DeleteFunc(h.solutions, func(s *solution) bool { return s == nil })
	}
}

// add takes in what restart number r of the population found.
func (h *population) add(r int, s *solution, found outcome) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.offspring > 0 {
		h.solutions[r] = s
	}
	if b := &h.best; b.labels == nil || found.inertia < b.inertia || found.inertia == b.inertia && r < h.bestRestart {
		*b, h.bestRestart = found, r
	}
}

// restart returns the solution of Lloyd's algorithm from some rows, and how it came to it.
func (j *kmeansJob) restart(rows []int) (*solution, outcome) {
	l := j.pool.Get().(*lloyd)
	defer j.pool.Put(l)
	l.setCenters(rows)
	l.run(j.s.MaxIter, j.tol)
	if len(j.p.a) <= 1<<16 {
		l.transferAll(2) // the best of all go on in finish
	}
	s := &solution{}
	l.save(s, l.inertia(j.squares))
	return s, outcome{s.inertia, s.labels, l.iterations, l.converged}
}

// islands is how many evolutions start from one population where populations are fewer than that
// (an island model without migration), so that two cores have work. A fixed number keeps the result
// the same on any machine.
const islands = 2

// evolve runs genetic search on the populations.
func (j *kmeansJob) evolve(populations []*population) {
	share := 1
	if len(populations) < islands {
		share = islands
	}
	bred := make([]*solution, len(populations)*share)
	parallelFew(j.ctx, len(bred), func(task int) {
		h := populations[len(populations)-1-task/share]
		if h.offspring == 0 {
			return
		}
		l := j.pool.Get().(*lloyd)
		defer j.pool.Put(l)
		rng := rand.New(rand.NewPCG(uint64(h.k), uint64(h.group*islands+task%share)))
		b := evolution{l: l, squares: j.squares, rng: rng, population: cloneAll(h.solutions)}
		bred[task] = b.run(h.offspring / share)
	})
	for task, s := range bred {
		h := populations[len(populations)-1-task/share]
		if s != nil && s.inertia < h.best.inertia {
			h.best.inertia, h.best.labels = s.inertia, s.labels
		}
		h.solutions = nil
	}
}

// cloneAll copies solutions, for an evolution to overwrite.
func cloneAll(all []*solution) []*solution {
	out := make([]*solution, len(all))
	for i, s := range all {
		out[i] = &solution{slices.Clone(s.labels), slices.Clone(s.center), slices.Clone(s.sum), slices.Clone(s.count), s.inertia}
	}
	return out
}

// small says whether data are so few that they are searched most thoroughly.
func (p points) small() bool { return len(p.a) < 2400 || p.n <= 100 }

// offspring is how many offspring are worth their time: more where more rows can be divided in more
// ways, but few for large data, of which each takes long, and none for very large. Sizes are
// counted in values, n·d.
func (j *kmeansJob) offspring(k int) int {
	size := len(j.p.a)
	if j.s.Quick || k == 1 || k >= j.p.n {
		return 0
	}
	var tries int
	switch {
	case size < 2400:
		tries = 2 * k * j.p.n / 5
	case j.p.small():
		tries = k * j.p.n / 6
	default:
		tries = min(40*k, max(120_000/size, j.p.n/100), 2_400_000/size)
	}
	if tries >= 4 {
		return tries
	}
	return 0
}
