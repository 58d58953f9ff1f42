package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"dure/db"
)

// notify tells systemd, where it started the program, how it stands: sd_notify(3).
func notify(state string) {
	socket := os.Getenv("NOTIFY_SOCKET")
	if socket == "" {
		return
	}
	if name, abstract := strings.CutPrefix(socket, "@"); abstract {
		socket = "\x00" + name
	}
	c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err == nil {
		_, err = c.Write([]byte(state))
		c.Close()
	}
	if err != nil {
		slog.Error("systemd cannot be told", "state", state, "err", err)
	}
}

// keepAlive tells systemd, twice as often as it wants to hear it, that the program goes on: that a write came back, be it with an error. A full disk is
// no reason to begin anew; a queue that stands still is.
func keepAlive(ctx context.Context, d *db.DB) {
	every, err := strconv.Atoi(os.Getenv("WATCHDOG_USEC"))
	if err != nil || every <= 0 {
		return
	}
	tick := time.NewTicker(time.Duration(every) * time.Microsecond / 2)
	defer tick.Stop()
	for ctx.Err() == nil {
		_ = d.Ready(ctx)
		notify("WATCHDOG=1")
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}
