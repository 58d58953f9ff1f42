package team

import (
	"slices"
	"time"

	"dure/clustering/team/search"
)

// The last step of a search proves that no move of one member, and no swap of two, makes the teams better: by what must-rules break, and then by the
// objective that is shown. What does is made. Members who must share a team move as one and are left where they are, as are those whom the input
// fixes. Sections are polished in turn; where rules put the worst team of all first, until none of them finds anything.

// polishLimit is up to how many members that is tried: of 2,000 all swaps are two million. It is a choice.
const polishLimit = 2000

// polish polishes what was found, by the limits that it is judged by, and notes whether nothing makes it better any more.
func (f *former) polish() {
	f.judge()
	if f.worstAcross() {
		f.keepBegun()
	}
	if f.p.n > polishLimit {
		return
	}
	if f.localOptimum = new(true); f.optimal {
		return
	}
	budget := f.polishing()
	optimum := f.polishAll(budget)
	if optimum && f.moves < f.opt.Moves {
		largest := slices.MaxFunc(count(len(f.plan)), func(s, t int) int { return len(f.p.sections[s]) - len(f.p.sections[t]) })
		if changed, _ := f.polishSection(largest, budget, true); changed && f.worstAcross() {
			optimum = f.polishAll(budget)
		}
	}
	*f.localOptimum = optimum
}

// worstAcross reports whether what a section is worth hangs on others.
func (f *former) worstAcross() bool { return len(f.plan) > 1 && len(f.p.worstFirst()) > 0 }

// polishAll polishes all sections and reports whether nothing makes any of them better.
func (f *former) polishAll(budget search.Budget) bool {
	for again := true; again; {
		again = false
		for s := range f.plan {
			changed, proved := f.polishSection(s, budget, false)
			if !proved {
				return false
			}
			again = again || changed && f.worstAcross()
		}
	}
	return true
}

// polishing is the budget of it: what is left of the moves, and of the time what the search left of it, a tenth of the budget at least.
func (f *former) polishing() search.Budget {
	b := search.Budget{Context: f.ctx, Now: f.opt.Now}
	if b.Now != nil {
		b.Start, b.Time = b.Now(), max(f.left(), f.opt.Budget/10)
	}
	return b
}

// proof is how many moves that takes where it finds nothing.
func (f *former) proof() (moves int64) {
	for s, members := range f.p.sections {
		n := int64(len(members))
		moves += n * (n - 1) / 2
		if _, given := sizesOf(f.plan[s]); !given {
			moves += n * int64(len(f.plan[s]))
		}
	}
	return moves
}

// polishTime is about how long it takes: 0.2 µs for each swap, twice, with some changes made on the way.
func (f *former) polishTime() time.Duration { return time.Duration(f.proof()) * 400 }

// searching is how many moves the search may take: what is left but for a proof and what it finds.
func (f *former) searching() int64 {
	left, last := f.opt.Moves-f.moves, 2*f.proof()+int64(polishSpare*f.p.n)
	if f.opt.Moves < 4*last {
		last = 0 // there are too few to prove anything
	}
	return max(1, f.opt.Moves/4, left-last)
}

// polishSpare is for each member how many moves a search may take beyond its budget: it looks at it only once in a pass over all members.
const polishSpare = 8

// polishSection polishes section s, and spends on it what moves are left if whole is set.
func (f *former) polishSection(s int, budget search.Budget, whole bool) (changed, proved bool) {
	c := f.section(s)
	c.exact = true
	e := c.evaluator(c.fixed(), f.p.blocks)
	e.Place(f.groups(s))
	opt := search.Polish{Criteria: f.criteria(s), Budget: budget}
	if f.opt.Moves > 0 {
		if opt.Budget.Moves = f.opt.Moves - f.moves; opt.Budget.Moves <= 0 {
			return false, false
		}
	}
	if whole {
		opt.Rand = f.rng(s, 3000)
	}
	for _, c := range f.p.rules {
		if !c.counts() {
			continue
		}
		opt.Criteria[len(opt.Floors)].Drop = f.drop(c, s)
		opt.Floors = append(opt.Floors, f.elsewhere(c, s))
	}
	if f.opt.Robust {
		opt.Floors = append(opt.Floors, 0)
	}
	moves, changed, proved := e.Polish(opt)
	f.moves += moves
	f.found[s] = f.teams(s, e)
	return changed, proved
}

// elsewhere is what teams of sections other than s come to by a rule: the least score, or of a rule on the whole division its score before the teams
// of s count.
func (f *former) elsewhere(c *compiled, s int) float64 {
	least, sc := 1.0, f.scales[c.number-1]
	line := sc.offset
	for o, teams := range f.found {
		for k, number := range f.numbers(o) {
			if o != s {
				out := c.of(number, teams[k])
				least, line = min(least, out.score), line+sc.slope*out.value
			}
		}
	}
	if c.whole() {
		return line
	}
	return least
}

// drop is by how much one swap may lower the score of a rule at most, 0 where it is never cut off.
func (f *former) drop(c *compiled, s int) float64 {
	if !clamped(c) {
		return 0
	}
	most, largest := 0.0, 0
	for k, i := range f.p.sections[s] {
		for _, j := range f.p.sections[s][:k] {
			most = max(most, c.measure.(pairwise).base().between(i, j))
		}
	}
	for _, sl := range f.plan[s] {
		largest = max(largest, sl.hi)
	}
	return -f.scales[c.number-1].slope * most * float64(2*largest)
}
