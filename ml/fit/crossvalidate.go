package fit

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"dure/survey"
)

// each runs f for every fold of a division, on all cores, and tells how far it is.
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

// trees cross-validates boosted trees, which take longer than ridge, on one or two divisions.
func (t *trainer) crossValidateTrees() error {
	most := 1
	if t.d.groups < 200 {
		most = 2
	}
	var value [][]float64
	for r, div := range t.splits[:min(most, len(t.splits))] {
		v := make([]float64, t.d.n)
		folds := make([]predictor, div.folds)
		err := t.eachFold(TreesName, 0.1, 0.3, div.folds, func(k int) error {
			f := t.d.fitBoosted(div.train(k), t.d.y, t.opt.Seed)
			folds[k] = f
			for _, i := range div.test(k) {
				v[i] = f.value(t.d.row(i))
			}
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

// nets cross-validates the tuned ensemble: it is tuned anew in every fold.
func (t *trainer) crossValidateNets() error {
	div := t.splits[0]
	v, heat := make([]float64, t.d.n), make([]float64, div.folds)
	folds := make([]predictor, div.folds)
	err := t.eachFold(NetName, 0.3, 0.6, div.folds, func(k int) error {
		c, _, err := t.netTrainer(div.train(k), "fold "+itoa(k+1)).tune()
		if err != nil {
			return err
		}
		folds[k], heat[k] = c, c.Temperature
		for _, i := range div.test(k) {
			v[i] = c.value(t.d.row(i))
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.foldModels[NetName] = folds
	t.outcomes = append(t.outcomes, outcomeOf(NetName, t.d, t.splits[:1], [][]float64{v}, [][]float64{heat}))
	return nil
}

// netFact says why the net is locked or that it is not.
func (t *trainer) netFact() survey.Message {
	net, ridge := t.outcome(NetName), t.outcome(RidgeName)
	switch {
	case t.d.groups < netMinTeams:
		return survey.Say("net_few_teams", "Needs", netMinTeams, "Teams", t.d.groups)
	case net == nil || ridge == nil:
		return survey.Say("net_off")
	}
	more, se := errorDifference(t.d, net, ridge)
	mean := t.outcome(MeanName)
	n := total(mean.errors)
	args := []any{"Net", 1 - total(net.errors)/n, "Ridge", 1 - total(ridge.errors)/n, "SE", se}
	if more > se {
		return survey.Say("net_unlocked", args...)
	}
	return survey.Say("net_no_better", args...)
}

// studyNet tunes the net on all rows for what the pages show of it, though another model is used.
func (t *trainer) tuneOnAllRows() (err error) {
	_, t.net, err = t.netTrainer(upTo(t.d.n), NetStudy).tune()
	return err
}
