// Permutation importance of a column: how much R² is lost when its answers are permuted between
// rows; Breiman (2001), "Random forests", Machine Learning 45. Rows are predicted by the models
// that had not learned from them, so that what a model has only memorised counts for nothing. All
// features of a column are permuted together, since alone each is mended by the others.

package fit

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// permutationRepeats is how many times each column is permuted; scikit-learn's default is 5 too.
const permutationRepeats = 5

// importance returns the columns with their mean loss of R² and its standard deviation over
// repeats, the largest first.
func (t *trainer) importance(o *outOfFold) []Importance {
	out := []Importance{}
	folds := t.foldModels[o.name]
	if folds == nil {
		return out
	}
	d := t.d
	div := t.splits[0]
	rng := rand.New(rand.NewPCG(t.opt.Seed, 2001))
	base, all := squaredError(d.y, o.value[0]), squaredError(d.y, foldMeans(div, d.y))
	for _, g := range questionsOf(d.features) {
		var lost []float64
		for range permutationRepeats {
			lost = append(lost, (t.permutedError(folds, g.features, rng.Perm(d.n))-base)/all)
		}
		mean, sd := zScores(lost)
		if math.Abs(mean) > 1e-12 {
			out = append(out, Importance{g.columns[0], mean, sd, g.asked})
		}
	}
	slices.SortStableFunc(out, func(a, b Importance) int { return cmp.Compare(b.Value, a.Value) })
	return out
}

// permutedError is the squared error where every row has the given features of another one.
func (t *trainer) permutedError(folds []predictor, features, order []int) float64 {
	x := make([]float64, t.d.p)
	sum := 0.0
	for i, y := range t.d.y {
		copy(x, t.d.row(i))
		other := t.d.row(order[i])
		for _, f := range features {
			x[f] = other[f]
		}
		e := y - folds[t.splits[0].fold[i]].value(x)
		sum += e * e
	}
	return sum
}

// A question is the features that come from one column, or from none.
type question struct {
	columns  []string // one, except where a [Scorer] takes several together
	features []int
	asked    bool // it is a column of the history, which may be called as what other features are about
}

// What features of free hours, and of wishes, are about.
const (
	OfHours  = "hours"
	OfWishes = "wishes"
)

// featureFamily names what features without a column are about.
var featureFamily = map[string]string{"distance_mean": "distance", "distance_least": "distance", "distance_most": "distance", "distance": "distance",
	"hours_all": OfHours, "hours_but_one": OfHours, "wishes_met": OfWishes, "wish_met": OfWishes, "avoided_pairs": OfWishes, "size": "size", "missing": "missing"}

// questionsOf groups features by column, in the order of the first.
func questionsOf(features []Feature) []question {
	var out []question
	for f, feature := range features {
		name, asked := feature.Question, feature.Question != ""
		if !asked {
			name = featureFamily[feature.Measure]
		}
		i := slices.IndexFunc(out, func(q question) bool { return q.columns[0] == name && q.asked == asked })
		if i < 0 {
			i = len(out)
			out = append(out, question{columns: []string{name}, asked: asked})
		}
		out[i].features = append(out[i].features, f)
	}
	return out
}
