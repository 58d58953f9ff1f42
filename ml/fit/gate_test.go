package fit

import (
	"testing"
)

// Each gate of a claim alone refuses what lies on its other side.
func TestEveryGateOfAClaimRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		model         string
		p, low, skill float64
		want          bool
	}{
		"passes all":              {RidgeName, 0.02, 0.001, 0.001, true},
		"chance does as well":     {RidgeName, 0.021, 0.001, 0.001, false},
		"interval begins at 0":    {RidgeName, 0.01, 0, 0.1, false},
		"interval begins below":   {RidgeName, 0.01, -0.1, 0.1, false},
		"chances no better":       {RidgeName, 0.01, 0.1, 0, false},
		"chances worse":           {RidgeName, 0.01, 0.1, -0.1, false},
		"the mean claims nothing": {MeanName, 0.01, 0.1, 0.1, false},
	} {
		j := decision{chosen: &outOfFold{name: c.model}, p: c.p, low: c.low}
		if got := j.beatsChance(Score{BrierSkill: c.skill}); got != c.want {
			t.Errorf("%s: it claims %v, want %v", name, got, c.want)
		}
	}
}

func TestTheVerdictNamesTheSizeOfWhatIsTold(t *testing.T) {
	d := noisyLine(2*minTeams, 2, 1, 0.3, 1)
	tr := &trainer{d: d}
	for want, j := range map[string]decision{
		"verdict_unsure": {p: 0.02, r2: 0.2}, "verdict_nothing": {p: 0.021, r2: 0.2},
		"verdict_little": {claims: true, r2: 0.0999}, "verdict_some": {claims: true, r2: 0.1}, "verdict_much": {claims: true, r2: 0.3},
	} {
		j.learned, j.chosen = true, &outOfFold{name: RidgeName}
		if got := tr.verdict(j); string(got.Key) != want || got.Args["P"] != j.p {
			t.Errorf("p %v and R² %v are worded %v, want %s", j.p, j.r2, got, want)
		}
	}
	if got := tr.verdict(decision{claims: true, learned: true, r2: 0.246, chosen: &outOfFold{name: RidgeName}}).Args["Percent"]; got != 25 {
		t.Errorf("R² 0.246 is %v %%, want 25", got)
	}
	if got := tr.verdict(decision{learned: true, r2: -0.2, chosen: &outOfFold{name: RidgeName}}).Args["Percent"]; got != 0 {
		t.Errorf("R² -0.2 is %v %%, want 0", got)
	}
	few := &trainer{d: noisyLine(2*minTeams-2, 2, 1, 0.3, 1)}
	if got := few.verdict(decision{learned: true, claims: true, chosen: &outOfFold{name: RidgeName}}); got.Key != "verdict_few" {
		t.Errorf("of %d teams it says %v", minTeams-1, got)
	}
}

func TestAnAUCThatSurveysDoNotReachIsALeak(t *testing.T) {
	d := noisyLine(60, 2, 1, 0.3, 1)
	for _, c := range []struct {
		auc  float64
		want bool
	}{{0.8, false}, {0.801, true}, {0.99, true}} {
		tr := &trainer{d: d, results: []outOfFold{{name: MeanName}, {name: RidgeName}}, foldModels: map[string][]predictor{RidgeName: {linear{}}}}
		got := tr.leaking(decision{chosen: &tr.results[0]}, map[string]Score{RidgeName: {AUC: &c.auc}})
		if (got != nil) != c.want {
			t.Errorf("an AUC of %v is taken for a leak: %v, want %v", c.auc, got != nil, c.want)
		}
	}
}

// A leak is said of the model that was chosen, and where that has none of the one with the largest AUC.
func TestOfWhichModelALeakIsSaid(t *testing.T) {
	tr := &trainer{results: []outOfFold{{name: MeanName}, {name: RidgeName}, {name: TreesName}, {name: NetName}}, foldModels: map[string][]predictor{}}
	by := map[string]Score{}
	for name, auc := range map[string]float64{RidgeName: 0.85, TreesName: 0.9, NetName: 0.87} {
		tr.foldModels[name], by[name] = []predictor{linear{}}, Score{AUC: &auc}
	}
	for i, want := range []string{TreesName, RidgeName, TreesName, NetName} {
		if got := tr.leaking(decision{chosen: &tr.results[i]}, by); got.name != want {
			t.Errorf("where the %s is chosen a leak is said of the %s, want the %s", tr.results[i].name, got.name, want)
		}
	}
}

// What is reported is the p-value of the test, of the model that was chosen, or else of the best.
func TestTheReportHasThePValueOfTheTest(t *testing.T) {
	for _, r2 := range []float64{0, 0.3} {
		tr := &trainer{ctx: t.Context(), d: noisyLine(80, 2, 3, r2, 11), opt: Options{Plain: true, Seed: 3}, report: func(Progress) {}, foldModels: map[string][]predictor{}}
		tr.splits = tr.d.outerSplits(1, 3)
		tr.crossValidateMean()
		if err := tr.crossValidateRidge(); err != nil {
			t.Fatal(err)
		}
		scores, err := tr.scores()
		if err != nil {
			t.Fatal(err)
		}
		j, err := tr.decide(byName(scores))
		want, err2 := tr.permutationTest(tr.resultOf(RidgeName))
		got := tr.describe(j, scores).P
		if err != nil || err2 != nil || j.p != want || got == nil || *got != want || j.claims != (r2 > 0) {
			t.Errorf("R² %v: p is %v, in the report %v, claims %v (%v, %v), want %v", r2, j.p, got, j.claims, err, err2, want)
		}
	}
}
