package team

import (
	"context"
	"math"
	"slices"

	"dure/survey"
)

// What is proved of rules before any team is formed, in next to no time: how many teams could keep a rule if it were the only one, by the best deal of
// those whom it counts, how many of a rule on counts beside the must-rules on counts, and which must-rules no teams keep together: two at a time, and where there
// are no such two the smallest set that cannot be kept, found by the deletion filter as in clash.go. All of it holds for every division into teams of the planned sizes; where
// limits leave a choice of sizes, or members of several sections can be in one, nothing is said.

// A Prospect is that of one rule. Nothing is known of it where Teams is 0.
type Prospect struct {
	Teams int
	Most  int     // of them that could keep it
	Sure  bool    // so many can
	None  bool    // the rule is for teams of which there are none
	Count int     // members whom a rule on a kind of member counts, or -1
	With  [][]int // must-rules all of which cannot be kept with it, by position
	// Beside is how many could keep it where all keep the other must-rules, if that is known to be fewer than Most; else it is Most.
	Beside int
}

// A foreteller is a measure that knows how many teams of a section can keep it, and whether so many can.
type foreteller interface {
	keepable(p *problem, s int, f frame) (most int, sure bool)
}

// Prospects returns that of each of the input's rules. What members say in confidence is told of none.
func Prospects(in Input) []Prospect {
	in = in.Disclosed()
	out := make([]Prospect, len(in.Rules))
	f := &former{ctx: context.Background(), p: &problem{in: in}}
	g, at := f.foreseen(func(_ int, r Rule) bool { return bool(r.Kind.kind().about().keeping) })
	if g == nil {
		return out
	}
	for k, c := range g.p.rules {
		if m, ok := c.measure.(foreteller); ok && !slices.ContainsFunc(c.standsOn(), in.Table.Confides) {
			out[at[k]] = g.prospect(c, m)
		}
	}
	if f.foresee(out); slices.ContainsFunc(out, func(p Prospect) bool { return len(p.With) > 0 }) {
		return out
	}
	for k, c := range g.p.rules {
		if out[at[k]].Teams > 0 {
			out[at[k]].Beside = min(out[at[k]].Most, g.beside(c))
		}
	}
	return out
}

// foreseen is the problem of some of the rules, and of those that say which teams there are, with the position of each; nil where nothing can be proved.
func (f *former) foreseen(which func(i int, r Rule) bool) (*former, []int) {
	in := f.p.in
	in.Rules = []Rule{} // and not those by default
	var at []int
	for i, r := range f.p.in.Rules {
		if !r.Silent && r.check() == nil && (which(i, r) || r.Limits() || r.arranges(f.p.in.Rules) || r.sections() && r.Power() == Must) {
			in.Rules, at = append(in.Rules, r), append(at, i)
		}
	}
	p, err := read(in)
	if err != nil || p.placed {
		return nil, nil
	}
	g := &former{ctx: f.ctx, p: p, brief: true}
	if g.plans, err = p.plans(); err != nil || slices.ContainsFunc(g.plans, func(of [][]slot) bool { return len(of) > 1 }) {
		return nil, nil
	}
	if g.nearest() != nil {
		return nil, nil
	}
	for _, slots := range g.plan {
		if _, given := sizesOf(slots); !given {
			return nil, nil
		}
	}
	return g, at
}

// prospect adds up what is known of the sections.
func (f *former) prospect(c *compiled, m foreteller) Prospect {
	all := Prospect{Sure: true, Count: -1}
	t, counts := m.(interface{ countIn(s int) *tally })
	if counts {
		all.Count = 0
	}
	for s, members := range f.p.sections {
		limits := c.limitsOf(f.plan[s])
		asked, _, _ := limits.split()
		most, sure := m.keepable(f.p, s, limits)
		all.Teams, all.Most, all.Sure = all.Teams+len(asked.sizes), all.Most+most, all.Sure && sure
		if counts {
			all.Count += t.countIn(s).total(members)
		}
	}
	all.None, all.Beside = all.Teams == 0, all.Most
	return all
}

// beside is how many teams could keep a rule on counts where all keep the must-rules on counts, huge where that is not known.
func (f *former) beside(c *compiled) (n int) {
	_, counts := c.measure.(counter)
	others := slices.ContainsFunc(f.p.rules, func(o *compiled) bool { _, counts := o.measure.(counter); return counts && o != c && o.must() })
	if !counts || !others {
		return huge
	}
	for s := range f.p.sections {
		most, known := f.mostTogether(s, c)
		if !known || most < 0 {
			return huge
		}
		n += most
	}
	return n
}

// maxForeseen is how many must-rules are tried together at most: 28 pairs take some milliseconds.
const maxForeseen = 8

