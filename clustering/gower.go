// Gower's dissimilarity for answers of mixed kinds; Gower (1971), Biometrics 27, 857-871. Each question
// counts the same, whatever the number of its options, so that a question with twenty options does not
// drown the others as it would in a matrix of indicators. Sets of options are compared by Jaccard's
// coefficient (1912), in which options that neither chose say nothing.

package clustering

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"
)

// A Question is the columns of a matrix that are the answers to one question: numbers, or for each
// of its options 1 where it was chosen and else 0.
type Question struct {
	Columns []int
	Options bool
}

// Gower returns the distance of each pair of rows of x by their answers to questions: 0 to 1, 2, …,
// n−1, then 1 to 2 and so on. It suits [Medoids]. It is the mean over the questions of how
// different two answers are, from 0 to 1: of numbers, their difference by the column's range (the
// mean of it where a question has several columns); of options, 1 less those that both chose by
// those that either chose, so that one-of answers are the same or not.
func Gower(ctx context.Context, x *mat.Dense, questions []Question) ([]float64, error) {
	p, err := newPoints(x)
	if err != nil {
		return nil, err
	}
	size := make([]float64, p.d)
	for j := range size {
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range p.n {
			lo, hi = min(lo, p.row(i)[j]), max(hi, p.row(i)[j])
		}
		size[j] = hi - lo
	}
	out := make([]float64, p.n*(p.n-1)/2)
	t := triangle{p.n, out}
	parallel(ctx, p.n-1, func(_, i int) {
		for j := i + 1; j < p.n; j++ {
			var sum float64
			for _, q := range questions {
				sum += q.distance(p.row(i), p.row(j), size)
			}
			out[t.at(i, j)] = sum / float64(max(1, len(questions)))
		}
	})
	return out, ctx.Err()
}

// distance is how different two answers to the question are, 0 to 1.
func (q Question) distance(a, b, size []float64) float64 {
	if q.Options {
		var both, either float64
		for _, j := range q.Columns {
			both, either = both+min(a[j], b[j]), either+max(a[j], b[j])
		}
		if either <= 0 {
			return 0 // neither chose anything
		}
		return 1 - both/either
	}
	var sum float64
	for _, j := range q.Columns {
		if size[j] > 0 {
			sum += math.Abs(a[j]-b[j]) / size[j]
		}
	}
	return sum / float64(len(q.Columns))
}
