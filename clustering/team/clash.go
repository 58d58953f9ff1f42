package team

import (
	"cmp"
	"math"
	"slices"

	"dure/survey"
)

// A Clash is a smallest set of must-rules that cannot all be kept: without any one of them the
// others can.
type Clash struct {
	Rules  []int    `json:"rules"`  // by position in the proposal's Rules
	Proved bool     `json:"proved"` // whether it is certain; otherwise no way was found in a long search
	Where  string   `json:"where"`  // the section that it is about; "" for the whole
	Ways   []Way    `json:"ways"`   // any one of them is a way out
	Names  []string `json:"names"`  // members whom the rules name, if any
}

// A Way out of a clash is one rule changed as mildly as makes the others possible.
type Way struct {
	Rule   int    `json:"rule"`
	Change string `json:"change"` // at_least, at_most, exactly, min, without_member or should
	Count  int    `json:"count"`  // to what, where the change is a number
	Member string `json:"member"` // who, for without_member
	Broken int    `json:"broken"` // teams that would break the rule, for should
}

// clash finds why the must-rules that out breaks cannot be kept.
func (f *former) clash(out Proposal) *Clash {
	s := f.brokenSection(out)
	if s < 0 {
		return nil
	}
	if len(f.p.sections) > 1 {
		if c := f.acrossSections(); c != nil {
			return c
		}
	}
	c := &Clash{Where: f.p.sectionName(s), Proved: true}
	keep := []int{}
	for r, rule := range f.p.rules {
		if rule.must() && rule.Kind != Section {
			keep = append(keep, r)
		}
	}
	for k := 0; k < len(keep) && f.ctx.Err() == nil && !f.late(2*f.opt.Budget); {
		without := slices.Delete(slices.Clone(keep), k, k+1)
		if ok, _ := f.feasible(f.choice(without, nil), s); ok {
			k++
			continue
		}
		keep = without
	}
	if len(keep) == 0 {
		return nil
	}
	ok, proved := f.feasible(f.choice(keep, nil), s)
	if ok {
		return nil
	}
	c.Rules, c.Proved = keep, proved
	for _, r := range keep {
		for _, m := range f.p.rules[r].Members {
			c.Names = append(c.Names, string(m))
		}
		c.Ways = append(c.Ways, f.way(keep, r, s, out))
	}
	return c
}

// brokenSection is the smallest section whose teams break a must-rule, or -1.
func (f *former) brokenSection(out Proposal) int {
	best := -1
	for _, t := range out.Teams {
		if len(t.Members) == 0 || !slices.ContainsFunc(out.Unmet, func(r int) bool { return !t.OK[r] }) {
			continue
		}
		if s := f.p.section[t.Members[0]]; best < 0 || len(f.p.sections[s]) < len(f.p.sections[best]) {
			best = s
		}
	}
	return best
}

// acrossSections finds members who must share a team but are of different sections.
func (f *former) acrossSections() *Clash {
	for r, rule := range f.p.rules {
		m, ok := rule.measure.(*linked)
		if !ok || m.apart || !rule.must() {
			continue
		}
		first := -1
		for i, in := range m.in {
			if !in {
				continue
			}
			if first < 0 {
				first = i
			}
			if f.p.section[i] == f.p.section[first] {
				continue
			}
			section := slices.IndexFunc(f.p.rules, func(c *compiled) bool { return c.Kind == Section })
			return &Clash{Rules: []int{section, r}, Proved: true, Names: []string{f.p.ids[first], f.p.ids[i]},
				Ways: []Way{{Rule: r, Change: "without_member", Member: f.p.ids[i]}, {Rule: section, Change: "should"}}}
		}
	}
	return nil
}

// choice is the rules by position, all musts, with the sections, one of them changed if change is not nil.
func (f *former) choice(keep []int, change *Rule, at ...int) []Rule {
	rules := []Rule{}
	for r, c := range f.p.rules {
		if c.Kind == Section && c.must() {
			rules = append(rules, c.Rule)
		}
		if !slices.Contains(keep, r) {
			continue
		}
		rule := c.Rule
		if change != nil && slices.Contains(at, r) {
			rule = *change
		}
		rules = append(rules, rule)
	}
	return rules
}

// feasible reports whether section s can keep rules, whatever the number of teams that the sizes allow, and if not whether
// that is proved: by trying everything, or because even one rule alone cannot be kept.
func (f *former) feasible(rules []Rule, s int) (ok, proved bool) {
	in := f.p.in
	in.Rules = rules
	p, err := read(in)
	if err != nil || s >= len(p.sections) {
		return false, true
	}
	tried := 0
	proved = true
	for k, slots := range f.plans[s] {
		if k+1 < len(f.plans[s]) && len(f.plans[s][k+1]) == len(slots) {
			continue // sizes that the search chooses include the even ones
		}
		g := &former{ctx: f.ctx, p: p, opt: f.opt, start: f.start, plan: slices.Clone(f.plan), found: make([][][]int32, len(p.sections))}
		g.plan[s] = slices.Clone(slots)
		tried++
		if g.settle() != nil {
			continue // who is locked does not fit
		}
		can, sure := g.keeps(s)
		if can {
			return true, true
		}
		proved = proved && sure
	}
	return false, proved && tried < maxOptions
}

