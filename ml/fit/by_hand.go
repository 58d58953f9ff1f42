package fit

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"dure/ml"
)

// ByHand trains a network with settings that somebody chose, and scores that very network on rows that it did not see: the one that is scored is the one
// that is kept. With Online it learns each row once, in order, and is scored on its answers before.
type ByHand struct {
	Net    ml.Net
	Held   float64 // share of the rows set apart to score it, whole groups at a time
	Online bool
}

// A Measure is what a score counts.
type Measure string

// The measures; less is better in all.
const (
	LogLoss Measure = "log_loss" // in nats
	RMSE    Measure = "rmse"     // in units of the target
	Errors  Measure = "errors"   // share of rows whose class is not what was said
)

// TrainedNet is a network trained by hand, and what its training showed.
type TrainedNet struct {
	Network    *ml.Network  `json:"-"`
	Measure    Measure      `json:"measure"`
	Rows       int          `json:"rows"`              // that it learned from
	Unseen     int          `json:"unseen"`            // rows that it was scored on
	Curve      []CurvePoint `json:"curve"`             // by epoch, or by part of the stream
	Score      float64      `json:"score"`             // on the unseen rows; on those it learned from where there are none
	Accuracy   *float64     `json:"accuracy"`          // share of those whose class it says rightly
	Mean       float64      `json:"mean"`              // the same score of the mean, or of how often each class is
	Linear     *float64     `json:"linear,omitempty"`  // and of a line; none for a stream
	OverMean   *Gap         `json:"over_mean"`         // how much less a row costs than by the mean; none where a tuned net was not scored on unseen rows
	OverLinear *Gap         `json:"over_linear"`       // and than by a line
	Findings   []ml.Finding `json:"findings"`          // what ails it
	Columns    []float64    `json:"columns,omitempty"` // by input, how much more a row costs where its values are shuffled
}

// A CurvePoint is a step of a learning curve: the mean loss that is trained, and the score on unseen rows where that was looked at.
type CurvePoint struct {
	Number int      `json:"number"`
	Loss   float64  `json:"loss"`
	Unseen *float64 `json:"unseen,omitempty"`
}

// A Gap is how much less rows cost with one predictor than with another, in the measure's unit of a single row: of a regression a squared error.
type Gap struct {
	Value float64 `json:"value"`
	SE    float64 `json:"se"` // its standard error over rows, or groups
}

// Told says whether a gap is more than chance: 1 less, -1 more, 0 not to be told, at two standard errors.
func (g Gap) Told() int {
	switch {
	case g.Value > 2*g.SE && g.Value > 0:
		return 1
	case g.Value < -2*g.SE && g.Value < 0:
		return -1
	}
	return 0
}

// Train trains and scores. It tells each point of the curve to tell. When ctx ends it scores what there is, beside context.Cause(ctx).
func (h ByHand) Train(ctx context.Context, d ml.Data, tell func(CurvePoint)) (TrainedNet, error) {
	h.Net.Task = cmp.Or(h.Net.Task, ml.Regression)
	d.K = d.ClassCount(h.Net.Task)
	if h.Online {
		return h.stream(ctx, d, tell)
	}
	learn, unseen, err := h.split(d)
	if err != nil {
		return TrainedNet{}, err
	}
	trainer, err := h.Net.Start(learn, ml.Data{})
	if err != nil {
		return TrainedNet{}, err
	}
	out := TrainedNet{Measure: h.measure(), Rows: len(learn.X), Unseen: len(unseen.X)}
	every := max(1, cmp.Or(h.Net.Epochs, 200)/curvePoints)
	for err == nil && !trainer.Done() {
		var e ml.Epoch
		if e, err = trainer.Epoch(ctx); err != nil {
			break
		}
		p := CurvePoint{Number: e.Number, Loss: e.Loss}
		if len(unseen.X) > 0 && (e.Number%every == 0 || trainer.Done()) {
			if losses, err := h.losses(trainer.Network(), unseen); err == nil {
				p.Unseen = new(h.score(losses))
			}
		}
		out.Curve = append(out.Curve, p)
		tell(p)
	}
	if err != nil && ctx.Err() == nil {
		return out, err
	}
	return out, errors.Join(err, h.judge(&out, trainer.Network(), learn, unseen))
}

