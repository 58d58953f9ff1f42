package fit

import (
	"context"
	"math"
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

	// Study, which may be nil, opens where the trials of a tuning are kept, by its name: [NetStudy] for the one on all
	// rows, others for those within folds. A training that was interrupted then goes on with the trials that there are.
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
	outcomes      []outcome
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
	return t.result()
}

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

func (t *trainer) tries(kind string) bool {
	return t.opt.Kinds == nil || slices.Contains(t.opt.Kinds, kind)
}

// compare scores every kind of model that the data allow on the same folds.
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

func equal(y []float64) bool {
	return !slices.ContainsFunc(y, func(v float64) bool { return v != y[0] })
}

// add keeps the outcome of a kind of model.
func (t *trainer) add(name string, value [][]float64) {
	t.outcomes = append(t.outcomes, outcomeOf(name, t.d, t.splits[:len(value)], value, nil))
}

func (t *trainer) outcome(name string) *outcome {
	for i := range t.outcomes {
		if t.outcomes[i].name == name {
			return &t.outcomes[i]
		}
	}
	return nil
}

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
			for _, i := range div.test(k) {
				value[r][i] = f.value(t.d.row(i))
			}
		}
		if r == 0 {
			t.foldModels[TheoryName] = folds
		}
	}
	t.add(TheoryName, value)
}

// guess is the slope of the theory score where the data are too few to learn it; 0 where they
// are not.
func (t *trainer) priorSlope(s *sums) float64 {
	if t.d.groups >= minTeams {
		return 0
	}
	sd := math.Sqrt(max(0, s.yy/s.n-s.y/s.n*s.y/s.n))
	return 0.65 * priorSlopeSD * sd * s.groups / (s.groups + 30) // what a deviation of the score is, is itself a guess from few teams
}

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
