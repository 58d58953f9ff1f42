package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dure/survey/sheet"
)

// A namesReport is what a report says of teams and of names.
type namesReport struct {
	Lost struct {
		Wishes, Avoidances int
	} `json:"not_understood"`
	Teams   []struct{ Members []string }
	Rules   []struct{ Score float64 }
	Reading sheet.Reading
}

// formNames forms teams of two by the rules of case 26 and returns what is reported and told.
func formNames(t *testing.T, members string) (r namesReport, stderr string) {
	t.Helper()
	rules, err := os.ReadFile(filepath.Join("testdata", "cases", "26-rules.json"))
	if err != nil {
		t.Fatal(err)
	}
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": members, "r.json": string(rules)},
		formCmd{Members: "m.csv", Rules: "r.json", ID: "Email", Size: 2, Moves: 20000, Out: "t.csv", Report: "report.json"})
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return readNames(t, dir), stderr
}

func readNames(t *testing.T, dir string) (r namesReport) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func caseFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "cases", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// together reports whether two members share a team.
func (r namesReport) together(a, b string) bool {
	for _, g := range r.Teams {
		if slices.Contains(g.Members, a) && slices.Contains(g.Members, b) {
			return true
		}
	}
	return false
}

// Who is avoided with an accent missing is avoided; two names in one text are two wishes.
func TestAvoidanceWithoutAnAccent(t *testing.T) {
	r, stderr := formNames(t, caseFile(t, "26-avoid-with-an-accent.csv"))
	if r.together("ana@example.org", "jose@example.org") {
		t.Errorf("Ana avoids “Jose Garcia” and is with José García; teams are %v", r.Teams)
	}
	want := []sheet.Assumed{
		{Row: 4, Column: wantsColumn, Text: "Cy Wren & Di Fell", TakenAs: []string{"cy@example.org", "di@example.org"}, Reason: "two_names"},
		{Row: 6, Column: wantsColumn, Text: "Bo Lind and Ana Soto", TakenAs: []string{"bo@example.org", "ana@example.org"}, Reason: "two_names"},
		{Row: 2, Column: avoidsColumn, Text: "Jose Garcia", TakenAs: []string{"jose@example.org"}, Reason: "folded"},
	}
	if diff := cmp.Diff(want, r.Reading.Assumed); diff != "" {
		t.Errorf("what was assumed (-want +got):\n%s", diff)
	}
	if len(r.Reading.NotUnderstood) > 0 || r.Lost.Wishes+r.Lost.Avoidances > 0 {
		t.Errorf("not understood: %v, %+v, want nothing", r.Reading.NotUnderstood, r.Lost)
	}
	if want := "“Jose Garcia” is taken as jose@example.org"; !strings.Contains(stderr, want) {
		t.Errorf("nothing on standard error says %s:\n%s", want, stderr)
	}
}

const (
	wantsColumn  = "Whom would you like in your team?"
	avoidsColumn = "Whom would you rather not work with?"
)

// Of two members of an avoided name both are avoided, and it is told.
func TestAvoidedNameOfTwo(t *testing.T) {
	r, stderr := formNames(t, caseFile(t, "37-avoided-name-of-two.csv"))
	for _, kim := range []string{"kim1@example.org", "kim2@example.org"} {
		if r.together("ana@example.org", kim) {
			t.Errorf("Ana avoids “Kim Minjun” and is with %s; teams are %v", kim, r.Teams)
		}
	}
	want := []sheet.Assumed{{Row: 2, Column: avoidsColumn, Text: "Kim Minjun", TakenAs: []string{"kim1@example.org", "kim2@example.org"}, Reason: "several_members"}}
	if diff := cmp.Diff(want, r.Reading.Assumed); diff != "" {
		t.Errorf("what was assumed (-want +got):\n%s", diff)
	}
	if want := "several members are called “Kim Minjun”. As an avoidance it counts as all of them"; !strings.Contains(stderr, want) {
		t.Errorf("nothing on standard error says %s:\n%s", want, stderr)
	}
}

// A misspelt avoidance counts, a misspelt wish waits, and what is nobody's is said; no score is higher for any of them. The columns are asked
// as in surveys of another tool, with made-up names.
func TestNamesNobodyUnderstands(t *testing.T) {
	header := "Name,Email," + wantsColumn + "," + avoidsColumn + ",Level\n"
	rest := "Bryan Blackwell,b@x.org,,,5\nClement Cully,c@x.org,,,5\nDia Dibbs,d@x.org,Bryan Blackwell,,1\n"
	r, stderr := formNames(t, header+"Araceli Anders,a@x.org,\"Brian Blackwel, Kim\",Clment Culy; Somebody,1\n"+rest)
	if r.together("a@x.org", "c@x.org") {
		t.Errorf("Araceli avoids “Clment Culy” and is with Clement Cully; teams are %v", r.Teams)
	}
	unread := []sheet.Unread{
		{Row: 2, Column: wantsColumn, Text: "Brian Blackwel", Reason: "near_name", Near: []string{"Bryan Blackwell"}},
		{Row: 2, Column: wantsColumn, Text: "Kim", Reason: "no_member", Near: []string{}},
		{Row: 2, Column: avoidsColumn, Text: "Somebody", Reason: "no_member", Near: []string{}},
	}
	if diff := cmp.Diff(unread, r.Reading.NotUnderstood); diff != "" {
		t.Errorf("what was not understood (-want +got):\n%s", diff)
	}
	if r.Lost.Wishes != 2 || r.Lost.Avoidances != 1 || !strings.Contains(stderr, "2 wishes and 1 avoidance are not understood") {
		t.Errorf("not understood are %+v, want 2 wishes and 1 avoidance, and told:\n%s", r.Lost, stderr)
	}
	without, _ := formNames(t, header+"Araceli Anders,a@x.org,,Clement Cully,1\n"+rest)
	if diff := cmp.Diff(without.Rules, r.Rules); diff != "" {
		t.Errorf("names that nobody understood change the scores (-without +with):\n%s", diff)
	}
}

// What names stand in a column that no rule takes for avoidances is told of nobody; and only a name that brackets agree with is certain.
func TestNamesOfColumnsThatNoRuleUses(t *testing.T) {
	members := "Name,Want,Avoid\nAna Soto,Cy Wren (2),Bo Lindd\nBo Lind,Cy Wrenn,\nCy Wren,2,Bo Lind\nDi Fell,,\n"
	for _, c := range []struct {
		rules string
		want  []string // what is not understood
	}{
		{"", nil},
		{`{"rules": [{"kind": "wishes", "column": "Want"}]}`, []string{"Cy Wren (2)", "Cy Wrenn", "2"}},
	} {
		form := formCmd{Members: "m.csv", Size: 2, Moves: 1000, Out: "t.csv", Report: "report.json"}
		files := map[string]string{"m.csv": members}
		if c.rules != "" {
			form.Rules, files["r.json"] = "r.json", c.rules
		}
		dir, _, stderr, err := formIn(t, files, form)
		if err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		r := readNames(t, dir)
		var got []string
		for _, u := range r.Reading.NotUnderstood {
			got = append(got, u.Text)
		}
		if !slices.Equal(got, c.want) || len(r.Reading.Assumed) > 0 || strings.Contains(stderr, "avoid") {
			t.Errorf("by rules %q not understood are %q, want %q; assumed is %v, want nothing; and nobody is avoided:\n%s", c.rules, got, c.want, r.Reading.Assumed, stderr)
		}
	}
}
