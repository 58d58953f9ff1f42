package main

import (
	"net/http"
	"testing"
	"time"
)

// A server that is told to end says so to proxies, and serves until it is drained.
func TestServeDrains(t *testing.T) {
	cmd := serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: "127.0.0.1:0", Drain: 2 * time.Second}
	said, stop := served(t, cmd, 2)
	base := address(t, said[0])
	if code, _ := page(t, base+"/readyz"); code != http.StatusOK {
		t.Fatalf("a server that is ready answers %d", code)
	}
	told, ended := time.Now(), make(chan error, 1)
	go func() { ended <- stop() }()
	for code := http.StatusOK; code == http.StatusOK; {
		code, _ = page(t, base+"/readyz")
	}
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK, "/signin": http.StatusOK} {
		if code, _ := page(t, base+path); code != want {
			t.Errorf("while it drains %s answers %d, want %d", path, code, want)
		}
	}
	if err := <-ended; err != nil || time.Since(told) < cmd.Drain {
		t.Errorf("it ends after %v (%v), want %v", time.Since(told), err, cmd.Drain)
	}
}
