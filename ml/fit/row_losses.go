// The losses of each row of a table when it was held out, by which settings are searched and nets
// are scored.
//
// A search over many settings favours nets that are too sure: one that is certain gains next to
// nothing on the rows of the search and loses much with its first error outside. So classification
// is searched by a smoothed loss, cross-entropy with label smoothing of 1/n (Szegedy et al. 2016,
// arXiv:1512.00567, section 7): after n rows that all came out as a net says, the next may still come
// out otherwise with a probability of about 1/n, Laplace's rule of succession. Without it the
// luckiest net was two or three times worse on new rows than in the search. Many splits show more, so
// that of the best one is chosen, and its temperature fitted, with a tenth of it (nets.go).

package fit

import "dure/ml"

// rowLosses are what predictions of held-out rows cost, row by row.
type rowLosses struct {
	said      [][]float64
	loss      []float64 // -ln p, or the squared error
	smoothed  []float64 // the loss that a search minimises
	smoothing float64
}

// newRowLosses makes room for the rows of d. The smoothing is by the number of rows, or of groups
// where there are some: rows of a group are one draw.
func newRowLosses(task ml.Task, d ml.Data) *rowLosses {
	n := len(d.X)
	if d.Group != nil {
		_, n = number(d.Group)
	}
	c := &rowLosses{said: make([][]float64, len(d.X)), loss: make([]float64, len(d.X)), smoothing: 1 / float64(n)}
	if c.smoothed = c.loss; task != ml.Regression {
		c.smoothed = make([]float64, len(d.X))
	}
	return c
}

// record writes what a prediction costs for a row with target y.
func (c *rowLosses) record(task ml.Task, row int, p []float64, y float64) {
	if c.said[row] = p; task == ml.Regression {
		c.loss[row] = (p[0] - y) * (p[0] - y)
		return
	}
	c.loss[row] = ml.LogLoss([][]float64{p}, []float64{y})
	c.smoothed[row] = ml.SmoothedLogLoss([][]float64{p}, []float64{y}, c.smoothing)
}
