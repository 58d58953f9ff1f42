package sheet

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// caseFile reads a file of testdata/cases.
func caseFile(t *testing.T, name string) Sheet {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "cases", name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	return mustRead(t, data)
}

// proposed applies what is proposed for the sheet, which has to go through.
func proposed(t *testing.T, s Sheet) Import {
	t.Helper()
	in, wrong := Apply(s, Guess(s))
	if len(wrong) > 0 {
		t.Fatalf("what is proposed cannot be applied: %v", wrong)
	}
	return in
}

// question is the question of a title, and the number it has.
func (in Import) question(t *testing.T, title string) (Question, int) {
	t.Helper()
	k := slices.IndexFunc(in.Questions, func(q Question) bool { return q.Title == title })
	if k < 0 {
		t.Fatalf("no question is called %q: %+v", title, in.Questions)
	}
	return in.Questions[k], k
}

// readAs are the column of a sheet's table and what its reading says of it.
func readAs(t *testing.T, s Sheet, name string) (survey.Column, ReadColumn, Reading) {
	t.Helper()
	table, r := s.Table(As{})
	j := s.Column(name)
	if j < 0 {
		t.Fatalf("no column is called %q: %q", name, s.Header)
	}
	return table.Columns[j], r.Columns[j], r
}

// Case 15: hours and grades with words about them are numbers in pages and commands alike; what is none is no answer and said, in both.
func TestNumbersWithUnitsOfAFile(t *testing.T) {
	s := caseFile(t, "15-korean-google-form")
	in := proposed(t, s)
	q, k := in.question(t, "한 주에 쓸 수 있는 시간")
	want := []float64{3, 2.5, 5, 4, 2, 10, 6, 3.5}
	if q.Kind != survey.Number || q.Unit != "시간" {
		t.Errorf("hours are asked as %s in %q, want a number of 시간", q.Kind, q.Unit)
	}
	column, read, r := readAs(t, s, q.Title)
	x, _ := column.Measured()
	for i, v := range want {
		if got := in.Members[i].Answers[k].Number; got == nil || *got != v || x[i] != v {
			t.Errorf("row %d: %v hours on the page, %v in a command, want %v", i, got, x[i], v)
		}
	}
	if read.Kind != "number" || read.Unit != "시간" || read.Answered != 16 {
		t.Errorf("the reading says %+v, want 16 numbers of 시간", read)
	}
	_, k = in.question(t, "학점 (4.5 만점)")
	if got := in.Members[1].Answers[k].Number; got == nil || *got != 3.8 {
		t.Errorf("3.8/4.5 is %v, want 3.8", got)
	}
	if got := in.Members[3].Answers[k].Number; got != nil || len(in.Unread) != 2 || in.Unread[0].Row != 5 || in.Unread[0].Column != "학점 (4.5 만점)" {
		t.Errorf("3점대 is %v, and not read are %v; want no answer, and rows 5 and 13", got, in.Unread)
	}
	if len(r.NotUnderstood) != 2 || r.NotUnderstood[0].Text != "3점대" || r.NotUnderstood[0].Row != 5 || r.NotUnderstood[0].Reason != survey.AsNoNumber {
		t.Errorf("not understood are %+v, want 3점대 of rows 5 and 13", r.NotUnderstood)
	}
	if q, _ := in.question(t, "MBTI"); !slices.Contains(q.Options, "ENFP") || len(q.Options) != 8 {
		t.Errorf("types are %q, want 8 in one spelling each", q.Options)
	}
}

// Cases 31 and 33: words of a scale are in its order in pages and commands alike, and the reading shows it.
func TestGradedWordsOfAFile(t *testing.T) {
	s := caseFile(t, "33-levels-priorities-pins")
	levels := []string{"Novice", "Intermediate", "Advanced", "Expert"}
	for name, want := range map[string][]string{"skill.swift.skillLevel": levels, "supervisorAssessment": levels, "germanLanguageLevel": {"A1/A2", "B1/B2", "C1/C2", "Native"}} {
		if c := Guess(s).Columns[s.Column(name)]; c.Use != OneOf || !c.Ordered || !slices.Equal(c.Options, want) {
			t.Errorf("%s is proposed as %+v, want one of %q in order", name, c, want)
		}
		column, read, _ := readAs(t, s, name)
		if column.Type() != survey.LevelColumn || read.Kind != "one_of" || !slices.Equal(read.Order, want) {
			t.Errorf("%s is read as %s, %+v, want one of %q in order", name, column.Type(), read, want)
		}
	}
	s = caseFile(t, "31-likert-in-words")
	for _, name := range s.Header[6:] {
		c, read := Guess(s).Columns[s.Column(name)], ReadColumn{}
		_, read, _ = readAs(t, s, name)
		if c.Use != Scale || c.Min != 1 || c.Max != 5 || read.Kind != "scale" || !slices.Equal(read.Order, c.Levels) {
			t.Errorf("%s is proposed as %+v and read as %+v, want a scale from 1 to 5 in both", name, c, read)
		}
	}
}

