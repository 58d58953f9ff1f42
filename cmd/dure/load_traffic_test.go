//go:build load && linux

package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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

// bareServer is this program again, as a process of its own that answers everything with the same bytes.
func bareServer(t *testing.T, answer []byte) (address string, stop func()) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "answer")
	if err := os.WriteFile(file, answer, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestLoadBare$")
	cmd.Env = append(os.Environ(), "DURE_LOAD_BARE="+file)
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

// TestLoadBare is what [bareServer] runs.
func TestLoadBare(t *testing.T) {
	file := os.Getenv("DURE_LOAD_BARE")
	if file == "" {
		t.Skip("is run by the load tool")
	}
	answer, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(l.Addr())
	t.Fatal(http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(answer) // who asks may be gone
	})))
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
		bare := s.bareCommits(n)
		table.add(fmt.Sprintf("answers a second from %d connections ÷ commits of the same rows by a bare loop", n), fmt.Sprintf("%.0f ÷ %.0f = %.2f, %v of CPU each", pace, bare, pace/bare, each.Round(10*time.Microsecond)), "≥ 0.5", pace/bare >= 0.5)
		if n == conns[len(conns)-1] {
			table.add(fmt.Sprintf("memory with %d connections", n), fmt.Sprintf("%d MB", s.memory()), "≤ 250 MB", s.memory() <= 250)
		}
	}
}

// bareCommits is how many rows a second a loop writes that has nothing else to do: the rows of answers of a copy of the site's file, n of them in each
// transaction, but no more than the program commits together, with the count of changes of their season, as safe as the program's.
func (s *loadSite) bareCommits(n int) float64 {
	const together = 128
	file := filepath.Join(s.t.TempDir(), "bare.db")
	from, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, db.File))
	s.must("open the file", err)
	_, err = from.ExecContext(s.t.Context(), "VACUUM INTO ?", file)
	s.must("copy the file", err)
	s.must("close the file", from.Close())
	bare, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(ON)")
	s.must("open the copy", err)
	defer os.Remove(file)
	defer bare.Close()
	bare.SetMaxOpenConns(1)
	begun, rows := time.Now(), 0
	for time.Since(begun) < *loadLasts {
		t, err := bare.BeginTx(s.t.Context(), nil)
		s.must("begin", err)
		answer, err := t.PrepareContext(s.t.Context(), "UPDATE responses SET answers = ?, saved = ?, submitted = ? WHERE member_id = ?")
		s.must("prepare", err)
		for range min(n, together) {
			w := s.writers[rows%n]
			rows++
			_, err := answer.ExecContext(s.t.Context(), s.answers(rows), rows, rows, int64(w.ID))
			s.must("write", err)
		}
		_, err = t.ExecContext(s.t.Context(), "INSERT INTO settings (name, value) VALUES ('bare', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", fmt.Sprint(rows))
		s.must("count", err)
		s.must("commit", t.Commit())
	}
	return float64(rows) / time.Since(begun).Seconds()
}

// answers are as many bytes as a writer's.
func (s *loadSite) answers(nth int) string {
	var b strings.Builder
	for _, q := range s.asked.Questions {
		fmt.Fprintf(&b, `"%d":{"v":1,"n":%d},`, q.ID, nth%1_000_000)
	}
	return b.String()
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
	l := newWires(s.t, address, n+1)
	defer l.close()
	signs := bufio.NewReader(l.all[n])
	cookie := ""
	for i := range n {
		from := fmt.Sprintf("10.%d.%d.%d", i/each>>16&255, i/each>>8&255, i/each&255)
		if i%each == 0 {
			ask := asks(http.MethodPost, "/signin/"+sessions[i/each], "", "")
			_, err := l.all[n].Write(bytes.Replace(ask, []byte("\r\n"), []byte("\r\nX-Forwarded-For: "+from+"\r\n"), 1))
			s.must("sign in", err)
			res, err := http.ReadResponse(signs, nil)
			s.must("sign in", err)
			_, _ = io.Copy(io.Discard, res.Body)
			for _, c := range res.Cookies() {
				cookie = c.Name + "=" + c.Value
			}
		}
		ask := asks(http.MethodGet, fmt.Sprintf("/seasons/%d/responses/events", s.season), cookie, "")
		_, err := l.all[i].Write(bytes.Replace(ask, []byte("\r\n"), []byte("\r\nX-Forwarded-For: "+from+"\r\n"), 1))
		s.must("follow", err)
		res, err := http.ReadResponse(bufio.NewReader(l.all[i]), nil)
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
