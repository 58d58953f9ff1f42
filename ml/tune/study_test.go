package tune

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"testing"
)

func parabola(_ context.Context, t *Trial) (float64, error) {
	return math.Pow(t.Float("x", -4, 4)-1, 2), nil
}

func TestEnqueuedComeFirst(t *testing.T) {
	st := Study{Trials: 3}
	for _, x := range []any{0.5, 99.0} {
		if err := st.Enqueue(context.Background(), map[string]any{"x": x}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.Minimize(context.Background(), parabola); err != nil {
		t.Fatal(err)
	}
	records, err := st.Records(context.Background())
	if err != nil || len(records) != 3 || records[0].Settings[0].Value != 0.5 {
		t.Fatalf("trials are %+v, %v; want x = 0.5 first", records, err)
	}
	if x := records[1].Settings[0].Value; x < -4 || x > 4 {
		t.Errorf("a value outside the bounds was taken: %v", x)
	}
}

func TestAskAndTell(t *testing.T) {
	ctx := context.Background()
	st := Study{Sampler: Sobol{}}
	for range 20 {
		trial, err := st.Ask(ctx)
		if err != nil {
			t.Fatal(err)
		}
		v, _ := parabola(ctx, trial)
		if err := st.Tell(ctx, trial, v, nil); err != nil {
			t.Fatal(err)
		}
	}
	if best, err := st.Best(ctx); err != nil || best.Value > 0.5 {
		t.Errorf("best is %v, %v; want about 0", best.Value, err)
	}
}

func TestInterruptedTrialIsTakenUpAgain(t *testing.T) {
	store := &Memory{}
	ctx, cancel := context.WithCancelCause(context.Background())
	why := errors.New("the program ends")
	st := Study{Store: store, Trials: 5}
	var x float64
	_, err := st.Minimize(ctx, func(ctx context.Context, t *Trial) (float64, error) {
		x = t.Float("x", 0, 1)
		if t.Number() == 2 {
			cancel(why)
			return 0, ctx.Err()
		}
		return x, nil
	})
	if !errors.Is(err, why) {
		t.Fatalf("the study ends with %v, want the cause", err)
	}
	again := Study{Store: store, Trials: 5}
	if _, err := again.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
		return t.Float("x", 0, 1), nil
	}); err != nil {
		t.Fatal(err)
	}
	records, _, _ := store.Since(context.Background(), 0)
	if len(records) != 5 || records[2].State != Complete || records[2].Value != x {
		t.Errorf("trial 2 is %+v of %d; want it complete at %v, of 5", records[2], len(records), x)
	}
}

func TestBadSpacesAreErrors(t *testing.T) {
	for reason, f := range map[string]func(*Trial){
		"bounds":  func(t *Trial) { t.Float("a", 2, 1) },
		"log":     func(t *Trial) { t.LogFloat("a", 0, 1) },
		"empty":   func(t *Trial) { t.Choice("a") },
		"changed": func(t *Trial) { t.Int("a", 0, 1); t.Int("a", 0, 2) },
	} {
		st := Study{Trials: 2}
		_, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) { f(t); return 0, nil })
		if bad, ok := errors.AsType[*SpaceError](err); !ok || bad.Reason != reason {
			t.Errorf("the study ends with %v, want a SpaceError for %q", err, reason)
		}
	}
}

func TestFailuresInARowEndTheStudy(t *testing.T) {
	st := Study{Failures: 7}
	broke := errors.New("it broke")
	_, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
		t.Float("x", 0, 1)
		return 0, broke
	})
	if records, _ := st.Records(context.Background()); !errors.Is(err, broke) || len(records) != 7 {
		t.Errorf("the study ends with %v after %d trials, want %v after 7", err, len(records), broke)
	}
}

func TestTrialsOfSeveralValuesAreRead(t *testing.T) {
	for text, want := range map[string]float64{
		`{"number":3,"state":"complete","values":[0.25,7],"limits":[1]}`: 0.25,
		`{"number":3,"state":"complete","value":0.5}`:                    0.5,
		`{"number":3,"state":"complete"}`:                                0,
	} {
		var r Record
		if err := json.Unmarshal([]byte(text), &r); err != nil || r.Number != 3 || r.State != Complete || r.Value != want {
			t.Errorf("%s is read as %+v, %v; want trial 3, complete, with value %v", text, r, err, want)
		}
	}
}
