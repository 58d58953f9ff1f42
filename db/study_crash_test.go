package db

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dure/ml/tune"
)

// crashTrials is how many trials the studies that are killed have in the end.
const crashTrials = 60

// studyUntilKilled works at the study in dir, a file or in the app's database, and prints each trial that it began or
// ended. It returns when the study is at its end.
func studyUntilKilled(dir string) error {
	ctx := context.Background()
	s, end, err := crashStudy(ctx, dir)
	if err != nil {
		return err
	}
	if os.Getenv("DURE_TEST_SHORT_LEASE") != "" {
		s.lease = 200 * time.Millisecond
		go s.renew(ctx)
	}
	st := tune.Study{Trials: crashTrials, Workers: 2, Sampler: tune.Random{}, Store: s, Report: func(r tune.Record) {
		fmt.Println(r.State, r.Number, r.Value)
	}}
	_, err = st.Minimize(ctx, func(_ context.Context, t *tune.Trial) (float64, error) {
		x := t.Float("x", 0, 1)
		t.Report(1, x)
		return float64(t.Number()) + x, nil
	})
	if err != nil {
		return err
	}
	return end()
}

func crashStudy(ctx context.Context, dir string) (*Study, func() error, error) {
	if filepath.Base(dir) == "file" {
		f, err := OpenStudy(ctx, filepath.Join(dir, "s"), "k")
		if err != nil {
			return nil, nil, err
		}
		return f.Study, f.Close, nil
	}
	d, err := Open(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	if err := d.StartJobs(ctx); err != nil {
		return nil, nil, err
	}
	s, err := d.openStudy(ctx, "k", 0)
	return s, d.Close, err
}

// work starts a worker and returns the lines it prints until its end; after the given number of lines it is killed, if that
// is not negative.
func work(t *testing.T, dir string, lines int, env ...string) (all []string, killed bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "DURE_TEST_STUDY="+dir), env...)
	cmd.Stderr = os.Stderr
	out := must[io.ReadCloser](t)(cmd.StdoutPipe())
	ok(t, cmd.Start())
	for in := bufio.NewScanner(out); in.Scan(); {
		if all = append(all, in.Text()); len(all) == lines {
			killed = true
			ok(t, cmd.Process.Kill())
		}
	}
	if err := cmd.Wait(); err != nil && !killed {
		t.Fatalf("the worker ended with %v: %q", err, all)
	}
	return all, killed
}

// complete returns the trials that are complete. None runs, none is missing, and none waits unless there are enough.
func complete(t *testing.T, dir string) map[string]bool {
	t.Helper()
	s, end, err := crashStudy(t.Context(), dir)
	ok(t, err)
	defer func() { ok(t, end()) }()
	records, _, err := s.Since(t.Context(), 0)
	ok(t, err)
	lines := map[string]bool{}
	for i, r := range records {
		x, _ := r.Map()["x"].(float64)
		switch {
		case r.Number == i && r.State == tune.Complete && r.Value == float64(i)+x:
			lines[fmt.Sprintln(r.State, r.Number, r.Value)] = true
		case r.Number != i || r.State != tune.Waiting:
			t.Errorf("trial %d is %+v", i, r)
		}
	}
	if len(lines) < crashTrials {
		t.Errorf("there are %d complete trials of %d, want %d", len(lines), len(records), crashTrials)
	}
	return lines
}

// TestAKilledStudyLosesNoTrial kills the program again and again, at whatever moment it happens to be at.
func TestAKilledStudyLosesNoTrial(t *testing.T) {
	onFile(t)
	for _, kind := range []string{"file", "app"} {
		t.Run(kind, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), kind)
			ok(t, os.Mkdir(dir, 0o700))
			told, kills := map[string]int{}, 0
			for running := true; running; {
				var lines []string
				lines, running = work(t, dir, 1+rand.IntN(16))
				for _, line := range lines {
					if strings.HasPrefix(line, string(tune.Complete)) {
						told[line+"\n"]++
					}
				}
				kills++
			}
			kept := complete(t, dir)
			if len(kept) != crashTrials || kills < 4 {
				t.Errorf("after %d kills there are %d trials, want %d", kills, len(kept), crashTrials)
			}
			for line, times := range told {
				if !kept[line] || times != 1 {
					t.Errorf("%q was told %d times; kept: %v", line, times, kept[line])
				}
			}
		})
	}
}

// TestOneGoesOnWhereAnotherIsKilled has programs share a study; what a killed one was at is taken up by those that live.
func TestOneGoesOnWhereAnotherIsKilled(t *testing.T) {
	onFile(t)
	dir := filepath.Join(t.TempDir(), "file")
	ok(t, os.Mkdir(dir, 0o700))
	var wg sync.WaitGroup
	for k := range 3 {
		wg.Go(func() {
			for lines := 3 + 5*k; ; lines += 10 {
				if _, killed := work(t, dir, lines, "DURE_TEST_SHORT_LEASE=1"); !killed {
					return
				}
			}
		})
	}
	wg.Wait()
	work(t, dir, -1) // what the last ones killed were at, when nobody was left
	complete(t, dir)
}
