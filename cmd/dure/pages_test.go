package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dure/web"
	"dure/web/webtest"
)

// noPage are the addresses that answer with a file or a stream, or are gone once used; [TestTheWholeRoundInABrowser]
// opens the sign-up page.
var noPage = map[string]bool{
	"/health": true, "/static/*": true, "/signup/:token": true, "/signin/:token": true, "/signin": true, "/seasons/:season/qr.svg": true,
	"/seasons/:season/members/links.csv": true, "/seasons/:season/responses.csv": true, "/seasons/:season/responses.xlsx": true,
	"/seasons/:season/proposals/:proposal/roster.csv": true, "/seasons/:season/proposals/:proposal/roster.xlsx": true,
	"/seasons/:season/proposals/:proposal/events": true, "/seasons/:season/fit/models/:model/study/events": true,
	"/seasons/:season/feedback.csv": true, "/seasons/:season/feedback/reminders.csv": true,
}

// Every page that the program has stands up to axe-core in light and in dark, writes nothing to the console and is no
// wider than its window, on a phone in Korean: in the demo's club, with all that the pages are of.
func TestEveryPageInABrowser(t *testing.T) {
	b := webtest.New(t)
	said, _ := served(t, serveCmd{Demo: true, Addr: "127.0.0.1:0"}, 1)
	link := address(t, said[0])
	base := link[:strings.Index(link, "/signin/")]
	tab := b.Tab(t, 360, "ko")
	tab.Go(link)
	tab.Check()
	tab.Follow("main form button")
	fill := demoThings(t, tab, base)
	for _, r := range web.Routes() {
		if r.Method != http.MethodGet || noPage[r.Path] {
			continue
		}
		path := fill.Replace(r.Path)
		if strings.Contains(path, ":") {
			t.Fatalf("no page is known for %s", r.Path)
		}
		tab.Go(base + path)
		tab.Check()
		tab.Screenshot("page" + strings.NewReplacer("/", "-", "?", "-").Replace(path))
	}
}

// demoThings makes what pages are of: an import, two proposals of which one is published, a fit model. It returns
// what stands in the addresses for each.
func demoThings(t *testing.T, tab *webtest.Tab, base string) *strings.Replacer {
	const season = "/seasons/3"
	tab.Go(base + season + "/fit")
	tab.Follow("form[action$='/fit/train'] button")
	training := tab.URL()
	file := filepath.Join(t.TempDir(), "roster.csv")
	if err := os.WriteFile(file, []byte(roster), 0o600); err != nil {
		t.Fatal(err)
	}
	tab.Go(base + season + "/import")
	tab.Upload("#file", file)
	tab.Follow("form[action$='/import'] button")
	imported := last(tab.URL())
	tab.Go(training)
	tab.Upload("#file", file)
	tab.Follow("form[action$='/fit/files'] button")
	history := last(tab.URL())
	var proposal string
	for range 2 {
		tab.Go(base + season + "/teams")
		tab.Follow(".form-teams button.big")
		tab.Until("forming", `!!document.querySelector("ul[data-team]")`)
		proposal = last(tab.URL())
	}
	tab.Follow("form[action$='/publish'] button")
	tab.Go(base + season)
	club := webtest.Eval[string](tab, `document.getElementById("club-link").value`)
	tab.Go(base + season + "/members")
	member := webtest.Eval[string](tab, `document.querySelector("table.members th a").href`)
	tab.Go(member)
	personal := webtest.Eval[string](tab, `[...document.querySelectorAll("input")].map(i => i.value).find(v => v.includes("/m/"))`)
	tab.Go(base + season + "/survey")
	question := webtest.Eval[string](tab, `document.querySelector(".ask h3 a").href`)
	tab.Go(training)
	tab.Until("training", `!!document.querySelector("#training form[action$='/train']")`)
	model := webtest.Eval[string](tab, `document.querySelector("a[href*='/fit/models/']").href`)
	return strings.NewReplacer(
		"/s/:token", "/s/"+last(club), "/m/:token", "/m/"+last(personal), ":club", "1", ":season", last(season), ":question", last(question),
		":member", last(member), ":proposal/move", proposal+"/move?member="+last(member), ":proposal", proposal, ":import", imported,
		":model", last(model), ":file", history, ":rule", "0", ":organizer", "1", "rules/new", "rules/new?kind=count", "questions/new", "questions/new?kind=scale", "feedback/times", "feedback/times?kind=feedback")
}

// last returns the last part of an address.
func last(address string) string { return address[strings.LastIndex(address, "/")+1:] }
