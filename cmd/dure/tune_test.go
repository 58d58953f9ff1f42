package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// tuneTable writes a table whose y is a number, c one of two texts by it, and g groups of four.
func tuneTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString("a,b,kind,y,c,g\n")
	for i := range 48 {
		a, x := float64(i%7)-3, float64(i%5)
		y := 2*a + x
		c := "low"
		if y > 2 {
			c = "high"
		}
		missing := fmt.Sprint(x)
		if i == 9 {
			missing = ""
		}
		fmt.Fprintf(&b, "%g,%s,%s,%g,%s,%d\n", a, missing, []string{"p", "q", "r"}[i%3], y, c, i/4)
	}
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTuneReports(t *testing.T) {
	table := tuneTable(t)
	for _, target := range []string{"y", "c"} {
		var reports []tuneReport
		for k, trials := range []string{"3", "3", "5"} {
			report := filepath.Join(t.TempDir(), fmt.Sprint("r", k, ".json"))
			args := []string{"tune", table, "--target", target, "--trials", trials, "--folds", "3", "--group", "g", "--report", report}
			if k > 0 {
				args = append(args, "--study", table+target+".study")
			}
			if err := run(args); err != nil {
				t.Fatalf("%v: %v", args, err)
			}
			text, err := os.ReadFile(report)
			if err != nil {
				t.Fatal(err)
			}
			var r tuneReport
			if err := json.Unmarshal(text, &r); err != nil {
				t.Fatal(err)
			}
			if len(r.Warnings) > 0 {
				t.Errorf("%s: the warnings are %q, want none of a column that tells much", target, r.Warnings)
			}
			reports = append(reports, r)
		}
		if a, b := reports[0], reports[1]; a.Best.Value != b.Best.Value || *a.Nested != *b.Nested {
			t.Errorf("%s: the same seed gives %+v and, with a file, %+v", target, a.Best, b.Best)
		}
		last := reports[2]
		if len(last.Trials) != 5 || *last.Trials[2].Value != *reports[1].Trials[2].Value {
			t.Errorf("%s: the study did not go on from its file: %d trials", target, len(last.Trials))
		}
		if last.Nested.Interval[0] > last.Nested.Value || last.Nested.Interval[1] < last.Nested.Value || last.Baselines["linear"] >= last.Baselines["mean"] {
			t.Errorf("%s: nested %+v, baselines %v", target, last.Nested, last.Baselines)
		}
		temperature, told := last.Best.Settings["temperature"].(float64)
		if delete(last.Best.Settings, "temperature"); told != (target == "c") || told && temperature <= 0 {
			t.Errorf("%s: the temperature of the net is said to be %v", target, temperature)
		}
		if !slices.ContainsFunc(last.Trials, func(trial trialReport) bool { return reflect.DeepEqual(trial.Settings, last.Best.Settings) }) {
			t.Errorf("%s: the best is of no trial: %v", target, last.Best.Settings)
		}
		if sum := last.Seconds["read"] + last.Seconds["search"] + last.Seconds["training"] + last.Seconds["nested"]; math.Abs(sum-last.Seconds["whole"]) > 1e-9 || sum <= 0 {
			t.Errorf("%s: the seconds %v do not add up", target, last.Seconds)
		}
		if !strings.Contains(last.Verdict, "the mean") || !strings.Contains(last.Verdict, "a line") || !strings.Contains(last.Verdict, "times the uncertainty") {
			t.Errorf("%s: the verdict is %q", target, last.Verdict)
		}
	}
}

// A spelling, a dash that says the opposite and a level in words are the same in rows with a target and without.
func TestTuneReadsRowsToPredictAsTheOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.csv")
	lines := []string{"cat,tick,level,y"}
	for range 4 {
		lines = append(lines, "yes,y,1 - never,1", "NO,-,2,3", "yes,y,3,2", "NO,-,4 - often,5")
	}
	lines = append(lines, "Yes,y,1 - Never,", "No,-,4 - Often,", "no,-,2,")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := (&targetFile{Data: path, Target: "y", Task: "auto"}).read(true)
	if err != nil {
		t.Fatal(err)
	}
	if want := [][]float64{d.X[0], d.X[3], d.X[1]}; !slices.EqualFunc(d.Blank, want, slices.Equal) || len(d.Notes) > 0 {
		t.Errorf("the rows to predict are %v with the notes %v, want %v as the same answers of the others, and no notes", d.Blank, d.Notes, want)
	}
}

