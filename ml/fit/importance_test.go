package fit

import (
	"reflect"
	"slices"
	"testing"
)

// learned is a trainer that has cross-validated ridge on d.
func learned(t *testing.T, d *design) *trainer {
	t.Helper()
	tr := &trainer{ctx: t.Context(), d: d, report: func(Progress) {}, splits: d.outerSplits(1, 0), foldModels: map[string][]predictor{}}
	tr.crossValidateMean()
	if err := tr.crossValidateRidge(); err != nil {
		t.Fatal(err)
	}
	return tr
}

func TestWhatTheRatingsFollowIsImportant(t *testing.T) {
	tr := learned(t, noisyLine(240, 2, 3, 0.5, 31))
	got := tr.importance(tr.resultOf(RidgeName))
	if len(got) == 0 || got[0].Column != "q0" || got[0].Value < 0.3 || got[0].SD <= 0 {
		t.Fatalf("the importance is %+v, want q0 first, by far", got)
	}
	for _, i := range got[1:] {
		if i.Value > 0.1*got[0].Value {
			t.Errorf("%s, which says nothing, has the importance %v", i.Column, i.Value)
		}
	}
	if !slices.IsSortedFunc(got, func(a, b Importance) int {
		return int(indicator(a.Value < b.Value)) - int(indicator(a.Value > b.Value))
	}) {
		t.Errorf("the most important does not come first: %+v", got)
	}
	if none := tr.importance(tr.resultOf(MeanName)); len(none) != 0 {
		t.Errorf("to the mean %+v is important", none)
	}
}

func TestFeaturesAreGroupedByTheirColumn(t *testing.T) {
	got := questionsOf([]Feature{{Measure: "mean", Question: "a"}, {Measure: "size"}, {Measure: "sd", Question: "a"}, {Measure: "distance_mean"}, {Measure: "distance", Member: true},
		{Measure: "mean", Question: "size"}})
	want := []question{{[]string{"a"}, []int{0, 2}, true}, {[]string{"size"}, []int{1}, false}, {[]string{"distance"}, []int{3, 4}, false}, {[]string{"size"}, []int{5}, true}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the features are grouped as %v, want %v", got, want)
	}
	s := schema{Columns: []codedColumn{{Column: Column{Name: "n", Kind: Number}}, {Column: Column{Name: "c", Kind: Category}, Options: []string{"x", "y", "z"}}}}
	for _, f := range s.featurizer(cells{}).features {
		if f.Question == "" && featureFamily[f.Measure] == "" {
			t.Errorf("%s is of no column and no family", f.Name())
		}
	}
}

func TestTheLearningCurveRises(t *testing.T) {
	tr := learned(t, noisyLine(300, 2, 6, 0.3, 32))
	got := tr.learningCurve()
	if len(got) != 5 || got[4].Teams != 150 || got[0].Teams != 30 {
		t.Fatalf("the curve is %+v, want five points up to 150 teams", got)
	}
	if got[4].R2 < got[0].R2 || !near(got[4].R2, 0.3, 0.12) {
		t.Errorf("R² goes from %v to %v, want up to about 0.3", got[0].R2, got[4].R2)
	}
	few := learned(t, noisyLine(40, 1, 1, 0.3, 33))
	if got := few.learningCurve(); len(got) != 4 || got[0].Teams != 16 {
		t.Errorf("of 40 teams the curve is %+v, want no point of less than ten", got)
	}
	if got := (&trainer{}).learningCurve(); len(got) != 0 {
		t.Errorf("without ridge the curve is %+v", got)
	}
}
