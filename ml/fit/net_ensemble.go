// An ensemble of small networks for ratings: one network for each inner fold, trained on the others
// and stopped early by that fold (cross-validation ensemble; Krogh and Vedelsby 1995, NIPS 7). Its
// mean predicts, its spread is the standard error, and the out-of-fold predictions give two
// corrections that cost no rows: a factor on deviations from the mean, and a temperature of
// probabilities (Guo et al. 2017, arXiv:1706.04599). Settings are tuned by TPE (ml/tune), anew
// inside every outer fold.

package fit

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"dure/ml"
	"dure/ml/tune"
)

// Settings of the net.
const (
	netSeeds  = 5      // networks of the ensemble, each with another fifth of the teams held out for early stopping
	netTrials = 10     // of the tuning; half of them start it at random
	netTries  = 2      // networks trained for each trial, of the five, to save time, unless it may be the best
	netVisits = 80_000 // rows that a network sees in all epochs, so that time does not grow with the club
)

// A netEnsemble predicts the mean of its networks.
type netEnsemble struct {
	Used        []int    `json:"used"`
	Nets        [][]byte `json:"nets"` // as ml.Save wrote them
	Base        float64  `json:"base"`
	Share       float64  `json:"share"`
	Temperature float64  `json:"heat"` // of probabilities

	networks []*ml.Network
}

// value is the expected rating at standardised features x, of the whole design.
func (c *netEnsemble) value(x []float64) float64 {
	v, _ := c.meanSD(x, make([]float64, len(c.Used)))
	return v
}

// meanSD returns the mean of the networks and their sample standard deviation.
func (c *netEnsemble) meanSD(x, scratch []float64) (mean, sd float64) {
	for a, f := range c.Used {
		scratch[a] = x[f]
	}
	var out [1]float64
	var sum, square float64
	for _, n := range c.networks {
		if n.PredictRow(out[:], scratch) != nil {
			return c.Base, 0
		}
		d := out[0] - c.Base
		sum += d
		square += d * d
	}
	k := float64(len(c.networks))
	mean = sum / k
	sd = math.Sqrt(max(0, square/k-mean*mean) * k / max(1, k-1))
	return c.Base + c.Share*mean, c.Share * sd
}

// encode writes the networks into Nets.
func (c *netEnsemble) encode() error {
	for _, n := range c.networks {
		var b bytes.Buffer
		if err := ml.Save(&b, n); err != nil {
			return err
		}
		c.Nets = append(c.Nets, b.Bytes())
	}
	return nil
}

// decode reads the networks from Nets.
func (c *netEnsemble) decode() error {
	for _, b := range c.Nets {
		n, err := ml.Load(bytes.NewReader(b))
		if err != nil {
			return err
		}
		if n.Columns() != len(c.Used) {
			return ErrFormat
		}
		c.networks = append(c.networks, n)
	}
	return nil
}

// A netTrainer tunes and trains networks on some rows.
type netTrainer struct {
	ctx    context.Context
	d      *design
	rows   []int
	used   []int
	fold   []int // of each row, the network that it is held out of
	seed   uint64
	trials int
	study  func(context.Context, string) (tune.Store, error)
	name   string
	now    func() time.Time
}

// netTrainer readies the training of an ensemble on rows; name is that of its study.
func (t *trainer) netTrainer(rows []int, name string) *netTrainer {
	s := t.d.sum(rows, t.d.y)
	return &netTrainer{ctx: t.ctx, d: t.d, rows: rows, used: s.selectFeatures(t.d.allFeatures, t.d.theoryFeatures), fold: t.d.innerSplit(rows, t.opt.Seed+9).fold, seed: t.opt.Seed,
		trials: cmp.Or(t.opt.Trials, netTrials), study: t.opt.Study, name: name, now: t.opt.Now}
}

// data are the rows of which keep is true, and their positions.
func (n *netTrainer) data(keep func(part int) bool) (ml.Data, []int) {
	var d ml.Data
	var at []int
	for k, i := range n.rows {
		if !keep(n.fold[k]) {
			continue
		}
		d.X, d.Y, d.Group = append(d.X, pick(n.d.row(i), n.used)), append(d.Y, n.d.y[i]), append(d.Group, n.d.group[i])
		at = append(at, k)
	}
	return d, at
}

// settings asks a trial for the settings of a net. Two units stand for none: a linear model is
// among what is searched.
func (n *netTrainer) settings(t *tune.Trial) ml.Net {
	net := ml.Net{Optimizer: ml.AdamW, Rate: t.LogFloat("rate", 1e-3, 3e-2), L2: t.LogFloat("decay", 1e-3, 3), Patience: 6}
	if units := t.LogInt("units", 2, 32); units > 2 {
		net.Layers = []ml.Layer{ml.Dense(units, ml.Tanh), ml.Dropout(t.Float("dropout", 0, 0.4))}
	}
	net.Epochs = max(8, min(80, netVisits/len(n.rows)))
	return net
}

// train trains the network of one fold, which is held out for early stopping, and writes its
// out-of-fold predictions.
func (n *netTrainer) train(net ml.Net, part int, held []float64) (*ml.Network, error) {
	in, _ := n.data(func(p int) bool { return p != part })
	out, at := n.data(func(p int) bool { return p == part })
	net.Seed = n.seed + uint64(part)
	t, err := net.Start(in, out)
	if err != nil {
		return nil, err
	}
	network, err := t.Run(n.ctx, nil)
	if err != nil {
		return nil, err
	}
	p, err := network.Predict(out.X)
	if err != nil {
		return nil, err
	}
	for a, k := range at {
		held[k] = p[a][0]
	}
	return network, nil
}

