package team

import (
	"fmt"
	"slices"
	"strings"

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

// maxMerges is how many sections to count as one with are offered at most, of so many that are tried.
const (
	maxMerges   = 2
	triedMerges = 6
)

// sectionWays are the ways out for section s, which is too small. Where several rules divide the members, no one of them says what a section is, so
// that none of them is changed.
func (f *former) sectionWays(s int) (ways []Way) {
	if rule := f.divider(); rule >= 0 {
		for _, set := range f.merges(s) {
			if len(ways) == maxMerges {
				break
			}
			names := f.names(set)
			ways = append(ways, f.tried(rule, f.p.in.Rules[rule].merging(names), Change{Kind: changeMerge, Value: names.text()})...)
		}
		names := f.names([]int{s})
		crossing := f.p.in.Rules[rule]
		crossing.Cross = slices.Concat(crossing.Cross, names)
		ways = append(ways, f.tried(rule, crossing, Change{Kind: changeCross, Value: names.text()})...)
	}
	return append(ways, f.leavingOut(s)...)
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

// sectionTexts are names of sections as a rule has them.
type sectionTexts []Text

func (names sectionTexts) text() string { return strings.Join(texts(names), betweenSections) }

// names are those of some sections.
func (f *former) names(sections []int) (names sectionTexts) {
	for _, s := range sections {
		for _, name := range f.p.sectionNames(s) {
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

// merges lists sets of sections, s among them, that can count as one: s and another, or all that are too small, those that make the best sizes
// first.
func (f *former) merges(s int) (sets [][]int) {
	var small []int
	for t := range f.p.sections {
		if t != s {
			sets = append(sets, []int{min(s, t), max(s, t)})
		}
		if f.p.isTooSmall(t) {
			small = append(small, t)
		}
	}
	if len(small) > 2 {
		sets = append(sets, small)
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
	d := f.asked().with(r, rule)
	g, err := f.opened(d)
	if err != nil {
		return nil
	}
	for s, members := range g.p.sections {
		if f.keepsAlready(members, len(g.plans[s][0])) {
			continue
		}
		if ok, _ := g.feasible(s, waysEnd); !ok {
			return nil
		}
	}
	return []Way{{Changes: []Change{c}, Rules: d.rules}}
}

// keepsAlready reports whether these members are a section, and so many teams of them were found that keep the must-rules.
func (f *former) keepsAlready(members []int32, teams int) bool {
	s := f.p.section[members[0]]
	return slices.Equal(f.p.sections[s], members) && len(f.plan[s]) == teams && f.keptIn(s)
}

// keptIn reports whether what was found for section s keeps the must-rules.
func (f *former) keptIn(s int) bool {
	return f.p.quality(f.found[s], f.numbers(s), f.scales).broken == 0
}

// leavingOut is the way to form without section s. The others stay as they are, so that nothing has to be searched for.
func (f *former) leavingOut(s int) []Way {
	for t := range f.p.sections {
		if t != s && !f.keptIn(t) {
			return nil
		}
	}
	way := Way{Changes: []Change{{Kind: changeLeaveOut, Rule: -1, Count: len(f.p.sections[s]), Value: f.names([]int{s}).text()}}, Rules: f.asked().rules}
	for _, i := range f.p.sections[s] {
		way.LeaveOut = append(way.LeaveOut, f.p.ids[i])
	}
	if z := f.p.in.Sizes; z.Teams > 0 {
		z.Teams -= len(f.plan[s])
		way.Sizes = &z
	}
	return []Way{way}
}

// lonelyWays are the ways out for teams of one, alone: as many teams as can be of two, or two at least in each where the search chose. A
// list of sizes is left as it is, and so is a team that is locked.
func (f *former) lonelyWays(out Proposal, alone []int) []Way {
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
		if ok, _ := g.feasible(s, waysEnd); !ok || len(members) > 1 && slices.ContainsFunc(g.plans[s][0], func(sl slot) bool { return sl.size == 1 }) {
			return nil
		}
	}
	return []Way{{Changes: []Change{c}, Rules: f.asked().rules, Sizes: &z}}
}
