//go:build crash && linux

package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// programBefore builds the program as it was before the last migration was added, which its history tells.
func programBefore(t *testing.T) string {
	t.Helper()
	git := func(args ...string) ([]byte, error) {
		cmd := exec.Command("git", args...)
		cmd.Dir = filepath.Join("..", "..")
		return cmd.Output()
	}
	last, err := git("log", "-1", "--format=%H", "--diff-filter=A", "--", "db/migrations/postgres")
	commit := strings.TrimSpace(string(last)) + "^"
	if _, shallow := git("cat-file", "-e", commit); err != nil || shallow != nil {
		t.Skip("this checkout has no history to build the program before from")
	}
	source, err := git("archive", commit)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	unpack := exec.Command("tar", "x", "-C", dir)
	unpack.Stdin = bytes.NewReader(source)
	if said, err := unpack.CombinedOutput(); err != nil {
		t.Fatalf("unpack %s: %v\n%s", commit, err, said)
	}
	bin := filepath.Join(dir, "before")
	build := exec.Command("go", "build", "-o", bin, "./cmd/dure")
	build.Dir = dir
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", commit, err, said)
	}
	return bin
}

// TestCrashUpgrade has the version before serve a PostgreSQL database while this one brings its schema up to date and serves beside it: both answer and
// write, and the answers of members who joined by one are there by the other.
func TestCrashUpgrade(t *testing.T) {
	t.Setenv("DURE_DATABASE", onServer(t))
	t.Setenv("DURE_KEY", strings.Repeat("0f", 32))
	t.Setenv("DURE_BASE_URL", manyBase)
	t.Setenv("DURE_SMTP_ADDR", "127.0.0.1:1") // where nobody takes letters, which can be asked for all the same
	t.Setenv("DURE_SMTP_FROM", "dure@example.org")
	before, now := programBefore(t), built(t, "FULL")
	serve := func(bin string) string {
		t.Helper()
		addr := freePort(t)
		p := exec.Command(bin, "serve", "--addr", addr, "--trusted-proxy", "127.0.0.1", "--data", t.TempDir())
		p.Stderr = os.Stderr
		out, err := p.StdoutPipe()
		if err == nil {
			err = p.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = p.Process.Kill(), p.Wait() })
		late := time.AfterFunc(startPatience, func() { _ = p.Process.Kill() })
		defer late.Stop()
		if !bufio.NewScanner(out).Scan() {
			t.Fatalf("%s does not begin", bin)
		}
		go func() { _, _ = io.Copy(io.Discard, out) }()
		return addr
	}
	f := &fleet{t: t, wire: http.Transport{DisableKeepAlives: true}}
	was := http.DefaultTransport
	http.DefaultTransport = f
	t.Cleanup(func() { http.DefaultTransport = was })
	old := serve(before)
	f.servers = []string{old}
	invite, err := exec.Command(before, "organizer", "add", "mina@example.org", "--data", t.TempDir()).Output()
	if err != nil {
		t.Fatal(err)
	}
	_, question, join := f.season(newVisitor(t, manyBase, "en"), strings.TrimSpace(string(invite)))
	var members []manyMember
	joins := func(by ...string) {
		f.servers = by
		members = append(members, newManyMember(t, join, question, "member "+string(rune('a'+len(members)))))
	}
	joins(old)
	fresh := serve(now)
	for range 3 {
		joins(old)
		joins(fresh)
	}
	for _, m := range members {
		for _, by := range []string{old, fresh} {
			f.servers = []string{by}
			if m.get(m.link + "/answers").want(200); !strings.Contains(string(m.body), m.answer) {
				t.Errorf("the server at %s lacks the answer of %s", by, m.name)
			}
		}
	}
}
