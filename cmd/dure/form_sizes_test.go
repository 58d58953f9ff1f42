package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// formed runs dure form on a case, with other rules than the case's where they are given, and returns what it reports and tells.
func formed(t *testing.T, file, rules string, args formCmd) (r formReport, stderr string) {
	t.Helper()
	return formedWithout(t, file, rules, args, nil)
}

// formedWithout does so without the rows that begin with one of the ids.
func formedWithout(t *testing.T, file, rules string, args formCmd, ids []string) (r formReport, stderr string) {
	t.Helper()
	files := map[string]string{}
	data, err := os.ReadFile("testdata/cases/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if id, _, _ := strings.Cut(line, ","); !slices.Contains(ids, id) {
			files[file] += line
		}
	}
	if strings.HasSuffix(rules, ".json") {
		if data, err = os.ReadFile("testdata/cases/" + rules); err != nil {
			t.Fatal(err)
		}
		rules = string(data)
	}
	if rules != "" {
		files["rules.json"], args.Rules = rules, "rules.json"
	}
	args.Members, args.Report, args.Out, args.Moves = file, "report.json", "teams.csv", 2000
	dir, _, stderr, err := formIn(t, files, args)
	if err != nil {
		t.Fatalf("forming %s with %+v: %v", file, args, err)
	}
	if data, err = os.ReadFile(filepath.Join(dir, "report.json")); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r, stderr
}

// teamSizes are the sizes of the teams in order.
func teamSizes(r formReport) []int {
	var sizes []int
	for _, g := range r.Teams {
		sizes = append(sizes, len(g.Members))
	}
	return sizes
}

// inWords says what is too small.
func inWords(all []formTooSmall) string {
	var words []string
	for _, s := range all {
		name := s.Section
		if s.Teams != nil {
			name = fmt.Sprint(s.Teams)
		}
		words = append(words, fmt.Sprint(name, " ", s.Members))
	}
	return strings.Join(words, ", ")
}

// Every way out that the report offers, taken with its rules, its flags and without the rows that it leaves out, leaves less that is too small.
func TestFormByEachWayOutOfSmallSections(t *testing.T) {
	for _, c := range []struct {
		file, rules string
		args        formCmd
		ways        int
	}{
		{"11-lonely-section.csv", "11-rules.json", formCmd{ID: "id", Size: 4}, 5},
		{"11-lonely-section.csv", "11-rules.json", formCmd{ID: "id", Min: 3, Max: 5}, 5},
		{"11-lonely-section.csv", "11-rules.json", formCmd{ID: "id", Teams: 6}, 3},
		{"38-eleven-by-six.csv", "", formCmd{ID: "id", Teams: 8}, 1},
	} {
		before, _ := formed(t, c.file, c.rules, c.args)
		tried := 0
		for _, small := range before.TooSmall {
			for _, way := range small.Ways {
				tried++
				rules, err := json.Marshal(map[string]any{"rules": way.Rules})
				if err != nil {
					t.Fatal(err)
				}
				args := c.args
				args.Teams = quantity(cmp.Or(way.Sizes.Teams, int(args.Teams)))
				after, _ := formedWithout(t, c.file, string(rules), args, way.LeaveOut)
				if len(after.Unmet) > 0 || after.Members != before.Members-len(way.LeaveOut) || len(after.TooSmall) >= len(before.TooSmall) {
					t.Errorf("%s with %+v: by the way %q too small are %q, before %q; unmet are %v, and %d of %d members are in a team",
						c.file, c.args, way.Text, inWords(after.TooSmall), inWords(before.TooSmall), after.Unmet, after.Members, before.Members)
				}
			}
		}
		if tried != c.ways {
			t.Errorf("%s with %+v: %d ways are offered, want %d: %+v", c.file, c.args, tried, c.ways, before.TooSmall)
		}
	}
}

