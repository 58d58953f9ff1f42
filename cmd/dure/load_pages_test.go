//go:build load && linux

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"dure/db"
	"dure/web"
)

// A pageCost is what a page takes of the program: the first view after its season was changed, and one after that.
type pageCost struct {
	first, cpu time.Duration // of CPU
	bytes      int           // as a browser shows it, not as it is sent
	file       bool          // to be kept, of a whole season
}

func (c pageCost) wanted(n int) string {
	if n > 20_000 || c.file {
		return ""
	}
	return "≤ 300 KB, ≤ 150 ms"
}

// Views of which one is taken, the middle one by CPU; one that takes long is looked at once more only.
const (
	pageViews = 5
	longView  = 2 * time.Second
)

// pages is what each page, and each file, of the season costs, by its route.
func (s *loadSite) pages() map[string]pageCost {
	costs := map[string]pageCost{}
	fill := s.things()
	for _, r := range web.Routes() {
		path := fill.Replace(r.Path)
		if r.Method != http.MethodGet || strings.Contains(path, ":") || strings.HasSuffix(path, "/events") || strings.HasPrefix(path, "/static") || strings.HasPrefix(path, "/sign") {
			continue
		}
		s.change() // a page is to be good also when something has just changed
		first, status, size, kind := s.view(path)
		if status == http.StatusNotFound { // there is no such thing in this season, as a model
			continue
		}
		c := pageCost{first: first, cpu: first, bytes: size, file: !strings.HasPrefix(kind, "text/html")}
		for i := range pageViews {
			took, again, _, _ := s.view(path)
			c.cpu = min(c.cpu, took)
			if status = max(status, again); first > longView && i == 1 {
				break
			}
		}
		if status != http.StatusOK {
			s.t.Logf("%s answers %d at %d members", r.Path, status, s.n)
		}
		costs[r.Path] = c
	}
	return costs
}

// view looks at a page once.
func (s *loadSite) view(path string) (cpu time.Duration, status, size int, kind string) {
	begun := s.cpu()
	res, err := s.client.Get(s.base + path)
	s.must("get "+path, err)
	body, err := io.ReadAll(res.Body)
	s.must("read "+path, err)
	res.Body.Close()
	return s.cpu() - begun, res.StatusCode, len(body), res.Header.Get("Content-Type")
}

// change has the season be another for whoever keeps what was read of it.
func (s *loadSite) change() {
	s.look(func(d *db.DB) error {
		m, err := d.Member(s.t.Context(), s.members[len(s.members)-1].ID)
		if err != nil {
			return err
		}
		m.Name = fmt.Sprint("Member ", time.Now().UnixNano())
		return d.ChangeMember(s.t.Context(), m, time.Now())
	})
}

// things are what stands in the addresses of the season.
func (s *loadSite) things() *strings.Replacer {
	get := func(path, pattern string) string {
		res, err := s.client.Get(s.base + path)
		s.must("get "+path, err)
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		s.must("read "+path, err)
		if found := regexp.MustCompile(pattern).FindSubmatch(body); found != nil {
			return string(found[1])
		}
		return "0"
	}
	season := fmt.Sprintf("/seasons/%d", s.season)
	one := s.members[len(s.members)/2]
	return strings.NewReplacer("/s/:token", "/s/"+last(get(season, `id="club-link"[^>]*value="([^"]*)"`)), "/m/:token/logo/:hash", ":", "/m/:token", "/m/"+string(one.Token), ":club", "1", "/logo/:hash", ":",
		":season", fmt.Sprint(s.season), ":question", get(season+"/survey", `/survey/questions/(\d+)`), ":member", fmt.Sprint(one.ID),
		":proposal/move", fmt.Sprintf("%d/move?member=%d", s.proposal, one.ID), ":proposal", fmt.Sprint(s.proposal), ":import", fmt.Sprint(s.imported),
		":rule", get(season+"/teams", `/teams/rules/(\d+)`), ":organizer", "1", "rules/new", "rules/new?kind=count", "questions/new", "questions/new?kind=scale", ":shape", "canvas.csv",
		"members/bulk", "members/bulk?do=reopen&all=yes", "feedback/times", "feedback/times?kind=feedback", "feedback/reminders", "feedback/reminders?kind=feedback", ":model", "0", ":file", "0")
}

// An ownPace is how many own team pages a second members are shown, and how many pages a second of the same bytes a bare server compresses and sends.
type ownPace struct {
	pages, static float64
	bytes         int
}

// ownConns is from how many connections members look at their teams.
const ownConns = 64

// ownTeam is how quick own team pages of many members are.
func (s *loadSite) ownTeam() ownPace {
	var all [][]byte
	for i := range ownConns {
		all = append(all, asks(http.MethodGet, "/m/"+string(s.members[i*len(s.members)/ownConns].Token), "", ""))
	}
	address := strings.TrimPrefix(s.base, "http://")
	got := newWires(s.t, address, ownConns)
	got.each(func(i int) []byte { return all[i] }, time.Second) // to warm up
	pace := got.each(func(i int) []byte { return all[i] }, *loadLasts)
	got.close()
	if page := unpacked(got.answer); !bytes.Contains(page, []byte("Member ")) || !bytes.Contains(page, []byte("</html>")) {
		s.t.Errorf("a member's page names no teammate:\n%s", page)
	}
	file := filepath.Join(s.t.TempDir(), "page")
	s.must("keep a page", os.WriteFile(file, unpacked(got.answer), 0o600))
	bare, stop := bareServer(s.t, "page", file)
	defer stop()
	static := newWires(s.t, bare, ownConns)
	defer static.close()
	return ownPace{pace, static.each(func(i int) []byte { return all[i] }, *loadLasts), len(got.answer)}
}

// unpacked is a page as a browser reads it.
func unpacked(packed []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return packed
	}
	page, _ := io.ReadAll(z) // what is broken lacks its end
	return page
}
