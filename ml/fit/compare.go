// Predictions beside the ratings that came in the end: the only test of a model that neither its
// training nor its choice could have influenced.

package fit

import "math"

// Compare holds predictions of a season against the ratings that came: how many came, the mean
// of both, and R² and AUC of the predictions for them. NaN ratings are left out.
func (m *Model) Compare(p []Prediction, rating []float64) Comparison {
	var c Comparison
	var y, v, above []float64
	for i, r := range rating {
		if !math.IsNaN(r) {
			y, v = append(y, r), append(v, p[i].Value)
			if r >= p[i].Low && r <= p[i].High {
				c.Inside++
			}
		}
	}
	c.Rows = len(y)
	if c.Rows == 0 {
		return c
	}
	cut := median(y)
	for _, r := range y {
		above = append(above, indicator(r > cut))
	}
	c.Inside /= float64(c.Rows)
	c.Predicted, c.Came = mean(v), mean(y)
	var residual, all float64
	for i := range y {
		residual += (y[i] - c.Came - v[i] + c.Predicted) * (y[i] - c.Came - v[i] + c.Predicted)
		all += (y[i] - c.Came) * (y[i] - c.Came)
	}
	if all > 0 {
		r2 := 1 - residual/all
		c.R2 = &r2
	}
	o := outOfFold{logOdds: [][]float64{v}}
	c.AUC = finite(auc(v, above, o.rankings(1)[0], ones(len(v))))
	return c
}

// A Comparison is predictions beside what came. R2 and AUC are about the differences between
// members, not about the mean, and nil where ratings do not differ.
type Comparison struct {
	Rows      int      `json:"rows"`
	Predicted float64  `json:"predicted"` // mean
	Came      float64  `json:"came"`      // mean
	R2        *float64 `json:"r2"`
	AUC       *float64 `json:"auc"`
	Inside    float64  `json:"inside"` // share of ratings between Low and High
}
