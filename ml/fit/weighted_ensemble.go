// A weighted ensemble of the nets of a search: a linear opinion pool of classes, a weighted mean of
// numbers. The best net alone is partly the luckiest of a hundred; several that are about as good
// err in different ways.

package fit

import (
	"cmp"
	"context"
	"errors"

	"dure/ml"
)

// A WeightedEnsemble predicts the weighted mean of several nets.
type WeightedEnsemble []WeightedNet

// A WeightedNet is the settings of a trial's net with its weight in a [WeightedEnsemble].
type WeightedNet struct {
	Trial  int // its number
	Net    ml.Net
	Weight float64 // weights sum to 1
}

// fit fits the nets. Those that diverge are left out, unless all do.
func (p WeightedEnsemble) fit(ctx context.Context, d ml.Data) (fittedEnsemble, error) {
	var out fittedEnsemble
	var diverged error
	for _, s := range p {
		net, err := s.Net.Train(ctx, d, nil)
		if errors.Is(err, ml.ErrDiverged) {
			diverged = err
			continue
		}
		if err != nil {
			return fittedEnsemble{}, err
		}
		out.nets, out.weights = append(out.nets, net), append(out.weights, s.Weight)
	}
	if len(out.nets) == 0 {
		return fittedEnsemble{}, cmp.Or(diverged, errors.New("no net to ask"))
	}
	return out, nil
}

// A fittedEnsemble is the nets of a [WeightedEnsemble] after fit.
type fittedEnsemble struct {
	nets    []ml.Predictor
	weights []float64
}

// Predict implements [ml.Predictor]. Nets that overflow are left out, unless all do.
func (p fittedEnsemble) Predict(x [][]float64) ([][]float64, error) {
	out := make([][]float64, len(x))
	var sum float64
	var overflow error
	for j, net := range p.nets {
		predicted, err := net.Predict(x)
		if errors.Is(err, ml.ErrOverflow) {
			overflow = err
			continue
		}
		if err != nil {
			return nil, err
		}
		sum += p.weights[j]
		for i, row := range predicted {
			if out[i] == nil {
				out[i] = make([]float64, len(row))
			}
			for k, v := range row {
				out[i][k] += p.weights[j] * v
			}
		}
	}
	if sum == 0 {
		return nil, cmp.Or(overflow, errors.New("no net counts"))
	}
	for _, row := range out {
		for k := range row {
			row[k] /= sum
		}
	}
	return out, nil
}
