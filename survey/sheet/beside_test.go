package sheet

import (
	"strings"
	"testing"

	"dure/survey"
)

// whoAll are the members of a sheet in its order, each with the number of the row.
func (s Sheet) whoAll(t *testing.T) (names []string, lines []int) {
	t.Helper()
	for _, m := range proposed(t, s).Members {
		names, lines = append(names, m.Name), append(lines, m.Line)
	}
	return names, lines
}

// Lists with the same headings side by side are read one below the other, with or without a blank column between them, whatever their lengths; each row has a number
// of its own, and a title above each list is kept. Columns that only look like lists stay beside each other.
func TestListsSideBySide(t *testing.T) {
	for name, c := range map[string]struct {
		text, want string
		columns    string
	}{
		"a blank column":        {"Name,Email,,Name,Email\nAnn,ann@v.org,,Cy,cy@v.org\nBo,bo@v.org,,Di,di@v.org\n", "Ann Bo Cy Di", "Name Email"},
		"three, one shorter":    {"이름,학번,,이름,학번,,이름,학번\n김하나,1001,,이두리,1003,,한별,1005\n박세나,1002,,최네오,1004,,,\n", "김하나 박세나 이두리 최네오 한별", "이름 학번"},
		"no blank column":       {"Name,Email,Name,Email\nAnn,ann@v.org,Cy,cy@v.org\nBo,bo@v.org,,\n", "Ann Bo Cy", "Name Email"},
		"numbers of rows":       {"No,이름,,No,이름\n1,김하나,,3,이두리\n2,박세나,,4,최네오\n", "김하나 박세나 이두리 최네오", "No 이름"},
		"titles":                {"Red team,,,Blue team,\nName,Email,,Name,Email\nAnn,ann@v.org,,Cy,cy@v.org\nBo,bo@v.org,,Di,di@v.org\n", "Ann Bo Cy Di", "Name Email List"},
		"names alone":           {"이름,,이름\n김하나,,이두리\n박세나,,최네오\n", "김하나 박세나 이두리 최네오", "이름"},
		"one has more columns":  {"Name,Email,,Name,Phone,Email\nAnn,ann@v.org,,Cy,01234,cy@v.org\nBo,bo@v.org,,Di,05678,di@v.org\n", "Ann Bo Cy Di", "Name Phone Email"},
		"a total below":         {"이름,점수,,이름,점수\n김하나,1,,이두리,2\n박세나,3,,최네오,4\n합계,4,,합계,6\n", "김하나 박세나 이두리 최네오", "이름 점수"},
		"the same twice":        {"Name,Email,,Name,Email\nAnn,ann@v.org,,Ann,ann@v.org\nBo,bo@v.org,,Bo,bo@v.org\n", "Ann Bo", "Name Email Name (2) Email (2)"},
		"a blank column within": {"Name,Email,,Role,Year\nAnn,ann@v.org,,Cook,1\nBo,bo@v.org,,Host,2\n", "Ann Bo", "Name Email Role Year"},
	} {
		s := readText(t, c.text)
		names, lines := s.whoAll(t)
		seen := map[int]bool{}
		for _, line := range lines {
			if seen[line] {
				t.Errorf("%s: two members have row %d", name, line)
			}
			seen[line] = true
		}
		if got, columns := strings.Join(names, " "), strings.Join(s.Header, " "); got != c.want || columns != c.columns {
			t.Errorf("%s: members are %s with %s; want %s with %s", name, got, columns, c.want, c.columns)
		}
	}
	s := readText(t, "Red,,,Blue,\nName,Email,,Name,Email\nAnn,ann@v.org,,Cy,cy@v.org\nBo,bo@v.org,,Di,di@v.org\n")
	q, k := proposed(t, s).question(t, "List")
	if got := proposed(t, s).Members[2].Answers[k].Chosen; q.Kind != survey.OneOf || len(got) != 1 || got[0] != "Blue" {
		t.Errorf("the third member stands on list %q of %s, want Blue", got, q.Kind)
	}
}

// Of tables with other headings side by side one is read, the one of members unless somebody says another; a command says what it left out.
func TestTablesSideBySide(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		choice  int
		columns string
		rows    int
		assumed string
	}{
		"a shorter table":          {"Name,Email,,Team,Room\nAnn,ann@v.org,,Red,1\nBo,bo@v.org,,Blue,2\nCy,cy@v.org,,,\nDi,di@v.org,,,\n", 0, "Name Email", 4, "2: Team, Room"},
		"it is the other":          {"Name,Email,,Team,Room\nAnn,ann@v.org,,Red,1\nBo,bo@v.org,,Blue,2\nCy,cy@v.org,,,\nDi,di@v.org,,,\n", 2, "Team Room", 2, ""},
		"they are one":             {"Name,Email,,Team,Room\nAnn,ann@v.org,,Red,1\nBo,bo@v.org,,Blue,2\nCy,cy@v.org,,,\nDi,di@v.org,,,\n", AllLists, "Name Email Team Room", 4, ""},
		"members stand right":      {"Team,Room,,이름,학번\nRed,1,,김하나,1001\nBlue,2,,박세나,1002\n,,,이두리,1003\n,,,최네오,1004\n", 0, "이름 학번", 4, "1: Team, Room"},
		"both name people":         {"Name,Email,Year,,Name,Office\nAnn,ann@v.org,1,,Cy,12\nBo,bo@v.org,2,,Di,13\nEd,ed@v.org,2,,,\n", 0, "Name Email Year", 3, "2: Name (2), Office"},
		"some left the last blank": {"Name,Email,,Role,Year\nAnn,ann@v.org,,Cook,1\nBo,bo@v.org,,,\nCy,cy@v.org,,Host,\nDi,di@v.org,,,\nEd,ed@v.org,,,\n", 0, "Name Email Role Year", 5, ""},
	} {
		s := readText(t, c.text).With(Choice{List: c.choice})
		_, r := s.Table(As{})
		assumed := ""
		if len(r.Assumed) == 1 && r.Assumed[0].Reason == survey.AsOtherTable {
			assumed = r.Assumed[0].Text
		}
		if got := strings.Join(s.Header, " "); got != c.columns || len(s.Rows) != c.rows || assumed != c.assumed {
			t.Errorf("%s: %d rows of %s are read, left out is %q; want %d of %s, left out %q", name, len(s.Rows), got, assumed, c.rows, c.columns, c.assumed)
		}
	}
}
