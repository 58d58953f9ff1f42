package ml

import (
	"cmp"
	"slices"
)

// The limits beyond which [Troubles] names a trouble of a learning curve.
const (
	JumpLimit       = 0.1  // rise of the loss from epoch to epoch, over the loss, mean of the later half
	UnfinishedLimit = 0.02 // share of the loss that the last tenth of the epochs still took away
)

// The troubles that a learning curve shows.
const (
	RateTooLarge Trouble = "rate_too_large"
	Unfinished   Trouble = "unfinished"
)

// Troubles reports what a learning curve shows: a loss that jumps about or ends above its beginning, as a rate does that is too large, and one that was
// still falling when the epochs ended. Fewer than ten epochs tell neither.
func Troubles(curve []Epoch) []Finding {
	if len(curve) < 10 {
		return nil
	}
	first, last := curve[0].Loss, curve[len(curve)-1].Loss
	if last > first {
		return []Finding{{RateTooLarge, -1, last / first, 1}}
	}
	later := curve[len(curve)/2:]
	var rises, level float64
	for i, e := range later {
		level += e.Loss / float64(len(later))
		if i > 0 {
			rises += max(0, e.Loss-later[i-1].Loss) / float64(len(later)-1)
		}
	}
	if level > 0 && rises/level > JumpLimit {
		return []Finding{{RateTooLarge, -1, rises / level, JumpLimit}}
	}
	tenth := curve[len(curve)*9/10:]
	lowest := slices.MinFunc(tenth, func(a, b Epoch) int { return cmp.Compare(a.Loss, b.Loss) }).Loss
	if fell := 1 - lowest/curve[len(curve)*9/10-1].Loss; fell > UnfinishedLimit {
		return []Finding{{Unfinished, -1, fell, UnfinishedLimit}}
	}
	return nil
}
