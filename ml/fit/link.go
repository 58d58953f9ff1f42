// The link from a predicted rating to the probability that the rating is above the median. To first
// order the log odds move with the prediction as they do with the rating itself (Bussgang 1952),
// which needs the ratings only: fitting a logistic regression to predictions, as Platt scaling
// does, would use them a second time.

package fit

import "math"

// A link turns predicted ratings into probabilities to be above the median.
type link struct {
	Base        float64 `json:"base"`           // share above the median
	Mean        float64 `json:"mean"`           // of the ratings
	Slope       float64 `json:"slope"`          // log odds for one unit of the predicted rating
	Temperature float64 `json:"heat,omitempty"` // that the log odds are divided by; 0 means 1
}

// linkOf estimates the link from ratings y, of which above are above the median, and what a model
// predicts for the same rows.
func linkOf(y, above, predicted []float64) link {
	n := float64(len(y))
	var l link
	var mp float64
	for i, v := range y {
		l.Mean += v / n
		l.Base += above[i] / n
		mp += predicted[i] / n
	}
	l.Base = (l.Base*n + 0.5) / (n + 1) // held off 0 and 1, where log odds are infinite
	var cov, variance, explained float64
	for i, v := range y {
		cov += (v - l.Mean) * (above[i] - l.Base) / n
		variance += (v - l.Mean) * (v - l.Mean) / n
		explained += (predicted[i] - mp) * (predicted[i] - mp) / n
	}
	if variance > 0 {
		// What the model explains of the rating no longer blurs the odds: the slope grows as the
		// residual variance falls.
		left := 1 - min(0.7, explained/variance)
		l.Slope = cov / variance / (l.Base * (1 - l.Base)) / math.Sqrt(left)
	}
	return l
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logOdds are those of a predicted rating minus those of the base.
func (l link) logOdds(v float64) float64 { return l.Slope * (v - l.Mean) }

// chance is the probability that goes with a predicted rating, held off 0 and 1: no survey makes
// that sure.
func (l link) chance(v float64) float64 {
	x := logit(l.Base) + l.logOdds(v)
	if l.Temperature > 0 {
		x /= l.Temperature
	}
	return max(0.005, min(0.995, sigmoid(x)))
}

// derivative is that of the probability by the predicted rating where the probability is p.
func (l link) derivative(p float64) float64 {
	slope := p * (1 - p) * l.Slope
	if l.Temperature > 0 {
		slope /= l.Temperature
	}
	return slope
}
