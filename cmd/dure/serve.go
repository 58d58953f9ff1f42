package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
)

// serveCmd is the web app.
type serveCmd struct {
	dataFlag
	Addr    string      `env:"DURE_ADDR" default:"127.0.0.1:8080" help:"Address to listen on, HOST:PORT. Behind a proxy leave it as it is."`
	BaseURL string      `name:"base-url" env:"DURE_BASE_URL" placeholder:"URL" help:"Address at which visitors reach the app, for the links that it hands out. By default where it listens."`
	Proxies []addresses `name:"trusted-proxy" env:"DURE_TRUSTED_PROXY" placeholder:"CIDR" help:"Addresses of a proxy whose X-Forwarded-For says who asks, such as 10.0.0.1 or 10.0.0.0/8; may be given several times. By default nobody's word is taken."`
	Renew   bool        `name:"renew-links" help:"Where the key of links is lost, or was taken away because somebody else knows it: make all personal links and links to surveys anew, which ends the old ones. The key lies beside the data as links.key, or is DURE_KEY, 64 hexadecimal digits, for several servers."`
	NoNight bool        `name:"no-nightly" env:"DURE_NO_NIGHTLY" help:"Make no backup by night."`
	smtpFlags
	memoryFlag
	Pace    int           `name:"smtp-pace" env:"DURE_SMTP_PACE" default:"60" help:"How many letters a minute are sent at most; 0 for as many as the mail server takes."`
	Metrics string        `env:"DURE_METRICS" placeholder:"ADDR" help:"Serve metrics for Prometheus at /metrics and profiles at /debug/pprof/ at this address, HOST:PORT, to whoever can reach it: one of this machine, such as 127.0.0.1:9090."`
	Log     slog.Level    `env:"DURE_LOG" default:"warn" help:"What is logged on standard error, in lines of JSON: error, warn, or info, with a line for each request. No link, answer or password is."`
	Drain   time.Duration `env:"DURE_DRAIN" default:"0s" help:"How long to go on serving after the program is asked to end, while /readyz says that it does, such as 15s: as long as a proxy takes to send visitors to another server."`
	NoWork  bool          `name:"no-work" env:"DURE_NO_WORK" help:"Serve pages only: jobs and letters are left to dure work, and to other servers, that use the same --database. The mail server is named here as well, or pages offer no letters."`
	Demo    bool          `help:"Show a demo club in a temporary directory, or in --data, which must then be new."`

	logged bool // what is said on standard output is kept somewhere
}

// How long a link for the first organizer and the demo's link work.
const (
	firstLinkLife = 7 * 24 * time.Hour
	demoLinkLife  = 30 * 24 * time.Hour
)

// Run serves until it is interrupted.
func (s *serveCmd) Run() error {
	ctx, stop := untilInterrupted()
	defer stop()
	slog.SetDefault(newLog(os.Stderr, s.Log))
	s.logged = !isTerminal(os.Stdout)
	return s.serve(ctx, os.Stdout)
}

// isTerminal reports whether a person reads what is written to f, and no log keeps it.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// untilInterrupted is a context that ends when the program is asked to.
func untilInterrupted() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	return ctx, stop
}

// lasting is a context that ends so long after ctx does.
func lasting(ctx context.Context, long time.Duration) (context.Context, context.CancelFunc) {
	later, end := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() { time.AfterFunc(long, end) })
	return later, end
}

