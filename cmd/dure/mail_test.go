package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/mail"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web/webtest"
)

// TestMain lets the test's own program be dure, to be killed.
func TestMain(m *testing.M) {
	args := os.Getenv("DURE_TEST_RUN")
	if args == "" {
		os.Exit(m.Run())
	}
	if backs, err := time.ParseDuration(os.Getenv("DURE_TEST_BACKS")); err == nil {
		mailBacks = func(int) time.Duration { return backs }
	}
	if err := run(strings.Fields(args)); err != nil {
		fmt.Fprintln(os.Stderr, "dure:", err)
		os.Exit(exitCode(err))
	}
	os.Exit(0)
}

// TestNoLetterIsLost sends letters while the program is killed, each time after the mail server kept a letter and before the program knows it, and
// while the server refuses for a while and hangs up at random. Each letter arrives, and at most one more for each kill. The letters are few,
// unless DURE_TEST_LETTERS says how many: with 10000 the program is killed 20 times and waits as long between tries as it does for people.
func TestNoLetterIsLost(t *testing.T) {
	letters, kills, backs := 150, 3, "20ms"
	if n, err := strconv.Atoi(os.Getenv("DURE_TEST_LETTERS")); err == nil {
		letters, kills, backs = n, 20, ""
	}
	dir := t.TempDir()
	fillOutbox(t, dir, letters)
	server := webtest.NewMailServer(t)
	f := failing{rng: rand.New(rand.NewPCG(18, 7)), every: letters / (kills + 1), kills: kills}
	server.Fail = f.fail
	begun := time.Now()
	f.start = func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		args := "serve --addr 127.0.0.1:0 --no-nightly --smtp-pace 0 --smtp-from dure@example.org --smtp " + server.Addr + " --data " + dir
		cmd.Env = append(os.Environ(), "DURE_TEST_RUN="+args, "DURE_TEST_BACKS="+backs)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Error(err)
		}
		return cmd
	}
	f.cmd = f.start()
	for f.kept() < letters && time.Since(begun) < 25*time.Minute {
		<-time.After(20 * time.Millisecond)
	}
	for done := time.Now(); time.Since(done) < 2*time.Second; { // what comes twice comes by now
		<-time.After(100 * time.Millisecond)
	}
	f.end()

	seen, ids, twice := map[string]string{}, map[string]bool{}, 0
	for _, l := range server.Taken() {
		m, err := mail.ReadMessage(strings.NewReader(l.Raw))
		if err != nil {
			t.Fatalf("a letter cannot be read: %v", err)
		}
		id := m.Header.Get("Message-Id")
		before, again := seen[l.To]
		switch {
		case id == "":
			t.Errorf("the letter to %s has no Message-ID", l.To)
		case again && before != id:
			t.Errorf("the letter to %s came as %s and as %s", l.To, before, id)
		case again:
			twice++
		case ids[id]:
			t.Errorf("two have the Message-ID %s", id)
		}
		seen[l.To], ids[id] = id, true
	}
	if len(seen) != letters || twice > kills || f.killed != kills {
		t.Errorf("of %d letters %d arrived, %d once more, with %d kills of %d", letters, len(seen), twice, f.killed, kills)
	}
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if l, err := d.NextLetter(t.Context(), time.Now().Add(24*time.Hour)); err == nil {
		t.Errorf("in the end a letter waits: %+v", l)
	}
	t.Logf("%d letters in %v: each arrived, %d once more after %d kills; the server failed %d times", letters, time.Since(begun).Round(time.Second), twice, f.killed, f.failed)
}

// failing is what befalls the program and its mail server.
type failing struct {
	mu     sync.Mutex
	rng    *rand.Rand
	every  int // after how many letters the program is killed
	kills  int
	start  func() *exec.Cmd
	cmd    *exec.Cmd
	to     map[string]bool // whose letters were kept
	killed int
	failed int
}

func (f *failing) kept() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.to)
}

func (f *failing) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = f.cmd.Process.Kill()
	_ = f.cmd.Wait()
}

