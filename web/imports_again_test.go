package web_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"dure/survey"
)

// A file that comes again is taken for the same questions, and what it has no column of stays as it was answered.
func TestAFileThatComesAgainLosesNothing(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second string // without names and addresses
		questions     int
		want          []string // of each member, the cells of all questions
	}{
		{"levels by language", "Speaks [Go],Speaks [Korean]|B1,C1|A2,native|B2,A1", "Speaks [Go]|C2||B2", 1, []string{"C2 C1", "A2 native", "B2 A1"}},
		{"a level that is blank", "Speaks [Go],Speaks [Korean]|B1,C1|A2,native|B2,A1", "Speaks [Go],Speaks [Korean]|C2,|,|,B1", 1, []string{"C2 C1", "A2 native", "B2 B1"}},
		{"choices by column", "Likes [Chess],Likes [Film],Likes [Go]|Yes,No,Yes|No,Yes,No|Yes,Yes,No", "Likes [Chess],Likes [Film]|No,Yes|Yes,No|Yes,No", 1, []string{"Film; Go", "Chess", "Chess"}},
		{"one choice by column", "Likes [Chess],Likes [Film]|Yes,No|No,Yes|Yes,Yes", "Likes [Chess]|No|Yes|Yes", 1, []string{"Chess", "Chess; Film", "Chess; Film"}},
		{"ranks by place", "Choice 1,Choice 2,Choice 3|Film,Go,Radio|Go,Film,Radio|Radio,Film,Go", "Choice 1,Choice 2|Go,Film|Film,Radio|Radio,Film", 1, []string{"Go; Film; Radio", "Film; Radio", "Radio; Film; Go"}},
		{"one place", "1지망,2지망|Film,Go|Go,Film|Radio,Film", "1지망|Radio||Go", 1, []string{"Radio; Go", "Go; Film", "Go; Film"}},
		{"the second place", "1지망,2지망|Film,Go|Go,Film|Radio,Film", "2지망|Radio||Go", 1, []string{"Film; Radio", "Go; Film", "Radio; Go"}},
		{"whom to avoid", "Whom would you like in your team?,Whom would you rather not work with?|Bo,Cy|,Ana|Ana,", "Whom would you like in your team?,Whom would you rather not work with?|Bo,Cy|,Ana|Ana,", 1, []string{"Bo Cy", " Ana", "Ana "}},
		{"wishes alone", "Whom would you like in your team?,Whom would you rather not work with?|Bo,Cy|,Ana|Ana,", "Whom would you like in your team?|Cy|Cy|", 1, []string{"Cy Cy", "Cy Ana", "Ana "}},
		{"avoidances alone", "Whom would you like in your team?,Whom would you rather not work with?|Bo,Cy|,Ana|Ana,", "Whom would you rather not work with?|Bo|Ana|", 1, []string{" Bo", " Ana", "Ana "}},
		{"wishes in several columns", "Teammate you would like 1,Teammate you would like 2|Bo,Cy|Ana,Cy|Ana,", "Teammate you would like 1|Cy|Ana|Bo", 1, []string{"Cy", "Ana; Cy", "Bo"}},
		{"a column that was left out", "Age,Note|20,same|21,same|20,same", "Age,Note|20,x|21,y|20,x", 2, []string{"20 x", "21 y", "20 x"}},
		{"fewer rows", "Major|Law|Art|Law", "Major|Art", 1, []string{"Art", "Art", "Law"}},
		{"options that nobody chooses any more", "Major|Law|Art|Film", "Major|Law|Law|Law", 1, []string{"Law", "Law", "Law"}},
		{"fewer hours", "Free [Monday],Free [Tuesday]|9:00,10:00|10:00,9:00|9:00,9:00", "Free [Monday]|10:00||9:00", 1, []string{"10:00 10:00", "10:00 09:00", "09:00 09:00"}},
		{"hours and a zone", "What is your time zone?,Free [Monday]|Asia/Seoul,9:00|Asia/Seoul,10:00|Asia/Seoul,9:00", "What is your time zone?,Free [Monday]|Asia/Seoul,10:00|Asia/Seoul,10:00|Asia/Seoul,9:00", 1, []string{"10:00 Asia/Seoul", "10:00 Asia/Seoul", "09:00 Asia/Seoul"}},
	} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		for k, text := range []string{c.first, c.second} {
			r := v.upload("/import", "file.csv", []byte(file(text))).want(200)
			if c.name == "a column that was left out" && k == 1 { // and would be again
				r = v.get(r.path + "?guess=yes").want(200)
			}
			if c.name == "whom to avoid" && k == 1 {
				r.want(200, "Teammates wished: Whom would you like in your team?", "Teammates avoided: Whom would you like in your team?")
			}
			form := r.proposed()
			if c.name == "a column that was left out" && k == 0 {
				form.Set("use3", "leave_out")
			}
			v.take(r.path, form)
			if body := v.finish(r.path).body; !strings.Contains(body, "The import is done") {
				t.Fatalf("%s: file %d is not imported as proposed, %v:\n%s", c.name, k, form, strip.ReplaceAllString(body, " "))
			}
		}
		asked := s.stored()
		if len(asked.Questions) != c.questions {
			t.Errorf("%s: after the second file the survey asks %d questions, want %d", c.name, len(asked.Questions), c.questions)
		}
		members, err := s.db.Members(t.Context(), s.season.ID)
		s.must("read the members", err)
		responses, err := s.db.Responses(t.Context(), s.season.ID)
		s.must("read the responses", err)
		for i, m := range members {
			var cells []string
			for _, q := range asked.Questions {
				cells = append(cells, q.Cells(responses[m.ID].Answers[q.ID])...)
			}
			if got := strings.Join(cells, " "); i < len(c.want) && got != c.want[i] {
				t.Errorf("%s: %s has %q after the second file, want %q", c.name, m.Name, got, c.want[i])
			}
		}
	}
}

var strip = regexp.MustCompile(`(?s)<head.*</head>|<select.*?</select>|<[^>]*>|\s+`)

// file writes rows, "|" between them, behind names and addresses.
func file(rows string) string {
	var b strings.Builder
	for i, row := range strings.Split(rows, "|") {
		who := "Name,Email"
		if i > 0 {
			name := []string{"Ana", "Bo", "Cy"}[i-1]
			who = fmt.Sprintf("%s,%s@example.org", name, survey.Fold(name))
		}
		fmt.Fprintf(&b, "%s,%s\n", who, row)
	}
	return b.String()
}
