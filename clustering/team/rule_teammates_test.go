package team

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// byName finds members a, b, c, d in cells.
func byName(cell string) (Text, bool) {
	cell = strings.TrimSpace(cell)
	return Text(cell), len(cell) == 1 && strings.Contains("abcd", cell)
}

func TestReadPast(t *testing.T) {
	for _, c := range []struct {
		name, csv string
		key       survey.TeamKey
		want      string
		notes     string
	}{
		{"teams by name", "who,team\na,1\nb,1\nc,2\nd,2", survey.TeamKey{}, "[[a b] [c d]]", ""},
		{"of two columns of teams the one called so", "who,Year,Group,Team\na,2024,x,1\nb,2024,y,1\nc,2024,x,2", survey.TeamKey{}, "[[a b] [c]]", ""}, // each has a name of its own
		{"another column of teams", "who,team,group\na,1,x\nb,2,x\nc,3,y", survey.TeamKey{Team: "group"}, "[[a b] [c]]", ""},
		{"the only column of teams", "who,Team name\na,x\nb,x\nc,y", survey.TeamKey{}, "[[a b] [c]]", ""},
		{"the same name in two sections", "who,team,room\na,1,P\nb,1,Q\nc,1,P\nd,1,Q", survey.TeamKey{Section: "room"}, "[[a c] [b d]]", ""},
		{"the same name and section in two seasons", "who,team,room,when\na,1,P,s\nb,1,P,s\nc,1,P,t\nd,1,P,t", survey.TeamKey{Section: "room", Season: "when"}, "[[a b] [c d]]", ""},
		{"sections that the header says", "who,team,Lab section\na,1,P\nb,1,Q\nc,1,p \nd,1,Ｑ", survey.TeamKey{}, "[[a c] [b d]]", "team_told_by [Lab section team]"},
		{"seasons that the header says", "who,team,학기\na,1,s\nb,1,s\nc,1,t\nd,1,", survey.TeamKey{}, "[[a b] [c] [d]]", "team_told_by [학기 team]"},
		{"years of the calendar", "who,team,Year\na,1,2024\nb,1,2025\nc,1,2024", survey.TeamKey{}, "[[a c] [b]]", "team_told_by [Year team]"},
		{"years of study", "who,team,Year\na,1,3\nb,1,1\nc,1,3", survey.TeamKey{}, "[[a b c]]", ""},
		{"two columns of sections", "who,team,lab,section\na,1,P,x\nb,1,Q,x", survey.TeamKey{}, "[[a b]]", ""},
		{"a column that may be one of sections", "who,team,class\na,1,P\nb,1,Q\nc,2,P", survey.TeamKey{}, "[[a b] [c]]", "team_spans 1"},
		{"a name in each class", "who,team,class\na,1,P\nb,2,Q", survey.TeamKey{}, "[[a] [b]]", ""},
		{"in no team", "who,team\na,1\nb,\nc,1", survey.TeamKey{}, "[[a c]]", ""},
		{"strangers", "who,team\na,1\nz,1\nc,1", survey.TeamKey{}, "[[a c]]", ""},
		{"most cells of one column are members", "x,who,team\na,b,1\n7,c,1\n8,d,2", survey.TeamKey{}, "[[b c] [d]]", ""},
		{"teams are called as members are", "team,who\na,c\na,z\nb,d\nb,y", survey.TeamKey{}, "[[c] [d]]", ""},
		{"more rows than a team has", "who,team\na,1\nb,1" + strings.Repeat("\nz,1", 9), survey.TeamKey{}, "[[a b]]", "team_crowded 1"},
	} {
		got, notes, err := ReadPast(table(c.csv), c.key, byName)
		if fmt.Sprint(got) != c.want || err != nil {
			t.Errorf("%s: past teams %v (%v), want %s", c.name, got, err, c.want)
		}
		var said []string
		for _, n := range notes {
			of := n.Args["Columns"]
			if of == nil {
				of = n.Args["Team"]
			}
			said = append(said, fmt.Sprint(n.Key, " ", of))
		}
		if strings.Join(said, ", ") != c.notes {
			t.Errorf("%s: told is %q, want %q", c.name, said, c.notes)
		}
	}
	if _, _, err := ReadPast(table("who,team\ny,1\nz,1"), survey.TeamKey{}, byName); reason(err) != "rule_past_nobody" {
		t.Errorf("a file of strangers: %v, want that nobody is known", err)
	}
	for _, rows := range []string{"a,\nb,", "a,-\nb,", "a,\nz,1"} {
		if _, _, err := ReadPast(table("who,Team\n"+rows), survey.TeamKey{}, byName); reason(err) != "rule_past_no_team" || err.(*survey.InvalidError).Args["Column"] != "Team" {
			t.Errorf("a file in which no member has a team, %q: %v, want that the column says none", rows, err)
		}
	}
	for name, key := range map[string]survey.TeamKey{"no teams": {}, "no such teams": {Team: "old"}, "no sections": {Team: "who", Section: "lab"}} {
		if _, _, err := ReadPast(table("who,n\na,1"), key, byName); reason(err) != "file_column_unknown" || !strings.Contains(inWords(err), "who, n") {
			t.Errorf("%s: %s, want what columns there are", name, inWords(err))
		}
	}
}

