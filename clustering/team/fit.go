package team

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// fitShare is how much of the whole a rule of kind fit may count where it does not say.
const fitShare = 0.2

// fit readies the scorer of a rule of kind fit.
func (c *compiler) fit(i int, r Rule) (measure, error) {
	if c.in.Fit == nil {
		return nil, invalid(i, "fit_without_model", "Kind", r.Kind, "Model", r.Model)
	}
	scorer, err := c.in.Fit(r.Model, c.in.Table)
	if err != nil {
		return nil, invalid(i, "fit_model_unusable", "Kind", r.Kind, "Model", r.Model, "Error", err.Error())
	}
	return &rated{scorer}, nil
}

// capFit lowers the weight of rules of kind fit so that none has more than its share of the whole, unless it is
// the only rule that counts, and returns what the weights add up to then.
func (p *problem) capFit(sum float64) float64 {
	for _, c := range p.rules {
		if c.Kind != Fit {
			continue
		}
		share := cmp.Or(c.Share, fitShare)
		rest := 0.0
		for _, o := range p.rules {
			if o != c {
				rest += o.w
			}
		}
		if rest > 0 && share < 1 && c.w > share*(rest+c.w) {
			c.w = share / (1 - share) * rest
		}
		sum = rest + c.w
	}
	return sum
}

// rated is the fit that a scorer predicts.
type rated struct{ scorer Scorer }

func (r *rated) of(_ int, members []int32) outcome {
	if len(members) == 0 {
		return outcome{0, 1, true}
	}
	g := Team{Members: make([]int, len(members))}
	for a, i := range members {
		g.Members[a] = int(i)
	}
	s := clamp(r.scorer.Score(g))
	return outcome{s, s, true}
}

// scratch returns the quickest way to rate teams that one goroutine at a time may use.
func (r *rated) scratch() measure {
	if q, ok := r.scorer.(RowScorer); ok {
		return &rowRated{rate: q.Rows(), known: make([]remembered, memory)}
	}
	return r
}

// likely is the best rating among some hundred teams by chance: swaps that could only pay if a team were rated higher still
// are not tried.
func (b *builder) likely(f *rated) float64 {
	rng := rand.New(rand.NewPCG(1, 1))
	best := 0.0
	all := slices.Clone(b.members)
	for range likelyTeams {
		size := min(len(all), max(1, b.slots[rng.IntN(len(b.slots))].hi))
		for k := range size {
			j := k + rng.IntN(len(all)-k)
			all[k], all[j] = all[j], all[k]
		}
		best = max(best, f.of(0, all[:size]).score)
	}
	return best
}

// likelyTeams is how many teams by chance tell how high a rating may be.
const likelyTeams = 200

// rowRated is the fit that a function of rows predicts. A search comes back to the same teams again and again, most of all
// where it is about to end, so ratings are remembered.
type rowRated struct {
	rate  func(members []int32) float64
	known []remembered
}

// remembered is the rating of the team whose members make the key.
type remembered struct {
	key   uint64
	score float64
}

// memory is how many ratings are remembered, a power of two: a newer one takes the place of an older.
const memory = 1 << 13

func (r *rowRated) of(_ int, members []int32) outcome {
	if len(members) == 0 {
		return outcome{0, 1, true}
	}
	key := uint64(0)
	for _, i := range members {
		key += mix(uint64(i))
	}
	k := &r.known[key%memory]
	if k.key != key {
		*k = remembered{key, clamp(r.rate(members))}
	}
	return outcome{k.score, k.score, true}
}

// mix gives every number a key so that sums of few keys differ: the finaliser of SplitMix64, Steele, Lea and Flood (2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
