package clustering

import (
	"math/rand/v2"
	"slices"
	"sync"
)

// together is how many restarts make one herd. Herds do not mix, so that more restarts find nothing worse.
const together = 10

// An outcome is what one or more restarts found.
type outcome struct {
	inertia    float64
	labels     []int32
	iterations int
	converged  bool
}

// A herd is what a group of restarts found for one number of clusters.
type herd struct {
	k, group int
	tries    int // children to breed
	all      []*solution

	mu   sync.Mutex
	best outcome
	from int // the restart that found it
}

// search runs every restart for every k and breeds from each group of them. It returns the best of each k.
func (j *kmeansJob) search(ks []int, starts [][]int) []outcome {
	groups := (len(starts) + together - 1) / together
	herds := make([]*herd, len(ks)*groups)
	for i := range herds {
		k := ks[i/groups]
		herds[i] = &herd{k: k, group: i % groups, tries: j.tries(k), all: make([]*solution, together)}
	}
	j.restarts(herds, starts)
	j.breed(herds)
	best := make([]outcome, len(ks))
	for g := range groups {
		found := make([]outcome, len(ks))
		for i := range ks {
			found[i] = herds[i*groups+g].best
		}
		j.lend(found, ks)
		for i, o := range found {
			if g == 0 || o.inertia < best[i].inertia {
				best[i] = o
			}
		}
	}
	return best
}

// restarts fills the herds, the largest k first, which take longest. Where nothing is bred only the best is kept.
func (j *kmeansJob) restarts(herds []*herd, starts [][]int) {
	parallel(len(herds)*together, func(_, task int) {
		h, r := herds[len(herds)-1-task/together], task%together
		if at := h.group*together + r; at < len(starts) && (h.k > 1 || r == 0) {
			h.add(r, j.restart(starts[at][:h.k]))
		}
	})
	for _, h := range herds {
		h.all = slices.DeleteFunc(h.all, func(s *solution) bool { return s == nil })
	}
}

// add takes in what restart number r of the herd found.
func (h *herd) add(r int, found *restart) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.tries > 0 {
		h.all[r] = &found.solution
	}
	if b := &h.best; b.labels == nil || found.value < b.inertia || found.value == b.inertia && r < h.from {
		*b, h.from = outcome{found.value, found.labels, found.iterations, found.converged}, r
	}
}

// A restart is a solution and how Lloyd came to it.
type restart struct {
	solution
	iterations int
	converged  bool
}

func (j *kmeansJob) restart(rows []int) *restart {
	l := j.pool.Get().(*lloyd)
	defer j.pool.Put(l)
	l.start(rows)
	l.run(j.s.MaxIter, j.tol)
	if len(j.p.a) <= 1<<16 {
		l.settle(2) // the best of all go on
	}
	r := &restart{iterations: l.iterations, converged: l.converged}
	l.save(&r.solution, l.inertia(j.squares))
	return r
}

// islands is how many breeders work on one herd where herds are fewer than that, so that two cores have work.
const islands = 2

// breed lets the herds find better partitions.
func (j *kmeansJob) breed(herds []*herd) {
	share := 1
	if len(herds) < islands {
		share = islands
	}
	bred := make([]*solution, len(herds)*share)
	parallelAll(len(bred), func(task int) {
		h := herds[len(herds)-1-task/share]
		if h.tries == 0 {
			return
		}
		l := j.pool.Get().(*lloyd)
		defer j.pool.Put(l)
		rng := rand.New(rand.NewPCG(uint64(h.k), uint64(h.group*islands+task%share)))
		b := breeder{l: l, squares: j.squares, rng: rng, herd: cloneAll(h.all)}
		bred[task] = b.breed(h.tries / share)
	})
	for task, s := range bred {
		h := herds[len(herds)-1-task/share]
		if s != nil && s.value < h.best.inertia {
			h.best.inertia, h.best.labels = s.value, s.labels
		}
		h.all = nil
	}
}

// cloneAll copies solutions, for a breeder to overwrite.
func cloneAll(all []*solution) []*solution {
	out := make([]*solution, len(all))
	for i, s := range all {
		c := &solution{value: s.value}
		c.labels = append(c.labels, s.labels...)
		c.center = append(c.center, s.center...)
		c.sum = append(c.sum, s.sum...)
		c.count = append(c.count, s.count...)
		out[i] = c
	}
	return out
}

// tiny says whether data are so few that they are searched most thoroughly.
func (p points) tiny() bool { return len(p.a) < 2400 || p.n <= 100 }

// tries is how many children are worth their time: more where more rows can be divided in more ways, but few for large
// data, of which each takes long, and none for very large.
func (j *kmeansJob) tries(k int) int {
	size := len(j.p.a)
	if j.s.Quick || k == 1 || k >= j.p.n {
		return 0
	}
	var tries int
	switch {
	case size < 2400:
		tries = 2 * k * j.p.n / 5
	case j.p.tiny():
		tries = k * j.p.n / 6
	default:
		tries = min(40*k, max(120_000/size, j.p.n/100), 2_400_000/size)
	}
	if tries >= 4 {
		return tries
	}
	return 0
}
