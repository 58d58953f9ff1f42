//go:build crash && linux

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dure/db"
)

// The crash tool: the built program is struck down in the middle of its work, again and again, and each time it is back all that it had acknowledged
// must be there, once, and the data sound. What it is asked stands in crash_traffic_test.go, what is kept of the answers in crash_ledger_test.go, and
// how it is struck here (SIGKILL), in crash_cut_test.go (the power) and in crash_fault_test.go (a disk that fails).
//
//	go test -tags crash ./cmd/dure -run Crash -rounds 100 -v

var rounds = flag.Int("rounds", 12, "how often the crash tool strikes")

// built builds the program once for each way to write: FULL as it is shipped, NORMAL to see that the tool notices what is not on the disk.
func built(t *testing.T, synchronous string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "dure")
	out, err := exec.Command("go", "build", "-o", bin, "-ldflags", "-X dure/db.synchronous="+synchronous, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return bin
}

// A program is the built one on its data, as an operator runs it.
type program struct {
	t        *testing.T
	bin, dir string
	database string // the address of that of PostgreSQL, or ""
	addr     string // the same after each start, so that the addresses of forms stay
	cmd      *exec.Cmd
	errs     *bytes.Buffer
}

// startPatience is how long a start may take on a machine that has other things to do.
const startPatience = 2 * time.Minute

// start serves, and returns the first lines that are said.
func (p *program) start(lines int) (said []string) {
	p.t.Helper()
	out := p.launch()
	late := time.AfterFunc(startPatience, func() { _ = p.cmd.Process.Kill() })
	defer late.Stop()
	r := bufio.NewScanner(out)
	for len(said) < lines && r.Scan() {
		said = append(said, r.Text())
	}
	if len(said) < lines {
		p.t.Fatalf("serve said %q and ended: %v\n%s", said, p.cmd.Wait(), p.errs)
	}
	p.addr = strings.TrimPrefix(strings.TrimSpace(address(p.t, said[0])), "http://")
	return said
}

// launch serves without waiting for it to be ready.
func (p *program) launch() io.Reader {
	p.t.Helper()
	p.cmd, p.errs = exec.Command(p.bin, "serve", "--data", p.dir, "--addr", cmp.Or(p.addr, "127.0.0.1:0"), "--trusted-proxy", "127.0.0.1/32"), new(bytes.Buffer)
	p.cmd.Stderr = p.errs
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	return out
}

// kill ends the program as SIGKILL does, which it cannot hear.
func (p *program) kill() {
	if p.cmd != nil && p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait() // it was killed
	}
}

// command runs a command on the data to its end.
func (p *program) command(args ...string) (said string, code int) {
	cmd := exec.Command(p.bin, append(args, "--data", p.dir)...)
	out, _ := cmd.CombinedOutput() // its code says how it went
	return string(out), cmd.ProcessState.ExitCode()
}

// sound wants the data to pass its check.
func (p *program) sound(when string) {
	p.t.Helper()
	if said, code := p.command("check"); code != 0 {
		p.t.Errorf("%s the check ends with %d: %s", when, code, said)
	}
}

// killed runs a command and kills it after a while. It reports whether it had not ended by itself.
func (p *program) killed(after time.Duration, args ...string) bool {
	p.t.Helper()
	cmd := exec.Command(p.bin, append(args, "--data", p.dir)...)
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	kill := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()
	return cmd.Wait() != nil && !cmd.ProcessState.Exited()
}

// A crash is a site with everybody at work on it, to be struck.
type crash struct {
	program
	ledger
	site   crashSite
	people []*actor
	struck atomic.Bool  // from here on an answer may fail to come
	ill    atomic.Bool  // the disk fails: the program may say that it cannot
	sick   atomic.Int64 // how often it said so
}

// newCrash begins a site in dir with the data of an earlier program, which is brought up to date.
func newCrash(t *testing.T, dir, synchronous string) *crash {
	t.Helper()
	c := &crash{program: program{t: t, bin: built(t, synchronous), dir: dir}}
	old(t, dir)
	return c.everyone()
}

// newServerCrash is newCrash with the data moved to PostgreSQL.
func newServerCrash(t *testing.T) *crash {
	t.Helper()
	c := &crash{program: program{t: t, bin: built(t, "FULL"), dir: t.TempDir(), database: onServer(t)}}
	old(t, c.dir)
	for _, args := range [][]string{{"migrate"}, {"move", "--from", c.dir, "--to", c.database}} {
		if said, code := c.command(args...); code != 0 {
			t.Fatalf("%s ends with %d: %s", args[0], code, said)
		}
	}
	t.Setenv("DURE_DATABASE", c.database)
	return c.everyone()
}

