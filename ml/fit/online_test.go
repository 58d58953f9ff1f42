package fit

import (
	"bytes"
	"math"
	"testing"

	"dure/ml/fit/testdata/club"
)

func TestObserveIsAsLearningAllAtOnce(t *testing.T) {
	c := club.New(club.Club{R2: 0.3, Seed: 8})
	h, _ := pastOf(c, 90, 1)
	for _, kind := range []string{MeanName, TheoryName, RidgeName, TreesName, NetName} {
		_, _, r := cachedRidge(t, 110)
		h110, _ := pastOf(club.New(club.Club{R2: 0.2, Seed: 5}), 110, 1)
		forceModel(t, h110, r, kind)
		before, err := r.Model.Predict(h.Table, h.Team)
		if err != nil {
			t.Fatal(err)
		}
		m, err := r.Model.Observe(h.Table, h.Team, h.Rating)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		same, err := r.Model.Predict(h.Table, h.Team)
		if err != nil || jsonOf(same) != jsonOf(before) {
			t.Errorf("%s: the model that learned on has changed (%v)", kind, err)
		}
		after, err := m.Predict(h.Table, h.Team)
		if err != nil {
			t.Fatal(err)
		}
		var was, is float64
		for i, y := range h.Rating {
			was += (y - before[i].Value) * (y - before[i].Value)
			is += (y - after[i].Value) * (y - after[i].Value)
		}
		if !(is < was) {
			t.Errorf("%s: after 90 teams its squared error on them is %v, before %v", kind, is, was)
		}
		var file bytes.Buffer
		if err := m.Save(&file); err != nil {
			t.Fatal(err)
		}
		loaded, err := Load(&file)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if again, err := loaded.Predict(h.Table, h.Team); err != nil || jsonOf(again) != jsonOf(after) {
			t.Errorf("%s: the loaded model predicts otherwise (%v)", kind, err)
		}
	}
}

func TestObserveRowByRow(t *testing.T) {
	_, h, r := cachedRidge(t, 60)
	forceModel(t, h, r, RidgeName)
	more, _ := pastOf(club.New(club.Club{R2: 0.2, Seed: 5}), 4, 7)
	all, err := r.Model.Observe(more.Table, more.Team, more.Rating)
	if err != nil {
		t.Fatal(err)
	}
	step := r.Model
	for g := range 4 {
		part := more.Table.Pick([]int{5 * g, 5*g + 1, 5*g + 2, 5*g + 3, 5*g + 4})
		if step, err = step.Observe(part, more.Team[5*g:5*g+5], more.Rating[5*g:5*g+5]); err != nil {
			t.Fatal(err)
		}
	}
	a, _ := all.Predict(h.Table, h.Team)
	b, _ := step.Predict(h.Table, h.Team)
	for i := range a {
		if math.Abs(a[i].Value-b[i].Value) > 1e-9 || math.Abs(a[i].SD-b[i].SD) > 1e-9 {
			t.Fatalf("row %d: %+v at once, %+v one team at a time", i, a[i], b[i])
		}
	}
}
