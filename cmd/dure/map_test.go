package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dure/survey/sheet"
)

// What somebody says of a column counts before what it looks like, in every command; what there is not is named, with what there is.
func TestColumnsAreWhatSomebodySays(t *testing.T) {
	file := writeTable(t, "t.csv", [][]string{{"who", "code", "grade", "say", "team", "rate"}, {"ann", "1", "3시간", "a, b", "X", "4 - good"}, {"bo", "2", "5", "b", "X", "2 - poor"},
		{"cy", "1", "4", "a, c", "Y", "3"}, {"di", "2", "x", "a", "Y", "4 - good"}, {"ed", "1", "2", "b", "Z", "1"}, {"fay", "2", "3", "c", "Z", "2 - poor"}})
	all := []string{"--map", "who=name", "--map", "code=one_of", "--map", "grade=number", "--map", "say=any_of", "--map", "rate=number"}
	want := map[string]string{"who": "name", "code": "one_of", "grade": "number", "say": "any_of", "rate": "number"}
	for _, args := range [][]string{{"form", file, "--moves", "20", "--out", os.DevNull}, {"cluster", file, "--max-k", "2"}} {
		out := filepath.Join(t.TempDir(), "r.json")
		if err := quiet(t, slices.Concat(args, all, []string{"--report", out})...); err != nil {
			t.Errorf("%v: %v", args, err)
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
		for _, c := range report.Reading.Columns {
			if kind := want[c.Name]; kind != "" && c.Kind != kind {
				t.Errorf("%v: %s is %s, want %s", args, c.Name, c.Kind, kind)
			}
		}
		if u := report.Reading.NotUnderstood; len(u) != 1 || u[0].Text != "x" || u[0].Row != 5 {
			t.Errorf("%v: not understood are %+v, want x of row 5", args, u)
		}
	}
	for _, bad := range []string{"nothing=number", "who=nothing", "who", "who=id=id"} {
		err := quiet(t, "form", file, "--moves", "5", "--map", bad, "--out", os.DevNull)
		if exitCode(err) != exitUsage || bad != "who" && !strings.Contains(err.Error(), "kinds are scale") && !strings.Contains(err.Error(), "columns are who, code") {
			t.Errorf("--map %s ends with %v, want exit code %d and what there is", bad, err, exitUsage)
		}
	}
	if err := quiet(t, "form", file, "--moves", "5", "--map", "team=status", "--map", "code=leave_out", "--out", os.DevNull); err != nil {
		t.Errorf("a column that is left out: %v", err)
	}
}

// Every kind by which a column can be said to be something reads any column, without a panic.
func TestEveryKindReadsAnyColumn(t *testing.T) {
	for _, kind := range sheet.ColumnKinds() {
		for _, cells := range [][]string{{"", "", ""}, {"1", "2", "2"}, {"a, b", "b", "Mon 9-12"}, {"Ann", "한국", "3시간"}} {
			s, err := sheet.Sheet{Cells: sheet.Cells{Header: []string{"q", "Name"}, Rows: [][]string{{cells[0], "Ann"}, {cells[1], "Bo"}, {cells[2], "Cy"}}}}.Mapped([]string{"q=" + kind})
			if err != nil {
				t.Fatal(err)
			}
			table, r := s.Table(sheet.As{})
			if table.Columns[0].Len() != 3 || r.Columns[0].Kind != kind {
				t.Errorf("%q as %s are %+v", cells, kind, r.Columns[0])
			}
			table.Columns[0].Categories()
		}
	}
}

// A command says what it assumed of names in two orders and of a column of teams that may be past ones, and stops with --strict, until --map says what the teams are.
func TestFormSaysWhatItAssumedOfNamesAndTeams(t *testing.T) {
	row := func(team string) [][]string {
		return [][]string{{"Name", "Age", team}, {"Bob Lee", "20", "A"}, {"Ana Ruiz", "21", "A"}, {"Cy Wren", "22", "B"}, {"Di Fell", "23", "B"}}
	}
	turned := append(row("Team last year"), []string{"Lee, Bob", "20", "B"})
	for _, c := range []struct {
		file [][]string
		args []string
		want string
	}{
		{row("Team"), nil, "past_team Team"},
		{row("조"), nil, "past_team 조"},
		{row("Team"), []string{"--map", "Team=team", "--strict"}, ""},
		{row("Team"), []string{"--map", "Team=leave_out", "--strict"}, ""},
		{row("Team last year"), []string{"--strict"}, ""},
		{turned, nil, "turned_name "},
	} {
		file, out := writeTable(t, "t.csv", c.file), filepath.Join(t.TempDir(), "r.json")
		args := slices.Concat([]string{"form", file, "--size", "2", "--moves", "5", "--out", os.DevNull, "--report", out}, c.args)
		if err := quiet(t, args...); err != nil {
			t.Errorf("%v: %v", args, err)
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
		var assumed []string
		for _, a := range report.Reading.Assumed {
			assumed = append(assumed, string(a.Reason)+" "+a.Column)
		}
		if got := strings.Join(assumed, "|"); got != c.want {
			t.Errorf("%v: assumed is %q, want %q", c.file[0], got, c.want)
		}
		if err := quiet(t, append(args, "--strict")...); c.want != "" && exitCode(err) != exitUsage {
			t.Errorf("%v: --strict ends with %v, want exit code %d", c.file[0], err, exitUsage)
		}
	}
}

// Of tables side by side the one that is asked for is read, and what there is not is named.
func TestTablesSideBySideAreReadByNumber(t *testing.T) {
	file := writeTable(t, "t.csv", [][]string{{"Name", "Year", "Lab", "", "Name", "Office"}, {"Ann", "1", "A", "", "Pia", "12"}, {"Bo", "2", "B", "", "Quin", "13"}, {"Cy", "1", "A", "", "Rae", "12"},
		{"Di", "2", "B", "", "Sol", "13"}, {"Ed", "1", "A", "", "", ""}, {"Fi", "2", "B", "", "", ""}})
	for table, want := range map[string]int{"": 6, "1": 6, "2": 4, "all": 6} {
		out := filepath.Join(t.TempDir(), "r.json")
		args := []string{"form", file, "--size", "2", "--moves", "20", "--out", os.DevNull, "--report", out}
		if table != "" {
			args = append(args, "--table", table)
		}
		if err := quiet(t, args...); err != nil {
			t.Errorf("--table %q: %v", table, err)
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
		if r := report.Reading; r.Members != want || (len(r.Assumed) == 1) != (table == "") || table == "all" && len(r.Columns) < 5 {
			t.Errorf("--table %q: %d members, %d columns, assumed %v; want %d members, and an assumption only where nobody said it", table, r.Members, len(r.Columns), r.Assumed, want)
		}
	}
	for _, bad := range []string{"0", "3", "-1", "left"} {
		if err := quiet(t, "form", file, "--moves", "5", "--table="+bad, "--out", os.DevNull); exitCode(err) != exitUsage || !strings.Contains(err.Error(), "2 tables stand side by side") {
			t.Errorf("--table %s ends with %v, want exit code 2 and how many there are", bad, err)
		}
	}
}
