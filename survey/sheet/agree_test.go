package sheet

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// Pages and commands take the columns of a file for the same, whatever program wrote them.
func TestPagesAndCommandsReadAlike(t *testing.T) {
	ranks := []string{"1,2,3", "2,1,3", "3,2,1", "1,3,2", "2,3,1"}
	for name, c := range map[string]struct{ file, page, command string }{
		"Qualtrics, a rank for each choice": {qualtricsHead("Q2_1|Rank the projects - Robot|QID2_1", "Q2_2|Rank the projects - Film|QID2_2", "Q2_3|Rank the projects - Game|QID2_3") + repeat(12, func(i int) string {
			return fmt.Sprintf("2026-03-02 08:10:%02d,2026-03-02 08:15:%02d,R_%d,True,Name %c,%s", i, i, i, 'A'+i, ranks[i%5])
		}), "rank rank rank", "rank rank rank"},
		"hours below days": {"Name,Mon,Tue\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%s,%s", 'A'+i, at([]string{"18-20", "9-12", ""}, i), at([]string{"10-12", "", "14-16"}, i))
		}), "availability availability", "availability availability"},
		"few lists": {"Name,Tags\nAna,\"A, B\"\nBo,B\nCy,\"A, C\"\nDi,C\n", "any_of", "any_of"},
		"a column for each choice": {"Name,Chess,Judo,skills/web,skills/art,Tools [Pen],Tools [Ink]\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%s,%s,%d,%d,%s,", 'A'+i, at([]string{"Chess", ""}, i), at([]string{"", "Judo", "Judo"}, i), i%2, i%3/2, at([]string{"Pen", "", ""}, i))
		}), "any_of any_of any_of any_of any_of any_of", "any_of any_of any_of any_of any_of any_of"},
		"numbers below days": {"Name,Mon,Tue\n" + repeat(12, func(i int) string { return fmt.Sprintf("Name %c,%d,%d", 'A'+i, 18+i%4, 9+i%5) }), "number number", "number number"},
		"LimeSurvey, codes": {"id,submitdate,lastpage,startlanguage,name,Q04,Q05[1],Q05[2],Q05[3],Q06[SQ001],Q06[SQ002]\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("%d,2026-03-02 15:20:%02d,3,en,Name %c,A%d,P%s,A%d,AO0%d", i+1, i, 'A'+i, 1+i%3, strings.ReplaceAll(ranks[i%5], ",", ",P"), 1+i%5, 1+i%4)
		}), "one_of rank rank rank scale scale", "one_of rank rank rank scale scale"},
		"lines of codes without an order": {"Name,Q05[1],Q05[2],Q05[3],Room [Mon]\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%c1,%c2,%c3,A%d", 'A'+i, 'P'+i%2, 'P'+i%3, 'P'+i%2, 1+i%3)
		}), "one_of one_of one_of one_of", "one_of one_of one_of one_of"},
		"Japanese names and ids": {"氏,名,学籍番号,志望\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("山田,太郎%d,B%d,%s", i, 1000+i, at([]string{"英語", "数学"}, i))
		}), "one_of", "one_of"},
		"none below days": {"Name,Mon,Tue\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("Name %c,%s,%s", 'A'+i, at([]string{"18:00-20:00", "불가"}, i), at([]string{"10-12", "Not available", "14-16"}, i))
		}), "availability availability", "availability availability"},
		"CATME, numbered sections": {"First,Last,Email,ID,Section,Team\n" + repeat(12, func(i int) string {
			return fmt.Sprintf("N%c,Kim,m%d@club.example,2000%d,00%d,0%d", 'A'+i, i, i, 1+i%2, 1+i/4)
		}), "one_of one_of", "section team"},
	} {
		s := mustRead(t, []byte(c.file))
		_, r := s.Table(As{})
		var page, command []string
		for j, of := range Guess(s).Columns {
			if of.Use.Asks() {
				page, command = append(page, string(of.Use)), append(command, r.Columns[j].Kind)
			}
		}
		if p, k := strings.Join(page, " "), strings.Join(command, " "); p != c.page || k != c.command {
			t.Errorf("%s: on the page %s, to a command %s, want %s and %s", name, p, k, c.page, c.command)
		}
	}
}