// keeps reports whether section s can keep the must-rules with teams of the plan, and if not whether that is proved.
func (f *former) keeps(s int) (ok, proved bool) {
	if !f.dealable(s) || f.blocksApart(s) || f.tooManyApart(s) {
		return false, true
	}
	for range 2 {
		if f.late(3 * f.opt.Budget) {
			return false, false
		}
		if f.probe(s) == 0 {
			return true, true
		}
		if len(f.p.sections[s]) <= exactLimit {
			return false, true
		}
		f.opt.Seed++
	}
	return false, false
}

// dealable reports whether every rule on counts could be kept if it were the only one.
// What members who move as one hold of a kind counts with it.
func (f *former) dealable(s int) bool {
	limits := limitsOf(f.plan[s])
	for _, c := range f.p.rules {
		m, ok := c.measure.(*tally)
		if !ok {
			continue
		}
		for _, with := range f.p.blockKinds(m, s) {
			if m.worstDeal(limits, m.total(f.p.sections[s]), with) < 1-1e-9 {
				return false
			}
		}
	}
	return true
}

// blocksApart reports whether members who must share a team must also not, or are more than a team holds.
func (f *former) blocksApart(s int) bool {
	room := 0
	for _, sl := range f.plan[s] {
		room = max(room, sl.hi)
	}
	for _, b := range f.p.blocks {
		if f.p.section[b[0]] != s {
			continue
		}
		if len(b) > room {
			return true
		}
		for _, c := range f.p.rules {
			m, ok := c.measure.(*linked)
			if !ok || !m.apart {
				continue
			}
			if !c.of(0, b).ok {
				return true
			}
		}
	}
	for _, c := range f.p.rules {
		if m, ok := c.measure.(*linked); ok && m.apart && m.count(f.p.sections[s]) > len(f.plan[s]) {
			return true
		}
	}
	return false
}

// way finds the mildest change of rule r that lets section s keep the other rules of the set.
func (f *former) way(keep []int, r, s int, out Proposal) Way {
	rule := f.p.rules[r].Rule
	try := func(change Rule) bool {
		ok, _ := f.feasible(f.choice(keep, &change, r), s)
		return ok
	}
	switch rule.Kind {
	case Count:
		if w, ok := countWay(rule, r, f.widest(s), try); ok {
			return w
		}
	case Hours:
		for m := int(min(math.Ceil(rule.Min), survey.HalvesOfWeek/2+1)) - 1; m >= 0; m-- {
			change := rule
			change.Min = float64(m)
			if try(change) {
				return Way{Rule: r, Change: "min", Count: m}
			}
		}
	case Together, Apart:
		for k := range rule.Members {
			change := rule
			change.Members = slices.Delete(slices.Clone(rule.Members), k, k+1)
			if len(change.Members) >= 2 && try(change) {
				return Way{Rule: r, Change: "without_member", Member: string(rule.Members[k])}
			}
		}
	}
	broken := 0
	for _, t := range out.Teams {
		if !t.OK[r] {
			broken++
		}
	}
	return Way{Rule: r, Change: "should", Broken: broken}
}

// widest is the most members that a team of section s can have.
func (f *former) widest(s int) int {
	n := 0
	for _, sl := range f.plan[s] {
		n = max(n, min(sl.hi, len(f.p.sections[s])))
	}
	return n
}

// countWay loosens the limits of a count rule one by one.
func countWay(rule Rule, r, most int, try func(Rule) bool) (Way, bool) {
	if rule.Exactly != nil {
		n := *rule.Exactly
		near := count(most + 1)
		slices.SortStableFunc(near, func(a, b int) int { return cmp.Compare(max(a-n, n-a), max(b-n, n-b)) })
		for _, v := range near {
			change := rule
			if change.Exactly = &v; v != n && try(change) {
				return Way{Rule: r, Change: "exactly", Count: v}, true
			}
		}
		return Way{}, false
	}
	if rule.AtLeast != nil {
		for v := min(*rule.AtLeast-1, most); v >= 0; v-- {
			change := rule
			if change.AtLeast = &v; try(change) {
				return Way{Rule: r, Change: "at_least", Count: v}, true
			}
		}
	}
	if rule.AtMost != nil {
		for v := *rule.AtMost + 1; v <= most; v++ {
			change := rule
			if change.AtMost = &v; try(change) {
				return Way{Rule: r, Change: "at_most", Count: v}, true
			}
		}
	}
	return Way{}, false
}
