package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"dure/db"
	"dure/ml"
	"dure/ml/fit"
	"dure/ml/tune"
	"dure/survey/sheet"
	"dure/web"
)

// tuneCmd tunes a net on a table without a server.
type tuneCmd struct {
	targetFile
	Trials  int    `default:"100" help:"Settings to try."`
	Folds   int    `default:"5" help:"Folds of the cross-validation."`
	Sampler string `default:"auto" enum:"auto,random,grid,sobol,halton,tpe,cma,gp" help:"How settings are chosen: ${enum}."`
	Pruner  string `default:"none" enum:"none,median,percentile,halving,hyperband,patient,wilcoxon" help:"How hopeless trials are ended after some folds: ${enum}."`
	Workers int    `default:"2" help:"Nets trained at a time."`
	Study   string `placeholder:"FILE" help:"Keep the trials in this SQLite file, from which a later call goes on."`
	Seed    uint64 `default:"1" help:"Seed of the random numbers."`
	Report  string `placeholder:"REPORT.json" help:"Write all figures as JSON."`
	Out     string `placeholder:"MODEL" help:"Write the net that tuning gives, for net explain and predict."`
	htmlFlags
	Predict string `placeholder:"OUT.csv" help:"Write the rows without a value of the target here, with what the tuned net says it is."`
}

var samplers = map[string]tune.Sampler{
	"auto": tune.Alternate{}, "random": tune.Random{}, "grid": tune.Grid{Steps: 4}, "sobol": tune.Sobol{},
	"halton": tune.Halton{}, "tpe": tune.TPE{Group: true}, "cma": tune.CMA{}, "gp": tune.GP{},
}

var pruners = map[string]tune.Pruner{
	"none": nil, "median": tune.Median{}, "percentile": tune.Percentile{Keep: 25}, "halving": tune.Halving{Factor: 2},
	"hyperband": tune.Hyperband{Factor: 2}, "patient": tune.Patient{Pruner: tune.Median{}, Patience: 1}, "wilcoxon": tune.Wilcoxon{},
}

