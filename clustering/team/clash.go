package team

import (
	"cmp"
	"slices"
)

// Why must-rules cannot all be kept: smallest sets of them that cannot, irreducible infeasible subsets. One is found by the
// deletion filter (Chinneck 2008, doi:10.1007/978-0-387-74932-7): each rule in turn is left out, and stays out if the rest still cannot be kept. That
// takes as many questions as there are rules, which are few; how each is answered is in feasible.go. Then the rules of the set are left out
// together, and what remains is asked the same: thus sets that share no rule are named at once, and an organizer who has mended one
// does not find the next only then.

// A Clash is a smallest set of must-rules that cannot all be kept: without any one of them the others can.
type Clash struct {
	Rules  []int   `json:"rules"`          // by position in the proposal's Rules
	Proved bool    `json:"proved"`         // whether it is certain; otherwise no way was found in a long search
	Where  string  `json:"where"`          // the section that it is about; "" for the whole
	More   []Clash `json:"more,omitempty"` // further ones, no smaller, which share no rule with this; they have no ways of their own
	Ways   []Way   `json:"ways"`           // any one of them lets all must-rules be kept

	section int // that Where calls, or acrossSections
}

// has reports whether the rule is of the clash, or of a further one.
func (c Clash) has(rule int) bool {
	return slices.Contains(c.Rules, rule) || slices.ContainsFunc(c.More, func(m Clash) bool { return m.has(rule) })
}

// acrossSections stands for the section of a clash that is between members of two.
const acrossSections = -1

// maxClashes is how many clashes are named at most; with more the rules are to be thought over as a whole.
const maxClashes = 4

// The search for clashes and for ways out ends so many budgets after the start, of which forming took the first.
const (
	clashesEnd = 1.6
	waysEnd    = 2.1
	lastEnd    = 2.4 // of the way that is left where no other was found
)

// clash finds why the must-rules that out breaks cannot be kept, and ways out.
func (f *former) clash(out Proposal) *Clash {
	all := f.clashes(out)
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b Clash) int { return cmp.Compare(len(a.Rules), len(b.Rules)) })
	c := all[0]
	c.More = all[1:]
	c.Ways = f.findWays(c, out)
	return &c
}

// clashes finds sets of must-rules that cannot be kept, no two of which share a rule but one on sections.
func (f *former) clashes(out Proposal) (all []Clash) {
	left := f.told()
	for set := f.across(left); set != nil && len(all) < maxClashes; set = f.across(left) {
		all = append(all, Clash{Rules: set, Proved: true, section: acrossSections})
		left = left.without(set[1:])
	}
	for _, s := range f.brokenSections(out) {
		for len(all) < maxClashes && (len(all) == 0 || !f.over(clashesEnd)) {
			if ok, _ := f.holds(left, s, clashesEnd); ok {
				break
			}
			set, proved := f.smallest(left, s, clashesEnd)
			if set == nil {
				break
			}
			all = append(all, Clash{Rules: slices.Concat(set, f.dividing(left.only(set))), Proved: proved, Where: f.p.sectionName(s), section: s})
			left = left.without(set)
		}
	}
	return all
}

// smallest finds rules of a demand that cannot be kept in section s, none of which can be left out.
func (f *former) smallest(d demand, s int, end float64) (set []int, proved bool) {
	keep := d.musts()
	for k := 0; k < len(keep) && !f.over(end); {
		without := slices.Delete(slices.Clone(keep), k, k+1)
		if ok, _ := f.holds(d.only(without), s, end); ok {
			k++
			continue
		}
		keep = without
	}
	if len(keep) == 0 {
		return nil, false
	}
	ok, proved := f.holds(d.only(keep), s, end)
	if ok {
		return nil, false
	}
	return keep, proved
}

// dividing lists the rules on sections without any one of which a demand that clashes in one section can be kept: they are of the clash.
func (f *former) dividing(d demand) (set []int) {
	for r, rule := range d.rules {
		if !rule.sections() || rule.Power() != Must {
			continue
		}
		if whole := d.without([]int{r}); f.keptWhole(whole, clashesEnd) {
			set = append(set, r)
		} else {
			d = whole
		}
	}
	return set
}

// brokenSections lists the sections whose teams break a must-rule, the smallest first: there a clash is proved soonest.
func (f *former) brokenSections(out Proposal) (broken []int) {
	for _, t := range out.Teams {
		if len(t.Members) == 0 || !slices.ContainsFunc(out.Unmet, func(r int) bool { return !t.OK[r] }) {
			continue
		}
		if s := f.p.section[t.Members[0]]; !slices.Contains(broken, s) {
			broken = append(broken, s)
		}
	}
	slices.SortStableFunc(broken, func(a, b int) int { return cmp.Compare(len(f.p.sections[a]), len(f.p.sections[b])) })
	return broken
}

// across finds a rule by which members of two sections must share a team, and lists it behind the one on sections.
func (f *former) across(d demand) []int {
	g, err := f.opened(d)
	if err != nil || len(g.p.sections) < 2 {
		return nil
	}
	at := d.counting()
	for r, c := range g.p.rules {
		if m, ok := c.measure.(joiner); ok && c.must() && g.p.crossed(m.joined()) {
			return []int{at[slices.IndexFunc(g.p.rules, (*compiled).divides)], at[r]}
		}
	}
	return nil
}

// crossed reports whether one of the sets, by member, has members of two sections.
func (p *problem) crossed(sets []int) bool {
	first := map[int]int{}
	for i, set := range sets {
		if set < 0 {
			continue
		}
		if _, known := first[set]; !known {
			first[set] = p.section[i]
		}
		if first[set] != p.section[i] {
			return true
		}
	}
	return false
}
