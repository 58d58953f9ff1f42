package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dure/survey"
)

// uses returns the use of each column as words on one line.
func uses(m Mapping) string {
	var all []string
	for _, c := range m.Columns {
		all = append(all, string(c.Use))
	}
	return strings.Join(all, " ")
}

func repeat(n int, row func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(row(i) + "\n")
	}
	return b.String()
}

func at(list []string, i int) string { return list[i%len(list)] }

var people = []string{"Kim Minjun", "Lee Seoyeon", "Ana Silva", "Bo Chen", "Carla Diaz", "Dev Patel", "Eve Adams", "Finn Olsen", "Gia Rossi", "Hugo Blanc", "Ida Berg", "Jon Snow"}

func TestGuessUses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{
			"Google Forms",
			"Timestamp,Email Address,What is your name?,How keen are you?,Major,\"Rate [Food, drink]\",Rate [Music],Anything else?\n" +
				repeat(12, func(i int) string {
					return fmt.Sprintf("2026/03/02 3:48:%02d PM GMT+9,m%d@club.example,%s,%d,%s,%d,%d,\"%s\"", i, i, people[i], 1+i%5, at([]string{"Physics", "Law"}, i), 1+i%4, 1+i%5, strings.Repeat(fmt.Sprint("I once said ", i, " words. "), 5))
				}),
			"timestamp email name scale one_of scale scale long_text",
		},
		{
			"Korean Google Forms",
			"타임스탬프,사용자 이름,이름,학번,전공,참석 의지가 어느 정도인가요?,가능한 시간 [월요일],가능한 시간 [화요일],함께 하고 싶은 사람,같은 조가 되고 싶지 않은 사람\n" +
				repeat(12, func(i int) string {
					return fmt.Sprintf("2026. 3. 2. 오후 3:48:%02d,m%d@club.example,%s,2026%04d,%s,%d,\"오전 9:00, 오후 2:00\",오전 9:00,%s,%s", i, i, people[i], i, at([]string{"물리학과", "법학과"}, i), 1+i%5, people[(i+1)%12], at([]string{"", "", people[0]}, i))
				}),
			"timestamp email name id one_of scale availability availability wished avoided",
		},
		{
			"numbers that measure nothing",
			"No.,이름,전화번호,Phone,우편번호,시간\n" +
				repeat(12, func(i int) string {
					return fmt.Sprintf("%d,%s,0101234%d,82101234%d,0%d,%d", i+1, people[i], 5670+i, 5670+i, 6000+7*(i%3), 11+i)
				}),
			"leave_out name short_text short_text short_text number",
		},
		{
			"Korean names in two columns",
			"성,이름,이메일\n김,민준,a@club.example\n이,서연,b@club.example\n",
			"last_name first_name email",
		},
		{
			"CATME roster",
			"ID,Email,Last,First,Section\n1001,a@u.example,Silva,Ana,S1\n1002,b@u.example,Chen,Bo,S2\n1003,c@u.example,Diaz,Carla,S1\n1004,d@u.example,Patel,Dev,S1\n",
			"id email last_name first_name one_of",
		},
		{
			"Microsoft Forms",
			"ID,Start time,Completion time,Email,Name,Which sports?\n" + repeat(9, func(i int) string {
				return fmt.Sprintf("%d,3/2/26 15:48:0%d,3/2/26 15:49:0%d,m%d@club.example,%s,%s", i+1, i, i, i, people[i], at([]string{"Chess;Go;", "Chess;", "Go;Swimming;"}, i))
			}),
			"leave_out leave_out timestamp email name any_of",
		},
		{
			"LimeSurvey",
			"Response ID;Date submitted;Last page;Start language;Your name;Your e-mail address;Which sports do you like? [Chess];Which sports do you like? [Go];How old are you?;Height in m\n" +
				repeat(6, func(i int) string {
					return fmt.Sprintf("%d;2026-03-02 15:48:0%d;3;en;%s;m%d@club.example;%s;%s;%d;1,7%d", i+1, i, people[i], i, at([]string{"Yes", "No"}, i), at([]string{"No", "Yes", "Yes"}, i), 20+i, i)
				}),
			"leave_out timestamp leave_out leave_out name email any_of any_of number number",
		},
		{
			"Qualtrics",
			"StartDate,EndDate,Status,IPAddress,RecordedDate,ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,Q1\n" +
				"Start Date,End Date,Response Type,IP Address,Recorded Date,Response ID,Recipient Last Name,Recipient First Name,Recipient Email,External Data Reference,Do you like meeting people?\n" +
				repeat(6, func(i int) string {
					name := strings.Fields(people[i])
					return fmt.Sprintf("2026-03-02 08:28:0%d,2026-03-02 08:29:0%d,0,192.0.2.1,2026-03-02 08:29:0%d,R_%d,%s,%s,m%d@club.example,,%d", i, i, i, i, name[1], name[0], i, 1+i%5)
				}),
			"leave_out leave_out leave_out leave_out timestamp leave_out last_name first_name email leave_out one_of",
		},
		{
			"SurveyMonkey",
			"Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Which sports?,,Your major?\n,,,,,,,,Chess,Go,Response\n" +
				repeat(6, func(i int) string {
					name := strings.Fields(people[i])
					return fmt.Sprintf("11%d,7,03/02/2026 03:48:0%d PM,03/02/2026 03:49:0%d PM,192.0.2.1,m%d@club.example,%s,%s,%s,%s,%s", i, i, i, i, name[0], name[1], at([]string{"Chess", ""}, i), at([]string{"", "Go", "Go"}, i), at([]string{"Law", "Physics"}, i))
				}),
			"leave_out leave_out leave_out timestamp leave_out email first_name last_name any_of any_of one_of",
		},
		{
			"a broken address",
			"Name,Email\nAna,ana(at)u.example\n",
			"name email",
		},
		{
			"a season's table",
			"Name,E-mail,ID,Keen,Meet (available) [Monday],Meet (available) [Tuesday],Mates (wished),Mates (avoided)\n" +
				repeat(6, func(i int) string {
					return fmt.Sprintf("%s,m%d@club.example,,%d,09:00; 10:00,,%s,", people[i], i, 1+i%5, people[(i+1)%6])
				}),
			"name email leave_out scale availability availability wished avoided",
		},
	} {
		s := mustRead(t, []byte(c.text))
		m := Guess(s)
		if got := uses(m); got != c.want {
			t.Errorf("%s: the columns are taken for\n%s, want\n%s", c.name, got, c.want)
		}
		if _, errs := Apply(s, m); len(errs) > 0 && c.name != "a broken address" {
			t.Errorf("%s: what is proposed cannot be applied: %v", c.name, errs)
		}
	}
}

