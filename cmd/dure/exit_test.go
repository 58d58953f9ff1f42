package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
)

func TestExitCode(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want int
	}{
		{"done", nil, 0},
		{"any error", errors.New("disk on fire"), exitFailed},
		{"usage", usageError("no column %q", "x"), exitUsage},
		{"wrapped usage", fmt.Errorf("reading: %w", usageError("row 3")), exitUsage},
		{"locked", withExit(exitLocked, errors.New("in use")), exitLocked},
		{"disk full", fmt.Errorf("write: %w", syscall.ENOSPC), exitDiskFull},
		{"nil stays nil", withExit(exitLocked, nil), 0},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%s: exit code %d, want %d", c.name, got, c.want)
		}
	}
}

func TestRunReportsUsage(t *testing.T) {
	for _, flag := range []string{"--teams=0", "--size=-3", "--min=x", "--max=2.5"} {
		if err := run([]string{"form", "members.csv", flag}); exitCode(err) != exitUsage || !strings.Contains(err.Error(), "is not a number from 1") {
			t.Errorf("form %s ends with %d: %v", flag, exitCode(err), err)
		}
	}
	if got := exitCode(run([]string{"--no-such-flag"})); got != exitUsage {
		t.Errorf("an unknown flag ends with %d, want %d", got, exitUsage)
	}
}
