package survey

import (
	"fmt"
	"math/bits"
	"time"
)

// A Week is a set of its quarters of an hour, Monday 0:00 first. Members say half hours; quarters are for clocks that are a quarter apart,
// as Kathmandu's and Seoul's are.
type Week [11]uint64

// How many half hours and quarters a week has.
const (
	HalvesOfWeek   = 7 * 48
	QuartersOfWeek = 2 * HalvesOfWeek
)

// Add adds a half hour; the week goes round.
func (w *Week) Add(half int) {
	w.addQuarter(2 * half)
	w.addQuarter(2*half + 1)
}

func (w *Week) addQuarter(at int) {
	at = (at%QuartersOfWeek + QuartersOfWeek) % QuartersOfWeek
	w[at>>6] |= 1 << (at & 63)
}

// Has reports whether a half hour is wholly in the set; the week goes round.
func (w Week) Has(half int) bool { return w.HasQuarter(2*half) && w.HasQuarter(2*half+1) }

// HasQuarter reports whether a quarter is in the set; the week goes round.
func (w *Week) HasQuarter(at int) bool {
	at = (at%QuartersOfWeek + QuartersOfWeek) % QuartersOfWeek
	return w[at>>6]&(1<<(at&63)) != 0
}

// And is what both sets have.
func (w Week) And(v Week) Week {
	for i := range w {
		w[i] &= v[i]
	}
	return w
}

// Or is what either set has.
func (w Week) Or(v Week) Week {
	for i := range w {
		w[i] |= v[i]
	}
	return w
}

// Not is the rest of the week.
func (w Week) Not() Week {
	for i := range w {
		w[i] = ^w[i]
	}
	w[len(w)-1] &= 1<<(QuartersOfWeek&63) - 1
	return w
}

// LaterBy returns the quarters that lie wholly in those of the set so much later: where that is no number of quarters, less than the
// set has, and never more. The week goes round.
func (w Week) LaterBy(d time.Duration) (out Week) {
	if d == 0 { // as of nearly all
		return w
	}
	quarters, rest := int(d/quarterHour), d%quarterHour
	if rest < 0 {
		quarters, rest = quarters-1, rest+quarterHour
	}
	for at := range w.quarters {
		out.addQuarter(at + quarters)
	}
	if rest > 0 {
		return out.And(out.LaterBy(quarterHour))
	}
	return out
}

// Count is how many half hours the set comes to.
func (w Week) Count() int {
	n := 0
	for _, v := range w {
		n += bits.OnesCount64(v)
	}
	return n / 2
}

// All yields the half hours that are wholly in the set, in order.
func (w Week) All(yield func(half int) bool) {
	for at := range w.quarters {
		if at%2 == 0 && w.HasQuarter(at+1) && !yield(at/2) {
			return
		}
	}
}

// Halves are the half hours that are wholly in the set: of each two bits both or none, as no half hour stands in two words.
func (w Week) Halves() (out Week) {
	const first = 0x5555_5555_5555_5555 // the first quarter of each half hour
	for k, v := range w {
		both := v & (v >> 1) & first
		out[k] = both | both<<1
	}
	return out
}

// quarters yields those in the set, in order.
func (w Week) quarters(yield func(at int) bool) {
	for k, v := range w {
		for ; v != 0; v &= v - 1 {
			if !yield(64*k + bits.TrailingZeros64(v)) {
				return
			}
		}
	}
}

// slots are names of the half hours in the set, such as "Mon 09:30".
func (w Week) slots() []string {
	var all []string
	for h := range w.All {
		all = append(all, fmt.Sprintf("%.3s %02d:%02d", Weekdays[h/48], h%48/2, h%2*30))
	}
	return all
}

// Blocks counts the half hours of w that lie in stretches of block half hours, one at least, from any quarter on, none used twice;
// the week goes round.
func (w Week) Blocks(block int) int {
	block = 2 * max(block, 1)
	not := w.Not()
	if not == (Week{}) {
		return (QuartersOfWeek - QuartersOfWeek%block) / 2
	}
	// What Monday begins with goes on from Sunday.
	first := not.next(0)
	total := 0
	for from := w.next(first); from < QuartersOfWeek; {
		to := not.next(from)
		run := to - from
		if to == QuartersOfWeek {
			run, first = run+first, 0
		}
		total += run - run%block
		from = w.next(to)
	}
	return (total + first - first%block) / 2
}

// next returns the first quarter from at on that is in w, or QuartersOfWeek.
func (w *Week) next(at int) int {
	for i := at >> 6; i < len(w); i++ {
		if rest := w[i] >> (at & 63); rest != 0 {
			return min(at+bits.TrailingZeros64(rest), QuartersOfWeek)
		}
		at = (i + 1) << 6
	}
	return QuartersOfWeek
}
