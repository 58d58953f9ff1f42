package fit

import (
	"testing"

	"dure/survey"
)

func TestWhichModelsAreRefused(t *testing.T) {
	mean := Score{Name: MeanName}
	score := func(name string, low, r2, high float64) Score {
		auc := 0.44
		return Score{Name: name, R2: r2, R2Interval: [2]float64{low, high}, AUC: &auc, AUCInterval: &[2]float64{0.35, 0.53}}
	}
	p := 0.4
	for _, c := range []struct {
		name   string
		report Report
		want   survey.Key
		model  any
	}{
		{"it beats the mean", Report{Teams: 60, Chosen: RidgeName, Claims: true, Models: []Score{mean, score(RidgeName, 0.04, 0.1, 0.16)}}, "", nil},
		{"so does the theory score", Report{Teams: 60, Chosen: TheoryName, Claims: true, Models: []Score{mean, score(TheoryName, 0.01, 0.05, 0.09)}}, "", nil},
		{"theory that is no better than the mean", Report{Teams: 60, Chosen: TheoryName, P: &p, Models: []Score{mean, score(TheoryName, -0.03, -0.002, 0.02), score(RidgeName, -0.1, -0.05, 0)}}, "refused_chance", TheoryName},
		{"the best of those that were tried", Report{Teams: 60, Chosen: MeanName, P: &p, Models: []Score{mean, score(TheoryName, -0.03, -0.002, 0.02), score(RidgeName, -0.1, 0.05, 0.2)}}, "refused_chance", RidgeName},
		{"theory of few teams", Report{Teams: 12, Chosen: TheoryName, Models: []Score{mean, score(TheoryName, 0.1, 0.2, 0.3)}}, "refused_few", nil},
		{"of just enough teams", Report{Teams: minTeams, Chosen: MeanName, P: &p, Models: []Score{mean, score(RidgeName, -0.2, -0.05, 0)}}, "refused_chance", RidgeName},
		{"the first of two alike", Report{Teams: 60, Chosen: MeanName, P: &p, Models: []Score{mean, score(TheoryName, -0.1, 0.05, 0.2), score(RidgeName, -0.1, 0.05, 0.2)}}, "refused_chance", TheoryName},
		{"nothing but the mean", Report{Teams: 60, Chosen: MeanName, Models: []Score{mean}}, "refused_nothing", nil},
	} {
		why, refused := c.report.Refusal()
		if why.Key != c.want || refused != (c.want != "") || why.Args["Model"] != c.model {
			t.Errorf("%s: refused is %v for %v, want %q of %v", c.name, refused, why, c.want, c.model)
		}
		if c.want == "refused_chance" && (why.Args["P"] != p || why.Args["AUC"] != 0.44 || why.Args["AUCLow"] != 0.35 || why.Args["Low"].(float64) > 0) {
			t.Errorf("%s: the figures are %v", c.name, why.Args)
		}
	}
	limit := maxP // a p-value that alone would do, and figures that are not known, are not said
	for _, p := range []*float64{nil, &limit} {
		s := score(RidgeName, -0.1, 0.05, 0.2)
		s.AUCInterval = nil
		why, _ := Report{Teams: 60, Chosen: MeanName, P: p, Models: []Score{mean, s}}.Refusal()
		if _, said := why.Args["P"]; said || why.Args["AUC"] != nil || why.Args["R2"] != 0.05 {
			t.Errorf("with p %v and no interval of the AUC the figures are %v", p, why.Args)
		}
	}
}
