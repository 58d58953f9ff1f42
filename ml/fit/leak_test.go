package fit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
)

// correlated is a column of numbers whose correlation with y is r.
func correlated(rng *rand.Rand, y []float64, r float64) []float64 {
	z, e := slices.Clone(y), make([]float64, len(y))
	for i := range e {
		e[i] = rng.NormFloat64()
	}
	zScores(z)
	zScores(e)
	by := dot(z, e) / float64(len(y))
	for i := range e {
		e[i] -= by * z[i]
	}
	zScores(e)
	for i := range e {
		e[i] = r*z[i] + math.Sqrt(1-r*r)*e[i]
	}
	return e
}

// leaking is a table of teams rated at random, with a column for each correlation.
func leaking(teams int, rs ...float64) sheet.Cells {
	rng := rand.New(rand.NewPCG(8, 8))
	t := sheet.Cells{Header: []string{"rating"}}
	y := make([]float64, teams)
	for i := range y {
		y[i] = rng.NormFloat64()
		t.Rows = append(t.Rows, []string{fmt.Sprint(y[i])})
	}
	for _, r := range rs {
		t.Header = append(t.Header, fmt.Sprint("r", r))
		for i, v := range correlated(rng, y, r) {
			t.Rows[i] = append(t.Rows[i], fmt.Sprint(v))
		}
	}
	return t
}

// asked lists the columns of which notes ask whether they are known before the outcome.
func asked(notes []survey.Message) (columns []string) {
	for _, n := range notes {
		if AsksLeak(n) {
			columns = append(columns, n.Args["Column"].(string))
		}
	}
	return columns
}

func TestColumnsThatTellMoreThanAnswersAreAskedAbout(t *testing.T) {
	many, few := leaking(89, 0.2, 0.57, 0.58, -0.62, 0.67, 1), leaking(minTeams-1, 0.9)
	for _, c := range []struct {
		cells       sheet.Cells
		want, alike []string
	}{{many, []string{"r0.58", "r-0.62", "r0.67", "r1"}, []string{"r1"}}, {few, nil, nil}} {
		h, err := ColumnRoles{Rating: "rating", Level: TeamLevel}.History(tableOf(c.cells))
		if err != nil || !slices.Equal(asked(h.Notes), c.want) {
			t.Errorf("of %d teams %v are asked about (%v), want %v", len(c.cells.Rows), asked(h.Notes), err, c.want)
		}
		d, err := TableTask{Target: "rating"}.Read(tableOf(c.cells), survey.Table{})
		if err != nil || !slices.Equal(asked(d.Notes), c.alike) {
			t.Errorf("tuning on %d rows %v are asked about (%v), want %v", len(c.cells.Rows), asked(d.Notes), err, c.alike)
		}
	}
}

func TestTheLimitOfWhatIsAskedAbout(t *testing.T) {
	for _, c := range []struct {
		told    float64
		teams   int
		percent any
	}{{1.0 / 3, minTeams, 33.0}, {0.449, minTeams + 1, 45.0}, {0.333, minTeams, nil}, {0.5, minTeams - 1, nil}} {
		if n, ok := leakNote("x", c.told, c.teams); ok != (c.percent != nil) || ok && (n.Args["Percent"] != c.percent || n.Args["Most"] != 33.0) {
			t.Errorf("a column that tells %v of the ratings of %d teams is noted %v, %v, want %v %% of at most 33", c.told, c.teams, ok, n, c.percent)
		}
	}
}

// What does not vary but by rounding tells nothing.
func TestNothingIsToldByRounding(t *testing.T) {
	third := 0.1
	y, x := []float64{1, 2, 1, 2}, []float64{third + 0.2, 0.3, third + 0.2, 0.3}
	for name, got := range map[string]float64{"of ratings": squaredCorrelation(x, y), "of a column": squaredCorrelation(y, x), "of no answers": squaredCorrelation([]float64{math.NaN()}, y[:1])} {
		if got != 0 {
			t.Errorf("%s: rounding tells %v, want 0", name, got)
		}
	}
}

// What is learned of leaves a trace in the report, where pages and commands find it.
func TestALeakIsAWarningOfTheReport(t *testing.T) {
	h, err := ColumnRoles{Rating: "rating", Level: TeamLevel}.History(tableOf(leaking(60, 0.1, 0.6)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Train(t.Context(), h, Options{Repeats: 1, Kinds: []string{RidgeName}, Plain: true}, nil)
	if got := asked(r.Report.Notes); err != nil || !slices.Equal(got, []string{"r0.6"}) {
		t.Errorf("the report asks about %v (%v)", got, err)
	}
}

func TestClassesThatAColumnCopiesAreAskedAbout(t *testing.T) {
	cells := sheet.Cells{Header: []string{"kind", "copy", "coded", "noise", "most"}}
	rng := rand.New(rand.NewPCG(2, 9))
	names := []string{"red", "green", "blue"}
	for i := range 90 {
		k := i % 3
		most := k
		if i%4 == 0 {
			most = rng.IntN(3)
		}
		cells.Rows = append(cells.Rows, []string{names[k], "x" + names[k], fmt.Sprint(k), fmt.Sprint(rng.NormFloat64()), "h" + names[most]})
	}
	d, err := TableTask{Target: "kind"}.Read(tableOf(cells), survey.Table{})
	if got := asked(d.Notes); err != nil || !slices.Equal(got, []string{"copy", "coded"}) {
		t.Errorf("%v are asked about (%v), want what copies the classes", got, err)
	}
}

func TestHeadersTellOfAfterwards(t *testing.T) {
	for header, want := range map[string]bool{
		"Would repeat": true, "would_work_again": true, "FinalGrade": true, "Satisfaction": true, "다시 함께하고 싶나요?": true, "최종 점수": true, "만족도": true,
		"ProcessConflict": false, "TeamCommitment": false, "TeamPerformance": false, "SharedLeadership": false, "Free after 6": false, "Finals week": false, "성실함": false,
	} {
		if Afterwards(header) != want {
			t.Errorf("%q tells of afterwards: %v, want %v", header, !want, want)
		}
	}
}
