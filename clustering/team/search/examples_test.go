package search

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// An example makes a term of one kind for n items in g groups. What stands in a matrix is worth so little that its rounding, to a
// millionth of the largest sum, stays below a millionth.
type example struct {
	name string
	make func(rng *rand.Rand, n, g int) Term
}

// examples are all kinds of terms, in all their variants. Every suite ranges over them.
var examples = []example{
	{"PairSum", func(rng *rand.Rand, n, g int) Term { return distances(rng, n, 0.002) }},
	{"PairSum of negative weight", func(rng *rand.Rand, n, g int) Term { return distances(rng, n, -0.001) }},
	{"PairSum without weight", func(rng *rand.Rand, n, g int) Term { return distances(rng, n, 0) }},
	{"Place", func(rng *rand.Rand, n, g int) Term {
		worth := normal(rng, n*g)
		return Place{Weight: 0.001, Worth: func(i int32, t int) float64 { return worth[int(i)*g+t] }}
	}},
	{"Scatter", func(rng *rand.Rand, n, g int) Term { return Scatter{Weight: -0.002, Rows: normal(rng, n*3), D: 3} }},
	{"Scatter of positive weight", func(rng *rand.Rand, n, g int) Term { return Scatter{Weight: 0.001, Rows: normal(rng, n*2), D: 2} }},
	{"Scatter of indicators", func(rng *rand.Rand, n, g int) Term {
		return Scatter{Weight: -0.002, Rows: indicators(rng, n, 40), D: 40}
	}},
	{"Count", func(rng *rand.Rand, n, g int) Term { return atLeastOne(rng, n, g, false, 0) }},
	{"Count of the worst", func(rng *rand.Rand, n, g int) Term { return atLeastOne(rng, n, g, false, 0.3) }},
	{"Count that is hard", func(rng *rand.Rand, n, g int) Term { return atLeastOne(rng, n, g, true, 0) }},
	{"Count that is hard and of the worst", func(rng *rand.Rand, n, g int) Term { return atLeastOne(rng, n, g, true, 0.2) }},
	{"Func", func(rng *rand.Rand, n, g int) Term { return ranges(rng, n, g, false, 0) }},
	{"Func of the worst", func(rng *rand.Rand, n, g int) Term { return ranges(rng, n, g, false, 0.4) }},
	{"Func that is hard", func(rng *rand.Rand, n, g int) Term { return ranges(rng, n, g, true, 0.1) }},
	{"Func that is a model", func(rng *rand.Rand, n, g int) Term {
		f := ranges(rng, n, g, false, 0.4)
		f.Model = true
		return f
	}},
}

// named returns the examples of these names, made for n items in g groups.
func named(rng *rand.Rand, n, g int, names ...string) (terms []Term) {
	for _, name := range names {
		for _, x := range examples {
			if x.name == name {
				terms = append(terms, x.make(rng, n, g))
			}
		}
	}
	if len(terms) != len(names) {
		panic(fmt.Sprintf("search: of the examples %q only %d are known", names, len(terms)))
	}
	return terms
}

