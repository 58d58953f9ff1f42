package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
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

	"github.com/jackc/pgx/v5"

	"dure/web/webtest"
)

// manyBase is the address at which visitors reach the servers of a [fleet].
const manyBase = "http://dure.example.org"

// A fleet is servers and workers on one PostgreSQL database, one of which is killed now and then. It is also the proxy before the servers: it goes round,
// and where one does not answer, or says that it cannot now, it asks the next.
type fleet struct {
	t        *testing.T
	cluster  *cluster
	database string
	flags    string
	servers  []string // their addresses
	runs     []string // what each program is told
	programs []*exec.Cmd
	kills    int
	turn     atomic.Uint64
	wire     http.Transport
}

// newFleet starts the programs. Servers and workers take turns in it.
func newFleet(t *testing.T, servers, workers int, smtp string) *fleet {
	c := newCluster(t)
	f := &fleet{t: t, cluster: c, database: c.address(), wire: http.Transport{DisableKeepAlives: true}}
	f.flags = " --base-url " + manyBase + " --smtp-from dure@example.org --smtp " + smtp + " --smtp-pace 0 --data " + t.TempDir()
	for i := range max(servers, workers) {
		if i < servers {
			f.servers = append(f.servers, freePort(t))
			f.runs = append(f.runs, "serve --no-work --trusted-proxy 127.0.0.1 --addr "+f.servers[i]+f.flags)
		}
		if i < workers {
			f.runs = append(f.runs, "work"+f.flags)
		}
	}
	t.Setenv("DURE_DATABASE", f.database)
	t.Setenv("DURE_KEY", strings.Repeat("0f", 32))
	f.programs = make([]*exec.Cmd, len(f.runs))
	t.Cleanup(func() {
		for _, p := range f.programs {
			if p != nil {
				_, _ = p.Process.Kill(), p.Wait()
			}
		}
	})
	was := http.DefaultTransport
	http.DefaultTransport = f
	t.Cleanup(func() { http.DefaultTransport = was })
	f.start(0)
	newVisitor(t, manyBase, "en").get("/signin").want(200) // and the tables are there, without which nobody works
	for i := range f.runs[1:] {
		f.start(i + 1)
	}
	return f
}

// freePort is an address of this machine on which nobody listens.
func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (f *fleet) start(i int) {
	p := exec.Command(os.Args[0])
	p.Env = append(os.Environ(), "DURE_TEST_RUN="+f.runs[i], "DURE_TEST_BACKS=20ms")
	p.Stderr = f
	if err := p.Start(); err != nil {
		f.t.Error(err)
	}
	f.programs[i] = p
}

// Write keeps what a program logs for who looks into a failure.
func (f *fleet) Write(said []byte) (int, error) {
	f.t.Logf("%s", said)
	return len(said), nil
}

// trouble kills one program after the other, and starts it again, until ctx ends. Meanwhile the database starts anew in each of the ways, one after the
// other at equal times.
func (f *fleet) trouble(ctx context.Context, every, long time.Duration, restarts []string) {
	began := time.Now()
	for i, done := 0, 0; ; i = (i + 1) % len(f.programs) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
		if done < len(restarts) && time.Since(began) > long*time.Duration(done+1)/time.Duration(len(restarts)+1) {
			f.cluster.restart(restarts[done])
			done++
		}
		_, _ = f.programs[i].Process.Kill(), f.programs[i].Wait()
		f.kills++
		f.start(i)
	}
}

// ask returns the rows of a query, each in one line.
func (f *fleet) ask(q string) (rows []string) {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, f.database)
	if err == nil {
		defer c.Close(ctx)
		var found pgx.Rows
		found, err = c.Query(ctx, q)
		if err == nil {
			rows, err = pgx.CollectRows(found, func(r pgx.CollectableRow) (string, error) {
				values, err := r.Values()
				return strings.TrimSpace(fmt.Sprintln(values...)), err
			})
		}
	}
	if err != nil {
		f.t.Errorf("%s: %v", q, err)
	}
	return rows
}

