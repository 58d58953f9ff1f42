package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// changed is a file of testdata/cases with what is to be replaced in it.
func changed(t *testing.T, name string, replace ...string) string {
	t.Helper()
	return strings.NewReplacer(replace...).Replace(caseFile(t, name))
}

// trained runs dure fit train on a file and returns its report and what it told.
func trained(t *testing.T, file string, args fitTrainCmd) (report map[string]any, told string) {
	t.Helper()
	dir := t.TempDir()
	args.History, args.Report = filepath.Join(dir, "history.csv"), filepath.Join(dir, "r.json")
	if err := os.WriteFile(args.History, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	args.Level = "member"
	var out, errs bytes.Buffer
	args.stdout, args.stderr = &out, &errs
	if err := args.Run(); err != nil {
		t.Fatalf("fit train: %v\n%s", err, errs.String())
	}
	return fitReport(t, args.Report), errs.String()
}

// Names of teams come again in each section: members of two of them have not met.
func TestPastTeamsOfTwoSections(t *testing.T) {
	for _, c := range []struct {
		name, heading, rule string
		value               float64
		warns, told         string
	}{
		{"the header says it", "section", "", 0, "told apart by section, team together", ""},
		{"the rule says it", "room", `, "section_column": "room"`, 0, "", ""},
		{"it may be one", "class", "", 1, "“Team 1” comes with several values of “class” (A, B)", `"section_column"`},
		{"nothing says it", "room", "", 1, "", ""},
	} {
		rules := changed(t, "30-rules.json", `"team"`, `"team"`+c.rule)
		dir, _, stderr, err := formIn(t, map[string]string{"30-last-term.csv": changed(t, "30-last-term.csv", "section", c.heading), "m.csv": caseFile(t, "30-members.csv"), "rules.json": rules},
			formCmd{Members: "m.csv", ID: "id", Rules: "rules.json", Teams: 1, Moves: 1, Report: "r.json"})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		r := fitReport(t, filepath.Join(dir, "r.json"))
		if got := r["rules"].([]any)[0].(map[string]any)["value"]; got != c.value {
			t.Errorf("%s: A1 and B1, of Team 1 in two sections, count as %v pairs who have met, want %v", c.name, got, c.value)
		}
		warnings := fmt.Sprint(r["warnings"])
		if (warnings != "[]") != (c.warns != "") || !strings.Contains(warnings, c.warns) || !strings.Contains(warnings, c.told) || !strings.Contains(stderr, c.warns) {
			t.Errorf("%s: the report warns %s and the command says %q, want %q and %q", c.name, warnings, stderr, c.warns, c.told)
		}
	}
}

// Ratings are read from "4 - good", and a team is section and name, whether somebody says so or the header does.
func TestLearnFromTeamsOfSections(t *testing.T) {
	for _, c := range []struct {
		name, heading string
		args          fitTrainCmd
		teams         float64
		told          string
	}{
		{"the header says it", "section", fitTrainCmd{}, 24, "told apart by section, team together"},
		{"a flag says it", "room", fitTrainCmd{Section: "room"}, 24, ""},
		{"a season", "room", fitTrainCmd{Season: "room"}, 24, ""},
		{"left out", "section", fitTrainCmd{Columns: "-section"}, 8, "“Team 1” has 12 rows, more than one team has. If several teams have the same name, say in which column the section or the season stands. Use --section COL or --season COL."},
		{"learned from", "section", fitTrainCmd{Columns: "section,hours"}, 8, "“Team 1” has 12 rows"},
		{"it may be one", "class", fitTrainCmd{}, 8, "say that “class” is the section or the season. Use --section COL"},
	} {
		c.args.Rating, c.args.Team = "fit", "team"
		r, told := trained(t, changed(t, "32-history-ratings-in-words.csv", "section,", c.heading+","), c.args)
		if r["rows"] != 96.0 || r["teams"] != c.teams {
			t.Errorf("%s: %v ratings of %v teams are learned from, want 96 of %v", c.name, r["rows"], r["teams"], c.teams)
		}
		reading, told, _ := strings.Cut(told, "\n")
		if !strings.HasSuffix(reading, `by --map "Column=kind".`) || !strings.Contains(told, c.told) || c.told == "" && told != "" {
			t.Errorf("%s: told is %q, want %q", c.name, told, c.told)
		}
		if n := len(r["warnings"].([]any)); (n == 0) != (c.told == "") {
			t.Errorf("%s: the report has %d warnings: %v", c.name, n, r["warnings"])
		}
	}
}

func TestRatingsInWords(t *testing.T) {
	file := func(ratings ...string) string {
		var b strings.Builder
		b.WriteString("team,q,fit\n")
		for i, rating := range ratings {
			fmt.Fprintf(&b, "T%d,%d,%s\n", i/2, i%3, rating)
		}
		return b.String()
	}
	for _, ratings := range [][]string{
		{"4 - good", "3 - fair", "4 - good", "2 - weak"}, {"4", "3 - fair", "4 - good", "2"}, {"4 – good", "3: fair", "", "2. weak"}, {"good", "fair", "poor", "good"}, {"4,5", "3", "N/A", "2"},
	} {
		text := strings.Replace(file(ratings...), "4,5", `"4,5"`, 1)
		if r, _ := trained(t, text, fitTrainCmd{Rating: "fit", Team: "team"}); r["teams"] != 2.0 {
			t.Errorf("of the ratings %q %v teams are learned from, want 2", ratings, r["teams"])
		}
	}
	for _, bad := range [][]string{{"4 - good", "great", "3 - fair", "2"}, {"superb", "awful", "so", "so"}} {
		path := filepath.Join(t.TempDir(), "h.csv")
		if err := os.WriteFile(path, []byte(file(bad...)), 0o600); err != nil {
			t.Fatal(err)
		}
		err := run([]string{"fit", "train", path, "--rating", "fit", "--team", "team"})
		if exitCode(err) != exitUsage || !strings.Contains(err.Error(), "4 - good") {
			t.Errorf("the ratings %q: %v, want exit 2 and what can be read", bad, err)
		}
	}
}

// Teams of new members are told apart as those of the history were.
func TestPredictForTeamsOfSections(t *testing.T) {
	dir := t.TempDir()
	var history, members strings.Builder
	history.WriteString("lab,team,plan,fit\n")
	members.WriteString("lab,team,plan\n")
	for i := range 240 {
		lab, team := i/4%2, i/8
		plan := 1 + (3*lab+team)%7
		fmt.Fprintf(&history, "L%d,T%d,%d,%d\n", lab, team, plan, 1+plan/2+i%2)
		if i < 16 {
			fmt.Fprintf(&members, "L%d,T%d,%d\n", lab, team, plan)
		}
	}
	h, m, model := filepath.Join(dir, "h.csv"), filepath.Join(dir, "m.csv"), filepath.Join(dir, "m.fit")
	for name, text := range map[string]string{h: history.String(), m: members.String()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	train := fitTrainCmd{History: h, Rating: "fit", Team: "team", Level: "member", Out: model, Kinds: []string{"ridge"}, stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}
	if err := train.Run(); err != nil {
		t.Fatal(err)
	}
	predict := func(members string, args fitPredictCmd) (lines []string, told string) {
		var out, errs bytes.Buffer
		args.Model, args.Members, args.stdout, args.stderr = model, members, &out, &errs
		if err := args.Run(); err != nil {
			t.Fatalf("fit predict: %v", err)
		}
		return strings.Split(out.String(), "\n"), errs.String()
	}
	lines, told := predict(m, fitPredictCmd{})
	if lines[1] == lines[5] || !strings.Contains(told, "told apart by lab, team together") {
		t.Errorf("members of T0 in two labs are predicted %q and %q, and told is %q", lines[1], lines[5], told)
	}
	alone := filepath.Join(dir, "alone.csv")
	if err := os.WriteFile(alone, []byte(strings.Join(strings.Split(members.String(), "\n")[:5], "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	first, _ := predict(alone, fitPredictCmd{})
	if first[1] != lines[1] {
		t.Errorf("a team is predicted %q by itself and %q beside one of its name in another lab", first[1], lines[1])
	}
	bad := fitPredictCmd{Model: model, Members: m, Section: "room", stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}
	if err := bad.Run(); exitCode(err) != exitUsage || !strings.Contains(err.Error(), `no column "room"`) || !strings.Contains(err.Error(), "--section") {
		t.Errorf("a section that is no column: %v, want exit 2 and the flags", err)
	}
}

// The members of a file are those of another by their names and addresses too, whatever column gives the ids; so are those whom a rule names.
func TestPastTeamsByNameOrAddress(t *testing.T) {
	const members = "id,Name,Email,x\nk0,Ana Soto,ana@x.org,1\nk1,Bo Lind,bo@x.org,2\nk2,Cy Wren,cy@x.org,3\nk3,Di Fell,di@x.org,3\n"
	for name, past := range map[string]string{
		"ids": "who,team\nk0,1\nk1,1\nk2,2\n", "names": "name,team\nAna Soto,1\nlind  bo,1\nCy Wren,2\n", "addresses": "email,team\nana@x.org,1\nBO@x.org,1\n",
	} {
		rules := `{"rules": [{"kind": "new_teammates", "file": "p.csv"}, {"kind": "together", "members": ["Ana Soto", "cy@x.org"]}]}`
		dir, _, _, err := formIn(t, map[string]string{"m.csv": members, "p.csv": past, "rules.json": rules},
			formCmd{Members: "m.csv", ID: "id", Rules: "rules.json", Teams: 2, Moves: 100, Report: "r.json"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r := fitReport(t, filepath.Join(dir, "r.json"))
		first := r["rules"].([]any)[0].(map[string]any)
		teams := fmt.Sprint(r["teams"].([]any)[0].(map[string]any)["members"], r["teams"].([]any)[1].(map[string]any)["members"])
		if first["value"] != 0.0 || !strings.Contains(teams, "[k0 k2]") {
			t.Errorf("%s: %v pairs met before are in a team, and the teams are %s; want none, and Ana Soto with Cy Wren", name, first["value"], teams)
		}
	}
}
