package team

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A large is a section of so many members that the engine keeps its rules in other forms than those of a small one.
type large struct {
	name   string
	n      int
	rigid  bool // teams of five; else of three to seven
	rules  []Rule
	matrix bool    // sums over pairs are kept as a matrix
	kernel bool    // scatter is
	apart  int     // rules whose sums over pairs are computed when they are needed
	sums   bool    // scatter is kept as sums of columns
	near   float64 // how near a change comes to what the rules say of it
}

// larges lie on both sides of kernelLimit and plainLimit. What stands in a matrix is rounded to multiples of a unit, and comes only near.
func larges() []large {
	var (
		balance = Rule{Kind: Balance, Columns: []string{"t1", "t2", "t3"}}
		match   = Rule{Kind: Match, Column: "major", Weight: 2}
		alike   = Rule{Kind: Alike, Columns: []string{"t9"}, Strength: May}
		spread  = Rule{Kind: Spread, Columns: []string{"t4", "t5"}}
		similar = Rule{Kind: Similar, Columns: []string{"t6"}, Strength: Could}
		alone   = Rule{Kind: NeverAlone, Column: "sex", Value: "f", Strength: Must}
		leads   = Rule{Kind: Count, Column: "lead", Value: "1", AtLeast: new(1)}
		ranked  = Rule{Kind: Ranked, Columns: []string{"major"}}
		hours   = Rule{Kind: Hours, Columns: []string{"[Mon] free"}, Min: 1, Want: 2}
	)
	return []large{
		{name: "a kernel up to the limit", n: kernelLimit, rules: []Rule{balance, alike, leads}, matrix: true, kernel: true, near: 1e-6},
		{name: "sums of columns beyond", n: kernelLimit + 1, rules: []Rule{balance, match, alike}, sums: true, near: 1e-11},
		{name: "sums of columns, counts and hours", n: kernelLimit + 31, rules: []Rule{balance, match, alike, alone, leads, hours}, sums: true, near: 1e-11},
		{name: "a matrix of pairs and sums of columns", n: kernelLimit + 31, rules: []Rule{spread, balance, alike, alone, leads}, matrix: true, sums: true, near: 1e-6},
		{name: "a matrix alone where teams are of one size", n: kernelLimit + 5, rigid: true, rules: []Rule{balance, match, alike, leads}, matrix: true, near: 1e-6},
		{name: "pairs and columns beyond any matrix", n: plainLimit + 5, rules: []Rule{spread, balance, alike, alone, similar}, apart: 2, sums: true, near: 1e-11},
		{name: "counts and hours alone in teams of one size", n: kernelLimit + 5, rigid: true, rules: []Rule{leads, hours}, near: 1e-11},
		{name: "activities, for which there is a matrix always", n: kernelLimit + 31, rules: []Rule{ranked, balance}, matrix: true, sums: true, near: 1e-6},
	}
}

// far reports whether got is not as near to want as it should be; what is no number is far from everything.
func far(got, want, near float64) bool { return !(math.Abs(got-want) <= near) }

// search makes a searcher of the section, with its members in teams by chance.
func (c large) search(t *testing.T) (*former, *searcher) {
	t.Helper()
	f := testFormer(t, Input{Table: benchTable(c.n), Rules: c.rules, Sizes: Sizes{Ideal: 5}})
	if !c.rigid {
		for k := range f.plan[0] {
			f.plan[0][k].lo, f.plan[0][k].hi = 3, 7
		}
	}
	e := f.builder(0).engine()
	got := []any{len(e.apart), e.w != nil, e.k != nil, e.columns != nil}
	if want := []any{c.apart, c.matrix, c.kernel, c.sums}; !slices.Equal(got, want) {
		t.Fatalf("of %d members: rules on pairs apart, a matrix, a kernel, sums of columns: %v, want %v", c.n, got, want)
	}
	s := newSearcher(e, rand.New(rand.NewPCG(uint64(c.n), 0)), &pace{ctx: t.Context(), moves: 1 << 40})
	s.fill()
	return f, s
}