// curvePoints is at how many points of a curve the unseen rows are looked at.
const curvePoints = 50

// split sets the unseen rows apart.
func (h ByHand) split(d ml.Data) (learn, unseen ml.Data, err error) {
	if h.Held == 0 {
		return d, ml.Data{}, nil
	}
	folds, err := ml.Split{Folds: max(2, int(math.Round(1/h.Held))), Task: h.Net.Task, Seed: h.Net.Seed}.Of(d)
	if err != nil {
		return learn, unseen, err
	}
	learn, unseen = d.Pick(folds[0].Train), d.Pick(folds[0].Test)
	learn.K, unseen.K = d.K, d.K
	return learn, unseen, nil
}

// measure is what the score counts. A perceptron says no chances.
func (h ByHand) measure() Measure {
	switch {
	case h.Net.Task == ml.Regression:
		return RMSE
	case h.Net.Loss == ml.Perceptron:
		return Errors
	}
	return LogLoss
}

// cost is what an answer costs a row: a squared error, -ln of a chance, or 1 for a wrong class.
func (h ByHand) cost(answer []float64, y float64) float64 {
	switch h.measure() {
	case RMSE:
		return (answer[0] - y) * (answer[0] - y)
	case Errors:
		if right(answer, y) {
			return 0
		}
		return 1
	}
	return ml.LogLoss([][]float64{answer}, []float64{y})
}

// right reports whether the class that an answer finds most likely is y.
func right(answer []float64, y float64) bool {
	return slices.Index(answer, slices.Max(answer)) == int(y)
}

// losses are the costs of the rows of d.
func (h ByHand) losses(p ml.Predictor, d ml.Data) ([]float64, error) {
	answers, err := p.Predict(d.X)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(d.X))
	for i, a := range answers {
		out[i] = h.cost(a, d.Y[i])
	}
	return out, nil
}

// score is the measure of rows with these costs.
func (h ByHand) score(costs []float64) float64 {
	if v := mean(costs); h.measure() == RMSE {
		return math.Sqrt(v)
	} else {
		return v
	}
}

// judge scores a network beside the mean and a line that learned from the same rows, and looks at what ails it.
func (h ByHand) judge(out *TrainedNet, n *ml.Network, learn, unseen ml.Data) error {
	out.Network = n
	on := unseen
	if len(on.X) == 0 {
		on = learn
	}
	costs, err := h.losses(n, on)
	if err != nil {
		return err
	}
	out.Score = h.score(costs)
	if err := h.accuracy(out, n, on); err != nil {
		return err
	}
	for i, m := range []ml.Model{ml.Mean{Task: h.Net.Task}, line{Nets{Task: h.Net.Task}}} {
		p, err := m.Fit(context.Background(), learn, nil)
		if err != nil {
			return err
		}
		theirs, err := h.losses(p, on)
		if err != nil {
			return err
		}
		gap := gapOf(theirs, costs, on.Group)
		if i == 0 {
			out.Mean, out.OverMean = h.score(theirs), &gap
		} else {
			out.Linear, out.OverLinear = new(h.score(theirs)), &gap
		}
	}
	d, err := n.Diagnose(learn)
	if err != nil {
		return err
	}
	out.Findings = append(d.Findings, h.troubles(*out, n.History())...)
	out.Columns, err = h.shuffled(n, on, mean(costs))
	return err
}

// troubles are those of the curves. A perceptron comes to rest only where it no longer errs, whatever its rate.
func (h ByHand) troubles(out TrainedNet, curve []ml.Epoch) []ml.Finding {
	if h.Net.Loss == ml.Perceptron {
		if last := curve[len(curve)-1].Loss; last > 0 {
			return []ml.Finding{{Key: ml.NotDivided, Layer: -1, Value: last}}
		}
		return nil
	}
	best, last := math.Inf(1), 0.0
	for _, p := range out.Curve {
		if p.Unseen != nil {
			best, last = min(best, *p.Unseen), *p.Unseen
		}
	}
	if last > best*(1+ml.OverfitLimit) {
		return []ml.Finding{{Key: ml.Overfit, Layer: -1, Value: last/best - 1, Limit: ml.OverfitLimit}}
	}
	return ml.Troubles(curve)
}

