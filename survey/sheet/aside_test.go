package sheet

import (
	"fmt"
	"strings"
	"testing"

	"dure/survey"
)

// What says who a member is, or when they answered, is no answer, under whatever heading; it is neither matched nor told as spelled otherwise.
func TestHeadingsOfWhatIsNoAnswer(t *testing.T) {
	names := []string{"Kim Ara", "Lee Bo", "Park Cy", "Choi Dan"}
	cells := map[string]func(i int) string{
		"given":  func(i int) string { return []string{"Ara", "ara", "Bo", "Bo"}[i%4] },
		"family": func(i int) string { return []string{"김", "김", "이", "이"}[i%4] },
		"moment": func(i int) string { return fmt.Sprintf("2026-03-0%d 14:0%d", 1+i%2, i%2) },
		"day":    func(i int) string { return fmt.Sprintf("2026-03-0%d", 1+i%2) },
		"hour":   func(i int) string { return fmt.Sprintf("1%d:00", i%2) },
		"mail":   func(i int) string { return fmt.Sprintf("Parent%d@home.example", i%2) },
		"member": func(i int) string { return names[(i+1)%4] },
		"choice": func(i int) string { return []string{"Film", "Go"}[i%2] },
	}
	for _, c := range []struct{ headers, cells, want string }{
		{"Nickname|Nick name|Preferred name|Your preferred name|Middle name|User display name|Display name|별명|닉네임|이름(영문)|Name (Korean)|Korean name|영문 이름|What should we call you?|Vorname|Prénom|Nombre|名", "given", survey.AsideName},
		{"성씨|성|성(한글)|Family name|Nachname|Familienname|Nom de famille|Apellido|姓", "family", survey.AsideName},
		{"제출 시각|제출 일시|Time|Submitted|Submitted on|Date|Timestamp|Created at|Datum|Answered on|Last seen|Updated at|변경", "moment", survey.AsideTime},
		{"Contact|Guardian|보호자 연락처|E-mail 2", "mail", survey.AsideEmail},
		{"Buddy|짝꿍|Carpool|Roommate", "member", "teammates"},
		{"Time|Date", "day", string(OneOf)},
		{"Time|Contact|Nickel|Team name preferred|별나라", "choice", string(OneOf)},
	} {
		for header := range strings.SplitSeq(c.headers, "|") {
			s := Sheet{Cells: Cells{Header: []string{"Name", "Email", header}}}
			for i := range 12 {
				name, email := fmt.Sprintf("Mo Stone%c", 'a'+i), fmt.Sprintf("m%d@club.example", i)
				if i < 4 {
					name = names[i]
				}
				s.Rows = append(s.Rows, []string{name, email, cells[c.cells](i)})
			}
			s.Labels = s.Header
			_, read := s.Table(As{})
			if got := read.Columns[2]; got.Kind != c.want || c.want != string(OneOf) && got.Merged != nil {
				t.Errorf("%q over cells such as %q is taken for %s and %v merged, want %s and nothing", header, s.Rows[0][2], got.Kind, got.Merged, c.want)
			}
		}
	}
}

// The parts of names in two scripts are all names, and the first of them make the member's.
func TestNamesInTwoScripts(t *testing.T) {
	s := Sheet{Cells: Cells{Header: []string{"성(한글)", "이름(한글)", "성(영문)", "이름(영문)"}, Rows: [][]string{{"김", "아라", "Kim", "Ara"}, {"김", "보", "Kim", "Bo"}, {"이", "시", "Lee", "Si"}}}}
	s.Labels = s.Header
	got := fmt.Sprint(Guess(s).Columns[0].Use, Guess(s).Columns[1].Use, Guess(s).Columns[2].Use, Guess(s).Columns[3].Use)
	if want := fmt.Sprint(LastName, FirstName, LeaveOut, LeaveOut); got != want {
		t.Errorf("the columns are taken for %s, want %s", got, want)
	}
}

// A team that somebody has is no teammate, though its name is asked for.
func TestNamesOfTeamsAreNoTeammates(t *testing.T) {
	for _, header := range []string{"Name of your pre-formed group", "Do you already have a team? Its name", "같이 신청한 팀 이름", "Team name (if you have one)"} {
		s := Sheet{Cells: Cells{Header: []string{"Name", header}}}
		for i, part := range []string{"Alpha", "Alpha", "Alpha", "none", "beta", "Beta", "", "Gamma", "Gamma", "None yet", ""} {
			s.Rows = append(s.Rows, []string{fmt.Sprintf("Mo Stone%c", 'a'+i), part})
		}
		s.Labels = s.Header
		if _, read := s.Table(As{}); read.Columns[1].Kind != survey.AsidePartTeam {
			t.Errorf("%q is taken for %s, want a part team", header, read.Columns[1].Kind)
		}
		if use := Guess(s).Columns[1].Use; use == Wished || use == Avoided {
			t.Errorf("%q is imported as %s, want no teammates", header, use)
		}
	}
}