// Past seasons, teams that are named and those of a file count together; who met twice is one pair.
func TestPairsWhoHaveMet(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4"), IDs: []string{"a", "b", "c", "d"}}
	in.Past = func(id survey.SeasonID) ([][]int, error) {
		if id == 3 {
			return nil, errors.New("the disk is gone")
		}
		return map[survey.SeasonID][][]int{1: {{0, 1}, {2}}, 2: {{0, 1}, {2, 3}}}[id], nil
	}
	in.Open = func(string) (survey.Table, error) { return table("who,team,room\na,1,P\nd,1,P\nb,1,Q\nc,1,Q"), nil }
	for _, c := range []struct {
		rule  Rule
		teams [][]int
		value float64
	}{
		{Rule{Seasons: []survey.SeasonID{1}}, [][]int{{0, 1}, {2, 3}}, 1},
		{Rule{Seasons: []survey.SeasonID{1, 2}}, [][]int{{0, 1}, {2, 3}}, 2},
		{Rule{Seasons: []survey.SeasonID{1, 2}}, [][]int{{0, 2}, {1, 3}}, 0},
		{Rule{Teams: [][]Text{{"a", "b", "c"}, {"a", "b"}, {"d", "z"}}}, [][]int{{0, 1, 2}, {3}}, 3},
		{Rule{Teams: [][]Text{{"a", "a"}}}, [][]int{{0, 1}, {2, 3}}, 0},
		{Rule{File: "old", SectionColumn: "room"}, [][]int{{0, 3}, {1, 2}}, 2},
		{Rule{File: "old"}, [][]int{{0, 1, 2, 3}}, 6},
		{Rule{File: "old", SectionColumn: "room", Seasons: []survey.SeasonID{2}, Teams: [][]Text{{"b", "d"}}}, [][]int{{0, 1, 3}, {2}}, 3},
	} {
		c.rule.Kind = NewTeammates
		p := scoredBy(t, in, c.rule, c.teams)
		if got := p.Rules[0].Value; got != c.value {
			t.Errorf("%s: in %v %v pairs meet again, want %v", inJSON(c.rule), c.teams, got, c.value)
		}
		checkFact(t, "repeats", factOf(t, in, c.rule, c.teams), "fact_team_repeats", "Count", p.Teams[0].Values[0])
	}
	in.Rules = []Rule{{Kind: NewTeammates, Seasons: []survey.SeasonID{3}}}
	if _, err := read(in); err == nil || reason(err) != "the disk is gone" {
		t.Errorf("a season that cannot be read is %v, want the cause", err)
	}
	in.Past = nil
	if _, err := read(in); reason(err) != "season_unknown" {
		t.Errorf("without past seasons: reason %q, want season_unknown", reason(err))
	}
	in.Rules, in.Open = []Rule{{Kind: NewTeammates, File: "old"}}, func(string) (survey.Table, error) { return survey.Table{}, errors.New("no such file") }
	if _, err := read(in); reason(err) != "file_unreadable" || !strings.Contains(inWords(err), "no such file") {
		t.Errorf("a file that is not there: %s", inWords(err))
	}
}

