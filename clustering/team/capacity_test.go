package team

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey"
)

// overfull counts the members whom activities have beyond the capacities of the rules.
func overfull(in Input, activities []Activities, teams [][]int) (n int) {
	for _, r := range in.Rules {
		held := map[string]int{}
		for t, g := range teams {
			held[activities[t][r.Column]] += len(g)
		}
		for name, most := range r.Capacity {
			n += max(0, held[name]-most)
		}
	}
	return n
}

// Suggestions and repairs put nobody into an activity that is full, in teams as they were formed, changed by hand, with members who joined late or
// with capacities that were lowered since; and what is beyond a capacity comes to be less before anything else gets better.
func TestSuggestionsAndRepairsKeepCapacities(t *testing.T) {
	asked, offered, mended := 0, 0, 0
	for number := range 2 * randomClubs {
		in := roomyClub(t, number)
		p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 1000, Plain: true}, nil)
		if err != nil {
			continue
		}
		rng := rand.New(rand.NewPCG(uint64(number), 23))
		in.Activities, in.GaveWay = p.Activities(), p.GaveWay
		teams := p.Divisions()
		switch rng.IntN(4) {
		case 0: // who joined late
			at := rng.IntN(len(teams))
			teams[at] = teams[at][1:]
		case 1: // moved by hand
			from, to := rng.IntN(len(teams)), rng.IntN(len(teams))
			if from != to && len(teams[from]) > 1 {
				teams[to], teams[from] = append(teams[to], teams[from][0]), teams[from][1:]
			}
		case 2: // lowered since
			in.Rules = slices.Clone(in.Rules)
			lower := map[string]int{}
			for name, n := range in.Rules[0].Capacity {
				lower[name] = max(0, n-rng.IntN(3))
			}
			in.Rules[0].Capacity = lower
		}
		was := overfull(in, in.Activities, teams)
		d, err := Open(in, teams)
		if err != nil {
			t.Fatalf("club %d: %s", number, inWords(err))
		}
		club := fmt.Sprintf("club %d of %d, %s, %+v, locked %v, teams %v of %v", number, in.Table.N, rulesInJSON(in.Rules), in.Sizes, in.Fixed, teams, in.Activities)
		asked++
		for _, sg := range d.Suggest(50) {
			offered++
			after := swapped(teams, sg)
			if n := overfull(in, in.Activities, after); n > was {
				t.Errorf("%s: %+v has %d beyond the capacities, %d before", club, sg, n, was)
			}
		}
		before := assignment(teams, in.Table.N)
		for _, r := range d.Mend(2) {
			after := r.Proposal.Divisions()
			n := overfull(in, in.Activities, after)
			if n > was {
				t.Errorf("%s: the repair %v has %d beyond the capacities, %d before", club, after, n, was)
			}
			if offered++; n < was {
				mended++
			}
			if slices.Equal(assignment(after, in.Table.N), before) {
				t.Errorf("%s: a repair changes nothing", club)
			}
		}
	}
	t.Logf("%d teams, %d offers, %d of which mend a capacity", asked, offered, mended)
	if asked < randomClubs/2 || offered < randomClubs || mended == 0 {
		t.Errorf("only %d teams were asked of, %d offers made and %d capacities mended", asked, offered, mended)
	}
}

// Who joins late finds a place by others moving on where activities are full, and none where all are.
func TestLateJoinersOfFullActivities(t *testing.T) {
	in := Input{Sizes: Sizes{Min: 1, Max: 6}, Table: ranked([]int{0}, []int{0}, []int{0, 1}, []int{1}, []int{0})}
	in.Table.Columns[1].Values = survey.Options{Names: []string{"a", "b"}, Of: []int{0, 0, 1, 1, 0}}
	for _, c := range []struct {
		name     string
		capacity map[string]int
		section  bool
		budget   int
		want     []int
	}{
		{"where one has room", map[string]int{"o1": 2, "o2": 3}, false, 0, []int{0, 0, 1, 1, 1}},
		{"where nobody has", map[string]int{"o1": 2, "o2": 2}, false, 2, nil},
		{"in the section whose activity is full", map[string]int{"o1": 2, "o2": 3}, true, 2, nil},
	} {
		in.Rules = []Rule{{Kind: Ranked, Column: "q6", Capacity: c.capacity}}
		if c.section {
			in.Rules = append(in.Rules, Rule{Kind: Section, Column: "q7"})
		}
		in.Activities = []Activities{{"q6": "o1"}, {"q6": "o2"}}
		var got []int
		for _, r := range mended(t, in, [][]int{{0, 1}, {2, 3}}, c.budget)[:] {
			got = r.Proposal.Assignment(5)
			break
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s the late joiner (-want +got):\n%s", c.name, diff)
		}
	}
}

