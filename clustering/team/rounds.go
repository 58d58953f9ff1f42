package team

import (
	"context"
	"iter"
	"slices"
	"time"
)

// Rounds with few repeated pairs are the social golfer problem with other rules beside, and no construction of designs holds for
// any number of members and sizes. So rounds improve each other in turn, block coordinate descent: one is formed anew with a
// rule of the weight of a must against the pairs of all others, until nothing repeats or each has been formed three times.

// passes is how often each round is formed anew beside the others: the first time it knows only the rounds before it. Each pass takes
// its part of the budget, so that with more of them every search is shorter. Three is a choice: the second sees all rounds for the
// first time, and the third mends what the second has changed.
const passes = 3

// Rounds forms teams for several rounds at once, so that as few pairs as possible meet again (the social golfer problem) while each round
// keeps the rules. opt is for all of them together: each search gets its part of the budget, and the first has opt.Seed. The last of each
// proposal's Rules says how many of the round's pairs also meet in another; the first says why must-rules clash, and the ways out.
//
// Rounds that have been, [Input.Before], are as they are: their pairs count as met.
//
// It returns the best rounds so far when ctx ends; errors are those of [Propose].
func Rounds(ctx context.Context, in Input, rounds int, opt Options, report func(Progress)) ([]Proposal, error) {
	part := opt
	part.Plain = true
	steps := rounds * passes
	part.Budget, part.Moves = opt.Budget/time.Duration(steps), opt.Moves/int64(steps)
	if opt.Moves > 0 {
		part.Moves = max(1, part.Moves)
	}
	out := make([]Proposal, rounds)
	best, least, asked := []Proposal(nil), 0, in
	for pass := range passes {
		for r := range rounds {
			in.history = met(in, out, r)
			part.Seed = opt.Seed + uint64(pass*rounds+r)
			if opt.Now != nil && pass > 0 && ctx.Err() != nil {
				return best, nil
			}
			p, err := Propose(ctx, in, part, nil)
			if err != nil {
				return nil, err
			}
			out[r] = p
			if report != nil {
				now := Progress{Share: float64(pass*rounds+r+1) / float64(steps), Moves: p.Moves}
				if !in.Confides() { // of which no score by all rules is told
					now.Objective, now.Unmet = p.Objective, len(p.Unmet)
				}
				report(now)
			}
		}
		if n := again(in.Before, out); best == nil || n < least {
			best, least = slices.Clone(out), n
		}
		if least == 0 {
			break
		}
	}
	for r := range best { // the rounds that came later change what each repeats
		in.history, in.GaveWay, in.Activities = met(in, best, r), best[r].GaveWay, best[r].Activities()
		p, err := Evaluate(in, best[r].Divisions())
		if err != nil {
			return nil, err
		}
		p.Seed, p.Moves, p.Stopped, p.TooSmall = opt.Seed, best[r].Moves, best[r].Stopped, best[r].TooSmall
		best[r] = p
	}
	part.Budget, part.Moves, part.Plain = opt.Budget/time.Duration(rounds), part.Moves*passes, opt.Plain
	return best, best[0].explain(ctx, asked, part)
}

// explain adds why must-rules clash and what can be done about that and about what is too small, as where teams are formed once: whether must-rules
// can be kept does not hang on the other rounds.
func (p *Proposal) explain(ctx context.Context, in Input, opt Options) error {
	if len(p.Unmet)+len(p.TooSmall) == 0 {
		return nil
	}
	once, err := Propose(ctx, in, opt, nil)
	if err != nil {
		return err
	}
	if len(p.Unmet) > 0 {
		p.Clash = once.Clash
	}
	for k, small := range p.TooSmall {
		if at := slices.IndexFunc(once.TooSmall, small.Same); at >= 0 {
			p.TooSmall[k].Ways = once.TooSmall[at].Ways
		}
	}
	return nil
}

// met counts how often each pair is in a team in the rounds before and in those other than skip.
func met(in Input, rounds []Proposal, skip int) *pairTable {
	p := newPairTable(in.Table.N)
	for i, j := range mates(in.Before, slices.Delete(slices.Clone(rounds), skip, skip+1)) {
		p.add(int32(i), int32(j), 1)
	}
	return p
}

// again counts how often pairs meet again over the rounds before and some more.
func again(before [][][]int, rounds []Proposal) (n int) {
	seen := map[[2]int]bool{}
	for i, j := range mates(before, rounds) {
		key := [2]int{min(i, j), max(i, j)}
		if seen[key] {
			n++
		}
		seen[key] = true
	}
	return n
}

// mates yields who is in a team with whom, round by round.
func mates(before [][][]int, rounds []Proposal) iter.Seq2[int, int] {
	all := slices.Clone(before)
	for _, r := range rounds {
		all = append(all, r.Divisions())
	}
	return func(yield func(int, int) bool) {
		for _, round := range all {
			for _, g := range round {
				for a, i := range g {
					for _, j := range g[:a] {
						if !yield(i, j) {
							return
						}
					}
				}
			}
		}
	}
}
