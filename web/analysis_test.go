package web

import (
	"context"
	"errors"
	"strings"
	"testing"

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
	if _, err := new(analyses).of(ctx, e, groupChoice{linkage: clustering.Ward}); !errors.Is(err, context.Canceled) {
		t.Errorf("the analysis of 1000 members for whom nobody waits ends with %v, want that the context ended", err)
	}
}

// A fault in what is found beside the request is the request's, and does not end the program.
func TestFaultOfAnAnalysis(t *testing.T) {
	if _, err := new(analyses).of(t.Context(), encoded{}, groupChoice{}); err == nil || !strings.Contains(err.Error(), "panic") {
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
