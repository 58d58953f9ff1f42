package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// roster is a club's list, with answers to the preset's questions under other names. One name begins a formula.
const roster = "Name,E-mail,Year,Track\n" +
	"=HYPERLINK(\"x\"),imp1@example.org,1,Film\n" +
	"이서준,imp2@example.org,2,Music\n강하늘,imp3@example.org,3,Film\nNora Lee,imp4@example.org,1,Music\nMax Roth,imp5@example.org,2,Film\n윤슬,imp6@example.org,3,Music\n"

// The whole round without JavaScript, in both languages: sign up, build a survey, answer, import, look at the
// groups, form, move, publish, see the team, export.
func TestTheWholeRoundWithoutJavaScript(t *testing.T) {
	for name, lang := range map[string]string{"en": "en", "ko": "ko", "ko on PostgreSQL": "ko"} {
		t.Run(name, func(t *testing.T) {
			data := dataFlag{Data: t.TempDir()}
			if name != lang {
				data.Database = onServer(t)
			}
			said, _ := served(t, serveCmd{dataFlag: data, Addr: "127.0.0.1:0"}, 2)
			r := &round{t: t, base: address(t, said[0]), lang: lang}
			r.signUp(address(t, said[1]))
			r.buildSurvey()
			links := r.answer()
			r.importMembers()
			r.groups()
			r.form()
			r.move()
			r.publish(links)
			r.export()
		})
	}
}

// A round is one club's way through a season.
type round struct {
	t          *testing.T
	base, lang string
	organizer  *visitor
	season     string // its path
	proposal   string
}

func (r *round) signUp(link string) {
	v := newVisitor(r.t, r.base, r.lang)
	r.organizer = v
	v.get(link).want(200).submit("", typed{"email": {"mina"}, "password": {"short"}}).want(422, "name@example.org", "10") // both at once
	v.submit("", typed{"email": {"mina@example.org"}, "password": {"short"}}).want(422)
	if got := v.value("email"); got != "mina@example.org" {
		r.t.Errorf("after a short password the typed address is %q", got)
	}
	v.submit("", typed{"email": {"mina@example.org"}, "password": {"a long enough sentence"}}).want(200)
	newVisitor(r.t, r.base, r.lang).get(link).want(404)
	w := newVisitor(r.t, r.base, r.lang)
	w.get("/signin").submit("/signin", typed{"email": {"mina@example.org"}, "password": {"wrong password"}}).want(422)
	if got := w.value("email"); got != "mina@example.org" {
		r.t.Errorf("after a wrong password the typed address is %q", got)
	}
	v.get("/clubs").submit("/clubs", typed{"name": {"두레 Club"}}).want(200, "두레 Club")
	v.submit("/seasons", typed{"name": {"봄 Spring"}}).want(200, "봄 Spring")
	r.season = v.at.Path
}

func (r *round) buildSurvey() {
	v := r.organizer
	v.get(r.season+"/survey").want(200).submit("/survey/preset", nil).want(200)
	v.get(r.season+"/survey/questions/new?kind=one_of").want(200).
		submit("/questions", typed{"title_en": {"T-shirt size"}, "title_ko": {"티셔츠 크기"}}).want(422)
	if got := v.value("title_ko"); got != "티셔츠 크기" {
		r.t.Errorf("a question without options comes back with the title %q", got)
	}
	v.get(r.season + "/survey/preview").want(200)
	v.get(r.season+"/survey").submit("/survey/open", nil).want(200)
}

// answer lets three members answer and returns their personal links.
func (r *round) answer() []string {
	club := r.organizer.get(r.season).value("club-link")
	var links []string
	for i, name := range []string{"김민준", "Ada Park", "최유리"} {
		v := newVisitor(r.t, r.base, r.lang)
		email := fmt.Sprintf("m%d@example.org", i)
		v.get(club).want(200).submit("", typed{"name": {name}, "email": {email}}).want(422)
		v.submit("", typed{"name": {name}, "email": {email}, "consent": {"yes"}}).want(200)
		v.submit("/answers", nil).want(422)
		v.submit("/answers", r.fill(v, i)).want(200)
		links = append(links, v.at.Path)
		again := newVisitor(r.t, r.base, r.lang)
		again.get(club).submit("", typed{"name": {"Somebody"}, "email": {strings.ToUpper(email)}, "consent": {"yes"}}).want(200)
		if again.at.Path == v.at.Path {
			r.t.Errorf("a known address at the club link opens its owner's page %s", again.at)
		}
	}
	return links
}

