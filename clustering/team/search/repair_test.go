package search

import (
	"math/rand/v2"
	"testing"
)

// A change of the penalty changes the objective by the violation, and back.
func TestSetPenalty(t *testing.T) {
	s := shape{n: 30, size: 3, flexible: true}
	rng := rand.New(rand.NewPCG(1, 4))
	e := New(s.problem(named(rng, s.n, len(s.groups()), "Count that is hard", "Func that is hard", "PairSum")...))
	testSearcher(e, 2)
	before, violation := e.Objective(), e.Violation()
	if violation == 0 {
		t.Fatal("an initial division of thirty items violates nothing, want something to see")
	}
	e.setPenalty(10)
	if got, want := e.Objective(), before-8*violation; far(got, want, 1e-9) {
		t.Errorf("with a penalty of 10 for 2 the objective is %v, want %v", got, want)
	}
	e.setPenalty(2)
	if far(e.Objective(), before, 1e-9) {
		t.Errorf("with the penalty as before the objective is %v, was %v", e.Objective(), before)
	}
	sum := 0.0
	for t := range e.g {
		sum += e.groupViolation(t)
	}
	if sum != violation {
		t.Errorf("groups violate constraints by %v in all, want %v", sum, violation)
	}
}

// Repair keeps constraints that can be kept, from many starts, also where blocks move and sizes vary.
func TestRepair(t *testing.T) {
	for _, s := range []shape{{n: 24, size: 6}, {n: 30, size: 5, flexible: true}, {n: 48, size: 6, blocks: true}, {n: 36, size: 6, flexible: true, blocks: true, fixed: true}} {
		rng := rand.New(rand.NewPCG(3, uint64(s.n)))
		e := New(s.problem(named(rng, s.n, len(s.groups()), "Count that is hard", "PairSum")...))
		for seed := range uint64(5) {
			search := testSearcher(e, seed)
			search.Budget.Moves = 300_000
			search.repair(1)
			if e.Violation() > 0 {
				t.Errorf("%v, seed %d: after repair the violation is %v", s, seed, e.Violation())
			}
			if e.penalty != 2 {
				t.Fatalf("%v: after repair the penalty is %v, want 2 as before", s, e.penalty)
			}
			search.moves = 0
			if search.repair(1); search.moves > 0 {
				t.Errorf("%v: repair of what violates nothing tries %d moves", s, search.moves)
			}
		}
	}
}

// Repair ends with its share of the budget where constraints cannot be kept, and what moves in blocks alone ends too.
func TestRepairOfWhatCannotBeKept(t *testing.T) {
	never := Count{Marked: make([]uint8, 8), Hard: true, Rate: func(int, int) Rating { return Rating{Violation: 1} }}
	p := Problem{N: 8, Groups: []Group{{4, 4, 4}, {4, 4, 4}}, Terms: []Term{never}, Penalty: 1}
	for _, blocks := range [][][]int32{nil, {{0, 1}, {2, 3}, {4, 5}, {6, 7}}} {
		p.Blocks = blocks
		s := testSearcher(New(p), 1)
		s.Budget.Moves = 2000
		s.repair(0.5)
		if s.moves < 500 || s.moves > 2000 {
			t.Errorf("repair tries %d moves of 2000, want about half", s.moves)
		}
		checkDivision(t, p, s.e.Groups())
	}
}

// One step of min-conflicts never violates more.
func TestMinConflictsNeverViolatesMore(t *testing.T) {
	s := shape{n: 40, size: 4, flexible: true}
	e := New(s.problem(named(rand.New(rand.NewPCG(9, 4)), s.n, len(s.groups()), "Count that is hard", "Func that is hard", "Place")...))
	search := testSearcher(e, 6)
	e.setPenalty(feasibilityPenalty)
	for range 300 {
		a := e.movable[search.Rand.IntN(len(e.movable))]
		before := e.Violation()
		search.minConflicts(a, e.Group(a))
		if after := e.Violation(); after > before+1e-3 {
			t.Fatalf("the violation was %v and is %v", before, after)
		}
	}
}

// A violated group is found wherever it is.
func TestViolatedGroup(t *testing.T) {
	limits := Group{Size: 2, Min: 2, Max: 2}
	p := Problem{N: 8, Groups: []Group{limits, limits, limits, limits}, Penalty: 1, Terms: []Term{Count{Marked: []uint8{0, 0, 0, 0, 0, 1, 0, 0}, Hard: true,
		Rate: func(_, marked int) Rating { return Rating{Violation: float64(marked)} }}}}
	s := testSearcher(New(p), 1)
	for range 20 {
		s.initialise()
		if got, want := s.violatedGroup(), s.e.Group(5); got != want {
			t.Fatalf("group %d is violated, want %d", got, want)
		}
	}
}
