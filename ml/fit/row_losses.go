package fit

import (
	"math"

	"dure/ml"
)

// A card tells how well each row of a table was predicted.
type rowLosses struct {
	loss      []float64 // -ln p, or the squared error
	smoothed  []float64 // what a search goes by
	residual  []float64 // of a regression, the prediction less the target
	smoothing float64
}

// newCard is an empty card for the rows of d.
//
// To a search a row of a class counts for one in n as a row of another class, n being the number of rows, or of groups where
// there are some. After n rows that came out as a net says, the next may still come out otherwise with a chance of about 1/n
// (Laplace's rule of succession), and a net that is surer than that is only luckier: it gains nearly nothing on the rows of the
// search and loses more than that with its first error. See testdata/nested.
func newRowLosses(task ml.Task, d ml.Data) *rowLosses {
	n := len(d.X)
	if d.Group != nil {
		_, n = number(d.Group)
	}
	c := &rowLosses{loss: make([]float64, len(d.X)), smoothing: 1 / float64(n)}
	if task == ml.Regression {
		c.smoothed, c.residual = c.loss, make([]float64, len(d.X))
	} else {
		c.smoothed = make([]float64, len(d.X))
	}
	return c
}

// note puts down what a prediction costs for a row with target y.
func (c *rowLosses) record(task ml.Task, row int, p []float64, y float64) {
	if task == ml.Regression {
		c.residual[row] = p[0] - y
		c.loss[row] = c.residual[row] * c.residual[row]
		return
	}
	c.loss[row] = ml.LogLoss([][]float64{p}, []float64{y})
	other := -math.Log(max(1-p[int(y)], 1e-15))
	c.smoothed[row] = (1-c.smoothing)*c.loss[row] + c.smoothing*other
}
