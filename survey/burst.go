package survey

import (
	"cmp"
	"slices"
	"time"
)

// A Burst is members who joined by the club link in a short time: a room full of people who scanned the code, or one who runs a script.
type Burst struct {
	Members  []MemberID
	From, To time.Time // when the first and the last of them joined
}

// So many members within so long a time are a burst.
const (
	burstSize = 20
	burstSpan = 10 * time.Second
)

// FindBurst returns the earliest burst among those who take part and joined after kept; it has no members where there is none.
func FindBurst(members []Member, kept time.Time) (b Burst) {
	came := slices.DeleteFunc(slices.Clone(members), func(m Member) bool { return !m.Active() || !m.Joined.After(kept) })
	slices.SortFunc(came, func(a, b Member) int {
		return cmp.Or(a.Joined.Compare(b.Joined), cmp.Compare(a.ID, b.ID))
	})
	first, last := 0, -1
	for i := burstSize - 1; i < len(came); i++ {
		dense := came[i].Joined.Sub(came[i-burstSize+1].Joined) <= burstSpan
		if dense && last < 0 {
			first = i - burstSize + 1
		}
		if !dense && last >= 0 {
			break
		}
		if dense {
			last = i
		}
	}
	if last < 0 {
		return b
	}
	for _, m := range came[first : last+1] {
		b.Members = append(b.Members, m.ID)
	}
	b.From, b.To = came[first].Joined, came[last].Joined
	return b
}