func normal(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

// distances is the sum of distances in the plane.
func distances(rng *rand.Rand, n int, weight float64) PairSum {
	x, y := normal(rng, n), normal(rng, n)
	return PairSum{Weight: weight, Between: func(i, j int32) float64 { return math.Hypot(x[i]-x[j], y[i]-y[j]) }}
}

// indicators are n rows of a choice among so many categories, centred.
func indicators(rng *rand.Rand, n, categories int) []float64 {
	rows, mean := make([]float64, n*categories), make([]float64, categories)
	for i := range n {
		k := rng.IntN(categories)
		rows[i*categories+k] = 1
		mean[k] += 1 / float64(n)
	}
	for i := range rows {
		rows[i] -= mean[i%categories]
	}
	return rows
}

// atLeastOne wants one marked item or two in every group; a third of the items is marked.
func atLeastOne(rng *rand.Rand, n, g int, hard bool, worst float64) Count {
	marked := make([]uint8, n)
	for _, i := range rng.Perm(n)[:(n+2)/3] {
		marked[i] = 1
	}
	return Count{Marked: marked, Hard: hard, Worst: worst, Rate: func(size, marked int) Rating {
		r := Rating{Score: 1 / (1 + math.Abs(float64(marked)-1.5))}
		switch {
		case size == 0:
			r.Score = 1
		case hard && marked == 0:
			r.Violation = 0.5
		}
		r.Value = r.Score / float64(g)
		return r
	}}
}

// ranges wants groups with a wide range of a number; one of less than a half is a violation where it is hard.
func ranges(rng *rand.Rand, n, g int, hard bool, worst float64) Func {
	x := normal(rng, n)
	return Func{Hard: hard, Worst: worst, Most: 1 / float64(g), Step: 1 / float64(g), New: func() GroupFunc {
		var numbers []float64 // space of its own, so that the race detector sees a function that two evaluators share
		return func(_ int, items []int32) Rating {
			if len(items) == 0 {
				return Rating{Score: 1, Value: 1 / float64(g)}
			}
			numbers = numbers[:0]
			for _, i := range items {
				numbers = append(numbers, x[i])
			}
			low, high := numbers[0], numbers[0]
			for _, v := range numbers {
				low, high = min(low, v), max(high, v)
			}
			r := Rating{Score: 1 - math.Exp(low-high)}
			r.Value = r.Score / float64(g)
			if hard {
				r.Violation = max(0, 0.5-(high-low))
			}
			return r
		}
	}}
}

// A shape is a problem but for its terms.
type shape struct {
	n, size  int
	flexible bool // groups may be two smaller or larger
	empty    bool // and may lose all items
	blocks   bool
	fixed    bool
}

func (s shape) String() string {
	return fmt.Sprintf("n=%d size=%d flexible=%v empty=%v blocks=%v fixed=%v", s.n, s.size, s.flexible, s.empty, s.blocks, s.fixed)
}

func (s shape) groups() []Group {
	g := max(2, s.n/s.size)
	groups := make([]Group, g)
	for t := range groups {
		size := (t+1)*s.n/g - t*s.n/g
		groups[t] = Group{Size: size, Min: size, Max: size}
		if s.flexible {
			groups[t].Min, groups[t].Max = max(1, size-2), size+2
		}
		if s.flexible && s.empty {
			groups[t].Min = 0
		}
	}
	return groups
}

func (s shape) problem(terms ...Term) Problem {
	p := Problem{N: s.n, Groups: s.groups(), Terms: terms, Penalty: 2}
	if s.blocks {
		for k := range int32(max(1, s.n/12)) {
			p.Blocks = append(p.Blocks, []int32{12 * k, 12*k + 3})
		}
		if s.size > 3 && s.n > 11 {
			p.Blocks = append(p.Blocks, []int32{5, 7, 10})
		}
	}
	if s.fixed {
		p.Fixed = make([]int, s.n)
		for i := range p.Fixed {
			p.Fixed[i] = -1
			if i%12 == 1 || i%12 == 3 && i%24 == 3 {
				p.Fixed[i] = i / 12 % len(p.Groups)
			}
		}
	}
	return p
}

func drawShape(t *rapid.T, most int) shape {
	s := shape{n: rapid.IntRange(6, most).Draw(t, "n"), size: rapid.IntRange(2, 6).Draw(t, "size")}
	s.flexible, s.empty = rapid.Bool().Draw(t, "flexible"), rapid.Bool().Draw(t, "empty")
	s.blocks, s.fixed = rapid.Bool().Draw(t, "blocks"), rapid.Bool().Draw(t, "fixed")
	return s
}

// drawProblem draws a problem of at most so many items, under one to five terms of any kinds.
func drawProblem(t *rapid.T, most int) Problem {
	s := drawShape(t, most)
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "terms"), 0))
	var terms []Term
	for range rapid.IntRange(1, 5).Draw(t, "number of terms") {
		x := rapid.SampledFrom(examples).Draw(t, "term")
		terms = append(terms, x.make(rng, s.n, len(s.groups())))
	}
	return s.problem(terms...)
}

// String tells of an example in what rapid draws.
func (x example) String() string { return x.name }

// eval is what a division is worth by its terms alone, and by how much it violates them.
func (p Problem) eval(groups [][]int32) (value, violation float64) {
	for _, term := range p.Terms {
		v, w := term.Eval(groups)
		value, violation = value+v, violation+w
	}
	return value, violation
}

// testSearcher returns a searcher of e without an end to its budget, whose items are divided.
func testSearcher(e *Evaluator, seed uint64) *searcher {
	s := newSearcher(e, Options{Rand: rand.New(rand.NewPCG(seed, 0)), Budget: Budget{Context: context.Background(), Moves: 1 << 40}})
	s.initialise()
	return s
}

// far reports whether got is not as near to want as it should be; what is no number is far from everything.
func far(got, want, near float64) bool { return !(math.Abs(got-want) <= near) }

// checkDivision fails unless each item is in one group, groups keep to their limits, and fixed items are where they stay.
func checkDivision(t interface {
	Helper()
	Fatalf(string, ...any)
}, p Problem, groups [][]int32) {
	t.Helper()
	seen := make([]int, p.N)
	for k, items := range groups {
		if len(items) < p.Groups[k].Min || len(items) > p.Groups[k].Max {
			t.Fatalf("group %d has %d items, want from %d to %d", k, len(items), p.Groups[k].Min, p.Groups[k].Max)
		}
		for _, i := range items {
			seen[i]++
			if p.Fixed != nil && p.Fixed[i] >= 0 && p.Fixed[i] != k {
				t.Fatalf("item %d is in group %d, want %d, where it is fixed", i, k, p.Fixed[i])
			}
		}
	}
	for i, times := range seen {
		if times != 1 {
			t.Fatalf("item %d is in %d groups, want 1", i, times)
		}
	}
}

// A kind of term without an example would be left out of every suite.
func TestEveryKindHasAnExample(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Eval" {
				kinds[f.Recv.List[0].Type.(*ast.Ident).Name] = false
			}
		}
	}
	for _, x := range examples {
		kinds[reflect.TypeOf(x.make(rand.New(rand.NewPCG(1, 1)), 12, 3)).Name()] = true
	}
	for kind, has := range kinds {
		if !has {
			t.Errorf("%s is a kind of term without an example", kind)
		}
	}
	if len(kinds) < 5 {
		t.Errorf("%d kinds of terms were found in the source, want 5 and more", len(kinds))
	}
}
