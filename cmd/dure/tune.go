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
	Study   string `placeholder:"FILE" help:"Keep the trials, those of the nested cross-validation too, in this SQLite file, from which a later call goes on."`
	Seed    uint64 `default:"1" help:"Seed of the random numbers."`
	Report  string `placeholder:"REPORT.json" help:"Write all figures as JSON."`
	Out     string `placeholder:"MODEL" help:"Write the net that tuning gives, for net explain and predict."`
	htmlFlags
	NoNested bool   `help:"Leave out the nested cross-validation: five times as quick, but without a score on rows that the tuning did not see."`
	Predict  string `placeholder:"OUT.csv" help:"Write the rows without a value of the target here, with what the tuned net says it is."`
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
	context.AfterFunc(ctx, stop) // whoever asks again is not kept waiting
	began := time.Now()
	d, err := c.read(c.Predict != "")
	if err != nil {
		return err
	}
	n := fit.Nets{Task: d.Task, Folds: c.Folds, Trials: c.Trials, Sampler: samplers[c.Sampler], Pruner: pruners[c.Pruner],
		Workers: c.Workers, Seed: c.Seed, Clock: time.Now}
	if c.NoNested {
		n.Outer = -1
	}
	if c.Study != "" {
		file, err := c.open(ctx, d)
		if err != nil {
			return err
		}
		defer file.Close()
		n.Study = func(ctx context.Context, name string) (tune.Store, error) {
			if name == fit.NetStudy {
				return file, nil
			}
			return file.Beside(ctx, name)
		}
	}
	reading := time.Since(began)
	share, done := progress(os.Stderr, "tuning", true)
	tuned, err := n.Tune(ctx, d.Data, share)
	done()
	if err != nil {
		if ctx.Err() == nil {
			return c.explain(err)
		}
		err = c.stopped(tuned)
	}
	if tuned.Best.State != tune.Complete {
		return err
	}
	return errors.Join(c.write(tuned, d, reading), err)
}

// stopped says that the tuning was ended early, and what is kept.
func (c *tuneCmd) stopped(t fit.Tuned) error {
	trials := 0
	for _, r := range t.Trials {
		if r.State.Done() {
			trials++
		}
	}
	what := fmt.Sprintf("stopped after %s", count(trials, "trial"))
	if t.Network != nil && !c.NoNested {
		what += fmt.Sprintf(" and %s, so that there is no score on rows that the tuning did not see", count(t.Outer, "outer fold"))
	}
	if c.Study == "" {
		return fmt.Errorf("%s; no trial is kept: with --study FILE the same command goes on where it was stopped", what)
	}
	return fmt.Errorf("%s; %s keeps all trials, those of outer folds too, and the same command goes on from there", what, c.Study)
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
	Nested     *nestedReport      `json:"nested"` // null where it was not asked for, or stopped
	Verdict    string             `json:"verdict"`
	Baselines  map[string]float64 `json:"baselines"`
	Importance map[string]float64 `json:"importance"`
	Trials     []trialReport      `json:"trials"`
	Warnings   []string           `json:"warnings"`
	Seconds    map[string]float64 `json:"seconds"` // by stage, and of the whole
	Reading    sheet.Reading      `json:"reading"`
}

// A bestReport is of the best trial, whose settings the net has.
type bestReport struct {
	Value    float64        `json:"value"`
	Settings map[string]any `json:"settings"`
}

// A nestedReport is the score of the net, as it is tuned and trained, on rows that neither saw.
type nestedReport struct {
	Value    float64    `json:"value"`
	Interval [2]float64 `json:"interval"`
}

type trialReport struct {
	Number   int            `json:"number"`
	State    tune.State     `json:"state"`
	Value    *float64       `json:"value"`
	Settings map[string]any `json:"settings"`
	Seconds  float64        `json:"seconds"`
}

func newTuneReport(t fit.Tuned, reading time.Duration) tuneReport {
	r := tuneReport{
		Best:       bestReport{t.Best.Value, t.Best.Map()},
		Verdict:    strings.Join(lines(t.Verdict()), " "),
		Baselines:  map[string]float64{},
		Importance: tune.Importance(t.Trials),
		Trials:     []trialReport{},
		Warnings:   []string{},
		Seconds: map[string]float64{"read": reading.Seconds(), "search": t.Took.Search.Seconds(), "training": t.Took.Training.Seconds(), "nested": t.Took.Nested.Seconds(),
			"whole": (reading + t.Took.Search + t.Took.Training + t.Took.Nested).Seconds()},
	}
	if t.Nested() {
		r.Nested = &nestedReport{t.Score, [2]float64{t.Low, t.High}}
	}
	if t.Linear != nil {
		r.Baselines["mean"], r.Baselines["linear"] = t.Mean, *t.Linear
	}
	if r.Importance == nil {
		r.Importance = map[string]float64{}
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

// write writes the report, the files that are asked for and a summary. Of a tuning that was stopped it writes what there is.
func (c *tuneCmd) write(t fit.Tuned, d fit.TableData, reading time.Duration) error {
	r := newTuneReport(t, reading)
	r.Reading = c.reading
	for _, note := range d.Notes {
		r.Warnings = append(r.Warnings, say(note))
	}
	if err := writeReport(c.Report, r); err != nil {
		return err
	}
	if t.Network == nil {
		_, err := fmt.Printf("best so far %.4g by cross-validation, with the settings %s\n", r.Best.Value, settingsText(r))
		return err
	}
	made := newNetReport(c.Target, d, t.TrainedNet)
	made.Tuned = true
	if err := c.page(c.Data, func(o web.Paper, w io.Writer) error { return o.Study(w, made.made(), t) }); err != nil {
		return err
	}
	if c.Predict != "" {
		if err := c.predict(t, d); err != nil {
			return err
		}
	}
	if c.Out != "" {
		if err := made.keep(c.Out, d); err != nil {
			return err
		}
	}
	_, err := fmt.Print(r.summary(made))
	return err
}

// summary is what there is to read.
func (r tuneReport) summary(net netReport) string {
	var b strings.Builder
	if r.Nested != nil {
		fmt.Fprintf(&b, "%s of the tuned net: %.4g (%.4g to %.4g) on rows that the tuning did not see\n", measureNames[net.Measure], r.Nested.Value, r.Nested.Interval[0], r.Nested.Interval[1])
	}
	if net.Linear != nil {
		fmt.Fprintf(&b, "mean %.4g, line %.4g\n", net.Mean, *net.Linear)
	}
	fmt.Fprintf(&b, "%s\nsettings of the net, the best of %s with %.4g by cross-validation: %s\nseconds: %.3g reading, %.3g searching, %.3g training, %.3g scoring, %.3g in all\n",
		r.Verdict, count(len(r.Trials), "trial"), r.Best.Value, settingsText(r), r.Seconds["read"], r.Seconds["search"], r.Seconds["training"], r.Seconds["nested"], r.Seconds["whole"])
	return b.String()
}

func settingsText(r tuneReport) string {
	text, _ := json.Marshal(r.Best.Settings) // of numbers and words
	return string(text)
}