// placeField matches the field of an option that is to be ranked.
var placeField = regexp.MustCompile(`^(q\d+)p\d+$`)

// fill answers every question that is asked: the i-th choice, a small number, a word.
func (r *round) fill(v *visitor, i int) typed {
	in := typed{}
	choices := map[string][]string{}
	walk(v.form("/answers"), func(n *html.Node) {
		name, kind := attr(n, "name"), attr(n, "type")
		if n.Data == "select" {
			walk(n, func(o *html.Node) {
				if o.Data == "option" && attr(o, "value") != "" {
					choices[name] = append(choices[name], attr(o, "value"))
				}
			})
			return
		}
		switch {
		case n.Data != "input" && n.Data != "textarea" || !strings.HasPrefix(name, "q"):
		case kind == "radio":
			choices[name] = append(choices[name], attr(n, "value"))
		case kind == "checkbox":
			if len(in[name]) < 6+i {
				in[name] = append(in[name], attr(n, "value"))
			}
		case attr(n, "inputmode") == "decimal" || kind == "number":
			in[name] = []string{fmt.Sprint(3 + i)}
		}
	})
	for name, values := range choices {
		if at := placeField.FindStringSubmatch(name); at != nil && in[at[1]+"ranked"] != nil {
			continue // another option of the question has the place
		} else if at != nil {
			in[at[1]+"ranked"] = []string{name}
		}
		in[name] = []string{values[(i+1)%len(values)]}
	}
	return in
}

func (r *round) importMembers() {
	v := r.organizer
	v.get(r.season+"/import").submit("/import", typed{"@file": {"broken.csv", "Name,E-mail\nA,a@x.org,surplus\n"}}).want(422)
	v.get(r.season+"/import").submit("/import", typed{"@file": {"picture.csv", "\x89PNG\r\n\x1a\n\x00\x00"}}).want(422)
	v.get(r.season+"/import").submit("/import", typed{"@file": {"empty.csv", ""}}).want(422)
	v.get(r.season+"/import").submit("/import", typed{"@file": {"roster.csv", roster}}).want(200)
	v.submit("/imports/", nil).want(200)
	v.await(v.at.Path)
	v.get(r.season+"/members").want(200, "이서준", "Nora Lee", "Ada Park")
}

func (r *round) groups() {
	v := r.organizer.get(r.season + "/groups").want(200)
	if find(v.page, "svg") == nil {
		r.t.Errorf("the groups page has no chart: %s", v.text())
	}
}

func (r *round) form() {
	v := r.organizer
	v.get(r.season+"/teams").want(200).submit("/proposals", typed{"ideal": {"3"}, "teams": {"40"}}).want(422)
	if got := v.value("teams"); got != "40" {
		r.t.Errorf("after too many teams the typed number is %q, want 40", got)
	}
	v.get(r.season+"/teams/rules/new?kind=apart").want(200).submit("/rules?kind=", typed{"members": nil}).want(422)
	people := v.form("/rules?kind=")
	var codes []string
	walk(people, func(n *html.Node) {
		if attr(n, "name") == "members" {
			codes = append(codes, attr(n, "value"))
		}
	})
	v.submit("/rules?kind=", typed{"members": codes[:2]}).want(200)
	v.submit("/proposals", typed{"ideal": {"3"}, "teams": {""}}).want(200)
	r.proposal = v.at.Path
	v.await(r.proposal)
	if n := r.teams(); n != 3 {
		r.t.Fatalf("9 members in teams of 3 give %d teams: %s", n, v.text())
	}
}

