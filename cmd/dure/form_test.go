package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// formIn writes files into a new folder and runs dure form there with args, of which those that
// name one of the files are turned into paths.
func formIn(t *testing.T, files map[string]string, args formCmd) (dir, stdout, stderr string, err error) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range []*string{&args.Members, &args.Rules, &args.Out, &args.Report} {
		if *p != "" {
			*p = filepath.Join(dir, *p)
		}
	}
	var out, errs bytes.Buffer
	args.stdout, args.stderr = &out, &errs
	err = args.Run()
	return dir, out.String(), errs.String(), err
}

// members are n members with an id that looks like a formula, two columns and an old team.
func members(n int) string {
	var b strings.Builder
	b.WriteString("id,team,grade,major,note\r")
	for i := range n {
		fmt.Fprintf(&b, "=m%d,%d,%d.5,%s,\"a, \"\"b\"\"\"\r", i, i%3, i%4, []string{"A", "B"}[i%2])
	}
	return b.String()
}

func TestFormWritesTeamsAndReport(t *testing.T) {
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": members(20)},
		formCmd{Members: "m.csv", ID: "id", Size: 5, Moves: 20000, Seed: 1, Out: "t.csv", Report: "r.json"})
	if err != nil {
		t.Fatalf("form: %v\n%s", err, stderr)
	}
	f, err := os.Open(filepath.Join(dir, "t.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "team,id,team_before,grade,major,note" {
		t.Errorf("header %s", got)
	}
	data, err := os.ReadFile(filepath.Join(dir, "r.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r formReport
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	in := map[string]string{}
	for _, g := range r.Teams {
		for _, id := range g.Members {
			in[id] = g.Name
		}
	}
	for i, row := range rows[1:] {
		if row[1] != fmt.Sprintf("=m%d", i) || row[5] != `a, "b"` {
			t.Errorf("row %d is not the input's: %q", i, row)
		}
		if in[row[1]] != row[0] {
			t.Errorf("%s is in %q in the file and in %q in the report", row[1], row[0], in[row[1]])
		}
	}
	if r.Members != 20 || len(r.Teams) != 4 || r.Gap == nil || r.Random == nil || r.Stopped == "" {
		t.Errorf("report %+v", r)
	}
	if fmt.Sprint(r.LeftOut) != "[id]" {
		t.Errorf("left out %v, want id", r.LeftOut)
	}
}

func TestFormRepeatsWithMoves(t *testing.T) {
	args := formCmd{Members: "m.csv", Size: 4, Moves: 30000, Seed: 3, Report: "r.json"}
	var first, second formReport
	for _, r := range []*formReport{&first, &second} {
		dir, _, _, err := formIn(t, map[string]string{"m.csv": members(30)}, args)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := os.ReadFile(filepath.Join(dir, "r.json"))
		if err := json.Unmarshal(data, r); err != nil {
			t.Fatal(err)
		}
		r.Seconds = 0
	}
	a, _ := json.Marshal(first)
	b, _ := json.Marshal(second)
	if !bytes.Equal(a, b) {
		t.Errorf("two runs with one seed differ:\n%s\n%s", a, b)
	}
}

func TestFormTellsUnmetMustRules(t *testing.T) {
	rules := `{"rules": [{"kind": "count", "column": "major", "value": "A", "at_least": 4, "strength": "must"}]}`
	_, _, stderr, err := formIn(t, map[string]string{"m.csv": members(20), "r.json": rules},
		formCmd{Members: "m.csv", Size: 5, Moves: 2000, Rules: "r.json", Out: "t.csv"})
	if err != nil {
		t.Fatalf("unmet must-rules end with %v, want no error", err)
	}
	for _, want := range []string{"not met:", "These rules cannot all hold:\n1. At least 4 with “A” (“major”) per team.", "A way out: at least 2 in "} {
		if !strings.Contains(stderr, want) {
			t.Errorf("standard error lacks %q:\n%s", want, stderr)
		}
	}
}

func TestFormRejectsBadInput(t *testing.T) {
	rules := func(r string) map[string]string {
		return map[string]string{"m.csv": members(8), "r.json": `{"rules": [` + r + `]}`}
	}
	for _, c := range []struct {
		name  string
		files map[string]string
		args  formCmd
		want  string
	}{
		{"no file", nil, formCmd{Members: "none.csv"}, "none.csv"},
		{"an empty file", map[string]string{"m.csv": ""}, formCmd{Members: "m.csv"}, "empty"},
		{"a broken row", map[string]string{"m.csv": "a,b\n1,2\n1,2,3\n"}, formCmd{Members: "m.csv"}, "Row 3"},
		{"an id twice", map[string]string{"m.csv": "id\nx\ny\nx\n"}, formCmd{Members: "m.csv", ID: "id"}, "Row 4"},
		{"no id column", rules(""), formCmd{Members: "m.csv", ID: "nope"}, `"nope"`},
		{"an unknown kind", rules(`{"kind": "zap"}`), formCmd{Members: "m.csv", Rules: "r.json"}, "never_alone"},
		{"a missing column", rules(`{"kind": "match", "column": "zap"}`), formCmd{Members: "m.csv", Rules: "r.json"}, "major"},
		{"text for a number", rules(`{"kind": "balance", "columns": ["major"]}`), formCmd{Members: "m.csv", Rules: "r.json"}, "row 2"},
		{"bad sizes", rules(""), formCmd{Members: "m.csv", Sizes: "4,x"}, `"x"`},
		{"sizes that do not add up", rules(""), formCmd{Members: "m.csv", Sizes: "4,5"}, "divide: 8, but the teams listed hold 9"},
		{"sizes for other teams", rules(""), formCmd{Members: "m.csv", Sizes: "4,4", Teams: 3}, "--sizes lists 2 teams, --teams asks for 3"},
		{"rules in a list", map[string]string{"m.csv": members(8), "r.json": `[]`}, formCmd{Members: "m.csv", Rules: "r.json"}, "array is not what belongs here"},
		{"a misspelt field", rules(`{"kind": "match", "colum": "major"}`), formCmd{Members: "m.csv", Rules: "r.json"}, `Rule 1 is not what a rule should be: unknown field "colum"`},
		{"a text for a weight", rules(`{"kind": "match", "column": "major", "weight": "2"}`), formCmd{Members: "m.csv", Rules: "r.json"}, "weight: string is not what belongs here"},
		{"a folder that is not there", rules(""), formCmd{Members: "m.csv", Size: 4, Out: "none/t.csv"}, "none/t.csv cannot be written"},
		{"more teams than members", rules(""), formCmd{Members: "m.csv", Teams: 9}, "9 teams"},
		{"a missing pair file", rules(`{"kind": "affinity", "file": "p.csv"}`), formCmd{Members: "m.csv", Rules: "r.json"}, "p.csv"},
	} {
		_, _, _, err := formIn(t, c.files, c.args)
		if exitCode(err) != exitUsage || !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("%s: exit code %d, want %d with %q in: %v", c.name, exitCode(err), exitUsage, c.want, err)
		}
	}
}

// One is not "1 teams", and what the reader notices of the file is told.
func TestFormSaysWhatItDid(t *testing.T) {
	_, _, stderr, err := formIn(t, map[string]string{"m.csv": "q,q\n1.5,2\n2.5,3\n"}, formCmd{Members: "m.csv", Teams: 1, Moves: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"m.csv: Two columns are called q; the later one is now q (2).", "\n1 team in "} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not told in: %s", want, stderr)
		}
	}
}
