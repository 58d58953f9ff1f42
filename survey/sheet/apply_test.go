package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
	"dure/web/locale"
)

func mustApply(t *testing.T, text string) Import {
	t.Helper()
	s := mustRead(t, []byte(text))
	in, errs := Apply(s, Guess(s))
	if len(errs) > 0 {
		t.Fatalf("applying %.80q: %v", text, errs)
	}
	return in
}

// said words a member's answers, one behind the other.
func said(m Member) string {
	all := make([]string, len(m.Answers))
	for k, a := range m.Answers {
		parts := append(append([]string{a.Text}, a.Chosen...), a.Wished...)
		if a.Number != nil {
			parts = append(parts, fmt.Sprint(*a.Number))
		}
		for _, half := range a.Halves {
			parts = append(parts, fmt.Sprintf("%d½", half))
		}
		for _, slot := range a.Slots {
			parts = append(parts, fmt.Sprint(slot))
		}
		for _, name := range a.Avoided {
			parts = append(parts, "not "+name)
		}
		all[k] = strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
	}
	return strings.Join(all, " | ")
}

// A file of the shape of gruepr's: hours in which members are not free, mates by name, a repeated member.
const gruep = `Timestamp,What is your first name?,What is your last name?,What is your email address?,What is your experience?,Check the times that you will be UNAVAILABLE for group work. [Monday],Check the times that you will be UNAVAILABLE for group work. [Tuesday],Please list name(s) of people you would like to have on your team,Please list name(s) of people you would like to not have on your team
2026/03/02 3:48:34PM EST,Ana,Silva,A.Silva@School.example,4. I have written programs A NUMBER OF TIMES.,8AM;9AM;,noon,"Bo Chen, Dev Patel",
2026/03/02 3:49:34PM EST,Bo,Chen,b.chen@school.example,1. I have NEVER written one.,8AM;9AM;noon,,,Ana Silva
2026/03/02 3:50:34PM EST,Dev,Patel,d.patel@school.example,4. I have written programs A NUMBER OF TIMES.,,,Bo Chen;,
2026/03/03 9:00:00AM EST,Ana,Silva,a.silva@school.example,1. I have NEVER written one.,9AM,noon,Bo Chen,
2026/03/01 9:00:00AM EST,Bo,Chen,b.chen@school.example,4. I have written programs A NUMBER OF TIMES.,,,,
`

func TestApplyGruepr(t *testing.T) {
	in := mustApply(t, gruep)
	var who []string
	for _, m := range in.Members {
		who = append(who, fmt.Sprintf("%d %s <%s> %s", m.Line, m.Name, m.Email, said(m)))
	}
	want := []string{
		`3 Bo Chen <b.chen@school.example> 1 | 32, 33, 36 | not Ana Silva`,
		`4 Dev Patel <d.patel@school.example> 4 |  | Bo Chen`,
		`5 Ana Silva <a.silva@school.example> 1 | 8, 12, 32, 33 | Bo Chen`,
	}
	if !slices.Equal(who, want) {
		t.Errorf("members\n%s\nwant\n%s", strings.Join(who, "\n"), strings.Join(want, "\n"))
	}
	if got, want := fmt.Sprint(in.Replaced), "[{2 5 Ana Silva (a.silva@school.example)} {6 3 Bo Chen (b.chen@school.example)}]"; got != want {
		t.Errorf("replaced %s, want %s", got, want)
	}
	scale, grid, mates := in.Questions[0], in.Questions[1], in.Questions[2]
	if scale.Kind != survey.Scale || scale.Max != 4 || scale.Labels[0] != "1. I have NEVER written one." {
		t.Errorf("the scale is %+v", scale)
	}
	if grid.Title != "Check the times that you will be AVAILABLE for group work." || !slices.Equal(grid.Days, []int{0, 1}) || grid.From != 8 || grid.To != 13 {
		t.Errorf("the grid is %+v, want Monday and Tuesday from 8 to 13, worded as free hours", grid)
	}
	if mates.Wishes != 2 || mates.Avoids != 1 {
		t.Errorf("teammates are %+v, want 2 wishes and 1 avoided", mates)
	}
}

