package team

import (
	"fmt"
	"slices"
)

// maxOtherTeams is how many other numbers of teams are tried, the nearest first: from teams of four that reaches teams of two and of eight
// in clubs up to 40.
const maxOtherTeams = 24

// tryOtherSizes offers the nearest number of teams, or ideal size, with which every must-rule is kept, and where there is none, teams of more
// sizes. A list of sizes is left as it is.
func (w *finder) tryOtherSizes() {
	z := w.p.in.Sizes
	if len(z.List) > 0 {
		return
	}
	limited := z.filled(w.p.n).Max > 0
	var others []attempt
	switch {
	case limited && z.Teams == 0: // every number that the limits allow was tried
	case len(w.p.sections) > 1 && z.Teams == 0:
		others = w.otherIdeals()
	default:
		others = w.otherTeams()
	}
	_ = slices.ContainsFunc(append(others, w.widerLimits()...), w.try) // the first is enough
}

// sized is an attempt with other sizes.
func (w *finder) sized(z Sizes, c Change) attempt {
	c.Rule = -1
	return attempt{demand: demand{w.told().rules, z}, changes: []Change{c}}
}

// otherTeams lists other numbers of teams, the nearest first. Nobody is alone in a team who was not, and there are two teams at least.
func (w *finder) otherTeams() (all []attempt) {
	was, n := len(w.out.Teams), w.p.n
	z := w.p.in.Sizes.filled(n)
	for d := 1; d < n && len(all) < maxOtherTeams; d++ {
		for _, g := range []int{was - d, was + d} {
			if g < 2 || n/g < min(2, n/was) || z.Max > 0 && (g*z.Max < n || g*z.Min > n) {
				continue
			}
			other := w.p.in.Sizes
			other.Teams = g
			all = append(all, w.sized(other, Change{Kind: changeTeams, Was: was, Count: g}))
		}
	}
	return all
}

// otherIdeals lists other ideal sizes, the nearest first, for a season whose sections have as many teams as suit them.
func (w *finder) otherIdeals() (all []attempt) {
	was := w.p.in.Sizes.filled(w.p.n).Ideal
	for d := 1; d < was; d++ {
		for _, ideal := range []int{was - d, was + d} {
			if ideal >= 2 {
				other := w.p.in.Sizes
				other.Ideal = ideal
				all = append(all, w.sized(other, Change{Kind: changeSize, Was: was, Count: ideal}))
			}
		}
	}
	return all
}

// widerLimits lets teams be smaller, or larger, or both, by one, and by two.
func (w *finder) widerLimits() (all []attempt) {
	least, most := w.p.n, 0
	for _, t := range w.out.Teams {
		least, most = min(least, len(t.Members)), max(most, len(t.Members))
	}
	if z := w.p.in.Sizes.filled(w.p.n); z.Max > 0 {
		least, most = z.Min, z.Max
	}
	for d := 1; d <= 2; d++ {
		smaller := max(least-d, min(2, least))
		for _, limits := range []Range{{smaller, most}, {least, most + d}, {smaller, most + d}} {
			if limits.Min == least && limits.Max == most {
				continue
			}
			other := w.p.in.Sizes
			other.Min, other.Max = limits.Min, limits.Max
			all = append(all, w.sized(other, Change{Kind: changeLimits, Value: fmt.Sprintf("%d–%d", other.Min, other.Max)}))
		}
	}
	return all
}
