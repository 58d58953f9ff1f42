package fit

import (
	"context"
	"math/rand/v2"
)

// A shuffler gives teams one another's ratings: the mean rating of a team goes to another one,
// of its season where there are several, and what members differ by is shuffled within the team.
type permutation struct {
	d      *design
	rows   [][]int // of each team
	mean   []float64
	strata [][]int // teams among which means are exchanged
	rng    *rand.Rand
}

func newPermutation(d *design, seed uint64) *permutation {
	s := &permutation{d: d, rows: make([][]int, d.groups), mean: make([]float64, d.groups), rng: rand.New(rand.NewPCG(seed, 1935))} // Fisher (1935)
	season := make([]int, d.groups)
	for i, g := range d.group {
		s.rows[g] = append(s.rows[g], i)
		if d.season != nil {
			season[g] = d.season[i]
		}
	}
	s.strata = make([][]int, max(1, d.seasons))
	for g, rows := range s.rows {
		for _, i := range rows {
			s.mean[g] += d.y[i] / float64(len(rows))
		}
		s.strata[season[g]] = append(s.strata[season[g]], g)
	}
	return s
}

// draw returns shuffled ratings.
func (s *permutation) permuted() []float64 {
	y := make([]float64, s.d.n)
	for _, teams := range s.strata {
		order := s.rng.Perm(len(teams))
		for a, g := range teams {
			mean := s.mean[teams[order[a]]]
			rows := s.rows[g]
			for b, c := range s.rng.Perm(len(rows)) {
				y[rows[b]] = mean + s.d.y[rows[c]] - s.mean[g]
			}
		}
	}
	return y
}

// shuffles is how many times ratings are shuffled; once enough of them do as well, the rest
// cannot matter (Besag and Clifford, 1991).
const (
	permutations = 149
	maxExceeding = 20
)

// pvalue is the chance that shuffled ratings are told as well as the true ones: how often score
// of them reaches that of the true ones.
func pvalue(ctx context.Context, d *design, score func(y []float64) float64, seed uint64, report func(share float64)) (float64, error) {
	truth := score(d.y)
	s := newPermutation(d, seed)
	as, all := 0, 0
	for all < permutations && as < maxExceeding {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if score(s.permuted()) >= truth {
			as++
		}
		all++
		report(float64(all) / permutations)
	}
	if as >= maxExceeding {
		return float64(as) / float64(all), nil
	}
	return float64(as+1) / float64(all+1), nil
}
