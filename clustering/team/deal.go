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
	var all []*tally
	var rules []*compiled
	for _, c := range f.p.rules {
		if m, ok := c.measure.(counter); ok && c.must() {
			all, rules = append(all, m.countIn(s)), append(rules, c)
		}
	}
	marks, total := sorts(all, f.p.sections[s])
	numbers := 1
	for _, n := range total {
		if numbers *= n + 1; numbers > mostLeft {
			return true
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
	left, steps := []int{numbers - 1}, 0
	known := map[string][]int{} // deals by the limits of a slot and the rules that are for it
	for _, sl := range f.plan[s] {
		asked := make([]bool, len(rules))
		for k, c := range rules {
			asked[k] = c.holdsIn(sl.number)
		}
		limits := fmt.Sprint(sl.lo, sl.hi, asked)
		if known[limits] == nil {
			known[limits] = dealsOf(all, asked, marks, of, sl)
		}
		deals := known[limits]
		if steps += len(left) * len(deals); steps > f.mostSteps() {
			return true
		}
		left = dealOut(left, deals, of)
	}
	return slices.Contains(left, 0)
}

// mostSteps is less where a page waits for the proof.
func (f *former) mostSteps() int {
	if f.brief {
		return mostSteps / 50
	}
	return mostSteps
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

// dealsOf lists what a team of the slot can have of each sort so that it keeps all tallies that are asked of it.
func dealsOf(all []*tally, asked []bool, marks [][]uint8, of [][]int, sl slot) (deals []int) {
	for k, have := range of {
		size := 0
		for _, n := range have {
			size += n
		}
		keeps := size >= sl.lo && size <= sl.hi
		for t := 0; keeps && t < len(all); t++ {
			n := 0
			for sort, mark := range marks {
				n += have[sort] * int(mark[t])
			}
			keeps = !asked[t] || all[t].rate(size, n).ok
		}
		if keeps {
			deals = append(deals, k)
		}
	}
	return deals
}

// dealOut lists what can be left after one team more.
func dealOut(left, deals []int, of [][]int) (next []int) {
	seen := make([]bool, len(of))
	for _, have := range left {
		for _, deal := range deals {
			fits := true
			for sort, n := range of[deal] {
				fits = fits && n <= of[have][sort]
			}
			if fits && !seen[have-deal] {
				seen[have-deal] = true
				next = append(next, have-deal)
			}
		}
	}
	return next
}
