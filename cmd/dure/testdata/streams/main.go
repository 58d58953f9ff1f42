// Streams prints what it costs the server that many pages follow the answers to a survey while nothing comes in, and how soon all of them have it when
// something does:
//
//	go run ./cmd/dure/testdata/streams [-n 5000] [-idle 30s] [-database postgres://...]
//
// It builds dure, fills a new database, and follows from as many addresses as that takes. Memory and processor time are the server's alone, read from /proc.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"dure/db"
	"dure/survey"
)

// each is how many streams an organizer has.
const each = 10

var (
	n        = flag.Int("n", 5000, "how many streams")
	idle     = flag.Duration("idle", 30*time.Second, "for how long nothing happens")
	database = flag.String("database", "", "a new PostgreSQL database; SQLite by default")
)

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "streams")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "dure")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/dure").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w: %s", err, out)
	}
	season, organizers, err := fill(ctx, dir)
	if err != nil {
		return err
	}
	args := []string{"serve", "--addr", "127.0.0.1:0", "--data", dir, "--trusted-proxy", "127.0.0.1/32", "--metrics", ""}
	if *database != "" {
		args = append(args, "--database", *database)
	}
	serve := exec.CommandContext(ctx, program, args...)
	serve.Stderr = os.Stderr
	out, err := serve.StdoutPipe()
	if err != nil {
		return err
	}
	if err := serve.Start(); err != nil {
		return err
	}
	defer serve.Wait()
	defer serve.Process.Signal(os.Interrupt)
	addr := ""
	for lines := bufio.NewScanner(out); addr == "" && lines.Scan(); {
		if _, after, found := strings.Cut(lines.Text(), "http://"); found {
			addr, _, _ = strings.Cut(strings.Fields(after)[0], "/")
		}
	}
	if addr == "" {
		return errors.New("the server says no address")
	}
	go io.Copy(io.Discard, out)
	return measure(addr, dir, serve.Process.Pid, season, organizers)
}

// fill makes a season with an open survey, and organizers.
func fill(ctx context.Context, dir string) (id survey.SeasonID, all []survey.OrganizerID, err error) {
	d, err := db.OpenWith(ctx, dir, db.Options{Database: *database})
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	now := time.Now()
	var club survey.Club
	err = d.Fill(func() error {
		for i := range (*n + each - 1) / each {
			in := survey.Invite{Email: fmt.Sprintf("o%d@example.org", i), Club: club.ID, Role: survey.Viewer, Expires: now.Add(time.Hour)}
			token, err := d.SignupToken(ctx, in, now)
			if err != nil {
				return err
			}
			o, err := d.Signup(ctx, token, in.Email, "none", now)
			if err != nil {
				return err
			}
			if i == 0 {
				if club, err = d.CreateClub(ctx, o.ID, "Chess", "", now); err != nil {
					return err
				}
			}
			all = append(all, o.ID)
		}
		return nil
	})
	if err != nil {
		return 0, nil, err
	}
	season, err := d.CreateSeason(ctx, club.ID, "Spring", now)
	if err != nil {
		return 0, nil, err
	}
	q := survey.Question{Kind: survey.Scale, Title: survey.Text{"en": "How keen are you?"}, Min: new(1.0), Max: new(5.0)}
	if _, err := d.AddQuestion(ctx, season.ID, q); err != nil {
		return 0, nil, err
	}
	if err := d.SaveSurvey(ctx, survey.Survey{Season: season.ID, Title: survey.Text{"en": "Hello"}, Opens: now}); err != nil {
		return 0, nil, err
	}
	return season.ID, all, nil
}

// A stream is one connection that follows.
type stream struct {
	net.Conn
	lines *bufio.Reader
}

// event waits for the next event.
func (s stream) event() error {
	for {
		line, err := s.lines.ReadString('\n')
		if err != nil || strings.HasPrefix(line, "event: ") {
			return err
		}
	}
}

