// The order of learning: read the history into a design matrix, cross-validate every kind of model
// on the same splits, choose one and test it (selection.go), shrink it (shrinkage.go), and fit what
// is used to all rows (estimator.go).

// Package fit learns from past teams how well a team will fit, and tells honestly how much it
// knows. [Train] learns from a [History], a table with a rating for each member or team; a [Model]
// predicts, explains its predictions and rates teams while they are formed ([Scorer]). [Nets] tunes
// a network on any table. Beside the score that a search saw always stands one from rows that it
// never saw.
package fit

import (
	"context"
	"slices"
	"time"

	"dure/ml/tune"
)

// Options are the settings of learning. The zero value tries every kind of model.
type Options struct {
	Seed    uint64
	Repeats int      // of the cross-validation; 0 means 10, fewer where there are many teams
	Kinds   []string // of models to try beside the mean; nil means all
	Trials  int      // of the net's tuning, default 10
	Plain   bool     // leaves out importance and the learning curve
	Use     string   // kind to take whatever the scores say, for trying what it does; "" takes the best

	// Study, which may be nil, opens where the trials of a tuning are kept, by its name: [NetStudy]
	// for the one on all rows, others for those within folds. A training that was interrupted then
	// goes on with the trials that there are.
	Study func(ctx context.Context, name string) (tune.Store, error)
	// Now is the clock by which trials are timed; nil for none.
	Now func() time.Time
}

// NetStudy is the name of the net's tuning on all rows.
const NetStudy = "net"

// Progress says how far learning is.
type Progress struct {
	Stage string  // ridge, trees, net, chance, describe
	Share float64 // of the whole, 0 to 1
}

// A Result is what was learned.
type Result struct {
	Report Report
	Model  *Model
}

// A trainer holds what the stages of learning share.
type trainer struct {
	ctx           context.Context
	h             History
	opt           Options
	schema        schema
	d             *design
	splits        []split
	results       []outOfFold
	foldModels    map[string][]predictor // of each kind, by fold of the first division
	penaltyErrors []float64              // squared error of each penalty
	net           *NetFacts
	report        func(Progress)
}

// A predictor predicts a rating from standardised features.
type predictor interface{ value(x []float64) float64 }

// Train learns from h. The same history, options and seed give the same result. It tells report,
// which may be nil, how far it is. When ctx ends it returns context.Cause(ctx).
func Train(ctx context.Context, h History, opt Options, report func(Progress)) (*Result, error) {
	t, err := newTrainer(ctx, h, opt, report)
	if err != nil {
		return nil, err
	}
	if err := t.crossValidate(); err != nil {
		return nil, err
	}
	return t.finish()
}

// newTrainer reads h into a design matrix and draws the splits.
func newTrainer(ctx context.Context, h History, opt Options, report func(Progress)) (*trainer, error) {
	if report == nil {
		report = func(Progress) {}
	}
	if err := h.check(); err != nil {
		return nil, err
	}
	t := &trainer{ctx: ctx, h: h, opt: opt, schema: schemaOf(h), report: report, foldModels: map[string][]predictor{}}
	var err error
	if t.d, err = newDesign(h, t.schema); err != nil {
		return nil, err
	}
	t.splits = t.d.outerSplits(t.repeats(), opt.Seed)
	return t, nil
}

// repeats is how often cross-validation is repeated with new splits: the fewer teams, the more a score
// depends on the split.
func (t *trainer) repeats() int {
	switch g := t.d.groups; {
	case t.opt.Repeats > 0:
		return t.opt.Repeats
	case g < 200:
		return 10
	case g < fullTeams:
		return 5
	}
	return 2
}

// tries reports whether a kind of model is to be tried.
func (t *trainer) tries(kind string) bool {
	return t.opt.Kinds == nil || slices.Contains(t.opt.Kinds, kind)
}

// crossValidate predicts the rows out of fold by every kind of model that the data allow.
func (t *trainer) crossValidate() error {
	t.crossValidateMean()
	if equal(t.d.y) {
		return nil
	}
	if t.d.theoryWeights() != nil && t.tries(TheoryName) {
		t.crossValidateTheory()
	}
	if t.d.groups < minTeams || t.d.p == 0 {
		return nil
	}
	if t.tries(RidgeName) {
		if err := t.crossValidateRidge(); err != nil {
			return err
		}
	}
	if t.tries(TreesName) {
		if err := t.crossValidateTrees(); err != nil {
			return err
		}
	}
	if t.d.groups >= netMinTeams && t.tries(NetName) {
		return t.crossValidateNets()
	}
	return nil
}

// add keeps the out-of-fold predictions of a kind of model.
func (t *trainer) add(name string, value [][]float64) {
	t.results = append(t.results, outOfFoldOf(name, t.d, t.splits[:len(value)], value, nil))
}

// resultOf is the out-of-fold predictions of a kind of model, nil if it was not tried.
func (t *trainer) resultOf(name string) *outOfFold {
	for i := range t.results {
		if t.results[i].name == name {
			return &t.results[i]
		}
	}
	return nil
}