func TestGuessQuestions(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []string
		want  Column
	}{
		{"small numbers of many", cycle(40, "1", "6", "3"), Column{Use: Scale, Min: 1, Max: 6}},
		{"small numbers of few", []string{"2", "4", "3"}, Column{Use: Scale, Min: 1, Max: 5}},
		{"from zero", cycle(40, "0", "10", "5"), Column{Use: Scale, Min: 0, Max: 10}},
		{"two numbers", cycle(10, "0", "1"), Column{Use: OneOf, Options: []string{"0", "1"}}},
		{"choices by number", cycle(10, "1,3", "2", "1,2"), Column{Use: AnyOf, Separator: ",", Options: []string{"1", "2", "3"}}},
		{"numbers in thousands", cycle(10, "1,200", "15,000", "９８０"), Column{Use: Number}},
		{"large numbers", []string{"19", "23", "NA", "-", "31"}, Column{Use: Number}},
		{"fractions", []string{"1.5", "2", "3"}, Column{Use: Number}},
		{"numbered texts", cycle(10, "2. seldom", "4. often", "1. never"), Column{Use: Scale, Min: 1, Max: 4, Levels: []string{"1. never", "2. seldom", "3", "4. often"}}},
		{"agreement", cycle(10, "Agree", "Strongly Disagree"), Column{Use: Scale, Min: 1, Max: 5, Levels: []string{"Strongly Disagree", "2", "3", "Agree", "5"}}},
		{"그렇다", cycle(10, "매우 그렇다", "보통이다"), Column{Use: Scale, Min: 1, Max: 5, Levels: []string{"1", "2", "보통이다", "4", "매우 그렇다"}}},
		{"choices", cycle(10, "Section 10", "Section 9"), Column{Use: OneOf, Options: []string{"Section 9", "Section 10"}}},
		{"yes or no of two", []string{"Yes", "No"}, Column{Use: OneOf, Options: []string{"Yes", "No"}}},
		{"different texts", []string{"a cat", "a dog", "a bird", "a fish", "a cow"}, Column{Use: ShortText}},
		{"several, by semicolons", cycle(10, "Chess;Go", "Go;", "Chess;Tennis"), Column{Use: AnyOf, Separator: ";", Options: []string{"Chess", "Go", "Tennis"}}},
		{"several, by commas", cycle(10, "Chess, Go", "Go", "Chess, Tennis", "Go, Tennis"), Column{Use: AnyOf, Separator: ",", Options: []string{"Go", "Chess", "Tennis"}}},
		{"several of few", []string{"Chess, Go", "Go, Tennis", "Chess"}, Column{Use: AnyOf, Separator: ",", Options: []string{"Chess", "Go", "Tennis"}}},
		{"a semicolon in a sentence", []string{"none", "I sing; she plays", "none", "nothing", "I may be late", "I know Go"}, Column{Use: ShortText}},
		{"a comma before a small letter", cycle(8, "Hiking, climbing, Go", "Go", "Hiking, climbing"), Column{Use: AnyOf, Separator: ",", Options: []string{"Go", "Hiking, climbing"}}},
		{"a comma in parentheses", cycle(10, "Games (Chess, Go)", "Games (Chess, Go), Music", "Music"), Column{Use: AnyOf, Separator: ",", Options: []string{"Games (Chess, Go)", "Music"}}},
		{"texts that never part", cycle(10, "보드게임, 카드, 음악", "음악, 운동", "보드게임, 카드", "운동"), Column{Use: AnyOf, Separator: ",", Options: []string{"음악", "보드게임, 카드", "운동"}}},
		{"sentences with a semicolon", cycle(8, "Built one app; alone.", "Built one app; alone.", "Nothing yet; soon."), Column{Use: OneOf, Options: []string{"Built one app; alone.", "Nothing yet; soon."}}},
		{"one choice with a comma", cycle(10, "Yes, always", "No, never", "No"), Column{Use: OneOf, Options: []string{"Yes, always", "No, never", "No"}}},
		{"thousands", cycle(10, "$50,000 - $99,999", "$0 - $49,999"), Column{Use: OneOf, Ordered: true, Options: []string{"$0 - $49,999", "$50,000 - $99,999"}}},
		{"a list of Python", cycle(10, "['00-05', '20-24']", "['20-24']"), Column{Use: AnyOf, Separator: ",", Options: []string{"00-05", "20-24"}}},
	} {
		s := Sheet{Cells: Cells{Header: []string{"Q"}}, Labels: []string{"Q"}}
		for _, cell := range c.cells {
			s.Rows = append(s.Rows, []string{cell})
		}
		c.want.Question = "Q"
		if got := Guess(s).Columns[0]; !equal(got, c.want) {
			t.Errorf("%s: taken for %+v, want %+v", c.name, got, c.want)
		}
	}
}

