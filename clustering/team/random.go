package team

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"dure/survey"
)

// How a division compares with chance: the share of random divisions of the same sizes that it is no worse than, a Monte Carlo
// estimate of its percentile. With 1,000 the standard error is at most 1.6 points at the middle and 0.3 at 99 %. Members are
// shuffled within their sections and cut into teams; must-rules are not kept but count, as a person who draws lots would find.

// randomDivisions is how many divisions made by chance a proposal is compared with, in clubs up to some thousand members;
// larger ones have fewer, down to a fifth, so that it takes no longer: 60 million ratings of a member by a rule in all.
const randomDivisions = 1000

// randomDivisions is with how many this problem is compared.
func (p *problem) randomDivisions() int {
	if slices.ContainsFunc(p.rules, (*compiled).slow) {
		return fewDivisions // the teams of each are rated one by one
	}
	return min(randomDivisions, max(randomDivisions/5, randomDivisions*60_000/(p.n*max(1, len(p.rules)))))
}

// fewDivisions is with how many a proposal is compared under a rule of kind fit, where a network rates each team. The
// percentile is then known to 3 points.
const fewDivisions = 300

// fewestDivisions is with how many a proposal is compared whatever the time: below, a percentile would tell less than nothing.
// Without an end in time a roster matched on names, with as many categories as members, took 4.8 s for a budget of one.
const fewestDivisions = 100

// overtime returns what tells whether a comparison by chance that begins now has had its part of the time: what the search left of it,
// and a quarter of the whole at least. A budget in moves has no such end, so that the same moves give the same percentile.
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

// eigenTime is about how long the finer bounds take: eigenvalues of a matrix for every rule on pairs, at 1.2 ns times the cube of a
// section's members, which is 0.3 s for 600.
func (f *former) eigenTime() time.Duration {
	d := 0.0
	for _, c := range f.p.rules {
		if _, ok := c.measure.(pairwise); ok {
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

// slow reports whether to measure many divisions takes long.
func (c *compiled) slow() bool {
	m, ok := c.measure.(interface{ slow() bool })
	return ok && m.slow()
}

// sums returns the objective of the divisions of a single section whose rules are nothing but sums over pairs, from the
// search's weights, or nil where it takes more than that.
func (f *former) sums(mine quality) func(teams [][]int32) quality {
	if f.alone == nil || slices.ContainsFunc(f.p.rules, func(c *compiled) bool { return c.w > 0 && !c.whole() || clamped(c) }) {
		return nil
	}
	value, ok := f.alone.Pairs()
	if !ok {
		return nil
	}
	s := f.section(0)
	sum := func(teams [][]int32) float64 {
		items := make([][]int32, len(teams))
		for t, rows := range teams {
			items[t] = s.items(rows)
		}
		return value(items)
	}
	found := sum(f.found[0])
	return func(teams [][]int32) quality { return quality{0, mine.objective + sum(teams) - found} }
}

// clamped reports whether a division can be so bad under c that its score is cut off.
func clamped(c *compiled) bool {
	m, ok := c.measure.(pairwise)
	return ok && m.base().less
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
	r := &Random{Of: len(all), Low: 1}
	for _, q := range all {
		r.Mean += q.objective / float64(len(all))
		r.Low, r.High = min(r.Low, q.objective), max(r.High, q.objective)
		r.Broken += int(b2f(q.broken > 1e-9))
		r.Worse += int(b2f(mine.better(q)))
		if !q.better(mine) {
			r.Percentile += 100 / float64(len(all))
		}
	}
	for _, q := range all {
		r.SD += square(q.objective-r.Mean) / float64(len(all))
	}
	r.SD = math.Sqrt(r.SD)
	r.Percentile = math.Round(r.Percentile*1e6) / 1e6
	r.bin(all)
	return r
}

// Beside returns how another division by the same rules, which breaks no must-rule, compares with them. Of how many it is better is known to a
// step; so Worse is how many at least.
func (r Random) Beside(objective float64) Random {
	step, below := (r.High-r.Low)/float64(max(1, len(r.Bins))), 0
	for i, n := range r.Bins {
		if i < len(r.Bins)-1 && r.Low+step*float64(i+1) <= objective {
			below += n
		}
	}
	if objective > r.High+1e-9 {
		below = r.Of
	}
	r.Worse, r.AtLeast, r.Percentile = max(below, r.Broken), true, 0
	return r
}

// randomBins is into how many steps the objectives of divisions by chance are counted: about as many as Sturges' rule gives for 1,000, doubled, since
// they are skewed where a rule has a floor.
const randomBins = 22

// bin counts the divisions by their objective.
func (r *Random) bin(all []quality) {
	step := (r.High - r.Low) / randomBins
	if step < 1e-9 {
		return
	}
	r.Bins = make([]int, randomBins)
	for _, q := range all {
		r.Bins[min(randomBins-1, int((q.objective-r.Low)/step))]++
	}
}

// Sentence says how the division compares with them. As good as is not better, and is said to be what it is.
func (r Random) Sentence() survey.Message {
	say := func(key survey.Key) survey.Message {
		return survey.Say(key, "Worse", grouped(r.Worse), "Of", grouped(r.Of))
	}
	switch {
	case r.Of == 0:
		return survey.Say("random_share", "Percentile", strconv.FormatFloat(r.Percentile, 'f', 1, 64))
	case r.Worse == r.Of:
		return say("random_all")
	case r.AtLeast:
		return say("random_least")
	case 2*r.Worse > r.Of:
		return say("random_most")
	case r.Percentile >= 100:
		return say("random_equal")
	}
	return say("random_few")
}

// Breaks says how many of them break a must-rule.
func (r Random) Breaks() survey.Message {
	return survey.Say("chance_broken", "Count", r.Broken, "Broken", grouped(r.Broken))
}

// grouped writes a number below a million as people do: 1,000.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// count lists the numbers from 0 to n-1.
func count(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// divided copies divisions into the numbers that measures take.
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
