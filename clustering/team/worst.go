package team

import (
	"maps"
	"math"
	"math/bits"
	"slices"
)

// A scale turns what a rule finds in teams into its score: for a rule on the whole division its own quantity, summed over
// the teams; for one scored team by team the worst team and the mean.
type scale struct {
	offset, slope float64
	ceiling       float64 // no division has a worst team that scores more
}

// worstShare is how much of the score of a rule scored team by team its worst team decides. The rest is the mean, so that
// it decides between divisions whose worst teams are alike. Where no division has a good worst team, because somebody has no
// free hours or there are too few leads, the worst team decides as much less.
const worstShare = 0.9

// score is the score of rule c.
func (s scale) score(c *compiled, worst, mean, value float64) float64 {
	if c.whole {
		return clamp(s.offset + s.slope*value)
	}
	return clamp(s.blend(worst, mean))
}

func (s scale) blend(worst, mean float64) float64 {
	return worstShare*worst + (1-worstShare*s.ceiling)*mean
}

// steepness is how much the search makes of a team that scores nothing, beside its part of the mean.
const steepness = 8

// worth is what a team that scores x adds in the search: its part of the mean, and a loss that grows steeply with what it lacks of the
// best worst team, which leads there where no single change makes the worst team better. That team itself is on the [ladder].
func (s scale) worth(x float64) float64 {
	lack := 0.0
	if s.ceiling > 0 {
		lack = max(0, 1-x/s.ceiling)
	}
	return (1-worstShare*s.ceiling)*x - worstShare*s.ceiling*steepness*lack*lack*lack
}

// ceiling bounds how well the worst team can do under a rule scored team by team.
func (p *problem) ceiling(c *compiled, frames []frame) float64 {
	top := 1.0
	for s, members := range p.sections {
		if len(frames[s].sizes) == 0 {
			continue
		}
		switch m := c.measure.(type) {
		case *tally:
			top = min(top, m.worstDeal(frames[s], m.total(members), mixture{}))
		case *hours:
			if c := m.chances(s, members, frames[s]); len(c) > 0 {
				top = min(top, c[0])
			}
		}
	}
	return clamp(top)
}

// levelled lists the rules scored team by team that count.
func (p *problem) levelled() []int {
	var out []int
	for r, c := range p.rules {
		if c.levelled() {
			out = append(out, r)
		}
	}
	return out
}

// maxFloors is how many floors of worst teams a small section is solved for.
const maxFloors = 100

// exactly reports whether every section is solved exactly: it is small, and has no worst team beside those of other sections.
func (f *former) exactly() bool {
	for s := range f.p.sections {
		if len(f.p.sections[s]) > exactLimit || f.floors(s) == nil {
			return false
		}
	}
	return len(f.p.sections) == 1 || len(f.p.levelled()) == 0
}

// small solves a small section exactly, or returns nil if it is too large or there is too much to try.
func (f *former) small(s int) [][]int32 {
	if len(f.p.sections[s]) > exactLimit {
		return nil
	}
	var best [][]int32
	top := quality{broken: math.Inf(1)}
	var done []span
	for _, floors := range f.floors(s) {
		if slices.ContainsFunc(done, func(d span) bool { return d.holds(floors) }) {
			continue
		}
		teams := f.exactAbove(s, floors)
		if teams == nil {
			continue
		}
		done = append(done, span{floors, f.worst(s, teams)})
		if q := f.p.quality(teams, f.numbers(s), f.scales); best == nil || q.better(top) {
			best, top = teams, q
		}
	}
	return best
}

// A span is floors with the worst teams of the best division above them, which is the best above all floors in between.
type span struct{ floors, worst map[int]float64 }

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
	for _, r := range f.p.levelled() {
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
	for _, r := range f.p.levelled() {
		levels := f.levels(s, r)
		if len(levels)*len(out) > maxFloors {
			return nil
		}
		var more []map[int]float64
		for _, floors := range out {
			for _, v := range levels {
				with := maps.Clone(floors)
				with[r] = v
				more = append(more, with)
			}
		}
		out = more
	}
	return out
}

// levels lists the different scores that a team of section s can have under rule r, up to one more than maxFloors.
func (f *former) levels(s, r int) []float64 {
	members := f.p.sections[s]
	limits := limitsOf(f.plan[s])
	seen := map[float64]bool{}
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
		seen[f.p.rules[r].of(0, team).score] = true
		if len(seen) > maxFloors {
			break
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
