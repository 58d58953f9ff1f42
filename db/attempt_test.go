package db

import (
	"strings"
	"testing"
	"time"

	"dure/survey"
)

// What counts toward a limit is counted after a restart too, all of it or none, can be taken back, names nobody, and goes when it counts no more.
func testAttempts(t *testing.T, d *DB) {
	ctx, now := t.Context(), time.UnixMilli(1e12)
	mina, net := survey.Attempt{Key: "account mina@example.org", Burst: 2, Every: time.Minute}, survey.Attempt{Key: "192.0.2.7", Burst: 9, Every: time.Minute}
	tries := func(d *DB, at time.Time, want time.Duration, all ...survey.Attempt) {
		t.Helper()
		if waits := must[[]time.Duration](t)(d.Attempt(ctx, at, all...)); waits[0] != want {
			t.Errorf("the wait is %v, want %v", waits[0], want)
		}
	}
	tries(d, now, 0, mina, net)
	tries(d, now, 0, mina, net)
	tries(d, now, time.Minute, mina, net)
	ok(t, d.Forgive(ctx, mina))
	tries(d, now, 0, mina)
	for range 7 { // of nine, two count: what had to wait took none
		tries(d, now, 0, net)
	}
	tries(d, now.Add(30*time.Second), 30*time.Second, net)

	for _, row := range must[[]string](t)(list[string](ctx, d.reader, "SELECT hash FROM attempts")) {
		if row == hash(mina.Key) || strings.Contains(row, "mina") {
			t.Errorf("the database tells whose address is %q", row)
		}
	}
	ok(t, d.Chores(ctx, now.Add(5*time.Minute)))
	if left := must[[]int64](t)(list[int64](ctx, d.reader, "SELECT whole FROM attempts")); len(left) != 1 {
		t.Errorf("of two limits, of which one is whole again, %d are kept", len(left))
	}
	tries(d, now.Add(5*time.Minute), 0, mina)
}

// What is good once is good once.
func testSpend(t *testing.T, d *DB) {
	for i, want := range []bool{true, false} {
		if got := must[bool](t)(d.Spend(t.Context(), "passkey x", time.UnixMilli(1e12))); got != want {
			t.Errorf("use %d is the first: %v, want %v", i+1, got, want)
		}
	}
}
