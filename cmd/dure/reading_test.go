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
		if r.Rows != 41 || r.Members != 40 || r.HeaderRow != 1 || len(r.Columns) != 5 || r.Columns[1].Kind != "scale" || r.Columns[2].Kind != "one_of" || r.Columns[2].Answered != 40 {
			t.Errorf("%v understood %+v, want 41 lines, 40 members, x a scale and kind one of", args, r)
		}
	}
}

// A command refuses a table whose rows are not members unless it is to be turned; with --strict nothing is taken by default that a page would ask.
func TestRowsThatAreNotMembers(t *testing.T) {
	long := writeTable(t, "long.csv", [][]string{{"user", "Question", "Answer"}, {"ada", "Year", "1"}, {"ada", "Role", "Cook"}, {"bo", "Year", "2"}, {"bo", "Role", "Host"}})
	status := writeTable(t, "status.csv", [][]string{{"Name", "Status", "Points"}, {"Ann", "Active", "1"}, {"Bo", "Dropped", "2"}, {"Cy", "Active", "3"}, {"Di", "Active", "4"}, {"Total", "", "10"}})
	for _, c := range []struct {
		args     []string
		bad      bool
		leftOut  int
		members  int
		question string
	}{
		{[]string{"form", long, "--size", "2"}, true, 0, 0, ""},
		{[]string{"cluster", long}, true, 0, 0, ""},
		{[]string{"form", long, "--size", "2", "--turn"}, false, 0, 2, "Year"},
		{[]string{"form", status, "--size", "2"}, false, 2, 3, "Points"},
		{[]string{"form", status, "--size", "2", "--strict"}, true, 0, 0, ""},
		{[]string{"cluster", status}, false, 2, 3, "Points"},
	} {
		out := filepath.Join(t.TempDir(), "report.json")
		args := append(c.args, "--report", out)
		if c.args[0] == "form" {
			args = append(args, "--moves", "50", "--out", os.DevNull)
		}
		err := quiet(t, args...)
		if c.bad {
			if exitCode(err) != exitUsage {
				t.Errorf("%v ends with %v, want exit code %d", c.args, err, exitUsage)
			}
			continue
		}
		if err != nil {
			t.Errorf("%v: %v", c.args, err)
			continue
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
		if len(r.LeftOut) != c.leftOut || r.Members != c.members || r.Rows != map[bool]int{true: 5, false: 6}[c.leftOut == 0] {
			t.Errorf("%v read %+v, want %d members with %d lines left out", c.args, r, c.members, c.leftOut)
		}
	}
}
