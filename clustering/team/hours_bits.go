package team

import (
	"math/bits"

	"dure/clustering/team/search"
	"dure/survey"
)

// The search asks a million times a second what hours a team has in common. Where everybody's hours come in whole blocks, which they do
// in nearly every club, a block is a bit, and the blocks of a team are the bits that are set in all of its members. This gives what the measure
// gives, to the last digit, thirty times as fast.

// A shifts is the free hours of a section's members as bits, where everybody's come in whole blocks.
type shifts struct {
	words int
	bits  []uint64 // members by words: a bit for each block that anybody has
	none  int      // blocks of a week, which nobody's team has
}

// longBlock is how many half hours a block has at most for it to be looked for where blocks begin: every beginning is tried on
// every member. A block of a whole week cost half a second in a large club; above eight hours the measure is asked instead.
const longBlock = 16

// shifts returns nil where somebody is free for part of a block, or blocks are long. Blocks may begin at any quarter, the same for
// everybody: each is tried until one divides all hours evenly.
func (h *hours) shifts(s *section) *shifts {
	if h.block > longBlock {
		return nil
	}
	for first := range 2 * h.block {
		if blocks, ok := h.blocksFrom(s, first); ok {
			out := &shifts{words: (len(blocks) + 63) / 64, none: survey.HalvesOfWeek / h.block}
			out.bits = make([]uint64, len(s.members)*out.words)
			for i, m := range s.members {
				for k, at := range blocks {
					if h.free[m].HasQuarter(at) {
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
func (h *hours) blocksFrom(s *section, first int) (starts []int, ok bool) {
	if survey.HalvesOfWeek%h.block != 0 {
		return nil, false
	}
	for from := first; from < first+survey.QuartersOfWeek; from += 2 * h.block {
		any := false
		for _, m := range s.members {
			if !h.said[m] {
				continue
			}
			n := 0
			for k := range 2 * h.block {
				if h.free[m].HasQuarter(from + k) {
					n++
				}
			}
			if n > 0 && n < 2*h.block {
				return nil, false
			}
			any = any || n > 0
		}
		if any {
			starts = append(starts, from%survey.QuartersOfWeek)
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

// byBits makes the functions that rate teams by their hours in common, nil where blocks cannot be counted by bits. What each number of
// blocks is worth is worked out once; who has not said has every block, and is counted only where there is such a member.
func (h *hours) byBits(s *section) func() search.GroupFunc {
	free := h.shifts(s)
	if free == nil {
		return nil
	}
	of := make([]search.Rating, free.none+1)
	for n := range of {
		of[n] = s.rating(h.rate(float64(n*h.block)/2, 2, 0))
	}
	unsaid := make([]int, len(s.members))
	silent := false
	for k, i := range s.members {
		unsaid[k] = int(b2f(!h.said[i]))
		silent = silent || !h.said[i]
	}
	unknown := s.rating(h.rate(0, 2, 2))
	return func() search.GroupFunc {
		return func(_ int, items []int32) search.Rating {
			known := len(items)
			if silent {
				for _, i := range items {
					known -= unsaid[i]
				}
			}
			if known < 2 && len(items) > 0 {
				return unknown
			}
			return of[free.common(items)]
		}
	}
}
