package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// formCase runs dure form on files of testdata and returns its report and what it says on standard error.
func formCase(t *testing.T, args formCmd) (r formReport, stderr string) {
	t.Helper()
	files := map[string]string{}
	for _, name := range []string{args.Members, args.Rules} {
		if name == "" {
			continue
		}
		data, err := os.ReadFile(filepath.Join("testdata", "cases", name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	args.Report, args.Moves = "report.json", 20000
	dir, _, stderr, err := formIn(t, files, args)
	if err != nil {
		t.Fatalf("form %s: %v\n%s", args.Members, err, stderr)
	}
	return reportIn(t, dir), stderr
}

// reportIn reads the report that formIn left in a folder.
func reportIn(t *testing.T, dir string) (r formReport) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// sizesOf lists how many members the teams have.
func sizesOf(r formReport) string {
	var sizes []string
	for _, team := range r.Teams {
		sizes = append(sizes, fmt.Sprint(len(team.Members)))
	}
	return strings.Join(sizes, " ")
}

// Ten spellings of two sections are two sections, of 14 and 10 members, and standard error says so in one line.
func TestFormTakesSpellingsOfASectionAsOne(t *testing.T) {
	r, stderr := formCase(t, formCmd{Members: "10-section-spellings.csv", ID: "id", Size: 4, Rules: "10-rules.json"})
	if got := sizesOf(r); got != "5 5 4 5 5" {
		t.Errorf("the teams have %s members, want 14 in three teams of Lab 1 and 10 in two of Lab 2", got)
	}
	m := r.Reading.Columns[1].Merged
	if len(m) != 2 || m[0].As != "Lab 1" || len(m[0].Spellings) != 5 || m[0].Cells != 10 || m[1].As != "Lab 2" || len(m[1].Spellings) != 3 || m[1].Cells != 6 {
		t.Errorf("merged are %+v, want 5 spellings of Lab 1 in 10 cells and 3 of Lab 2 in 6", m)
	}
	const line = "Column “Workshop”: 5 spellings of “Lab 1” taken as one (10 cells), 3 spellings of “Lab 2” taken as one (6 cells).\n"
	if strings.Count(stderr, "taken as one") != 2 || !strings.Contains(stderr, line) {
		t.Errorf("standard error says\n%s\nwant one line %s", stderr, line)
	}
}

func TestFormTakesComposedHangulAsOne(t *testing.T) {
	r, _ := formCase(t, formCmd{Members: "10b-section-nfd.csv", ID: "id", Size: 4, Rules: "10b-rules.json"})
	if m := r.Reading.Columns[1].Merged; sizesOf(r) != "4 4 4 4" || len(m) != 2 {
		t.Errorf("the teams have %s members, merged are %+v; want two sections of 8", sizesOf(r), m)
	}
}

// "-" is the answer no, where a rule says so and where none does.
func TestFormReadsDashesAsNo(t *testing.T) {
	rule := `{"rules": [{"kind": "count", "column": "Skill1", "value": "-", "at_most": 2}, {"kind": "count", "column": "Ethnicity", "value": "-", "at_most": 3}]}`
	data, err := os.ReadFile(filepath.Join("testdata", "cases", "34-dash-means-no.csv"))
	if err != nil {
		t.Fatal(err)
	}
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": string(data), "rules.json": rule},
		formCmd{Members: "m.csv", ID: "ID", Size: 4, Rules: "rules.json", Moves: 20000, Report: "report.json"})
	if err != nil {
		t.Fatalf("form: %v\n%s", err, stderr)
	}
	r := reportIn(t, dir)
	if len(r.Reading.Columns) != 8 {
		t.Errorf("%d columns are reported, want 8", len(r.Reading.Columns))
	}
	for _, c := range r.Reading.Columns {
		if c.Answered != 40 {
			t.Errorf("column %s has %d answers, want 40: a dash is one", c.Name, c.Answered)
		}
	}
	if r.Rules[0].Value != 10 || r.Rules[1].Value != 10 {
		t.Errorf("the rules on dashes hold in %v and %v teams, want all 10", r.Rules[0].Value, r.Rules[1].Value)
	}
}
