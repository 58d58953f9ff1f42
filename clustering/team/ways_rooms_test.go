package team

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// Capacities are a limit like the sizes: no number of teams is planned, no way out offered and no team formed beyond them. In small clubs every
// division into teams that the sizes allow is tried, and every way to share the activities out among them.

// roomyClub makes a club of 4 to 9 members who rank three activities, with capacities for some of them, under must-rules.
func roomyClub(t *testing.T, number int) Input {
	t.Helper()
	rng := rand.New(rand.NewPCG(uint64(number), 22))
	n := 4 + rng.IntN(6)
	in := answersOf(rng, n, 0.2*rng.Float64())
	in.Sizes = []Sizes{{Ideal: 2}, {Ideal: 3}, {Ideal: 4}, {Teams: 2}, {Teams: 3}, {Min: 2, Max: 3}, {Min: 2, Max: 4}, {Ideal: 3, Min: 2, Max: 4}, {List: []Range{{1, 4}, {2, n - 1}}}}[rng.IntN(9)]
	var capacity []string
	for a := range 3 {
		if rng.IntN(8) > 0 {
			capacity = append(capacity, fmt.Sprintf(`"o%d": %d`, a+1, rng.IntN(n)))
		}
	}
	lines := []string{fmt.Sprintf(`{"kind": "ranked", "column": "q6", "strength": %q, "capacity": {%s}}`, []Strength{Must, Should}[rng.IntN(2)], strings.Join(capacity, ", "))}
	musts := []string{`"kind": "section", "column": "q2"`, `"kind": "never_alone", "column": "q2", "value": "o1"`, `"kind": "count", "column": "q2", "value": "o1", "exactly": 1`,
		`"kind": "count", "column": "q1", "op": ">=", "value": "3", "at_least": 1`, `"kind": "apart", "members": ["1", "2", "3"]`, `"kind": "together", "members": ["1", "4"]`}
	for _, at := range rng.Perm(len(musts))[:1+rng.IntN(3)] {
		lines = append(lines, "{"+musts[at]+`, "strength": "must"}`)
	}
	rules, err := ParseRules(strings.NewReader(`{"rules": [` + strings.Join(lines, ", ") + "]}"))
	if err != nil {
		t.Fatalf("%v: %s", lines, inWords(err))
	}
	if in.Rules = rules; rng.IntN(5) == 0 {
		in.Fixed = slices.Repeat([]int{-1}, n)
		in.Fixed[rng.IntN(n)] = rng.IntN(2)
	}
	return in
}

// roomsHold reports whether teams of these sizes can be shared out among the activities so that none holds more than the rules say.
func roomsHold(in Input, sizes []int) bool {
	for _, r := range in.Rules {
		if r.Kind != Ranked {
			continue
		}
		var left []int
		column, _ := in.Table.Column(r.columns()[0])
		ranks, ok := column.Values.(survey.Ranks)
		for a, name := range ranks.Names {
			if n, limited := r.Capacity[name]; limited {
				left = append(left, n)
			} else if slices.ContainsFunc(ranks.Of, func(of []int) bool { return slices.Contains(of, a) }) {
				left = append(left, in.Table.N)
			}
		}
		if !ok || len(left) == 0 {
			continue // choices in columns, of which no capacities are tried here, or nothing to take up
		}
		var put func(k int) bool
		put = func(k int) bool {
			if k == len(sizes) {
				return true
			}
			for a := range left {
				if left[a] < sizes[k] {
					continue
				}
				left[a] -= sizes[k]
				held := put(k + 1)
				if left[a] += sizes[k]; held {
					return true
				}
			}
			return false
		}
		if !put(0) {
			return false
		}
	}
	return true
}

// beyond names an activity that has more members than the rules let it hold, or a team that has none.
func beyond(in Input, p Proposal) string {
	for _, r := range in.Rules {
		if r.Kind != Ranked {
			continue
		}
		held := map[string]int{}
		for _, g := range p.Teams {
			held[g.Activities[r.Column]] += len(g.Members)
		}
		for name, n := range held {
			if most, ok := r.Capacity[name]; ok && n > most || name == "" {
				return fmt.Sprintf("%q has %d members", name, n)
			}
		}
	}
	return ""
}

// What is formed keeps within the capacities and breaks no must-rule that some division within them keeps, but for one in a hundred clubs whose sizes
// are open, as one choice of them is taken; each way out that is offered does too and keeps all; and teams are refused only where no division fits.
func TestWaysKeepCapacities(t *testing.T) {
	formed, refused, tried, missed := 0, 0, 0, 0
	for number := range 2 * randomClubs {
		in := roomyClub(t, number)
		club := func(w Way) string {
			return fmt.Sprintf("club %d of %d, %s, %+v, locked %v, by the way [%s]", number, in.Table.N, rulesInJSON(in.Rules), in.Sizes, in.Fixed, inLines([]Way{w}))
		}
		p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 1000}, nil)
		if err != nil {
			free := in
			free.Rules = slices.DeleteFunc(slices.Clone(in.Rules), func(r Rule) bool { return r.Power() == Must && !r.sections() && r.Kind != Ranked })
			if reason(err) == "capacity_few" || reason(err) == "capacity_under_members" {
				if refused++; anyDivisionKeeps(t, free) {
					t.Errorf("%s: refused, though some division is within the capacities: %s", club(Way{}), inWords(err))
				}
			}
			continue // else of sizes or locks that fit no team
		}
		if formed++; beyond(in, p) != "" {
			t.Errorf("%s: %s", club(Way{}), beyond(in, p))
		}
		if len(p.Unmet) > 0 && anyDivisionKeeps(t, in) {
			if missed++; in.Sizes.Max > 0 || len(in.Sizes.List) > 0 {
				continue
			}
			t.Errorf("%s: %v are unmet, though some division keeps all", club(Way{}), p.Unmet)
		}
		if p.Clash != nil {
			for _, c := range append([]Clash{*p.Clash}, p.Clash.More...) {
				of := in
				if of.Rules = onlyRules(in.Rules, append(c.Rules, 0)); c.Proved && anyDivisionKeeps(t, of) {
					t.Errorf("%s: the clash %v is called proved, and some division keeps its rules", club(Way{}), c.Rules)
				}
			}
		}
		for _, way := range waysOf(p) {
			tried++
			by := way.taken(in)
			again, err := Propose(t.Context(), by, Options{Seed: 1, Moves: 1000}, nil)
			if err != nil || len(again.Unmet) > 0 || beyond(by, again) != "" {
				t.Errorf("%s: %v are unmet, %s, %v", club(way), again.Unmet, beyond(by, again), err)
			}
		}
	}
	t.Logf("%d formed, %d refused, %d ways", formed, refused, tried)
	if missed > formed/100 {
		t.Errorf("of %d clubs %d break a must-rule that some division keeps", formed, missed)
	}
	if formed < randomClubs/2 || refused < randomClubs/10 || tried < randomClubs/4 {
		t.Errorf("only %d clubs were formed and %d refused, and only %d ways tried", formed, refused, tried)
	}
}
