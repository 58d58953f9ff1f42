package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

func TestEveryKindIsReadFromFiles(t *testing.T) {
	kinds := map[survey.Kind]bool{}
	for _, u := range Questions {
		if kinds[u.kind()] = true; asks[u] == nil {
			t.Errorf("nothing reads columns that are taken for %s: add it to asks", u)
		}
	}
	for _, k := range survey.Kinds {
		if !kinds[k] {
			t.Errorf("no column of a file can be taken for a question of the kind %s", k)
		}
	}
	for u := range asks {
		if !slices.Contains(Questions, u) {
			t.Errorf("%s is read, and no kind of question has it", u)
		}
	}
}

// answersOf reads a file whose first column names the members and says what each answers to its only question.
func answersOf(t *testing.T, use Use, header string, rows ...string) (Question, []Answer) {
	t.Helper()
	s, err := Read("x.csv", strings.NewReader("Name,"+header+"\n"+strings.Join(rows, "\n")+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	m := Guess(s)
	for j := 1; use != "" && j < len(m.Columns); j++ {
		m.Columns[j] = Column{Use: use}
	}
	in, wrong := Apply(s, m)
	if len(wrong) > 0 || len(in.Questions) != 1 {
		t.Fatalf("%s is read as %+v, with mistakes %v", header, in.Questions, wrong)
	}
	var all []Answer
	for _, m := range in.Members {
		all = append(all, *m.Answers[0])
	}
	return in.Questions[0], all
}

// A ranking stands in one column, as exports have it, or has a column for each place.
func TestRanksOfAFile(t *testing.T) {
	for _, c := range []struct {
		use    Use
		header string
		rows   []string
	}{
		{"", "Trip (ranked)", []string{"Ann,Sea; Hill", "Bo,Hill"}},
		{Rank, "Trip 1,Trip 2", []string{"Ann,Sea,Hill", "Bo,Hill,"}},
		{Rank, "Trip [1],Trip [2]", []string{"Ann,Sea,Hill", "Bo,Hill,"}},
	} {
		q, all := answersOf(t, c.use, c.header, c.rows...)
		if q.Kind != survey.Rank || q.Title != "Trip" || len(q.Options) != 2 || !slices.Equal(all[0].Ranked, []string{"Sea", "Hill"}) || !slices.Equal(all[1].Ranked, []string{"Hill"}) {
			t.Errorf("%q is read as %+v with the answers %v and %v", c.header, q, all[0].Ranked, all[1].Ranked)
		}
	}
}

func TestLevelsOfAFile(t *testing.T) {
	q, all := answersOf(t, "", "Speak [English],Speak [Korean]", "Ann,b2,native", "Bo,none,", "Cy,A1,모국어")
	if q.Kind != survey.Level || q.Title != "Speak" || !slices.Equal(q.Options, []string{"English", "Korean"}) {
		t.Errorf("the columns are read as %+v", q)
	}
	if s := all[0].Spoken; s["English"] != 4 || s["Korean"] != 7 {
		t.Errorf("the first speaks %v", s)
	}
	if s := all[1].Spoken; len(s) != 1 || s["English"] != 0 {
		t.Errorf("the second speaks %v, want no English, and Korean not answered", s)
	}
}

// Points may be written with their words, as exports do.
func TestWordedPointsOfAFile(t *testing.T) {
	q, all := answersOf(t, "", "Often?", "Ann,1 - never", "Bo,2 - at times", "Cy,4 - daily")
	if q.Kind != survey.Scale || q.Min != 1 || q.Max != 4 || *all[2].Number != 4 || PointWords(q.Labels[3]) != "daily" || PointWords(q.Labels[2]) != "" {
		t.Errorf("the column is read as %+v", q)
	}
}

// A table knows ranks by the name of their column, and levels of a language by their cells.
func TestTableOfRanksAndLevels(t *testing.T) {
	s, err := Read("x.csv", strings.NewReader("Trip (ranked),English\nSea; Hill,B1\nHill,none\n,native\n"))
	if err != nil {
		t.Fatal(err)
	}
	table, reading := s.Table(As{})
	if r, ok := table.Columns[0].Values.(survey.Ranks); !ok || r.Cell(0) != "Sea; Hill" || r.Answered(2) {
		t.Errorf("the ranking is read as %+v", table.Columns[0])
	}
	l, ok := table.Columns[1].Values.(survey.Levels)
	if x, _ := table.Columns[1].Measured(); !ok || x[0] != 3 || x[1] != 0 || x[2] != 7 || l.Cell(1) != "none" {
		t.Errorf("the levels are read as %+v", table.Columns[1])
	}
	if reading.Columns[0].Kind != "rank" || reading.Columns[1].Kind != "level" || len(reading.Columns[1].Order) != len(survey.LanguageLevels) {
		t.Errorf("the reading says %+v", reading.Columns)
	}
}

// Options in several spellings are one, however a question of them stands in the file, and what was chosen is told in one spelling.
func TestSpellingsOfAFileAreOneOption(t *testing.T) {
	for _, c := range []struct {
		use    Use
		header string
		rows   []string
		want   []string // options
		chosen string   // by the members in turn
	}{
		{OneOf, "MBTI", []string{"Ann,ENFP", "Bo,enfp ", "Cy,INTJ", "Di,ＥＮＦＰ", "Ed,ENFP"}, []string{"ENFP", "INTJ"}, "[ENFP] [ENFP] [INTJ] [ENFP] [ENFP]"},
		{AnyOf, "Likes", []string{"Ann,Chess;go", "Bo,CHESS;Go", "Cy,Go;Chess; chess"}, []string{"Chess", "Go"}, "[Chess Go] [Chess Go] [Go Chess]"},
		{AnyOf, "Likes", []string{`Ann,"Hiking, climbing, Go"`, "Bo,Go", `Cy,"hiking,climbing"`, "Di,Go", `Ed,"Hiking, climbing"`, "Flo,go"}, []string{"Go", "Hiking, climbing"},
			"[Hiking, climbing Go] [Go] [Hiking, climbing] [Go] [Hiking, climbing] [Go]"},
		{Rank, "Trip", []string{"Ann,Sea;Hill", "Bo,hill;SEA", "Cy,Hill"}, []string{"Hill", "Sea"}, "[Sea Hill] [Hill Sea] [Hill]"},
		{OneOf, "Skill", []string{"Ann,y", "Bo,-", "Cy,y", "Di,-", "Ed,y"}, []string{"y", "-"}, "[y] [-] [y] [-] [y]"},
		{OneOf, "Lab", []string{"Ann,A", "Bo,-", "Cy,B", "Di,a", "Ed,"}, []string{"A", "B"}, "[A] [] [B] [A] []"},
	} {
		q, all := answersOf(t, c.use, c.header, c.rows...)
		var chosen []string
		for _, a := range all {
			chosen = append(chosen, fmt.Sprint(slices.Concat(a.Chosen, a.Ranked)))
		}
		if got := strings.Join(chosen, " "); !slices.Equal(slices.Sorted(slices.Values(q.Options)), slices.Sorted(slices.Values(c.want))) || got != c.chosen {
			t.Errorf("%s %q: the options are %q and chosen are %s, want %q and %s", c.use, c.rows, q.Options, got, c.want, c.chosen)
		}
	}
	q, all := answersOf(t, Scale, "Good?", "Ann,Agree", "Bo,AGREE", "Cy,strongly  agree")
	if q.Min != 1 || q.Max != 5 || *all[1].Number != 4 || *all[2].Number != 5 {
		t.Errorf("points in several spellings are read as %+v, answered by %v and %v", q, all[1].Number, all[2].Number)
	}
}

// What an import takes as one is told of columns with options only.
func TestMergedOfAnImport(t *testing.T) {
	s, err := Read("x.csv", strings.NewReader("Name,Lab\nAnn,Lab 1\nBo,lab 1\nCy,Lab 1\nDi,Lab2\n"))
	if err != nil {
		t.Fatal(err)
	}
	for use, want := range map[Use]int{OneOf: 1, AnyOf: 1, Rank: 1, ShortText: 0, LeaveOut: 0, Scale: 0} {
		if got := s.Merged(1, Column{Use: use}); len(got) != want || want > 0 && (got[0].As != "Lab 1" || got[0].Cells != 1) {
			t.Errorf("taken for %s, merged are %+v, want %d", use, got, want)
		}
	}
}

// What a cell holds that is no answer is listed once, whatever it was to be.
func TestWhatIsNotUnderstoodIsListedOnce(t *testing.T) {
	for _, c := range []struct {
		cell   string
		column Column
		want   int
	}{
		{"abc", Column{Use: Scale, Min: 1, Max: 5}, 1}, {"9", Column{Use: Scale, Min: 1, Max: 5}, 1}, {"2.5", Column{Use: Scale, Min: 1, Max: 5}, 1}, {"9.5", Column{Use: Scale, Min: 1, Max: 5}, 1},
		{"7 - too much", Column{Use: Scale, Min: 1, Max: 5}, 1}, {"abc", Column{Use: Scale, Min: 1, Max: 3, Levels: []string{"low", "so so", "high"}}, 1},
		{"abc", Column{Use: Number}, 1}, {"Lab 9", Column{Use: OneOf, Options: []string{"Lab 1", "Lab 2"}}, 1}, {"A;X;X;x", Column{Use: AnyOf, Options: []string{"A", "B"}, Separator: ";"}, 1},
		{"A;X;Y", Column{Use: AnyOf, Options: []string{"A", "B"}, Separator: ";"}, 2}, {"A;X;X", Column{Use: Rank, Options: []string{"A", "B"}, Separator: ";"}, 1},
		{"abc", Column{Use: Level, Question: "Speaks", Part: "Korean"}, 1}, {"25:00", Column{Use: Availability, Question: "Free"}, 1}, {"9:00; 99:00; abc", Column{Use: Availability, Question: "Free"}, 1},
		{strings.Repeat("a", survey.MaxShort+1), Column{Use: ShortText}, 1}, {strings.Repeat("a", survey.MaxLong+1), Column{Use: LongText}, 1},
		{"not an address", Column{Use: Email}, 1},
	} {
		s := mustRead(t, []byte("Name,Q\nAna,\""+c.cell+"\"\nBo,\n"))
		_, errs := Apply(s, Mapping{Columns: []Column{{Use: Name}, c.column}})
		if len(errs) != c.want {
			t.Errorf("%.20q as %s is listed %d times, want %d: %v", c.cell, c.column.Use, len(errs), c.want, errs)
		}
	}
}
