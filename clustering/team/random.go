package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// randomDivisions is how many divisions made by chance a proposal is compared with, in clubs up
// to some thousand members; larger ones have fewer, down to a fifth, so that it takes no longer.
const randomDivisions = 1000

func (p *problem) randomDivisions() int {
	if slices.ContainsFunc(p.rules, func(c *compiled) bool { return c.Kind == Fit }) {
		return fewDivisions // the teams of each are rated one by one
	}
	return min(randomDivisions, max(randomDivisions/5, randomDivisions*60_000/(p.n*max(1, len(p.rules)))))
}

// fewDivisions is with how many a proposal is compared under a rule of kind fit.
const fewDivisions = 300

// fewestDivisions is with how many a proposal is compared whatever the time.
const fewestDivisions = 100

// overtime returns what tells whether a comparison by chance that begins now has had its part of the time: what the
// search left of it, and a quarter of the whole at least. A budget in moves has no such end.
func (f *former) overtime() func() bool {
	if f.opt.Now == nil || f.opt.Budget <= 0 || f.opt.Moves > 0 {
		return func() bool { return f.ctx.Err() != nil }
	}
	end := f.start.Add(f.opt.Budget)
	if least := f.opt.Now().Add(f.opt.Budget / 4); least.After(end) {
		end = least
	}
	return func() bool { return f.ctx.Err() != nil || f.opt.Now().After(end) }
}

// describe adds what is not needed to find a division but to judge it.
func (f *former) describe(out *Proposal) {
	f.p.bounds(out, f.plan, f.scales, f.fine())
	if f.optimal && len(out.Unmet) == 0 {
		best, none := out.Objective, 0.0
		out.Bound, out.Gap = &best, &none
	}
	if f.opt.Plain {
		return
	}
	out.Random = f.random(*out)
	if len(out.Unmet) > 0 {
		out.Clash = f.clash(*out)
	}
}

// eigenTime is about how long the finer bounds take: eigenvalues of a matrix for every rule on pairs.
func (f *former) eigenTime() time.Duration {
	d := 0.0
	for _, c := range f.p.rules {
		if _, ok := c.measure.(*pairs); ok {
			for _, m := range f.p.sections {
				d += math.Pow(float64(len(m)), 3)
			}
		}
	}
	return time.Duration(d * 1.2)
}

// fine reports whether there is time for the finer bounds.
func (f *former) fine() bool {
	return !f.opt.Plain && (f.opt.Now == nil || f.opt.Budget <= 0 || f.eigenTime() <= f.opt.Budget/5)
}

// sums returns the objective of the divisions of a single section whose rules are nothing but sums over pairs, from the
// engine's weights, or nil where it takes more than that.
func (f *former) sums(mine quality) func(teams [][]int32) quality {
	e := f.engine
	if e == nil || !e.plain() || !e.rigid() || e.base != nil || slices.ContainsFunc(f.p.rules, func(c *compiled) bool { return c.w > 0 && !c.whole || clamped(c) }) {
		return nil
	}
	row := make([]int32, f.p.n)
	for k, i := range f.p.sections[0] {
		row[i] = int32(k)
	}
	sum := func(teams [][]int32) float64 {
		s := 0.0
		for _, t := range teams {
			for k, i := range t {
				w := e.w[int(row[i])*e.n : (int(row[i])+1)*e.n]
				for _, j := range t[:k] {
					s += float64(w[row[j]])
				}
			}
		}
		return s * e.unit
	}
	found := sum(f.found[0])
	return func(teams [][]int32) quality { return quality{0, mine.objective + sum(teams) - found} }
}

// clamped reports whether a division can be so bad under c that its score is cut off.
func clamped(c *compiled) bool {
	m, ok := c.measure.(*pairs)
	return ok && m.less
}

// random compares a division with others of the same sizes made by chance.
func (f *former) random(out Proposal) *Random {
	p := f.p
	mine := p.quality(divided(out.Divisions()), count(len(out.Teams)), f.scales)
	all := make([]quality, p.randomDivisions())
	rate := f.sums(mine)
	if rate == nil {
		rate = func(teams [][]int32) quality { return p.quality(teams, count(len(teams)), f.scales) }
	}
	var wg sync.WaitGroup
	var late atomic.Bool
	late.Store(f.ctx.Err() != nil)
	over := f.overtime()
	rated := [2]int{}
	for w := range rated {
		wg.Go(func() {
			for k := w; k < len(all) && (k < fewestDivisions || !late.Load()); k += 2 {
				all[k] = rate(f.shuffled(rand.New(rand.NewPCG(f.opt.Seed, uint64(k)+1<<40))))
				rated[w]++
				if over() {
					late.Store(true)
				}
			}
		})
	}
	wg.Wait()
	if late.Load() {
		all = all[:min(len(all), 2*min(rated[0], rated[1]))]
	}
	r := &Random{}
	for _, q := range all {
		r.Mean += q.objective / float64(len(all))
		if !q.better(mine) {
			r.Percentile += 100 / float64(len(all))
		}
	}
	for _, q := range all {
		r.SD += square(q.objective-r.Mean) / float64(len(all))
	}
	r.SD = math.Sqrt(r.SD)
	r.Percentile = math.Round(r.Percentile*1e6) / 1e6
	return r
}

func count(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func divided(divisions [][]int) [][]int32 {
	out := make([][]int32, len(divisions))
	for t, g := range divisions {
		for _, i := range g {
			out[t] = append(out[t], int32(i))
		}
	}
	return out
}

// shuffled divides the members by chance into teams of the sizes that were found, by number of team.
func (f *former) shuffled(rng *rand.Rand) [][]int32 {
	out := make([][]int32, f.plan.teams())
	for s, members := range f.p.sections {
		order := slices.Clone(members)
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for t, sl := range f.plan[s] {
			n := len(f.found[s][t])
			out[sl.number] = order[:n:n]
			order = order[n:]
		}
	}
	return out
}
