package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"dure/db"
	"dure/survey"
)

// served runs serve until the test ends or stop is called, and returns the lines that it said.
func served(t *testing.T, cmd serveCmd, lines int) (said []string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := cmd.serve(ctx, in)
		in.CloseWithError(err)
		ended <- err
	}()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() {
		out.Close() // it may have more to say
		_ = stop()
	})
	r := bufio.NewScanner(out)
	for len(said) < lines && r.Scan() {
		said = append(said, r.Text())
	}
	if len(said) < lines {
		t.Fatalf("serve said %q and ended: %v", said, r.Err())
	}
	return said, stop
}

// address finds the address in what serve or organizer add says.
func address(t *testing.T, said string) string {
	t.Helper()
	a := regexp.MustCompile(`https?://[^\s]+`).FindString(said)
	if a == "" {
		t.Fatalf("no address in %q", said)
	}
	return a
}

func page(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatalf("get %s: %v", url, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("read %s: %v", url, err)
	}
	return res.StatusCode, string(body)
}

func TestServe(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	cmd := serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "127.0.0.1:0"}
	said, stop := served(t, cmd, 2)
	base := address(t, said[0])
	if code, _ := page(t, base+"/"); code != http.StatusOK {
		t.Errorf("%s answers %d", base, code)
	}
	if code, body := page(t, address(t, said[1])); code != http.StatusOK || !strings.Contains(body, `type="password"`) {
		t.Errorf("the first organizer's link answers %d and asks for no password", code)
	}

	var link bytes.Buffer
	add := organizerAddCmd{dataFlag: dataFlag{Data: dir}, Email: "minji@example.org"}
	if err := add.add(t.Context(), &link); err != nil {
		t.Fatalf("add an organizer while serving: %v", err)
	}
	if l := address(t, link.String()); !strings.HasPrefix(l, base+"/signup/") {
		t.Errorf("the organizer's link %s is not below %s", l, base)
	}
	if code, body := page(t, address(t, link.String())); code != http.StatusOK || !strings.Contains(body, "minji@example.org") {
		t.Errorf("the organizer's link answers %d", code)
	}

	if err := cmd.serve(t.Context(), io.Discard); exitCode(err) != exitLocked {
		t.Errorf("serve the same data twice: exit code %d, %v", exitCode(err), err)
	}
	other := serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: strings.TrimPrefix(base, "http://")}
	if err := other.serve(t.Context(), io.Discard); exitCode(err) != exitFailed || !strings.Contains(err.Error(), "--addr") {
		t.Errorf("serve at an address in use: exit code %d, %v", exitCode(err), err)
	}
	if err := stop(); err != nil {
		t.Errorf("stop serving: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, db.File+"-wal")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a journal is left behind after an orderly end: %v", err)
	}
	if err := add.add(t.Context(), &link); err != nil {
		t.Errorf("add an organizer while nothing serves: %v", err)
	}
	if _, stop := served(t, cmd, 2); stop() != nil {
		t.Error("serve the data again")
	}
}

func TestServeDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	cmd := serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "127.0.0.1:0", Demo: true}
	said, stop := served(t, cmd, 1)
	if code, _ := page(t, address(t, said[0])); code != http.StatusOK {
		t.Errorf("the demo's link answers %d", code)
	}
	if err := stop(); err != nil {
		t.Errorf("stop the demo: %v", err)
	}
	if s, err := db.Check(t.Context(), dir, db.Options{}); err != nil || s.Seasons < 3 || s.Responses < 100 {
		t.Errorf("the demo's data: %+v, %v", s, err)
	}
	if err := cmd.serve(t.Context(), io.Discard); exitCode(err) != exitUsage {
		t.Errorf("a demo in a directory that is not new: %v", err)
	}
}

