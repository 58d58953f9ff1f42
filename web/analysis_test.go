package web

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/synctest"

	"dure/clustering"
	"dure/survey"
	"dure/web/locale"
	"dure/web/view"
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
	if _, err := findGroups(ctx, newAnalyses(1<<20), e, groupChoice{linkage: clustering.Ward}); !errors.Is(err, context.Canceled) {
		t.Errorf("the analysis of 1000 members for whom nobody waits ends with %v, want that the context ended", err)
	}
}

func one(int) int { return 1 }

// What ten ask for at the same time is found once, though the first goes away, and is there for the next.
func TestAnalysesAreFoundOnceForAllWhoAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, key, found := newAnalyses(1), analysisKey{linkage: clustering.Ward}, 0
		begin := make(chan struct{})
		ask := func(ctx context.Context) (int, error) {
			return remember(ctx, c, key, one, func(context.Context) (int, error) { found++; <-begin; return 7, nil })
		}
		first, away := context.WithCancel(t.Context())
		var left error
		go func() { _, left = ask(first) }()
		synctest.Wait()
		for range 9 {
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
		close(begin)
		synctest.Wait()
		if got, err := ask(t.Context()); got != 7 || err != nil || found != 1 {
			t.Errorf("it was found %d times, and then %d, %v", found, got, err)
		}
	})
}

// What nobody waits for any more ends, and who asks after that has it begun anew.
func TestAnalysesEndWithTheLastWhoAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, key, begun, ended := newAnalyses(1), analysisKey{}, 0, 0
		find := func(ctx context.Context) (int, error) {
			begun++
			<-ctx.Done()
			ended++
			return 0, ctx.Err()
		}
		ctx, away := context.WithCancel(t.Context())
		for range 5 {
			go func() {
				if _, err := remember(ctx, c, key, one, find); !errors.Is(err, context.Canceled) {
					t.Errorf("who went away is told %v", err)
				}
			}()
		}
		synctest.Wait()
		away()
		synctest.Wait()
		if begun != 1 || ended != 1 || len(c.finding) != 0 {
			t.Errorf("five who went away began %d and ended %d, and %d go on", begun, ended, len(c.finding))
		}
		if got, err := remember(t.Context(), c, key, one, func(context.Context) (int, error) { return 7, nil }); got != 7 || err != nil {
			t.Errorf("who asks after them is told %d, %v", got, err)
		}
	})
}

// Of what was found as much is kept as there is room for, the newest.
func TestAnalysesKeepWhatThereIsRoomFor(t *testing.T) {
	c, found := newAnalyses(10), 0
	ask := func(linkage clustering.Method, weight int) {
		t.Helper()
		if _, err := remember(t.Context(), c, analysisKey{linkage: linkage}, func(int) int { return weight }, func(context.Context) (int, error) { found++; return 0, nil }); err != nil {
			t.Fatal(err)
		}
	}
	for _, of := range []struct {
		linkage       clustering.Method
		weight, found int
	}{{"a", 4, 1}, {"b", 4, 2}, {"a", 4, 2}, {"c", 4, 3}, {"b", 4, 3}, {"d", 11, 4}, {"c", 4, 4}, {"a", 4, 5}} {
		if ask(of.linkage, of.weight); found != of.found || c.weight > 10 {
			t.Errorf("after %s %d were found, want %d; they weigh %d", of.linkage, found, of.found, c.weight)
		}
	}
}

// What is at work when somebody is erased is for those who wait for it, and is found anew for who asks after that.
func TestAnalysesAtWorkAreNotKeptOnceSomebodyIsErased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, found, begin := newAnalyses(9), 0, make(chan struct{})
		ask := func() (int, error) {
			return remember(t.Context(), c, analysisKey{linkage: clustering.Ward}, one, func(context.Context) (int, error) { found++; n := found; <-begin; return n, nil })
		}
		got := make(chan int, 2)
		for range 2 {
			go func() {
				n, err := ask()
				if err != nil {
					t.Error(err)
				}
				got <- n
			}()
			synctest.Wait()
			c.clear()
		}
		close(begin)
		if a, b := <-got, <-got; a+b != 3 {
			t.Errorf("who asked before and after somebody was erased got %d and %d, want 1 and 2", a, b)
		}
		synctest.Wait()
		if n, err := ask(); n != 3 || err != nil || len(c.finding) != 0 {
			t.Errorf("what was at work when somebody was erased is kept: %d, %v, and %d at work", n, err, len(c.finding))
		}
	})
}

// A fault in what is found beside the request is the request's, and does not end the program.
func TestFaultOfAnAnalysis(t *testing.T) {
	_, err := remember(t.Context(), newAnalyses(1), analysisKey{}, one, func(context.Context) (int, error) { panic("a fault") })
	if err == nil || !strings.Contains(err.Error(), "a fault") {
		t.Errorf("a fault gives %v, want the panic as an error", err)
	}
}

// Of more members than are linked one by one the tree is of micro-clusters, which the page says; it has all of them, and groups are found as before.
func TestManyMembersAreLinkedByMicroClusters(t *testing.T) {
	defer func(most int) { mostLinked = most }(mostLinked)
	asked, members, responses := likert(2600, 12)
	e, err := encodeAnswers(asked, members, responses)
	if err != nil {
		t.Fatal(err)
	}
	words, err := locale.Load(locale.Files)
	if err != nil {
		t.Fatal(err)
	}
	choice, labels, measured := groupChoice{linkage: clustering.Ward, k: 3}, map[bool][]int{}, map[bool][2]float64{}
	for _, many := range []bool{false, true} {
		mostLinked = 2600
		if many {
			mostLinked = 2599
		}
		a, err := findGroups(t.Context(), newAnalyses(1<<20), e, choice)
		if err != nil {
			t.Fatal(err)
		}
		labels[many], measured[many] = a.treeLabels, [2]float64{a.cophenetic, a.silhouettes[2]}
		equal := 0
		for _, m := range a.tree.Merges {
			if m.Height == 0 {
				equal++
			}
		}
		if a.tree.N != 2600 || len(a.tree.Merges) != 2599 || many != (equal >= 600) {
			t.Errorf("many: %v, %d members, %d merges, %d of them of one micro-cluster", many, a.tree.N, len(a.tree.Merges), equal)
		}
		for _, lang := range []survey.Lang{survey.English, survey.Korean} {
			p := view.Page{T: translators(words)[lang], Lang: lang}
			var g view.Groups
			wordGroups(p, &g, e, a, choice, 2600)
			said := strings.Join(g.Based, " ")
			if many != strings.Contains(said, "2599") || many != strings.Contains(said, "2000") {
				t.Errorf("many: %v, the page says %q", many, said)
			}
		}
	}
	if same := clustering.AdjustedRand(labels[false], labels[true]); same < 0.95 {
		t.Errorf("groups by micro-clusters agree by %.3f with those by members", same)
	}
	for i, what := range []string{"cophenetic correlation", "silhouette"} {
		if a, b := measured[false][i], measured[true][i]; math.Abs(a-b) > 0.05 {
			t.Errorf("the %s is %.3f of all members, %.3f of many", what, a, b)
		}
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
