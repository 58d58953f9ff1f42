package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	if fmt.Sprint(r.LeftOut) != "[id team note]" { // an old team and a constant are no rule
		t.Errorf("left out %v, want id, team and note", r.LeftOut)
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
	unmet, score := strings.Index(stderr, "not met:"), strings.Index(stderr, "objective of the other rules")
	if score < unmet || strings.Contains(stderr, "best there is") || strings.Contains(stderr, "better is possible") {
		t.Errorf("over a broken must-rule the score is praised, or stands before it:\n%s", stderr)
	}
}

// The report and the lines on standard error count as the pages do: hours among those who said when, wishes among those who wished.
func TestFormCountsWhatIsKnown(t *testing.T) {
	csv := "id,Wants,Mon free\nann,bo; flo,09:00;10:00\nbo,flo,10:00\ncy,,\ndee,,12:00\neve,,\nflo,,\n"
	rules := `{"rules": [{"kind": "hours", "columns": ["Mon free"], "min": 1}, {"kind": "wishes", "column": "Wants"},
		{"kind": "together", "members": ["ann", "bo", "cy"]}, {"kind": "together", "members": ["dee", "eve", "flo"]}]}`
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": csv, "r.json": rules},
		formCmd{Members: "m.csv", ID: "id", Size: 3, Moves: 2000, Rules: "r.json", Out: "t.csv", Report: "p.json"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "p.json"))
	var r formReport
	if err := errors.Join(err, json.Unmarshal(data, &r)); err != nil {
		t.Fatal(err)
	}
	if r.Rules[0].Fact != "3 of 6 said when they are free." || r.Rules[1].Fact != "2 of 6 wished; 1 of them have their wishes met." || r.Rules[2].Fact != "" {
		t.Errorf("the report says %q, %q and %q of what is known", r.Rules[0].Fact, r.Rules[1].Fact, r.Rules[2].Fact)
	}
	if !strings.Contains(stderr, r.Rules[0].Fact) || !strings.Contains(stderr, r.Rules[1].Fact) {
		t.Errorf("standard error does not say how many are known:\n%s", stderr)
	}
	for _, g := range r.Teams {
		want := "2 of 3 said when; 1 h in common.|1 of 2 who wished have their wishes met."
		if slices.Contains(g.Members, "dee") {
			want = "1 of 3 said when: nothing is known of hours in common.|Nobody here wished for teammates."
		}
		if got := strings.Join(g.Facts[:2], "|"); got != want {
			t.Errorf("of %v is said %q, want %q", g.Members, got, want)
		}
	}
	if r.Rules[0].Share == nil || *r.Rules[0].Share != 0.5 || r.Rules[2].Share != nil {
		t.Errorf("shares of the whole are %v and %v, want 0.5 and none of a must-rule", r.Rules[0].Share, r.Rules[2].Share)
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