func TestApplyKinds(t *testing.T) {
	for _, c := range []struct {
		name, header string
		cells        []string
		want         string // kind, title, and the answers by member
	}{
		{"hours in half steps", "Free [Mon]", []string{"9:00;9:30;10:00", "9:00"}, `availability "Free" ["18½, 19½, 20½" "18½"]`},
		{"spans that begin at half past", "Free [Mon]", []string{"9-17", "9:30-16:30", "10-12"}, `availability "Free" ["18½, 19½, 20½, 21½, 22½, 23½, 24½, 25½, 26½, 27½, 28½, 29½, 30½, 31½, 32½, 33½" "19½, 20½, 21½, 22½, 23½, 24½, 25½, 26½, 27½, 28½, 29½, 30½, 31½, 32½" "20½, 21½, 22½, 23½"]`},
		{"a span across midnight", "Free [Mon]", []string{"23:00-24:00", "22-24"}, `availability "Free" ["23" "22, 23"]`},
		{"free until after midnight", "Free [Mon]", []string{"22:00-01:00", "22-24"}, `availability "Free" ["22, 23, 24" "22, 23"]`},
		{"busy until half past", "Times [Mon]", []string{"15:30-16:30", "9-17"}, `availability "Times" ["18½, 19½, 20½, 21½, 22½, 23½, 24½, 25½, 26½, 27½, 28½, 29½, 30½, 33½" ""]`},
		{"hours of a grid of hours", "When are you free? [9:00]", []string{"Mon, Wed", "Wed"}, `availability "When are you free?" ["9, 57" "57"]`},
		{"choices with a semicolon", "Likes", cycle(6, "Chess;Go;", "Go"), `any_of "Likes" ["Chess, Go" "Go" "Chess, Go" "Go" "Chess, Go" "Go"]`},
		{"a missing number", "Age", []string{"31", "-", "25.50"}, `number "Age" ["31" "" "25.5"]`},
		{"a text", "Why?", []string{" \"x\"\n", "=1+1"}, `short_text "Why?" ["\"x\"" "=1+1"]`},
	} {
		s := Sheet{Cells: Cells{Header: []string{"ID", c.header}}, Labels: []string{"ID", c.header}}
		for i, cell := range c.cells {
			s.Rows = append(s.Rows, []string{fmt.Sprint("x", i), cell})
			s.Lines = append(s.Lines, i+2)
		}
		in, errs := Apply(s, Guess(s))
		if len(errs) > 0 || len(in.Questions) != 1 {
			t.Errorf("%s: %d questions, errors %v", c.name, len(in.Questions), errs)
			continue
		}
		var answers []string
		for _, m := range in.Members {
			answers = append(answers, said(m))
		}
		if got := fmt.Sprintf("%s %q %q", in.Questions[0].Kind, in.Questions[0].Title, answers); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestApplySpreadChoices(t *testing.T) {
	in := mustApply(t, "Name,Likes [Chess],Likes [Go],Likes [Other]\nAna,Yes,No,\nBo,No,Yes,Shogi\nCy,Yes,Yes,\n")
	if got, want := fmt.Sprintf("%q", in.Questions[0].Options), `["Chess" "Go" "Shogi"]`; len(in.Questions) != 1 || got != want {
		t.Errorf("%d questions with options %s, want one with %s", len(in.Questions), got, want)
	}
	var got []string
	for _, m := range in.Members {
		got = append(got, said(m))
	}
	if want := []string{"Chess", "Go, Shogi", "Chess, Go"}; !slices.Equal(got, want) {
		t.Errorf("answers %q, want %q", got, want)
	}
}

func TestApplyTellsMembersApart(t *testing.T) {
	const family = "Name,Email,Grade\nNoa,f@u.example,3\nTom,f@u.example,5\nAna,a@u.example,4\nGil,F@u.example,1\nTom,f@u.example,6\n"
	const kims = "Name,Year\nKim,1\nLee,2\nKim,3\nkim,1\nKim,4\n"
	for _, c := range []struct {
		name, text string
		said       Who
		want       string // line, name and what they are known by
		asked      string // the lines of each group, with those that each is like
		undated    int
	}{
		{"one address, three names", family, Who{}, "2:Noa@ 4:Ana@ 5:Gil 6:Tom", "same_email 2 3~2 5~2,3", 1},
		{"of whom two are one", family, Who{Same: map[int]int{5: 3}}, "2:Noa@ 4:Ana@ 6:Tom", "same_email 2 3~2 5~2,3", 1},
		{"and the first row counts", family, Who{NewestFirst: true}, "2:Noa@ 3:Tom 4:Ana@ 5:Gil", "same_email 2 3~2 5~2,3", 1},
		{"one name, other cells", kims, Who{}, "3:Lee 4:Kim 5:kim#kim 2 6:Kim#Kim 3", "same_name 2 4~2 5~2,4 6~2,4,5", 0},
		{"said to be one", kims, Who{Same: map[int]int{4: 2, 6: 4}}, "3:Lee 6:Kim", "same_name 2 4~2 5~2,4 6~2,4,5", 1},
		{"said of rows of which nothing is asked", kims, Who{Same: map[int]int{3: 2}}, "3:Lee 4:Kim 5:kim#kim 2 6:Kim#Kim 3", "same_name 2 4~2 5~2,4 6~2,4,5", 0},
		{"accents and case", "Name,Email\nJosé García,a@u.example\nBo,b@u.example\njose garcia,A@U.example\n", Who{}, "3:Bo@ 4:jose garcia@", "", 0},
		{"the same name with other addresses", "Name,Email\nAna,a@u.example\nAna,b@u.example\n", Who{}, "2:Ana@ 3:Ana@", "", 0},
		{"the same name, of which one has an address", "Name,Email,Age\nAna,a@u.example,1\nBo,b@u.example,2\nCy,c@u.example,3\nAna,,4\n", Who{}, "2:Ana@ 3:Bo@ 4:Cy@ 5:Ana", "same_name 2 5~2", 0},
		{"the same id", "Name,Email,ID\nAna,a@u.example,1\nAna,b@u.example,2\nBea,c@u.example,1\nBea,e@u.example,1\nDi,d@u.example,4\nEd,f@u.example,5\nFay,g@u.example,6\nGus,h@u.example,7\nHal,i@u.example,8\nIda,j@u.example,9\n", Who{},
			"2:Ana@#1 3:Ana@#2 5:Bea@ 6:Di@#4 7:Ed@#5 8:Fay@#6 9:Gus@#7 10:Hal@#8 11:Ida@#9", "same_id 2 4~2", 0},
		{"names alone", "Name\nAna\nBo\n ana \n", Who{}, "3:Bo 4:ana", "same_row 2 4~2", 0},
		{"names alone, of two", "Name\nAna\nBo\n ana \n", Who{Same: map[int]int{4: 4}}, "2:Ana 3:Bo 4:ana#ana 2", "same_row 2 4~2", 0},
		{"NFD and NFC", "Name,Email\n\u1100\u1161,a@u.example\n\uac00,a@u.example\n", Who{}, "3:가@", "", 0},
		{"without a name", "Email\na@u.example\n", Who{}, "2:a@u.example@", "", 0},
		{"Korean names of two parts", "성,이름\n김,민준\n남궁,민\n", Who{}, "2:김민준 3:남궁민", "", 0},
		{"the newest by time, in whatever order", "Timestamp,Name,Email,Age\n2026-03-02 10:00:00,Ana,a@u.example,2\n2026-03-01 10:00:00,Ana,a@u.example,1\n2026-03-01 10:00:00,Bo,b@u.example,1\n", Who{}, "2:Ana@ 4:Bo@", "", 0},
	} {
		s := mustRead(t, []byte(c.text))
		m := Guess(s)
		m.Who = c.said
		in, errs := Apply(s, m)
		if len(errs) > 0 {
			t.Fatal(c.name, errs)
		}
		var got, asked []string
		for _, m := range in.Members {
			who := fmt.Sprintf("%d:%s", m.Line, m.Name)
			if m.Email != "" {
				who += "@"
			}
			if m.Ref != "" {
				who += "#" + m.Ref
			}
			got = append(got, who)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: members %q, want %q", c.name, g, c.want)
		}
		for _, group := range in.Twins {
			asked = append(asked, string(group[0].Why))
			for _, twin := range group {
				like := strings.Trim(strings.ReplaceAll(fmt.Sprint(twin.Like), " ", ","), "[]")
				asked = append(asked, strings.TrimSuffix(fmt.Sprintf("%d~%s", twin.Line, like), "~"))
			}
		}
		if g := strings.Join(asked, " "); g != c.asked {
			t.Errorf("%s: asked are %q, want %q", c.name, g, c.asked)
		}
		if in.Undated != c.undated {
			t.Errorf("%s: no time tells of %d members which row is the newest, want %d", c.name, in.Undated, c.undated)
		}
	}
}

func TestApplyListsRowErrors(t *testing.T) {
	s := mustRead(t, []byte("Name,Email,Keen,Age,Likes\nAna,a@u.example,3,20,Chess\n,,9,old,Go\nBo,b(at)u.example,2.5,1,Shogi;Chess\n"))
	m := Mapping{Columns: []Column{{Use: Name}, {Use: Email}, {Use: Scale, Min: 1, Max: 5}, {Use: Number}, {Use: AnyOf, Separator: ";", Options: []string{"Chess", "Go"}}}}
	in, errs := Apply(s, m)
	var got []string
	for _, e := range errs {
		got = append(got, fmt.Sprintf("%d %s %s", e.Row, e.Column, e.Reason))
		if strings.Contains(locale.InEnglish(e.Placed().Words()), "<no value>") {
			t.Errorf("the message %q has gaps", e.Placed())
		}
	}
	want := []string{"3  who_empty", "3 Keen cell_range", "3 Age cell_number", "4 Email cell_email", "4 Keen cell_number", "4 Likes cell_choice"}
	if !slices.Equal(got, want) {
		t.Errorf("errors %q, want %q", got, want)
	}
	if len(in.Members) > 0 {
		t.Errorf("%d members were imported in spite of errors", len(in.Members))
	}
}

func TestApplyRejectsMappings(t *testing.T) {
	s := mustRead(t, []byte("a,b\n1,2\n3,4\n"))
	many := Column{Use: OneOf, Options: make([]string, survey.MaxOptions+1)}
	for _, c := range []struct {
		columns []Column
		want    survey.Key
	}{
		{[]Column{{Use: Name}}, "mapping_other"},
		{[]Column{{Use: LeaveOut}, {Use: Number}}, "who_missing"},
		{[]Column{{Use: Name}, {Use: Name}}, "use_twice"},
		{[]Column{{Use: Name}, {Use: "x"}}, "use_unknown"},
		{[]Column{{Use: Name}, {Use: Scale, Min: 1, Max: 100}}, "scale_points"},
		{[]Column{{Use: Name}, many}, "column_options"},
	} {
		_, errs := Apply(s, Mapping{Columns: c.columns})
		if len(errs) != 1 || errs[0].Reason != c.want {
			t.Errorf("mapping %v: got %v, want %s", c.columns, errs, c.want)
		}
	}
}

// A page sends back nothing but uses; Complete must make of them what Guess would have.
func TestCompleteOfUses(t *testing.T) {
	s := mustRead(t, []byte(gruep))
	guess := Guess(s)
	bare := Mapping{}
	for _, c := range guess.Columns {
		bare.Columns = append(bare.Columns, Column{Use: c.Use})
	}
	full := bare.Complete(s)
	for j, c := range guess.Columns {
		if c.Use == Wished || c.Use == Avoided {
			continue
		}
		if !equal(full.Columns[j], c) {
			t.Errorf("column %d: completed to %+v, want %+v", j, full.Columns[j], c)
		}
	}
}

// FuzzApply: what is guessed of any file can be applied or is refused row by row, and never panics; no
// question has an answer beyond what it asks for.
func FuzzApply(f *testing.F) {
	f.Add([]byte(gruep))
	f.Add([]byte("Name,Likes [A],Likes [B],Free [9:00],Mon\nx,Yes,,Mon,9AM-5PM\ny,,Yes,\"Tue, Wed\",\n"))
	f.Add([]byte("이름,Q\n가,\"a, b\"\n나,\"b, a\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, errs := read(data, &pace{most: MaxCells})
		if errs != nil {
			return
		}
		m := Guess(s)
		in, errs := Apply(s, m)
		if len(errs) > 0 {
			if len(in.Members) > 0 {
				t.Fatal("members in spite of errors")
			}
			return
		}
		if len(in.Members)+len(in.Replaced) != len(s.Rows) {
			t.Fatalf("%d members and %d replaced of %d rows", len(in.Members), len(in.Replaced), len(s.Rows))
		}
		for _, member := range in.Members {
			for k, q := range in.Questions {
				a := member.Answers[k]
				grid := survey.Question{Days: q.Days, From: q.From, To: q.To, Half: q.Half}
				if len(a.Slots)+len(a.Halves) != len(grid.CellsOf(grid.Free(a.Week(), a.Zone))) {
					t.Fatalf("%+v has free hours %v %v for which it does not ask", q, a.Slots, a.Halves)
				}
				if len(a.Wished) > q.Wishes || len(a.Avoided) > q.Avoids {
					t.Fatalf("%+v has teammates %q and %q", q, a.Wished, a.Avoided)
				}
			}
		}
		every := slices.Concat([]Use{LeaveOut}, Members, Questions)
		all := Mapping{Columns: slices.Clone(m.Columns)}
		for j := range all.Columns {
			all.Columns[j] = Column{Use: every[(j+len(data))%len(every)]}
		}
		Apply(s, all)
	})
}

// Columns of teammates make one question whatever they were guessed to be.
func TestTeammatesMakeOneQuestion(t *testing.T) {
	s := Sheet{Cells: Cells{Header: []string{"Name", "Avoid", "Wish", "More"}, Rows: [][]string{{"Ana", "Bo", "Cy", "x"}, {"Bo", "", "Ana", "y"}, {"Cy", "", "", "z"}}}}
	s.Labels = s.Header
	for _, c := range []struct{ wish, more string }{{"", ""}, {"Wish", ""}} {
		m := Mapping{Columns: []Column{{Use: Name}, {Use: Avoided}, {Use: Wished, Question: c.wish}, {Use: Avoided, Question: c.more}}}.Complete(s)
		if a, b, more := m.Columns[1].Question, m.Columns[2].Question, m.Columns[3].Question; a != b || b != more {
			t.Errorf("with the title %q given, columns of teammates make the questions %q, %q and %q, want one", c.wish, a, b, more)
		}
	}
}

// What says that there is no answer is none in a file of the page as in one of a command, unless the survey offers it as an option.
func TestNoAnswerIsNoOption(t *testing.T) {
	in := mustApply(t, "Name,Hobby,Level\nAna,Chess,3\nBo,Go,4\nCy,N/A,N/A\nDi,-,-\nEd,,\nFlo,Chess,2\nGus,na,NaN\nHal,Go,5\n")
	for _, q := range in.Questions {
		if slices.ContainsFunc(q.Options, survey.Missing) {
			t.Errorf("%q has the options %q, want none that says no answer", q.Title, q.Options)
		}
	}
	if len(in.Members) != 8 {
		t.Errorf("%d members are read of 8", len(in.Members))
	}
	for _, m := range in.Members {
		answered := 0
		for _, a := range m.Answers {
			if !a.IsZero() || a.Chosen != nil {
				answered++
			}
		}
		if want := !slices.Contains([]string{"Cy", "Di", "Ed", "Gus"}, m.Name); (answered > 0) != want {
			t.Errorf("%s has %d answers, want some: %t", m.Name, answered, want)
		}
	}
}
