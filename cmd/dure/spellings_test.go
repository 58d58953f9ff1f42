package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dure/survey"
)

// spellings reads the tables over which the parsers are tested: what is typed, and what it has to be read as. What is
// missing is no answer in a cell, neither good nor bad.
func spellings(t *testing.T, name string) (typed, want []string) {
	t.Helper()
	data, err := os.ReadFile("../../survey/testdata/" + name + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		cell, as, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if plain, err := strconv.Unquote(cell); err == nil && cell[0] == '"' {
			cell = plain
		}
		if !strings.HasPrefix(line, "#") && !survey.Missing(cell) {
			typed, want = append(typed, cell), append(want, as)
		}
	}
	return typed, want
}

// csvOf writes rows as a file.
func csvOf(rows [][]string) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.WriteAll(rows)
	return b.String()
}

// formPairs forms one team in each section of two members and returns how each team does by the second rule.
func formPairs(t *testing.T, rows [][]string, rule string) []float64 {
	t.Helper()
	rules := `{"rules": [{"kind": "section", "column": "section"}, ` + rule + `]}`
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": csvOf(rows), "rules.json": rules},
		formCmd{Members: "m.csv", ID: "id", Rules: "rules.json", Size: 2, Moves: 1, Report: "r.json"})
	if err != nil {
		t.Fatalf("form: %v\n%s", err, stderr)
	}
	data, err := os.ReadFile(filepath.Join(dir, "r.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r formReport
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	scores := make([]float64, len(r.Teams))
	for _, team := range r.Teams {
		pair, _ := strconv.Atoi(strings.TrimLeft(team.Members[0], "ab"))
		scores[pair] = *team.Scores[1]
	}
	return scores
}

// refuses checks that dure form says which cell it cannot read.
func refuses(t *testing.T, rows [][]string, rule, cell string) {
	t.Helper()
	_, _, _, err := formIn(t, map[string]string{"m.csv": csvOf(rows), "rules.json": `{"rules": [` + rule + `]}`},
		formCmd{Members: "m.csv", ID: "id", Rules: "rules.json", Size: 2, Moves: 1})
	if err == nil || exitCode(err) != exitUsage || !strings.Contains(err.Error(), cell) {
		t.Errorf("%q: dure form ends with %v, want the cell and exit code %d", cell, err, exitUsage)
	}
}

// Two members of one zone who are free for the same hour have it in common; of other zones they have not.
func TestFormReadsZonesAsPeopleTypeThem(t *testing.T) {
	rows := [][]string{{"id", "section", "Time zone", "Monday (free)"}}
	header := rows[0]
	rule := `{"kind": "hours", "columns": ["Monday (free)"], "min": 1, "zone_column": "Time zone"}`
	typed, want := spellings(t, "zone")
	var good []string
	for k, cell := range typed {
		east, err := strconv.Atoi(want[k])
		if err != nil {
			refuses(t, [][]string{header, {"a", "", cell, "9"}, {"b", "", "UTC", "9"}}, rule, cell)
			continue
		}
		n := fmt.Sprint(len(good))
		utc := fmt.Sprintf("UTC%+03d:%02d", east/60, max(east, -east)%60)
		if east%30 != 0 { // among others, whole half hours by the clock of most count
			if score := formPairs(t, [][]string{header, {"a", "", cell, "9"}, {"b", "", utc, "9"}}, rule)[0]; score != 1 {
				t.Errorf("zone %q is another one in dure form: the pair scores %v", cell, score)
			}
			continue
		}
		rows = append(rows, []string{"a" + n, n, cell, "9"}, []string{"b" + n, n, utc, "9"})
		good = append(good, cell)
	}
	for n, score := range formPairs(t, rows, rule) {
		if score != 1 {
			t.Errorf("zone %q is another one in dure form: the pair scores %v", good[n], score)
		}
	}
}

// The hours of a cell are those of the same times in plain words if both have as many, and have all in common.
func TestFormReadsTimesAsPeopleTypeThem(t *testing.T) {
	rows := [][]string{{"id", "section", "Monday (free)"}}
	header := rows[0]
	rule := `{"kind": "hours", "columns": ["Monday (free)"], "min": 24, "block": 0.5}`
	typed, want := spellings(t, "clock")
	var good []string
	var hours []float64
	for k, cell := range typed {
		if want[k] == "none" {
			refuses(t, [][]string{header, {"a", "", cell}, {"b", "", "9"}}, rule, cell)
			continue
		}
		spans, total := plainSpans(t, want[k])
		for _, other := range []string{spans, cell} {
			n := fmt.Sprint(len(good))
			rows = append(rows, []string{"a" + n, n, cell}, []string{"b" + n, n, other})
			good, hours = append(good, cell), append(hours, total)
		}
	}
	for n, score := range formPairs(t, rows, rule) {
		if common := 24 * (1 - math.Sqrt(1-score)); math.Abs(common-hours[n]) > 1e-9 {
			t.Errorf("times %q: a pair has %v hours in common in dure form, want %v", good[n], common, hours[n])
		}
	}
}

// plainSpans words the spans of the table, which go on after 24:00, in twelve hours, and counts their hours.
func plainSpans(t *testing.T, spans string) (words string, hours float64) {
	t.Helper()
	var all []string
	for span := range strings.FieldsSeq(spans) {
		var at [4]int
		if _, err := fmt.Sscanf(span, "%d:%d-%d:%d", &at[0], &at[1], &at[2], &at[3]); err != nil {
			t.Fatalf("span %q: %v", span, err)
		}
		hours += float64(2*at[2]+at[3]/30-2*at[0]-at[1]/30) / 2
		all = append(all, twelve(at[0], at[1])+" - "+twelve(at[2], at[3]))
	}
	return strings.Join(all, ";"), hours
}

func twelve(hour, minute int) string {
	if hour == 24 && minute == 0 {
		return "24:00"
	}
	return fmt.Sprintf("%d:%02d %s", (hour+11)%12+1, minute, []string{"am", "pm"}[hour/12%2])
}

// A team of a number and another one has exactly one member with the number, however it is spelled.
func TestFormReadsNumbersAsPeopleTypeThem(t *testing.T) {
	header, rows := []string{"id"}, [][]string{{"a"}, {"b"}}
	var rules, good []string
	typed, want := spellings(t, "number")
	for k, cell := range typed {
		_, words := survey.ParseMeasure(cell)
		if _, marks := survey.NotationOf(survey.TallyOf([]string{cell}), false); (words || marks) && want[k] == "none" {
			continue // a file's numbers may have a unit and marks between thousands, unlike those of a form
		}
		if want[k] == "none" {
			refuses(t, [][]string{{"id", "x"}, {"a", cell}, {"b", "1"}}, `{"kind": "balance", "columns": ["x"]}`, cell)
			continue
		}
		name := fmt.Sprintf("x%d", k)
		header = append(header, name)
		rows[0], rows[1] = append(rows[0], cell), append(rows[1], "-17")
		rules = append(rules, fmt.Sprintf(`{"kind": "count", "column": %q, "value": %q, "exactly": 1, "strength": "must"}`, name, want[k]))
		good = append(good, cell)
	}
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": csvOf(append([][]string{header}, rows...)), "rules.json": `{"rules": [` + strings.Join(rules, ",") + `]}`},
		formCmd{Members: "m.csv", ID: "id", Rules: "rules.json", Teams: 1, Moves: 1, Report: "r.json"})
	if err != nil {
		t.Fatalf("form: %v\n%s", err, stderr)
	}
	data, err := os.ReadFile(filepath.Join(dir, "r.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r formReport
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	for k, score := range r.Teams[0].Scores {
		if *score != 1 {
			t.Errorf("number %q is not read by dure form: %s scores %v", good[k], r.Rules[k].Rule, *score)
		}
	}
}

// Somebody who avoids a member, however they are called, cannot be in one team with all; nor can who avoids a name that may mean several, which
// is told.
func TestFormFindsMembersAsPeopleTypeThem(t *testing.T) {
	typed, want := spellings(t, "name")
	rows := [][]string{{"id", "email", "name", "avoids"}}
	for k, first := range typed {
		if first == "member" {
			rows = append(rows, append(strings.Split(want[k], "\t"), ""))
		}
	}
	rule := `{"rules": [{"kind": "wishes", "column": "avoids", "avoid_column": "avoids", "at_least": 0, "strength": "must"}]}`
	for k, cell := range typed {
		if cell == "member" || strings.Contains(cell, ";") {
			continue
		}
		all := append(rows, []string{"w", "", "Wim", cell})
		_, _, stderr, err := formIn(t, map[string]string{"m.csv": csvOf(all), "rules.json": rule},
			formCmd{Members: "m.csv", ID: "id", Rules: "rules.json", Teams: 1, Moves: 1, Report: "r.json"})
		if err != nil {
			t.Fatalf("form: %v\n%s", err, stderr)
		}
		meant := want[k] != "none" || strings.Contains(stderr, "As an avoidance it counts as all")
		if avoids := strings.Contains(stderr, "not met"); avoids != meant {
			t.Errorf("avoiding %q, which is %s: dure form says %q", cell, want[k], stderr)
		}
	}
}
