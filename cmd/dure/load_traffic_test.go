//go:build load && linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"dure/db"
	"dure/survey"
)

// asks is a request as it goes over the line.
func asks(method, path, cookie, body string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n", method, path)
	if cookie != "" {
		fmt.Fprintf(&b, "Cookie: %s\r\n", cookie)
	}
	if method == http.MethodPost {
		fmt.Fprintf(&b, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", len(body))
	}
	fmt.Fprintf(&b, "\r\n%s", body)
	return b.Bytes()
}

// wires are connections that stay open. They are read with as little work as may be, for what asks shares the machine with what answers.
type wires struct {
	t      *testing.T
	all    []net.Conn
	answer []byte // the body of one, as it came
	status sync.Map
}

func newWires(t *testing.T, address string, n int) *wires {
	t.Helper()
	l := &wires{t: t}
	for range n {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		l.all = append(l.all, c)
	}
	return l
}

func (l *wires) close() {
	for _, c := range l.all {
		c.Close()
	}
}

// each has every connection ask again and again for so long, and returns how many answers that were no faults came a second.
func (l *wires) each(next func(i int) []byte, long time.Duration) float64 {
	var done atomic.Int64
	var all sync.WaitGroup
	begun := time.Now()
	for i, c := range l.all {
		all.Go(func() {
			r := bufio.NewReader(c)
			for time.Since(begun) < long {
				if _, err := c.Write(next(i)); err != nil {
					l.t.Error(err)
					return
				}
				res, err := http.ReadResponse(r, nil)
				if err != nil {
					l.t.Error(err)
					return
				}
				body, err := io.ReadAll(res.Body)
				if err != nil {
					l.t.Error(err)
					return
				}
				if res.StatusCode < 400 {
					done.Add(1)
				}
				if _, seen := l.status.LoadOrStore(res.StatusCode, true); !seen {
					l.t.Logf("answers with %s", res.Status)
				}
				if i == 0 && res.StatusCode == http.StatusOK {
					l.answer = body
				}
			}
		})
	}
	all.Wait()
	return float64(done.Load()) / time.Since(begun).Seconds()
}

// bareServer is this program again, as a process of its own that does one thing, with what: see [TestLoadBare].
func bareServer(t *testing.T, does, what string) (address string, stop func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestLoadBare$")
	cmd.Env = append(os.Environ(), "DURE_LOAD_BARE="+does, "DURE_LOAD_WHAT="+what)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line), func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
}

// TestLoadBare is what [bareServer] runs: a server that has nothing else to do than what the program's must do at least.
func TestLoadBare(t *testing.T) {
	var serves http.Handler
	switch what := os.Getenv("DURE_LOAD_WHAT"); os.Getenv("DURE_LOAD_BARE") {
	case "page":
		serves = barePage(t, what)
	case "commits":
		serves = bareSubmits(t, what)
	default:
		t.Skip("is run by the load tool")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(l.Addr())
	t.Fatal(http.Serve(l, serves))
}

// barePage answers everything with the bytes of a file, compressed each time as the program compresses what it sends: static files, too.
func barePage(t *testing.T, file string) http.Handler {
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	wrap, err := gzhttp.NewWrapper(gzhttp.RandomJitter(32, 0, false))
	if err != nil {
		t.Fatal(err)
	}
	return wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page) // who asks may be gone
	}))
}

// A submit is answers of a writer, other ones each time.
func (s *loadSite) submit(w survey.Member, nth int64) []byte {
	form := url.Values{}
	for _, q := range s.asked.Questions {
		form.Set(q.Field(), fmt.Sprint(nth%1_000_000))
	}
	token := string(w.Token)
	return asks(http.MethodPost, "/m/"+token+"/answers", "own=load"+token, form.Encode())
}

// own makes a device of their own for so many writers.
func (s *loadSite) own(address string, n int) {
	l := newWires(s.t, address, 1)
	defer l.close()
	r := bufio.NewReader(l.all[0])
	for _, w := range s.writers[:n] {
		if _, err := l.all[0].Write(asks(http.MethodPost, "/m/"+string(w.Token)+"/devices", "own=load"+string(w.Token), "")); err != nil {
			s.t.Fatal(err)
		}
		res, err := http.ReadResponse(r, nil)
		s.must("own a device", err)
		_, _ = io.Copy(io.Discard, res.Body)
	}
}

// submits adds how many answers a second are kept from so many connections, beside a bare loop that commits as many rows at once.
func (s *loadSite) submits(table *loadTable, conns []int) {
	address := strings.TrimPrefix(s.base, "http://")
	var nth atomic.Int64
	s.own(address, conns[len(conns)-1])
	for _, n := range conns {
		s.forget()
		l := newWires(s.t, address, n)
		before, cpu := nth.Load(), s.cpu()
		pace := l.each(func(i int) []byte { return s.submit(s.writers[i], nth.Add(1)) }, *loadLasts)
		each := (s.cpu() - cpu) / time.Duration(max(1, nth.Load()-before))
		l.close()
		bare, served := s.bareCommits(n), s.bareServed(n)
		table.add(fmt.Sprintf("answers a second from %d connections ÷ commits of the same rows by a bare loop", n), fmt.Sprintf("%.0f ÷ %.0f = %.2f, %v of CPU each", pace, bare, pace/bare, each.Round(10*time.Microsecond)), "≥ 0.5", pace/bare >= 0.5)
		table.add(fmt.Sprintf("answers a second from %d connections ÷ by a bare server that commits the same rows", n), fmt.Sprintf("%.0f ÷ %.0f = %.2f", pace, served, pace/served), "", true)
		if n == conns[len(conns)-1] {
			table.add(fmt.Sprintf("memory with %d connections", n), fmt.Sprintf("%d MB", s.memory()), "≤ 250 MB", s.memory() <= 250)
		}
	}
}