// scratch is what the energy stands for, by asking every rule about every team.
func (f *former) scratch(e *engine) float64 {
	sum := 0.0
	numbers := f.numbers(0)
	for r, c := range f.p.rules {
		worst := 1.0
		for t, rows := range f.teams(0, e) {
			o := c.of(numbers[t], rows)
			worst = min(worst, o.score)
			sum -= e.must * breach(c, o.score, o.ok)
			if c.whole {
				sum += c.w * f.scales[r].slope * o.value
				continue
			}
			sum += c.w * f.scales[r].worth(o.score) / float64(e.g)
		}
		if c.levelled() {
			sum += worstShare * c.w * worst
		}
	}
	return sum
}

// In sections of every form a change is worth what the rules say of all teams before and after it, a search wins what they say, and
// another start has teams of its own.
func TestLargeSections(t *testing.T) {
	for _, c := range larges() {
		t.Run(c.name, func(t *testing.T) {
			f, s := c.search(t)
			c.checkChanges(t, f, s)
			c.checkSearch(t, f, s)
			checkTwin(t, s)
		})
	}
}

func (c large) checkChanges(t *testing.T, f *former, s *searcher) {
	t.Helper()
	e := s.e
	sum := 0.0
	for k := range 24 {
		before, stood := e.energy, f.scratch(e)
		switch a, b, to := int32(s.rng.IntN(e.n)), int32(s.rng.IntN(e.n)), s.rng.IntN(e.g); {
		case k%3 == 0 && e.mayMove(a, to):
			e.move(a, to, e.moveChange(a, to))
		case k%3 == 1:
			s.tryRound(a, math.Inf(1))
		case e.team[a] != e.team[b]:
			e.swap(a, b, e.swapChange(a, b))
		}
		got, want := e.energy-before, f.scratch(e)-stood
		if far(got, want, c.near) {
			t.Errorf("change %d is worth %v, by the rules %v", k, got, want)
		}
		sum += math.Abs(want)
	}
	if sum/24 < 100*c.near {
		t.Errorf("changes are worth %v in the mean, too little to tell them from what is rounded", sum/24)
	}
	energy := e.energy
	e.place(slices.Clone(e.team))
	if far(energy, e.energy, c.near) {
		t.Errorf("energy by changes %v, anew %v", energy, e.energy)
	}
}

func (c large) checkSearch(t *testing.T, f *former, s *searcher) {
	t.Helper()
	e := s.e
	energy, stood := e.energy, f.scratch(e)
	s.batch(0)
	won := f.scratch(e) - stood
	if won <= 0 || far(won, e.energy-energy, 20*c.near) {
		t.Errorf("a batch without heat wins %v, by the rules %v", e.energy-energy, won)
	}
	for team, l := range e.list {
		if len(l) < e.slots[team].lo || len(l) > e.slots[team].hi {
			t.Errorf("team %d has %d members, from %d to %d are allowed", team, len(l), e.slots[team].lo, e.slots[team].hi)
		}
	}
	s.batch(s.step())
	energy = e.energy
	e.place(slices.Clone(e.team))
	if far(energy, e.energy, 20*c.near) {
		t.Errorf("after a warm batch the energy is %v, anew %v", energy, e.energy)
	}
}

func checkTwin(t *testing.T, s *searcher) {
	t.Helper()
	e := s.e
	team, energy := slices.Clone(e.team), e.energy
	a, b := e.list[0][0], e.list[1][0]
	said := e.swapChange(a, b)
	other := newSearcher(e.twin(), rand.New(rand.NewPCG(8, 0)), s.pace)
	other.fill()
	other.batch(0)
	if now := e.swapChange(a, b); !slices.Equal(e.team, team) || e.energy != energy || now != said {
		t.Errorf("after another start a swap is worth %v and the energy %v; before it %v and %v", now, e.energy, said, energy)
	}
}

