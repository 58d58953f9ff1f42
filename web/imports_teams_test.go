package web_test

import "testing"

// Of a column of teams whose header does not say whether they are past ones it is asked; unless somebody says otherwise they are. What was said is remembered for the
// next file with the same columns.
func TestImportAsksWhichTeamsAColumnNames(t *testing.T) {
	const text = "Name,Age,Team,팀,Team last year\nAna,20,A,1,X\nBo,21,A,1,X\nCy,22,B,2,Y\nDi,23,B,2,Y\n"
	s := newSite(t)
	s.work()
	v := s.organizer()
	r := v.upload("/import", "t.csv", []byte(text)).want(200, "Which teams does “Team” name?", "Which teams does “팀” name?", `name="teams2" value="one_of" checked`).lacks("Which teams does “Team last year” name?")
	form := r.fields(r.path, r.proposed())
	form.Set("teams2", "leave_out")
	form.Set("teams3", "one_of")
	v.take(r.path, form)
	v.finish(r.path).want(200, "The import is done")
	for _, q := range s.stored().Questions {
		if q.Title["en"] == "Team" {
			t.Error("the teams of today became a question")
		}
	}
	if n := len(s.stored().Questions); n != 3 {
		t.Errorf("%d questions, want those of age, 팀 and the team last year", n)
	}
	r = v.upload("/import", "again.csv", []byte(text)).want(200, `name="teams2" value="leave_out" checked`, "Which teams does “Team” name?")
	form = r.fields(r.path, r.proposed())
	form.Set("teams2", "one_of")
	form.Del("seen") // the page shows anew what changes
	v.take(r.path, form)
	v.finish(r.path).want(200, "The import is done")
	if n := len(s.stored().Questions); n != 4 {
		t.Errorf("%d questions after the teams were said to be past ones, want 4", n)
	}
}
