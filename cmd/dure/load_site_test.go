//go:build load && linux

package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"dure/clustering/team"
	"dure/db"
	"dure/survey"
)

func builtToLoad(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "dure")
	build := exec.Command("go", "build", "-o", bin, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return bin
}

// A loadSite is the built program on data of its own: a season of n members whose teams are published, and one of another club to which answers are sent.
type loadSite struct {
	large
	t        *testing.T
	n        int
	base     string
	cmd      *exec.Cmd
	errs     bytes.Buffer
	most     int          // megabytes of memory that it had at most
	beside   *db.DB       // once it is looked at
	client   *http.Client // of the organizer
	imported survey.ImportID
	proposal team.ProposalID
	members  []survey.Member // of the season
	others   survey.SeasonID // of the other club
	writers  []survey.Member // its members
	asked    survey.Survey   // what they answer
}

func (s *loadSite) must(what string, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%s: %v\n%s", what, err, s.errs.String())
	}
}

// newLoadSite serves a season of n members, and tells how long it took to import, to form and to publish, and how long another club waited meanwhile.
func newLoadSite(t *testing.T, bin string, n int, table *loadTable) *loadSite {
	s := &loadSite{large: large{dir: t.TempDir()}, t: t, n: n}
	s.open(t)
	s.fill()
	s.imported = s.queueImport(t, n, 6)
	s.close(t)
	s.serve(bin)
	begun := time.Now()
	waits := s.waiting()
	s.until("the import", 30*time.Minute, func(d *db.DB) (bool, error) {
		im, err := d.Import(t.Context(), s.imported)
		return im.State.Ended(), err
	})
	took, all := time.Since(begun), waits()
	table.add(fmt.Sprintf("import of %d members", n), fmt.Sprintf("%.1f s", took.Seconds()), "", true)
	table.add(fmt.Sprintf("longest wait of another club's answers meanwhile, of %d", len(all)), fmt.Sprintf("%d ms", longest(all).Milliseconds()), "≤ 100 ms", longest(all) <= 100*time.Millisecond)
	s.look(func(d *db.DB) (err error) {
		s.members, err = d.Members(t.Context(), s.season)
		return err
	})
	if len(s.members) != n {
		t.Fatalf("%d members are imported, want %d", len(s.members), n)
	}
	s.client = s.signIn(t, s.base)
	s.form(table)
	return s
}

// fill makes both clubs.
func (s *loadSite) fill() {
	ctx, now := s.t.Context(), time.Now()
	s.must("fill", s.db.Fill(func() error {
		show := demo{db: s.db, now: now}
		by, _, err := show.fill(ctx)
		s.must("fill the demo's club", err)
		s.by = by
		season, err := s.db.CreateSeason(ctx, 1, "Large", now)
		s.must("make a season", err)
		s.season = season.ID
		club, err := s.db.CreateClub(ctx, by, "Others", "Asia/Seoul", now)
		s.must("make a club", err)
		other, err := s.db.CreateSeason(ctx, club.ID, "Others", now)
		s.must("make a season", err)
		s.others = other.ID
		for i := range 20 {
			_, err := s.db.AddQuestion(ctx, other.ID, survey.Question{Kind: survey.Number, Title: survey.Text{"en": fmt.Sprint("How much ", i, "?")}, Min: new(0.0), Max: new(1e9)})
			s.must("ask", err)
		}
		s.must("open the survey", s.db.SaveSurvey(ctx, survey.Survey{Season: other.ID, Opens: now.Add(-time.Hour)}))
		s.asked, err = s.db.Survey(ctx, other.ID)
		s.must("read the survey", err)
		for i := range 1000 {
			m, err := s.db.AddMember(ctx, survey.Member{Season: other.ID, Name: fmt.Sprint("Writer ", i), Email: fmt.Sprintf("w%d@example.org", i)}, now)
			s.must("add a member", err)
			s.writers = append(s.writers, m)
		}
		return nil
	}))
}