// What is doubtful about a rule's file is told with the rule that it stands in.
func TestDoubtfulPastTeamsAreTold(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4")}
	in.Open = func(string) (survey.Table, error) { return table("who,team,class\n1,T,P\n2,T,Q"), nil }
	in.Rules = []Rule{{Kind: Spread, Columns: []string{"x"}}, {Kind: NewTeammates, File: "old.csv"}}
	p, err := Evaluate(in, [][]int{{0, 1}, {2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Notes) != 1 || p.Notes[0].Key != survey.TeamSpans || p.Notes[0].Args["Rule"] != 2 || p.Notes[0].Args["File"] != "old.csv" {
		t.Errorf("of a name in two classes the proposal notes %v, want the second rule and its file", p.Notes)
	}
	in.Rules[1].SectionColumn = "class"
	if p, _ := Evaluate(in, [][]int{{0, 1}, {2, 3}}); len(p.Notes) != 0 {
		t.Errorf("where the rule says the section the proposal notes %v, want nothing", p.Notes)
	}
}

// Half is what chance gives: three pairs of six have met, one of which meets in teams of two on average.
func TestScoresOfRepeats(t *testing.T) {
	in := Input{Table: table("x\n1\n2\n3\n4")}
	r := Rule{Kind: NewTeammates, Teams: [][]Text{{"1", "2", "3"}}}
	for _, c := range []struct {
		teams [][]int
		want  float64
	}{{[][]int{{0, 1}, {2, 3}}, 0.5}, {[][]int{{0, 1, 2}, {3}}, 0}, {[][]int{{0}, {1}, {2}, {3}}, 1}} {
		if got := scoredBy(t, in, r, c.teams).Rules[0].Score; !near(got, c.want) {
			t.Errorf("the teams %v score %v, want %v", c.teams, got, c.want)
		}
	}
}

// Both forms of the table of pairs hold the same.
func TestPairTablesAgree(t *testing.T) {
	few, many := newPairTable(5), newPairTable(3001)
	if few.some != nil || many.dense != nil {
		t.Fatalf("5 members are kept sparsely: %v, 3001 densely: %v", few.some != nil, many.dense != nil)
	}
	for _, p := range []*pairTable{few, many} {
		p.add(1, 3, 2)
		p.add(3, 1, 0.5)
		p.meet([]int{4, 1, 3})
		p.meet([]int{4, 1})
		var got []float64
		for i := range int32(5) {
			for j := range i {
				got = append(got, p.at(i, j))
				if p.at(j, i) != p.at(i, j) {
					t.Errorf("of %d members %d and %d have %v, the other way round %v", p.n, i, j, p.at(i, j), p.at(j, i))
				}
			}
		}
		if want := []float64{0, 0, 0, 0, 2.5, 0, 0, 1, 0, 1}; !slices.Equal(got, want) {
			t.Errorf("the pairs of a table of %d are %v, want %v", p.n, got, want)
		}
	}
}

// A column of past teams is history: who gave the same answer has met, in whatever spelling, and who says that there was none has met nobody.
func TestPastTeamsOfAColumn(t *testing.T) {
	said := []string{"Owls", "owls ", "Foxes", "Foxes", "none", "none", "", ""}
	for _, r := range []Rule{{Kind: NewTeammates, Column: "Past team"}, {Kind: NewTeammates, Columns: []string{"Past team"}}} {
		in := Input{Table: survey.Table{N: len(said), Columns: []survey.Column{{Name: "Past team", Values: survey.Texts(said), Aside: survey.AsideTeam}}}, Rules: []Rule{r}}
		for _, c := range []struct {
			teams [][]int
			value float64
		}{{[][]int{{0, 1, 4, 5}, {2, 3, 6, 7}}, 2}, {[][]int{{0, 2, 4, 5}, {1, 3, 6, 7}}, 0}} {
			p, err := Evaluate(in, c.teams)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Rules[0].Value; got != c.value {
				t.Errorf("in %v %v pairs meet again, want %v", c.teams, got, c.value)
			}
		}
	}
	if got := PastRules(survey.Table{N: 2, Columns: []survey.Column{{Name: "Past team", Values: survey.Texts{"a", "a"}, Aside: survey.AsideTeam}}}); len(got) != 1 || got[0].Column != "Past team" {
		t.Errorf("a column of past teams suggests %+v", got)
	}
}
