package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// What people typed beside "Other" is no question of its own: who typed chose Other, on the page and to a command, whether the program writes that or leaves the
// choice blank. A text that is asked for besides stays one.
func TestTextsOfOthersAreGathered(t *testing.T) {
	role := func(other string) func(i int) string {
		return func(i int) string {
			return fmt.Sprintf("Name %c,%s,%s,%d", 'A'+i, at([]string{"Cook", "Host", "Driver", other}, i), at([]string{"", "", "", fmt.Sprint("photos ", i)}, i), 1+i%5)
		}
	}
	for name, c := range map[string]struct{ text, uses, fourth string }{
		"Qualtrics": {"Name,Q5,Q5_4_TEXT,Q6\n" + repeat(12, role("Other (please specify):")), "name one_of leave_out scale", "Other (please specify):"},
		"Qualtrics, labels": {qualtricsHead("Q5|Which role? - Selected Choice|QID5", "Q5_4_TEXT|Which role? - Other: - Text|QID5_4_TEXT") + repeat(12, func(i int) string {
			return fmt.Sprintf("2026-03-02 08:10:%02d,2026-03-02 08:15:%02d,R_%d,True,Name %c,%s,%s", i, i, i, 'A'+i, at([]string{"Cook", "Host", "Driver", "Other:"}, i), at([]string{"", "", "", fmt.Sprint("photos ", i)}, i))
		}), "one_of leave_out", "Other:"},
		"in brackets":       {"Name,Which role?,Which role? [Other],Year\n" + repeat(12, role("Other")), "name one_of leave_out scale", "Other"},
		"Korean":            {"이름,맡을 일,맡을 일 - 기타,학년\n" + repeat(12, role("기타")), "name one_of leave_out scale", "기타"},
		"SurveyMonkey":      {"Name,Which role?,Other (please specify),Year\n" + repeat(12, role("")), "name one_of leave_out scale", "Other"},
		"LimeSurvey, codes": {"Name,Q03,Q03[other],Q04\n" + repeat(12, role("-oth-")), "name one_of leave_out scale", "-oth-"},
		"lists": {"Name,Tasks,Tasks - Other,Year\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%s,%s,%d", 'A'+i, at([]string{"Cook;Host", "Host", "Driver;Cook", "Other;Host"}, i), at([]string{"", "", "", fmt.Sprint("photos ", i)}, i), 1+i%5)
		}), "name any_of leave_out scale", "Other Host"},
		"a column a choice": {"Name,Tasks [Cook],Tasks [Host],Tasks [Other]\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%s,%s,%s", 'A'+i, at([]string{"Cook", ""}, i), at([]string{"", "Host"}, i), at([]string{"", "", "", fmt.Sprint("photos ", i)}, i))
		}), "name any_of any_of any_of", "Host Other"},
		"a text besides": {"Name,Which role?,Why? - Other,Year\n" + repeat(12, role("Guide")), "name one_of short_text scale", "Guide"},
		"typed by all": {"Name,Which role?,Which role? [Other],Year\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%s,because %d,%d", 'A'+i, at([]string{"Cook", "Host", "Driver", "Guide"}, i), i, 1+i%5)
		}), "name one_of short_text scale", "Guide"},
		"what they do besides": {"Name,Which role?,Other activities,Year\n" + repeat(12, role("")), "name one_of short_text scale", ""},
	} {
		s := readText(t, c.text)
		got := strings.TrimPrefix(uses(Guess(s)), "leave_out timestamp leave_out leave_out name ")
		in := proposed(t, s)
		fourth := strings.Join(in.Members[3].Answers[0].Chosen, " ")
		if got != c.uses || fourth != c.fourth {
			t.Errorf("%s: columns are %s, the fourth chose %q; want %s, %q", name, got, fourth, c.uses, c.fourth)
		}
		table, r := s.Table(As{})
		for j, of := range Guess(s).Columns {
			if typed := strings.Contains(c.uses, "leave_out") && strings.Contains(s.Rows[3][j], "photos"); typed && (r.Columns[j].Kind != "leave_out" || of.Use != LeaveOut) {
				t.Errorf("%s: a command takes %s for %s", name, s.Header[j], r.Columns[j].Kind)
			}
			if of.Typed != "" && of.Use == OneOf && table.Columns[j].Cell(3) != c.fourth {
				t.Errorf("%s: to a command the fourth chose %q, want %q", name, table.Columns[j].Cell(3), c.fourth)
			}
		}
	}
}