// RoundTrip sends a request to one server after the other until one answers. Whoever asks, asks from an address of their own, as guesses and requests are
// counted for each.
func (f *fleet) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	var again time.Duration
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		req.Body.Close()
	}
	for began := time.Now(); time.Since(began) < time.Minute; <-time.After(again) {
		again = 20 * time.Millisecond
		try := req.Clone(req.Context())
		try.Host, try.URL.Host = req.URL.Host, f.servers[f.turn.Add(1)%uint64(len(f.servers))]
		try.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", rand.N(256), rand.N(256), rand.N(256)))
		try.Body = io.NopCloser(bytes.NewReader(body))
		resp, err := f.wire.RoundTrip(try)
		if err != nil {
			continue
		}
		page, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		resp.Body, resp.Request = io.NopCloser(bytes.NewReader(page)), req
		if err == nil && resp.StatusCode != http.StatusServiceUnavailable {
			return resp, nil // a visitor wants no other fault
		}
		again = time.Second
	}
	return nil, errors.New("no server answers for a minute")
}

// A manyMember has joined, and been told that the answer is kept.
type manyMember struct {
	*visitor
	name, link, answer string
}

// TestManyProgramsAreKilled has members answer and ask for letters, and an organizer form teams and import members, while servers and workers are killed
// one after the other and the database starts anew: what was told anyone as kept is there once, and each job is done once.
func TestManyProgramsAreKilled(t *testing.T) {
	servers, every, long, restarts := 2, 3*time.Second, 20*time.Second, []string{"fast"}
	if webtest.Rounds(0, 1) > 0 {
		servers, every, long, restarts = 3, 5*time.Second, time.Minute, []string{"fast", "immediate"}
	}
	mails := webtest.NewMailServer(t)
	f := newFleet(t, servers, 2, mails.Addr)
	o := newVisitor(t, manyBase, "en")
	season, question, join := f.prepare(o)

	ctx, stop := context.WithTimeout(t.Context(), long)
	defer stop()
	var all sync.WaitGroup
	var mu sync.Mutex
	members := []manyMember{newManyMember(t, join, question, "first"), newManyMember(t, join, question, "second")} // without whom there are no teams
	for i := range 3 {
		all.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				m := newManyMember(t, join, question, fmt.Sprintf("member %d-%d", i, n))
				mu.Lock()
				members = append(members, m)
				mu.Unlock()
				<-time.After(100 * time.Millisecond) // the machine is others' as well
			}
		})
	}
	formed, imported := 0, map[string]bool{}
	all.Go(func() {
		for ctx.Err() == nil {
			o.get(season+"/teams").submit("/proposals", typed{"ideal": {"4"}}).want(200)
			formed++
			at := o.at.Path
			file := fmt.Sprintf("rows-%d", formed)
			o.get(season+"/import").submit("/import", typed{"@file": {file + ".csv", "Name,E-mail\n" + file + " a,a@" + file + ".org\n" + file + " b,b@" + file + ".org\n"}}).want(200)
			o.submit("/imports/", nil).want(200)
			o.await(o.at.Path)
			o.await(at)
			imported[file+" a"], imported[file+" b"] = true, true
		}
	})
	f.trouble(ctx, every, long, restarts)
	all.Wait()
	if t.Failed() {
		return
	}
	f.settle()
	f.check(members, imported, formed, mails.Taken())
	f.publish(o, season, members)
	t.Logf("%d members, %d letters, %d imports and %d proposals, %d programs killed", len(members), len(mails.Taken()), len(imported)/2, formed, f.kills)
}

// prepare signs the organizer up and opens a survey. It returns the paths of the season, the name of the field of its question, and the link to join.
func (f *fleet) prepare(o *visitor) (season, field, join string) {
	var out bytes.Buffer
	data := dataFlag{Data: f.t.TempDir(), Database: f.database}
	if err := (&organizerAddCmd{dataFlag: data, Email: "mina@example.org"}).add(f.t.Context(), &out); err != nil {
		f.t.Fatal(err)
	}
	return f.season(o, strings.TrimSpace(out.String()))
}

// season signs an organizer up, who makes a season that takes answers.
func (f *fleet) season(o *visitor, invite string) (season, field, join string) {
	o.get(invite).submit("", typed{"email": {"mina@example.org"}, "password": {"a long enough sentence"}}).want(200)
	o.get("/clubs").submit("/clubs", typed{"name": {"Many"}}).want(200).submit("/seasons", typed{"name": {"Spring"}}).want(200)
	season = o.at.Path
	o.get(season+"/survey/questions/new?kind=short_text").submit("/questions", typed{"title_en": {"Anything?"}}).want(200)
	field = o.at.Fragment
	o.get(season+"/survey").submit("/survey/open", nil).want(200)
	link, err := url.Parse(o.get(season).value("club-link"))
	if err != nil {
		f.t.Fatal(err)
	}
	return season, field, link.Path
}

