package web_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"dure/survey"
)

// names are the members of the season in the order in which they came.
func (s *site) names() string {
	all, err := s.db.Members(s.Context(), s.season.ID)
	s.must("read the members", err)
	var names []string
	for _, m := range all {
		names = append(names, m.Name)
	}
	return strings.Join(names, "|")
}

// A gradebook becomes members, and none of its lines that are nobody's; the page lists those before anything is saved.
func TestImportAGradebook(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "grades.csv", []byte("Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (7)\n    Points Possible,,,,,10\n\"Adler, Nina\",1,S1,nina,A,5\n\"Brandt, Otto\",2,S2,otto,A,6\n\"Student, Test\",9,,x,A,\n"))
	r.want(200, "Row 2 says of each column how many points", "Row 5 was made for a test", "2 rows")
	v.take(r.path, r.proposed())
	v.finish(r.path).want(200, "2 new members")
	if got := s.names(); got != "Nina Adler|Otto Brandt" {
		t.Errorf("members are %s", got)
	}
}

// A file with a line for each answer is turned where somebody says so, on the page as in what is saved, and can be taken as it is.
func TestImportIsTurned(t *testing.T) {
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "long.csv", []byte("user,Question,Answer\nada,Year,1\nada,Role,Cook\nbo,Year,2\nbo,Role,Host\ncy,Year,1\ncy,Role,Cook\n"))
	r.want(200, "a line for each answer", "?turn=yes", "6 rows").lacks("--turn")
	turned := v.get(r.path+"?turn=yes").want(200, "The file was turned", "3 rows", "Year", "?turn=no")
	v.get(r.path+"?turn=no").want(200, "6 rows")
	form := turned.proposed()
	form.Set("turn", "yes")
	v.take(r.path, form)
	v.finish(r.path).want(200, "3 new members", "2 new questions")
	if got := s.names(); got != "ada|bo|cy" {
		t.Errorf("members are %s", got)
	}
	v.lang = "ko"
	k := v.upload("/import", "grid.csv", []byte("Day,Time,Ada,Bo\n월,09:00,1,0\n월,10:00,1,1\n화,09:00,0,1\n"))
	k.want(200, "멤버마다 한 열인 시간표입니다")
	v.get(k.path+"?turn=yes").want(200, "2행", "Free hours [Monday]")
	v.lang = "en"
	poll := v.upload("/import", "poll.csv", []byte(",Mon 2,,Tue 3\n,9:00 AM – 10:00 AM,10:00 AM – 11:00 AM,2:00 PM – 3:00 PM\nAda,OK,(OK),\nBo,,OK,OK\n"))
	poll.want(200, "Each column of this file is a time of a poll.").lacks("--turn")
	v.get(poll.path+"?turn=yes").want(200, "“(OK)” counts as free.", "2 rows", "Free hours [Monday]", "Free hours [Tuesday]")
}

// Rows of who dropped out are asked for before anything is saved: left out, or members all the same.
func TestImportAsksWhoDroppedOut(t *testing.T) {
	file := []byte("Name,Email,Status\nAnn,ann@example.org,Active\nBo,bo@example.org,Dropped\nCy,cy@example.org,withdrawn\n")
	for choice, want := range map[string]string{"": "Ann", "leave": "Ann", "keep": "Ann|Bo|Cy"} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		r := v.upload("/import", "status.csv", file).want(200, "2 rows are of people who dropped out or teach, by “Status”", `value="leave" checked`)
		form := r.proposed()
		if choice != "" {
			form.Set("dropped", choice)
		}
		v.take(r.path, form)
		v.finish(r.path).want(200, "The import is done")
		if got := s.names(); got != want {
			t.Errorf("with %q members are %s, want %s", choice, got, want)
		}
	}
}

