package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestEnergyAfterChangesOfEverySort compares what an engine keeps, after blocks have moved, rounds been made and must-rules obeyed, with what
// it works out anew; and what it said of rounds with the two swaps that make one.
func TestEnergyAfterChangesOfEverySort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 24).Draw(t, "n")
		in := drawEvery(t, n)
		in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 3}, {Min: 1, Max: 5}, {Ideal: 4, Min: 2, Max: 6}, {Ideal: 2, Min: 1, Max: 3}}).Draw(t, "sizes")
		in.Rules = slices.DeleteFunc(in.Rules, func(r Rule) bool { return r.Kind == Section && r.Power() == Must })
		if n > 8 && rapid.Bool().Draw(t, "block") {
			in.Rules = append(in.Rules, Rule{Kind: Together, Members: []Text{"1", "2"}})
		}
		b := testFormer(t, in).builder(0)
		if rapid.Bool().Draw(t, "empty") {
			for k := range b.slots {
				b.slots[k].lo = 0
			}
		}
		e := b.engine()
		s := newSearcher(e, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)), &pace{ctx: t.Context(), moves: 1 << 40})
		s.fill()
		for k := range 60 {
			switch k % 4 {
			case 0:
				s.jump()
			case 1:
				if len(e.bound) > 0 {
					s.tryBlock(math.Inf(1))
				}
			case 2:
				s.mendTeam(s.rng.IntN(e.g))
			case 3:
				if len(e.loose) < 3 {
					continue
				}
				a, b, c := e.loose[s.rng.IntN(len(e.loose))], e.loose[s.rng.IntN(len(e.loose))], e.loose[s.rng.IntN(len(e.loose))]
				ta, tb, tc := e.team[a], e.team[b], e.team[c]
				if ta == tb || tb == tc || tc == ta {
					continue
				}
				said, lift := s.roundChange(a, b, c), 0.0
				if l := e.ladder; l != nil {
					lift = l.lift[ta] + l.lift[tb] + l.lift[tc]
					gain := l.change(int(tb), int(tc), int(ta))
					if gain > lift+1e-9 {
						t.Fatalf("a round mends the worst teams by %v, at most %v was said", gain, lift)
					}
				}
				before := e.energy
				e.swap(a, b, e.swapChange(a, b))
				e.swap(b, c, e.swapChange(b, c))
				if math.Abs(e.energy-before-said) > 1e-9 {
					t.Fatalf("a round changes %v, was said to change %v", e.energy-before, said)
				}
			}
		}
		energy, kept := e.energy, e.ladder.twin()
		e.place(slices.Clone(e.team))
		if math.Abs(energy-e.energy) > 1e-9*max(1, math.Abs(energy)) {
			t.Fatalf("energy by changes %v, anew %v", energy, e.energy)
		}
		if kept == nil {
			return
		}
		for k, v := range kept.score {
			if math.Abs(v-e.ladder.score[k]) > 1e-9 {
				t.Fatalf("scores by changes %v, anew %v", kept.score, e.ladder.score)
			}
		}
		for r := range kept.weight {
			if kept.worst(r) != e.ladder.worst(r) {
				t.Fatalf("the worst team by changes scores %v, anew %v", kept.worst(r), e.ladder.worst(r))
			}
		}
		for k, v := range kept.lift {
			if math.Abs(v-e.ladder.lift[k]) > 1e-9 {
				t.Fatalf("lifts by changes %v, anew %v", kept.lift, e.ladder.lift)
			}
		}
	})
}

