package team

import (
	"slices"
	"time"

	"dure/clustering/team/search"
)

// Whether must-rules can be kept is the whole problem again, for each question anew. It is answered no by a proof where there is a quick
// one (counts that cannot be dealt, blocks and cliques that do not fit, all divisions of a small section), yes by a division that
// keeps them, and else no by a search that found nothing, which is said. Forming by the same rules and sizes asks the same question of the
// same seeds where its own search keeps less, so that what was found here is found there.

// A demand is which rules are to be kept with which sizes. A rule that is left out is made a should, so that all keep their positions.
type demand struct {
	rules []Rule
	sizes Sizes
}

// asked is what the proposal was asked for.
func (f *former) asked() demand {
	return demand{slices.Clone(f.p.in.Rules), f.p.in.Sizes}
}

// told is what may be told of that: which rules clash with what members say in confidence would give it away.
func (f *former) told() demand {
	return demand{f.p.in.Disclosed().Rules, f.p.in.Sizes}
}

// whole are rules of a demand that may be told, with all that they were asked for.
func (f *former) whole(told []Rule) []Rule {
	told = slices.Clone(told)
	for r := range told {
		told[r].AvoidColumn, told[r].Silent = f.p.in.Rules[r].AvoidColumn, f.p.in.Rules[r].Silent
	}
	return told
}

// musts lists the rules that have to be kept, but for those on sections, without which it would be another problem, and those that give way.
func (d demand) musts() []int {
	return slices.DeleteFunc(d.counting(), func(r int) bool {
		_, gives := d.rules[r].Kind.kind().(giver)
		return gives || d.rules[r].sections() || !d.rules[r].binds()
	})
}

// counting lists the rules that say what a division that keeps all must-rules is: those, which columns are sections, and what holds so many members.
func (d demand) counting() (all []int) {
	for r, rule := range d.rules {
		if rule.sections() || rule.binds() || rule.Limits() || rule.arranges(d.rules) {
			all = append(all, r)
		}
	}
	return all
}

// sections reports whether the rule is on sections.
func (r Rule) sections() bool { _, ok := r.Kind.kind().(sectioner); return ok }

// Limits reports whether the rule limits how many members teams hold, whatever its strength.
func (r Rule) Limits() bool {
	k, ok := r.Kind.kind().(limiter)
	return ok && !r.Silent && k.limits(r)
}

// limited reports whether a rule does.
func (p *problem) limited() bool {
	return slices.ContainsFunc(p.rules, func(c *compiled) bool { return c.Limits() })
}

// only returns the demand without the must-rules that are not in keep.
func (d demand) only(keep []int) demand {
	return d.without(slices.DeleteFunc(d.musts(), func(r int) bool { return slices.Contains(keep, r) }))
}

// without returns the demand without the rules.
func (d demand) without(rules []int) demand {
	for _, r := range rules {
		rule := d.rules[r]
		rule.Strength = Should
		d = d.with(r, rule)
	}
	return d
}

// with returns the demand with another rule in the place of one.
func (d demand) with(r int, rule Rule) demand {
	d.rules = slices.Clone(d.rules)
	d.rules[r] = rule
	return d
}

// opened reads a demand as a problem of its own, of which only the must-rules count. Those that give way do so by any number at first.
func (f *former) opened(d demand) (*former, error) { return f.openedOn(f.p.in, d) }

// openedOn does so for the members of another input.
func (f *former) openedOn(in Input, d demand) (*former, error) {
	in.Rules, in.Sizes, in.history, in.GaveWay = []Rule{}, d.sizes, nil, nil
	for _, r := range d.counting() {
		in.Rules = append(in.Rules, d.rules[r])
	}
	p, err := read(in)
	if err != nil {
		return nil, err
	}
	p.weighMusts()
	g := &former{ctx: f.ctx, p: p, opt: f.opt, start: f.start, found: make([][][]int32, len(p.sections)), firm: make([]float64, len(p.sections))}
	for s := range p.sections {
		p.yield(s, p.n)
	}
	if g.plans, err = p.plans(); err != nil {
		return nil, err
	}
	return g, g.nearest()
}

// holds reports whether section s can keep what is demanded, whatever the number of teams that the sizes allow, and if not whether that
// is proved. What cannot be read cannot be kept. After so many budgets nothing is searched any more.
func (f *former) holds(d demand, s int, end float64) (ok, proved bool) {
	g, err := f.opened(d)
	if err != nil || s >= len(g.p.sections) {
		return false, true
	}
	return g.feasible(s, end)
}

