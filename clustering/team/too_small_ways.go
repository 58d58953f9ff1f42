package team

import (
	"fmt"
	"slices"

	"dure/survey"
)

// What can be done with a section that is too small: let it count as one with another, or with all that are too small, whichever makes the best
// sizes; let its members join any team; or form without them. And with teams of one: fewer teams. Each way is tried, like those out of a
// clash, before it is offered.

// Kinds of changes of sections. The Value of one is what the sections are called, and betweenSections between them.
const (
	changeMerge    = "merge"     // the sections count as one
	changeCross    = "cross"     // members of these may join any team
	changeLeaveOut = "leave_out" // so many members are formed without
)

// triedMerges is how many sections to count as one with are tried for one that is too small.
const triedMerges = 6

// sectionWays are the ways out for each of the small sections, no way twice: all of them count as one, which stands with the first, or where
// that is no way out each with another; and each joins any team, or is left out. Where several rules divide the members, no one of them says
// what a section is, so that none of them is changed.
func (f *former) sectionWays(small []int) [][]Way {
	ways := make([][]Way, len(small))
	rule := f.divider()
	if rule >= 0 && len(small) > 1 {
		ways[0] = f.merged(rule, [][]int{small})
	}
	together := len(small) > 1 && len(ways[0]) > 0
	var known [][]int // sets that were tried
	for k, s := range small {
		if rule >= 0 && !together {
			sets := slices.DeleteFunc(f.pairings(s), func(set []int) bool {
				return slices.ContainsFunc(known, func(o []int) bool { return slices.Equal(o, set) })
			})
			ways[k] = f.merged(rule, sets)
			known = append(known, sets...)
		}
		ways[k] = slices.Concat(ways[k], f.crossingWay(s), f.leavingOut(s))
	}
	return ways
}

// crossingWay is the way to let members of section s join any team, or none.
func (f *former) crossingWay(s int) []Way {
	rule := f.divider()
	if rule < 0 {
		return nil
	}
	names := f.names([]int{s})
	crossing := f.p.in.Rules[rule]
	crossing.Cross = slices.Concat(crossing.Cross, names)
	return f.tried(rule, crossing, Change{Kind: changeCross, Value: inOne(texts(names))})
}

// merged is the way by which the first of these sets that can counts as one section, or none.
func (f *former) merged(rule int, sets [][]int) []Way {
	for _, set := range sets {
		members := 0
		for _, s := range set {
			members += len(f.p.sections[s])
		}
		if f.p.tooFew(members) {
			continue
		}
		names := f.names(set)
		if ways := f.tried(rule, f.p.in.Rules[rule].merging(names), Change{Kind: changeMerge, Value: inOne(texts(names))}); len(ways) > 0 {
			return ways
		}
	}
	return nil
}

// divider is the position of the only rule that divides the members, or -1.
func (f *former) divider() int {
	at := -1
	for r, c := range f.p.rules {
		switch {
		case !c.divides():
		case at >= 0:
			return -1
		default:
			at = r
		}
	}
	return at
}

// names are those of some sections, by the only rule that divides.
func (f *former) names(sections []int) (names []Text) {
	for _, s := range sections {
		for _, name := range f.p.sectionNames(s)[0] {
			names = append(names, Text(name))
		}
	}
	return names
}

// merging is a rule on sections under which these, and those that count as one with one of them already, count as one.
func (r Rule) merging(names []Text) Rule {
	one := slices.Clone(names)
	has := func(name Text) bool {
		return slices.ContainsFunc(one, func(n Text) bool { return survey.Fold(string(n)) == survey.Fold(string(name)) })
	}
	var merge [][]Text
	for _, set := range r.Merge {
		if !slices.ContainsFunc(set, has) {
			merge = append(merge, set)
			continue
		}
		for _, name := range set {
			if !has(name) {
				one = append(one, name)
			}
		}
	}
	r.Merge = append(merge, one)
	return r
}

// pairings are the sets of s and another section, those that make the best sizes first.
func (f *former) pairings(s int) (sets [][]int) {
	for t := range f.p.sections {
		if t != s {
			sets = append(sets, []int{min(s, t), max(s, t)})
		}
	}
	sizes := func(set []int) misfit {
		members := []int{0}
		for t, in := range f.p.sections {
			if slices.Contains(set, t) {
				members[0] += len(in)
				continue
			}
			members = append(members, len(in))
		}
		return f.p.misfit(members)
	}
	slices.SortStableFunc(sets, func(a, b []int) int { return sizes(a).compare(sizes(b)) })
	return sets[:min(len(sets), triedMerges)]
}

