//go:build crash && linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// importRows is how many members an import brings.
const importRows = 3

// A crashSite is what there is to work on: a season of which members join, answer and are erased, and one of the
// earlier program's that has teams to form and to publish, and a past to learn from.
type crashSite struct {
	organizer *http.Client // who is signed in
	join      string       // the path of the link that everybody gets
	season    string       // its path
	filled    string       // that of another club, whose members are imported: to erase somebody waits for the imports of a club
	answered  string       // the question that members answer
	reworded  string       // the one that an organizer rewords
	formed    int          // the other season
	rosters   []string     // proposals of it that can be published
}

// begin signs the organizer of the earlier program in by a link of the command, and builds a season.
func (c *crash) begin() (s crashSite) {
	said, code := c.command("organizer", "add", "organizer@demo.example")
	if code != 0 {
		c.t.Fatalf("organizer add ends with %d: %s", code, said)
	}
	v := newVisitor(c.t, "http://"+c.addr, "en")
	v.get(address(c.t, said)).submit("", typed{"password": {"a long enough sentence"}}).want(200)
	s = crashSite{organizer: &http.Client{Jar: v.client.Jar, CheckRedirect: noRedirect}, formed: 3, rosters: []string{"4", "5"}}
	v.get("/seasons/3/teams").submit("/rules/reset", nil).want(200)
	for _, season := range []*string{&s.filled, &s.season} {
		v.get("/clubs").submit("/clubs", typed{"name": {"Struck"}}).want(200)
		*season = v.submit("/seasons", typed{"name": {"Winter"}}).want(200).at.Path
	}
	for _, id := range []*string{&s.answered, &s.reworded} {
		v.get(s.season+"/survey/questions/new?kind=short_text").submit("/questions", typed{"title_en": {"Anything?"}}).want(200)
		*id = strings.TrimPrefix(v.at.Fragment, "q")
	}
	v.get(s.season+"/survey").submit("/survey/open", nil).want(200)
	link, err := url.Parse(v.get(s.season).value("club-link"))
	if err != nil {
		c.t.Fatal(err)
	}
	s.join = link.Path
	return s
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// everybody is at work at the same time, each on things of their own.
func (c *crash) everybody() (all []*actor) {
	for i := range 3 {
		all = append(all, c.actor(fmt.Sprint("member ", i), joinAndAnswer))
	}
	all = append(all, c.actor("scribbler", joinAndDraft))
	for name, errand := range map[string]errand{"founder": found, "editor": reword, "importer": importFile, "former": formPublishTrain, "eraser": enterAndErase} {
		a := c.actor(name, errand)
		a.client = c.site.organizer
		all = append(all, a)
	}
	return all
}

// An errand asks for one thing or a few, one after the other.
type errand func(a *actor, n int) error

// An actor does errands until the program is struck, in memory of what was not answered.
type actor struct {
	*crash
	name   string
	errand errand
	client *http.Client
	n      int
	link   string   // a member's
	member string   // its name
	open   *request // was sent, and no answer came
}

type request struct {
	*http.Request
	body []byte
	deed deed
}

func (c *crash) actor(name string, e errand) *actor {
	return &actor{crash: c, name: name, errand: e, client: newMember()}
}

func newMember() *http.Client {
	jar, _ := cookiejar.New(nil) // never fails
	return &http.Client{Jar: jar, CheckRedirect: noRedirect}
}

// forget lets go of what the actor knew, where a backup was restored from before it.
func (a *actor) forget() { a.open, a.link = nil, "" }

// What an actor meets beside a broken line: the program says that it cannot now, or that it may not be.
var (
	errLater   = errors.New("the program says that it cannot now")
	errRefused = errors.New("the request is refused")
	errNoForm  = errors.New("there is no form")
)

// work does errands until the program is struck. What was not answered before is sent again as it was.
func (a *actor) work() {
	for !a.struck.Load() {
		err := a.repeat()
		if err == nil {
			a.n++
			err = a.errand(a, a.n)
		}
		if errors.Is(err, errLater) {
			time.Sleep(20 * time.Millisecond)
		} else if err != nil && !a.struck.Load() {
			a.t.Errorf("%s: %v", a.name, err)
			return
		}
	}
}

// repeat sends what was not answered once more: the form has a key, so that nothing is made twice.
func (a *actor) repeat() error {
	if a.open == nil {
		return nil
	}
	_, err := a.send(*a.open)
	return err
}

// page opens a page and returns its form for an address.
func (a *actor) page(path, action string) (*html.Node, error) {
	req, err := http.NewRequest(http.MethodGet, "http://"+a.addr+path, nil)
	if err != nil {
		return nil, err
	}
	resp, body, err := a.do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %d: %.300s", path, resp.StatusCode, body)
	}
	page, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	var form *html.Node
	walk(page, func(n *html.Node) {
		if n.Data == "form" && attr(n, "action") == action {
			form = n
		}
	})
	if form == nil {
		return nil, fmt.Errorf("%s: %w for %q", path, errNoForm, action)
	}
	return form, nil
}

