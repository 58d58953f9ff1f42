package survey

import (
	"fmt"
	"math/bits"
	"time"
)

// A Week is a set of its half hours, Monday 0:00 first.
type Week [6]uint64

// HalvesOfWeek is how many half hours a week has.
const HalvesOfWeek = 7 * 48

// Add adds a half hour; the week goes round.
func (w *Week) Add(half int) {
	half = (half%HalvesOfWeek + HalvesOfWeek) % HalvesOfWeek
	w[half>>6] |= 1 << (half & 63)
}

// Has reports whether a half hour is in the set; the week goes round.
func (w Week) Has(half int) bool {
	half = (half%HalvesOfWeek + HalvesOfWeek) % HalvesOfWeek
	return w[half>>6]&(1<<(half&63)) != 0
}

// And is the half hours that both sets have.
func (w Week) And(v Week) Week {
	for i := range w {
		w[i] &= v[i]
	}
	return w
}

// Later returns the half hours that are so many after those of the set; the week goes round.
func (w Week) Later(halves int) (out Week) {
	for h := range w.All {
		out.Add(h + halves)
	}
	return out
}

// LaterBy returns the half hours that lie wholly in those of the set so much later: where that is no number of half hours, less than the
// set has, and never more.
func (w Week) LaterBy(d time.Duration) Week {
	halves, rest := int(d/halfHour), d%halfHour
	if rest < 0 {
		halves, rest = halves-1, rest+halfHour
	}
	if rest == 0 {
		return w.Later(halves)
	}
	return w.Later(halves).And(w.Later(halves + 1))
}

// Count is how many half hours are in the set.
func (w Week) Count() int {
	n := 0
	for _, v := range w {
		n += bits.OnesCount64(v)
	}
	return n
}

// All yields the half hours in the set, in order.
func (w Week) All(yield func(half int) bool) {
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

// Blocks counts the half hours of w that lie in stretches of block half hours, none used twice;
// the week goes round.
func (w Week) Blocks(block int) int {
	n := w.Count()
	if block <= 1 || n == 0 || n == HalvesOfWeek {
		return n - n%max(block, 1)
	}
	not := Week{^w[0], ^w[1], ^w[2], ^w[3], ^w[4], ^w[5]}
	// What Monday begins with goes on from Sunday.
	first := not.next(0)
	total := 0
	for from := w.next(first); from < HalvesOfWeek; {
		to := not.next(from)
		run := to - from
		if to == HalvesOfWeek {
			run, first = run+first, 0
		}
		total += run - run%block
		from = w.next(to)
	}
	return total + first - first%block
}

// next returns the first half hour from h on that is in w, or HalvesOfWeek.
func (w *Week) next(h int) int {
	for i := h >> 6; i < len(w); i++ {
		if rest := w[i] >> (h & 63); rest != 0 {
			return min(h+bits.TrailingZeros64(rest), HalvesOfWeek)
		}
		h = (i + 1) << 6
	}
	return HalvesOfWeek
}
