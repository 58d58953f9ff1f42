package db

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"sync"
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

// kinds are the ways to keep a study, each with a function that opens the one in dir anew, as a second program would.
var kinds = map[string]func(t *testing.T, dir string) func() *Study{
	"file": func(t *testing.T, dir string) func() *Study {
		onFile(t)
		return func() *Study {
			f := must[*StudyFile](t)(OpenStudy(t.Context(), filepath.Join(dir, "s.study"), "k"))
			t.Cleanup(func() { ok(t, f.Close()) })
			return f.Study
		}
	},
	"app": func(t *testing.T, _ string) func() *Study {
		d := openNew(t)
		return func() *Study { return must[*Study](t)(d.openStudy(t.Context(), "k", 0)) }
	},
}

func onBoth(t *testing.T, test func(t *testing.T, open func() *Study)) {
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) { test(t, kind(t, t.TempDir())) })
	}
}

func TestStudyResumes(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *Study) {
		for _, trials := range []int{12, 25} {
			store := open()
			st := tune.Study{Trials: trials, Workers: 2, Store: store, Rand: rand.New(rand.NewPCG(1, 0))}
			if _, err := st.Minimize(t.Context(), square); err != nil {
				t.Fatal(err)
			}
			records, _, err := store.Since(t.Context(), 0)
			if err != nil || len(records) != trials {
				t.Fatalf("%d trials, %v; want %d", len(records), err, trials)
			}
			for i, r := range records {
				if r.Number != i || r.State != tune.Complete || r.Map()["x"] == nil {
					t.Errorf("trial %d is %+v", i, r)
				}
			}
		}
	})
}

func TestAFileOfAnotherStudyIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.study")
	ok(t, must[*StudyFile](t)(OpenStudy(t.Context(), path, "square")).Close())
	if _, err := OpenStudy(t.Context(), path, "other"); !errors.Is(err, ErrOtherStudy) {
		t.Errorf("opening it for another study gives %v, want ErrOtherStudy", err)
	}
	dir := t.TempDir()
	openDir(t, dir)
	if _, err := OpenStudy(t.Context(), filepath.Join(dir, File), "square"); !errors.Is(err, ErrOtherStudy) {
		t.Errorf("opening the app's database as a study gives %v, want ErrOtherStudy", err)
	}
}

// TestALostTrialIsTakenUpOnce lets two share a study; one is not heard of for the time of the lease.
func TestALostTrialIsTakenUpOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *Study) {
		ctx, at := t.Context(), time.UnixMilli(1000)
		a, b := open(), open()
		a.now = func() time.Time { return at }
		b.now = a.now
		begin := func(s *Study, want int) tune.Record {
			t.Helper()
			r, err := s.Begin(ctx, at)
			if err != nil || r.Number != want {
				t.Fatalf("begin gives trial %d, %v; want %d", r.Number, err, want)
			}
			return r
		}
		lost := begin(a, 0)
		lost.Settings = []tune.Setting{{Param: tune.Param{Name: "x", Kind: tune.Float, High: 1}, Value: 0.25}}
		must[int](t)(a.Save(ctx, lost))
		at = at.Add(a.lease - time.Millisecond)
		begin(b, 1)
		ok(t, a.renewOnce(ctx))
		at = at.Add(2 * time.Millisecond)
		begin(b, 2) // trial 0 was renewed
		ok(t, b.renewOnce(ctx))
		at = at.Add(a.lease - time.Millisecond)
		taken := begin(b, 0)
		if taken.Fixed["x"] != 0.25 {
			t.Errorf("the lost trial comes back with %v, want x = 0.25", taken.Fixed)
		}
		begin(a, 3)

		lost.State, lost.Value = tune.Complete, 1
		must[int](t)(a.Save(ctx, lost)) // it is b's by now
		taken.State, taken.Value = tune.Complete, 2
		must[int](t)(b.Save(ctx, taken))
		must[int](t)(a.Save(ctx, lost))
		records, _, err := a.Since(ctx, 0)
		if err != nil || len(records) != 4 || records[0].Value != 2 {
			t.Errorf("%d trials, the first %+v, %v; want 4 and b's value, 2", len(records), records[0], err)
		}
	})
}

