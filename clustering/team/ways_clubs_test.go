package team

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dure/survey"
)

// Every way out that is offered to a random club is taken, and teams are formed by it. In a club of up to ten every division into teams that
// the sizes allow is tried besides, members who may join any section in each; what is asked of a division is [Draft.Try], which no search is in.

// tinyClub makes a club of 4 to 10 members under must-rules of every kind that can be broken, some of whom are locked to a team.
func tinyClub(t *testing.T, number int) Input {
	t.Helper()
	rng := rand.New(rand.NewPCG(uint64(number), 17))
	n := 4 + rng.IntN(7)
	in := answersOf(rng, n, 0.4*rng.Float64())
	in.Sizes = []Sizes{{Ideal: 2}, {Ideal: 3}, {Ideal: 4}, {Teams: 2}, {Teams: 3}, {Min: 2, Max: 3}, {Ideal: 3, Min: 2, Max: 4}, {List: []Range{{1, 4}, {2, n - 1}}}}[rng.IntN(8)]
	var lines []string
	for _, k := range Kinds() {
		if k.kind().about().keeping {
			lines = append(lines, ruleLine(k, examples[k][rng.IntN(len(examples[k]))]))
		}
	}
	for _, at := range rng.Perm(len(lines))[:1+rng.IntN(4)] {
		rules, err := ParseRules(strings.NewReader(lines[at]))
		if err != nil {
			t.Fatalf("%s: %s", lines[at], inWords(err))
		}
		if rules[0].Strength = Must; rng.IntN(2) == 0 {
			rules[0].Cross = nil
		}
		in.Rules = append(in.Rules, rules[0])
	}
	if rng.IntN(3) == 0 {
		in.Fixed = slices.Repeat([]int{-1}, n)
		for _, i := range rng.Perm(n)[:1+rng.IntN(2)] {
			in.Fixed[i] = rng.IntN(2)
		}
	}
	return in
}

// taken is the input as a way changes it.
func (w Way) taken(in Input) Input {
	in.Rules = WithoutMembers(w.Rules, w.LeaveOut)
	if w.Sizes != nil {
		in.Sizes = *w.Sizes
	}
	if len(w.LeaveOut) == 0 {
		return in
	}
	kept := slices.DeleteFunc(count(in.Table.N), func(i int) bool { return slices.Contains(w.LeaveOut, fmt.Sprint(i+1)) })
	past, fixed := in.Past, in.Fixed
	in.Past = func(id survey.SeasonID) ([][]int, error) {
		teams, err := past(id)
		return renumbered(teams, kept), err
	}
	in.Table, in.IDs, in.Fixed = in.Table.Pick(kept), nil, nil
	for _, i := range kept {
		if in.IDs = append(in.IDs, fmt.Sprint(i+1)); fixed != nil {
			in.Fixed = append(in.Fixed, fixed[i])
		}
	}
	return in
}

// waysOf lists all ways out that a proposal offers.
func waysOf(p Proposal) (all []Way) {
	if p.Clash != nil {
		all = slices.Clone(p.Clash.Ways)
	}
	for _, s := range p.TooSmall {
		all = append(all, s.Ways...)
	}
	return all
}