// serve serves until it is asked to end, and is drained, and says on out where to look.
func (s *serveCmd) serve(asked context.Context, out io.Writer) (err error) {
	memory := s.limit()
	ctx, stop := lasting(asked, s.Drain)
	defer stop()
	if s.NoWork && s.Database == "" {
		return usageError("--no-work leaves the jobs to other programs, which cannot share a file: name a PostgreSQL database with --database")
	}
	sender, err := s.sender()
	if err != nil {
		return err
	}
	if s.Demo {
		sender = nil // its members are nobody's
	}
	dir, remove, err := s.place()
	if err != nil {
		return err
	}
	defer remove()
	o := s.options()
	o.Renew = s.Renew
	d, err := db.OpenWith(ctx, dir, o)
	if err != nil {
		return s.dataError(dir, err)
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	l, err := listen("addr", s.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	base, err := s.base(l.Addr())
	if err != nil {
		return err
	}
	if err := errors.Join(d.SaveBaseURL(ctx, base), d.EndDemo(ctx)); err != nil {
		return s.dataError(dir, err)
	}
	proxies := make([]netip.Prefix, len(s.Proxies))
	for i, p := range s.Proxies {
		proxies[i] = p.Prefix
	}
	meter, metrics, endMetrics, err := serveMetrics(s.Metrics, d)
	if err != nil {
		return err
	}
	defer endMetrics()
	cfg := web.Config{Store: d, Sessions: d.Sessions(time.Now), BaseURL: base, Proxies: proxies, Mails: sender != nil, Meter: meter, Demo: s.Demo, Kept: memory.seasons(),
		Leaving: func() bool { return asked.Err() != nil }}
	handler, err := web.New(cfg)
	if err != nil {
		return err
	}
	chores, end := context.WithCancel(ctx)
	var busy sync.WaitGroup
	defer busy.Wait() // so that a copy that is being made leaves nothing
	defer end()
	if !s.NoWork {
		if err := work(chores, d, &busy, cfg, sender, s.Pace, !s.NoNight && !s.Demo, newJobShare(memory.jobs())); err != nil {
			return err
		}
	}
	busy.Go(func() { watchFiles(chores, d) })
	busy.Go(func() { keepAlive(chores, d) })
	show := demo{db: d, now: time.Now()}
	if err := s.welcome(ctx, &show, out, base, dir); err != nil {
		return err
	}
	if s.Demo {
		busy.Go(func() { show.learn(chores) })
	}
	if metrics != "" {
		fmt.Fprintf(out, "Metrics are at %s\n", metrics)
	}
	notify("READY=1")
	context.AfterFunc(asked, func() { notify("STOPPING=1") })
	context.AfterFunc(ctx, d.Hurry)
	return errors.Join(serveHTTP(ctx, l, handler), s.dataError(dir, d.InPlace()))
}

// place returns the directory to use, and how to leave it behind.
func (s *serveCmd) place() (dir string, remove func(), err error) {
	keep := func() {}
	if s.Demo && s.Database != "" {
		return "", keep, usageError("--demo shows its club in a file of its own: leave --database and DURE_DATABASE out")
	}
	if !s.Demo {
		dir, err = s.dir()
		return dir, keep, err
	}
	if s.Data == "" {
		dir, err = os.MkdirTemp("", "dure-demo-")
		return dir, func() { os.RemoveAll(dir) }, err
	}
	if old, _ := os.ReadDir(s.Data); len(old) > 0 {
		return "", keep, usageError("%s is not empty: the demo wants a new directory", s.Data)
	}
	return s.Data, keep, nil
}

func listen(flag, addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another program: end it, or choose another address with --%s, such as 127.0.0.1:8081", addr, flag)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("this user may not listen on %s: choose a port above 1023 with --%s", addr, flag)
	case err != nil:
		return nil, usageError("cannot listen on %s: give --%s as HOST:PORT, such as 127.0.0.1:8080 (%w)", addr, flag, err)
	}
	return l, nil
}

// base returns the address at which visitors reach the app.
func (s *serveCmd) base(listening net.Addr) (string, error) {
	if s.BaseURL != "" {
		return checkBase(s.BaseURL)
	}
	host, port, err := net.SplitHostPort(listening.String())
	if err != nil {
		return "", err
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

func checkBase(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || len(u.Path) > 1 {
		return "", usageError("--base-url %s: give the address as visitors type it, such as https://dure.example.org", base)
	}
	return u.Scheme + "://" + u.Host, nil
}

// welcome says where to look, and how the first organizer gets in.
func (s *serveCmd) welcome(ctx context.Context, show *demo, out io.Writer, base, dir string) error {
	d := show.db
	if s.Demo {
		return s.welcomeDemo(ctx, show, out, base)
	}
	if d.LinksRenewed() {
		fmt.Fprintln(out, "All personal links and links to surveys are new: the old ones have ended, hand out the new ones.")
	}
	for _, file := range d.Rescued() {
		fmt.Fprintln(out, rescued(file, dir)+".")
	}
	fmt.Fprintf(out, "Dure is at %s (data in %s, Ctrl+C ends it)\n", base, s.where(dir))
	has, err := d.HasOrganizer(ctx)
	if err != nil || has {
		return err
	}
	if s.logged {
		fmt.Fprintf(out, "Nobody has signed up yet. A link for the first organizer, which is to stand in no log, is made by: dure organizer add ADDRESS %s\n", s.again(dir))
		return nil
	}
	now := time.Now()
	token, err := d.SignupToken(ctx, survey.Invite{Expires: now.Add(firstLinkLife)}, now)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The first organizer signs up at %s/signup/%s\n", base, token)
	return nil
}

// welcomeDemo fills the demo and prints the link that signs its organizer in.
func (s *serveCmd) welcomeDemo(ctx context.Context, show *demo, out io.Writer, base string) error {
	d := show.db
	var id survey.OrganizerID
	err := d.Fill(func() (err error) {
		id, _, err = show.fill(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	token, err := d.SigninToken(ctx, id, show.now.Add(demoLinkLife))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "The demo is at %s/signin/%s (Ctrl+C ends it)\n", base, token)
	return err
}

// How long requests that are under way have when the program is to end: they hear it after the first, and are left after the second. With jobs,
// which have db's jobsEnd, and a write, that is less than five seconds.
const (
	requestsEnd  = time.Second
	requestsLeft = 2500 * time.Millisecond
)

// headerPatience is how long a visitor has to say what is asked for.
const headerPatience = 10 * time.Second

// serveHTTP answers until ctx ends, then lets the requests that are under way finish. Pages that
// follow events would never end by themselves, so their requests do a second later. How long a body may take is a matter of its size, which web knows.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	requests, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	srv := &http.Server{
		Handler:           h,
		BaseContext:       func(net.Listener) context.Context { return requests },
		ReadHeaderTimeout: headerPatience,
		IdleTimeout:       2 * time.Minute,
		// OPTIONS * is a request like others: Go's own answer has no headers.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	srv.RegisterOnShutdown(func() { time.AfterFunc(requestsEnd, cancel) })
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	end, stop := context.WithTimeout(context.WithoutCancel(ctx), requestsLeft)
	defer stop()
	if err := srv.Shutdown(end); err != nil {
		return srv.Close()
	}
	return nil
}
