package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dure/survey/sheet"
)

// A command takes numbers in place of words for choices, or for steps where they stand in a grid, says so, and stops with --strict, until somebody says what they are.
func TestCommandsSayWhatNumbersStandFor(t *testing.T) {
	file := "../../survey/sheet/testdata/tools/qualtrics-values.csv"
	assumed := func(args ...string) (reasons []string) {
		out := filepath.Join(t.TempDir(), "r.json")
		if err := quiet(t, slices.Concat([]string{"form", file, "--moves", "20", "--out", os.DevNull, "--report", out}, args)...); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		var report struct{ Reading sheet.Reading }
		if err := json.Unmarshal(data, &report); err != nil {
			t.Fatal(err)
		}
		for _, a := range report.Reading.Assumed {
			if a.Reason == "codes" {
				reasons = append(reasons, a.Column+" "+a.Text+" "+a.TakenAs[0])
			}
		}
		return reasons
	}
	if got, want := assumed(), []string{"Q2 1–3 one_of", "Q4_1 1–5 scale", "Q4_2 1–5 scale"}; !slices.Equal(got, want) {
		t.Errorf("assumed is %v, want %v", got, want)
	}
	said := []string{"--map", "Q2=scale", "--map", "Q4_1=scale", "--map", "Q4_2=one_of"}
	if got := assumed(said...); got != nil {
		t.Errorf("where it is said, assumed is %v, want nothing", got)
	}
	if err := quiet(t, "form", file, "--moves", "5", "--out", os.DevNull, "--strict"); exitCode(err) != exitUsage {
		t.Errorf("--strict ends with %v, want exit code %d", err, exitUsage)
	}
}
