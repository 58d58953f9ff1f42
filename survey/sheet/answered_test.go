package sheet

import (
	"strings"
	"testing"
)

// Whoever filled in an answer has answered, whatever becomes of the column: on the page as in a command. What only says who or where members are
// is none, nor what every row has.
func TestWhoHasAnswered(t *testing.T) {
	for _, c := range []struct {
		name, header string
		rows         []string
		want         string // of each row, whether its member has answered
	}{
		{"ages that are all different", "Age,Major", []string{"23,Law", "19,", "31,Art", "27,", "22,Law"}, "11111"},
		{"numbers of the rows", "No,Major", []string{"1,Law", "2,", "3,Art", "4,", "5,Law"}, "10101"},
		{"numbers of a longer list", "Seat,Major", []string{"3,Law", "7,", "8,Art", "14,", "25,Law"}, "10101"},
		{"numbers of members", "Code,Major", []string{"20261,Law", "20174,", "20303,Art", "20144,", "20225,Law"}, "10101"},
		{"a constant", "Cohort,Major", []string{"7,Law", "7,", "7,Art", "7,", "7,Law"}, "10101"},
		{"what all said alike", "Will you come on Friday?,Major", []string{"yes,Law", "yes,", "yes,Art", "yes,", "yes,Law"}, "11111"},
		{"what all said alike, in Korean", "금요일에 올 수 있나요,Major", []string{"네,Law", "네,", "네,Art", "네,", "네,Law"}, "11111"},
		{"a constant with a blank", "Consent,Major", []string{"yes,Law", ",", "yes,Art", "yes,", ",Law"}, "10111"},
		{"a section", "Section,Major", []string{"A,Law", "B,", "A,Art", "A,", "B,Law"}, "10101"},
		{"a team that was", "Team,Major", []string{"Red,Law", "Red,", "Blue,Art", "Blue,", "Red,Law"}, "10101"},
		{"a status", "Status,Major", []string{"active,Law", "active,", "active,Art", "dropped,", "active,Law"}, "10101"},
		{"a second name", "Nickname,Major", []string{"A,Law", "B,", "C,Art", "D,", "E,Law"}, "10101"},
		{"free text", "Note,Major", []string{"one,Law", "two,", "three,Art", ",", "four,Law"}, "11101"},
		{"a wish", "Teammates you would like,Major", []string{"Bo Lind,Law", "Ana Soto,", ",Art", ",", "Ana Soto,Law"}, "11101"},
		{"choices that are all no", "Likes [Chess],Likes [Go]", []string{"Yes,No", "No,No", "No,Yes", ",", "Yes,Yes"}, "11101"},
		{"hours", "Free [Monday],Free [Tuesday]", []string{"9:00,", ",10:00", "none,none", ",", "9:00,9:00"}, "11101"},
	} {
		var text strings.Builder
		text.WriteString("Name," + c.header + "\n")
		for i, row := range c.rows {
			text.WriteString([]string{"Ana Soto", "Bo Lind", "Cy Wren", "Di Fell", "Ed Moss"}[i] + "," + row + "\n")
		}
		s := mustRead(t, []byte(text.String()))
		in, errs := Apply(s, Guess(s))
		if len(errs) > 0 {
			t.Fatalf("%s cannot be imported: %v", c.name, errs)
		}
		table, _ := s.Table(As{})
		var page, command strings.Builder
		for i, m := range in.Members {
			answered := false
			for _, column := range table.Columns {
				answered = answered || column.IsAnswer() && column.Answered(i)
			}
			for b, is := range map[*strings.Builder]bool{&page: m.Answered, &command: answered} {
				b.WriteByte("01"[count(is)])
			}
		}
		if page.String() != c.want || command.String() != c.want {
			t.Errorf("%s: of the members %s have answered on the page and %s to a command, want %s", c.name, page.String(), command.String(), c.want)
		}
	}
}
