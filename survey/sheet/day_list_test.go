package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Days that stand together are a list of days, in the order of the week, on the page and to a command. Letters that may be something else are choices as they are.
func TestListsOfDays(t *testing.T) {
	for _, c := range []struct{ header, cells, options, second string }{
		{"가능한 요일", "월화목|월수금|화목|수|월화수목금", "월 화 수 목 금", "월 수 금"},
		{"참여", "화, 목|월, 수|금|월, 금", "월 화 수 목 금", "월 수"},
		{"요일", "월/수|화/목|토|월/수", "월 화 수 목 토", "화 목"},
		{"요일", "월~수|평일|주말|목", "월 화 수 목 금 토 일", "월 화 수 목 금"},
		{"가능한 요일", "월요일 수요일|화요일|목요일 금요일|월요일", "월요일 화요일 수요일 목요일 금요일", "화요일"},
		{"Days", "MWF|TTh|MW|TuTh|F", "Mon Tue Wed Thu Fri", "Tue Thu"},
		{"Meeting days", "M/W|T/R|MTWRF|M", "Mon Tue Wed Thu Fri", "Tue Thu"},
		{"Pattern", "MonWed|TueThu|Fri|Fri", "Mon Tue Wed Thu Fri", "Tue Thu"},
		{"Which days?", "Mon Wed Fri|Tue and Thu|Sat|weekends", "Mon Tue Wed Thu Fri Sat Sun", "Tue Thu"},
		{"Team", "MF|TF|MW|MF", "", ""},
		{"Size", "S|M|S|M", "", ""},
		{"Gender", "F|M|F|M", "", ""},
		{"요일", "월|화|월|수", "", ""}, // one day each: a choice
		{"과일", "월병|화과자|수박|월병", "", ""},
	} {
		cells := strings.Split(c.cells, "|")
		s := readText(t, "Name,"+c.header+"\n"+repeat(20, func(i int) string { return fmt.Sprintf("Name %c,\"%s\"", 'A'+i, at(cells, i)) }))
		of := Guess(s).Columns[1]
		_, read, _ := readAs(t, s, c.header)
		if c.options == "" {
			if of.Use == AnyOf || read.Kind == "any_of" {
				t.Errorf("%s below %s is any of %q, want a choice", c.cells, c.header, of.Options)
			}
			continue
		}
		second := proposed(t, s).Members[1].Answers[0].Chosen
		if of.Use != AnyOf || read.Kind != "any_of" || strings.Join(of.Options, " ") != c.options || !slices.Equal(second, strings.Fields(c.second)) {
			t.Errorf("%s below %s is %s of %q and %s to a command, the second chose %q; want any of %s, chosen %s", c.cells, c.header, of.Use, of.Options, read.Kind, second, c.options, c.second)
		}
	}
}

// Grades, stars and words of how much are ordered, on the page and to a command.
func TestGradesAndStars(t *testing.T) {
	for _, c := range []struct{ header, cells, want, kind string }{
		{"Grade", "A+|A|A-|B+|B|F", "F B B+ A- A A+", "one_of"},
		{"학점", "A|B|C|A", "C B A", "one_of"},
		{"Math grade", "A|B|C|D|F", "F D C B A", "one_of"},
		{"Choice", "A|B|C|A", "", "one_of"},
		{"Blood type", "A+|B+|A-|B-", "", "one_of"},
		{"Rating", "★★★☆☆|★★★★★|★☆☆☆☆|★★★☆☆", "★☆☆☆☆ 2 ★★★☆☆ 4 ★★★★★", "scale"},
		{"Event", "Not satisfied|Somewhat satisfied|Satisfied|Very satisfied", "Not satisfied Somewhat satisfied Satisfied Very satisfied", "one_of"},
		{"관심", "전혀 관심 없음|관심 있음|보통|매우 관심 있음", "전혀 관심 없음 보통 관심 있음 매우 관심 있음", "one_of"},
	} {
		cells := strings.Split(c.cells, "|")
		s := readText(t, "Name,"+c.header+"\n"+repeat(24, func(i int) string { return fmt.Sprintf("Name %c,%s", 'A'+i, at(cells, i)) }))
		of := Guess(s).Columns[1]
		_, read, _ := readAs(t, s, c.header)
		order := of.Levels
		if of.Ordered {
			order = of.Options
		}
		if got := strings.Join(order, " "); got != c.want || string(of.Use) != c.kind || read.Kind != c.kind || strings.Join(read.Order, " ") != c.want {
			t.Errorf("%s below %s is %s in the order %q, and %s %q to a command; want %s %q", c.cells, c.header, of.Use, order, read.Kind, read.Order, c.kind, c.want)
		}
	}
}
