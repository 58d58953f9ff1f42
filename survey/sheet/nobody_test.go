package sheet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func readText(t *testing.T, text string) Sheet {
	t.Helper()
	s, err := Read("members.csv", strings.NewReader(text))
	if err != nil {
		t.Fatalf("read %q: %v", text, err)
	}
	return s
}

// Lines that are nobody's are passed over and listed, in files of several tools and languages; members who only look like them stay.
func TestLinesThatAreNobodys(t *testing.T) {
	table := "Name,Email,Evenings,Role\nAnn,ann@example.org,1,Cook\nBo,bo@example.org,2,Host\nCy,cy@example.org,3,Cook\n"
	canvas := "Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (7)\n"
	for name, c := range map[string]struct {
		text   string
		header int
		rows   int
		out    []LeftOutRow
	}{
		"a plain table":           {table, 1, 3, nil},
		"titles":                  {"Data export of 2 March\n\"Survey: New members\"\n\n" + table, 4, 3, []LeftOutRow{{Row: 1, Reason: TitleLine}, {Row: 2, Reason: TitleLine}}},
		"titles with a value":     {"Report,2 March\nAnswers,3\n" + table, 3, 3, []LeftOutRow{{Row: 1, Reason: TitleLine}, {Row: 2, Reason: TitleLine}}},
		"a title in ;":            {"Export\n" + strings.ReplaceAll(table, ",", ";"), 2, 3, []LeftOutRow{{Row: 1, Reason: TitleLine}}},
		"a Korean title":          {"2026년 봄 신입 명단\n이름,학년,활동\n김하나,1,요리\n이두리,2,음악\n", 2, 2, []LeftOutRow{{Row: 1, Reason: TitleLine}}},
		"totals":                  {table + "Total,,6,\nAverage,,2,\n", 1, 3, []LeftOutRow{{Row: 5, Reason: TotalLine}, {Row: 6, Reason: TotalLine}}},
		"a Korean total":          {table + "합계:,3명,6,\n", 1, 3, []LeftOutRow{{Row: 5, Reason: TotalLine}}},
		"somebody called Total":   {table + "Total,total@example.org,6,Cook\n", 1, 4, nil},
		"somebody called Sum":     {table + "Sum,,6,Host\n", 1, 4, nil},
		"a total in the middle":   {table + "Total,,6,\n" + strings.Repeat("Di,di@example.org,1,Cook\n", 6), 1, 10, nil},
		"a gradebook":             {canvas + "    Points Possible,,,,,10\n\"Adler, Nina\",1,S1,nina,A,5\n\"Brandt, Otto\",2,S2,otto,A,6\n\"Student, Test\",9,,x,A,\n", 1, 2, []LeftOutRow{{Row: 2, Reason: PointsLine}, {Row: 5, Reason: TestLine}}},
		"postings of a gradebook": {canvas + ",,,,,Manual Posting\n    Points Possible,,,,,10\n\"Adler, Nina\",1,S1,nina,A,5\n", 1, 1, []LeftOutRow{{Row: 2, Reason: PointsLine}, {Row: 3, Reason: PointsLine}}},
		"remarks below":           {table + "Total,,6,\n* withdrawn not shown\n작성자: 김조교,,,\n", 1, 3, []LeftOutRow{{Row: 5, Reason: TotalLine}, {Row: 6, Reason: NoteLine}, {Row: 7, Reason: NoteLine}}},
		"how many there are":      {table + "3 students,,,\n----,----,----,----\n", 1, 3, []LeftOutRow{{Row: 5, Reason: NoteLine}, {Row: 6, Reason: NoteLine}}},
		"figures of many sorts":   {table + "Average,,2,\nStd. dev.,,1,\nMedian,,2,\n", 1, 3, []LeftOutRow{{Row: 5, Reason: TotalLine}, {Row: 6, Reason: TotalLine}, {Row: 7, Reason: TotalLine}}},
		"who has not answered":    {table + "Di Poe,,,\nStudent 12,,,\n", 1, 5, nil},
		"a remark in the middle":  {table + "Note: as asked,,,\n" + strings.Repeat("Di,di@example.org,1,Cook\n", 6), 1, 10, nil},
		"a meeting":               {"Meeting ID,Topic,Start,Minutes\n12,Kickoff,6 PM,60\n\nName (Original Name),User Email,Join,Leave,Guest,Waiting\nAnn,ann@example.org,6,7,No,No\nBo,bo@example.org,6,7,No,No\n", 4, 2, []LeftOutRow{{Row: 1, Reason: TitleLine}, {Row: 2, Reason: TitleLine}}},
		"a table below":           {"1. Summary\nTitle,Kickoff\n\nName,Join,Leave,Role,Email\nAnn,6,7,Host,ann@example.org\nBo,6,7,Guest,bo@example.org\n\n3. Activities\nName,Join Time,Leave Time,Email,Role\nAnn,6,7,ann@example.org,Host\n", 4, 2, []LeftOutRow{{Row: 1, Reason: TitleLine}, {Row: 2, Reason: TitleLine}, {Row: 8, Reason: OtherLine}, {Row: 9, Reason: OtherLine}, {Row: 10, Reason: OtherLine}}},
		"headings over headings":  {"Person,,Skills,,Free\nName,Email,Python,Design,Mon\nAnn,ann@example.org,1,2,9-12\nBo,bo@example.org,2,3,10-11\n", 2, 2, []LeftOutRow{{Row: 1, Reason: TitleLine}}},
		"somebody called Name":    {"Full name,Role,Team\nName,Cook,Red\nBo,Host,Blue\n", 1, 2, nil},
		"facts of a class":        {"Last Name,First Name,Email Address,Quiz 1\nDate,,,2026-03-02\n,,Points,10\nPoe,Cy,cy@example.org,7\nOde,Ben,ben@example.org,8\n,,Class average,7.5\n", 1, 2, []LeftOutRow{{Row: 2, Reason: PointsLine}, {Row: 3, Reason: PointsLine}, {Row: 6, Reason: TotalLine}}},
		"sums by other words":     {"연번,이름,학과,3/2\n1,김하나,경영,O\n2,이두리,컴공,X\n,출석 인원,,1\n,총 인원,,2\n", 1, 2, []LeftOutRow{{Row: 4, Reason: TotalLine}, {Row: 5, Reason: TotalLine}}},
		"a class average":         {table + ",Class average,2,\nNumber of members,,3,\n", 1, 3, []LeftOutRow{{Row: 5, Reason: TotalLine}, {Row: 6, Reason: TotalLine}}},
		"sums between rows":       {"이름,학번,학과\n김하나,1,경영\n소계,1명,\n이두리,2,경영\n박세나,3,경영\n최네오,4,경영\n정다섯,5,경영\n한여섯,6,경영\n", 1, 6, []LeftOutRow{{Row: 3, Reason: TotalLine}}},
		"headings between rows":   {"이름,학번,학과\n[1학년],,\n김하나,1,경영\n2학년,,\n이두리,2,경영\n<휴학생>,,\n박세나,3,경영\n임원진,,\n한 별,,\n", 1, 4, []LeftOutRow{{Row: 2, Reason: HeadingLine}, {Row: 4, Reason: HeadingLine}, {Row: 6, Reason: HeadingLine}, {Row: 8, Reason: HeadingLine}}},
		"headings before names":   {"No.,Surname,First name,Level\nCommittee,,,\n1,Diaz,Ana,Club\n2,Ode,Ben,Club\nOrdinary members,,,\n3,Poe,Cy,Beginner\n", 1, 3, []LeftOutRow{{Row: 2, Reason: HeadingLine}, {Row: 5, Reason: HeadingLine}}},
		"a day and nobody's name": {"Timestamp,Name,Role\n2026-03-02,,\n2026-03-03,Ann,Cook\n", 1, 2, nil},
		"a meeting's sums first":  {"Meeting ID,Topic,Start Time,User Email,Minutes\n12,Kickoff,6 PM,host@example.org,60\n\nName (Original Name),User Email,Join Time,Minutes,Guest\nAnn,ann@example.org,6,50,No\nBo,bo@example.org,6,40,No\n", 4, 2, []LeftOutRow{{Row: 1, Reason: TitleLine}, {Row: 2, Reason: TitleLine}}},
		"tabs beside commas": {"1. Summary\nTitle\tKickoff\nStart time\t3/2/26, 9:00:02 AM\nEnd time\t3/2/26, 10:01:10 AM\n\n2. Participants\nName\tFirst Join\tLast Leave\tEmail\tRole\nAnn\t3/2/26, 9:00:02 AM\t3/2/26, 9:50:02 AM\tann@example.org\tOrganizer\nBo\t3/2/26, 9:01:02 AM\t3/2/26, 9:50:02 AM\tbo@example.org\tPresenter\n\n3. Activities\nName\tJoin Time\tLeave Time\tRole\nAnn\t3/2/26, 9:00:02 AM\t3/2/26, 9:50:02 AM\tOrganizer\nBo\t3/2/26, 9:01:02 AM\t3/2/26, 9:50:02 AM\tPresenter\n", 7, 2,
			[]LeftOutRow{{Row: 1, Reason: TitleLine}, {Row: 2, Reason: TitleLine}, {Row: 3, Reason: TitleLine}, {Row: 4, Reason: TitleLine}, {Row: 6, Reason: TitleLine}, {Row: 11, Reason: OtherLine}, {Row: 12, Reason: OtherLine}, {Row: 13, Reason: OtherLine}, {Row: 14, Reason: OtherLine}}},
		"nobody in a name's place": {"Name,Role\nAnn,Cook\nTest,\nTBD,Host\nBo,Host\n테스트,Cook\nslackbot,\nTesta Lima,Cook\n", 1, 3, []LeftOutRow{{Row: 3, Reason: TestLine}, {Row: 4, Reason: OutsideLine}, {Row: 6, Reason: TestLine}, {Row: 7, Reason: OutsideLine}}},
		"a preview of Qualtrics":   {"StartDate,EndDate,Status,ResponseId,Q1\nStart Date,End Date,Response Type,Response ID,Name\n\"{\"\"ImportId\"\":\"\"a\"\"}\",,,,\n2026-03-02,2026-03-02,Survey Preview,R1,Ann\n2026-03-02,2026-03-02,IP Address,R2,Bo\n", 1, 1, []LeftOutRow{{Row: 4, Reason: TestLine}}},
		"a nameless column":        {"name,,,\nAnn,1,2,3\nBo,2,3,4\n", 1, 2, nil},
		"two rows of headers":      {"Respondent ID,Which do you like?,,,Role\n,Chess,Go,Tennis,Response\n1,Chess,,,Cook\n2,,Go,,Host\n", 1, 2, nil},
	} {
		s := readText(t, c.text)
		if diff := cmp.Diff(c.out, s.LeftOut); diff != "" || s.HeaderLine != c.header || len(s.Rows) != c.rows {
			t.Errorf("%s: header in %d with %d rows, want %d with %d; left out (-want +got):\n%s", name, s.HeaderLine, len(s.Rows), c.header, c.rows, diff)
		}
	}
	for _, m := range readText(t, table+"Total,,6,\n").PassedOver() {
		if m.Key != "passed_total" || m.Args["Rows"] != "5" {
			t.Errorf("what is said of a total is %v", m)
		}
	}
}

