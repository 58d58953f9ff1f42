package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"dure/survey/sheet"
)

// Every command that reads a table says in its report what it made of it.
func TestReportsHoldWhatWasUnderstood(t *testing.T) {
	var rows [][]string
	for i := range 40 {
		rows = append(rows, []string{fmt.Sprintf("m%02d", i), fmt.Sprint(i % 7), []string{"low", "high"}[i%2], fmt.Sprint("T", i/4), fmt.Sprint(1 + i*3%5)})
	}
	file := writeTable(t, "t.csv", append([][]string{{"name", "x", "kind", "team", "rating"}}, rows...))
	for _, args := range [][]string{
		{"form", file, "--moves", "50", "--out", os.DevNull}, {"cluster", file}, {"cluster", file, "--method", "kmedoids"},
		{"fit", "train", file, "--rating", "rating", "--team", "team"}, {"tune", file, "--target", "rating", "--task", "regression", "--trials", "2", "--folds", "2"},
	} {
		out := filepath.Join(t.TempDir(), "report.json")
		if err := quiet(t, append(args, "--report", out)...); err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		var report struct{ Reading sheet.Reading }
		if err := json.Unmarshal(data, &report); err != nil {
			t.Fatal(err)
		}
		r := report.Reading
		if r.Rows != 41 || r.Members != 40 || r.HeaderRow != 1 || len(r.Columns) != 5 || r.Columns[1].Kind != "number" || r.Columns[2].Kind != "one_of" || r.Columns[2].Answered != 40 {
			t.Errorf("%v understood %+v, want 41 lines, 40 members, x a number and kind one of", args, r)
		}
	}
}
