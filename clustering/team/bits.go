package team

import (
	"math/bits"

	"dure/survey"
)

// The search asks a million times a second what hours a team has in common and whose wishes are met in it. Both have here a form of
// bits that gives what the measure gives, to the last digit.

// A shifts is the free hours of a section's members as bits, where everybody's come in whole blocks.
type shifts struct {
	words int
	bits  []uint64 // members by words: a bit for each block that anybody has
	none  int      // blocks of a week, which nobody's team has
}

// longBlock is how many half hours a block has at most for it to be looked for where blocks begin.
const longBlock = 16

// shifts returns nil where somebody is free for part of a block, or blocks are long.
func (b *builder) shifts(h *hours) *shifts {
	if h.block > longBlock {
		return nil
	}
	for first := range h.block {
		if blocks, ok := b.blocksFrom(h, first); ok {
			out := &shifts{words: (len(blocks) + 63) / 64, none: survey.HalvesOfWeek / h.block}
			out.bits = make([]uint64, len(b.members)*out.words)
			for i, m := range b.members {
				for k, at := range blocks {
					if h.free[m].Has(at) {
						out.bits[i*out.words+k>>6] |= 1 << (k & 63)
					}
				}
			}
			return out
		}
	}
	return nil
}

// blocksFrom lists where the blocks begin that anybody has, if they are divided at first and nobody has part of one.
func (b *builder) blocksFrom(h *hours, first int) (starts []int, ok bool) {
	if survey.HalvesOfWeek%h.block != 0 {
		return nil, false
	}
	for from := first; from < first+survey.HalvesOfWeek; from += h.block {
		any := false
		for _, m := range b.members {
			n := 0
			for k := range h.block {
				if h.free[m].Has((from + k) % survey.HalvesOfWeek) {
					n++
				}
			}
			if n > 0 && n < h.block {
				return nil, false
			}
			any = any || n > 0
		}
		if any {
			starts = append(starts, from%survey.HalvesOfWeek)
		}
	}
	return starts, true
}

// common counts the blocks that all members of a team have, here numbered within the section.
func (s *shifts) common(team []int32) int {
	switch {
	case len(team) == 0:
		return s.none
	case s.words == 1:
		all := ^uint64(0)
		for _, i := range team {
			all &= s.bits[i]
		}
		return bits.OnesCount64(all)
	}
	n := 0
	for w := range s.words {
		all := ^uint64(0)
		for _, i := range team {
			all &= s.bits[int(i)*s.words+w]
		}
		n += bits.OnesCount64(all)
	}
	return n
}

// hours makes the functions that rate teams by their hours in common, nil where blocks cannot be counted by bits.
func (b *builder) hours(c *compiled, h *hours) func() teamFunc {
	s := b.shifts(h)
	if s == nil {
		return nil
	}
	of := make([]rating, s.none+1)
	for n := range of {
		score, ok := h.score(float64(n*h.block) / 2)
		of[n] = b.rating(c, score, ok)
	}
	return func() teamFunc {
		return func(_ int, members []int32) rating { return of[s.common(members)] }
	}
}

// A relation is who of a section names whom in it, members by members.
type relation struct {
	words int
	bits  []uint64
}

func (b *builder) relation(named [][]int32) relation {
	r := relation{words: (len(b.members) + 63) / 64}
	r.bits = make([]uint64, len(b.members)*r.words)
	for i, m := range b.members {
		for _, other := range named[m] {
			if k := int(b.local[other]); b.members[k] == other {
				r.bits[i*r.words+k>>6] |= 1 << (k & 63)
			}
		}
	}
	return r
}

// count tells how many of a team i names.
func (r relation) count(i int32, team []int32) (n int) {
	row := r.bits[int(i)*r.words : int(i+1)*r.words]
	for _, j := range team {
		n += int(row[j>>6] >> (j & 63) & 1)
	}
	return n
}

// wishesLimit is up to how many members who names whom is kept as bits.
const wishesLimit = 4096

// wishes makes the functions that rate teams by the wishes met in them; nil for a section that is too large.
func (b *builder) wishes(c *compiled, w *wishes) func() teamFunc {
	if len(b.members) > wishesLimit {
		return nil
	}
	wished, avoided := b.relation(w.wished), b.relation(w.avoided)
	want, avoids := make([]int, len(b.members)), make([]int, len(b.members))
	for i, m := range b.members {
		want[i], avoids[i] = min(w.least, len(w.wished[m])), len(w.avoided[m])
	}
	return func() teamFunc {
		return func(_ int, members []int32) rating {
			if len(members) == 0 {
				return b.rating(c, 1, true)
			}
			met, sum := 0, 0.0
			for _, i := range members {
				got, bad := 0, 0
				if want[i] > 0 {
					got = wished.count(i, members)
				}
				if avoids[i] > 0 {
					bad = avoided.count(i, members)
				}
				s := 1.0
				if got < want[i] || bad > 0 {
					s = wishScore(got, want[i], bad, avoids[i])
				}
				if sum += s; s >= 1 {
					met++
				}
			}
			return b.rating(c, sum/float64(len(members)), met == len(members))
		}
	}
}
