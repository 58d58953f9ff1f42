package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// Below headings that are codes, as LimeSurvey writes them, names and ids are found by what stands in them, and codes of answers are choices. What only looks like
// a name or an id stays an answer.
func TestColumnsBelowCodes(t *testing.T) {
	names := []string{"Kim Minjun", "Lee Seoyeon", "Ana Silva", "Bo Chen", "Carla Diaz", "Dev Patel", "Eve Adams", "Finn Olsen", "Gia Rossi", "Hugo Blanc", "Ida Berg", "Jon Snow"}
	hangul := []string{"김민준", "이서연", "박지훈", "최수아", "정하윤", "강도현", "조예린", "윤시우", "장서준", "임하은", "한지민", "오세훈"}
	const lime = "id,submitdate,lastpage,startlanguage,seed,"
	noted := func(i int) string { return fmt.Sprintf("%d,2026-03-02 15:20:%02d,3,en,%d,", i+1, 30+i, 7777+31*i) }
	for name, c := range map[string]struct{ text, page, read, who string }{
		"codes": {lime + "Q01,Q02,Q03,G01Q04,G01Q05[SQ001],G01Q05[SQ002]\n" + repeat(12, func(i int) string {
			return noted(i) + fmt.Sprintf("%s,m%d@v.org,%d,A%d,%s,%s", names[i], i, 20261000+7*i, 1+i%3, at([]string{"Y", ""}, i), at([]string{"", "Y", "Y"}, i))
		}), "- timestamp - - - name email id one_of any_of any_of", "- time - - - name email id one_of any_of any_of", "Kim Minjun|m0@v.org|20261000"},
		"Korean, two answers": {lime + "G01Q01,G01Q02\n" + repeat(12, func(i int) string { return noted(i) + fmt.Sprintf("%s,A%d", hangul[i], 1+i%2) }),
			"- timestamp - - - name one_of", "- time - - - name one_of", "김민준||"},
		"whom they name": {"Q1,Q2,Q3\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("%s,s20%05d,%s", names[i], 137*i, at([]string{names[(i+1)%12], ""}, i))
		}), "name id avoided", "name id teammates", "Kim Minjun||s2000000"},
		"telephones":        {"문항1,문항2\n" + repeat(12, func(i int) string { return fmt.Sprintf("%s,10%08d", hangul[i], 12340000+13*i) }), "name short_text", "name short_text", "김민준||"},
		"birthdays":         {"Q1,Q2\n" + repeat(12, func(i int) string { return fmt.Sprintf("%s,2001%02d%02d", names[i], 1+i, 3+i) }), "name short_text", "name short_text", "Kim Minjun||"},
		"prices":            {"Q1,Q2\n" + repeat(12, func(i int) string { return fmt.Sprintf("%s,%d000", names[i], 300+7*i) }), "name short_text", "name short_text", "Kim Minjun||"},
		"a heading says so": {"Favourite band,Email\n" + repeat(12, func(i int) string { return fmt.Sprintf("%s,m%d@v.org", names[i], i) }), "short_text email", "short_text email", "m0@v.org|m0@v.org|"},
		"the same names":    {"Q1,Q2\n" + repeat(12, func(i int) string { return fmt.Sprintf("%s,m%d@v.org", names[i%4], i) }), "one_of email", "one_of email", "m0@v.org|m0@v.org|"},
	} {
		s := readText(t, c.text)
		m := Guess(s)
		_, r := s.Table(As{})
		var page, read []string
		for j := range s.Header {
			page, read = append(page, string(m.Columns[j].Use)), append(read, r.Columns[j].Kind)
			if m.Columns[j].Ordered {
				t.Errorf("%s: %s is taken for an order of %q", name, s.Header[j], m.Columns[j].Options)
			}
		}
		short := strings.NewReplacer("leave_out", "-", "metadata", "-")
		in := proposed(t, s)
		who := strings.Join([]string{in.Members[0].Name, in.Members[0].Email, in.Members[0].Ref}, "|")
		if p, q := short.Replace(strings.Join(page, " ")), short.Replace(strings.Join(read, " ")); p != c.page || q != c.read || who != c.who {
			t.Errorf("%s: columns are\n%s and to a command\n%s, the first member is %s; want\n%s and\n%s, %s", name, p, q, who, c.page, c.read, c.who)
		}
	}
}

