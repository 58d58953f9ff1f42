package web_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"dure/clustering/team"
	"dure/survey"
)

// mostOfAPage is how large a page of a large season may be, in bytes, and of how many members.
const mostOfAPage, mostMembers = 300 << 10, 20_000

// Every page of the program is as small in a large season as in one of a few hundred, but for what a number more takes: what it grows by with each member makes
// no more of it at 20,000 than a page may be. All addresses of [matrix] and [linkMatrix] are looked at, which list every route, so that a new page is too.
func TestEveryPageOfALargeSeasonIsSmall(t *testing.T) {
	if testing.Short() {
		t.Skip("a season of 2,400 takes a while to make")
	}
	const few, many = 1600, 2400
	small, large := pageSizes(t, few), pageSizes(t, many)
	if len(large) < 80 {
		t.Errorf("%d pages are looked at", len(large))
	}
	for path, size := range large {
		if listsAll[path] != "" {
			continue
		}
		was, there := small[path]
		if !there {
			t.Errorf("%s is a page of %d members only", path, many)
		}
		if at := size + (size-was)*(mostMembers-many)/(many-few); max(size, at) > mostOfAPage {
			t.Errorf("%s has %d KB among %d members and %d KB among %d: at %d that makes %d KB, want %d at most", path, was>>10, few, size>>10, many, mostMembers, at>>10, mostOfAPage>>10)
		}
	}
}

// listsAll are the pages that are of a whole season by what they are.
var listsAll = map[string]string{
	"/m/:token/mates":         "the names to choose from, which the form fetches once: 430 KB at 20,000",
	"/seasons/:season/groups": "the charts show everybody",
}

// withoutPage are the addresses at which these seasons have no page to look at.
var withoutPage = map[string]string{
	"/static/*":                          "is files",
	"/seasons/:season/fit/models/:model": "was not trained",
	"/seasons/:season/proposals/:proposal/meetings.ics": "no team has a meeting",
	"/":       "leads to the clubs",
	"/signin": "leads to the clubs",
	"/seasons/:season/proposals/:proposal/fit":  "the club uses no model",
	"/seasons/:season/proposals/:proposal/mend": "leads to the repairs",
	"/signup/:token":          "nobody is invited",
	"/signin/:token":          "was used",
	"/m/:token/answers":       "asks for the own device",
	"/account/passkeys/new":   "there are none without https",
	"/clubs/:club/logo/:hash": "there is none", "/s/:token/logo/:hash": "there is none", "/m/:token/logo/:hash": "there is none",
}

// pageSizes is how many bytes each page has in a season of so many members, of whom every third has not answered.
func pageSizes(t *testing.T, n int) map[string]int {
	s, proposal, all := largeAnswered(t, n, func(i int) bool { return i%3 > 0 })
	var groups [][]survey.Member
	for k := 0; k < n; k += 5 {
		groups = append(groups, all[k:min(n, k+5)])
	}
	groups[0], groups[1] = append(groups[0][:4:4], groups[1][0]), append([]survey.Member{groups[0][4]}, groups[1][1:]...)
	s.divided("Second", groups...)
	s.must("publish", s.db.Publish(t.Context(), proposal, s.now))
	s.openRound(survey.MainFeedback)
	s.openRound(survey.Pulse)
	asked, err := s.db.Survey(t.Context(), s.season.ID)
	s.must("read the survey", err)
	rows := strings.Builder{}
	rows.WriteString("Name,Hours\n")
	for i := range n {
		fmt.Fprintf(&rows, "Somebody %d,%d\n", i, i%7)
	}
	im, err := s.db.StoreImport(t.Context(), survey.Import{Season: s.season.ID, By: s.owner.ID, File: "roster.csv", Data: []byte(rows.String())}, s.now)
	s.must("keep an import", err)
	ids := map[string]string{
		":season": fmt.Sprint(s.season.ID), ":club": fmt.Sprint(s.club.ID), ":organizer": fmt.Sprint(s.owner.ID), ":hash": "abc", ":shape": "canvas.csv",
		":question": fmt.Sprint(asked.Questions[6].ID), ":member": fmt.Sprint(all[7].ID), ":proposal": fmt.Sprint(proposal), ":import": fmt.Sprint(im), ":rule": fmt.Sprint(s.cards().Cards[0].ID),
	}
	s.clubThings(ids)
	sizes := map[string]int{}
	look := func(v *visitor, route, path string) {
		res, err := v.client.Get(v.url + path)
		s.must("get "+path, err)
		defer res.Body.Close()
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") { // a file, or a stream
			return
		}
		body, err := io.ReadAll(res.Body)
		s.must("read "+path, err)
		switch {
		case res.StatusCode == http.StatusOK:
			sizes[route] = len(body)
		case withoutPage[route] == "":
			t.Errorf("%s is %s: there is no page to look at", route, res.Status)
		}
	}
	v := s.organizer()
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, l := range lines(t, matrix, 8) {
		if l.method == http.MethodGet && !strings.HasSuffix(l.path, "/events") {
			query, _, _ := strings.Cut(l.form, ";")
			look(v, l.path, fill(l.path+"?"+query, ids))
		}
	}
	season := "/seasons/:season"
	for _, kind := range team.Kinds() {
		if !kind.Predicts() {
			look(v, season+"/teams/rules/new?kind="+string(kind), fill(season+"/teams/rules/new?kind="+string(kind), ids))
		}
	}
	for _, path := range []string{"/members/reminders?kind=link", "/feedback/reminders?kind=team", "/feedback/reminders?kind=feedback", "/members/bulk?do=reopen&all=yes", "/members?q=1", "/teams?added=last"} {
		look(v, season+path, fill(season+path, ids))
	}
	for _, path := range []string{"?why=:member", "?q=1", "?part=2", "/rounds?q=1", "/move?member=:member&places=all", "/move?member=:member&places=several", "/move?member=:member&target=3", "/names?q=1"} {
		look(v, season+"/proposals/:proposal"+path, fill(season+"/proposals/:proposal"+path, ids))
	}
	m := all[8]
	member := s.visitor().own(m)
	for _, l := range lines(t, linkMatrix, 13) {
		if l.method == http.MethodGet {
			token := string(m.Token)
			if strings.HasPrefix(l.path, "/s/") {
				token = string(s.season.Token)
			}
			look(member, l.path, strings.ReplaceAll(fill(l.path, ids), ":token", token))
		}
	}
	return sizes
}
