package team

import (
	"slices"

	"dure/survey"
)

// A rule on answers in confidence counts only where one forming by it tells nobody's answer. In a team of two or three that is as mixed as the
// whole it would say who answered otherwise than whom; and several rules that nobody is the only one of a value, on different values of one question, leave
// only teams of one answer. So such a rule stands idle where a team may be smaller than minMixed, and where another of its kind counts on
// the question. Neither hangs on anybody's answer: on sizes, sections, locks, and the order of the rules alone.
//
// Within a team of any size two members can change their answers without changing how a rule on the question is kept. MinMixed is a choice: with
// three, a team in which nobody is the only one is of one answer, or of two and one.

// MinMixed is how many members every team has at least where a rule on answers in confidence counts.
const MinMixed = 4

// Why a rule does not count, as message keys.
const (
	IdleSmall  survey.Key = "rule_idle_small"  // a team may have fewer than [MinMixed]
	IdleSecond survey.Key = "rule_idle_second" // another of its kind counts on the question
)

// idle silences the rules that do not count.
func (p *problem) idle() {
	seen, small := map[[2]string]bool{}, false
	for i, c := range p.rules {
		m, mixes := c.kind.(mixer)
		if !mixes || c.Silent || !slices.ContainsFunc(c.standsOn(), p.in.Table.Confides) {
			continue
		}
		if len(seen) == 0 {
			small = p.smallest() < MinMixed
		}
		column, _ := p.in.Table.Column(c.standsOn()[0])
		on, why := [2]string{string(c.Rule.Kind), column.Name}, survey.Key("")
		if small {
			why = IdleSmall
		} else if m.mixes() && seen[on] {
			why = IdleSecond
		}
		seen[on] = true
		if why != "" {
			c.Rule.Silent = true
			p.rules[i] = compile(c.Rule, c.number, silence{})
			p.rules[i].idle = why
		}
	}
}

// smallest is how many members the smallest team has at least, of whatever number of teams the sizes allow; 0 where they allow none.
func (p *problem) smallest() int {
	plans, err := p.plans()
	if err != nil {
		return 0
	}
	least, most := huge, 0
	for _, of := range plans {
		most = max(most, len(of))
	}
	for k := range most {
		pl := make(plan, len(plans))
		for s, of := range plans {
			pl[s] = slices.Clone(of[min(k, len(of)-1)])
		}
		if p.number(pl) != nil {
			continue // locks fit into no such teams, so that none are formed
		}
		for _, slots := range pl {
			for _, sl := range slots {
				least = min(least, sl.lo, sl.size)
			}
		}
	}
	return least % huge
}

// Idle says of each rule of the input why it does not count, "" of those that do; nil of one that cannot be read.
func Idle(in Input) []survey.Key {
	if !in.Confides() {
		return make([]survey.Key, len(in.Rules))
	}
	p, err := read(in)
	if err != nil {
		return nil
	}
	return p.whyIdle()
}

// Idle says the same of the draft's rules.
func (d *Draft) Idle() []survey.Key { return d.p.whyIdle() }

func (p *problem) whyIdle() (why []survey.Key) {
	for _, c := range p.rules {
		why = append(why, c.idle)
	}
	return why
}