// newManyMember joins, answers twice, and asks for a letter that says so.
func newManyMember(t *testing.T, join, field, name string) manyMember {
	m := manyMember{visitor: newVisitor(t, manyBase, "en"), name: name}
	address := strings.ReplaceAll(name, " ", "-") + "@example.org"
	m.get(join).want(200).submit("", typed{"name": {name}, "email": {address}, "consent": {"yes"}}).want(200)
	m.link = strings.Join(strings.Split(m.at.Path, "/")[:3], "/")
	for _, m.answer = range []string{name + " likes tea", name + " likes coffee"} {
		m.get(m.link+"/answers").want(200).submit("/answers", typed{field: {m.answer}}).want(200)
	}
	m.get(m.link).want(200).submit("/receipt", nil).want(200)
	return m
}

// settle waits until no job is left to do.
func (f *fleet) settle() {
	var left []string
	for began := time.Now(); time.Since(began) < 2*time.Minute; <-time.After(200 * time.Millisecond) {
		if left = f.ask("SELECT kind, CAST(state AS TEXT) FROM river_job WHERE finalized_at IS NULL"); len(left) == 0 {
			return
		}
	}
	f.t.Errorf("two minutes after the last program was killed jobs are left: %q", left)
}

// publish has teams formed of everybody, and wants each member's page to show the team.
func (f *fleet) publish(o *visitor, season string, members []manyMember) {
	at := o.get(season+"/teams").submit("/proposals", typed{"ideal": {"4"}}).want(200).at.Path
	o.await(at).follow("/publish").want(200).submit("/publish", typed{"sure": {"yes"}}).want(200)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(o.get(at+"/roster.csv").want(200).body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) < 2 {
		f.t.Fatalf("a roster of %d rows: %v", len(rows), err)
	}
	team, name := slices.Index(rows[0], "team"), slices.IndexFunc(rows[0], func(s string) bool { return strings.EqualFold(s, "name") })
	of, teams := map[string]string{}, map[string][]string{}
	for _, row := range rows[1:] {
		of[row[name]] = row[team]
		teams[row[team]] = append(teams[row[team]], row[name])
	}
	for _, m := range members {
		m.get(m.link).want(200, teams[of[m.name]]...)
		if len(teams[of[m.name]]) < 2 {
			f.t.Errorf("%s is in a team of %q", m.name, teams[of[m.name]])
		}
	}
}

// check compares what is there with what everybody was told.
func (f *fleet) check(members []manyMember, imported map[string]bool, formed int, taken []webtest.Taken) {
	want := slices.Collect(maps.Keys(imported))
	for _, m := range members {
		want = append(want, m.name)
		if m.get(m.link + "/answers").want(200); !strings.Contains(string(m.body), m.answer) {
			f.t.Errorf("the page of %s lacks the answer %q: %s", m.name, m.answer, m.text())
		}
	}
	slices.Sort(want)
	if got := f.ask(`SELECT name FROM members ORDER BY name COLLATE "C"`); !slices.Equal(got, want) {
		f.t.Errorf("members are %q, want %q", got, want)
	}
	if got := f.ask("SELECT COUNT(*) FROM proposals WHERE state = 'done'"); got[0] != fmt.Sprint(formed) {
		f.t.Errorf("%s proposals are formed, want %d: others are %q", got[0], formed, f.ask("SELECT id, state, problem FROM proposals WHERE state <> 'done'"))
	}
	if twice := f.ask("SELECT kind, args FROM river_job WHERE kind <> 'mail' GROUP BY kind, args HAVING COUNT(*) FILTER (WHERE state = 'completed') <> 1"); len(twice) > 0 {
		f.t.Errorf("jobs that were not done once: %q", twice)
	}
	letters := map[string]int{}
	for _, l := range taken {
		letters[l.To]++
	}
	if len(letters) != len(members) || len(taken) > len(members)+f.kills {
		f.t.Errorf("%d letters went to %d of %d members, want one to each, and one more for each of %d programs that was killed at most", len(taken), len(letters), len(members), f.kills)
	}
	if wrong := f.ask("SELECT state, COUNT(*) FROM letters WHERE state <> 'sent' GROUP BY state"); len(wrong) > 0 {
		f.t.Errorf("letters that are not sent: %q", wrong)
	}
}
