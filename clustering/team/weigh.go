package team

import (
	"slices"

	"dure/survey"
)

// unbreakableWeight is by how much a must-rule that teams cannot break, such as balance, counts more than its weight: 400 beside
// the 4 of a should-rule. It is a choice, so that one hundredth of its score is worth a whole should-rule; a larger number would
// leave the others no say at all.
const unbreakableWeight = 400

// weigh shares the objective among the rules that are no must, or among all if there is no other. Weights are in no unit: only
// their shares count.
func (p *problem) weigh() {
	sum := 0.0
	only := !slices.ContainsFunc(p.rules, func(c *compiled) bool { return !c.must() && !c.Silent })
	for _, c := range p.rules {
		_, isCapped := c.kind.(capped)
		switch {
		case c.Silent:
			c.w = 0
		case isCapped:
			c.w = c.weight()
		case c.Power() == Must && !c.must():
			c.w = c.weight() * unbreakableWeight
		case !c.must() || only:
			c.w = c.weight()
		}
		sum += c.w
	}
	sum = p.cap(sum)
	for _, c := range p.rules {
		if sum > 0 {
			c.w /= sum
		}
	}
}

// weighMusts shares the objective among the must-rules, whatever other rules are there.
func (p *problem) weighMusts() {
	sum := 0.0
	for _, c := range p.rules {
		if c.w = 0; c.must() {
			c.w = c.weight()
		}
		sum += c.w
	}
	for _, c := range p.rules {
		c.w /= max(sum, 1e-300)
	}
}

// Uncapped is the key of a note that a capped rule is the only one that counts.
const Uncapped survey.Key = "rule_uncapped"

// cap lowers the weight of capped rules so that none has more than its share of the whole, unless it is the only rule that counts, which is noted, and
// returns what the weights add up to then. With s the share and r the weight of the rest, a rule that is capped weighs s ÷ (1 − s) · r:
// then it has s of all. The capped rules are taken one after another, each against the weights as they then are.
func (p *problem) cap(sum float64) float64 {
	for _, c := range p.rules {
		k, ok := c.kind.(capped)
		if !ok {
			continue
		}
		share, rest := k.share(c.Rule), 0.0
		for _, o := range p.rules {
			if o != c {
				rest += o.w
			}
		}
		switch {
		case rest == 0 && share < 1 && c.w > 0:
			p.notes = append(p.notes, survey.Say(Uncapped, "Rule", c.number))
		case rest > 0 && share < 1 && c.w > share*(rest+c.w):
			c.w = share / (1 - share) * rest
		}
		sum = rest + c.w
	}
	return sum
}
