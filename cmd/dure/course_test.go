package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A course of 1,191 students goes through the web import and is formed by cards: everybody is in one team, no team
// crosses a project group, and the must-rules hold.
func TestACourseOfAThousandThroughTheWeb(t *testing.T) {
	file, err := os.ReadFile("testdata/ENGG1100.csv")
	if err != nil {
		t.Fatal(err)
	}
	said, _ := served(t, serveCmd{dataFlag: dataFlag{Data: t.TempDir()}, Addr: "127.0.0.1:0"}, 2)
	r := &round{t: t, base: address(t, said[0]), lang: "en"}
	r.signUp(address(t, said[1]))
	v := r.organizer
	v.get(r.season+"/import").submit("/import", typed{"@file": {"ENGG1100.csv", string(file)}}).want(200)
	v.submit("/imports/", nil).want(200)
	v.await(v.at.Path)
	v.get(r.season + "/teams").want(200)
	removal := regexp.MustCompile(`/teams/rules/\d+/delete`)
	for form := removal.FindString(string(v.body)); form != ""; form = removal.FindString(string(v.body)) {
		v.submit(form, nil).want(200)
	}
	r.card("section", "columns", "Project group", nil)
	r.card("count", "what", "1", typed{"at_least": {"1"}, "strength": {"must"}})
	r.card("never_alone", "what", "Female", typed{"strength": {"must"}})
	r.card("match", "columns", "ESL", nil)
	v.get(r.season+"/teams").submit("/proposals", typed{"ideal": {"6"}, "min": {"5"}, "max": {"7"}, "seconds": {"5"}}).want(200)
	r.proposal = v.at.Path
	v.await(r.proposal)
	v.want(200)
	if strings.Contains(v.text(), "must-rules are not kept") {
		t.Errorf("the must-rules can be kept, but are not: %.600s", v.text())
	}
	checkCourse(t, v.get(r.proposal+"/roster.csv").want(200).body)
}

// card adds a rule on the choice whose label is given.
func (r *round) card(kind, field, label string, in typed) {
	r.t.Helper()
	v := r.organizer.get(r.season + "/teams/rules/new?kind=" + kind).want(200)
	value := ""
	walk(v.form("/rules?kind="), func(n *html.Node) {
		if n.Data == "option" && attr(n.Parent, "name") == field || n.Data == "option" && n.Parent.Data == "optgroup" {
			if said := nodeText(n); value == "" && (said == label || strings.HasPrefix(said, label+" (")) {
				value = attr(n, "value")
			}
		}
	})
	if value == "" {
		r.t.Fatalf("a card %s offers no %q: %s", kind, label, v.text())
	}
	if in == nil {
		in = typed{}
	}
	in[field] = []string{value}
	v.submit("/rules?kind=", in).want(200)
}

func checkCourse(t *testing.T, body []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) int {
		for i, h := range rows[0] {
			if strings.EqualFold(h, name) {
				return i
			}
		}
		t.Fatalf("the roster has no column %q: %q", name, rows[0])
		return 0
	}
	team, email, group := at("team"), at("E-mail"), at("Project group")
	seen, of, size := map[string]bool{}, map[string]string{}, map[string]int{}
	for _, row := range rows[1:] {
		if seen[row[email]] {
			t.Errorf("%s stands twice", row[email])
		}
		seen[row[email]] = true
		size[row[team]]++
		if g, ok := of[row[team]]; ok && g != row[group] {
			t.Errorf("%s crosses the groups %s and %s", row[team], g, row[group])
		}
		of[row[team]] = row[group]
	}
	if len(seen) != 1191 {
		t.Errorf("%d students are in teams, want 1191", len(seen))
	}
	for name, n := range size {
		if n < 5 || n > 7 {
			t.Errorf("%s has %d members, want 5 to 7", name, n)
		}
	}
}
