package team

import (
	"math"
	"slices"
)

// A Share is what a rule counts of the whole: First where it comes before all others, else Of, the part from 0 to 1 of the objective that
// is its score. Known is false of a rule that cannot be asked for as it stands. Rounded is Of in thousandths as they are shown: those of all rules
// together make the whole.
type Share struct {
	Known, First bool
	Of           float64
	Rounded      int
}

// Shares returns what each of the input's rules counts among those that can be asked for.
func Shares(in Input) []Share {
	out := make([]Share, len(in.Rules))
	c := &compiler{in: in, n: in.Table.N}
	if c.n == 0 || c.identify() != nil {
		return out
	}
	p := &problem{in: in, n: c.n, ids: c.ids}
	var at []int
	for i, r := range in.Rules {
		if r.check() == nil && p.add(c, r) == nil {
			at = append(at, i)
		}
	}
	p.weigh()
	for k, c := range p.rules {
		out[at[k]] = c.share()
	}
	return rounded(out)
}

// share is what the rule counts once the weights are known.
func (c *compiled) share() Share { return Share{Known: true, First: c.must(), Of: c.w} }

// Shares returns what each rule of the draft counts.
func (d *Draft) Shares() []Share {
	out := make([]Share, len(d.p.rules))
	for r, c := range d.p.rules {
		out[r] = c.share()
	}
	return rounded(out)
}

// rounded rounds the shares by largest remainder, but none that counts anything to nothing, for which the largest is less.
func rounded(all []Share) []Share {
	sum, left := 0.0, make([]float64, len(all))
	for r := range all {
		s := &all[r]
		sum += s.Of
		s.Rounded = int(max(1000*s.Of+1e-9, b2f(s.Of > 0)))
		left[r] = 1000*s.Of - float64(s.Rounded)
	}
	rest := int(math.Round(1000 * sum))
	for _, s := range all {
		rest -= s.Rounded
	}
	for ; rest > 0; rest-- {
		r := slices.Index(left, slices.Max(left))
		all[r].Rounded++
		left[r]--
	}
	for ; rest < 0; rest++ {
		most := 0
		for r := range all {
			if all[r].Rounded > all[most].Rounded {
				most = r
			}
		}
		all[most].Rounded--
	}
	return all
}