// score is the squared error on held-out folds, as a share of the variance: on the first [netTries] where that is above the least so far, on more
// and at last all where it is not, so that the best settings are those of the ensemble and no luck of the first folds.
func (n *netTrainer) score(net ml.Net, least float64) (score float64, err error) {
	held := make([]float64, len(n.rows))
	mean := meanOver(n.d.y, n.rows)
	var e, all float64
	for part := range 1 + slices.Max(n.fold) {
		if part >= netTries && score > least {
			break
		}
		if _, err := n.train(net, part, held); err != nil {
			return 0, err
		}
		for k, i := range n.rows {
			if n.fold[k] == part {
				e += (n.d.y[i] - held[k]) * (n.d.y[i] - held[k])
				all += (n.d.y[i] - mean) * (n.d.y[i] - mean)
			}
		}
		if score = 1; all > 0 {
			score = e / all
		}
	}
	return score, nil
}

// fixedTrial returns a trial that gets the settings of an earlier one, as Optuna's FixedTrial.
func fixedTrial(ctx context.Context, r tune.Record) (*tune.Trial, error) {
	st := tune.Study{Sampler: tune.Random{}}
	if err := st.Enqueue(ctx, r.Map()); err != nil {
		return nil, err
	}
	return st.Ask(ctx)
}

// leastOf is the least value of a study so far.
func leastOf(ctx context.Context, st *tune.Study) (float64, error) {
	best, err := st.Best(ctx)
	if errors.Is(err, tune.ErrNoTrial) {
		return math.Inf(1), nil
	}
	return best.Value, err
}

// tune searches for settings and trains the ensemble with the best.
func (n *netTrainer) tune() (*netEnsemble, *NetFacts, error) {
	st := tune.Study{Sampler: tune.TPE{Startup: max(4, n.trials/2)}, Trials: n.trials, Rand: rand.New(rand.NewPCG(n.seed, 13)), Clock: n.now}
	if n.study != nil {
		store, err := n.study(n.ctx, n.name)
		if err != nil {
			return nil, nil, err
		}
		st.Store = store
	}
	best, err := st.Minimize(n.ctx, func(ctx context.Context, t *tune.Trial) (float64, error) {
		least, err := leastOf(ctx, &st)
		if err != nil {
			return 0, err
		}
		return n.score(n.settings(t), least)
	})
	if err != nil {
		return nil, nil, err
	}
	t, err := fixedTrial(n.ctx, best)
	if err != nil {
		return nil, nil, err
	}
	records, err := st.Records(n.ctx)
	if err != nil {
		return nil, nil, err
	}
	c, facts, err := n.trainEnsemble(n.settings(t))
	if err != nil {
		return nil, nil, err
	}
	for _, r := range records {
		if r.State == tune.Complete {
			facts.Trials = append(facts.Trials, Trial{r.Number, r.Value, r.Map()})
		}
	}
	return c, facts, nil
}

// trainEnsemble trains one network for each fold and sets Share and Temperature by their
// out-of-fold predictions.
func (n *netTrainer) trainEnsemble(net ml.Net) (*netEnsemble, *NetFacts, error) {
	c := &netEnsemble{Used: n.used, Base: meanOver(n.d.y, n.rows), Share: 1, Temperature: 1}
	facts := &NetFacts{Settings: net, Members: netSeeds, Trials: []Trial{}, Findings: []ml.Finding{}}
	held := make([]float64, len(n.rows))
	all, _ := n.data(func(int) bool { return true })
	var curves [][]ml.Epoch
	for part := range 1 + slices.Max(n.fold) {
		network, err := n.train(net, part, held)
		if err != nil {
			return nil, nil, err
		}
		c.networks = append(c.networks, network)
		curves = append(curves, network.History())
		if diagnosis, err := network.Diagnose(all); err == nil {
			facts.Findings = append(facts.Findings, diagnosis.Findings...)
		}
	}
	facts.Epochs = meanCurve(curves)
	v, truth := make([]float64, len(n.rows)), make([]float64, len(n.rows))
	for k, i := range n.rows {
		v[k], truth[k] = held[k]-c.Base, n.d.y[i]-c.Base
	}
	c.Share = leastSquaresShare(v, truth)
	for k := range v {
		v[k] = c.Base + c.Share*v[k]
	}
	c.Temperature = n.temperature(v)
	facts.Temperature = c.Temperature
	return c, facts, nil
}

// meanCurve is the mean of learning curves. One that ended sooner stays where it was.
func meanCurve(curves [][]ml.Epoch) (mean []ml.Epoch) {
	longest := slices.MaxFunc(curves, func(a, b []ml.Epoch) int { return cmp.Compare(len(a), len(b)) })
	for i, e := range longest {
		e.Loss, e.Valid = 0, 0
		for _, c := range curves {
			at := c[min(i, len(c)-1)]
			e.Loss, e.Valid = e.Loss+at.Loss/float64(len(curves)), e.Valid+at.Valid/float64(len(curves))
		}
		mean = append(mean, e)
	}
	return mean
}

// temperature is the one with which probabilities of predicted ratings have the least log loss.
func (n *netTrainer) temperature(v []float64) float64 {
	y, above := pick(n.d.y, n.rows), pick(n.d.above, n.rows)
	l := linkOf(y, above, v)
	p := make([][]float64, len(v))
	for k, x := range v {
		c := l.chance(x)
		p[k] = []float64{1 - c, c}
	}
	return max(0.5, min(5, float64(ml.FitTemperature(p, above, 0))))
}
