package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
)

// workCmd does jobs, and serves no pages.
type workCmd struct {
	dataFlag
	BaseURL string `name:"base-url" env:"DURE_BASE_URL" placeholder:"URL" help:"Address at which visitors reach the app, for the links in letters. By default what a server said last."`
	smtpFlags
	memoryFlag
	Pace    int        `name:"smtp-pace" env:"DURE_SMTP_PACE" default:"60" help:"How many letters a minute are sent at most; 0 for as many as the mail server takes."`
	Metrics string     `env:"DURE_METRICS" placeholder:"ADDR" help:"Serve metrics for Prometheus at /metrics and profiles at /debug/pprof/ at this address, HOST:PORT, to whoever can reach it: one of this machine, such as 127.0.0.1:9090."`
	Log     slog.Level `env:"DURE_LOG" default:"warn" help:"What is logged on standard error, in lines of JSON: error, warn or info."`
}

// Run works until it is interrupted.
func (w *workCmd) Run() error {
	ctx, stop := untilInterrupted()
	defer stop()
	slog.SetDefault(newLog(os.Stderr, w.Log))
	return w.work(ctx, os.Stdout)
}

func (w *workCmd) work(ctx context.Context, out io.Writer) (err error) {
	if w.Database == "" {
		return usageError("dure work shares the data with other programs: name a PostgreSQL database with --database or DURE_DATABASE. With a file, dure serve does the jobs itself")
	}
	sender, err := w.sender()
	if err != nil {
		return err
	}
	dir, err := w.dir()
	if err != nil {
		return err
	}
	d, err := db.OpenWith(ctx, dir, w.existing())
	if err != nil {
		return w.dataError(dir, err)
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	base, err := w.base(ctx, d)
	if err != nil {
		return w.dataError(dir, err)
	}
	_, metrics, endMetrics, err := serveMetrics(w.Metrics, d)
	if err != nil {
		return err
	}
	defer endMetrics()
	var busy sync.WaitGroup
	defer busy.Wait()
	cfg := web.Config{Store: d, Sessions: d.Sessions(time.Now), BaseURL: base, Mails: sender != nil}
	if err := work(ctx, d, &busy, cfg, sender, w.Pace, false, newJobShare(w.limit().jobs())); err != nil {
		return w.dataError(dir, err)
	}
	busy.Go(func() { keepAlive(ctx, d) })
	fmt.Fprintln(out, "Dure does the jobs of PostgreSQL (Ctrl+C ends it)")
	if metrics != "" {
		fmt.Fprintf(out, "Metrics are at %s\n", metrics)
	}
	notify("READY=1")
	<-ctx.Done()
	notify("STOPPING=1")
	return nil
}

// base returns the address for links in letters.
func (w *workCmd) base(ctx context.Context, d *db.DB) (string, error) {
	if w.BaseURL != "" {
		return checkBase(w.BaseURL)
	}
	base, err := d.BaseURL(ctx)
	if errors.Is(err, survey.ErrNotFound) {
		err = usageError("no server has run yet: start dure serve first, or give its address with --base-url")
	}
	return base, err
}