func (f *failing) fail(step, to string) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if step == "kept" {
		if f.to == nil {
			f.to = map[string]bool{}
		}
		f.to[to] = true
		if f.killed < f.kills && len(f.to) >= f.every*(f.killed+1) {
			f.killed++
			_ = f.cmd.Process.Kill()
			_ = f.cmd.Wait()
			f.cmd = f.start()
		}
		return nil
	}
	switch x := f.rng.Float64(); {
	case step == "rcpt" && x < 0.02:
		err = webtest.Refuse(450)
	case step == "rcpt" && x < 0.0202:
		err = webtest.Refuse(421)
	case step == "end" && x < 0.01:
		err = webtest.Refuse(451)
	case (step == "rcpt" || step == "data" || step == "end") && x > 0.995:
		err = webtest.ErrDrop
	case step == "mail" && x < 0.0001:
		err = webtest.ErrHang
	}
	if err != nil {
		f.failed++
	}
	return err
}

// fillOutbox makes a club whose members' personal links wait to be sent.
func fillOutbox(t *testing.T, dir string, letters int) {
	t.Helper()
	ctx, now := context.Background(), time.Now()
	d, err := db.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	err = d.Fill(func() error {
		token, err := d.SignupToken(ctx, survey.Invite{Expires: now.Add(time.Hour)}, now)
		if err != nil {
			return err
		}
		o, err := d.Signup(ctx, token, "owner@example.org", "no hash", now)
		if err != nil {
			return err
		}
		club, err := d.CreateClub(ctx, o.ID, "Chess", "", now)
		if err != nil {
			return err
		}
		season, err := d.CreateSeason(ctx, club.ID, "Spring", now)
		if err != nil {
			return err
		}
		var ids []survey.MemberID
		for i := range letters {
			m, err := d.AddMember(ctx, survey.Member{Season: season.ID, Name: fmt.Sprint("Member ", i), Email: fmt.Sprintf("m%d@example.org", i)}, now)
			if err != nil {
				return err
			}
			ids = append(ids, m.ID)
		}
		_, err = d.MailMembers(ctx, season.ID, survey.LinkLetter, ids, "ko", now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The operator learns in plain words what the mail server says.
func TestMailTest(t *testing.T) {
	server := webtest.NewMailServer(t)
	var out bytes.Buffer
	m := mailTestCmd{smtpFlags: smtpFlags{Server: server.Addr, From: "dure@example.org", TLS: "auto"}, Address: "op@example.org"}
	if err := m.test(t.Context(), &out); err != nil || !strings.Contains(out.String(), "took a letter to op@example.org") || len(server.Taken()) != 1 {
		t.Errorf("the letter was not sent: %v, %q", err, out.String())
	}
	server.Fail = func(step, to string) error { return webtest.Refuse(550) }
	if err := m.test(t.Context(), &out); err == nil || !strings.Contains(err.Error(), "says: 550") {
		t.Errorf("a server that refuses: %v", err)
	}
	for _, wrong := range []mailTestCmd{{Address: "op@example.org"}, {smtpFlags: m.smtpFlags, Address: "op"}, {smtpFlags: smtpFlags{Server: "x", From: "a@example.org"}, Address: "op@example.org"}} {
		if err := wrong.test(t.Context(), &out); exitCode(err) != exitUsage {
			t.Errorf("settings %+v: %v, want exit code %d", wrong, err, exitUsage)
		}
	}
}

// A server that sends letters reminds members of a close by itself.
func TestServeReminds(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	fillOutbox(t, dir, 0)
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	_, wrong := d.AddMember(t.Context(), survey.Member{Season: 1, Name: "Ara", Email: "ara@example.org"}, now)
	err = d.EditTimes(t.Context(), 1, func(s *survey.Survey) error {
		s.Opens, s.Closes, s.Remind = now.Add(-72*time.Hour), now.Add(12*time.Hour), 1
		return nil
	})
	if err := errors.Join(wrong, err, d.Close()); err != nil {
		t.Fatal(err)
	}
	server := webtest.NewMailServer(t)
	served(t, serveCmd{dataFlag: dataFlag{Data: dir}, Addr: "127.0.0.1:0", NoNight: true, smtpFlags: smtpFlags{Server: server.Addr, From: "dure@example.org", TLS: "auto"}}, 1)
	for begun := time.Now(); len(server.Taken()) == 0 && time.Since(begun) < 20*time.Second; <-time.After(20 * time.Millisecond) {
	}
	if all := server.Taken(); len(all) != 1 || all[0].To != "ara@example.org" {
		t.Errorf("the mail server took %v, want a reminder to Ara", all)
	}
}
