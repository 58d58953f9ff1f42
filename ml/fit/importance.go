package fit

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// shuffleRounds is how many times each column is shuffled.
const permutationRepeats = 5

// importance shuffles all features of a column together between rows and tells how much R² is
// lost, on rows that the models had not learned from; Breiman (2001).
func (t *trainer) importance(o *outcome) []Importance {
	out := []Importance{}
	folds := t.foldModels[o.name]
	if folds == nil {
		return out
	}
	d := t.d
	div := t.splits[0]
	rng := rand.New(rand.NewPCG(t.opt.Seed, 2001))
	base, all := squaredError(d.y, o.value[0]), squaredError(d.y, foldMeans(div, d.y))
	for _, g := range d.questions() {
		var lost []float64
		for range permutationRepeats {
			lost = append(lost, (t.permutedError(folds, g.features, rng.Perm(d.n))-base)/all)
		}
		mean, sd := standardize(lost)
		if math.Abs(mean) > 1e-12 {
			out = append(out, Importance{g.name, mean, sd})
		}
	}
	slices.SortStableFunc(out, func(a, b Importance) int { return cmp.Compare(b.Value, a.Value) })
	return out
}

// shuffled is the squared error where every row has the given features of another one.
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
	name     string
	features []int
}

// family names what features without a column are about.
var featureFamily = map[string]string{"distance_mean": "distance", "distance_least": "distance", "distance_most": "distance", "distance": "distance",
	"hours_all": "hours", "hours_but_one": "hours", "wishes_met": "wishes", "wish_met": "wishes", "avoided_pairs": "wishes", "size": "size", "missing": "missing"}

// questions groups the features by the column they come from.
func (d *design) questions() []question { return questionsOf(d.features) }

func questionsOf(features []Feature) []question {
	var out []question
	for f, feature := range features {
		name := feature.Question
		if name == "" {
			name = featureFamily[feature.Measure]
		}
		i := slices.IndexFunc(out, func(q question) bool { return q.name == name })
		if i < 0 {
			i = len(out)
			out = append(out, question{name: name})
		}
		out[i].features = append(out[i].features, f)
	}
	return out
}

// learning is how R² of the ridge grows with the teams that it learns from.
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
