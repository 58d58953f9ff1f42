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

	"dure/ml/fit/testdata/club"
)

// fitHistory writes a history of a made-up club, of which answers explain 40 %.
func fitHistory(t *testing.T, teams int) string {
	t.Helper()
	h, _ := club.New(club.Club{R2: 0.4, Seed: 2}).Past(teams, 1)
	return writeTable(t, "history.csv", append([][]string{h.Header}, h.Rows...))
}

func writeTable(t *testing.T, name string, rows [][]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := csv.NewWriter(f).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return path
}

func fitReport(t *testing.T, path string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r map[string]any
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFitTrainPredictFormReport(t *testing.T) {
	dir := t.TempDir()
	history, model, report := fitHistory(t, 45), filepath.Join(dir, "club.fit"), filepath.Join(dir, "r.json")
	if err := run([]string{"fit", "train", history, "--rating", "rating", "--team", "team", "--out", model, "--report", report, "--theory", "commitment=Commitment,kindness=Kindness"}); err != nil {
		t.Fatal(err)
	}
	r := fitReport(t, report)
	if r["rows"] != 225.0 || r["teams"] != 45.0 || r["seasons"] != 1.0 {
		t.Errorf("report of %v rows, %v teams, %v seasons", r["rows"], r["teams"], r["seasons"])
	}
	var names []string
	for _, m := range r["models"].([]any) {
		score := m.(map[string]any)
		names = append(names, score["name"].(string))
		for _, key := range []string{"r2", "r2_interval", "auc", "auc_interval", "brier", "brier_skill", "log_loss"} {
			if score[key] == nil {
				t.Errorf("%s has no %s", score["name"], key)
			}
		}
	}
	if got := strings.Join(names, " "); got != "mean theory ridge trees" {
		t.Errorf("models are %s", got)
	}
	out := filepath.Join(dir, "predicted.csv")
	if err := run([]string{"fit", "predict", model, history, "--out", out}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 226 || strings.Join(rows[0][len(rows[0])-3:], ",") != "predicted,low,high" {
		t.Fatalf("predictions are %d rows, header %v (%v)", len(rows), rows[0], err)
	}
	again := filepath.Join(dir, "again.json")
	if err := run([]string{"fit", "report", model, "--report", again}); err != nil {
		t.Fatal(err)
	}
	if a, b := fitReport(t, again), r; fmt.Sprint(a["models"]) != fmt.Sprint(b["models"]) || a["verdict"] != b["verdict"] {
		t.Errorf("the model's report differs from that of its training")
	}
	formWith(t, dir, model)
}

// formWith forms a season by a rule that names the model.
func formWith(t *testing.T, dir, model string) {
	t.Helper()
	s := club.New(club.Club{R2: 0.4, Seed: 2}).Season(30, 9)
	members := writeTable(t, "members.csv", append([][]string{s.Header}, s.Rows...))
	rules := filepath.Join(dir, "rules.json")
	if err := os.WriteFile(rules, []byte(`{"rules": [{"kind": "fit", "model": "`+filepath.Base(model)+`"}, {"kind": "balance", "columns": ["Experience"]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(dir, "form.json")
	if err := run([]string{"form", members, "--rules", rules, "--moves", "2000", "--out", filepath.Join(dir, "teams.csv"), "--report", report}); err != nil {
		t.Fatal(err)
	}
	rule := fitReport(t, report)["rules"].([]any)[0].(map[string]any)
	if v := rule["score"].(float64); rule["kind"] != "fit" || !(v > 0 && v < 1) {
		t.Errorf("the rule of kind fit scores %v: %v", v, rule)
	}
}

// A model that tells no more than the mean is refused by the rule that names it, with why and what to do.
func TestFormRefusesAModelOfNoise(t *testing.T) {
	for name, c := range map[string]struct {
		r2    float64
		teams int
		want  []string
	}{
		"chance":        {0, 45, []string{"does not beat predicting the mean for everybody", "95 % interval"}},
		"too few teams": {0.4, 20, []string{"Rated teams so far: 20. Below 30 no model can be told from chance"}},
	} {
		dir := t.TempDir()
		of := club.New(club.Club{R2: c.r2, Seed: 2})
		past, _ := of.Past(c.teams, 1)
		history, model := writeTable(t, "history.csv", append([][]string{past.Header}, past.Rows...)), filepath.Join(dir, "club.fit")
		train := fitTrainCmd{History: history, Rating: "rating", Team: "team", Level: "member", Theory: "commitment=Commitment,kindness=Kindness",
			Kinds: []string{"theory", "ridge"}, Out: model, stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}
		if err := train.Run(); err != nil {
			t.Fatal(err)
		}
		told := train.stdout.(*bytes.Buffer).String()
		s := of.Season(30, 9)
		members := writeTable(t, "members.csv", append([][]string{s.Header}, s.Rows...))
		rules := filepath.Join(dir, "rules.json")
		if err := os.WriteFile(rules, []byte(`{"rules": [{"kind": "balance", "columns": ["Experience"]}, {"kind": "fit", "model": "club.fit"}]}`), 0o600); err != nil {
			t.Fatal(err)
		}
		err := run([]string{"form", members, "--rules", rules, "--moves", "100", "--out", filepath.Join(dir, "teams.csv")})
		if exitCode(err) != exitUsage {
			t.Fatalf("%s: dure form ends with %v, want exit 2", name, err)
		}
		for _, want := range append(c.want, "Rule 2: the fit model is not used to form teams.", "or leave the rule out") {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: dure form says %q, want %q", name, err, want)
			}
		}
		if !strings.Contains(told, "Teams cannot be formed with it. ") || !strings.Contains(told, c.want[0]) {
			t.Errorf("%s: dure fit train says %q, want that no teams can be formed and why", name, told)
		}
	}
}

func TestFitTellsWhatToCorrect(t *testing.T) {
	history := fitHistory(t, 12)
	header := []string{"team", "rating", "q"}
	one := writeTable(t, "one.csv", [][]string{header, {"a", "3", "1"}, {"a", "4", "2"}})
	text := writeTable(t, "text.csv", [][]string{header, {"a", "3", "1"}, {"b", "good", "2"}})
	empty := writeTable(t, "empty.csv", [][]string{header, {"a", "", "1"}, {"b", "NaN", "2"}})
	junk := writeTable(t, "junk.fit", [][]string{{"no", "model"}})
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"train", history, "--rating", "score", "--team", "team"}, "no column “score”"},
		{[]string{"train", history, "--rating", "rating", "--team", "group"}, "no column “group”"},
		{[]string{"train", history, "--rating", "rating"}, "which column is the team"},
		{[]string{"train", history, "--rating", "rating", "--team", "team", "--columns", "nothing"}, `no column "nothing"`},
		{[]string{"train", history, "--rating", "rating", "--team", "team", "--columns", "rating"}, "cannot predict itself"},
		{[]string{"train", history, "--rating", "rating", "--team", "team", "--theory", "luck=Hours"}, "luck=Hours"},
		{[]string{"train", one, "--rating", "rating", "--team", "team"}, "only one team"},
		{[]string{"train", text, "--rating", "rating", "--team", "team"}, "Row 3, column “rating”: “good”"},
		{[]string{"train", empty, "--rating", "rating", "--team", "team"}, "There is no rating yet"},
		{[]string{"train", "absent.csv", "--rating", "rating", "--team", "team"}, "no such file"},
		{[]string{"predict", junk, history}, "not a file of a model of this kind"},
		{[]string{"report", "absent.fit"}, "absent.fit"},
	} {
		err := run(append([]string{"fit"}, c.args...))
		if err == nil || exitCode(err) != exitUsage || !strings.Contains(err.Error(), c.want) {
			t.Errorf("fit %s: exit %d, %v; want exit 2 and %q", strings.Join(c.args, " "), exitCode(err), err, c.want)
		}
	}
}

func TestFitAnswersWhereThereIsLittle(t *testing.T) {
	two := [][]string{{"team", "rating", "q"}, {"a", "3", "5"}, {"b", "4", "2"}}
	equal, gaps := [][]string{{"team", "rating", "q"}}, [][]string{{"team", "rating", "q"}}
	for i := range 80 {
		team, q := fmt.Sprint(i/2), fmt.Sprint(i*i%7)
		equal = append(equal, []string{team, "4", q})
		rating := fmt.Sprint(1 + i*i%5)
		if i%3 == 0 {
			rating = "NaN"
		}
		gaps = append(gaps, []string{team, rating, q})
	}
	for name, rows := range map[string][][]string{"two rows": two, "equal": equal, "missing ratings": gaps} {
		report := filepath.Join(t.TempDir(), "r.json")
		model := filepath.Join(t.TempDir(), "m.fit")
		file := writeTable(t, "h.csv", rows)
		if err := run([]string{"fit", "train", file, "--rating", "rating", "--team", "team", "--report", report, "--out", model}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r := fitReport(t, report)
		mean := r["models"].([]any)[0].(map[string]any)
		if r["chosen"] != "mean" || mean["r2"] != 0.0 || r["verdict"] == "" {
			t.Errorf("%s: chose %v, %v: %v", name, r["chosen"], mean, r["verdict"])
		}
		if (mean["auc"] == nil) != (name == "equal") || (mean["brier"] == nil) != (name == "equal") {
			t.Errorf("%s: AUC %v, Brier %v", name, mean["auc"], mean["brier"])
		}
		if err := run([]string{"fit", "predict", model, file, "--out", filepath.Join(t.TempDir(), "p.csv")}); err != nil {
			t.Errorf("%s: predict: %v", name, err)
		}
	}
}
