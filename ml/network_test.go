package ml

import "slices"

// What the tests ask of a network, and nobody else.

// Untrained returns the network as it starts, for d columns and k classes (0 for a number):
// to be given weights by [Network.With], or to learn row by row through [Network.Online].
func (n Net) Untrained(d, k int) (*Network, error) {
	if err := n.Check(); err != nil {
		return nil, err
	}
	n = n.withDefaults()
	if d < 1 || d > maxUnits {
		return nil, &DataError{-1, -1, "columns"}
	}
	if n.Task == Binary {
		k = 2
	}
	if n.Task.classes() && (k < 1 || k > maxClasses) {
		return nil, &DataError{-1, -1, "class"}
	}
	x := identityScale(d)
	x.Clip = n.Clip
	return newNetwork(n, Data{K: k}, x, Scale{Mean: []float64{0}, Size: []float64{1}}), nil
}

// Classes returns the number of classes, 0 for a regression.
func (n *Network) Classes() int { return n.k }

// ClassNames returns the names of the classes, nil where they have none.
func (n *Network) ClassNames() []string { return slices.Clone(n.names) }

// With returns a network that differs from n in its parameters: ps has the shapes of
// [Network.Params].
func (n *Network) With(ps []Param) (*Network, error) {
	b, err := n.body.with(ps)
	if err != nil {
		return nil, err
	}
	return n.with(b), nil
}

// Predict implements [Predictor] with what has been learned so far.
func (o *Online) Predict(x [][]float64) ([][]float64, error) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.serving.Predict(x)
}
