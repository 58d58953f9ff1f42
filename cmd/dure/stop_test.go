package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/db"
	"dure/ml/fit"
	"dure/survey"
	"dure/survey/sheet"
	"dure/web"
	"dure/web/job"
)

// A large is a data directory with the demo's club and a season of 10,000 members.
type large struct {
	dir    string
	by     survey.OrganizerID
	season survey.SeasonID
	db     *db.DB // while it is filled
}

// largeFile is a table of so many members with so many scales, and what to make of it.
func largeFile(t *testing.T, members, scales int) (data []byte, plan job.Plan, mapping string) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("Name")
	for k := range scales {
		fmt.Fprintf(&b, ",How much %d", k+1)
	}
	for i := range members {
		fmt.Fprintf(&b, "\nMember %d", i)
		for k := range scales {
			fmt.Fprintf(&b, ",%d", 1+(i*(k+3)+i*i/7)%5)
		}
	}
	s, err := sheet.Read("members.csv", bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	plan = job.PlanOf(s, survey.Survey{})
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), plan, string(text)
}

// queueImport puts the import of a file in the queue.
func (l *large) queueImport(t *testing.T, members, scales int) survey.ImportID {
	t.Helper()
	data, _, mapping := largeFile(t, members, scales)
	id, err := l.db.StoreImport(t.Context(), survey.Import{Season: l.season, By: l.by, File: "members.csv", Data: data}, time.Now())
	if err == nil {
		err = l.db.StartImport(t.Context(), id, mapping)
	}
	if err != nil {
		t.Fatalf("queue an import: %v", err)
	}
	return id
}

// newLarge fills one.
func newLarge(t *testing.T) *large {
	t.Helper()
	l := &large{dir: t.TempDir()}
	l.open(t)
	err := l.db.Fill(func() error {
		show := demo{db: l.db, now: time.Now()}
		by, _, err := show.fill(t.Context())
		if err != nil {
			return err
		}
		l.by = by
		season, err := l.db.CreateSeason(t.Context(), 1, "Large", time.Now())
		if err != nil {
			return err
		}
		l.season = season.ID
		id := l.queueImport(t, 10_000, 6)
		return job.Import(t.Context(), l.db, id, time.Now)
	})
	if err != nil {
		t.Fatalf("fill the data: %v", err)
	}
	return l
}

func (l *large) open(t *testing.T) {
	t.Helper()
	d, err := db.Open(t.Context(), l.dir)
	if err != nil {
		t.Fatal(err)
	}
	l.db = d
}

func (l *large) close(t *testing.T) {
	t.Helper()
	if err := l.db.Close(); err != nil {
		t.Fatal(err)
	}
}

