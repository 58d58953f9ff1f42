package team

import (
	"cmp"
	"maps"
	"slices"

	"dure/survey"
)

// A RosterChange is for whom it is another team to be in one lineup than in another.
type RosterChange struct {
	Moved  []survey.MemberID // go to another team
	Others []survey.MemberID // stay in theirs, and are with other people there, or in a later round
	Joined []survey.MemberID // were in none
	Left   []survey.MemberID // are in none any more
}

// Any reports whether anybody sees anything else.
func (c RosterChange) Any() bool { return len(c.Moved)+len(c.Others)+len(c.Joined)+len(c.Left) > 0 }

// ChangedFrom says for whom it is another team to be in l than in old. Which team is which is told by who is in it: pairs of a team before and one after are
// taken by how many they share, those that share most first.
func (l Lineup) ChangedFrom(old Lineup) (c RosterChange) {
	goes, was, is := l.successors(old), old.mates(), l.mates()
	teamBefore, teamAfter := old.Finder(), l.Finder()
	for _, id := range slices.Sorted(maps.Keys(union(was, is))) {
		switch before, after := teamBefore(id), teamAfter(id); {
		case before < 0 && after < 0:
		case before < 0:
			c.Joined = append(c.Joined, id)
		case after < 0:
			c.Left = append(c.Left, id)
		case goes[before] != after:
			c.Moved = append(c.Moved, id)
		case !maps.Equal(was[id], is[id]):
			c.Others = append(c.Others, id)
		}
	}
	return c
}

// successors are which team of l each of old has become.
func (l Lineup) successors(old Lineup) map[int]int {
	type pair struct{ before, after, shared int }
	var all []pair
	now := l.Finder()
	for b, was := range old.Teams {
		shared := map[int]int{}
		for _, id := range was.Members {
			if a := now(id); a >= 0 {
				shared[a]++
			}
		}
		for _, a := range slices.Sorted(maps.Keys(shared)) {
			all = append(all, pair{b, a, shared[a]})
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(b.shared, a.shared) })
	goes, taken := map[int]int{}, map[int]bool{}
	for _, p := range all {
		if _, done := goes[p.before]; !done && !taken[p.after] {
			goes[p.before], taken[p.after] = p.after, true
		}
	}
	return goes
}

// mates are with whom everybody is in which round.
func (l Lineup) mates() map[survey.MemberID]map[[2]int64]bool {
	all := map[survey.MemberID]map[[2]int64]bool{}
	for r, teams := range l.Rounds() {
		for _, t := range teams {
			for _, id := range t.Members {
				if all[id] == nil {
					all[id] = map[[2]int64]bool{}
				}
				for _, other := range t.Members {
					all[id][[2]int64{int64(r), int64(other)}] = true
				}
			}
		}
	}
	return all
}

// union is what is in either.
func union[K comparable, V any](a, b map[K]V) map[K]V {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}
