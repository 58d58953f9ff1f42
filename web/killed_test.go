package web_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
	"dure/web/webtest"
)

// TestMain lets the test's own program be a server that is killed.
func TestMain(m *testing.M) {
	dir := os.Getenv("DURE_TEST_SERVE")
	if dir == "" {
		os.Exit(webtest.Main(onBoth{m}))
	}
	fmt.Println("error:", serveUntilKilled(dir, os.Getenv("DURE_TEST_ADDR"), os.Getenv("DURE_TEST_NOW")))
	os.Exit(1)
}

// serveUntilKilled serves the site of a directory, and says where. Its clock stands still.
func serveUntilKilled(dir, addr, now string) error {
	millis, err := strconv.ParseInt(now, 10, 64)
	if err != nil {
		return err
	}
	store, err := db.Open(context.Background(), dir)
	if err != nil {
		return err
	}
	at, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	clock := func() time.Time { return time.UnixMilli(millis).UTC() }
	handler, err := web.New(web.Config{
		Store: store, Sessions: store.Sessions(clock), BaseURL: "http://" + at.Addr().String(), Now: clock, Zone: time.UTC, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	fmt.Println(at.Addr())
	return http.Serve(at, handler)
}

// A killable is the site served by a program of its own, which is killed.
type killable struct {
	s     *site
	cmd   *exec.Cmd // the program that runs
	kills int
	loads sync.RWMutex // pages, for which a kill waits: what is typed and sent it does not wait for
}

// killable has another program serve the site from now on. The site's own store is closed.
func (s *site) killable() *killable {
	s.Helper()
	s.must("close the database", s.db.Close())
	k := &killable{s: s}
	s.url = "http://" + k.start("127.0.0.1:0")
	s.Cleanup(func() {
		k.kill()
		var err error
		s.db, err = db.Open(context.Background(), s.dir)
		s.must("open the database after the last kill", err)
	})
	return k
}

func (k *killable) start(addr string) string {
	k.s.Helper()
	k.cmd = exec.Command(os.Args[0])
	k.cmd.Env = append(os.Environ(), "DURE_TEST_SERVE="+k.s.dir, "DURE_TEST_ADDR="+addr, "DURE_TEST_NOW="+strconv.FormatInt(k.s.now.UnixMilli(), 10))
	k.cmd.Stderr = os.Stderr
	out, err := k.cmd.StdoutPipe()
	k.s.must("read what the server says", err)
	k.s.must("start the server", k.cmd.Start())
	said, err := bufio.NewReader(out).ReadString('\n')
	if said = strings.TrimSpace(said); err != nil || strings.HasPrefix(said, "error") {
		k.s.Fatalf("the server says %q, %v; want where it listens", said, err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return said
}

func (k *killable) kill() {
	_ = k.cmd.Process.Kill()
	_ = k.cmd.Wait() // it was killed
}

// again kills the server amid what it does, and starts it anew on the same data.
func (k *killable) again() {
	k.s.Helper()
	k.loads.Lock()
	defer k.loads.Unlock()
	k.kill()
	k.kills++
	k.start(strings.TrimPrefix(k.s.url, "http://"))
}

// opens has a device load a page.
func (k *killable) opens(d *device, page string) {
	k.loads.RLock()
	defer k.loads.RUnlock()
	d.page.Go(page)
}

// keeps are the answers that are kept of a member, as they are stored: the draft, or what was sent where there is none.
func (k *killable) keeps(m survey.Member) (all string) {
	k.s.Helper()
	err := k.s.beside().QueryRow("SELECT CASE draft WHEN '' THEN answers ELSE draft END FROM responses WHERE member_id = $1", m.ID).Scan(&all)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		k.s.Errorf("read what is kept: %v", err)
	}
	return all
}