// Names that are written family first throughout are turned round; a comma in one of them turns none.
func TestFamilyFirst(t *testing.T) {
	for text, want := range map[string]string{
		"Student,Year\n\"Adler, Nina\",1\n\"de la Cruz, Rui\",2\n": "Nina Adler|Rui de la Cruz",
		"이름,학년\n\"김, 하나\",1\n\"이, 두리\",2\n":                        "김하나|이두리",
		"Name,Year\n\"Ann, the first\",1\nBo,2\nCy,3\n":            "Ann, the first|Bo|Cy",
	} {
		s := readText(t, text)
		in, wrong := Apply(s, Guess(s))
		if len(wrong) > 0 {
			t.Fatalf("%q: %v", text, wrong)
		}
		var got []string
		for _, m := range in.Members {
			got = append(got, m.Name)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("members are %q, want %q", strings.Join(got, "|"), want)
		}
	}
}

// A line for each answer becomes a row for each member, with the newest of two answers, and what is the same in all lines of a member.
func TestALinePerAnswer(t *testing.T) {
	s := readText(t, "id,user,mail,Question,Answer,Timestamp\n1,ada,a@example.org,Year,1,2026-03-02 10:00\n2,bo,b@example.org,Role,Host,2026-03-02 10:05\n"+
		"3,ada,a@example.org,Role,Cook,2026-03-02 10:02\n4,bo,b@example.org,Year,2,2026-03-02 10:06\n5,ada,a@example.org,Year,3,2026-03-02 09:00\n6,cy,c@example.org,Year,4,2026-03-02 10:09\n")
	if s.Turns() != "turn_answers" {
		t.Fatalf("a line for each answer turns by %q", s.Turns())
	}
	got := s.With(Choice{Turn: true})
	want := Cells{Header: []string{"user", "mail", "Timestamp", "Year", "Role"}, Rows: [][]string{
		{"ada", "a@example.org", "2026-03-02 10:02", "1", "Cook"}, {"bo", "b@example.org", "2026-03-02 10:06", "2", "Host"}, {"cy", "c@example.org", "2026-03-02 10:09", "4", ""},
	}}
	if diff := cmp.Diff(want, got.Cells); diff != "" {
		t.Errorf("turned (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{2, 3, 7}, got.Lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	many := readText(t, "user,Question,Answer,Time\nada,Tools,Saw,2026-03-02 10:00\nada,Tools,Pen,2026-03-02 10:00\nada,Year,1,2026-03-02 10:00\nbo,Tools,Glue,2026-03-02 09:00\nbo,Year,2,2026-03-02 09:00\n"+
		"bo,Tools,Saw,2026-03-02 11:00\nbo,Tools,Pen,2026-03-02 11:00\n").With(Choice{Turn: true})
	if diff := cmp.Diff([][]string{{"ada", "2026-03-02 10:00", "Saw;Pen", "1"}, {"bo", "2026-03-02 11:00", "Saw;Pen", "2"}}, many.Rows); diff != "" {
		t.Errorf("a line for each choice (-want +got):\n%s", diff)
	}
	for _, plain := range []string{"Name,Question,Answer\nAnn,why,no\nBo,how,yes\nCy,who,me\nDi,what,that\n", "Name,Role\nAnn,Cook\nAnn,Host\nBo,Cook\nBo,Host\n"} {
		if how := readText(t, plain).Turns(); how != "" {
			t.Errorf("%q turns by %q, want none", plain, how)
		}
	}
}

// A grid of times becomes a row for each of its columns, with the half hours that are free in all of their quarters.
func TestAGridOfTimes(t *testing.T) {
	for _, head := range []string{"Day,Time,Ada,Bo\n%s,%s,%s", "When,Ada,Bo\n%s %s,%s"} {
		var b strings.Builder
		first, row, _ := strings.Cut(head, "\n")
		b.WriteString(first)
		for _, day := range []string{"Mon", "Wed"} {
			for k, free := range []string{"1,0", "1,1", "0,1", "1,1", "1,0", "1,0"} {
				fmt.Fprintf(&b, "\n"+row, day, fmt.Sprintf("%02d:%02d", 9+k/4, 15*(k%4)), free)
			}
		}
		s := readText(t, b.String())
		if s.Turns() != "turn_times" {
			t.Fatalf("%q turns by %q", b.String(), s.Turns())
		}
		want := Cells{Header: []string{"Name", "Free hours [Monday]", "Free hours [Wednesday]"}, Rows: [][]string{
			{"Ada", "9:00-9:30;10:00-10:30", "9:00-9:30;10:00-10:30"}, {"Bo", "9:30-10:00", "9:30-10:00"},
		}}
		if diff := cmp.Diff(want, s.With(Choice{Turn: true}).Cells); diff != "" {
			t.Errorf("turned (-want +got):\n%s", diff)
		}
	}
	dates := readText(t, "Time,Ada,Bo\n2026-03-02 09:00,1,0\n2026-03-02 10:00,0,1\n2026-03-03 09:00,1,1\n")
	if got := dates.With(Choice{Turn: true}).Rows[1]; dates.Turns() != "turn_times" || got[1] != "10:00-10:30;10:30-11:00" {
		t.Errorf("a grid of dates is turned into %v", got)
	}
	if how := readText(t, "Name,Chess,Go\nAnn,1,0\nBo,0,1\n").Turns(); how != "" {
		t.Errorf("choices of members turn by %q, want none", how)
	}
}

// Rows of who dropped out are left out unless somebody wants them; a status that says something else leaves nobody out.
func TestRowsOfWhoDroppedOut(t *testing.T) {
	s := readText(t, "이름,상태,점수\n김하나,재학,1\n이두리,휴학,2\n박세나,탈퇴,3\n최네오,재학,4\n")
	if columns, lines := s.Dropped(); fmt.Sprint(columns, lines) != "[상태] [3 4]" {
		t.Errorf("dropped by %q: %v, want rows 3 and 4 by 상태", columns, lines)
	}
	left := s.With(Choice{})
	if len(left.Rows) != 2 || fmt.Sprint(left.Lines) != "[2 5]" || len(left.LeftOut) != 2 || len(s.Rows) != 4 {
		t.Errorf("left are %v of lines %v", left.Rows, left.Lines)
	}
	if kept := s.With(Choice{KeepDropped: true}); len(kept.Rows) != 4 {
		t.Errorf("kept are %v", kept.Rows)
	}
	for text, want := range map[string]string{ // beside words that are of no list, and with more behind them
		"이름,학적 상태\n김하나,재학\n이두리,군휴학\n박세나,재학\n":                                                               "[3]",
		"Name,Status\nAna,Active\nBo,Late withdrawal (W)\nCy,no longer attending\nDi,Removed\nEd,Active\n":  "[3 4 5]",
		"이름,학적 상태\n김하나,재학\n이두리,휴학(군)\n박세나,활동 중\n최네오,자퇴\n":                                                   "[3 5]",
		"Name,Registration status\nAnn,Attending\nBo,Dropped (web)\nCy,cancelled on 2 March\nDi,Auditing\n": "[3 4]",
		"이름,재적 상태\n김하나,재학\n이두리,제적\n박세나,졸업\n":                                                                "[3]",
		"이름,멤버 상태\n김하나,정회원\n이두리,탈퇴\n":                                                                       "[3]",
		"이름,상태\n김하나,활성\n이두리,정지됨\n":                                                                          "[3]",
		"Name,Member status\nAnn,ok\nBo,Resigned\n":                                                         "[3]",
	} {
		s := readText(t, text)
		if _, lines := s.Dropped(); fmt.Sprint(lines) != want {
			t.Errorf("of %q dropped are %v, want %s", text, lines, want)
		}
		if left := s.With(Choice{}); Guess(left).Columns[1].Use != LeaveOut {
			t.Errorf("without those who dropped out the status of %q is %s", text, Guess(left).Columns[1].Use)
		}
	}
	remarks := readText(t, "이름,학과,비고\n김하나,경영,조장\n이두리,경영,탈퇴\n박세나,국문,휴학 중\n최네오,국문,탈퇴한 형의 동생\n정다섯,국문,총무\n")
	if columns, lines := remarks.Dropped(); fmt.Sprint(columns, lines) != "[비고] [3 4]" {
		t.Errorf("by remarks %q are dropped %v, want rows 3 and 4", columns, lines)
	}
	if left := remarks.With(Choice{}); Guess(left).Columns[2].Use == LeaveOut {
		t.Error("remarks of those who stay are left out")
	}
	both := readText(t, "이름,재적 상태,비고\n김하나,재학,\n이두리,휴학,\n박세나,재학,탈퇴\n최네오,휴학,탈퇴\n정다섯,재학,총무\n")
	if columns, lines := both.Dropped(); fmt.Sprint(columns, lines) != "[재적 상태 비고] [3 4 5]" {
		t.Errorf("by %q are dropped %v, want rows 3 to 5 by both columns", columns, lines)
	}
	for text, want := range map[string]string{
		"First name,Last name,Roles\nAnn,Lee,Student\nBo,Park,Non-editing teacher\nCy,Kim,Student\n": "[Roles] [3]",
		"이름,역할\n김하나,학생\n이두리,강사\n박세나,조교\n":                                                            "[역할] [3 4]",
		"Name,Role\nAnn,Teacher\nBo,Nurse\n":                                                         "[] []", // what members are
		"이름,역할\n김하나,발표\n이두리,조교\n":                                                                    "[] []",
	} {
		if columns, lines := readText(t, text).Dropped(); fmt.Sprint(columns, lines) != want {
			t.Errorf("of %q who teaches are %v by %v, want %s", text, lines, columns, want)
		}
	}
	if _, lines := readText(t, "Name,Status\nAnn,single\nBo,left\nCy,married\n").Dropped(); lines != nil {
		t.Errorf("a status of another kind leaves out rows %v", lines)
	}
}
