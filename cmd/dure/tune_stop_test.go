package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A tuning is the program that tunes on a table, keeping its trials in a file.
type tuning struct{ args, study, report string }

func newTuning(t *testing.T, table string) tuning {
	dir := t.TempDir()
	c := tuning{study: filepath.Join(dir, "s.study"), report: filepath.Join(dir, "r.json")}
	c.args = "tune " + table + " --target y --trials 14 --folds 3 --study " + c.study + " --report " + c.report
	return c
}

// run runs it, and sends a signal once so many trials are kept, those of outer folds too; below 0 none. It returns the exit code and what was said.
func (c tuning) run(t *testing.T, signal syscall.Signal, after int) (code int, said string) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr, cmd.Stdout = append(os.Environ(), "DURE_TEST_RUN="+c.args), &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for after >= 0 && c.kept(t) < after {
		time.Sleep(5 * time.Millisecond)
	}
	if after >= 0 {
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Wait() // its exit code is looked at
	return cmd.ProcessState.ExitCode(), out.String()
}

// kept is how many trials of all studies are complete in the file.
func (c tuning) kept(t *testing.T) (n int) {
	t.Helper()
	file, err := sql.Open("sqlite", "file:"+c.study+"?mode=ro&_pragma=busy_timeout(2000)")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if file.QueryRow("SELECT COUNT(*) FROM trials WHERE state = 'complete'").Scan(&n) != nil {
		return 0 // not there yet
	}
	return n
}

func (c tuning) read(t *testing.T) (r tuneReport) {
	t.Helper()
	text, err := os.ReadFile(c.report)
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sameAs fails where another tuning found something else.
func (r tuneReport) sameAs(t *testing.T, after string, want tuneReport) {
	t.Helper()
	if r.Nested == nil || *r.Nested != *want.Nested || r.Best.Value != want.Best.Value || len(r.Trials) != len(want.Trials) {
		t.Fatalf("%s it ends with %+v and %+v, want %+v and %+v", after, r.Best, r.Nested, want.Best, want.Nested)
	}
	for i, trial := range r.Trials {
		if !reflect.DeepEqual(trial.Settings, want.Trials[i].Settings) || *trial.Value != *want.Trials[i].Value {
			t.Errorf("%s trial %d is %+v, want %+v", after, i, trial, want.Trials[i])
		}
	}
}

// A tuning that is killed or stopped at whatever trial keeps those that it has, and goes on as if nothing had been; one that is done does nothing again.
func TestATuningKeepsWhatIsDear(t *testing.T) {
	table := tuneTable(t)
	whole := newTuning(t, table)
	if code, said := whole.run(t, 0, -1); code != 0 {
		t.Fatalf("it ends with %d: %s", code, said)
	}
	want := whole.read(t)
	var trials float64
	for _, trial := range want.Trials {
		trials += trial.Seconds
	}
	if trials <= 0 || trials > want.Seconds["search"] {
		t.Errorf("the trials took %v s, and the search %v", trials, want.Seconds["search"])
	}

	killed := newTuning(t, table)
	for _, after := range []int{3, 12, 18, 40} { // of 144
		if code, said := killed.run(t, syscall.SIGKILL, after); code != -1 {
			t.Fatalf("killed after %d trials it ends with %d: %s", after, code, said)
		}
	}
	if code, said := killed.run(t, 0, -1); code != 0 {
		t.Fatalf("after it was killed it ends with %d: %s", code, said)
	}
	killed.read(t).sameAs(t, "killed", want)

	stopped := newTuning(t, table)
	for _, after := range []int{5, 40} {
		code, said := stopped.run(t, syscall.SIGINT, after)
		r := stopped.read(t)
		if code != exitFailed || !strings.Contains(said, "stopped after") || !strings.Contains(said, stopped.study+" keeps all trials") || r.Nested != nil || r.Best.Settings == nil {
			t.Errorf("stopped after %d trials it ends with %d and %+v: %s", after, code, r.Nested, said)
		}
		if done := strings.Contains(said, "so that there is no score"); done != (after > 24) || done != (r.Baselines["mean"] > 0) || done && !strings.Contains(r.Verdict, "was not scored on rows") {
			t.Errorf("stopped after %d trials it says of outer folds: %v: %s", after, done, said)
		}
	}
	before := stopped.kept(t)
	if code, said := stopped.run(t, 0, -1); code != 0 || before < 40 {
		t.Fatalf("after it was stopped with %d trials it ends with %d: %s", before, code, said)
	}
	stopped.read(t).sameAs(t, "stopped", want)
	if code, said := stopped.run(t, 0, -1); code != 0 {
		t.Fatalf("done, it ends with %d: %s", code, said)
	}
	again := stopped.read(t)
	again.sameAs(t, "done,", want)
	if stopped.kept(t) != 144 || again.Seconds["whole"] > want.Seconds["whole"]/2 || math.IsNaN(again.Seconds["whole"]) {
		t.Errorf("done, it keeps %d trials and takes %v s, the first time %v", stopped.kept(t), again.Seconds["whole"], want.Seconds["whole"])
	}
}

// Without a file nothing is kept, which is said; and without outer folds there is no score on unseen rows, which is said too.
func TestATuningSaysWhatIsNotKept(t *testing.T) {
	args := "tune " + tuneTable(t) + " --target y --trials 5000 --no-nested"
	var out bytes.Buffer
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), "DURE_TEST_RUN="+args), &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(3 * time.Second)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its exit code is looked at
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(out.String(), "no trial is kept: with --study FILE") {
		t.Errorf("it ends with %d: %s", code, out.String())
	}
	model := filepath.Join(t.TempDir(), "m")
	if err := run([]string{"tune", tuneTable(t), "--target", "y", "--trials", "2", "--folds", "3", "--no-nested", "--out", model, "--report", model + ".json"}); err != nil {
		t.Fatal(err)
	}
	r := tuning{report: model + ".json"}.read(t)
	said, _, err := command("net", "explain", model)
	if err != nil || r.Nested != nil || r.Seconds["nested"] > r.Seconds["whole"]/2 || !strings.Contains(said, "by the cross-validation that chose it, which is too good") || !strings.Contains(said, "was not scored on rows") {
		t.Errorf("without outer folds the score is %+v in %v (%v): %s", r.Nested, r.Seconds, err, said)
	}
}
