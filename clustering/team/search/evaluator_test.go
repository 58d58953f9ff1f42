package search

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// near is how near a change comes to what the terms say of it: what stands in a matrix is rounded to multiples of a unit.
func (p Problem) near(e *Evaluator) float64 {
	rounded := slices.ContainsFunc(p.Terms, func(t Term) bool {
		switch t.(type) {
		case PairSum, Place, Scatter:
			return e.weights != nil || e.kernel != nil
		}
		return false
	})
	if rounded {
		return 1e-6
	}
	return 1e-9
}

// randomChange makes a random swap or move of items that are not pinned, and reports whether it made one.
func randomChange(e *Evaluator, rng *rand.Rand) bool {
	if len(e.movable) == 0 {
		return false
	}
	a, b := e.movable[rng.IntN(len(e.movable))], e.movable[rng.IntN(len(e.movable))]
	if t := rng.IntN(e.g); rng.IntN(2) == 0 && e.MayMove(a, t) {
		e.Move(a, t, e.MoveChange(a, t))
		return true
	}
	if e.group[a] == e.group[b] {
		return false
	}
	e.Swap(a, b, e.SwapChange(a, b))
	return true
}

// checkChanges makes changes and compares what each is worth with what the terms say of the divisions before and after it.
func checkChanges(t interface {
	Helper()
	Fatalf(string, ...any)
}, p Problem, e *Evaluator, rng *rand.Rand, changes int) {
	t.Helper()
	near := p.near(e)
	before := e.objective
	value, violation := p.eval(e.Groups())
	for k := range changes {
		if !randomChange(e, rng) {
			continue
		}
		nextValue, nextViolation := p.eval(e.Groups())
		want := nextValue - value - p.Penalty*(nextViolation-violation)
		if far(e.objective-before, want, near) {
			t.Fatalf("change %d is worth %v, by the terms %v", k, e.objective-before, want)
		}
		if far(e.Violation(), nextViolation, 1e-9) {
			t.Fatalf("after change %d the violation is %v, by the terms %v", k, e.Violation(), nextViolation)
		}
		before, value, violation = e.objective, nextValue, nextViolation
	}
	e.Place(slices.Clone(e.group))
	if far(before, e.objective, 1e-9) {
		t.Fatalf("the objective by changes is %v, anew %v", before, e.objective)
	}
}

// Each kind of term by itself, in groups of every form.
func TestChangesOfEveryKind(t *testing.T) {
	for _, x := range examples {
		for _, n := range []int{6, 13, 40} {
			for form := range 16 {
				s := shape{n: n, size: 4, flexible: form&1 > 0, empty: form&2 > 0, blocks: form&4 > 0, fixed: form&8 > 0}
				if s.empty && !s.flexible {
					continue
				}
				t.Run(fmt.Sprintf("%s/%v", x.name, s), func(t *testing.T) {
					rng := rand.New(rand.NewPCG(uint64(form), uint64(n)))
					p := s.problem(x.make(rng, n, len(s.groups())))
					e := New(p)
					testSearcher(e, 3)
					checkDivision(t, p, e.Groups())
					checkChanges(t, p, e, rng, 30)
				})
			}
		}
	}
}

// Terms of all kinds together.
func TestChangesOfAnyTerms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 40)
		e := New(p)
		s := testSearcher(e, rapid.Uint64().Draw(t, "seed"))
		checkChanges(t, p, e, s.Rand, 40)
	})
}

// Two terms on the same items add up in the same matrix, kernel or tables.
func TestTermsAddUp(t *testing.T) {
	for _, x := range examples {
		s := shape{n: 30, size: 5, flexible: true}
		once := x.make(rand.New(rand.NewPCG(5, 5)), s.n, len(s.groups()))
		e, twice := New(s.problem(once)), New(s.problem(once, once))
		testSearcher(e, 9)
		testSearcher(twice, 9)
		for _, b := range e.items[1] {
			a := e.items[0][0]
			if got, want := twice.SwapChange(a, b), 2*e.SwapChange(a, b); far(got, want, 2e-6) {
				t.Fatalf("%s: of two such terms a swap changes %v, want %v", x.name, got, want)
			}
		}
	}
}

// What an evaluator keeps after blocks have moved, cycles been made and constraints repaired is what it works out anew; a cycle is
// worth what was said before, and raises the worst groups by no more than was said.
func TestWhatIsKeptAfterMovesOfEveryKind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := New(drawProblem(t, 24))
		s := testSearcher(e, rapid.Uint64().Draw(t, "seed"))
		for k := range 60 {
			switch k % 4 {
			case 0:
				s.jumpIfMovable()
			case 1:
				if len(e.movableBlocks) > 0 {
					s.tryBlock(math.Inf(1))
				}
			case 2:
				if len(e.movable) > 0 {
					s.repairGroup(s.Rand.IntN(e.g))
				}
			case 3:
				checkCycle(t, s)
			}
		}
		kept, gains, own := e.objective, slices.Clone(e.gains), slices.Clone(e.ownGains)
		worst := e.worst.clone()
		e.Place(slices.Clone(e.group))
		if far(kept, e.objective, 1e-9*max(1, math.Abs(kept))) {
			t.Fatalf("the objective by changes is %v, anew %v", kept, e.objective)
		}
		if !slices.Equal(gains, e.gains) || !slices.Equal(own, e.ownGains) {
			t.Fatalf("gains by changes are %v and %v, anew %v and %v", gains, own, e.gains, e.ownGains)
		}
		if worst != nil {
			checkWorst(t, worst, e.worst)
		}
	})
}

