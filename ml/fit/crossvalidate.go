// Out-of-fold predictions of every kind of model, on the same splits, so that their errors can be
// compared row by row. Whatever a model chooses by looking at ratings (features, penalty, rounds,
// settings of a net) is chosen anew inside each training part: nested cross-validation; Varma and
// Simon (2006), BMC Bioinformatics 7:91. A score of settings that were chosen on the same folds is
// too good, the more so the fewer teams there are.

package fit

import (
	"context"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// eachFold runs f for every fold of a split, on all cores, and reports progress.
func (t *trainer) eachFold(stage string, from, to float64, folds int, f func(k int) error) error {
	g := errgroup.Group{}
	g.SetLimit(runtime.GOMAXPROCS(0))
	for k := range folds {
		if t.ctx.Err() != nil {
			break
		}
		g.Go(func() error { return f(k) })
		t.report(Progress{stage, from + (to-from)*float64(k)/float64(folds)})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if t.ctx.Err() != nil {
		return context.Cause(t.ctx)
	}
	return nil
}

// crossValidateTrees cross-validates boosted trees, which take longer than ridge, on one or two splits.
func (t *trainer) crossValidateTrees() error {
	most := 1 // split; two where teams are few, since one split is then a matter of chance
	if t.d.groups < 200 {
		most = 2
	}
	var value [][]float64
	for r, div := range t.splits[:min(most, len(t.splits))] {
		v := make([]float64, t.d.n)
		folds := make([]predictor, div.folds)
		err := t.eachFold(TreesName, 0.1, 0.3, div.folds, func(k int) error {
			folds[k] = t.d.fitBoosted(div.train(k), t.d.y, t.opt.Seed)
			t.d.predict(v, folds[k], div.test(k))
			return nil
		})
		if err != nil {
			return err
		}
		if r == 0 {
			t.foldModels[TreesName] = folds
		}
		value = append(value, v)
	}
	t.add(TreesName, value)
	return nil
}

// crossValidateNets cross-validates the tuned ensemble: it is tuned anew in every fold.
func (t *trainer) crossValidateNets() error {
	div := t.splits[0]
	v, temperature := make([]float64, t.d.n), make([]float64, div.folds)
	folds := make([]predictor, div.folds)
	err := t.eachFold(NetName, 0.3, 0.6, div.folds, func(k int) error {
		c, _, err := t.netTrainer(div.train(k), "fold "+itoa(k+1)).tune()
		if err != nil {
			return err
		}
		folds[k], temperature[k] = c, c.Temperature
		t.d.predict(v, c, div.test(k))
		return nil
	})
	if err != nil {
		return err
	}
	t.foldModels[NetName] = folds
	t.results = append(t.results, outOfFoldOf(NetName, t.d, t.splits[:1], [][]float64{v}, [][]float64{temperature}))
	return nil
}

// tuneOnAllRows tunes the net on all rows for what the pages show of it, though another model is used.
func (t *trainer) tuneOnAllRows() (err error) {
	_, t.net, err = t.netTrainer(upTo(t.d.n), NetStudy).tune()
	return err
}

// crossValidateMean predicts by the mean of the other folds: what every other kind is compared with.
func (t *trainer) crossValidateMean() {
	value := make([][]float64, len(t.splits))
	for r, div := range t.splits {
		value[r] = foldMeans(div, t.d.y)
	}
	t.add(MeanName, value)
}

// foldMeans predicts every row by the mean of the other folds.
func foldMeans(div split, y []float64) []float64 {
	sum, n := make([]float64, div.folds), make([]float64, div.folds)
	var all float64
	for i, f := range div.fold {
		sum[f] += y[i]
		n[f]++
		all += y[i]
	}
	out := make([]float64, len(y))
	for i, f := range div.fold {
		out[i] = (all - sum[f]) / max(1, float64(len(y))-n[f])
	}
	return out
}

// crossValidateTheory fits the slope of the theory score in each fold, or takes the prior slope
// where teams are few.
func (t *trainer) crossValidateTheory() {
	w := t.d.theoryWeights()
	value := make([][]float64, len(t.splits))
	for r, div := range t.splits {
		value[r] = make([]float64, t.d.n)
		var folds []predictor
		for k := range div.folds {
			s := t.d.sum(div.train(k), t.d.y)
			f := s.theoryFit(w, t.priorSlope(&s))
			folds = append(folds, f)
			t.d.predict(value[r], f, div.test(k))
		}
		if r == 0 {
			t.foldModels[TheoryName] = folds
		}
	}
	t.add(TheoryName, value)
}

// priorSlope is the slope of the theory score where the data are too few to learn it; 0 where they
// are not. On made-up clubs of 10 teams the unreduced slope had a Brier score up to 0.006 over the
// mean's, hence the 0.65.
func (t *trainer) priorSlope(s *sums) float64 {
	if t.d.groups >= minTeams {
		return 0
	}
	sd := math.Sqrt(max(0, s.yy/s.n-s.y/s.n*s.y/s.n))
	return 0.65 * priorSlopeSD * sd * s.groups / (s.groups + 30) // the standard deviation of the score is itself an estimate from few teams
}

// crossValidateRidge also adds up the squared error of each penalty over repeats, from which the
// penalty of the final fit is taken.
func (t *trainer) crossValidateRidge() error {
	value := make([][]float64, len(t.splits))
	t.penaltyErrors = make([]float64, len(lambdas))
	for r, div := range t.splits {
		if t.ctx.Err() != nil {
			return context.Cause(t.ctx)
		}
		rd := newRidgeCV(t.d, div)
		var errors []float64
		value[r], errors = rd.predict(t.d.y)
		for l, e := range errors {
			t.penaltyErrors[l] += e
		}
		if r == 0 {
			t.foldModels[RidgeName] = rd.folds
		}
		t.report(Progress{"ridge", 0.1 * float64(r+1) / float64(len(t.splits))})
	}
	t.add(RidgeName, value)
	return nil
}