// do sends a request, each from another address: what is limited is limited for each.
func (a *actor) do(req *http.Request) (*http.Response, []byte, error) {
	req.Header.Set("Accept-Language", "en")
	req.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", rand.N(256), rand.N(256), rand.N(256)))
	resp, err := a.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode == http.StatusServiceUnavailable && a.ill.Load() {
		a.sick.Add(1)
		if resp.Header.Get("Retry-After") == "" || !bytes.Contains(body, []byte("</main>")) {
			a.t.Errorf("%s %s answers 503 without a page that says what to do, and when: %.300s", req.Method, req.URL.Path, body)
		}
		return nil, nil, errLater
	}
	return resp, body, err
}

// ask opens a page and sends its form for an address to where, with what was typed. It returns where the answer leads.
func (a *actor) ask(page, action, where string, in typed, d deed) (string, error) {
	form, err := a.page(page, action)
	if err != nil {
		return "", err
	}
	values := fields(form)
	for name, vs := range in {
		if !strings.HasPrefix(name, "@") {
			values[name] = vs
		}
	}
	at := "http://" + a.addr + where
	req, err := multipartRequest(at, values, in)
	if !strings.HasPrefix(attr(form, "enctype"), "multipart/") {
		req, err = http.NewRequest(http.MethodPost, at, strings.NewReader(values.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return "", err
	}
	a.asks(d)
	r := request{req, body, d}
	if values.Has("once") && d.value == "" { // an edit is not repeated: its revision says that it was made
		a.open = &r
	}
	return a.send(r)
}

// send sends a form and notes its answer.
func (a *actor) send(r request) (string, error) {
	req := r.Clone(r.Context())
	req.Body = io.NopCloser(bytes.NewReader(r.body))
	req.Header.Set("Origin", "http://"+a.addr)
	resp, body, err := a.do(req)
	if err != nil {
		return "", err
	}
	if resp.StatusCode >= 500 {
		return "", fmt.Errorf("%s answers %d: %s", r.URL.Path, resp.StatusCode, text(body))
	}
	a.open = nil
	if resp.StatusCode != http.StatusSeeOther {
		a.refused(r.deed)
		return "", fmt.Errorf("%s answers %d: %w: %s", r.URL.Path, resp.StatusCode, errRefused, text(body))
	}
	a.acknowledged(r.deed)
	return resp.Header.Get("Location"), nil
}

func text(page []byte) string {
	n, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return string(page)
	}
	return nodeText(find(n, "main"))
}

// joinAndAnswer is a member, another one after every few answers.
func joinAndAnswer(a *actor, n int) error {
	if err := join(a, n%5 == 0); err != nil {
		return err
	}
	value := fmt.Sprintf("%s at %d", a.member, n)
	_, err := a.ask(a.link+"/answers", a.link+"/answers", a.link+"/answers", typed{"q" + a.site.answered: {value}}, sets("answer of "+a.member, value))
	return err
}

// joinAndDraft is a member who never sends what was written.
func joinAndDraft(a *actor, n int) error {
	if err := join(a, false); err != nil {
		return err
	}
	value := fmt.Sprintf("draft %d", n)
	_, err := a.ask(a.link+"/answers", a.link+"/answers", a.link+"/draft", typed{"q" + a.site.answered: {value}}, sets("draft of "+a.member, value))
	return err
}

// join makes a member of the actor, if it is none yet or is to be another.
func join(a *actor, another bool) error {
	if a.link != "" && !another {
		return nil
	}
	a.client, a.link = newMember(), ""
	a.member = fmt.Sprintf("%s %x", a.name, rand.Uint64())
	link, err := a.ask(a.site.join, "", a.site.join, typed{"name": {a.member}, "email": {strings.ReplaceAll(a.member, " ", "-") + "@example.org"}}, makes("members", a.member))
	a.link = link
	return err
}

func found(a *actor, n int) error {
	name := fmt.Sprintf("Club %d %x", n, rand.Uint64())
	_, err := a.ask("/clubs", "/clubs", "/clubs", typed{"name": {name}}, makes("clubs", name))
	time.Sleep(50 * time.Millisecond) // the list of clubs is long enough
	return err
}

func reword(a *actor, n int) error {
	page, title := a.site.season+"/survey/questions/"+a.site.reworded, fmt.Sprintf("Anything %d?", n)
	_, err := a.ask(page, page, page, typed{"title_en": {title}}, sets("title", title))
	return err
}

func importFile(a *actor, n int) error {
	file := fmt.Sprintf("rows-%d-%x.csv", n, rand.Uint64())
	var csv strings.Builder
	csv.WriteString("Name,E-mail\n")
	for i := range importRows {
		fmt.Fprintf(&csv, "%s %d,%s-%d@example.org\n", file, i, file, i)
	}
	at, err := a.ask(a.site.filled+"/import", a.site.filled+"/import", a.site.filled+"/import", typed{"@file": {file, csv.String()}}, makes("imports", file))
	if err != nil {
		return err
	}
	_, err = a.ask(at, at, at, nil, sets("start of "+file, "started"))
	return err
}

// formPublishTrain publishes one proposal or the other, and sometimes begins to form one more, and to train.
func formPublishTrain(a *actor, n int) error {
	season := "/seasons/" + strconv.Itoa(a.site.formed)
	id := a.site.rosters[n%len(a.site.rosters)]
	page := season + "/proposals/" + id + "/publish"
	if _, err := a.ask(page, "", page, typed{"sure": {"yes"}}, sets("roster", id)); err != nil && !errors.Is(err, errNoForm) { // it is the one that was not answered
		return err
	}
	if n%20 == 1 {
		if _, err := a.ask(season+"/teams", season+"/proposals", season+"/proposals", typed{"ideal": {"5"}}, makes("proposals", "")); err != nil {
			return err
		}
	}
	if n%20 != 11 {
		return nil
	}
	_, err := a.ask(season+"/fit", season+"/fit/train", season+"/fit/train", nil, makes("models", ""))
	if errors.Is(err, errRefused) || errors.Is(err, errNoForm) { // one is trained already
		return nil
	}
	return err
}

// enterAndErase enters a member by hand and erases it for good.
func enterAndErase(a *actor, n int) error {
	name := fmt.Sprintf("erased %d %x", n, rand.Uint64())
	page := a.site.season + "/members/new"
	at, err := a.ask(page, page, page, typed{"name": {name}, "email": {strings.ReplaceAll(name, " ", "-") + "@example.org"}}, makes("members", name))
	if err != nil {
		return err
	}
	at, _, _ = strings.Cut(at, "?")
	_, err = a.ask(at+"/remove", at+"/remove", at+"/remove", nil, erases("members", name))
	return err
}