// Case 04: the newest answer counts by times in words, whatever the order of the file; the display name is the name.
func TestTheNewestByTimesInWords(t *testing.T) {
	s := caseFile(t, "04-worded-timestamps-newest-first")
	for _, order := range []string{"newest first", "oldest first"} {
		in := proposed(t, s)
		_, evenings := in.question(t, "How many evenings a week?")
		_, role := in.question(t, "Which role?")
		k := slices.IndexFunc(in.Members, func(m Member) bool { return m.Ref == "u1" })
		if k < 0 || len(in.Members) != 6 || len(in.Questions) != 2 {
			t.Fatalf("%s: there are %d members and %d questions, want 6 and 2", order, len(in.Members), len(in.Questions))
		}
		m := in.Members[k]
		if m.Name != "Ada Brun" || m.Line != 2 || *m.Answers[evenings].Number != 3 || m.Answers[role].Chosen[0] != "Cook" {
			t.Errorf("%s: u1 is %+v, want Ada Brun of row 2 with 3 evenings as Cook", order, m)
		}
		slices.Reverse(s.Rows)
		s = s.afresh()
		slices.Reverse(s.Lines)
	}
}

// Times of other programs say which answer is the newest: the second row of Ann's is, of three.
func TestTheNewestByTimesOfPrograms(t *testing.T) {
	for header, cells := range map[string][3]string{
		"Submit Date (UTC)": {"2026-03-02 09:00:00", "2026-03-02 19:00:00", "2026-03-02 10:00:00"},
		"Timestamp":         {"46083.1", "46083.9", "46083.2"},
		"Zeitstempel":       {"28.02.2026 10:00:00", "01.03.2026 09:00:00", "01.02.2026 10:00:00"},
		"타임스탬프":             {"2026. 3. 2. 오전 11:00:00", "2026. 3. 2. 오후 1:00:00", "2026. 3. 2. 오전 9:00:00"},
		"タイムスタンプ":           {"2026年3月2日 午前11:00", "2026年3月2日 午後1:00", "2026年3月2日 午前9:00"},
		"Marca temporal":    {"2 de marzo de 2026 9:00", "2 de abril de 2026 9:00", "2 de enero de 2026 9:00"},
		"Submitted at":      {"1772466514", "1772466999", "1772466515"},
		"Completed":         {"Mar 2, 2026 11:00 AM", "Mar 2, 2026 1:00 PM", "Mar 2, 2026 9:00 AM"},
	} {
		s := mustRead(t, []byte("Name\tEmail\t"+header+"\tDays\nAnn\ta@x.org\t"+cells[0]+"\t1\nAnn\ta@x.org\t"+cells[1]+"\t2\nAnn\ta@x.org\t"+cells[2]+"\t3\nBo\tb@x.org\t"+cells[0]+"\t1\n"))
		in := proposed(t, s)
		if len(in.Members) != 2 || in.Members[0].Line != 3 || in.Members[0].At.IsZero() {
			t.Errorf("below %s %q, the members are %+v, want Ann by row 3, and Bo", header, cells, in.Members)
		}
	}
}