// Some division that the sizes allow keeps every must-rule by each way that is offered, and forming finds one; and no clash is called proved where
// some division keeps its rules.
func TestWaysOfTinyClubs(t *testing.T) {
	kinds, clashes, tried := map[Kind]int{}, 0, 0
	for number := range randomClubs {
		in := tinyClub(t, number)
		club := func(w Way) string {
			return fmt.Sprintf("club %d of %d, %s, %+v, locked %v, by the way [%s]", number, in.Table.N, rulesInJSON(in.Rules), in.Sizes, in.Fixed, inLines([]Way{w}))
		}
		p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 1000}, nil)
		if err != nil {
			continue // of sizes or locks that fit no team
		}
		for _, r := range in.Rules {
			kinds[r.Kind]++
		}
		if p.Clash != nil && slices.ContainsFunc(p.Clash.Rules, func(r int) bool { return in.Rules[r].Kind == Answered }) {
			t.Errorf("%s: who has not answered is in the clash %+v, though that gives way", club(Way{}), p.Clash)
		}
		if len(p.Unmet) > 0 != (p.Clash != nil) {
			t.Errorf("%s: %v are unmet, the clash is %+v", club(Way{}), p.Unmet, p.Clash)
		}
		if p.Clash != nil {
			clashes++
			for _, c := range append([]Clash{*p.Clash}, p.Clash.More...) {
				of := in
				if of.Rules = onlyRules(in.Rules, c.Rules); c.Proved && anyDivisionKeeps(t, of) {
					t.Errorf("%s: the clash %v is called proved, and some division keeps its rules", club(Way{}), c.Rules)
				}
			}
		}
		for _, way := range waysOf(p) {
			tried++
			by := way.taken(in)
			again, err := Propose(t.Context(), by, Options{Seed: 1, Moves: 1000}, nil)
			if err != nil || len(again.Unmet) > 0 {
				t.Errorf("%s: %v are unmet, %v", club(way), again.Unmet, err)
			}
			if by.GaveWay = again.GaveWay; !anyDivisionKeeps(t, by) {
				t.Errorf("%s: no division keeps the must-rules", club(way))
			}
		}
	}
	t.Logf("%d clashes, %d ways", clashes, tried)
	for _, k := range Kinds() {
		if bool(k.kind().about().keeping) && kinds[k] == 0 {
			t.Errorf("no club has a rule of the kind %s", k)
		}
	}
	if clashes < randomClubs/4 || tried < randomClubs {
		t.Errorf("only %d clashes and %d ways were tried", clashes, tried)
	}
}

// Teams formed by any way that is offered to a club of 10 to 80, whose rules are musts where they can be, keep every must-rule.
func TestWaysOfRandomClubs(t *testing.T) {
	var tried atomic.Int64
	kinds := map[Kind]bool{}
	for number := range randomClubs {
		for _, rule := range randomClub(t, number).Rules {
			kinds[rule.Kind] = true
		}
	}
	for _, k := range Kinds() {
		if !kinds[k] {
			t.Errorf("no club has a rule of the kind %s", k)
		}
	}
	const parts = 2
	clubs := drawn(60, randomClubs)
	t.Run("parts", func(t *testing.T) {
		for part := range parts {
			t.Run(fmt.Sprint(part), func(t *testing.T) {
				t.Parallel()
				for number := part; number < clubs; number += parts {
					tried.Add(int64(takeWays(t, number)))
				}
			})
		}
	})
	t.Logf("%d ways", tried.Load())
	if tried.Load() < int64(clubs)/4 {
		t.Errorf("only %d ways were tried", tried.Load())
	}
}

// takeWays forms the club of a number, and again by each way that is offered, and returns how many those were.
func takeWays(t *testing.T, number int) int {
	t.Helper()
	in := randomClub(t, number)
	for r, rule := range in.Rules {
		if rule.Kind.kind().about().keeping {
			in.Rules[r].Strength = Must
		}
	}
	opt := Options{Seed: 1, Moves: 1000, Plain: true, Workers: 1}
	opt.Budget, opt.Now = time.Second, ticking()
	p, err := Propose(t.Context(), in, opt, nil)
	if err != nil || len(p.Unmet)+len(p.TooSmall) == 0 {
		return 0 // capacities for too few, or nothing to look for a way out of
	}
	opt.Plain, opt.Now = false, ticking()
	if p, err = Propose(t.Context(), in, opt, nil); err != nil {
		t.Fatalf("%s", inWords(err))
	}
	ways := waysOf(p)
	for _, way := range ways {
		opt.Now = ticking()
		if again, err := Propose(t.Context(), way.taken(in), opt, nil); err != nil || len(again.Unmet) > 0 {
			t.Errorf("club %d of %d, %s, %+v, formed by the way [%s]: %v are unmet, %v", number, in.Table.N, rulesInJSON(in.Rules), in.Sizes, inLines([]Way{way}), again.Unmet, err)
		}
	}
	return len(ways)
}

