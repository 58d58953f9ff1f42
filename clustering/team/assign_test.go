package team

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// Teams of different sizes fill activities up to their capacities, and where those hold too few it is said.
func TestTeamsFitCapacities(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("first")
	for i := range 48 {
		fmt.Fprintf(&rows, "\n%c", "ABCD"[i%4])
	}
	limits := func(each int) map[string]int { return map[string]int{"A": each, "B": each, "C": each, "D": each} }
	for _, c := range []struct {
		each  int
		sizes Sizes
		want  string
	}{{15, Sizes{Ideal: 5}, ""}, {12, Sizes{Ideal: 6}, ""}, {12, Sizes{Ideal: 5}, "capacity_few"}, {11, Sizes{Ideal: 1}, "capacity_under_members"}, {16, Sizes{Teams: 6}, ""}} {
		in := Input{Table: table(rows.String()), Sizes: c.sizes, Rules: []Rule{{Kind: Ranked, Columns: []string{"first"}, Capacity: limits(c.each)}}}
		p, err := Propose(t.Context(), in, Options{Moves: 3000}, nil)
		if (err != nil || c.want != "") && reason(err) != c.want {
			t.Errorf("capacities of %d in %+v: %v, want %q", c.each, c.sizes, err, c.want)
		}
		held := map[string]int{}
		for _, g := range p.Teams {
			held[g.Activities["first"]] += len(g.Members)
		}
		for name, n := range held {
			if n > c.each {
				t.Errorf("capacities of %d in %+v: %s has %d members", c.each, c.sizes, name, n)
			}
		}
	}
}

// A team that is formed anew beside locked ones is called by no name that one of them has.
func TestNewNamesAreFree(t *testing.T) {
	s := Season{Members: make([]survey.Member, 4)}
	of := func(option string) Activities { return Activities{"q1": option} }
	old := Lineup{Teams: []SavedTeam{{Name: "Sea 1", Activities: of("o1"), Locked: true}, {Name: "Hill", Activities: of("o2")}, {Name: "Best", Activities: of("o1")}}}
	now := []Team{{Name: "Sea 1", Activities: of("o1")}, {Name: "Sea 1", Activities: of("o1b")}, {Name: "Sea 2", Activities: of("o1")}, {Name: "Sea 1", Activities: of("o3")}}
	var got []string
	for _, g := range s.Lineup(now, old).Teams {
		got = append(got, g.Name)
	}
	if want := []string{"Sea 1", "Sea 2", "Best", "Sea 3"}; !slices.Equal(got, want) {
		t.Errorf("the teams are called %q, want %q", got, want)
	}
}
