package team

import "dure/clustering/team/search"

// The search asks a million times a second whose wishes are met in a team. Here who names whom is a matrix of bits, which gives what the
// measure gives, to the last digit.

// A relation is who of a section names whom in it, members by members.
type relation struct {
	words int
	bits  []uint64
}

// relation makes the matrix of who names whom, given by row of the table; whoever is of another section is left out.
func (s *section) relation(named [][]int32) relation {
	r := relation{words: (len(s.members) + 63) / 64}
	r.bits = make([]uint64, len(s.members)*r.words)
	for i, m := range s.members {
		for _, other := range named[m] {
			if k := int(s.local[other]); s.members[k] == other {
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

// wishesLimit is up to how many members who names whom is kept as bits: two matrices of 2 MB at 4096. Above it the search asks the
// measure, which is slower.
const wishesLimit = 4096

// byBits makes the functions that rate teams by the wishes met in them; nil for a section that is too large.
func (w *wishes) byBits(s *section) func() search.GroupFunc {
	if len(s.members) > wishesLimit {
		return nil
	}
	c := *s
	wished, avoided := s.relation(w.wished), s.relation(w.avoided)
	want, avoids := make([]int, len(s.members)), make([]bool, len(s.members))
	for i, m := range s.members {
		want[i], avoids[i] = min(w.least, len(w.wished[m])), len(w.avoided[m]) > 0
	}
	return func() search.GroupFunc {
		return func(_ int, items []int32) search.Rating {
			var t wishTally
			for _, i := range items {
				if want[i] > 0 || avoids[i] {
					t.add(wished.count(i, items), want[i], avoids[i])
				}
				if avoids[i] {
					t.broken += avoided.count(i, items)
				}
			}
			return c.rating(t.outcome(w.confides))
		}
	}
}