// tried is the way by which a rule becomes another, or none if the must-rules were not all kept so.
func (f *former) tried(r int, rule Rule, c Change) []Way {
	c.Rule = r
	d := f.told().with(r, rule)
	g, err := f.opened(d)
	if err != nil {
		return nil
	}
	for s, members := range g.p.sections {
		if f.keepsAlready(members, len(g.plan[s])) {
			continue
		}
		if !g.reaches(s, waysEnd) {
			return nil
		}
	}
	return []Way{{Changes: []Change{c}, Rules: f.whole(d.rules)}}
}

// keepsAlready reports whether these members are a section, and so many teams of them were found that keep the must-rules; with capacities it
// depends on the other sections too.
func (f *former) keepsAlready(members []int32, teams int) bool {
	s := f.p.section[members[0]]
	return !f.p.limited() && slices.Equal(f.p.sections[s], members) && len(f.plan[s]) == teams && f.keptIn(s)
}

// keptIn reports whether what was found for section s keeps the must-rules.
func (f *former) keptIn(s int) bool {
	return f.p.quality(f.found[s], f.numbers(s), f.scales).broken == 0
}

// leavingOut is the way to form without section s, but with who joined it and may be in others, or none if what remains was not kept so.
func (f *former) leavingOut(s int) []Way {
	d, left := f.told(), f.p.own(s)
	way := Way{Changes: []Change{{Kind: changeLeaveOut, Rule: -1, Count: len(left), Value: f.p.sectionName(s)}}, Rules: f.whole(d.rules)}
	for _, i := range left {
		if f.p.in.Fixed != nil && f.p.in.Fixed[i] >= 0 { // who is locked to a team stays
			return nil
		}
		way.LeaveOut = append(way.LeaveOut, f.p.ids[i])
	}
	if d.sizes.Teams > 0 {
		d.sizes.Teams -= len(f.plan[s])
		way.Sizes = &d.sizes
	}
	if f.p.n-len(left) < 2 {
		return nil
	}
	g, err := f.openedOn(f.p.inputWithout(left), demand{WithoutMembers(d.rules, way.LeaveOut), d.sizes})
	if err != nil || !g.feasibleWhole(waysEnd) {
		return nil
	}
	return []Way{way}
}

// inputWithout is the input without some members, by row.
func (p *problem) inputWithout(left []int32) Input {
	in, kept := p.in, slices.DeleteFunc(count(p.n), func(i int) bool { return slices.Contains(left, int32(i)) })
	in.Table, in.IDs = p.in.Table.Pick(kept), nil
	for _, i := range kept {
		in.IDs = append(in.IDs, p.ids[i])
	}
	if p.in.Fixed != nil {
		in.Fixed = nil
		for _, i := range kept {
			in.Fixed = append(in.Fixed, p.in.Fixed[i])
		}
	}
	return in
}

// aloneWays are the ways out for teams of one, alone: as many teams as can be of two, or two at least in each where the search chose. A
// list of sizes is left as it is, and so is a team that is locked.
func (f *former) aloneWays(out Proposal, alone []int) []Way {
	z := f.p.in.Sizes
	if len(z.List) > 0 || slices.ContainsFunc(alone, func(t int) bool { return slices.Contains(f.p.in.Closed, t) }) {
		return nil
	}
	c := Change{Kind: changeLimits, Rule: -1}
	if z.Teams > 0 {
		z.Teams = 0
		for s, members := range f.p.sections {
			z.Teams += min(len(f.plan[s]), max(1, len(members)/2))
		}
		if z.Teams == len(out.Teams) { // nobody is there to join
			return nil
		}
		c = Change{Kind: changeTeams, Rule: -1, Was: len(out.Teams), Count: z.Teams}
	} else {
		z = z.filled(f.p.n)
		z.Min = 2
		c.Value = fmt.Sprintf("%d–%d", z.Min, z.Max)
	}
	g, err := f.opened(demand{f.p.in.Rules, z})
	if err != nil {
		return nil
	}
	for s, members := range g.p.sections {
		if !g.reaches(s, waysEnd) || len(members) > 1 && slices.ContainsFunc(g.plan[s], func(sl slot) bool { return sl.size == 1 }) {
			return nil
		}
	}
	return []Way{{Changes: []Change{c}, Rules: f.asked().rules, Sizes: &z}}
}
