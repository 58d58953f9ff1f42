package web_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dure/db"
	"dure/survey"
	"dure/web"
)

// beside opens the site's database a second time.
func (s *site) beside() *sql.DB {
	s.Helper()
	disk, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, db.File)+"?_pragma=busy_timeout(5000)")
	s.must("open the database beside", err)
	s.Cleanup(func() { disk.Close() })
	return disk
}

// but leaves out of a table what is no content: the number of the last commit.
func but(table string) string {
	if table == "settings" {
		return " WHERE name <> 'commits'"
	}
	return ""
}

// content is all that stands in the database, by table.
func (s *site) content() map[string]string {
	s.Helper()
	disk, all := s.beside(), map[string]string{}
	var names []string
	list, err := disk.QueryContext(s.Context(), "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'river%'")
	s.must("list the tables", err)
	defer list.Close()
	for list.Next() {
		var name string
		s.must("read the list of tables", list.Scan(&name))
		names = append(names, name)
	}
	s.must("list the tables", list.Err())
	for _, name := range names {
		all[name] = "" // a table that was emptied is told, too
		rows, err := disk.QueryContext(s.Context(), "SELECT * FROM "+name+but(name))
		s.must("read "+name, err)
		columns, err := rows.Columns()
		s.must("read the columns of "+name, err)
		for rows.Next() {
			row := make([]any, len(columns))
			for i := range row {
				row[i] = new(any)
			}
			s.must("read a row of "+name, rows.Scan(row...))
			for i := range row {
				row[i] = *row[i].(*any)
			}
			all[name] += fmt.Sprintln(row...)
		}
		s.must("read "+name, rows.Err())
		rows.Close()
	}
	return all
}

// everyPath has an address for each of the program's that a site can show, with the thing that it is about.
func (s *site) everyPath(member survey.Member, proposal int64) *strings.Replacer {
	return strings.NewReplacer("/s/:token", "/s/"+string(s.season.Token), "/m/:token", "/m/"+string(member.Token), "/signup/:token", s.invited("new@example.org", survey.Viewer),
		":club", "1", ":season", "1", ":member", fmt.Sprint(member.ID), ":proposal/move", fmt.Sprintf("%d/move?member=%d", proposal, member.ID),
		":proposal", fmt.Sprint(proposal), ":question", "1", ":import", "1", ":model", "1", ":file", "1", ":rule", "1", ":shape", "canvas.csv", ":organizer", "1",
		"rules/new", "rules/new?kind=count", "questions/new", "questions/new?kind=scale", "feedback/times", "feedback/times?kind=feedback")
}

// What a stranger sends is answered and leaves nothing behind: no session, no row, but for a while how often it was tried.
func TestStrangersStoreNothing(t *testing.T) {
	s := newSite(t)
	s.ask(everyKind()...)
	before := s.content()
	v := s.visitor()
	for range 10 {
		for _, path := range []string{"/clubs", "/clubs/1/delete", s.at("/survey/open"), "/signin", "/signout", "/language", "/m/UNKNOWN/draft", "/s/" + string(s.season.Token), "/signup/UNKNOWN", "/signin/UNKNOWN", "/no/such/page"} {
			v.post(path, url.Values{"lang": {"ko"}, "email": {"x"}, "password": {"y"}})
			s.visitor().post(path, nil)
			v.get(path)
		}
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, s.url+"/clubs", nil)
		s.must("make a request", err)
		req.Header.Set("Origin", "https://elsewhere.example")
		res, err := http.DefaultClient.Do(req)
		s.must("send a form from elsewhere", err)
		res.Body.Close()
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("a form from elsewhere is answered with %d, want 403", res.StatusCode)
		}
	}
	s.must("do the chores of an hour later", s.db.Chores(t.Context(), s.now.Add(time.Hour)))
	for table, after := range s.content() {
		if after != before[table] {
			t.Errorf("what strangers send leaves behind in %s:\n%s", table, strings.TrimPrefix(after, before[table]))
		}
	}
}

// What is said once is said on the next page, to whom it was meant, and by no session.
func TestAMessageIsShownOnce(t *testing.T) {
	s := newSite(t)
	v := s.visitor()
	v.post(s.at("/survey/open"), nil).want(200, "what you sent was not saved")
	v.get("/signin").want(200).lacks("what you sent was not saved")
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	v.lang = "ko"
	v.post(s.at("/survey/open"), nil).want(303)
	s.visitor().get("/signin").lacks("저장되지 않았습니다")
	v.send(http.MethodHead, "/signin", nil)
	v.get("/signin").want(200, "저장되지 않았습니다")
}

// Who asks for the head of a page alone changes nothing, whatever the page does when it is looked at.
func TestHeadChangesNothing(t *testing.T) {
	s := newSite(t)
	teams := s.ratedSeason()
	s.openRound(survey.Pulse)
	s.usedModel()
	v := s.organizer()
	v.upload("/import", "roster.csv", []byte("Name,Hours\nA,3\nB,4\nC,3\n")).want(200)
	fill := s.everyPath(teams[0][0], int64(s.divided("Second", teams[0], teams[2], teams[1])))
	s.now = s.now.Add(24 * time.Hour)
	before, seen := s.content(), 0
	for _, r := range web.Routes() {
		if path := fill.Replace(r.Path); r.Method == http.MethodGet && !strings.Contains(r.Path, "events") {
			if v.send(http.MethodHead, path, nil).status == http.StatusOK {
				seen++
			}
		}
	}
	if seen < 50 {
		t.Fatalf("only %d pages answer to HEAD", seen)
	}
	for table, after := range s.content() {
		if after != before[table] {
			t.Errorf("HEAD changes %s from\n%sto\n%s", table, before[table], after)
		}
	}
}

// Behind https each cookie is for this very host, and read by no script; static files come without any.
func TestCookies(t *testing.T) {
	s := siteOf(t, web.Config{BaseURL: "https://dure.example.org"})
	s.fill()
	s.account("mina@example.org")
	v := s.visitor()
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	names := map[string]bool{}
	for _, path := range []string{"/clubs", "/language", "/signin"} {
		res, err := v.client.PostForm(s.url+path, url.Values{"email": {"mina@example.org"}, "password": {sentence}, "lang": {"ko"}})
		s.must("post "+path, err)
		res.Body.Close()
		for _, c := range res.Cookies() {
			names[c.Name] = true
			if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
				t.Errorf("%s sets the cookie %s, want __Host-, Secure, HttpOnly, SameSite=Lax", path, c)
			}
		}
	}
	if len(names) != 4 {
		t.Errorf("the cookies are %v, want those of the session, the device, the language and the message", names)
	}
	s = newSite(t)
	o := s.organizer()
	s.now = s.now.Add(24 * time.Hour)
	for path, want := range map[string]int{"/static/dure.css": 200, "/static/": 404, "/static": 404, "/static/no.css": 404, "/static/../web.go": 404} {
		res, err := o.client.Get(s.url + path)
		s.must("get "+path, err)
		res.Body.Close()
		if res.StatusCode != want || len(res.Cookies()) > 0 || want == 200 && strings.Contains(res.Header.Get("Vary"), "Cookie") {
			t.Errorf("%s answers %d with the cookies %v, want %d and none", path, res.StatusCode, res.Cookies(), want)
		}
	}
}