// Case 14: parts of the day in a column a day are one question on free hours, whose hours are told.
func TestPartsOfTheDayOfAFile(t *testing.T) {
	s := caseFile(t, "14-parts-of-day")
	in := proposed(t, s)
	q, k := in.question(t, "When are you free?")
	if len(in.Questions) != 1 || q.Kind != survey.Availability || !slices.Equal(q.Days, []int{0, 1, 2}) || q.From != 9 || q.To != 22 {
		t.Errorf("the file asks %+v, want free hours on three days from 9 to 22", in.Questions)
	}
	grid := survey.Question{Kind: survey.Availability, Days: q.Days, From: q.From, To: q.To}
	want := []survey.HourRange{{Day: 1, From: 9 * 60, To: 12 * 60}, {Day: 1, From: 13 * 60, To: 18 * 60}, {Day: 2, From: 13 * 60, To: 22 * 60}}
	if got := in.Members[0].Answers[k].Week().Ranges(); !slices.Equal(got, want) {
		t.Errorf("of %+v Person A is free %+v, want %+v", grid, got, want)
	}
	column, read, r := readAs(t, s, "When are you free? [Tuesday]")
	if column.Type() != survey.HourColumn || column.Aside != "" || read.Kind != "availability" {
		t.Errorf("Tuesday is read as %+v, set aside as %q", read, column.Aside)
	}
	var told []string
	for _, a := range r.Assumed {
		told = append(told, a.Text+" "+a.TakenAs[0])
	}
	if slices.Sort(told); !slices.Equal(told, []string{"Afternoon 13:00-18:00", "Evening 18:00-22:00", "Morning 9:00-12:00"}) {
		t.Errorf("assumed are %q, want each part with its hours, once", told)
	}
	s = caseFile(t, "15-korean-google-form")
	if q, k := proposed(t, s).question(t, "가능한 시간"); q.Kind != survey.Availability || k != 0 {
		t.Errorf("가능한 시간 is asked as %+v", q)
	}
	if _, _, r := readAs(t, s, "이름"); len(r.Assumed) > 0 {
		t.Errorf("parts that say their hours are told as assumed: %+v", r.Assumed)
	}
}

// Days with their times in one cell, hours of every day below a header that asks for them, and what only looks like it.
func TestHourListsOfAFile(t *testing.T) {
	for _, c := range []struct {
		header string
		cells  []string
		use    Use
		free   int // half hours a week of the first
	}{
		{"When are you free?", []string{"Mon 18-20; Tue 9:30-11", "Wed 9-12", "none"}, Availability, 7},
		{"가능한 시간", []string{"월 18시-20시", "수 저녁, 토 10시-12시", "화목 19-21"}, Availability, 4},
		{"Practice", []string{"Mon 18-20", "Tue, Thu evening", "Sat 9-12", "Sun 9-12", "Mon 9-12", "whenever the others can"}, Availability, 4},
		{"working_hour_list", []string{"14;15;16;17;18", "0;1;23", "9;10"}, Availability, 7 * 10},
		{"working_time", []string{"Evening", "Morning; Afternoon", "Evening"}, Availability, 7 * 8},
		{"Favourite days", []string{"Mon, Tue", "Wed", "Mon, Tue"}, AnyOf, 0},
		{"Lucky numbers", []string{"14;15;16", "0;1;23", "9;14"}, AnyOf, 0},
		{"I am a person of the", []string{"Evening", "Morning", "Evening", "Morning"}, OneOf, 0},
	} {
		s := mustRead(t, []byte("Name\t"+c.header+"\nAnn Lee\t"+strings.Join(c.cells, "\nBo Ray\t")+"\n"))
		if got := Guess(s).Columns[1]; got.Use != c.use {
			t.Errorf("%s: %q are taken for %+v, want %s", c.header, c.cells, got, c.use)
			continue
		}
		column, _, _ := readAs(t, s, c.header)
		h, hours := column.Values.(survey.Hours)
		if hours != (c.use == Availability) || hours && h.Of[0].Count() != c.free {
			t.Errorf("%s: %q are read as %+v, want %d half hours of the first", c.header, c.cells, column.Values, c.free)
		}
		if in, wrong := Apply(s, Guess(s)); c.use == Availability && (len(wrong) > 0 || in.Members[0].Answers[0].Week().Count() != c.free) {
			t.Errorf("%s: %q become %+v with mistakes %v, want %d half hours of the first", c.header, c.cells, in.Members, wrong, c.free)
		}
	}
}

// Case 12: zones as people type them. One that is none, or could be several, is told with all others, and the hours of who wrote it count for nobody, on the page as in commands.
func TestZonesThatCannotBeRead(t *testing.T) {
	if in := proposed(t, caseFile(t, "12-zones-as-typed")); !in.Questions[0].Zones || len(in.Unread) > 0 {
		t.Errorf("the zones of the case are not read: %+v, %v", in.Questions, in.Unread)
	}
	var rows strings.Builder
	rows.WriteString("Name\tTime_zone\tFree hours [Saturday]\n")
	for i, zone := range []string{"KST", "PST (UTC-8)", "서울", "IST", "(GMT-05:00) Eastern Time (US & Canada)", "Atlantis", "뉴욕", "UTC±0", "UTC+9:00 Seoul", "한국 시간 (UTC+9)"} {
		rows.WriteString(string(rune('A'+i)) + "nn Lee\t" + zone + "\t9:00;10:00\n")
	}
	s := mustRead(t, []byte(rows.String()))
	in := proposed(t, s)
	column, _, r := readAs(t, s, "Time_zone")
	zones, ok := column.Values.(survey.Zones)
	if !ok || len(r.NotUnderstood) != 2 || r.NotUnderstood[0].Reason != survey.AsAmbiguousZone || r.NotUnderstood[1].Reason != survey.AsUnknownZone || r.NotUnderstood[1].Row != 7 {
		t.Fatalf("zones are read as %+v, not understood %+v; want IST and Atlantis", column.Values, r.NotUnderstood)
	}
	if zones[3] != survey.UnreadZone || zones.Answered(3) || zones.Cell(3) != "" || !zones.Answered(0) {
		t.Errorf("IST is %v, answered %v", zones[3], zones.Answered(3))
	}
	if len(in.Unread) != 2 || in.Unread[0].Row != 5 || !in.Members[3].Answers[0].IsZero() || in.Members[4].Answers[0].IsZero() {
		t.Errorf("the page reads %+v and not %v, want no hours of the row with IST", in.Members[3].Answers, in.Unread)
	}
}

