package sheet

import (
	"strings"
	"testing"
)

// What people copy instead of a table, out of mails, minutes, chats and wikis, is read as members: all of them, and nothing but people.
func TestCopiedTextIsReadAsMembers(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Kim Minjun <k@x.org>, Lee Seoyeon <l@x.org>", "Kim Minjun <k@x.org>; Lee Seoyeon <l@x.org>"},
		{"From: Ana Silva <a@x.org>\nTo: \"Kim, Minjun\" <k@x.org>; 'Lee Seoyeon' <l@x.org>;\n  bo@x.org\nCc: Cy Wren <c@x.org>\nSubject: Trip, 3 pm\n",
			"Minjun Kim <k@x.org>; Lee Seoyeon <l@x.org>; bo@x.org <bo@x.org>; Cy Wren <c@x.org>"},
		{"받는 사람: 김민준 <k@x.org>, 이서연 <l@x.org>", "김민준 <k@x.org>; 이서연 <l@x.org>"},
		{"Kim, Minjun <k@x.org>, Lee, Seoyeon <l@x.org>", "Minjun Kim <k@x.org>; Seoyeon Lee <l@x.org>"},
		{"k@x.org, l@x.org", "k@x.org <k@x.org>; l@x.org <l@x.org>"},
		{"Kim Minjun k@x.org\nLee Seoyeon l@x.org\n", "Kim Minjun <k@x.org>; Lee Seoyeon <l@x.org>"},
		{"To: Kim <k@x.org>", "Kim <k@x.org>"},
		{"Members: Ann, Bo and Cy", "Ann; Bo; Cy"},
		{"참석자: 김민준, 이서연 외 3명", "김민준; 이서연"},
		{"참석자 : 김민준 이서연 박지호", "김민준; 이서연; 박지호"},
		{"Meeting notes\nDate: 3 March\nAttendees: Ann, Bo\nAbsent: Cy\nAgenda: budget, trip", "Ann; Bo; Cy"},
		{"1조: 김민준, 이서연\n2조: 박지호, 최수아", "김민준; 이서연; 박지호; 최수아"},
		{"Team 1:\n- Ann Lee\n- Bo Chen\nTeam 2:\n- Cy Wren (lead)", "Ann Lee; Bo Chen; Cy Wren"},
		{"| Name | Major |\n|:---|---:|\n| **Ann Lee** | Law |\n| Bo Chen | Art |", "Ann Lee; Bo Chen"},
		{"Here they are:\n\nName | Major\n--- | ---\nAnn Lee | Law\nBo Chen | Art\n\nThanks!", "Ann Lee; Bo Chen"},
		{"+---------+-------+\n| Name    | Major |\n+---------+-------+\n| Ann Lee | Law   |\n| Bo Chen | Art   |\n+---------+-------+", "Ann Lee; Bo Chen"},
		{"1. Kim\n2. Lee\n3. Park", "Kim; Lee; Park"},
		{"김민지\n이준호 (총무)\n박서연\n최현우/개발\n", "김민지; 이준호; 박서연; 최현우"},
		{"Ana Ruiz\nBo Lind (lead)\nCy Wren\n", "Ana Ruiz; Bo Lind; Cy Wren"},
		{"- Kim\n- Lee\n- Park", "Kim; Lee; Park"},
		{"Members (2)\n• Kim\n• Lee", "Kim; Lee"},
		{"- [ ] Ann Lee\n- [x] Bo Chen", "Ann Lee; Bo Chen"},
		{"① 김민준 (컴공)\n② 이서연 (경영)", "김민준; 이서연"},
		{"1. Ann Lee - a@x.org\n2. Bo Chen - b@x.org", "Ann Lee <a@x.org>; Bo Chen <b@x.org>"},
		{"1. Ann Lee, Law\n2. Bo Chen, Art", "Ann Lee; Bo Chen"},
		{"김민준 이서연 박지호", "김민준; 이서연; 박지호"},
		{"Kim Minjun\nLee Seoyeon\n——\n총 2명", "Kim Minjun; Lee Seoyeon"},
	} {
		in := proposed(t, mustRead(t, []byte(c.text)))
		var got []string
		lines := map[int]bool{}
		for _, m := range in.Members {
			who := m.Name
			if m.Email != "" {
				who += " <" + m.Email + ">"
			}
			got, lines[m.Line] = append(got, who), true
		}
		if all := strings.Join(got, "; "); all != c.want || len(lines) != len(got) {
			t.Errorf("%q: members are %s in %d lines, want %s", c.text, all, len(lines), c.want)
		}
	}
}

// What names no people is no member, whatever marks it has, and what is passed over is listed.
func TestCopiedTextThatNamesNobody(t *testing.T) {
	for _, text := range []string{
		"1. Never\n2. Never\n3. Often\n4. Never\n", "- buy milk\n- call Ann\n", "Study Program, Home Town, Free Time", "Date: 3 March\nAgenda: budget, trip",
		"성별, 전공, 학년", "Subject: Hi\nDate: 3 March",
	} {
		s, err := Read("pasted", strings.NewReader(text))
		if err != nil {
			continue
		}
		if in, wrong := Apply(s, Guess(s)); len(wrong) == 0 {
			t.Errorf("%q: members are %+v, want none", text, in.Members)
		}
	}
	s := mustRead(t, []byte("Minutes\nDate: 3 March\nPresent: Ann, Bo and 3 others\n"))
	if r := s.newReading(); len(r.LeftOut) != 2 || r.LeftOut[0] != (LeftOutRow{Row: 1, Reason: OutsideLine}) || r.LeftOut[1] != (LeftOutRow{Row: 2, Reason: OutsideLine}) || len(s.Notes) != 1 || s.Notes[0].Key != "others_unnamed" {
		t.Errorf("left out are %v with the notes %v, want rows 1 and 2, and that 3 others are not named", r.LeftOut, s.Notes)
	}
}

// Tables are read as tables, though their cells have addresses, colons and strokes.
func TestTablesAreNoCopiedText(t *testing.T) {
	for text, columns := range map[string]int{
		"Name,Email\nAnn,a@x.org\nBo,b@x.org": 2, "Name,Tools\nAnn,pen|ink\nBo,ink": 2, "Name,Team members: who?\nAnn,Bo\nBo,Ann": 2,
		"Name;To\nAnn;Bo <b@x.org>\nBo;Cy <c@x.org>": 2, "Email\na@x.org\nb@x.org": 1, "이름\n김민지\n이준호 (총무)": 1, "City\nSeoul (KR)\nBusan": 1, "Name,Q\n1. Ann,- yes\n2. Bo,- no": 2,
	} {
		if s := mustRead(t, []byte(text)); len(s.Header) != columns || len(s.Rows) != 2 {
			t.Errorf("%q has the columns %q and %d rows, want %d and 2", text, s.Header, len(s.Rows), columns)
		}
	}
}
