package team

import (
	"context"
	"dure/survey"
	"fmt"
	"sync/atomic"
	"testing"
	"time"
)

// A fuse is a context that ends after it was asked a number of times whether it has.
type fuse struct {
	context.Context
	left atomic.Int64
}

func (f *fuse) Err() error {
	if f.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// A search that is stopped ends, wherever it is, with every member in one team.
func TestStopAnywhere(t *testing.T) {
	rules := map[string][]Rule{
		"pairs":    {{Kind: Spread, Columns: []string{"x"}}},
		"counts":   {{Kind: Count, Column: "c1", Value: "act1", AtLeast: new(1)}, {Kind: Balance, Columns: []string{"x"}}},
		"must":     {{Kind: Count, Column: "c1", Value: "act1", AtLeast: new(3), Strength: Must}, {Kind: Match, Column: "c2"}},
		"sections": {{Kind: Section, Column: "s"}, {Kind: Wishes, Column: "wants", AvoidColumn: "avoids"}},
		"groups":   {{Kind: Alike, Columns: []string{"x"}}, {Kind: NewTeammates, File: "old", TeamColumn: "old"}},
	}
	for name, r := range rules {
		for _, n := range []int{24, 60, 230} {
			t.Run(fmt.Sprint(name, n), func(t *testing.T) {
				in := crowd(n)
				in.Rules, in.Sizes.Ideal = r, 4
				for asked := int64(0); asked < 4000; asked = asked*2 + 1 {
					ctx := &fuse{Context: t.Context()}
					ctx.left.Store(asked)
					done := make(chan error, 1)
					go func() {
						p, err := Propose(ctx, in, Options{Seed: 1, Moves: 200_000}, nil)
						if err == nil {
							checkDivision(t, p, n)
						}
						done <- err
					}()
					select {
					case err := <-done:
						if err != nil {
							t.Fatalf("stopped after %d questions: %v", asked, err)
						}
					case <-time.After(time.Minute):
						t.Fatalf("stopped after %d questions, the search goes on", asked)
					}
				}
			})
		}
	}
}

// A search ends though the members who are not locked can do nothing but stay: they are in one team, and teams keep their sizes.
func TestSearchEndsWhereNobodyCanMove(t *testing.T) {
	in := crowd(24)
	in.Rules = []Rule{{Kind: Count, Column: "c1", Value: "act1", AtLeast: new(2)}, {Kind: Wishes, Column: "wants"}}
	in.Sizes.Teams = 3
	in.Fixed = make([]int, 24)
	for i := range in.Fixed {
		in.Fixed[i] = i % 3
	}
	in.Fixed[0], in.Fixed[3] = -1, -1
	in.Closed = []int{1, 2}
	done := make(chan error, 1)
	go func() {
		p, err := Propose(t.Context(), in, Options{Seed: 1, Moves: 20_000}, nil)
		if err == nil {
			checkDivision(t, p, 24)
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("the search goes on")
	}
}

// Trying numbers of teams and looking for a clash keep to the budget, however many sections break a rule.
func TestManyBrokenSectionsKeepTheBudget(t *testing.T) {
	in := crowd(400)
	small := make(survey.Texts, 400)
	for i := range small {
		small[i] = fmt.Sprint("s", i/20)
	}
	in.Table.Columns[1].Values = small
	in.Sizes = Sizes{Ideal: 4, Min: 3, Max: 6}
	in.Rules = []Rule{{Kind: Section, Column: "s"}, {Kind: Count, Column: "x", Op: ">", Value: "90", AtLeast: new(2), Strength: Must},
		{Kind: NeverAlone, Column: "c1", Value: "act1", Strength: Must}, {Kind: Wishes, Column: "wants", Strength: Must}}
	var asked atomic.Int64
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	now := func() time.Time { return start.Add(time.Duration(asked.Add(1)) * time.Millisecond) }
	p, err := Propose(t.Context(), in, Options{Seed: 1, Budget: time.Second, Now: now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkDivision(t, p, 400)
	if took := time.Duration(asked.Load()) * time.Millisecond; took > 5*time.Second/2 {
		t.Errorf("a search of a second took %v", took)
	}
	if p.Clash == nil { // there may be no time to try a way out in all of the sections, and then none is offered
		t.Errorf("nothing is said of why the must-rules %v are broken", p.Unmet)
	}
}
