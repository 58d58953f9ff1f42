package survey

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is told in confidence divides members by classes of five and more of those who take part: equal answers are of one class, and a
// class that would have fewer joins its neighbour.
func TestCoarse(t *testing.T) {
	none := math.NaN()
	levels := func(of ...int) Levels { return Levels{Options{[]string{"A1", "A2", "B1", "B2"}, of}, 1} }
	options := func(of ...int) Options { return Options{[]string{"o1", "o2", "o3"}, of} }
	for _, c := range []struct {
		what   string
		values Values
		want   string
	}{
		{"one far above all others", Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 1000}, "3 3 3 3 3 206 206 206 206 206"},
		{"nobody's number", Numbers{none, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2}, " 1 1 1 1 1 2 2 2 2 2"},
		{"eleven numbers", Numbers{11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, "8.5 8.5 8.5 8.5 8.5 8.5 3 3 3 3 3"},
		{"nine numbers", Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9}, "        "},
		{"four beside equal ones", Numbers{1, 1, 1, 1, 2, 2, 2, 2, 2, 2}, "         "},
		{"levels", levels(0, 1, 1, 1, 1, 2, 2, 2, 2, 3), "A2 A2 A2 A2 A2 B1 B1 B1 B1 B1"},
		{"options", options(0, 1, 1, 1, 1, 1, 2, 2, 2, 2, -1), "o3 o2 o2 o2 o2 o2 o3 o3 o3 o3 "},
		{"an option that four gave", options(0, 0, 0, 0, 1, 1, 1, 1, 1, 1), "         "},
		{"an option that one left out", Sets{[]string{"a", "b", "c"}, [][]int{{0, 2}, {0, 1}, {0, 2}, {0, 1}, {0, 2}, {0, 1}, {0, 2}, {0, 1}, {0, 2}, {0, 1}, {1}}}, "c b c b c b c b c b b"},
		{"an option that five chose and five left out", Sets{[]string{"a", "b"}, [][]int{{0}, {0}, {0}, {0}, {0}, {1}, {1}, {1}, {1}, {1}}}, "a a a a a b b b b b"},
	} {
		in := Table{N: c.values.Len(), Columns: []Column{{Name: "pooled", Confidence: Pooled, Values: c.values}, {Name: "open", Values: c.values}}}
		out := in.Coarse()
		var cells []string
		for i := range out.N {
			cells = append(cells, out.Columns[0].Cell(i))
		}
		got := fmt.Sprint(cells)
		if got != "["+c.want+"]" {
			t.Errorf("%s count as %s, want [%s]", c.what, got, c.want)
		}
		for i := range out.N {
			if out.Columns[1].Cell(i) != c.values.Cell(i) {
				t.Errorf("%s count as %q of member %d where they are not in confidence", c.what, out.Columns[1].Cell(i), i)
			}
		}
	}
}

// Whatever is answered, no class has fewer than five members, and numbers stay in their order.
func TestCoarseClassesAreOfFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		of := rapid.SliceOfN(rapid.IntRange(-1, 6), n, n).Draw(t, "of")
		x, names := make(Numbers, n), []string{"a", "b", "c", "d", "e", "f", "g"}
		sets := make([][]int, n)
		for i, k := range of {
			if x[i] = float64(k * k); k < 0 {
				x[i] = math.NaN()
			}
			sets[i] = rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 0, 3, rapid.ID[int]).Draw(t, "set")
			slices.Sort(sets[i])
		}
		for _, v := range []Values{x, Options{names, of}, Levels{Options{names, of}, 1}} {
			out, counts := v.(coarser).coarse(), map[string]int{}
			for i := range n {
				if counts[out.Cell(i)]++; out.Answered(i) && !v.Answered(i) {
					t.Fatalf("%v: member %d answered nothing and counts as %s", v, i, out.Cell(i))
				}
			}
			for cell, count := range counts {
				if cell != "" && count < MinTotal {
					t.Fatalf("%v: %d members count as %s", v, count, cell)
				}
			}
		}
		y := x.coarse().(Numbers)
		for i := range n {
			for j := range n {
				if x[i] <= x[j] && y[i] > y[j] {
					t.Fatalf("%v: %g counts as %g, and %g as %g", x, x[i], y[i], x[j], y[j])
				}
			}
		}
		s := Sets{names, sets}.coarse().(Sets)
		for k := range names {
			chose, left := 0, 0
			for i := range n {
				chose += count(s.Of[i], func(j int) bool { return j == k })
				if s.Answered(i) && !slices.Contains(s.Of[i], k) {
					left++
				}
			}
			if chose > 0 && min(chose, left) < MinTotal {
				t.Fatalf("of %v count %v: %d chose %s, and %d left it out", sets, s.Of, chose, names[k], left)
			}
		}
	})
}
