package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Over random clubs under rules of every kind, what a drop is said to cost is what the teams score once it is done, as a page that is opened
// then reckons it; and every place is rated.
func TestCostsAreWhatTheDropDoes(t *testing.T) {
	for number := range 24 {
		in := randomClub(t, number)
		rng := rand.New(rand.NewPCG(uint64(number), 20))
		teams := dealt(rng, in.Table.N, 4)
		d, err := Open(in, teams)
		if err != nil {
			continue // the rules do not fit this club
		}
		before := d.Score()
		for member := range 6 {
			checkCosts(t, number, in, teams, before, member, d.Costs(member))
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

func checkCosts(t *testing.T, number int, in Input, teams [][]int, before Proposal, member int, costs []Cost) {
	t.Helper()
	home := slices.IndexFunc(teams, func(g []int) bool { return slices.Contains(g, member) })
	places := 0
	for g := range teams {
		if g != home {
			places += 1 + int(b2f(home >= 0))*len(teams[g])
		}
	}
	if len(costs) != places {
		t.Errorf("club %d: member %d can be dropped at %d places, and %d are rated", number, member, places, len(costs))
	}
	for _, c := range costs {
		d, err := Open(in, swapped(withMember(teams, member, home), Suggestion{Member: member, With: c.With, To: c.To}))
		if err != nil {
			t.Fatalf("club %d: %s", number, inWords(err))
		}
		after := d.Score()
		if math.Abs(after.Objective-before.Objective-c.Change) > 1e-9 || len(after.Unmet) != c.Unmet || d.Uneven() != c.Uneven {
			t.Errorf("club %d: member %d to %d with %d is said to change the objective by %.9f and to leave %d unmet and %d to move; it does by %.9f and %d and %d", number, member, c.To, c.With, c.Change, c.Unmet, c.Uneven, after.Objective-before.Objective, len(after.Unmet), d.Uneven())
		}
		for r := range after.Rules {
			if math.Abs(after.Rules[r].Score-before.Rules[r].Score-c.Rules[r]) > 1e-9 {
				t.Errorf("club %d: member %d to %d with %d is said to change rule %d (%s) by %v; it does by %v", number, member, c.To, c.With, r+1, in.Rules[r].Kind, c.Rules[r], after.Rules[r].Score-before.Rules[r].Score)
			}
		}
	}
}

// withMember puts who is in no team into one of their own at the end, from where a swap or move takes them.
func withMember(teams [][]int, member, home int) [][]int {
	if home >= 0 {
		return teams
	}
	return append(slices.Clone(teams), []int{member})
}
