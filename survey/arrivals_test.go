package survey

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestArrivals(t *testing.T) {
	seoul := time.FixedZone("KST", 9*3600)
	open := time.Date(2026, 3, 2, 0, 30, 0, 0, time.UTC)
	at := func(hours float64) time.Time { return open.Add(time.Duration(hours * float64(time.Hour))) }
	for _, tt := range []struct {
		name  string
		came  []time.Time
		until time.Time
		zone  *time.Location
		first string // when the first interval begins
		new   []int
	}{
		{"by the hour", []time.Time{at(0), at(0.4), at(2.5), at(1)}, at(3), time.UTC, "2026-03-02T00:00:00Z", []int{2, 1, 0, 1}},
		{"by the day of the zone", []time.Time{at(0), at(15), at(40)}, at(49), seoul, "2026-03-02T00:00:00+09:00", []int{1, 1, 1}},
		{"by the day of UTC", []time.Time{at(0), at(15), at(40)}, at(49), time.UTC, "2026-03-02T00:00:00Z", []int{2, 1, 0}},
		{"by the week", []time.Time{at(0), at(24 * 8)}, at(24 * 61), time.UTC, "2026-03-02T00:00:00Z", []int{1, 1, 0, 0, 0, 0, 0, 0, 0}},
		{"before the opening and after the close", []time.Time{at(-1), at(4)}, at(2), time.UTC, "2026-03-01T23:00:00Z", []int{1, 0, 0, 0, 0, 1}},
		{"nobody", nil, at(1), time.UTC, "2026-03-02T00:00:00Z", []int{0, 0}},
	} {
		got := Arrivals(tt.came, open, tt.until, tt.zone)
		if len(got) != len(tt.new) {
			t.Errorf("%s: %d intervals, want %d: %v", tt.name, len(got), len(tt.new), got)
			continue
		}
		if first := got[0].From.Format(time.RFC3339); first != tt.first {
			t.Errorf("%s: the first begins at %s, want %s", tt.name, first, tt.first)
		}
		for i, a := range got {
			if a.New != tt.new[i] {
				t.Errorf("%s: %d new from %v, want %d", tt.name, a.New, a.From, tt.new[i])
			}
		}
	}
	if got := Arrivals(nil, time.Time{}, open, time.UTC); got != nil {
		t.Errorf("a survey that never opened: got %v, want nothing", got)
	}
}

// Whatever the times and the zone, every answer is counted once, and one interval begins where the other ends.
func TestArrivalsCountEveryAnswerOnce(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		// Around the end of summer time.
		open := time.Date(2026, 10, 24, rng.IntN(24), rng.IntN(60), rng.IntN(60), 0, time.UTC)
		length := time.Duration(rng.Int64N(int64(100 * 24 * time.Hour)))
		if rng.IntN(2) == 0 {
			length %= 50 * time.Hour
		}
		var came []time.Time
		for range rng.IntN(20) {
			came = append(came, open.Add(time.Duration(rng.Int64N(int64(length)+1))))
		}
		got := Arrivals(came, open, open.Add(length), berlin)
		sum := 0
		for i, a := range got {
			sum += a.New
			if a.All != sum || !a.To.After(a.From) || i > 0 && !got[i-1].To.Equal(a.From) {
				t.Fatalf("open %v for %v: interval %d is %v with %d answers before it", open, length, i, a, sum-a.New)
			}
		}
		if sum != len(came) {
			t.Fatalf("open %v for %v: %d answers counted of %d", open, length, sum, len(came))
		}
	}
}
