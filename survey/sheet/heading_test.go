package sheet

import (
	"fmt"
	"strings"
	"testing"

	"dure/survey"
)

// A status is known by its heading with or without the number of the question, in the words in which it is asked for.
func TestStatusBelowNumberedHeadings(t *testing.T) {
	english := []string{"active", "withdrawn", "active", "dropped", "active"}
	for headings, cells := range map[string][]string{
		"2. Status|Q5. Status|3. Enrollment status|Current status|Current enrollment status|Enrolled?|Are you currently enrolled?|7) Are you still active?": english,
		"6. 재학 상태|현재 재학 여부를 알려 주세요|현재 재학 여부를 알려주세요.|Q3. 재학 상태를 선택해 주세요":                                                                                     {"재학", "휴학", "재학", "자퇴", "재학"},
		"2. Notes|4. 비고": {"", "withdrawn", "plays the drum", "탈퇴", ""},
	} {
		for heading := range strings.SplitSeq(headings, "|") {
			var text strings.Builder
			text.WriteString("Name," + heading + "\n")
			for i, cell := range cells {
				text.WriteString(variantNames[i] + "," + cell + "\n")
			}
			s := readText(t, text.String())
			if columns, lines := s.Dropped(); fmt.Sprint(columns, lines) != "["+heading+"] [3 5]" {
				t.Errorf("below %q dropped are %v by %q, want rows 3 and 5", heading, lines, columns)
			}
			noted := strings.Contains(headings, "비고")
			if use := Guess(s.With(Choice{})).Columns[1].Use; (use == LeaveOut) == noted {
				t.Errorf("%q without those who dropped out is taken for %s", heading, use)
			}
		}
	}
	yes := readText(t, "Name,Enrolled?\nAna Bell,yes\nBo Lind,no\nCy Wren,yes\n")
	if _, lines := yes.Dropped(); lines != nil || Guess(yes).Columns[1].Use == LeaveOut {
		t.Errorf("yes and no to Enrolled? leave out rows %v, and the column is taken for %s", lines, Guess(yes).Columns[1].Use)
	}
}

// Columns of a place each are one ranking with and without numbers of questions before them, also where each has a number of its own.
func TestRankingsBelowNumberedHeadings(t *testing.T) {
	cells := []string{"밴드,연극,사진", "연극,밴드,사진", "사진,밴드,연극", "밴드,사진,연극", "연극,사진,밴드", "사진,연극,밴드"}
	for headings, title := range map[string]string{
		"희망 분과 1순위,희망 분과 2순위,희망 분과 3순위":                         "희망 분과 순위",
		"4. 희망 분과 1순위,4. 희망 분과 2순위,4. 희망 분과 3순위":                "희망 분과 순위",
		"4. 희망 분과 1순위,5. 희망 분과 2순위,6. 희망 분과 3순위":                "희망 분과 순위",
		"희망 분과 순위 [1순위],희망 분과 순위 [2순위],희망 분과 순위 [3순위]":          "희망 분과 순위",
		"4. 희망 분과 순위 [1순위],4. 희망 분과 순위 [2순위],4. 희망 분과 순위 [3순위]": "희망 분과 순위",
		"Q4. Choice 1,Q4. Choice 2,Q4. Choice 3":                "Choice",
		"1. Wahl,2. Wahl,3. Wahl":                               "Wahl",
	} {
		var text strings.Builder
		text.WriteString("Name," + headings + "\n")
		for i, row := range cells {
			text.WriteString(variantNames[i] + "," + row + "\n")
		}
		s := readText(t, text.String())
		for j, c := range Guess(s).Columns[1:] {
			if c.Use != Rank || c.Question != title || c.Part != fmt.Sprint(j+1) {
				t.Errorf("of %q column %d is taken for %s, part %q of %q; want place %d of the ranking %q", headings, j+2, c.Use, c.Part, c.Question, j+1, title)
			}
		}
		if table, _ := s.Table(As{}); len(table.Orders()) != 1 || len(table.Orders()[0]) != 3 {
			t.Errorf("of %q a command finds the orders %q, want one of three columns", headings, table.Orders())
		}
	}
}

// Numbers of questions and marks of emphasis hide nothing of who members are and whom they avoid; numbers of things that are the same but for them stay.
func TestHeadingsOfWhoBehindNumbersAndEmphasis(t *testing.T) {
	mates := func(i int) string { return variantNames[(i+1)%len(variantNames)] }
	whole := func(i int) string { return variantNames[i] }
	given := func(i int) string { return strings.Fields(variantNames[i])[0] }
	for _, c := range []struct {
		headings string
		cell     func(i int) string
		want     Use
	}{
		{"What is your *first* name?|*First* name|_First name_|**First** name|2. What is your *first* name?", given, FirstName},
		{"What is your *last* name?|3. Surname", given, LastName},
		{"**Name**|_name_|*Name*|1. Name|Q1. Name|Q1: *Full name*", whole, Name},
		{"5. 이메일|Q2. E-mail", func(i int) string { return fmt.Sprintf("m%d@club.example", i) }, Email},
		{"Do not put with|Don't put me with|Enemies|Not with|7. Not with|Q7. Avoid", mates, Avoided},
	} {
		for heading := range strings.SplitSeq(c.headings, "|") {
			s := Sheet{Cells: Cells{Header: []string{"Lab", heading}}}
			if c.want == Avoided {
				s.Header[0] = "Name"
			}
			for i := range variantNames {
				s.Rows = append(s.Rows, []string{at([]string{"Red", "Blue"}, i), c.cell(i)})
				if c.want == Avoided {
					s.Rows[i][0] = variantNames[i]
				}
			}
			s.Labels = s.Header
			if use := Guess(s).Columns[1].Use; use != c.want || c.want == Avoided && s.MatesInDoubt(1, use) {
				t.Errorf("%q is taken for %s, want %s without a doubt", heading, use, c.want)
			}
			if h := survey.ReadMates(heading); c.want == Avoided && !h.ShunsSurely() {
				t.Errorf("%q is read as %+v, want whom to avoid for sure", heading, h)
			}
		}
	}
	team := readText(t, "Team,1. Name,2. Name\nRed,Ana Bell,Bo Lind\nBlue,Cy Wren,Di Fell\n")
	if m := Guess(team); m.Columns[1].Use == Name && m.Columns[2].Use == LeaveOut {
		t.Error("of the members of a team in a row one is taken for the name and the other left out")
	}
}
