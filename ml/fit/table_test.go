package fit

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"dure/ml"
	"dure/survey"
	"dure/survey/sheet"
)

// A cell out of the ordinary among the rows to predict counts as none of those known, and is told of.
func TestRowsToPredictThatTheOthersDoNotExplain(t *testing.T) {
	header := []string{"two", "three", "number", "gaps", "y"}
	known := tableOf(sheet.Cells{Header: header, Rows: [][]string{{"p", "a", "1", "1", "1"}, {"q", "b", "3", "", "2.5"}, {"p", "c", "5", "5", "4"}}})
	blank := tableOf(sheet.Cells{Header: header, Rows: [][]string{{"q", "b", "4", "4", ""}, {"zzz", "zzz", "1O", "", ""}, {"", "", "", "x", ""}}})
	d, err := TableTask{Target: "y"}.Read(known, blank)
	if err != nil {
		t.Fatal(err)
	}
	wantX := [][]float64{{0, 1, 0, 0, 1, 1, 0}, {1, 0, 1, 0, 3, 3, 1}, {0, 0, 0, 1, 5, 5, 0}}
	wantBlank := [][]float64{{1, 0, 1, 0, 4, 4, 0}, {0.5, 0, 0, 0, 3, 3, 1}, {0.5, 0, 0, 0, 3, 3, 1}}
	if !slices.EqualFunc(d.X, wantX, slices.Equal) || !slices.EqualFunc(d.Blank, wantBlank, slices.Equal) {
		t.Errorf("the rows are %v and %v, want %v and %v", d.X, d.Blank, wantX, wantBlank)
	}
	if d.Task != ml.Regression || !slices.Equal(d.Y, []float64{1, 2.5, 4}) {
		t.Errorf("the task is %s of %v, want regression of 1, 2.5 and 4", d.Task, d.Y)
	}
	unknown := map[string]int{"two": 2, "three": 2, "number": 2, "gaps": 1}
	for _, note := range d.Notes {
		if name, _ := note.Args["Column"].(string); note.Args["Count"] != unknown[name] {
			t.Errorf("of column %s %v texts are not known, want %d", name, note.Args["Count"], unknown[name])
		}
		delete(unknown, note.Args["Column"].(string))
	}
	if len(unknown) > 0 {
		t.Errorf("nothing is told of %v", unknown)
	}
}

func TestTableTasks(t *testing.T) {
	read := func(column string) survey.Table {
		c := sheet.Cells{Header: []string{"x", "y", "z"}}
		for i, r := range column {
			c.Rows = append(c.Rows, []string{string(rune('0' + i)), string(r), "same"})
		}
		return tableOf(c)
	}
	for _, c := range []struct {
		column string
		task   ml.Task
		want   ml.Task
		k      int
		reason survey.Key
	}{
		{"abab", "", ml.Binary, 2, ""}, {"0101", "", ml.Binary, 2, ""}, {"abca", "", ml.Multiclass, 3, ""}, {"1231", "", ml.Multiclass, 3, ""},
		{"1231", ml.Regression, ml.Regression, 0, ""}, {"abca", ml.Regression, "", 0, "target_not_number"}, {"abca", ml.Binary, "", 0, "classes_unfit"},
		{"aaaa", "", "", 0, "classes_unfit"}, {"", "", "", 0, "no_targets"},
	} {
		d, err := TableTask{Target: "y", Group: "z", Task: c.task}.Read(read(c.column), survey.Table{})
		if bad, ok := errors.AsType[*survey.InvalidError](err); c.reason != "" {
			if !ok || bad.Reason != c.reason {
				t.Errorf("%q as %q gives %v, want %s", c.column, c.task, err, c.reason)
			}
			continue
		}
		if err != nil || d.Task != c.want || d.K != c.k || !slices.Equal(d.Group, []int{0, 0, 0, 0}) {
			t.Errorf("%q as %q is %s of %d classes in groups %v (%v), want %s of %d", c.column, c.task, d.Task, d.K, d.Group, err, c.want, c.k)
		}
	}
	if _, err := (TableTask{Target: "w"}).Read(read("ab"), survey.Table{}); err == nil {
		t.Error("a target that is no column is taken")
	}
}

// Of a table of anything a column is asked about that agrees with the target as a copy does, or whose name tells of afterwards; that one tells much is ordinary.
func TestATableIsAskedAboutCopiesOnly(t *testing.T) {
	c := sheet.Cells{Header: []string{"length", "copy", "satisfaction", "kind", "y", "class"}}
	for i := range 60 {
		y := float64(i*7%60) / 6
		c.Rows = append(c.Rows, []string{fmt.Sprint(y + 4.5*math.Sin(float64(i))/1.5), fmt.Sprint(y + 0.5*math.Sin(float64(i))), fmt.Sprint(i % 5), []string{"p", "q", "r"}[i%3],
			fmt.Sprint(y), []string{"a", "b", "c"}[i%3]})
	}
	for target, want := range map[string][]string{"y": {"leak_alike copy", "leak_name satisfaction"}, "class": {"leak_name satisfaction", "leak_alike kind"}} {
		d, err := TableTask{Target: target}.Read(tableOf(c), survey.Table{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range d.Notes {
			got = append(got, fmt.Sprint(n.Key, " ", n.Args["Column"]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the notes are %q, want %q", target, got, want)
		}
		x := make([]float64, len(d.X))
		for i, row := range d.X {
			x[i] = row[0]
		}
		if told := squaredCorrelation(x, d.Y); target == "y" && (told < maxTold || told > maxAlike) {
			t.Errorf("the length tells %v", told)
		}
	}
}