func (s *searcher) jumpIfMovable() {
	if len(s.e.movable)+len(s.e.movableBlocks) > 0 {
		s.jump()
	}
}

func checkCycle(t *rapid.T, s *searcher) {
	e := s.e
	if len(e.movable) < 3 {
		return
	}
	a, b, c := e.movable[s.Rand.IntN(len(e.movable))], e.movable[s.Rand.IntN(len(e.movable))], e.movable[s.Rand.IntN(len(e.movable))]
	ta, tb, tc := e.group[a], e.group[b], e.group[c]
	if ta == tb || tb == tc || tc == ta {
		return
	}
	said := e.cycleChange(a, b, c)
	if w := e.worst; w != nil {
		bound, gain := w.bound[ta]+w.bound[tb]+w.bound[tc], w.change(int(tb), int(tc), int(ta))
		if gain > bound+1e-9 {
			t.Fatalf("a cycle raises the worst groups by %v, at most %v was said", gain, bound)
		}
	}
	before := e.objective
	e.Swap(a, b, e.SwapChange(a, b))
	e.Swap(b, c, e.SwapChange(b, c))
	if far(e.objective-before, said, 1e-9) {
		t.Fatalf("a cycle changes %v, was said to change %v", e.objective-before, said)
	}
}

// A clone's changes are not seen by the evaluator it came from, nor by another clone.
func TestClonesAreIndependent(t *testing.T) {
	for _, x := range examples {
		for _, flexible := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/flexible=%v", x.name, flexible), func(t *testing.T) {
				s := shape{n: 24, size: 4, flexible: flexible}
				e := New(s.problem(x.make(rand.New(rand.NewPCG(1, 2)), s.n, len(s.groups()))))
				testSearcher(e, 4)
				group, objective, violation := slices.Clone(e.group), e.objective, e.Violation()
				a, b := e.items[0][0], e.items[1][0]
				said := e.SwapChange(a, b)
				c := testSearcher(e.Clone(), 8)
				c.chain(0.1)
				c.e.setPenalty(77)
				if !slices.Equal(e.group, group) || e.objective != objective || e.Violation() != violation || e.SwapChange(a, b) != said {
					t.Fatalf("a clone's search changed the evaluator: a swap is worth %v, was %v", e.SwapChange(a, b), said)
				}
				d := e.Clone()
				d.Place(group)
				if d.objective != objective || d.SwapChange(a, b) != said {
					t.Fatalf("a clone at the same division is worth %v and a swap %v, want %v and %v", d.objective, d.SwapChange(a, b), objective, said)
				}
			})
		}
	}
}

// What pairs alone are worth is what the evaluator says.
func TestPairsAreTheObjective(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	s := shape{n: 20, size: 4}
	g := len(s.groups())
	e := New(s.problem(named(rng, s.n, g, "PairSum", "Scatter", "PairSum of negative weight")...))
	value, ok := e.Pairs()
	if !ok {
		t.Fatal("pairs and scatter in groups of one size are not pairs alone")
	}
	for seed := range uint64(10) {
		testSearcher(e, seed)
		if got := value(e.Groups()); far(got, e.Objective(), 1e-9) {
			t.Errorf("the pairs of a division are worth %v, want %v", got, e.Objective())
		}
	}
	for _, x := range examples {
		e := New(shape{n: 20, size: 4, flexible: true}.problem(x.make(rng, s.n, g)))
		if _, ok := e.Pairs(); ok {
			t.Errorf("%s in groups of any size is said to be pairs alone", x.name)
		}
	}
	for _, name := range []string{"Place", "Count", "Func", "Func that is a model"} {
		if _, ok := New(s.problem(named(rng, s.n, g, name)...)).Pairs(); ok {
			t.Errorf("%s is said to be pairs alone", name)
		}
	}
}

// Who moves by itself, who with a block, and where sizes let an item go.
func TestPinnedAndMovable(t *testing.T) {
	p := Problem{N: 6, Groups: []Group{{3, 2, 3}, {2, 1, 3}, {1, 1, 2}}, Fixed: []int{0, -1, -1, -1, -1, -1}, Blocks: [][]int32{{1, 2}}}
	e := New(p)
	e.Place([]int32{0, 0, 0, 1, 1, 2})
	if got, want := e.Movable(), []int32{3, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("items %v move by themselves, want %v", got, want)
	}
	for i, want := range []bool{true, true, true, false, false, false} {
		if e.Pinned(int32(i)) != want {
			t.Errorf("item %d is pinned: %v, want %v", i, !want, want)
		}
	}
	if got, want := e.movableBlocks, []int{0}; !slices.Equal(got, want) {
		t.Errorf("blocks %v are movable, want %v", got, want)
	}
	for _, c := range []struct {
		item int32
		to   int
		want bool
	}{{3, 0, false}, {3, 1, false}, {3, 2, true}, {5, 1, false}, {1, 1, true}} {
		if got := e.MayMove(c.item, c.to); got != c.want {
			t.Errorf("item %d may move to group %d: %v, want %v", c.item, c.to, got, c.want)
		}
	}
	if e.Group(4) != 1 || !slices.Equal(e.Groups()[0], []int32{0, 1, 2}) {
		t.Errorf("item 4 is in group %d, group 0 holds %v; want 1 and 0, 1, 2", e.Group(4), e.Groups()[0])
	}
	p.Blocks = [][]int32{{0, 1}}
	if e := New(p); len(e.movableBlocks) != 0 || len(e.Movable()) != 4 {
		t.Errorf("of a block with a fixed item %v is movable, and items %v; want none and four", e.movableBlocks, e.Movable())
	}
}
