package team

import "slices"

// What organizers are told of teams is reckoned by the rules without what members say in confidence: any figure, order or list that changes
// as somebody comes to whom they avoid, would tell of it. What is searched for takes all of it into account.

// Disclosed returns the rule without what members say in confidence, by which alone a page says how it is kept; nothing reports that
// all of it is in confidence. It is the rule itself where nothing of it is.
func (r Rule) Disclosed() (shown Rule, nothing bool) {
	if k, ok := r.Kind.kind().(confider); ok {
		return k.disclosed(r)
	}
	return r, false
}

// Confides reports whether the rule asks for something that members say in confidence.
func (r Rule) Confides() bool {
	shown, _ := r.Disclosed()
	return shown.AvoidColumn != r.AvoidColumn
}

// DisclosedRules returns the rules without what members say in confidence.
func DisclosedRules(rules []Rule) []Rule {
	all := make([]Rule, len(rules))
	for i, r := range rules {
		all[i], _ = r.Disclosed()
	}
	return all
}

// Confided returns the rules by which a division is mended of what is asked in confidence: those that are disclosed, and beside them, as
// must-rules, what else each asks for. From the first number on they are of the latter.
func Confided(rules []Rule) (all []Rule, from int) {
	var asked []Rule
	for _, r := range rules {
		if r.Confides() {
			r.AtLeast, r.Strength = new(0), Must
			asked = append(asked, r)
		}
	}
	return append(DisclosedRules(rules), asked...), len(rules)
}

// disclosed judges teams that were found by the disclosed rules: how they score, how far that is from the best, and how teams by chance do. It
// is nil where the rules say nothing in confidence.
func (f *former) disclosed(divisions [][]int) *Proposal {
	if f.opt.Plain || !slices.ContainsFunc(f.p.in.Rules, Rule.Confides) {
		return nil
	}
	p := *f.p
	p.last.scales = nil
	if p.rules = f.disclosedRules(); p.rules == nil {
		return nil
	}
	g := &former{ctx: f.ctx, p: &p, opt: f.opt, start: f.start, plan: f.plan, found: f.found, scales: p.scales(p.framesOf(f.plan))}
	out := p.evaluateScaled(divisions, g.scales)
	p.bounds(&out, g.plan, g.scales, g.fine())
	out.Random = g.random(out)
	if !p.placed && len(out.Unmet) == 0 && *out.Gap < 1e-9 {
		out.Stopped = StoppedOptimal
	}
	if p.placed {
		out.unbound()
	}
	out.Teams = nil // they are those of the proposal
	return &out
}

// disclosedRules are the rules without what members say in confidence, at their weights; nil where one cannot be read.
func (f *former) disclosedRules() []*compiled {
	c := &compiler{in: f.p.in, n: f.p.n}
	if c.identify() != nil {
		return nil
	}
	all := slices.Clone(f.p.rules)
	for i, r := range all {
		if !r.Confides() {
			continue
		}
		c.Rule, _ = r.Disclosed()
		m, err := r.kind.compile(c)
		if err != nil {
			return nil
		}
		all[i] = compile(c.Rule, r.number, m)
		all[i].w = r.w
	}
	return all
}

// Told is the proposal with no more than is known of it by the disclosed rules: of a bound, a proof and a comparison with chance by all rules
// nothing can be said beside the score that is shown.
func (p Proposal) Told() Proposal {
	if !slices.ContainsFunc(p.Rules, func(r Result) bool { return r.Rule.Confides() }) {
		return p
	}
	known := Proposal{}
	if p.Disclosed != nil {
		known = *p.Disclosed
	}
	p.Stopped, p.Bound, p.Gap, p.Random = known.Stopped, known.Bound, known.Gap, known.Random
	p.Rules = slices.Clone(p.Rules)
	for i := range p.Rules {
		switch {
		case i < len(known.Rules):
			p.Rules[i].Bound = known.Rules[i].Bound
		case p.Rules[i].Rule.Confides():
			p.Rules[i].Bound = nil
		}
	}
	return p
}