func TestAWorkerGivesSigns(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *Study) {
		s := open()
		s.lease = 300 * time.Millisecond // shorter, a busy machine gives the trial up meanwhile
		go s.renew(t.Context())
		r := must[tune.Record](t)(s.Begin(t.Context(), now))
		lease := func() (until int64) {
			ok(t, s.db.writer.QueryRow("SELECT lease FROM trials WHERE number = $1", r.Number).Scan(&until))
			return until
		}
		for first := lease(); lease() == first; {
			if err := t.Context().Err(); err != nil {
				t.Fatal("the lease is never renewed")
			}
			time.Sleep(10 * time.Millisecond)
		}
	})
}

func TestRunningTrialsAreTakenUpAtOnceWhereNobodyElseIs(t *testing.T) {
	onFile(t)
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "s.study")
	for i := range 3 {
		file := must[*StudyFile](t)(OpenStudy(ctx, path, "k"))
		other := must[*StudyFile](t)(OpenStudy(ctx, path, "k"))
		for want, s := range []*StudyFile{file, other} {
			if r, err := s.Begin(ctx, now); err != nil || r.Number != want {
				t.Errorf("opened for the %d. time, trial %d is %d, %v", i+1, want, r.Number, err)
			}
		}
		ok(t, errors.Join(file.Close(), other.Close()))
	}
}

// TestNumbersThatAreNone keeps a trial that met them: JSON has none of them.
func TestNumbersThatAreNone(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *Study) {
		s := open()
		st := tune.Study{Trials: 2, Store: s}
		_, err := st.Minimize(t.Context(), func(_ context.Context, t *tune.Trial) (float64, error) {
			t.Report(1, 0.5)
			t.Report(2, math.NaN())
			t.Report(3, math.Inf(1))
			return float64(t.Number()), nil
		})
		records, _, readErr := s.Since(t.Context(), 0)
		if err != nil || readErr != nil || len(records) != 2 {
			t.Fatalf("%d trials, %v, %v", len(records), err, readErr)
		}
		if r := records[1]; r.State != tune.Complete || len(r.Steps) != 1 {
			t.Errorf("the trial is kept as %+v", r)
		}
	})
}

// TestManyShareAStudy has trials begun and ended by several at a time: each number once, and every version seen.
func TestManyShareAStudy(t *testing.T) {
	onBoth(t, func(t *testing.T, open func() *Study) {
		const each, stores = 20, 3
		var wg sync.WaitGroup
		var all []*Study
		for range stores {
			all = append(all, open())
		}
		seen := make(chan int, each*stores)
		for _, s := range all {
			wg.Go(func() {
				for range each {
					r, err := s.Begin(t.Context(), now)
					if err != nil {
						t.Error(err)
						return
					}
					seen <- r.Number
					r.State, r.Value = tune.Complete, 1
					if _, err := s.Save(t.Context(), r); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		close(seen)
		count := map[int]int{}
		for n := range seen {
			count[n]++
		}
		records, version, err := all[0].Since(t.Context(), 0)
		if err != nil || len(count) != each*stores || len(records) != each*stores || version != 2*each*stores {
			t.Errorf("%d numbers, %d trials, version %d, %v; want %d, %[5]d and %d", len(count), len(records), version, err, each*stores, 2*each*stores)
		}
	})
}

// BenchmarkTrial begins a trial and stores its end, by as many workers as the name says.
func BenchmarkTrial(b *testing.B) {
	for _, kind := range []string{"file", "app"} {
		for _, workers := range []int{1, 2, 8} {
			b.Run(fmt.Sprintf("%s/%d workers", kind, workers), func(b *testing.B) { benchTrial(b, kind, workers) })
		}
	}
}

func benchTrial(b *testing.B, kind string, workers int) {
	ctx, dir := context.Background(), b.TempDir()
	var s *Study
	if kind == "file" {
		f, err := OpenStudy(ctx, filepath.Join(dir, "s"), "k")
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		s = f.Study
	} else {
		d, err := Open(ctx, dir)
		if err != nil {
			b.Fatal(err)
		}
		defer d.Close()
		if s, err = d.openStudy(ctx, "k", 0); err != nil {
			b.Fatal(err)
		}
	}
	work := make(chan struct{})
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range work {
				r, err := s.Begin(ctx, now)
				if err != nil {
					b.Error(err)
				}
				r.State, r.Value = tune.Complete, 1
				r.Settings = []tune.Setting{{Param: tune.Param{Name: "x", Kind: tune.Float, High: 1}, Value: 0.25}}
				if _, err := s.Save(ctx, r); err != nil {
					b.Error(err)
				}
			}
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		work <- struct{}{}
	}
	close(work)
	wg.Wait()
}
