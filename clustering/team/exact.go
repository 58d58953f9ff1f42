package team

import (
	"math"
	"math/bits"
	"slices"
)

// exactLimit is the number of members up to which a section is solved exactly.
const exactLimit = 14

// dire is what breaking a must-rule by one costs beside an objective of at most 1.
const dire = 1000

// exact finds the best division of a section, but for its worst teams, by dynamic programming over the sets of members
// that are still without a team: every rule is a sum over teams, so the best way to fill the
// teams left does not depend on how the others were filled. It takes time of order 3^n.
func (f *former) exact(s int) [][]int32 { return f.exactAbove(s, nil) }

// exactAbove is exact among the divisions in which every team scores at least floors[r] under each rule r that has one.
func (f *former) exactAbove(s int, floors map[int]float64) [][]int32 {
	members, slots := f.p.sections[s], f.plan[s]
	n, g := len(members), len(slots)
	full := 1<<n - 1
	x := exactSearch{f: f, members: members, slots: slots, floors: floors, worth: map[int][]float64{}}
	best := make([][]float64, g+1)
	took := make([][]uint16, g+1)
	for t := range best {
		best[t] = slices.Repeat([]float64{math.Inf(-1)}, full+1)
		took[t] = make([]uint16, full+1)
	}
	best[0][full] = 0
	for t := range slots {
		x.prepare(t)
		x.fill(t, best[t], best[t+1], took[t+1])
	}
	if math.IsInf(best[g][0], -1) {
		return nil
	}
	out := make([][]int32, g)
	left := 0
	for t := g; t > 0; t-- {
		set := int(took[t][left])
		for i := range n {
			if set>>i&1 == 1 {
				out[t-1] = append(out[t-1], members[i])
			}
		}
		left |= set
	}
	return out
}

type exactSearch struct {
	f       *former
	members []int32
	slots   []slot
	floors  map[int]float64
	worth   map[int][]float64 // of every set of members, by number of team where that matters
	value   []float64
	must    int // members fixed to the team at hand
	never   int // members fixed to others
	alike   bool
}

// prepare rates every set of members as team t.
func (x *exactSearch) prepare(t int) {
	p := x.f.p
	x.must, x.never = 0, 0
	labelled := slices.ContainsFunc(p.rules, func(c *compiled) bool { return c.Kind == Ranked })
	for i, m := range x.members {
		if p.in.Fixed == nil || p.in.Fixed[m] < 0 {
			continue
		}
		labelled = true
		if p.in.Fixed[m] == x.slots[t].number {
			x.must |= 1 << i
			continue
		}
		x.never |= 1 << i
	}
	x.alike = !labelled
	for _, s := range x.slots[t:] {
		x.alike = x.alike && s.lo == x.slots[t].lo && s.hi == x.slots[t].hi
	}
	key := 0
	if labelled {
		key = t
	}
	if x.worth[key] == nil {
		x.worth[key] = slices.Repeat([]float64{math.NaN()}, 1<<len(x.members))
	}
	x.value = x.worth[key]
}

// rate is the worth of a set of members as team t, computed once.
func (x *exactSearch) rate(t, set int) float64 {
	if v := x.value[set]; !math.IsNaN(v) {
		return v
	}
	p := x.f.p
	var team []int32
	for i, m := range x.members {
		if set>>i&1 == 1 {
			team = append(team, m)
		}
	}
	v := 0.0
	for r, c := range p.rules {
		o := c.of(x.slots[t].number, team)
		if c.whole {
			v += c.w * x.f.scales[r].slope * o.value
		} else {
			v += c.w * x.f.scales[r].blend(0, o.score) / float64(x.f.plan.teams())
		}
		if floor, ok := x.floors[r]; ok && o.score < floor {
			v = math.Inf(-1)
			break
		}
		if c.must() && !o.ok {
			v -= dire * max(1-o.score, 1e-3)
		}
	}
	x.value[set] = v
	return v
}

// fill extends every way to fill the teams before t by a set for t.
func (x *exactSearch) fill(t int, before, after []float64, took []uint16) {
	sl := x.slots[t]
	for left, have := range before {
		if math.IsInf(have, -1) {
			continue
		}
		free := left &^ x.never
		if free&x.must != x.must {
			continue
		}
		first := 0
		if x.alike {
			first = left & -left
		}
		fixed := x.must | first
		rest := free &^ fixed
		for sub := rest; ; sub = (sub - 1) & rest {
			set := sub | fixed
			if k := bits.OnesCount(uint(set)); k >= sl.lo && k <= sl.hi {
				if v := have + x.rate(t, set); v > after[left&^set]+1e-13 {
					after[left&^set], took[left&^set] = v, uint16(set)
				}
			}
			if sub == 0 {
				break
			}
		}
	}
}
