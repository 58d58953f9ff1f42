package fit

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dure/survey"
	"dure/survey/sheet"
)

func TestAModelTellsWhatItIs(t *testing.T) {
	past := []Past{season("spring", 0, true), season("autumn", 100, false)}
	h, err := FromPast(past, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Train(t.Context(), h, Options{Kinds: []string{TheoryName}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := r.Model
	if m.Level() != MemberLevel || m.TeamKey() != (survey.TeamKey{Team: "team"}) || m.Report().Chosen != r.Report.Chosen {
		t.Errorf("the model is of level %s, its teams stand in %+v, it is a %s", m.Level(), m.TeamKey(), m.Report().Chosen)
	}
	want := map[string]survey.Type{"When are you free? (available) [Monday]": survey.HourColumn, "When are you free? (available) [Wednesday]": survey.HourColumn,
		"With whom? (wished)": survey.PeopleColumn}
	if got := m.ColumnTypes(); len(got) != len(want) || got["With whom? (wished)"] != survey.PeopleColumn || got["When are you free? (available) [Monday]"] != survey.HourColumn {
		t.Errorf("the columns are of types %v, want %v", got, want)
	}
	learned := 0
	for _, p := range past {
		for _, member := range p.Members {
			_, rated := p.Rating[member.ID]
			_, teamed := p.Team[member.ID]
			if m.HasLearned(member.ID) != (rated && teamed) {
				t.Errorf("%s of %s, rated %v and in a team %v: learned is %v", member.Name, p.Name, rated, teamed, m.HasLearned(member.ID))
			}
			learned += int(indicator(m.HasLearned(member.ID)))
		}
	}
	if learned != r.Report.Rows || m.HasLearned(9999) {
		t.Errorf("it has learned of %d members, the report says %d", learned, r.Report.Rows)
	}
}

func TestPredictionsDoNotDependOnTheOrderOfRows(t *testing.T) {
	c, h, r := cachedRidge(t, 60)
	fresh, _ := pastOf(c, 6, 77)
	want, err := r.Model.Predict(fresh.Table, fresh.Team)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(upTo(fresh.Table.N)).Draw(t, "order")
		got, err := r.Model.Predict(fresh.Table.Pick(order), pick(fresh.Team, order))
		if err != nil {
			t.Fatal(err)
		}
		for k, i := range order {
			if !near(got[k].Value, want[i].Value, 1e-9) || !near(got[k].SD, want[i].SD, 1e-9) {
				t.Errorf("row %d is predicted %+v, in another order %+v", i, want[i], got[k])
			}
		}
	})
	if _, err := r.Model.Predict(h.Table, nil); !invalidFor(err, "team_missing") {
		t.Errorf("without teams: %v", err)
	}
	if _, err := r.Model.Predict(h.Table.Pick(nil), nil); err != nil {
		t.Errorf("of no rows: %v", err)
	}
	bare := survey.Table{N: 1, Columns: h.Table.Columns[:1]}
	if _, err := r.Model.Predict(bare.Pick([]int{0}), []string{"a"}); !invalidFor(err, "column_unknown") {
		t.Errorf("without its columns: %v", err)
	}
}

func invalidFor(err error, reason survey.Key) bool {
	e, ok := errors.AsType[*survey.InvalidError](err)
	return ok && e.Reason == reason
}

// teamTable has a row for each team: a number with gaps, two categories, a set, and a rating that
// follows the number.
func teamTable(n int) sheet.Cells {
	t := sheet.Cells{Header: []string{"team", "plan", "size", "kind", "tools", "rating"}}
	for i := range n {
		plan := fmt.Sprint(i % 7)
		if i%11 == 3 {
			plan = ""
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint("T", i), plan, []string{"slim", "wide"}[i%2], []string{"a", "b", "c"}[i%3], []string{"x;y", "y", "z;x"}[i%3], fmt.Sprint(float64(i%7) + float64(i*37%13)/10)})
	}
	return t
}

