package fit

import (
	"math"

	"dure/ml"
)

// A card tells how well each row of a table was predicted.
type card struct {
	loss    []float64 // -ln p, or the squared error
	guarded []float64 // what a search goes by
	miss    []float64 // of a regression, the prediction less the target
	doubt   float64
}

// newCard is an empty card for the rows of d.
//
// To a search a row of a class counts for one in n as a row of another class, n being the number of rows, or of groups where
// there are some. After n rows that came out as a net says, the next may still come out otherwise with a chance of about 1/n
// (Laplace's rule of succession), and a net that is surer than that is only luckier: it gains nearly nothing on the rows of the
// search and loses more than that with its first error. See testdata/nested.
func newCard(task ml.Task, d ml.Data) *card {
	n := len(d.X)
	if d.Group != nil {
		_, n = number(d.Group)
	}
	c := &card{loss: make([]float64, len(d.X)), doubt: 1 / float64(n)}
	if task == ml.Regression {
		c.guarded, c.miss = c.loss, make([]float64, len(d.X))
	} else {
		c.guarded = make([]float64, len(d.X))
	}
	return c
}

// note puts down what a prediction costs for a row with target y.
func (c *card) note(task ml.Task, row int, p []float64, y float64) {
	if task == ml.Regression {
		c.miss[row] = p[0] - y
		c.loss[row] = c.miss[row] * c.miss[row]
		return
	}
	c.loss[row] = ml.LogLoss([][]float64{p}, []float64{y})
	other := -math.Log(max(1-p[int(y)], 1e-15))
	c.guarded[row] = (1-c.doubt)*c.loss[row] + c.doubt*other
}