// TestTheLadderKnowsTheWorst compares a ladder with scores that are searched from end to end.
func TestTheLadderKnowsTheWorst(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 0))
	for range 500 {
		g := 2 + rng.IntN(7)
		l := &ladder{g: g, weight: []float64{0.5}, score: make([]float64, g), low: make([][4]int, 1), lift: make([]float64, g)}
		for k := range l.trial {
			l.trial[k] = make([]float64, 1)
		}
		for t := range l.score {
			l.score[t] = float64(rng.IntN(6)) / 5
		}
		l.rank(0)
		l.raise()
		for range 20 {
			teams := rng.Perm(g)[:1+rng.IntN(min(3, g))]
			if rng.IntN(2) == 0 { // the worst
				teams = slices.DeleteFunc(slices.Clone(l.low[0][:len(teams)]), func(t int) bool { return t < 0 })
			}
			after := slices.Clone(l.score)
			lift, best := 0.0, slices.Clone(l.score)
			for k, t := range teams {
				l.trial[k][0] = float64(rng.IntN(6)) / 5
				after[t], best[t] = l.trial[k][0], 1
				lift += l.lift[t]
			}
			change := l.change(teams...)
			if want := 0.5 * (slices.Min(after) - slices.Min(l.score)); math.Abs(change-want) > 1e-12 {
				t.Fatalf("scores %v, of teams %v then %v: change %v, want %v", l.score, teams, after, change, want)
			}
			most := 0.5 * (slices.Min(best) - slices.Min(l.score))
			if sorted := slices.Equal(teams, l.low[0][:len(teams)]); lift < most-1e-12 || sorted && lift > most+1e-12 {
				t.Fatalf("scores %v: teams %v can mend %v, lift says %v", l.score, teams, most, lift)
			}
			if len(teams) == 2 {
				l.score = after
				l.changed(teams[0], teams[1])
				if l.worst(0) != slices.Min(after) {
					t.Fatalf("of scores %v the worst is %v", after, l.worst(0))
				}
			}
		}
	}
}

// TestWeighingIsSwapping compares what all swaps of a member are weighed at with what each would change.
func TestWeighingIsSwapping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 30).Draw(t, "n")
		in := Input{Table: drawTable(t, n), Rules: drawRules(t, n)}
		in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 3}, {Min: 2, Max: 5}, {Ideal: 4, Min: 3, Max: 6}}).Draw(t, "sizes")
		f := testFormer(t, in)
		e := f.builder(0).engine()
		if e.own == nil {
			return
		}
		s := newSearcher(e, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)), &pace{ctx: t.Context(), moves: 1 << 40})
		s.fill()
		for range 20 {
			s.jump()
		}
		for a := range int32(n) {
			if e.stuck(a) {
				continue
			}
			s.reach(a)
			s.weigh(a, 0, n)
			for b := range int32(n) {
				if e.stuck(b) || e.team[a] == e.team[b] {
					continue
				}
				weighed := float64(s.gain[b]-e.own[b]-2*e.w[int(a)*n+int(b)]+s.other[e.team[b]]) * e.unit
				change := e.swapChange(a, b)
				slack := 0.0
				if e.ladder != nil {
					slack = e.ladder.lift[e.team[a]] + e.ladder.lift[e.team[b]] - e.ladder.change(int(e.team[a]), int(e.team[b]))
				}
				if weighed < change-1e-5 || len(e.funcs) == 0 && weighed > change+slack+1e-5 {
					t.Fatalf("swapping %d and %d is weighed at %v and changes %v", a, b, weighed, change)
				}
			}
		}
	})
}

// A team that nobody is left in is not the worst.
func TestNobodysTeamIsNotTheWorst(t *testing.T) {
	in := Input{Table: table("c\na\na\nb\nb\na"), Rules: []Rule{{Kind: Count, Column: "c", Value: "a", AtLeast: new(1)}}, Sizes: Sizes{Teams: 3}}
	b := testFormer(t, in).builder(0)
	for k := range b.slots {
		b.slots[k].lo, b.slots[k].hi = 0, 5
	}
	e := b.engine()
	e.place([]int32{0, 0, 1, 1, 2})
	for _, move := range [][2]int{{4, 0}, {2, 0}, {3, 0}, {2, 2}, {4, 1}} {
		a, to := int32(move[0]), move[1]
		e.move(a, to, e.moveChange(a, to))
		energy, worst := e.energy, e.ladder.worst(0)
		e.place(slices.Clone(e.team))
		least := 1.0
		for team, l := range e.list {
			if len(l) > 0 {
				least = min(least, e.ladder.score[team])
			}
		}
		if math.Abs(energy-e.energy) > 1e-12 || worst != least {
			t.Fatalf("after moving %d to team %d: energy %v, anew %v; the worst team scores %v, want %v", a, to, energy, e.energy, worst, least)
		}
	}
}
