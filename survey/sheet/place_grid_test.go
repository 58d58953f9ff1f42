package sheet

import (
	"reflect"
	"testing"
)

// A grid with a column for each option, as Google Forms writes where rows are options, is one question of a rank, on the page and to a command,
// also where a page sends back the uses alone.
func TestAGridOfPlacesIsOneRank(t *testing.T) {
	for _, c := range []struct {
		headers, title string
		rows           []string
		first          []string // what the first member ranks
	}{
		{"Rank the projects [Robot],Rank the projects [Film],Rank the projects [Garden]", "Rank the projects", []string{"2,1,3", "1,2,3", "3,2,1", "1,,2"}, []string{"Film", "Robot", "Garden"}},
		{"Projects [Robot],Projects [Film; short],Projects [Garden]", "Projects", []string{"3rd choice,1st choice,2nd choice", "1st choice,2nd choice,3rd choice", ",1st choice,"}, []string{"Film, short", "Garden", "Robot"}},
		{"프로젝트 [로봇 1],프로젝트 [로봇 2],프로젝트 [영화]", "프로젝트", []string{"2지망,,1지망", "1지망,2지망,3지망", "3지망,2지망,1지망"}, []string{"영화", "로봇 1"}},
		{"희망 순위 [로봇],희망 순위 [영화],희망 순위 [정원]", "희망 순위", []string{"2위,1위,", "1위,2위,", "1위,2위,"}, []string{"영화", "로봇"}},
		{"Best to worst [A],Best to worst [B],Best to worst [C]", "Best to worst", []string{"2,1,3", "1,2,3", "3,2,1", "1,3,2", "2,3,1"}, []string{"B", "A", "C"}},
		{"How do you like [A],How do you like [B],How do you like [C]", "", []string{"2,1,2", "3,3,3", "3,2,1", "1,3,2", "2,3,1"}, nil},
	} {
		s := mustRead(t, []byte("Name,"+c.headers+"\n"+repeat(len(c.rows), func(i int) string { return people[i] + "," + c.rows[i] })))
		m := Guess(s)
		_, reading := s.Table(As{})
		for j, column := range m.Columns[1:] {
			if command := reading.Columns[j+1].Kind; (column.Use == Rank) != (c.title != "") || (command == string(Rank)) != (c.title != "") {
				t.Errorf("%q of %s is %s on the page and %s to a command", s.Header[j+1], c.headers, column.Use, command)
			}
		}
		if c.title == "" {
			continue
		}
		uses := Mapping{Columns: make([]Column, len(m.Columns))}
		for j, column := range m.Columns {
			uses.Columns[j].Use = column.Use
		}
		for _, m := range []Mapping{m, uses} {
			in, errs := Apply(s, m)
			if len(errs) > 0 || len(in.Questions) != 1 || in.Questions[0].Title != c.title || !reflect.DeepEqual(in.Members[0].Answers[0].Ranked, c.first) {
				t.Errorf("%s make %v, of which the first ranks %v, and %v; want %q with %q", c.headers, in.Questions, in.Members, errs, c.title, c.first)
			}
		}
	}
}

// A cell that is no place is named in its own column.
func TestACellThatIsNoPlace(t *testing.T) {
	s := mustRead(t, []byte("Name,Rank [Robot],Rank [Film]\nAnn,1,2\nBo,2,often\n"))
	_, errs := Apply(s, Mapping{Columns: []Column{{Use: Name}, {Use: Rank, Question: "Rank", Part: "Robot"}, {Use: Rank, Question: "Rank", Part: "Film"}}})
	want := []RowError{rowError(3, "Rank [Film]", "cell_place", "Value", "often")}
	if !reflect.DeepEqual(errs, want) {
		t.Errorf("the file has %v wrong, want %v", errs, want)
	}
}
