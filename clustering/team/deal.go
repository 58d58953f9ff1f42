package team

import (
	"fmt"
	"slices"
)

// Rules on counts can each be kept alone and not together: at most three men in teams of four, and no woman alone. Whether they can together is
// a question of numbers only, as long as nobody else asks who is who: members whom the rules count alike are of one sort, a team is how many it
// has of each, and a plan is filled team by team while it is kept which numbers can be left over (dynamic programming, Bellman 1957).

// How many numbers that can be left over, and how many steps from one to another, are gone through at most, a tenth of a second. Beyond, nothing
// is proved. Two rules on a question in a club of 150 take some hundred thousand steps.
const (
	mostLeft  = 50_000
	mostSteps = 20_000_000
)

// A counter rates teams by how many of them are of a kind, section by section.
type counter interface{ countIn(s int) *tally }

// dealableTogether reports whether members could be dealt to the teams of section s so that each keeps all rules on counts, locks and other
// rules aside; true where it is not known.
func (f *former) dealableTogether(s int) bool {
	most, known := f.mostTogether(s, nil)
	return !known || most >= 0
}

// mostTogether is how many of the teams could keep a rule on counts, where all keep the other must-rules on them: -1 where they cannot. Without such a rule
// it is 0 where they can.
func (f *former) mostTogether(s int, counted *compiled) (most int, known bool) {
	var all []*tally
	var rules []*compiled
	for _, c := range f.p.rules {
		if m, ok := c.measure.(counter); ok && (c.must() || c == counted) {
			all, rules = append(all, m.countIn(s)), append(rules, c)
		}
	}
	marks, total := sorts(all, f.p.sections[s])
	numbers := 1
	for _, n := range total {
		if numbers *= n + 1; numbers > f.mostLeft() {
			return 0, false
		}
	}
	of := make([][]int, numbers) // each number as how many it is of each sort, the first changing most quickly
	for k := range of {
		rest := k
		for _, n := range total {
			of[k] = append(of[k], rest%(n+1))
			rest /= n + 1
		}
	}
	left, steps, most := []deal{{numbers - 1, 0}}, 0, f.mostSteps()
	if counted != nil {
		most /= 4 // which is asked of every card
	}
	deals := map[string][]deal{} // by the limits of a slot and the rules that are for it
	for _, sl := range f.plan[s] {
		asked := make([]bool, len(rules))
		for k, c := range rules {
			asked[k] = c.holdsIn(sl.number)
		}
		limits := fmt.Sprint(sl.lo, sl.hi, asked)
		if deals[limits] == nil {
			deals[limits] = dealsOf(all, asked, slices.Index(rules, counted), marks, of, sl)
		}
		if steps += len(left) * len(deals[limits]); steps > most {
			return 0, false
		}
		left = dealOut(left, deals[limits], of)
	}
	if k := slices.IndexFunc(left, func(d deal) bool { return d.number == 0 }); k >= 0 {
		return left[k].keeps, true
	}
	return -1, true
}

// mostSteps and mostLeft are less where a page waits for the proof.
func (f *former) mostSteps() int {
	if f.brief {
		return mostSteps / 50
	}
	return mostSteps
}

func (f *former) mostLeft() int {
	if f.brief {
		return mostLeft / 5
	}
	return mostLeft
}

// sorts divides members by which tallies count them: for each sort the marks, and how many there are.
func sorts(all []*tally, members []int32) (marks [][]uint8, total []int) {
	for _, i := range members {
		mark := make([]uint8, len(all))
		for k, m := range all {
			mark[k] = m.is[i]
		}
		at := slices.IndexFunc(marks, func(other []uint8) bool { return slices.Equal(other, mark) })
		if at < 0 {
			at = len(marks)
			marks, total = append(marks, mark), append(total, 0)
		}
		total[at]++
	}
	return marks, total
}

// A deal is a number that a team can have, and 1 where it then keeps the rule that is counted; or one that can be left over, and how many teams keep it so far.
type deal struct{ number, keeps int }

// dealsOf lists what a team of the slot can have of each sort so that it keeps all tallies that are asked of it, but for the one that is counted.
func dealsOf(all []*tally, asked []bool, counted int, marks [][]uint8, of [][]int, sl slot) (deals []deal) {
	for k, have := range of {
		size := 0
		for _, n := range have {
			size += n
		}
		fits, keeps := size >= sl.lo && size <= sl.hi, 0
		for t := 0; fits && t < len(all); t++ {
			n := 0
			for sort, mark := range marks {
				n += have[sort] * int(mark[t])
			}
			ok := all[t].rate(size, n).ok
			if t == counted {
				keeps = int(b2f(ok && asked[t]))
				continue
			}
			fits = ok || !asked[t]
		}
		if fits {
			deals = append(deals, deal{k, keeps})
		}
	}
	return deals
}

// dealOut lists what can be left after one team more, each with the most teams that keep the rule that is counted.
func dealOut(left, deals []deal, of [][]int) (next []deal) {
	at := make([]int, len(of)) // of each number its place among the next, from 1
	for _, have := range left {
		for _, d := range deals {
			fits := true
			for sort, n := range of[d.number] {
				fits = fits && n <= of[have.number][sort]
			}
			if !fits {
				continue
			}
			then := deal{have.number - d.number, have.keeps + d.keeps}
			if k := at[then.number]; k > 0 {
				next[k-1].keeps = max(next[k-1].keeps, then.keeps)
				continue
			}
			next = append(next, then)
			at[then.number] = len(next)
		}
	}
	return next
}