// Case 06: a list and a column for each of its choices are one question; without the list the columns are. However they are headed, they are one question in both.
func TestAColumnForEachChoice(t *testing.T) {
	s := caseFile(t, "06-list-and-split-columns")
	in := proposed(t, s)
	q, k := in.question(t, "Your skills")
	if q.Kind != survey.AnyOf || !slices.Equal(q.Options, []string{"Coding", "Design", "Writing"}) || len(in.Questions) != 2 {
		t.Errorf("the file asks %+v, want an any-of of three and the hours", in.Questions)
	}
	if got := in.Members[3].Answers[k].Chosen; !slices.Equal(got, []string{"Coding", "Design"}) || !in.Members[0].Answers[k].IsZero() || len(in.Members[0].Answers[k].Chosen) > 0 {
		t.Errorf("chosen are %q, and by who left it blank %q", got, in.Members[0].Answers[k].Chosen)
	}
	if column, read, _ := readAs(t, s, "Your skills (Design)"); column.Aside != survey.AsideSplit || read.Kind != "leave_out" {
		t.Errorf("a split column is read as %+v, aside as %q", read, column.Aside)
	}
	for _, head := range []string{"Skills [%]", "Skills (%)", "skills/%", "Skills - %", "Skills - Selected Choice - %", "%"} {
		rows := "Name\t" + strings.ReplaceAll(head, "%", "Coding") + "\t" + strings.ReplaceAll(head, "%", "Design") + "\nAnn Lee\tYES\t\nBo Ray\t\tDESIGN\nCy Fox\tYES\tDESIGN\nDi Ott\t\t\n"
		for _, marks := range [][2]string{{"Coding", "Design"}, {"TRUE", "TRUE"}, {"1", "1"}, {"Yes", "Yes"}} {
			if head == "%" && marks[0] != "Coding" {
				continue
			}
			s := mustRead(t, []byte(strings.NewReplacer("YES", marks[0], "DESIGN", marks[1]).Replace(rows)))
			in := proposed(t, s)
			if len(in.Questions) != 1 || in.Questions[0].Kind != survey.AnyOf || !slices.Equal(in.Questions[0].Options, []string{"Coding", "Design"}) || !slices.Equal(in.Members[2].Answers[0].Chosen, []string{"Coding", "Design"}) || len(in.Members[3].Answers[0].Chosen) > 0 {
				t.Errorf("%q with %q: the file asks %+v, want one question of two choices", head, marks, in.Questions)
			}
			if column, _, _ := readAs(t, s, s.Header[1]); column.Among != 2 {
				t.Errorf("%q: a column counts as one of %d, want 2", head, column.Among)
			}
		}
	}
}

// A question in two branches of a form stands in two columns of one header, of which each row fills one: they are one. Columns that are filled side by side are not.
func TestAQuestionInTwoBranches(t *testing.T) {
	s := mustRead(t, []byte("Name,Branch,Role,Role,Note\nAnn,A,Cook,,x\nBo,B,,Host,y\nCy,A,Host,,z\n"))
	if !slices.Equal(s.Header, []string{"Name", "Branch", "Role", "Note"}) || s.Rows[1][2] != "Host" || len(s.Notes) != 1 || s.Notes[0].Key != "columns_joined" {
		t.Errorf("read as %q, %q, with notes %v", s.Header, s.Rows, s.Notes)
	}
	if s := mustRead(t, []byte("Name,Role,Role\nAnn,Cook,Host\nBo,,Host\n")); !slices.Equal(s.Header, []string{"Name", "Role", "Role (2)"}) {
		t.Errorf("columns that are filled side by side become %q", s.Header)
	}
}