func gapOf(theirs, ours []float64, group []int) Gap {
	each := make([]float64, len(ours))
	for i := range each {
		each[i] = theirs[i] - ours[i]
	}
	v, se := clusteredSE(each, group)
	return Gap{v, se}
}

func (h ByHand) accuracy(out *TrainedNet, p ml.Predictor, d ml.Data) error {
	if h.Net.Task == ml.Regression {
		return nil
	}
	answers, err := p.Predict(d.X)
	if err != nil {
		return err
	}
	n := 0.0
	for i, a := range answers {
		if right(a, d.Y[i]) {
			n++
		}
	}
	out.Accuracy = new(n / float64(len(answers)))
	return nil
}

// shuffled is by input how much more a row costs where the values of that input are those of other rows: permutation importance, Breiman (2001).
func (h ByHand) shuffled(p ml.Predictor, d ml.Data, cost float64) ([]float64, error) {
	rng := rand.New(rand.NewPCG(h.Net.Seed, 3))
	out := make([]float64, len(d.X[0]))
	order := rng.Perm(len(d.X))
	for j := range out {
		mixed := d
		mixed.X = make([][]float64, len(d.X))
		for i, row := range d.X {
			mixed.X[i] = slices.Clone(row)
			mixed.X[i][j] = d.X[order[i]][j]
		}
		costs, err := h.losses(p, mixed)
		if err != nil {
			return nil, err
		}
		out[j] = mean(costs) - cost
	}
	return out, nil
}

// stream learns the rows as they come. What it is compared with knows only the rows before too: their mean, or how often each class was.
func (h ByHand) stream(ctx context.Context, d ml.Data, tell func(CurvePoint)) (TrainedNet, error) {
	out := TrainedNet{Measure: h.measure()}
	var costs, theirs, part []float64
	so, correct := newSoFar(d.K), 0.0
	every := max(1, len(d.X)/curvePoints)
	n, err := h.Net.Stream(ctx, d, func(i int, answer []float64) {
		costs = append(costs, h.cost(answer, d.Y[i]))
		theirs = append(theirs, h.cost(so.answer(), d.Y[i]))
		if part = append(part, costs[i]); len(part) == every || i == len(d.X)-1 {
			p := CurvePoint{Number: i + 1, Loss: h.score(part)}
			out.Curve, part = append(out.Curve, p), nil
			tell(p)
		}
		if d.K > 0 && right(answer, d.Y[i]) {
			correct++
		}
		so.add(d.Y[i])
	})
	if n == nil || len(costs) == 0 {
		return out, err
	}
	out.Network, out.Rows, out.Unseen = n, len(costs), len(costs)
	out.Score, out.Mean, out.OverMean = h.score(costs), h.score(theirs), new(gapOf(theirs, costs, nil))
	if d.K > 0 {
		out.Accuracy = new(correct / float64(len(costs)))
	}
	found, wrong := n.Diagnose(d)
	out.Findings = found.Findings
	return out, errors.Join(err, wrong)
}

// soFar is what the rows so far say of the next: their mean, or how often each class was, counting each once from the beginning.
type soFar struct {
	counts []float64
	n, sum float64
}

func newSoFar(k int) *soFar {
	s := &soFar{counts: make([]float64, k)}
	for j := range s.counts {
		s.counts[j], s.n = 1, s.n+1
	}
	return s
}

func (s *soFar) answer() []float64 {
	if len(s.counts) == 0 {
		return []float64{s.sum / max(s.n, 1)}
	}
	out := slices.Clone(s.counts)
	for j := range out {
		out[j] /= s.n
	}
	return out
}

func (s *soFar) add(y float64) {
	s.n++
	if s.sum += y; len(s.counts) > 0 {
		s.counts[int(y)]++
	}
}
