package team

import (
	"cmp"
	"slices"
)

// How many teams so many members make. Of the numbers that the limits allow the best is the one whose largest distance of a team's size from
// the ideal is smallest, then the one with the smallest sum of distances, then that of the larger teams; a number is judged by teams as
// even as they can be, which have the smallest of both. It is the size of teams that people ask for, so no number is better for being
// rounded down: 11 by 6 are 6 and 5, not 11.

// A misfit is how far teams are from the sizes that were asked for: how many sections are too small for a team of their own or fit no
// number of teams, the largest distance of a team's size from the ideal, and the sum of them. Distances are in half members, as the
// middle of two limits can be one.
type misfit struct{ small, most, sum int }

func (a misfit) compare(b misfit) int {
	return cmp.Or(cmp.Compare(a.small, b.small), cmp.Compare(a.most, b.most), cmp.Compare(a.sum, b.sum))
}

// twiceIdeal is two times the ideal size, which is the middle of the limits where it is not given.
func (s Sizes) twiceIdeal(n int) int {
	z := s.filled(n)
	if s.Ideal == 0 && s.Min > 0 && s.Max > 0 {
		return z.Min + z.Max
	}
	return 2 * z.Ideal
}

// off is how far g even teams of n members are from the ideal.
func off(n, g, twiceIdeal int) misfit {
	distance := func(size int) int { return max(2*size-twiceIdeal, twiceIdeal-2*size) }
	size, larger := n/g, n%g
	m := misfit{most: distance(size), sum: (g - larger) * distance(size)}
	if larger > 0 {
		m.most, m.sum = max(m.most, distance(size+1)), m.sum+larger*distance(size+1)
	}
	return m
}

// misfit is how far the teams of a plan are from the ideal.
func (p plan) misfit(twiceIdeal int) (all misfit) {
	for _, slots := range p {
		for _, sl := range slots {
			distance := max(2*sl.size-twiceIdeal, twiceIdeal-2*sl.size)
			all.most, all.sum = max(all.most, distance), all.sum+distance
		}
	}
	return all
}

// numbers lists the numbers of teams that n of a club's members can make within the limits, the best first.
func (s Sizes) numbers(n, club int) []int {
	z, ideal := s.filled(club), s.twiceIdeal(club)
	least := 1
	if z.Max > 0 {
		least = max(1, (n+z.Max-1)/z.Max)
	}
	var out []int
	for g := least; g*max(z.Min, 1) <= n; g++ {
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b int) int { return off(n, a, ideal).compare(off(n, b, ideal)) })
	return out
}

// tooFew reports whether n members are too few for a team of their own: fewer than the least size, or where none is given at most half the
// ideal.
func (p *problem) tooFew(n int) bool {
	z := p.in.Sizes
	switch {
	case len(z.List) > 0:
		return n < slices.MinFunc(z.List, func(a, b Range) int { return cmp.Compare(a.Min, b.Min) }).Min
	case z.Min > 0:
		return n < z.Min
	}
	return 4*n <= z.twiceIdeal(p.n)
}

// misfit is how far teams of sections with so many members are from what was asked for, each section with its best number of teams.
func (p *problem) misfit(members []int) (all misfit) {
	ideal := p.in.Sizes.twiceIdeal(p.n)
	for _, n := range members {
		one, small := misfit{}, p.tooFew(n)
		if numbers := p.in.Sizes.numbers(n, p.n); len(p.in.Sizes.List) > 0 {
			_, err := listed(p.in.Sizes.List, n)
			small = small || err != nil
		} else if small || len(numbers) == 0 {
			one, small = off(n, 1, ideal), true
		} else {
			one = off(n, numbers[0], ideal)
		}
		all.most, all.sum = max(all.most, one.most), all.sum+one.sum
		if small {
			all.small++
		}
	}
	return all
}

// How many numbers of teams are looked at, and how many of those that nothing quick proves too few or too many are tried. To look costs
// next to nothing, to try a short search. Where there are more, a clash is not called proved, as others might do.
const (
	maxOptions = 60
	maxTried   = 12
)

// options lists the numbers of teams that n members of a section can make, the best first; teams is the number asked for, or 0. The
// error is an [*survey.InvalidError] of the field sizes. Without limits there is one, as no other is what was asked for.
func (p *problem) options(n, teams int) ([]int, error) {
	z := p.in.Sizes.filled(p.n)
	args := map[string]any{"Members": n, "Min": z.Min, "Max": z.Max}
	if teams > 0 {
		if z.Max > 0 && teams*z.Max < n || teams*z.Min > n || teams > n {
			args["Teams"] = teams
			return nil, sizesError("sizes_teams_do_not_fit", args)
		}
		return []int{teams}, nil
	}
	out := p.in.Sizes.numbers(n, p.n)
	if len(out) == 0 {
		return nil, sizesError("sizes_do_not_add_up", args)
	}
	if z.Max == 0 {
		return out[:1], nil
	}
	return out[:min(len(out), maxOptions)], nil
}

// Planned is the sizes of the teams that are made of an input, the largest first, and whether a must-rule may ask for another number of them, as
// limits allow. Other rules it does not read, but for capacities. The error is as of [Propose].
func Planned(in Input) (sizes []int, open bool, err error) {
	in.Rules = slices.DeleteFunc(slices.Clone(in.Rules), func(r Rule) bool { return r.Power() != Must && !r.Limits() && !r.arranges(in.Rules) })
	p, err := read(in)
	if err != nil {
		return nil, false, err
	}
	f := &former{p: p}
	if f.plans, err = p.plans(); err != nil {
		return nil, false, err
	}
	if err := f.nearest(); err != nil {
		return nil, false, err
	}
	for s, slots := range f.plan {
		of, _ := sizesOf(slots)
		sizes, open = append(sizes, of...), open || len(f.plans[s]) > 1
	}
	slices.SortFunc(sizes, func(a, b int) int { return cmp.Compare(b, a) })
	return sizes, open, nil
}
