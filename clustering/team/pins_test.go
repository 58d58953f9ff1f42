package team

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"dure/survey"
)

// pinnedTable is a table whose column pins members to teams.
func pinnedTable(pins ...string) survey.Table {
	return survey.Table{N: len(pins), Columns: []survey.Column{{Name: "Pinned team", Values: survey.Texts(pins), Aside: survey.AsidePin}}}
}

// Whoever is pinned is in the team of that number or name, whatever the rules would rather have, and there are teams enough.
func TestPinnedMembersStay(t *testing.T) {
	for _, c := range []struct {
		name  string
		pins  []string
		sizes Sizes
		want  []string // of who is pinned
		teams int
	}{
		{"numbers", []string{"3", "Team 1", "", "03", "", ""}, Sizes{Teams: 3}, []string{"Team 3", "Team 1", "", "Team 3", "", ""}, 3},
		{"names", []string{"Bolt", "Alpha", "", "bolt", "", ""}, Sizes{Ideal: 3}, []string{"Bolt", "Alpha", "", "Bolt", "", ""}, 2},
		{"both", []string{"1", "Alpha", "", "", "", ""}, Sizes{Ideal: 3}, []string{"Team 1", "Alpha", "", "", "", ""}, 2},
		{"in Korean", []string{"2조", "1조", "", "2조", "", ""}, Sizes{Ideal: 3}, []string{"Team 2", "Team 1", "", "Team 2", "", ""}, 2},
		{"more teams than planned", []string{"3", "", "", "", "", ""}, Sizes{Ideal: 3}, []string{"Team 3", "", "", "", "", ""}, 3},
		{"none is no team", []string{"A", "none", "-", "A", "", ""}, Sizes{Ideal: 3}, []string{"A", "", "", "A", "", ""}, 2},
		{"more in a team than its size", []string{"A", "A", "A", "A", "", ""}, Sizes{Teams: 2}, []string{"A", "A", "A", "A", "", ""}, 2},
	} {
		in, _, err := Input{Table: pinnedTable(c.pins...), Sizes: c.sizes, Rules: []Rule{{Kind: Apart, Columns: []string{"Pinned team"}}}}.Pinned()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		p, err := Propose(context.Background(), in, Options{Moves: 500}, nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		of := p.Assignment(len(c.pins))
		for i, want := range c.want {
			if got := p.Teams[of[i]].Name; want != "" && got != want {
				t.Errorf("%s: member %d, pinned to %q, is in %s, want %s", c.name, i+1, c.pins[i], got, want)
			}
		}
		var names []string
		for _, team := range p.Teams {
			names = append(names, team.Name)
		}
		if slices.Sort(names); len(names) != c.teams || len(slices.Compact(slices.Clone(names))) != c.teams {
			t.Errorf("%s: the teams are %q, want %d of as many names", c.name, names, c.teams)
		}
	}
}

// A pin to a team that there is no place for is said with what would make one.
func TestPinsBeyondTheTeams(t *testing.T) {
	for name, sizes := range map[string]Sizes{"a number of teams": {Teams: 2}, "a size": {Ideal: 3}, "sizes": {List: []Range{{3, 3}, {3, 3}}}, "limits": {Min: 3, Max: 3}} {
		_, _, err := Input{Table: pinnedTable("9", "1", "", "", "", ""), Sizes: sizes}.Pinned()
		bad, ok := err.(*survey.InvalidError)
		if !ok || bad.Reason != "pin_over" || bad.Args["Team"] != "9" || fmt.Sprint(bad.Args["Teams"], bad.Args["Needed"]) != "2 9" {
			t.Errorf("%s: a pin to team 9 of 2 ends with %v, want pin_over with the team and both numbers", name, err)
		}
	}
}

// A team that is called like an activity before anybody is in it takes that up, also where its members like another better, unless it does not hold them.
func TestPinnedTeamsTakeUpTheirActivity(t *testing.T) {
	table := pinnedTable("Sea", "Hill", "", "", "", "")
	table.Columns = append(table.Columns, survey.Column{Name: "First", Values: survey.Options{Names: []string{"Hill", "Sea", "Town"}, Of: []int{0, 1, 2, 2, 2, 2}}})
	in, _, err := Input{Table: table, Sizes: Sizes{Teams: 3}, Rules: []Rule{{Kind: Ranked, Columns: []string{"First"}}}}.Pinned()
	if err != nil {
		t.Fatal(err)
	}
	p, err := Propose(context.Background(), in, Options{Moves: 500}, nil)
	if err != nil {
		t.Fatal(err)
	}
	of := p.Assignment(6)
	for i, want := range []string{"Sea", "Hill"} {
		if team := p.Teams[of[i]]; team.Name != want || team.Activities["First"] != want {
			t.Errorf("who is pinned to %s is in %s, which takes up %s", want, team.Name, team.Activities["First"])
		}
	}
}