// Nobody is told to form without a section where the rest is too few, and no way out is offered twice.
func TestFormWithoutASectionWhereTheRestCanBeFormed(t *testing.T) {
	for _, c := range []struct {
		rows string
		args formCmd
		want string
	}{
		{"a,A,1\nb,b,2\n", formCmd{Min: 2, Max: 4},
			"[“A”, “b” count as one section members of “A” may join any team members of “b” may join any team]"},
		{"a,P,1\nb,P,2\nc,P,\nd,P,\ne,P,3\nf,P,4\ng,Q,5\n", formCmd{Teams: 3}, "[“P”, “Q” count as one section members of “Q” may join any team without the member of “Q”]"},
	} {
		c.args.Members, c.args.ID, c.args.Rules, c.args.Report, c.args.Moves = "m.csv", "id", "r.json", "report.json", 2000
		dir, _, stderr, err := formIn(t, map[string]string{"m.csv": "id,lab,skill\n" + c.rows, "r.json": `{"rules": [{"kind": "section", "column": "lab"}]}`}, c.args)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, "report.json"))
		if err != nil {
			t.Fatal(err)
		}
		var r formReport
		if err := json.Unmarshal(data, &r); err != nil {
			t.Fatal(err)
		}
		var ways []string
		for _, small := range r.TooSmall {
			for _, way := range small.Ways {
				ways = append(ways, way.Text)
			}
		}
		if fmt.Sprint(ways) != c.want {
			t.Errorf("of %q the ways out are %v, want %s:\n%s", c.rows, ways, c.want, stderr)
		}
	}
}

// Teams are as near to the size that was asked for as they can be, in sections too, and what is too small is formed and named.
func TestFormTeamsNearestToTheirSize(t *testing.T) {
	lonely := "West 1, Online 2"
	for _, c := range []struct {
		file, rules string
		args        formCmd
		want        []int
		small       string
		tells       string
	}{
		{"38-eleven-by-six.csv", "", formCmd{Size: 6}, []int{6, 5}, "", ""},
		{"13-odd-pairs.csv", "", formCmd{Size: 2}, []int{3, 2, 2, 2}, "", ""},
		{"11-lonely-section.csv", "11-rules.json", formCmd{ID: "id", Size: 4}, []int{5, 4, 4, 3, 1, 2}, lonely, "Section “West” has 1 member, too few"},
		{"11-lonely-section.csv", "11-rules.json", formCmd{ID: "id", Min: 3, Max: 5}, []int{5, 4, 4, 3, 1, 2}, lonely, "Section “Online” has 2 members, too few"},
		{"38-eleven-by-six.csv", "", formCmd{Teams: 6}, []int{2, 2, 2, 2, 2, 1}, "[Team 6] 1", "One member is alone in Team 6."},
		{"38-eleven-by-six.csv", "", formCmd{Max: 10, Teams: 6}, []int{2, 2, 2, 2, 2, 1}, "[Team 6] 1", "alone in Team 6"},
		{"38-eleven-by-six.csv", "", formCmd{Sizes: "10,1"}, []int{10, 1}, "", ""},
		{"38-eleven-by-six.csv", "", formCmd{Size: 1}, []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, "", ""},
	} {
		r, stderr := formed(t, c.file, c.rules, c.args)
		if got := teamSizes(r); !slices.Equal(got, c.want) {
			t.Errorf("%s with %+v makes teams of %v, want %v", c.file, c.args, got, c.want)
		}
		if got := inWords(r.TooSmall); got != c.small {
			t.Errorf("%s with %+v: too small are %q, want %q", c.file, c.args, got, c.small)
		}
		if told := strings.Contains(stderr, "too few") || strings.Contains(stderr, "alone in"); told != (c.tells != "") || !strings.Contains(stderr, c.tells) {
			t.Errorf("%s with %+v should tell %q and tells:\n%s", c.file, c.args, c.tells, stderr)
		}
	}
}

// A section of those who said none is named, and so is that it has more members without answers than an even spread would give a team.
func TestFormNamesABlankSection(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("id,lab,skill\n")
	for i := range 9 {
		fmt.Fprintf(&rows, "a%d,A,%d\n", i, i%5)
	}
	for i := range 4 {
		fmt.Fprintf(&rows, "b%d,,\n", i)
	}
	rules := `{"rules": [{"kind": "section", "column": "lab"}, {"kind": "answered"}, {"kind": "balance", "columns": ["skill"]}]}`
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": rows.String(), "r.json": rules}, formCmd{Members: "m.csv", ID: "id", Size: 4, Rules: "r.json", Report: "report.json", Out: "t.csv", Moves: 2000})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r formReport
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.TooSmall) > 0 || len(r.BlankSections) != 1 || r.BlankSections[0].Members != 4 || len(r.BlankSections[0].Ways) != 1 {
		t.Errorf("too small are %+v and blank %+v, want one blank section of 4 with a way out", r.TooSmall, r.BlankSections)
	}
	for _, want := range []string{"4 members have no answer in “lab”, and form a section of their own. Ways out: members of “no answer” may join any team.", "The rule gave way", "a team has up to 4"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("it should tell %q and tells:\n%s", want, stderr)
		}
	}
}

