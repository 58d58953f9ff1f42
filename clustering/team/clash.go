package team

import (
	"slices"

	"dure/clustering/team/search"
)

// Why must-rules cannot all be kept: a smallest set of them that cannot, an irreducible infeasible subset. It is found by the
// deletion filter (Chinneck 2008, doi:10.1007/978-0-387-74932-7): each rule in turn is left out, and stays out if the rest still cannot be kept. That
// takes as many questions as there are rules, which are few, and each question is the whole problem again: answered no by a proof
// where there is a quick one (counts that cannot be dealt, blocks and cliques that do not fit, all divisions of a small
// section), else by a search that found nothing, which is said. Ways out change one rule of the set at a time, the mildest
// change first, and are tried the same way.

// A Clash is a smallest set of must-rules that cannot all be kept: without any one of them the others can. There may be other sets; one
// way out of this may leave another to be found.
type Clash struct {
	Rules  []int    `json:"rules"`  // by position in the proposal's Rules
	Proved bool     `json:"proved"` // whether it is certain; otherwise no way was found in a long search
	Where  string   `json:"where"`  // the section that it is about; "" for the whole
	Ways   []Way    `json:"ways"`   // any one of them is a way out
	Names  []string `json:"names"`  // members whom the rules name, if any
}

// A Way out of a clash is one rule changed as mildly as makes the others of the set possible, tried before it is offered; or the rule made a
// should, which always is one.
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
		if rule.must() && !rule.divides() {
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
		m, ok := rule.measure.(joiner)
		if !ok || !rule.must() {
			continue
		}
		first := map[int]int{}
		for i, set := range m.joined() {
			if set < 0 {
				continue
			}
			if _, known := first[set]; !known {
				first[set] = i
			}
			if a := first[set]; f.p.section[i] != f.p.section[a] {
				section := slices.IndexFunc(f.p.rules, (*compiled).divides)
				way := Way{Rule: r, Change: "should"}
				if len(rule.Members) > 0 {
					way = Way{Rule: r, Change: "without_member", Member: f.p.ids[i]}
				}
				return &Clash{Rules: []int{section, r}, Proved: true, Names: []string{f.p.ids[a], f.p.ids[i]}, Ways: []Way{way, {Rule: section, Change: "should"}}}
			}
		}
	}
	return nil
}

// choice is the rules by position, all musts, with the sections, one of them changed if change is not nil.
func (f *former) choice(keep []int, change *Rule, at ...int) []Rule {
	rules := []Rule{}
	for r, c := range f.p.rules {
		if c.divides() {
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

// feasible reports whether section s can keep rules, whatever the number of teams that the sizes allow, and if not whether that
// is proved: by trying everything, or because even one rule alone cannot be kept. It reads the rules anew, as they may be changed
// ones, and a set that cannot be read cannot be kept.
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

// keeps reports whether section s can keep the must-rules with teams of the plan, and if not whether that is proved. What is
// neither found nor proved is searched twice, from another seed: a search that just misses would name rules that clash with nothing.
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
		if len(f.p.sections[s]) <= search.ExactLimit {
			return false, true
		}
		f.opt.Seed++
	}
	return false, false
}

// dealable reports whether every rule on counts could be kept if it were the only one.
func (f *former) dealable(s int) bool {
	for _, c := range f.p.rules {
		if m, ok := c.measure.(dealer); ok && !m.dealable(f.p, s, limitsOf(f.plan[s])) {
			return false
		}
	}
	return true
}

// blocksApart reports whether members who must share a team must also not, or are more than a team holds.
func (f *former) blocksApart(s int) bool {
	room := f.widest(s)
	for _, b := range f.p.blocks {
		if f.p.section[b[0]] != s {
			continue
		}
		if len(b) > room || slices.ContainsFunc(f.p.separators(), func(m *linked) bool { return m.shared(b) > 0 }) {
			return true
		}
	}
	return slices.ContainsFunc(f.p.separators(), func(m *linked) bool {
		return len(m.sizes) > 0 && slices.Max(m.counts(f.p.sections[s])) > len(f.plan[s])
	})
}

// way finds the mildest change of rule r that lets section s keep the other rules of the set, as the kind lists them; where none does, or the kind
// knows none, the rule becomes a should, and it is said how many teams of the division break it.
func (f *former) way(keep []int, r, s int, out Proposal) Way {
	rule := f.p.rules[r].Rule
	try := func(change Rule) bool {
		ok, _ := f.feasible(f.choice(keep, &change, r), s)
		return ok
	}
	if k, ok := f.p.rules[r].kind.(relaxer); ok {
		for _, m := range k.milder(rule, f.widest(s)) {
			if try(m.rule) {
				m.way.Rule = r
				return m.way
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