func TestAModelOfTeamsReadsRowsOfTeams(t *testing.T) {
	table := tableOf(teamTable(80))
	h, err := ColumnRoles{Rating: "rating", Team: "team", Level: TeamLevel, Columns: []string{"plan", "size", "kind", "tools"}}.History(table)
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDesign(h, schemaOf(h))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range d.features {
		names = append(names, f.Name())
	}
	for _, want := range []string{"plan value", "plan unknown", "kind is a", "kind is b", "kind is c"} {
		if !slices.Contains(names, want) {
			t.Errorf("there is no feature %q in %v", want, names)
		}
	}
	if two := slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s != "size is wide" && s != "size is slim" }); len(two) != 1 {
		t.Errorf("of two sizes there are the features %v, want one that tells both", two)
	}
	r, err := Train(t.Context(), h, Options{Repeats: 1, Kinds: []string{RidgeName}, Use: RidgeName}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Model.Predict(h.Table, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := r.Model.Compare(p, h.Rating)
	if c.R2 == nil || *c.R2 < 0.6 || r.Report.Level != TeamLevel || r.Model.Level() != TeamLevel {
		t.Errorf("the predictions have %+v", c)
	}
	if _, err := r.Model.Scorer(h.Table); !invalidFor(err, "model_of_teams") {
		t.Errorf("a model of teams rates members: %v", err)
	}
}

func TestComparisonLeavesOutWhatDidNotCome(t *testing.T) {
	m := &Model{}
	p := []Prediction{{Value: 1, Low: 0, High: 2}, {Value: 2, Low: 1, High: 3}, {Value: 3, Low: 2, High: 4}, {Value: 9}}
	c := m.Compare(p, []float64{1, 2.5, 5, math.NaN()})
	// The deviations that came are -11/6, -1/3 and 13/6, those predicted -1, 0 and 1.
	told := math.Pow(5.0/6, 2) + math.Pow(1.0/3, 2) + math.Pow(7.0/6, 2)
	all := math.Pow(11.0/6, 2) + math.Pow(1.0/3, 2) + math.Pow(13.0/6, 2)
	if c.Rows != 3 || !near(c.Predicted, 2, 1e-12) || !near(c.Came, 8.5/3, 1e-12) || !near(c.Inside, 2.0/3, 1e-12) || !near(*c.R2, 1-told/all, 1e-12) || *c.AUC != 1 {
		t.Errorf("the comparison is %+v, R² %v, AUC %v", c, *c.R2, *c.AUC)
	}
	if none := m.Compare(p[:1], []float64{math.NaN()}); none.Rows != 0 || none.R2 != nil || none.AUC != nil {
		t.Errorf("of nothing that came the comparison is %+v", none)
	}
	if same := m.Compare(p[:2], []float64{4, 4}); same.R2 != nil || same.AUC != nil || same.Rows != 2 {
		t.Errorf("of equal ratings the comparison is %+v", same)
	}
}

func TestResidualsHoldMostRatings(t *testing.T) {
	y, v := make([]float64, 400), make([]float64, 400)
	for i := range y {
		y[i], v[i] = 3+math.Sin(float64(i)*2.1), 3
	}
	low, high := residuals(y, [][]float64{v, v})
	inside := 0
	for _, r := range y {
		inside += int(indicator(r-3 >= low && r-3 <= high))
	}
	if low >= 0 || high <= 0 || inside < 380 {
		t.Errorf("between %v and %v of the prediction lie %d of 400 ratings", low, high, inside)
	}
	if a, b := residuals(y[:3], [][]float64{v[:3]}); a > low*0 || b < 0 || b-a < 1 {
		t.Errorf("of three ratings the residuals lie between %v and %v", a, b)
	}
}

func TestWholeRatingsAreNotPredictedBeyondTheirScale(t *testing.T) {
	m := &Model{saved: saved{Estimator: estimator{Linear: linear{W: []float64{10}, B: 3}, Floor: 0.1}, Link: link{Base: 0.5, Slope: 1}, Below: -1, Above: 1, Least: 1, Most: 5, Grid: true}}
	for x, want := range map[float64]Prediction{0: {Value: 3, Low: 2, High: 4}, 1: {Value: 5, Low: 5, High: 5}, -1: {Value: 1, Low: 1, High: 1}, 0.15: {Value: 4.5, Low: 3.5, High: 5}} {
		if got := m.prediction([]float64{x}); !near(got.Value, want.Value, 1e-12) || !near(got.Low, want.Low, 1e-12) || !near(got.High, want.High, 1e-12) || got.SD != 0.1 {
			t.Errorf("at %v the prediction is %+v, want %+v", x, got, want)
		}
	}
	m.Grid = false
	if got := m.prediction([]float64{1}); got.Value != 13 {
		t.Errorf("ratings of any number are predicted %v, want 13", got.Value)
	}
}