// copyOf is the same data in another directory.
func (l *large) copyOf(t *testing.T) *large {
	t.Helper()
	other := *l
	other.dir = t.TempDir()
	for _, name := range []string{db.File, db.MarkerFile, db.KeyFile} {
		data, err := os.ReadFile(filepath.Join(l.dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(other.dir, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return &other
}

// signIn returns a client that its organizer is signed in with.
func (l *large) signIn(t *testing.T, base string) *http.Client {
	t.Helper()
	d, err := db.Attach(t.Context(), l.dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	token, err := d.SigninToken(t.Context(), l.by, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil) // has no errors
	client := &http.Client{Jar: jar}
	res, err := client.PostForm(base+"/signin/"+string(token), nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.Request.URL.Path == "/signin/"+string(token) {
		t.Fatalf("sign in: %s", res.Status)
	}
	return client
}

// The program ends within five seconds, whatever runs.
func TestServeEndsInTimeWhateverRuns(t *testing.T) {
	filled := newLarge(t)
	filled.close(t)
	for _, c := range []struct {
		what    string
		queue   func(*testing.T, *large)                                             // before it is served
		running string                                                               // a query that says that it runs
		begin   func(t *testing.T, l *large, base string, disk *sql.DB) (end func()) // while it is served
	}{
		{what: "nothing"},
		{what: "an import of 20,000 rows", running: "SELECT COUNT(*) > 0 FROM import_progress JOIN imports ON imports.id = import_progress.import_id WHERE import_progress.progress LIKE '%saving%' AND state = 'running'",
			queue: func(t *testing.T, l *large) { l.queueImport(t, 20_000, 21) }},
		{what: "forming teams of 10,000", running: "SELECT COUNT(*) > 0 FROM proposals WHERE progress <> '' AND state = 'running'",
			queue: func(t *testing.T, l *large) {
				_, of, err := job.ReadSeason(t.Context(), l.db, l.season)
				if err != nil {
					t.Fatal(err)
				}
				request, err := json.Marshal(team.Request{Rules: team.Deck{Cards: web.SuggestCards(of)}.Rules(), Sizes: team.Sizes{Ideal: 5}, Seed: 1, Seconds: 60})
				if err == nil {
					_, err = l.db.FormTeams(t.Context(), l.season, "Large", request, "", time.Now())
				}
				if err != nil {
					t.Fatal(err)
				}
			}},
		{what: "training", running: "SELECT COUNT(*) > 0 FROM models WHERE state = 'running'",
			queue: func(t *testing.T, l *large) {
				var b bytes.Buffer
				b.WriteString("Team,Rating,Zeal,Hours")
				for i := range 4000 {
					fmt.Fprintf(&b, "\n%d,%d,%d,%d", i/5, 1+i*i/11%5, 1+i*3%7, i*7%13)
				}
				mapping, err := json.Marshal(job.FileMapping{Columns: []string{job.FileTeam, job.FileRating, job.FileAnswer, job.FileAnswer}})
				if err == nil {
					var id fit.FileID
					if id, err = l.db.StoreHistory(t.Context(), fit.File{Club: 1, Name: "past.csv", Data: b.Bytes()}, time.Now()); err == nil {
						err = l.db.MapHistory(t.Context(), id, string(mapping))
					}
				}
				if err != nil {
					t.Fatal(err)
				}
				if _, err := l.db.CreateModel(t.Context(), 1, json.RawMessage(`{"seed":1}`), time.Now()); err != nil {
					t.Fatal(err)
				}
			}},
		{what: "groups of 10,000", begin: func(t *testing.T, l *large, base string, _ *sql.DB) func() {
			client := l.signIn(t, base)
			go client.Get(fmt.Sprintf("%s/seasons/%d/groups", base, l.season))
			return func() {}
		}},
		{what: "posts while another program holds the lock", begin: func(t *testing.T, l *large, base string, disk *sql.DB) func() {
			client := l.signIn(t, base)
			if _, err := disk.Exec("BEGIN IMMEDIATE"); err != nil {
				t.Fatal(err)
			}
			for i := range 8 {
				go func() {
					time.Sleep(time.Duration(i) * 200 * time.Millisecond) // so that they do not share a transaction
					_, _ = client.PostForm(base+"/clubs", url.Values{"name": {fmt.Sprint("Club ", i)}, "zone": {"Asia/Seoul"}})
				}()
			}
			return func() { _, _ = disk.Exec("ROLLBACK") }
		}},
	} {
		t.Run(c.what, func(t *testing.T) {
			l := filled.copyOf(t)
			l.open(t)
			if c.queue != nil {
				c.queue(t, l)
			}
			l.close(t)
			said, stop := served(t, serveCmd{dataFlag: dataFlag{Data: l.dir}, Addr: "127.0.0.1:0", NoNight: true}, 1)
			disk, err := sql.Open("sqlite", "file:"+filepath.Join(l.dir, db.File)+"?_pragma=busy_timeout(5000)")
			if err != nil {
				t.Fatal(err)
			}
			disk.SetMaxOpenConns(1)
			defer disk.Close()
			if c.begin != nil {
				defer c.begin(t, l, address(t, said[0]), disk)()
			}
			deadline := time.Now().Add(30 * time.Second)
			for runs := c.running == ""; !runs; time.Sleep(50 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("%s does not run", c.what)
				}
				if err := disk.QueryRowContext(t.Context(), c.running).Scan(&runs); err != nil && !strings.Contains(err.Error(), "locked") {
					t.Fatal(err)
				}
			}
			time.Sleep(time.Second) // it is in the middle of it
			begun := time.Now()
			err = stop()
			took := time.Since(begun)
			t.Logf("ends after %v with %v", took.Round(10*time.Millisecond), err)
			if took > 5*time.Second {
				t.Errorf("the program ends %v after it was asked to, want within 5 s", took)
			}
		})
	}
}