// Where a demo was, its link signs nobody in once the program runs for real, nor does a session that came of it.
func TestTheDemosLinkDiesWithIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	said, stop := served(t, serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "127.0.0.1:0", Demo: true}, 1)
	link := address(t, said[0])
	base, path := link[:strings.Index(link, "/signin/")], link[strings.Index(link, "/signin/"):]
	v := newVisitor(t, base, "en").get(link).submit("", nil).want(200)
	if err := stop(); err != nil {
		t.Fatalf("stop the demo: %v", err)
	}
	served(t, serveCmd{dataFlag: dataFlag{Data: dir}, Addr: strings.TrimPrefix(base, "http://")}, 1)
	newVisitor(t, base, "en").get(base + path).want(404)
	if v.get("/clubs").want(200); v.at.Path == "/clubs" {
		t.Error("a session of the demo goes on after it")
	}
}

func TestOperatorMistakes(t *testing.T) {
	empty := t.TempDir()
	dir := t.TempDir()
	makeSite(t, dir)
	out := filepath.Join(t.TempDir(), "copy.db")
	if err := (&backupCmd{dataFlag: dataFlag{Data: dir}, File: out}).Run(); err != nil {
		t.Fatalf("back up: %v", err)
	}
	for _, c := range []struct {
		what string
		err  error
		want int
	}{
		{"back up over a file", (&backupCmd{dataFlag: dataFlag{Data: dir}, File: out}).Run(), exitUsage},
		{"back up over a file knowingly", (&backupCmd{dataFlag: dataFlag{Data: dir}, File: out, Overwrite: true}).Run(), 0},
		{"back up into no folder", (&backupCmd{dataFlag: dataFlag{Data: dir}, File: filepath.Join(dir, "no", "x")}).Run(), exitUsage},
		{"back up no data", (&backupCmd{dataFlag: dataFlag{Data: empty}, File: out + "2"}).Run(), exitUsage},
		{"check", (&checkCmd{dataFlag{Data: dir}}).Run(), 0},
		{"check no data", (&checkCmd{dataFlag{Data: empty}}).Run(), exitUsage},
		{"add what is no address", (&organizerAddCmd{dataFlag: dataFlag{Data: dir}, Email: "minji"}).Run(), exitUsage},
		{"add with a bad base URL", (&organizerAddCmd{dataFlag: dataFlag{Data: dir}, Email: "a@example.org", BaseURL: "example.org"}).Run(), exitUsage},
		{"serve from a file", (&serveCmd{dataFlag: dataFlag{Data: out}, Addr: "127.0.0.1:0"}).Run(), exitUsage},
		{"serve at no address", (&serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "nowhere"}).Run(), exitUsage},
		{"serve with a bad base URL", (&serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "127.0.0.1:0", BaseURL: "ftp://x"}).Run(), exitUsage},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%s: exit code %d (%v), want %d", c.what, got, c.err, c.want)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, db.File), []byte(strings.Repeat("no database ", 50)), 0o600); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"check": (&checkCmd{dataFlag{Data: dir}}).Run(), "migrate": (&migrateCmd{dataFlag{Data: dir}}).Run(),
	} {
		if exitCode(err) != exitDamaged {
			t.Errorf("%s damaged data: exit code %d, %v", what, exitCode(err), err)
		}
	}
}

