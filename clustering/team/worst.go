package team

import (
	"maps"
	"math"
	"math/bits"
	"slices"

	"dure/clustering/team/search"
)

// The worst team comes first and the mean second, as in lexicographic max-min fairness (leximin) cut off after its first step: a
// club with one bad team has a bad roster, however good the others are. The score of a rule is 0.9 of its worst team and the
// rest of the mean, one number that weights can be put to. A search climbs badly on a minimum, which no single change
// improves where two teams are as bad; so it is told a sum over teams in which each team's part bends downwards the more it
// lacks, and besides it the worst team itself.
//
// Small sections are solved for it exactly. The best division has some worst team under each rule; above every combination of
// such floors the rest is a sum over teams, which package search maximises by dynamic programming.

// A scale turns what a rule finds in teams into its score: for a rule on the whole division its own quantity, summed over
// the teams; for one scored team by team the worst team and the mean.
type scale struct {
	offset, slope float64
	ceiling       float64 // for one scored team by team: no division has a worst team that scores more
}

// worstShare is how much of the score of a rule scored team by team its worst team decides. The rest is the mean, so that
// it decides between divisions whose worst teams are alike. Where no division has a good worst team, because somebody has no
// free hours or there are too few leads, the worst team decides as much less. 0.9 is a choice: the mean of g teams gains at
// most 1 ÷ g by one of them, so that with a tenth for it no gain in a team makes up for a like loss of the worst.
const worstShare = 0.9

// score is the score of rule c.
func (s scale) score(c *compiled, worst, mean, value float64) float64 {
	if c.whole() {
		return clamp(s.offset + s.slope*value)
	}
	return clamp(s.blend(worst, mean))
}

// blend is the score of a rule scored team by team, 0 to 1, before it is cut off. Both parts add up to 1 where the worst team
// reaches the ceiling and every team scores 1.
func (s scale) blend(worst, mean float64) float64 {
	return worstShare*worst + (1-worstShare*s.ceiling)*mean
}

// shortfallPenalty is how much the search makes of a team that scores nothing, beside its part of the mean. Tried on clubs of 48
// and 120 in fours, with wishes, a count and balance, 150,000 moves and six seeds each: searches end at an objective of 0.772
// with 0, 0.793 with 2, 0.803 with 8 and 0.804 with 32.
const shortfallPenalty = 8

// utility is what a team that scores x adds in the search: its part of the mean, and a loss that grows steeply with what it lacks of the
// best worst team, which leads there where no single change makes the worst team better. The worst team itself counts besides, in [search.Count] and [search.Func].
func (s scale) utility(x float64) float64 {
	shortfall := 0.0
	if s.ceiling > 0 {
		shortfall = max(0, 1-x/s.ceiling)
	}
	return (1-worstShare*s.ceiling)*x - worstShare*s.ceiling*shortfallPenalty*shortfall*shortfall*shortfall
}

// worstFirst lists the rules that count and are scored team by team.
func (p *problem) worstFirst() []int {
	var out []int
	for r, c := range p.rules {
		if c.worstFirst() {
			out = append(out, r)
		}
	}
	return out
}

// maxFloors is how many combinations of floors a small section is solved for: each costs one run of the exact solver, whose
// time grows as 3^n. It is a choice; with more, which takes several rules of many scores, a section is
// searched as a large one is and then not said to be the best there is.
const maxFloors = 100

// exactly reports whether every section is solved exactly: it is small, and has no worst team beside those of other sections.
func (f *former) exactly() bool {
	for s := range f.p.sections {
		if len(f.p.sections[s]) > search.ExactLimit || f.floors(s) == nil {
			return false
		}
	}
	return len(f.p.sections) == 1 || len(f.p.worstFirst()) == 0
}

// small solves a small section exactly, or returns nil if it is too large or there is too much to try. Of the best divisions above each of the
// floors it takes the one that is best in truth, with worst teams; floors that a span holds are not solved for again.
func (f *former) small(s int) [][]int32 {
	if len(f.p.sections[s]) > search.ExactLimit {
		return nil
	}
	var best [][]int32
	top := quality{broken: math.Inf(1)}
	var done []span
	for _, floors := range f.floors(s) {
		if slices.ContainsFunc(done, func(d span) bool { return d.holds(floors) }) {
			continue
		}
		teams := f.exact(s, floors)
		if teams == nil {
			continue
		}
		done = append(done, span{floors, f.worst(s, teams)})
		if q := f.preferred(s, teams); best == nil || q.better(top) {
			best, top = teams, q
		}
	}
	return best
}

// A span is floors with the worst teams of the best division above them, which is the best above all floors in between too: what
// lies above higher floors lies above lower ones. So one solution answers for all floors of its span.
type span struct{ floors, worst map[int]float64 }

// holds reports whether the floors lie in the span under every rule, so that its division is the best above them too.
func (d span) holds(floors map[int]float64) bool {
	for r, v := range floors {
		if v < d.floors[r] || v > d.worst[r] {
			return false
		}
	}
	return true
}

// worst returns the least score of a team of section s under each rule scored team by team.
func (f *former) worst(s int, teams [][]int32) map[int]float64 {
	out := map[int]float64{}
	for _, r := range f.p.worstFirst() {
		out[r] = math.Inf(1)
		for t, number := range f.numbers(s) {
			out[r] = min(out[r], f.p.rules[r].of(number, teams[t]).score)
		}
	}
	return out
}

// floors lists what the worst teams of section s may score under the rules scored team by team, from nothing up, in all
// combinations, or nil if there are more than maxFloors. The best division is the best one above one of them.
func (f *former) floors(s int) []map[int]float64 {
	out := []map[int]float64{{}}
	for _, r := range f.p.worstFirst() {
		scores := f.attainable(s, r)
		if len(scores)*len(out) > maxFloors {
			return nil
		}
		var more []map[int]float64
		for _, floors := range out {
			for _, v := range scores {
				with := maps.Clone(floors)
				with[r] = v
				more = append(more, with)
			}
		}
		out = more
	}
	return out
}

// attainable lists the different scores that a team of section s can have under rule r, up to one more than maxFloors.
func (f *former) attainable(s, r int) []float64 {
	members := f.p.sections[s]
	limits := limitsOf(f.plan[s])
	c := f.p.rules[r]
	seen := map[float64]bool{}
	if c.only != nil {
		seen[1] = true // of teams that it is not for
	}
	var team []int32
	for set := range 1 << len(members) {
		if n := bits.OnesCount(uint(set)); n < slices.Min(limits.lo) || n > slices.Max(limits.hi) {
			continue
		}
		team = team[:0]
		for i, m := range members {
			if set>>i&1 == 1 {
				team = append(team, m)
			}
		}
		seen[c.measure.of(0, team).score] = true
		if len(seen) > maxFloors {
			break
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
