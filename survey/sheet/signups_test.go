package sheet

import (
	"strings"
	"testing"

	"dure/survey"
)

// A list of times with the names of who can come is turned into the free hours of each name, in whatever way it is written.
func TestNamesAtTimesAreTurned(t *testing.T) {
	const same = "Kim Mon 09:00 09:30 Tue 14:00 14:30; Lee Mon 09:00 09:30; Park Mon 09:00 09:30 10:00 10:30"
	for name, file := range map[string]string{
		"names in a cell":    "Time,Names\nMon 9-10,\"Kim, Lee, Park\"\nMon 10-11,Park\nTue 14:00-15:00,Kim\nWed 9-10,\n",
		"day and time":       "Day,Time,Place,Who\nMon,9:00-10:00,Hall,\"Kim, Lee & Park\"\nMon,10:00-11:00,Hall,Park\nTue,2pm-3pm,Hall,Kim\n",
		"start and end":      "Date,Start,End,Signed up\n2026-03-02,9:00,10:00,Kim; Lee; Park\n2026-03-02,10:00,11:00,Park\n2026-03-03,14:00,15:00,Kim\n",
		"a cell for each":    "Time,Slot 1,Slot 2,Slot 3\nMon 9-10,Kim,Lee,Park\nMon 10-11,Park,,\nTue 14:00-15:00,Kim,,\n",
		"a row for each":     "Time,Name\nMon 9-10,Kim\nMon 9-10,Lee\nMon 9-10,Park\nMon 10-11,Park\nTue 14:00-15:00,Kim\n",
		"days above":         "Time,Mon,Tue\n9-10,\"Kim, Lee, Park\",\n10-11,Park,\n14:00-15:00,,Kim\n",
		"times above":        "Mon 9-10,Mon 10-11,Tue 14:00-15:00\nKim,Park,Kim\nLee,,\nPark,,\n",
		"lines":              "Mon 9-10: Kim, Lee, Park\nMon 10-11: Park\nTue 14:00-15:00: Kim\n",
		"lines with strokes": "Mon 9-10 | Kim, Lee, Park\nMon 10-11 | Park\nTue 14:00-15:00 | Kim\n",
		"no header":          "Mon 9-10,\"Kim, Lee, Park\"\nMon 10-11,Park\nTue 14:00-15:00,Kim\n",
	} {
		s := mustRead(t, []byte(file))
		if s.Turns() != "turn_names" {
			t.Errorf("%s turns by %q, want turn_names; the header is %q", name, s.Turns(), s.Header)
			continue
		}
		s = s.With(Choice{Turn: true})
		in := proposed(t, s)
		table, _ := s.Table(As{})
		var all []string
		lines := map[int]bool{}
		for i, m := range in.Members {
			lines[m.Line] = true
			var words strings.Builder
			words.WriteString(m.Name)
			for _, c := range table.Columns {
				if cell := c.Cell(i); c.Type() == survey.HourColumn && cell != "" {
					words.WriteString(" " + strings.Join(strings.Fields(cell[:4]+strings.ReplaceAll(strings.ReplaceAll(cell, cell[:4], ""), ";", " ")), " "))
				}
			}
			all = append(all, words.String())
		}
		if got := strings.Join(all, "; "); got != same || len(lines) != 3 || in.Questions[0].Kind != survey.Availability {
			t.Errorf("%s: free are %q in %d lines, want %q", name, got, len(lines), same)
		}
	}
}

// SignUpGenius writes a row for each who signed up, with the address.
func TestSignUpGeniusIsTurned(t *testing.T) {
	s := mustRead(t, []byte("Sign Up,Start Date/Time (mm/dd/yyyy),End Date/Time (mm/dd/yyyy),Location,Qty,Item,First Name,Last Name,Email,Sign Up Comment\n"+
		"Help,03/02/2026 9:00am,03/02/2026 10:00am,Hall,1,Desk,Minjun,Kim,k@x.org,\nHelp,03/02/2026 10:00am,03/02/2026 11:00am,Hall,1,Desk,Seoyeon,Lee,l@x.org,\nHelp,03/03/2026 2:00pm,03/03/2026 3:00pm,Hall,1,Desk,Minjun,Kim,k@x.org,\n"))
	if s.Turns() != "turn_names" {
		t.Fatalf("turns by %q", s.Turns())
	}
	in := proposed(t, s.With(Choice{Turn: true}))
	if len(in.Members) != 2 || in.Members[0].Name != "Minjun Kim" || in.Members[0].Email != "k@x.org" || len(in.Questions[0].Days) != 2 {
		t.Errorf("members are %+v with the questions %+v, want two and their hours on two days", in.Members, in.Questions)
	}
}

// Members with a time each, and friends, are members.
func TestMembersWithTimesAreNotTurned(t *testing.T) {
	for _, file := range []string{
		"Name,Free,Friends\nAnn,Mon 9-10,\"Bo, Cy\"\nBo,Tue 9-10,Ann\nCy,Mon 9-10,Bo\n", "Name,Free\nAnn,Mon 9-10\nBo,Tue 9-10\nCy,Mon 9-10\n",
		"ID,Free,Friend 1,Friend 2\n1,Mon 9-10,Bo,Cy\n2,Tue 9-10,Ann,Cy\n3,Mon 9-10,Ann,Bo\n", "Name,Mon,Tue\nAnn,9-12,10-12\nBo,9-12,13-15\n", "First Name,Last Name,Time\nAnn,Lee,Mon 9-10\nBo,Kim,Tue 9-10\n",
		"Timestamp,Name,Lab\n2026-09-01 10:00:00,Ana Ruiz,Red\n2026-09-02 10:00:00,Bo Lind,Blue\n2026-09-03 10:00:00,Cy Wren,Red\n2026-09-06 10:00:00,Ana Ruiz,Blue\n",
		"Joined,Name,House\n2026-09-01 10:00,Ana Ruiz,Red Fox\n2026-09-02 10:00,Bo Lind,Blue Owl\n2026-09-03 10:00,Cy Wren,Red Fox\n2026-09-04 10:30,Di Park,Blue Owl\n",
		"When,Name,Friends\n2026-09-01 10:00,Ana,\"Bo, Cy\"\n2026-09-02 10:00,Bo,Ana\n2026-09-03 10:30,Cy,Bo\n2026-09-04 10:00,Ana,Bo\n",
		"Name,Join time,Leave time\nAna Ruiz,09/01/2026 10:00 AM,09/01/2026 11:00 AM\nBo Lind,09/01/2026 10:00 AM,09/01/2026 11:00 AM\nAna Ruiz,09/01/2026 11:30 AM,09/01/2026 12:00 PM\n",
		"Name,Free,Major\nAnn,Mon 9-10,Law\nBo,Tue 9-10,Art\nCy,Mon 9-10,Law\n",
	} {
		if s := mustRead(t, []byte(file)); s.Turns() != "" {
			t.Errorf("%q turns by %q, want its rows to be members", file, s.Turns())
		}
	}
}

// Each member of a grid has a line of its own, by which it is said who it is.
func TestMembersOfAGridHaveTheirLines(t *testing.T) {
	s := caseFile(t, "18-when2meet").With(Choice{Turn: true})
	lines := map[int]bool{}
	for i := range s.Rows {
		lines[s.Line(i)] = true
	}
	if len(lines) != len(s.Rows) || len(lines) != 6 {
		t.Errorf("%d members are in %d lines, want 6 in 6", len(s.Rows), len(lines))
	}
}