// Of a list of choices what is an option is kept, and told apart from cells that say nothing: the row, the text, and what of it is left out.
func TestImportKeepsThePartOfAListThatIsRead(t *testing.T) {
	s := newSite(t)
	s.work()
	s.ask(survey.Question{Kind: survey.AnyOf, Title: survey.Text{"en": "Sports"}, Options: []survey.Option{{Label: survey.Text{"en": "Chess"}}, {Label: survey.Text{"en": "Judo"}}, {Label: survey.Text{"en": "Go"}}}})
	v := s.organizer()
	r := v.upload("/import", "lists.csv", []byte("Name,E-mail,Sports\nAra,ara@v.org,Chess;Tango;Yoga\nBo,bo@v.org,Judo;Go\nChul,chul@v.org,Tango;Yoga\nDan,dan@v.org,Chess;Judo\nEd,ed@v.org,Go;Tango\n"))
	r.want(200, "Of 2 cells only a part can be read.", "Row 2: “Chess;Tango;Yoga”. “Tango” is no option", "Row 2: “Chess;Tango;Yoga”. “Yoga” is no option", "Row 6: “Go;Tango”",
		"One cell cannot be read and counts as no answer", "Row 4: “Tango;Yoga”", "4 read, 5 different", "the other answers in their cells stay")
	v.take(r.path, r.proposed())
	v.finish(r.path).want(200, "5 new members")
	members, err := s.db.Members(t.Context(), s.season.ID)
	s.must("read the members", err)
	responses, err := s.db.Responses(t.Context(), s.season.ID)
	s.must("read the responses", err)
	for i, want := range []int{1, 2, 0, 2, 1} {
		if got := responses[members[i].ID].Answers[s.stored().Questions[0].ID].Choices; len(got) != want {
			t.Errorf("%s chose %v, want %d", members[i].Name, got, want)
		}
	}
}

// Before anything is saved the page says which rows of one person give way, side by side, and what becomes of several answers and of rows that are called as devices are.
func TestImportSaysWhatGivesWay(t *testing.T) {
	const file = "Name,Email,Timestamp,Days\nAna,a@x.org,2026-03-02 10:00,1\nBo,b@x.org,2026-03-01 10:00,2\nAna,a@x.org,2026-03-01 10:00,3\niPhone,,2026-03-01 11:00,4\nCy,c@x.org,2026-03-01 12:00,4\n"
	for _, c := range []struct {
		said url.Values
		want string
	}{
		{nil, "Ana@|Bo@|Cy@"},
		{url.Values{"apart4": {"yes"}}, "Ana@|Bo@|Ana|Cy@"},
		{url.Values{"devices": {"keep"}}, "Ana@|Bo@|iPhone|Cy@"},
	} {
		s := newSite(t)
		s.work()
		v := s.organizer()
		r := v.upload("/import", "twice.csv", []byte(file)).want(200, "One person stands in several rows", "<mark>2026-03-01 10:00</mark>", "<mark>3</mark>", "Counts: the newest by its time", `name="apart4"`,
			"One row may be of nobody: iPhone (row 5)", `name="devices"`)
		form := r.fields(r.path, r.proposed())
		maps.Copy(form, c.said)
		v.post(r.path, form)
		v.finish(r.path).want(200, "The import is done")
		if got := s.known(); got != c.want {
			t.Errorf("%v: members are %s, want %s", c.said, got, c.want)
		}
	}
	s := newSite(t)
	s.work()
	v := s.organizer()
	lines := []byte("Respondent,Question,Answer\nr1,Year,1\nr1,Days,Mon\nr1,Days,Tue\nr2,Year,2\nr2,Days,Wed\nr3,Year,1\nr3,Days,Wed\n")
	r := v.upload("/import", "lines.csv", lines).want(200)
	v.get(r.path+"?turn=yes").want(200, "One person answered a question in several lines", "Both count, as several choices")
	v.get(r.path+"?turn=yes&one_answer=yes").want(200, "The last counts: Tue")
}
