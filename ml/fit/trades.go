// Which exchange of two members would help most, by trying all: teams are small, and a page asks
// for one team at a time.

package fit

import (
	"cmp"
	"slices"
)

// A Trade is two members of two teams trading places, and what it does.
type Trade struct {
	Team   int   // of B
	A, B   int32 // rows of the table; A leaves the team that is asked about
	Effect Effect
}

// Trades returns the trades by which the chance of the teams that they touch rises most, at most
// that many, the best first. A member of the team that is asked about goes to another team, for one
// of its members. Teams are given by rows of the table; stays, which may be nil, says who is to
// stay.
func (s *Scorer) Trades(teams [][]int32, asked, most int, stays func(row int32) bool) []Trade {
	w := s.worker()
	var all []Trade
	for t, other := range teams {
		if t == asked {
			continue
		}
		for _, a := range teams[asked] {
			for _, b := range other {
				if stays != nil && (stays(a) || stays(b)) {
					continue
				}
				e := w.swap(teams[asked], other, a, b)
				if e.After > e.Before {
					all = append(all, Trade{t, a, b, e})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Trade) int {
		return cmp.Compare(b.Effect.After-b.Effect.Before, a.Effect.After-a.Effect.Before)
	})
	return all[:min(most, len(all))]
}