// keptWhole reports whether a division was found that keeps a demand, in all sections that it leaves.
func (f *former) keptWhole(d demand, end float64) bool {
	g, err := f.opened(d)
	return err == nil && g.feasibleWhole(end)
}

// feasibleWhole reports whether a division was found in every section that keeps what the former is asked for.
func (f *former) feasibleWhole(end float64) bool {
	for s := range f.p.sections {
		if !f.reaches(s, end) {
			return false
		}
	}
	return true
}

// feasible is holds of the former's own demand; what it finds is then the former's plan and division of the section. Where members who may
// be in several sections were given one, nothing is proved, nor where capacities leave a choice of sizes, of which one is taken.
func (f *former) feasible(s int, end float64) (ok, proved bool) {
	tried := 0
	was := f.chosen
	proved = len(f.plans[s]) < maxOptions && !f.p.placed
	for k, slots := range f.plans[s] {
		if k+1 < len(f.plans[s]) && len(f.plans[s][k+1]) == len(slots) {
			continue // sizes that the search chooses include the even ones
		}
		if f.p.limited() && (len(f.plans) > 1 || slices.ContainsFunc(slots, func(sl slot) bool { return sl.lo < sl.hi })) {
			proved = false
		}
		if f.takeIn(s, slots) != nil || f.ruledOut(s) {
			continue // who is locked does not fit, or it is proved at once
		}
		if tried++; tried > maxTried {
			proved = false
			break
		}
		can, sure := f.keeps(s, end)
		if can {
			return true, true
		}
		proved = proved && sure
	}
	_ = f.take(was) // as before
	return false, proved
}

// keeps reports whether section s can keep the must-rules with teams of the plan, and if not whether that is proved.
func (f *former) keeps(s int, end float64) (ok, proved bool) {
	if !f.dealableTogether(s) {
		return false, true
	}
	if f.over(end) {
		return false, false
	}
	tried := f.probeAgain(s)
	if f.found[s] = nil; tried.broken == 0 {
		f.found[s] = tried.teams
	}
	return tried.broken == 0, tried.broken == 0 || len(f.p.sections[s]) <= search.ExactLimit
}

// probeAgain probes section s, and what is neither solved nor kept once more from another seed: a search that just misses would name rules
// that clash with nothing.
func (f *former) probeAgain(s int) trial {
	first := f.probe(s)
	if first.broken > 0 && len(f.p.sections[s]) > search.ExactLimit {
		f.opt.Seed++
		again := f.probe(s)
		f.opt.Seed--
		if again.broken < first.broken {
			return again
		}
	}
	return first
}

// over reports whether the search has ended, or took so many budgets.
func (f *former) over(end float64) bool {
	return f.ctx.Err() != nil || f.late(time.Duration(end*float64(f.opt.Budget)))
}

// ruledOut reports whether it is proved, in next to no time, that section s cannot keep the must-rules with teams of the plan.
func (f *former) ruledOut(s int) bool { return !f.dealable(s) || f.blocksApart(s) || f.tooManyApart(s) }

// impossible reports whether that is proved without a search.
func (f *former) impossible(s int) bool { return f.ruledOut(s) || !f.dealableTogether(s) }

// dealable reports whether every rule on counts could be kept if it were the only one.
func (f *former) dealable(s int) bool {
	for _, c := range f.p.rules {
		if m, ok := c.measure.(dealer); ok && c.must() && !m.dealable(f.p, s, c.limitsOf(f.plan[s])) {
			return false
		}
	}
	return true
}

// blocksApart reports whether members who must share a team must also not, are of two sections, or are more than a team holds.
func (f *former) blocksApart(s int) bool {
	room := f.widest(s)
	for _, b := range f.p.blocks {
		of := func(i int32) bool { return f.p.section[i] == s }
		if !slices.ContainsFunc(b, of) {
			continue
		}
		if len(b) > room || slices.ContainsFunc(b, func(i int32) bool { return !of(i) }) ||
			slices.ContainsFunc(f.p.separators(), func(m *linked) bool { return m.shared(b) > 0 }) {
			return true
		}
	}
	return slices.ContainsFunc(f.p.separators(), func(m *linked) bool {
		return len(m.sizes) > 0 && slices.Max(m.counts(f.p.sections[s])) > len(f.plan[s])
	})
}

// widest is the most members that a team of section s can have.
func (f *former) widest(s int) int {
	n := 0
	for _, sl := range f.plan[s] {
		n = max(n, min(sl.hi, len(f.p.sections[s])))
	}
	return n
}