func cycle(n int, of ...string) []string {
	var all []string
	for i := range n {
		all = append(all, at(of, i))
	}
	return all
}

func equal(a, b Column) bool {
	return slices.Equal(a.Options, b.Options) && slices.Equal(a.Levels, b.Levels) && fmt.Sprint(a) == fmt.Sprint(b)
}

func TestSaysBusy(t *testing.T) {
	for _, c := range []struct {
		header string
		busy   bool
	}{
		{"Check the times that you will be UNAVAILABLE for group work. [Sunday]", true},
		{"Check the times that you will be available [Sunday]", false},
		{"Free hours [Mon]", false},
		{"When are you not available? [Mon]", true},
		{"Schedule [Mon]", true},
		{"Monday", false},
		{"불가능한 시간 [월]", true},
		{"가능한 시간 [월]", false},
		{"When can you meet? [Mon]", false},
		{"When can't you meet? [Mon]", true},
	} {
		if day, _ := survey.DayIn(c.header); day < 0 || survey.BusyHours(c.header) != c.busy {
			t.Errorf("%q: day %d, busy %v, want busy %v", c.header, day, survey.BusyHours(c.header), c.busy)
		}
	}
}

func TestMarks(t *testing.T) {
	for _, c := range []struct {
		cell string
		want []int
	}{
		{"8AM;noon;9PM;", []int{16, 17, 24, 25, 42, 43}},
		{"오전 9:30, 오후 2시", []int{19, 20, 28, 29}},
		{"9:00;9:30;10:00", []int{18, 19, 20}}, // half an hour apart: each stands for a half hour
		{"09:00 - 10:00; 12 AM", []int{18, 19, 0, 1}},
		{"23:00-01:00", []int{46, 47, 48, 49}},
		{"오후 1시 30분~3시 30분", []int{27, 28, 29, 30}},
		{"", nil},
	} {
		spans, ok := survey.ParseSpans(c.cell)
		if got := marks(spans, inHalfSteps(spans)); !ok || !slices.Equal(got, c.want) {
			t.Errorf("%q: half hours %v, %v, want %v", c.cell, got, ok, c.want)
		}
	}
}

