package survey

import (
	"errors"
	"math"
	"testing"
)

var none = math.NaN()

var asked = Table{N: 5, Columns: []Column{
	{Name: "id", Aside: AsideID, Values: Numbers{11, 12, 13, 14, 15}},
	{Name: "age", Values: Numbers{20, 22, none, 24, 22}},
	{Name: "club", Values: Options{[]string{"kendo", "judo", "chess"}, []int{2, 2, 1, -1, 0}}},
	{Name: "hobbies", Values: Sets{[]string{"tea", "go"}, [][]int{{0, 1}, {1}, {0}, nil, {0, 1}}}},
	{Name: "essay", Aside: AsideText, Values: Texts{"one thing", "another", "a third", "and more", "at last"}},
	{Name: "none", Aside: AsideBlank, Values: Numbers{none, none, none, none, none}},
	{Name: "same", Values: Numbers{1, 1, 1, 1, 1}},
}}

func TestEncodeDefault(t *testing.T) {
	f, err := Encoding{}.Encode(asked)
	if err != nil {
		t.Fatal(err)
	}
	want := [][2]string{{"age", ""}, {"club", "chess"}, {"club", "judo"}, {"club", "kendo"}, {"hobbies", "go"}, {"hobbies", "tea"}}
	for c, name := range want {
		if c >= len(f.Columns) || [2]string{f.Columns[c].Question, f.Columns[c].Option} != name {
			t.Fatalf("columns are %v, want %v", f.Columns, want)
		}
	}
	answers := f.Answers()
	for i, row := range map[int][]float64{0: {20, 1, 0, 0, 1, 1}, 2: {22, 0, 1, 0, 0, 1}} {
		for c, v := range row {
			if got := answers.At(i, c); math.Abs(got-v) > 1e-9 {
				t.Errorf("row %d answers %v to %v, want %v", i, got, want[c], v)
			}
		}
	}
	reasons := map[string]string{"id": "id", "essay": "free_text", "none": "blank", "same": "constant"}
	for _, l := range f.LeftOut {
		if reasons[l.Question] != l.Reason {
			t.Errorf("%s is left out as %q, want %q", l.Question, l.Reason, reasons[l.Question])
		}
		delete(reasons, l.Question)
	}
	if len(reasons) > 0 {
		t.Errorf("not left out: %v", reasons)
	}
	counts := map[string]int{"age": 1, "club": 1, "hobbies": 1}
	for _, i := range f.Imputed {
		if counts[i.Question] != i.Count {
			t.Errorf("%s had %d imputed, want %d", i.Question, i.Count, counts[i.Question])
		}
	}
	if got := f.X.At(2, 0); got != 0 {
		t.Errorf("a missing age is %v standard deviations from the mean, want 0", got)
	}
	if back := f.X.At(3, 1)*f.Columns[1].Unit + f.Columns[1].Mean; math.Abs(back-1) > 1e-12 {
		t.Errorf("a missing club is chess to %v, want 1 for the most frequent", back)
	}
}

// Every question has the same total variance, however many options it has.
func TestEncodeQuestionsWeighTheSame(t *testing.T) {
	f, err := Encoding{}.Encode(asked)
	if err != nil {
		t.Fatal(err)
	}
	total := map[string]float64{}
	n, d := f.X.Dims()
	for j := range d {
		for i := range n {
			total[f.Columns[j].Question] += f.X.At(i, j) * f.X.At(i, j) / float64(n)
		}
	}
	for q, v := range total {
		if math.Abs(v-1) > 1e-12 {
			t.Errorf("question %s has variance %v in all, want 1", q, v)
		}
	}
}

