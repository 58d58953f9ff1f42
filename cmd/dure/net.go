package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"dure/ml"
	"dure/ml/fit"
	"dure/survey"
	"dure/web"
)

// netCmd is nets by choice: each setting can be tried, and what it does is shown.
type netCmd struct {
	Train   netTrainCmd   `cmd:"" help:"Train a net with settings of your choice, and see how it learns."`
	Explain netExplainCmd `cmd:"" help:"Say how a net was trained, how well it does and what it goes by."`
}

// netTrainCmd trains one.
type netTrainCmd struct {
	targetFile
	Hidden     string  `placeholder:"32,16" help:"Units of each hidden layer. Without it there is none: a line, or logistic regression."`
	Activation string  `default:"relu" enum:"linear,step,sigmoid,tanh,hardsigmoid,hardtanh,relu,leakyrelu,prelu,elu,selu,gelu,silu,softplus,softmax" help:"What the hidden units do: ${enum}."`
	Loss       string  `default:"auto" enum:"auto,squared,absolute,huber,crossentropy" help:"What training makes small: ${enum}. Squared and crossentropy are for classes too."`
	Optimizer  string  `default:"adam" enum:"sgd,momentum,nesterov,adagrad,rmsprop,adam,adamw" help:"How a gradient changes the weights: ${enum}."`
	Rate       float64 `placeholder:"R" help:"Learning rate. Default: the optimizer's usual one, 1 with --rule perceptron."`
	Batch      string  `placeholder:"full|N" help:"Rows before each update: full is all, 1 is single examples in random order. Default: 32, 1 with --rule perceptron."`
	Epochs     int     `default:"200" help:"Passes over the rows."`
	Online     bool    `help:"One pass in the order of the file: each row is seen once, and predicted before it is learned."`
	Rule       string  `default:"gradient" enum:"gradient,perceptron" help:"How it learns: ${enum}. The perceptron's rule is for one layer and classes."`
	Held       float64 `default:"0.2" help:"Share of the rows that are set apart to score it; 0 scores it on those it learned from."`
	Out        string  `placeholder:"MODEL" help:"Write the net, for net explain and predict."`
	Seed       uint64  `default:"1" help:"Seed of the random numbers."`
	Report     string  `placeholder:"REPORT.json" help:"Write all figures as JSON."`
	htmlFlags

	stdout, stderr io.Writer
}

// Run reads, trains, scores and writes.
func (c *netTrainCmd) Run() error {
	if c.stdout == nil {
		c.stdout, c.stderr = os.Stdout, os.Stderr
	}
	net, err := c.settings()
	if err != nil {
		return err
	}
	if err := places(place{"the table", c.Data}, place{"--report", c.Report}, place{"--out", c.Out}, place{"--html", c.HTML}); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	d, err := c.read(false)
	if err != nil {
		return err
	}
	if net.Task = d.Task; net.Loss == ml.Perceptron && d.Task == ml.Regression {
		return usageError("--rule perceptron: %s is a number; the rule is for classes", c.Target)
	}
	if err := net.Check(); err != nil {
		return c.fault(err)
	}
	tell, done := c.live()
	trained, err := fit.ByHand{Net: net, Held: c.Held, Online: c.Online}.Train(ctx, d.Data, tell)
	done()
	if errors.Is(err, ml.ErrDiverged) || err != nil && ctx.Err() == nil {
		return c.fault(err)
	}
	return errors.Join(c.write(d, trained), c.stopped(ctx, trained))
}

// stopped says that the training was ended early.
func (c *netTrainCmd) stopped(ctx context.Context, t fit.TrainedNet) error {
	if ctx.Err() == nil {
		return nil
	}
	return fmt.Errorf("stopped after %s; what is shown and written is the net as it stood", count(len(t.Curve), "epoch"))
}