// Case 35: an option that stands alone elsewhere is never glued to what somebody typed behind it; what is typed is gathered.
func TestOtherTextsAreGathered(t *testing.T) {
	s := caseFile(t, "35-other-with-commas")
	in := proposed(t, s)
	q, k := in.question(t, "What can you bring?")
	count := map[string]int{}
	for _, m := range in.Members {
		for _, o := range m.Answers[k].Chosen {
			count[o]++
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(q.Options)), []string{"Drums", "Guitar", "Other", "Stage design", "Vocals"}) || count["Drums"] != 13 || count["Stage design"] != 12 {
		t.Errorf("options are %q with counts %v, want four and Other, Drums 13 and Stage design 12", q.Options, count)
	}
	if c := Guess(s).Columns[2]; !slices.ContainsFunc(c.Others, func(o string) bool { return strings.HasPrefix(o, "I can bake") }) {
		t.Errorf("gathered are %q", c.Others)
	}
	column, read, _ := readAs(t, s, "What can you bring?")
	if sets, ok := column.Values.(survey.Sets); !ok || read.Kind != "any_of" || len(sets.Names) != 5 {
		t.Errorf("a command reads %+v, want sets of 5 options", column.Values)
	}
	few := mustRead(t, []byte("Name\tLikes\nA B\tTea, Go\nC D\tTea, Chess\nE F\tGo, Chess, I may be late on some days\n"))
	if c := Guess(few).Columns[1]; len(c.Others) > 0 {
		t.Errorf("of three answers %q are gathered", c.Others)
	}
}

// Columns of other files with units, grades, stretches and words, and what merely looks like it.
func TestColumnsWithUnitsAndWords(t *testing.T) {
	for _, c := range []struct {
		what, header string
		cells        []string
		use          Use
		ordered      bool
		kind         string
	}{
		{"hours in English", "Hours a week", []string{"2-3 hours", "5 hours", "1h 30m", "10+ hours", "about 4"}, Number, false, "number"},
		{"grades", "GPA", []string{"3.8/4.5", "4.1/4.5", "3.5", "3.9/4.5", "4.0"}, Number, false, "number"},
		{"ages", "나이", []string{"21살", "만 22세", "23", "20세", "24살"}, Number, false, "number"},
		{"one that is none of ten", "Hours", []string{"1 h", "2 h", "3 h", "4 h", "5 h", "6 h", "7 h", "8 h", "it depends", "9 h"}, Number, false, "number"},
		{"one that is none of three", "Hours", []string{"1 h", "2 h", "it depends"}, ShortText, false, "short_text"},
		{"rooms", "Room", []string{"Room 1", "Room 2", "Room 1", "Room 2"}, OneOf, false, "one_of"},
		{"classes", "Track", []string{"1반", "2반", "1반", "2반"}, OneOf, false, "section"},
		{"ages in stretches", "Age", []string{"18-24", "25-34", "18-24", "35+"}, OneOf, true, "one_of"},
		{"years of study", "학년", []string{"1학년", "4학년", "2학년", "1학년"}, OneOf, true, "one_of"},
		{"levels in Korean", "기타 실력", []string{"초급", "고급", "중급", "초급"}, OneOf, true, "one_of"},
		{"levels in any case", "Level", []string{"beginner", "Advanced", "BEGINNER", "Intermediate "}, OneOf, true, "one_of"},
		{"how often", "How often?", []string{"Weekly", "Daily", "Never", "Weekly"}, OneOf, true, "one_of"},
		{"agreement on seven points", "Q", []string{"Somewhat agree", "Agree", "Strongly disagree", "Slightly disagree"}, Scale, false, "scale"},
		{"a language", "English", []string{"B1", "native", "A2", "B1"}, Level, false, "level"},
		{"choices", "Role", []string{"Cook", "Host", "Cook", "Host"}, OneOf, false, "one_of"},
	} {
		s := Sheet{Cells: Cells{Header: []string{c.header}}, Labels: []string{c.header}}
		for _, cell := range c.cells {
			s.Rows = append(s.Rows, []string{cell})
		}
		got := Guess(s).Columns[0]
		_, read, _ := readAs(t, s, c.header)
		if got.Use != c.use || got.Ordered != c.ordered || read.Kind != c.kind || (read.Order != nil) != (c.ordered || c.use == Scale || c.use == Level) {
			t.Errorf("%s: %s is proposed as %+v and read as %+v, want %s, in order %v, and %s", c.what, strings.Join(c.cells, "|"), got, read, c.use, c.ordered, c.kind)
		}
	}
}
