//go:build crash && linux

package main

import (
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dure/web/webtest"
)

// diskFaults are what a disk does, as strace has the calls of the running program end: which, how, and how often.
var diskFaults = []struct{ what, inject string }{
	{"nothing can be synced", "fsync,fdatasync:error=EIO"},
	{"every third sync fails", "fsync,fdatasync:error=EIO:when=1+3"},
	{"the disk is full", "pwrite64,ftruncate:error=ENOSPC"},
	{"every fifth write fails", "pwrite64:error=EIO:when=2+5"},
	{"the quota is used up when it syncs", "fsync,fdatasync:error=EDQUOT:when=1+2"},
}

// TestCrashDiskFails has the disk fail under a program that goes on: what it acknowledges is stored all the same, all else is answered by 503 with a page
// that says what to do, and once the disk is well again so is the program. After a kill all is still there.
func TestCrashDiskFails(t *testing.T) {
	strace, err := exec.LookPath("strace")
	webtest.Require(t, "strace, by which calls fail", err == nil)
	c := newCrash(t, t.TempDir(), "FULL")
	for i, f := range diskFaults {
		before := c.sick.Load()
		c.failing(strace, f.inject)
		said := c.sick.Load() - before
		if t.Logf("%s: 503 was said %d times", f.what, said); said == 0 {
			t.Errorf("where %s nobody was told", f.what)
		}
		for _, fault := range c.ledger.compare(c.look()) {
			t.Errorf("where %s, %s", f.what, fault)
		}
		for _, fault := range c.round(i, c.kill) { // the disk is well
			t.Errorf("after a kill, where %s before, %s", f.what, fault)
		}
	}
	c.report("kinds of faults", len(diskFaults))
}

// failing has everybody work for a while on a disk that fails.
func (c *crash) failing(strace, inject string) {
	c.t.Helper()
	calls, _, _ := strings.Cut(inject, ":")
	tracer := exec.Command(strace, "-f", "-q", "-o", "/dev/null", "-e", "trace="+calls, "-e", "inject="+inject, "-p", strconv.Itoa(c.cmd.Process.Pid))
	c.ill.Store(true)
	c.struck.Store(false)
	if err := tracer.Start(); err != nil {
		c.t.Fatal(err)
	}
	var work sync.WaitGroup
	for _, a := range c.people {
		work.Go(func() { a.work() })
	}
	time.Sleep(3 * time.Second)
	_ = tracer.Process.Signal(syscall.SIGTERM) // it lets go of the program
	_ = tracer.Wait()
	c.struck.Store(true)
	work.Wait()
	c.ill.Store(false)
}
