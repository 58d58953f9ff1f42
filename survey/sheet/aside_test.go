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
