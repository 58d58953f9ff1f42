package tune

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

func complete(number int, value float64, settings ...Setting) Record {
	return Record{Number: number, State: Complete, Value: value, Settings: settings}
}

var (
	rate  = Param{Name: "rate", Kind: Float, Low: 1e-4, High: 1, Log: true}
	shape = Param{Name: "shape", Kind: Choice, Options: []string{"round", "flat"}}
)

func TestProgressKeepsTheBestSoFar(t *testing.T) {
	records := []Record{complete(2, 4), complete(0, 5), {Number: 1, State: Failed}, complete(3, 7), complete(4, 1), complete(5, 9)}
	var got []float64
	for _, m := range Progress(records) {
		got = append(got, m.Best)
	}
	if want := []float64{5, 4, 4, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("best so far is %v, want %v", got, want)
	}
}

func TestDistributionCountsEqualValuesOnce(t *testing.T) {
	got := Distribution([]Record{complete(0, 3), complete(1, 1), complete(2, 3), complete(3, 7)})
	if want := []ECDFStep{{1, 0.25}, {3, 0.75}, {7, 1}}; !slices.Equal(got, want) {
		t.Errorf("the distribution is %v, want %v", got, want)
	}
}

func TestTimelineGivesOverlappingTrialsLanes(t *testing.T) {
	at := func(s int) time.Time { return time.Unix(int64(100+s), 0) }
	records := []Record{
		{Number: 0, State: Complete, Began: at(0), Ended: at(4)}, {Number: 1, State: Failed, Began: at(1), Ended: at(2)},
		{Number: 2, State: Running, Began: at(3)}, {Number: 3, State: Waiting},
	}
	want := []Span{{0, Complete, 0, 4, 0}, {1, Failed, 1, 2, 1}, {2, Running, 3, 9, 1}}
	if got := Timeline(records, at(9)); !slices.Equal(got, want) {
		t.Errorf("the timeline is %v, want %v", got, want)
	}
}

func TestAxesTakeInChangedBounds(t *testing.T) {
	other := shape
	other.Options = []string{"flat", "long"}
	wider := rate
	wider.High = 10
	records := []Record{
		complete(0, 1, Setting{rate, 0.01}, Setting{shape, 1}),
		complete(1, 2, Setting{wider, 10}, Setting{other, 0}),
		complete(2, 3, Setting{rate, 1e-4}, Setting{other, 1}),
		complete(3, 3, Setting{rate, 1e-4}),
	}
	axes := Axes(records)
	if len(axes) != 2 || axes[0].Param.High != 10 || axes[0].Count != 4 || axes[1].Count != 3 {
		t.Fatalf("axes are %+v, want rate to 10 of 4 trials and shape of 3", axes)
	}
	var places []string
	for _, r := range records {
		places = append(places, fmt.Sprintf("%.3g %.3g", axes[0].At(r), axes[1].At(r)))
	}
	if want := []string{"0.4 0.5", "1 0.5", "0 0.833", "0 NaN"}; !slices.Equal(places, want) {
		t.Errorf("trials are at %q, want %q", places, want)
	}
	if got := Slice(records, axes[1]); len(got) != 3 || got[2].Value != 3 {
		t.Errorf("the slice is %v, want 3 trials", got)
	}
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		p    Param
		want string
	}{
		{rate, "[{0 0.0001} {0.25 0.001} {0.5 0.01} {0.75 0.1} {1 1}]"},
		{shape, "[{0.25 round} {0.75 flat}]"},
		{Param{Kind: Float, Low: -0.3, High: 0.3}, "[{0 -0.3} {0.167 -0.2} {0.333 -0.1} {0.5 0} {0.667 0.1} {0.833 0.2} {1 0.3}]"},
		{Param{Kind: Int, Low: 1, High: 3}, "[{0.167 1} {0.5 2} {0.833 3}]"},
		{Param{Kind: Float, Low: 2, High: 2}, "[{0.5 2}]"},
		{Param{Kind: Float, Low: 3, High: 4, Log: true}, "[{0 3} {1 4}]"},
	} {
		ticks := Axis{Param: c.p}.ticks()
		for i := range ticks {
			ticks[i].At = math.Round(ticks[i].At*1e3) / 1e3
		}
		if got := fmt.Sprint(ticks); got != c.want {
			t.Errorf("ticks of %+v are %s, want %s", c.p, got, c.want)
		}
	}
}

func TestRanksShareTies(t *testing.T) {
	if got := ranks([]float64{4, 1, 4, 9, 0}); !slices.Equal(got, []float64{0.625, 0.25, 0.625, 1, 0}) {
		t.Errorf("ranks are %v", got)
	}
}

func TestContourPassesThroughTheTrials(t *testing.T) {
	records := []Record{
		complete(0, 1, Setting{rate, 1e-4}, Setting{shape, 0}), complete(1, 5, Setting{rate, 1}, Setting{shape, 0}),
		complete(2, 9, Setting{rate, 0.01}, Setting{shape, 1}), complete(3, 9, Setting{rate, 0.01}),
	}
	axes := Axes(records)
	p := Contour(records, axes[0], axes[1], 40)
	if len(p.Cells) != 2 || len(p.Cells[0]) != 40 || len(p.Marks) != 3 {
		t.Fatalf("%d rows of %d cells with %d trials, want 2 of 40 with 3", len(p.Cells), len(p.Cells[0]), len(p.Marks))
	}
	for _, c := range []struct{ got, want float64 }{{p.Cells[0][0], 1}, {p.Cells[0][39], 5}, {p.Cells[1][20], 9}} {
		if math.Abs(c.got-c.want) > 0.1 {
			t.Errorf("a cell beside a trial is %v, want about %v", c.got, c.want)
		}
	}
	if Contour(nil, axes[0], axes[1], 40).Cells != nil {
		t.Error("no trials make no cells")
	}
}

func TestParallelDrawsTheBestLast(t *testing.T) {
	records := []Record{complete(0, 1, Setting{rate, 1e-4}), complete(1, 5, Setting{rate, 1}), complete(2, 3, Setting{shape, 0})}
	got := Parallel(records, Axes(records))
	if len(got) != 3 || got[0].Number != 1 || got[2].Number != 0 || got[0].Rank != 1 || !math.IsNaN(got[1].At[0]) || got[1].At[1] != 0.25 {
		t.Errorf("lines are %+v, want trials 1, 2, 0", got)
	}
}
