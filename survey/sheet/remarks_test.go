package sheet

import (
	"fmt"
	"testing"
)

// A few remarks among many members are text to pages and commands, though few cells differ and some say that there is nothing; what is chosen again and again stays a choice,
// however long its words are.
func TestFewRemarksAreText(t *testing.T) {
	for name, c := range map[string]struct {
		cells []string
		want  Use
	}{
		"three remarks":             {[]string{"I can not come on Mondays", "", "", "", "", "", "", "", "", "Please put me with a friend.", "I am new here and a bit shy", ""}, ShortText},
		"one of them twice":         {[]string{"I can not come on Mondays", "", "", "I can not come on Mondays", "Put me with Bo, please.", "", "", "", "", "I am new here and a bit shy", "", ""}, ShortText},
		"with words for nothing":    {[]string{"none", "None", "nothing", "", "I can not come on Mondays", "no", "no", "none", "Please put me with a friend.", "none", "", "I am new here and a bit shy"}, ShortText},
		"in Korean":                 {[]string{"없음", "", "월요일은 참석이 어렵습니다", "없음", "없습니다", "", "친구와 같은 조면 좋겠어요", "없음", "", "", "없음", "처음이라 조금 떨려요"}, ShortText},
		"long options":              {[]string{"I would like to lead a team", "I would rather follow others", "I do not mind either of them"}, OneOf},
		"four options once or more": {[]string{"I would like to lead a team", "I would rather follow others", "Both", "Neither", "Both", "Neither"}, OneOf},
		"words":                     {[]string{"Vegetarian", "", "", "", "Vegan", "", "", "Vegan", "", "", "", ""}, OneOf},
	} {
		s := mustRead(t, []byte("Name,Anything else?\n"+repeat(12, func(i int) string { return fmt.Sprintf("%s,\"%s\"", people[i], at(c.cells, i)) })))
		_, read, _ := readAs(t, s, "Anything else?")
		if page := Guess(s).Columns[1]; page.Use != c.want || read.Kind != string(c.want) {
			t.Errorf("%s: %s on the page with the options %q, %s to a command; want %s", name, page.Use, page.Options, read.Kind, c.want)
		}
	}
}
