package web

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"dure/clustering"
)

// Who went away, or the end of the program, waits for no clustering.
func TestAnalysesHearTheirContext(t *testing.T) {
	asked, members, responses := likert(1000, 25)
	e, err := encodeAnswers(asked, members, responses)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := newAnalyses(keptAnalyses).of(ctx, e, groupChoice{linkage: clustering.Ward}); !errors.Is(err, context.Canceled) {
		t.Errorf("the analysis of 1000 members for whom nobody waits ends with %v, want that the context ended", err)
	}
}

// What five ask for at the same time is found once, though the first goes away, and is there for the sixth.
func TestAnalysesAreFoundOnceForAllWhoAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, key, made := newAnalyses(keptAnalyses), analysisKey{linkage: clustering.Ward}, 0
		c.turns = newGate(1, 1)
		leave, err := c.turns.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ask := func(ctx context.Context) (int, error) {
			return remember(ctx, c, key, func() (int, error) { made++; return 7, nil })
		}
		first, away := context.WithCancel(t.Context())
		var left error
		go func() { _, left = ask(first) }()
		synctest.Wait()
		for range 4 {
			go func() {
				if got, err := ask(t.Context()); got != 7 || err != nil {
					t.Errorf("who waits is told %d, %v, want what was found", got, err)
				}
			}()
		}
		synctest.Wait()
		away()
		synctest.Wait()
		if !errors.Is(left, context.Canceled) {
			t.Errorf("who went away is told %v", left)
		}
		leave()
		synctest.Wait()
		if got, err := ask(t.Context()); got != 7 || err != nil || made != 1 {
			t.Errorf("it was found %d times, and then %d, %v", made, got, err)
		}
	})
}

// A fault in what is found beside the request is the request's, and does not end the program.
func TestFaultOfAnAnalysis(t *testing.T) {
	if _, err := newAnalyses(keptAnalyses).of(t.Context(), encoded{}, groupChoice{}); err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("to group nothing at all gives %v, want the panic as an error", err)
	}
}

// A line cuts a tree only where every merge above it is higher than every one below.
func TestTheCutLineIsOnlyDrawnWhereItCuts(t *testing.T) {
	tree := clustering.Tree{N: 4, Merges: []clustering.Merge{{A: 0, B: 1, Height: 1}, {A: 2, B: 3, Height: 3}, {A: 4, B: 5, Height: 2}}}
	for k, want := range map[int]float64{1: 0, 2: 0, 3: 1.5, 4: 0.5} {
		if got := cutHeight(tree, k); got != want {
			t.Errorf("%d groups are cut off at %v, want %v", k, got, want)
		}
	}
}