// A copy of the data is served without its key only where all links are renewed, and says so before anything else.
func TestServeACopyWithoutItsKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	if _, stop := served(t, serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "127.0.0.1:0", Demo: true}, 1); stop() != nil {
		t.Fatal("stop the demo")
	}
	b := backupCmd{dataFlag: dataFlag{Data: dir}, File: filepath.Join(t.TempDir(), db.File)}
	if err := b.Run(); err != nil {
		t.Fatalf("back up: %v", err)
	}
	if said, key := b.keyToo(dir), filepath.Join(dir, db.KeyFile); !strings.Contains(said, key) {
		t.Errorf("a backup says %q, which does not name %s", said, key)
	}
	season := func(d *db.DB) survey.Season {
		s, err := d.Season(t.Context(), 3)
		if err != nil {
			t.Fatalf("read a season: %v", err)
		}
		return s
	}
	of, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatalf("open the demo's data: %v", err)
	}
	old := season(of)
	if err := of.Close(); err != nil {
		t.Fatalf("close the demo's data: %v", err)
	}

	cmd := serveCmd{dataFlag: dataFlag{Data: filepath.Dir(b.File)}, Addr: "127.0.0.1:0"}
	var out bytes.Buffer
	err = cmd.serve(t.Context(), &out)
	if exitCode(err) != exitUsage || !strings.Contains(err.Error(), "must be renewed") || out.Len() > 0 {
		t.Errorf("serve without the key: exit code %d, %v; before that it said %q", exitCode(err), err, out.String())
	}
	cmd.Renew = true
	said, stop := served(t, cmd, 2)
	if !strings.Contains(said[0], "hand out the new ones") {
		t.Errorf("serve with new links says first %q", said[0])
	}
	if code, body := page(t, address(t, said[1])+"/s/"+string(old.Token)); code != http.StatusGone || !strings.Contains(body, "renewed") {
		t.Errorf("a link from before answers %d and does not say that it was renewed", code)
	}
	if err := stop(); err != nil {
		t.Errorf("stop serving: %v", err)
	}
}

func TestBaseURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://dure.example.org":  "https://dure.example.org",
		"https://dure.example.org/": "https://dure.example.org",
		"http://192.168.0.10:8080":  "http://192.168.0.10:8080",
		"dure.example.org":          "",
		"https://example.org/dure":  "",
		"https://example.org?x=1":   "",
		"javascript:alert(1)":       "",
		"http://":                   "",
	} {
		if got, err := checkBase(in); got != want || (err == nil) != (want != "") {
			t.Errorf("base URL %q: got %q, %v, want %q", in, got, err, want)
		}
	}
}

// What an operator does wrong with the data, or what befell it, ends with its own exit code and with the command that mends it.
// makeSite makes a new site in dir.
func makeSite(t *testing.T, dir string) {
	t.Helper()
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

// Only serve makes a site: a mistyped --data made one, with a link that led nowhere.
func TestOnlyServeMakesASite(t *testing.T) {
	mistyped := dataFlag{Data: filepath.Join(t.TempDir(), "mistyped")}
	for name, run := range map[string]func() error{
		"organizer add": (&organizerAddCmd{dataFlag: mistyped, Email: "minji@example.org"}).Run,
		"migrate":       (&migrateCmd{mistyped}).Run,
		"export":        (&exportCmd{dataFlag: mistyped, Member: "minji@example.org"}).Run,
	} {
		err := run()
		if exitCode(err) != exitUsage || !strings.Contains(err.Error(), "there is no data in "+mistyped.Data) {
			t.Errorf("%s where no data is ends with %d: %v", name, exitCode(err), err)
		}
		if _, err := os.Stat(mistyped.Data); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("%s makes %s", name, mistyped.Data)
		}
	}
}

