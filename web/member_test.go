package web_test

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"dure/survey"
	"dure/survey/sheet"
)

func TestMembers(t *testing.T) {
	s := newSite(t)
	q := s.ask(survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Motto"}}, survey.Question{Kind: survey.ShortText, Title: survey.Text{"en": "Secret"}, Sensitive: true}).Questions
	v := s.organizer()
	v.get(s.at("/members")).want(200, "No members yet")
	v.post(s.at("/members/new"), url.Values{"name": {""}, "email": {"x"}}).want(422, "Enter a name.", `value="x"`)
	v.post(s.at("/members/new"), url.Values{"name": {"Ara"}, "email": {"x"}}).want(422, "such as name@example.org", `value="Ara"`)
	v.post(s.at("/members/new"), url.Values{"name": {"Ara"}, "email": {"ara@example.org"}, "ref": {"7"}}).want(200, "Ara was added")
	v.post(s.at("/members/new"), url.Values{"name": {"Ara"}, "email": {"ARA@example.org"}}).want(422, "taken")
	bo, chul := s.member("Bo"), s.member("Chul")
	as := survey.Answers{q[0].ID: {Text: "carpe diem"}, q[1].ID: {Text: "hidden words"}}
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: bo.ID, Answers: as}, s.now))
	s.must("begin", s.db.SaveDraft(t.Context(), survey.Response{Member: chul.ID, Draft: as}, s.now))
	v.get(s.at("/members")).want(200, "1 of 3 answered", "Ara", "Bo", "Chul").lacks(string(bo.Token))
	v.get(s.at("/members?state=answered")).want(200, "Bo").lacks("Chul", "Ara")
	v.get(s.at("/members?state=draft")).want(200, "Chul").lacks("Ara")
	v.get(s.at("/members?state=none&q=ARA")).want(200, "Ara").lacks("Chul")
	v.get(s.at("/members?q=nobody")).want(200, "Nobody fits", `value="nobody"`)
	v.get(s.at("/members?part=99&state=king")).want(200, "Bo")

	path := s.at("/members/%d", bo.ID)
	v.get(path).want(200, "carpe diem", "One sensitive question is not shown here", string(bo.Token)).lacks("hidden words", "Secret")
	v.post(path, url.Values{"name": {"Bo"}, "email": {"ara@example.org"}}).want(422, "taken", "carpe diem", `value="ara@example.org"`)
	v.post(path, url.Values{"name": {"Bo L"}, "email": {"bo@example.org"}}).want(200, "Saved.", "Bo L")
	v.post(path+"/drop", nil).want(200, "has dropped out", "Take back in")
	v.get(s.at("/members?state=dropped")).want(200, "Bo L")
	v.post(path+"/restore", nil).want(200, "takes part again")
	v.post(path+"/link", nil).want(200, "has a new link").lacks(string(bo.Token))
	s.visitor().get("/m/"+string(bo.Token)).want(410, "This link was renewed")
	csv := v.get(s.at("/members/links.csv")).want(200, "\ufeffName,E-mail,ID,Link", "bo@example.org", s.url+"/m/")
	if n := strings.Count(csv.body, "/m/"); n != 3 {
		t.Errorf("the table has %d links, want 3", n)
	}
	v.get(path+"/remove").want(200, "Erase Bo L?")
	v.post(path+"/remove", nil).want(200, "The member was erased for good")
	v.get(path).want(404)
}

func TestResponsesAndExports(t *testing.T) {
	s := newSite(t)
	q := s.ask(
		survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Role"}, Options: []survey.Option{{Label: survey.Text{"en": "Lead"}}, {Label: survey.Text{"en": "=Make"}}}},
		survey.Question{Kind: survey.OneOf, Title: survey.Text{"en": "Gender"}, Sensitive: true, Options: []survey.Option{{Label: survey.Text{"en": "Woman"}}, {Label: survey.Text{"en": "Man"}}}},
	).Questions
	v := s.organizer()
	for i := range 4 {
		m := s.member(fmt.Sprintf("Member%d", i))
		s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: survey.Answers{q[0].ID: {Choices: []int{2}}, q[1].ID: {Choices: []int{1}}}}, s.now))
	}
	v.get(s.at("/responses")).want(200, "4 of 4 answered", "=Make", "Shown once 5 answers are there").lacks("Woman")
	csv := v.get(s.at("/responses.csv")).want(200, "\ufeffName,E-mail,ID,Role", "'=Make").lacks("Gender", "Woman")
	book := v.get(s.at("/responses.xlsx")).want(200)
	for name, data := range map[string]string{"answers.csv": csv.body, "answers.xlsx": book.body} {
		got, err := sheet.Read(name, bytes.NewReader([]byte(data)))
		s.must("read "+name+" back", err)
		if len(got.Rows) != 4 || strings.Join(got.Header, ",") != "Name,E-mail,ID,Role" || got.Rows[3][0] != "Member3" {
			t.Errorf("%s read back has the header %q and the rows %q", name, got.Header, got.Rows)
		}
	}
	m := s.member("Member4")
	s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m.ID, Answers: survey.Answers{q[1].ID: {Choices: []int{2}}}}, s.now))
	v.get(s.at("/responses")).want(200, "Woman", "Man")
	path := s.at("/survey/questions/%d", q[0].ID)
	other := url.Values{"title_en": {"Role"}, "options_key": {"1", "0"}, "options_en": {"Lead", "Present"}}
	v.get(path).submit(v, path, other).agree(v, path, other).want(200)
	v.get(s.at("/responses.csv")).want(200, "Role").lacks("=Make", "Present")
}
