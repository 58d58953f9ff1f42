package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"dure/web"
	"dure/web/webtest"
)

// noPage are the addresses that answer with a file or a stream, or are gone once used; [TestTheWholeRoundInABrowser]
// opens the sign-up page. How a model sees teams is not there in the demo, where nothing can be told from two small seasons;
// the tests of the fit page look at it.
var noPage = map[string]bool{
	"/healthz": true, "/readyz": true, "/static/*": true, "/signup/:token": true, "/signin/:token": true, "/signin": true, "/seasons/:season/qr.svg": true,
	"/clubs/:club/logo/:hash": true, "/s/:token/logo/:hash": true, "/m/:token/logo/:hash": true, "/m/:token/data.json": true, "/m/:token/data.html": true, "/m/:token/team.ics": true, "/seasons/:season/proposals/:proposal/meetings.ics": true,
	"/seasons/:season/members/links.csv": true, "/seasons/:season/members/reminders.csv": true, "/seasons/:season/responses/events": true,
	"/seasons/:season/responses.csv": true, "/seasons/:season/responses.xlsx": true, "/seasons/:season/season.json": true,
	"/seasons/:season/proposals/:proposal/roster.csv": true, "/seasons/:season/proposals/:proposal/roster.xlsx": true, "/seasons/:season/proposals/:proposal/rosters/:shape": true,
	"/seasons/:season/proposals/:proposal/events": true, "/seasons/:season/fit/models/:model/study/events": true, "/seasons/:season/fit/models/:model/events": true, "/seasons/:season/imports/:import/events": true,
	"/seasons/:season/proposals/:proposal/fit": true, "/seasons/:season/feedback.csv": true, "/seasons/:season/feedback/reminders.csv": true,
}

// Every page that the program has stands up to axe-core in light and in dark, writes nothing to the console and is no
// wider than its window, on a phone in Korean: in the demo's club, with all that the pages are of.
func TestEveryPageInABrowser(t *testing.T) {
	b := webtest.New(t)
	v := demoVisitor(t)
	fill := demoThings(v)
	v.get("/clubs/1/organizers").submit("/organizers", typed{"email": {"second@example.org"}, "role": {"owner"}})
	tab := b.Tab(t, 360, "ko")
	tab.Go(v.value("invite-link-0"))
	tab.Fill("#password", "a long enough sentence")
	tab.Follow("main button[type=submit]")
	for _, path := range pagesOf(t, fill) {
		tab.Go(v.base + path)
		tab.Check()
		tab.Screenshot("page" + strings.NewReplacer("/", "-", "?", "-").Replace(path))
	}
}

// demoLink signs the organizer of a demo in.
func demoLink(t *testing.T) string {
	t.Helper()
	said, _ := served(t, serveCmd{Demo: true, Addr: "127.0.0.1:0"}, 1)
	return address(t, said[0])
}

// demoVisitor is the demo's organizer, signed in.
func demoVisitor(t *testing.T) *visitor {
	t.Helper()
	return demoVisitorBy(t, demoLink(t))
}

func demoVisitorBy(t *testing.T, link string) *visitor {
	t.Helper()
	return newVisitor(t, link[:strings.Index(link, "/signin/")], "en").get(link).submit("", nil)
}

// pagesOf returns an address for every page of the program.
func pagesOf(t *testing.T, fill *strings.Replacer) []string {
	t.Helper()
	var all []string
	for _, r := range web.Routes() {
		if r.Method != http.MethodGet || noPage[r.Path] {
			continue
		}
		path := fill.Replace(r.Path)
		if strings.Contains(path, ":") {
			t.Fatalf("no page is known for %s", r.Path)
		}
		all = append(all, path)
	}
	return all
}

// demoThings makes what pages are of: an import, two proposals of which one is published, a fit model. It returns
// what stands in the addresses for each.
func demoThings(v *visitor) *strings.Replacer {
	const season = "/seasons/3"
	v.get(season+"/fit").submit("/fit/train", nil)
	training := v.at.Path
	v.get(training + regexp.MustCompile(`/models/\d+`).FindString(string(v.body)) + "/study").want(200)
	v.get(season+"/import").submit("/import", typed{"@file": {"roster.csv", roster}})
	imported := last(v.at.Path)
	v.get(training).submit("/fit/files", typed{"@file": {"roster.csv", roster}})
	history := last(v.at.Path)
	var proposal string
	for range 2 {
		v.get(season+"/teams").submit("/proposals", nil)
		proposal = last(v.await(v.at.Path).at.Path)
	}
	v.follow("/publish").submit("/publish", typed{"sure": {"yes"}})
	move := "/move?target=" + v.follow("/move?member=").option("-") + "&" + v.at.RawQuery
	for _, kind := range []string{"pulse", "feedback"} {
		v.get(season+"/feedback").submit("/feedback/open", typed{"kind": {kind}}).want(200)
	}
	club := v.get(season).value("club-link")
	member := attr(find(find(v.get(season+"/members").page, "tbody"), "a"), "href")
	personal := v.get(member).value("personal-link")
	v.get(personal+"/devices").submit("/devices", nil).want(200) // what is told in confidence is shown on own devices only
	question := attr(find(find(v.get(season+"/survey").page, "h3"), "a"), "href")
	rule := v.get(season + "/teams").link("/teams/rules/")
	model := v.await(training).link("/fit/models/")
	return strings.NewReplacer(
		"/s/:token", "/s/"+last(club), "/m/:token", "/m/"+last(personal), ":club", "1", ":season", last(season), ":question", last(question),
		":member", last(member), ":proposal/move", proposal+move, ":proposal", proposal, ":import", imported,
		":model", last(model), ":file", history, ":rule", last(rule), ":organizer", "1", "rules/new", "rules/new?kind=count", "questions/new", "questions/new?kind=any_of", "members/bulk", "members/bulk?do=reopen&all=yes", "feedback/times", "feedback/times?kind=feedback",
		"feedback/reminders", "feedback/reminders?kind=feedback")
}

// last returns the last part of an address.
func last(address string) string { return address[strings.LastIndex(address, "/")+1:] }