// A header that asks for teammates makes a column of teammates, though most cells are misspelt or say that there is nobody; whom members avoid is
// imported as such, and is in no rule of a file's own accord whatever the cells are.
func TestColumnsOfWhomMembersWishAndAvoid(t *testing.T) {
	names := []string{"Ana Bell", "Cy Wren", "Di Fell", "Bo Lind", "Ed Munt", "Flo Katz", "Gus Lopp", "Hal Orr"}
	korean := []string{"박태윤", "김수빈", "강민준", "임시우", "이유나", "조하은", "정건우", "최예준"}
	some := []string{"Di Fel", "none", "Zed Zebra", "", "N/A", "nobody", "Kim Nowhere", "Cy Wren"}
	none := []string{"-", "", "none", "-", "없음", "X", "N/A", "nobody"}
	lost := []string{"Zed Zebra", "", "Nora Nobody", "Ann Other", "", "", "", ""}
	im := []string{"박태윤님", "없음", "홍길동", "", "N/A", "강 민준", "", "김수밍"}
	for _, c := range []struct {
		headers      string
		names, cells []string
		want         Use
	}{
		{"Teammates to avoid|Avoid|Avoids|People to avoid|Not preferred|Do not pair with|Least preferred teammates|Unwanted teammates|No-go teammates|Conflicts with|Incompatible with|Blacklist|Exclude|Anyone you cannot work with?", names, some, Avoided},
		{"Teammates to avoid|Avoid|People to avoid|기피 팀원", names, none, Avoided},
		{"Teammates to avoid|Avoid|People to avoid|Least preferred teammates", names, lost, Avoided},
		{"Wish|Wants|Preferred teammates|Who would you like to work with?", names, some, Wished},
		{"Wish|Wants|Preferred teammates|Who would you like to work with?", names, lost, Wished},
		{"같은 팀 하기 싫은 사람|같이 하기 싫은 사람|기피 팀원|비선호 팀원|같은 조 되기 싫은 친구|같이 안 하고 싶은 사람|피하고 싶은 사람", korean, im, Avoided},
		{"같이 하고 싶은 사람|희망 팀원|함께하고 싶은 친구", korean, im, Wished},
		{"Roommate|Lab bench", names, names, Avoided}, // in doubt
	} {
		for header := range strings.SplitSeq(c.headers, "|") {
			s := Sheet{Cells: Cells{Header: []string{"Name", header}}}
			for i, cell := range c.cells {
				s.Rows = append(s.Rows, []string{c.names[i], cell})
				if c.want == Avoided && cell == c.names[i] {
					s.Rows[i][1] = c.names[(i+1)%len(c.names)]
				}
			}
			s.Labels = s.Header
			use := Guess(s).Columns[1].Use
			if use != c.want || s.MatesInDoubt(1, use) != (header == "Roommate" || header == "Lab bench") {
				t.Errorf("%q over %q is imported as %s, in doubt: %t; want %s", header, c.cells, use, s.MatesInDoubt(1, use), c.want)
			}
			table, read := s.Table(As{})
			if table.Columns[1].Type() != survey.PeopleColumn || table.Columns[1].Aside != survey.AsidePeople {
				t.Errorf("%q over %q is read as %s, aside as %q; want teammates", header, c.cells, read.Columns[1].Kind, table.Columns[1].Aside)
			}
		}
	}
	for _, c := range []struct{ header, cell, other, aside string }{
		{"People to avoid", "the loud ones; 24/7", "smokers 100%", survey.AsidePeople}, {"I avoid people", "agree", "disagree", ""}, {"Do you like to work with people?", "yes", "no", ""},
		{"Foods to avoid", "Peanuts", "Milk", ""}, {"Time conflicts with", "Choir", "Judo", ""}, {"Preferred role", "Speaker", "Coder", ""},
	} {
		s := Sheet{Cells: Cells{Header: []string{"Name", c.header}}}
		for i, name := range names {
			s.Rows = append(s.Rows, []string{name, []string{c.cell, c.other}[i%2]})
		}
		s.Labels = s.Header
		table, read := s.Table(As{})
		if use := Guess(s).Columns[1].Use; use == Wished || use == Avoided || table.Columns[1].Type() == survey.PeopleColumn || table.Columns[1].Aside != c.aside {
			t.Errorf("%q over %q is imported as %s and read as %s, aside as %q; want no teammates, aside as %q", c.header, c.cell, use, read.Columns[1].Kind, table.Columns[1].Aside, c.aside)
		}
	}
}
