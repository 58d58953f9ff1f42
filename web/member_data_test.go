package web_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"dure/survey"
)

// A member takes away what is kept of the member, to read and for programs, and nobody else's.
func TestMemberTakesOwnData(t *testing.T) {
	s := newSite(t)
	asked := s.ask(survey.Question{Kind: survey.LongText, Title: survey.Text{"en": "Why?"}, Sensitive: true})
	ann, bo := s.member("Ann"), s.member("Bo")
	for m, text := range map[survey.MemberID]string{ann.ID: "To sing.", bo.ID: "To win."} {
		s.must("answer", s.db.SaveResponse(t.Context(), survey.Response{Member: m, Answers: survey.Answers{asked.Questions[0].ID: {Text: text}}}, s.now))
	}
	v, at := s.visitor().own(ann), "/m/"+string(ann.Token)+"/data"
	v.get(at).want(200, at+".html", at+".json")
	v.get(at+".html").want(200, "What is kept of Ann", "ann@example.org", "To sing.", "yours since").lacks("To win.", "Bo", "<script")
	got := v.get(at+".json").want(200, "To sing.").lacks("To win.")
	var data survey.MemberData
	s.must("read the JSON", json.Unmarshal([]byte(got.body), &data))
	if data.Name != "Ann" || len(data.Devices) != 1 || len(data.Response.Answers) != 1 || data.Response.Stored.Answers[asked.Questions[0].ID].Text != "To sing." {
		t.Errorf("the file has %+v", data)
	}
	v.get(at).want(200, "Took all that is kept of the member", "you ·")
	v.get("/m/" + string(bo.Token) + "/data").want(200).lacks("Took all that is kept")
}

// The last day of a season's answers is set on its settings page, and organizers are warned before it.
func TestRetention(t *testing.T) {
	s := newSite(t)
	v, viewer := s.organizer(), s.colleague(survey.Viewer)
	keep := func(day string) reply { return v.post(s.at("/retention"), url.Values{"keep": {day}}) }
	keep("soon").want(422, "Enter a date", `value="soon"`)
	keep("2026-03-01").want(422, "That day is over.")
	keep("2026-05-31").want(200)
	v.get(s.at("/settings")).want(200, `value="2026-05-31"`)
	v.get(s.at("")).want(200).lacks("are erased.")
	keep("2026-03-20").want(200)
	for _, who := range []*visitor{v, viewer} {
		who.get(s.at("")).want(200, "On Sat, 21 Mar 2026, 00:00")
	}
	ann := s.member("Ann")
	s.visitor().get("/m/"+string(ann.Token)+"/data").want(200, "On Sat, 21 Mar 2026, 00:00")
	v.get(s.at("/log?what=set_retention")).want(200, "<strong>Set until when answers are kept")
	keep("").want(200)
	v.get(s.at("")).want(200).lacks("are erased.")
	viewer.post(s.at("/retention"), url.Values{"keep": {"2026-03-20"}}).want(403)
}
