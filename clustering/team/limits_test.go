package team

import (
	"testing"
	"time"

	"dure/survey"
)

// A number of teams far from the middle of the limits is found where only that keeps a must-rule, and within the budget: of 76 members 18
// are of a kind of which a team may have one, which takes 18 teams, though 15 are nearest to the ideal.
func TestNumbersOfTeamsFarFromTheIdeal(t *testing.T) {
	for _, c := range []struct{ n, kind, least, most, teams int }{
		{76, 18, 4, 6, 18}, {60, 19, 3, 5, 19}, {150, 29, 5, 8, 29}, {200, 39, 5, 7, 39},
	}[:drawn(1, 4)] {
		kinds := survey.Options{Names: []string{"a", "b"}, Of: make([]int, c.n)}
		for i := range c.kind {
			kinds.Of[i*c.n/c.kind] = 1
		}
		in := Input{Table: survey.Table{N: c.n, Columns: []survey.Column{{Name: "x", Values: kinds}}}, Sizes: Sizes{Min: c.least, Max: c.most}}
		in.Rules = []Rule{{Kind: Count, Column: "x", Value: "b", AtMost: new(1), Strength: Must}}
		clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		now := func() time.Time { clock = clock.Add(time.Millisecond); return clock }
		p, err := Propose(t.Context(), in, Options{Budget: time.Second, Now: now, Workers: 1}, nil)
		if err != nil {
			t.Fatalf("%s", inWords(err))
		}
		if len(p.Unmet) > 0 || len(p.Teams) != c.teams {
			t.Errorf("%d members, %d of one kind, teams of %d to %d: %d teams, unmet %v; want %d teams that keep the rule", c.n, c.kind, c.least, c.most, len(p.Teams), p.Unmet, c.teams)
		}
	}
}
