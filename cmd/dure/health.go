package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

type healthCmd struct {
	Addr string `env:"DURE_ADDR" default:"127.0.0.1:8080" help:"Address at which the web app listens."`
}

// healthPatience is how long the web app has to say that it is well.
const healthPatience = 8 * time.Second

// Run asks the web app whether it can read and write its data.
func (h *healthCmd) Run() error {
	host, port, err := net.SplitHostPort(h.Addr)
	if err != nil {
		return usageError("give --addr as HOST:PORT, such as 127.0.0.1:8080 (%w)", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1" // a container may not know localhost
	}
	client := http.Client{Timeout: healthPatience}
	resp, err := client.Get("http://" + net.JoinHostPort(host, port) + "/readyz")
	if err != nil {
		return fmt.Errorf("the web app does not answer: %w", err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("the web app says: %s", strings.TrimSpace(string(said)))
	}
	return err
}