// Marks of work are numbers, however few points there are; what asks how hard the work was is a scale.
func TestMarksOfWork(t *testing.T) {
	gradebook := "Student,ID,SIS User ID,Section,Homework 1 (12345),Reading (12346),Lab (77),Final Score\n    Points Possible,,,,10,10,1,(read only)\n"
	for name, c := range map[string]struct{ text, want string }{
		"Canvas": {gradebook + repeat(24, func(i int) string {
			return fmt.Sprintf("\"Lee, Ann %c\",%d,U%d,S%d,%d,%d,%d,%d", 'A'+i, 900+i, 5000+i, 1+i%2, i%11, 3*i%11, i%2, i%10)
		}), "name leave_out id one_of number number number number"},
		"points below the header": {"Name,Essay one,How keen are you?\nPoints Possible,10,\n" + repeat(24, func(i int) string { return fmt.Sprintf("Name %c,%d,%d", 'A'+i, i%11, 1+i%5) }), "name number scale"},
		"Moodle":                  {"First name,Surname,Assignment: Essay (Real),Quiz: Week 1 (Real)\n" + repeat(24, func(i int) string { return fmt.Sprintf("Ann,Lee%c,%d,%d", 'a'+i, i%11, i%6) }), "first_name last_name number number"},
		"a list of one's own":     {"Name,HW1,HW 2,Quiz 3,Lab 4: pumps,Participation\n" + repeat(24, func(i int) string { return fmt.Sprintf("Name %c,%d,%d,%d,%d,%d", 'A'+i, i%11, 3*i%11, i%6, i%11, i%6) }), "name number number number number number"},
		"Korean":                  {"이름,과제1,중간고사,퀴즈 2,출석 점수\n" + repeat(24, func(i int) string { return fmt.Sprintf("이름%c,%d,%d,%d,%d", 'A'+i, i%11, 3*i%11, i%6, i%11) }), "name number number number number"},
		"statements of a survey":  {"Name,Homework 1 was hard,Projects excite me,How hard was the exam?,Rate lab 3\n" + repeat(24, func(i int) string { return fmt.Sprintf("Name %c,%d,%d,%d,%d", 'A'+i, 1+i%5, 1+3*i%5, 1+i%5, 1+2*i%5) }), "name scale scale scale scale"},
	} {
		s := readText(t, c.text)
		if got := uses(Guess(s)); got != c.want {
			t.Errorf("%s: columns are\n%s, want\n%s", name, got, c.want)
		}
		_, r := s.Table(As{})
		for j, of := range Guess(s).Columns {
			if of.Use == Number && r.Columns[j].Kind != "number" {
				t.Errorf("%s: a command takes %s for %s", name, s.Header[j], r.Columns[j].Kind)
			}
		}
	}
}

// Words in brackets at the ends of a scale are those of its points; a remark behind one number makes no scale of counts.
func TestPointsWithWordsInBrackets(t *testing.T) {
	for cells, want := range map[string]string{
		"1 (not at all)|2|3|4|5 (very much)": "scale [1 (not at all) 2 3 4 5 (very much)]", "1(전혀 못함)|2|3|4|5(매우 잘함)": "scale [1(전혀 못함) 2 3 4 5(매우 잘함)]", "2 (twins)|7|11|30|0": "one_of []",
	} {
		s := readText(t, "Name,How?\n"+repeat(15, func(i int) string { return "Name " + string(rune('A'+i)) + "," + at(strings.Split(cells, "|"), i) }))
		in := proposed(t, s)
		_, k := in.question(t, "How?")
		if got := fmt.Sprint(in.Questions[k].Kind, " ", in.Questions[k].Labels); got != want {
			t.Errorf("%s are asked as %q, want %q", cells, got, want)
		}
	}
}

// First names below a code say who members are where nothing else does.
func TestFirstNamesBelowACode(t *testing.T) {
	names := []string{"Ana", "Bo", "Cy", "Di", "Ed", "Fi"}
	for _, c := range []struct {
		header string
		want   Use
	}{{"Q1,Q2", Name}, {"Email,Q2", Email}} {
		var text strings.Builder
		text.WriteString(c.header + ",Q3\n")
		for i, name := range names {
			first := name
			if c.want == Email {
				first = strings.ToLower(name) + "@club.example"
			}
			text.WriteString(fmt.Sprintf("%s,%s,%d\n", first, at([]string{"Kyoto", "Lima", "Oslo", "Rome", "Bonn", "Cork"}, i), 1+i%4))
		}
		s := readText(t, text.String())
		if m := Guess(s); m.Columns[0].Use != c.want || m.Columns[1].Use == Name {
			t.Errorf("below %s the columns are taken for %s and %s, want the first for %s", c.header, m.Columns[0].Use, m.Columns[1].Use, c.want)
		}
	}
}
