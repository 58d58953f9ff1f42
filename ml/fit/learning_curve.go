// A learning curve: R² of ridge regression on held-out rows by the number of teams that it learned
// from. Where it still rises at the end, more seasons will help; where it is flat, other questions
// might. Ridge stands for all kinds, since it is quick.

package fit

import (
	"math"
	"math/rand/v2"
	"slices"
)

// learningCurve fits ridge to a fifth, two fifths and so on of the teams outside each fold; parts
// below ten teams are left out.
func (t *trainer) learningCurve() []Point {
	out := []Point{}
	if t.penaltyErrors == nil {
		return out
	}
	d := t.d
	div := t.splits[0]
	if div.folds > outerFoldCount {
		unit, n, _ := d.units()
		div = randomSplit(unit, n, outerFoldCount, rand.New(rand.NewPCG(t.opt.Seed, 5)))
	}
	mean := squaredError(d.y, foldMeans(div, d.y))
	order := rand.New(rand.NewPCG(t.opt.Seed, 6)).Perm(d.groups)
	for _, share := range []float64{0.2, 0.4, 0.6, 0.8, 1} {
		teams := int(math.Round(share * float64(d.groups)))
		if teams < 10 {
			continue
		}
		e := 0.0
		for k := range div.folds {
			rows := slices.DeleteFunc(div.train(k), func(i int) bool { return order[d.group[i]] >= teams })
			f := newInnerCV(d, rows, d.y).fit()
			for _, i := range div.test(k) {
				e += (d.y[i] - f.value(d.row(i))) * (d.y[i] - f.value(d.row(i)))
			}
		}
		out = append(out, Point{teams, 1 - e/mean})
	}
	return out
}
