package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// Forms ask for names, addresses and ids in many words and languages, and programs put groups before them.
func TestHeadingsOfWhoMembersAre(t *testing.T) {
	full := "intro/full_name|respondent_name|your_name|about.full_name|지원자명|신청자 이름|신청자명|참가자명|회원명|What is your full name?|Vor- und Nachname|Vorname und Nachname|Name, Vorname|" +
		"Wie heißt du?|Ihr vollständiger Name|Nombre y apellidos|Apellidos y nombre|¿Cuál es tu nombre?|Prénom et nom|Votre nom|Quel est votre nom ?|Nome e cognome|氏名|お名前|お名前を教えてください|フルネーム|您的姓名|Applicant name"
	for _, c := range []struct {
		headers string
		cell    func(i int) string
		want    Use
	}{
		{full, func(i int) string { return variantNames[i] }, Name},
		{"intro/e_mail|about.email|E-Mail-Adresse|Correo electrónico|Adresse e-mail|Courriel|メールアドレス|邮箱", func(i int) string { return fmt.Sprintf("m%d@club.example", i) }, Email},
		{"intro/student_id|Matrikelnummer|Matrikel-Nr.|Número de estudiante|Numéro étudiant|学籍番号|学号", func(i int) string { return fmt.Sprintf("B10%02d", i) }, Ref},
	} {
		for header := range strings.SplitSeq(c.headers, "|") {
			s := Sheet{Cells: Cells{Header: []string{header, "Lab"}}}
			for i := range variantNames {
				s.Rows = append(s.Rows, []string{c.cell(i), at([]string{"Red", "Blue"}, i)})
			}
			s.Labels = s.Header
			if got := Guess(s).Columns[0].Use; got != c.want {
				t.Errorf("%q over cells such as %q is taken for %s, want %s", header, s.Rows[0][0], got, c.want)
			}
		}
	}
	for _, pair := range []string{"Vorname|Nachname", "名|姓", "Nombre|Apellidos", "Prénom|Nom", "Nome|Cognome", "intro/first_name|intro/last_name"} {
		first, last, _ := strings.Cut(pair, "|")
		s := Sheet{Cells: Cells{Header: []string{last, first}}}
		for _, name := range variantNames {
			given, family, _ := strings.Cut(name, " ")
			s.Rows = append(s.Rows, []string{family, given})
		}
		s.Labels = s.Header
		if m := Guess(s); m.Columns[0].Use != LastName || m.Columns[1].Use != FirstName {
			t.Errorf("%q and %q are taken for %s and %s, want the parts of a name", last, first, m.Columns[0].Use, m.Columns[1].Use)
		}
	}
	for _, header := range []string{"Name/E-mail", "team/name", "Course name", "팀명", "Name of your partner school", "동아리명", "Wie heißt dein Team?"} {
		s := Sheet{Cells: Cells{Header: []string{"Student", header}}}
		for i, name := range variantNames {
			s.Rows = append(s.Rows, []string{name, at([]string{"Red", "Blue", "Green"}, i)})
		}
		s.Labels = s.Header
		if m := Guess(s); m.Columns[0].Use != Name || m.Columns[1].Use != OneOf {
			t.Errorf("Student and %q are taken for %s and %s, want the name and one_of", header, m.Columns[0].Use, m.Columns[1].Use)
		}
	}
}
