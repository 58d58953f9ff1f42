package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// A mark and blanks are yes and no, on the page and to a command, whatever the mark; a row without any answer says neither.
func TestBoxesThatAreTicked(t *testing.T) {
	for _, mark := range []string{"checked", "✓", "✔", "☑", "✅", "x", "V", "1", "ㅇ", "○", "TRUE"} {
		s := readText(t, "Name,Section,Paid,Role\n"+repeat(12, func(i int) string {
			if i == 11 {
				return "Name Z,Lab A,,"
			}
			return fmt.Sprintf("Name %c,Lab A,%s,%s", 'A'+i, at([]string{mark, "", ""}, i), at([]string{"Cook", "Host"}, i))
		}))
		in := proposed(t, s)
		_, k := in.question(t, "Paid")
		var page []string
		for _, i := range []int{0, 1, 2, 3, 11} {
			page = append(page, strings.Join(in.Members[i].Answers[k].Chosen, ""))
		}
		column, read, _ := readAs(t, s, "Paid")
		var command []string
		for _, i := range []int{0, 1, 2, 3, 11} {
			command = append(command, column.Cell(i))
		}
		const want = "Yes No No Yes "
		if p, c := strings.Join(page, " "), strings.Join(command, " "); p != want || c != want || read.Kind != "one_of" || column.Aside != "" {
			t.Errorf("%q is read as %q, by a command as %q of kind %s, aside %q; want %q", mark, p, c, read.Kind, column.Aside, want)
		}
	}
	for _, cells := range []string{"Paid,1|2|1|2|", "Paid,yes|yes||", "How many siblings?,1||1||", "Team,1||1||", "Quiz 1,1||1||"} {
		header, list, _ := strings.Cut(cells, ",")
		s := readText(t, "Name,"+header+"\n"+repeat(12, func(i int) string { return fmt.Sprintf("Name %c,%s", 'A'+i, at(strings.Split(list, "|"), i)) }))
		if c := Guess(s).Columns[1]; c.Ticks {
			t.Errorf("%s are taken for ticks", cells)
		}
	}
}

// In a column for each choice every mark says that it was chosen.
func TestMarksOfChoices(t *testing.T) {
	for _, marks := range []string{"checked|", "☑|☐", "✅|", "x|", "○|×", "v|", "TRUE|FALSE", "O|X", "1|"} {
		yes, no, _ := strings.Cut(marks, "|")
		s := readText(t, "Name,Skills [Chess],Skills [Go],Skills [Film]\n"+repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%s,%s,%s", 'A'+i, at([]string{yes, no}, i), at([]string{yes, no, no}, i), at([]string{no, no, yes}, i))
		}))
		in := proposed(t, s)
		if got := fmt.Sprint(in.Members[0].Answers[0].Chosen, in.Members[1].Answers[0].Chosen, in.Members[2].Answers[0].Chosen); len(in.Questions) != 1 || got != "[Chess Go] [] [Chess Film]" {
			t.Errorf("%s: %d questions, chosen are %s", marks, len(in.Questions), got)
		}
	}
}
