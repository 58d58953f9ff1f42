package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
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
			reports = append(reports, r)
		}
		if a, b := reports[0], reports[1]; a.Best.Value != b.Best.Value || a.Nested != b.Nested {
			t.Errorf("%s: the same seed gives %+v and, with a file, %+v", target, a.Best, b.Best)
		}
		last := reports[2]
		if len(last.Trials) != 5 || *last.Trials[2].Value != *reports[1].Trials[2].Value {
			t.Errorf("%s: the study did not go on from its file: %d trials", target, len(last.Trials))
		}
		if last.Nested.Interval[0] > last.Nested.Value || last.Nested.Interval[1] < last.Nested.Value || last.Baselines["linear"] >= last.Baselines["mean"] {
			t.Errorf("%s: nested %+v, baselines %v", target, last.Nested, last.Baselines)
		}
		for _, trial := range last.Trials {
			if *trial.Value < last.Best.Value {
				t.Errorf("%s: trial %d has %v, the best %v", target, trial.Number, *trial.Value, last.Best.Value)
			}
		}
		var sum float64
		for _, s := range last.Pool.Nets { // of trials of the first call too, of which the file keeps the score alone
			if sum += s.Weight; s.Number < 0 || s.Number > 4 || s.Weight <= 0 {
				t.Errorf("%s: in the pool is %+v", target, s)
			}
		}
		if math.Abs(sum-1) > 1e-9 || last.Pool.Value <= 0 || last.Best.Nested <= 0 {
			t.Errorf("%s: the pool's weights sum to %v; such a pool scores %v, the best settings %v", target, sum, last.Pool.Value, last.Best.Nested)
		}
	}
}

func TestTuneRefusesWhatItCannotUse(t *testing.T) {
	table := tuneTable(t)
	for _, args := range [][]string{
		{"--target", "nothing"}, {"--target", "c", "--task", "regression"}, {"--target", "kind", "--task", "binary"},
		{"--target", "y", "--group", "nothing"}, {"--target", "y", "--folds", "1"}, {"--target", "y", "--report", "/no/such/folder/r.json"}, {"--target", "y", "--study", table},
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