// Sections that count as one, and those whose members may be in any team, by rules written by hand.
func TestFormMergedAndCrossingSections(t *testing.T) {
	for _, c := range []struct{ rule, want, sentence string }{
		{`"merge": [["west", "Online"]]`, "[5 4 4 3 3]", "Teams never cross “Campus”. “west”, “Online” count as one."},
		{`"cross": ["West", "Online"]`, "[4 4 3 4 4]", "Members of “West”, “Online” may join any team."},
		{`"merge": [["West", "North"]], "cross": ["Online"]`, "[4 4 4 4 3]", "count as one. Members of “Online”"},
	} {
		r, _ := formed(t, "11-lonely-section.csv", fmt.Sprintf(`{"rules": [{"kind": "section", "column": "Campus", %s}]}`, c.rule), formCmd{ID: "id", Size: 4})
		if got := fmt.Sprint(teamSizes(r)); got != c.want || len(r.TooSmall) > 0 || len(r.Unmet) > 0 || !strings.Contains(r.Rules[0].Rule, c.sentence) {
			t.Errorf("with %s the teams have %s members, too small are %v, unmet %v, and the rule reads %q", c.rule, got, r.TooSmall, r.Unmet, r.Rules[0].Rule)
		}
	}
}

// A section that fits no number of teams, though it is large enough for one, is named; so is one that a rule names and there is not.
func TestFormNamesTheSection(t *testing.T) {
	rules := func(more string) map[string]string {
		return map[string]string{"m.csv": "id,lab\n" + strings.Repeat("a,P\n", 8) + strings.Repeat("b,Q\n", 7) + strings.Repeat("c,\n", 7),
			"r.json": `{"rules": [{"kind": "section", "column": "lab"` + more + `}]}`}
	}
	for _, c := range []struct{ more, want string }{
		{"", "Section “Q” (9, 10, 11, 12, 13, 14, 15): Members to divide: 7"},
		{`, "merge": [["P", "Q"]]`, "Section “no answer” (16, 17, 18, 19, 20, 21, 22): Members to divide: 7"},
		{`, "merge": [["P", "R"]]`, "Rule 1: nobody can be of the section “R” in “lab”; the sections are P, Q."},
		{`, "cross": ["R"]`, "Rule 1: nobody can be of the section “R”"},
	} {
		_, _, _, err := formIn(t, rules(c.more), formCmd{Members: "m.csv", Min: 4, Max: 5, Rules: "r.json"})
		if exitCode(err) != exitUsage || !strings.Contains(fmt.Sprint(err), c.want) {
			t.Errorf("a section rule with %q is refused with %v, want %q", c.more, err, c.want)
		}
	}
}

// What is too small is named by the sections of every rule that divides, and its ways out differ.
func TestFormNamesASectionOfTwoRules(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("id,section,campus\n")
	for i := range 12 {
		fmt.Fprintf(&rows, "m%d,S%d,North\n", i, i%2+1)
	}
	rows.WriteString("x,S1,Online\ny,S1,South\nz,S2,Online\nw,S2,Online\nv,,North\n")
	r, stderr := formedRows(t, rows.String(), `{"rules": [{"kind": "section", "column": "section"}, {"kind": "section", "column": "campus"}]}`, formCmd{ID: "id", Size: 4})
	said := map[string]bool{}
	for _, small := range r.TooSmall {
		if len(small.Also) != 1 {
			t.Errorf("of two rules one that is too small is also %q, want one name", small.Also)
		}
		for _, way := range small.Ways {
			if said[way.Text] {
				t.Errorf("the way %q is offered twice for different members", way.Text)
			}
			said[way.Text] = true
		}
	}
	for _, want := range []string{"Section “S1” with “Online” has 1 member,", "Section “S1” with “South” has 1 member,", "Section “S2” with “Online” has 2 members,",
		"without the member of “S1” with “South”", "without the 2 members of “S2” with “Online”"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("it should tell %q and tells:\n%s", want, stderr)
		}
	}
}

