package ml

import (
	"context"
	"math"
	"math/rand/v2"
)

// An Importance is how much worse predictions get when a column is shuffled.
type Importance struct {
	Column   int
	Mean, SD float64 // over the repeats, in units of the loss
}

// PermutationImportance shuffles each column of d in turn and returns by how much loss grows,
// in the order of the columns; Breiman (2001). Rows that p was not fitted to tell what it has
// learned rather than memorised. loss is, for instance, [LogLoss], or a closure over [RMSE];
// repeats below 1 count as 5. Rows that p cannot take give a *[DataError].
func PermutationImportance(ctx context.Context, p Predictor, d Data, loss func(p [][]float64, y []float64) float64, repeats int, seed uint64) ([]Importance, error) {
	if err := checkRows(d.X, -1); err != nil {
		return nil, err
	}
	if len(d.Y) != len(d.X) {
		return nil, &DataError{-1, -1, "length"}
	}
	if repeats < 1 {
		repeats = 5
	}
	answers, err := p.Predict(d.X)
	if err != nil {
		return nil, err
	}
	before := loss(answers, d.Y)
	rows := make([][]float64, len(d.X))
	for i, row := range d.X {
		rows[i] = append([]float64(nil), row...)
	}
	var out []Importance
	for j := range d.X[0] {
		var sum, square float64
		for r := range repeats {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			rng := rand.New(rand.NewPCG(seed, uint64(j)<<32|uint64(r)))
			for i, from := range rng.Perm(len(rows)) {
				rows[i][j] = d.X[from][j]
			}
			if answers, err = p.Predict(rows); err != nil {
				return nil, err
			}
			v := loss(answers, d.Y) - before
			sum, square = sum+v, square+v*v
		}
		for i := range rows {
			rows[i][j] = d.X[i][j]
		}
		mean := sum / float64(repeats)
		out = append(out, Importance{j, mean, math.Sqrt(max(square/float64(repeats)-mean*mean, 0))})
	}
	return out, nil
}
