package chart

import (
	"context"
	"encoding/xml"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

func TestTicksAreRoundAndInside(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   []string
	}{
		{0, 1, 5, []string{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}},
		{-0.23, 0.31, 5, []string{"-0.2", "0.0", "0.2"}},
		{0, 60900, 5, []string{"0", "20k", "40k", "60k"}},
		{3, 12, 4, []string{"5", "10"}},
		{0.011, 0.019, 4, []string{"0.012", "0.014", "0.016", "0.018"}},
	} {
		s := Scale{Lo: c.lo, Hi: c.hi, From: 10, To: 110}
		var got []string
		for _, tick := range s.Ticks(c.n) {
			got = append(got, tick.Label)
			if tick.At < 10-1e-9 || tick.At > 110+1e-9 {
				t.Errorf("the tick %s of %v to %v stands at %v, outside its axis", tick.Label, c.lo, c.hi, tick.At)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("ticks of %v to %v are %q, want %q", c.lo, c.hi, got, c.want)
		}
	}
}

func TestEqualValuesStandInTheMiddle(t *testing.T) {
	s := Scale{Lo: 4, Hi: 4, From: 0, To: 100}
	if got := s.At(4); got != 50 {
		t.Errorf("At with equal ends = %v, want the middle, 50", got)
	}
	if got := s.Ticks(5); len(got) != 1 || got[0].Label != "4" || got[0].At != 50 {
		t.Errorf("Ticks with equal ends = %v, want one at the middle", got)
	}
}

func TestLabelsDoNotCoverOneAnother(t *testing.T) {
	s := Scatter{Groups: []string{"A", "B", "C", "D"}}
	for i := range 40 {
		s.Points = append(s.Points, Point{X: float64(i % 5), Y: float64(i % 7), Group: i % 4})
	}
	labels := s.labels()
	for i, a := range labels {
		for _, b := range labels[:i] {
			if math.Abs(a.x-b.x) < 64 && math.Abs(a.y-b.y) < 15-1e-9 {
				t.Errorf("labels %q and %q lie on one another: %v and %v", a.text, b.text, a, b)
			}
		}
	}
	if len(labels) != 4 {
		t.Errorf("%d labels for four groups", len(labels))
	}
}

func TestALineBreaksWhereAValueIsMissing(t *testing.T) {
	l := Plot{Lines: make([]Path, 1)}
	for i, v := range []float64{math.NaN(), .4, .3, math.NaN(), .2} {
		l.Lines[0].Points = append(l.Lines[0].Points, XY{float64(i + 1), v})
		l.Marks = append(l.Marks, Mark{XY: XY{float64(i + 1), v}})
	}
	if got := l.draw(l.Lines[0]); strings.Count(got, "M") != 2 {
		t.Errorf("the path %q has %d strokes, want 2", got, strings.Count(got, "M"))
	}
	if got := len(l.marks()); got != 3 {
		t.Errorf("%d dots, want 3", got)
	}
}

func TestEveryShapeIsItsOwn(t *testing.T) {
	seen := map[string]int{}
	for g := range Colors {
		if other, ok := seen[Shape(g)]; ok {
			t.Errorf("groups %d and %d have the same shape", other, g)
		}
		seen[Shape(g)] = g
	}
	if Shape(Colors) != Shape(0) || Shape(-1) != Shape(Colors-1) {
		t.Error("shapes beyond the last do not begin again")
	}
}

func TestLevel(t *testing.T) {
	for effect, want := range map[float64]int{0: 0, .19: 0, .2: 1, -.5: -2, .8: 3, -math.MaxFloat64: -3} {
		if got := Level(effect); got != want {
			t.Errorf("Level(%v) = %d, want %d", effect, got, want)
		}
	}
}

// Every chart is well-formed, named, and without numbers that are none, also where there is little to draw.
func TestChartsOfOddData(t *testing.T) {
	frame := Frame{ID: "x", Title: "T & <b>", Desc: "D", Table: "As a table", Head: []string{"a", "b"}, Rows: [][]string{{"<i>", "2"}}}
	for name, c := range map[string]templ.Component{
		"no points":      Scatter{Frame: frame}.Show(),
		"one point":      Scatter{Frame: frame, Points: []Point{{X: 3, Y: 3, Name: "<script>"}}, Groups: []string{"A"}}.Show(),
		"equal points":   Scatter{Frame: frame, Points: []Point{{X: 1, Y: 2}, {X: 1, Y: 2, Group: 1}}, Groups: []string{"A", "B"}}.Show(),
		"point at NaN":   Scatter{Frame: frame, Points: []Point{{X: math.NaN(), Y: math.Inf(1)}, {X: 1, Y: 2}}, Groups: []string{"A"}}.Show(),
		"one value":      Plot{Frame: frame, Lines: []Path{{Points: []XY{{1, 5}}}}, Marks: []Mark{{XY{1, 5}, Chosen, "<b>"}}, Cuts: []Cut{{1, "<b>", false}, {1, "x", true}}}.Show(),
		"missing values": Plot{Frame: frame, Lines: []Path{{Points: []XY{{1, math.NaN()}, {2, math.NaN()}}}}, Cuts: []Cut{{X: 2}}}.Show(),
		"no bars":        Bars{Frame: frame}.Show(),
		"flat bars":      Bars{Frame: frame, Values: []float64{0, 0, math.NaN()}, Labels: []string{"0", "0", "-"}}.Show(),
		"one leaf":       Dendrogram{Frame: frame, Leaves: []Leaf{{Name: "A"}}}.Show(),
		"equal leaves":   Dendrogram{Frame: frame, Leaves: []Leaf{{Name: "A"}, {Name: "B"}}, Joints: []Joint{{Right: 1, Group: -1}}, Cut: 0}.Show(),
		"no plot":        Plot{Frame: frame}.Show(),
		"plot of NaN": Plot{Frame: frame, Lines: []Path{{Points: []XY{{math.NaN(), 1}, {1, math.Inf(1)}}, Label: "end"}}, Marks: []Mark{{XY: XY{1, math.NaN()}}},
			Spreads: []Spread{{1, math.NaN(), 2}}, Cells: []Cell{{To: XY{1, math.NaN()}}}, Guides: []Path{{}}}.Show(),
		"full plot": Plot{Frame: frame, XTicks: []Tick{{1, "<b>"}}, Lines: []Path{{Points: []XY{{0, 0}, {2, 5}}, Stairs: true, Tone: Strong, Label: "<b>"}}, Legend: []Key{{Bad, "<b>"}, {Main, "x"}},
			Marks: []Mark{{XY{1, 1}, Bad, "<script>"}, {XY{1, 1}, ShadeTone(99), "x"}}, Spreads: []Spread{{1, 0, 2}}, Cells: []Cell{{XY{0, 0}, XY{1, 1}, 3}}}.Show(),
		"no axes":    Parallel{Frame: frame}.Show(),
		"one axis":   Parallel{Frame: frame, Axes: []ParallelAxis{{Name: "<b>"}}, Lines: []ParallelLine{{At: []float64{0.5}}, {At: []float64{math.NaN()}}, {At: []float64{1, 1}}}}.Show(),
		"no spans":   Spans{Frame: frame}.Show(),
		"spans at 0": Spans{Frame: frame, Spans: []Span{{Text: "<b>"}, {Lane: 1}}}.Show(),
		"no hbars":   HBars{Frame: frame}.Show(),
		"odd hbars":  HBars{Frame: frame, Bars: []HBar{{Name: "<b>", Value: math.NaN(), Spread: 1}, {Name: "긴 이름이 있는 질문은 여기에서 잘려야 해요", Value: -1, Spread: 0.5}, {Value: 2}}}.Show(),
		"heat":       Heat{Frame: frame, Names: []string{"A"}, Cells: [][]HeatCell{{{"much", 9}, {"little", -9}}}}.Show(),
	} {
		var b strings.Builder
		if err := c.Render(context.Background(), &b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		d := xml.NewDecoder(strings.NewReader("<all>" + b.String() + "</all>"))
		for {
			_, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s is not well-formed: %v\n%s", name, err, b.String())
			}
		}
		for _, bad := range []string{"NaN", "Inf", "<script>", "style=", "<b>"} {
			if strings.Contains(b.String(), bad) {
				t.Errorf("%s contains %q:\n%s", name, bad, b.String())
			}
		}
		if name != "heat" && !strings.Contains(b.String(), `role="img" aria-labelledby="x-title x-desc"`) {
			t.Errorf("%s has no name for who cannot see it", name)
		}
	}
}

func TestStairsKeepTheirHeight(t *testing.T) {
	p := Plot{Lines: []Path{{Points: []XY{{0, 4}, {1, 2}, {math.NaN(), 1}, {2, 1}}, Stairs: true}}}
	if got := p.draw(p.Lines[0]); strings.Count(got, "M") != 2 || strings.Count(got, "L") != 2 {
		t.Errorf("stairs over a gap are %q, want two strokes, the first with one step", got)
	}
}

func TestShade(t *testing.T) {
	for rank, want := range map[float64]int{0: 0, 0.5: 3, 1: 6, -3: 0, 7: 6, math.Inf(1): 6} {
		if got := Shade(rank); got != want {
			t.Errorf("Shade(%v) = %d, want %d", rank, got, want)
		}
	}
	if got := Shade(math.NaN()); got != Shades-1 {
		t.Errorf("Shade(NaN) = %d, want the last", got)
	}
}

func TestLongNamesAreCutToTheRoomAboveTheirBars(t *testing.T) {
	for name, want := range map[string]string{"Hours": "Hours", "Commitment to the club's work and all that comes of it": "Commitment to the club's work and all that c…", "얼마나 열심히 참여할 생각인가요, 그리고 얼마나 자주": "얼마나 열심히 참여할 생각인가요, 그리고 얼마…"} {
		if got := short(name, fitting); got != want {
			t.Errorf("short(%q) = %q, want %q", name, got, want)
		}
	}
}