// Where a matrix of pairs stands beside sums of columns, all swaps of a member are weighed at once at what each is worth.
func TestWeighingBesideSumsOfColumns(t *testing.T) {
	c := larges()[3]
	c.rules = slices.DeleteFunc(c.rules, func(r Rule) bool { return r.Kind == Count }) // a worst team is only bounded
	for i := range c.rules {
		if c.rules[i].Kind == NeverAlone {
			c.rules[i] = Rule{Kind: Apart, Members: seq(c.n)[:300], Strength: Could}
		}
	}
	_, s := c.search(t)
	e := s.e
	s.batch(0)
	for range 30 {
		a := int32(s.rng.IntN(e.n))
		s.reach(a)
		s.weigh(a, 0, e.n)
		for b := range int32(e.n) {
			if e.team[a] == e.team[b] {
				continue
			}
			weighed := float64(s.gain[b]-e.own[b]-2*e.w[int(a)*e.n+int(b)]+s.other[e.team[b]]) * e.unit
			if change := e.swapChange(a, b); far(weighed, change, 1e-5) {
				t.Fatalf("swapping %d and %d is weighed at %v and changes %v", a, b, weighed, change)
			}
		}
	}
}

// The terms themselves, also on teams that are empty before or after a change.
func TestTermsOfPairsAndColumns(t *testing.T) {
	const n, width = 40, 3
	rng := rand.New(rand.NewPCG(2, 5))
	var columns [width][]float64
	for j := range columns {
		columns[j] = make([]float64, n)
		for i := range n {
			columns[j][i] = rng.NormFloat64()
		}
	}
	balance := newScatter(columns[:], false)
	between := euclid(balance.z, width)
	rows := make([]int32, n) // the section holds the table's rows from the last on
	b := &builder{p: &problem{n: n}, scales: []scale{{slope: -0.7}}, slots: make([]slot, 4)}
	for i := range rows {
		rows[i] = int32(n - 1 - i)
	}
	b.members = rows
	e := &engine{n: n, g: len(b.slots)}
	b.columns(e, []*compiled{{measure: balance, w: 2, number: 1}}, width)
	apart := pairTerm{weight: 1.5, members: rows, between: between}
	distances := &pairs{between: between}
	of := func(list []int32) (scattered, paired float64) {
		var all []int32
		for _, i := range list {
			all = append(all, rows[i])
		}
		return 2 * -0.7 * balance.of(0, all).value, 1.5 * distances.sum(all)
	}
	for range 400 {
		perm := rng.Perm(n)
		var list []int32
		for _, i := range perm[:rng.IntN(6)] {
			list = append(list, int32(i))
		}
		out, in := int32(-1), int32(-1)
		if len(list) > 0 && rng.IntN(3) > 0 {
			out = list[rng.IntN(len(list))]
		}
		if out < 0 || rng.IntN(2) == 0 {
			in = int32(perm[n-1])
		}
		after := slices.DeleteFunc(slices.Clone(list), func(i int32) bool { return i == out })
		if in >= 0 {
			after = append(after, in)
		}
		team := rng.IntN(e.g)
		scattered, paired := of(list)
		nextScattered, nextPaired := of(after)
		if got := e.columns.set(team, list); far(got, scattered, 1e-12) {
			t.Fatalf("columns of %v are worth %v, by the rule %v", list, got, scattered)
		}
		if got := e.columns.change(team, len(list), len(after), out, in); far(got, nextScattered-scattered, 1e-12) {
			t.Fatalf("columns of %v with %d for %d change by %v, by the rule %v", list, in, out, got, nextScattered-scattered)
		}
		if got := apart.sum(list); far(got, paired, 1e-12) {
			t.Fatalf("pairs of %v are worth %v, by the rule %v", list, got, paired)
		}
		if got := apart.change(list, out, in); far(got, nextPaired-paired, 1e-12) {
			t.Fatalf("pairs of %v with %d for %d change by %v, by the rule %v", list, in, out, got, nextPaired-paired)
		}
	}
}