func TestEncodeChosenColumns(t *testing.T) {
	f, err := Encoding{Columns: []string{"id", "essay"}}.Encode(asked)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Columns) != 6 {
		t.Errorf("id and five different essays make %d columns, want 6", len(f.Columns))
	}
	if got := f.X.At(4, 0); math.Abs(got-math.Sqrt2) > 1e-12 {
		t.Errorf("id 15 is %v, want √2", got)
	}
	_, err = Encoding{Columns: []string{"age", "agee"}}.Encode(asked)
	if bad, ok := errors.AsType[*InvalidError](err); !ok || bad.Reason != "column_unknown" {
		t.Errorf("an unknown column gives %v, want column_unknown", err)
	}
}

// The days of a week together count as one question, and those that are the same for everybody not at all.
func TestEncodeHours(t *testing.T) {
	h := Hours{Of: make([]Week, 4), Said: []bool{true, true, true, false}, Day: WholeWeek}
	for i, halves := range [][]int{{0, 1, 48}, {0, 1, 49, 50}, {0, 1}} {
		for _, half := range halves {
			h.Of[i].Add(half)
		}
	}
	f, err := Encoding{}.Encode(Table{N: 4, Columns: []Column{{Name: "free", Values: h}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Columns) != 1 || f.Columns[0].Day != 1 {
		t.Fatalf("columns are %+v, want Tuesday alone: on Monday all have an hour", f.Columns)
	}
	for i, want := range []float64{0.5, 1, 0, 0.5} {
		if got := f.X.At(i, 0)*f.Columns[0].Unit + f.Columns[0].Mean; math.Abs(got-want) > 1e-12 {
			t.Errorf("member %d has %v hours on Tuesday, want %v", i, got, want)
		}
	}
	if len(f.Imputed) != 1 || f.Imputed[0].Count != 1 {
		t.Errorf("imputed are %v, want one", f.Imputed)
	}
}

func FuzzEncode(f *testing.F) {
	f.Add(1.0, 2.0, "a", "b")
	f.Add(math.NaN(), 1e150, "", "")
	f.Add(1e-320, -1e150, "a", "a")
	f.Fuzz(func(t *testing.T, x, y float64, a, b string) {
		if math.Abs(x) > largest || math.Abs(y) > largest {
			return
		}
		table := Table{N: 3, Columns: []Column{{Name: "n", Values: Numbers{x, y, x}}, {Name: "t", Values: Texts{a, b, ""}},
			{Name: "l", Values: Levels{Options{[]string{"low", "high"}, []int{-1, 1, 0}}, 3}}}}
		got, err := Encoding{}.Encode(table)
		if err != nil || got.X == nil {
			t.Fatalf("no features: %v", err)
		}
		for _, v := range got.X.RawMatrix().Data {
			if math.IsNaN(v) {
				t.Errorf("%v, %v, %q, %q encode to NaN", x, y, a, b)
			}
		}
	})
}

// A ranked option counts the more the higher it stands, and columns of one question count together as one.
func TestEncodeRanksAndLevels(t *testing.T) {
	level := func(of ...int) Values { return Levels{Options{LanguageLevels, of}, 0} }
	f, err := Encoding{}.Encode(Table{N: 3, Columns: []Column{
		{Name: "trip", Values: Ranks{[]string{"o1", "o2"}, [][]int{{0, 1}, {1}, nil}}},
		{Name: "q o1", Among: 2, Values: level(0, 7, 5)}, {Name: "q o2", Among: 2, Values: level(1, 2, -1)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	x := f.Answers()
	for j, want := range [][]float64{{1, 0, .5}, {.5, 1, .75}, {0, 7, 5}, {1, 2, 1.5}} {
		for i, v := range want {
			if got := x.At(i, j); math.Abs(got-v) > 1e-12 {
				t.Errorf("column %d of member %d is %g, want %g", j, i, got, v)
			}
		}
	}
	variance := map[string]float64{}
	for j, c := range f.Columns {
		for i := range 3 {
			variance[c.Question[:1]] += f.X.At(i, j) * f.X.At(i, j) / 3
		}
	}
	for q, v := range variance {
		if math.Abs(v-1) > 1e-12 {
			t.Errorf("question %s counts %g, want 1", q, v)
		}
	}
}