// Nothing is taken for one thing on the page and for another by a command, in any of the files that tests are made of. What a column says of members, and answers nothing, a
// command calls by its name where a page only leaves it out; the sections and teams of a file a page asks for as choices, since a survey has no other kind for
// them, and uses as what they are.
func TestPagesAndCommandsReadAllFilesAlike(t *testing.T) {
	about := []string{"id", "name", "email", "time", "status", "metadata", "leave_out"}
	groups := []string{"section", "team", "part_team", "pin"}
	files := 0
	for _, in := range []string{"testdata/*/*.csv", "../../cmd/dure/testdata/*.csv", "../../cmd/dure/testdata/cases/*.csv", "../../clustering/testdata/*.csv", "../../ml/fit/testdata/*/*.csv", "../../web/testdata/*.csv"} {
		all, err := filepath.Glob(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range all {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files++
			for _, turn := range []bool{false, true} {
				s := mustRead(t, data).With(Choice{Turn: turn})
				_, r := s.Table(As{})
				for j, c := range Guess(s).Columns {
					kind, asked := r.Columns[j].Kind, c.Use.Asks()
					alike := kind == string(c.Use.kind())
					switch {
					case slices.Contains(about, kind):
						alike = !asked
					case slices.Contains(groups, kind):
						alike = c.Use == OneOf || c.Use == ShortText || c.Use == Scale
					}
					if !alike {
						t.Errorf("%s, turned %v: the page takes %q for %s, a command for %s", file, turn, s.Header[j], c.Use, kind)
					}
				}
			}
		}
	}
	if files < 60 {
		t.Errorf("only %d files were compared", files)
	}
}

// A text that comes again in some cells but is another in most of them is no choice, to neither; a rule that names the column compares it all the same. Of one option, and
// of more than a survey can offer, no question is made, though a command can compare them.
func TestWhatIsAChoice(t *testing.T) {
	towns := func(n, different int) string {
		return "Name,Home town\n" + repeat(n, func(i int) string {
			return fmt.Sprintf("Name %c%c,Town %c%c", 'A'+i/20, 'a'+i%20, 'A'+i%different/20, 'a'+i%different%20)
		})
	}
	for name, c := range map[string]struct {
		file  string
		want  Use
		named survey.Type
	}{
		"two in three different": {towns(30, 20), ShortText, survey.OptionColumn}, "half of them": {towns(30, 15), OneOf, survey.OptionColumn},
		"nearly all": {towns(30, 28), ShortText, survey.TextColumn}, "one": {towns(30, 1), ShortText, survey.OptionColumn}, "more than can be offered": {towns(300, 130), ShortText, survey.OptionColumn},
	} {
		s := mustRead(t, []byte(c.file))
		_, read, _ := readAs(t, s, "Home town")
		table, _ := s.Table(As{Values: map[string][]string{"Home town": nil}})
		if page := Guess(s).Columns[1].Use; page != c.want || read.Kind != string(c.want) || table.Columns[1].Type() != c.named {
			t.Errorf("%s: %s on the page, %s to a command, %s where a rule names it; want %s and %s", name, page, read.Kind, table.Columns[1].Type(), c.want, c.named)
		}
	}
}

// Hours that somebody says a column holds are read on the page as by a command, though nobody would propose it.
func TestHoursSaidByHandAreRead(t *testing.T) {
	for _, head := range []string{"Section", "Notes", "Meet [evening]"} {
		s := mustRead(t, []byte("Name,"+head+"\n"+repeat(10, func(i int) string {
			return people[i%len(people)] + fmt.Sprint(i) + "," + at([]string{"Mon 18-20", "18-20", "Fri 9-12; Tue 9-12"}, i)
		})))
		in, wrong := Apply(s, Mapping{Columns: []Column{{Use: Name}, {Use: Availability}}}.Complete(s))
		if len(wrong) > 0 || len(in.Members) != 10 || in.Members[0].Answers[0].IsZero() || len(in.Questions[0].Days) != 7 {
			t.Errorf("%s: %d members, mistakes %v, want the hours of 10 on all days", head, len(in.Members), wrong)
		}
	}
}

// The name of a member in letters of East Asia has the family first, and "not free" says none of free hours, while of busy ones it says all as well.
func TestWhatIsNotFreeIsNoHourOfFreeOnes(t *testing.T) {
	for head, unread := range map[string]int{"Free on Mon": 0, "Busy on Mon": 6} {
		s := mustRead(t, []byte("氏,名,"+head+"\n"+repeat(12, func(i int) string {
			return fmt.Sprintf("山田,太郎%d,%s", i, at([]string{"18:00-20:00", "불가"}, i))
		})))
		m := Guess(s)
		m.Columns[2] = Mapping{Columns: []Column{m.Columns[0], m.Columns[1], {Use: Availability}}}.Complete(s).Columns[2]
		m.Columns[2].Blank = true
		in, wrong := Apply(s, m)
		if len(wrong) > 0 || len(in.Unread) != unread || in.Members[0].Name != "山田太郎0" || unread == 0 && !in.Members[1].Answers[0].None || unread > 0 && !in.Members[1].Answers[0].IsZero() {
			t.Errorf("%s: mistakes %v, %d unread, the second is %+v; want %d unread", head, wrong, len(in.Unread), in.Members[1], unread)
		}
	}
}

// Cells that are no level of a language, though somebody says so, are listed.
func TestCellsThatAreNoLevelAreListed(t *testing.T) {
	s, err := mustRead(t, []byte("Name,Korean\nAnn,B1\nBo,quite good\nCy,\n")).Mapped([]string{"Korean=level"})
	if err != nil {
		t.Fatal(err)
	}
	if _, r := s.Table(As{}); len(r.NotUnderstood) != 1 || r.NotUnderstood[0].Row != 3 || r.NotUnderstood[0].Reason != survey.AsNoLevel {
		t.Errorf("not understood are %v, want row 3", r.NotUnderstood)
	}
}

// Hours in words below a header that asks for them are numbers to pages and commands alike, and what is none is listed by both; with half of the cells in other words it
// still is no text that drops out.
func TestHoursAskedForInWords(t *testing.T) {
	for _, header := range []string{"How many hours a week?", "주당 몇 시간 가능한가요?"} {
		s := mustRead(t, []byte("Name,"+header+"\nA,about 3\nB,three to four\nC,none\nD,두세 시간\nE,varies\nF,5\nG,not sure\nH,그때그때 달라요\n"))
		table, r := s.Table(As{})
		x, _ := table.Columns[1].Measured()
		in := proposed(t, s)
		for i, want := range []float64{3, 3.5, 0, 2.5, math.NaN(), 5, math.NaN(), math.NaN()} {
			on := in.Members[i].Answers[0].Number
			if none := math.IsNaN(want); none != math.IsNaN(x[i]) || none != (on == nil) || !none && (x[i] != want || *on != want) {
				t.Errorf("%s, row %d: a command reads %v and the page %v, want %v", header, i+2, x[i], on, want)
			}
		}
		if len(r.NotUnderstood) != 3 || len(in.Unread) != 3 || r.Columns[1].Kind != "number" || table.Columns[1].Aside != "" {
			t.Errorf("%s: not understood are %v and %v, the column is %+v; want three and a number", header, r.NotUnderstood, in.Unread, r.Columns[1])
		}
	}
}
