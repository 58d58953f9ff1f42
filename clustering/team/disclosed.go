package team

import (
	"slices"

	"dure/clustering/team/search"
	"dure/survey"
)

// What organizers are told of teams is reckoned by the rules without what members say in confidence: any figure, order or list that changes
// as somebody comes to whom they avoid, would tell of it. What is searched for takes all of it into account.

// Disclosed returns the rule without what members say in confidence, by the table, by which alone a page says how it is kept; nothing
// reports that all of it is in confidence. It is the rule itself where nothing of it is.
func (r Rule) Disclosed(t survey.Table) (shown Rule, nothing bool) {
	if k, ok := r.Kind.kind().(confider); ok {
		return k.disclosed(r, t)
	}
	r.Silent = slices.ContainsFunc(r.standsOn(), t.Confides)
	return r, r.Silent
}

// Confides reports whether the rule asks for something that members say in confidence.
func (r Rule) Confides(t survey.Table) bool {
	shown, _ := r.Disclosed(t)
	return shown.Silent || shown.AvoidColumn != r.AvoidColumn
}

// BindsInConfidence reports whether it is a must-rule that does.
func (r Rule) BindsInConfidence(t survey.Table) bool { return r.binds() && r.Confides(t) }

// Confides reports whether one of the rules does.
func (in Input) Confides() bool {
	return slices.ContainsFunc(in.Rules, func(r Rule) bool { return r.Confides(in.Table) })
}

// Silenced returns the rules of teams that were formed earlier, of which those ask for nothing that their kind may not ask for of answers in
// confidence, as after a question became sensitive.
func Silenced(rules []Rule, t survey.Table) []Rule {
	rules = slices.Clone(rules)
	for i, r := range rules {
		rules[i].Silent = slices.ContainsFunc(r.standsOn(), func(name string) bool {
			c, ok := t.Column(name)
			return ok && !r.admits(c)
		})
	}
	return rules
}

// Disclosed returns the input with the rules without what members say in confidence.
func (in Input) Disclosed() Input {
	all := make([]Rule, len(in.Rules))
	for i, r := range in.Rules {
		all[i], _ = r.Disclosed(in.Table)
	}
	in.Rules = all
	return in
}

// silence stands for a rule of which nothing is told: it asks for nothing, and has no part in a score.
type silence struct{}

func (silence) of(int, []int32) outcome        { return outcomeOf(0, 1, true) }
func (silence) scale(*problem, []frame) scale  { return scale{ceiling: 1} }
func (silence) terms(*section) []search.Term   { return nil }
func (silence) bound(bounding) (float64, bool) { return 1, true }
func (silence) fact(int, []int32) survey.Message {
	return secret()
}

// secret is the fact of a rule on what is told in confidence.
func secret() survey.Message { return survey.Say("fact_secret") }

// disclosed judges teams that were found by the disclosed rules: how they score, how far that is from the best, and how teams by chance do. It
// is nil where the rules say nothing in confidence.
func (f *former) disclosed(divisions [][]int) *Proposal {
	if f.opt.Plain || !f.p.in.Confides() {
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
	p := &problem{}
	for _, r := range f.p.rules {
		if !r.Confides(f.p.in.Table) {
			same := *r
			p.rules = append(p.rules, &same)
			continue
		}
		c.Rule, _ = r.Disclosed(f.p.in.Table)
		m, err := c.measure()
		if err != nil {
			return nil
		}
		p.rules = append(p.rules, compile(c.Rule, r.number, m))
	}
	p.weigh()
	return p.rules
}

// Told is the proposal with no more than is known of it by the disclosed rules: its score too, since of teams that an organizer chose, by their sizes
// and by who is put together, a score by all rules would say what single members said. Where that is not known it is 0.
func (p Proposal) Told(t survey.Table) Proposal {
	if !slices.ContainsFunc(p.Rules, func(r Result) bool { return r.Rule.Confides(t) }) {
		return p
	}
	known := Proposal{}
	if p.Disclosed != nil {
		known = *p.Disclosed
	}
	p.LocalOptimum, p.Moves = nil, 0 // which are by all rules
	p.Objective, p.Stopped, p.Bound, p.Gap, p.Random, p.Unmet, p.Teams, p.Disclosed = known.Objective, known.Stopped, known.Bound, known.Gap, known.Random, known.Unmet, nil, nil
	p.Notes = slices.DeleteFunc(slices.Clone(p.Notes), func(n survey.Message) bool {
		rule, of := n.Args["Rule"].(int)
		return of && p.Rules[rule-1].Rule.Confides(t)
	})
	p.Rules = slices.Clone(p.Rules)
	for i, r := range p.Rules {
		switch {
		case i < len(known.Rules):
			p.Rules[i] = known.Rules[i]
		case r.Rule.Confides(t):
			p.Rules[i] = Result{}
		}
		p.Rules[i].Rule = r.Rule
	}
	return p
}
