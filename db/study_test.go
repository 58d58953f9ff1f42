package db

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"dure/ml/tune"
)

func square(_ context.Context, t *tune.Trial) (float64, error) {
	x := t.Float("x", -2, 2)
	if t.Choice("c", "a", "b") == "b" {
		x += float64(t.Int("n", 1, 3))
	}
	return x * x, nil
}

func TestStudyFileResumes(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "s.study")
	for _, trials := range []int{12, 25} {
		file, err := OpenStudy(ctx, path, "square", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		st := tune.Study{Trials: trials, Workers: 2, Store: file, Rand: rand.New(rand.NewPCG(1, 0))}
		if _, err := st.Minimize(ctx, square); err != nil {
			t.Fatal(err)
		}
		records, _, err := file.Since(ctx, 0)
		if err != nil || len(records) != trials {
			t.Fatalf("%d trials, %v; want %d", len(records), err, trials)
		}
		for i, r := range records {
			if r.Number != i || r.State != tune.Complete || r.Map()["x"] == nil {
				t.Errorf("trial %d is %+v", i, r)
			}
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := OpenStudy(ctx, path, "other", time.Hour); !errors.Is(err, ErrOtherStudy) {
		t.Errorf("opening it for another study gives %v, want ErrOtherStudy", err)
	}
}

func TestLostTrialIsTakenUpOnce(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "s.study")
	file, err := OpenStudy(ctx, path, "k", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	start := time.UnixMilli(1000)
	lost, err := file.Begin(ctx, start)
	if err != nil {
		t.Fatal(err)
	}
	lost.Settings = []tune.Setting{{Param: tune.Param{Name: "x", Kind: tune.Float, High: 1}, Value: 0.25}}
	if _, err := file.Save(ctx, lost); err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		after time.Duration
		want  int
	}{{30 * time.Second, 1}, {61 * time.Second, 0}, {62 * time.Second, 2}} {
		r, err := file.Begin(ctx, start.Add(c.after))
		if err != nil || r.Number != c.want {
			t.Errorf("begin %d gives trial %d, %v; want %d", i, r.Number, err, c.want)
		}
		if r.Number == 0 && r.Fixed["x"] != 0.25 {
			t.Errorf("the lost trial comes back with %v, want x = 0.25", r.Fixed)
		}
	}
}

func TestRunningTrialsWaitWhereTheFileIsOnesOwn(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "s.study")
	for i := range 3 {
		file, err := OpenStudy(ctx, path, "k", 0)
		if err != nil {
			t.Fatal(err)
		}
		r, err := file.Begin(ctx, time.UnixMilli(int64(i)))
		if err != nil || r.Number != 0 {
			t.Errorf("opened for the %d. time, the first trial is %d, %v; want the 0 that was left running", i+1, r.Number, err)
		}
		if second, err := file.Begin(ctx, time.UnixMilli(int64(i))); err != nil || second.Number != 1 {
			t.Errorf("the next is %d, %v; want 1", second.Number, err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