// settings reads the flags.
func (c *netTrainCmd) settings() (ml.Net, error) {
	net := ml.Net{Loss: ml.Loss(c.Loss), Optimizer: ml.Optimizer(c.Optimizer), Rate: c.Rate, Epochs: c.Epochs, Seed: c.Seed}
	if c.Loss == "auto" {
		net.Loss = ""
	}
	activation := ml.Activation(c.Activation)
	if c.Activation == "linear" {
		activation = ml.Linear
	}
	for units := range strings.SplitSeq(c.Hidden, ",") {
		if units = strings.TrimSpace(units); units == "" {
			continue
		}
		n, err := strconv.Atoi(units)
		if err != nil || n < 1 {
			return net, usageError("--hidden: %q is no number of units; write as 32,16", units)
		}
		net.Layers = append(net.Layers, ml.Dense(n, activation))
	}
	if c.Rule == "perceptron" {
		if c.Hidden != "" || c.Loss != "auto" {
			return net, usageError("--rule perceptron is for a single layer and has a loss of its own; leave out --hidden and --loss")
		}
		net.Loss, net.Optimizer, net.Batch = ml.Perceptron, ml.SGD, 1
		if c.Rate == 0 {
			net.Rate = 1
		}
	}
	switch n, err := strconv.Atoi(c.Batch); {
	case c.Batch == "":
	case c.Batch == "full":
		net.Batch = ml.FullBatch
	case err != nil || n < 1:
		return net, usageError("--batch: %q is neither full nor a number of rows", c.Batch)
	default:
		net.Batch = n
	}
	if c.Held < 0 || c.Held > 0.5 {
		return net, usageError("--held has to be from 0 to 0.5")
	}
	return net, nil
}

// fault makes a sentence of what training refuses, or of how it failed.
func (c *netTrainCmd) fault(err error) error {
	bad, setting := errors.AsType[*ml.SettingError](err)
	switch {
	case errors.Is(err, ml.ErrStep):
		return usageError("--activation step: %s", say(survey.Say("hint_step")))
	case errors.Is(err, ml.ErrDiverged):
		return fmt.Errorf("%s: %w. %s", c.Data, err, say(survey.Say("hint_diverged")))
	case setting && bad.Field == "Loss":
		return usageError("--loss %s does not suit this target: absolute and huber are for numbers, crossentropy for classes", c.Loss)
	case setting:
		return usageError("--%s is out of range", strings.ToLower(bad.Field))
	}
	return c.explain(err)
}

// live shows the learning curve while it grows, where a person looks.
func (c *netTrainCmd) live() (tell func(fit.CurvePoint), done func()) {
	f, ok := c.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func(fit.CurvePoint) {}, func() {}
	}
	var losses []float64
	shown := time.Time{}
	return func(p fit.CurvePoint) {
		if losses = append(losses, p.Loss); time.Since(shown) < 50*time.Millisecond {
			return
		}
		shown = time.Now()
		fmt.Fprintf(f, "\r\033[K%6d  loss %.4g  %s", p.Number, p.Loss, sparkline(losses, 40))
	}, func() { fmt.Fprint(f, "\r\033[K") }
}

// write writes the net, the report and a summary.
func (c *netTrainCmd) write(d fit.TableData, t fit.TrainedNet) error {
	if t.Network == nil {
		return nil
	}
	r := newNetReport(c.Target, d, t)
	r.Online, r.Reading = c.Online, &c.reading
	if err := writeReport(c.Report, r); err != nil {
		return err
	}
	if c.Out != "" {
		if err := r.keep(c.Out, d); err != nil {
			return err
		}
	}
	err := c.page(c.Data, func(o web.Paper, w io.Writer) error { return o.Net(w, r.made(), t, r.important()) })
	if err != nil {
		return err
	}
	_, err = io.WriteString(c.stdout, r.text())
	return err
}

// netExplainCmd says again what training said.
type netExplainCmd struct {
	Model  string `arg:"" name:"model" help:"File that net train or tune wrote."`
	Report string `placeholder:"REPORT.json" help:"Write all figures as JSON."`

	stdout io.Writer
}

// Run reads and writes.
func (c *netExplainCmd) Run() error {
	if c.stdout == nil {
		c.stdout = os.Stdout
	}
	m, err := loadNet(c.Model)
	if err != nil {
		return err
	}
	var r netReport
	if err := json.Unmarshal(m.About, &r); err != nil {
		return usageError("%s: %w", c.Model, fit.ErrFormat)
	}
	if err := writeReport(c.Report, r); err != nil {
		return err
	}
	_, err = io.WriteString(c.stdout, r.text())
	return err
}

// loadNet reads a net.
func loadNet(path string) (fit.TableNet, error) {
	f, err := os.Open(path)
	if err != nil {
		return fit.TableNet{}, fileError(err)
	}
	defer f.Close()
	m, err := fit.LoadTableNet(f)
	if err != nil {
		return m, usageError("%s: %w", path, err)
	}
	return m, nil
}