// waiting sends answers of the other club, one after the other, until it is asked how long each took.
func (s *loadSite) waiting() (waits func() []time.Duration) {
	stop, over := make(chan struct{}), make(chan []time.Duration)
	address := strings.TrimPrefix(s.base, "http://")
	s.own(address, 1)
	go func() {
		var all []time.Duration
		l := newWires(s.t, address, 1)
		defer l.close()
		r := bufio.NewReader(l.all[0])
		for nth := int64(0); ; nth++ {
			select {
			case <-stop:
				over <- all
				return
			case <-time.After(20 * time.Millisecond):
			}
			begun := time.Now()
			_, err := l.all[0].Write(s.submit(s.writers[0], nth))
			if err == nil {
				var res *http.Response
				if res, err = http.ReadResponse(r, nil); err == nil {
					_, err = io.Copy(io.Discard, res.Body)
				}
				if err == nil && res.StatusCode >= 400 {
					err = fmt.Errorf("answers are answered with %s", res.Status)
				}
			}
			if err != nil {
				s.t.Error(err)
			}
			all = append(all, time.Since(begun))
		}
	}()
	return func() []time.Duration { close(stop); return <-over }
}

func longest(all []time.Duration) time.Duration { return slices.Max(append(all, 0)) }

// streams adds what so many event streams take of a program that has nothing to tell them. Organizers may have a few each: there are as many of them as it takes.
func (s *loadSite) streams(table *loadTable, n int) {
	const each = 10
	var sessions []string
	s.look(func(d *db.DB) error {
		for i := range (n + each - 1) / each {
			email := fmt.Sprintf("viewer%d@example.org", i)
			token, err := d.SignupToken(s.t.Context(), survey.Invite{Email: email, Club: 1, Role: survey.Viewer, Expires: time.Now().Add(time.Hour)}, time.Now())
			if err != nil {
				return err
			}
			o, err := d.Signup(s.t.Context(), token, email, "", time.Now())
			if err != nil {
				return err
			}
			link, err := d.SigninToken(s.t.Context(), o.ID, time.Now().Add(time.Hour))
			if err != nil {
				return err
			}
			sessions = append(sessions, string(link))
		}
		return nil
	})
	address := strings.TrimPrefix(s.base, "http://")
	s.forget()
	before := s.memory()
	open := 0
	l := newWires(s.t, address, 1) // the others as they are used: one that says nothing for long is cut
	defer l.close()
	signs := bufio.NewReader(l.all[0])
	cookie := ""
	for i := range n {
		from := fmt.Sprintf("10.%d.%d.%d", i/each>>16&255, i/each>>8&255, i/each&255)
		if i%each == 0 {
			ask := asks(http.MethodPost, "/signin/"+sessions[i/each], "", "")
			_, err := l.all[0].Write(bytes.Replace(ask, []byte("\r\n"), []byte("\r\nX-Forwarded-For: "+from+"\r\n"), 1))
			s.must("sign in", err)
			res, err := http.ReadResponse(signs, nil)
			s.must("sign in", err)
			_, _ = io.Copy(io.Discard, res.Body)
			for _, c := range res.Cookies() {
				cookie = c.Name + "=" + c.Value
			}
		}
		ask := asks(http.MethodGet, fmt.Sprintf("/seasons/%d/responses/events", s.season), cookie, "")
		stream := newWires(s.t, address, 1).all[0]
		l.all = append(l.all, stream)
		_, err := stream.Write(bytes.Replace(ask, []byte("\r\n"), []byte("\r\nX-Forwarded-For: "+from+"\r\n"), 1))
		s.must("follow", err)
		res, err := http.ReadResponse(bufio.NewReader(stream), nil)
		s.must("follow", err)
		if res.StatusCode == http.StatusOK {
			open++
		}
		go io.Copy(io.Discard, res.Body)
	}
	time.Sleep(2 * time.Second)
	begun, cpu := time.Now(), s.cpu()
	time.Sleep(*loadLasts)
	idle := float64(s.cpu()-cpu) / float64(time.Since(begun))
	table.add(fmt.Sprintf("event streams open, of %d", n), fmt.Sprint(open), fmt.Sprint(n), open == n)
	table.add(fmt.Sprintf("memory for %d streams", open), fmt.Sprintf("%d MB, %d MB in all", s.memory()-before, s.memory()), "≤ 200 MB", s.memory()-before <= 200)
	table.add(fmt.Sprintf("cores idle with %d streams", open), fmt.Sprintf("%.2f", idle), "≤ 0.1", idle <= 0.1)
}