// teams counts the teams on the proposal's page.
func (r *round) teams() int {
	n := 0
	walk(r.organizer.page, func(node *html.Node) {
		if node.Data == "section" && has(node, "data-team") {
			n++
		}
	})
	return n
}

func (r *round) move() {
	v := r.organizer.get(r.proposal)
	first := string(v.body)
	v.follow("/move?member=")
	v.submit("/move", typed{"target": {v.option("-")}}).want(200)
	v.submit("/move", nil).want(200)
	if string(v.body) == first {
		r.t.Error("trading places changes nothing on the page")
	}
	v.submit("/undo", nil).want(200)
	v.submit("/redo", nil).want(200)
	v.submit("/lock", typed{"lock_team": {"0"}}).want(200)
	v.get(r.proposal + "/repair").want(200)
	v.get(r.proposal + "/compare").want(200)
}

func (r *round) publish(links []string) {
	v := r.organizer.get(r.proposal).follow("/publish").want(200)
	v.submit("/publish", typed{"sure": {"yes"}}).want(200)
	for _, link := range links {
		v := newVisitor(r.t, r.base, r.lang).get(link).want(200)
		n := 0
		for _, name := range []string{"김민준", "Ada Park", "최유리", "이서준", "강하늘", "Nora Lee", "Max Roth", "윤슬", "HYPERLINK"} {
			if strings.Contains(v.text(), name) {
				n++
			}
		}
		if n < 2 || n > 3 {
			r.t.Errorf("the personal link shows %d names, want the team of 3: %s", n, v.text())
		}
	}
}

func (r *round) export() {
	v := r.organizer.get(r.proposal + "/roster.csv").want(200)
	checkRosterCSV(r.t, v.body)
	v.get(r.proposal + "/roster.xlsx").want(200)
	checkRosterXLSX(r.t, v.body)
	v.get(r.proposal+"/print").want(200, "Nora Lee")
}

// checkRosterCSV reads the roster of the nine members back.
func checkRosterCSV(t *testing.T, body []byte) {
	t.Helper()
	if !bytes.HasPrefix(body, []byte("\ufeff")) {
		t.Error("the CSV roster does not begin with the mark of UTF-8")
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatalf("read the CSV roster: %v", err)
	}
	checkRoster(t, "CSV", rows)
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("the CSV roster has a formula: %q", cell)
			}
		}
	}
}

func checkRosterXLSX(t *testing.T, body []byte) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("read the XLSX roster: %v", err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatalf("read the XLSX roster's sheet: %v", err)
	}
	checkRoster(t, "XLSX", rows)
}

// checkRoster wants a heading and every member once.
func checkRoster(t *testing.T, kind string, rows [][]string) {
	t.Helper()
	if len(rows) != 10 {
		t.Fatalf("the %s roster has %d rows, want 10: %q", kind, len(rows), rows)
	}
	for _, name := range []string{"김민준", "Ada Park", "최유리", "이서준", "강하늘", "Nora Lee", "Max Roth", "윤슬", "HYPERLINK"} {
		n := 0
		for _, row := range rows[1:] {
			if strings.Contains(strings.Join(row, "\t"), name) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("the %s roster has %q %d times: %q", kind, name, n, rows)
		}
	}
}

// Nobody but the club's organizers opens an organizer's page.
func TestEveryOrganizerPageAsksWhoIsThere(t *testing.T) {
	said, _ := served(t, serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: "127.0.0.1:0"}, 2)
	base := address(t, said[0])
	for _, path := range []string{"/clubs", "/clubs/1", "/seasons/1", "/seasons/1/members", "/seasons/1/proposals/1/roster.csv"} {
		v := newVisitor(t, base, "en").get(path)
		if v.at.Path != "/signin" {
			t.Errorf("%s opens %s without signing in", path, v.at)
		}
		if next, _ := url.QueryUnescape(v.at.Query().Get("next")); next != path {
			t.Errorf("after signing in %s leads to %q", path, next)
		}
	}
}
