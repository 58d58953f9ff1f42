package fit

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
	"dure/survey/sheet"
)

// columnOf is one column of cells with the given header, read as the commands do.
func columnOf(t testing.TB, header string, cells ...string) survey.Table {
	t.Helper()
	out := sheet.Cells{Header: []string{header, "n"}}
	for i, c := range cells {
		out.Rows = append(out.Rows, []string{c, fmt.Sprint(i)})
	}
	return tableOf(out)
}

func codedOf(t testing.TB, kind Kind, table survey.Table) (codedColumn, bool) {
	t.Helper()
	s := schemaOf(History{Level: MemberLevel, Table: table, Columns: []Column{{Name: table.Columns[0].Name, Kind: kind}}})
	if len(s.Columns) == 0 {
		return codedColumn{}, false
	}
	return s.Columns[0], true
}

func TestNumbersAreStandardisedByTheHistory(t *testing.T) {
	k, ok := codedOf(t, Number, columnOf(t, "q", "1", "3", "", "5", "3"))
	if !ok || !near(k.Mean, 3, 1e-12) || !near(k.SD, math.Sqrt2, 1e-12) || !near(k.Range, 4/math.Sqrt2, 1e-12) || !k.Missing {
		t.Fatalf("the column is coded as %+v", k)
	}
	x, err := k.numbers(columnOf(t, "q", "3", "4", "1000", "-1000", "").Columns[0])
	want := []float64{0, 1 / math.Sqrt2, 8, -8, math.NaN()}
	if err != nil || !slices.EqualFunc(x, want, func(a, b float64) bool { return near(a, b, 1e-12) }) {
		t.Errorf("the numbers are %v (%v), want %v", x, err, want)
	}
	if _, err := k.numbers(columnOf(t, "q", "3", "many", "4").Columns[0]); !invalidFor(err, "cell_not_number") {
		t.Errorf("a word among numbers: %v", err)
	}
	for name, cells := range map[string][]string{"equal": {"2", "2", "2"}, "one": {"", "7", ""}} {
		if k, ok := codedOf(t, Number, columnOf(t, "q", cells...)); ok {
			t.Errorf("a column of %s numbers is coded as %+v", name, k)
		}
	}
}

func TestOptionsAreOrderedByHowManyChoseThem(t *testing.T) {
	k, ok := codedOf(t, Category, columnOf(t, "q", "b", "a", "b", "", "c", "b", "a"))
	if !ok || !slices.Equal(k.Options, []string{"b", "a", "c"}) || !near(k.Shares[0], 0.5, 1e-12) || !near(total(k.Shares), 1, 1e-12) || !k.Missing {
		t.Fatalf("the column is coded as %+v", k)
	}
	got := k.bits(columnOf(t, "q", "a", "c", "", "new").Columns[0])
	if want := []uint32{2, 4, 0, 1 << maxOptions}; !slices.Equal(got, want) {
		t.Errorf("the options are %v, want %v", got, want)
	}
	if k, ok := codedOf(t, Category, columnOf(t, "q", "a", "a")); ok {
		t.Errorf("a column in which all chose the same is coded as %+v", k)
	}
	var many []string
	for i := range 60 {
		many = append(many, fmt.Sprint("option ", i%20))
	}
	if k, _ := codedOf(t, Category, columnOf(t, "q", many...)); len(k.Options) != maxOptions || len(k.Shares) != maxOptions {
		t.Errorf("of 20 options %d are told apart, want %d", len(k.Options), maxOptions)
	}
}

func TestSetsOfOptionsHaveABitEach(t *testing.T) {
	table := columnOf(t, "q", "x;y", "y", "z;y", "")
	k, ok := codedOf(t, Choices, table)
	if !ok || !slices.Equal(k.Options, []string{"y", "x", "z"}) {
		t.Fatalf("the column is coded as %+v", k)
	}
	if got, want := k.bits(table.Columns[0]), []uint32{3, 1, 5, 0}; !slices.Equal(got, want) {
		t.Errorf("the sets are %v, want %v", got, want)
	}
	if got := jaccard(3, 5); !near(got, 1.0/3, 1e-12) {
		t.Errorf("x;y and y;z are alike by %v, want 1/3", got)
	}
}

// The numbers of answers do not depend on ratings, nor on rows that the model is asked about later.
func TestRowsAreEncodedOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t)
		s := readOf(table)
		all, err := s.encode(table)
		if err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, table.N-1).Draw(t, "row")
		one, err := s.encode(table.Pick([]int{i}))
		if err != nil {
			t.Fatal(err)
		}
		for k, c := range s.Columns {
			if all.number[k] != nil && !near(all.number[k][i], one.number[k][0], 0) || all.bits[k] != nil && all.bits[k][i] != one.bits[k][0] {
				t.Errorf("row %d of %s is other numbers by itself", i, c.Name)
			}
		}
		if !near(all.missing[i], one.missing[0], 0) || all.missing[i] < 0 || all.missing[i] > 1 {
			t.Errorf("of row %d the share without answer is %v, by itself %v", i, all.missing[i], one.missing[0])
		}
	})
}

func TestBusyHoursLeaveTheOtherOffered(t *testing.T) {
	free := survey.Hours{Of: make([]survey.Week, 3), Said: []bool{true, true, true}, Day: 0}
	for half := 18; half < 24; half++ { // 9:00 to 12:00
		free.Of[0].Add(half)
		if half < 20 {
			free.Of[1].Add(half)
		}
	}
	busy := free
	busy.Busy = true
	for name, c := range map[string]struct {
		hours survey.Hours
		busy  bool
		want  []int
	}{"free": {free, false, []int{6, 2, 0}}, "busy": {busy, true, []int{0, 4, 6}}} {
		table := survey.Table{N: 3, Columns: []survey.Column{{Name: "Free [Mon]", Values: c.hours}}}
		s := schema{Level: MemberLevel, Columns: []codedColumn{{Column: Column{Name: "Free [Mon]", Kind: Hours, Busy: c.busy}}}}
		got, err := s.encode(table)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range c.want {
			if got.free[i].Count() != n {
				t.Errorf("%s: row %d has %d half hours free, want %d", name, i, got.free[i].Count(), n)
			}
		}
		if got.known[2] {
			t.Errorf("%s: a row without hours is known to have some", name)
		}
	}
	words := survey.Table{N: 1, Columns: []survey.Column{{Name: "Free [Mon]", Values: survey.Texts{"whenever"}}}}
	s := schema{Level: MemberLevel, Columns: []codedColumn{{Column: Column{Name: "Free [Mon]", Kind: Hours}}}}
	if _, err := s.encode(words); !invalidFor(err, "cell_not_times") {
		t.Errorf("words in place of hours: %v", err)
	}
}
