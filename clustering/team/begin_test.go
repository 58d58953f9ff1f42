package team

import (
	"testing"

	"pgregory.net/rapid"
)

// To search on from teams that fit the sizes ends with none that are worse, however short the search and however good they were.
func TestSearchOnIsNoWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawEvery(t, rapid.IntRange(9, 16).Draw(t, "n"))
		long, err := Propose(t.Context(), in, Options{Moves: 20_000, Seed: 1, Plain: true}, nil)
		if err != nil {
			t.Fatalf("Propose: %v", err)
		}
		in.Begin = long.Divisions()
		short, err := Propose(t.Context(), in, Options{Moves: 3, Seed: 2, Plain: true}, nil)
		if err != nil {
			t.Fatalf("Propose: %v", err)
		}
		if len(short.Teams) == len(long.Teams) && (len(short.Unmet) > len(long.Unmet) || len(short.Unmet) == len(long.Unmet) && len(long.Unmet) == 0 && short.Objective < long.Objective-1e-9) {
			t.Fatalf("searched on from %v there are %v with %d broken and a score of %v, before %d and %v", long.Divisions(), short.Divisions(), len(short.Unmet), short.Objective, len(long.Unmet), long.Objective)
		}
	})
}
