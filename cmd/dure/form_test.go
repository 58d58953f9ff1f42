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
	for _, want := range []string{"not met:", "These rules cannot all hold:\n1. At least 4 with “A” (“major”) per team.", "A way out: at least 2 instead of 4 in rule 1"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("standard error lacks %q:\n%s", want, stderr)
		}
	}
	for _, praise := range []string{"best there is", "that is possible", "objective", "random divisions"} {
		if strings.Contains(stderr, praise) {
			t.Errorf("over a broken must-rule, which is the only rule, standard error says %q:\n%s", praise, stderr)
		}
	}
	rules = strings.Replace(rules, "]", `, {"kind": "match", "column": "major"}]`, 1)
	_, _, stderr, err = formIn(t, map[string]string{"m.csv": members(20), "r.json": rules},
		formCmd{Members: "m.csv", Size: 5, Moves: 2000, Rules: "r.json", Out: "t.csv"})
	unmet, score := strings.Index(stderr, "not met:"), strings.Index(stderr, "objective of the other rules")
	if err != nil || unmet < 0 || score < unmet {
		t.Errorf("the score of the other rules stands before the broken must-rule, or nowhere (%v):\n%s", err, stderr)
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
	if r.Rules[0].Fact != "3 of 6 said when they are free." || r.Rules[1].Fact != "2 of 6 wished; 1 of them has their wishes met." || r.Rules[2].Fact != "" {
		t.Errorf("the report says %q, %q and %q of what is known", r.Rules[0].Fact, r.Rules[1].Fact, r.Rules[2].Fact)
	}
	if !strings.Contains(stderr, r.Rules[0].Fact) || !strings.Contains(stderr, r.Rules[1].Fact) {
		t.Errorf("standard error does not say how many are known:\n%s", stderr)
	}
	for _, g := range r.Teams {
		want := "2 of 3 said when; 1 h in common.|1 of 2 who wished has their wishes met."
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

// Of a team whose only wish is not understood it is not told that it keeps the rule, and how well, beside one of which that is known.
func TestFormCallsNoTeamKeptWhoseOnlyWishIsNotUnderstood(t *testing.T) {
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": "id,Wants\nana,cy\ncy,\ndi,Qu Foo\nbo,\n",
		"r.json": `{"rules":[{"kind":"wishes","column":"Wants"},{"kind":"together","members":["di","bo"]}]}`}, formCmd{Members: "m.csv", ID: "id", Size: 2, Rules: "r.json", Moves: 100, Out: "t.csv", Report: "p.json"})
	if err != nil {
		t.Fatalf("form: %v\n%s", err, stderr)
	}
	data, err := os.ReadFile(filepath.Join(dir, "p.json"))
	var r formReport
	if err := errors.Join(err, json.Unmarshal(data, &r)); err != nil {
		t.Fatal(err)
	}
	for _, g := range r.Teams {
		if score, known := g.Scores[0], slices.Contains(g.Members, "ana"); known && (score == nil || *score != 1) || !known && score != nil {
			t.Errorf("of the wishes of %v the report says %v, want 1 of who named a member, and null of who did not", g.Members, score)
		}
	}
	if rule := r.Rules[0]; rule.TeamsOK == nil || *rule.TeamsOK != 1 || rule.Teams != 1 || !strings.Contains(stderr, "1 of 1 team") {
		t.Errorf("of the wishes the report says %s, want 1 team of 1; told is:\n%s", data, stderr)
	}
}

