package fit

import (
	"math"
	"testing"

	"dure/ml/fit/testdata/club"
)

func TestWhatIsSureIsTrusted(t *testing.T) {
	var last float64
	for _, teams := range []int{60, 150, 400} {
		h, _ := pastOf(club.New(club.Club{R2: 0.3, Seed: 3}), teams, 1)
		r, err := Train(t.Context(), h, Options{Seed: 1, Repeats: 1, Kinds: []string{RidgeName}, Plain: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := r.Report.Share
		if !r.Report.Claims || s <= last || s >= 1 {
			t.Errorf("%d teams: claims %v, of the model %.2f is used, %.2f with fewer teams", teams, r.Report.Claims, s, last)
		}
		last = s
		p, err := r.Model.Predict(h.Table, h.Team)
		if err != nil {
			t.Fatal(err)
		}
		more, err := r.Model.Observe(h.Table, h.Team, h.Rating)
		if err != nil {
			t.Fatal(err)
		}
		again, err := more.Predict(h.Table, h.Team)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := predictedSD(p), predictedSD(again); math.Abs(b/a-1) > 0.1 {
			t.Errorf("%d teams: the same ratings again spread predictions by %.3f, before by %.3f", teams, b, a)
		}
	}
	if last < 0.9 {
		t.Errorf("of a model of 400 teams %.2f is used, want nearly all", last)
	}
}

// predictedSD is the standard deviation of predicted ratings.
func predictedSD(p []Prediction) float64 {
	v := make([]float64, len(p))
	for i := range p {
		v[i] = p[i].Value
	}
	_, sd := zScores(v)
	return sd
}
