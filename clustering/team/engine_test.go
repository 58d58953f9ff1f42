package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// testFormer plans in without searching.
func testFormer(t interface {
	Fatalf(string, ...any)
}, in Input) *former {
	p, err := read(in)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	plans, err := p.plans()
	if err != nil {
		t.Fatalf("plans: %v", err)
	}
	f := &former{p: p, opt: Options{Workers: 1}, plan: make(plan, len(plans)), found: make([][][]int32, len(p.sections))}
	for s := range plans {
		f.plan[s] = plans[s][0]
	}
	if err := f.settle(); err != nil {
		t.Fatalf("settle: %v", err)
	}
	return f
}

func TestEnergyByDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 30).Draw(t, "n")
		in := drawEvery(t, n)
		in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 3}, {Min: 1, Max: 5}, {Ideal: 4, Min: 2, Max: 6}}).Draw(t, "sizes")
		in.Rules = slices.DeleteFunc(in.Rules, func(r Rule) bool { return r.Kind == Section && r.Power() == Must })
		f := testFormer(t, in)
		e := f.builder(0).engine()
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		s := newSearcher(e, rng, &pace{ctx: t.Context(), moves: 1 << 40})
		s.fill()
		first, start := e.energy, f.searched(f.teams(0, e))
		for range 200 {
			a, b := int32(rng.IntN(n)), int32(rng.IntN(n))
			if e.team[a] != e.team[b] && !e.stuck(a) && !e.stuck(b) {
				e.swap(a, b, e.swapChange(a, b))
			}
			if to := rng.IntN(e.g); int(e.team[a]) != to && !e.stuck(a) && len(e.list[to]) < e.slots[to].hi && len(e.list[e.team[a]]) > 1 {
				e.move(a, to, e.moveChange(a, to))
			}
		}
		byDifference := e.energy
		e.place(slices.Clone(e.team))
		if math.Abs(byDifference-e.energy) > 1e-9 {
			t.Fatalf("energy by difference %v, from scratch %v", byDifference, e.energy)
		}
		end := f.searched(f.teams(0, e))
		if start.broken == 0 && end.broken == 0 && !f.clamps(e) {
			if got, want := e.energy-first, end.objective-start.objective; math.Abs(got-want) > 1e-4 {
				t.Fatalf("energy changed by %v, what it stands for by %v", got, want)
			}
		}
	})
}

// searched is the quality of a division with the objective that the search has in its place.
func (f *former) searched(teams [][]int32) quality {
	q := f.p.quality(teams, f.numbers(0), f.scales)
	q.objective = 0
	for r, c := range f.p.rules {
		sum, value, worst := 0.0, 0.0, 1.0
		for t, members := range teams {
			o := c.of(f.numbers(0)[t], members)
			if len(members) > 0 {
				worst = min(worst, o.score)
			}
			sum += f.scales[r].worth(o.score) / float64(len(teams))
			value += o.value
		}
		if c.whole {
			sum = f.scales[r].score(c, 0, 0, value)
		}
		if c.levelled() {
			sum += worstShare * worst
		}
		q.objective += c.w * sum
	}
	return q
}

// clamps reports whether a rule's score may be cut off at 0, which the energy is not.
func (f *former) clamps(*engine) bool {
	return slices.ContainsFunc(f.p.rules, func(c *compiled) bool {
		m, ok := c.measure.(*pairs)
		return ok && m.less
	})
}

func TestVectorKernels(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range slices.Repeat([]int{1, 7, 8, 9, 15, 40, 129}, 12) {
		draw := func() []float32 {
			x := make([]float32, n)
			for i := range x {
				x[i] = float32(rng.IntN(2000) - 1000)
			}
			return x
		}
		pa, pb, wa, wb := draw(), draw(), draw(), draw()
		qa, qb := slices.Clone(pa), slices.Clone(pb)
		trade(pa, pb, wa, wb)
		tradePlain(qa, qb, wa, wb)
		if !slices.Equal(pa, qa) || !slices.Equal(pb, qb) {
			t.Errorf("n=%d: trade differs from tradePlain", n)
		}
		addTo(pa, wb)
		addToPlain(qa, wb)
		if !slices.Equal(pa, qa) {
			t.Errorf("n=%d: addTo differs from addToPlain", n)
		}
		team := make([]int32, n)
		teams := 1 + rng.IntN(40) // in registers and not
		for i := range team {
			team[i] = int32(rng.IntN(teams))
		}
		other := make([]float32, teams, max(teams, fewTeams))
		for u := range other {
			other[u] = float32(rng.IntN(400) - 300)
		}
		other[rng.IntN(teams)] = float32(math.Inf(-1))
		for heat := float32(0); heat < 2000; heat += 250 {
			chance := draw()
			for i := range chance {
				chance[i] = -abs32(chance[i]) / 500
			}
			for from := range n {
				got := scan(from, pa, pb, wa, other, chance, team, heat)
				want := scanPlain(from, pa, pb, wa, other, chance, team, heat)
				if got != want {
					t.Fatalf("n=%d heat=%v from=%d: scan finds %d, scanPlain %d", n, heat, from, got, want)
				}
			}
		}
	}
}

func abs32(x float32) float32 { return max(x, -x) }

func TestExactIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 10).Draw(t, "n")
		rules := drawRules(t, n)
		for i := range rules {
			if rapid.Bool().Draw(t, "must") {
				rules[i].Strength = Must
			}
		}
		in := Input{Table: drawTable(t, n), Rules: rules}
		in.Sizes = rapid.SampledFrom([]Sizes{{Ideal: 2}, {Ideal: 3}, {Teams: 3}, {List: []Range{{2, n - 2}, {2, n - 2}}}}).Draw(t, "sizes")
		f := testFormer(t, in)
		f.ctx = t.Context()
		teams := f.small(0)
		if teams == nil {
			return // there are too many floors of worst teams to try
		}
		got := f.p.quality(teams, f.numbers(0), f.scales)
		best := quality{broken: math.Inf(1)}
		f.everyDivision(func(teams [][]int32) {
			if q := f.p.quality(teams, f.numbers(0), f.scales); q.better(best) {
				best = q
			}
		})
		if best.better(quality{got.broken, got.objective + 1e-9}) && !f.clamps(nil) {
			t.Fatalf("exact finds %+v, trying everything finds %+v", got, best)
		}
		if (got.broken < 1e-9) != (best.broken < 1e-9) {
			t.Fatalf("exact breaks must-rules by %v, the least is %v", got.broken, best.broken)
		}
		s := newSearcher(f.builder(0).engine(), rand.New(rand.NewPCG(1, 1)), &pace{ctx: t.Context(), moves: 20000})
		s.run()
		if found := f.p.quality(f.teams(0, s.e), f.numbers(0), f.scales); best.broken < 1e-9 && found.broken > 1e-9 {
			t.Fatalf("the search breaks must-rules by %v where they can be kept", found.broken)
		}
	})
}

// everyDivision calls do with every way to fill the slots of the only section.
func (f *former) everyDivision(do func([][]int32)) {
	teams := make([][]int32, len(f.plan[0]))
	members := f.p.sections[0]
	var next func(k int)
	next = func(k int) {
		if k == len(members) {
			for t, sl := range f.plan[0] {
				if len(teams[t]) < sl.lo {
					return
				}
			}
			do(teams)
			return
		}
		for t, sl := range f.plan[0] {
			if len(teams[t]) < sl.hi {
				teams[t] = append(teams[t], members[k])
				next(k + 1)
				teams[t] = teams[t][:len(teams[t])-1]
			}
		}
	}
	next(0)
}