// Teams beyond a capacity break it as they would a must-rule, whatever its strength, and say how many there are of how many places.
func TestTeamsBeyondACapacityAreSaid(t *testing.T) {
	in := Input{Table: ranked([]int{0}, []int{0}, []int{0}, []int{1}, []int{1}), Rules: []Rule{{Kind: Ranked, Column: "q6", Capacity: map[string]int{"o1": 2}}}}
	in.Activities = []Activities{{"q6": "o1"}, {"q6": "o2"}}
	for _, c := range []struct {
		teams [][]int
		unmet []int
		say   string
	}{
		{[][]int{{0, 1}, {2, 3, 4}}, nil, ""},
		{[][]int{{0, 1, 2}, {3, 4}}, []int{0}, "fact_rule_ranked"},
	} {
		d, err := Open(in, c.teams)
		if err != nil {
			t.Fatal(inWords(err))
		}
		p, said := d.Score(), d.ExplainRules()[0]
		if !slices.Equal(p.Unmet, c.unmet) || p.Rules[0].Met != (c.unmet == nil) || p.Teams[0].OK[0] != (c.unmet == nil) || !p.Teams[1].OK[0] || string(said.Key) != c.say {
			t.Errorf("%v: unmet are %v, met %v, the teams keep it: %v, %v, and said is %v; want %v and %q", c.teams, p.Unmet, p.Rules[0].Met, p.Teams[0].OK, p.Teams[1].OK, said, c.unmet, c.say)
		}
		if c.say != "" && (said.Args["Over"] != "o1 3 / 2") {
			t.Errorf("%v: said is %v, want o1 3 / 2", c.teams, said)
		}
	}
}

// Where more places let all must-rules be kept they are offered: the fewest that do, of one activity if that is enough, else of several.
func TestMorePlacesAreAWayOut(t *testing.T) {
	together := Rule{Kind: Together, Members: []Text{"1", "2", "3"}}
	for _, c := range []struct {
		name     string
		capacity map[string]int
		sizes    Sizes
		rules    []Rule
		want     []Change
	}{
		{"three who must share a team", map[string]int{"o1": 2, "o2": 2, "o3": 2}, Sizes{Min: 1, Max: 4}, []Rule{together}, []Change{{Kind: "places", Was: 2, Count: 3, Value: "o1"}}},
		{"one holds more already", map[string]int{"o1": 1, "o2": 2, "o3": 3}, Sizes{Min: 1, Max: 4}, []Rule{together}, nil},
		{"the one that lacks fewest", map[string]int{"o1": 1, "o2": 2, "o3": 1, "o4": 1, "o5": 1}, Sizes{Min: 1, Max: 4}, []Rule{together}, []Change{{Kind: "places", Was: 2, Count: 3, Value: "o2"}}},
		{"two sets", map[string]int{"o1": 2, "o2": 2, "o3": 2}, Sizes{Min: 1, Max: 3}, []Rule{together, {Kind: Together, Members: []Text{"4", "5", "6"}}, {Kind: Apart, Members: []Text{"1", "4"}}},
			[]Change{{Kind: "places", Was: 2, Count: 3, Value: "o1"}, {Kind: "places", Was: 2, Count: 3, Value: "o2"}}},
	} {
		ranks := survey.Ranks{Names: []string{"o1", "o2", "o3", "o4", "o5"}, Of: slices.Repeat([][]int{{0, 1, 2}}, 6)}
		in := Input{Table: survey.Table{N: 6, Columns: []survey.Column{{Name: "q6", Values: ranks}}}, Sizes: c.sizes, Rules: slices.Concat([]Rule{{Kind: Ranked, Column: "q6", Capacity: c.capacity}}, c.rules)}
		p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 2000}, nil)
		if err != nil {
			t.Fatalf("%s: %s", c.name, inWords(err))
		}
		var got []Change
		for _, way := range waysOf(p) {
			if way.Changes[0].Kind == changePlaces {
				got = way.Changes
				again, err := Propose(t.Context(), way.taken(in), Options{Seed: 1, Moves: 2000}, nil)
				if err != nil || len(again.Unmet) > 0 {
					t.Errorf("%s: by %v %v is unmet, %v", c.name, way.Changes, again.Unmet, err)
				}
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: unmet are %v, more places (-want +got):\n%s", c.name, p.Unmet, diff)
		}
	}
}

// Whoever may be in several sections is given one whose activities have a place for them.
func TestSectionsAreGivenWithinCapacities(t *testing.T) {
	in := Input{Sizes: Sizes{Ideal: 4}}
	in.Table, in.IDs = campus("a3", "b4", "c1")
	n := in.Table.N
	in.Table.Columns = append(in.Table.Columns, survey.Column{Name: "q6", Values: survey.Ranks{Names: []string{"o1", "o2"}, Of: slices.Repeat([][]int{{0, 1}}, n)}})
	for _, c := range []struct {
		o1, o2 int
		want   string
	}{{4, 4, "4, 4"}, {3, 5, "3, 5"}, {3, 4, ""}} {
		in.Rules = []Rule{{Kind: Section, Column: "s", Cross: []Text{"c"}}, {Kind: Ranked, Column: "q6", Capacity: map[string]int{"o1": c.o1, "o2": c.o2}}}
		p, err := Propose(t.Context(), in, Options{Moves: 100}, nil)
		var sizes []string
		for _, g := range p.Teams {
			sizes = append(sizes, fmt.Sprint(len(g.Members)))
		}
		if got := strings.Join(sizes, ", "); got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("activities that hold %d and %d have teams of %q (%v), want %q", c.o1, c.o2, got, err, c.want)
		}
	}
}