func measure(addr, dir string, pid int, season survey.SeasonID, organizers []survey.OrganizerID) error {
	links, err := signinLinks(dir, organizers)
	if err != nil {
		return err
	}
	before := memory(pid)
	var all []stream
	for i, link := range links {
		from := fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255)
		cookie, err := signIn(addr, from, link)
		if err != nil {
			return err
		}
		for range min(each, *n-len(all)) {
			s, err := follow(addr, from, cookie, season)
			if err != nil {
				return err
			}
			all = append(all, s)
		}
	}
	time.Sleep(5 * time.Second) // what the beginning left is collected
	began := busy(pid)
	time.Sleep(*idle)
	cores := (busy(pid) - began).Seconds() / idle.Seconds()
	fmt.Printf("%d streams: %.0f MB more than before (%.0f MB in all), %.3f of a core while idle\n", len(all), (memory(pid)-before)/1e6, memory(pid)/1e6, cores)

	if err := add(dir, season); err != nil {
		return err
	}
	wrote := time.Now()
	var waiting sync.WaitGroup
	var mu sync.Mutex
	var first, last time.Duration
	var lost error
	for _, s := range all {
		waiting.Go(func() {
			err := s.event()
			mu.Lock()
			defer mu.Unlock()
			lost = errors.Join(lost, err)
			last = time.Since(wrote)
			if first == 0 {
				first = last
			}
		})
	}
	waiting.Wait()
	fmt.Printf("what another program wrote came to the first after %v, to the last after %v; %.2f s of processor time, %.0f MB then\n", first.Round(time.Millisecond), last.Round(time.Millisecond), (busy(pid)-began).Seconds()-cores*idle.Seconds(), memory(pid)/1e6)
	return lost
}

func signIn(addr, from string, link survey.Token) (cookie string, err error) {
	req, err := http.NewRequest(http.MethodPost, "http://"+addr+"/signin/"+string(link), nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("X-Forwarded-For", from)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return "", err
	}
	res.Body.Close()
	for _, c := range res.Cookies() {
		if strings.Contains(c.Name, "dure") {
			return c.Name + "=" + c.Value, nil
		}
	}
	return "", fmt.Errorf("a sign-in is answered with %s", res.Status)
}

// follow opens a stream and waits for its first event.
func follow(addr, from, cookie string, season survey.SeasonID) (s stream, err error) {
	if s.Conn, err = net.Dial("tcp", addr); err != nil {
		return s, err
	}
	s.lines = bufio.NewReaderSize(s.Conn, 16)
	fmt.Fprintf(s, "GET /seasons/%d/responses/events HTTP/1.1\r\nHost: %s\r\nX-Forwarded-For: %s\r\nCookie: %s\r\nAccept-Encoding: gzip\r\n\r\n", season, addr, from, cookie)
	return s, s.event()
}

// signinLinks makes a link for each organizer; the server ends those that it finds when it begins.
func signinLinks(dir string, organizers []survey.OrganizerID) (links []survey.Token, err error) {
	ctx := context.Background()
	d, err := db.Attach(ctx, dir, db.Options{Database: *database})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	for _, id := range organizers {
		link, err := d.SigninToken(ctx, id, time.Now().Add(time.Hour))
		if err != nil {
			return nil, err
		}
		links = append(links, link)
	}
	return links, nil
}

// add adds a member, as another program does beside the server.
func add(dir string, season survey.SeasonID) (err error) {
	ctx := context.Background()
	d, err := db.Attach(ctx, dir, db.Options{Database: *database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	_, err = d.AddMember(ctx, survey.Member{Season: season, Name: "Bo", Email: "bo@example.org"}, time.Now())
	return err
}

// memory is what a process has in memory, in bytes.
func memory(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		log.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "VmRSS:")
	kb, err := strconv.ParseFloat(strings.Fields(after)[0], 64)
	if err != nil {
		log.Fatal(err)
	}
	return kb * 1024
}

// busy is how long a process has used processors, which Linux counts in hundredths of a second.
func busy(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		log.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	if err := errors.Join(err1, err2); err != nil {
		log.Fatal(err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}