// The rows whose target is not known yet get it from the net, by columns with gaps and texts that the others do not have.
func TestTunePredictsWhatIsNotKnown(t *testing.T) {
	for _, task := range []string{"regression", "binary"} {
		var b strings.Builder
		b.WriteString("who,a,kind,y,chance\n")
		truth := func(i int) string {
			v := i % 10
			if i%3 == 1 {
				v += 20
			}
			if task == "binary" {
				return []string{"low", "high"}[v/20]
			}
			return fmt.Sprint(v)
		}
		const known, asked = 60, 12
		for i := range known + asked {
			a, kind, y := fmt.Sprint(i%10), []string{"p", "q", "r"}[i%3], truth(i)
			switch {
			case i >= known:
				y = ""
			case i == 7:
				a = ""
			}
			if i == known {
				a = "" // and not said otherwise
			}
			if i == known+2 {
				kind = "s"
			}
			fmt.Fprintf(&b, "m%d,%s,%s,%s,x%d\n", i, a, kind, y, i%2)
		}
		dir := t.TempDir()
		table, out := filepath.Join(dir, "t.csv"), filepath.Join(dir, "out.csv")
		if err := os.WriteFile(table, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"tune", table, "--target", "y", "--task", task, "--trials", "12", "--folds", "3", "--predict", out}
		if err := run(args); err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		f, err := os.Open(out)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil || len(rows) != 1+asked {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		head := "who,a,kind,y,chance"
		if task == "binary" {
			head += ",chance_2"
		}
		if got := strings.Join(rows[0], ","); got != head {
			t.Errorf("the header is %s, want %s", got, head)
		}
		for k, row := range rows[1:] {
			i := known + k
			if row[0] != fmt.Sprint("m", i) {
				t.Errorf("line %d is %v", k+2, row)
			}
			if i == known || i == known+2 {
				continue // may be guessed as it likes
			}
			if task == "binary" {
				if chance, err := strconv.ParseFloat(row[5], 64); row[3] != truth(i) || err != nil || chance < 0.6 || chance > 1 {
					t.Errorf("%v should be %s", row, truth(i))
				}
				continue
			}
			got, _ := strconv.ParseFloat(row[3], 64)
			if want, _ := strconv.ParseFloat(truth(i), 64); math.Abs(got-want) > 4 {
				t.Errorf("%v should have %v", row, want)
			}
		}
	}
}

func TestTuneRefusesWhatItCannotUse(t *testing.T) {
	table := tuneTable(t)
	for _, args := range [][]string{
		{"--target", "nothing"}, {"--target", "kind", "--task", "regression"}, {"--target", "kind", "--task", "binary"},
		{"--target", "y", "--group", "nothing"}, {"--target", "y", "--folds", "1"}, {"--target", "y", "--report", "/no/such/folder/r.json"}, {"--target", "y", "--study", table},
		{"--target", "y", "--predict", "/no/such/folder/out.csv"}, {"--target", "y", "--predict", table + ".out"}, {"--target", "y", "--predict", filepath.Dir(table)},
		{"--target", "y", "--report", table}, {"--target", "y", "--study", table + ".new", "--report", filepath.Dir(table) + "/./t.csv.new"},
	} {
		err := run(append([]string{"tune", table, "--trials", "1"}, args...))
		if exit, ok := errors.AsType[*exitError](err); args[len(args)-1] != table && (!ok || exit.code != exitUsage) {
			t.Errorf("%v gives %v, want a message with exit code 2", args, err)
		}
		if err == nil {
			t.Errorf("%v is accepted", args)
		}
	}
}
