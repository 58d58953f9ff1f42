// Successive halving without waiting, and Hyperband on top of it: Li, Jamieson, Rostamizadeh et al.
// (2020), "A system for massively parallel hyperparameter tuning" (ASHA), arXiv:1810.05934; Li,
// Jamieson, DeSalvo, Rostamizadeh and Talwalkar (2018), JMLR 18, arXiv:1603.06560. The asynchronous
// rule compares a trial with those that have come to its rung by then, so that no worker idles.

package tune

import (
	"cmp"
	"math"
	"slices"
)

// Halving is asynchronous successive halving: at rungs of 1, Factor, Factor², ... steps a trial
// goes on only if it is among the best 1/Factor of those that came to the rung. It never waits for
// other trials.
type Halving struct {
	Factor int // default 4
	Early  int // rungs that are left out at the start
}

// Prune implements [Pruner].
func (p Halving) Prune(h *History, r Record) bool {
	return p.pruneAmong(h, r, func(Record) bool { return true })
}

// pruneAmong compares r with those trials that are its peers.
func (p Halving) pruneAmong(h *History, r Record, peer func(Record) bool) bool {
	if math.IsNaN(last(r).Value) {
		return true
	}
	factor := max(2, cmp.Or(p.Factor, 4))
	rung := 1
	for range p.Early {
		rung *= factor
	}
	for rung*factor <= len(r.Steps) {
		rung *= factor
	}
	if rung != len(r.Steps) {
		return false
	}
	var others []float64
	for _, q := range h.points {
		if len(q.Steps) >= rung && peer(q.Record) {
			if v := q.Steps[rung-1].Value; !math.IsNaN(v) {
				others = append(others, v)
			}
		}
	}
	if len(others) == 0 {
		return false
	}
	slices.Sort(others)
	keep := max(len(others)/factor, 1)
	return last(r).Value > others[min(keep, len(others))-1]
}

// Hyperband shares the trials out among several [Halving] pruners with ever later first rungs,
// so that slow starters get their chance.
type Hyperband struct {
	Factor int // default 3
}

// Prune implements [Pruner].
func (p Hyperband) Prune(h *History, r Record) bool {
	factor, most := max(2, cmp.Or(p.Factor, 3)), 0
	for _, q := range h.points {
		if q.State == Complete {
			most = max(most, len(q.Steps))
		}
	}
	if most == 0 {
		return math.IsNaN(last(r).Value)
	}
	brackets := 1
	for s := factor; s <= most; s *= factor {
		brackets++
	}
	mine := p.bracket(h, r.Number, brackets, factor)
	return Halving{Factor: factor, Early: mine}.pruneAmong(h, r, func(q Record) bool {
		return p.bracket(h, q.Number, brackets, factor) == mine
	})
}

// bracket draws the bracket of a trial, so that each bracket gets its part of the steps.
func (p Hyperband) bracket(h *History, number, brackets, factor int) int {
	total := 0.0
	share := func(s int) float64 {
		left := brackets - 1 - s
		return math.Ceil(float64(brackets) * math.Pow(float64(factor), float64(left)) / float64(left+1))
	}
	for s := range brackets {
		total += share(s)
	}
	u := float64(hash(h.seed, uint64(number))>>11) / (1 << 53) * total
	for s := range brackets {
		if u -= share(s); u < 0 {
			return s
		}
	}
	return brackets - 1
}