// everyone starts the program and sets everybody to work on it.
func (c *crash) everyone() *crash {
	c.t.Helper()
	c.start(1)
	c.t.Cleanup(c.kill)
	c.site = c.begin()
	c.people = c.everybody()
	c.ledger.begin(c.look())
	return c
}

// old puts the data of an earlier program into dir.
func old(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "db", "testdata", "616d664.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, db.File), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// round has everybody work until strike ends the program, starts it again and says what is not as it was acknowledged.
func (c *crash) round(i int, strike func()) (faults []string) {
	c.t.Helper()
	c.struck.Store(false)
	var work sync.WaitGroup
	for _, a := range c.people {
		work.Go(func() { a.work() })
	}
	time.Sleep(200*time.Millisecond + rand.N(time.Second))
	c.struck.Store(true)
	strike()
	work.Wait()
	c.start(1)
	faults = c.ledger.compare(c.look())
	c.sound(fmt.Sprintf("after strike %d", i+1))
	return faults
}

// report says what a run was about.
func (c *crash) report(what string, strikes int) {
	c.t.Helper()
	c.t.Logf("%d %s; acknowledged: %s; lost %d, doubled %d", strikes, what, c.ledger.sums(), c.ledger.lost, c.ledger.doubled)
}

func TestCrashKill(t *testing.T) {
	c := newCrash(t, t.TempDir(), "FULL")
	for i := range *rounds {
		for _, f := range c.round(i, c.kill) {
			t.Errorf("after kill %d %s", i+1, f)
		}
	}
	c.report("kills", *rounds)
}

// The same on PostgreSQL, to which the data was moved.
func TestCrashKillOnServer(t *testing.T) {
	c := newServerCrash(t)
	strikes := max(3, *rounds/2)
	for i := range strikes {
		for _, f := range c.round(i, c.kill) {
			t.Errorf("after kill %d %s", i+1, f)
		}
	}
	c.report("kills on PostgreSQL", strikes)
}

// A migration that is killed at any moment goes on at the next start, and all is there.
func TestCrashMigrate(t *testing.T) {
	bin, want := built(t, "FULL"), ""
	kills := 0
	for i := range max(3, *rounds/4) {
		p := program{t: t, bin: bin, dir: t.TempDir()}
		old(t, p.dir)
		if i > 0 { // the first is for comparison
			for range 4 {
				p.launch()
				time.Sleep(rand.N(800 * time.Millisecond))
				p.kill()
				kills++
			}
		}
		p.start(1)
		said, code := p.command("check")
		p.kill()
		if said = strings.ReplaceAll(said, p.dir, ""); want == "" {
			want = said
		}
		if code != 0 || said != want {
			t.Errorf("after its migration was killed the check ends with %d and says %q, want %q", code, said, want)
		}
	}
	t.Logf("%d kills", kills)
}

// A restore that is killed leaves what was there, or what tells that it was, and the next one brings back all that the backup has.
func TestCrashRestore(t *testing.T) {
	c := newCrash(t, t.TempDir(), "FULL")
	kills := 0
	for i := range max(3, *rounds/4) {
		file := filepath.Join(t.TempDir(), "backup.db")
		if said, code := c.command("backup", file); code != 0 {
			t.Fatalf("backup ends with %d: %s", code, said)
		}
		then := c.ledger.copy()
		c.round(i, c.kill)
		other := filepath.Join(t.TempDir(), "other.db")
		c.killed(rand.N(400*time.Millisecond), "backup", other)
		c.kill()
		for range 4 {
			if c.killed(rand.N(250*time.Millisecond), "restore", file) {
				kills++
			}
			if said, code := c.command("check"); code != 0 && (code != exitDamaged || !strings.Contains(said, "dure restore")) {
				t.Errorf("after a restore was killed the check ends with %d: %s", code, said)
			}
		}
		if said, code := c.command("restore", file); code != 0 {
			t.Fatalf("the restore after those that were killed ends with %d: %s", code, said)
		}
		for _, a := range c.people {
			a.forget()
		}
		c.ledger.become(then)
		c.start(1)
		for _, f := range c.ledger.compare(c.look()) {
			t.Errorf("after restore %d %s", i+1, f)
		}
		c.sound("after a restore")
	}
	t.Logf("%d restores killed, %d lost, %d doubled", kills, c.ledger.lost, c.ledger.doubled)
}
