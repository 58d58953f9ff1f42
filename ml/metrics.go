package ml

import "math"

// minProbability is the least probability that [LogLoss] takes for certain; a model that gives 0 to
// what happened is then very wrong, not infinitely.
const minProbability = 1e-15

// LogLoss returns the mean of -ln of the probability of the class that was, in nats. p is n rows of
// k probabilities.
func LogLoss(p [][]float64, y []float64) float64 {
	var sum float64
	for i, row := range p {
		sum -= math.Log(min(max(row[int(y[i])], minProbability), 1))
	}
	return sum / float64(len(y))
}

// SmoothedLogLoss is [LogLoss] where each row is taken to have come out otherwise with a
// probability of smoothing: the cross-entropy of whether the class was the one that was.
func SmoothedLogLoss(p [][]float64, y []float64, smoothing float64) float64 {
	var sum float64
	for i, row := range p {
		sum -= math.Log(max(1-row[int(y[i])], minProbability))
	}
	return (1-smoothing)*LogLoss(p, y) + smoothing*sum/float64(len(y))
}
