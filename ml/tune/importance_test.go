package tune

import (
	"context"
	"math"
	"testing"
)

func TestImportanceFindsWhatMatters(t *testing.T) {
	st := study(Random{}, 200)
	if _, err := st.Minimize(context.Background(), func(_ context.Context, t *Trial) (float64, error) {
		v := 10*math.Abs(t.Float("a", 0, 1)-0.3) + math.Abs(t.LogFloat("b", 1e-3, 1)-0.5) + float64(t.Int("c", 3, 3))
		if t.Choice("d", "x", "y", "z") != "y" {
			v += 5
		}
		return v, nil
	}); err != nil {
		t.Fatal(err)
	}
	records, _ := st.Records(context.Background())
	got := Importance(records)
	if got["a"] < 0.3 || got["d"] < 0.3 || got["b"] > 0.2 || got["c"] != 0 {
		t.Errorf("importance is %v, want most for a and d, none for c", got)
	}
	if sum := got["a"] + got["b"] + got["c"] + got["d"]; math.Abs(sum-1) > 1e-9 {
		t.Errorf("shares sum to %v, want 1", sum)
	}
	if Importance(records[:5]) != nil {
		t.Error("5 trials tell an importance, want nil")
	}
}