// ticking is a clock that is a millisecond later each time that it is read, so that a budget ends the search after as much work on any machine.
func ticking() func() time.Time {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time { now = now.Add(time.Millisecond); return now }
}

// anyDivisionKeeps tries all divisions of a small club, and all sections for each member who may be in several.
func anyDivisionKeeps(t *testing.T, in Input) bool {
	t.Helper()
	p, err := read(in)
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	whole, err := Open(in, [][]int{count(p.n)})
	if err != nil {
		t.Fatalf("%s", inWords(err))
	}
	placed := slices.Clone(p.section)
	var place func(i int) bool
	place = func(i int) bool {
		if i == p.n {
			copy(p.section, placed)
			p.gather()
			return p.anyPlanKeeps(whole)
		}
		if !p.crosses(i) {
			return place(i + 1)
		}
		for s := range p.sectionKeys {
			if placed[i] = s; p.may(i, s) && place(i+1) {
				return true
			}
		}
		return false
	}
	return place(0)
}

// anyPlanKeeps tries every number and sizes of teams that members who are in these sections can have.
func (p *problem) anyPlanKeeps(whole *Draft) bool {
	if slices.ContainsFunc(p.sections, func(members []int32) bool { return len(members) == 0 }) {
		return false
	}
	plans, err := p.plans()
	if err != nil {
		return false // no teams of such sizes
	}
	chosen := make(plan, len(plans))
	var choose func(s int) bool
	choose = func(s int) bool {
		if s == len(plans) {
			return p.number(chosen) == nil && p.anyDivisionOf(chosen, whole)
		}
		return slices.ContainsFunc(plans[s], func(slots []slot) bool {
			chosen[s] = slices.Clone(slots)
			return choose(s + 1)
		})
	}
	return choose(0)
}

// anyDivisionOf tries every division into the teams of a plan; of empty teams that are alike only the first is begun.
func (p *problem) anyDivisionOf(pl plan, whole *Draft) bool {
	teams := make([][]int, pl.teams())
	locked := func(sl slot) bool { // or of a number that a rule is for
		return slices.Contains(p.in.Fixed, sl.number) || slices.ContainsFunc(p.rules, func(c *compiled) bool { return c.only != nil })
	}
	var put func(i int) bool
	put = func(i int) bool {
		if lacks(pl, teams) > p.n-i {
			return false
		}
		if i == p.n {
			tried, err := whole.Try(teams)
			return err == nil && len(tried.Unmet) == 0 && roomsHold(p.in, sizesOfTeams(teams))
		}
		for k, sl := range pl[p.section[i]] {
			alike := func(o slot) bool {
				return len(teams[o.number]) == 0 && o.lo == sl.lo && o.hi == sl.hi && !locked(o) && !locked(sl)
			}
			if len(teams[sl.number]) == sl.hi || p.in.Fixed != nil && p.in.Fixed[i] >= 0 && p.in.Fixed[i] != sl.number ||
				len(teams[sl.number]) == 0 && slices.ContainsFunc(pl[p.section[i]][:k], alike) {
				continue
			}
			teams[sl.number] = append(teams[sl.number], i)
			if put(i + 1) {
				return true
			}
			teams[sl.number] = teams[sl.number][:len(teams[sl.number])-1]
		}
		return false
	}
	return put(0)
}

// sizesOfTeams is how many members each team has.
func sizesOfTeams(teams [][]int) (sizes []int) {
	for _, g := range teams {
		sizes = append(sizes, len(g))
	}
	return sizes
}

// lacks is how many members the teams of a plan need at least to have their least sizes.
func lacks(pl plan, teams [][]int) (n int) {
	for _, slots := range pl {
		for _, sl := range slots {
			n += max(0, sl.lo-len(teams[sl.number]))
		}
	}
	return n
}