func TestLostData(t *testing.T) {
	dir, kept := t.TempDir(), t.TempDir()
	cmd := serveCmd{dataFlag: dataFlag{Data: dir, Backups: kept}, Addr: "127.0.0.1:0", NoNight: true}
	_, stop := served(t, cmd, 2)
	path, newest := filepath.Join(dir, db.File), filepath.Join(kept, "dure-abc-2026-01-02T030000Z-nightly.db")
	if err := os.WriteFile(newest, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := stop(); exitCode(err) != exitDamaged || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "dure restore") {
		t.Errorf("serve while its data is deleted ends with %d: %v", exitCode(err), err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	other := t.TempDir()
	makeSite(t, other)
	if err := (&backupCmd{dataFlag: dataFlag{Data: other}, File: copied, WithKey: true}).Run(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		run  func() error
		code int
		says string
	}{
		{"serve", func() error { return cmd.serve(t.Context(), io.Discard) }, exitDamaged, "dure restore --data " + dir + " " + newest},
		{"restore without a file", (&restoreCmd{dataFlag: dataFlag{Data: dir, Backups: kept}}).Run, exitUsage, "dure restore --data " + dir + " " + newest},
		{"check", (&checkCmd{dataFlag{Data: dir}}).Run, exitDamaged, path},
		{"migrate", (&migrateCmd{dataFlag{Data: dir}}).Run, exitDamaged, path},
		{"back up", (&backupCmd{dataFlag: dataFlag{Data: dir}, File: copied + "2"}).Run, exitDamaged, path},
		{"restore nothing", (&restoreCmd{dataFlag: dataFlag{Data: dir}, File: copied + "3"}).Run, exitUsage, copied + "3"},
		{"restore", (&restoreCmd{dataFlag: dataFlag{Data: dir}, File: copied}).Run, 0, ""},
		{"restore itself", (&restoreCmd{dataFlag: dataFlag{Data: dir}, File: path}).Run, exitUsage, "in place"},
		{"check what was restored", (&checkCmd{dataFlag{Data: dir}}).Run, 0, ""},
	} {
		err := c.run()
		if exitCode(err) != c.code || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s ends with %d, %v; want %d and %q", c.what, exitCode(err), err, c.code, c.says)
		}
	}
	replaced := func() {
		data, err := os.ReadFile(copied)
		if err := errors.Join(err, os.WriteFile(path, data, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	halfway := func() {
		stage := filepath.Join(dir, ".dure-restore-1")
		err := errors.Join(os.Mkdir(stage, 0o700), os.WriteFile(filepath.Join(stage, "moves"), []byte(`[{"From": "dure.db", "To": "replaced-1/dure.db"}]`), 0o600),
			os.WriteFile(filepath.Join(stage, db.File), nil, 0o600), os.Mkdir(filepath.Join(dir, "replaced-1"), 0o700), os.Rename(path, filepath.Join(dir, "replaced-1", db.File)))
		if err != nil {
			t.Fatal(err)
		}
	}
	which := restoreCmd{dataFlag: dataFlag{Data: dir, Backups: kept}}
	for _, c := range []struct {
		what string
		harm func()
		run  func() error
		code int
		says []string
	}{
		{"serve what is replaced", replaced, func() error { return cmd.serve(t.Context(), io.Discard) }, exitDamaged, []string{path, "take it by dure restore --data " + dir + " " + path}},
		{"take it", func() {}, (&restoreCmd{dataFlag: dataFlag{Data: dir}, File: path}).Run, 0, nil},
		{"restore without a file what is half restored", halfway, which.Run, exitUsage, []string{"interrupted", "put back by dure serve", newest}},
		{"serve what is half restored", func() {}, (&migrateCmd{dataFlag{Data: dir}}).Run, 0, nil},
	} {
		c.harm()
		err := c.run()
		if exitCode(err) != c.code {
			t.Errorf("%s ends with %d, %v; want %d", c.what, exitCode(err), err, c.code)
		}
		for _, says := range c.says {
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%s says %v, and not %q", c.what, err, says)
			}
		}
	}
	keyless := t.TempDir()
	without := copied + ".keyless"
	if err := (&backupCmd{dataFlag: dataFlag{Data: other}, File: without}).Run(); err != nil {
		t.Fatal(err)
	}
	restore := restoreCmd{dataFlag: dataFlag{Data: keyless}, File: without}
	if err := restore.Run(); exitCode(err) != exitUsage || !strings.Contains(err.Error(), "must be renewed") || !strings.Contains(err.Error(), "dure restore --renew-links") {
		t.Errorf("restore without the key ends with %d: %v", exitCode(err), err)
	}
	restore.Renew = true
	if err := restore.Run(); err != nil {
		t.Errorf("restore with new links: %v", err)
	}
}