// foresee finds the must-rules that cannot be kept together, though each can alone: two at a time, or else the smallest set of more.
func (f *former) foresee(out []Prospect) {
	var musts []int
	for i, r := range f.p.in.Rules {
		if r.binds() && !r.sections() && !r.Silent && (out[i].Teams == 0 || out[i].Most == out[i].Teams) {
			musts = append(musts, i)
		}
	}
	musts = musts[:min(len(musts), maxForeseen)]
	clash := func(set []int) {
		for _, i := range set {
			out[i].With = append(out[i].With, slices.DeleteFunc(slices.Clone(set), func(j int) bool { return j == i }))
		}
	}
	pairs := false
	for a, i := range musts {
		for _, j := range musts[:a] {
			if set := []int{j, i}; f.never(set) {
				clash(set)
				pairs = true
			}
		}
	}
	if pairs || len(musts) < 3 || !f.never(musts) {
		return
	}
	for k := 0; k < len(musts); {
		if without := slices.Delete(slices.Clone(musts), k, k+1); f.never(without) {
			musts = without
			continue
		}
		k++
	}
	if len(musts) > 1 { // else it is the sizes
		clash(musts)
	}
}

// never reports whether it is proved that some rules cannot all be kept.
func (f *former) never(set []int) bool {
	g, _ := f.foreseen(func(k int, _ Rule) bool { return slices.Contains(set, k) })
	return g != nil && slices.ContainsFunc(count(len(g.p.sections)), g.impossible)
}

// keepable deals those who count so that the most teams keep the rule. Members who must share a team make it no more than a bound.
func (m *tally) keepable(p *problem, s int, f frame) (most int, sure bool) {
	kept := &tally{m.is, func(size, count int) outcome { ok := m.rate(size, count).ok; return outcomeOf(0, b2f(ok), ok) }}
	kinds := m.blockKinds(p, s)
	least := math.Inf(1)
	for _, with := range kinds {
		if deal := kept.meanDeal(f, m.total(p.sections[s]), with); deal >= 0 { // else no team holds those
			least = min(least, deal)
		}
	}
	asked, free, _ := f.split()
	return int(min(least-float64(free), float64(len(asked.sizes)))), len(kinds) == 1
}

// keepable holds if the sets can be dealt with no two of one in a team: by the sizes of teams and sets (Gale and Ryser 1957). Else one team breaks it.
func (m scattered) keepable(p *problem, s int, f frame) (most int, sure bool) {
	sizes := slices.Sorted(slices.Values(f.sizes))
	slices.Reverse(sizes)
	sets := m.counts(p.sections[s])
	alone := len(p.sections[s]) - sum(sets)
	room := 0
	for k, size := range sizes {
		room += size
		spread := alone
		for _, n := range sets {
			spread += min(n, k+1)
		}
		if room > spread {
			return len(sizes) - 1, false
		}
	}
	return len(sizes), len(p.blocks) == 0
}

// keepable leaves out the teams that hold those who have no time in common with so many others, and those of fewer than two who said when.
func (m *hours) keepable(p *problem, s int, f frame) (most int, sure bool) {
	members, said, short := p.sections[s], 0, 0
	k := slices.Min(f.lo)
	if len(members) > maxForeseenHours {
		k = 1 // by their own hours alone
	}
	for _, i := range members {
		if !m.said[i] {
			continue
		}
		said++
		short += int(b2f(m.most(i, members, k) < m.min))
	}
	asked, _, room := f.split()
	short -= room // who can have little time are where nothing is asked
	sizes := slices.Sorted(slices.Values(asked.hi))
	most = len(sizes)
	if said == 0 {
		return most, false // nobody was asked yet
	}
	for _, size := range slices.Backward(sizes) {
		if short <= 0 {
			break
		}
		short, most = short-size, most-1
	}
	return min(most, said/2), false
}

// maxForeseenHours is the size of section up to which pairs of members are asked for their hours in common: 300 take some milliseconds.
const maxForeseenHours = 500

// Messages say how many teams could keep the rule taken alone, and how many beside the other must-rules where those are fewer; none where neither is known.
func (p Prospect) Messages() (all []survey.Message) {
	switch {
	case p.None:
		return []survey.Message{survey.Say("prospect_none")}
	case p.Teams == 0:
		return nil
	case p.Most < p.Teams:
		all = append(all, survey.Say("prospect_most", "Most", p.Most, "Teams", p.Teams, "Counted", p.Count >= 0, "Members", p.Count))
	case p.Sure:
		all = append(all, survey.Say("prospect_all", "Count", p.Teams))
	}
	if p.Beside < p.Most {
		all = append(all, survey.Say("prospect_beside", "Most", p.Beside, "Teams", p.Teams))
	}
	return all
}
