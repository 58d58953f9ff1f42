//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// The unit begins the program anew when the watchdog ends it, which it does by SIGABRT: so it must not end with a code at which the unit does not.
func TestTheUnitBeginsAnewAfterTheWatchdog(t *testing.T) {
	unit, err := os.ReadFile("dure.service")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Dir = t.TempDir() // where a core may be left
	cmd.Env = append(os.Environ(), "DURE_TEST_RUN=serve --no-nightly --addr 127.0.0.1:0 --data "+t.TempDir())
	var gone []string
	for line := range strings.Lines(string(unit)) {
		switch key, value, _ := strings.Cut(strings.TrimSpace(line), "="); {
		case key == "Environment" && !strings.HasPrefix(value, "DURE_DATA="):
			cmd.Env = append(cmd.Env, value)
		case key == "RestartPreventExitStatus":
			gone = strings.Fields(value)
		}
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("it said %q and ended: %v", line, err)
	}
	if err := cmd.Process.Signal(syscall.SIGABRT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	for _, code := range gone {
		if strconv.Itoa(cmd.ProcessState.ExitCode()) == code {
			t.Errorf("ended by the watchdog it exits with %s, at which the unit does not begin it anew", code)
		}
	}
	if len(gone) == 0 || cmd.ProcessState.Success() {
		t.Errorf("the unit names %v; the program ended with %v", gone, cmd.ProcessState)
	}
}