// Each way out that the report offers is taken at its word: its rules in a file, its flags beside those of the run. Then every must-rule
// is kept. The clubs are after public reports: no team mostly men and no woman alone, and five leads for six teams.
func TestWaysOutKeepEveryMustRule(t *testing.T) {
	var leads strings.Builder
	leads.WriteString("id,Lead")
	var men strings.Builder
	men.WriteString("id,Gender")
	for i := range 36 {
		men.WriteString(fmt.Sprintf("\n%d,%s", i, map[bool]string{true: "man", false: "woman"}[i < 26]))
	}
	for i := range 30 {
		leads.WriteString(fmt.Sprintf("\n%d,%s", i, map[bool]string{true: "yes", false: "no"}[i < 5]))
	}
	for _, c := range []struct {
		members, rules string
		size           quantity
		texts          []string
	}{
		{men.String(), `{"kind": "count", "column": "Gender", "value": "man", "at_most": 2, "strength": "must"}, {"kind": "never_alone", "column": "Gender", "value": "woman", "strength": "must"}`, 4,
			[]string{"16 teams instead of 9", "at most 4 instead of 2 in rule 1", "a should instead of a must for rule 1", "at most 3 instead of 2 in rule 1, and a should instead of a must for rule 2"}},
		{leads.String(), `{"kind": "count", "column": "Lead", "value": "yes", "exactly": 1, "strength": "must"}`, 5, []string{"5 teams instead of 6", "a should instead of a must for rule 1"}},
	} {
		run := formCmd{Members: "m.csv", ID: "id", Rules: "r.json", Size: c.size, Moves: 20_000, Out: "t.csv", Report: "report.json"}
		r := reportOf(t, c.members, `{"rules": [`+c.rules+`]}`, run)
		if r.Clash == nil || !slices.Equal(r.Clash.Rules, []int{1}) || !r.Clash.Proved || r.Clash.More == nil || !slices.Equal(r.Unmet, []int{1}) {
			t.Errorf("%s: unmet are %v, the clash is %+v; want rule 1, proved", c.rules, r.Unmet, r.Clash)
			continue
		}
		var texts []string
		for _, way := range r.Clash.Ways {
			texts = append(texts, way.Text)
			rules, _ := json.Marshal(map[string]any{"rules": way.Rules})
			again := run
			again.Teams, again.Min, again.Max = quantity(way.Sizes.Teams), quantity(way.Sizes.Min), quantity(way.Sizes.Max)
			if by := reportOf(t, c.members, string(rules), again); len(by.Unmet) > 0 || by.Clash != nil {
				t.Errorf("%s: formed by %q the rules %v are not kept", c.rules, way.Text, by.Unmet)
			}
		}
		if !slices.Equal(texts, c.texts) {
			t.Errorf("%s: the ways out are %q, want %q", c.rules, texts, c.texts)
		}
	}
}

// reportOf forms teams of the members by the rules and reads the report.
func reportOf(t *testing.T, members, rules string, args formCmd) (r formReport) {
	t.Helper()
	dir, _, _, err := formIn(t, map[string]string{"m.csv": members, "r.json": rules}, args)
	if err != nil {
		t.Fatalf("form by %s: %v", rules, err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
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
		{"an id of two names", map[string]string{"m.csv": "id,Name\nx,Ann\ny,Bo\nx,Cy\n"}, formCmd{Members: "m.csv", ID: "id"}, "Row 4"},
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

// Of wishes and avoidances none of which is understood nothing is called kept: neither on standard error nor in the report.
func TestFormCallsNothingKeptThatIsNotUnderstood(t *testing.T) {
	file := "Name,Email,Wants,Avoids\nAna Bell,a@e.org,,Zed Zebra\nCy Wren,b@e.org,Qu Foo,\nDi Fell,c@e.org,,Nora Nobody\nBo Lind,d@e.org,,\n"
	for rule, fact := range map[string]string{
		`{"kind":"wishes","column":"Wants","avoid_column":"Avoids","at_least":1,"strength":"must"}`: "1 of 4 wished, for nobody of whom it is known",
		`{"kind":"wishes","column":"Wants","avoid_column":"Avoids","at_least":0,"strength":"must"}`: "No member is named to be avoided.",
	} {
		dir, _, stderr, err := formIn(t, map[string]string{"m.csv": file, "r.json": `{"rules":[` + rule + `]}`}, formCmd{Members: "m.csv", Size: 2, Rules: "r.json", Moves: 100, Out: "t.csv", Report: "p.json"})
		if err != nil {
			t.Fatalf("form: %v\n%s", err, stderr)
		}
		report, err := os.ReadFile(filepath.Join(dir, "p.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`"score": null`, `"teams_ok": null`, fact} {
			if !strings.Contains(string(report), want) {
				t.Errorf("by %s the report does not say %s:\n%s", rule, want, report)
			}
		}
		if strings.Contains(stderr, "1.000") || strings.Contains(stderr, "2 of 2") || strings.Contains(stderr, "objective") || !strings.Contains(stderr, fact) {
			t.Errorf("by %s it is told:\n%s", rule, stderr)
		}
	}
}

// What is possible is said as the report has it: no teams of these sizes score more.
func TestFormSaysWhatIsPossible(t *testing.T) {
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": members(30)}, formCmd{Members: "m.csv", Size: 4, Moves: 300, Report: "report.json"})
	data, _ := os.ReadFile(filepath.Join(dir, "report.json"))
	var r formReport
	if err = errors.Join(err, json.Unmarshal(data, &r)); err != nil || r.Bound == nil || r.Stopped == "optimal" {
		t.Fatalf("%v, report %s", err, data)
	}
	if want := fmt.Sprintf("objective %.4f, of at most %.4f that is possible", r.Objective, *r.Bound); !strings.Contains(stderr, want) {
		t.Errorf("standard error lacks %q:\n%s", want, stderr)
	}
}
