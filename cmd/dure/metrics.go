package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dure/db"
)

// Metrics for Prometheus, and profiles, are served at an address of their own, without a password. No label names a person, a club or a link.

// A meter counts what is asked of the program.
type meter struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	streams  prometheus.Gauge
}

func newMeter(r prometheus.Registerer) *meter {
	m := &meter{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dure_requests_total", Help: "Requests by route and status."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dure_request_seconds", Help: "How long answers took, by route.", Buckets: []float64{.01, .05, .2, 1, 5},
		}, []string{"route"}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{Name: "dure_event_streams", Help: "Pages that follow events."}),
	}
	r.MustRegister(m.requests, m.seconds, m.streams)
	return m
}

// Request implements [web.Meter].
func (m *meter) Request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// Stream implements [web.Meter].
func (m *meter) Stream(more int) { m.streams.Add(float64(more)) }

// A load collects what the database has to do whenever it is asked.
type load struct{ db *db.DB }

var (
	writesWaiting = prometheus.NewDesc("dure_writes_waiting", "Writes that wait for their commit.", nil, nil)
	databaseBytes = prometheus.NewDesc("dure_database_bytes", "Size of the database and its write-ahead log.", nil, nil)
	jobsNow       = prometheus.NewDesc("dure_jobs", "Jobs that are not over, by kind and state.", []string{"kind", "state"}, nil)
	lastNight     = prometheus.NewDesc("dure_nightly_backup_timestamp_seconds", "When the newest nightly backup was made, 0 for never. Missing without nightly backups.", nil, nil)
	lettersNow    = prometheus.NewDesc("dure_letters", "Letters by kind and state.", []string{"kind", "state"}, nil)
)

// Describe implements [prometheus.Collector].
func (l load) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{writesWaiting, databaseBytes, jobsNow, lettersNow, lastNight} {
		to <- d
	}
}

// Collect implements [prometheus.Collector].
func (l load) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, n float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n, labels...)
	}
	if last, late := l.db.LateBackup(time.Now()); late || !last.IsZero() {
		gauge(lastNight, float64(max(0, last.Unix())))
	}
	ctx, end := context.WithTimeout(context.Background(), 2*time.Second)
	defer end()
	now, err := l.db.Load(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(databaseBytes, err)
		return
	}
	gauge(writesWaiting, float64(now.Writes))
	gauge(databaseBytes, float64(now.Bytes))
	for _, c := range now.Jobs {
		gauge(jobsNow, float64(c.N), c.Kind, c.State)
	}
	for _, c := range now.Letters {
		gauge(lettersNow, float64(c.N), c.Kind, c.State)
	}
}

// serveMetrics serves metrics and profiles at addr until end is called. Without an address it serves nothing, and the meter is nobody's.
func serveMetrics(addr string, d *db.DB) (m *meter, at string, end func(), err error) {
	r := prometheus.NewRegistry()
	m, end = newMeter(r), func() {}
	if addr == "" {
		return m, "", end, nil
	}
	r.MustRegister(load{d}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	l, err := listen("metrics", addr)
	if err != nil {
		return nil, "", end, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(r, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: headerPatience, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelError)}
	go srv.Serve(l)
	return m, fmt.Sprintf("http://%s/metrics", l.Addr()), func() { srv.Close() }, nil
}
