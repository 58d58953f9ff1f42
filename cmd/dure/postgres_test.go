package main

import (
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dure/web/webtest"
)

// postgresTool returns where a program of PostgreSQL is.
func postgresTool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		all, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name) // none where the pattern finds none
		for _, path = range all {
			err = nil
		}
	}
	webtest.Require(t, name+", beside PostgreSQL", err == nil)
	return path
}

// A cluster is a PostgreSQL of one test's own, which may start anew while no other test is at work there.
type cluster struct {
	t                *testing.T
	dir, initdb, ctl string
}

// newCluster starts a PostgreSQL that ends with the test.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	dir, err := os.MkdirTemp("", "pg") // not in the test's folder, whose name is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{t, dir, postgresTool(t, "initdb"), postgresTool(t, "pg_ctl")}
	t.Cleanup(func() {
		_ = c.try(c.ctl, "stop", "-D", c.data(), "-m", "immediate")
		_ = os.RemoveAll(dir)
	})
	if os.Getuid() == 0 {
		c.giveAway()
	}
	c.run(c.initdb, "-D", c.data(), "-A", "trust", "-U", "dure", "--locale=C", "--encoding=UTF8")
	// Who ends PostgreSQL does not end the machine, so that what is written is there without waiting for the disk.
	c.run(c.ctl, "start", "-D", c.data(), "-w", "-l", filepath.Join(dir, "log"), "-o", "-c listen_addresses= -c fsync=off -c unix_socket_directories="+dir)
	return c
}

// giveAway gives the folder to the user postgres, as PostgreSQL does not run as root.
func (c *cluster) giveAway() {
	c.t.Helper()
	who, err := user.Lookup("postgres")
	webtest.Require(c.t, "a user postgres, as whom root runs PostgreSQL", err == nil)
	uid, badUID := strconv.Atoi(who.Uid)
	gid, badGID := strconv.Atoi(who.Gid)
	if err := errors.Join(badUID, badGID, os.Chown(c.dir, uid, gid)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

// address is where the database is that PostgreSQL begins with.
func (c *cluster) address() string { return "postgres://dure@/postgres?host=" + c.dir }

// restart ends PostgreSQL and starts it anew: "fast" as its administrator would, "immediate" as where it was killed, so that it mends itself.
func (c *cluster) restart(mode string) {
	c.t.Helper()
	c.run(c.ctl, "restart", "-D", c.data(), "-w", "-l", filepath.Join(c.dir, "log"), "-m", mode)
}

func (c *cluster) run(args ...string) {
	c.t.Helper()
	if err := c.try(args...); err != nil {
		said, _ := os.ReadFile(filepath.Join(c.dir, "log")) // it may not be there yet
		c.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, said)
	}
}

// try runs a program of PostgreSQL, which does not keep what the test writes to.
func (c *cluster) try(args ...string) error {
	if os.Getuid() == 0 {
		args = append([]string{"su", "-s", "/bin/sh", "-c", `exec "$@"`, "--", "postgres", "sh"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = c.dir
	return cmd.Run()
}
