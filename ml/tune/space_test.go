package tune

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// A dim is a setting of a space drawn at random: it is there where the one before has an odd place
// among its values, or always.
type dim struct {
	kind        string
	low, size   int
	conditional bool
}

// ask asks for the setting and returns the place of its value, from 0.
func (d dim) ask(t *Trial, name string) int {
	switch d.kind {
	case "int":
		return t.Int(name, d.low, d.low+d.size-1) - d.low
	case "log":
		return t.LogInt(name, 1+d.low, d.low+d.size) - 1 - d.low
	case "point":
		t.Float(name, float64(d.low), float64(d.low))
		return 0
	}
	options := []string{"a", "b", "c", "d"}[:d.size]
	return slices.Index(options, t.Choice(name, options...))
}

// count returns how many points there are from here on, after one at an odd place or not.
func count(space []dim, odd bool) int {
	if len(space) == 0 {
		return 1
	}
	d := space[0]
	if d.conditional && !odd {
		return count(space[1:], false)
	}
	n := 0
	for k := range d.size {
		n += count(space[1:], k%2 == 1)
	}
	return n
}

func drawSpace(t *rapid.T) []dim {
	space := make([]dim, rapid.IntRange(1, 4).Draw(t, "settings"))
	for i := range space {
		d := dim{kind: rapid.SampledFrom([]string{"int", "log", "choice", "point"}).Draw(t, "kind"),
			low: rapid.IntRange(0, 9).Draw(t, "low"), size: rapid.IntRange(1, 4).Draw(t, "size"), conditional: i > 0 && rapid.Bool().Draw(t, "conditional")}
		if d.kind == "point" {
			d.size = 1
		}
		space[i] = d
	}
	return space
}

func TestNoSamplerAsksTwiceForAPointOfAFiniteSpace(t *testing.T) {
	names := slices.Sorted(maps.Keys(samplers))
	rapid.Check(t, func(t *rapid.T) {
		space := drawSpace(t)
		st := study(samplers[rapid.SampledFrom(names).Draw(t, "sampler")], 300) // more than there are points
		st.Failures = math.MaxInt
		salt := rapid.Uint64().Draw(t, "salt")
		seen := map[string]bool{}
		_, err := st.Minimize(context.Background(), func(_ context.Context, trial *Trial) (float64, error) {
			point, value, odd := "", 0.0, false
			for i, d := range space {
				if d.conditional && !odd {
					continue
				}
				k := d.ask(trial, fmt.Sprint(i))
				odd = k%2 == 1
				point += fmt.Sprint(i, ":", k, " ")
				value += math.Abs(float64(k) - 1.3)
			}
			if seen[point] {
				t.Errorf("point %q was asked for twice", point)
			}
			seen[point] = true
			return odds(trial, value, hash(salt, uint64(trial.Number())))
		})
		if err != nil && !errors.Is(err, ErrNoTrial) {
			t.Fatal(err)
		}
		if want := count(space, false); len(seen) != want {
			t.Errorf("%d points were tried, want all %d", len(seen), want)
		}
	})
}

// odds makes some trials fail, be pruned or have no number.
func odds(t *Trial, value float64, chance uint64) (float64, error) {
	switch chance % 8 {
	case 0:
		return 0, errors.New("it broke")
	case 1:
		return math.NaN(), nil
	case 2:
		t.Report(1, value)
		return 0, ErrPruned
	}
	return value, nil
}

func TestWorkersWaitForWhatATrialMayAskForYet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := study(Random{}, 0)
		st.Workers = 2
		var now, most atomic.Int32
		if _, err := st.Minimize(t.Context(), func(_ context.Context, trial *Trial) (float64, error) {
			trial.Choice("a", "only") // every point is asked for, as long as nothing else is
			time.Sleep(time.Second)
			v := trial.Int("b", 0, 9)
			n := now.Add(1)
			defer now.Add(-1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(10 * time.Second)
			return float64(v), nil
		}); err != nil {
			t.Fatal(err)
		}
		if records, _ := st.Records(t.Context()); len(records) != 10 || most.Load() != 2 {
			t.Errorf("%d trials were done, at most %d at a time; want 10, two at a time", len(records), most.Load())
		}
	})
}