func (s *loadSite) serve(bin string) {
	args := []string{"serve", "--data", s.dir, "--addr", "127.0.0.1:0", "--no-nightly", "--trusted-proxy", "127.0.0.1/32"}
	if *loadMemory != "" {
		args = append(args, "--memory", *loadMemory)
	}
	s.cmd = exec.Command(bin, args...)
	s.cmd.Stderr = &s.errs
	out, err := s.cmd.StdoutPipe()
	s.must("serve", err)
	s.must("serve", s.cmd.Start())
	s.t.Cleanup(s.end)
	line := make([]byte, 4096)
	n, err := out.Read(line)
	s.must("hear where it serves", err)
	s.base = strings.TrimRight(address(s.t, string(line[:n])), "/")
	go func() { // what else it says
		for err == nil {
			_, err = out.Read(make([]byte, 4096))
		}
	}()
}

func (s *loadSite) end() {
	if s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait() // it was killed
		if s.beside != nil {
			_ = s.beside.Close() // its file is gone in a moment
		}
		_ = os.RemoveAll(s.dir)
	}
}

// look reads and writes the data beside the program.
func (s *loadSite) look(do func(d *db.DB) error) {
	s.t.Helper()
	if s.beside == nil {
		d, err := db.Attach(s.t.Context(), s.dir, db.Options{})
		s.must("attach", err)
		s.beside = d
	}
	s.must("look", do(s.beside))
}

func (s *loadSite) until(what string, long time.Duration, over func(d *db.DB) (bool, error)) {
	s.t.Helper()
	s.look(func(d *db.DB) error {
		for end := time.Now().Add(long); ; time.Sleep(100 * time.Millisecond) {
			done, err := over(d)
			if done || err != nil {
				return err
			}
			if time.Now().After(end) {
				return fmt.Errorf("%s is not over after %v", what, long)
			}
		}
	})
}

// form forms teams of five by the cards that are suggested, and publishes them.
func (s *loadSite) form(table *loadTable) {
	t := s.t
	v := &visitor{t: t, client: s.client, base: s.base, lang: "en"}
	begun := time.Now()
	v.get(fmt.Sprintf("/seasons/%d/teams", s.season)).submit("/proposals", typed{"ideal": {"5"}, "seconds": {fmt.Sprint(int(loadBudget.Seconds()))}}).want(200)
	id, err := strconv.Atoi(last(v.at.Path))
	s.must("form teams", err)
	s.proposal = team.ProposalID(id)
	s.until("the forming", *loadBudget+30*time.Minute, func(d *db.DB) (bool, error) {
		p, err := d.Proposal(t.Context(), s.proposal)
		if p.State == survey.JobFailed {
			t.Fatalf("forming failed: %v", p.Problem)
		}
		return p.State.Ended(), err
	})
	over := time.Since(begun) - *loadBudget
	table.add(fmt.Sprintf("forming teams of %d members, beyond its budget of %v", s.n, *loadBudget), fmt.Sprintf("%.1f s", over.Seconds()), "≤ 5 s", over <= 5*time.Second)
	begun = time.Now()
	s.look(func(d *db.DB) error { return d.Publish(t.Context(), s.proposal, time.Now()) })
	table.add(fmt.Sprintf("publishing %d members", s.n), fmt.Sprintf("%.1f s", time.Since(begun).Seconds()), "", true)
}

// cpu is how much the program has computed: of all its threads, of which Go ends none.
func (s *loadSite) cpu() (all time.Duration) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid)) // the pattern is one
	for _, thread := range threads {
		stat, err := os.ReadFile(thread)
		s.must("read how much is computed", err)
		nanoseconds, err := strconv.ParseInt(strings.Fields(string(stat))[0], 10, 64)
		s.must("read how much is computed", err)
		all += time.Duration(nanoseconds)
	}
	return all
}

var peakMemory = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// memory is the most memory that the program has had since forget.
func (s *loadSite) memory() int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	s.must("read how much memory is taken", err)
	kb, _ := strconv.Atoi(peakMemory.FindStringSubmatch(string(status))[1])
	return kb >> 10
}

// forget begins to look for the most memory anew.
func (s *loadSite) forget() {
	s.most = max(s.most, s.memory())
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0) // else the most since it began
}
