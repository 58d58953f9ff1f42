package team

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Over random clubs under rules of every kind, what a drop of one member or several is said to cost is to the last bit what the teams score once it is done,
// as a page that is opened then reckons it; and every place is rated.
func TestCostsAreWhatTheDropDoes(t *testing.T) {
	for number := range drawn(8, 24) {
		in := randomClub(t, number)
		rng := rand.New(rand.NewPCG(uint64(number), 20))
		teams := dealt(rng, in.Table.N, 4)
		d, err := Open(in, teams)
		if err != nil {
			continue // the rules do not fit this club
		}
		for member := range 6 {
			checkCosts(t, number, in, teams, []int{member}, d.Costs(member))
		}
		for range 3 {
			several := rng.Perm(in.Table.N)[:2+rng.IntN(3)]
			checkCosts(t, number, in, teams, several, d.Costs(several...))
		}
	}
}

// dealt are n members in teams of at most so many; the last member is in none, and the one before is alone.
func dealt(rng *rand.Rand, n, size int) (teams [][]int) {
	order := rng.Perm(n)
	teams = append(teams, order[1:2])
	for g := range slices.Chunk(order[2:], size) {
		teams = append(teams, g)
	}
	return teams
}

func checkCosts(t *testing.T, number int, in Input, teams [][]int, members []int, costs []Cost) {
	t.Helper()
	places := 0
	for _, g := range teams {
		here := len(intersection(g, members))
		places += int(b2f(here < len(members)))
		if len(members) == 1 && here == 0 && slices.Contains(slices.Concat(teams...), members[0]) {
			places += len(g)
		}
	}
	if len(costs) != places {
		t.Errorf("club %d: members %d can be dropped at %d places, and %d are rated", number, members, places, len(costs))
	}
	for _, c := range costs {
		d, err := Open(in, afterDrop(teams, members, c))
		if err != nil {
			t.Fatalf("club %d: %s", number, inWords(err))
		}
		after := d.Score()
		if after.Objective != c.Objective || len(after.Unmet) != c.Unmet || d.Uneven() != c.Uneven {
			t.Errorf("club %d: members %d to %d with %d are said to make the objective %v and to leave %d unmet and %d to move; they do %v and %d and %d", number, members, c.To, c.With, c.Objective, c.Unmet, c.Uneven, after.Objective, len(after.Unmet), d.Uneven())
		}
		for r := range after.Rules {
			if after.Rules[r].Score != c.Scores[r] {
				t.Errorf("club %d: members %d to %d with %d are said to make rule %d (%s) %v; they do %v", number, members, c.To, c.With, r+1, in.Rules[r].Kind, c.Scores[r], after.Rules[r].Score)
			}
		}
	}
}

// afterDrop are the teams once members are where a cost says.
func afterDrop(teams [][]int, members []int, c Cost) (out [][]int) {
	for t, g := range teams {
		home := slices.Contains(g, members[0])
		g = slices.DeleteFunc(slices.Clone(g), func(i int) bool { return i == c.With || slices.Contains(members, i) })
		if t == c.To {
			g = append(g, members...)
		} else if home && c.With >= 0 {
			g = append(g, c.With)
		}
		out = append(out, g)
	}
	return out
}

func intersection(a, b []int) []int {
	return slices.DeleteFunc(slices.Clone(a), func(i int) bool { return !slices.Contains(b, i) })
}