// Run reads, tunes and writes.
func (c *tuneCmd) Run() error {
	if c.Trials < 1 || c.Folds < 2 || c.Workers < 1 {
		return usageError("--trials and --workers have to be at least 1, --folds at least 2")
	}
	if err := c.places(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	d, err := c.read(c.Predict != "")
	if err != nil {
		return err
	}
	n := fit.Nets{Task: d.Task, Folds: c.Folds, Trials: c.Trials, Sampler: samplers[c.Sampler], Pruner: pruners[c.Pruner],
		Workers: c.Workers, Seed: c.Seed, Clock: time.Now}
	if c.Study != "" {
		file, err := c.open(ctx, d)
		if err != nil {
			return err
		}
		defer file.Close()
		n.Store = file
	}
	share, done := progress(os.Stderr, "tuning", true)
	tuned, err := n.Tune(ctx, d.Data, share)
	done()
	if err != nil {
		return c.explain(err)
	}
	if err := c.write(tuned, d); err != nil || c.Predict == "" && c.Out == "" {
		return err
	}
	net, err := tuned.Ensemble.Distil(ctx, d.Data)
	if err != nil {
		return c.explain(fmt.Errorf("training the tuned net: %w", err))
	}
	if c.Predict != "" {
		err = c.predict(net, tuned, d)
	}
	if c.Out != "" {
		err = errors.Join(err, c.keep(net, tuned, d))
	}
	return c.explain(err)
}

// places looks at the files that the command is to write.
func (c *tuneCmd) places() error {
	return places(place{"the table", c.Data}, place{"--study", c.Study}, place{"--report", c.Report}, place{"--predict", c.Predict}, place{"--out", c.Out}, place{"--html", c.HTML})
}

// A place is a file and what names it.
type place struct{ flag, path string }

// places refuses files that cannot be written, or that would take the place of another. The first is there already.
func places(files ...place) error {
	for i, f := range files[1:] {
		if f.path == "" {
			continue
		}
		if dir := filepath.Dir(f.path); !isDir(dir) {
			return usageError("%s: there is no folder %s", f.flag, dir)
		}
		if isDir(f.path) {
			return usageError("%s: %s is a folder; name a file", f.flag, f.path)
		}
		for _, other := range files[:i+1] {
			if other.path != "" && sameFile(f.path, other.path) {
				return usageError("%s: %s is %s too, and would be lost; name another file", f.flag, f.path, other.flag)
			}
		}
	}
	return nil
}

func sameFile(a, b string) bool {
	at, err := os.Stat(a)
	bt, err2 := os.Stat(b)
	if err == nil && err2 == nil {
		return os.SameFile(at, bt) && at.Mode().IsRegular()
	}
	absolute, err := filepath.Abs(a)
	other, err2 := filepath.Abs(b)
	return err == nil && err2 == nil && absolute == other
}

// open opens the study's file, which belongs to this table and these settings.
func (c *tuneCmd) open(ctx context.Context, d fit.TableData) (*db.StudyFile, error) {
	of := []any{fit.NetSpace, d.Data, d.Task, c.Folds, c.Seed}
	if pruners[c.Pruner] != nil {
		of = append(of, "pruned") // then all trials share their folds
	}
	text, err := json.Marshal(of)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	file, err := db.OpenStudy(ctx, c.Study, hex.EncodeToString(sum[:]))
	if errors.Is(err, db.ErrOtherStudy) {
		return nil, usageError("%s: the file is not a study of this table with this target, task, folds and seed, and with or without a pruner as now, or one of an earlier version of Dure; name another with --study", c.Study)
	}
	return file, err
}

// explain makes a sentence of what is wrong with the table.
func (c *targetFile) explain(err error) error {
	if bad, ok := errors.AsType[*ml.DataError](err); ok {
		return usageError("%s: %w", c.Data, bad)
	}
	if errors.Is(err, ml.ErrTooFew) {
		return usageError("%s: %w", c.Data, err)
	}
	return err
}

// A tuneReport is the JSON of --report.
type tuneReport struct {
	Best       bestReport         `json:"best"`
	Nested     nestedReport       `json:"nested"`
	Verdict    string             `json:"verdict"`
	Pool       poolReport         `json:"pool"`
	Baselines  map[string]float64 `json:"baselines"`
	Importance map[string]float64 `json:"importance"`
	Trials     []trialReport      `json:"trials"`
	Warnings   []string           `json:"warnings"`
	Reading    sheet.Reading      `json:"reading"`
}

// A bestReport is of the best trial; nested is the nested score of a net with its settings.
type bestReport struct {
	Value    float64        `json:"value"`
	Nested   float64        `json:"nested"`
	Settings map[string]any `json:"settings"`
}

// A nestedReport is the nested score of what tuning gives: one net, taught by the pool.
type nestedReport struct {
	Value    float64    `json:"value"`
	Interval [2]float64 `json:"interval"`
}

// A poolReport is several of the best nets, and the nested score of such a pool when it is asked itself.
type poolReport struct {
	Value float64       `json:"value"`
	Nets  []shareReport `json:"nets"`
}

// A shareReport is a trial and what its net counts in a pool.
type shareReport struct {
	Number int     `json:"number"`
	Weight float64 `json:"weight"`
}

type trialReport struct {
	Number   int            `json:"number"`
	State    tune.State     `json:"state"`
	Value    *float64       `json:"value"`
	Settings map[string]any `json:"settings"`
	Seconds  float64        `json:"seconds"`
}

func newTuneReport(t fit.Tuned) tuneReport {
	r := tuneReport{
		Best:       bestReport{t.Best.Value, t.BestScore, t.Best.Map()},
		Nested:     nestedReport{t.Nested, [2]float64{t.Low, t.High}},
		Verdict:    strings.Join(lines(fit.TrainedNet{OverMean: t.OverMean, OverLinear: &t.OverLinear}.Verdict()), " "),
		Pool:       poolReport{t.EnsembleScore, []shareReport{}},
		Baselines:  map[string]float64{"mean": t.Mean, "linear": t.Linear},
		Importance: tune.Importance(t.Trials),
		Trials:     []trialReport{},
		Warnings:   []string{},
	}
	if r.Importance == nil {
		r.Importance = map[string]float64{}
	}
	for _, s := range t.Ensemble {
		r.Pool.Nets = append(r.Pool.Nets, shareReport{s.Trial, s.Weight})
	}
	for _, trial := range t.Trials {
		line := trialReport{Number: trial.Number, State: trial.State, Settings: trial.Map(), Seconds: max(0, trial.Ended.Sub(trial.Began).Seconds())}
		if v := trial.Value; trial.State == tune.Complete {
			line.Value = &v
		}
		r.Trials = append(r.Trials, line)
	}
	return r
}

// write writes the report and a summary.
func (c *tuneCmd) write(t fit.Tuned, d fit.TableData) error {
	r := newTuneReport(t)
	r.Reading = c.reading
	for _, note := range d.Notes {
		r.Warnings = append(r.Warnings, say(note))
	}
	if err := writeReport(c.Report, r); err != nil {
		return err
	}
	gaps := fit.TrainedNet{OverMean: t.OverMean, OverLinear: &t.OverLinear}
	if err := c.page(c.Data, func(o web.Paper, w io.Writer) error { return o.Study(w, gaps.Verdict(), t.Trials) }); err != nil {
		return err
	}
	score := "log loss"
	if d.Task == ml.Regression {
		score = "root mean squared error"
	}
	settings, err := json.Marshal(r.Best.Settings)
	if err != nil {
		return err
	}
	_, err = fmt.Printf("%s of the tuned net: %.4g (%.4g to %.4g) on rows the tuning did not see\nof the %d best nets that teach it, together: %.4g on such rows\nof the best settings alone: %.4g on such rows, %.4g by cross-validation\nmean %.4g, linear %.4g\n%s\nbest settings %s\n",
		score, r.Nested.Value, r.Nested.Interval[0], r.Nested.Interval[1], len(r.Pool.Nets), r.Pool.Value, r.Best.Nested, r.Best.Value, t.Mean, t.Linear, r.Verdict, settings)
	return err
}