// formedRows forms members from rows by rules, and returns the report and what it tells.
func formedRows(t *testing.T, rows, rules string, args formCmd) (r formReport, stderr string) {
	t.Helper()
	args.Members, args.Rules, args.Report, args.Out, args.Moves = "m.csv", "r.json", "report.json", "t.csv", 2000
	dir, _, stderr, err := formIn(t, map[string]string{"m.csv": rows, "r.json": rules}, args)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r, stderr
}

// Who is the only member is in a team of one, which is told, and no way out is offered that changes nothing.
func TestFormOneMember(t *testing.T) {
	for _, args := range []formCmd{{}, {Size: 4}, {Teams: 1}} {
		args.Members, args.ID, args.Moves = "m.csv", "id", 100
		_, _, stderr, err := formIn(t, map[string]string{"m.csv": "id,skill\na,3\n"}, args)
		if err != nil || !strings.Contains(stderr, "One member is alone in Team 1.") || strings.Contains(stderr, "Ways out") {
			t.Errorf("one member with %+v: error %v, want it told that this one is alone, without ways out:\n%s", args, err, stderr)
		}
	}
	_, _, _, err := formIn(t, map[string]string{"m.csv": "id,skill\na,3\nb,4\n"}, formCmd{Members: "m.csv", ID: "id", Min: 3})
	if err == nil || !strings.Contains(err.Error(), "Members to divide: 2, which no number of teams of 3 to 6 adds up to") {
		t.Errorf("two members in teams of three at least give %v, want it told that no number of teams fits", err)
	}
}

// A rule for some teams only is counted of those in the report, where the others have no score by it, and said so.
func TestARuleForSomeTeamsIsReportedOfThem(t *testing.T) {
	rules := `{"rules": [{"kind": "ranked", "columns": ["First"]}, {"kind": "count", "column": "Role", "value": "lead", "at_least": 2, "strength": "must", "in": ["Robots", 1]}]}`
	r, stderr := formedRows(t, "First,Role\n"+strings.Repeat("Robots,lead\nArt,none\nFilm,none\n", 4), rules, formCmd{Size: 4})
	if one := r.Rules[1]; one.Teams != 2 || one.TeamsOK == nil {
		t.Errorf("the rule is reported of %d teams: %+v", one.Teams, one)
	}
	silent := 0
	for _, g := range r.Teams {
		if g.Scores[1] == nil {
			silent++
		}
	}
	if silent != 1 || !strings.Contains(stderr, "Only in Robots, Team 1.") {
		t.Errorf("%d of 3 teams have no score by the rule, and it is said:\n%s", silent, stderr)
	}
}

// With --robust more teams keep whom they have to have with any one member missing, which is said and reported with and without it.
func TestRobustIsReported(t *testing.T) {
	rows := "Role,Grade\n" + strings.Repeat("lead,1\nlead,2\nnone,3\nnone,4\nnone,5\nnone,6\nnone,1\n", 6)
	rules := `{"rules": [{"kind": "count", "column": "Role", "value": "lead", "at_least": 1, "strength": "must"}, {"kind": "balance", "columns": ["Grade"]}]}`
	for _, robust := range []bool{false, true} {
		r, stderr := formedRows(t, rows, rules, formCmd{Size: 7, Robust: robust})
		if r.Standing == nil || r.Standing.Of != 6 || robust && r.Standing.Teams != 6 {
			t.Errorf("with --robust %v the report says %+v", robust, r.Standing)
			continue
		}
		if want := fmt.Sprintf("%d of 6 teams keep their rules on whom a team has with any one member missing too.", r.Standing.Teams); !strings.Contains(stderr, want) || strings.Contains(stderr, "preferred") != robust {
			t.Errorf("with --robust %v it is said:\n%s", robust, stderr)
		}
	}
}