// What a file out says of a column of teammates decides, whatever the words of the question.
func TestGuessOfOurOwnTeammates(t *testing.T) {
	title := "With whom would you like to be, or rather not be, in a team?"
	s, err := Read("own.csv", strings.NewReader("Name,\""+title+" (wished)\",\""+title+" (avoided)\"\nAnn,Bo,Cy\nBo,Ann,\nCy,,Ann\n"))
	if err != nil {
		t.Fatal(err)
	}
	columns := Guess(s).Columns
	if columns[1].Use != Wished || columns[2].Use != Avoided {
		t.Errorf("the columns are taken for %s and %s, want wished and avoided", columns[1].Use, columns[2].Use)
	}
}

// What a command ranks is a rank on the page too, and nothing else is.
func TestPlacesAreReadAsCommandsReadThem(t *testing.T) {
	for _, c := range []struct {
		headers, title string
		rows           []string
	}{
		{"Which would you like? [Rank 1],Which would you like? [Rank 2],Which would you like? [Rank 3]", "Which would you like?", []string{"Film,Go,Radio", "Go,Radio,", "Radio,Film,Go", "Film,Radio,Go"}},
		{"Choice 2,Choice 1", "Choice", []string{"Film,Go", "Go,Radio", "Film,Radio", "Radio,Go"}},
		{"1지망,2지망,3지망", "지망", []string{"Film,Go,Radio", "Go,Radio,Film", "Film,Radio,Go", "Radio,Go,Film"}},
		{"1st choice,2nd Choice", "Choice", []string{"Film,Go", "Go,Radio", "Film,Radio", "Radio,Go"}},
		{"Project [1st choice],Project [2nd choice]", "Project", []string{"Film,Go", "Go,Radio", "Film,Radio", "Radio,Go"}},
		{"Skill 1,Skill 2", "", []string{"Film,Go", "Go,Radio", "Film,Radio", "Radio,Go"}},
		{"Choice 1,Choice 2", "", []string{"Film,Film", "Go,Go", "Film,Radio", "Radio,Radio"}},
		{"Choice 1,Choice 2", "", []string{"1,2", "2,3", "3,1", "1,3"}},
		{"Choice 1,Choice 3", "", []string{"Film,Go", "Go,Radio", "Film,Radio", "Radio,Go"}},
	} {
		s := mustRead(t, []byte("Name,"+c.headers+"\n"+repeat(len(c.rows), func(i int) string { return people[i] + "," + c.rows[i] })))
		m := Guess(s)
		_, reading := s.Table(As{})
		for j, column := range m.Columns[1:] {
			command := reading.Columns[j+1].Kind
			if (column.Use == Rank) != (command == string(Rank)) || (column.Use == Rank) != (c.title != "") || column.Use == Rank && column.Question != c.title {
				t.Errorf("%q of %s is %s of %q on the page and %s to a command, want ranks of %q", s.Header[j+1], c.headers, column.Use, column.Question, command, c.title)
			}
		}
		if c.title == "" {
			continue
		}
		in, errs := Apply(s, m)
		first := s.Rows[0][1]
		if strings.HasPrefix(c.headers, "Choice 2") {
			first = s.Rows[0][2]
		}
		if len(errs) > 0 || len(in.Questions) != 1 || in.Members[0].Answers[0].Ranked[0] != first {
			t.Errorf("%s make %d questions with %v, and %v; want one in which %s comes first", c.headers, len(in.Questions), errs, in.Members[0].Answers, first)
		}
	}
}
