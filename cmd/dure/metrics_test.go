package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dure/db"
)

func TestMetrics(t *testing.T) {
	cmd := serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: "127.0.0.1:0", NoNight: true, Metrics: "127.0.0.1:0"}
	said, _ := served(t, cmd, 3)
	link, metrics := address(t, said[1]), address(t, said[2])
	for _, path := range []string{link, address(t, said[0]) + "/m/ABCDEFGH", address(t, said[0]) + "/no/ABCDEFGH"} {
		page(t, path)
	}
	code, text := page(t, metrics)
	for _, want := range []string{
		`dure_requests_total{method="GET",route="/signup/:token",status="200"} 1`, `dure_requests_total{method="GET",route="/m/:token",status="404"} 1`,
		`dure_requests_total{method="GET",route="none",status="404"} 1`, `dure_request_seconds_count{route="/signup/:token"} 1`,
		"dure_writes_waiting ", "dure_event_streams 0", "dure_database_bytes ", "go_goroutines ",
	} {
		if code != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("the metrics (%d) lack %s", code, want)
		}
	}
	for _, secret := range []string{"ABCDEFGH", link[strings.LastIndex(link, "/")+1:]} {
		if strings.Contains(text, secret) {
			t.Errorf("the metrics have %s", secret)
		}
	}
	if code, text := page(t, strings.Replace(metrics, "/metrics", "/debug/pprof/heap?debug=1", 1)); code != http.StatusOK || !strings.Contains(text, "heap profile") {
		t.Errorf("the profile of the heap answers %d", code)
	}
	if code, _ := page(t, address(t, said[0])+"/metrics"); code != http.StatusNotFound {
		t.Errorf("the metrics at the address of the pages answer %d, want 404", code)
	}
}

// The metrics tell when the last nightly backup was made: nothing where none is to be, 0 where the first failed.
func TestMetricsOfTheBackup(t *testing.T) {
	dir := t.TempDir()
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	r := prometheus.NewRegistry()
	r.MustRegister(load{d})
	told := func() (value float64, there bool) {
		t.Helper()
		all, err := r.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			if f.GetName() == "dure_nightly_backup_timestamp_seconds" {
				return f.GetMetric()[0].GetGauge().GetValue(), true
			}
		}
		return 0, false
	}
	if at, there := told(); there {
		t.Errorf("before any backup was tried the last is of %v", at)
	}
	folder := filepath.Join(dir, db.CopiesDir)
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	if err := d.NightlyBackup(t.Context(), now); err == nil {
		t.Fatal("a backup into a file was made")
	}
	if at, there := told(); !there || at != 0 {
		t.Errorf("after a backup that failed the last is of %v (%t), want 0", at, there)
	}
	if err := errors.Join(os.Remove(folder), d.NightlyBackup(t.Context(), now)); err != nil {
		t.Fatal(err)
	}
	if at, there := told(); !there || at != float64(now.Unix()) {
		t.Errorf("after a backup the last is of %v (%t), want %d", at, there, now.Unix())
	}
}

// The program ends within five seconds, whatever a request does that does not listen.
func TestServeEndsInTime(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	begun, forever := make(chan bool), make(chan bool)
	defer close(forever)
	ended := make(chan error)
	go func() {
		ended <- serveHTTP(ctx, l, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { begun <- true; <-forever }))
	}()
	go http.Get("http://" + l.Addr().String())
	<-begun
	stop()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the program does not end within 5 s while a request is under way")
	}
}

// systemd hears when the program is there, that it goes on, and that it ends.
func TestSystemdIsTold(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Skipf("needs sockets of systemd: %v", err)
	}
	defer l.Close()
	t.Setenv("NOTIFY_SOCKET", socket)
	t.Setenv("WATCHDOG_USEC", "400000")
	_, stop := served(t, serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: "127.0.0.1:0", NoNight: true}, 2)
	told := map[string]int{}
	hear := func(wanted string, times int) {
		t.Helper()
		for told[wanted] < times {
			b := make([]byte, 100)
			_ = l.SetReadDeadline(time.Now().Add(20 * time.Second))
			n, err := l.Read(b)
			if err != nil {
				t.Fatalf("systemd was told %v, and not %s %d times: %v", told, wanted, times, err)
			}
			told[string(b[:n])]++
		}
	}
	hear("READY=1", 1)
	hear("WATCHDOG=1", 3)
	if err := stop(); err != nil {
		t.Error(err)
	}
	hear("STOPPING=1", 1)
}

func TestHealth(t *testing.T) {
	said, stop := served(t, serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: "0.0.0.0:0", NoNight: true}, 2)
	h := healthCmd{Addr: strings.Replace(address(t, said[0]), "http://localhost", "0.0.0.0", 1)}
	if err := h.Run(); err != nil {
		t.Errorf("the health of a web app that is well: %v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := h.Run(); exitCode(err) != exitFailed {
		t.Errorf("the health of a web app that is gone: exit code %d, %v", exitCode(err), err)
	}
}
