package survey

import (
	"errors"
	"math"
	"testing"
)

var asked = Table{
	Header: []string{"id", "e-mail", "age", "club", "hobbies", "essay", "none", "same"},
	Rows: [][]string{
		{"11", "a@x.org", "20", "chess", "tea;go", "one thing", "", "1"},
		{"12", "b@x.org", "22", "chess", "go", "another", "-", "1"},
		{"13", "c@x.org", "NA", "judo", "tea", "a third", "NA", "1"},
		{"14", "d@x.org", "24", "", "", "and more", "N/A", "1"},
		{"15", "e@x.org", "22", "kendo", "tea; go", "at last", "", "1"},
	},
}

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
	reasons := map[string]string{"id": "id", "e-mail": "id", "essay": "free_text", "none": "blank", "same": "constant"}
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
	if back := f.X.At(3, 1)*f.Columns[1].Scale + f.Columns[1].Mean; math.Abs(back-1) > 1e-12 {
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
	f, err := Encoding{Columns: []string{"id", "essay"}, Weights: map[string]float64{"id": 2}}.Encode(asked)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Columns) != 6 {
		t.Errorf("id and five different essays make %d columns, want 6", len(f.Columns))
	}
	if got := f.X.At(4, 0); math.Abs(got-2*math.Sqrt2) > 1e-12 {
		t.Errorf("id 15 with weight 2 is %v, want 2√2", got)
	}
	_, err = Encoding{Columns: []string{"age", "agee"}}.Encode(asked)
	if bad, ok := errors.AsType[*InvalidError](err); !ok || bad.Reason != "column_unknown" {
		t.Errorf("an unknown column gives %v, want column_unknown", err)
	}
}

func TestColumnKind(t *testing.T) {
	for name, want := range map[string]ColumnKind{
		"id": Named, "e-mail": Named, "age": Numbers, "club": Category, "hobbies": Choices,
		"essay": FreeText, "none": Blank, "same": Numbers,
	} {
		if got := asked.ColumnKind(asked.Column(name)); got != want {
			t.Errorf("column %s is of kind %d, want %d", name, got, want)
		}
	}
	serial := Table{Header: []string{"no"}, Rows: [][]string{{"1"}, {"2"}, {"-"}, {"3"}}}
	if got := serial.ColumnKind(0); got != Serial {
		t.Errorf("1, 2, 3 is of kind %d, want Serial", got)
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("1", "a;b", "")
	f.Add("NaN", "-", "1e308")
	f.Add(";", "0x1p-2", "1e-320")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		table := Table{Header: []string{"q", "r"}, Rows: [][]string{{a, b}, {b, c}, {c, a}}}
		got, err := Encoding{Columns: []string{"q", "r"}}.Encode(table)
		if err != nil || got.X == nil {
			return
		}
		for _, v := range got.X.RawMatrix().Data {
			if math.IsNaN(v) {
				t.Errorf("cells %q, %q, %q encode to NaN", a, b, c)
			}
		}
	})
}

func TestColumnKindOfTexts(t *testing.T) {
	for _, tt := range []struct {
		what  string
		cells []string
		want  ColumnKind
	}{
		{"when a form was sent, two at once", []string{"2026/03/02 9:15:01 AM GMT+9", "2026/03/02 9:15:01 AM GMT+9", "2026/03/02 9:17:20 AM GMT+9"}, FreeText},
		{"the same in Korean", []string{"2026. 3. 2 오후 9:15:01", "2026. 3. 2 오후 9:15:01", "2026. 3. 2 오후 9:17:20"}, FreeText},
		{"birthdays", []string{"2001년 4월 2일", "2001년 4월 2일", "2002년 5월 1일", "2000년 1월 3일"}, FreeText},
		{"a choice of days", []string{"2026-03-02", "2026-03-03", "2026-03-02", "2026-03-03"}, Category},
		{"names of few", []string{"Kim", "Lee", "Park"}, FreeText},
		{"one answer", []string{"Kim", "", "-"}, Category},
		{"a few of a kind", []string{"Arts", "Law", "Arts"}, Category},
		{"numbers with dashes", []string{"1-2", "1-2", "3-4"}, Category},
	} {
		table := Table{Header: []string{"q"}}
		for _, c := range tt.cells {
			table.Rows = append(table.Rows, []string{c})
		}
		if got := table.ColumnKind(0); got != tt.want {
			t.Errorf("%s: %q is of kind %d, want %d", tt.what, tt.cells, got, tt.want)
		}
	}
}
